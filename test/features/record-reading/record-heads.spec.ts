import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { parseNotedHead } from '../../../src/commands/noted-heads.js';
import { RecordHeadClock } from '../../../src/features/record-reading/record-head-clock.js';
import { RecordSealer } from '../../../src/platform/jobs/record-sealer.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { connectDatabase } from '../../support/stored-world.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('record_heads') });
  world = new World(on);
  owner = sql(on.urls.owner);
});
afterAll(() => on.close());

const HEADS = `query ($handle: String!, $first: Int, $after: String) {
  community(handle: $handle) { recordHeads(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { endedOn seq hash } } }
}`;

const publish = () => on.app.get(RecordHeadClock, { strict: false }).publish();
const show = (community: Founded, published = true) =>
  owner('UPDATE community SET published = $2 WHERE id = $1', [community.id, published]);
const stored = (community: Founded) =>
  owner(
    `SELECT (now() AT TIME ZONE 'UTC')::date - day AS ago, seq::int, encode(hash, 'hex') AS hash, was_public FROM record_daily_head WHERE community_id = $1 ORDER BY day`,
    [community.id],
  );

/** A community whose founding lies some days back, sealed; what else is in it is of today. */
async function founded(daysAgo: number): Promise<Founded> {
  const community = await world.community();
  await owner(`UPDATE record_entry SET recorded_at = now() - make_interval(days => $2) WHERE community_id = $1`, [
    community.id,
    daysAgo,
  ]);
  await world.affected(community);
  const sealer = on.app.get(RecordSealer, { strict: false });
  while (await sealer.round());
  return community;
}

/** As the clock would have done that many days ago. */
const keep = (community: Founded, daysAgo: number, seq: number, wasPublic = true) =>
  owner(
    `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public)
     SELECT $1, (now() AT TIME ZONE 'UTC')::date - $2::int, seq, hash, $4 FROM record_entry WHERE community_id = $1 AND seq = $3`,
    [community.id, daysAgo, seq, wasPublic],
  );

const get = (path: string) => request(on.app.getHttpServer()).get(path);
async function day(daysAgo: number): Promise<string> {
  const [row] = await owner(`SELECT ((now() AT TIME ZONE 'UTC')::date - $1::int)::text AS day`, [daysAgo]);
  return row?.['day'];
}
const lineOf = (text: string, { handle }: Founded) => text.split('\n').find((line) => line.startsWith(`${handle}=`));

describe('the head of a day', () => {
  it('is kept once the day ended, without what was done since', async () => {
    const community = await founded(3);
    await publish();
    const [entry] = await owner(
      `SELECT encode(hash, 'hex') AS hash FROM record_entry WHERE community_id = $1 AND seq = 1`,
      [community.id],
    );
    expect(await stored(community)).toEqual([{ ago: 1, seq: 1, hash: entry?.['hash'], was_public: false }]);
  });

  it('is not kept again while nothing changes, and kept again when the record grew or the page opened', async () => {
    const community = await founded(3);
    await keep(community, 2, 1, false);
    await publish();
    expect(await stored(community)).toHaveLength(1);
    await show(community);
    await publish();
    expect((await stored(community)).map((one) => one['was_public'])).toEqual([false, true]);
    await owner(`UPDATE record_daily_head SET day = day - 1 WHERE community_id = $1`, [community.id]);
    await owner(`UPDATE record_entry SET recorded_at = now() - interval '1 day' WHERE community_id = $1 AND seq = 2`, [
      community.id,
    ]);
    await publish();
    expect((await stored(community)).map((one) => one['seq'])).toEqual([1, 1, 2]);
  });

  it('stays what it is: whoever rewrites the record and publishes again adds another day', async () => {
    const community = await founded(3);
    await publish();
    const before = await stored(community);
    await owner(`UPDATE record_entry SET hash = sha256('x') WHERE community_id = $1 AND seq = 1`, [community.id]);
    await publish();
    expect(await stored(community)).toEqual(before);
  });

  it('is of no community in which nothing was recorded before, and covers more communities than are looked at at once', async () => {
    await owner(
      `INSERT INTO community (id, handle, name) SELECT gen_random_uuid(), 'many-' || n, 'Many' FROM generate_series(1, 1100) n`,
    );
    const last = await founded(2);
    await owner(
      `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, recorded_at)
       SELECT id, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', id, now() - interval '2 days' FROM community WHERE handle IN ('many-1', 'many-1100')`,
    );
    const sealer = on.app.get(RecordSealer, { strict: false });
    while (await sealer.round());
    await publish();
    const kept = await owner(
      `SELECT c.handle FROM record_daily_head d JOIN community c ON c.id = d.community_id WHERE c.handle LIKE 'many-%' ORDER BY 1`,
    );
    expect(kept).toEqual([{ handle: 'many-1' }, { handle: 'many-1100' }]);
    expect(await stored(last)).toHaveLength(1);
  });

  it('is kept, changed and removed by nobody but the clock, whoever asks the database', async () => {
    const community = await founded(3);
    await publish();
    const before = await stored(community);
    const db = await connectDatabase(on.urls);
    try {
      const attempt = (statement: string) =>
        db.pool.query(statement).then(
          () => 'done',
          (error: Error) => error.message,
        );
      expect(await attempt('SELECT app.publish_record_heads(NULL, 10)')).toBe(
        'only the clock publishes heads of the record',
      );
      for (const statement of [
        `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public) VALUES ('${community.id}', now(), 1, '', true)`,
        `SELECT set_config('accompany.kind', 'system', false); UPDATE record_daily_head SET seq = 9`,
        `SELECT set_config('accompany.kind', 'system', false); DELETE FROM record_daily_head`,
      ]) {
        expect(await attempt(statement)).toBe('permission denied for table record_daily_head');
      }
    } finally {
      await db.onApplicationShutdown();
    }
    expect(await stored(community)).toEqual(before);
  });
});

