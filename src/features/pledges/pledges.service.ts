import { Injectable } from '@nestjs/common';
import type { Actor, Membership } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { canPledge } from '../asks/index.js';
import { representedOrganization } from '../organizations/index.js';
import { type Deed, record } from '../record/index.js';
import './pledge.constraints.js';
import type { MakePledgeInput, PledgeRequest, StepBackInput } from './pledge.inputs.js';
import { canStepBack } from './pledge.policy.js';
import { type Acceptance, type Leaving, leftAs, placeFor, type Room, whyNotPledge } from './pledge.rules.js';

/** An ask as a pledge meets it: the room and the versions as they are under the lock of its tally. */
interface Met extends Room, Omit<Acceptance, 'standing'> {
  communityId: string;
  campaignId: string;
  askId: string;
  turn: number;
  mandateId: string | null;
}

type Place = Pick<Held, 'communityId' | 'campaignId' | 'askId'>;

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
  constructor(private readonly database: Database) {}

  make(actor: Actor, input: MakePledgeInput): Promise<{ pledgeId: string }> {
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
    const placed = placeFor(ask, sent.quantity);
    const agreementVersion = standing === 'ALLY' ? ask.agreementVersion : null;
    const pledgeId = await insertPledge(tx, ask, membership, { ...sent, agreementVersion, state: placed.state });
    const promoted = placed.queueIsDue ? await promote(tx, ask) : [];
    const { askId, turn, briefVersion, termsVersion, riskTier } = ask;
    const accepted = { briefVersion, termsVersion, agreementVersion, riskTier };
    const details = { askId, turn, quantity: sent.quantity, state: placed.state, ...accepted };
    const deeds: Deed[] = [{ ...deedOn(ask, pledgeId), kind: 'pledge.made', details }, ...promoted];
    await record(tx, ...signed(deeds, membership.membershipId));
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
      const promoted = await promote(tx, pledge);
      const details = { askId: pledge.askId, state };
      const deeds: Deed[] = [{ ...deedOn(pledge, pledge.id), kind: 'pledge.stepped_back', details }, ...promoted];
      await record(tx, ...signed(deeds, pledge.pledgerId));
      return { pledgeId: pledge.id };
    });
  }
}

/** One trip: what may be seen of the ask, what the pledger did before, and under the lock how much room there is. */
async function meet(tx: Tx, request: PledgeRequest): Promise<{ membership: Membership; ask: Met }> {
  const { askId, plan } = request;
  const mayPledge = await standingsFor(tx, request);
  const row = await tx.row<{ communityId: string; room: object | null }>(
    `SELECT a.id AS "askId", a.community_id AS "communityId", a.campaign_id AS "campaignId", a.kind, m.agreement_version AS "agreedVersion",
            $2::timestamptz <= now() AS "planIsPast", coalesce($2 < a.starts_at OR $2 > a.ends_at, false) AS "planIsOutside",
            EXISTS (SELECT FROM pledge p WHERE p.community_id = a.community_id AND p.ask_id = a.id AND p.pledger_id = m.id
                       AND p.state IN ('ACTIVE', 'WAITLISTED')) AS "hasPledged",
            app.overdue_questions(a.community_id, m.id) > 0 AS "owesAnswer", room
       FROM ask a
       LEFT JOIN membership m ON m.community_id = a.community_id AND m.id = ANY ($3) AND m.ended_at IS NULL
       LEFT JOIN LATERAL app.take_place(a.community_id, a.id) AS room ON true
      WHERE a.id = $1`,
    [askId, plan.when, mayPledge.map(({ membershipId }) => membershipId)],
  );
  if (!row) throw new NotFound();
  const membership = mayPledge.find((one) => one.communityId === row.communityId);
  if (!membership) throw notStandingThere(tx, row.communityId, request);
  if (membership.standing === 'ALLY' && membership.paused) {
    throw new Forbidden(
      'Your standing here is paused or has run out. Finish what you began; to pledge anew, ask the community, or accept its agreement again with joinAsAlly.',
    );
  }
  const { room, ...seen } = row;
  if (!room) throw new Forbidden();
  return { membership, ask: { ...seen, ...room } as Met };
}

