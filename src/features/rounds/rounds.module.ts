import { Module } from '@nestjs/common';
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
    BallotsService,
    CampaignRoundsResolver,
    ConstituencyTurnoutsResolver,
    ObjectionsService,
    PartClosing,
    PriorityRoundsResolver,
    RecountQueries,
    RecountUrlsResolver,
    ResultsResolver,
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
