import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, account, PASSWORD } from '../../support/accounts.js';
import type { Twist } from '../../support/authenticator.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { Passkeys } from '../../support/passkeys.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
let passkeys: Passkeys;

beforeAll(async () => {
  // Of its own: that a refusal changes nothing is told by every row there is.
  on = await startTestApp({ urls: await freshDatabase('passkeys') });
  world = new World(on);
  passkeys = new Passkeys(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const own = async (person: Person) =>
  (await on.query(person, '{ viewer { signInName passkeys { id name createdAt lastUsedOn } } }')).viewer;
const age = (person: Person, minutes: number) =>
  owner(
    `UPDATE vault.session SET proved_at = now() - make_interval(mins => $2)
      WHERE access_hash = sha256(convert_to($1, 'UTF8'))`,
    [person.accessToken, minutes],
  );
const codes = (payload: { userErrors: { code: string }[] }) => payload.userErrors.map((error) => error.code);

/** What refuses a passkey says one thing, whatever the reason. */
const REFUSED = [
  {
    code: 'PASSKEY_REFUSED',
    message: 'This passkey was not accepted. Start again, and let your device ask for your fingerprint, face or PIN.',
    path: ['input', 'response'],
  },
];

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const lies: [name: string, twist: Twist][] = [
  ['another origin', { origin: 'https://accompany.example' }],
  ['the same host over another protocol', { origin: 'https://accompany.test' }],
  ['another domain', { rpId: 'accompany.example' }],
  ['nobody who was verified', { verified: false }],
  ['nobody there', { present: false, verified: false }],
  ['another ceremony', { type: 'payment.get' }],
  ['a page inside a stranger’s page', { crossOrigin: true }],
  ['a challenge that nobody gave', { challenge: 'A'.repeat(43) }],
  ['a challenge of another form', { challenge: 'short' }],
];

describe('registering a passkey', () => {
  it('asks the device for a discoverable one, under a random name and with the person verified', async () => {
    const person = await world.person();
    const options = JSON.parse(await passkeys.options(person, 'startPasskeyRegistration'));
    const [row] = await owner('SELECT person_id FROM vault.session ORDER BY created_at DESC LIMIT 1');
    expect(options).toMatchObject({
      rp: { id: 'accompany.test', name: 'Accompany' },
      user: { name: person.signInName },
      attestation: 'none',
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    const handle = Buffer.from(options.user.id, 'base64url');
    expect(handle).toHaveLength(32);
    expect(handle.toString('hex')).not.toContain(String(row?.['person_id']).replaceAll('-', ''));
    const again = JSON.parse(await passkeys.options(person, 'startPasskeyRegistration'));
    expect(again.user.id).toBe(options.user.id);
    expect(again.challenge).not.toBe(options.challenge);
  });

  it('shows it to its owner alone, and names it to the next device so that it makes no second one', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const device = passkeys.device();
    const { passkey } = await passkeys.register(person, device, {}, '  My phone ');
    expect(passkey).toEqual({
      id: expect.any(String),
      name: 'My phone',
      createdAt: expect.any(String),
      lastUsedOn: null,
    });
    expect((await own(person)).passkeys).toEqual([passkey]);
    expect((await own(other)).passkeys).toEqual([]);
    const { excludeCredentials } = JSON.parse(await passkeys.options(person, 'startPasskeyRegistration'));
    expect(excludeCredentials).toEqual([
      { id: device.made[0]?.id.toString('base64url'), transports: ['internal', 'hybrid'], type: 'public-key' },
    ]);
  });

  it('takes a device that says more of itself than asked, without reading that', async () => {
    const person = await world.person();
    const certificate = Buffer.from('not a certificate');
    const statement = new Map<string, Buffer | number>([
      ['alg', -7],
      ['sig', certificate],
    ]);
    for (const format of ['packed', 'tpm', 'android-key', 'unheard-of']) {
      const { passkey } = await passkeys.register(person, passkeys.device(), { format, statement });
      expect(passkey).not.toBeNull();
    }
  });

  it.each(lies)('is refused for %s, and nothing changes', async (_name, twist) => {
    const person = await world.person();
    const options = await passkeys.options(person, 'startPasskeyRegistration');
    const response = passkeys.device().create(options, twist);
    const payload = await unchanged(on, () => on.mutate(person, 'registerPasskey', { response }, 'passkey { id }'));
    expect(payload).toEqual({ passkey: null, userErrors: REFUSED });
  });

  it('uses a challenge once, in the session that asked, within five minutes, and for nothing else', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const device = passkeys.device();
    const register = (as: Person, response: string) => on.mutate(as, 'registerPasskey', { response }, 'passkey { id }');

    const options = await passkeys.options(person, 'startPasskeyRegistration');
    const foreign = device.create(options);
    await unchanged(on, async () => expect((await register(other, foreign)).userErrors).toEqual(REFUSED));
    expect((await register(person, foreign)).userErrors).toEqual([]);
    const twice = device.create(options);
    await unchanged(on, async () => expect((await register(person, twice)).userErrors).toEqual(REFUSED));

    for (const field of ['startPasskeyStepUp', 'startPasskeySignIn']) {
      const { challenge } = JSON.parse(await passkeys.options(field === 'startPasskeySignIn' ? null : person, field));
      const wrong = device.create(options, { challenge });
      await unchanged(on, async () => expect((await register(person, wrong)).userErrors).toEqual(REFUSED));
    }

    const late = device.create(await passkeys.options(person, 'startPasskeyRegistration'));
    await owner(`UPDATE vault.passkey_challenge SET expires_at = now() - interval '1 second'`);
    await unchanged(on, async () => expect((await register(person, late)).userErrors).toEqual(REFUSED));
  });

  it('keeps its challenge when the session is refreshed in between', async () => {
    const person = await world.person();
    const response = passkeys.device().create(await passkeys.options(person, 'startPasskeyRegistration'));
    const { session } = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: person.refreshToken },
      'session { accessToken refreshToken }',
    );
    const { passkey } = await on.mutate(session, 'registerPasskey', { response }, 'passkey { id }');
    expect(passkey).not.toBeNull();
  });

  it('lets one of two parallel answers to the same challenge win', async () => {
    const person = await world.person();
    const options = await passkeys.options(person, 'startPasskeyRegistration');
    const responses = Array.from({ length: 4 }, () => passkeys.device().create(options));
    const payloads = await Promise.all(
      responses.map((response) => on.mutate(person, 'registerPasskey', { response }, 'passkey { id }')),
    );
    expect(payloads.filter(({ passkey }) => passkey !== null)).toHaveLength(1);
    expect((await own(person)).passkeys).toHaveLength(1);
  });

  it('is refused for a passkey that someone else registered, like for nonsense', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const device = await passkeys.deviceOf(person);
    const options = await passkeys.options(other, 'startPasskeyRegistration');
    const fresh = JSON.parse(device.create(options));
    const taken = device.made[0]?.id as Buffer;
    const object = Buffer.from(fresh.response.attestationObject, 'base64url');
    taken.copy(object, object.indexOf(Buffer.from(fresh.id, 'base64url')));
    fresh.response.attestationObject = object.toString('base64url');
    fresh.id = fresh.rawId = taken.toString('base64url');
    const payload = await unchanged(on, () =>
      on.mutate(other, 'registerPasskey', { response: JSON.stringify(fresh) }, 'passkey { id }'),
    );
    expect(payload).toEqual({ passkey: null, userErrors: REFUSED });
  });

  it('asks for a proof of the last ten minutes, at the start and at the end', async () => {
    const person = await world.person();
    const response = passkeys.device().create(await passkeys.options(person, 'startPasskeyRegistration'));
    await age(person, 11);
    await unchanged(on, async () => {
      expect(await on.refusal(person, 'startPasskeyRegistration', {})).toBe('STEP_UP_REQUIRED');
      expect(await on.refusal(person, 'registerPasskey', { response })).toBe('STEP_UP_REQUIRED');
      expect(await on.refusal(null, 'startPasskeyRegistration', {})).toBe('UNAUTHENTICATED');
      expect(await on.refusal(null, 'registerPasskey', { response })).toBe('UNAUTHENTICATED');
    });
  });

  it('stops at twenty', async () => {
    const person = await world.person();
    await passkeys.register(person, passkeys.device());
    await owner(
      `INSERT INTO vault.passkey (id, person_id, credential_lookup, credential_cipher, public_key_cipher)
       SELECT gen_random_uuid(), k.person_id, sha256(n::text::bytea || k.id::text::bytea), k.credential_cipher, k.public_key_cipher
         FROM generate_series(1, 19) n, (SELECT * FROM vault.passkey ORDER BY created_at DESC LIMIT 1) k`,
    );
    const payload = await passkeys.register(person, passkeys.device());
    expect(codes(payload)).toEqual(['TOO_MANY']);
    expect((await own(person)).passkeys).toHaveLength(20);
  });

  it('ends the other sessions, keeps this one, and tells by mail', async () => {
    const person = await world.person();
    const { session: elsewhere } = await on.mutate(
      null,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] },
      'session { accessToken }',
    );
    await passkeys.register(person, passkeys.device());
    expect((await own(person)).passkeys).toHaveLength(1);
    expect((await on.send(elsewhere, '{ viewer { signInName } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const [event] = await owner('SELECT kind, community_id, data FROM outbox_event ORDER BY created_at DESC LIMIT 1');
    expect(event).toEqual({ kind: 'person.way_in_changed', community_id: null, data: {} });
  });

  it('answers a repeat with the first passkey', async () => {
    const person = await world.person();
    const response = passkeys.device().create(await passkeys.options(person, 'startPasskeyRegistration'));
    const input = { response, idempotencyKey: world.unique('register') };
    const first = await on.mutate(person, 'registerPasskey', input, 'passkey { id }');
    expect(await on.mutate(person, 'registerPasskey', input, 'passkey { id }')).toEqual(first);
    expect((await own(person)).passkeys).toEqual([expect.objectContaining(first.passkey)]);
  });
});

describe('signing in with a passkey', () => {
  it('opens a session with two factors for whoever holds it, and notes the day', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const { session, userErrors } = await passkeys.signIn(device);
    expect(userErrors).toEqual([]);
    const viewer = await own(session);
    expect(viewer.signInName).toBe(person.signInName);
    expect(viewer.passkeys[0].lastUsedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    const [row] = await owner('SELECT second_factor FROM vault.session ORDER BY created_at DESC LIMIT 1');
    expect(row).toEqual({ second_factor: true });
  });

  it('asks everyone the same, but for the challenge', async () => {
    await passkeys.deviceOf(await world.person());
    const [one, other] = [
      JSON.parse(await passkeys.options(null, 'startPasskeySignIn')),
      JSON.parse(await passkeys.options(null, 'startPasskeySignIn')),
    ];
    expect(one.allowCredentials).toEqual([]);
    expect(one.userVerification).toBe('required');
    expect(one.challenge).not.toBe(other.challenge);
    expect({ ...one, challenge: '' }).toEqual({ ...other, challenge: '' });
  });

  it.each([
    ...lies,
    ['a signature by another key', { signer: stranger }],
    ['the handle of nobody', { userHandle: Buffer.alloc(32).toString('base64url') }],
  ] satisfies typeof lies)('is refused for %s, and nothing changes', async (_name, twist) => {
    const device = await passkeys.deviceOf(await world.person());
    const response = device.get(await passkeys.options(null, 'startPasskeySignIn'), twist);
    const payload = await unchanged(on, () =>
      on.mutate(null, 'signInWithPasskey', { response }, 'session { accessToken }'),
    );
    expect(payload).toEqual({ session: null, userErrors: REFUSED });
  });

  it('is refused without a user handle, which a discoverable passkey always brings', async () => {
    const device = await passkeys.deviceOf(await world.person());
    const response = JSON.parse(device.get(await passkeys.options(null, 'startPasskeySignIn')));
    delete response.response.userHandle;
    const payload = await on.mutate(null, 'signInWithPasskey', { response: JSON.stringify(response) });
    expect(payload).toEqual({ userErrors: REFUSED });
  });

  it('answers an unknown passkey as it answers a wrong signature', async () => {
    const device = await passkeys.deviceOf(await world.person());
    const unknown = passkeys.device();
    unknown.create(await passkeys.options(await world.person(), 'startPasskeyRegistration'));
    const query =
      'mutation ($i: SignInWithPasskeyInput!) { signInWithPasskey(input: $i) { session { accessToken } userErrors { code message path } } }';
    const send = async (response: string) => on.send(null, query, { i: { response } });
    const wrong = await send(device.get(await passkeys.options(null, 'startPasskeySignIn'), { signer: stranger }));
    expect(await send(unknown.get(await passkeys.options(null, 'startPasskeySignIn')))).toEqual(wrong);
  });

  it('uses a challenge once, within five minutes, and for nothing else', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const signIn = (response: string) => on.mutate(null, 'signInWithPasskey', { response }, 'session { accessToken }');
    const options = await passkeys.options(null, 'startPasskeySignIn');
    expect((await signIn(device.get(options))).userErrors).toEqual([]);
    const twice = device.get(options);
    await unchanged(on, async () => expect((await signIn(twice)).userErrors).toEqual(REFUSED));

    const stepUp = device.get(await passkeys.options(person, 'startPasskeyStepUp'));
    await unchanged(on, async () => expect((await signIn(stepUp)).userErrors).toEqual(REFUSED));
    const late = device.get(await passkeys.options(null, 'startPasskeySignIn'));
    await owner(`UPDATE vault.passkey_challenge SET expires_at = now() - interval '1 second'`);
    await unchanged(on, async () => expect((await signIn(late)).userErrors).toEqual(REFUSED));
  });

  it('lets one of several parallel answers to the same challenge win', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const options = await passkeys.options(null, 'startPasskeySignIn');
    const responses = Array.from({ length: 5 }, () => device.get(options));
    const before = (await owner('SELECT count(*)::int AS n FROM vault.session'))[0]?.['n'];
    const payloads = await Promise.all(
      responses.map((response) => on.mutate(null, 'signInWithPasskey', { response }, 'session { accessToken }')),
    );
    expect(payloads.filter(({ session }) => session !== null)).toHaveLength(1);
    expect((await owner('SELECT count(*)::int AS n FROM vault.session'))[0]?.['n']).toBe(before + 1);
  });

  it('refuses a device whose count does not go up: it may be a copy', async () => {
    const device = await passkeys.deviceOf(await world.person());
    expect((await passkeys.signIn(device, { count: 7 })).session).not.toBeNull();
    for (const count of [7, 6, 0]) {
      const response = device.get(await passkeys.options(null, 'startPasskeySignIn'), { count });
      await unchanged(on, async () =>
        expect((await on.mutate(null, 'signInWithPasskey', { response })).userErrors).toEqual(REFUSED),
      );
    }
    expect((await passkeys.signIn(device, { count: 8 })).session).not.toBeNull();
  });

  it('takes one of two parallel answers with the same count, each to a challenge of its own', async () => {
    const device = await passkeys.deviceOf(await world.person());
    const responses = [];
    for (let n = 0; n < 4; n += 1) {
      responses.push(device.get(await passkeys.options(null, 'startPasskeySignIn'), { count: 3 }));
    }
    const payloads = await Promise.all(
      responses.map((response) => on.mutate(null, 'signInWithPasskey', { response }, 'session { accessToken }')),
    );
    expect(payloads.filter(({ session }) => session !== null)).toHaveLength(1);
  });

  it('takes a device that does not count, as many do', async () => {
    const device = await passkeys.deviceOf(await world.person());
    expect((await passkeys.signIn(device, { count: 0 })).session).not.toBeNull();
    expect((await passkeys.signIn(device, { count: 0 })).session).not.toBeNull();
  });

  it('is refused while the person is suspended', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    await owner(
      'UPDATE person SET suspended_at = now() WHERE id = (SELECT person_id FROM vault.passkey WHERE id = $1)',
      [device.passkeyId],
    );
    const response = device.get(await passkeys.options(null, 'startPasskeySignIn'));
    await unchanged(on, async () =>
      expect((await on.mutate(null, 'signInWithPasskey', { response })).userErrors).toEqual(REFUSED),
    );
  });

  it('shows the session once: a repeat is told that it was done', async () => {
    const device = await passkeys.deviceOf(await world.person());
    const response = device.get(await passkeys.options(null, 'startPasskeySignIn'));
    const input = { response, idempotencyKey: world.unique('sign-in') };
    expect((await on.mutate(null, 'signInWithPasskey', input)).userErrors).toEqual([]);
    expect(codes(await on.mutate(null, 'signInWithPasskey', input))).toEqual(['ALREADY_DONE']);
  });

  it('limits how often one address may try', async () => {
    await owner('DELETE FROM app.rate_limit');
    let refused = '';
    for (let n = 0; n < 130 && refused === ''; n += 1) {
      const { errors } = await on.send(null, 'mutation { startPasskeySignIn(input: {}) { options } }');
      refused = errors[0]?.extensions.code ?? '';
    }
    expect(refused).toBe('RATE_LIMITED');
    await owner('DELETE FROM app.rate_limit');
  });
});

