import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const VIEWER = '{ viewer { signInName memberships { standing isSteward community { handle } } } }';

describe('signing in', () => {
  it('signs in by sign-in name and recovery code, once per code', async () => {
    const person = await world.person();
    const input = { signIn: person.signInName, recoveryCode: person.recoveryCodes[0] };
    const first = await on.mutate(null, 'signIn', input, 'session { accessToken }');
    expect(first.userErrors).toEqual([]);
    expect((await on.query(first.session, VIEWER)).viewer.signInName).toBe(person.signInName);
    const second = await on.mutate(null, 'signIn', input, 'session { accessToken }');
    expect(second).toMatchObject({
      session: null,
      userErrors: [{ code: 'SIGN_IN_FAILED', path: ['input', 'signIn'] }],
    });
  });

  it('answers a wrong code for a known and an unknown name in equal bytes', async () => {
    const person = await world.person();
    const known = await on.send(
      null,
      'mutation ($i: SignInInput!) { signIn(input: $i) { session { accessToken } userErrors { code message path } } }',
      { i: { signIn: person.signInName, password: 'wrong password' } },
    );
    const unknown = await on.send(
      null,
      'mutation ($i: SignInInput!) { signIn(input: $i) { session { accessToken } userErrors { code message path } } }',
      { i: { signIn: 'nobody-here-000000', password: 'wrong password' } },
    );
    expect(unknown).toEqual(known);
  });
});

describe('refreshing', () => {
  it('trades a refresh token once, and ends the family when it comes again', async () => {
    const person = await world.person();
    const { session } = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: person.refreshToken },
      'session { accessToken refreshToken }',
    );
    expect((await on.query(session, VIEWER)).viewer.signInName).toBe(person.signInName);
    expect((await on.send(person, VIEWER)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');

    const replay = await on.mutate(
      null,
      'refreshSession',
      { refreshToken: person.refreshToken },
      'session { accessToken }',
    );
    expect(replay.session).toBeNull();
    expect((await on.send(session, VIEWER)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('communities', () => {
  it('makes the founder a steward and the second person too', async () => {
    const community = await world.community();
    const second = await world.affected(community, { declinesStewardship: false });
    const third = await world.affected(community, { declinesStewardship: false });
    const standings = await Promise.all(
      [community.steward, second, third].map(async (who) => (await on.query(who, VIEWER)).viewer.memberships),
    );
    expect(standings).toEqual(
      [true, true, false].map((isSteward) => [
        { standing: 'AFFECTED', isSteward, community: { handle: community.handle } },
      ]),
    );
    const rows = await sql(on.urls.owner)(
      'SELECT kind FROM record_entry WHERE community_id = $1 ORDER BY recorded_at',
      [community.id],
    );
    expect(rows.map((row) => row['kind'])).toEqual([
      'community.founded',
      'membership.invited',
      'membership.admitted',
      'membership.invited',
      'membership.admitted',
    ]);
  });
});
