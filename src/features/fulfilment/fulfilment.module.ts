import { Module } from '@nestjs/common';
import { AttestationsService } from './attestations.service.js';
import { FulfilmentResolver } from './fulfilment.resolver.js';
import {
  AttestationsResolver,
  CampaignReportsResolver,
  OccurrencesResolver,
  PledgeOccurrencesResolver,
} from './occurrences.resolver.js';
import { ReportsService } from './reports.service.js';

@Module({
  providers: [
    AttestationsResolver,
    AttestationsService,
    CampaignReportsResolver,
    FulfilmentResolver,
    OccurrencesResolver,
    PledgeOccurrencesResolver,
    ReportsService,
  ],
  exports: [AttestationsService, ReportsService],
})
export class FulfilmentModule {}
