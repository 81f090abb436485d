import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { NotedHead } from '../../src/commands/noted-heads.js';
import { type Verdict, verifyRecords } from '../../src/commands/record-verification.js';
import { faultSentence } from '../../src/features/record/index.js';
import { connect } from '../../src/platform/database/connect.js';
import type { Database } from '../../src/platform/database/database.js';
import { RecordSealer } from '../../src/platform/jobs/record-sealer.js';
import { english } from '../../src/platform/words/index.js';
import { freshDatabase } from '../support/database.js';
import { connectDatabase } from '../support/stored-world.js';

let client: pg.Client;
let db: Database;
let community: string;
let handle: string;

beforeAll(async () => {
  const urls = await freshDatabase('verify_record');
  db = await connectDatabase(urls);
  // As the owner of the tables, who can do to them whatever there is to do.
  client = await connect(urls.owner);
});

afterAll(async () => {
  await client.end();
  await db.onApplicationShutdown();
});

const run = async (sql: string, ...params: unknown[]) => (await client.query(sql, params)).rows;
/** The same, of the community at hand, which is `$1`. */
const here = (sql: string, ...params: unknown[]) => run(sql, community, ...params);

/** Ten chained entries in a community of its own, one a day, the last of them today. */
beforeEach(async () => {
  community = randomUUID();
  handle = `c-${community.slice(0, 8)}`;
  await run(`INSERT INTO community (id, handle, name) VALUES ($1, $2, 'Somewhere')`, community, handle);
  for (let n = 1; n <= 10; n += 1) await write(n, `${10 - n} days`);
  await sealed();
});

async function write(n: number, ago = '0 days'): Promise<void> {
  await here(
    `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, details, recorded_at)
     VALUES ($1, gen_random_uuid(), 'ask.opened', 'SYSTEM', 'Ask', gen_random_uuid(), $2, clock_timestamp() - $3::interval)`,
    { n },
    ago,
  );
}

async function sealed(): Promise<void> {
  while (await new RecordSealer(db).round());
}

/** Chains what is there anew from a position on, as the sealer would have done it, and moves the head along. */
async function rechained(from = 1): Promise<void> {
  const entries = await here('SELECT id FROM record_entry WHERE community_id = $1 AND seq >= $2 ORDER BY seq', from);
  for (const [index, { id }] of entries.entries()) {
    await here(
      `UPDATE record_entry e SET seq = $3::bigint, details_hash = coalesce(app.record_details_hash(e), e.details_hash),
              hash = app.record_hash(coalesce((SELECT p.hash FROM record_entry p WHERE p.community_id = $1 AND p.seq = $3::bigint - 1), ''), e, $3::bigint,
                coalesce(app.record_details_hash(e), e.details_hash))
        WHERE e.community_id = $1 AND e.id = $2`,
      id,
      from + index,
    );
  }
  await here(
    `UPDATE record_head h SET (seq, hash) = (SELECT e.seq, e.hash FROM record_entry e WHERE e.community_id = $1 AND e.seq IS NOT NULL ORDER BY e.seq DESC LIMIT 1)
      WHERE h.community_id = $1`,
  );
}

/** Puts an entry in at a position; those from there on move up. */
async function forgedAt(position: number): Promise<void> {
  for (let seq = 10; seq >= position; seq -= 1) await moved(seq, seq + 1);
  await here(
    `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, recorded_at, seq, hash, details_hash)
     SELECT $1, gen_random_uuid(), 'ask.opened', 'STEWARD', 'Ask', gen_random_uuid(), e.recorded_at, $2::bigint, ''::bytea, ''::bytea
       FROM record_entry e WHERE e.community_id = $1 AND e.seq = $2::bigint - 1`,
    position,
  );
  await here(
    'UPDATE record_entry e SET details_hash = app.record_details_hash(e) WHERE e.community_id = $1 AND e.seq = $2',
    position,
  );
}

const moved = (from: number, to: number) =>
  here('UPDATE record_entry SET seq = $3 WHERE community_id = $1 AND seq = $2', from, to);

async function swapped(one: number, other: number): Promise<void> {
  await moved(one, -1);
  await moved(other, one);
  await moved(-1, other);
}

