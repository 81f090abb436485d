import { Module } from '@nestjs/common';
import { AssemblyBatchesResolver, RollPlacesResolver } from './assembly-batches.resolver.js';
import { AssemblyResolver } from './assembly.resolver.js';
import { AssemblyService } from './assembly.service.js';
import { BallotsService } from './ballots.service.js';
import { CampaignRoundsResolver } from './campaign-rounds.resolver.js';
import { ObjectionsService } from './objections.service.js';
import { PartClosing } from './part-closing.js';
import { PriorityRoundsResolver } from './priority-rounds.resolver.js';
import {
  ConstituencyTurnoutsResolver,
  ResultsResolver,
  RoundBallotsResolver,
  RoundItemsResolver,
  RoundPartsResolver,
} from './results.resolver.js';
import { RecountController } from './recount/recount.controller.js';
import { RecountQueries } from './recount/recount.queries.js';
import { RecountUrlsResolver } from './recount/recount-urls.resolver.js';
import { RoundClock } from './round-clock.js';
import { RoundCourse } from './round-course.js';
import { RoundsResolver } from './rounds.resolver.js';
import { RoundsService } from './rounds.service.js';
import { SchedulingService } from './scheduling.service.js';
import { VotesResolver } from './votes.resolver.js';

@Module({
  controllers: [RecountController],
  providers: [
    AssemblyBatchesResolver,
    AssemblyResolver,
    AssemblyService,
    BallotsService,
    CampaignRoundsResolver,
    ConstituencyTurnoutsResolver,
    ObjectionsService,
    PartClosing,
    PriorityRoundsResolver,
    RecountQueries,
    RecountUrlsResolver,
    ResultsResolver,
    RollPlacesResolver,
    RoundBallotsResolver,
    RoundClock,
    RoundCourse,
    RoundItemsResolver,
    RoundPartsResolver,
    RoundsResolver,
    RoundsService,
    SchedulingService,
    VotesResolver,
  ],
  exports: [RoundClock, RoundCourse],
})
export class RoundsModule {}
