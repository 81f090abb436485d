import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from './database.js';
import type { TestApp } from './client.js';

/** The day of a key's last use is written behind the request's back: waits for it. */
export async function keyIsNoted(on: TestApp, id: string): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until; await sleep(10)) {
    const [row] = await sql(on.urls.owner)(
      'SELECT last_used_on IS NOT NULL AS noted FROM dashboard_key WHERE id = $1',
      [id],
    );
    if (row?.['noted']) return;
  }
  throw new Error('Nobody noted that the key was used.');
}
