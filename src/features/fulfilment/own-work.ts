import { authorize } from '../../platform/access/rule.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import type { Work } from './community-word.js';
import { canReport } from './fulfilment.policy.js';

/** The pledger's own, under the lock of its pledge, as it is then. */
export async function ownWork(tx: Tx, occurrenceId: string): Promise<Work & { contestableStill: boolean }> {
  const found = await tx.row<{ communityId: string; pledgeId: string; isOwn: boolean }>(
    `SELECT o.community_id AS "communityId", o.pledge_id AS "pledgeId", o.pledger_id = ANY (app.my_memberships()) AS "isOwn"
       FROM occurrence o WHERE o.id = $1`,
    [occurrenceId],
  );
  if (!found) throw new NotFound();
  authorize(tx.actor, canReport, found);
  await tx.rows('SELECT app.lock_pledge($1, $2)', [found.communityId, found.pledgeId]);
  const work = await tx.row<Work & { contestableStill: boolean }>(
    `SELECT o.id, o.community_id AS "communityId", NULL AS "leadId", p.campaign_id AS "campaignId", o.pledge_id AS "pledgeId", o.pledger_id AS "pledgerId",
            o.pledger_standing AS "pledgerStanding", o.state, o.reported_quantity AS "reportedQuantity", o.attestation_id AS "latestId", p.state AS "pledgeState",
            p.quantity AS "pledgedQuantity", o.due_at <= now() AS "isDueNow", o.contested_at IS NOT NULL AS contested,
            o.contest_answered_at IS NOT NULL AS "contestAnswered", o.skip_asked_at IS NOT NULL AS "skipAsked", o.skip_offered_at IS NOT NULL AS "skipOffered", true AS "isOwnWork",
            coalesce(o.no_show_at + interval '14 days' + app.stood_still(p.community_id, p.campaign_id, o.no_show_at) > now(), false) AS "contestableStill"
       FROM occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id WHERE o.id = $1`,
    [occurrenceId],
  );
  if (!work) throw new NotFound();
  return work;
}
