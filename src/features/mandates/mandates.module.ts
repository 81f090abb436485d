import { Module } from '@nestjs/common';
import { CampaignMandatesResolver } from './campaign-mandates.resolver.js';
import { MandatePathResolver } from './mandate-path.resolver.js';
import { MandateSignaturesResolver, MandatesResolver, PriorityMandatesResolver } from './mandates.resolver.js';
import { MandatesService } from './mandates.service.js';

@Module({
  providers: [
    CampaignMandatesResolver,
    MandatePathResolver,
    MandateSignaturesResolver,
    MandatesResolver,
    MandatesService,
    PriorityMandatesResolver,
  ],
  exports: [MandatesService],
})
export class MandatesModule {}
