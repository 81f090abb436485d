import { Module } from '@nestjs/common';
import { CampaignPrioritiesResolver } from './campaign-priorities.resolver.js';
import { PrioritiesResolver } from './priorities.resolver.js';
import { PrioritiesService } from './priorities.service.js';

@Module({
  providers: [CampaignPrioritiesResolver, PrioritiesResolver, PrioritiesService],
  exports: [PrioritiesService],
})
export class PrioritiesModule {}
