import { isUuid } from '../../platform/validation/formats.js';
import type { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import type { CampaignType } from '../campaigns/index.js';
import type { PriorityType } from '../priorities/index.js';
import type { AskType } from './ask.graphql.js';
import { asksOfCampaign, asksOfPriority } from './ask.lists.js';
import { askColumns } from './ask.loaders.js';

const takes = ['orderBy'];

export function planAsks(plans: ReadPlans): void {
  plans.root('ask', {
    type: 'Ask',
    argument: 'id',
    fits: (id) => isUuid(id) && id === String(id).toLowerCase(),
    where: (id) => `a.id = ${id}`,
  });
  plans.type<AskType>(
    'Ask',
    { columns: askColumns, from: 'ask a', plain },
    {
      campaign: { one: 'Campaign', where: ({ campaignId }) => `g.id = ${campaignId}` },
      lead: { one: 'Community', where: ({ leadId, communityId }) => `c.id = coalesce(${leadId}, ${communityId})` },
      priority: {
        one: 'Priority',
        where: ({ communityId, priorityId }) => `p.community_id = ${communityId} AND p.id = ${priorityId}`,
      },
    },
  );
  plans.field<CampaignType>('Campaign', 'asks', { many: 'Ask', list: asksOfCampaign, takes });
  plans.field<PriorityType>('Priority', 'asks', { many: 'Ask', list: asksOfPriority, takes });
}

const plain: readonly (keyof AskType)[] = [
  'id',
  'externalId',
  'title',
  'description',
  'kind',
  'language',
  'unit',
  'quantityWanted',
  'slots',
  'startsAt',
  'endsAt',
  'timeZone',
  'cadence',
  'missedLimit',
  'graceHours',
  'threshold',
  'thresholdAt',
  'effortMinutes',
  'noticeHours',
  'place',
  'area',
  'isOnline',
  'riskTier',
  'riskNotes',
  'mitigations',
  'dos',
  'donts',
  'prerequisites',
  'suits',
  'capacities',
  'helpfulBuffers',
  'accessFeatures',
  'access',
  'visibility',
  'termsVersion',
  'state',
  'pausedBecause',
  'cancelledBecause',
  'openedAt',
  'endedAt',
  'createdAt',
  'version',
];
