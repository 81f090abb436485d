import type { Membership } from '../../platform/access/actor.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { representedOrganization } from '../organizations/index.js';
import type { PledgeRequest } from './pledge.inputs.js';
import type { Acceptance } from './pledge.rules.js';
import { queueIsDue, type Room } from './placing.rules.js';

/** An ask as a pledge meets it: the room and the versions as they are under the lock of its tally. */
export interface Met extends Omit<Room, 'shift'>, Omit<Acceptance, 'standing'> {
  communityId: string;
  campaignId: string;
  askId: string;
  turn: number;
  mandateId: string | null;
  /** Until when the ask waits for its threshold. */
  thresholdAt: string | null;
}

/** One trip: what may be seen of the ask, what the pledger did before, and under the lock how much room there is. */
export async function meet(tx: Tx, request: PledgeRequest): Promise<{ membership: Membership; ask: Met }> {
  const { askId, plan } = request;
  const mayPledge = await standingsFor(tx, request);
  const row = await tx.row<{ communityId: string; room: object | null }>(
    `SELECT a.id AS "askId", a.community_id AS "communityId", a.campaign_id AS "campaignId", a.kind, m.agreement_version AS "agreedVersion",
            $2::timestamptz <= now() AS "planIsPast", coalesce($2 < a.starts_at OR $2 > a.ends_at, false) AS "planIsOutside",
            a.cadence IS NOT NULL AS recurs,
            EXISTS (SELECT FROM pledge p WHERE p.community_id = a.community_id AND p.ask_id = a.id AND p.pledger_id = m.id
                       AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')) AS "hasPledged",
            app.overdue_questions(a.community_id, m.id) > 0 AS "owesAnswer", room
       FROM ask a
       LEFT JOIN membership m ON m.community_id = a.community_id AND m.id = ANY ($3) AND m.ended_at IS NULL
       LEFT JOIN LATERAL app.take_place(a.community_id, a.id, $4) AS room ON true
      WHERE a.id = $1`,
    [askId, plan.when, mayPledge.map(({ membershipId }) => membershipId), request.shiftId ?? null],
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
  const ask = { ...seen, ...room } as Met;
  return { membership, ask: queueIsDue(ask) ? await settled(tx, ask) : ask };
}

/** Whoever came before has their place first; what is left then is there for this one. */
async function settled(tx: Tx, ask: Met): Promise<Met> {
  const place = [ask.communityId, ask.askId];
  await tx.rows('SELECT app.settle_ask($1, $2)', place);
  const room = await tx.row<Pick<Room, 'placesTaken' | 'pledgedQuantity'>>(
    `SELECT places_taken + held_count AS "placesTaken", pledged_quantity + held_quantity AS "pledgedQuantity"
       FROM ask_tally WHERE community_id = $1 AND ask_id = $2`,
    place,
  );
  return { ...ask, ...room };
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
