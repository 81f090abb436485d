import pg from 'pg';
import type { DatabaseUrls } from '../../src/platform/database/urls.js';
import { sql, superuserUrl } from './database.js';

/** Nobody gets into this database while `work` runs, and whoever was in is out: only for a database of the test's own. */
export async function whileAway<T>(urls: DatabaseUrls, work: () => Promise<T>): Promise<T> {
  const name = decodeURIComponent(new URL(urls.owner).pathname.slice(1));
  const query = sql(superuserUrl());
  const admit = (whether: boolean) =>
    query(`ALTER DATABASE ${pg.escapeIdentifier(name)} WITH ALLOW_CONNECTIONS ${String(whether)}`);
  await admit(false);
  try {
    await query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    return await work();
  } finally {
    await admit(true);
  }
}
