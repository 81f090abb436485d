import { Module } from '@nestjs/common';
import { CommunitiesResolver } from './communities.resolver.js';
import { CommunitiesService } from './communities.service.js';
import { MembershipsResolver, ViewerMembershipsResolver } from './memberships.resolver.js';

@Module({
  providers: [CommunitiesResolver, CommunitiesService, MembershipsResolver, ViewerMembershipsResolver],
  exports: [CommunitiesService],
})
export class CommunitiesModule {}
