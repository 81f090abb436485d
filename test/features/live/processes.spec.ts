import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp } from '../../support/client.js';
import { freshDatabase, sql, superuserUrl } from '../../support/database.js';
import { buildProgram } from '../../support/killable-node.js';
import { type Feed, LiveClient } from '../../support/live.js';
import { redisIsMissing, RedisServer } from '../../support/redis-server.js';
import { freePort, ServerProcess } from '../../support/server-process.js';
import { pledgeTo, World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

const FOLLOW =
  'subscription ($handle: String!) { campaignProgressed(handle: $handle) { campaign { progress { pledged { count { value } } } } } }';
const SECRET = 'two processes share one secret, this one';
const MAIN = 'dist/src/main.js';

const running: ServerProcess[] = [];
const clients: LiveClient[] = [];

beforeAll(buildProgram, 120_000);
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  for (const server of running.splice(0)) await server.kill('SIGTERM');
});

interface Two {
  home: Launched;
  owner: string;
  /** Lets someone pledge through the first process. */
  pledge(): Promise<void>;
  /** Someone who follows the campaign through the second. */
  feed: Feed;
  second: { server: ServerProcess; url: string };
}

async function start(environment: Record<string, string>): Promise<{ server: ServerProcess; url: string }> {
  const port = await freePort();
  const server = new ServerProcess({ ...environment, PORT: String(port) }, [MAIN]);
  running.push(server);
  await server.ready();
  return { server, url: `http://127.0.0.1:${port}` };
}

/** A campaign, and a person who follows it through another process than that in which others pledge. */
async function twoProcesses(name: string, more: Record<string, string> = {}): Promise<Two> {
  const urls = await freshDatabase(name);
  const on = await startTestApp({ urls });
  const world = new World(on);
  const home = await launched(world);
  const ask = await world.ask({ steward: home.steward, campaignId: home.campaignId, priorityId: home.priorityId });
  const allies: string[] = [];
  while (allies.length < 5) allies.push((await world.ally(home)).accessToken);
  await on.close();

  const environment = { DATABASE_URL: urls.owner, ACCOMPANY_SECRET: SECRET, ...more };
  const first = await start(environment);
  const second = await start(environment);
  const client = await LiveClient.connect(second.url);
  clients.push(client);
  const feed = client.subscribe(FOLLOW, { handle: home.campaignHandle });
  expect(pledged(await feed.next())).toBe(0);
  const pledge = async () => {
    const body = JSON.stringify({
      query: 'mutation ($input: MakePledgeInput!) { makePledge(input: $input) { userErrors { code } } }',
      variables: { input: pledgeTo(ask) },
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${allies.pop()}` };
    const answer = await fetch(`${first.url}/graphql`, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ data: { makePledge: { userErrors: [] } } });
  };
  return { home, owner: urls.owner, pledge, feed, second };
}

const pledged = (data: { campaignProgressed: { campaign: { progress: { pledged: { count: { value: number } } } } } }) =>
  data.campaignProgressed.campaign.progress.pledged.count.value;

/** Cuts the connections on which processes listen, and answers how many there were. */
async function cutListeners(owner: string): Promise<number> {
  const cut = await sql(superuserUrl())(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND (query LIKE 'LISTEN %' OR query = 'SELECT 1 AS listening')",
    [new URL(owner).pathname.slice(1)],
  );
  return cut.length;
}

describe('a change in one process', () => {
  it('reaches whoever follows it through another', async () => {
    const { pledge, feed } = await twoProcesses('live_processes');
    for (const count of [1, 2]) {
      await pledge();
      expect(pledged(await feed.next())).toBe(count);
    }
  }, 120_000);

  it('is not missed while the connection to listen on is cut', async () => {
    const { pledge, feed, owner } = await twoProcesses('live_cut');
    expect(await cutListeners(owner)).toBeGreaterThan(0);
    await pledge();
    expect(pledged(await feed.nextWith((data) => pledged(data) === 1))).toBe(1);
    await pledge();
    expect(pledged(await feed.nextWith((data) => pledged(data) === 2))).toBe(2);
  }, 120_000);

  it('and its end close a socket with 1001, and the process ends', async () => {
    const { second, feed } = await twoProcesses('live_drain');
    const [client] = clients;
    const { code } = await second.server.kill('SIGTERM');
    expect([code, (await client?.closed)?.code, feed.received.length]).toEqual([0, 1001, 1]);
  }, 120_000);
});

(redisIsMissing ? describe.skip : describe)('with Redis in between', () => {
  let redis: RedisServer;

  it('a change reaches another process, also after Redis was away', async () => {
    redis = await RedisServer.start();
    try {
      const { pledge, feed } = await twoProcesses('live_redis', { REDIS_URL: redis.url });
      await pledge();
      expect(pledged(await feed.next())).toBe(1);
      await redis.kill();
      await pledge();
      await redis.run();
      expect(pledged(await feed.nextWith((data) => pledged(data) === 2))).toBe(2);
    } finally {
      await redis.close();
    }
  }, 120_000);
});
