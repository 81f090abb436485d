import { PublicFigure, Tally } from './entities.js';
import type { Session } from './session.js';
import type { Figure, Measure, Progress } from './types.js';

type Row = Tally | PublicFigure;
type Part = 'pledged' | 'waitlisted' | 'reported' | 'attested';

async function rowsOf(
  session: Session,
  communityId: string,
  where: { askId?: string; campaignId?: string },
): Promise<Row[]> {
  const manager = await session.manager();
  return session.isInside(communityId)
    ? manager.find(Tally, { where, relations: { ask: true } })
    : manager.find(PublicFigure, { where });
}

export async function progressOfAsk(session: Session, communityId: string, askId: string): Promise<Progress> {
  const rows = await rowsOf(session, communityId, { askId });
  return told(rows, rows[0]?.quantityWanted ?? 0);
}

export async function progressOfCampaign(session: Session, communityId: string, campaignId: string): Promise<Progress> {
  const rows = await rowsOf(session, communityId, { campaignId });
  const wanted = rows.map((row) =>
    row.state === 'DRAFT' || row.state === 'CANCELLED' ? (row.pledgedQuantity ?? 0) : row.quantityWanted,
  );
  return told(
    rows,
    wanted.reduce((sum, one) => sum + one, 0),
  );
}

function told(rows: Row[], wanted: number): Progress {
  const figure = (pick: (row: Row) => number | null): Figure => {
    const sum = rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
    return { value: sum > 0 || rows.every((row) => pick(row) !== null) ? sum : null };
  };
  const measure = (part: Part): Measure => ({
    count: figure((row) => row[`${part}Count`]),
    quantity: figure((row) => row[`${part}Quantity`]),
  });
  const attested = measure('attested');
  const exact = rows.every((row) => row.isExact || row.attestedCount === 0);
  return {
    wanted,
    pledged: measure('pledged'),
    waitlisted: measure('waitlisted'),
    reported: measure('reported'),
    attested,
    sentBack: figure((row) => row.sentBackCount),
    steppedBack: figure((row) => row.steppedBackCount),
    cancelled: figure((row) => row.cancelledCount),
    neverStarted: figure((row) => row.neverStartedCount),
    shareAttested: { value: exact && wanted > 0 ? Math.min(1, (attested.quantity.value ?? 0) / wanted) : null },
  };
}
