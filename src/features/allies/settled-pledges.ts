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
  const asks = new Map(settled.map((one) => [one.askId, one]));
  for (const { communityId, askId } of asks.values())
    await tx.rows('SELECT app.settle_ask($1, $2)', [communityId, askId]);
  return { pledges: settled.length };
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
