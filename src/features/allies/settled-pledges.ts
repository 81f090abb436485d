import type { Tx } from '../../platform/database/tx.js';
import { type Deed, record } from '../record/index.js';

interface Settled {
  communityId: string;
  campaignId: string;
  askId: string;
  pledgeId: string;
  state: string;
}

/**
 * Ends the pledges that follow a standing and gives the places that come free to whoever waits: of one ally, or by the
 * clock, without a membership, of all.
 */
export async function settlePledges(
  tx: Tx,
  of: { communityId: string; membershipId: string } | null,
): Promise<{ pledges: number }> {
  const settled = await tx.rows<Settled>(
    `SELECT community_id AS "communityId", campaign_id AS "campaignId", ask_id AS "askId", pledge_id AS "pledgeId", state
       FROM app.settle_allies($1, $2)`,
    [of?.communityId ?? null, of?.membershipId ?? null],
  );
  await record(tx, ...settled.map(ended));
  const asks = new Map(settled.filter(({ state }) => state === 'CANCELLED').map((one) => [one.askId, one]));
  for (const home of asks.values()) await promote(tx, home);
  return { pledges: settled.length };
}

async function promote(tx: Tx, { communityId, campaignId, askId }: Settled): Promise<void> {
  const row = await tx.row<{ ids: string[] }>('SELECT app.promote_waitlist($1, $2) AS ids', [communityId, askId]);
  const deeds = (row?.ids ?? []).map(
    (id): Deed => ({
      communityId,
      campaignId,
      kind: 'pledge.promoted',
      subjectType: 'Pledge',
      subjectId: id,
      details: { askId },
    }),
  );
  await record(tx, ...deeds);
}

function ended({ communityId, campaignId, askId, pledgeId, state }: Settled): Deed {
  return {
    communityId,
    campaignId,
    kind: 'pledge.ended_with_standing',
    subjectType: 'Pledge',
    subjectId: pledgeId,
    details: { askId, state },
  };
}
