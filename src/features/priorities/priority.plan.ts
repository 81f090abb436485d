import type { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import type { CampaignType } from '../campaigns/index.js';
import type { PriorityType } from './priority.graphql.js';
import { prioritiesOfCampaign } from './priority.lists.js';
import { priorityColumns } from './priority.loaders.js';

export function planPriorities(plans: ReadPlans): void {
  plans.type<PriorityType>('Priority', {
    columns: priorityColumns,
    from: 'priority p',
    plain: [
      'id',
      'statement',
      'details',
      'language',
      'rank',
      'namedAt',
      'isNamed',
      'reviewOn',
      'version',
      'state',
      'withdrawnAt',
      'withdrawnBecause',
      'mergedAt',
    ],
  });
  plans.field<CampaignType>('Campaign', 'priorities', { many: 'Priority', list: prioritiesOfCampaign, takes: [] });
}
