import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { As, Person, TestApp } from './client.js';
import { sql } from './database.js';
import type { Founded, World } from './world.js';

/** Someone affected, with the id of their membership. */
export type Member = Person & { membershipId: string };

export async function membershipId(on: TestApp, person: Person, communityId: string): Promise<string> {
  const { viewer } = await on.query(person, '{ viewer { memberships { id community { id } } } }');
  return viewer.memberships.find((one: { community: { id: string } }) => one.community.id === communityId)?.id;
}

export async function member(world: World, home: Founded, input: Record<string, unknown> = {}): Promise<Member> {
  const person = await world.affected(home, input);
  return { ...person, membershipId: await membershipId(world.on, person, home.id) };
}

export async function founder(world: World, home: Founded): Promise<Member> {
  return { ...home.steward, membershipId: await membershipId(world.on, home.steward, home.id) };
}

/** One more steward, as stewards become: offered and accepted. */
export async function steward(world: World, home: Founded): Promise<Member> {
  const person = await member(world, home);
  const { offer } = await world.done(
    home.steward,
    'changeDuties',
    { membershipId: person.membershipId, isSteward: true },
    'offer { id }',
  );
  await world.done(person, 'acceptDuty', { offerId: offer.id });
  return person;
}

/** A community of the founder and a second steward; seen by outsiders and admitting by both ways unless told otherwise. */
export async function settled(world: World, columns = "published = true, admission_rule = 'BOTH'") {
  const home = await world.community();
  const second = await member(world, home, { declinesStewardship: false });
  await sql(world.on.urls.owner)(`UPDATE community SET ${columns} WHERE id = $1`, [home.id]);
  return { ...home, founder: await founder(world, home), second };
}

/** As if the community and everyone in it were this much older. */
export async function age(on: TestApp, communityId: string, interval: string): Promise<void> {
  const query = sql(on.urls.owner);
  await query('UPDATE community SET founded_at = founded_at - $2::interval WHERE id = $1', [communityId, interval]);
  await query('UPDATE membership SET since = since - $2::interval WHERE community_id = $1', [communityId, interval]);
}

/** The kinds on the record of a community, oldest first. */
export async function recorded(on: TestApp, communityId: string): Promise<string[]> {
  const rows = await sql(on.urls.owner)(
    'SELECT kind FROM record_entry WHERE community_id = $1 ORDER BY recorded_at, id',
    [communityId],
  );
  return rows.map((row) => row['kind']);
}

/** `DONE`, the code of the refusal, or that of the failure; sent again while the server is too busy to answer. */
export async function outcome(world: World, as: As, field: string, input: Record<string, unknown>): Promise<string> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`;
  const variables = { input: { idempotencyKey: world.unique('key'), ...input } };
  for (;;) {
    const { data, errors } = await world.on.send(as, document, variables);
    if (errors.length === 0) return data[field].userErrors[0]?.code ?? 'DONE';
    if (errors[0]?.extensions.code !== 'RETRY_LATER') return errors[0]?.extensions.code ?? '';
    await sleep(20 + Math.random() * 100);
  }
}

export type Try = (text: string, values?: unknown[]) => Promise<number | string>;

/** Runs a statement as the runtime role in a transaction that is thrown away: how many rows it touched, or why none. */
export function tryAs(pool: pg.Pool, personId: string | null, kind = 'person'): Try {
  return async (text, values = []) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      if (personId || kind === 'system') await client.query('SELECT app.enter($1, $2, NULL)', [kind, personId]);
      return (await client.query(text, values)).rowCount ?? 0;
    } catch (error) {
      const { constraint, message } = error as Error & { constraint?: string };
      return constraint ?? /row-level security|permission denied/.exec(message)?.[0] ?? message;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
}

export async function personOf(on: TestApp, membership: string): Promise<string> {
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM membership WHERE id = $1', [membership]);
  return row?.['person_id'];
}
