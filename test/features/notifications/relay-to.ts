import { randomUUID } from 'node:crypto';
import type { Config } from '../../../src/config.js';
import { AccountNews } from '../../../src/features/notifications/account-news.js';
import { Channels } from '../../../src/features/notifications/channels.js';
import { Deliveries } from '../../../src/features/notifications/deliveries.js';
import { DeliveryMeans } from '../../../src/features/notifications/delivery-means.js';
import { Letters } from '../../../src/features/notifications/letters.js';
import { NoticeLinks } from '../../../src/features/notifications/notice-links.js';
import { Notices } from '../../../src/features/notifications/notices.js';
import { Outgoing } from '../../../src/features/notifications/outgoing.js';
import { OfferNews } from '../../../src/features/notifications/offer-news.js';
import { PledgeNews } from '../../../src/features/notifications/pledge-news.js';
import { PromiseNews } from '../../../src/features/notifications/promise-news.js';
import { RoundNews } from '../../../src/features/notifications/round-news.js';
import { StandingNews } from '../../../src/features/notifications/standing-news.js';
import { UnsubscribeLinks } from '../../../src/features/notifications/unsubscribe-links.js';
import { WorkNews } from '../../../src/features/notifications/work-news.js';
import { ThreadNews } from '../../../src/features/notifications/thread-news.js';
import { anonymous } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import { type MessageGateway, NoGateway } from '../../../src/platform/gateway/message-gateway.js';
import { EventHandlers } from '../../../src/platform/jobs/event-handlers.js';
import { Relay } from '../../../src/platform/jobs/relay.js';
import { PostgresWakeUps } from '../../../src/platform/live/postgres-wake-ups.js';
import type { Mailer } from '../../../src/platform/mail/mailer.js';
import { testKeys } from '../../support/stored-world.js';

const config = { publicUrl: 'https://accompany.example' } as Config;

/** Noon in Greenwich of today: as quiet hours would have it, a time at which mails go out whenever tests run. */
function noon(): Date {
  return new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`);
}

export interface Surroundings {
  now?: () => Date;
  gateway?: MessageGateway;
  links?: NoticeLinks;
  /** News of other features. */
  also?: (handlers: EventHandlers, notices: Notices) => void;
}

/** A relay with every notification, whose mails go to `mailer`. */
export function relayTo(db: Database, mailer: Mailer, around: Surroundings = {}): Relay {
  const handlers = new EventHandlers();
  const notices = new Notices(db, new PostgresWakeUps('', db));
  const channels = new Channels(testKeys, mailer, around.gateway ?? new NoGateway());
  const means = new DeliveryMeans(new UnsubscribeLinks(testKeys, config), { now: around.now ?? noon }, config);
  const deliveries = new Deliveries(db, channels, around.links ?? new NoticeLinks(), means);
  for (const News of [WorkNews, StandingNews, AccountNews, RoundNews, OfferNews, PledgeNews, PromiseNews, ThreadNews])
    new News(handlers, notices).onModuleInit();
  around.also?.(handlers, notices);
  new Outgoing(handlers, deliveries, new Letters(db, testKeys, channels, config)).onModuleInit();
  return new Relay(db, handlers);
}

/** As a sign-up by e-mail leaves it; answers the id of what is pending. */
export async function requestSignUp(db: Database, email: string, language = 'en'): Promise<string> {
  const pending = randomUUID();
  await db.write(anonymous, null, async (tx) => {
    const lookup = testKeys.digest('lookup', email);
    await tx.rows('SELECT vault.request_sign_up($1, NULL, $2, $3, $4, $5)', [
      pending,
      lookup,
      testKeys.encrypt(email),
      language,
      'UTC',
    ]);
    await tx.rows(`INSERT INTO outbox_event (id, kind, subject_id) VALUES ($1, 'person.sign_up_requested', $2)`, [
      randomUUID(),
      pending,
    ]);
  });
  return pending;
}
