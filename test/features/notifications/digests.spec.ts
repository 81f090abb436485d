import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { NotificationClock } from '../../../src/features/notifications/index.js';
import { system } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import type { Clocks } from '../../../src/platform/jobs/clocks.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, type StoredPerson, StoredWorld } from '../../support/stored-world.js';
import { relayTo } from './relay-to.js';

let urls: DatabaseUrls;
let one: Database;
let other: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('digests');
  [one, other] = [await connectDatabase(urls, 4), await connectDatabase(urls, 4)];
  owner = sql(urls.owner);
});
afterAll(async () => {
  await one.onApplicationShutdown();
  await other.onApplicationShutdown();
});
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
  await owner('DELETE FROM notification');
});

const HOUR = 3_600_000;
/** Noon of the day after tomorrow, by which the digests of tomorrow are due. */
const later = () => new Date(Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR + 60 * HOUR);
const clockOf = (db: Database, now = later) => new NotificationClock(db, {} as Clocks, { now });
const deliver = (db = one, now = later) => relayTo(db, mailbox, { now }).drain();

async function choosing(
  world: StoredWorld,
  choice: string,
  topics = ['MY_PLEDGES'],
  language = 'en',
): Promise<StoredPerson> {
  const person = await world.person({ standing: 'ALLY', language });
  for (const topic of topics) {
    await owner(`INSERT INTO notification_choice VALUES ($1, 'MAIL', $2, $3)`, [person.personId, topic, choice]);
  }
  return person;
}

describe('a digest', () => {
  it('is one mail of what happened, a line for each with how often, and nothing before its hour', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await choosing(world, 'DIGEST', ['MY_PLEDGES', 'MY_STANDING']);
    const { pledgeId, occurrenceId } = await world.pledge(ally);
    await world.event('pledge.promoted', pledgeId);
    await world.event('fulfilment.sent_back', occurrenceId);
    await world.event('membership.ally_paused', ally.membershipId);
    await deliver();
    await clockOf(one, () => new Date(Date.now() - HOUR)).makeDigests();
    await deliver();
    expect(mailbox.list()).toEqual([]);
    await clockOf(one).makeDigests();
    await deliver();
    const [mail, ...more] = mailbox.list();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: ally.email, subject: 'Accompany: there is news for you' });
    const lines = mail!.text.split('\n').filter(Boolean);
    expect(lines.slice(0, 6)).toEqual([
      'This is what happened since your last summary.',
      'About what you promised: 2',
      expect.stringMatching(/^· A place has become free/),
      expect.stringMatching(/^· What you reported came back/),
      'About where you take part: 1',
      expect.stringMatching(/^· What you may do/),
    ]);
    expect(mail!.text).not.toMatch(/Canal Street|Warm homes|Come along|someone/);
    await clockOf(one).makeDigests();
    await deliver();
    expect(mailbox.list()).toHaveLength(1);
  });

  it('is made once for each person by any number of processes at once, and sent once by any number of relays', async () => {
    const world = await StoredWorld.build(urls);
    const people = await Promise.all(Array.from({ length: 12 }, () => choosing(world, 'DIGEST')));
    for (const person of people) {
      const { pledgeId } = await world.pledge(person);
      await world.event('pledge.promoted', pledgeId);
    }
    await deliver();
    const clocks = [one, other, one, other].map((db) => clockOf(db));
    await Promise.all(clocks.map((clock) => clock.makeDigests()));
    await Promise.all([deliver(one), deliver(other)]);
    expect(
      mailbox
        .list()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(people.map(({ email }) => email!).toSorted());
    expect(new Set(mailbox.list().map(({ id }) => id)).size).toBe(people.length);
  });

  it('folds what happened often into one line, and leaves out what has been read', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await choosing(world, 'DIGEST', ['MY_PLEDGES'], 'es-MX');
    const { pledgeId, occurrenceId } = await world.pledge(ally);
    for (let n = 0; n < 3; n += 1) await world.event('fulfilment.attested', occurrenceId);
    await world.event('pledge.promoted', pledgeId);
    await deliver();
    await owner(`UPDATE notification SET read_at = now() WHERE notice = 'place-freed'`);
    await clockOf(one).makeDigests();
    await deliver();
    const [mail] = mailbox.list();
    expect(mail!.text).toMatch(/Sobre lo que prometiste: 3\n\n· Lo que informaste fue confirmado.* \(3\)\n/);
    expect(mail!.text).not.toMatch(/lugar libre/);
  });

  it('is not made of nothing: what was read, or is told at once, or not at all', async () => {
    const world = await StoredWorld.build(urls);
    for (const choice of ['AT_ONCE', 'OFF']) {
      const { pledgeId } = await world.pledge(await choosing(world, choice));
      await world.event('pledge.promoted', pledgeId);
    }
    const reader = await choosing(world, 'DIGEST');
    const { pledgeId } = await world.pledge(reader);
    await world.event('pledge.promoted', pledgeId);
    await deliver();
    await owner('UPDATE notification SET read_at = now() WHERE person_id = $1', [reader.personId]);
    expect(mailbox.list()).toHaveLength(1);
    await clockOf(one).makeDigests();
    expect(await owner(`SELECT 1 FROM outbox_event WHERE kind = 'digest.due'`)).toEqual([]);
  });

  it('goes to nobody who was suspended, and ends with a link that switches off what it had', async () => {
    const world = await StoredWorld.build(urls);
    const [ally, gone] = [await choosing(world, 'DIGEST'), await choosing(world, 'DIGEST')];
    for (const person of [ally, gone]) {
      const { pledgeId } = await world.pledge(person);
      await world.event('pledge.promoted', pledgeId);
    }
    await deliver();
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [gone.personId]);
    await clockOf(one).makeDigests();
    await deliver();
    expect(mailbox.list().map(({ to, unsubscribe }) => [to, unsubscribe?.slice(0, 38)])).toEqual([
      [ally.email, 'https://accompany.example/unsubscribe/'],
    ]);
  });

  it('comes at the hour of its reader, not at that of the server', async () => {
    const world = await StoredWorld.build(urls);
    const [east, west] = [await choosing(world, 'DIGEST'), await choosing(world, 'DIGEST')];
    for (const [person, zone] of [
      [east, 'Asia/Tokyo'],
      [west, 'America/Lima'],
    ] as const) {
      await owner('UPDATE person SET time_zone = $2 WHERE id = $1', [person.personId, zone]);
      const { pledgeId } = await world.pledge(person);
      await world.event('pledge.promoted', pledgeId);
    }
    await deliver();
    await owner(`UPDATE notification SET first_at = '2026-06-01T20:00Z'`);
    const digested = async (at: string) => {
      await one.write(system, null, (tx) => tx.rows('SELECT app.make_digests($1, 100)', [at]));
      return (await owner(`SELECT subject_id FROM outbox_event WHERE kind = 'digest.due'`)).map((row) =>
        String(row['subject_id']),
      );
    };
    expect(await digested('2026-06-01T22:59Z')).toEqual([]);
    expect(await digested('2026-06-01T23:00Z')).toEqual([east.personId]);
    expect(await digested('2026-06-02T12:59Z')).toEqual([east.personId]);
    expect(new Set(await digested('2026-06-02T13:00Z'))).toEqual(new Set([east.personId, west.personId]));
  });
});
