import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { Mailbox } from '../../../src/platform/mail/mailbox.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, StoredWorld } from '../../support/stored-world.js';
import { relayTo } from './relay-to.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;
let mailbox: Mailbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('hours');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

const iso = (value: unknown) => (value === null ? null : (value as Date).toISOString().replace(':00.000Z', 'Z'));

describe('quiet hours', () => {
  it.each([
    // Berlin: clocks go forward on 29 March 2026 and back on 25 October.
    ['Europe/Berlin', 21, 8, '2026-03-28T19:59Z', null],
    ['Europe/Berlin', 21, 8, '2026-03-28T20:00Z', '2026-03-29T06:00Z'],
    ['Europe/Berlin', 21, 8, '2026-03-29T05:59Z', '2026-03-29T06:00Z'],
    ['Europe/Berlin', 21, 8, '2026-03-29T06:00Z', null],
    ['Europe/Berlin', 21, 8, '2026-10-24T19:00Z', '2026-10-25T07:00Z'],
    ['Europe/Berlin', 21, 8, '2026-10-25T06:30Z', '2026-10-25T07:00Z'],
    // An hour that there is not: quiet ends when the clock has passed it.
    ['Europe/Berlin', 22, 2, '2026-03-29T00:30Z', '2026-03-29T01:00Z'],
    // New York: forward on 8 March, back on 1 November.
    ['America/New_York', 21, 8, '2026-03-08T02:30Z', '2026-03-08T12:00Z'],
    ['America/New_York', 21, 8, '2026-11-01T01:30Z', '2026-11-01T13:00Z'],
    ['America/New_York', 21, 8, '2026-11-01T13:00Z', null],
    // Lord Howe moves its clocks by half an hour: on 5 April back, on 4 October forward.
    ['Australia/Lord_Howe', 21, 8, '2026-04-04T12:00Z', '2026-04-04T21:30Z'],
    ['Australia/Lord_Howe', 21, 8, '2026-10-03T12:00Z', '2026-10-03T21:00Z'],
    // By day, for who works at night; and none at all.
    ['UTC', 9, 17, '2026-06-01T08:59Z', null],
    ['UTC', 9, 17, '2026-06-01T09:00Z', '2026-06-01T17:00Z'],
    ['UTC', 9, 17, '2026-06-01T17:00Z', null],
    ['UTC', 0, 8, '2026-06-01T07:59Z', '2026-06-01T08:00Z'],
    ['UTC', 21, 0, '2026-06-01T23:00Z', '2026-06-02T00:00Z'],
    ['UTC', 8, 8, '2026-06-01T03:00Z', null],
  ])('in %s from %i to %i at %s end at %s', async (zone, from, until, at, end) => {
    const [row] = await owner('SELECT app.quiet_until($1, $2, $3, $4) AS end', [at, zone, from, until]);
    expect(iso(row?.['end'])).toBe(end);
  });

  it('end within a day, later than now, at an instant that is not quiet itself, in any zone on any day', async () => {
    const odd = await owner(
      `SELECT zone, at, q FROM unnest(ARRAY['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu', 'Africa/Casablanca']) AS zone
         CROSS JOIN generate_series('2026-01-01T00:07Z'::timestamptz, '2026-12-31T00:00Z', interval '37 minutes') AS at
         CROSS JOIN LATERAL (SELECT app.quiet_until(at, zone, 21, 8) AS q) quiet
        WHERE q <= at OR q > at + interval '13 hours' OR app.quiet_until(q, zone, 21, 8) IS NOT NULL OR extract(hour FROM q AT TIME ZONE zone) <> 8`,
    );
    expect(odd).toEqual([]);
  });
});

