import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Forgetting } from '../../../src/platform/jobs/forgetting.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql, testPool } from '../../support/database.js';
import { Passkeys } from '../../support/passkeys.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
let passkeys: Passkeys;
let pool: pg.Pool;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('passkey_walls') });
  world = new World(on);
  passkeys = new Passkeys(on);
  pool = testPool(on.urls.runtime);
});
afterAll(async () => {
  await pool.end();
  await on.close();
});

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);

async function sessionOf(person: Person): Promise<{ id: string; person: string }> {
  const [row] = await owner(
    `SELECT id, person_id FROM vault.session WHERE access_hash = sha256(convert_to($1, 'UTF8'))`,
    [person.accessToken],
  );
  return { id: row?.['id'], person: row?.['person_id'] };
}

/** A transaction in raw SQL as the runtime role, in the context of a person. */
async function begin(personId: string | null): Promise<pg.PoolClient> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query("SELECT app.enter('person', $1, NULL, true, NULL)", [personId]);
  return client;
}

/** Until this connection stands in line behind another; only then is the other let go. */
async function standsInLine(client: pg.PoolClient): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  for (let tries = 0; tries < 100; tries += 1) {
    const [row] = await owner('SELECT cardinality(pg_blocking_pids($1)) > 0 AS waits', [processID]);
    if (row?.['waits'] === true) return;
  }
  throw new Error('It waits for nobody.');
}

