import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { dashboardKey, type Made } from '../../support/keys.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

/** What row-level security and grants alone leave to a key, whatever code would come to run in its name. */
let on: TestApp;
let world: World;
let pool: pg.Pool;
let community: Founded;
let unlisted: Campaign;
let key: Made;
let limited: Made;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  pool = testPool(on.urls.runtime);
  community = await world.community();
  await world.campaign(community);
  const cosigner = await world.affected(community);
  unlisted = await world.campaign(community, { visibility: 'UNLISTED' });
  const other = await world.campaign(community, { visibility: 'UNLISTED' });
  await world.campaign(community, {}, false);
  const priority = await world.priority(unlisted);
  await world.priority(unlisted);
  await world.mandate(priority, { steward: community.steward, cosigner });
  const of = { steward: community.steward, campaignId: unlisted.id, priorityId: priority.id };
  const ask = await world.ask(of);
  await world.ask(of, { visibility: 'ALLIES' });
  await world.ask(of, {}, false);
  const ally = await world.ally(community);
  await world.reported({ pledge: await world.pledge({ ask, by: ally }) });
  key = await dashboardKey(world, community);
  limited = await dashboardKey(world, community, { campaignIds: [other.id] });
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

interface Context {
  kind?: string;
  keyId?: string | null;
  person?: string | null;
}

/** Runs one statement as the runtime role in a context, thrown away afterwards: its rows, or why there are none. */
async function tryAs({ kind = 'key', keyId = null, person = null }: Context, text: string, values: unknown[] = []) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT app.enter($1, $2, NULL, false, $3)', [kind, person, keyId]);
    return (await client.query(text, values)).rows as Record<string, unknown>[];
  } catch (error) {
    return /row-level security|permission denied|violates/.exec((error as Error).message)?.[0] ?? String(error);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const HERE = 'WHERE community_id = $1';
const count = async (context: Context, table: string): Promise<number | string> => {
  const rows = await tryAs(context, `SELECT count(*)::int AS n FROM ${table} ${HERE}`, [community.id]);
  return typeof rows === 'string' ? rows : (rows[0]?.['n'] as number);
};
const TABLES = [
  'campaign',
  'ask',
  'public_figure',
  'priority',
  'ask_tally',
  'brief',
  'campaign_stop',
  'membership',
  'invitation',
  'pledge',
  'occurrence',
  'fulfilment_report',
  'attestation',
  'mandate_signature',
  'ask_terms',
  'record_entry',
  'record_head',
  'dashboard_key',
  'dashboard_key_campaign',
];
const counts = async (context: Context) =>
  Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await count(context, table)] as const)));

describe('raw SQL in the context of a key', () => {
  it('finds launched campaigns, named priorities, public asks and their figures, and not one row more', async () => {
    const found = await counts({ keyId: key.id });
    expect(found).toEqual({
      ...Object.fromEntries(TABLES.map((table) => [table, 0])),
      campaign: 3,
      ask: 1,
      public_figure: 1,
      priority: 1,
    });
  });

  it('finds no more than a stranger for a campaign out of its scope', async () => {
    const found = await counts({ keyId: limited.id });
    expect(found).toMatchObject({ campaign: 2, ask: 0, public_figure: 0, priority: 0 });
  });

  it.each([
    ['withdrawn', `UPDATE dashboard_key SET revoked_at = now(), revoked_because = 'BY_STEWARD' WHERE id = $1`],
    [
      'over',
      `UPDATE dashboard_key SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE id = $1`,
    ],
  ])('finds what a stranger finds once it is %s, within the same statement', async (_, end) => {
    const made = await dashboardKey(world, community);
    expect(await count({ keyId: made.id }, 'campaign')).toBe(3);
    await sql(on.urls.owner)(end, [made.id]);
    expect(await counts({ keyId: made.id })).toEqual(await counts({ kind: '' }));
  });

  it('finds what a stranger finds under the id of no key, or of a person', async () => {
    const stranger = await counts({ kind: '' });
    expect(stranger).toMatchObject({ campaign: 1, ask: 0 });
    expect(await counts({ keyId: randomUUID() })).toEqual(stranger);
    expect(await counts({ keyId: community.id })).toEqual(stranger);
  });

  it('reads no digest, and makes, withdraws and burns no key', async () => {
    const context = { keyId: key.id };
    expect(await tryAs(context, 'SELECT * FROM vault.dashboard_key_secret')).toBe('permission denied');
    const make = 'SELECT vault.create_dashboard_key($1, $2, $3, NULL, now() + $4::interval, $5)';
    expect(await tryAs(context, make, [community.id, randomUUID(), 'More', '1 day', Buffer.from('x')])).toMatch(
      /only a steward/,
    );
    expect(
      await tryAs(context, `UPDATE dashboard_key SET revoked_at = now(), revoked_because = 'BY_STEWARD' RETURNING id`),
    ).toEqual([]);
    expect(await tryAs(context, 'SELECT * FROM vault.burn_dashboard_key($1)', [Buffer.from('x')])).toMatch(
      /where it is/,
    );
    expect(await tryAs(context, 'INSERT INTO dashboard_key (community_id, id) VALUES ($1, $1)', [community.id])).toBe(
      'permission denied',
    );
  });
});

