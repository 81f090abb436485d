import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal } from '../../platform/graphql/errors.js';
import { canPledge } from '../asks/index.js';
import { prompt, record } from '../record/index.js';
import { type Leaving, leftAs } from './leaving.rules.js';
import { meet } from './meeting-asks.js';
import { placeFor } from './placing.rules.js';
import './pledge.constraints.js';
import { deedOn, insertPledge, settle } from './pledge-rows.js';
import type { PledgeType } from './pledge.graphql.js';
import type { MakePledgeInput, PledgeRequest, StepBackInput } from './pledge.inputs.js';
import { canStepBack } from './pledge.policy.js';
import { whyNotPledge } from './pledge.rules.js';
import { PledgesTogether } from './pledges-together.js';

interface Held {
  id: string;
  communityId: string;
  campaignId: string;
  askId: string;
  pledgerId: string;
  isOwn: boolean;
}

@Injectable()
export class PledgesService {
  constructor(
    private readonly database: Database,
    private readonly together: PledgesTogether,
  ) {}

  /** Against most pledges nothing stands, and those go together; what may need words, or rules of its own, goes alone. */
  async make(actor: Actor, input: MakePledgeInput): Promise<{ pledgeId: string; pledge?: PledgeType }> {
    const pledge = await this.together.make(actor, input);
    if (pledge) return { pledgeId: pledge.id, pledge };
    return this.database.write(actor, { name: 'makePledge', input }, (tx) => this.makeWithin(tx, input));
  }

  /** Within a transaction of the pledger's, whose standing `tx` knows. */
  async makeWithin(tx: Tx, request: PledgeRequest): Promise<{ pledgeId: string }> {
    const sent = { ...request, quantity: request.quantity ?? 1 };
    const { membership, ask } = await meet(tx, request);
    const standing = membership.standing;
    const against = whyNotPledge({ ...ask, standing }, sent);
    if (against) throw new Refusal(against);
    authorize(tx.actor, canPledge, ask);
    const placed = placeFor(ask, sent.quantity, sent.onlyIf != null);
    const agreementVersion = standing === 'ALLY' ? ask.agreementVersion : null;
    const pledgeId = await insertPledge(tx, ask, membership, { ...sent, agreementVersion, ...placed });
    const { askId, turn, briefVersion, termsVersion, riskTier } = ask;
    const accepted = { briefVersion, termsVersion, agreementVersion, riskTier };
    const { state, waitingFor } = placed;
    const details = { askId, turn, quantity: sent.quantity, state, ...(waitingFor && { waitingFor }), ...accepted };
    await record(tx, { ...deedOn(ask, pledgeId), kind: 'pledge.made', details, by: membership.membershipId });
    // Its times are laid out at once; all other pledges need nothing more, and are most of them.
    if (ask.recurs) await prompt(tx, 'pledge.recurs', { communityId: ask.communityId, subjectId: pledgeId });
    if (ask.othersWait || placed.state === 'CONDITIONAL') await settle(tx, ask);
    return { pledgeId };
  }

  stepBack(actor: Actor, input: StepBackInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'stepBack', input }, async (tx) => {
      const pledge = await holding(tx, input.pledgeId);
      authorize(tx.actor, canStepBack, pledge);
      // The ask's tally first: the place is given on before anyone else can take it.
      await tx.rows('SELECT app.lock_pledge($1, $2)', [pledge.communityId, pledge.id]);
      const because = input.reason ?? null;
      const state = leftAs(await leaving(tx, pledge), because);
      if (typeof state === 'object') throw new Refusal(state);
      await tx.rows('UPDATE pledge SET state = $3, left_because = $4 WHERE community_id = $1 AND id = $2', [
        pledge.communityId,
        pledge.id,
        state,
        because,
      ]);
      const details = { askId: pledge.askId, state };
      await record(tx, {
        ...deedOn(pledge, pledge.id),
        kind: 'pledge.stepped_back',
        details,
        by: pledge.pledgerId,
      });
      await settle(tx, pledge);
      return { pledgeId: pledge.id };
    });
  }
}

async function holding(tx: Tx, pledgeId: string): Promise<Held> {
  const pledge = await tx.row<Held>(
    `SELECT p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.ask_id AS "askId",
            p.pledger_id AS "pledgerId", p.pledger_id = ANY (app.my_memberships()) AS "isOwn" FROM pledge p WHERE p.id = $1`,
    [pledgeId],
  );
  if (!pledge) throw new NotFound();
  return pledge;
}

/** Read once the lock is had: a report or a promotion may have come first. */
async function leaving(tx: Tx, pledge: Held): Promise<Leaving> {
  const row = await tx.row<Leaving>(
    `SELECT p.state, coalesce(bool_or(o.state = 'REPORTED'), false) AS "reportWaits",
            coalesce(bool_or(o.state = 'DUE' AND o.due_at <= now() + a.notice_hours * interval '1 hour'), false) AS "isLate",
            coalesce(p.condition_others >= (SELECT t.places_taken FROM ask_tally t WHERE t.community_id = p.community_id AND t.ask_id = p.ask_id), false) AS "othersAreGone",
            coalesce(g.state = 'STOPPED' OR a.state = 'PAUSED' OR m.state <> 'LIVE' OR m.until <= now(), false) AS "standsStill"
       FROM pledge p
       LEFT JOIN occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
       LEFT JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id
       LEFT JOIN campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
       LEFT JOIN mandate m ON m.community_id = p.community_id AND m.id = a.mandate_id
      WHERE p.community_id = $1 AND p.id = $2
      GROUP BY p.community_id, p.ask_id, p.condition_others, p.state, g.state, a.state, m.state, m.until`,
    [pledge.communityId, pledge.id],
  );
  if (!row) throw new NotFound();
  return row;
}
