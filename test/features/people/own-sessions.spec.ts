import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, account, mails, PASSWORD } from '../../support/accounts.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('own_sessions') });
  world = new World(on);
});
afterAll(() => on.close());

const SESSIONS = '{ viewer { sessions { id deviceName startedAt lastUsedOn isCurrent hasSecondFactor expiresAt } } }';
const sessionsOf = async (as: { accessToken: string }) => (await on.query(as as never, SESSIONS)).viewer.sessions;
const alive = async (as: { accessToken: string }) =>
  (await on.send(as as never, '{ viewer { signInName } }')).errors[0]?.extensions.code ?? 'alive';
const signIn = async (person: Account, deviceName?: string) =>
  (
    await world.done(
      null as never,
      'signIn',
      { signIn: person.email, password: PASSWORD, deviceName },
      'session { accessToken refreshToken }',
    )
  ).session;
const refresh = (refreshToken: string) =>
  on.mutate(null, 'refreshSession', { refreshToken }, 'session { accessToken refreshToken }');

describe('the sessions of a person', () => {
  it('are one each, however often refreshed, under the name that was given, this one first', async () => {
    const person = await account(world);
    const laptop = await signIn(person, 'kitchen laptop');
    const before = (await sessionsOf(laptop)).find((one: { isCurrent: boolean }) => one.isCurrent);
    const { session } = await refresh((await refresh(laptop.refreshToken)).session.refreshToken);
    const list = await sessionsOf(session);
    expect(list).toHaveLength(2);
    expect(list[0]).toMatchObject({
      id: before.id,
      deviceName: 'kitchen laptop',
      startedAt: before.startedAt,
      isCurrent: true,
      hasSecondFactor: false,
    });
    expect(list[1]).toMatchObject({ deviceName: null, isCurrent: false });
    expect(Object.keys(list[0]).toSorted()).toEqual([
      'deviceName',
      'expiresAt',
      'hasSecondFactor',
      'id',
      'isCurrent',
      'lastUsedOn',
      'startedAt',
    ]);
  });

  it('were last used on a day of the place where the person lives', async () => {
    const person = await account(world);
    await sql(on.urls.owner)("UPDATE person SET time_zone = 'Pacific/Kiritimati' WHERE id = $1", [person.id]);
    await sql(on.urls.owner)("UPDATE vault.session SET created_at = '2026-03-01T12:00:00Z' WHERE person_id = $1", [
      person.id,
    ]);
    expect((await sessionsOf(person))[0].lastUsedOn).toBe('2026-03-02');
  });

  it('are nobody else’s to see, and ended or outdated ones are gone', async () => {
    const [person, other] = [await account(world), await account(world)];
    const [ended, outdated] = [await signIn(person), await signIn(person)];
    await world.done(ended, 'signOut', {});
    const [own] = (await sessionsOf(outdated)).filter((one: { isCurrent: boolean }) => one.isCurrent);
    await sql(on.urls.owner)(`UPDATE vault.session SET refresh_expires_at = now() WHERE family_id = $1`, [own.id]);
    expect(await sessionsOf(person)).toHaveLength(1);
    expect((await sessionsOf(other)).map((one: { id: string }) => one.id)).not.toContain(own.id);
  });

  it('hold the name of the device encrypted, and neither address nor browser', async () => {
    const person = await account(world);
    await signIn(person, 'the phone of a canary');
    const rows = await sql(on.urls.owner)('SELECT s::text AS text FROM vault.session s');
    expect(rows.map((row) => row['text']).join()).not.toContain(Buffer.from('canary').toString('hex'));
    const columns = await sql(on.urls.owner)(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = 'vault' AND table_name = 'session' AND column_name ~ '(^|_)(ip|agent|address)(_|$)'`,
    );
    expect(columns).toEqual([]);
  });

  it('are read by the same number of statements, five or fifty', async () => {
    const person = await account(world);
    const count = async () => (await counting(() => sessionsOf(person))).statements.length;
    const add = (n: number) =>
      sql(on.urls.owner)(
        `SELECT vault.open_session(gen_random_uuid(), gen_random_uuid(), $1, sha256(gen_random_uuid()::text::bytea), now() + interval '1 hour',
           sha256(gen_random_uuid()::text::bytea), now() + interval '1 day', false) FROM generate_series(1, $2)`,
        [person.id, n],
      );
    await add(4);
    await sessionsOf(person);
    const few = await count();
    await add(45);
    expect(await sessionsOf(person)).toHaveLength(50);
    expect(await count()).toBe(few);
  });
});

describe('ending a session', () => {
  it('works on the next request, for access and for refreshing, and leaves the others alone', async () => {
    const person = await account(world);
    const phone = await signIn(person, 'phone');
    const { session: current } = await refresh(phone.refreshToken);
    const [, target] = await sessionsOf(person);
    expect(target.deviceName).toBe('phone');
    await world.done(person, 'revokeSession', { sessionId: target.id });
    expect([await alive(current), await alive(person)]).toEqual(['UNAUTHENTICATED', 'alive']);
    expect((await refresh(current.refreshToken)).userErrors).toMatchObject([{ code: 'LINK_INVALID' }]);
    expect(await sessionsOf(person)).toHaveLength(1);
  });

  it('answers unknown, foreign and ended ones in equal bytes, and changes nothing', async () => {
    const [person, other] = [await account(world), await account(world)];
    const [foreign] = await sessionsOf(other);
    const gone = await signIn(person);
    const [ended] = (await sessionsOf(gone)).filter((one: { isCurrent: boolean }) => one.isCurrent);
    await world.done(gone, 'signOut', {});
    const query = 'mutation ($i: RevokeSessionInput!) { revokeSession(input: $i) { sessionId userErrors { code } } }';
    const answers = await unchanged(on, async () => {
      const all = [];
      for (const sessionId of [foreign.id, ended.id, randomUUID(), 'no id']) {
        all.push(await on.send(person, query, { i: { sessionId } }));
      }
      return all;
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await alive(other)).toBe('alive');
  });

  it('may be this one’s own', async () => {
    const person = await account(world);
    const [own] = await sessionsOf(person);
    await world.done(person, 'revokeSession', { sessionId: own.id });
    expect(await alive(person)).toBe('UNAUTHENTICATED');
  });
});

describe('a refresh token that comes twice', () => {
  it('ends its family, leaves other families alone, and tells the owner once', async () => {
    const person = await account(world);
    const stolen = await signIn(person, 'phone');
    const { session } = await refresh(stolen.refreshToken);
    await mails(on);
    expect((await refresh(stolen.refreshToken)).userErrors).toMatchObject([{ code: 'LINK_INVALID' }]);
    expect([await alive(session), await alive(stolen), await alive(person)]).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'alive',
    ]);
    expect((await refresh(session.refreshToken)).userErrors).toMatchObject([{ code: 'LINK_INVALID' }]);
    expect((await refresh(stolen.refreshToken)).userErrors).toMatchObject([{ code: 'LINK_INVALID' }]);
    expect((await refresh(person.refreshToken)).userErrors).toEqual([]);
    expect((await mails(on)).map(({ to, subject, text }) => [to, subject, text.includes('from two places')])).toEqual([
      [person.email, 'Accompany: about your account', true],
    ]);
  });

  it('answers an unknown, an ended and a replayed one in equal bytes', async () => {
    const person = await account(world);
    await refresh(person.refreshToken);
    const query =
      'mutation ($i: RefreshSessionInput!) { refreshSession(input: $i) { session { accessToken } userErrors { code message path } } }';
    const answers = [];
    for (const refreshToken of [person.refreshToken, person.refreshToken, 'ref_unknown', `ref_${'A'.repeat(43)}`])
      answers.push(await on.send(null, query, { i: { refreshToken } }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});
