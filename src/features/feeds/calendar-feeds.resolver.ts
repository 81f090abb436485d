import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { membershipById, MembershipType } from '../communities/index.js';
import {
  CalendarFeedType,
  CreateCalendarFeedPayload,
  CreateCampaignCalendarFeedPayload,
  RevokeCalendarFeedPayload,
  RotateCalendarFeedPayload,
} from './calendar-feed.graphql.js';
import {
  CreateCalendarFeedInput,
  CreateCampaignCalendarFeedInput,
  RevokeCalendarFeedInput,
  RotateCalendarFeedInput,
} from './calendar-feed.inputs.js';
import { calendarFeedsOf, viewerCalendarFeeds } from './calendar-feed.loaders.js';
import {
  canKeepOwnCalendar,
  canMakeCampaignCalendar,
  canRevokeCalendar,
  canRotateCalendar,
} from './calendar-feed.policy.js';
import { CalendarFeedsService, type KeptFeed } from './calendar-feeds.service.js';

@Resolver(() => CalendarFeedType)
export class CalendarFeedsResolver {
  constructor(private readonly feeds: CalendarFeedsService) {}

  @Access(canKeepOwnCalendar)
  @Mutation(() => CreateCalendarFeedPayload, {
    description:
      'Makes an address from which your calendar fetches when you pledged to do what. A stop of a campaign calls its entries off at once. Signing out everywhere ends it.',
  })
  async createCalendarFeed(
    @CurrentActor() actor: Actor,
    @Args('input') input: CreateCalendarFeedInput,
    @Load() load: LoadFunction,
  ): Promise<CreateCalendarFeedPayload> {
    const { url, ...kept } = await this.feeds.create(actor, input);
    return { url, calendarFeed: await one(load, kept), userErrors: [] };
  }

  @Access(canMakeCampaignCalendar)
  @Mutation(() => CreateCampaignCalendarFeedPayload, {
    description:
      'Makes an address from which calendars fetch when the asks of a campaign are, those for allies included. It works for as long as you run asks there, unless someone else who does gives it another address.',
  })
  async createCampaignCalendarFeed(
    @CurrentActor() actor: Actor,
    @Args('input') input: CreateCampaignCalendarFeedInput,
    @Load() load: LoadFunction,
  ): Promise<CreateCampaignCalendarFeedPayload> {
    const { url, ...kept } = await this.feeds.createOfCampaign(actor, input);
    return { url, calendarFeed: await one(load, kept), userErrors: [] };
  }

  @Access(canRotateCalendar)
  @Mutation(() => RotateCalendarFeedPayload, {
    description:
      'Gives a calendar another address, when the one before may be known to others. One of a campaign, anyone may who runs asks there, and keeps it from then on.',
  })
  async rotateCalendarFeed(
    @CurrentActor() actor: Actor,
    @Args('input') input: RotateCalendarFeedInput,
    @Load() load: LoadFunction,
  ): Promise<RotateCalendarFeedPayload> {
    const { url, ...kept } = await this.feeds.rotate(actor, input);
    return { url, calendarFeed: await one(load, kept), userErrors: [] };
  }

  @Access(canRevokeCalendar)
  @Mutation(() => RevokeCalendarFeedPayload, {
    description: 'Withdraws a calendar for good. One of a campaign, anyone may who runs asks there.',
  })
  async revokeCalendarFeed(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevokeCalendarFeedInput,
    @Load() load: LoadFunction,
  ): Promise<RevokeCalendarFeedPayload> {
    return { calendarFeed: await one(load, await this.feeds.revoke(actor, input)), userErrors: [] };
  }
}

/** What a calendar belongs to. */
@Resolver(() => CalendarFeedType)
export class CalendarFeedParentsResolver {
  @ResolveField(() => CampaignType, {
    nullable: true,
    description: 'The campaign of whose asks it tells; null for one of your own pledges.',
  })
  @Access(visible)
  async campaign(@Parent() { campaignId }: CalendarFeedType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return campaignId === null ? null : load(campaignById, campaignId);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description:
      'By whose duty that of a campaign works. Null among your own, where you may not see them, and for people of another community that leads it.',
  })
  @Access(visible)
  async keptBy(@Parent() { keeperId }: CalendarFeedType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return keeperId === null ? null : load(membershipById, keeperId);
  }
}

async function one(load: LoadFunction, { calendarFeedId, campaignId }: KeptFeed): Promise<CalendarFeedType | null> {
  const feeds = [
    ...(campaignId === null ? [] : await load(calendarFeedsOf, campaignId)),
    ...(await load(viewerCalendarFeeds, 'viewer')),
  ];
  return feeds.find(({ id }) => id === calendarFeedId) ?? null;
}
