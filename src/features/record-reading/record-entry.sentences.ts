import { english, type Message, say, type Words } from '../../platform/words/words.js';
import type { RecordKind } from '../record/index.js';

/** What was done, as it stands after "A steward" or "One of the people affected". Every kind has its words. */
const deeds: Record<RecordKind, Words> = {
  'community.founded': 'founded the community',
  'community.agreement_published': 'published a new version of the agreement with allies',
  'community.settings_changed': 'changed the settings of the community',
  'community.short_of_stewards': 'noted that the community has too few stewards',
  'membership.invited': 'invited someone to join as one of the people affected',
  'membership.invitation_revoked': 'withdrew an invitation',
  'membership.admitted': 'joined by invitation',
  'membership.ally_joined': 'joined and accepted the agreement',
  'membership.agreement_accepted': 'accepted the newer agreement',
  'membership.ally_admitted': 'admitted an ally who had asked',
  'membership.ally_declined': 'declined someone who had asked to be an ally',
  'membership.ally_paused': 'paused an ally',
  'membership.ally_resumed': 'let a paused ally go on',
  'membership.ally_renewed': 'renewed an alliance',
  'membership.ally_ended': 'ended an alliance',
  'membership.ally_blocked': 'blocked someone from being an ally',
  'membership.ally_unblocked': 'lifted a block',
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
  'constituency.declared': 'declared a constituency',
  'constituency.retired': 'retired a constituency',
  'campaign.created': 'created a campaign',
  'campaign.revised': 'changed a campaign',
  'campaign.launched': 'launched a campaign',
  'campaign.stopped': 'stopped a campaign',
  'campaign.resumed': 'resumed a campaign',
  'campaign.concluded': 'concluded a campaign',
  'campaign.brief_published': 'published a brief',
  'campaign.pledges_exported': 'took the pledges of a campaign as a file',
  'coalition.invited': 'invited another community to lead a campaign together',
  'coalition.joined': 'joined in leading a campaign',
  'coalition.left': 'left the leading of a campaign',
  'ask.sheet_printed': 'printed a sheet to sign up for an ask',
  'calendar_feed.created': 'made a calendar of the asks of a campaign',
  'calendar_feed.rotated': 'gave a calendar of a campaign another address',
  'calendar_feed.revoked': 'withdrew a calendar of a campaign',
  'dashboard_key.created': 'made a key by which a dashboard reads',
  'dashboard_key.revoked': 'withdrew the key of a dashboard',
  'demand.made': 'made a demand',
  'demand.revised': 'changed a demand',
  'demand.answered': 'noted the response to a demand',
  'priority.proposed': 'proposed a priority',
  'priority.revised': 'changed a proposed priority',
  'priority.ranked': 'gave a priority its rank by the result of a round',
  'priority.unranked': 'took the rank of a priority away by the result of a round',
  'round.scheduled': 'scheduled a round of ballots on the priorities',
  'round.estimated': 'said what a priority on the list of a round costs',
  'round.opening_moved': 'moved the opening of a round',
  'round.closing_moved': 'moved the closing of a round',
  'round.opened': 'opened a round',
  'round.closed': 'closed a round',
  'round.inquorate': 'found that too few had voted in a round',
  'round.counted': 'counted a round',
  'round.objected': 'objected to the result of a round',
  'round.ratified': 'put the result of a round in force',
  'round.cancelled': 'called a round off',
  'assembly.entered': 'entered ballots that were taken in a meeting or by phone',
  'assembly.witnessed': 'witnessed ballots that were taken in a meeting or by phone',
  'assembly.rejected': 'rejected ballots that were said to be taken in a meeting or by phone',
  'assembly.withdrawn': 'took back ballots that were entered for a meeting or a phone call',
  'mandate.given': 'gave a mandate by the result of a round',
  'priority.review_date_set': 'set when a priority is looked at again',
  'priority.withdrawn': 'withdrew a priority',
  'priority.restored': 'brought a priority back',
  'priority.merged': 'merged a proposal into another priority',
  'priority.translated': 'translated a priority',
  'priority.translation_withdrawn': 'took away the translation of a priority',
  'priority.remark_removed': 'took away a remark on a priority',
  'priority.witnessed': 'noted what a priority says',
  'mandate.proposed': 'proposed a mandate and signed it',
  'mandate.signed': 'signed a mandate',
  'mandate.ended': 'ended a mandate',
  'offer.made': 'offered help',
  'offer.revised': 'changed an offer of help',
  'offer.withdrawn': 'took an offer of help back',
  'offer.adopted': 'made a draft ask of an offer',
  'offer.declined': 'declined an offer with thanks',
  'offer.reopened': 'took back that an offer was declined',
  'offer.expired': 'ended an offer that nobody answered in its time',
  'ask.drafted': 'drafted an ask',
  'ask.revised': 'changed an ask',
  'ask.opened': 'opened an ask',
  'ask.paused': 'paused an ask',
  'ask.closed': 'closed an ask',
  'ask.cancelled': 'cancelled an ask',
  'ask.adopted': 'put an ask under the mandate of a round',
  'ask.imported': 'imported asks',
  'ask.link_rotated': 'replaced the link of an ask',
  'ask.threshold_met': 'started an ask, since so much was pledged as it needed',
  'ask.shift_added': 'added a shift to an ask',
  'ask.shift_closed': 'closed a shift of an ask',
  'pledge.hand_over_offered': 'made a code by which a pledge is handed over',
  'pledge.hand_over_withdrawn': 'withdrew the code by which a pledge would be handed over',
  'ask.translated': 'translated an ask',
  'ask.translation_withdrawn': 'took a translation of an ask away',
  'pledge.made': 'made a pledge',
  'pledge.promoted': 'freed a place, which went to a pledge on the waitlist',
  'pledge.activated': 'put a pledge in force whose condition was met',
  'pledge.place_offered': 'offered a free place to a pledge on the waitlist',
  'pledge.offer_lapsed': 'offered a place to the next, since nobody answered in time',
  'pledge.place_accepted': 'took a place that was offered',
  'pledge.part_taken': 'made do with a part of a pledge',
  'pledge.reconfirmation_asked': 'asked for a pledge to be confirmed again',
  'pledge.reconfirmed': 'confirmed a pledge again',
  'pledge.never_started': 'ended a pledge whose condition was not met in time',
  'pledge.lapsed': 'let a pledge lapse',
  'pledge.time_confirmed': 'said to do what was pledged at its time',
  'pledge.time_moved': 'moved what was pledged to another time',
  'pledge.lapsing': 'noted that nothing is heard of a pledge',
  'pledge.checked_in': 'said to go on with a pledge',
  'pledge.called_off': 'ended a pledge of which nothing is to be done any more, without fault',
  'pledge.debrief_given': 'looked back on a pledge',
  'pledge.debrief_skipped': 'left out the debrief of a pledge',
  'pledge.handed_over': 'handed a pledge over to another ally',
  'pledge.stepped_back': 'stepped back from a pledge',
  'pledge.ended': 'ended a pledge with its ask or campaign',
  'pledge.ended_with_standing': 'ended a pledge whose ally’s standing was paused, ran out or ended',
  'entry.taken_down': 'took down what someone said by phone or on paper',
  'entry.confirmed': 'confirmed what was taken down for them',
  'entry.called_back': 'called back, and put in force what was taken down for someone',
  'entry.withdrawn': 'took back what was taken down for someone',
  'entry.expired': 'erased what was taken down and not confirmed in time',
  'fulfilment.reported': 'reported a pledge as done',
  'fulfilment.attested': 'attested that a pledge was fulfilled',
  'fulfilment.sent_back': 'sent a report back with feedback',
  'fulfilment.corrected': 'corrected an attestation',
  'fulfilment.no_show_recorded': 'recorded that nobody came',
  'fulfilment.no_show_contested': 'contested that nobody came',
  'fulfilment.contest_accepted': 'took back that nobody came, which had been contested',
  'fulfilment.contest_refused': 'let it stand that nobody came, which had been contested',
  'fulfilment.skip_requested': 'asked to leave one time out',
  'fulfilment.skip_agreed': 'agreed to leave one time out',
  'fulfilment.answer_overdue': 'noted that a report waits for an answer for 14 days',
  'fulfilment.unconfirmed': 'noted that a report was not answered for 30 days',
  'fulfilment.batch_proposed': 'prepared attestations for an affected person to confirm',
  'fulfilment.batch_confirmed': 'confirmed attestations that had been prepared',
  'fulfilment.batch_withdrawn': 'withdrew attestations that had been prepared',
  'question.asked': 'asked a question about a pledge',
  'question.answered': 'answered a question about a pledge',
  'question.withdrawn': 'took a question about a pledge back',
  'question.extended': 'gave a question about a pledge more time',
  'question.overdue': 'noted that the answer to a question is overdue',
  'thread.closed': 'closed a thread to messages of its pledger',
  'thread.reopened': 'opened a thread to messages of its pledger again',
  'message.reported': 'reported a message as harmful',
  'message.report_settled': 'settled the report of a message',
  'people_export.requested': 'asked for the list of the people of this community',
  'people_export.approved': 'agreed that the list of the people of this community is taken',
  'people_export.downloaded': 'took the list of the people of this community',
  'operator.account_suspended': 'suspended the account of someone here',
  'operator.account_reinstated': 'reinstated the account of someone here',
  'operator.page_taken_down': 'took a public page down',
  'operator.page_restored': 'put a public page back',
};

