import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SingleSignOnConfig } from '../../../src/config-single-sign-on.js';
import { AccountsService } from '../../../src/features/people/index.js';
import { type Answer, type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { Passkeys } from '../../support/passkeys.js';
import { TestProvider, visit } from '../../support/provider.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

const REDIRECT = 'http://accompany.test/single-sign-on';

let provider: TestProvider;
let on: TestApp;
let world: World;

const settings = (changes: Partial<SingleSignOnConfig>) => ({
  singleSignOn: { ...provider.config.singleSignOn, ...changes },
});

beforeAll(async () => {
  provider = await TestProvider.start(REDIRECT);
  // Of its own: that a refusal changes nothing is told by every row there is.
  on = await startTestApp({ urls: await freshDatabase('single_sign_on'), config: provider.config });
  world = new World(on);
});
afterAll(async () => {
  await on.close();
  await provider.stop();
});
beforeEach(() => owner('DELETE FROM app.rate_limit'));

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const SESSION = 'session { accessToken refreshToken } signInName recoveryCodes';
const VIEWER = '{ viewer { signInName email singleSignOnSince } }';
const viewer = async (as: As) => (await on.query(as, VIEWER)).viewer;
const codes = (payload: Answer) => payload.userErrors.map((error: { code: string }) => error.code);
let names = 0;
const someone = () => `person-${(names += 1)}`;

/** Whatever the reason, one thing is said. */
const REFUSED = [
  {
    code: 'SINGLE_SIGN_ON_REFUSED',
    message:
      'Signing in at the provider did not succeed. Start again from the same browser, and come back within ten minutes.',
    path: ['input', 'callbackUrl'],
  },
];

type Back = { callbackUrl: string; secret: string };

const start = (as: As = null, input = {}, app = on) =>
  app.mutate(as, 'startSingleSignOn', input, 'authorizationUrl secret expiresAt');

/** To the provider and back. */
async function trip(name: string, as: As = null, input = {}, app = on): Promise<Back> {
  const { authorizationUrl, secret } = await start(as, input, app);
  return { callbackUrl: await visit(authorizationUrl, name, REDIRECT), secret };
}

const finish = (back: Back & { idempotencyKey?: string }, app = on) =>
  app.mutate(null, 'finishSingleSignOn', { ...back }, SESSION);
const link = (as: As, back: Back) => on.mutate(as, 'linkSingleSignOn', { ...back }, 'linked');
const age = (person: Person, minutes: number) =>
  owner(
    `UPDATE vault.session SET proved_at = now() - make_interval(mins => $2)
      WHERE access_hash = sha256(convert_to($1, 'UTF8'))`,
    [person.accessToken, minutes],
  );

describe('a server without a provider', () => {
  it('says so, and refuses', async () => {
    const plain = await startTestApp();
    expect(await plain.query(null, '{ singleSignOn { name } }')).toEqual({ singleSignOn: null });
    expect(codes(await start(null, {}, plain))).toEqual(['WRONG_STATE']);
    expect((await finish({ callbackUrl: `${REDIRECT}?code=x&state=y`, secret: 'z' }, plain)).userErrors).toEqual(
      REFUSED,
    );
    await plain.close();
  });
});

describe('signing in at the provider', () => {
  it('tells everyone what the provider is called', async () => {
    expect(await on.query(null, '{ singleSignOn { name } }')).toEqual({ singleSignOn: { name: 'The federation' } });
  });

  it('sends the browser away with all that ties the way back to it', async () => {
    const { authorizationUrl, secret, expiresAt } = await start();
    const url = new URL(authorizationUrl);
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: TestProvider.clientId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'openid',
      max_age: '600',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(authorizationUrl).not.toContain(secret);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const [row] = await owner('SELECT t::text AS all FROM vault.single_sign_on_attempt t');
    for (const kept of [secret, url.searchParams.get('state'), url.searchParams.get('nonce')]) {
      expect(row?.['all']).not.toContain(kept);
    }
  });

  it('makes an account the first time, and opens the same one after that', async () => {
    const name = someone();
    const first = await finish(await trip(name, null, { language: 'es', timeZone: 'America/Mexico_City' }));
    expect(first.userErrors).toEqual([]);
    expect(first.recoveryCodes).toHaveLength(10);
    expect(await viewer(first.session)).toEqual({
      signInName: first.signInName,
      email: null,
      singleSignOnSince: expect.any(String),
    });
    expect((await on.query(first.session, '{ viewer { language timeZone } }')).viewer).toEqual({
      language: 'es',
      timeZone: 'America/Mexico_City',
    });
    const second = await finish(await trip(name));
    expect(second).toMatchObject({ signInName: null, recoveryCodes: null, userErrors: [] });
    expect((await viewer(second.session)).signInName).toBe(first.signInName);
    const other = await finish(await trip(someone()));
    expect(other.signInName).not.toBe(first.signInName);
  });

  it('never finds an account by its e-mail address, which anyone can set up at a provider', async () => {
    const person = await world.person();
    const name = someone();
    const accounts = on.app.get(AccountsService, { strict: false });
    await owner(`UPDATE vault.account SET email_lookup = $1, email_cipher = $1 WHERE sign_in_name_lookup = $2`, [
      accounts.lookup(`${name}@people.example`),
      accounts.lookup(person.signInName),
    ]);
    const { signInName } = await finish(await trip(name));
    expect(signInName).toEqual(expect.any(String));
    expect(signInName).not.toBe(person.signInName);
  });

  it('keeps nothing of what the provider tells but a digest', async () => {
    const name = someone();
    await finish(await trip(name));
    const tables = await owner(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'vault', 'app')`,
    );
    for (const table of tables) {
      const rows = await owner(`SELECT 1 FROM ${table['name']} t WHERE t::text LIKE '%${name}%'`);
      expect([table['name'], rows]).toEqual([table['name'], []]);
    }
  });

  it('counts as one factor unless this server trusts what the provider says of it', async () => {
    const name = `careful-${someone()}`;
    const factor = async () =>
      (await owner('SELECT second_factor FROM vault.session ORDER BY created_at DESC LIMIT 1'))[0]?.['second_factor'];
    await finish(await trip(name));
    await finish(await trip(name));
    expect(await factor()).toBe(false);

    const trusting = await startTestApp({ urls: on.urls, config: settings({ trustedAmr: ['mfa', 'hwk'] }) });
    await finish(await trip(name, null, {}, trusting), trusting);
    expect(await factor()).toBe(true);
    const plain = someone();
    await finish(await trip(plain, null, {}, trusting), trusting);
    await finish(await trip(plain, null, {}, trusting), trusting);
    expect(await factor()).toBe(false);
    await trusting.close();
  });

  it('works for a public client, by its proof key alone', async () => {
    const app = await startTestApp({
      urls: on.urls,
      config: settings({ clientId: TestProvider.publicClientId, clientSecret: '' }),
    });
    expect((await finish(await trip(someone(), null, {}, app), app)).userErrors).toEqual([]);
    await app.close();
  });

  it('is refused while the person is suspended, and makes no second account', async () => {
    const name = someone();
    await finish(await trip(name));
    await owner(
      'UPDATE person SET suspended_at = now() WHERE id = (SELECT person_id FROM vault.single_sign_on ORDER BY linked_at DESC LIMIT 1)',
    );
    const back = await trip(name);
    const before = await owner('SELECT count(*) FROM person');
    expect((await finish(back)).userErrors).toEqual(REFUSED);
    expect(await owner('SELECT count(*) FROM person')).toEqual(before);
  });

  it('shows the session once: a repeat is told that it was done', async () => {
    const back = { ...(await trip(someone())), idempotencyKey: world.unique('finish') };
    expect((await finish(back)).userErrors).toEqual([]);
    expect(codes(await finish(back))).toEqual(['ALREADY_DONE']);
  });
});

describe('a link that someone new came with', () => {
  it('is used up by the account that it makes', async () => {
    // As on a server into which nobody came by e-mail yet.
    await owner('UPDATE vault.account SET email_lookup = NULL, email_cipher = NULL');
    const code = await on.app.get(AccountsService, { strict: false }).startCode();
    if (code === null) throw new Error('This server should still have a start link.');
    expect((await finish(await trip(someone(), null, { link: `http://accompany.test/#${code}` }))).userErrors).toEqual(
      [],
    );
    const again = await trip(someone(), null, { link: code });
    const before = await owner('SELECT count(*) FROM person');
    expect(await finish(again)).toMatchObject({
      session: null,
      userErrors: [{ code: 'LINK_INVALID', path: ['input', 'callbackUrl'] }],
    });
    expect(await owner('SELECT count(*) FROM person')).toEqual(before);
  });

  it('is refused at the start when it is none', async () => {
    await unchanged(on, async () =>
      expect((await start(null, { link: 'hello' })).userErrors).toEqual([
        expect.objectContaining({ code: 'LINK_INVALID', path: ['input', 'link'] }),
      ]),
    );
  });
});

