import { generateSync } from 'otplib/functional';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Account,
  account,
  mails,
  meanwhile,
  nextCode,
  PASSWORD,
  stale,
  whileWaiting,
  withTotp,
} from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('second_factor'), config: { trustProxy: true } });
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const signIn = (person: Account, proofs: Record<string, unknown>) =>
  on.mutate(null, 'signIn', { signIn: person.email, ...proofs }, 'session { accessToken refreshToken }');
const alive = async (as: { accessToken: string }) =>
  (await on.send(as as never, '{ viewer { signInName } }')).errors.length === 0;
const factorOf = async (session: { accessToken: string }) =>
  (await on.query(session as never, '{ viewer { sessions { isCurrent hasSecondFactor } } }')).viewer.sessions.find(
    (one: { isCurrent: boolean }) => one.isCurrent,
  ).hasSecondFactor;
const codeOf = (payload: { userErrors: { code: string; path: string[] }[] }) =>
  payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`).join();

describe('setting up an app', () => {
  it('hands out a secret, an address and a picture, and counts nothing before a first code', async () => {
    const person = await account(world);
    const started = await world.done(person, 'startTotp', {}, 'secret uri qrCode');
    expect(started.uri).toBe(`otpauth://totp/Accompany:${person.signInName}?secret=${started.secret}&issuer=Accompany`);
    expect(started.qrCode).toMatch(/^<svg .*<\/svg>\s*$/s);
    expect((await on.query(person, '{ viewer { hasTotp } }')).viewer.hasTotp).toBe(false);
    expect((await signIn(person, { password: PASSWORD })).userErrors).toEqual([]);
  });

  it('is confirmed by a first code: this session goes on with a second factor, the others end, a mail tells', async () => {
    const person = await account(world);
    const { session: other } = await signIn(person, { password: PASSWORD });
    await mails(on);
    expect(await factorOf(person)).toBe(false);
    await withTotp(world, person);
    expect([await alive(person), await alive(other), await factorOf(person)]).toEqual([true, false, true]);
    expect((await on.query(person, '{ viewer { hasTotp } }')).viewer.hasTotp).toBe(true);
    expect((await mails(on)).map(({ to, subject }) => [to, subject])).toEqual([
      [person.email, 'Accompany: about your account'],
    ]);
  });

  it('refuses a wrong code, a code without a beginning and one after its hour, and changes nothing', async () => {
    const person = await account(world);
    expect(codeOf(await unchanged(on, () => on.mutate(person, 'confirmTotp', { code: '123456' })))).toBe(
      'WRONG_STATE ',
    );
    const { secret } = await world.done(person, 'startTotp', {}, 'secret');
    const right = generateSync({ secret });
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
    expect(codeOf(await unchanged(on, () => on.mutate(person, 'confirmTotp', { code: wrong })))).toBe(
      'PROOF_WRONG input.code',
    );
    await owner(`UPDATE vault.totp SET pending_until = now() - interval '1 second' WHERE person_id = $1`, [person.id]);
    expect(codeOf(await unchanged(on, () => on.mutate(person, 'confirmTotp', { code: right })))).toBe('WRONG_STATE ');
  });

  it('takes the place of another app only when confirmed', async () => {
    const person = await account(world);
    const old = await withTotp(world, person);
    const { secret } = await world.done(person, 'startTotp', {}, 'secret');
    const byOld = await signIn(person, { password: PASSWORD, totpCode: await nextCode(on, old, person.id) });
    expect(byOld.userErrors).toEqual([]);
    await world.done(person, 'confirmTotp', { code: generateSync({ secret }) });
    const gone = await signIn(person, { password: PASSWORD, totpCode: await nextCode(on, old, person.id) });
    expect(codeOf(gone)).toBe('PROOF_WRONG input.totpCode');
    const byNew = await signIn(person, { password: PASSWORD, totpCode: await nextCode(on, secret, person.id) });
    expect(byNew.userErrors).toEqual([]);
  });

  it('keeps the secret encrypted', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const [row] = await owner('SELECT secret_cipher FROM vault.totp WHERE person_id = $1', [person.id]);
    expect(testKeys.decrypt(row?.['secret_cipher'])).toBe(secret);
    expect(row?.['secret_cipher'].includes(Buffer.from(secret))).toBe(false);
  });
});