const actors: Record<string, Words> = {
  STEWARD: 'A steward',
  AFFECTED: 'One of the people affected',
  ALLY: 'An ally',
  SYSTEM: 'The clock',
  OPERATOR: 'The operator of this server',
  OUTSIDER: 'Someone from outside',
};

/** The same, of another community that leads the campaign. */
const ofLead: Record<string, Words> = {
  STEWARD: 'A steward of a community that leads with this one',
  AFFECTED: 'One of the people affected of a community that leads with this one',
};

/** What happens by itself and is no matter of time, in whole. */
const byItself: Partial<Record<RecordKind, Words>> = {
  'dashboard_key.revoked': 'The key of a dashboard was sent in an address, so the server withdrew it',
  'message.reported': 'A message was reported as harmful',
  'priority.witnessed': 'What a priority says was put on the record',
};

/** Numbers in the details that a reader wants to see, with the words before them. */
const numbers: Record<string, (number: number) => Message> = {
  version: (number) => say`version ${number}`,
  agreementVersion: (number) => say`agreement version ${number}`,
  quantity: (number) => say`quantity ${number}`,
  rank: (number) => say`rank ${number}`,
  ballots: (number) => say`${number} ballots`,
  roll: (number) => say`${number} on the roll`,
  priorities: (number) => say`${number} priorities`,
  pledges: (number) => say`${number} pledges`,
  hours: (number) => say`${number} hours`,
};

