import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, account, PASSWORD, sendFrom, withTotp } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
let person: Account;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('alike'), config: { trustProxy: true } });
  world = new World(on);
  person = await account(world);
});
afterAll(() => on.close());

const PAIRS = 60;
/** Medians of like work differ by a few percent on a busy machine; work that skips argon2 takes a fraction. */
const ALIKE = 1.35;

let network = 0;
/** Each from a network of its own: limits are not the point here. */
const send = (query: string, input: Record<string, unknown>) => {
  network += 1;
  return sendFrom(on, `10.${Math.floor(network / 250)}.${network % 250}.7`, null, query, { i: input });
};

const mutation = (name: string, fields: string) =>
  `mutation ($i: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $i) { ${fields} userErrors { code message path } } }`;
const SIGN_IN = mutation('signIn', 'session { accessToken }');
const SIGN_UP = mutation('signUp', 'session { accessToken } signInName recoveryCodes nextStep');
const REQUEST = mutation('requestPasswordReset', 'nextStep');
const RESET = mutation('resetPassword', 'session { accessToken } nextStep');

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** How many times longer one takes than the other, in the median, whichever is longer. Interleaved, so that noise meets both. */
async function ratio(one: (n: number) => Promise<unknown>, other: (n: number) => Promise<unknown>): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < PAIRS; n += 1) {
    const order = n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) times[which].push(await timed(() => (which === 0 ? one(n) : other(n))));
  }
  const [a, b] = [median(times[0]), median(times[1])];
  return Math.max(a, b) / Math.min(a, b);
}

/** Once more where noise may have spoken: a difference that is there shows every time. */
async function spreadOf(one: (n: number) => Promise<unknown>, other: (n: number) => Promise<unknown>): Promise<number> {
  const first = await ratio(one, other);
  return first <= ALIKE ? first : ratio(one, other);
}

describe('in bytes', () => {
  it('signing in answers an unknown name, a wrong secret, a suspended and a two-factor account alike', async () => {
    const [suspended, two, bare] = [
      await account(world),
      await account(world),
      await account(world, { password: null }),
    ];
    await withTotp(world, two);
    await sql(on.urls.owner)('UPDATE person SET suspended_at = now() WHERE id = $1', [suspended.id]);
    const answers = [
      await send(SIGN_IN, { signIn: 'nobody@people.example', password: 'wrong words' }),
      await send(SIGN_IN, { signIn: person.email, password: 'wrong words' }),
      await send(SIGN_IN, { signIn: person.signInName, recoveryCode: 'aaaa-bbbb-cccc' }),
      await send(SIGN_IN, { signIn: suspended.email, password: PASSWORD }),
      await send(SIGN_IN, { signIn: suspended.email, recoveryCode: suspended.recoveryCodes[0] }),
      await send(SIGN_IN, { signIn: two.email, password: 'wrong words', totpCode: '123456' }),
      await send(SIGN_IN, { signIn: bare.email, password: 'wrong words' }),
      await send(SIGN_IN, { signIn: person.email, recoveryCode: two.recoveryCodes[0] }),
    ];
    for (const { text } of answers) expect(text).toBe(answers[0]?.text);
  });

  it('signing up and asking for a new password answer known, unknown and suspended addresses alike', async () => {
    const suspended = await account(world);
    await sql(on.urls.owner)('UPDATE person SET suspended_at = now() WHERE id = $1', [suspended.id]);
    for (const query of [SIGN_UP, REQUEST]) {
      const answers = [];
      for (const email of ['never@people.example', person.email, suspended.email, person.email.toUpperCase()])
        answers.push(await send(query, { email }));
      for (const { text } of answers) expect(text).toBe(answers[0]?.text);
      expect(answers[0]?.text).toContain('Look in your mail');
    }
  });

  it('asking too often for one mailbox is refused alike, too', async () => {
    const known = await account(world);
    const last = [];
    for (const email of [known.email, `${world.unique()}@people.example`]) {
      let answer = await send(REQUEST, { email });
      for (let n = 0; n < 5; n += 1) answer = await send(REQUEST, { email });
      last.push(answer.text.replaceAll(/\d+/g, '#'));
    }
    expect(last[0]).toContain('RATE_LIMITED');
    expect(last[1]).toBe(last[0]);
  });
});

