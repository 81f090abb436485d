import { say } from '../../../platform/words/words.js';
import { type Arm, actingFor, AFFECTED, campaignOf, LAPSED, leads, liveMandateFor, SETTLED } from './arm.js';

const reportsToAttest: Arm = {
  kind: 'REPORTS_TO_ATTEST',
  description:
    'Reports on one ask wait for the community’s word; none of them your own, nor of an organization that you represent or ever did.',
  nextMutation: 'attestFulfilment',
  subject: 'Ask',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.id',
    dueAt: `min(o.reported_at) + interval '14 days'`,
    since: 'min(o.reported_at)',
    count: 'count(*)',
    title: 'a.title',
  },
  from: 'occurrence o JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id',
  where: [
    `o.state = 'REPORTED'`,
    `o.community_id = ANY ((SELECT app.communities_as('settled') || app.coalition_hosts())::uuid[])`,
    // Whoever led an ask answers what was reported on it, also after having left the coalition.
    `${actingFor('a')} = ANY ${SETTLED}`,
    `o.pledger_id <> ALL ((SELECT app.memberships_ever_mine())::uuid[])`,
  ],
  groupBy: 'a.community_id, a.id',
  says: ({ count, title }) =>
    count === 1
      ? say`A report on “${title}” waits for the community’s word.`
      : say`${count} reports on “${title}” wait for the community’s word.`,
};

const next = 'CASE WHEN a.starts_at > now() THEN a.starts_at ELSE a.ends_at END';

const askShort: Arm = {
  kind: 'ASK_SHORT',
  description: 'An open ask begins or ends within seven days, and less is pledged than is wanted.',
  nextMutation: 'reviseAsk',
  subject: 'Ask',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.id',
    dueAt: next,
    since: 'a.opened_at',
    title: 'a.title',
    amount: 't.quantity_wanted - t.pledged_quantity',
    unit: 'a.unit',
  },
  from: `ask a JOIN ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id ${campaignOf('a')}`,
  where: [
    leads('a', 'organizer'),
    `a.state = 'OPEN' AND a.mandate_id <> ALL ${LAPSED} AND g.state = 'LAUNCHED'`,
    `${next} > now() AND ${next} <= now() + interval '7 days'`,
    't.pledged_quantity < t.quantity_wanted',
  ],
  says: ({ title, amount, unit }) => say`“${title}” is still short of what it needs: ${amount} ${unit}.`,
};

const draftAsksWaiting: Arm = {
  kind: 'DRAFT_ASKS_WAITING',
  description: 'Draft asks of a campaign could be opened: their priorities have a live mandate.',
  nextMutation: 'openAsks',
  subject: 'Campaign',
  columns: {
    community: actingFor('a'),
    campaign: 'a.campaign_id',
    subject: 'a.campaign_id',
    since: 'min(a.created_at)',
    count: 'count(*)',
    title: 'min(g.name)',
  },
  from: `ask a ${campaignOf('a')}`,
  where: [
    leads('a', 'organizer'),
    `a.state = 'DRAFT' AND g.state = 'LAUNCHED' AND (a.ends_at IS NULL OR a.ends_at > now())`,
    liveMandateFor('a'),
  ],
  groupBy: 'a.community_id, a.lead_id, a.campaign_id',
  says: ({ count, title }) =>
    count === 1 ? say`A draft ask in “${title}” can be opened.` : say`${count} draft asks in “${title}” can be opened.`,
};

const offersToAnswer: Arm = {
  kind: 'OFFERS_TO_ANSWER',
  description: 'An ally offers something, to be adopted as a draft ask or declined with thanks.',
  nextMutation: 'adoptOffer',
  subject: 'Offer',
  columns: {
    community: 'o.community_id',
    campaign: 'o.campaign_id',
    subject: 'o.id',
    dueAt: 'o.expires_at',
    since: 'o.offered_at',
    // Nobody should wait for the last of ninety days.
    urgentAt: `o.offered_at + interval '7 days'`,
    title: `left(split_part(o.text, E'\\n', 1), 140)`,
  },
  from: 'offer o',
  where: [`o.community_id = ANY ${AFFECTED}`, `o.state = 'OFFERED' AND o.expires_at > now()`],
  says: ({ title }) => say`An ally offers: “${title}”. Adopt it as a draft ask, or decline it with thanks.`,
};

export const work: readonly Arm[] = [reportsToAttest, askShort, draftAsksWaiting, offersToAnswer];
