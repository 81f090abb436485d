import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RecordSealer } from '../../../src/platform/jobs/record-sealer.js';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { connectDatabase } from '../../support/stored-world.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  owner = sql(on.urls.owner);
});
afterAll(() => on.close());

const CHECK = `query ($handle: String!, $from: Int, $seq: Int, $hash: String) {
  community(handle: $handle) {
    recordCheck(from: $from, seq: $seq, hash: $hash) { holds from upTo next publishedHeads notedHeadHolds faults { position entryId text } }
  }
}`;

const check = async (community: Founded, variables: Record<string, unknown> = {}, who: As = community.steward) =>
  (await on.query(who, CHECK, { handle: community.handle, ...variables })).community.recordCheck;

async function sealed(): Promise<void> {
  const sealer = on.app.get(RecordSealer, { strict: false });
  while (await sealer.round());
}

/** A community with so many more entries in its chain, a second apart. */
async function community(entries = 5): Promise<Founded> {
  const made = await world.community();
  await owner(
    `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, details, recorded_at)
     SELECT $1, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid(), jsonb_build_object('n', n), now() + n * interval '1 second' FROM generate_series(1, $2::int) n`,
    [made.id, entries],
  );
  await sealed();
  return made;
}

const headOf = async ({ id }: Founded, seq: number) =>
  (
    await owner(`SELECT seq::int, encode(hash, 'hex') AS hash FROM record_entry WHERE community_id = $1 AND seq = $2`, [
      id,
      seq,
    ])
  )[0];
const whole = { holds: true, from: 1, upTo: 6, next: null, publishedHeads: 0, notedHeadHolds: null, faults: [] };

