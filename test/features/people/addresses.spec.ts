import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  account,
  codeIn,
  giveAddress,
  mails,
  nextCode,
  PASSWORD,
  stale,
  whileWaiting,
  withTotp,
} from '../../support/accounts.js';
import { ExpiredCodes } from '../../../src/features/people/expired-codes.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { testKeys } from '../../support/stored-world.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  // Of its own: every event in it is delivered.
  on = await startTestApp({ urls: await freshDatabase('addresses') });
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const fresh = () => `${world.unique('new')}@people.example`;
const emailOf = async (as: { accessToken: string }) =>
  (await on.query(as as never, '{ viewer { email } }')).viewer.email;
const alive = async (as: { accessToken: string }) =>
  (await on.send(as as never, '{ viewer { email } }')).errors.length === 0;
const signIn = (name: string, proofs: Record<string, unknown> = { password: PASSWORD }) =>
  on.mutate(null, 'signIn', { signIn: name, ...proofs }, 'session { accessToken }');

/** The code that went to the new address. */
async function confirmation(as: { accessToken: string }, email: string): Promise<string> {
  await world.done(as as never, 'changeEmail', { email });
  return codeIn((await mails(on)).find((mail) => mail.to === email));
}

/** The code that went to the old address, once the new one was confirmed. */
async function undoCode(as: { accessToken: string }, from: string, to: string): Promise<string> {
  await world.done(as as never, 'confirmEmail', { code: await confirmation(as, to) });
  return codeIn((await mails(on)).find((mail) => mail.to === from));
}

