import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from './database.js';
import type { Person, TestApp } from './client.js';
import type { Founded, World } from './world.js';

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

export interface Made {
  id: string;
  /** The key or token itself. */
  secret: string;
  /** What is sent with it. */
  as: { authorization: string };
}

const made = (id: string, secret: string): Made => ({ id, secret, as: { authorization: `Bearer ${secret}` } });

export async function dashboardKey(
  world: World,
  { id, steward }: Pick<Founded, 'id' | 'steward'>,
  input: Record<string, unknown> = {},
): Promise<Made> {
  const { key, dashboardKey: row } = await world.done(
    steward,
    'createDashboardKey',
    { communityId: id, name: 'The wall in the hall', expiresAt: inDays(30), ...input },
    'key dashboardKey { id }',
  );
  return made(row.id, key);
}

export async function appToken(world: World, person: Person, ...scopes: string[]): Promise<Made> {
  const input = { name: 'A calendar', scopes, expiresAt: inDays(30) };
  const { token, appToken: row } = await world.done(person, 'createAppToken', input, 'token appToken { id }');
  return made(row.id, token);
}

/** The day of a last use is written behind the request's back: waits for it. */
export async function isNoted(
  on: TestApp,
  id: string,
  { table = 'dashboard_key', since = '' }: { table?: 'dashboard_key' | 'vault.app_token'; since?: string } = {},
): Promise<string> {
  for (const until = Date.now() + 10_000; Date.now() < until; await sleep(10)) {
    const [row] = await sql(on.urls.owner)(`SELECT last_used_on::text AS day FROM ${table} WHERE id = $1`, [id]);
    if (row?.['day'] && row['day'] !== since) return row['day'];
  }
  throw new Error('Nobody noted that it was used.');
}
