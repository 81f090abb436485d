import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type As, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { appToken, dashboardKey } from '../../support/keys.js';
import { type Feed, listening, LiveClient } from '../../support/live.js';
import { World } from '../../support/world.js';
import { type Launched, launched, patiently } from '../asks/launched.js';
import { operatorOf } from '../operators/host.js';

const PROGRESS =
  'pledged { count { value text isExact } quantity { value } } attested { count { value } } wanted shareAttested { text } isExact';
const FOLLOW = `subscription ($handle: String!) { campaignProgressed(handle: $handle) { campaign { id state progress { ${PROGRESS} } } } }`;
const ASK = `query ($handle: String!) { campaign(handle: $handle) { id state progress { ${PROGRESS} } } }`;

let on: TestApp;
let world: World;
let url: string;
const clients: LiveClient[] = [];

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('campaign_progressed'), config: { runsBackground: true } });
  world = new World(on);
  url = await listening(on);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => on.close());

async function connect(as: As = null): Promise<LiveClient> {
  const client = await LiveClient.connect(url, { as });
  clients.push(client);
  return client;
}

async function inTurn<T>(times: number, work: (place: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let place = 0; place < times; place += 1) results.push(await work(place));
  return results;
}

const handleOf = (home: Launched) => ({ handle: home.campaignHandle });
async function follow(as: As, home: Launched): Promise<Feed> {
  return (await connect(as)).subscribe(FOLLOW, handleOf(home));
}
const open = (home: Launched, input: Record<string, unknown> = {}) =>
  world.ask({ steward: home.steward, campaignId: home.campaignId, priorityId: home.priorityId }, input);
const pledged = (data: { campaignProgressed: { campaign: { progress: { pledged: { count: { value: number } } } } } }) =>
  data.campaignProgressed.campaign.progress.pledged.count.value;

describe('how a campaign stands', () => {
  it('is told at the start, and again when it has changed, as a query of the same person has it', async () => {
    const home = await launched(world);
    const ask = await open(home, { riskTier: 2, riskNotes: 'Police may come.' });
    const everyone: Record<string, As> = {
      anonymous: null,
      'an ally': await world.ally(home),
      'a steward': home.steward,
      'a key': (await dashboardKey(world, home)).as,
      'an app that reads': (await appToken(world, home.steward, 'READ')).as,
    };
    const feeds = await Promise.all(
      Object.entries(everyone).map(async ([who, as]) => ({ who, as, feed: await follow(as, home) })),
    );
    for (const { who, as, feed } of feeds) {
      const { campaign } = await on.query(as, ASK, handleOf(home));
      expect([who, (await feed.next()).campaignProgressed.campaign]).toEqual([who, campaign]);
    }
    await world.pledge({ ask, by: home.cosigner, acceptedRiskTier: 2 });
    for (const { who, as, feed } of feeds) {
      const { campaign } = await on.query(as, ASK, handleOf(home));
      expect([who, (await feed.next()).campaignProgressed.campaign]).toEqual([who, campaign]);
    }
    const [outside, , inside] = feeds.map(({ feed }) => feed.received.at(-1)?.data);
    expect(pledged(inside)).toBe(1);
    expect(pledged(outside)).toBeNull();
  });

  it('is not told again where nothing of what was asked for has changed', async () => {
    const home = await launched(world);
    const ask = await open(home);
    const feed = await follow(null, home);
    await feed.next();
    await world.done(home.steward, 'proposePriority', { campaignId: home.campaignId, statement: 'A roof' });
    await world.pledge({ ask, by: await world.ally(home) });
    expect(pledged(await feed.next())).toBe(1);
    expect(feed.received).toHaveLength(2);
  });

  it('is told a few times of a hundred changes, and the last time truly', async () => {
    const home = await launched(world);
    const asks = await inTurn(5, () => open(home, { quantityWanted: 50 }));
    const allies = await inTurn(20, () => world.ally(home));
    const feed = await follow(null, home);
    await feed.next();
    const began = performance.now();
    await Promise.all(
      allies.map(async (by) => {
        for (const ask of asks) await patiently(() => world.pledge({ ask, by }));
      }),
    );
    await feed.nextWith((data) => pledged(data) === 100);
    // One at the start, at most one for each second since, and one that began in between.
    expect(feed.received.length).toBeLessThanOrEqual((performance.now() - began) / 1000 + 2);
    const { campaign } = await on.query(null, ASK, handleOf(home));
    expect(feed.received.at(-1)?.data.campaignProgressed.campaign).toEqual(campaign);
  }, 120_000);
});

describe('a campaign that is not one’s to see', () => {
  it('is not to be followed, and reads like one that is not there', async () => {
    const draft = await world.campaign(await world.community(), {}, false);
    const client = await connect();
    const ends = await inTurn(2, async (place) => {
      const feed = client.subscribe(FOLLOW, { handle: place === 0 ? draft.handle : 'no-such-campaign' });
      await feed.end();
      return { errors: feed.errors, received: feed.received };
    });
    expect(ends[0]).toEqual(ends[1]);
    expect(ends[0]).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }], received: [] });
  });

  it('ends with NOT_FOUND once an operator takes it down', async () => {
    const home = await launched(world);
    const operator = await operatorOf(on);
    const feed = await follow(null, home);
    await feed.next();
    await world.done(operator, 'takeDownPage', { campaignId: home.campaignId, reason: 'ENDANGERS_PEOPLE' });
    expect(await feed.end()).toBe('NOT_FOUND');
    expect(feed.received).toHaveLength(1);
  });

  it('ends for a member whose membership is over, though nothing happens there, and for no other', async () => {
    const home = await launched(world, { visibility: 'UNLISTED' });
    const [leaving, staying] = await Promise.all([follow(home.cosigner, home), follow(home.steward, home)]);
    await Promise.all([leaving.next(), staying.next()]);
    await sql(on.urls.owner)('UPDATE membership SET ended_at = now() WHERE community_id = $1 AND NOT is_steward', [
      home.id,
    ]);
    expect(await leaving.end()).toBe('NOT_FOUND');
    expect([leaving.received.length, staying.over]).toEqual([1, false]);
  });
});
