import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CampaignType } from '../campaigns/index.js';
import { ViewerType } from '../people/index.js';
import { CalendarFeedType } from './calendar-feed.graphql.js';
import { calendarFeedsOf, viewerCalendarFeeds } from './calendar-feed.loaders.js';
import { canSeeCampaignCalendars } from './calendar-feed.policy.js';

@Resolver(() => ViewerType)
export class ViewerCalendarFeedsResolver {
  @ResolveField(() => [CalendarFeedType], {
    description: 'Calendars that you keep, latest first: those that work, and for 30 days those that were withdrawn.',
  })
  @Access(visible)
  calendarFeeds(@Load() load: LoadFunction): Promise<CalendarFeedType[]> {
    return load(viewerCalendarFeeds, 'viewer');
  }
}

@Resolver(() => CampaignType)
export class CampaignCalendarFeedsResolver {
  @ResolveField(() => [CalendarFeedType], {
    nullable: true,
    description:
      'Calendars of its asks, latest first: those that work, and for 30 days those that were withdrawn. For those who run the asks.',
  })
  @Access(canSeeCampaignCalendars)
  calendarFeeds(@Parent() { id }: CampaignType, @Load() load: LoadFunction): Promise<CalendarFeedType[]> {
    return load(calendarFeedsOf, id);
  }
}
