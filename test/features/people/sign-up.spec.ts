import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLink } from '../../../src/app.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;
const ACCOUNT = 'session { accessToken refreshToken } signInName recoveryCodes nextStep';

beforeAll(async () => {
  // A server of its own: a start link exists only while nobody has an account.
  on = await startTestApp({ urls: await freshDatabase('sign_up') });
  world = new World(on);
});
afterAll(() => on.close());

describe('signing up by a link', () => {
  it('lets the first founder in by the start link, once, and prints none after that', async () => {
    const link = await startLink(on.app);
    expect(link).toMatch(/^http:\/\/accompany\.test\/#s_/);
    const first = await on.mutate(null, 'signUp', { link, idempotencyKey: 'first-founder' }, ACCOUNT);
    expect(first.userErrors).toEqual([]);
    expect(first.recoveryCodes).toHaveLength(10);
    expect((await on.query(first.session, '{ viewer { signInName recoveryCodesLeft email } }')).viewer).toEqual({
      signInName: first.signInName,
      recoveryCodesLeft: 10,
      email: null,
    });

    const again = await on.mutate(null, 'signUp', { link, idempotencyKey: 'first-founder' }, ACCOUNT);
    expect(again).toMatchObject({ session: null, recoveryCodes: null, userErrors: [{ code: 'ALREADY_DONE' }] });
    const reused = await unchanged(on, () => on.mutate(null, 'signUp', { link }, ACCOUNT));
    expect(reused).toMatchObject({ session: null, userErrors: [{ code: 'LINK_INVALID', path: ['input', 'link'] }] });
    expect(await startLink(on.app)).toBeNull();
  });

  it('takes an invitation link without using it up, and gives one answer to every wrong link', async () => {
    const community = await world.community();
    const { link, code } = await world.done(
      community.steward,
      'inviteToCommunity',
      { communityId: community.id },
      'link code',
    );
    expect(link).toBe(`http://accompany.test/#i_${code.replaceAll('-', '').toLowerCase()}`);
    const { session } = await on.mutate(
      null,
      'signUp',
      { link, password: 'four plain words here', language: 'es-MX' },
      ACCOUNT,
    );
    const accepted = await on.mutate(session, 'acceptInvitation', { link }, 'community { handle }');
    expect(accepted.community.handle).toBe(community.handle);

    const answers = await Promise.all(
      [link, 'i_AAAAAAAAAAAAAAAAAAAAAA', 's_AAAAAAAAAAAAAAAAAAAAAA', 'a_AAAAAAAAAAAAAAAAAAAAAA', 'not a link'].map(
        (wrong) => on.mutate(null, 'signUp', { link: wrong }, ACCOUNT),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0].userErrors[0].code).toBe('LINK_INVALID');
  });

  it('refuses weak passwords and unknown zones and languages, and changes nothing', async () => {
    const community = await world.community();
    const { link } = await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'link');
    const cases: [Record<string, unknown>, string, string][] = [
      [{ password: 'short' }, 'WEAK_PASSWORD', 'password'],
      [{ password: 'password123' }, 'WEAK_PASSWORD', 'password'],
      [{ password: 'aaaaaaaaaaaa' }, 'WEAK_PASSWORD', 'password'],
      [{ password: 'x'.repeat(300) }, 'TOO_LONG', 'password'],
      [{ timeZone: 'Mars/Olympus' }, 'INVALID', 'timeZone'],
      [{ language: 'nonsense!!' }, 'INVALID', 'language'],
      [{ email: 'not-an-address' }, 'INVALID', 'email'],
      [{ idempotencyKey: 'short' }, 'INVALID', 'idempotencyKey'],
    ];
    for (const [input, code, field] of cases) {
      const payload = await unchanged(on, () => on.mutate(null, 'signUp', { link, ...input }, ACCOUNT));
      expect(payload).toMatchObject({ session: null, userErrors: [{ code, path: ['input', field] }] });
    }
  });
});