describe('Community.recordCheck', () => {
  it('says of a record that holds up to where it was checked, and whether a head noted earlier is in it', async () => {
    const home = await community();
    expect(await check(home)).toEqual(whole);
    const noted = await headOf(home, 4);
    expect(await check(home, { ...noted, hash: noted?.['hash'].toUpperCase() })).toEqual({
      ...whole,
      notedHeadHolds: true,
    });
    expect(await check(home, { ...noted, from: 5 })).toEqual({ ...whole, from: 5, notedHeadHolds: true });
    await owner(
      `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public)
       SELECT $1, current_date - (9 - seq::int), seq, hash, true FROM record_entry WHERE community_id = $1 AND seq IN (2, 5)`,
      [home.id],
    );
    expect(await check(home)).toEqual({ ...whole, publishedHeads: 2 });
  });

  it('names what is wrong with its position, in the language of whoever asks', async () => {
    const home = await community();
    const noted = await headOf(home, 6);
    await owner(`UPDATE record_entry SET details = '{"n": 99}' WHERE community_id = $1 AND seq = 3`, [home.id]);
    const [entry] = await owner('DELETE FROM record_entry WHERE community_id = $1 AND seq = 6 RETURNING id', [home.id]);
    const found = await check(home, noted);
    expect(found).toMatchObject({ holds: false, upTo: 5, next: null, notedHeadHolds: false });
    expect(found.faults).toEqual([
      {
        position: 6,
        entryId: null,
        text: 'The entry at position 6, whose hash you noted, is gone: the record was cut off.',
      },
      {
        position: 3,
        entryId: expect.any(String),
        text: 'The details of the entry at position 3 were changed afterwards.',
      },
      {
        position: 6,
        entryId: null,
        text: 'The end of the record was cut off: the entry at position 6 is gone.',
      },
    ]);
    expect(JSON.stringify(found)).not.toContain(entry?.['id']);
    await on.mutate(home.steward, 'changePreferences', { language: 'es' });
    expect((await check(home)).faults[0].text).toBe(
      'Los detalles de la entrada en la posición 3 se cambiaron después.',
    );
  });

  it('finds a record written anew by a head noted earlier, and by nothing else', async () => {
    const home = await community();
    const noted = await headOf(home, 6);
    await owner('DELETE FROM record_entry WHERE community_id = $1', [home.id]);
    await owner('DELETE FROM record_head WHERE community_id = $1', [home.id]);
    await owner(
      `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id)
       SELECT $1, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid() FROM generate_series(1, 6)`,
      [home.id],
    );
    await sealed();
    expect(await check(home)).toEqual(whole);
    expect(await check(home, noted)).toMatchObject({
      holds: false,
      notedHeadHolds: false,
      faults: [{ position: 6, text: expect.stringContaining('does not match the head that you noted') }],
    });
  });

  it('checks ten thousand entries at a time and says where to go on', async () => {
    const home = await community(0);
    // Not chained one by one: where the parts meet is the point, and each is chained as if it had been.
    await owner(
      `WITH RECURSIVE chain AS (
         SELECT e.seq, e.hash, e.community_id FROM record_entry e WHERE e.community_id = $1 AND e.seq = 1
         UNION ALL
         SELECT c.seq + 1, app.record_hash(c.hash, x, c.seq + 1, app.record_details_hash(x)), c.community_id
           FROM chain c CROSS JOIN LATERAL jsonb_populate_record(NULL::record_entry, jsonb_build_object('community_id', c.community_id,
                  'id', ('00000000-0000-4000-8000-' || lpad((c.seq + 1)::text, 12, '0')), 'kind', 'ask.opened', 'actor_role', 'SYSTEM', 'subject_type', 'Ask',
                  'subject_id', c.community_id, 'details', '{}'::jsonb, 'salt', '\\x00', 'recorded_at', '2199-01-01T00:00:00Z')) x
          WHERE c.seq < 20002
       ), written AS (
         INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, details, salt, recorded_at, details_hash, seq, hash)
         SELECT community_id, ('00000000-0000-4000-8000-' || lpad(seq::text, 12, '0'))::uuid, 'ask.opened', 'SYSTEM', 'Ask', community_id, '{}', '\\x00',
                '2199-01-01T00:00:00Z', sha256('\\x00'::bytea || convert_to('{}', 'UTF8')), seq, hash FROM chain WHERE seq > 1 RETURNING seq, hash
       )
       UPDATE record_head h SET seq = w.seq, hash = w.hash FROM written w WHERE h.community_id = $1 AND w.seq = 20002`,
      [home.id],
    );
    const parts = [await check(home), await check(home, { from: 10_001 }), await check(home, { from: 20_001 })];
    expect(parts).toEqual([
      { ...whole, upTo: 10_000, next: 10_001 },
      { ...whole, from: 10_001, upTo: 20_000, next: 20_001 },
      { ...whole, from: 20_001, upTo: 20_002 },
    ]);
    await owner(`UPDATE record_entry SET actor_role = 'STEWARD' WHERE community_id = $1 AND seq = 10001`, [home.id]);
    expect(await check(home)).toMatchObject({ holds: true, upTo: 10_000 });
    expect(await check(home, { from: 10_001 })).toMatchObject({ holds: false, faults: [{ position: 10_001 }] });
    expect(await check(home, { from: 10_002 })).toMatchObject({ holds: true });
    await owner('DELETE FROM record_entry WHERE community_id = $1 AND seq IN (10000, 20002)', [home.id]);
    expect((await check(home)).faults).toMatchObject([{ position: 10_000 }]);
    expect((await check(home, { from: 10_002 })).faults).toMatchObject([{ position: 20_002 }]);
  });

  it('answers of a record without entries, and beyond the end of one, that nothing more is there', async () => {
    const home = await world.community();
    expect(await check(home)).toEqual({ ...whole, upTo: 0 });
    const other = await community();
    expect(await check(other, { from: 50 })).toMatchObject({ from: 50, upTo: 6, next: null });
  });

  it('is refused to everyone else, and so is the function behind it', async () => {
    const home = await community();
    await owner('UPDATE community SET published = true WHERE id = $1', [home.id]);
    for (const who of [
      null,
      await world.ally(home),
      await world.allyOrganizer(home),
      (await world.community()).steward,
    ]) {
      const { data, errors } = await on.send(who, CHECK, { handle: home.handle });
      expect(data.community.recordCheck).toBeNull();
      expect(errors.map((error) => error.extensions.code)).toEqual([who ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
    }
    const db = await connectDatabase(on.urls);
    try {
      await expect(db.pool.query('SELECT * FROM app.check_record($1, 1, 10)', [home.id])).rejects.toThrow(
        'only the people affected check the record of their community',
      );
      await expect(db.pool.query('SELECT * FROM app.record_faults($1, 1, 10)', [home.id])).rejects.toThrow(
        'permission denied for function record_faults',
      );
    } finally {
      await db.onApplicationShutdown();
    }
  });

  it('refuses half a head, and what can be none', async () => {
    const home = await community();
    for (const variables of [
      { seq: 3 },
      { hash: 'ab'.repeat(32) },
      { seq: 0, hash: 'ab'.repeat(32) },
      { seq: 3, hash: 'ab' },
      { from: 0 },
    ]) {
      const { errors } = await on.send(home.steward, CHECK, { handle: home.handle, ...variables });
      expect([variables, errors[0]?.extensions.code]).toEqual([variables, 'BAD_REQUEST']);
    }
  });

  it('costs as much as two thousand objects: four in a request, and no fifth', async () => {
    const home = await community();
    const times = (n: number) =>
      `query ($handle: String!) { community(handle: $handle) { ${Array.from({ length: n }, (_, i) => `c${i}: recordCheck(from: ${i + 1}) { holds }`).join(' ')} } }`;
    expect((await on.send(home.steward, times(4), { handle: home.handle })).errors).toEqual([]);
    const { data, errors } = await on.send(home.steward, times(5), { handle: home.handle });
    expect([data, errors[0]?.extensions.code]).toEqual([null, 'TOO_COMPLEX']);
  });
});

describe('app.record_entries_hold', () => {
  it('tells the sealed entries of a campaign that do not hold, and no others', async () => {
    const home = await community(12);
    const campaign = home.id;
    await owner(
      'UPDATE record_entry SET campaign_id = $1, seq = NULL, hash = NULL, details_hash = NULL WHERE community_id = $1 AND kind = $2',
      [campaign, 'ask.opened'],
    );
    await owner('DELETE FROM record_head WHERE community_id = $1', [home.id]);
    await owner(`UPDATE record_entry SET seq = NULL, hash = NULL, details_hash = NULL WHERE community_id = $1`, [
      home.id,
    ]);
    await sealed();
    const broken = () =>
      owner(
        'SELECT e.seq::int FROM app.record_entries_hold($1, $1) AS broken JOIN record_entry e ON e.community_id = $1 AND e.id = broken',
        [home.id],
      );
    expect(await broken()).toEqual([]);
    const change = (what: string, seq: number) =>
      owner(`UPDATE record_entry SET ${what} WHERE community_id = $1 AND seq = $2`, [home.id, seq]);
    await change(`kind = 'ask.closed'`, 4);
    await change(`details = '{"n": 99}'`, 6);
    await change(`salt = NULL, details = '{}'`, 8);
    await change(`actor_role = 'STEWARD', campaign_id = NULL`, 10);
    await owner('DELETE FROM record_entry WHERE community_id = $1 AND seq = 12', [home.id]);
    expect(await broken()).toEqual([{ seq: 4 }, { seq: 6 }, { seq: 13 }]);
  });
});
