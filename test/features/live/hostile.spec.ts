import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { dashboardKey } from '../../support/keys.js';
import { listening, LiveClient } from '../../support/live.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

const FOLLOW = 'subscription ($handle: String!) { campaignProgressed(handle: $handle) { campaign { id } } }';
const ALLOWED = 'https://dashboards.example';

let on: TestApp;
let world: World;
let url: string;
let home: Launched;
const clients: LiveClient[] = [];

beforeAll(async () => {
  on = await startTestApp({
    urls: await freshDatabase('live_hostile'),
    config: { corsOrigins: [ALLOWED], liveLimits: { sockets: 10, subscriptions: 3 } },
  });
  world = new World(on);
  url = await listening(on);
  home = await launched(world);
}, 60_000);
afterEach(async () => {
  for (const { socket, closed } of clients.splice(0)) {
    socket.terminate();
    await closed;
  }
});
afterAll(() => on.close());

type Greeting = Parameters<typeof LiveClient.connect>[1];
const kept = async (client: Promise<LiveClient>): Promise<LiveClient> => {
  clients.push(await client);
  return client;
};
const enter = (greeting?: Greeting) => kept(LiveClient.connect(url, greeting));
const code = async (client: LiveClient) => (await client.closed).code;
const follow = (client: LiveClient, id?: string) => client.subscribe(FOLLOW, { handle: home.campaignHandle }, id);

