import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';

/** Every kind of deed that a community's record can hold; nothing else may enter it. */
export const recordKinds = [
  'community.founded',
  'community.agreement_published',
  'community.settings_changed',
  'community.short_of_stewards',
  'membership.invited',
  'membership.invitation_revoked',
  'membership.admitted',
  'membership.ally_joined',
  'membership.agreement_accepted',
  'membership.ally_admitted',
  'membership.ally_declined',
  'membership.ally_paused',
  'membership.ally_resumed',
  'membership.ally_renewed',
  'membership.ally_ended',
  'membership.ally_blocked',
  'membership.ally_unblocked',
  'membership.ended',
  'membership.organizer_delegated',
  'membership.delegation_ended',
  'membership.requested',
  'membership.request_withdrawn',
  'membership.request_declined',
  'membership.request_expired',
  'membership.vouched',
  'membership.vouch_withdrawn',
  'membership.admitted_by_vouches',
  'membership.appearance_changed',
  'membership.left',
  'membership.removed',
  'membership.removal_proposed',
  'membership.removal_confirmed',
  'membership.removal_objected',
  'membership.removal_withdrawn',
  'membership.removal_lapsed',
  'membership.removal_executed',
  'membership.duty_offered',
  'membership.duty_withdrawn',
  'membership.steward_confirmed',
  'membership.duty_accepted',
  'membership.duty_declined',
  'membership.stewardship_resigned',
  'constituency.declared',
  'constituency.retired',
  'campaign.created',
  'campaign.revised',
  'campaign.launched',
  'campaign.stopped',
  'campaign.resumed',
  'campaign.concluded',
  'campaign.brief_published',
  'campaign.pledges_exported',
  'coalition.invited',
  'coalition.joined',
  'coalition.left',
  'ask.sheet_printed',
  'calendar_feed.created',
  'calendar_feed.rotated',
  'calendar_feed.revoked',
  'dashboard_key.created',
  'dashboard_key.revoked',
  'demand.made',
  'demand.revised',
  'demand.answered',
  'priority.proposed',
  'priority.revised',
  'priority.ranked',
  'priority.unranked',
  'round.scheduled',
  'round.estimated',
  'round.opening_moved',
  'round.closing_moved',
  'round.opened',
  'round.closed',
  'round.inquorate',
  'round.counted',
  'round.objected',
  'round.ratified',
  'round.cancelled',
  'assembly.entered',
  'assembly.witnessed',
  'assembly.rejected',
  'assembly.withdrawn',
  'mandate.given',
  'priority.review_date_set',
  'priority.withdrawn',
  'priority.restored',
  'priority.merged',
  'priority.translated',
  'priority.translation_withdrawn',
  'priority.remark_removed',
  'priority.witnessed',
  'mandate.proposed',
  'mandate.signed',
  'mandate.ended',
  'offer.made',
  'offer.revised',
  'offer.withdrawn',
  'offer.adopted',
  'offer.declined',
  'offer.reopened',
  'offer.expired',
  'ask.drafted',
  'ask.revised',
  'ask.opened',
  'ask.paused',
  'ask.closed',
  'ask.cancelled',
  'ask.adopted',
  'ask.imported',
  'ask.link_rotated',
  'ask.threshold_met',
  'ask.shift_added',
  'ask.shift_closed',
  'ask.translated',
  'ask.translation_withdrawn',
  'pledge.made',
  'pledge.promoted',
  'pledge.activated',
  'pledge.place_offered',
  'pledge.offer_lapsed',
  'pledge.place_accepted',
  'pledge.part_taken',
  'pledge.reconfirmation_asked',
  'pledge.reconfirmed',
  'pledge.never_started',
  'pledge.lapsed',
  'pledge.time_confirmed',
  'pledge.time_moved',
  'pledge.lapsing',
  'pledge.checked_in',
  'pledge.called_off',
  'pledge.debrief_given',
  'pledge.debrief_skipped',
  'pledge.handed_over',
  'pledge.hand_over_offered',
  'pledge.hand_over_withdrawn',
  'pledge.stepped_back',
  'pledge.ended',
  'pledge.ended_with_standing',
  'entry.taken_down',
  'entry.confirmed',
  'entry.called_back',
  'entry.withdrawn',
  'entry.expired',
  'fulfilment.reported',
  'fulfilment.attested',
  'fulfilment.sent_back',
  'fulfilment.corrected',
  'fulfilment.no_show_recorded',
  'fulfilment.no_show_contested',
  'fulfilment.contest_accepted',
  'fulfilment.contest_refused',
  'fulfilment.skip_requested',
  'fulfilment.skip_agreed',
  'fulfilment.answer_overdue',
  'fulfilment.unconfirmed',
  'fulfilment.batch_proposed',
  'fulfilment.batch_confirmed',
  'fulfilment.batch_withdrawn',
  'question.asked',
  'question.answered',
  'question.withdrawn',
  'question.extended',
  'question.overdue',
  'thread.closed',
  'thread.reopened',
  'message.reported',
  'message.report_settled',
  'people_export.requested',
  'people_export.approved',
  'people_export.downloaded',
  'operator.account_suspended',
  'operator.account_reinstated',
  'operator.page_taken_down',
  'operator.page_restored',
] as const;

