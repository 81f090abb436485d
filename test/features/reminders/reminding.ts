import { ReminderClock } from '../../../src/features/reminders/index.js';
import { ReminderLinks } from '../../../src/features/reminders/reminder-links.js';
import { ReminderNews } from '../../../src/features/reminders/reminder-news.js';
import { NoticeLinks } from '../../../src/features/notifications/index.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { Clocks } from '../../../src/platform/jobs/clocks.js';
import type { Relay } from '../../../src/platform/jobs/relay.js';
import type { Mailer } from '../../../src/platform/mail/mailer.js';
import { testKeys } from '../../support/stored-world.js';
import { relayTo, type Surroundings } from '../notifications/relay-to.js';

export const links = new ReminderLinks(testKeys, { publicUrl: 'https://accompany.example' });

export function clockAt(db: Database, at: Date): ReminderClock {
  return new ReminderClock(db, { add: () => undefined } as unknown as Clocks, { now: () => at });
}

/** A relay that tells of reminders too, at this time. */
export function remindingRelay(db: Database, mailer: Mailer, at: Date, around: Surroundings = {}): Relay {
  const noticeLinks = new NoticeLinks();
  const now = () => at;
  return relayTo(db, mailer, {
    now,
    links: noticeLinks,
    also: (handlers, notices) => new ReminderNews(handlers, notices, noticeLinks, links, { now }).onModuleInit(),
    ...around,
  });
}

/** Half past five in the afternoon in Greenwich, so many days from now. */
export function afternoon(days: number): Date {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return new Date(`${day}T17:30:00Z`);
}

export function minutesFrom(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

/** The links in a mail, in their order. */
export function pathsIn(text: string): string[] {
  return [...text.matchAll(/https:\/\/accompany\.example(\/reminder\/[\w-]+)/g)].map(([, path]) => path as string);
}