describe('changing an address', () => {
  it('writes to the new one, changes on confirming, and tells the old one how to react', async () => {
    const person = await account(world);
    const email = fresh();
    await world.done(person, 'changeEmail', { email });
    const [mail, ...others] = await mails(on);
    expect(mail).toMatchObject({ to: email, subject: 'Accompany: please confirm your address' });
    expect(others).toEqual([]);
    expect(await emailOf(person)).toBe(person.email);
    await world.done(person, 'confirmEmail', { code: codeIn(mail) });
    expect(await emailOf(person)).toBe(email);
    expect((await signIn(person.email)).userErrors).toMatchObject([{ code: 'SIGN_IN_FAILED' }]);
    expect((await signIn(email)).userErrors).toEqual([]);
    const told = await mails(on);
    expect(told.map(({ to, subject }) => [to, subject])).toEqual([[person.email, 'Accompany: about your account']]);
    const [row] = await owner('SELECT undo_hash, old_cipher FROM vault.email_change WHERE person_id = $1', [person.id]);
    expect(row?.['undo_hash']).toBeInstanceOf(Buffer);
    expect(testKeys.decrypt(row?.['old_cipher'])).toBe(person.email);
  });

  it('gives an account without an address its first, and undoes nothing', async () => {
    const person = await account(world, { email: null });
    const email = fresh();
    await world.done(person, 'confirmEmail', { code: await confirmation(person, email) });
    expect(await emailOf(person)).toBe(email);
    expect(await mails(on)).toEqual([]);
  });

  it('needs a fresh proof', async () => {
    const person = await account(world);
    await stale(on, person.id);
    expect(await unchanged(on, () => on.refusal(person, 'changeEmail', { email: fresh() }))).toBe('STEP_UP_REQUIRED');
    expect(await unchanged(on, () => on.refusal(person, 'removeEmail', {}))).toBe('STEP_UP_REQUIRED');
  });

  it('never tells whether the new address is known: equal bytes, and only its reader hears of it', async () => {
    const [person, other] = [await account(world), await account(world)];
    const query =
      'mutation ($i: ChangeEmailInput!) { changeEmail(input: $i) { nextStep userErrors { code message path } } }';
    const unknown = await on.send(person, query, { i: { email: fresh() } });
    const known = await on.send(person, query, { i: { email: other.email } });
    expect(known).toEqual(unknown);
    const mail = (await mails(on)).find(({ to }) => to === other.email);
    expect(mail?.subject).toBe('Accompany: about your address');
    expect(mail?.text).not.toMatch(/#/);
    expect([await emailOf(person), await emailOf(other)]).toEqual([person.email, other.email]);
  });

  it('takes the newest code only, from the owner only, once, within a day', async () => {
    const [person, other] = [await account(world), await account(world)];
    const older = await confirmation(person, fresh());
    const newer = await confirmation(person, fresh());
    const query =
      'mutation ($i: ConfirmEmailInput!) { confirmEmail(input: $i) { session { accessToken } userErrors { code message path } } }';
    const answers = await unchanged(on, async () => [
      await on.send(person, query, { i: { code: older } }),
      await on.send(other, query, { i: { code: newer } }),
      await on.send(null, query, { i: { code: newer, password: PASSWORD } }),
      await on.send(person, query, { i: { code: 'x'.repeat(43) } }),
    ]);
    await world.done(person, 'confirmEmail', { code: newer });
    answers.push(await on.send(person, query, { i: { code: newer } }));
    const expired = await confirmation(person, fresh());
    await owner(`UPDATE vault.pending_sign_up SET expires_at = now() - interval '1 second' WHERE person_id = $1`, [
      person.id,
    ]);
    answers.push(await on.send(person, query, { i: { code: expired } }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.data.confirmEmail.userErrors).toMatchObject([{ code: 'LINK_INVALID', path: ['input', 'code'] }]);
  });

  it('gives an address to one of two who confirm it at once, and tells the other nothing new', async () => {
    for (let round = 0; round < 3; round += 1) {
      const pair = [await account(world), await account(world)];
      const email = fresh();
      const codes: string[] = [];
      for (const person of pair) codes.push(await confirmation(person, email));
      const results = await Promise.all(
        pair.map((person, index) => on.mutate(person, 'confirmEmail', { code: codes[index] })),
      );
      expect(results.map((one): string => one.userErrors[0]?.code ?? 'done').toSorted()).toEqual([
        'LINK_INVALID',
        'done',
      ]);
      const holders = await owner('SELECT count(*)::int AS n FROM vault.account WHERE email_lookup = $1', [
        testKeys.digest('lookup', email),
      ]);
      expect(holders).toEqual([{ n: 1 }]);
    }
  });

  it('waits for another who confirms the same address, and then answers as to any code that does not work', async () => {
    const [person, other] = [await account(world), await account(world)];
    const email = fresh();
    const code = await confirmation(person, email);
    const lookup = testKeys.digest('lookup', email);
    const late = await whileWaiting(
      on,
      [
        ['SELECT vault.lock_address($1)', [lookup]],
        [
          'UPDATE vault.account SET email_lookup = $2, email_cipher = $3 WHERE person_id = $1',
          [other.id, lookup, testKeys.encrypt(email)],
        ],
      ],
      [],
      () => on.mutate(person, 'confirmEmail', { code }),
    );
    expect(late.userErrors).toMatchObject([{ code: 'LINK_INVALID', path: ['input', 'code'] }]);
    expect(await emailOf(person)).toBe(person.email);
  });
});

describe('removing an address', () => {
  it('leaves the sign-in name, ends codes for a new password, and tells the address', async () => {
    const person = await account(world);
    await on.mutate(null, 'requestPasswordReset', { email: person.email });
    const reset = codeIn((await mails(on))[0]);
    await world.done(person, 'removeEmail', {});
    expect(await emailOf(person)).toBeNull();
    expect((await mails(on)).map(({ to }) => to)).toEqual([person.email]);
    expect((await on.mutate(null, 'resetPassword', { code: reset, password: PASSWORD })).userErrors).toMatchObject([
      { code: 'LINK_INVALID' },
    ]);
    expect((await signIn(person.signInName)).userErrors).toEqual([]);
    const again = await unchanged(on, () => on.mutate(person, 'removeEmail', {}));
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });
});

describe('taking a former address back', () => {
  it('ends every session and the password, and leads on to a new password by mail', async () => {
    const person = await account(world);
    const code = await undoCode(person, person.email, fresh());
    const undone = await on.mutate(null, 'undoEmailChange', { code }, 'nextStep');
    expect(undone).toMatchObject({ nextStep: expect.stringContaining('requestPasswordReset'), userErrors: [] });
    expect(await alive(person)).toBe(false);
    expect((await signIn(person.email)).userErrors).toMatchObject([{ code: 'SIGN_IN_FAILED' }]);
    expect((await mails(on)).map(({ to, text }) => [to, text.includes('was brought back')])).toEqual([
      [person.email, true],
    ]);
    await on.mutate(null, 'requestPasswordReset', { email: person.email });
    const reset = codeIn((await mails(on))[0]);
    const { session } = await on.mutate(
      null,
      'resetPassword',
      { code: reset, password: 'words of my own' },
      'session { accessToken }',
    );
    expect(await emailOf(session)).toBe(person.email);
  });

  it('undoes every change that came after, so that a second one does not win', async () => {
    const person = await account(world);
    const second = fresh();
    const first = await undoCode(person, person.email, second);
    const later = await undoCode(person, second, fresh());
    expect((await on.mutate(null, 'undoEmailChange', { code: first })).userErrors).toEqual([]);
    const [row] = await owner('SELECT email_cipher FROM vault.account WHERE person_id = $1', [person.id]);
    expect(testKeys.decrypt(row?.['email_cipher'])).toBe(person.email);
    expect((await unchanged(on, () => on.mutate(null, 'undoEmailChange', { code: later }))).userErrors).toMatchObject([
      { code: 'LINK_INVALID' },
    ]);
  });

  it('keeps second factor and recovery codes', async () => {
    const person = await account(world);
    const secret = await withTotp(world, person);
    const code = await undoCode(person, person.email, fresh());
    await on.mutate(null, 'undoEmailChange', { code });
    const one = await signIn(person.email, { recoveryCode: person.recoveryCodes[0] });
    expect(one.userErrors).toMatchObject([{ code: 'SECOND_FACTOR_REQUIRED' }]);
    const totpCode = await nextCode(on, secret, person.id);
    expect((await signIn(person.email, { recoveryCode: person.recoveryCodes[0], totpCode })).userErrors).toEqual([]);
  });

  it('gives one answer to unknown, used, expired codes and where another account has the address by now', async () => {
    const [used, expired, taken, suspended, other] = [
      await account(world),
      await account(world),
      await account(world),
      await account(world),
      await account(world),
    ];
    const codes: string[] = [];
    for (const person of [used, expired, taken, suspended]) codes.push(await undoCode(person, person.email, fresh()));
    await on.mutate(null, 'undoEmailChange', { code: codes[0] });
    await owner(`UPDATE vault.email_change SET expires_at = now() - interval '1 second' WHERE person_id = $1`, [
      expired.id,
    ]);
    await giveAddress(on, other.id, taken.email);
    await owner('UPDATE person SET suspended_at = now() WHERE id = $1', [suspended.id]);
    const query =
      'mutation ($i: UndoEmailChangeInput!) { undoEmailChange(input: $i) { nextStep userErrors { code message path } } }';
    const answers = await unchanged(on, async () => {
      const all = [];
      for (const code of [...codes, 'x'.repeat(43)]) all.push(await on.send(null, query, { i: { code } }));
      return all;
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.data.undoEmailChange.userErrors).toMatchObject([{ code: 'LINK_INVALID' }]);
  });

  it('is forgotten after its time, with codes for a new password that nobody used', async () => {
    const person = await account(world);
    await undoCode(person, person.email, fresh());
    await owner(`UPDATE vault.email_change SET expires_at = now() - interval '1 second'`);
    await owner(
      `INSERT INTO vault.password_reset (id, email_lookup, expires_at) VALUES (gen_random_uuid(), '\\x01', now() - interval '1 second')`,
    );
    await on.app.get(ExpiredCodes, { strict: false }).forget();
    expect(
      await owner('SELECT FROM vault.email_change UNION ALL SELECT FROM vault.password_reset WHERE expires_at < now()'),
    ).toEqual([]);
  });
});