async function verdict(...heads: NotedHead[]): Promise<Verdict> {
  const { verdicts } = await verifyRecords(client, heads);
  const own = verdicts.find((one) => one.handle === handle)!;
  const inPlaces = <T extends { place: number | null; fault: string }>(faults: T[]): T[] =>
    faults.toSorted((a, b) => (a.place ?? 99) - (b.place ?? 99) || a.fault.localeCompare(b.fault));
  // What the command computes by itself, the database's own function must find as well, for those who only have the API.
  const found = await here(
    `SELECT fault, place::int, reaches::int, entry_id AS "entryId", day::text FROM app.record_faults($1, 1, 1000)`,
  );
  expect(inPlaces(own.faults.filter(({ fault }) => !fault.startsWith('NOTED')))).toEqual(inPlaces(found as never[]));
  return own;
}

const said = ({ faults }: Verdict): string[] => faults.map((fault) => english(faultSentence(fault)));
const noted = ({ head, entries }: Verdict): NotedHead => ({ handle, hash: head, position: entries });
const changedAt = (position: number) =>
  `The entry at position ${position} does not match its hash: what was done, by whom, to what or when was changed, or this is not the entry that stood there.`;
const notedDiffers =
  'The entry at position 10 does not match the head that you noted: the record was written anew at or before it.';

describe('verifying the record', () => {
  it('finds an untouched one whole, and prints what can be noted', async () => {
    const found = await verdict();
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    const whole = { handle, entries: 10, unsealed: 0, erased: 0, published: 0, head: hash, place: 10, faults: [] };
    expect(found).toEqual(whole);
    await write(11);
    expect(await verdict(noted(found))).toEqual({ ...found, unsealed: 1 });
    await sealed();
    expect(await verdict(noted(found))).toMatchObject({ entries: 11, unsealed: 0, faults: [] });
  });

  it('finds a community without entries whole', async () => {
    await here('DELETE FROM record_head WHERE community_id = $1');
    await here('DELETE FROM record_entry WHERE community_id = $1');
    expect(await verdict()).toMatchObject({ entries: 0, head: '', faults: [] });
  });

  it('stays whole when salt and details of an entry are erased, and says of how many they were', async () => {
    const before = await verdict();
    await here(`UPDATE record_entry SET salt = NULL, details = '{}' WHERE community_id = $1 AND seq IN (2, 10)`);
    expect(await verdict(noted(before))).toEqual({ ...before, erased: 2 });
  });

  it('computes by itself: functions of the database that were replaced blind it to nothing', async () => {
    await here('UPDATE record_entry SET subject_id = gen_random_uuid() WHERE community_id = $1 AND seq = 4');
    const [{ made } = {}] = await run(
      `SELECT pg_get_functiondef('app.record_hash(bytea, record_entry, bigint, bytea)'::regprocedure) AS made`,
    );
    await run(
      `CREATE OR REPLACE FUNCTION app.record_hash(previous bytea, entry record_entry, place bigint, details_hash bytea) RETURNS bytea LANGUAGE sql AS 'SELECT entry.hash'`,
    );
    try {
      expect(await here('SELECT * FROM app.record_faults($1, 1, 1000)')).toEqual([]);
      const { verdicts } = await verifyRecords(client);
      expect(said(verdicts.find((one) => one.handle === handle)!)).toEqual([changedAt(4)]);
    } finally {
      await run(made);
    }
  });
});

