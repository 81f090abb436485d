import type pg from 'pg';
import { CommandError } from '../platform/command-error.js';

export interface NotedHead {
  handle: string;
  hash: string;
  position: number;
}

export interface Verdict {
  handle: string;
  /** How many entries are chained, up to the first broken one. */
  entries: number;
  unsealed: number;
  /** The hash of the last of them, in hexadecimal; empty without any. */
  head: string;
  /** A sentence, or null when everything holds. */
  fault: string | null;
}

/** `HANDLE=HEX@POSITION`, as the command prints it. */
export function parseNotedHead(text: string): NotedHead {
  const [, handle, hash, position] = /^([a-z0-9-]{3,40})=([0-9a-f]{64})@(\d{1,15})$/i.exec(text.trim()) ?? [];
  if (handle === undefined || hash === undefined || Number(position) < 1) {
    throw new CommandError(
      `"${text}" is not a noted head. Write HANDLE=HEX@POSITION, such as canal-street=9f86…0a08@120, as this command printed it.`,
    );
  }
  return { handle: handle.toLowerCase(), hash: hash.toLowerCase(), position: Number(position) };
}

/** Verifies every community's record as it stands at one moment. */
export async function verifyRecords(client: pg.Client, heads: readonly NotedHead[] = []): Promise<Verdict[]> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const { rows } = await client.query<{ id: string; handle: string }>(
      'SELECT id, handle FROM community ORDER BY handle',
    );
    const missing = heads.find((head) => !rows.some(({ handle }) => handle === head.handle));
    if (missing) throw new CommandError(`There is no community with the handle "${missing.handle}" in this database.`);
    const verdicts: Verdict[] = [];
    for (const { id, handle } of rows) {
      verdicts.push(
        await verify(
          client,
          id,
          handle,
          heads.filter((head) => head.handle === handle),
        ),
      );
    }
    return verdicts;
  } finally {
    await client.query('COMMIT');
  }
}

interface Chain {
  entries: string;
  unsealed: string;
  broken_at: string | null;
  head: Buffer | null;
}

async function verify(client: pg.Client, id: string, handle: string, heads: readonly NotedHead[]): Promise<Verdict> {
  const { rows } = await client.query<Chain>('SELECT * FROM app.verify_record($1)', [id]);
  const chain = rows[0];
  if (!chain) throw new Error('app.verify_record answered nothing');
  const brokenAt = firstOf(chain.broken_at, await firstForgedErasure(client, id));
  let fault = brokenAt === null ? null : `the record is broken at position ${brokenAt}`;
  for (const head of heads) fault ??= await departure(client, id, head);
  return {
    handle,
    entries: Number(chain.entries),
    unsealed: Number(chain.unsealed),
    head: chain.head?.toString('hex') ?? '',
    fault,
  };
}

/** Erasing takes salt and details together: details without their salt could say anything, and nothing would tell. */
async function firstForgedErasure(client: pg.Client, id: string): Promise<string | null> {
  const { rows } = await client.query<{ seq: string | null }>(
    `SELECT min(seq) AS seq FROM record_entry WHERE community_id = $1 AND seq IS NOT NULL AND salt IS NULL AND details <> '{}'`,
    [id],
  );
  return rows[0]?.seq ?? null;
}

/** Whoever cuts off or rewrites the end makes a chain that holds in itself; a head noted before shows it. */
async function departure(client: pg.Client, id: string, { hash, position }: NotedHead): Promise<string | null> {
  const { rows } = await client.query<{ hash: Buffer }>(
    'SELECT hash FROM record_entry WHERE community_id = $1 AND seq = $2',
    [id, position],
  );
  const found = rows[0]?.hash.toString('hex');
  if (found === hash) return null;
  if (found === undefined) return `the noted head at position ${position} is gone: the record was cut off`;
  return `the noted head at position ${position} does not match: the record was written anew at or before it`;
}

function firstOf(...positions: (string | null)[]): number | null {
  const numbers = positions.filter((position) => position !== null).map(Number);
  return numbers.length === 0 ? null : Math.min(...numbers);
}
