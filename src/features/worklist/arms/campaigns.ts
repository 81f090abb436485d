import { say } from '../../../platform/words/words.js';
import { type Arm, campaignOf, STEERED } from './arm.js';

const running = `g.state = 'LAUNCHED'`;

const roundToOpen: Arm = {
  kind: 'ROUND_TO_OPEN',
  description: 'A round is scheduled without a time at which it opens: a steward opens it.',
  nextMutation: 'openPriorityRound',
  subject: 'PriorityRound',
  columns: {
    community: 'r.community_id',
    campaign: 'r.campaign_id',
    subject: 'r.id',
    dueAt: 'r.closes_at',
    since: 'r.scheduled_at',
    title: 'g.name',
  },
  from: `priority_round r ${campaignOf('r')}`,
  where: [
    `r.community_id = ANY ${STEERED}`,
    `r.state = 'SCHEDULED' AND r.opens_at IS NULL AND r.closes_at > now()`,
    running,
    `NOT EXISTS (SELECT FROM priority_round o WHERE o.community_id = r.community_id AND o.campaign_id = r.campaign_id AND o.state IN ('OPEN', 'CLOSED', 'COUNTED'))`,
  ],
  says: ({ title }) => say`The round on the priorities of “${title}” waits to be opened.`,
};

const roundCloses: Arm = {
  kind: 'ROUND_CLOSES',
  description: 'A round closes within two days, by itself. Until then it can be extended.',
  nextMutation: 'extendPriorityRound',
  subject: 'PriorityRound',
  columns: {
    community: 'r.community_id',
    campaign: 'r.campaign_id',
    subject: 'r.id',
    dueAt: 'r.closes_at',
    since: 'r.opened_at',
    title: 'g.name',
  },
  from: `priority_round r ${campaignOf('r')}`,
  where: [
    `r.community_id = ANY ${STEERED}`,
    `r.state = 'OPEN' AND r.closes_at > now() AND r.closes_at <= now() + interval '2 days'`,
  ],
  says: ({ title }) => say`The round on the priorities of “${title}” closes soon. Extend it if people need more time.`,
};

const roundObjected: Arm = {
  kind: 'ROUND_OBJECTED',
  description: 'The result of a round was objected to: it does not stand, and a successor has to be scheduled.',
  nextMutation: 'schedulePriorityRound',
  subject: 'PriorityRound',
  columns: {
    community: 'r.community_id',
    campaign: 'r.campaign_id',
    subject: 'r.id',
    since: 'r.ended_at',
    title: 'g.name',
  },
  from: `priority_round r ${campaignOf('r')}`,
  where: [
    `r.community_id = ANY ${STEERED}`,
    `r.state = 'OBJECTED' AND g.state <> 'CONCLUDED'`,
    `NOT EXISTS (SELECT FROM priority_round n WHERE n.community_id = r.community_id AND n.campaign_id = r.campaign_id
       AND n.state <> 'CANCELLED' AND n.scheduled_at > r.ended_at)`,
  ],
  says: ({ title }) => say`People objected to the result of the round in “${title}”. Schedule another one.`,
};

const campaignStopped: Arm = {
  kind: 'CAMPAIGN_STOPPED',
  description: 'A campaign stands still. A steward of the community that stopped it resumes it.',
  nextMutation: 'resumeCampaign',
  subject: 'Campaign',
  columns: {
    community: 'coalesce(s.lead_id, s.community_id)',
    campaign: 's.campaign_id',
    subject: 's.campaign_id',
    since: 's.stopped_at',
    // Everybody’s deadlines stand still with it.
    urgentAt: 's.stopped_at',
    title: 'g.name',
  },
  from: `campaign_stop s ${campaignOf('s')}`,
  where: [
    `s.resumed_at IS NULL AND g.state = 'STOPPED'`,
    `CASE WHEN s.lead_id IS NULL OR app.lead_is_out(s.community_id, s.campaign_id, s.lead_id) THEN s.community_id = ANY ${STEERED}
       ELSE app.leads_campaign(s.community_id, s.campaign_id, s.lead_id, 'steward') END`,
  ],
  says: ({ title }) => say`“${title}” is stopped, and everything in it stands still. Resume it when people can go on.`,
};

const reviewDue: Arm = {
  kind: 'PRIORITY_REVIEW_DUE',
  description: 'A priority is to be looked at again within 14 days, or was to be.',
  nextMutation: 'setPriorityReviewDate',
  subject: 'Priority',
  columns: {
    community: `CASE WHEN p.community_id = ANY ${STEERED} THEN p.community_id ELSE p.lead_id END`,
    campaign: 'p.campaign_id',
    subject: 'p.id',
    dueAt: '(p.review_on::timestamp AT TIME ZONE g.time_zone)',
    title: 'p.statement',
  },
  from: `priority p ${campaignOf('p')}`,
  where: [
    `p.community_id = ANY ((SELECT app.communities_as('steward') || app.coalition_hosts())::uuid[])`,
    `p.community_id = ANY ${STEERED} OR app.leads_campaign(p.community_id, p.campaign_id, p.lead_id, 'steward')`,
    `p.withdrawn_at IS NULL AND p.merged_into IS NULL AND g.state <> 'CONCLUDED'`,
    'p.review_on <= (now() AT TIME ZONE g.time_zone)::date + 14',
  ],
  says: ({ title }) => say`It is time to look again at “${title}”.`,
};

export const campaigns: readonly Arm[] = [roundToOpen, roundCloses, roundObjected, campaignStopped, reviewDue];