describe('signing in once a second factor is set up', () => {
  it('takes any two of password, recovery code and app, and no one alone', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const [first, second, third] = person.recoveryCodes;
    const pairs: (() => Promise<Record<string, unknown>>)[] = [
      async () => ({ password: PASSWORD, totpCode: await nextCode(on, secret, person.id) }),
      async () => ({ recoveryCode: first, totpCode: await nextCode(on, secret, person.id) }),
      async () => ({ password: PASSWORD, recoveryCode: second }),
    ];
    for (const pair of pairs) {
      const { session, userErrors } = await signIn(person, await pair());
      expect(userErrors).toEqual([]);
      expect(await factorOf(session)).toBe(true);
    }
    for (const alone of [{ password: PASSWORD }, { recoveryCode: third }]) {
      const refused = await unchanged(on, () => signIn(person, alone));
      expect(codeOf(refused)).toBe('SECOND_FACTOR_REQUIRED input.totpCode');
    }
    const totpAlone = await unchanged(on, async () => signIn(person, { totpCode: generateSync({ secret }) }));
    expect(codeOf(totpAlone)).toBe('INVALID input.password');
  });

  it('tells of a missing or wrong second proof only after a right first one', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const totpCode = await nextCode(on, secret, person.id);
    const unknown = await on.mutate(null, 'signIn', { signIn: 'nobody-at-all-000001', password: 'wrong words' });
    for (const proofs of [
      { password: 'wrong words' },
      { password: 'wrong words', totpCode },
      { password: 'wrong words', totpCode: '000000' },
      { recoveryCode: 'aaaa-bbbb-cccc', totpCode },
      { password: 'wrong words', recoveryCode: person.recoveryCodes[0] },
    ]) {
      const refused = await unchanged(on, () => on.mutate(null, 'signIn', { signIn: person.email, ...proofs }));
      expect(refused).toEqual(unknown);
    }
    const wrong = String((Number(totpCode) + 1) % 1_000_000).padStart(6, '0');
    expect(codeOf(await signIn(person, { password: PASSWORD, totpCode: wrong }))).toBe('PROOF_WRONG input.totpCode');
    expect(codeOf(await signIn(person, { recoveryCode: person.recoveryCodes[0], totpCode: wrong }))).toBe(
      'PROOF_WRONG input.totpCode',
    );
    // Neither was used up.
    const both = { recoveryCode: person.recoveryCodes[0], totpCode };
    expect((await signIn(person, both)).userErrors).toEqual([]);
  });

  it('tells the owner by mail that someone knew the first proof, once an hour', async () => {
    const person = await account(world);
    await withTotp(world, person);
    await mails(on);
    for (let n = 0; n < 3; n += 1) await signIn(person, { password: PASSWORD, totpCode: '000000' });
    const told = (await mails(on)).filter((mail) => mail.to === person.email);
    expect(told.map((mail) => mail.text.includes('then a wrong second code'))).toEqual([true]);
  });

  it('takes two proofs together from who needs one only, and counts that as a second factor', async () => {
    const person = await account(world);
    const { session } = await signIn(person, { password: PASSWORD, recoveryCode: person.recoveryCodes[0] });
    expect(await factorOf(session)).toBe(true);
    expect(codeOf(await signIn(person, { password: PASSWORD, totpCode: '123456' }))).toBe('PROOF_WRONG input.totpCode');
  });
});

describe('a code of the app', () => {
  it('counts once: the same again, and the one before it, are refused', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const totpCode = await nextCode(on, secret, person.id);
    expect((await signIn(person, { password: PASSWORD, totpCode })).userErrors).toEqual([]);
    expect(codeOf(await signIn(person, { password: PASSWORD, totpCode }))).toBe('PROOF_WRONG input.totpCode');
    const earlier = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) - 30 });
    expect(codeOf(await signIn(person, { password: PASSWORD, totpCode: earlier }))).toBe('PROOF_WRONG input.totpCode');
  });

  it('that confirmed the app does not sign in as well', async () => {
    const person = await account(world);
    const { secret } = await world.done(person, 'startTotp', {}, 'secret');
    const totpCode = generateSync({ secret });
    await world.done(person, 'confirmTotp', { code: totpCode });
    expect(codeOf(await signIn(person, { password: PASSWORD, totpCode }))).toBe('PROOF_WRONG input.totpCode');
  });

  it('sent twice at once lets one in', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    for (let round = 0; round < 3; round += 1) {
      const totpCode = await nextCode(on, secret, person.id);
      const tries = await Promise.all([1, 2].map(() => signIn(person, { password: PASSWORD, totpCode })));
      expect(tries.filter(({ session }) => session !== null)).toHaveLength(1);
    }
  });

  it('is judged by the clock of the database', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    await owner('UPDATE vault.totp SET last_step = 0 WHERE person_id = $1', [person.id]);
    const yesterday = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) - 86_400 });
    const realNow = Date.now;
    Date.now = () => realNow() - 86_400_000;
    try {
      expect(codeOf(await signIn(person, { password: PASSWORD, totpCode: yesterday }))).toBe(
        'PROOF_WRONG input.totpCode',
      );
    } finally {
      Date.now = realNow;
    }
  });
});

