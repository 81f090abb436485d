import { Module } from '@nestjs/common';
import { AlliesService } from './allies.service.js';
import { AllyBlockFieldsResolver, AllyBlocksResolver } from './ally-blocks.resolver.js';
import { AllyBlocksService } from './ally-blocks.service.js';
import { AllyRequestsResolver } from './ally-requests.resolver.js';
import { AllyRequestsService } from './ally-requests.service.js';
import { AllyStandingResolver } from './ally-standing.resolver.js';
import { AllyStandingService } from './ally-standing.service.js';
import { JoiningResolver, MembershipAgreementResolver, ViewerAllyRequestsResolver } from './joining.resolver.js';

@Module({
  providers: [
    AlliesService,
    AllyBlockFieldsResolver,
    AllyBlocksResolver,
    AllyBlocksService,
    AllyRequestsResolver,
    AllyRequestsService,
    AllyStandingResolver,
    AllyStandingService,
    JoiningResolver,
    MembershipAgreementResolver,
    ViewerAllyRequestsResolver,
  ],
  exports: [AlliesService],
})
export class AlliesModule {}