describe('raw SQL in the context of a steward', () => {
  const steward = async (): Promise<Context> => ({ kind: 'person', person: await personOf(community.steward) });
  const make = `SELECT vault.create_dashboard_key($1, $2, 'More', $3, now() + $4::interval, $5)`;

  it('makes no key for another community, for its campaigns, or for longer than a year', async () => {
    const elsewhere = await world.community();
    const foreign = await world.campaign(elsewhere);
    const as = await steward();
    const digest = Buffer.from(randomUUID());
    expect(await tryAs(as, make, [elsewhere.id, randomUUID(), null, '1 day', digest])).toMatch(/only a steward/);
    expect(await tryAs(as, make, [community.id, randomUUID(), [foreign.id], '1 day', digest])).toBe('violates');
    expect(await tryAs(as, make, [community.id, randomUUID(), null, '400 days', digest])).toBe('violates');
    expect(await tryAs(as, make, [community.id, randomUUID(), [unlisted.id], '1 day', digest])).toHaveLength(1);
  });

  it('brings no withdrawn key back, widens none, and reads no digest', async () => {
    const made = await dashboardKey(world, community);
    await world.done(community.steward, 'revokeDashboardKey', { dashboardKeyId: made.id });
    const as = await steward();
    const again = 'UPDATE dashboard_key SET revoked_at = NULL, revoked_because = NULL WHERE id = $1 RETURNING id';
    expect(await tryAs(as, again, [made.id])).toEqual([]);
    for (const column of ['expires_at', 'covers_all_campaigns', 'community_id', 'last_used_on']) {
      expect(await tryAs(as, `UPDATE dashboard_key SET ${column} = ${column} WHERE id = $1`, [key.id])).toBe(
        'permission denied',
      );
    }
    expect(await tryAs(as, 'SELECT * FROM vault.dashboard_key_secret')).toBe('permission denied');
    expect(
      await tryAs(as, 'INSERT INTO dashboard_key_campaign VALUES ($1, $2, $3)', [community.id, key.id, unlisted.id]),
    ).toBe('permission denied');
  });

  it('is not for others of the community', async () => {
    const affected: Context = { kind: 'person', person: await personOf(await world.affected(community)) };
    expect(await count(affected, 'dashboard_key')).toBe(0);
    expect(await tryAs(affected, make, [community.id, randomUUID(), null, '1 day', Buffer.from('y')])).toMatch(
      /only a steward/,
    );
  });
});

async function personOf({ accessToken }: Person): Promise<string> {
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM vault.session WHERE access_hash = sha256($1)', [
    Buffer.from(accessToken),
  ]);
  return row?.['person_id'];
}
