import type { TestApp } from './client.js';
import { sql, superuserUrl } from './database.js';

/**
 * Until a statement in the app's database waits for a lock, or `work`, which might, is over. Only a superuser sees what
 * others wait for.
 */
export async function untilSomeoneWaits(on: Pick<TestApp, 'urls'>, work?: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  void work?.then(end, end);
  const database = new URL(on.urls.owner).pathname.slice(1);
  const count = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'";
  while (!over.signal.aborted && (await sql(superuserUrl())(count, [database]))[0]?.['n'] === 0);
}
