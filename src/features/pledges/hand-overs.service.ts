import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { hashToken, newToken } from '../../platform/crypto/keys.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { canPledge } from '../asks/index.js';
import { invalidLink, parseLink } from '../people/index.js';
import { record } from '../record/index.js';
import type { AcceptHandOverInput, OfferHandOverInput, WithdrawHandOverInput } from './hand-over.inputs.js';
import { handOverByCode, type HandedOver } from './hand-over.queries.js';
import { meet, type Met } from './meeting-asks.js';
import './pledge.constraints.js';
import { canHandOver } from './pledge.policy.js';
import { deedOn, insertPledge, type PledgePlace } from './pledge-rows.js';
import { whyNotHandOver } from './leaving.rules.js';
import { whyNotPledge } from './pledge.rules.js';

interface Own extends PledgePlace {
  id: string;
  pledgerId: string;
  isOwn: boolean;
  state: string;
  reportWaits: boolean;
}

/**
 * A pledge goes to someone whom its pledger found, by a code that they give away: past everyone who waits, and in one
 * act, so that its place is never free. Neither side learns here who the other is.
 */
@Injectable()
export class HandOversService {
  constructor(private readonly database: Database) {}

  /** The code is returned once; the database keeps its digest. An earlier one stops working. */
  async offer(actor: Actor, input: OfferHandOverInput): Promise<{ code: string; expiresAt: Date }> {
    const code = `h_${newToken(16)}`;
    const command = { name: 'offerHandOver', input, issuesSecrets: true };
    const expiresAt = await this.database.write(actor, command, async (tx) => {
      const pledge = await ownPledge(tx, input.pledgeId);
      const against = whyNotHandOver(pledge);
      if (against) throw new Refusal(against);
      const row = await tx.row<{ until: Date }>('SELECT app.offer_hand_over($1, $2, $3) AS until', [
        pledge.communityId,
        pledge.id,
        hashToken(code),
      ]);
      if (!row) throw new NotFound();
      await record(tx, { ...deed(pledge), kind: 'pledge.hand_over_offered' });
      return row.until;
    });
    return { code, expiresAt };
  }

  withdraw(actor: Actor, input: WithdrawHandOverInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'withdrawHandOver', input }, async (tx) => {
      const pledge = await ownPledge(tx, input.pledgeId);
      const row = await tx.row<{ done: boolean }>('SELECT app.withdraw_hand_over($1, $2) AS done', [
        pledge.communityId,
        pledge.id,
      ]);
      if (row?.done !== true) {
        throw refuse('WRONG_STATE', 'No code is out for this pledge. There is nothing to withdraw.', 'pledgeId');
      }
      await record(tx, { ...deed(pledge), kind: 'pledge.hand_over_withdrawn' });
      return { pledgeId: pledge.id };
    });
  }

  accept(actor: Actor, input: AcceptHandOverInput): Promise<{ pledgeId: string }> {
    return this.database.write(actor, { name: 'acceptHandOver', input }, async (tx) => {
      const code = handOverCode(input.code);
      const given = code && (await handOverByCode(tx, code));
      if (!given) throw invalidLink('code');
      const request = requestOf(input, given);
      const { quantity, askId } = given;
      const { membership, ask } = await meet(tx, request);
      const standing = membership.standing;
      const against = whyNotPledge({ ...withItsPlace(ask, given), standing }, request);
      if (against) throw new Refusal(against);
      authorize(tx.actor, canPledge, ask);
      const pledgeId = newId();
      const taken = await tx.row<{ done: boolean }>('SELECT app.hand_over($1, $2, $3) AS done', [
        code,
        pledgeId,
        membership.membershipId,
      ]);
      if (taken?.done !== true) throw invalidLink('code');
      const { briefVersion, termsVersion, riskTier, turn } = ask;
      const agreementVersion = standing === 'ALLY' ? ask.agreementVersion : null;
      const placed = { state: 'ACTIVE', waitingFor: null } as const;
      await insertPledge(tx, ask, membership, { ...request, agreementVersion, ...placed }, pledgeId);
      const accepted = { briefVersion, termsVersion, agreementVersion, riskTier };
      const details = { askId, turn, quantity, state: 'ACTIVE', isTakenOver: true, ...accepted };
      await record(tx, { ...deedOn(ask, pledgeId), kind: 'pledge.made', details, by: membership.membershipId });
      return { pledgeId };
    });
  }
}

/** What is pledged is what was; how, and under which versions, is the receiver's to say. */
function requestOf(input: AcceptHandOverInput, { askId, quantity, shiftId }: HandedOver) {
  const { plan, briefVersion, termsVersion, agreementVersion, acceptedRiskTier, organizationId, shownAs } = input;
  const accepted = { briefVersion, termsVersion, agreementVersion, acceptedRiskTier };
  return { askId, quantity, shiftId, plan, ...accepted, organizationId, shownAs, onlyIf: null };
}

/** As it is stored; null for a text that is no such code. */
export function handOverCode(text: string): Buffer | null {
  const link = parseLink(text);
  return link?.kind === 'hand-over' ? hashToken(link.token) : null;
}

/** The place is there already: a shift that takes no more pledges, or came later than the pledge, does not stand against it. */
function withItsPlace(ask: Met, { shiftId }: HandedOver): Met {
  return shiftId === null
    ? { ...ask, hasShifts: false }
    : { ...ask, shift: ask.shift && { ...ask.shift, isOpen: true } };
}

async function ownPledge(tx: Tx, pledgeId: string): Promise<Own> {
  const select = `SELECT p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.ask_id AS "askId", p.pledger_id AS "pledgerId", p.state,
      p.pledger_id = ANY (app.my_memberships()) AS "isOwn",
      EXISTS (SELECT FROM occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED') AS "reportWaits"
    FROM pledge p WHERE p.id = $1`;
  const found = await tx.row<Own>(select, [pledgeId]);
  if (!found) throw new NotFound();
  authorize(tx.actor, canHandOver, found);
  await tx.rows('SELECT app.lock_pledge($1, $2)', [found.communityId, pledgeId]);
  return (await tx.row<Own>(select, [pledgeId])) ?? found;
}

function deed(pledge: Own) {
  return { ...deedOn(pledge, pledge.id), by: pledge.pledgerId, details: { askId: pledge.askId } };
}
