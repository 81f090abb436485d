import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { NotificationClock } from '../../../src/features/notifications/index.js';
import { anonymous, system } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import type { Clocks } from '../../../src/platform/jobs/clocks.js';
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
  urls = await freshDatabase('kept');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});
afterAll(() => db.onApplicationShutdown());
beforeEach(async () => {
  mailbox = new Mailbox();
  await owner('DELETE FROM outbox_event');
});

const deliver = () => relayTo(db, mailbox).drain();
const kept = (personId: string) =>
  owner('SELECT notice, topic, times, community_id, read_at FROM notification WHERE person_id = $1 ORDER BY first_at', [
    personId,
  ]);

/** What is folded into one row an hour must not happen in two of them. */
async function awayFromTheFullHour(): Promise<void> {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 8_000) await sleep(left + 100);
}

async function again(eventId: string): Promise<void> {
  await owner('UPDATE outbox_event SET delivered_at = NULL, next_attempt_at = now() WHERE id = $1', [eventId]);
  await deliver();
}

describe('what someone was told', () => {
  it('is kept for who gave no address as well, and no mail is tried', async () => {
    const world = await StoredWorld.build(urls);
    const mute = await world.person({ standing: 'ALLY', email: false });
    const { pledgeId } = await world.pledge(mute);
    await world.event('pledge.promoted', pledgeId);
    await deliver();
    expect(await kept(mute.personId)).toEqual([
      { notice: 'place-freed', topic: 'MY_PLEDGES', times: 1, community_id: world.communityId, read_at: null },
    ]);
    expect(mailbox.list()).toEqual([]);
    expect(await owner(`SELECT 1 FROM outbox_event WHERE kind = 'notice.due'`)).toEqual([]);
  });

  it('is kept for nobody who is suspended', async () => {
    const world = await StoredWorld.build(urls);
    const gone = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(gone);
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [gone.personId]);
    await world.event('pledge.promoted', pledgeId);
    await deliver();
    expect(await kept(gone.personId)).toEqual([]);
    expect(mailbox.list()).toEqual([]);
  });

  it('is one thing for one event, however often it comes', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    const event = await world.event('pledge.promoted', pledgeId);
    await deliver();
    await again(event);
    expect(await kept(ally.personId)).toHaveLength(1);
    await world.event('pledge.promoted', pledgeId);
    await deliver();
    expect(await kept(ally.personId)).toHaveLength(2);
    expect(mailbox.list()).toHaveLength(2);
  });

  it('is one thing for an hour of the same, counted once for each event, and unread again when more comes', async () => {
    await awayFromTheFullHour();
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { occurrenceId } = await world.pledge(ally);
    const events = [];
    for (let n = 0; n < 3; n += 1) events.push(await world.event('fulfilment.attested', occurrenceId));
    await deliver();
    expect(await kept(ally.personId)).toMatchObject([{ notice: 'work-attested', times: 3 }]);
    await owner('UPDATE notification SET read_at = now() WHERE person_id = $1', [ally.personId]);
    for (const event of events) await again(event);
    const [row] = await kept(ally.personId);
    expect(row).toMatchObject({ times: 3 });
    expect(row?.['read_at']).not.toBeNull();
    await world.event('fulfilment.attested', occurrenceId);
    await deliver();
    expect(await kept(ally.personId)).toMatchObject([{ times: 4, read_at: null }]);
  });

  it('is one thing when two processes take the same event at once', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    const event = randomUUID();
    const notifying = () =>
      db.write(system, null, (tx) =>
        tx.rows('SELECT app.notify_people($1, $2, $3, $4, $5, $6, $7, false)', [
          [ally.personId],
          event,
          world.communityId,
          pledgeId,
          'place-freed',
          'MY_PLEDGES',
          '{}',
        ]),
      );
    await Promise.all([notifying(), notifying(), notifying()]);
    await Promise.all([deliver(), deliver()]);
    expect(await kept(ally.personId)).toHaveLength(1);
    expect(mailbox.list()).toHaveLength(1);
  });

  it('is forgotten after 180 days, and not before', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    for (const days of [179, 181]) {
      await world.event('pledge.promoted', pledgeId);
      await deliver();
      await owner(
        `UPDATE notification SET last_at = now() - make_interval(days => $2) WHERE person_id = $1 AND last_at > now() - interval '1 day'`,
        [ally.personId, days],
      );
    }
    const clock = new NotificationClock(db, {} as Clocks, { now: () => new Date() });
    await clock.forget();
    expect(
      await owner(`SELECT last_at > now() - interval '180 days' AS younger FROM notification WHERE person_id = $1`, [
        ally.personId,
      ]),
    ).toEqual([{ younger: true }]);
    expect(
      await owner(
        'SELECT 1 FROM notification_cause c LEFT JOIN notification n ON n.id = c.notification_id WHERE n.id IS NULL',
      ),
    ).toEqual([]);
  });

  it('says what it happened to, as the record does', async () => {
    const world = await StoredWorld.build(urls);
    const ally = await world.person({ standing: 'ALLY' });
    const { pledgeId } = await world.pledge(ally);
    const event = await world.event('pledge.promoted', pledgeId);
    await owner(
      `INSERT INTO record_entry (community_id, id, kind, actor_role, campaign_id, subject_type, subject_id) VALUES ($1, $2, 'pledge.promoted', 'SYSTEM', $3, 'Pledge', $4)`,
      [world.communityId, event, world.campaignId, pledgeId],
    );
    await deliver();
    expect(
      await owner('SELECT campaign_id, subject_type, subject_id FROM notification WHERE person_id = $1', [
        ally.personId,
      ]),
    ).toEqual([{ campaign_id: world.campaignId, subject_type: 'Pledge', subject_id: pledgeId }]);
  });
});

