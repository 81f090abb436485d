import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Each connection keeps every named statement and its plan in the memory of Postgres until it ends. */
const MOST_NAMED = 500;
const MOST_COUNTED = 2_000;
/** Statements sent this often are worth a plan that stays; filters of lists have more variants than are ever sent again. */
const NAMED_FROM = 3;

const names = new Map<string, string>();
const counts = new Map<string, number>();
let generation = 0;

/** Sends a statement under a name of its own, so that Postgres parses it once a connection and need not plan it each time. */
export async function send(
  connection: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly unknown[],
): Promise<pg.QueryResult> {
  const sentAt = generation;
  const hash = nameOf(text);
  const named = hash === undefined ? {} : { name: `s${sentAt}_${hash}` };
  try {
    return await connection.query({ ...named, text, values: values as unknown[] });
  } catch (error) {
    // New names, since any connection may hold plans from before the migration; those old ones are never asked for again.
    if (isStalePlan(error) && sentAt === generation) generation += 1;
    throw error;
  }
}

/** A migration changed the columns that a named statement answers. Sent again, it is planned anew and may succeed. */
export function isStalePlan(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === '0A000' && message === 'cached plan must not change result type';
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  // Several statements in one text cannot be prepared.
  if (known !== undefined || names.size >= MOST_NAMED || text.includes(';')) return known;
  const count = (counts.get(text) ?? 0) + 1;
  if (count < NAMED_FROM) {
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, count);
    return undefined;
  }
  counts.delete(text);
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  names.set(text, name);
  return name;
}
