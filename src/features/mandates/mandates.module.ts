import { Module } from '@nestjs/common';
import { CampaignMandatesResolver } from './campaign-mandates.resolver.js';
import { MandateSignaturesResolver, MandatesResolver, PriorityMandatesResolver } from './mandates.resolver.js';
import { MandatesService } from './mandates.service.js';

@Module({
  providers: [
    CampaignMandatesResolver,
    MandateSignaturesResolver,
    MandatesResolver,
    MandatesService,
    PriorityMandatesResolver,
  ],
  exports: [MandatesService],
})
export class MandatesModule {}