describe('signing in without the passkey that one has', () => {
  const signIn = (person: Account, proofs: Record<string, unknown>) =>
    on.mutate(null, 'signIn', { signIn: person.email, ...proofs }, 'session { accessToken refreshToken }');
  const hasTwo = async (session: Person) =>
    (await on.query(session, '{ viewer { sessions { isCurrent hasSecondFactor } } }')).viewer.sessions.find(
      (one: { isCurrent: boolean }) => one.isCurrent,
    ).hasSecondFactor;

  it('takes a second proof besides a password or a recovery code, and says which there are', async () => {
    const person = await account(world);
    expect((await signIn(person, { password: PASSWORD })).userErrors).toEqual([]);
    const device = await passkeys.deviceOf(person);
    for (const alone of [{ password: PASSWORD }, { recoveryCode: person.recoveryCodes[0] }]) {
      expect(await unchanged(on, () => signIn(person, alone))).toEqual({
        session: null,
        userErrors: [
          {
            code: 'SECOND_FACTOR_REQUIRED',
            message:
              'This account asks for two proofs. Sign in with your passkey, if you have one; or send two of these: your password, a recovery code, the code of your app.',
            path: ['input', 'totpCode'],
          },
        ],
      });
    }
    const byPasskey = await passkeys.signIn(device);
    const byBoth = await signIn(person, { password: PASSWORD, recoveryCode: person.recoveryCodes[0] });
    for (const { session, userErrors } of [byPasskey, byBoth]) {
      expect(userErrors).toEqual([]);
      expect(await hasTwo(session)).toBe(true);
    }
  });

  it('lets whoever has neither password nor address, and lost the device, come back by a recovery code, as one factor', async () => {
    const person = await world.person();
    await passkeys.deviceOf(person);
    const input = { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] };
    const { session, userErrors } = await on.mutate(null, 'signIn', input, 'session { accessToken refreshToken }');
    expect(userErrors).toEqual([]);
    expect(await hasTwo(session)).toBe(false);
  });

  it('tells nobody who gave a wrong password that there is one', async () => {
    const person = await account(world);
    const wrong = { password: 'wrong words' };
    const before = await signIn(person, wrong);
    await passkeys.deviceOf(person);
    expect(await unchanged(on, () => signIn(person, wrong))).toEqual(before);
    expect(codes(before)).toEqual(['SIGN_IN_FAILED']);
  });
});

