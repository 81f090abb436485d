import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '../../../src/platform/database/database.js';
import { type DatabaseUrls, userName } from '../../../src/platform/database/urls.js';
import { Clocks } from '../../../src/platform/jobs/clocks.js';
import { Forgetting } from '../../../src/platform/jobs/forgetting.js';
import { freshDatabase, sql, superuserUrl } from '../../support/database.js';
import { connectDatabase } from '../../support/stored-world.js';

let urls: DatabaseUrls;
let db: Database;
let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  Logger.overrideLogger(false);
  urls = await freshDatabase('clocks');
  db = await connectDatabase(urls);
  owner = sql(urls.owner);
});

afterAll(() => db.onApplicationShutdown());

async function until(holds: () => Promise<boolean> | boolean, milliseconds = 10_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to that.');
    await sleep(50);
  }
}

describe('clocks', () => {
  it('run through the queue, survive a failure without its text, and stop after what is in flight', async () => {
    const clocks = new Clocks(urls);
    const done: string[] = [];
    clocks.add({
      name: 'test-clock',
      at: '0 0 1 1 *',
      work: async () => {
        await sleep(200);
        done.push('worked');
      },
    });
    clocks.add({
      name: 'failing-clock',
      at: '0 0 1 1 *',
      work: () => Promise.reject(new Error('canary@people.example')),
    });
    expect(() => clocks.add({ name: 'test-clock', at: '* * * * *', work: async () => undefined })).toThrow(
      /two clocks/,
    );
    clocks.start();
    const jobs = sql(urls.jobs);
    await until(async () => (await jobs('SELECT FROM graphile_worker._private_known_crontabs')).length === 2);
    await jobs(`SELECT FROM graphile_worker.add_job('failing-clock')`);
    await until(async () => (await jobs(`SELECT FROM graphile_worker.jobs WHERE last_error IS NOT NULL`)).length === 1);
    const [failed] = await jobs('SELECT last_error FROM graphile_worker.jobs');
    expect(failed!['last_error']).toMatch(/failing-clock failed: Error/);
    expect(failed!['last_error']).not.toMatch(/canary/);
    await jobs(`SELECT FROM graphile_worker.add_job('test-clock')`);
    await sleep(100);
    await clocks.stop();
    expect(done).toEqual(['worked']);
  });

  it('start again when the queue ends because its connections were cut', async () => {
    const clocks = new Clocks(urls);
    let runs = 0;
    clocks.add({ name: 'steady-clock', at: '0 0 1 1 *', work: async () => (runs += 1) });
    clocks.start();
    const jobs = sql(urls.jobs);
    await until(
      async () =>
        (await jobs(`SELECT FROM graphile_worker._private_known_crontabs WHERE identifier = 'steady-clock'`)).length ===
        1,
    );
    await sql(superuserUrl())('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
      userName(urls.jobs),
    ]);
    await jobs(`SELECT FROM graphile_worker.add_job('steady-clock')`);
    await until(() => runs > 0, 15_000);
    await clocks.stop();
  });
});

describe('the daily forgetting', () => {
  it('deletes what is past its time and keeps the rest', async () => {
    const add = (key: string, age: string) =>
      owner(
        `INSERT INTO idempotency (scope, key, operation, request_hash, created_at) VALUES ('someone', $1, 'test', '', now() - $2::interval)`,
        [key, age],
      );
    await add('old-key-1', '8 days');
    await add('new-key-1', '6 days');
    const event = (id: string, age: string | null) =>
      owner(
        `INSERT INTO outbox_event (id, kind, subject_id, delivered_at) VALUES ($1, 'test.happened', $1, now() - $2::interval)`,
        [id, age],
      );
    const [old, recent, waiting] = [randomUUID(), randomUUID(), randomUUID()];
    await event(old, '31 days');
    await event(recent, '29 days');
    await event(waiting, null);
    await new Forgetting(db, new Clocks(urls)).forget();
    expect(await owner('SELECT key FROM idempotency')).toEqual([{ key: 'new-key-1' }]);
    const left = await owner('SELECT id FROM outbox_event');
    expect(left.map((row) => String(row['id'])).toSorted()).toEqual([recent, waiting].toSorted());
  });
});
