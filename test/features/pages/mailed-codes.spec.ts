import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { SignInLimits } from '../../../src/features/people/index.js';
import { clientAddressWith } from '../../../src/platform/http/client-address.js';
import { account, codeIn, mails, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { codesIn, faultyIn, fieldsIn, post, signInNameIn } from './forms.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  // Of its own: every event in it is delivered.
  on = await startTestApp({ urls: await freshDatabase('mailed-codes') });
  world = new World(on);
});
afterAll(() => on.close());

const fresh = () => `${world.unique('new')}@people.example`;
const mailTo = async (email: string) => (await mails(on)).find((mail) => mail.to === email);
const signsIn = async (signIn: string, proofs: Record<string, string>) =>
  (await on.mutate(null, 'signIn', { signIn, ...proofs }, 'session { accessToken }')).session !== null;

/** The form at the end of the link in a mail, as it is sent. */
async function formAt(path: string, more: Record<string, string>): Promise<Record<string, string>> {
  const { text } = await request(on.app.getHttpServer()).get(path).expect(200);
  return { ...fieldsIn(text), ...more };
}

async function signUp(): Promise<{ email: string; code: string; path: string }> {
  const email = fresh();
  await on.mutate(null, 'signUp', { email });
  const mail = await mailTo(email);
  const [link = ''] = /http:\S+/.exec(mail?.text ?? '') ?? [];
  return { email, code: codeIn(mail), path: new URL(link).pathname };
}

describe('the page behind the link in a mail', () => {
  it('confirms the address of a new account, and gives its name and codes once', async () => {
    const { email, code, path } = await signUp();
    expect(path).toBe('/confirm');
    const fields = await formAt(path, { code: `http://accompany.test/confirm#${code}`, password: PASSWORD });
    const { status, text } = await post(on, path, fields);
    expect([status, codesIn(text).length]).toEqual([200, 10]);
    expect(await signsIn(email, { password: PASSWORD })).toBe(true);
    expect(await signsIn(signInNameIn(text) ?? '', { recoveryCode: codesIn(text)[0] ?? '' })).toBe(true);
    const again = await post(on, path, fields);
    expect([again.status, codesIn(again.text)]).toEqual([200, []]);
  });

  it('changes nothing by being looked at, nor without a password, nor with one that everyone has', async () => {
    const { code, path } = await signUp();
    await unchanged(on, async () => {
      for (const password of ['', 'password']) {
        const { status, text } = await post(on, path, await formAt(path, { code, password }));
        expect([status, faultyIn(text), fieldsIn(text)['code'], fieldsIn(text)['password']]).toEqual([
          422,
          ['password'],
          code,
          '',
        ]);
      }
    });
    expect((await post(on, path, await formAt(path, { code, password: PASSWORD }))).status).toBe(200);
  });

  it('chooses a new password, which signs everyone out', async () => {
    const person = await account(world);
    await on.mutate(null, 'requestPasswordReset', { email: person.email });
    const code = codeIn(await mailTo(person.email));
    const password = 'another few random words';
    expect((await post(on, '/reset', await formAt('/reset', { code, password }))).status).toBe(200);
    expect([await signsIn(person.email, { password: PASSWORD }), await signsIn(person.email, { password })]).toEqual([
      false,
      true,
    ]);
    expect((await on.send(person, '{ viewer { email } }')).errors).toHaveLength(1);
  });

  it('brings back an address that someone else changed', async () => {
    const person = await account(world);
    const email = fresh();
    await world.done(person, 'changeEmail', { email });
    await world.done(person, 'confirmEmail', { code: codeIn(await mailTo(email)) });
    const code = codeIn(await mailTo(person.email));
    expect((await post(on, '/undo', await formAt('/undo', { code }))).status).toBe(200);
    await on.mutate(null, 'requestPasswordReset', { email: person.email });
    expect(await mailTo(person.email)).toBeDefined();
  });

  it('ties no address to an account whose owner is not known to be there', async () => {
    const person = await account(world, { email: null });
    const email = fresh();
    await world.done(person, 'changeEmail', { email });
    const code = codeIn(await mailTo(email));
    await unchanged(on, async () => {
      const { status, text } = await post(on, '/confirm', await formAt('/confirm', { code, password: PASSWORD }));
      expect([status, faultyIn(text)]).toEqual([422, ['code']]);
    });
    await world.done(person, 'confirmEmail', { code });
  });

  it.each(['/confirm', '/reset', '/undo'])('answers every code alike that does not work at %s', async (path) => {
    const shown = await Promise.all(
      ['x'.repeat(43), 'no code', 'javascript:alert(1)', 'a'.repeat(199)].map(async (code) => {
        const fields = await formAt(path, { code, password: PASSWORD, key: 'x'.repeat(22) });
        const { status, text } = await post(on, path, fields);
        const { code: typed = '' } = fieldsIn(text);
        return [status, text.replaceAll(typed, '')];
      }),
    );
    expect(new Set(shown.map(([status]) => status))).toEqual(new Set([422]));
    expect(new Set(shown.map(([, text]) => text)).size).toBe(1);
  });

  it('speaks Spanish and Arabic', async () => {
    const server = request(on.app.getHttpServer());
    expect((await server.get('/reset?lang=es')).text).toContain('Elige una contraseña nueva');
    expect((await server.get('/undo?lang=ar')).text).toContain('<html lang="ar" dir="rtl">');
  });

  it('counts attempts as the mutation does, and says so on the page', async () => {
    const address = clientAddressWith(on.config.secret)({ ip: '127.0.0.1' } as never);
    const limits = on.app.get(SignInLimits, { strict: false });
    for (let more = true; more; ) {
      more = await limits.count('signInFromAddress', address).then(
        () => true,
        () => false,
      );
    }
    const { path, code } = await signUp();
    const { status, text } = await post(on, path, await formAt(path, { code, password: PASSWORD }));
    expect([status, /Too much was tried/.test(text), fieldsIn(text)['code']]).toEqual([429, true, code]);
  });
});