export type RecordKind = (typeof recordKinds)[number];

export interface Deed {
  communityId: string;
  kind: RecordKind;
  /** The table of the thing done to, in GraphQL's spelling: `Ask`, `Pledge`. */
  subjectType: string;
  subjectId: string;
  campaignId?: string | null;
  /** The community that did it in a campaign of another one; who of it is on its own record. */
  leadId?: string | null;
  /** In which standing it was done, by the id of the membership, where the actor may have another beside it. */
  by?: string;
  /** Ids, counts, versions and states; never a name, an address or what a person wrote. */
  details?: Record<string, unknown>;
}

/**
 * Puts deeds on the community's record and announces them in the outbox, one statement for both. An event has the id
 * of its record entry. Entries are written unchained; the sealer chains them within a second.
 *
 * A deed of a lead is on two records: the host's names the community, and the lead's own its member, unannounced.
 */
export async function record(tx: Tx, ...deeds: Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  await tx.rows(
    `WITH deed AS (
       SELECT * FROM jsonb_to_recordset($1) AS d (id uuid, "communityId" uuid, kind text, "actorId" uuid, "actorRole" text,
         "campaignId" uuid, "subjectType" text, "subjectId" uuid, details jsonb, announced boolean)
     ), entry AS (
       INSERT INTO record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
       SELECT "communityId", id, kind, "actorId", "actorRole", "campaignId", "subjectType", "subjectId", details FROM deed
     )
     INSERT INTO outbox_event (id, community_id, kind, subject_id, data)
     SELECT id, "communityId", kind, "subjectId", details FROM deed WHERE announced`,
    [JSON.stringify(deeds.flatMap((deed) => signed(tx, { ...deed, details: deed.details ?? {} })))],
  );
}

/** Announces something that concerns a person and no community, such as an address to confirm: the outbox alone. */
export async function announce(
  tx: Tx,
  kind: `${string}.${string}`,
  subjectId: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await tx.rows('INSERT INTO outbox_event (id, kind, subject_id, data) VALUES ($1, $2, $3, $4)', [
    newId(),
    kind,
    subjectId,
    JSON.stringify(data),
  ]);
}

/** Sets something going that belongs to a community and is no deed of anyone: the outbox alone. */
export async function prompt(
  tx: Tx,
  kind: `${string}.${string}`,
  { communityId, subjectId }: Pick<Deed, 'communityId' | 'subjectId'>,
): Promise<void> {
  await tx.rows('INSERT INTO outbox_event (id, community_id, kind, subject_id) VALUES ($1, $2, $3, $4)', [
    newId(),
    communityId,
    kind,
    subjectId,
  ]);
}

interface Signed extends Omit<Deed, 'by' | 'leadId'> {
  id: string;
  actorId: string | null;
  actorRole: string;
  announced: boolean;
}

function signed(tx: Tx, { leadId, by, ...deed }: Deed): Signed[] {
  if (leadId == null) return [{ ...deed, id: newId(), ...signature(tx, deed.communityId, by), announced: true }];
  const own = signature(tx, leadId);
  const details = { ...deed.details, leadId };
  return [
    { ...deed, details, id: newId(), ...own, actorId: null, announced: true },
    {
      ...deed,
      communityId: leadId,
      details: { ...deed.details, hostId: deed.communityId },
      id: newId(),
      ...own,
      announced: false,
    },
  ];
}

function signature(tx: Tx, communityId: string, by?: string): { actorId: string | null; actorRole: string } {
  if (tx.actor.kind === 'system') return { actorId: null, actorRole: 'SYSTEM' };
  const membership = by === undefined ? tx.membershipIn(communityId) : tx.ownMembership(by);
  return { actorId: membership.membershipId, actorRole: membership.steward ? 'STEWARD' : membership.standing };
}
