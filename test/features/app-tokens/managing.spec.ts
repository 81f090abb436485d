import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql, testPool } from '../../support/database.js';
import { appToken, inDays } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
let person: Person;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  person = await world.person();
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const input = (more: Record<string, unknown> = {}) => ({
  name: 'A calendar',
  scopes: ['READ', 'PLEDGE_WRITE'],
  expiresAt: inDays(30),
  ...more,
});
const codes = (payload: { userErrors: { code: string; path: string[] }[] }) =>
  payload.userErrors.map(({ code, path }) => [code, path.join('.')]);
const LIST = '{ viewer { appTokens { id name scopes createdAt expiresAt lastUsedOn revokedAt revokedBecause } } }';
const listed = async (as: Person) => (await on.query(as, LIST)).viewer.appTokens;
const sessionOf = async ({ accessToken }: Person) =>
  (
    await owner('SELECT id, person_id FROM vault.session WHERE access_hash = sha256($1)', [Buffer.from(accessToken)])
  )[0] as {
    id: string;
    person_id: string;
  };

/** On a busy machine the last in line is told to come back; so it does. */
async function created(as: Person): Promise<{ userErrors: { code: string; path: string[] }[] }> {
  for (;;) {
    const { data, errors } = await on.send(
      as,
      'mutation ($i: CreateAppTokenInput!) { createAppToken(input: $i) { userErrors { code path } } }',
      { i: input() },
    );
    if (errors.length === 0) return data.createAppToken;
    expect(errors.map((error) => error.extensions.code)).toEqual(['RETRY_LATER']);
  }
}