describe('Community.recordHeads', () => {
  it('shows members every day, outsiders those on which the page was public, latest first', async () => {
    const community = await founded(9);
    await world.affected(community);
    await show(community);
    await keep(community, 5, 1, false);
    await keep(community, 3, 2);
    await keep(community, 2, 3);
    const read = async (who: Parameters<TestApp['query']>[0], variables = {}) =>
      (await on.query(who, HEADS, { handle: community.handle, ...variables })).community.recordHeads;
    const [entry] = await owner(
      `SELECT encode(hash, 'hex') AS hash FROM record_entry WHERE community_id = $1 AND seq = 2`,
      [community.id],
    );
    for (const who of [null, await world.person(), (await world.community()).steward]) {
      const found = await read(who);
      expect(found.totalCount).toBe(2);
      expect(found.nodes[1]).toEqual({ endedOn: await day(3), seq: 2, hash: entry?.['hash'] });
    }
    for (const who of [community.steward, await world.ally(community)]) {
      const { nodes } = await read(who);
      expect(nodes.map((one: { seq: number }) => one.seq)).toEqual([3, 2, 1]);
    }
    const page = await read(community.steward, { first: 2 });
    const rest = await read(community.steward, { first: 2, after: page.pageInfo.endCursor });
    expect(rest).toMatchObject({ pageInfo: { hasNextPage: false }, nodes: [{ seq: 1 }] });
  });

  it('takes as many statements for fifty days as for five', async () => {
    const community = await founded(100);
    const fill = (from: number, to: number) =>
      owner(
        `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public)
         SELECT $1, (now() AT TIME ZONE 'UTC')::date - n, 1, sha256('x'), true FROM generate_series($2::int, $3::int) n`,
        [community.id, from, to],
      );
    const ask = () => counting(() => on.query(community.steward, HEADS, { handle: community.handle, first: 100 }));
    await fill(1, 5);
    const few = await ask();
    await fill(6, 50);
    const many = await ask();
    expect([few, many].map(({ result }) => result.community.recordHeads.nodes.length)).toEqual([5, 50]);
    expect(many.statements).toHaveLength(few.statements.length);
  });
});

describe('/record-heads.txt', () => {
  it('lists the last head of every public page as verify-record takes it, and names no hidden community', async () => {
    const [open, hidden, closed] = [await founded(4), await founded(4), await founded(4)];
    for (const one of [open, closed]) await show(one);
    await publish();
    await show(closed, false);
    const { status, text, headers } = await get('/record-heads.txt');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(headers).not.toHaveProperty('set-cookie');
    const [head] = await stored(open);
    expect(lineOf(text, open)).toBe(`${open.handle}=${head?.['hash']}@1`);
    for (const one of [hidden, closed]) expect(text).not.toContain(one.handle);
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toContain(`as they ended on ${await day(1)} (UTC) or before`);
    const heads = lines.filter((line) => !line.startsWith('#'));
    expect(heads.map((line) => parseNotedHead(line).handle)).toContain(open.handle);
  });

  it('is kept a file a day: each says what was last then, and tells nothing of days before the page was public', async () => {
    const community = await founded(9);
    await world.affected(community);
    await show(community);
    await keep(community, 7, 1, false);
    await keep(community, 5, 2);
    await keep(community, 3, 3);
    const at = async (daysAgo: number) =>
      lineOf((await get(`/record-heads/${await day(daysAgo)}.txt`)).text, community);
    expect(await at(8)).toBeUndefined();
    expect(await at(6)).toBeUndefined();
    expect(await at(5)).toMatch(/@2$/);
    expect(await at(4)).toMatch(/@2$/);
    expect(await at(3)).toMatch(/@3$/);
    expect(await at(1)).toMatch(/@3$/);
  });

  it('answers a copy that is still good with nothing, and a day that has not ended or is none as not there', async () => {
    const first = await get('/record-heads.txt');
    const again = await get('/record-heads.txt').set('if-none-match', first.headers['etag'] ?? '');
    expect([again.status, again.text]).toEqual([304, '']);
    for (const path of [
      `${await day(0)}.txt`,
      `${await day(-1)}.txt`,
      '2026-02-30.txt',
      'yesterday.txt',
      `${await day(1)}.json`,
    ]) {
      expect((await get(`/record-heads/${path}`)).status).toBe(404);
    }
  });

  it('is paid for from the budget of a network, and says when to come again', async () => {
    const strict = await startTestApp({
      urls: on.urls,
      config: { rateLimits: { person: 1_000, key: 1_000, address: 1_000 } },
    });
    try {
      const ask = () => request(strict.app.getHttpServer()).get('/record-heads.txt');
      const answers = [await ask(), await ask(), await ask()];
      expect(answers[0]?.status).toBe(200);
      expect(answers[2]?.status).toBe(429);
      expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
      expect(answers[2]?.text).not.toContain('@');
    } finally {
      await strict.close();
    }
  });
});
