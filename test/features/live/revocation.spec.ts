import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashToken } from '../../../src/platform/crypto/keys.js';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { appToken, dashboardKey } from '../../support/keys.js';
import { listening, LiveClient } from '../../support/live.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';
import { operatorOf } from '../operators/host.js';

const FOLLOW =
  'subscription ($handle: String!) { campaignProgressed(handle: $handle) { campaign { progress { pledged { count { value } } } } } }';
const REVOKED = 4403;

let on: TestApp;
let world: World;
let url: string;
let home: Launched;
let ask: { id: string };

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('live_revocation'), config: { runsBackground: true } });
  world = new World(on);
  url = await listening(on);
  home = await launched(world);
  ask = await world.ask({ steward: home.steward, campaignId: home.campaignId, priorityId: home.priorityId });
}, 60_000);
afterAll(() => on.close());

/** Follows the campaign as someone, lets `revoke` happen, and answers how the socket was closed. */
async function closedBy(as: As, revoke: () => Promise<unknown>): Promise<number> {
  const client = await LiveClient.connect(url, { as });
  const feed = client.subscribe(FOLLOW, { handle: home.campaignHandle });
  await feed.next();
  const other = await LiveClient.connect(url);
  const otherFeed = other.subscribe(FOLLOW, { handle: home.campaignHandle });
  await otherFeed.next();
  await revoke();
  const { code } = await client.closed;
  // What happens now reaches whoever is still there, and not them.
  await world.pledge({ ask, by: await world.ally(home) });
  await otherFeed.next();
  expect(feed.received).toHaveLength(1);
  await other.close();
  return code;
}

describe('a socket is closed, though nothing else happens', () => {
  it('when its person signs out everywhere', async () => {
    const person = await world.person();
    expect(await closedBy(person, () => world.done(person, 'signOut', { everywhere: true }))).toBe(REVOKED);
  });

  it('when its session is refreshed, since the new token is for a new socket', async () => {
    const person = await world.person();
    const refresh = () => on.mutate(null, 'refreshSession', { refreshToken: person.refreshToken });
    expect(await closedBy(person, refresh)).toBe(REVOKED);
  });

  it('when its session runs out', async () => {
    const person = await world.person();
    const runOut = () =>
      sql(on.urls.owner)('UPDATE vault.session SET access_expires_at = now() WHERE access_hash = $1', [
        hashToken(person.accessToken),
      ]);
    expect(await closedBy(person, runOut)).toBe(REVOKED);
  });

  it('when its key is withdrawn', async () => {
    const { id, as } = await dashboardKey(world, home);
    const withdraw = () => world.done(home.steward, 'revokeDashboardKey', { dashboardKeyId: id });
    expect(await closedBy(as, withdraw)).toBe(REVOKED);
  });

  it('when its app token is withdrawn', async () => {
    const person = await world.person();
    const { id, as } = await appToken(world, person, 'READ');
    expect(await closedBy(as, () => world.done(person, 'revokeAppToken', { appTokenId: id }))).toBe(REVOKED);
  });

  it('when its account is suspended', async () => {
    const person = await world.ally(home);
    const operator = await operatorOf(on);
    const [row] = await sql(on.urls.owner)('SELECT person_id FROM vault.session WHERE access_hash = $1', [
      hashToken(person.accessToken),
    ]);
    const suspend = () =>
      world.done(operator, 'suspendAccount', { personId: row?.['person_id'], reason: 'ENDANGERS_PEOPLE' });
    expect(await closedBy(person, suspend)).toBe(REVOKED);
  });
});

it('asks of all sockets at once whether they may go on, in one statement for each kind of token', async () => {
  const people: As[] = [];
  while (people.length < 8) people.push(await world.person());
  const clients = await Promise.all(people.map((as) => LiveClient.connect(url, { as })));
  const { statements } = await counting(() => sleep(5_000));
  const looks = statements.filter((text) => text.includes('vault.authenticate'));
  expect(looks.every((text) => text.includes('unnest'))).toBe(true);
  expect(looks.length).toBeGreaterThan(0);
  expect(looks.length).toBeLessThan(people.length / 2);
  for (const client of clients) await client.close();
}, 30_000);
