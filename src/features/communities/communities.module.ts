import { Module } from '@nestjs/common';
import { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import { planCommunities } from './community.plan.js';
import { CommunitiesResolver } from './communities.resolver.js';
import { CommunitiesService } from './communities.service.js';
import { MembershipsResolver, ViewerMembershipsResolver } from './memberships.resolver.js';
import { SecondFactorResolver } from './second-factor.resolver.js';
import { SecondFactorService } from './second-factor.service.js';

@Module({
  providers: [
    CommunitiesResolver,
    CommunitiesService,
    MembershipsResolver,
    SecondFactorResolver,
    SecondFactorService,
    ViewerMembershipsResolver,
  ],
  exports: [CommunitiesService],
})
export class CommunitiesModule {
  constructor(plans: ReadPlans) {
    planCommunities(plans);
  }
}
