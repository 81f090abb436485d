import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  account,
  codeIn,
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
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
const NEW = 'some other words here';
const SESSION = 'session { accessToken refreshToken } nextStep';

beforeAll(async () => {
  // Of its own: every event in it is delivered.
  on = await startTestApp({ urls: await freshDatabase('passwords') });
  world = new World(on);
});
afterAll(() => on.close());

const signIn = (signInName: string, password: string, more = {}) =>
  on.mutate(null, 'signIn', { signIn: signInName, password, ...more }, 'session { accessToken refreshToken }');
const code = async (as: { accessToken: string }) =>
  (await on.send(as as never, '{ viewer { signInName } }')).errors[0]?.extensions.code ?? 'alive';

async function resetCode(email: string): Promise<string> {
  await on.mutate(null, 'requestPasswordReset', { email });
  return codeIn((await mails(on)).find((mail) => mail.to === email));
}

describe('changing a password', () => {
  it('takes the present one, ends every other session, keeps this one and tells by mail', async () => {
    const person = await account(world);
    const { session: other } = await signIn(person.email, PASSWORD);
    await mails(on);
    await world.done(person, 'changePassword', { currentPassword: PASSWORD, newPassword: NEW });
    expect([await code(person), await code(other)]).toEqual(['alive', 'UNAUTHENTICATED']);
    expect((await signIn(person.email, PASSWORD)).userErrors[0].code).toBe('SIGN_IN_FAILED');
    expect((await signIn(person.email, NEW)).userErrors).toEqual([]);
    const sent = await mails(on);
    expect(sent.map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: person.email, subject: 'Accompany: about your account' },
    ]);
  });

  it('refuses a wrong or missing present password and a weak new one, and changes nothing', async () => {
    const person = await account(world);
    const cases: [Record<string, unknown>, string, string][] = [
      [{ newPassword: NEW }, 'INVALID', 'currentPassword'],
      [{ currentPassword: 'not the words', newPassword: NEW }, 'PROOF_WRONG', 'currentPassword'],
      [{ recoveryCode: 'aaaa-bbbb-cccc', newPassword: NEW }, 'PROOF_WRONG', 'recoveryCode'],
      [{ currentPassword: PASSWORD, newPassword: 'short' }, 'WEAK_PASSWORD', 'newPassword'],
      [{ currentPassword: PASSWORD, newPassword: 'password123' }, 'WEAK_PASSWORD', 'newPassword'],
      [{ currentPassword: PASSWORD, newPassword: 'x'.repeat(300) }, 'TOO_LONG', 'newPassword'],
    ];
    for (const [input, reason, field] of cases) {
      const payload = await unchanged(on, () => on.mutate(person, 'changePassword', input, 'changed'));
      expect(payload).toMatchObject({ changed: null, userErrors: [{ code: reason, path: ['input', field] }] });
    }
  });

  it('gives an account its first password only shortly after a proof', async () => {
    const person = await account(world, { password: null });
    await stale(on, person.id);
    expect(await unchanged(on, () => on.refusal(person, 'changePassword', { newPassword: NEW }))).toBe(
      'STEP_UP_REQUIRED',
    );
    await world.done(person, 'stepUp', { recoveryCode: person.recoveryCodes[0] });
    const input = { newPassword: NEW, idempotencyKey: randomUUID() };
    await world.done(person, 'changePassword', input);
    expect((await signIn(person.signInName, NEW)).userErrors).toEqual([]);
    // Sent again it finds a password, and still answers what it did.
    expect(await unchanged(on, () => on.mutate(person, 'changePassword', input, 'changed'))).toEqual({
      changed: true,
      userErrors: [],
    });
  });

  it('takes a recovery code from who forgot the present one and has no mail, once', async () => {
    const person = await account(world, { email: null });
    const input = { recoveryCode: person.recoveryCodes[0], newPassword: NEW };
    await world.done(person, 'changePassword', input);
    expect((await signIn(person.signInName, NEW)).userErrors).toEqual([]);
    const again = await unchanged(on, () => on.mutate(person, 'changePassword', input));
    expect(again.userErrors).toMatchObject([{ code: 'PROOF_WRONG', path: ['input', 'recoveryCode'] }]);
  });

  it('answers a repeat by key with the first success, though the present password is another by now', async () => {
    const person = await account(world);
    const input = { currentPassword: PASSWORD, newPassword: NEW, idempotencyKey: randomUUID() };
    await world.done(person, 'changePassword', input);
    const repeat = await unchanged(on, () => on.mutate(person, 'changePassword', input, 'changed'));
    expect(repeat).toEqual({ changed: true, userErrors: [] });
  });

  it('lets one of two changes at once win, and leaves one session', async () => {
    const person = await account(world);
    const { session } = await signIn(person.email, PASSWORD);
    const words = ['the first of two words', 'the second of two words'];
    const results = await Promise.all(
      [person, session].map((as, index) =>
        on.send(
          as,
          'mutation ($i: ChangePasswordInput!) { changePassword(input: $i) { changed userErrors { code } } }',
          {
            i: { currentPassword: PASSWORD, newPassword: words[index] },
          },
        ),
      ),
    );
    const won = results.map(({ data }) => data?.changePassword?.changed === true);
    expect(won.filter(Boolean)).toHaveLength(1);
    const works = await Promise.all(
      words.map(async (word) => (await signIn(person.email, word)).userErrors.length === 0),
    );
    expect(works).toEqual(won);
  });

  it('opens no session by a password that was changed after it was verified', async () => {
    const person = await account(world);
    const change: [string, unknown[]] = [
      "UPDATE vault.account SET password_hash = 'another' WHERE person_id = $1",
      [person.id],
    ];
    const late = await meanwhile(on, person.id, change, () => signIn(person.email, PASSWORD));
    expect(late).toMatchObject({ session: null, userErrors: [{ code: 'SIGN_IN_FAILED' }] });
    const [families] = await sql(on.urls.owner)(
      'SELECT count(DISTINCT family_id)::int AS n FROM vault.session WHERE person_id = $1',
      [person.id],
    );
    expect(families).toEqual({ n: 1 });
  });
});

