import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib/functional';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccountsService } from '../../../src/features/people/index.js';
import { codeIn, mails, nextCode } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
const logs: string[] = [];

beforeAll(async () => {
  on = await startTestApp({
    urls: await freshDatabase('canaries'),
    logTo: { write: (line: string) => void logs.push(line) },
  });
  world = new World(on);
});
afterAll(() => on.close());

/** What must never be found in clear, by what it is. Wrong ones count: people paste secrets into wrong fields. */
const planted = new Map<string, string>();
const plant = (what: string, secret: string): string => {
  planted.set(what, secret);
  return secret;
};
const keyed = () => ({ idempotencyKey: randomUUID() });

/** Every way in which a secret of an account comes in or goes out, each also as a mistake. */
async function live(): Promise<void> {
  const email = plant('e-mail', 'canary-one@people.example');
  const password = plant('password', 'canary words of the first password');
  await on.mutate(null, 'signUp', { email, ...keyed() });
  const confirmation = plant('confirmation code', codeIn((await mails(on))[0]));
  const made = await on.mutate(
    null,
    'confirmEmail',
    { code: confirmation, password, deviceName: plant('device', 'the canary phone'), ...keyed() },
    'session { accessToken refreshToken } signInName recoveryCodes',
  );
  const as = { ...made.session, signInName: made.signInName, recoveryCodes: made.recoveryCodes };
  plant('sign-in name', made.signInName);
  made.recoveryCodes.forEach((code: string, index: number) => plant(`recovery code ${index}`, code));
  plant('access token', as.accessToken);
  plant('refresh token', as.refreshToken);
  const [row] = await sql(on.urls.owner)('SELECT person_id FROM vault.account');
  const personId = row?.['person_id'];

  const { secret } = await world.done(as, 'startTotp', keyed(), 'secret uri qrCode');
  plant('TOTP secret', secret);
  await on.mutate(as, 'confirmTotp', { code: plant('wrong TOTP code', '99183746'), ...keyed() });
  await world.done(as, 'confirmTotp', { code: generateSync({ secret }), ...keyed() });
  const wrong = plant('wrong password', 'canary words that are wrong');
  await on.mutate(null, 'signIn', { signIn: email, password: wrong, ...keyed() });
  await on.mutate(null, 'signIn', { signIn: email, password, totpCode: '99183746', ...keyed() });
  await on.mutate(null, 'signIn', { signIn: wrong, recoveryCode: password, ...keyed() });
  const totpCode = await nextCode(on, secret, personId);
  await on.mutate(null, 'signIn', { signIn: email, password, totpCode, ...keyed() }, 'session { accessToken }');
  await on.mutate(as, 'stepUp', { password: wrong, ...keyed() });
  await world.done(as, 'stepUp', { password, recoveryCode: as.recoveryCodes[0], ...keyed() });
  const second = plant('second password', 'canary words of the second password');
  await world.done(as, 'changePassword', { currentPassword: password, newPassword: second, ...keyed() });
  const { recoveryCodes } = await world.done(as, 'renewRecoveryCodes', keyed(), 'recoveryCodes');
  recoveryCodes.forEach((code: string, index: number) => plant(`new recovery code ${index}`, code));
  await mails(on);

  const other = plant('new e-mail', 'canary-two@people.example');
  await world.done(as, 'changeEmail', { email: other, ...keyed() });
  const change = plant('change code', codeIn((await mails(on))[0]));
  await world.done(as, 'confirmEmail', { code: change, ...keyed() });
  const undo = plant('undo code', codeIn((await mails(on))[0]));
  await on.mutate(null, 'requestPasswordReset', { email: other, ...keyed() });
  const reset = plant('reset code', codeIn((await mails(on))[0]));
  const third = plant('third password', 'canary words of the third password');
  await on.mutate(null, 'resetPassword', { code: undo, password: third, ...keyed() });
  await on.mutate(null, 'resetPassword', { code: reset, password: third, ...keyed() });
  await on.mutate(null, 'undoEmailChange', { code: undo, ...keyed() });
  await mails(on);
  // A request that fails inside, so that an error with all of its context is logged.
  const accounts = on.app.get(AccountsService, { strict: false });
  const lookup = accounts.lookup.bind(accounts);
  accounts.lookup = () => {
    throw new Error(`no such thing as ${email}`);
  };
  await on.send(null, 'mutation ($i: SignInInput!) { signIn(input: $i) { userErrors { code } } }', {
    i: { signIn: email, password },
  });
  accounts.lookup = lookup;
}

/** Every row of every table, with bytes as hex. */
async function stored(): Promise<Map<string, string>> {
  const query = sql(on.urls.owner);
  const tables = await query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'vault', 'app')`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await query(`SELECT coalesce(string_agg(t::text, '\n'), '') AS text FROM ${name} t`);
    texts.set(name, row?.['text']);
  }
  return texts;
}

function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, secret.toLowerCase(), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
}

it('secrets and addresses are nowhere in clear: not in events, keys, records, any other row, or logs', async () => {
  await live();
  const places = await stored();
  places.set('the logs', logs.join('\n'));
  // The searching works: these are there to be found.
  expect(places.get('public.outbox_event')).toContain('person.password_changed');
  expect(places.get('public.idempotency')).toContain('changePassword');
  expect(places.get('the logs')).toContain('[e-mail]');
  expect(planted.size).toBeGreaterThan(30);
  const found: string[] = [];
  for (const [what, secret] of planted)
    for (const [place, text] of places)
      if (forms(secret).some((form) => text.includes(form))) found.push(`${what} in ${place}`);
  expect(found).toEqual([]);
});
