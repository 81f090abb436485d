import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Account, account, stale, withTotp } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('vault_walls') });
  world = new World(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

/** Raw SQL as the runtime role in the context of a person, of the clock, or of nobody; committed, to see what it did. */
async function as(context: { id: string } | 'system' | null, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (context === 'system') await client.query("SELECT app.enter('system', NULL, NULL, false, NULL)");
    else if (context) await client.query("SELECT app.enter('person', $1, NULL, true, NULL)", [context.id]);
    const { rows } = await client.query(text, values);
    await client.query('COMMIT');
    return rows.map((row) => Object.values(row)[0]);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const sessionOf = async ({ id }: Account) =>
  (
    await sql(on.urls.owner)('SELECT id FROM vault.session WHERE person_id = $1 ORDER BY created_at LIMIT 1', [id])
  )[0]?.['id'];

describe('the tables of the vault', () => {
  it.each(['totp', 'password_reset', 'email_change', 'session', 'account', 'recovery_code'])(
    'vault.%s answers no query at all of the role that serves requests',
    async (table) => {
      const person = await account(world);
      for (const text of [`SELECT * FROM vault.${table}`, `DELETE FROM vault.${table}`])
        await expect(as(person, text)).rejects.toThrow(/permission denied/);
    },
  );

  it.each([
    ['vault.require_fresh($1)', [randomUUID()]],
    ['vault.end_other_sessions($1)', [randomUUID()]],
    ['vault.keep_address($1)', [randomUUID()]],
    ['vault.lock_address($1)', [Buffer.alloc(32)]],
  ])('%s is a part of other functions only', async (call, values) => {
    await expect(as(await account(world), `SELECT ${call}`, values)).rejects.toThrow(/permission denied/);
  });
});

describe('functions that change what a person proves with', () => {
  const calls: [string, (session: string) => [string, unknown[]]][] = [
    ['renew codes', (session) => ['SELECT vault.renew_recovery_codes($1, $2)', [session, [randomBytes(32)]]]],
    ['start an app', (session) => ['SELECT vault.start_totp($1, $2)', [session, randomBytes(60)]]],
    ['remove an app', (session) => ['SELECT vault.remove_totp($1)', [session]]],
    ['remove an address', (session) => ['SELECT vault.remove_email($1)', [session]]],
    [
      'ask for another address',
      (session) => ['SELECT vault.request_email_change($1, $2, $3, $3)', [session, randomUUID(), randomBytes(32)]],
    ],
  ];

  it.each(calls)('%s by a session of their own that was proved lately, and by no other', async (_what, call) => {
    const [person, stranger] = [await account(world), await account(world)];
    await withTotp(world, person);
    const [own, foreign] = [await sessionOf(person), await sessionOf(stranger)];
    const refused = /session_proved_lately_ck|proof of the last ten minutes/;
    await unchanged(on, async () => {
      await expect(as(person, ...call(foreign))).rejects.toThrow(refused);
      await expect(as(stranger, ...call(own))).rejects.toThrow(refused);
      await expect(as(null, ...call(own))).rejects.toThrow(refused);
      await expect(as(person, ...call(randomUUID()))).rejects.toThrow(refused);
    });
    await stale(on, person.id);
    await unchanged(on, () => expect(as(person, ...call(own))).rejects.toThrow(refused));
    await sql(on.urls.owner)('UPDATE vault.session SET proved_at = now() WHERE person_id = $1', [person.id]);
    await as(person, ...call(own));
  });

  it('choose a first password only by a fresh session, and another only by what verified or a recovery code', async () => {
    const person = await account(world);
    const bare = await account(world, { password: null });
    const change = (verified: string | null, code: Buffer | null, session: string) =>
      ['SELECT vault.change_password($1, $2, $3, $4)', [session, verified, code, 'new hash']] as [string, unknown[]];
    await unchanged(on, async () => {
      const own = await sessionOf(person);
      expect(await as(person, ...change('not the hash', null, own))).toEqual([false]);
      expect(await as(person, ...change(null, randomBytes(32), own))).toEqual([false]);
      expect(await as(person, ...change(null, null, own))).toEqual([false]);
    });
    await stale(on, bare.id);
    const own = await sessionOf(bare);
    await unchanged(on, () => expect(as(bare, ...change(null, null, own))).rejects.toThrow(/last ten minutes/));
  });

  it('see and end only own sessions', async () => {
    const [person, stranger] = [await account(world), await account(world)];
    const [own] = await as(person, 'SELECT id FROM vault.own_sessions(NULL)');
    await unchanged(on, async () => {
      expect(await as(stranger, 'SELECT vault.revoke_session($1)', [own])).toEqual([false]);
      expect(await as(null, 'SELECT vault.revoke_session($1)', [own])).toEqual([false]);
      expect(await as(stranger, 'SELECT vault.prove_session($1, true)', [await sessionOf(person)])).toEqual([null]);
    });
    expect(await as(null, 'SELECT id FROM vault.own_sessions(NULL)')).toEqual([]);
    expect(await as(stranger, 'SELECT family_id FROM vault.own_proofs($1)', [await sessionOf(person)])).toEqual([]);
  });

  it('arm codes for the mail relay alone', async () => {
    const person = await account(world);
    for (const call of ['vault.arm_password_reset', 'vault.arm_email_undo']) {
      for (const who of [person, null]) {
        await unchanged(on, () =>
          expect(as(who, `SELECT * FROM ${call}($1, $2)`, [randomUUID(), randomBytes(32)])).rejects.toThrow(
            /only the mail relay/,
          ),
        );
      }
      expect(await as('system', `SELECT * FROM ${call}($1, $2)`, [randomUUID(), randomBytes(32)])).toEqual([]);
    }
    await expect(as(person, 'SELECT * FROM app.mail_recipients_person($1)', [person.id])).rejects.toThrow(
      /only the mail relay/,
    );
  });
});

describe('who has a second factor', () => {
  it('is said by one function, of whom an app was confirmed', async () => {
    const person = await account(world);
    const has = () => as(null, 'SELECT vault.has_second_factor_of($1)', [person.id]);
    expect(await has()).toEqual([false]);
    await world.done(person, 'startTotp', {});
    expect(await has()).toEqual([false]);
    await withTotp(world, person);
    expect(await has()).toEqual([true]);
  });
});