describe('signing up by e-mail', () => {
  const password = 'a few random words';
  const confirm = async (email: string, chosen: string | null = password) => {
    // The mail relay makes the token when it sends the mail: the test stands in for it.
    const code = `code-for-${email}`;
    const [pending] = await sql(on.urls.owner)('SELECT id FROM vault.pending_sign_up ORDER BY expires_at DESC LIMIT 1');
    await sql(on.urls.owner)('SELECT * FROM vault.arm_sign_up($1, $2)', [
      pending?.['id'],
      createHash('sha256').update(code).digest(),
    ]);
    return on.mutate(
      null,
      'confirmEmail',
      { code, password: chosen },
      'session { accessToken } signInName recoveryCodes',
    );
  };

  it('answers a known and an unknown address in equal bytes, and makes no second account', async () => {
    const input = { email: 'rosa@example.org' };
    const first = await on.mutate(null, 'signUp', input, ACCOUNT);
    expect(first).toMatchObject({ session: null, signInName: null, userErrors: [] });
    const confirmed = await confirm(input.email);
    expect((await on.query(confirmed.session, '{ viewer { email hasPassword } }')).viewer).toEqual({
      email: 'rosa@example.org',
      hasPassword: true,
    });

    expect(await on.mutate(null, 'signUp', { ...input, email: 'ROSA@example.org' }, ACCOUNT)).toEqual(first);
    expect(await confirm('ROSA@example.org')).toMatchObject({ session: null, userErrors: [{ code: 'LINK_INVALID' }] });
    const signedIn = await on.mutate(
      null,
      'signIn',
      { signIn: 'Rosa@Example.org ', password },
      'session { accessToken }',
    );
    expect(signedIn.userErrors).toEqual([]);
  });

  it('confirms a code once', async () => {
    const input = { email: 'omar@example.org' };
    await on.mutate(null, 'signUp', input, ACCOUNT);
    expect((await confirm(input.email)).userErrors).toEqual([]);
    expect(await on.mutate(null, 'confirmEmail', { code: `code-for-${input.email}` }, 'signInName')).toMatchObject({
      userErrors: [{ code: 'LINK_INVALID' }],
    });
  });

  it('takes the password of who holds the code, so that nobody signs up for someone else’s address', async () => {
    const email = 'victim@example.org';
    await on.mutate(null, 'signUp', { email, password: 'the attacker’s words' }, ACCOUNT);
    expect((await confirm(email)).userErrors).toEqual([]);
    const attacker = await on.mutate(
      null,
      'signIn',
      { signIn: email, password: 'the attacker’s words' },
      'session { accessToken }',
    );
    expect(attacker).toMatchObject({ session: null, userErrors: [{ code: 'SIGN_IN_FAILED' }] });
    expect(
      (await on.mutate(null, 'signIn', { signIn: email, password }, 'session { accessToken }')).userErrors,
    ).toEqual([]);
  });

  it('ties an address to an account only while its owner is signed in', async () => {
    const community = await world.community();
    const { link } = await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'link');
    const email = 'second@example.org';
    const { session } = await on.mutate(null, 'signUp', { link, email }, ACCOUNT);
    expect(await confirm(email)).toMatchObject({ session: null, userErrors: [{ code: 'LINK_INVALID' }] });
    const own = await on.mutate(session, 'confirmEmail', { code: `code-for-${email}` }, 'session { accessToken }');
    expect(own).toMatchObject({ session: null, userErrors: [] });
    expect((await on.query(session, '{ viewer { email } }')).viewer.email).toBe(email);
  });

  it('asks for a password and an address, and stores neither in clear', async () => {
    await on.mutate(null, 'signUp', { email: 'ana@example.org' }, ACCOUNT);
    const withoutPassword = await confirm('ana@example.org', null);
    expect(withoutPassword).toMatchObject({ session: null, userErrors: [{ code: 'WEAK_PASSWORD' }] });
    expect(
      (await on.mutate(null, 'confirmEmail', { code: 'code-for-ana@example.org', password }, 'signInName')).userErrors,
    ).toEqual([]);
    expect(await on.mutate(null, 'signUp', { password: 'a few random words' }, ACCOUNT)).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['input', 'email'] }],
    });
    await on.mutate(
      null,
      'signUp',
      { email: 'canary@example.org', password: 'canary of many words', idempotencyKey: 'canary-key-1' },
      ACCOUNT,
    );
    const [row] = await sql(on.urls.owner)(`
      SELECT (SELECT string_agg(t::text, '') FROM vault.pending_sign_up t) || (SELECT string_agg(t::text, '') FROM idempotency t)
          || (SELECT string_agg(t::text, '') FROM outbox_event t) || coalesce((SELECT string_agg(t::text, '') FROM vault.account t), '') AS text`);
    expect(row?.['text']).not.toContain('canary@');
    expect(row?.['text']).not.toContain('canary of many');
    expect(row?.['text']).not.toContain(Buffer.from('canary@example.org').toString('hex'));
  });
});

describe('limits on signing in', () => {
  it('stops guessing at one account from one network, and tells the same of an unknown name', async () => {
    const person = await world.person();
    const guess = (signIn: string) =>
      on.send(null, 'mutation ($i: SignInInput!) { signIn(input: $i) { userErrors { code } } }', {
        i: { signIn, password: 'wrong password' },
      });
    for (const name of [person.signInName, 'nobody-of-this-name']) {
      for (let attempt = 0; attempt < 10; attempt += 1)
        expect((await guess(name)).data.signIn.userErrors[0].code).toBe('SIGN_IN_FAILED');
      const { errors } = await guess(name);
      expect(errors[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    }
    // Elsewhere on the same network others still come in.
    const other = await world.person();
    expect(
      (
        await on.mutate(
          null,
          'signIn',
          { signIn: other.signInName, recoveryCode: other.recoveryCodes[0] },
          'session { accessToken }',
        )
      ).userErrors,
    ).toEqual([]);
  });
});

describe('signing out', () => {
  it('ends this session, or all', async () => {
    const person = await world.person();
    const second = await on.mutate(
      null,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] },
      'session { accessToken refreshToken }',
    );
    await world.done(person, 'signOut', {}, 'signedOut');
    expect((await on.send(person, '{ viewer { signInName } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await on.query(second.session, '{ viewer { signInName } }')).viewer.signInName).toBe(person.signInName);
    const third = await on.mutate(
      null,
      'signIn',
      { signIn: person.signInName, recoveryCode: person.recoveryCodes[1] },
      'session { accessToken refreshToken }',
    );
    await world.done(third.session, 'signOut', { everywhere: true }, 'signedOut');
    expect((await on.send(second.session, '{ viewer { signInName } }')).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect(
      await on.mutate(null, 'refreshSession', { refreshToken: second.session.refreshToken }, 'session { accessToken }'),
    ).toMatchObject({ session: null, userErrors: [{ code: 'LINK_INVALID' }] });
  });
});