describe('coming back in another way than the one out', () => {
  it('is refused with a foreign secret, and the right browser still gets in', async () => {
    const [mine, theirs] = [await trip(someone()), await start()];
    await unchanged(on, async () => {
      expect((await finish({ ...mine, secret: theirs.secret })).userErrors).toEqual(REFUSED);
      expect((await finish({ ...mine, secret: 'guessed' })).userErrors).toEqual(REFUSED);
    });
    expect((await finish(mine)).userErrors).toEqual([]);
  });

  it('is refused with another state, none, or two', async () => {
    const [mine, other] = [await trip(someone()), await start()];
    const changed = (change: (params: URLSearchParams) => void) => {
      const url = new URL(mine.callbackUrl);
      change(url.searchParams);
      return { callbackUrl: url.href, secret: mine.secret };
    };
    const foreign = new URL(other.authorizationUrl).searchParams.get('state') ?? '';
    await unchanged(on, async () => {
      for (const back of [
        changed((params) => params.set('state', foreign)),
        changed((params) => params.set('state', 'guessed')),
        changed((params) => params.delete('state')),
      ]) {
        expect((await finish(back)).userErrors).toEqual(REFUSED);
      }
    });
    expect((await finish(changed((params) => params.append('state', foreign)))).userErrors).toEqual(REFUSED);
  });

  it('is refused with the code of another trip: the proof key does not fit', async () => {
    const [mine, theirs] = [await trip(someone()), await trip(someone())];
    const url = new URL(mine.callbackUrl);
    url.searchParams.set('code', new URL(theirs.callbackUrl).searchParams.get('code') ?? '');
    expect((await finish({ callbackUrl: url.href, secret: mine.secret })).userErrors).toEqual(REFUSED);
  });

  it('is refused when the provider was asked with another nonce', async () => {
    const { authorizationUrl, secret } = await start();
    const url = new URL(authorizationUrl);
    url.searchParams.set('nonce', 'another');
    const callbackUrl = await visit(url.href, someone(), REDIRECT);
    const before = await owner('SELECT count(*) FROM person');
    expect((await finish({ callbackUrl, secret })).userErrors).toEqual(REFUSED);
    expect(await owner('SELECT count(*) FROM person')).toEqual(before);
  });

  it('is refused a second time, and after ten minutes', async () => {
    const once = await trip(someone());
    expect((await finish(once)).userErrors).toEqual([]);
    await unchanged(on, async () => expect((await finish(once)).userErrors).toEqual(REFUSED));
    const late = await trip(someone());
    await owner(`UPDATE vault.single_sign_on_attempt SET expires_at = now() - interval '1 second'`);
    await unchanged(on, async () => expect((await finish(late)).userErrors).toEqual(REFUSED));
  });

  it('is refused with an error of the provider, whatever it says', async () => {
    for (const error of ['access_denied', 'server_error', '<script>alert(1)</script>']) {
      const { authorizationUrl, secret } = await start();
      const url = new URL(REDIRECT);
      url.search = new URLSearchParams({
        error,
        error_description: 'something for the log',
        state: new URL(authorizationUrl).searchParams.get('state') ?? '',
        iss: provider.issuer,
      }).toString();
      expect((await finish({ callbackUrl: url.href, secret })).userErrors).toEqual(REFUSED);
    }
  });

  it('is refused when it names another provider', async () => {
    const mine = await trip(someone());
    const url = new URL(mine.callbackUrl);
    url.searchParams.set('iss', 'https://provider.example');
    expect((await finish({ callbackUrl: url.href, secret: mine.secret })).userErrors).toEqual(REFUSED);
  });

  it('lets one of several parallel requests win', async () => {
    const back = await trip(someone());
    const payloads = await Promise.all(Array.from({ length: 5 }, () => finish(back)));
    expect(payloads.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(payloads.filter(({ session }) => session === null).flatMap((one) => one.userErrors)).toEqual(
      Array.from({ length: 4 }, () => REFUSED[0]),
    );
  });

  it('makes one account of several first trips of the same person at once', async () => {
    const name = someone();
    const backs = [await trip(name), await trip(name), await trip(name), await trip(name)];
    const payloads = await Promise.all(backs.map((back) => finish(back)));
    const viewers = await Promise.all(payloads.map(({ session }) => viewer(session)));
    expect(new Set(viewers.map(({ signInName }) => signInName)).size).toBe(1);
  });

  it.each([
    ['no address', 'hello'],
    ['an address without anything', REDIRECT],
    ['a script', 'javascript:alert(1)'],
    ['an address of this machine', 'file:///etc/passwd?state=x&code=y'],
  ])('is refused with %s', async (_name, callbackUrl) => {
    const { secret } = await start();
    await unchanged(on, async () => expect((await finish({ callbackUrl, secret })).userErrors).toEqual(REFUSED));
  });

  it('is bounded in length', async () => {
    const callbackUrl = `${REDIRECT}?state=${'x'.repeat(8_000)}`;
    expect(codes(await finish({ callbackUrl, secret: 'x' }))).toEqual(['TOO_LONG']);
    expect(codes(await finish({ callbackUrl: REDIRECT, secret: 'x'.repeat(201) }))).toEqual(['TOO_LONG']);
  });
});

describe('linking one’s account', () => {
  it('lets the provider open it from then on, ends other sessions and tells by mail', async () => {
    const person = await world.person();
    const name = someone();
    const { session: elsewhere } = await on.mutate(
      null,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] },
      'session { accessToken }',
    );
    expect(await link(person, await trip(name, person, { purpose: 'LINK' }))).toEqual({ linked: true, userErrors: [] });
    expect((await viewer(person)).singleSignOnSince).toEqual(expect.any(String));
    expect((await on.send(elsewhere, VIEWER)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const [event] = await owner('SELECT kind, data FROM outbox_event ORDER BY created_at DESC LIMIT 1');
    expect(event).toEqual({ kind: 'person.way_in_changed', data: {} });
    const { session } = await finish(await trip(name));
    expect((await viewer(session)).signInName).toBe(person.signInName);
  });

  it('asks for a session and a proof of the last ten minutes, out and back', async () => {
    const person = await world.person();
    const back = await trip(someone(), person, { purpose: 'LINK' });
    await age(person, 11);
    await unchanged(on, async () => {
      expect(await on.refusal(null, 'startSingleSignOn', { purpose: 'LINK' })).toBe('UNAUTHENTICATED');
      expect(await on.refusal(person, 'startSingleSignOn', { purpose: 'LINK' })).toBe('STEP_UP_REQUIRED');
      expect(await on.refusal(null, 'linkSingleSignOn', { ...back })).toBe('UNAUTHENTICATED');
      expect(await on.refusal(person, 'linkSingleSignOn', { ...back })).toBe('STEP_UP_REQUIRED');
    });
  });

  it('is refused to another person, another session, and for a trip that was to sign in', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const back = await trip(someone(), person, { purpose: 'LINK' });
    const toSignIn = await trip(someone());
    const { session } = await on.mutate(
      null,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    await unchanged(on, async () => {
      expect((await link(other, back)).userErrors).toEqual(REFUSED);
      expect((await link(session, back)).userErrors).toEqual(REFUSED);
      expect((await link(person, toSignIn)).userErrors).toEqual(REFUSED);
      expect((await finish(back)).userErrors).toEqual(REFUSED);
    });
    expect((await link(person, back)).linked).toBe(true);
  });

  it('is refused when the provider’s account opens another one here', async () => {
    const name = someone();
    await finish(await trip(name));
    const person = await world.person();
    const payload = await link(person, await trip(name, person, { purpose: 'LINK' }));
    expect(payload).toMatchObject({ linked: null, userErrors: [{ code: 'SINGLE_SIGN_ON_TAKEN' }] });
    expect((await viewer(person)).singleSignOnSince).toBeNull();
  });

  it('replaces an earlier link, whose account at the provider opens nothing of theirs any more', async () => {
    const person = await world.person();
    const [before, after] = [someone(), someone()];
    await link(person, await trip(before, person, { purpose: 'LINK' }));
    await link(person, await trip(after, person, { purpose: 'LINK' }));
    const [old, present] = [await finish(await trip(before)), await finish(await trip(after))];
    expect((await viewer(present.session)).signInName).toBe(person.signInName);
    expect(old.signInName).toEqual(expect.any(String));
  });
});

describe('unlinking', () => {
  it('takes the way in away, with a fresh proof', async () => {
    const person = await world.person();
    const name = someone();
    await link(person, await trip(name, person, { purpose: 'LINK' }));
    const { session } = await finish(await trip(name));
    await age(person, 11);
    await unchanged(on, async () =>
      expect(await on.refusal(person, 'unlinkSingleSignOn', {})).toBe('STEP_UP_REQUIRED'),
    );
    await age(person, 1);
    expect(await on.mutate(person, 'unlinkSingleSignOn', {}, 'unlinked')).toEqual({ unlinked: true, userErrors: [] });
    expect((await on.send(session, VIEWER)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await viewer(person)).singleSignOnSince).toBeNull();
    const { signInName } = await finish(await trip(name));
    expect(signInName).toEqual(expect.any(String));
    await unchanged(on, async () =>
      expect(codes(await on.mutate(person, 'unlinkSingleSignOn', {}))).toEqual(['WRONG_STATE']),
    );
  });

  it('is refused while it is the only way in, until there is a passkey', async () => {
    const { session } = await finish(await trip(someone()));
    await owner(
      'UPDATE vault.recovery_code SET used_at = now() WHERE person_id = (SELECT person_id FROM vault.single_sign_on ORDER BY linked_at DESC LIMIT 1)',
    );
    await unchanged(on, async () =>
      expect(codes(await on.mutate(session, 'unlinkSingleSignOn', {}))).toEqual(['LAST_WAY_IN']),
    );
    const passkeys = new Passkeys(on);
    const { passkeyId } = await passkeys.deviceOf(session);
    expect((await on.mutate(session, 'unlinkSingleSignOn', {}, 'unlinked')).unlinked).toBe(true);
    expect(codes(await on.mutate(session, 'removePasskey', { passkeyId }))).toEqual(['LAST_WAY_IN']);
  });

  it('counts as a way in when a passkey is removed, where the server has its provider', async () => {
    const { session } = await finish(await trip(someone()));
    const { passkeyId } = await new Passkeys(on).deviceOf(session);
    await owner(
      'UPDATE vault.recovery_code SET used_at = now() WHERE person_id = (SELECT person_id FROM vault.passkey WHERE id = $1)',
      [passkeyId],
    );
    const without = await startTestApp({ urls: on.urls });
    expect(codes(await without.mutate(session, 'removePasskey', { passkeyId }))).toEqual(['LAST_WAY_IN']);
    await without.close();
    expect((await on.mutate(session, 'removePasskey', { passkeyId }, 'removed')).removed).toBe(true);
  });
});

describe('a provider that is down', () => {
  let app: TestApp | undefined;
  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  it('keeps nobody from starting the server, and is found once it is up', async () => {
    const later = await TestProvider.start(REDIRECT);
    const { issuer, port } = later;
    await later.stop();
    app = await startTestApp({ urls: on.urls, config: settings({ issuer }) });
    expect(await app.query(null, '{ singleSignOn { name } }')).toEqual({ singleSignOn: { name: 'The federation' } });
    await unchanged(on, async () => expect(await app?.refusal(null, 'startSingleSignOn', {})).toBe('RETRY_LATER'));
    const up = await TestProvider.start(REDIRECT, port);
    expect((await finish(await trip(someone(), null, {}, app), app)).userErrors).toEqual([]);
    await up.stop();
  });

  it('leaves the way back open: the same request may be sent again', async () => {
    const mortal = await TestProvider.start(REDIRECT);
    app = await startTestApp({ urls: on.urls, config: settings({ issuer: mortal.issuer }) });
    const back = await trip(someone(), null, {}, app);
    await mortal.stop();
    await unchanged(on, async () =>
      expect(await app?.refusal(null, 'finishSingleSignOn', { ...back })).toBe('RETRY_LATER'),
    );
  });
});