describe('changing a password while another session is being refreshed', () => {
  it('ends the session that the refresh is making, too', async () => {
    const person = await account(world);
    const { session } = await signIn(person.email, PASSWORD);
    const [other] = await sql(on.urls.owner)(
      'SELECT family_id, refresh_hash FROM vault.session WHERE person_id = $1 ORDER BY created_at DESC LIMIT 1',
      [person.id],
    );
    const rotation: [string, unknown[]] = [
      "SELECT * FROM vault.rotate_session($1, gen_random_uuid(), $2, now() + interval '1 hour', $3, now() + interval '1 day')",
      [other?.['refresh_hash'], randomBytes(32), randomBytes(32)],
    ];
    const changed = await whileWaiting(on, [rotation], [], () =>
      on.mutate(person, 'changePassword', { currentPassword: PASSWORD, newPassword: NEW }, 'changed'),
    );
    expect(changed).toEqual({ changed: true, userErrors: [] });
    expect(await code(session)).toBe('UNAUTHENTICATED');
    const alive = await sql(on.urls.owner)(
      'SELECT count(*)::int AS n FROM vault.session WHERE family_id = $1 AND revoked_at IS NULL',
      [other?.['family_id']],
    );
    expect(alive).toEqual([{ n: 0 }]);
  });
});

