import type { TestApp } from './client.js';
import { sql, superuserUrl } from './database.js';

/** Until a statement in the app's database waits for a lock. Only a superuser sees what others wait for. */
export async function untilSomeoneWaits(on: TestApp): Promise<void> {
  const database = new URL(on.urls.owner).pathname.slice(1);
  const count = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'";
  while ((await sql(superuserUrl())(count, [database]))[0]?.['n'] === 0);
}
