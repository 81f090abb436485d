import { say } from '../../../platform/words/words.js';
import { type Arm, actingFor, campaignOf, SETTLED } from './arm.js';

const asked = (from: string) => `${from} JOIN occurrence o ON o.community_id = x.community_id AND o.id = x.occurrence_id
  JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id`;

/** Nobody answers what is about their own work. */
const notOwn = `x.pledger_id <> ALL ((SELECT app.memberships_ever_mine())::uuid[])`;
const byTheCommunity = [
  `x.community_id = ANY ((SELECT app.communities_as('settled') || app.coalition_hosts())::uuid[])`,
  `${actingFor('a')} = ANY ${SETTLED}`,
  notOwn,
];

const contestsToAnswer: Arm = {
  kind: 'CONTESTS_TO_ANSWER',
  description: 'Pledgers say that they were there, where someone else of the community recorded that nobody came.',
  nextMutation: 'answerContest',
  subject: 'Ask',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.id',
    since: 'min(x.contested_at)',
    urgentAt: 'min(x.contested_at)',
    count: 'count(*)',
    title: 'a.title',
  },
  from: asked('no_show_contest x'),
  where: [
    ...byTheCommunity,
    `o.state = 'NO_SHOW'`,
    `NOT EXISTS (SELECT FROM attestation t WHERE t.community_id = x.community_id AND t.occurrence_id = x.occurrence_id AND t.kind IN ('CONTEST_ACCEPTED', 'CONTEST_REFUSED'))`,
    `NOT EXISTS (SELECT FROM attestation t WHERE t.community_id = x.community_id AND t.id = x.attestation_id AND t.attested_by = ANY ((SELECT app.my_memberships())::uuid[]))`,
  ],
  groupBy: 'a.community_id, a.id',
  says: ({ count, title }) =>
    count === 1
      ? say`Someone says that they were there for “${title}”.`
      : say`${count} people say that they were there for “${title}”.`,
};

const skipsToAgree: Arm = {
  kind: 'SKIPS_TO_AGREE',
  description: 'Pledgers ask to leave one time out; it is left out once someone of the community agrees.',
  nextMutation: 'agreeSkip',
  subject: 'Ask',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.id',
    dueAt: 'min(o.due_at)',
    since: 'min(x.asked_at)',
    count: 'count(*)',
    title: 'a.title',
  },
  from: asked('skip_request x'),
  where: [...byTheCommunity, `o.state = 'DUE'`],
  groupBy: 'a.community_id, a.id',
  says: ({ count, title }) =>
    count === 1
      ? say`Someone asks to leave a time of “${title}” out.`
      : say`${count} people ask to leave a time of “${title}” out.`,
};

const batchesToConfirm: Arm = {
  kind: 'BATCHES_TO_CONFIRM',
  description:
    'Someone who organizes prepared attestations, which count once one of the people affected confirms them.',
  nextMutation: 'confirmAttestations',
  subject: 'Campaign',
  columns: {
    community: actingFor('b'),
    campaign: 'b.campaign_id',
    subject: 'b.campaign_id',
    since: 'min(b.proposed_at)',
    urgentAt: 'min(b.proposed_at)',
    count: 'count(*)',
    title: 'g.name',
  },
  from: `attestation_batch b ${campaignOf('b')}`,
  where: [`b.state = 'PROPOSED'`, `${actingFor('b')} = ANY ${SETTLED}`],
  groupBy: 'b.community_id, b.lead_id, b.campaign_id, g.name',
  says: ({ count, title }) =>
    count === 1
      ? say`Prepared attestations in “${title}” wait to be confirmed.`
      : say`${count} lists of prepared attestations in “${title}” wait to be confirmed.`,
};

/** What pledgers and organizers put before the people affected. */
export const answering: readonly Arm[] = [contestsToAnswer, skipsToAgree, batchesToConfirm];
