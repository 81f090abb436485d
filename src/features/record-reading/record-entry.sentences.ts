import type { RecordKind } from '../record/index.js';

/** What was done, as it stands after "A steward" or "One of the people affected". Every kind has its words. */
const deeds: Record<RecordKind, string> = {
  'community.founded': 'founded the community',
  'community.agreement_published': 'published a new version of the agreement with allies',
  'community.settings_changed': 'changed the settings of the community',
  'community.short_of_stewards': 'noted that the community has too few stewards',
  'membership.invited': 'invited someone to join as one of the people affected',
  'membership.invitation_revoked': 'withdrew an invitation',
  'membership.admitted': 'joined by invitation',
  'membership.ally_joined': 'joined and accepted the agreement',
  'membership.agreement_accepted': 'accepted the newer agreement',
  'membership.ended': 'ended a membership',
  'membership.organizer_delegated': 'delegated organizing',
  'membership.delegation_ended': 'ended a delegation of organizing',
  'membership.requested': 'asked to be admitted as one of the people affected',
  'membership.request_withdrawn': 'took a request to be admitted back',
  'membership.request_declined': 'declined a request to be admitted',
  'membership.request_expired': 'let a request to be admitted end after thirty days',
  'membership.vouched': 'vouched for someone who asks to be admitted',
  'membership.vouch_withdrawn': 'took a vouch back',
  'membership.admitted_by_vouches': 'admitted someone by the second vouch',
  'membership.appearance_changed': 'changed how they appear in the community',
  'membership.left': 'left the community',
  'membership.removed': 'removed someone from the community',
  'membership.removal_proposed': 'proposed to remove a steward',
  'membership.removal_confirmed': 'confirmed the removal of a steward, which waits 72 hours for objections',
  'membership.removal_objected': 'objected to the removal of a steward, which ends it',
  'membership.removal_withdrawn': 'took the removal of a steward back',
  'membership.removal_lapsed': 'let the removal of a steward lapse',
  'membership.removal_executed': 'carried out the removal of a steward',
  'membership.duty_offered': 'offered someone the duty of a steward',
  'membership.duty_withdrawn': 'withdrew the offer of a duty',
  'membership.steward_confirmed': 'confirmed someone as a new steward',
  'membership.duty_accepted': 'accepted the duty of a steward',
  'membership.duty_declined': 'declined the duty of a steward',
  'membership.stewardship_resigned': 'gave up the duty of a steward',
  'campaign.created': 'created a campaign',
  'campaign.revised': 'changed a campaign',
  'campaign.launched': 'launched a campaign',
  'campaign.stopped': 'stopped a campaign',
  'campaign.resumed': 'resumed a campaign',
  'campaign.concluded': 'concluded a campaign',
  'campaign.brief_published': 'published a brief',
  'demand.made': 'made a demand',
  'demand.revised': 'changed a demand',
  'demand.answered': 'noted the response to a demand',
  'priority.proposed': 'proposed a priority',
  'priority.revised': 'changed a proposed priority',
  'mandate.proposed': 'proposed a mandate and signed it',
  'mandate.signed': 'signed a mandate',
  'mandate.ended': 'ended a mandate',
  'ask.drafted': 'drafted an ask',
  'ask.revised': 'changed an ask',
  'ask.opened': 'opened an ask',
  'ask.paused': 'paused an ask',
  'ask.closed': 'closed an ask',
  'ask.cancelled': 'cancelled an ask',
  'ask.imported': 'imported asks',
  'ask.link_rotated': 'replaced the link of an ask',
  'pledge.made': 'made a pledge',
  'pledge.promoted': 'freed a place, which went to a pledge on the waitlist',
  'pledge.stepped_back': 'stepped back from a pledge',
  'pledge.ended': 'ended a pledge with its ask or campaign',
  'fulfilment.reported': 'reported a pledge as done',
  'fulfilment.attested': 'attested that a pledge was fulfilled',
  'fulfilment.sent_back': 'sent a report back with feedback',
  'fulfilment.corrected': 'corrected an attestation',
};

const actors: Record<string, string> = {
  STEWARD: 'A steward',
  AFFECTED: 'One of the people affected',
  ALLY: 'An ally',
  SYSTEM: 'The clock',
  OPERATOR: 'The operator of this server',
  OUTSIDER: 'Someone from outside',
};

/** Numbers in the details that a reader wants to see, with the words before them. */
const numbers: Record<string, string> = {
  version: 'version',
  agreementVersion: 'agreement version',
  quantity: 'quantity',
};

export function deedOf(kind: RecordKind): string {
  return deeds[kind];
}

/** One sentence in plain English, of nothing but the kind, the standing and numbers. */
export function sentenceOf(kind: string, actorRole: string, details: Readonly<Record<string, unknown>>): string {
  const deed = deeds[kind as RecordKind] ?? `did something recorded as ${kind}`;
  const added = Object.entries(numbers).flatMap(([name, word]) =>
    typeof details[name] === 'number' ? [`${word} ${details[name]}`] : [],
  );
  return `${actors[actorRole] ?? 'Someone'} ${deed}${added.length > 0 ? ` (${added.join(', ')})` : ''}.`;
}
