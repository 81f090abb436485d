import type { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import type { CommunityType, MembershipType } from './community.graphql.js';
import { communityColumns, membershipColumns } from './community.loaders.js';

export function planCommunities(plans: ReadPlans): void {
  plans.type<CommunityType>('Community', {
    columns: communityColumns,
    from: 'community c',
    plain: ['id', 'handle', 'name', 'about', 'language', 'timeZone'],
  });
  plans.type<MembershipType>('Membership', {
    columns: membershipColumns,
    from: 'membership m',
    plain: [
      'id',
      'pseudonym',
      'standing',
      'isSteward',
      'isOrganizer',
      'organizerUntil',
      'isOnProbation',
      'since',
      'until',
      'isListed',
      'agreementVersion',
      'awaitsSecondFactor',
      'pausedAt',
      'pausedBecause',
      'endedAt',
      'endedBecause',
    ],
  });
}
