import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey, inDays } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let community: Founded;
/** Another, of which strangers do not learn that it exists. */
let quiet: Founded;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  community = await world.community();
  quiet = await world.community();
});
afterAll(() => on.close());

const LIST = `query ($h: String!) { community(handle: $h) { dashboardKeys { totalCount nodes
  { id name createdAt expiresAt lastUsedOn revokedAt revokedBecause campaigns { id } } } } }`;
const listed = async (of: Founded, as: Person = of.steward) =>
  (await on.query(as, LIST, { h: of.handle })).community.dashboardKeys;
const codes = (payload: { userErrors: { code: string; path: string[] }[] }) =>
  payload.userErrors.map(({ code, path }) => [code, path.join('.')]);
const input = (more: Record<string, unknown> = {}) => ({
  communityId: community.id,
  name: 'The wall in the hall',
  expiresAt: inDays(30),
  ...more,
});

describe('making a key', () => {
  it('shows it once, and keeps its digest alone', async () => {
    const { key, dashboardKey: made } = await world.done(
      community.steward,
      'createDashboardKey',
      input(),
      'key dashboardKey { id name expiresAt lastUsedOn campaigns { id } }',
    );
    expect(key).toMatch(/^key_[A-Za-z0-9_-]{43}$/);
    expect(made).toMatchObject({ name: 'The wall in the hall', lastUsedOn: null, campaigns: null });
    const [kept] = await sql(on.urls.owner)('SELECT key_hash FROM vault.dashboard_key_secret WHERE key_id = $1', [
      made.id,
    ]);
    expect(kept?.['key_hash']).toEqual(createHash('sha256').update(key).digest());
    const dump = await sql(on.urls.owner)(
      `SELECT k::text FROM dashboard_key k UNION ALL SELECT e::text FROM record_entry e UNION ALL SELECT o::text FROM outbox_event o
       UNION ALL SELECT i::text FROM idempotency i`,
    );
    expect(JSON.stringify(dump)).not.toContain(key);
  });

  it('is told, when it is sent again, that it was done', async () => {
    const again = input({ idempotencyKey: world.unique('idem') });
    const first = await on.mutate(community.steward, 'createDashboardKey', again, 'key');
    expect(first.userErrors).toEqual([]);
    const before = (await listed(community)).totalCount;
    const second = await on.mutate(community.steward, 'createDashboardKey', again, 'key');
    expect(second.key).toBeNull();
    expect(codes(second)).toEqual([['ALREADY_DONE', 'input.idempotencyKey']]);
    expect((await listed(community)).totalCount).toBe(before);
  });

  it('names the campaigns that it reads', async () => {
    const of = await world.community();
    const [first, second] = [await world.campaign(of), await world.campaign(of, {}, false)];
    await dashboardKey(world, of, { campaignIds: [first.id, second.id, first.id] });
    const [row] = (await listed(of)).nodes;
    expect(row.campaigns.map(({ id }: { id: string }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
  });

  it.each([
    ['that lasts longer than a year', { expiresAt: inDays(370) }, ['OUT_OF_RANGE', 'input.expiresAt']],
    ['that is over', { expiresAt: inDays(-1) }, ['IN_THE_PAST', 'input.expiresAt']],
    ['without a name', { name: ' ' }, ['TOO_SHORT', 'input.name']],
    ['for no campaign', { campaignIds: [] }, ['TOO_SHORT', 'input.campaignIds']],
    [
      'for more campaigns than anyone looks at',
      { campaignIds: Array.from({ length: 51 }, () => '018f0000-0000-7000-8000-000000000001') },
      ['TOO_MANY', 'input.campaignIds'],
    ],
  ])('refuses one %s', async (_, more, expected) => {
    const payload = await unchanged(on, () => on.mutate(community.steward, 'createDashboardKey', input(more), 'key'));
    expect(payload.key).toBeNull();
    expect(codes(payload)).toEqual([expected]);
  });

  it('finds no campaign of another community, and no community of others', async () => {
    const elsewhere = await world.community();
    const { id } = await world.campaign(elsewhere);
    const own = await world.campaign(community);
    const send = (more: Record<string, unknown>) =>
      on.send(
        community.steward,
        'mutation ($i: CreateDashboardKeyInput!) { createDashboardKey(input: $i) { key userErrors { code } } }',
        { i: input(more) },
      );
    await unchanged(on, async () => {
      const foreign = await send({ campaignIds: [own.id, id] });
      expect(foreign.errors.map((error) => error.extensions.code)).toEqual(['NOT_FOUND']);
      expect(await send({ campaignIds: [own.id, '018f0000-0000-7000-8000-000000000001'] })).toEqual(foreign);
      expect(await send({ campaignIds: ['no id'] })).toEqual(foreign);
      expect(await send({ communityId: quiet.id })).toEqual(foreign);
      expect(await send({ communityId: 'no id' })).toEqual(foreign);
      expect((await send({ communityId: elsewhere.id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    });
  });

  it('asks for a fresh proof, and so does withdrawing one', async () => {
    const of = await world.community();
    const { id } = await dashboardKey(world, of);
    await sql(on.urls.owner)(
      `UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE access_hash = sha256($1)`,
      [Buffer.from(of.steward.accessToken)],
    );
    await unchanged(on, async () => {
      expect(await on.refusal(of.steward, 'createDashboardKey', { ...input(), communityId: of.id })).toBe(
        'STEP_UP_REQUIRED',
      );
      expect(await on.refusal(of.steward, 'revokeDashboardKey', { dashboardKeyId: id })).toBe('STEP_UP_REQUIRED');
    });
  });

  it('stands on the record, and withdrawing it too, in words that name nobody', async () => {
    const of = await world.community();
    const { id, secret } = await dashboardKey(world, of);
    await world.done(of.steward, 'revokeDashboardKey', { dashboardKeyId: id });
    const { community: read } = await on.query(
      of.steward,
      'query ($h: String!) { community(handle: $h) { record { nodes { kind text details } } } }',
      { h: of.handle },
    );
    const entries = read.record.nodes.filter(({ text }: { text: string }) => text.includes('dashboard'));
    expect(entries.map(({ text }: { text: string }) => text)).toEqual([
      'A steward withdrew the key of a dashboard.',
      'A steward made a key by which a dashboard reads.',
    ]);
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(JSON.stringify(entries)).not.toContain('The wall');
  });
});

describe('withdrawing a key', () => {
  it('is done once', async () => {
    const { id } = await dashboardKey(world, community);
    const first = await on.mutate(
      community.steward,
      'revokeDashboardKey',
      { dashboardKeyId: id },
      'dashboardKey { revokedBecause revokedAt }',
    );
    expect(first.dashboardKey).toMatchObject({ revokedBecause: 'BY_STEWARD', revokedAt: expect.any(String) });
    const second = await unchanged(on, () =>
      on.mutate(community.steward, 'revokeDashboardKey', { dashboardKeyId: id }, 'dashboardKey { id }'),
    );
    expect(codes(second)).toEqual([['WRONG_STATE', 'input.dashboardKeyId']]);
  });

  it('is recorded once when two stewards do it at the same time', async () => {
    const of = await world.community();
    const second = await world.affected(of, { declinesStewardship: false });
    const { id } = await dashboardKey(world, of);
    const outcomes = await Promise.all(
      [of.steward, second, of.steward, second].map((as) =>
        on.mutate(as, 'revokeDashboardKey', { dashboardKeyId: id }, 'dashboardKey { id }'),
      ),
    );
    expect(outcomes.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    const entries = await sql(on.urls.owner)(
      `SELECT id FROM record_entry WHERE subject_id = $1 AND kind = 'dashboard_key.revoked'`,
      [id],
    );
    expect(entries).toHaveLength(1);
  });

  it('finds no key of another community: its id is the id of nothing', async () => {
    const elsewhere = await world.community();
    const { id } = await dashboardKey(world, elsewhere);
    const send = (dashboardKeyId: string) =>
      on.send(
        community.steward,
        'mutation ($i: RevokeDashboardKeyInput!) { revokeDashboardKey(input: $i) { userErrors { code } } }',
        { i: { dashboardKeyId } },
      );
    await unchanged(on, async () => {
      const foreign = await send(id);
      expect(foreign.errors[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await send('018f0000-0000-7000-8000-000000000001')).toEqual(foreign);
      expect(await send('nothing')).toEqual(foreign);
    });
  });
});

describe('the list of keys', () => {
  it('is for stewards, and never holds a key', async () => {
    const of = await world.community();
    const affected = await world.affected(of);
    const { id, secret } = await dashboardKey(world, of);
    const list = await listed(of);
    expect(list).toMatchObject({ totalCount: 1, nodes: [{ id }] });
    expect(JSON.stringify(list)).not.toContain(secret);
    const { data, errors } = await on.send(affected, LIST, { h: of.handle });
    expect(data.community.dashboardKeys).toBeNull();
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('costs as many statements for fifty keys as for five', async () => {
    const of = await world.community();
    const campaigns = [await world.campaign(of), await world.campaign(of)].map(({ id }) => id);
    const fill = (count: number) =>
      sql(on.urls.owner)(
        `WITH made AS (INSERT INTO dashboard_key (community_id, id, name, covers_all_campaigns, expires_at)
            SELECT $1, gen_random_uuid(), 'Key ' || n, false, now() + interval '1 day' FROM generate_series(1, $2::int) n RETURNING community_id, id)
         INSERT INTO dashboard_key_campaign SELECT community_id, id, unnest($3::uuid[]) FROM made`,
        [of.id, count, campaigns],
      );
    const query = `query ($h: String!) { community(handle: $h) { dashboardKeys(first: 50) { totalCount nodes { id name campaigns { id name } } } } }`;
    const read = () => counting(() => on.query(of.steward, query, { h: of.handle }));
    await fill(5);
    const few = await read();
    await fill(45);
    const many = await read();
    expect(many.result.community.dashboardKeys.nodes).toHaveLength(50);
    expect(many.result.community.dashboardKeys.nodes[0].campaigns).toHaveLength(2);
    expect(many.statements).toHaveLength(few.statements.length);
  });
});
