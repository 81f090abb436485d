import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { appToken, dashboardKey } from '../../support/keys.js';
import { type Feed, firstOf, listening, LiveClient, type Told } from '../../support/live.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

const FOLLOW =
  'subscription { viewerNotified { unreadNotificationCount notifications { id kind text times campaign { id } } } }';

let on: TestApp;
let world: World;
let url: string;
let home: Launched;
let ally: Person;
const clients: LiveClient[] = [];

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('viewer_notified'), config: { runsBackground: true } });
  world = new World(on);
  url = await listening(on);
}, 60_000);
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => on.close());

async function follow(as: As): Promise<Feed> {
  const client = await LiveClient.connect(url, { as });
  clients.push(client);
  return client.subscribe(FOLLOW);
}

async function reportedPledge(): Promise<{ occurrenceId: string }> {
  const of = { steward: home.steward, campaignId: home.campaignId, priorityId: home.priorityId };
  return world.reported({ pledge: await world.pledge({ ask: await world.ask(of), by: ally }) });
}

const attest = (occurrenceId: string) =>
  world.done(home.steward, 'attestFulfilment', { items: [{ occurrenceId, quantity: 1 }] });

describe('what someone is told', () => {
  beforeAll(async () => {
    home = await launched(world);
    ally = await world.ally(home);
  });

  it('comes to them as it is told, once, and to nobody else', async () => {
    const { occurrenceId } = await reportedPledge();
    const [theirs, another] = [await follow(ally), await follow(await world.ally(home))];
    const { viewerNotified: before } = await theirs.next();
    expect(before.notifications).toEqual([]);
    await another.next();
    await attest(occurrenceId);
    const { viewerNotified } = await theirs.next();
    expect(viewerNotified).toEqual({
      unreadNotificationCount: before.unreadNotificationCount + 1,
      notifications: [expect.objectContaining({ kind: 'WORK_ATTESTED', times: 1, campaign: { id: home.campaignId } })],
    });
    const { viewer } = await on.query(
      ally,
      '{ viewer { notifications(first: 1) { nodes { id kind text times campaign { id } } } } }',
    );
    expect(viewerNotified.notifications).toEqual(viewer.notifications.nodes);

    // The same again within the hour is the same notification, once more.
    await attest((await reportedPledge()).occurrenceId);
    const { viewerNotified: again } = await theirs.next();
    expect(again.notifications).toEqual([{ ...viewerNotified.notifications[0], times: 2 }]);
    expect(another.received).toHaveLength(1);
  }, 60_000);

  it('is for people alone: no key, no app, nobody unknown', async () => {
    const key = (await dashboardKey(world, home)).as;
    const app = (await appToken(world, ally, 'READ')).as;
    const codes = [];
    for (const as of [null, key, app]) {
      const { data, errors } = await firstOf(url, as, FOLLOW);
      codes.push([data, errors.map(({ extensions }) => extensions.code)]);
    }
    expect(codes).toEqual([
      [null, ['UNAUTHENTICATED']],
      [null, ['FORBIDDEN']],
      [null, ['FORBIDDEN']],
    ]);
  });

  it('reaches a client that anyone can get, over one socket with what else it follows', async () => {
    const { occurrenceId } = await reportedPledge();
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: () => ({ authorization: `Bearer ${ally.accessToken}` }),
    });
    const told = client.iterate({ query: FOLLOW });
    const progress = client.iterate({
      query: `subscription { campaignProgressed(handle: "${home.campaignHandle}") { campaign { id } } }`,
    });
    expect((await progress.next()).value?.data).toEqual({ campaignProgressed: { campaign: { id: home.campaignId } } });
    await told.next();
    await attest(occurrenceId);
    const { value } = (await told.next()) as { value: Told };
    expect(value.data?.viewerNotified.notifications.map((one: { kind: string }) => one.kind)).toEqual([
      'WORK_ATTESTED',
    ]);
    await Promise.all([told.return?.(), progress.return?.()]);
    await client.dispose();
  }, 60_000);
});
