import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { system } from '../../../src/platform/access/actor.js';
import type { Database } from '../../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../../src/platform/database/urls.js';
import { RecordSealer } from '../../../src/platform/jobs/record-sealer.js';
import { freshDatabase, sql } from '../../support/database.js';
import { connectDatabase } from '../../support/stored-world.js';

let urls: DatabaseUrls;
let databases: Database[];

beforeAll(async () => {
  urls = await freshDatabase('sealer');
  databases = [await connectDatabase(urls), await connectDatabase(urls)];
});

afterAll(async () => {
  await Promise.all(databases.map((db) => db.onApplicationShutdown()));
});

describe('sealing the record', () => {
  it('makes one unbroken chain for each community while two processes seal and others write', async () => {
    const owner = sql(urls.owner);
    const homes = [randomUUID(), randomUUID()];
    for (const home of homes)
      await owner(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Somewhere')`, [
        home,
        `c-${home.slice(0, 8)}`,
      ]);
    const write = async () => {
      for (let n = 0; n < 40; n += 1) {
        await owner(
          `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, details)
           SELECT unnest($1::uuid[]), gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid(), '{"n": 1}'`,
          [homes],
        );
      }
    };
    const writing = new AbortController();
    const seal = async (db: Database) => {
      const sealer = new RecordSealer(db);
      while (!writing.signal.aborted) await sealer.round();
    };
    await Promise.all([Promise.all([write(), write()]).then(() => writing.abort()), ...databases.map(seal)]);
    await new RecordSealer(databases[0]!).round();
    for (const home of homes) {
      const [verdict] = await owner('SELECT entries::int, unsealed::int, broken_at FROM app.verify_record($1)', [home]);
      expect(verdict).toEqual({ entries: 80, unsealed: 0, broken_at: null });
    }
  });

  it('gives each entry the same bytes, however many are sealed at once', async () => {
    const owner = sql(urls.owner);
    const homes = [randomUUID(), randomUUID()];
    for (const home of homes) {
      await owner(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Somewhere')`, [
        home,
        `c-${home.slice(0, 8)}`,
      ]);
      await owner(
        `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, details)
         SELECT $1, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid(), jsonb_build_object('n', n) FROM generate_series(1, 5) n`,
        [home],
      );
    }
    const sealedBy = async (most: number) => {
      for (let sealed = most; sealed === most; ) {
        [{ sealed }] = await databases[0]!.write(system, null, (tx) =>
          tx.rows<any>('SELECT app.seal_record($1) AS sealed', [most]),
        );
      }
      return {
        entries: await owner(
          'SELECT id, seq, hash, details_hash FROM record_entry WHERE community_id = ANY ($1) ORDER BY community_id, seq',
          [homes],
        ),
        heads: await owner('SELECT community_id, seq, hash FROM record_head WHERE community_id = ANY ($1) ORDER BY 1', [
          homes,
        ]),
      };
    };
    const oneByOne = await sealedBy(1);
    await owner('UPDATE record_entry SET seq = NULL, hash = NULL, details_hash = NULL WHERE community_id = ANY ($1)', [
      homes,
    ]);
    await owner('DELETE FROM record_head WHERE community_id = ANY ($1)', [homes]);
    expect(await sealedBy(3)).toEqual(oneByOne);
    expect(oneByOne.entries).toHaveLength(10);
    expect(oneByOne.heads).toEqual([
      expect.objectContaining({ hash: oneByOne.entries[4]?.['hash'] }),
      expect.objectContaining({ hash: oneByOne.entries[9]?.['hash'] }),
    ]);
  });

  it('is refused to whoever is not the clock', async () => {
    const runtime = sql(urls.runtime);
    await expect(runtime('SELECT app.seal_record(1)')).rejects.toMatchObject({
      constraint: 'record_sealed_by_clock_only_ck',
    });
  });
});
