import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/crypto/keys.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import type { PageArgs } from '../../platform/graphql/page-args.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { channelNames, choosableTopics } from '../notifications/index.js';
import type { NotificationChoicesType, NotificationSettingType } from './choices.graphql.js';
import type { NotificationType } from './notification.graphql.js';
import { notificationColumns, notificationList, told } from './notification.loaders.js';

interface ChoicesRow {
  settings: NotificationSettingType[];
  digestHour: number;
  quietFrom: number;
  quietUntil: number;
}

const CHOICES = `
  SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('channel', c.channel, 'topic', c.topic, 'choice', c.choice))
                     FROM notification_choice c WHERE c.person_id = app.person_id()), '[]') AS settings,
         coalesce(h.digest_hour, 8) AS "digestHour", coalesce(h.quiet_from, 21) AS "quietFrom", coalesce(h.quiet_until, 8) AS "quietUntil"
    FROM (SELECT app.person_id() AS id) me LEFT JOIN notification_hours h ON h.person_id = me.id`;

/** Of what is told at once. */
export const MOST_NEWS = 100;

@Injectable()
export class InboxQueries {
  constructor(
    private readonly pager: Pager,
    private readonly keys: Keys,
  ) {}

  notifications(reader: Reader, args: PageArgs, unread: boolean | null): Promise<Page<NotificationType>> {
    return this.pager.page<NotificationType>(reader, notificationList(unread), args);
  }

  /**
   * What was told in the minute before `since`, or after it, the oldest first, but for those of `known`, which are named
   * `id times`; and when that was looked up. A minute, because what was begun earlier may be committed later.
   */
  async news(
    reader: Reader,
    since: Date | null,
    known: readonly string[],
  ): Promise<{ at: Date; news: NotificationType[] }> {
    const [clock] = await reader.rows<{ at: Date }>('SELECT now() AS at');
    const news = await reader.rows<NotificationType>(
      `SELECT ${notificationColumns} FROM notification n
        WHERE n.person_id = app.person_id() AND n.notice = ANY ($1) AND n.last_at > coalesce($2, now()) - interval '1 minute'
          AND n.id || ' ' || n.times <> ALL ($3) ORDER BY n.last_at, n.id LIMIT ${MOST_NEWS}`,
      [told, since, known],
    );
    return { at: (clock as { at: Date }).at, news };
  }

  async unreadCount(reader: Reader): Promise<number> {
    const [row] = await reader.rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM notification n WHERE n.person_id = app.person_id() AND n.read_at IS NULL AND n.notice = ANY ($1)',
      [told],
    );
    return row?.count ?? 0;
  }

  /** Every way and topic, whether or not something was chosen for it. */
  async choices(reader: Reader): Promise<NotificationChoicesType> {
    const [row] = await reader.rows<ChoicesRow>(CHOICES);
    const { settings, ...hours } = row as ChoicesRow;
    const chosen = new Map(settings.map((setting) => [`${setting.channel} ${setting.topic}`, setting]));
    const all = channelNames.flatMap((channel) =>
      choosableTopics.map(
        (topic) =>
          chosen.get(`${channel} ${topic}`) ?? ({ channel, topic, choice: 'AT_ONCE' } as NotificationSettingType),
      ),
    );
    return { settings: all, ...hours };
  }

  async messengerAddress(reader: Reader): Promise<string | null> {
    const [row] = await reader.rows<{ cipher: Buffer | null }>('SELECT vault.own_messenger() AS cipher');
    return row?.cipher ? this.keys.decrypt(row.cipher) : null;
  }
}