describe('stepping up with a passkey', () => {
  it('makes this session fresh and counts it as opened with two factors, and no other', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const { session: other } = await passkeys.signIn(device);
    // As if the other, too, had been opened with one.
    await owner(
      'UPDATE vault.session SET second_factor = false WHERE person_id = (SELECT person_id FROM vault.passkey WHERE id = $1)',
      [device.passkeyId],
    );
    await age(person, 60);
    await age(other, 60);
    expect(await on.refusal(person, 'startPasskeyRegistration', {})).toBe('STEP_UP_REQUIRED');
    expect(await passkeys.stepUp(person, device)).toEqual({ steppedUp: true, userErrors: [] });
    expect(await passkeys.options(person, 'startPasskeyRegistration')).toBeTruthy();
    expect(await on.refusal(other, 'startPasskeyRegistration', {})).toBe('STEP_UP_REQUIRED');
    const rows = await owner(
      `SELECT second_factor FROM vault.session WHERE person_id = (SELECT person_id FROM vault.passkey WHERE id = $1) ORDER BY created_at`,
      [device.passkeyId],
    );
    expect(rows).toEqual([{ second_factor: true }, { second_factor: false }]);
  });

  it('names the own passkeys to the device', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const { allowCredentials } = JSON.parse(await passkeys.options(person, 'startPasskeyStepUp'));
    expect(allowCredentials).toEqual([expect.objectContaining({ id: device.made[0]?.id.toString('base64url') })]);
  });

  it('gives back the duties that rest for want of a second factor', async () => {
    const community = await world.community();
    const device = await passkeys.deviceOf(community.steward);
    await owner('UPDATE community SET requires_second_factor = true WHERE id = $1', [community.id]);
    const invite = { communityId: community.id };
    expect(await on.refusal(community.steward, 'inviteToCommunity', invite)).toBe('FORBIDDEN');
    await passkeys.stepUp(community.steward, device);
    expect((await on.mutate(community.steward, 'inviteToCommunity', invite, 'code')).code).toBeTruthy();
  });

  it('is refused with the passkey of someone else, or in another session than asked', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const [mine, theirs] = [await passkeys.deviceOf(person), await passkeys.deviceOf(other)];
    const options = await passkeys.options(person, 'startPasskeyStepUp');
    const { challenge } = JSON.parse(options);
    const open = JSON.stringify({ challenge, rpId: 'accompany.test' });
    const foreign = theirs.get(open);
    const [stolen, stale] = [mine.get(options), mine.get(await passkeys.options(null, 'startPasskeySignIn'))];
    await unchanged(on, async () => {
      for (const [as, response] of [
        [person, foreign],
        [other, stolen],
        [person, stale],
      ] as const) {
        expect((await on.mutate(as, 'stepUpWithPasskey', { response }, 'steppedUp')).userErrors).toEqual(REFUSED);
      }
    });
  });

  it.each(lies)('is refused for %s, and nothing changes', async (_name, twist) => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const response = device.get(await passkeys.options(person, 'startPasskeyStepUp'), twist);
    await unchanged(on, async () =>
      expect((await on.mutate(person, 'stepUpWithPasskey', { response }, 'steppedUp')).userErrors).toEqual(REFUSED),
    );
  });
});

