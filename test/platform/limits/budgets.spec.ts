import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';

/** Two processes on one database, with so little to spend that a test can spend it. */
const POINTS = { person: 2_200, key: 2_200, address: 2_200 };
let one: TestApp;
let other: TestApp;
let world: World;

beforeAll(async () => {
  const urls = await freshDatabase('budgets');
  const config = { rateLimits: POINTS, trustProxy: true };
  one = await startTestApp({ urls, config });
  other = await startTestApp({ urls, config });
  world = new World(await startTestApp({ urls, config: { rateLimits: { person: 0, key: 0, address: 0 } } }));
});
afterAll(() => Promise.all([one.close(), other.close(), world.on.close()]));

const CHEAP = '{ __typename }';
/** Ten for the request, and one for the next to nothing that it asks. */
const MOST_REQUESTS = POINTS.person / 11;

interface From {
  as?: As;
  address?: string;
  body?: object;
}

function send(on: TestApp, { as = null, address = '203.0.113.7', body = { query: CHEAP } }: From = {}) {
  const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
  call.set('x-forwarded-for', address);
  if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
  return call.send(body);
}

/** Sends to the apps in turn until each says that it is enough; how many were answered before. */
async function burst(apps: TestApp[], from: From): Promise<number> {
  const open = [...apps];
  for (let answered = 0; answered < MOST_REQUESTS * 3; ) {
    const on = open.shift();
    if (!on) return answered;
    if ((await send(on, from)).status === 429) continue;
    answered += 1;
    open.push(on);
  }
  throw new Error('Nobody ever said that it is enough.');
}

/** A process may give out a fiftieth of the budget that the other has not heard of. */
const OVERSHOOT = MOST_REQUESTS / 50;

describe('a person', () => {
  it('who spends everything is told when to come back, by status, header and error', async () => {
    const as = await world.person();
    expect(await burst([one], { as })).toBe(MOST_REQUESTS);
    const { status, headers, body } = await send(one, { as });
    expect(status).toBe(429);
    const wait = Number(headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(body.data ?? null).toBeNull();
    expect(body.errors).toEqual([
      {
        message: `Too many requests. Try again in ${body.errors[0].extensions.retryAfterSeconds} s.`,
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: wait },
      },
    ]);
  });

  it('has one budget at two processes, and together they give out two pieces more at most', async () => {
    const as = await world.person();
    const answered = await burst([one, other], { as });
    expect(answered).toBeGreaterThanOrEqual(MOST_REQUESTS - OVERSHOOT);
    expect(answered).toBeLessThanOrEqual(MOST_REQUESTS + 2 * OVERSHOOT);
  });

  it('pays for what a request asks, not for their number alone', async () => {
    const as = await world.person();
    const query = '{ asks(first: 100) { nodes { id title } } }';
    const answered = await burst([one], { as, body: { query } });
    expect(answered).toBeLessThan(MOST_REQUESTS / 10);
  });

  it('is let in while others spend all of theirs, from the same network too', async () => {
    const [greedy, calm] = [await world.person(), await world.person()];
    await burst([one, other], { as: greedy });
    await burst([one, other], {});
    expect((await send(one, { as: greedy })).status).toBe(429);
    expect((await send(one, {})).status).toBe(429);
    for (const on of [one, other]) expect((await send(on, { as: calm })).status).toBe(200);
    expect((await send(one, { address: '198.51.100.1' })).status).toBe(200);
  });

  it('spends by their apps what is theirs', async () => {
    const as = await world.person();
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { token } = await world.done(as, 'createAppToken', { name: 'An app', scopes: ['READ'], expiresAt }, 'token');
    await burst([one], { as: { authorization: `Bearer ${token}` } });
    expect((await send(one, { as })).status).toBe(429);
  });
});

describe('a key', () => {
  it('has a budget of its own, which is not its steward’s', async () => {
    const { id, steward } = await world.community();
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const make = async () => {
      const { key } = await world.done(
        steward,
        'createDashboardKey',
        { communityId: id, name: 'A wall', expiresAt },
        'key',
      );
      return { authorization: `Bearer ${key}` };
    };
    const [wall, hall] = [await make(), await make()];
    await burst([one, other], { as: wall });
    expect((await send(one, { as: wall })).status).toBe(429);
    expect((await send(one, { as: hall })).status).toBe(200);
    expect((await send(one, { as: steward })).status).toBe(200);
  });
});

describe('an address', () => {
  it.each([
    ['that nobody can read', { query: '{ {{{' }],
    ['that ask for what is not there', { query: '{ nothing }' }],
    ['that ask for too much', { query: `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: __typename`).join(' ')} }` }],
  ])('is stopped when it sends only requests %s', async (what, body) => {
    const address = `192.0.${what.length}.1`;
    const answered = await burst([one], { address, body });
    expect(answered).toBe(POINTS.address / 10);
    const { status, body: answer, headers } = await send(one, { address, body });
    expect(status).toBe(429);
    expect(headers['retry-after']).toBeTruthy();
    expect(answer.errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual([
      'RATE_LIMITED',
    ]);
  });

  it('is stopped when it guesses keys', async () => {
    const address = '192.0.99.1';
    const guess = (): As => ({ authorization: `Bearer key_${'A'.repeat(43)}` });
    expect(await burst([one], { address, as: guess() })).toBe(MOST_REQUESTS);
  });

  it('is told from others by its network, and kept as a digest that says nothing', async () => {
    const address = '192.0.77.5';
    await burst([one], { address });
    expect((await send(one, { address: '192.0.77.200' })).status).toBe(429);
    expect((await send(one, { address: '192.0.78.5' })).status).toBe(200);
    const rows = await sql(one.urls.owner)('SELECT key FROM app.rate_limit');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/192\.0/);
    for (const { key } of rows) expect(key).toMatch(/^[\w.]+:[A-Za-z0-9_-]{22}$|^\w+:/);
  });
});

describe('a request that asks little', () => {
  it('sends Postgres not one statement for its budget', async () => {
    const as: Person = await world.person();
    await send(world.on, { as });
    const { statements: unlimited } = await counting(() => send(world.on, { as }));
    const { statements: limited } = await counting(() => send(one, { as }));
    expect(limited.map((text) => text.slice(0, 40))).toEqual(unlimited.map((text) => text.slice(0, 40)));
  });
});
