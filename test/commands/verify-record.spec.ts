import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { parseNotedHead, type NotedHead, type Verdict, verifyRecords } from '../../src/commands/record-verification.js';
import { connect } from '../../src/platform/database/connect.js';
import type { Database } from '../../src/platform/database/database.js';
import { RecordSealer } from '../../src/platform/jobs/record-sealer.js';
import { freshDatabase } from '../support/database.js';
import { connectDatabase } from '../support/stored-world.js';

let client: pg.Client;
let db: Database;
let community: string;
let handle: string;

beforeAll(async () => {
  const urls = await freshDatabase('verify_record');
  db = await connectDatabase(urls);
  client = await connect(urls.owner);
});

afterAll(async () => {
  await client.end();
  await db.onApplicationShutdown();
});

const run = async (sql: string, ...params: unknown[]) => (await client.query(sql, params)).rows;

/** Ten chained entries in a community of its own. */
beforeEach(async () => {
  community = randomUUID();
  handle = `c-${community.slice(0, 8)}`;
  await run(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Somewhere')`, community, handle);
  await write(10);
});

async function write(entries: number): Promise<void> {
  for (let n = 1; n <= entries; n += 1) {
    await run(
      `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, details)
       VALUES ($1, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid(), $2)`,
      community,
      { n },
    );
  }
  while (await new RecordSealer(db).round());
}

async function verdict(...heads: NotedHead[]): Promise<Verdict> {
  return (await verifyRecords(client, heads)).find((one) => one.handle === handle)!;
}

const noted = ({ head, entries }: Verdict): NotedHead => ({ handle, hash: head, position: entries });
const brokenAt = (position: number) => `the record is broken at position ${position}`;

describe('verifying the record', () => {
  it('finds an untouched one whole, and prints what can be noted', async () => {
    const found = await verdict();
    expect(found).toEqual({
      handle,
      entries: 10,
      unsealed: 0,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
      fault: null,
    });
    await run(
      `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id) VALUES ($1, $1, 'ask.opened', 'SYSTEM', 'Ask', $1)`,
      community,
    );
    expect(await verdict(noted(found))).toEqual({ ...found, unsealed: 1 });
    await new RecordSealer(db).round();
    expect(await verdict(noted(found))).toMatchObject({ entries: 11, unsealed: 0, fault: null });
  });

  it('finds a community without entries whole', async () => {
    await run('DELETE FROM record_head WHERE community_id = $1', community);
    await run('DELETE FROM record_entry WHERE community_id = $1', community);
    expect(await verdict()).toEqual({ handle, entries: 0, unsealed: 0, head: '', fault: null });
  });

  it.each([
    ['details', `details = '{"n": 99}'`],
    ['an actor role', `actor_role = 'STEWARD'`],
    ['a subject', 'subject_id = gen_random_uuid()'],
    ['a time', `recorded_at = recorded_at + interval '1 microsecond'`],
    ['a salt', 'salt = uuid_send(gen_random_uuid())'],
    ['a hash', `hash = sha256('x')`],
    ['details whose salt is taken away', `salt = NULL, details = '{"n": 99}'`],
  ])('names the position where the owner changed %s', async (_, change) => {
    await run(`UPDATE record_entry SET ${change} WHERE community_id = $1 AND seq = 4`, community);
    expect((await verdict()).fault).toBe(brokenAt(4));
  });

  it('names the position of an entry that was removed, even if the rest moved up', async () => {
    await run('DELETE FROM record_entry WHERE community_id = $1 AND seq = 5', community);
    expect((await verdict()).fault).toBe(brokenAt(5));
    for (let seq = 6; seq <= 10; seq += 1)
      await run('UPDATE record_entry SET seq = seq - 1 WHERE community_id = $1 AND seq = $2', community, seq);
    expect((await verdict()).fault).toBe(brokenAt(5));
  });

  it('names the first of two entries that changed places', async () => {
    for (const [from, to] of [
      [3, 0],
      [7, 3],
      [0, 7],
    ]) {
      await run('UPDATE record_entry SET seq = $3 WHERE community_id = $1 AND seq = $2', community, from, to);
    }
    expect((await verdict()).fault).toBe(brokenAt(3));
  });

  it('finds a cut-off end by the stored head, and by a noted one if the stored head was moved too', async () => {
    const before = noted(await verdict());
    await run('DELETE FROM record_entry WHERE community_id = $1 AND seq > 8', community);
    expect((await verdict()).fault).toBe(brokenAt(9));
    await run(
      'UPDATE record_head h SET seq = 8, hash = e.hash FROM record_entry e WHERE h.community_id = $1 AND e.community_id = $1 AND e.seq = 8',
      community,
    );
    expect((await verdict()).fault).toBeNull();
    expect((await verdict(before)).fault).toBe('the noted head at position 10 is gone: the record was cut off');
    await write(2);
    expect((await verdict()).fault).toBeNull();
    expect((await verdict(before)).fault).toBe(
      'the noted head at position 10 does not match: the record was written anew at or before it',
    );
  });

  it('stays whole when salt and details of an entry are erased', async () => {
    const before = await verdict();
    await run(
      `UPDATE record_entry SET salt = NULL, details = '{}' WHERE community_id = $1 AND seq IN (2, 10)`,
      community,
    );
    expect(await verdict(noted(before))).toEqual(before);
  });
});

describe('a noted head', () => {
  it('is written as the command prints it', () => {
    const hash = 'ab'.repeat(32);
    expect(parseNotedHead(`canal-street=${hash.toUpperCase()}@120`)).toEqual({
      handle: 'canal-street',
      hash,
      position: 120,
    });
    for (const wrong of [
      '',
      'canal-street',
      `canal-street=${hash}`,
      `canal-street=${hash}@0`,
      'canal-street=ab@1',
      `=${hash}@1`,
    ]) {
      expect(() => parseNotedHead(wrong)).toThrow(/HANDLE=HEX@POSITION/);
    }
  });
});
