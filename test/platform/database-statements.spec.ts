import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymous } from '../../src/platform/access/actor.js';
import type { Database } from '../../src/platform/database/database.js';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { freshDatabase, sql } from '../support/database.js';
import { connectDatabase, StoredWorld } from '../support/stored-world.js';

let urls: DatabaseUrls;
let database: Database;
let steward: { kind: 'person'; personId: string; sessionId: null; memberships: [] };

beforeAll(async () => {
  urls = await freshDatabase('statements');
  database = await connectDatabase(urls, 2);
  const world = await StoredWorld.build(urls);
  steward = { kind: 'person', personId: world.steward.personId, sessionId: null, memberships: [] };
});
afterAll(() => database.onApplicationShutdown());

const read = <Row extends object>(text: string, params?: unknown[]) =>
  database.read(anonymous, (reader) => reader.rows<Row>(text, params));

/** What the connections that a text was last sent over have prepared; a pool with nobody waiting hands out the same one. */
const prepared = (like: string) =>
  read<{ name: string }>(
    `SELECT name FROM pg_prepared_statements WHERE statement LIKE '${like}%' /* ${Math.random()} */`,
  );

describe('statements', () => {
  it('are prepared from the third time on', async () => {
    const text = 'SELECT $1::int + 1 AS sum';
    for (const sent of [1, 2, 3, 4]) {
      expect(await read(text, [sent])).toEqual([{ sum: sent + 1 }]);
      expect(await prepared('SELECT $1::int + 1')).toHaveLength(sent < 3 ? 0 : 1);
    }
  });

  it('stay unnamed where one text holds several', async () => {
    for (let times = 0; times < 4; times += 1) await read('SELECT 1 AS first; SELECT 2 AS second');
    expect(await prepared('SELECT 1 AS first')).toEqual([]);
  });

  it('can fail and be sent again', async () => {
    const text = 'SELECT 10 / $1::int AS share';
    for (let times = 0; times < 4; times += 1) {
      await expect(read(text, [0])).rejects.toMatchObject({ code: '22012' });
      expect(await read(text, [5])).toEqual([{ share: 2 }]);
    }
  });

  it('outlive a migration that changes what they answer', async () => {
    const text = 'SELECT * FROM community';
    const mutation = () => database.write(steward, null, async (tx) => Object.keys(await tx.only(text)));
    const query = (actor: typeof steward | typeof anonymous) =>
      database.read(actor, async (reader) => Object.keys((await reader.rows<object>(text))[0] ?? {}));
    const everyone = () => Promise.all([query(anonymous), query(steward), query(steward), mutation()]);
    for (let times = 0; times < 4; times += 1) await everyone();
    expect((await prepared(text)).length).toBe(1);
    for (const column of ['first', 'second']) {
      await sql(urls.owner)(`ALTER TABLE community ADD COLUMN ${column} text`);
      await sql(urls.owner)('GRANT SELECT ON community TO accompany_app');
      const [mine, written] = [await query(steward), await mutation()];
      expect(mine).toContain(column);
      expect(written).toContain(column);
      for (const columns of (await everyone()).slice(1)) expect(columns).toContain(column);
    }
  });
});