async function inContext(personId: string | null, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await begin(personId);
  try {
    return await client.query(text, values);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const ADD = 'SELECT vault.add_passkey($1, $2, $3, $4, $5, $5, ARRAY[]::text[], NULL, 0) AS added';
const newPasskey = (challenge: Buffer, session: string) => [
  challenge,
  session,
  randomUUID(),
  randomBytes(32),
  randomBytes(32),
];

describe('raw SQL as the server', () => {
  it.each([
    'vault.passkey',
    'vault.passkey_holder',
    'vault.passkey_challenge',
    'vault.single_sign_on',
    'vault.single_sign_on_attempt',
  ])('reads, writes and empties nothing of %s', async (table) => {
    const { person } = await sessionOf(await world.person());
    for (const text of [`SELECT * FROM ${table}`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(inContext(person, text)).rejects.toThrow(/permission denied/);
    }
  });

  it.each([
    'vault.family_of(gen_random_uuid())',
    'vault.end_other_sessions(gen_random_uuid())',
    'vault.use_passkey_challenge(NULL, NULL, NULL)',
    'vault.lock_subject(NULL)',
    'vault.has_way_in(gen_random_uuid(), true)',
    'vault.lacks_needed_factor(gen_random_uuid())',
  ])('has no use of %s, which others stand on', async (call) => {
    const { person } = await sessionOf(await world.person());
    await expect(inContext(person, `SELECT ${call}`)).rejects.toThrow(/permission denied/);
  });

  it('adds a passkey to nobody without a challenge of their own session', async () => {
    const [mine, theirs] = [await sessionOf(await world.person()), await sessionOf(await world.person())];
    const client = await begin(mine.person);
    try {
      const [challenge, ...rest] = newPasskey(randomBytes(32), mine.id);
      expect((await client.query(ADD, [challenge, ...rest])).rows).toEqual([{ added: false }]);
      const start = 'SELECT vault.start_passkey_challenge($1, $2, $3) AS started';
      // The session is another's: neither does it start anything, nor does what they started serve.
      expect((await client.query(start, [challenge, 'REGISTER', theirs.id])).rows).toEqual([{ started: false }]);
      expect((await client.query(start, [challenge, 'STEP_UP', mine.id])).rows).toEqual([{ started: true }]);
      expect((await client.query(ADD, [challenge, ...rest])).rows).toEqual([{ added: false }]);
      await expect(client.query(start, [randomBytes(32), 'ANYTHING', mine.id])).rejects.toThrow(/purpose_ck/);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('steps up no session but that of the passkey’s owner', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const { passkeyId } = await passkeys.deviceOf(other);
    const mine = await sessionOf(person);
    const client = await begin(mine.person);
    try {
      const challenge = randomBytes(32);
      await client.query('SELECT vault.start_passkey_challenge($1, $2, $3)', [challenge, 'STEP_UP', mine.id]);
      const { rows } = await client.query("SELECT vault.use_passkey($1, 'STEP_UP', $2, $3, 9) AS person", [
        challenge,
        mine.id,
        passkeyId,
      ]);
      expect(rows).toEqual([{ person: null }]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('links no account that was there before, unless its owner came back for it', async () => {
    const mine = await sessionOf(await world.person());
    await expect(
      inContext(mine.person, 'SELECT vault.link_new_account($1, $2)', [mine.person, randomBytes(32)]),
    ).rejects.toThrow(/only the account made in this transaction/);
    const link = 'SELECT vault.link_single_sign_on($1, $2, $3, $4) AS linked';
    const guess = [randomBytes(32), randomBytes(32), mine.id, randomBytes(32)];
    expect((await inContext(mine.person, link, guess)).rows).toEqual([{ linked: false }]);
  });
});

describe('two transactions at once', () => {
  it('use a challenge once: the second waits for the first, and finds nothing', async () => {
    const mine = await sessionOf(await world.person());
    const challenge = randomBytes(32);
    const before = await begin(mine.person);
    await before.query('SELECT vault.start_passkey_challenge($1, $2, NULL)', [challenge, 'SIGN_IN']);
    await before.query('COMMIT');
    before.release();
    const { passkeyId } = await passkeys.deviceOf(await world.person());
    const [one, two] = [await begin(null), await begin(null)];
    try {
      const use = (client: pg.PoolClient, count: number) =>
        client.query("SELECT vault.use_passkey($1, 'SIGN_IN', NULL, $2, $3) IS NOT NULL AS used", [
          challenge,
          passkeyId,
          count,
        ]);
      expect((await use(one, 5)).rows).toEqual([{ used: true }]);
      const second = use(two, 6);
      await standsInLine(two);
      await one.query('COMMIT');
      expect((await second).rows).toEqual([{ used: false }]);
    } finally {
      await two.query('ROLLBACK');
      one.release();
      two.release();
    }
  });

  it('hold the count of a device each against the other', async () => {
    const { passkeyId } = await passkeys.deviceOf(await world.person());
    const challenges = [randomBytes(32), randomBytes(32)];
    const before = await begin(null);
    for (const challenge of challenges) {
      await before.query('SELECT vault.start_passkey_challenge($1, $2, NULL)', [challenge, 'SIGN_IN']);
    }
    await before.query('COMMIT');
    before.release();
    const [one, two] = [await begin(null), await begin(null)];
    try {
      const use = (client: pg.PoolClient, challenge: Buffer | undefined) =>
        client.query("SELECT vault.use_passkey($1, 'SIGN_IN', NULL, $2, 3) IS NOT NULL AS used", [
          challenge,
          passkeyId,
        ]);
      expect((await use(one, challenges[0])).rows).toEqual([{ used: true }]);
      const second = use(two, challenges[1]);
      await standsInLine(two);
      await one.query('COMMIT');
      expect((await second).rows).toEqual([{ used: false }]);
    } finally {
      await two.query('ROLLBACK');
      one.release();
      two.release();
    }
  });

  it('keep one of two passkeys that the way in rests on', async () => {
    const person = await world.person();
    const [first, second] = [await passkeys.deviceOf(person), await passkeys.deviceOf(person)];
    const mine = await sessionOf(person);
    await owner('UPDATE vault.recovery_code SET used_at = now() WHERE person_id = $1', [mine.person]);
    const [one, two] = [await begin(mine.person), await begin(mine.person)];
    try {
      const remove = (client: pg.PoolClient, passkeyId: string) =>
        client.query('SELECT vault.remove_passkey($1, $2, false) AS removed', [passkeyId, mine.id]);
      expect((await remove(one, first.passkeyId)).rows).toEqual([{ removed: true }]);
      const other = remove(two, second.passkeyId).catch((error: Error) => error.message);
      await standsInLine(two);
      await one.query('COMMIT');
      expect(await other).toMatch(/no way in/);
    } finally {
      await two.query('ROLLBACK');
      one.release();
      two.release();
    }
  });

  it('make one account of a person at a provider', async () => {
    const subject = randomBytes(32);
    const attempts = [0, 1].map(() => [randomBytes(32), randomBytes(32)]);
    await owner(
      `INSERT INTO vault.single_sign_on_attempt (state_hash, secret_hash, purpose, sealed, expires_at, claimed_at)
       SELECT s, t, 'SIGN_IN', '', now() + interval '1 minute', now() FROM unnest($1::bytea[], $2::bytea[]) AS x (s, t)`,
      [attempts.map(([state]) => state), attempts.map(([, secret]) => secret)],
    );
    const [one, two] = [await begin(null), await begin(null)];
    try {
      const use = (client: pg.PoolClient, attempt: (Buffer | undefined)[] | undefined) =>
        client.query('SELECT outcome, person FROM vault.use_single_sign_on($1, $2, $3)', [...(attempt ?? []), subject]);
      expect((await use(one, attempts[0])).rows).toEqual([{ outcome: 'NEW', person: null }]);
      const second = use(two, attempts[1]);
      await standsInLine(two);
      const person = randomUUID();
      await one.query("SELECT vault.create_account($1, 'en', 'UTC', $2, $2, NULL, ARRAY[]::bytea[])", [
        person,
        randomBytes(32),
      ]);
      await one.query('SELECT vault.link_new_account($1, $2)', [person, subject]);
      await one.query('COMMIT');
      expect((await second).rows).toEqual([{ outcome: 'KNOWN', person }]);
    } finally {
      await two.query('ROLLBACK');
      one.release();
      two.release();
    }
  });
});

describe('by the clock', () => {
  it('challenges and trips that are over are forgotten, and those under way are not', async () => {
    const person = await world.person();
    await passkeys.options(null, 'startPasskeySignIn');
    await owner(`UPDATE vault.passkey_challenge SET expires_at = now() - interval '1 second'`);
    await passkeys.options(person, 'startPasskeyStepUp');
    await owner(
      `INSERT INTO vault.single_sign_on_attempt (state_hash, secret_hash, purpose, sealed, expires_at)
       VALUES ('old', '', 'SIGN_IN', '', now() - interval '1 second'), ('new', '', 'SIGN_IN', '', now() + interval '1 minute')`,
    );
    await on.app.get(Forgetting, { strict: false }).forget();
    expect(await owner('SELECT purpose FROM vault.passkey_challenge')).toEqual([{ purpose: 'STEP_UP' }]);
    expect(
      await owner(
        `SELECT convert_from(state_hash, 'UTF8') AS state FROM vault.single_sign_on_attempt WHERE claimed_at IS NULL`,
      ),
    ).toEqual([{ state: 'new' }]);
  });
});
