import { sql } from './database.js';
import type { TestApp } from './client.js';

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname IN ('public', 'vault') AND tablename NOT IN ('migration') ORDER BY 1`;

/** A digest of every row of every table: two equal ones mean that nothing at all was written between them. */
export async function everything(on: TestApp): Promise<Record<string, string>> {
  const query = sql(on.urls.owner);
  const tables = await query<{ name: string }>(TABLES);
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM ${name} t`,
  );
  const rows = await query<{ name: string; digest: string }>(parts.join(' UNION ALL '));
  return Object.fromEntries(rows.map((row) => [row.name, row.digest]));
}

/** Runs `work` and throws, naming the tables, if it changed any row. Sealing by a clock would count: tests run without one. */
export async function unchanged<T>(on: TestApp, work: () => Promise<T>): Promise<T> {
  const before = await everything(on);
  const result = await work();
  const after = await everything(on);
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  if (changed.length > 0) throw new Error(`Nothing was to change, yet these tables did: ${changed.join(', ')}`);
  return result;
}
