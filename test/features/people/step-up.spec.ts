import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { account, nextCode, PASSWORD, sendFrom, stale, withTotp } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('step_up'), config: { trustProxy: true } });
  world = new World(on);
});
afterAll(() => on.close());

const STEP_UP =
  'mutation ($i: StepUpInput!) { stepUp(input: $i) { freshUntil hasSecondFactor userErrors { code path } } }';
const viewer = async (as: { accessToken: string }) =>
  (await on.query(as as never, '{ viewer { provedAt freshUntil } }')).viewer;

describe('stepping up', () => {
  it('opens what asks for a fresh proof, for ten minutes, by each kind of proof', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const proofs = [
      async () => ({ password: PASSWORD }),
      async () => ({ recoveryCode: person.recoveryCodes[0] }),
      async () => ({ totpCode: await nextCode(on, secret, person.id) }),
    ];
    for (const proof of proofs) {
      await stale(on, person.id);
      expect((await viewer(person)).freshUntil).toBeNull();
      expect(await on.refusal(person, 'startTotp', {})).toBe('STEP_UP_REQUIRED');
      const { freshUntil } = await world.done(person, 'stepUp', await proof(), 'freshUntil');
      const seen = await viewer(person);
      expect(seen.freshUntil).toBe(freshUntil);
      expect(new Date(freshUntil).getTime() - new Date(seen.provedAt).getTime()).toBe(600_000);
      await world.done(person, 'startTotp', {});
    }
  });

  it('proves for this session and no other, and lasts over a refresh', async () => {
    const person = await account(world);
    const { session } = await on.mutate(
      null,
      'signIn',
      { signIn: person.email, password: PASSWORD },
      'session { accessToken refreshToken }',
    );
    await stale(on, person.id);
    await world.done(person, 'stepUp', { password: PASSWORD });
    expect(await on.refusal(session, 'startTotp', {})).toBe('STEP_UP_REQUIRED');
    const refreshed = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: person.refreshToken },
      'session { accessToken }',
    );
    await world.done(refreshed.session, 'startTotp', {});
    // Refreshing alone proves nothing.
    await stale(on, person.id);
    const other = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: session.refreshToken },
      'session { accessToken }',
    );
    expect(await on.refusal(other.session, 'startTotp', {})).toBe('STEP_UP_REQUIRED');
  });

  it('gives the session a second factor by the app or by two proofs, not by one', async () => {
    const plain = await account(world);
    expect(await world.done(plain, 'stepUp', { password: PASSWORD }, 'hasSecondFactor')).toMatchObject({
      hasSecondFactor: false,
    });
    const two = { password: PASSWORD, recoveryCode: plain.recoveryCodes[0] };
    expect(await world.done(plain, 'stepUp', two, 'hasSecondFactor')).toMatchObject({ hasSecondFactor: true });
    // And keeps it.
    expect(await world.done(plain, 'stepUp', { password: PASSWORD }, 'hasSecondFactor')).toMatchObject({
      hasSecondFactor: true,
    });
    const person = await account(world);
    const secret = await withTotp(world, person);
    await sql(on.urls.owner)('UPDATE vault.session SET second_factor = false WHERE person_id = $1', [person.id]);
    const totpCode = await nextCode(on, secret, person.id);
    expect(await world.done(person, 'stepUp', { totpCode }, 'hasSecondFactor')).toMatchObject({
      hasSecondFactor: true,
    });
  });

  it('refuses wrong and used proofs and none at all, and changes nothing', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const used = await nextCode(on, secret, person.id);
    await world.done(person, 'stepUp', { totpCode: used });
    await world.done(person, 'stepUp', { recoveryCode: person.recoveryCodes[1] });
    const stranger = await account(world);
    const cases: [Record<string, unknown>, string][] = [
      [{}, 'INVALID input.password'],
      [{ password: 'wrong words' }, 'PROOF_WRONG input.password'],
      [{ recoveryCode: 'aaaa-bbbb-cccc' }, 'PROOF_WRONG input.recoveryCode'],
      [{ recoveryCode: person.recoveryCodes[1] }, 'PROOF_WRONG input.recoveryCode'],
      [{ recoveryCode: stranger.recoveryCodes[0] }, 'PROOF_WRONG input.recoveryCode'],
      [{ totpCode: used }, 'PROOF_WRONG input.totpCode'],
      [{ password: PASSWORD, recoveryCode: person.recoveryCodes[2], totpCode: used }, 'PROOF_WRONG input.totpCode'],
    ];
    await unchanged(on, async () => {
      for (const [input, expected] of cases) {
        const { data } = await on.send(person, STEP_UP, { i: input });
        expect(
          data.stepUp.userErrors.map((one: { code: string; path: string[] }) => `${one.code} ${one.path.join('.')}`),
        ).toEqual([expected]);
      }
    });
  });

  it('answers a repeat by key with the first success', async () => {
    const person = await account(world);
    const input = { recoveryCode: person.recoveryCodes[0], idempotencyKey: randomUUID() };
    const first = await world.done(person, 'stepUp', input, 'freshUntil');
    expect(await unchanged(on, () => on.mutate(person, 'stepUp', input, 'freshUntil'))).toEqual(first);
  });

  it('is decided by the clock of the database, whatever the host believes', async () => {
    const person = await account(world);
    await stale(on, person.id);
    const realNow = Date.now;
    // An hour behind: to this host the proof of an hour ago looks new.
    Date.now = () => realNow() - 3_600_000;
    try {
      expect(await unchanged(on, () => on.refusal(person, 'renewRecoveryCodes', {}))).toBe('STEP_UP_REQUIRED');
    } finally {
      Date.now = realNow;
    }
  });
});

describe('guessing at a proof with a stolen session', () => {
  it('ends after ten tries from wherever, pays nothing for right ones, and leaves the owner other sessions', async () => {
    const person = await account(world);
    const guess = (ip: string, as: { accessToken: string }, input: Record<string, unknown>) =>
      sendFrom(on, ip, as as never, STEP_UP, { i: input });
    // A right password in between buys no further tries.
    expect((await guess('10.9.0.1', person, { password: PASSWORD })).data.stepUp.userErrors).toEqual([]);
    const outcomes = [];
    for (let n = 0; n < 12; n += 1) {
      const { data, errors } = await guess(`10.9.${n}.1`, person, { totpCode: '123456' });
      outcomes.push(errors[0]?.extensions.code ?? data.stepUp.userErrors[0].code);
    }
    expect(outcomes).toEqual([...Array(10).fill('PROOF_WRONG'), 'RATE_LIMITED', 'RATE_LIMITED']);
    // The same session after a refresh is no way round.
    const refreshed = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: person.refreshToken },
      'session { accessToken }',
    );
    expect((await guess('10.9.99.1', refreshed.session, { password: PASSWORD })).errors[0]?.extensions.code).toBe(
      'RATE_LIMITED',
    );
    const signedIn = await sendFrom(
      on,
      '10.8.0.1',
      null,
      'mutation ($i: SignInInput!) { signIn(input: $i) { session { accessToken refreshToken } userErrors { code } } }',
      { i: { signIn: person.email, password: PASSWORD } },
    );
    const own = signedIn.data.signIn.session;
    expect((await guess('10.8.0.1', own, { password: PASSWORD })).data.stepUp.userErrors).toEqual([]);
  });
});
