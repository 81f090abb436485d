import type { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import type { CampaignType } from './campaign.graphql.js';
import { campaignColumns } from './campaign.loaders.js';

export function planCampaigns(plans: ReadPlans): void {
  plans.root('campaign', { type: 'Campaign', argument: 'handle', where: (handle) => `g.handle = ${handle}` });
  plans.type<CampaignType>(
    'Campaign',
    {
      columns: campaignColumns,
      from: 'campaign g',
      plain: [
        'id',
        'handle',
        'name',
        'summary',
        'language',
        'timeZone',
        'visibility',
        'state',
        'startsOn',
        'endsOn',
        'launchedAt',
        'stoppedAt',
        'concludedAt',
        'conclusion',
        'version',
      ],
    },
    { community: { one: 'Community', where: ({ communityId }) => `c.id = ${communityId}` } },
  );
}
