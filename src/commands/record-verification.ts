import type pg from 'pg';
import { notedFault, type RecordFault } from '../features/record/index.js';
import { ChainWalk, CHAINED_ENTRY, type ChainedEntry } from './record-chain.js';
import type { NotedHead } from './noted-heads.js';

export interface Verdict {
  handle: string;
  /** How many entries are in the chain. */
  entries: number;
  unsealed: number;
  /** Of how many the details were erased. */
  erased: number;
  /** With how many heads it was compared that were published at the end of a day. */
  published: number;
  /** The hash of the last entry, in hexadecimal; empty without any. */
  head: string;
  /** Where that is. */
  place: number;
  /** What is wrong; empty when everything holds. */
  faults: RecordFault[];
}

interface Community {
  id: string;
  handle: string;
}

export interface Verification {
  verdicts: Verdict[];
  /** Noted heads of communities that are not here: nothing could be compared with them. */
  unknown: NotedHead[];
}

const AT_ONCE = 2_000;

/** Verifies every community's record as it stands at one moment. */
export async function verifyRecords(client: pg.Client, heads: readonly NotedHead[] = []): Promise<Verification> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const { rows } = await client.query<Community>('SELECT id, handle FROM community ORDER BY handle');
    const verdicts: Verdict[] = [];
    for (const community of rows) {
      const noted = heads.filter((head) => head.handle === community.handle);
      verdicts.push(await verify(client, community, noted));
    }
    const known = new Set(rows.map(({ handle }) => handle));
    return { verdicts, unknown: heads.filter(({ handle }) => !known.has(handle)) };
  } finally {
    await client.query('COMMIT');
  }
}

async function verify(client: pg.Client, { id, handle }: Community, noted: readonly NotedHead[]): Promise<Verdict> {
  const published = await publishedHeads(client, id);
  const wanted = new Set([...published, ...noted].map(({ position }) => position));
  const hashes = new Map<number, string | undefined>();
  const walk = new ChainWalk();
  for await (const entry of chainOf(client, id)) {
    walk.add(entry);
    if (wanted.has(walk.place)) hashes.set(walk.place, entry.hash?.toString('hex') ?? '');
  }
  const unsealed = await unsealedIn(client, id);
  const last = walk.last === null ? null : Date.parse(walk.last.recorded);
  const late = unsealed.filter(({ recorded_at }) => last !== null && recorded_at.getTime() < last - 3_600_000);
  return {
    handle,
    entries: walk.entries,
    unsealed: unsealed.length,
    erased: walk.erased,
    published: published.length,
    head: walk.last?.hash?.toString('hex') ?? '',
    place: walk.place,
    faults: [
      ...walk.faults,
      ...(await headFaults(client, id, walk)),
      ...late.map(({ id: entryId }): RecordFault => ({ fault: 'NOT_SEALED', ...nowhere, entryId })),
      ...publishedFaults(published, hashes),
      ...noted.flatMap(({ position, hash }) => notedFault({ place: position, hash }, hashes.get(position)) ?? []),
    ],
  };
}

const nowhere = { place: null, reaches: null, entryId: null, day: null };

/** By a cursor, so that a long record never lies in memory as a whole. */
async function* chainOf(client: pg.Client, id: string): AsyncGenerator<ChainedEntry> {
  await client.query(
    `DECLARE chain NO SCROLL CURSOR FOR SELECT ${CHAINED_ENTRY} FROM record_entry e
      WHERE e.community_id = '${id}' AND e.seq IS NOT NULL ORDER BY e.seq, e.id`,
  );
  for (;;) {
    const { rows } = await client.query<ChainedEntry>(`FETCH ${AT_ONCE} FROM chain`);
    yield* rows;
    if (rows.length < AT_ONCE) break;
  }
  await client.query('CLOSE chain');
}

async function unsealedIn(client: pg.Client, id: string): Promise<{ id: string; recorded_at: Date }[]> {
  const { rows } = await client.query<{ id: string; recorded_at: Date }>(
    'SELECT id, recorded_at FROM record_entry WHERE community_id = $1 AND seq IS NULL ORDER BY recorded_at, id',
    [id],
  );
  return rows;
}

interface PublishedHead {
  day: string;
  position: number;
  hash: string;
}

async function publishedHeads(client: pg.Client, id: string): Promise<PublishedHead[]> {
  const { rows } = await client.query<{ day: string; seq: string; hash: string }>(
    `SELECT day::text, seq, encode(hash, 'hex') AS hash FROM record_daily_head WHERE community_id = $1 ORDER BY seq, day`,
    [id],
  );
  return rows.map(({ day, seq, hash }) => ({ day, position: Number(seq), hash }));
}

/** The first that is gone and the first that differs: all after them are, too. */
function publishedFaults(
  published: readonly PublishedHead[],
  hashes: ReadonlyMap<number, string | undefined>,
): RecordFault[] {
  const gone = published.find(({ position }) => !hashes.has(position));
  const differs = published.find(({ position, hash }) => hashes.has(position) && hashes.get(position) !== hash);
  const told = (fault: RecordFault['fault'], { day, position }: PublishedHead) => [
    { ...nowhere, fault, day, place: position },
  ];
  return [...(differs ? told('PUBLISHED_DIFFERS', differs) : []), ...(gone ? told('PUBLISHED_GONE', gone) : [])];
}

async function headFaults(client: pg.Client, id: string, { place: end, last }: ChainWalk): Promise<RecordFault[]> {
  const { rows } = await client.query<{ seq: string; hash: Buffer }>(
    'SELECT seq, hash FROM record_head WHERE community_id = $1',
    [id],
  );
  const head = rows[0];
  if (!head) return last === null ? [] : [{ ...nowhere, fault: 'HEAD_MISSING', place: end }];
  const place = Number(head.seq);
  if (place > end) return [{ ...nowhere, fault: 'CUT_OFF', place: end + 1, reaches: place }];
  if (place < end) return [{ ...nowhere, fault: 'HEAD_BEHIND', place, reaches: end }];
  const matches = last?.hash?.equals(head.hash) === true;
  return matches ? [] : [{ ...nowhere, fault: 'HEAD_DIFFERS', place }];
}