describe('in time', () => {
  it('signing in takes as long for an unknown name as for a wrong password', async () => {
    const spread = await spreadOf(
      (n) => send(SIGN_IN, { signIn: `nobody-${n}@people.example`, password: 'wrong words' }),
      () => send(SIGN_IN, { signIn: person.email, password: 'wrong words' }),
    );
    expect(spread).toBeLessThan(ALIKE);
  }, 120_000);

  it('signing in takes as long for an account without a password as for one with', async () => {
    const bare = await account(world, { password: null });
    const spread = await spreadOf(
      () => send(SIGN_IN, { signIn: bare.email, password: 'wrong words' }),
      () => send(SIGN_IN, { signIn: person.email, password: 'wrong words' }),
    );
    expect(spread).toBeLessThan(ALIKE);
  }, 120_000);

  it('would tell if argon2 were skipped for unknown names', async () => {
    // A wrong recovery code is refused without argon2: as short a path as a careless early answer.
    const spread = await ratio(
      (n) => send(SIGN_IN, { signIn: `nobody-${n}@people.example`, recoveryCode: 'aaaa-bbbb-cccc' }),
      () => send(SIGN_IN, { signIn: person.email, password: 'wrong words' }),
    );
    expect(spread).toBeGreaterThan(ALIKE);
  }, 120_000);

  it('a wrong recovery code takes as long for an unknown name as for a known one', async () => {
    const spread = await spreadOf(
      (n) => send(SIGN_IN, { signIn: `nobody-${n}@people.example`, recoveryCode: 'aaaa-bbbb-cccc' }),
      () => send(SIGN_IN, { signIn: person.email, recoveryCode: 'aaaa-bbbb-cccc' }),
    );
    expect(spread).toBeLessThan(ALIKE);
  }, 120_000);

  it('signing up takes as long for a known address as for an unknown one', async () => {
    const known: Account[] = [];
    for (let n = 0; n < PAIRS / 2; n += 1) known.push(await account(world, { password: null }));
    const spread = await spreadOf(
      (n) => send(SIGN_UP, { email: `sign-up-${network}-${n}@people.example` }),
      (n) => send(SIGN_UP, { email: known[n % known.length]?.email }),
    );
    expect(spread).toBeLessThan(ALIKE);
  }, 120_000);

  it('asking for a new password takes as long for a known address as for an unknown one', async () => {
    const known: Account[] = [];
    for (let n = 0; n < PAIRS / 2; n += 1) known.push(await account(world, { password: null }));
    const spread = await spreadOf(
      (n) => send(REQUEST, { email: `reset-${network}-${n}@people.example` }),
      (n) => send(REQUEST, { email: known[n % known.length]?.email }),
    );
    expect(spread).toBeLessThan(ALIKE);
  }, 120_000);

  it('a wrong code for a new password takes as long as a right one, which does the same work', async () => {
    const hash = (code: string) => `sha256('${code}'::bytea)`;
    const arm = (code: string) =>
      sql(on.urls.owner)(
        `INSERT INTO vault.password_reset (id, email_lookup, person_id, token_hash, expires_at)
         SELECT gen_random_uuid(), a.email_lookup, a.person_id, ${hash(code)}, now() + interval '1 hour' FROM vault.account a WHERE a.person_id = $1`,
        [person.id],
      );
    let right = 0;
    const times: [number[], number[]] = [[], []];
    for (let n = 0; n < PAIRS; n += 1) {
      await arm(`code-${n}`);
      times[0].push(await timed(() => send(RESET, { code: `none-${n}`, password: PASSWORD })));
      times[1].push(
        await timed(async () => {
          const { data } = await send(RESET, { code: `code-${n}`, password: PASSWORD });
          if (data.resetPassword.session !== null) right += 1;
        }),
      );
    }
    expect(right).toBe(PAIRS);
    // Argon2 is in both; what differs is a handful of rows.
    expect(median(times[1]) / median(times[0])).toBeLessThan(2);
  }, 120_000);
});