describe('one’s own passkeys', () => {
  const rename = (as: Person, passkeyId: string, name = 'Laptop') =>
    on.send(
      as,
      'mutation ($i: RenamePasskeyInput!) { renamePasskey(input: $i) { passkey { name } userErrors { code path } } }',
      { i: { passkeyId, name } },
    );

  it('are renamed by their owner alone; those of others and none at all are the same', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const { passkeyId } = await passkeys.deviceOf(person);
    expect((await rename(person, passkeyId)).data.renamePasskey).toEqual({
      passkey: { name: 'Laptop' },
      userErrors: [],
    });
    await unchanged(on, async () => {
      const foreign = await rename(other, passkeyId);
      expect(foreign.errors[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await rename(other, '0b5e3c1a-7d0f-4b7c-9a51-6a0f5b1c2d3e')).toEqual(foreign);
      expect(await rename(other, 'nothing')).toEqual(foreign);
      expect((await rename(person, passkeyId, 'x'.repeat(61))).data.renamePasskey.userErrors).toEqual([
        { code: 'TOO_LONG', path: ['input', 'name'] },
      ]);
      expect((await rename(person, passkeyId, ' ')).data.renamePasskey.userErrors).toEqual([
        { code: 'TOO_SHORT', path: ['input', 'name'] },
      ]);
    });
  });

  it('are removed by their owner alone, and open nothing from then on', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const device = await passkeys.deviceOf(person);
    const { session } = await passkeys.signIn(device);
    const { passkeyId } = device;
    await unchanged(on, async () => expect(await on.refusal(other, 'removePasskey', { passkeyId })).toBe('NOT_FOUND'));
    await age(person, 11);
    await unchanged(on, async () =>
      expect(await on.refusal(person, 'removePasskey', { passkeyId })).toBe('STEP_UP_REQUIRED'),
    );
    await passkeys.stepUp(person, device);
    expect(await on.mutate(person, 'removePasskey', { passkeyId }, 'removed')).toEqual({
      removed: true,
      userErrors: [],
    });
    // Whoever has the lost phone is out at once.
    expect((await on.send(session, '{ viewer { signInName } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await passkeys.signIn(device)).userErrors).toEqual(REFUSED);
    expect((await own(person)).passkeys).toEqual([]);
  });

  it('stay while duties rest on the last of them', async () => {
    const community = await world.community();
    const { steward } = community;
    const [{ passkeyId }, second] = [await passkeys.deviceOf(steward), await passkeys.deviceOf(steward)];
    await owner('UPDATE community SET requires_second_factor = true WHERE id = $1', [community.id]);
    expect((await on.mutate(steward, 'removePasskey', { passkeyId: second.passkeyId }, 'removed')).removed).toBe(true);
    await unchanged(on, async () =>
      expect(await on.mutate(steward, 'removePasskey', { passkeyId }, 'removed')).toMatchObject({
        removed: null,
        userErrors: [{ code: 'SECOND_FACTOR_NEEDED', path: ['input', 'passkeyId'] }],
      }),
    );
    await owner('UPDATE community SET requires_second_factor = false WHERE id = $1', [community.id]);
    expect((await on.mutate(steward, 'removePasskey', { passkeyId }, 'removed')).removed).toBe(true);
  });

  it('keep one of two when both are removed at once and duties rest on one', async () => {
    const community = await world.community();
    const { steward } = community;
    const devices = [await passkeys.deviceOf(steward), await passkeys.deviceOf(steward)];
    await owner('UPDATE community SET requires_second_factor = true WHERE id = $1', [community.id]);
    const payloads = await Promise.all(
      devices.map(({ passkeyId }) => on.mutate(steward, 'removePasskey', { passkeyId }, 'removed')),
    );
    expect(payloads.filter(({ removed }) => removed === true)).toHaveLength(1);
    expect((await own(steward)).passkeys).toHaveLength(1);
  });

  it('stay while they are the only way in', async () => {
    const person = await world.person();
    const { passkeyId } = await passkeys.deviceOf(person);
    await owner(
      'UPDATE vault.recovery_code SET used_at = now() WHERE person_id = (SELECT person_id FROM vault.passkey WHERE id = $1)',
      [passkeyId],
    );
    await unchanged(on, async () =>
      expect(codes(await on.mutate(person, 'removePasskey', { passkeyId }))).toEqual(['LAST_WAY_IN']),
    );
  });

  it('are nowhere to be read: what is kept of them is sealed', async () => {
    const person = await world.person();
    const device = await passkeys.deviceOf(person);
    const id = device.made[0]?.id as Buffer;
    const [row] = await owner('SELECT k::text AS all FROM vault.passkey k WHERE id = $1', [device.passkeyId]);
    expect(row?.['all']).not.toContain(id.toString('hex'));
    expect(row?.['all']).not.toContain(id.toString('base64url'));
  });
});

describe('what is no answer of a device', () => {
  const shapes: [name: string, response: string][] = [
    ['no JSON', 'hello'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['a response of another kind', '{"id":"AA","rawId":"AA","type":"public-key","response":"x"}'],
    ['numbers for text', '{"id":1,"rawId":1,"type":"public-key","response":{"clientDataJSON":2}}'],
    ['client data that is no JSON', answerWith({ clientDataJSON: 'AAAA', attestationObject: 'AAAA' })],
    ['client data that is a list', answerWith({ clientDataJSON: 'W10', attestationObject: 'AAAA' })],
    ['nested without end', `${'['.repeat(9_000)}${']'.repeat(9_000)}`],
    ['a prototype', '{"__proto__":{"id":"AA"},"type":"public-key"}'],
  ];

  it.each(shapes)('%s is refused like everything else', async (_name, response) => {
    const person = await world.person();
    for (const [as, field] of [
      [null, 'signInWithPasskey'],
      [person, 'stepUpWithPasskey'],
      [person, 'registerPasskey'],
    ] as const) {
      const payload = await unchanged(on, () => on.mutate(as, field, { response }));
      expect(payload.userErrors).toEqual(REFUSED);
    }
  });

  it.each([
    ['cut short', (object: Buffer) => object.subarray(0, object.length - 20)],
    ['nested without end', () => Buffer.alloc(12_000, 0x81)],
    ['of another kind', () => Buffer.from([0xa1, 0x63, 0x66, 0x6d, 0x74, 0x00])],
    ['empty of a key', (object: Buffer) => Buffer.concat([object.subarray(0, -77), Buffer.from([0xa0])])],
  ])('an attestation %s is refused', async (_name, spoil) => {
    const person = await world.person();
    const made = JSON.parse(passkeys.device().create(await passkeys.options(person, 'startPasskeyRegistration')));
    made.response.attestationObject = spoil(Buffer.from(made.response.attestationObject, 'base64url')).toString(
      'base64url',
    );
    const response = JSON.stringify(made);
    const payload = await unchanged(on, () => on.mutate(person, 'registerPasskey', { response }, 'passkey { id }'));
    expect(payload).toEqual({ passkey: null, userErrors: REFUSED });
  });

  it('is bounded in length, and is text', async () => {
    const long = await on.mutate(null, 'signInWithPasskey', { response: 'x'.repeat(20_001) });
    expect(long.userErrors).toEqual([
      { code: 'TOO_LONG', message: 'Write at most 20000 characters.', path: ['input', 'response'] },
    ]);
    const query = 'mutation ($i: SignInWithPasskeyInput!) { signInWithPasskey(input: $i) { userErrors { code } } }';
    for (const response of [7, null, { id: 'x' }]) {
      expect((await on.send(null, query, { i: { response } })).status).toBe(400);
    }
  });

  function answerWith(response: Record<string, unknown>): string {
    return JSON.stringify({ id: 'AA', rawId: 'AA', type: 'public-key', response });
  }
});
