import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { type EventHandler, EventHandlers, NotYet } from '../../../src/platform/jobs/event-handlers.js';
import { Relay } from '../../../src/platform/jobs/relay.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase, StoredWorld } from '../../support/stored-world.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('relay');
  db = await connectDatabase(urls, 4);
  owner = sql(urls.owner);
});

afterAll(async () => {
  await db.onApplicationShutdown();
});

beforeEach(async () => {
  await owner('DELETE FROM outbox_event');
});

function relayOf(handlers: Record<string, EventHandler>, options = {}): Relay {
  const registry = new EventHandlers();
  for (const [kind, handler] of Object.entries(handlers)) registry.onEvent(kind, handler, options);
  return new Relay(db, registry);
}

const failing: EventHandler = () => Promise.reject(new Error('not now'));
const endless: EventHandler = () => sleep(60_000, undefined, { ref: false });

/** As if time had passed: whatever waits for its next attempt is due. */
const makeDue = () => owner('UPDATE outbox_event SET next_attempt_at = now() WHERE delivered_at IS NULL');

async function community(): Promise<string> {
  const id = randomUUID();
  await owner(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Somewhere')`, [id, `c-${id.slice(0, 8)}`]);
  return id;
}

describe('the relay', () => {
  it('brings an event again when it is time for it, and no sooner, without a failure', async () => {
    const warned: unknown[] = [];
    Logger.overrideLogger({ warn: (said: unknown) => warned.push(said), log: () => 0, error: () => 0 });
    const id = await new StoredWorld(urls).event('test.early', randomUUID(), null);
    let early = true;
    const relay = relayOf({
      'test.early': () => (early ? Promise.reject(new NotYet(new Date(Date.now() + 3_600_000))) : Promise.resolve()),
    });
    await relay.drain();
    Logger.overrideLogger(false);
    expect(warned).toEqual([]);
    const [row] = await owner(
      `SELECT delivered_at, next_attempt_at BETWEEN now() + interval '59 minutes' AND now() + interval '61 minutes' AS in_an_hour FROM outbox_event WHERE id = $1`,
      [id],
    );
    expect(row).toEqual({ delivered_at: null, in_an_hour: true });
    early = false;
    expect(await relay.drain()).toBe(0);
    await makeDue();
    expect(await relay.drain()).toBe(1);
  });

  it('delivers each event once and marks it', async () => {
    const world = new StoredWorld(urls);
    const home = await community();
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await world.event('test.happened', randomUUID(), home));
    const seen: string[] = [];
    const relay = relayOf({ 'test.happened': async (event) => void seen.push(event.id) });
    expect(await relay.drain()).toBe(5);
    expect(await relay.drain()).toBe(0);
    expect(seen).toEqual(ids);
    expect(await owner('SELECT FROM outbox_event WHERE delivered_at IS NULL')).toHaveLength(0);
  });

  it('passes over what nobody handles, whatever waits before it', async () => {
    const world = new StoredWorld(urls);
    const home = await community();
    await world.event('test.fails', randomUUID(), home);
    await world.event('test.unknown', randomUUID(), home);
    const relay = relayOf({ 'test.fails': failing });
    await relay.drain();
    expect(await owner('SELECT kind FROM outbox_event WHERE delivered_at IS NULL')).toEqual([{ kind: 'test.fails' }]);
  });

  it('holds back what follows a failure in the same community, and nothing in others', async () => {
    const world = new StoredWorld(urls);
    const [one, other] = [await community(), await community()];
    const first = await world.event('test.first', randomUUID(), one);
    const second = await world.event('test.second', randomUUID(), one);
    const elsewhere = await world.event('test.second', randomUUID(), other);
    const nowhere = await world.event('test.second', randomUUID(), null);
    const seen: string[] = [];
    let broken = true;
    const relay = relayOf({
      'test.first': async (event) => {
        if (broken) throw new Error('not now');
        seen.push(event.id);
      },
      'test.second': async (event) => void seen.push(event.id),
    });
    await relay.drain();
    expect(seen.toSorted()).toEqual([elsewhere, nowhere].toSorted());
    broken = false;
    await makeDue();
    await relay.drain();
    expect(seen.slice(2)).toEqual([first, second]);
  });

  it('waits longer after each failure, and lets others pass after the twelfth', async () => {
    const world = new StoredWorld(urls);
    const home = await community();
    const stuck = await world.event('test.first', randomUUID(), home);
    const next = await world.event('test.second', randomUUID(), home);
    const seen: string[] = [];
    const relay = relayOf({
      'test.first': failing,
      'test.second': async (event) => void seen.push(event.id),
    });
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      expect(seen).toEqual([]);
      await makeDue();
      await relay.round();
      await relay.stop();
      const [row] = await owner(
        'SELECT extract(epoch FROM next_attempt_at - now())::float AS pause FROM outbox_event WHERE id = $1',
        [stuck],
      );
      pauses.push(row!['pause']);
    }
    await relay.drain();
    expect(seen).toEqual([next]);
    pauses.forEach((pause, index) => {
      const expected = Math.min(2 ** index, 600);
      expect(pause).toBeGreaterThan(expected * 0.75 - 1);
      expect(pause).toBeLessThan(expected * 1.25);
    });
  });

  it('delivers again under the same id what a dead process left without a mark', async () => {
    const world = new StoredWorld(urls);
    const id = await world.event('test.happened', randomUUID(), await community());
    const seen: string[] = [];
    let writes = 0;
    // The process dies after the delivery: its second transaction, which would mark it, never happens.
    const dying = {
      write: (...args: Parameters<Database['write']>) =>
        (writes += 1) === 1 ? db.write(...args) : Promise.reject(new Error('dead')),
    };
    const handlers = new EventHandlers();
    handlers.onEvent('test.happened', async (event) => void seen.push(`${event.id} ${event.attempt}`));
    const dead = new Relay(dying as unknown as Database, handlers);
    await dead.round();
    await dead.stop();
    const heir = new Relay(db, handlers);
    expect(await heir.drain()).toBe(0); // The lease still runs.
    await makeDue();
    expect(await heir.drain()).toBe(1);
    expect(seen).toEqual([`${id} 1`, `${id} 2`]);
  });

  it('gives up an attempt that takes too long, and never holds a connection meanwhile', async () => {
    const world = new StoredWorld(urls);
    const home = await community();
    for (let n = 0; n < 30; n += 1) await world.event('test.slow', randomUUID(), null);
    const quick = await world.event('test.quick', randomUUID(), home);
    const seen: string[] = [];
    const handlers = new EventHandlers();
    handlers.onEvent('test.slow', endless, { slow: true });
    handlers.onEvent('test.quick', async (event) => void seen.push(event.id));
    const relay = new Relay(db, handlers);
    relay.times.attemptMs = 700;
    await relay.round();
    await sleep(200);
    await relay.round();
    await sleep(100);
    expect(seen).toEqual([quick]);
    expect(db.pool.totalCount - db.pool.idleCount).toBe(0);
    await relay.stop();
    const rows = await owner(
      `SELECT attempts FROM outbox_event WHERE kind = 'test.slow' AND attempts > 0 AND delivered_at IS NULL`,
    );
    expect(rows).toHaveLength(8);
  });

  it('does not deliver twice when two relays are healthy', async () => {
    const world = new StoredWorld(urls);
    const homes = [await community(), await community(), await community()];
    const expected: Record<string, string[]> = {};
    for (let n = 0; n < 90; n += 1) {
      const home = homes[n % 3]!;
      (expected[home] ??= []).push(await world.event('test.happened', randomUUID(), home));
    }
    const seen: Record<string, string[]> = {};
    const handler: EventHandler = async (event) => {
      await sleep(Math.random() * 5);
      (seen[event.communityId!] ??= []).push(event.id);
    };
    const second = await connectDatabase(urls, 4);
    const registry = new EventHandlers();
    registry.onEvent('test.happened', handler);
    const relays = [new Relay(db, registry), new Relay(second, registry)];
    const until = Date.now() + 15_000;
    const undelivered = async () => (await owner('SELECT FROM outbox_event WHERE delivered_at IS NULL')).length;
    while ((await undelivered()) > 0 && Date.now() < until) await Promise.all(relays.map((relay) => relay.drain()));
    await second.onApplicationShutdown();
    expect(seen).toEqual(expected);
  });
});
