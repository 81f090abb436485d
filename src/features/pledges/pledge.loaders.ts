import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import { type MandateStepType, type PlainStep, withRounds } from '../mandates/index.js';
import type { PledgeType } from './pledge.graphql.js';

/** Whether a deadline passed at which it may have ended; true as well where the ask, which has one of them, cannot be seen. */
const deadlinePassed = `(p.condition_until <= now() OR p.reconfirm_until <= now()
  OR (SELECT (h.threshold_at <= now() AND h.threshold_met_at IS NULL) IS TRUE FROM ask h WHERE h.community_id = p.community_id AND h.id = p.ask_id) IS NOT FALSE)`;

/** What time has made of the pledge `p`, whether or not the clock has written it down yet. To ask costs more than to see that nothing passed. */
export const pledgeState = `CASE WHEN p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION', 'WAITLISTED') AND ${deadlinePassed}
  THEN app.pledge_state_now(p.community_id, p.id) ELSE p.state END`;

/** What depends on who asks and when, each as an expression in `pledge p`. */
interface Seen {
  turn: string;
  offeredUntil: string;
  state: string;
  isOwn: string;
  reportWaits: string;
}

/** A PledgeType, from `pledge p`. */
const columnsWith = (
  seen: Seen,
) => `p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.ask_id AS "askId", p.pledger_id AS "pledgerId",
  p.pledger_standing AS "pledgerStanding", p.quantity, p.plan_when AS "planWhen", p.plan_where AS "planWhere", p.plan_first_step AS "planFirstStep",
  p.brief_version AS "acceptedBriefVersion", p.terms_version AS "acceptedTermsVersion", p.agreement_version AS "acceptedAgreementVersion",
  p.risk_tier_accepted AS "acceptedRiskTier", ${seen.turn} AS turn,
  p.waiting_for AS "waitingFor", ${seen.offeredUntil} AS "offeredUntil", p.reconfirm_until AS "reconfirmBy", p.reconfirm_because AS "reconfirmBecause",
  p.shown_as AS "shownAs", p.condition_others AS "conditionOthers", p.condition_until AS "conditionUntil", p.shift_id AS "shiftId", p.handed_to AS "handedToId",
  ${seen.state} AS state, p.state_changed_at AS "stateChangedAt", p.left_because AS "leftBecause",
  p.created_at AS "createdAt", ${seen.isOwn} AS "isOwn", ${seen.reportWaits} AS "reportWaits"`;

export const pledgeColumns = columnsWith({
  turn: `CASE WHEN p.risk_tier_accepted <= 1 OR p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])
    OR app.leads_ask(p.community_id, p.ask_id) THEN p.turn::int END`,
  offeredUntil:
    'CASE WHEN p.offered_until IS NULL THEN NULL WHEN p.offered_until > app.time_in_ask(p.community_id, p.ask_id) THEN p.offered_until END',
  state: pledgeState,
  isOwn: 'p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])',
  reportWaits: `EXISTS (SELECT FROM occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')`,
});

/** Of a pledge that was made a moment ago to an ask of low risk, as its pledger sees it. */
export const madeColumns = columnsWith({
  turn: 'p.turn::int',
  offeredUntil: 'p.offered_until',
  state: 'p.state',
  isOwn: 'true',
  reportWaits: 'false',
});

export const pledgeById = batch<string, PledgeType>('pledgeById', (reader, ids) =>
  reader.rows(`SELECT ${pledgeColumns} FROM pledge p WHERE p.id = ANY ($1)`, [ids]),
);

/** Of pledges that wait: 1 for the one that is next. */
export const waitlistPositionOf = batch<string, { id: string; position: number }>('waitlistPositionOf', (reader, ids) =>
  reader.rows('SELECT pledge_id AS id, position FROM app.waitlist_positions($1)', [ids]),
);

/** From the pledge to the community, step by step. */
export const mandatePathOf = batchOfMany<string, MandateStepType & { of: string }>(
  'mandatePathOf',
  async (reader, ids) =>
    withRounds(
      reader,
      await reader.rows<PlainStep>(
        'SELECT pledge_id AS "of", type, id, title, says FROM app.mandate_path($1) ORDER BY pledge_id, place',
        [ids],
      ),
    ),
  (step) => step.of,
);

/** Of pledges whose ask the viewer sees: whether what was accepted is what the ask and the brief say now. */
export const termsAreCurrentOf = batch<string, { id: string; current: boolean }>('termsAreCurrentOf', (reader, ids) =>
  reader.rows(
    `SELECT p.id, p.terms_version = a.terms_version AS current FROM pledge p
       JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id WHERE p.id = ANY ($1)`,
    [ids],
  ),
);

/** Of one's own pledges: until when a code is out by which someone else takes it over. */
export const handOverOf = batch<string, { id: string; until: Date }>('handOverOf', (reader, ids) =>
  reader.rows(
    'SELECT h.pledge_id AS id, h.expires_at AS until FROM pledge_hand_over h WHERE h.pledge_id = ANY ($1) AND h.expires_at > now()',
    [ids],
  ),
);

/** Of pledges that wait: how much is free still in their ask, where a place is; exact, and for members only. */
export const partOnOfferOf = batch<string, { id: string; gap: number }>('partOnOfferOf', (reader, ids) =>
  reader.rows(
    `SELECT p.id, t.quantity_wanted - t.pledged_quantity - t.held_quantity AS gap
       FROM pledge p JOIN ask_tally t ON t.community_id = p.community_id AND t.ask_id = p.ask_id
      WHERE p.id = ANY ($1) AND (t.slots IS NULL OR t.slots > t.places_taken + t.held_count)`,
    [ids],
  ),
);