describe('an updated entry', () => {
  it.each([
    ['kind', `kind = 'ask.closed'`],
    ['standing', `actor_role = 'STEWARD'`],
    ['campaign', 'campaign_id = gen_random_uuid()'],
    ['type of what it was done to', `subject_type = 'Pledge'`],
    ['id of what it was done to', 'subject_id = gen_random_uuid()'],
    ['time', `recorded_at = recorded_at + interval '1 microsecond'`],
    ['own id', 'id = gen_random_uuid()'],
    ['hash', `hash = sha256('x')`],
    ['digest of its details', `details_hash = sha256('x'), salt = NULL, details = '{}'`],
  ])('is found by its position when its %s was changed', async (_, change) => {
    await here(`UPDATE record_entry SET ${change} WHERE community_id = $1 AND seq = 4`);
    expect(said(await verdict())).toEqual([changedAt(4)]);
  });

  it('is found when someone else is said to have done it', async () => {
    const [member] = await here(
      `WITH somebody AS (INSERT INTO person (id) VALUES (gen_random_uuid()) RETURNING id)
       INSERT INTO membership (community_id, id, person_id, pseudonym, standing) SELECT $1, gen_random_uuid(), id, 'Somebody', 'AFFECTED' FROM somebody RETURNING id`,
    );
    await here('UPDATE record_entry SET actor_id = $2 WHERE community_id = $1 AND seq = 4', member?.['id']);
    expect(said(await verdict())).toEqual([changedAt(4)]);
  });

  it.each([
    ['its details were changed', `details = '{"n": 99}'`],
    ['its salt was changed', 'salt = uuid_send(gen_random_uuid())'],
    ['its details went and its salt stayed', `details = '{}'`],
  ])('is found when %s', async (_, change) => {
    await here(`UPDATE record_entry SET ${change} WHERE community_id = $1 AND seq = 4`);
    expect(said(await verdict())).toEqual(['The details of the entry at position 4 were changed afterwards.']);
  });

  it('is found when other details took the place of erased ones', async () => {
    await here(`UPDATE record_entry SET salt = NULL, details = '{"n": 99}' WHERE community_id = $1 AND seq = 4`);
    expect(said(await verdict())).toEqual([
      'The entry at position 4 has details although they were erased: these were put in afterwards.',
    ]);
  });

  it.each(['hash', 'details_hash', 'hash, details_hash'])('is found where the %s was emptied', async (columns) => {
    await run('ALTER TABLE record_entry DROP CONSTRAINT record_entry_sealed_whole_ck');
    const emptied = columns.split(', ').map((column) => `${column} = NULL`);
    await here(
      `UPDATE record_entry SET ${emptied.join(', ')}, kind = 'ask.closed' WHERE community_id = $1 AND seq = 4`,
    );
    const found = await verdict();
    await here('DELETE FROM record_entry WHERE community_id = $1');
    await run(
      'ALTER TABLE record_entry ADD CONSTRAINT record_entry_sealed_whole_ck CHECK ((seq IS NULL) = (hash IS NULL) AND (seq IS NULL) = (details_hash IS NULL))',
    );
    expect(found.faults[0]).toMatchObject({ place: 4 });
  });

  it('is found by a head noted before, when all that follows was chained anew', async () => {
    const before = noted(await verdict());
    await here(
      `UPDATE record_entry SET kind = 'ask.closed', details = '{"n": 99}' WHERE community_id = $1 AND seq = 4`,
    );
    await rechained(4);
    expect(said(await verdict())).toEqual([]);
    expect(said(await verdict(before))).toEqual([notedDiffers]);
  });
});

describe('a deleted entry', () => {
  it('is found by the position where it stood, even if the rest moved up', async () => {
    await here('DELETE FROM record_entry WHERE community_id = $1 AND seq = 5');
    expect(said(await verdict())).toEqual([
      'The entry at position 5 is missing: it was deleted or taken out of the chain.',
    ]);
    for (let seq = 6; seq <= 10; seq += 1) await moved(seq, seq - 1);
    expect(said(await verdict())).toEqual([
      changedAt(5),
      'The end of the record was cut off: the entry at position 10 is gone.',
    ]);
  });

  it('is found with others deleted beside it, at the beginning too', async () => {
    await here('DELETE FROM record_entry WHERE community_id = $1 AND seq <= 3');
    expect(said(await verdict())).toEqual([
      'The entries at positions 1 to 3 are missing: they were deleted or taken out of the chain.',
    ]);
  });

  it('is found by a head noted before, when all that follows was chained anew', async () => {
    const before = noted(await verdict());
    await here('DELETE FROM record_entry WHERE community_id = $1 AND seq = 5');
    await rechained(5);
    expect(said(await verdict())).toEqual([]);
    expect(said(await verdict(before))).toEqual([
      'The entry at position 10, whose hash you noted, is gone: the record was cut off.',
    ]);
  });
});