describe('giving a token to an app', () => {
  it('shows it once, and keeps its digest alone', async () => {
    const { token, appToken: made } = await world.done(
      person,
      'createAppToken',
      input(),
      'token appToken { id name scopes lastUsedOn revokedAt }',
    );
    expect(token).toMatch(/^app_[A-Za-z0-9_-]{43}$/);
    expect(made).toMatchObject({ name: 'A calendar', scopes: ['READ', 'PLEDGE_WRITE'], lastUsedOn: null });
    const [kept] = await owner('SELECT token_hash FROM vault.app_token WHERE id = $1', [made.id]);
    expect(kept?.['token_hash']).toEqual(createHash('sha256').update(token).digest());
    const dump = await owner(
      'SELECT t::text FROM vault.app_token t UNION ALL SELECT o::text FROM outbox_event o UNION ALL SELECT i::text FROM idempotency i',
    );
    expect(JSON.stringify(dump)).not.toContain(token);
    expect(JSON.stringify(await listed(person))).not.toContain(token);
  });

  it('is told, when it is sent again, that it was done', async () => {
    const again = input({ idempotencyKey: world.unique('idem') });
    expect((await on.mutate(person, 'createAppToken', again, 'token')).userErrors).toEqual([]);
    const before = (await listed(person)).length;
    const second = await on.mutate(person, 'createAppToken', again, 'token');
    expect(second.token).toBeNull();
    expect(codes(second)).toEqual([['ALREADY_DONE', 'input.idempotencyKey']]);
    expect(await listed(person)).toHaveLength(before);
  });

  it.each([
    ['that lasts longer than a year', { expiresAt: inDays(370) }, ['OUT_OF_RANGE', 'input.expiresAt']],
    ['that is over', { expiresAt: inDays(-1) }, ['IN_THE_PAST', 'input.expiresAt']],
    ['without a name', { name: '' }, ['TOO_SHORT', 'input.name']],
    ['for nothing', { scopes: [] }, ['TOO_SHORT', 'input.scopes']],
    ['for the same twice', { scopes: ['READ', 'READ'] }, ['INVALID', 'input.scopes']],
  ])('refuses one %s', async (_, more, expected) => {
    const payload = await unchanged(on, () => on.mutate(person, 'createAppToken', input(more), 'token'));
    expect(payload.token).toBeNull();
    expect(codes(payload)).toEqual([expected]);
  });

  it('knows no scope for what apps never do', async () => {
    const { status, errors } = await on.send(
      person,
      'mutation ($i: CreateAppTokenInput!) { createAppToken(input: $i) { token } }',
      { i: input({ scopes: ['ACCOUNT_WRITE'] }) },
    );
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('asks for a fresh proof; withdrawing does not', async () => {
    const as = await world.person();
    const { id } = await appToken(world, as, 'READ');
    await owner(`UPDATE vault.session SET proved_at = now() - interval '11 minutes' WHERE access_hash = sha256($1)`, [
      Buffer.from(as.accessToken),
    ]);
    await unchanged(on, async () => {
      expect(await on.refusal(as, 'createAppToken', input())).toBe('STEP_UP_REQUIRED');
    });
    await world.done(as, 'revokeAppToken', { appTokenId: id });
  });

  it('is done at most twenty times at once, however many ask together', async () => {
    const as = await world.person();
    const { person_id: id } = await sessionOf(as);
    await owner(
      `INSERT INTO vault.app_token (id, person_id, name, scopes, token_hash, expires_at)
       SELECT i, $1, 'An app', '{READ}', uuid_send(i), now() + interval '1 day' FROM (SELECT gen_random_uuid() AS i FROM generate_series(1, 18)) x`,
      [id],
    );
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => created(as)));
    expect(outcomes.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(2);
    expect(outcomes.filter(({ userErrors }) => userErrors.length > 0).flatMap(codes)).toEqual(
      Array.from({ length: 4 }, () => ['TOO_MANY', '']),
    );
  });

  it('forgets those that ended long ago, and shows those that ended lately', async () => {
    const as = await world.person();
    const [old, late] = [await appToken(world, as, 'READ'), await appToken(world, as, 'READ')];
    for (const { id } of [old, late]) await world.done(as, 'revokeAppToken', { appTokenId: id });
    await owner(`UPDATE vault.app_token SET revoked_at = now() - interval '31 days' WHERE id = $1`, [old.id]);
    expect((await listed(as)).map(({ id }: { id: string }) => id)).toEqual([late.id]);
    await appToken(world, as, 'READ');
    expect(await owner('SELECT id FROM vault.app_token WHERE id = $1', [old.id])).toEqual([]);
  });
});

describe('withdrawing a token', () => {
  it('is done once', async () => {
    const { id } = await appToken(world, person, 'READ');
    const first = await on.mutate(person, 'revokeAppToken', { appTokenId: id }, 'appToken { id revokedBecause }');
    expect(first.appToken).toEqual({ id, revokedBecause: 'BY_OWNER' });
    const second = await unchanged(on, () =>
      on.mutate(person, 'revokeAppToken', { appTokenId: id }, 'appToken { id }'),
    );
    expect(codes(second)).toEqual([['WRONG_STATE', 'input.appTokenId']]);
  });

  it('finds nobody else’s: its id is the id of nothing', async () => {
    const { id } = await appToken(world, await world.person(), 'READ');
    const send = (appTokenId: string) =>
      on.send(person, 'mutation ($i: RevokeAppTokenInput!) { revokeAppToken(input: $i) { userErrors { code } } }', {
        i: { appTokenId },
      });
    await unchanged(on, async () => {
      const foreign = await send(id);
      expect(foreign.errors[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await send('018f0000-0000-7000-8000-000000000001')).toEqual(foreign);
      expect(await send('nothing')).toEqual(foreign);
    });
  });
});

describe('signing out everywhere', () => {
  it('ends every token with the sessions; signing out here ends none', async () => {
    const as = await world.person();
    const token = await appToken(world, as, 'READ');
    const again = await world.done(
      null as never,
      'signIn',
      { signIn: as.signInName, recoveryCode: as.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    await world.done(again.session, 'signOut', {});
    expect((await on.send(token.as, '{ askTemplates { key } }')).errors).toEqual([]);
    await world.done(as, 'signOut', { everywhere: true });
    expect((await on.send(token.as, '{ askTemplates { key } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const [row] = await owner('SELECT revoked_because FROM vault.app_token WHERE id = $1', [token.id]);
    expect(row).toEqual({ revoked_because: 'SIGNED_OUT_EVERYWHERE' });
  });

  it('leaves no token that was being made at that moment', async () => {
    const as = await world.person();
    const session = await sessionOf(as);
    const [closing, making] = [await pool.connect(), await pool.connect()];
    const create =
      "SELECT vault.create_app_token($1, gen_random_uuid(), 'An app', '{READ}', now() + interval '1 day', $2)";
    try {
      await closing.query('BEGIN');
      await closing.query("SELECT app.enter('person', $1, NULL, false, NULL)", [session.person_id]);
      await closing.query('SELECT vault.close_all_sessions()');
      await making.query('BEGIN');
      await making.query("SELECT app.enter('person', $1, NULL, false, NULL)", [session.person_id]);
      const made = making.query(create, [session.id, Buffer.from('first')]).then(
        () => 'made',
        (error: Error) => error.message,
      );
      await closing.query('COMMIT');
      expect(await made).toMatch(/signed in/);
      await making.query('ROLLBACK');
    } finally {
      closing.release();
      making.release();
    }
    expect(await owner('SELECT id FROM vault.app_token WHERE person_id = $1', [session.person_id])).toEqual([]);
  });
});

describe('raw SQL as the runtime role', () => {
  it('reads no token, makes none for others, and withdraws and sees nobody else’s', async () => {
    const [mine, theirs] = [await sessionOf(person), await sessionOf(await world.person())];
    const other = await world.person();
    const { id } = await appToken(world, other, 'READ');
    const attempt = async (text: string, values: unknown[] = []) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query("SELECT app.enter('person', $1, NULL, false, NULL)", [mine.person_id]);
        return (await client.query(text, values)).rows as unknown;
      } catch (error) {
        return (error as Error).message;
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    const create = "SELECT vault.create_app_token($1, gen_random_uuid(), 'An app', $2, now() + $3::interval, 'x')";
    expect(await attempt('SELECT * FROM vault.app_token')).toMatch(/permission denied/);
    expect(await attempt(create, [theirs.id, '{READ}', '1 day'])).toMatch(/signed in/);
    expect(await attempt(create, [mine.id, '{VOTE}', '1 day'])).toMatch(/app_token_scopes_ck/);
    expect(await attempt(create, [mine.id, '{READ}', '400 days'])).toMatch(/app_token_lasts_a_year_ck/);
    expect(await attempt('SELECT vault.revoke_app_token($1) AS outcome', [id])).toEqual([{ outcome: 'UNKNOWN' }]);
    expect(JSON.stringify(await attempt('SELECT id FROM vault.own_app_tokens()'))).not.toContain(id);
    expect(await attempt("SELECT vault.burn_app_token('x')")).toMatch(/where it is found/);
    await attempt('SELECT vault.note_app_token_use($1)', [id]);
    expect(await owner('SELECT last_used_on FROM vault.app_token WHERE id = $1', [id])).toEqual([
      { last_used_on: null },
    ]);
  });
});

it('lists ten tokens by as many statements as one', async () => {
  const as = await world.person();
  await appToken(world, as, 'READ');
  const one = await counting(() => listed(as));
  for (let n = 0; n < 9; n += 1) await appToken(world, as, 'READ');
  const ten = await counting(() => listed(as));
  expect(ten.result).toHaveLength(10);
  expect(ten.statements).toHaveLength(one.statements.length);
});
