import { Module } from '@nestjs/common';
import { AlliesService } from './allies.service.js';
import { CommunitiesResolver } from './communities.resolver.js';
import { CommunitiesService } from './communities.service.js';
import { MembershipsResolver, ViewerMembershipsResolver } from './memberships.resolver.js';

@Module({
  providers: [AlliesService, CommunitiesResolver, CommunitiesService, MembershipsResolver, ViewerMembershipsResolver],
  exports: [AlliesService, CommunitiesService],
})
export class CommunitiesModule {}
