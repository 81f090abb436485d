import { randomUUID } from 'node:crypto';
import type { Config } from '../../../src/config.js';
import { Letters } from '../../../src/features/notifications/letters.js';
import { Notices } from '../../../src/features/notifications/notices.js';
import { Notifications } from '../../../src/features/notifications/notifications.js';
import { RoundNews } from '../../../src/features/notifications/round-news.js';
import { ThreadNews } from '../../../src/features/notifications/thread-news.js';
import { anonymous } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import { EventHandlers } from '../../../src/platform/jobs/event-handlers.js';
import { Relay } from '../../../src/platform/jobs/relay.js';
import type { Mailer } from '../../../src/platform/mail/mailer.js';
import { testKeys } from '../../support/stored-world.js';

const config = { publicUrl: 'https://accompany.example' } as Config;

/** A relay with every notification, whose mails go to `mailer`. */
export function relayTo(db: Database, mailer: Mailer): Relay {
  const handlers = new EventHandlers();
  const notices = new Notices(db);
  new Notifications(handlers, notices, new Letters(db, testKeys, mailer, config)).onModuleInit();
  new RoundNews(handlers, notices).onModuleInit();
  new ThreadNews(handlers, notices).onModuleInit();
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
