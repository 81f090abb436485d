import { Resolver, Subscription } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { ownSession, Scope } from '../../platform/access/scope.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { changesFor, type Look } from '../../platform/live/changes.js';
import { WakeUps } from '../../platform/live/wake-ups.js';
import { canReadNotifications, InboxQueries, MOST_NEWS, type NotificationType } from '../inbox/index.js';
import { ViewerNotifiedType } from './live.graphql.js';

const MINUTE = 60_000;

@Resolver()
export class ViewerNotifiedResolver {
  constructor(
    private readonly wakeUps: WakeUps,
    private readonly inbox: InboxQueries,
  ) {}

  @Access(canReadNotifications)
  @Scope(ownSession)
  @Subscription(() => ViewerNotifiedType, {
    description:
      'Your notifications as they come: at the start how many are unread, and then what is new, at most once a second.',
  })
  viewerNotified(@CurrentContext() context: RequestContext): AsyncIterable<unknown> {
    return changesFor(this.wakeUps, context, [`person:${context.actor.personId}`], this.news());
  }

  /** What came since it last looked, each once; at first nothing, but from when on. */
  private news(): Look {
    let since: Date | null = null;
    let told = new Map<string, Date>();
    return async ({ reader, live }) => {
      const { at, news } = await this.inbox.news(reader, since, [...told.keys()]);
      if (since !== null && news.length === 0) return null;
      const shows: ViewerNotifiedType = {
        notifications: since === null ? [] : news,
        unreadNotificationCount: await this.inbox.unreadCount(reader),
      };
      const sent = () => {
        since = at;
        const both = [...told, ...news.map((one): [string, Date] => [nameOf(one), one.createdAt])];
        told = new Map(both.filter(([, when]) => at.getTime() - when.getTime() < 2 * MINUTE));
        if (news.length === MOST_NEWS && live) this.wakeUps.wake(live);
      };
      return { shows, sent };
    };
  }
}

function nameOf({ id, times }: NotificationType): string {
  return `${id} ${times}`;
}