describe('a new password by mail', () => {
  it('comes with a code that works once, ends every session and signs in', async () => {
    const person = await account(world);
    const mailed = await resetCode(person.email);
    const [stored] = await sql(on.urls.owner)(
      'SELECT count(*)::int AS n FROM vault.password_reset WHERE person_id = $1',
      [person.id],
    );
    expect(stored).toEqual({ n: 1 });
    const reset = await on.mutate(
      null,
      'resetPassword',
      { code: mailed, password: NEW, deviceName: 'tablet' },
      SESSION,
    );
    expect(reset.userErrors).toEqual([]);
    expect(await code(person)).toBe('UNAUTHENTICATED');
    expect((await on.query(reset.session, '{ viewer { sessions { deviceName } } }')).viewer.sessions).toEqual([
      { deviceName: 'tablet' },
    ]);
    expect((await signIn(person.email, NEW)).userErrors).toEqual([]);
    expect((await signIn(person.email, PASSWORD)).userErrors).toMatchObject([{ code: 'SIGN_IN_FAILED' }]);
    const told = (await mails(on)).filter((mail) => mail.to === person.email);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('password of your account at Accompany was changed');
  });

  it('gives one answer to unknown, used, older, expired and moved codes, and to codes of suspended people', async () => {
    const query =
      'mutation ($i: ResetPasswordInput!) { resetPassword(input: $i) { session { accessToken } nextStep userErrors { code message path } } }';
    const owner = sql(on.urls.owner);
    const [used, older, expired, moved, suspended] = [
      await account(world),
      await account(world),
      await account(world),
      await account(world),
      await account(world),
    ];
    const codes = {
      used: await resetCode(used.email),
      older: await resetCode(older.email),
      expired: await resetCode(expired.email),
    };
    const [movedCode, suspendedCode] = [await resetCode(moved.email), await resetCode(suspended.email)];
    await on.mutate(null, 'resetPassword', { code: codes.used, password: NEW });
    const newer = await resetCode(older.email);
    await owner(`UPDATE vault.password_reset SET expires_at = now() - interval '1 second' WHERE person_id = $1`, [
      expired.id,
    ]);
    await world.done(moved, 'removeEmail', {});
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [suspended.id]);
    const wrong = [...Object.values(codes), movedCode, suspendedCode, 'x'.repeat(43), "' OR 1=1 --"];
    const answers = await unchanged(on, async () => {
      const all = [];
      for (const one of wrong) all.push(await on.send(null, query, { i: { code: one, password: NEW } }));
      return all;
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.data.resetPassword.userErrors).toMatchObject([
      { code: 'LINK_INVALID', path: ['input', 'code'] },
    ]);
    expect((await on.mutate(null, 'resetPassword', { code: newer, password: NEW }, SESSION)).session).not.toBeNull();
  });

  it('is spent by one of two who send the same code at once', async () => {
    const person = await account(world);
    const mailed = await resetCode(person.email);
    const results = await Promise.all(
      ['words of the first', 'words of the second'].map((password) =>
        on.mutate(null, 'resetPassword', { code: mailed, password }, SESSION),
      ),
    );
    expect(results.map((one): string => one.userErrors[0]?.code ?? 'done').toSorted()).toEqual([
      'LINK_INVALID',
      'done',
    ]);
  });

  it('opens no session where there is a second factor, and leaves that as it is', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const before = await sql(on.urls.owner)(
      'SELECT t.secret_cipher, (SELECT count(*)::int FROM vault.recovery_code c WHERE c.person_id = t.person_id AND used_at IS NULL) FROM vault.totp t WHERE person_id = $1',
      [person.id],
    );
    const reset = await on.mutate(
      null,
      'resetPassword',
      { code: await resetCode(person.email), password: NEW },
      SESSION,
    );
    expect(reset).toMatchObject({ session: null, userErrors: [] });
    expect(await code(person)).toBe('UNAUTHENTICATED');
    expect((await signIn(person.email, NEW)).userErrors).toMatchObject([{ code: 'SECOND_FACTOR_REQUIRED' }]);
    const after = await sql(on.urls.owner)(
      'SELECT t.secret_cipher, (SELECT count(*)::int FROM vault.recovery_code c WHERE c.person_id = t.person_id AND used_at IS NULL) FROM vault.totp t WHERE person_id = $1',
      [person.id],
    );
    expect(after).toEqual(before);
    const totpCode = await nextCode(on, secret, person.id);
    expect((await signIn(person.email, NEW, { totpCode })).userErrors).toEqual([]);
  });

  it('sends nothing to an address without an account or of a suspended one, and keeps no row of it', async () => {
    const person = await account(world);
    await sql(on.urls.owner)('UPDATE person SET suspended_at = now() WHERE id = $1', [person.id]);
    await mails(on);
    for (const email of [person.email, 'nobody@people.example'])
      await on.mutate(null, 'requestPasswordReset', { email });
    expect(await mails(on)).toEqual([]);
    const left = await sql(on.urls.owner)(
      'SELECT count(*)::int AS n FROM vault.password_reset WHERE token_hash IS NULL',
    );
    expect(left).toEqual([{ n: 0 }]);
  });
});