describe('the door', () => {
  it('lets in pages of this server and of those allowed, and programs', async () => {
    for (const origin of ['http://accompany.test', ALLOWED, undefined]) {
      const client = await enter(origin === undefined ? {} : { origin });
      expect((await follow(client).next()).campaignProgressed.campaign.id).toBe(home.campaignId);
    }
  });

  it.each(['https://evil.example', 'http://accompany.test.evil.example', 'null', 'https://accompany.test'])(
    'refuses pages of %s',
    async (origin) => {
      await expect(LiveClient.open(url, { origin })).rejects.toThrow('HTTP 403');
    },
  );

  it('refuses a key in the address, and ends it', async () => {
    const key = await dashboardKey(world, home);
    await expect(LiveClient.open(url, { path: `/graphql?authorization=${key.secret}` })).rejects.toThrow('HTTP 400');
    expect((await on.send(key.as, '{ campaigns { totalCount } }')).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is at one place alone', async () => {
    await expect(LiveClient.open(url, { path: '/health/live' })).rejects.toThrow('HTTP 200');
    await expect(LiveClient.open(url, { path: '/nowhere' })).rejects.toThrow('HTTP 404');
  });

  it('speaks one protocol', async () => {
    await expect(LiveClient.open(url, { protocol: 'graphql-ws' })).rejects.toThrow();
    const mute = await kept(LiveClient.open(url, { protocol: '' }));
    expect(await code(mute)).toBe(4406);
  });

  it('holds no more sockets of a network than the setting says, and of a person no more either', async () => {
    const first = [];
    for (let place = 0; place < 10; place += 1) first.push(await enter());
    await expect(LiveClient.open(url)).rejects.toThrow('HTTP 429');
    for (const client of first) await client.close();

    for (let place = 0; place < 10; place += 1) {
      const client = await enter({ as: home.steward });
      expect((await follow(client).next()).campaignProgressed).toBeDefined();
    }
    expect(await code(await enter({ as: home.steward }))).toBe(4429);
    expect((await follow(await enter({ as: home.cosigner })).next()).campaignProgressed).toBeDefined();
  });

  it('serves whoever offers another protocol as if they had not', async () => {
    const { port } = new URL(url);
    const body = JSON.stringify({ query: '{ __typename }' });
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      [
        'POST /graphql HTTP/1.1',
        'Host: accompany.test',
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
    let answer = '';
    while (!answer.includes('__typename')) answer += String((await once(socket, 'data'))[0]);
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('{"data":{"__typename":"Query"}}');
  });
});

describe('whoever does not say truly who they are', () => {
  it.each([
    ['a token that is none', 'Bearer nothing'],
    ['a token of nobody', `Bearer acc_${'a'.repeat(43)}`],
    ['what is no text', { token: 1 }],
    ['a novel', 'x'.repeat(10_000)],
  ])('is closed with 4401 for %s', async (_name, authorization) => {
    const client = await enter({ init: { authorization } });
    expect(await code(client)).toBe(4401);
  });

  it('is closed with 4401 for a refresh token, which opens nothing', async () => {
    expect(await code(await enter({ init: { authorization: `Bearer ${home.steward.refreshToken}` } }))).toBe(4401);
  });

  it('is closed with 4401 when they subscribe first', async () => {
    const client = await kept(LiveClient.open(url));
    const feed = follow(client);
    expect([await code(client), feed.received]).toEqual([4401, []]);
  });

  it('is closed when they say nothing', async () => {
    expect(await code(await kept(LiveClient.open(url)))).toBe(4408);
  }, 30_000);

  it('is closed when they say it twice', async () => {
    const client = await enter();
    client.send({ type: 'connection_init' });
    expect(await code(client)).toBe(4429);
  });
});

describe('what may be subscribed to', () => {
  it.each([
    ['a mutation', 'mutation { signOut(input: {}) { userErrors { code } } }', 'BAD_REQUEST', 'over HTTP'],
    ['a query', '{ viewer { id } }', 'BAD_REQUEST', 'over HTTP'],
    ['what is no GraphQL', 'subscription {', 'BAD_REQUEST', 'Syntax Error'],
    ['an unknown field', 'subscription { campaignProgresse { campaign { id } } }', 'BAD_REQUEST', 'Cannot query field'],
    ['__typename', 'subscription { __typename }', 'BAD_REQUEST', 'introspection'],
    [
      'two fields',
      'subscription { a: campaignProgressed(handle: "a") { __typename } b: campaignProgressed(handle: "b") { __typename } }',
      'TOO_COMPLEX',
      'At most 1 fields',
    ],
    [
      'what is too deep',
      `subscription { campaignProgressed(handle: "a") ${'{ campaign { community '.repeat(8)}{ id }${' } }'.repeat(8)} }`,
      'TOO_COMPLEX',
      'levels',
    ],
    [
      'what costs too much',
      'subscription { campaignProgressed(handle: "a") { campaign { community { campaigns(first: 100) { nodes { asks(first: 100) { nodes { id } } } } } } } }',
      'TOO_COMPLEX',
      'too much at once',
    ],
    [
      '20,000 tokens',
      `subscription { campaignProgressed(handle: "a") { campaign { ${'id '.repeat(20_000)} } } }`,
      'BAD_REQUEST',
      'Document contains more',
    ],
  ])('is not %s', async (_name, query, expected, text) => {
    const client = await enter({ as: home.steward });
    await unchanged(on, async () => {
      const feed = client.subscribe(query);
      const ended = await feed.end();
      expect(feed.received).toEqual([]);
      expect([ended, feed.errors[0]?.message]).toEqual([expected, expect.stringContaining(text)]);
      expect(JSON.stringify(feed.errors)).not.toMatch(/stack|node_modules/);
    });
    // The socket itself is as good as before.
    expect((await follow(client).next()).campaignProgressed.campaign.id).toBe(home.campaignId);
  });

  it('takes variables that fit, and no others', async () => {
    const client = await enter();
    for (const variables of [{}, { handle: null }, { handle: 7 }, { handle: 'a\0b' }]) {
      const feed = client.subscribe(FOLLOW, variables);
      expect([variables, await feed.end()]).toEqual([variables, 'BAD_REQUEST']);
    }
  });

  it('is told in the language of whoever asks', async () => {
    const client = await enter({ headers: { 'accept-language': 'es' } });
    const feed = client.subscribe(FOLLOW, { handle: 'nowhere' });
    expect(await feed.end()).toBe('NOT_FOUND');
    expect(feed.errors[0]?.message).toBe('Aquí no hay nada, o no te corresponde verlo.');
  });

  it('is paid for when it begins and at each delivery, and refused to whoever has no points left', async () => {
    const poor = await startTestApp({ urls: on.urls, config: { rateLimits: { person: 0, key: 0, address: 30 } } });
    const client = await LiveClient.connect(await listening(poor));
    expect((await follow(client).next()).campaignProgressed.campaign.id).toBe(home.campaignId);
    const feed = follow(client);
    expect([await feed.end(), feed.errors[0]?.extensions]).toEqual([
      'RATE_LIMITED',
      { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) },
    ]);
    await client.close();
    await poor.close();
  });
});

describe('whoever sends too much', () => {
  it('has as many subscriptions at once as the setting says, of four hundred', async () => {
    const client = await enter({ as: home.steward });
    const feeds = Array.from({ length: 400 }, () => follow(client));
    const refused = feeds.slice(3);
    for (const feed of refused) expect(await feed.end()).toBe('BAD_REQUEST');
    for (const feed of feeds.slice(0, 3)) await feed.next();
    client.complete('s0');
    const after = follow(client);
    expect((await after.next()).campaignProgressed.campaign.id).toBe(home.campaignId);
  });

  it('is let go when a thousand come at once', async () => {
    const client = await enter({ as: home.steward });
    for (let place = 0; place < 1_000; place += 1) follow(client);
    expect(await code(client)).toBe(4429);
  });

  it.each([
    ['what is no JSON', '\x00\xff{{{', 4400],
    ['JSON of another kind', '[1, 2, 3]', 4400],
    ['a message of no kind', '{"type":"sing"}', 4400],
    ['5,000 levels', '['.repeat(5_000), 4400],
    ['a subscription without a document', '{"id":"1","type":"subscribe","payload":{}}', 4400],
    ['more than 100 kB', `{"type":"ping","payload":{"x":"${'x'.repeat(150_000)}"}}`, 1009],
    ['bytes', Buffer.from([0, 1, 2, 255]), 4400],
  ])('or sends %s, is let go', async (_name, message, expected) => {
    const client = await enter();
    client.send(message);
    expect(await code(client)).toBe(expected);
  });

  it('and reads nothing, is let go', async () => {
    const client = await enter();
    const { socket } = client;
    (socket as unknown as { _socket: { pause(): void } })._socket.pause();
    const payload = JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(95_000) } });
    // Its own kernel and the server's take some before the server has to keep any.
    for (let sent = 0; sent < 400 && socket.readyState === socket.OPEN; sent += 1) {
      await new Promise<void>((resolve) => {
        socket.send(payload, () => resolve());
      });
    }
    expect(await code(client)).toBe(1006);
  }, 60_000);

  it('costs the server no memory that it keeps', async () => {
    const round = async () => {
      const client = await enter();
      for (let place = 0; place < 200; place += 1) client.subscribe(`{ x${place}_${'y'.repeat(500)} }`);
      client.subscribe('subscription {', {}, 'last');
      await (client as unknown as { feeds: Map<string, { end(): Promise<unknown> }> }).feeds.get('last')?.end();
      await client.close();
    };
    const rounds = async (times: number) => {
      for (let time = 0; time < times; time += 1) await round();
      clients.length = 0;
    };
    // What is made once and kept for all is no leak.
    await rounds(10);
    const before = heap();
    await rounds(40);
    expect(heap() - before).toBeLessThan(50 * 1024 * 1024);
  }, 120_000);
});

/** What is still held after what nobody holds was let go. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
