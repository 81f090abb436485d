import { say } from '../../../platform/words/words.js';
import { type Arm, ORGANIZED, OWN, SETTLED, STEERED } from './arm.js';

const alliesToAdmit: Arm = {
  kind: 'ALLIES_TO_ADMIT',
  description:
    'People or organizations asked to be allies of a community that looks at each. The subject is the request that waits longest.',
  nextMutation: 'admitAlly',
  subject: 'AllyRequest',
  columns: {
    community: 'q.community_id',
    subject: '(array_agg(q.id ORDER BY q.requested_at, q.id))[1]',
    since: 'min(q.requested_at)',
    count: 'count(*)',
    title: 'min(c.name)',
  },
  from: 'ally_request q JOIN community c ON c.id = q.community_id',
  where: [
    `q.community_id = ANY ${ORGANIZED}`,
    `q.state = 'WAITING'`,
    'q.id <> ALL ((SELECT app.my_ally_requests())::uuid[])',
  ],
  groupBy: 'q.community_id',
  says: ({ count, title }) =>
    count === 1
      ? say`Someone asked to be an ally of ${title}, and waits.`
      : say`${count} asked to be allies of ${title}, and wait.`,
};

/** As the function counts that takes a vouch. */
const VOUCHES_LEFT = `(SELECT count(*) FROM vouch v JOIN membership_request w ON w.community_id = v.community_id AND w.id = v.request_id
   WHERE v.community_id = r.community_id AND v.voucher_id = ANY ${OWN} AND v.withdrawn_at IS NULL AND v.created_at > now() - interval '30 days'
     AND (w.state = 'ADMITTED' OR (w.state = 'OPEN' AND w.expires_at > now()))) < 3`;

const membersToVouch: Arm = {
  kind: 'MEMBERS_TO_VOUCH',
  description:
    'Someone asks to be admitted as one of the people affected, and you do not vouch for them yet. Not while you vouch for as many as one may.',
  nextMutation: 'vouchFor',
  subject: null,
  columns: {
    community: 'r.community_id',
    subject: 'r.id',
    dueAt: 'r.expires_at',
    since: 'r.created_at',
    urgentAt: `r.created_at + interval '7 days'`,
    title: 'r.pseudonym',
  },
  from: 'membership_request r JOIN community c ON c.id = r.community_id',
  where: [
    `r.community_id = ANY ${SETTLED}`,
    `r.state = 'OPEN' AND r.expires_at > now() AND c.admission_rule <> 'INVITATION'`,
    'r.id <> ALL ((SELECT app.my_requests())::uuid[])',
    `NOT EXISTS (SELECT FROM vouch v WHERE v.community_id = r.community_id AND v.request_id = r.id AND v.withdrawn_at IS NULL AND v.voucher_id = ANY ${OWN})`,
    VOUCHES_LEFT,
  ],
  says: ({ title }) => say`${title} asks to be admitted. Vouch for them if you know them.`,
};

const shortOfStewards: Arm = {
  kind: 'SHORT_OF_STEWARDS',
  description:
    'A community of yours has too few stewards, and you stand behind no new one yet. Nothing is removed, exported or loosened until two affected people confirm one.',
  nextMutation: 'confirmSteward',
  subject: 'Community',
  columns: { community: 'c.id', subject: 'c.id', urgentAt: 'c.founded_at', title: 'c.name' },
  from: 'community c',
  where: [
    `c.id = ANY ${SETTLED}`,
    'app.is_short_of_stewards(c.id)',
    `NOT EXISTS (SELECT FROM duty_offer o WHERE o.community_id = c.id AND o.state = 'OPEN' AND o.expires_at > now()
       AND (o.membership_id = ANY ${OWN} OR EXISTS (SELECT FROM duty_backing b WHERE b.community_id = o.community_id AND b.offer_id = o.id AND b.backed_by = ANY ${OWN})))`,
  ],
  says: ({ title }) => say`${title} is short of stewards. Confirm someone as a new one.`,
};

const dutyOffered: Arm = {
  kind: 'DUTY_OFFERED',
  description: 'You are asked to be a steward, and enough people stand behind it.',
  nextMutation: 'acceptDuty',
  subject: null,
  columns: {
    community: 'o.community_id',
    subject: 'o.id',
    dueAt: 'o.expires_at',
    since: 'o.created_at',
    urgentAt: `o.created_at + interval '3 days'`,
    title: 'c.name',
  },
  from: `app.open_duty_offers('{}') o JOIN community c ON c.id = o.community_id`,
  where: [`o.is_ready AND o.community_id = ANY ${SETTLED}`],
  says: ({ title }) => say`${title} asks you to be one of its stewards. Accept it, or say no with declineDuty.`,
};

const removalToConfirm: Arm = {
  kind: 'REMOVAL_TO_CONFIRM',
  description: 'Another steward proposed to remove a steward. It takes a second one, who is neither.',
  nextMutation: 'confirmStewardRemoval',
  subject: null,
  columns: {
    community: 'r.community_id',
    subject: 'r.id',
    dueAt: 'r.expires_at',
    since: 'r.proposed_at',
    title: 'c.name',
  },
  from: 'removal r JOIN community c ON c.id = r.community_id',
  where: [
    `r.community_id = ANY ${STEERED} AND r.community_id = ANY ${SETTLED}`,
    `r.state = 'PROPOSED' AND r.takes_two AND r.expires_at > now()`,
    `r.proposed_by <> ALL ${OWN} AND r.membership_id <> ALL ${OWN}`,
    'NOT app.is_short_of_stewards(r.community_id)',
  ],
  says: ({ title }) => say`In ${title} the removal of a steward waits for a second steward.`,
};

const delegationEnds: Arm = {
  kind: 'DELEGATION_ENDS',
  description: 'Your own duty as an organizer ends within 14 days. A steward delegates it anew, if you are to go on.',
  nextMutation: null,
  subject: 'Membership',
  columns: { community: 'm.community_id', subject: 'm.id', dueAt: 'm.organizer_until', title: 'c.name' },
  from: 'membership m JOIN community c ON c.id = m.community_id',
  where: [`m.id = ANY ${OWN}`, `m.organizer_until > now() AND m.organizer_until <= now() + interval '14 days'`],
  says: ({ title }) =>
    say`Your duty as an organizer of ${title} ends soon. Ask a steward to delegate it anew, or hand over.`,
};

export const people: readonly Arm[] = [
  alliesToAdmit,
  membersToVouch,
  shortOfStewards,
  dutyOffered,
  removalToConfirm,
  delegationEnds,
];
