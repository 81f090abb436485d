import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Account,
  account,
  codeIn,
  mails,
  nextCode,
  PASSWORD,
  sendFrom,
  withTotp,
} from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('lock_out'), config: { trustProxy: true } });
  world = new World(on);
});
afterAll(() => on.close());

const SIGN_IN =
  'mutation ($i: SignInInput!) { signIn(input: $i) { session { accessToken refreshToken } userErrors { code } } }';
const REQUEST = 'mutation ($i: RequestPasswordResetInput!) { requestPasswordReset(input: $i) { userErrors { code } } }';
const SIGN_UP = 'mutation ($i: SignUpInput!) { signUp(input: $i) { userErrors { code } } }';

const ATTACKER = '203.0.113.5';
const VICTIM = '198.51.100.7';

async function outcome(ip: string, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await sendFrom(on, ip, null, SIGN_IN, { i: input });
  return errors[0]?.extensions.code ?? data.signIn.userErrors[0]?.code ?? 'in';
}

async function exhaust(ip: string, input: Record<string, unknown>): Promise<void> {
  for (let n = 0; n < 80; n += 1) if ((await outcome(ip, input)) === 'RATE_LIMITED') return;
  throw new Error('The attacker was never stopped.');
}

describe('a lock-out', () => {
  it('of whoever guesses at a password does not reach the person, by name or address, elsewhere', async () => {
    const person = await account(world);
    for (const signIn of [person.email, person.signInName]) {
      await exhaust(ATTACKER, { signIn, password: 'wrong words' });
      expect(await outcome(ATTACKER, { signIn, password: PASSWORD })).toBe('RATE_LIMITED');
      expect(await outcome(VICTIM, { signIn, password: PASSWORD })).toBe('in');
    }
  });

  it('of whoever tries everybody from one network does not reach others elsewhere', async () => {
    const people: Account[] = [];
    for (let n = 0; n < 8; n += 1) people.push(await account(world, { password: null }));
    let stopped = false;
    for (let n = 0; n < 80 && !stopped; n += 1) {
      const signIn = people[n % people.length]?.email;
      stopped = (await outcome('203.0.114.5', { signIn, recoveryCode: 'aaaa-bbbb-cccc' })) === 'RATE_LIMITED';
    }
    expect(stopped).toBe(true);
    for (const { email, recoveryCodes } of people)
      expect(await outcome(VICTIM, { signIn: email, recoveryCode: recoveryCodes[0] })).toBe('in');
  });

  it('by who knows the password and guesses codes of the app leaves the owner a recovery code', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    let tries = 0;
    for (let n = 0; n < 40; n += 1) {
      // From a new network each time: what stops them is counted per person.
      if (
        (await outcome(`10.77.${n}.1`, { signIn: person.email, password: PASSWORD, totpCode: '000000' })) ===
        'RATE_LIMITED'
      )
        break;
      tries += 1;
    }
    expect(tries).toBe(20);
    const totpCode = await nextCode(on, secret, person.id);
    expect(await outcome(VICTIM, { signIn: person.email, password: PASSWORD, totpCode })).toBe('RATE_LIMITED');
    expect(
      await outcome(VICTIM, { signIn: person.email, password: PASSWORD, recoveryCode: person.recoveryCodes[0] }),
    ).toBe('in');
  });

  it('cannot be had of the app by a stranger without the password', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    for (let n = 0; n < 25; n += 1) {
      const guess = n % 2 ? { password: 'wrong words' } : { recoveryCode: 'aaaa-bbbb-cccc' };
      expect(await outcome(`10.78.${n}.1`, { signIn: person.email, ...guess, totpCode: '000000' })).toBe(
        'SIGN_IN_FAILED',
      );
    }
    const totpCode = await nextCode(on, secret, person.id);
    expect(await outcome(VICTIM, { signIn: person.email, password: PASSWORD, totpCode })).toBe('in');
  });

  it('from a new password by mail is not to be had by filling the mailbox: the last code in it works', async () => {
    const person = await account(world);
    for (let n = 0; n < 6; n += 1) await sendFrom(on, `10.79.${n}.1`, null, SIGN_UP, { i: { email: person.email } });
    // Mails for signing up do not count against it.
    const own = await sendFrom(on, VICTIM, null, REQUEST, { i: { email: person.email } });
    expect(own.errors).toEqual([]);
    for (let n = 0; n < 6; n += 1) await sendFrom(on, `10.80.${n}.1`, null, REQUEST, { i: { email: person.email } });
    const codes = (await mails(on)).filter((mail) => /reset#/.test(mail.text)).map(codeIn);
    const resets = [];
    for (const code of codes)
      resets.push(
        (await on.mutate(null, 'resetPassword', { code, password: 'words of my own' })).userErrors[0]?.code ?? 'done',
      );
    expect(resets.filter((one) => one === 'done')).toHaveLength(1);
    expect(await outcome(VICTIM, { signIn: person.email, password: 'words of my own' })).toBe('in');
  });
});
