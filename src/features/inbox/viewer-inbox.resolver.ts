import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import type { Page } from '../../platform/graphql/pager.js';
import { languageFor } from '../../platform/graphql/spoken.js';
import { CampaignType, campaignById } from '../campaigns/index.js';
import { CommunityType, communityById } from '../communities/index.js';
import { newsOf, type NoticeNeeds, notices, timeOf } from '../notifications/index.js';
import { ViewerType } from '../people/index.js';
import { NotificationChoicesType } from './choices.graphql.js';
import { InboxQueries } from './inbox.queries.js';
import { kindOf, NotificationKind, NotificationType } from './notification.graphql.js';

const NotificationConnection = Connection(NotificationType);

@Resolver(() => ViewerType)
export class ViewerInboxResolver {
  constructor(private readonly queries: InboxQueries) {}

  @ResolveField(() => NotificationConnection, {
    description:
      'What you were told within the last 180 days, the newest first, whether or not a mail went out as well.',
  })
  notifications(
    @CurrentContext() { reader }: RequestContext,
    @Args() page: PageArgs,
    @Args('unread', {
      type: () => Boolean,
      nullable: true,
      description: 'True for what you have not read, false for what you have; leave out for both.',
    })
    unread?: boolean | null,
  ): Promise<Page<NotificationType>> {
    return this.queries.notifications(reader, page, unread ?? null);
  }

  @ResolveField(() => Int, { description: 'How many of your notifications you have not read.' })
  unreadNotificationCount(@CurrentContext() { reader }: RequestContext): Promise<number> {
    return this.queries.unreadCount(reader);
  }

  @ResolveField(() => NotificationChoicesType, { description: 'How and when you want to be told.' })
  notificationChoices(@CurrentContext() { reader }: RequestContext): Promise<NotificationChoicesType> {
    return this.queries.choices(reader);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Where messages go beside mail: the telephone number, or the name at a messenger, that you confirmed.',
  })
  messengerAddress(@CurrentContext() { reader }: RequestContext): Promise<string | null> {
    return this.queries.messengerAddress(reader);
  }
}

@Resolver(() => NotificationType)
export class NotificationsResolver {
  @ResolveField(() => NotificationKind, { description: 'What happened, for programs.' })
  kind(@Parent() { notice }: NotificationType): string {
    return kindOf(notice);
  }

  @ResolveField(() => String, { description: 'What happened, for people, in their language.' })
  text(@Parent() { notice, facts }: NotificationType, @CurrentContext() context: RequestContext): string {
    const language = languageFor(context);
    return newsOf(notices[notice], language, { link: '', until: timeOf(facts.until, language) } as NoticeNeeds);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'In which community it happened; null where it is about your account, or not yours to see any more.',
  })
  community(@Parent() { communityId }: NotificationType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return communityId === null ? Promise.resolve(null) : load(communityById, communityId);
  }

  @ResolveField(() => CampaignType, {
    nullable: true,
    description: 'In which campaign, where it is about one that is yours to see.',
  })
  campaign(@Parent() { campaignId }: NotificationType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return campaignId === null ? Promise.resolve(null) : load(campaignById, campaignId);
  }
}
