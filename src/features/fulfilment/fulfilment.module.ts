import { Module } from '@nestjs/common';
import {
  AttestationBatchesResolver,
  AttestationBatchItemsResolver,
  CampaignBatchesResolver,
} from './attestation-batches.resolver.js';
import { AttestationBatchesService } from './attestation-batches.service.js';
import { AttestationsService } from './attestations.service.js';
import { CheckInsService } from './check-ins.service.js';
import { DebriefsService } from './debriefs.service.js';
import { FulfilmentResolver } from './fulfilment.resolver.js';
import { NoShowsService } from './no-shows.service.js';
import { OccurrenceAnswersResolver } from './occurrence-answers.resolver.js';
import {
  AttestationsResolver,
  CampaignReportsResolver,
  OccurrencesResolver,
  PledgeOccurrencesResolver,
} from './occurrences.resolver.js';
import { AskTimesResolver, PledgeCourseResolver } from './pledge-course.resolver.js';
import { ReportDaysResolver } from './report-days.resolver.js';
import { ReportDaysService } from './report-days.service.js';
import { ReportsService } from './reports.service.js';
import { SkipsService } from './skips.service.js';

@Module({
  providers: [
    AskTimesResolver,
    AttestationBatchesResolver,
    AttestationBatchesService,
    AttestationBatchItemsResolver,
    AttestationsResolver,
    AttestationsService,
    CampaignBatchesResolver,
    CampaignReportsResolver,
    CheckInsService,
    DebriefsService,
    FulfilmentResolver,
    NoShowsService,
    OccurrenceAnswersResolver,
    OccurrencesResolver,
    PledgeCourseResolver,
    PledgeOccurrencesResolver,
    ReportDaysResolver,
    ReportDaysService,
    ReportsService,
    SkipsService,
  ],
  exports: [AttestationsService, ReportsService],
})
export class FulfilmentModule {}