describe('races about a second factor', () => {
  it('opens no session by one proof when the app was confirmed after that proof was checked', async () => {
    const person = await account(world);
    const change: [string, unknown[]] = [
      'INSERT INTO vault.totp (person_id, secret_cipher, confirmed_at, last_step) VALUES ($1, $2, now(), 1)',
      [person.id, testKeys.encrypt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')],
    ];
    const late = await meanwhile(on, person.id, change, () => signIn(person, { password: PASSWORD }));
    expect(codeOf(late)).toBe('SECOND_FACTOR_REQUIRED input.totpCode');
  });

  it('opens no session for an account that was suspended after its proof was checked', async () => {
    const person = await account(world);
    const change: [string, unknown[]] = ['UPDATE person SET suspended_at = now() WHERE id = $1', [person.id]];
    const late = await meanwhile(on, person.id, change, () => signIn(person, { password: PASSWORD }));
    expect(codeOf(late)).toBe('SIGN_IN_FAILED input.signIn');
  });
});

describe('taking the app away', () => {
  it('needs a fresh proof, ends other sessions, and one proof signs in again', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const { session } = await signIn(person, { password: PASSWORD, totpCode: await nextCode(on, secret, person.id) });
    await stale(on, person.id);
    expect(await unchanged(on, () => on.refusal(person, 'removeTotp', {}))).toBe('STEP_UP_REQUIRED');
    await world.done(person, 'stepUp', { password: PASSWORD });
    await world.done(person, 'removeTotp', {});
    expect([await alive(person), await alive(session)]).toEqual([true, false]);
    expect((await signIn(person, { password: PASSWORD })).userErrors).toEqual([]);
    expect(codeOf(await unchanged(on, () => on.mutate(person, 'removeTotp', {})))).toBe('WRONG_STATE ');
  });

  it('is refused while a community asks this steward for one, and allowed once it no longer does', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const { community } = await world.done(
      person,
      'createCommunity',
      { handle: world.unique('community'), name: 'Asks for two' },
      'community { id }',
    );
    await world.done(person, 'requireSecondFactor', { communityId: community.id, required: true });
    const refused = await unchanged(on, () => on.mutate(person, 'removeTotp', {}));
    expect(codeOf(refused)).toBe('SECOND_FACTOR_REQUIRED ');
    const again = await signIn(person, { password: PASSWORD, totpCode: await nextCode(on, secret, person.id) });
    await world.done(again.session, 'requireSecondFactor', { communityId: community.id, required: false });
    await world.done(again.session, 'removeTotp', {});
  });

  it('waits for a community that is about to ask for one', async () => {
    const person = await account(world);
    await withTotp(world, person);
    const { community } = await world.done(
      person,
      'createCommunity',
      { handle: world.unique('community'), name: 'About to ask' },
      'community { id }',
    );
    const asking: [string, unknown[]] = [
      'UPDATE community SET requires_second_factor = true WHERE id = $1',
      [community.id],
    ];
    const late = await whileWaiting(on, [asking], [], () => on.mutate(person, 'removeTotp', {}));
    expect(codeOf(late)).toBe('SECOND_FACTOR_REQUIRED ');
  });
});

describe('new recovery codes', () => {
  it('end the old ones, are shown once, and need a fresh proof', async () => {
    const person = await account(world);
    await stale(on, person.id);
    expect(await unchanged(on, () => on.refusal(person, 'renewRecoveryCodes', {}))).toBe('STEP_UP_REQUIRED');
    await world.done(person, 'stepUp', { password: PASSWORD });
    const input = { idempotencyKey: 'renew-these-codes' };
    const { recoveryCodes } = await world.done(person, 'renewRecoveryCodes', input, 'recoveryCodes');
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await on.query(person, '{ viewer { recoveryCodesLeft } }')).viewer.recoveryCodesLeft).toBe(10);
    const repeat = await unchanged(on, () => on.mutate(person, 'renewRecoveryCodes', input, 'recoveryCodes'));
    expect(repeat).toMatchObject({ recoveryCodes: null, userErrors: [{ code: 'ALREADY_DONE' }] });
    expect(codeOf(await signIn(person, { recoveryCode: person.recoveryCodes[0] }))).toBe('SIGN_IN_FAILED input.signIn');
    expect((await signIn(person, { recoveryCode: recoveryCodes[0] })).userErrors).toEqual([]);
  });

  it('sent twice at once let one in', async () => {
    const person = await account(world);
    const recoveryCode = person.recoveryCodes[0];
    const tries = await Promise.all([1, 2, 3].map(() => signIn(person, { recoveryCode })));
    expect(tries.filter(({ session }) => session !== null)).toHaveLength(1);
  });
});
