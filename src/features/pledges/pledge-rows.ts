import type { Membership } from '../../platform/access/actor.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Deed } from '../record/index.js';
import type { Met } from './meeting-asks.js';
import type { Placed } from './placing.rules.js';
import type { PledgeRequest } from './pledge.inputs.js';

/** Where a pledge is. */
export interface PledgePlace {
  communityId: string;
  campaignId: string;
  askId: string;
}

export async function insertPledge(
  tx: Tx,
  ask: Met,
  { membershipId, standing }: Membership,
  sent: PledgeRequest & Placed,
  id: string = newId(),
): Promise<string> {
  const { when, where, firstStep } = sent.plan;
  const { onlyIf, shownAs } = sent;
  // Without another time they wait until what they planned would begin.
  const condition = onlyIf == null ? {} : { conditionOthers: onlyIf.others, conditionUntil: onlyIf.until ?? when };
  await tx.rows(
    `INSERT INTO pledge (community_id, id, campaign_id, ask_id, mandate_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_where,
       plan_first_step, brief_version, terms_version, agreement_version, risk_tier_accepted, state, waiting_for, condition_others, condition_until, shift_id, shown_as, until)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, quantity, "when", "where", "firstStep", "briefVersion", "termsVersion", "agreementVersion", "acceptedRiskTier",
            state, "waitingFor", "conditionOthers", "conditionUntil", "shiftId", "shownAs", until
       FROM jsonb_to_record($9) AS sent (quantity integer, "when" timestamptz, "where" text, "firstStep" text, "briefVersion" integer,
         "termsVersion" integer, "agreementVersion" integer, "acceptedRiskTier" integer, state text, "waitingFor" text, "conditionOthers" integer,
         "conditionUntil" timestamptz, "shiftId" uuid, "shownAs" text, until timestamptz)`,
    [
      ask.communityId,
      id,
      ask.campaignId,
      ask.askId,
      ask.mandateId,
      membershipId,
      standing,
      ask.turn,
      JSON.stringify({ ...sent, ...condition, shownAs, when, where: where ?? '', firstStep }),
    ],
  );
  return id;
}

/** Gives on what came free, starts what has enough. On the record it is what follows by itself. */
export async function settle(tx: Tx, { communityId, askId }: PledgePlace): Promise<void> {
  await tx.rows('SELECT app.settle_ask($1, $2)', [communityId, askId]);
}

/** On the record an act is that of the standing whose pledge it is, never of another that the person has beside it. */
export function deedOn(home: PledgePlace, pledgeId: string): Omit<Deed, 'kind'> {
  return {
    communityId: home.communityId,
    campaignId: home.campaignId,
    subjectType: 'Pledge',
    subjectId: pledgeId,
  };
}
