import { Module } from '@nestjs/common';
import { DutiesResolver, DutyOffersResolver, ViewerDutiesResolver } from './duties.resolver.js';
import { DutiesService } from './duties.service.js';
import { LeavingResolver } from './leaving.resolver.js';
import { LeavingService } from './leaving.service.js';
import { RemovalNoticesResolver, RemovalsResolver, ViewerRemovalsResolver } from './removals.resolver.js';
import { RemovalsService } from './removals.service.js';
import { StandingClock } from './standing-clock.js';

@Module({
  providers: [
    DutiesResolver,
    DutiesService,
    DutyOffersResolver,
    LeavingResolver,
    LeavingService,
    RemovalNoticesResolver,
    RemovalsResolver,
    RemovalsService,
    StandingClock,
    ViewerDutiesResolver,
    ViewerRemovalsResolver,
  ],
  exports: [StandingClock],
})
export class StandingsModule {}