describe('a cut-off end', () => {
  it('is found by the stored head, and by a noted one if the stored head was moved too', async () => {
    const before = noted(await verdict());
    await here('DELETE FROM record_entry WHERE community_id = $1 AND seq > 8');
    expect(said(await verdict())).toEqual([
      'The end of the record was cut off: the entries at positions 9 to 10 are gone.',
    ]);
    await rechained();
    expect(said(await verdict())).toEqual([]);
    expect(said(await verdict(before))).toEqual([
      'The entry at position 10, whose hash you noted, is gone: the record was cut off.',
    ]);
    for (const n of [9, 10]) await write(n);
    await sealed();
    expect(said(await verdict())).toEqual([]);
    expect(said(await verdict(before))).toEqual([notedDiffers]);
  });

  it('is found where the stored head went with it', async () => {
    await here('DELETE FROM record_entry WHERE community_id = $1 AND seq > 8');
    await here('DELETE FROM record_head WHERE community_id = $1');
    expect(said(await verdict())).toEqual([
      'The stored head is gone, while the record goes on to position 8: without it a cut-off end would not be noticed.',
    ]);
  });

  it('is found where nothing is left', async () => {
    const before = noted(await verdict());
    await here('DELETE FROM record_entry WHERE community_id = $1');
    expect(said(await verdict())).toEqual([
      'The end of the record was cut off: the entries at positions 1 to 10 are gone.',
    ]);
    await here('DELETE FROM record_head WHERE community_id = $1');
    expect(said(await verdict(before))).toEqual([
      'The entry at position 10, whose hash you noted, is gone: the record was cut off.',
    ]);
  });
});

describe('two swapped entries', () => {
  it('are found by their positions', async () => {
    await swapped(3, 7);
    expect(said(await verdict())).toEqual([changedAt(3), changedAt(7)]);
  });

  it('are found by their times, and by a head noted before, when all that follows was chained anew', async () => {
    const before = noted(await verdict());
    await swapped(3, 7);
    await rechained(3);
    expect(said(await verdict(before))).toEqual([
      expect.stringContaining('The entry at position 4 says that it is more than an hour older than the one before it'),
      expect.stringContaining('The entry at position 7 says that it is more than an hour older'),
      notedDiffers,
    ]);
  });
});

describe('a forged entry', () => {
  it('is found by its position', async () => {
    await forgedAt(6);
    expect((await verdict()).faults).toEqual([
      expect.objectContaining({ fault: 'CHANGED', place: 6 }),
      expect.objectContaining({ fault: 'HEAD_BEHIND', place: 10, reaches: 11 }),
    ]);
  });

  it('is found by a head noted before, when all that follows was chained anew', async () => {
    const before = noted(await verdict());
    await forgedAt(6);
    await rechained(6);
    expect(await verdict()).toMatchObject({ entries: 11, faults: [] });
    expect(said(await verdict(before))).toEqual([notedDiffers]);
  });

  it('is found where it shares a position, or stands before the first', async () => {
    await run('DROP INDEX record_entry_seq_uq');
    const [copy] = await here(
      `INSERT INTO record_entry (community_id, id, kind, actor_role, subject_type, subject_id, recorded_at, seq, hash, details_hash)
       SELECT community_id, 'ffffffff-ffff-4fff-8fff-ffffffffffff', kind, actor_role, subject_type, subject_id, recorded_at, seq, hash, details_hash
         FROM record_entry WHERE community_id = $1 AND seq = 5 RETURNING id`,
    );
    const doubled = await verdict();
    await here('UPDATE record_entry SET seq = 0 WHERE community_id = $1 AND id = $2', copy?.['id']);
    const before = await verdict();
    await here('DELETE FROM record_entry WHERE community_id = $1 AND id = $2', copy?.['id']);
    await run('CREATE UNIQUE INDEX record_entry_seq_uq ON record_entry (community_id, seq) WHERE seq IS NOT NULL');
    expect(said(doubled)[0]).toBe(
      'A second entry stands at position 5, where there is room for one: ffffffff-ffff-4fff-8fff-ffffffffffff was put in.',
    );
    expect(before.faults[0]).toMatchObject({ fault: 'MISPLACED', place: 0, entryId: copy?.['id'] });
  });

  it('is found under a false time, by its id before it is sealed and by its position afterwards', async () => {
    await write(11, '3 days');
    const [{ id } = {}] = await here('SELECT id FROM record_entry WHERE community_id = $1 AND seq IS NULL');
    expect(said(await verdict())).toEqual([
      `The entry ${id} is not in the chain although it says that it is more than an hour older than the last one that is: it was put in later under a false time, or its seal was taken away.`,
    ]);
    await sealed();
    expect(said(await verdict())).toEqual([
      'The entry at position 11 says that it is more than an hour older than the one before it: it was put in later under a false time, or the clock of the server was set back.',
    ]);
  });
});

