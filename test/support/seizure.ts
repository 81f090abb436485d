import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from './database.js';

const SEGMENT = 16 * 1024 * 1024;
const PAGE = 8192;

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'migration' ORDER BY 1`;

/** A row with what Postgres itself keeps of it. */
export interface Row {
  table: string;
  ctid: string;
  xmin: number;
  xmax: number;
  text: string;
}

/** Every row of every table as a superuser reads it, the queue's included. */
export async function seizeRows(superuser: string): Promise<Row[]> {
  const query = sql(superuser);
  const tables = await query<{ name: string }>(TABLES);
  // Places as text that sorts by block and line.
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS "table", lpad((ctid::text::point)[0]::text, 8, '0') || lpad((ctid::text::point)[1]::text, 5, '0') AS ctid,
              xmin::text::float8 AS xmin, xmax::text::float8 AS xmax, t::text AS text FROM ${name} t`,
  );
  return query<Row & Record<string, unknown>>(parts.join(' UNION ALL '));
}

/** By table, how many rows are new, gone or otherwise than they were, be it in nothing but a lock that someone took. */
export function touched(before: readonly Row[], after: readonly Row[]): Record<string, number> {
  const whole = (row: Row) => JSON.stringify(row);
  const known = new Set(before.map(whole));
  const counts: Record<string, number> = {};
  for (const row of after) if (!known.has(whole(row))) counts[row.table] = (counts[row.table] ?? 0) + 1;
  const remaining = new Map<string, number>();
  for (const { table } of after) remaining.set(table, (remaining.get(table) ?? 0) + 1);
  for (const { table } of before) remaining.set(table, (remaining.get(table) ?? 0) - 1);
  for (const [table, more] of remaining) if (more < 0) counts[table] = (counts[table] ?? 0) - more;
  return counts;
}

/** The end of what is in the log's files by now. */
export async function walPosition(superuser: string): Promise<number> {
  const [row] = await sql(superuser)<{ at: string }>(`SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0') AS at`);
  return Number(row?.at);
}

/** What lies in the files of the write-ahead log between two positions, without the heads of its pages, so that nothing is cut. */
export function seizeWal(cluster: string, from: number, to: number): Buffer {
  const pieces: Buffer[] = [];
  for (let segment = Math.floor(from / SEGMENT); segment * SEGMENT < to; segment += 1) {
    const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
    const file = readFileSync(
      join(cluster, 'pg_wal', `00000001${hex(Math.floor(segment / 256))}${hex(segment % 256)}`),
    );
    for (let page = 0; page < SEGMENT; page += PAGE) {
      const at = segment * SEGMENT + page;
      const head = page === 0 ? 40 : 24;
      const begin = Math.max(head, from - at);
      const end = Math.min(PAGE, to - at);
      if (begin < end) pieces.push(file.subarray(page + begin, page + end));
    }
  }
  return Buffer.concat(pieces);
}