/**
 * The one standing of each community that would pledge: the organization's that is named, or else the person's own. Whoever
 * acts for an organization says so; nothing is pledged in its name by leaving something out.
 */
async function standingsFor(tx: Tx, { organizationId }: PledgeRequest): Promise<Membership[]> {
  if (organizationId == null) return tx.actor.memberships.filter((one) => one.organizationId == null);
  const { id } = await representedOrganization(tx, organizationId);
  return tx.actor.memberships.filter((one) => one.organizationId === id);
}

function notStandingThere(tx: Tx, communityId: string, { organizationId }: PledgeRequest): Error {
  if (organizationId != null) {
    return new Forbidden(
      'Your organization is no ally of this community. Let it join with joinAsAlly and its organizationId first.',
    );
  }
  if (tx.actor.memberships.some((one) => one.communityId === communityId)) {
    return refuse(
      'ORGANIZATION_REQUIRED',
      'You have no standing of your own here. Name the organization in whose name you pledge.',
      'organizationId',
    );
  }
  return new Forbidden('Pledges are made by members. Join the community with joinAsAlly first.');
}

async function insertPledge(
  tx: Tx,
  ask: Met,
  { membershipId, standing }: Membership,
  sent: PledgeRequest & { state: string },
): Promise<string> {
  const id = newId();
  const { when, where, firstStep } = sent.plan;
  await tx.rows(
    `INSERT INTO pledge (community_id, id, campaign_id, ask_id, mandate_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_where,
       plan_first_step, brief_version, terms_version, agreement_version, risk_tier_accepted, state)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, quantity, "when", "where", "firstStep", "briefVersion", "termsVersion", "agreementVersion", "acceptedRiskTier", state
       FROM jsonb_to_record($9) AS sent (quantity integer, "when" timestamptz, "where" text, "firstStep" text, "briefVersion" integer,
         "termsVersion" integer, "agreementVersion" integer, "acceptedRiskTier" integer, state text)`,
    [
      ask.communityId,
      id,
      ask.campaignId,
      ask.askId,
      ask.mandateId,
      membershipId,
      standing,
      ask.turn,
      JSON.stringify({ ...sent, when, where: where ?? '', firstStep }),
    ],
  );
  return id;
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
            coalesce(g.state = 'STOPPED' OR a.state = 'PAUSED' OR m.state <> 'LIVE' OR m.until <= now(), false) AS "standsStill"
       FROM pledge p
       LEFT JOIN occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
       LEFT JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id
       LEFT JOIN campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
       LEFT JOIN mandate m ON m.community_id = p.community_id AND m.id = a.mandate_id
      WHERE p.community_id = $1 AND p.id = $2
      GROUP BY p.state, g.state, a.state, m.state, m.until`,
    [pledge.communityId, pledge.id],
  );
  if (!row) throw new NotFound();
  return row;
}

/** Gives free places to whoever waits, in turn, and says which. */
async function promote(tx: Tx, home: Place): Promise<Deed[]> {
  const row = await tx.row<{ ids: string[] }>('SELECT app.promote_waitlist($1, $2) AS ids', [
    home.communityId,
    home.askId,
  ]);
  return (row?.ids ?? []).map((id) => ({
    ...deedOn(home, id),
    kind: 'pledge.promoted',
    details: { askId: home.askId },
  }));
}

/** On the record an act is that of the standing whose pledge it is, never of another that the person has beside it. */
function signed(deeds: readonly Deed[], by: string): Deed[] {
  return deeds.map((deed) => ({ ...deed, by }));
}

function deedOn(home: Place, pledgeId: string): Omit<Deed, 'kind'> {
  return {
    communityId: home.communityId,
    campaignId: home.campaignId,
    subjectType: 'Pledge',
    subjectId: pledgeId,
  };
}