/** Why an operator did something, which is on the record as one of a few codes. */
const reasons: Record<string, Words> = {
  ABUSE: 'abuse',
  SPAM: 'spam',
  ACCOUNT_TAKEN_OVER: 'the account was taken over',
  ENDANGERS_PEOPLE: 'it endangers people',
  LEGAL_ORDER: 'a legal order',
  ASKED_BY_OWNER: 'its owner asked',
  MISTAKE: 'it was a mistake',
  OTHER: 'another reason',
};

/** In English, for the descriptions of the schema. */
export function deedOf(kind: RecordKind): string {
  return english(deeds[kind]);
}

/** One plain sentence, of nothing but the kind, the standing, on whose side, numbers and an operator's reason. */
export function sentenceOf(kind: string, actorRole: string, details: Readonly<Record<string, unknown>>): Words {
  const side = details['leadId'] === undefined ? actors : ofLead;
  const actor = asMessage(side[actorRole] ?? 'Someone');
  const deed = asMessage(deeds[kind as RecordKind] ?? say`did something recorded as ${kind}`);
  const added = [...numbersIn(details), ...reasonIn(kind, details)];
  const own = actorRole === 'SYSTEM' ? byItself[kind as RecordKind] : undefined;
  const happened = own === undefined ? say`${actor} ${deed}` : asMessage(own);
  if (added.length === 0) return say`${happened}.`;
  return say`${happened} (${added.reduce((before, next) => say`${before}, ${next}`)}).`;
}

function numbersIn(details: Readonly<Record<string, unknown>>): Message[] {
  return Object.entries(numbers).flatMap(([name, saying]) => {
    const number = details[name];
    return typeof number === 'number' ? [saying(number)] : [];
  });
}

function reasonIn(kind: string, details: Readonly<Record<string, unknown>>): Message[] {
  const reason = kind.startsWith('operator.') ? reasons[String(details['reason'])] : undefined;
  return reason === undefined ? [] : [say`because: ${asMessage(reason)}`];
}

/** What stands inside another text is put into its language with it. */
function asMessage(words: Words): Message {
  return typeof words === 'string' ? { template: words, values: [] } : words;
}
