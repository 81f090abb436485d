import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { CampaignCalendarFeedsResolver, ViewerCalendarFeedsResolver } from './calendar-feed-edges.resolver.js';
import { CalendarFeedParentsResolver, CalendarFeedsResolver } from './calendar-feeds.resolver.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { Calendars } from './calendars.js';

@Module({
  controllers: [CalendarController],
  providers: [
    CalendarFeedParentsResolver,
    CalendarFeedsResolver,
    CalendarFeedsService,
    Calendars,
    CampaignCalendarFeedsResolver,
    ViewerCalendarFeedsResolver,
  ],
})
export class FeedsModule {}
