/** How long each kind of data about people is kept, and why: the one place where that is said. */
export interface Retention {
  what: string;
  /** Tables, so that a test can see that none is forgotten. */
  tables: readonly string[];
  period: string;
  why: string;
}

/** Accounts without a confirmed address that never came to anything. */
export const UNUSED_ACCOUNT_DAYS = 90;

/** What was written about pledges, after the campaign concluded. */
export const THREAD_MONTHS = 6;

export const retention: readonly Retention[] = [
  {
    what: 'Accounts: sign-in name, e-mail address, digests of passwords and recovery codes; a second factor, passkeys and the tie to an account at a provider, until their owner removes them',
    tables: [
      'public.person',
      'vault.account',
      'vault.recovery_code',
      'vault.totp',
      'vault.passkey',
      'vault.passkey_holder',
      'vault.single_sign_on',
    ],
    period: 'until the person erases themselves with eraseMe',
    why: 'Without them nobody could sign in.',
  },
  {
    what: 'Accounts without a confirmed address that never joined anything and in which nobody is signed in',
    tables: ['public.person', 'vault.account', 'vault.recovery_code'],
    period: `${UNUSED_ACCOUNT_DAYS} days`,
    why: 'Nobody came back for them.',
  },
  {
    what: 'Sessions',
    tables: ['vault.session'],
    period: '7 days after they can no longer be refreshed',
    why: 'A refresh token used twice, which tells of a thief, is recognised for that long.',
  },
  {
    what: 'Addresses that wait to be confirmed',
    tables: ['vault.pending_sign_up'],
    period: '24 hours',
    why: 'The code in the mail is good for as long.',
  },
  {
    what: 'Codes by mail to choose a new password',
    tables: ['vault.password_reset'],
    period: '1 hour after the mail; 24 hours where none is sent',
    why: 'The code in the mail is good for as long.',
  },
  {
    what: 'The address that an account had',
    tables: ['vault.email_change'],
    period: '7 days after it was changed or removed',
    why: 'Whoever reads its mail can take it back, if it was someone else who changed it.',
  },
  {
    what: 'Proofs under way with a passkey or at a provider',
    tables: ['vault.passkey_challenge', 'vault.single_sign_on_attempt'],
    period: '5 and 10 minutes',
    why: 'A device or a provider answers within that time.',
  },
  {
    what: 'Tokens that a person gave to apps: what they called the app and let it do, the day of the last use, a digest',
    tables: ['vault.app_token'],
    period: 'as long as they work, a year at most, and 30 days more',
    why: 'Their owner sees what acted for them, and until when.',
  },
  {
    what: 'Calendars that a person keeps: of what and how much they tell, a digest of what stands in the address',
    tables: ['vault.calendar_feed'],
    period: 'until they are withdrawn or the person signs out everywhere, and 30 days more',
    why: 'Their owner sees which addresses tell of their pledges, and until when they did.',
  },
  {
    what: 'Sheets of paper printed for an ask: who printed which versions when. What people write on them is never scanned, and the sheet asks to be destroyed once its rows are entered',
    tables: ['public.sign_up_sheet'],
    period: 'as long as the ask; who printed it, until they erase themselves',
    why: 'Rows entered afterwards name what was read.',
  },
  {
    what: 'The log of who read an identity in the vault',
    tables: ['vault.access_log'],
    period: '12 months',
    why: 'People can see in their own data who read their address, and when.',
  },
  {
    what: 'Links to one’s own data; there is no file, it is made as it is read',
    tables: ['vault.data_export'],
    period: '24 hours, or until both were used',
    why: 'They lead to everything about a person.',
  },
  {
    what: 'What a person said that they can bring and what keeps their risk small, encrypted, for asks that are suggested to them',
    tables: ['vault.matching_profile'],
    period: 'until they clear it or erase themselves',
    why: 'It serves their own list of asks, and nobody else reads it.',
  },
  {
    what: 'Live memberships: standing, duties, pseudonym, answers',
    tables: ['public.membership', 'public.representative'],
    period: 'while they last',
    why: 'The community decides by them who may do what.',
  },
  {
    what: 'What was taken down by phone or from paper: name, plan, answers, how to reach someone',
    tables: ['public.assisted_entry', 'vault.entry_secret'],
    period:
      'until it is confirmed, called back or taken back, and 30 days at most; after a call back the digest of the code 90 days; that there was an entry, and who took it down, as long as the community keeps its record',
    why: 'It is somebody’s word only once they, or a second person, have said so.',
  },
  {
    what: 'Requests to be admitted by those who would be affected members, with why a steward declined, and who vouched',
    tables: ['public.membership_request', 'public.vouch'],
    period:
      'the message while the request is open; the rest for RETENTION_MONTHS after it was closed, or until who asked erases themselves',
    why: 'Those who vouch and decline answer for it.',
  },
  {
    what: 'Requests to be an ally',
    tables: ['public.ally_request'],
    period: 'the answers while they wait; the rest for 90 days after the decision',
    why: 'Who waits is told what was decided.',
  },
  {
    what: 'Blocks of allies: who, what they were called, and why',
    tables: ['public.ally_block'],
    period:
      'while they last, and RETENTION_MONTHS after they were lifted; name and reason only until who is blocked erases themselves',
    why: 'A community decides whom it works with no more, whatever becomes of the membership.',
  },
  {
    what: 'What allies offered unasked, and with what words it was declined',
    tables: ['public.offer'],
    period:
      'while it waits, 90 days at most, and RETENTION_MONTHS after it was answered or ended; of one that became an ask, that it did as long as the community; the words at most until who offered erases themselves, or for RETENTION_MONTHS after they left',
    why: 'Whoever offered sees what came of it, and a community where an ask came from.',
  },
  {
    what: 'Duties that were offered and who stood behind them; removals of members',
    tables: ['public.duty_offer', 'public.duty_backing', 'public.removal'],
    period:
      'as long as the community; the reason of a removal for RETENTION_MONTHS after it was closed, or until who it is about erases themselves',
    why: 'Who came to decide for a community, and who was made to leave it, must stay answerable.',
  },
  {
    what: 'Codes by which a pledge would be handed over: whose, and until when',
    tables: ['public.pledge_hand_over'],
    period: 'until the pledge is handed over, or the code is withdrawn, replaced or over; 7 days at most',
    why: 'Whoever was given the code must be able to use it; nobody needs it afterwards.',
  },
  {
    what: 'Ended memberships: pseudonym, answers, and what was written under them of the person (plans, notes, evidence, reasons for leaving, feedback on their work)',
    tables: [
      'public.membership',
      'public.pledge',
      'public.occurrence',
      'public.fulfilment_report',
      'public.attestation',
      'public.no_show_contest',
      'public.skip_request',
      'public.debrief',
      'public.attestation_batch',
      'public.attestation_batch_item',
    ],
    period: 'RETENTION_MONTHS, by default 24 months; then “someone” stands there, and counts stay',
    why: 'Work goes on to be attested and corrected for a while after someone left.',
  },
  {
    what: 'What a community decided and published, and who did it there: agreements, campaigns, briefs, stops, demands, priorities and asks and their translations, rounds and objections to their results, mandates, invitations; who acted for it in the campaign of another community',
    tables: [
      'public.agreement',
      'public.ask',
      'public.ask_terms',
      'public.ask_translation',
      'public.brief',
      'public.campaign',
      'public.campaign_stop',
      'public.coalition_invitation',
      'public.demand',
      'public.demand_response',
      'public.invitation',
      'public.lead_act',
      'public.mandate',
      'public.mandate_signature',
      'public.organization_invitation',
      'public.priority',
      'public.priority_round',
      'public.priority_translation',
      'public.round_objection',
    ],
    period: 'as long as the community; by membership only, which says nothing of the person once it is someone',
    why: 'It is the work of the community, which others relied on.',
  },
  {
    what: 'Who could vote in a round, and whose vote was taken on paper; never how anyone voted, nor who did',
    tables: ['public.roll_entry'],
    period: 'as long as the community; by membership only, which says nothing of the person once it is someone',
    why: 'A result rests on who could vote.',
  },
  {
    what: 'Ballots taken in a meeting or by phone: who entered and who witnessed a batch, and how many there were',
    tables: ['public.assembly_batch'],
    period:
      'as long as the community; the note until who wrote it erases themselves, or for RETENTION_MONTHS after they left',
    why: 'The result rests on the word of these two.',
  },
  {
    what: 'Whose votes a batch of a meeting holds, and its ballots, sealed',
    tables: ['public.assembly_place', 'vault.assembly_box'],
    period: 'whose they are until it is witnessed, rejected or withdrawn; the ballots until the round closes',
    why: 'A witness checks them. Afterwards the roll says that a paper place was used, and nothing more.',
  },
  {
    what: 'What affected people said about priorities, and why a steward took something of it away',
    tables: ['public.priority_remark'],
    period:
      'the words until who said them takes them back or erases themselves, or for RETENTION_MONTHS after they left; that something was said as long as the community',
    why: 'A community can look up why it decided as it did.',
  },
  {
    what: 'What communities and pledgers wrote to each other about pledges, questions with their times, and messages that were reported',
    tables: ['public.thread', 'public.thread_message', 'public.thread_question', 'public.message_report'],
    period: `until ${THREAD_MONTHS} months after the campaign concluded; the words of each only until they take them back or erase themselves, or for RETENTION_MONTHS after they left`,
    why: 'People who work together look up what was said, and for a while afterwards.',
  },
  {
    what: 'Constituencies that a community declared, and who did it there',
    tables: ['public.constituency'],
    period: 'as long as the community; by membership only, which says nothing of the person once it is someone',
    why: 'Rounds asked for their quorum.',
  },
  {
    what: 'To which constituencies people say that they belong',
    tables: ['public.constituency_member'],
    period:
      'while they say so: gone at once when they choose otherwise, when the constituency is retired and when their membership ends',
    why: 'It is among the most delicate things that can be known of a person, and serves only the quorum of rounds to come.',
  },
  {
    what: 'The same, frozen with the roll of a round',
    tables: ['public.roll_constituency'],
    period:
      'until the ballots are opened, or the person leaves, disappears or erases themselves; of who is removed, until the ballots are opened',
    why: 'The quorum of a constituency is of those who belonged to it when the round opened, and removing people must not help a round over it.',
  },
  {
    what: 'The record of each community',
    tables: ['public.record_entry'],
    period: 'as long as the community; details about a person until they erase themselves',
    why: 'It proves that the past was not changed.',
  },
  {
    what: 'Exports of the people of a community: who asked for one, who agreed, why and when; the file itself is never stored',
    tables: ['public.people_export'],
    period:
      'as long as the community; the reason until who gave it erases themselves, or for RETENTION_MONTHS after they left',
    why: 'Whoever is in such a list may want to know who took it.',
  },
  {
    what: 'Notifications: what someone was told, in which community, when, and when they read it',
    tables: ['public.notification'],
    period: '180 days, or until the person erases themselves',
    why: 'They can look up what they were told, with or without an address.',
  },
  {
    what: 'How and when someone wants to be told, and where messages go beside mail',
    tables: ['public.notification_choice', 'public.notification_hours', 'vault.messenger'],
    period: 'until they choose otherwise, take the address away or erase themselves',
    why: 'Nobody is told in a way, or at a time of day, that they do not want.',
  },
  {
    what: 'When someone wants to be reminded of what they pledged, as a rule and of single pledges',
    tables: ['public.reminder_choice', 'public.pledge_reminder_choice'],
    period: 'until they choose otherwise or erase themselves',
    why: 'Nobody is reminded at a time that they did not choose.',
  },
  {
    what: 'That someone was reminded, of which pledge and time',
    tables: ['public.reminder'],
    period: '30 days after that time, or until the person erases themselves',
    why: 'Each reminder comes once, however many servers run.',
  },
  {
    what: 'Addresses for messages that wait to be confirmed',
    tables: ['vault.pending_messenger'],
    period: '15 minutes after the code was sent; 24 hours where none is sent',
    why: 'The code in the message is good for as long.',
  },
  {
    what: 'What was sent with an idempotency key: a keyed digest and the ids of the result',
    tables: ['public.idempotency'],
    period: '7 days',
    why: 'A request sent again after a broken connection must not be done twice.',
  },
  {
    what: 'Events that were delivered: ids and numbers only',
    tables: ['public.outbox_event'],
    period: '30 days after delivery',
    why: 'To find out why a mail did not arrive.',
  },
];