describe('the hour of a summary', () => {
  it.each([
    ['Europe/Berlin', 8, '2026-03-28T06:59Z', '2026-03-27T07:00Z'],
    ['Europe/Berlin', 8, '2026-03-28T07:00Z', '2026-03-28T07:00Z'],
    ['Europe/Berlin', 8, '2026-03-29T06:00Z', '2026-03-29T06:00Z'],
    ['Europe/Berlin', 8, '2026-10-25T06:59Z', '2026-10-24T06:00Z'],
    ['Europe/Berlin', 8, '2026-10-25T07:00Z', '2026-10-25T07:00Z'],
    ['Europe/Berlin', 2, '2026-03-29T12:00Z', '2026-03-29T01:00Z'],
    ['America/New_York', 18, '2026-11-01T22:59Z', '2026-10-31T22:00Z'],
    ['America/New_York', 18, '2026-11-01T23:00Z', '2026-11-01T23:00Z'],
    ['Australia/Lord_Howe', 8, '2026-10-03T21:00Z', '2026-10-03T21:00Z'],
    ['Pacific/Apia', 0, '2026-06-01T10:59Z', '2026-05-31T11:00Z'],
  ])('in %s at %i was last, as seen at %s, at %s', async (zone, hour, at, time) => {
    const [row] = await owner('SELECT app.digest_time($1, $2, $3) AS time', [at, zone, hour]);
    expect(iso(row?.['time'])).toBe(time);
  });

  it('comes once on every day of the year, in every zone', async () => {
    const counts = await owner(
      `SELECT zone, hour, count(DISTINCT app.digest_time(at, zone, hour))::int AS days
         FROM unnest(ARRAY['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) AS zone CROSS JOIN unnest(ARRAY[0, 2, 8]) AS hour
         CROSS JOIN generate_series('2026-01-02T00:00Z'::timestamptz, '2026-12-30T23:45Z', interval '45 minutes') AS at
        GROUP BY zone, hour HAVING count(DISTINCT app.digest_time(at, zone, hour)) NOT BETWEEN 363 AND 365`,
    );
    expect(counts).toEqual([]);
  });
});

describe('a message in the quiet hours of whoever it goes to', () => {
  const at = (time: string) => () => new Date(`2030-01-15T${time}Z`);

  async function promoted(zone: string): Promise<{ email: string; personId: string }> {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    await owner('UPDATE person SET time_zone = $2 WHERE id = $1', [ally.personId, zone]);
    const { pledgeId } = await world.pledge(ally);
    await world.event('pledge.promoted', pledgeId);
    return { email: ally.email as string, personId: ally.personId };
  }

  const waiting = () =>
    owner(`SELECT next_attempt_at AS until FROM outbox_event WHERE kind = 'notice.due' AND delivered_at IS NULL`);

  it('waits to their end in their own zone, and is among their notifications meanwhile', async () => {
    const { email, personId } = await promoted('America/Mexico_City');
    await relayTo(db, mailbox, { now: at('05:00:00') }).drain();
    expect(mailbox.list()).toEqual([]);
    const until = (await waiting()).map((row) => (row['until'] as Date).getTime());
    const end = new Date('2030-01-15T14:00:00Z').getTime();
    expect(until).toHaveLength(1);
    expect(Math.abs((until[0] ?? 0) - end)).toBeLessThan(60_000);
    expect(await owner('SELECT notice FROM notification WHERE person_id = $1', [personId])).toHaveLength(1);
    await owner('UPDATE outbox_event SET next_attempt_at = now() WHERE delivered_at IS NULL');
    await relayTo(db, mailbox, { now: at('14:00:00') }).drain();
    expect(mailbox.list().map(({ to }) => to)).toEqual([email]);
  });

  it('goes at once where it is day, at the same moment', async () => {
    const { email } = await promoted('Asia/Tokyo');
    await relayTo(db, mailbox, { now: at('05:00:00') }).drain();
    expect(mailbox.list().map(({ to }) => to)).toEqual([email]);
  });

  it('is not written, nor its address read, before they end', async () => {
    const { personId } = await promoted('UTC');
    await relayTo(db, mailbox, { now: at('23:00:00') }).drain();
    expect(await owner('SELECT 1 FROM vault.access_log WHERE person_id = $1', [personId])).toEqual([]);
  });

  it('goes out all the same where it is about the safety of the account', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    await world.event('person.password_changed', ally.personId, null);
    await relayTo(db, mailbox, { now: at('03:00:00') }).drain();
    expect(mailbox.list().map(({ to }) => to)).toEqual([ally.email]);
  });

  it('keeps to the hours that they chose, and is dropped where they switch its topic off meanwhile', async () => {
    const { personId } = await promoted('UTC');
    await owner('INSERT INTO notification_hours (person_id, quiet_from, quiet_until) VALUES ($1, 12, 14)', [personId]);
    await relayTo(db, mailbox, { now: at('13:00:00') }).drain();
    expect(mailbox.list()).toEqual([]);
    await owner(`INSERT INTO notification_choice VALUES ($1, 'MAIL', 'MY_PLEDGES', 'OFF')`, [personId]);
    await owner('UPDATE outbox_event SET next_attempt_at = now() WHERE delivered_at IS NULL');
    await relayTo(db, mailbox, { now: at('23:00:00') }).drain();
    expect(mailbox.list()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});
