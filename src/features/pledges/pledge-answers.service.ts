import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import { type Answering, whyNotAccept, whyNotReconfirm, whyNotTakePart } from './answering.rules.js';
import './pledge.constraints.js';
import type { AcceptPlaceInput, PledgePlanInput, ReconfirmPledgeInput, TakePartInput } from './pledge.inputs.js';
import { canAnswerForPledge } from './pledge.policy.js';

interface Asked extends Answering {
  id: string;
  communityId: string;
  campaignId: string;
  askId: string;
  pledgerId: string;
  isOwn: boolean;
}

/** What pledgers answer when they are asked: whether they still come, and whether they take a place that came free. */
@Injectable()
export class PledgeAnswersService {
  constructor(private readonly database: Database) {}

  reconfirm(actor: Actor, input: ReconfirmPledgeInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'reconfirmPledge', input }, async (tx) => {
      const pledge = await asked(tx, input.pledgeId, input.plan);
      const against = whyNotReconfirm(pledge, input);
      if (against) throw new Refusal(against);
      const { termsVersion, acceptedRiskTier } = input;
      await record(tx, {
        ...deedOn(pledge),
        kind: 'pledge.reconfirmed',
        details: { askId: pledge.askId, termsVersion },
      });
      await tx.rows('SELECT app.reconfirm_pledge($1, $2, $3, $4, $5, $6, $7)', [
        pledge.communityId,
        pledge.id,
        termsVersion,
        acceptedRiskTier,
        ...planned(input.plan),
      ]);
      return { pledgeId: pledge.id };
    });
  }

  accept(actor: Actor, input: AcceptPlaceInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'acceptPlace', input }, async (tx) => {
      const pledge = await asked(tx, input.pledgeId, input.plan);
      const against = whyNotAccept(pledge);
      if (against) throw new Refusal(against);
      await record(tx, { ...deedOn(pledge), kind: 'pledge.place_accepted', details: { askId: pledge.askId } });
      await tx.rows('SELECT app.accept_place($1, $2, $3, $4, $5)', [
        pledge.communityId,
        pledge.id,
        ...planned(input.plan),
      ]);
      return { pledgeId: pledge.id };
    });
  }

  takePart(actor: Actor, input: TakePartInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'takePart', input }, async (tx) => {
      const pledge = await asked(tx, input.pledgeId, null);
      const against = whyNotTakePart(pledge, input.quantity);
      if (against) throw new Refusal(against);
      const details = { askId: pledge.askId, quantity: input.quantity };
      await record(tx, { ...deedOn(pledge), kind: 'pledge.part_taken', details });
      await tx.rows('SELECT app.take_part($1, $2, $3)', [pledge.communityId, pledge.id, input.quantity]);
      return { pledgeId: pledge.id };
    });
  }
}

/** As it is once nobody else moves it. */
async function asked(tx: Tx, pledgeId: string, plan: PledgePlanInput | null | undefined): Promise<Asked> {
  const found = await tx.row<{ communityId: string; isOwn: boolean }>(
    `SELECT p.community_id AS "communityId", p.pledger_id = ANY (app.my_memberships()) AS "isOwn" FROM pledge p WHERE p.id = $1`,
    [pledgeId],
  );
  if (!found) throw new NotFound();
  authorize(tx.actor, canAnswerForPledge, found);
  await tx.rows('SELECT app.lock_pledge($1, $2)', [found.communityId, pledgeId]);
  const pledge = await tx.row<Asked>(
    `SELECT p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.ask_id AS "askId", p.pledger_id AS "pledgerId", true AS "isOwn",
            p.state, p.quantity, a.terms_version AS "termsVersion", a.risk_tier AS "riskTier", p.reconfirm_until <= app.time_in_ask(p.community_id, p.ask_id) AS "isOver",
            coalesce(p.offered_until > now(), false) AS "isOffered", p.offer_lapsed_at IS NOT NULL OR p.offered_until <= now() AS "offerLapsed",
            app.time_in_ask(p.community_id, p.ask_id) < now() AS "standsStill",
            coalesce($2::timestamptz, p.plan_when) <= now() AS "planIsPast",
            coalesce($2 < coalesce(s.starts_at, a.starts_at) OR $2 > coalesce(s.ends_at, a.ends_at), false) AS "planIsOutside"
       FROM pledge p JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id
       LEFT JOIN ask_shift s ON s.community_id = p.community_id AND s.id = p.shift_id WHERE p.id = $1`,
    [pledgeId, plan?.when ?? null],
  );
  if (!pledge) throw new NotFound();
  return pledge;
}

function planned(plan: PledgePlanInput | null | undefined): [Date | null, string | null, string | null] {
  return [plan?.when ?? null, plan?.where ?? null, plan?.firstStep ?? null];
}

function deedOn({ communityId, campaignId, id, pledgerId }: Asked): Omit<Deed, 'kind'> {
  return { communityId, campaignId, subjectType: 'Pledge', subjectId: id, by: pledgerId };
}