describe('whom to tell', () => {
  it('is never asked by whether they gave an address: that is the business of whoever sends', async () => {
    const asking = await owner(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND proname ~ '^mail_recipients_' AND prosrc ~ 'email_(cipher|lookup)'`,
    );
    expect(asking).toEqual([]);
  });

  it.each([
    ['app.notify_people(ARRAY[$1::uuid], $1, $1, $1, $2, $2, $3::jsonb, false)', ['x', '{}']],
    ['app.way_to($1, $2, $2, $3::timestamptz)', ['MAIL', '2026-01-01']],
    ['app.make_digests($3::timestamptz, 1 + 0 * length($1::text || $2))', ['x', '2026-01-01']],
    ['app.stop_telling($1, $2, $3)', ['MAIL', 'MY_PLEDGES']],
    ['app.forget_notifications(180, 1 + 0 * length($1::text || $2 || $3))', ['x', 'x']],
  ])('lets nobody but the relay call %s', async (call, rest) => {
    const world = await StoredWorld.build(urls);
    const as = { ...anonymous, kind: 'person' as const, personId: world.steward.personId };
    const calling = db.write(as, null, (tx) => tx.rows(`SELECT ${call}`, [world.steward.personId, ...rest]));
    await expect(calling).rejects.toMatchObject({ constraint: 'notified_by_relay_only_ck' });
    expect(await kept(world.steward.personId)).toEqual([]);
  });

  it.each(['vault.messenger_of($1, $2)', 'vault.arm_messenger($1, convert_to($2, $3))'])(
    'lets nobody but the relay read an address for messages by %s',
    async (call) => {
      const world = await StoredWorld.build(urls);
      const as = { ...anonymous, kind: 'person' as const, personId: world.steward.personId };
      const values = [world.steward.personId, 'x', 'UTF8'].slice(0, call.includes('$3') ? 3 : 2);
      const calling = db.write(as, null, (tx) => tx.rows(`SELECT ${call}`, values));
      await expect(calling).rejects.toMatchObject({ constraint: 'messenger_by_relay_only_ck' });
    },
  );
});