describe('an entry whose seal was taken away', () => {
  it('is found by the position that it left and by its id, and by both positions once it was sealed again', async () => {
    const [{ id } = {}] = await here(
      `UPDATE record_entry SET seq = NULL, hash = NULL, details_hash = NULL WHERE community_id = $1 AND seq = 4 RETURNING id`,
    );
    const missing = 'The entry at position 4 is missing: it was deleted or taken out of the chain.';
    expect(said(await verdict())).toEqual([missing, expect.stringContaining(`The entry ${id} is not in the chain`)]);
    await sealed();
    expect(said(await verdict())).toEqual([missing, expect.stringContaining('The entry at position 11 says')]);
  });

  it('is found where it was the last', async () => {
    await here(
      `UPDATE record_entry SET seq = NULL, hash = NULL, details_hash = NULL WHERE community_id = $1 AND seq = 10`,
    );
    expect(said(await verdict())).toEqual(['The end of the record was cut off: the entry at position 10 is gone.']);
  });
});

describe('a changed head', () => {
  it.each([
    [
      'another hash',
      `hash = sha256('x')`,
      'The stored head at position 10 does not match the last entry: one of the two was changed.',
    ],
    [
      'a lower position',
      'seq = 8',
      'The stored head is at position 8, while the record goes on to position 10: the head was set back, or entries were added without sealing them.',
    ],
    ['a higher position', 'seq = 11', 'The end of the record was cut off: the entry at position 11 is gone.'],
  ])('is found with %s', async (_, change, sentence) => {
    await here(`UPDATE record_head SET ${change} WHERE community_id = $1`);
    expect(said(await verdict())).toEqual([sentence]);
  });
});

describe('a record written anew as a whole', () => {
  it('is found by a head noted before', async () => {
    const before = noted(await verdict());
    await here('DELETE FROM record_entry WHERE community_id = $1');
    await here('DELETE FROM record_head WHERE community_id = $1');
    for (let n = 1; n <= 12; n += 1) await write(n);
    await sealed();
    expect(await verdict()).toMatchObject({ entries: 12, faults: [] });
    expect(said(await verdict(before))).toEqual([notedDiffers]);
  });

  it('is found by the heads that were published, the first of which is named', async () => {
    await here(
      `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public)
       SELECT $1, (recorded_at AT TIME ZONE 'UTC')::date, seq, hash, true FROM record_entry WHERE community_id = $1 AND seq IN (4, 7, 9)`,
    );
    expect(await verdict()).toMatchObject({ published: 3, faults: [] });
    await here(`UPDATE record_entry SET kind = 'ask.closed' WHERE community_id = $1 AND seq = 5`);
    await here('DELETE FROM record_entry WHERE community_id = $1 AND seq > 8');
    await rechained(5);
    const days = await here('SELECT day::text FROM record_daily_head WHERE community_id = $1 ORDER BY day');
    expect(said(await verdict())).toEqual([
      `The entry at position 7 does not match the head that was published for ${days[1]?.['day']}: the record was written anew at or before it, or that published head was changed.`,
      `The entry at position 9 is gone, whose hash was published as the head of ${days[2]?.['day']}: the record was cut off, or that published head was changed.`,
    ]);
  });
});
