import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../support/client.js';
import { sql } from '../support/database.js';
import { appToken, dashboardKey, type Made } from '../support/keys.js';
import { unchanged } from '../support/unchanged.js';
import { type Founded, World } from '../support/world.js';

let on: TestApp;
let world: World;
let community: Founded;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  community = await world.community();
});
afterAll(() => on.close());

const body = { query: '{ __typename }' };
const post = (address: string) =>
  request(on.app.getHttpServer()).post(address).set('content-type', 'application/json').send(body);
const get = (address: string) => request(on.app.getHttpServer()).get(address).set('apollo-require-preflight', '1');
const works = async ({ as }: Made): Promise<boolean> =>
  (await on.send(as, '{ askTemplates { key } }')).errors.length === 0;

const spellings: [name: string, address: (secret: string) => string][] = [
  ['as key=', (secret) => `/graphql?key=${secret}`],
  ['as access_token=', (secret) => `/graphql?access_token=${secret}`],
  ['behind a Bearer', (secret) => `/graphql?authorization=Bearer%20${secret}`],
  ['as the whole query', (secret) => `/graphql?${secret}`],
  ['as the name of something', (secret) => `/graphql?${secret}=1`],
  ['in the middle of something', (secret) => `/graphql?a=b&utm=x.${secret}.y&c=d`],
  ['with its letters escaped', (secret) => `/graphql?x=${secret.replace('_', '%5F').replace(/^./, '%6b')}`],
  ['beside what cannot be read', (secret) => `/graphql?x=%&y=${secret.replace('_', '%5f')}`],
  ['after a second question mark', (secret) => `/graphql??key=${secret}`],
];

describe('a dashboard key in an address', () => {
  it.each(spellings)('%s is refused and withdrawn at once', async (_, address) => {
    const key = await dashboardKey(world, community);
    const secret = key.secret.startsWith('key_') ? key.secret : '';
    const { status, body: answer, text } = await post(address(secret));
    expect(status).toBe(400);
    expect(answer.errors).toEqual([
      {
        message: expect.stringContaining('Never put a key or token into an address'),
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    expect(text).not.toContain(secret.slice(4));
    expect(await works(key)).toBe(false);
    const rows = await sql(on.urls.owner)('SELECT revoked_because FROM dashboard_key WHERE id = $1', [key.id]);
    expect(rows).toEqual([{ revoked_because: 'SEEN_IN_ADDRESS' }]);
  });

  it('is withdrawn by a GET, too, and by a request that says nothing else right', async () => {
    const [first, second, third] = [
      await dashboardKey(world, community),
      await dashboardKey(world, community),
      await dashboardKey(world, community),
    ];
    expect((await get(`/graphql?query=%7B__typename%7D&key=${first.secret}`)).status).toBe(400);
    expect((await request(on.app.getHttpServer()).get(`/graphql?key=${second.secret}`)).status).toBe(400);
    expect((await request(on.app.getHttpServer()).put(`/graphql?key=${third.secret}`).send('x')).status).toBe(400);
    expect([await works(first), await works(second), await works(third)]).toEqual([false, false, false]);
  });

  it('does not help whoever sends it as a header as well', async () => {
    const key = await dashboardKey(world, community);
    const { status } = await post(`/graphql?key=${key.secret}`).set('authorization', key.as.authorization);
    expect(status).toBe(400);
    expect(await works(key)).toBe(false);
  });

  it('is put on the record by the server, once, and shown to stewards with the reason', async () => {
    const of = await world.community();
    const key = await dashboardKey(world, of);
    await Promise.all([1, 2, 3].map(() => post(`/graphql?key=${key.secret}`)));
    const entries = await sql(on.urls.owner)(
      `SELECT actor_role, actor_id, details FROM record_entry WHERE subject_id = $1 AND kind = 'dashboard_key.revoked'`,
      [key.id],
    );
    expect(entries).toEqual([{ actor_role: 'SYSTEM', actor_id: null, details: { because: 'SEEN_IN_ADDRESS' } }]);
    const read = await on.query(
      of.steward,
      'query ($h: String!) { community(handle: $h) { record(first: 1) { nodes { text } } dashboardKeys { nodes { revokedBecause revokedAt } } } }',
      { h: of.handle },
    );
    expect(read.community.record.nodes).toEqual([
      { text: 'The key of a dashboard was sent in an address, so the server withdrew it.' },
    ]);
    expect(read.community.dashboardKeys.nodes).toEqual([
      { revokedBecause: 'SEEN_IN_ADDRESS', revokedAt: expect.any(String) },
    ]);
  });
});

describe('an app token in an address', () => {
  it('is refused and withdrawn at once, and its person sees why', async () => {
    const person = await world.person();
    const token = await appToken(world, person, 'READ');
    expect((await post(`/graphql?access_token=${token.secret}`)).status).toBe(400);
    expect(await works(token)).toBe(false);
    const { viewer } = await on.query(person, '{ viewer { appTokens { id revokedBecause } } }');
    expect(viewer.appTokens).toEqual([{ id: token.id, revokedBecause: 'SEEN_IN_ADDRESS' }]);
  });
});

describe('what only looks like a key in an address', () => {
  it('is answered in the same bytes, and changes nothing', async () => {
    const live = await post(`/graphql?key=${(await dashboardKey(world, community)).secret}`);
    await unchanged(on, async () => {
      for (const address of [
        `/graphql?key=key_${'A'.repeat(43)}`,
        '/graphql?key=something',
        '/graphql?api_key=1',
        '/graphql?a=1&token=abc',
        `/graphql?x=acc_${'B'.repeat(43)}`,
      ]) {
        const { status, text } = await post(address);
        expect([address, status, text]).toEqual([address, 400, live.text]);
      }
    });
  });

  it('does not keep honest questions out', async () => {
    const { status, body: answer } = await get('/graphql?query=%7B__typename%7D');
    expect([status, answer]).toEqual([200, { data: { __typename: 'Query' } }]);
    expect((await post('/graphql?utm_source=flyer&monkey=1')).status).toBe(200);
  });

  it('leaves a session alone that a person pasted there, and refuses the request', async () => {
    const person = await world.person();
    expect((await post(`/graphql?token=${person.accessToken}`)).status).toBe(400);
    expect((await on.query(person, '{ viewer { signInName } }')).viewer.signInName).toBe(person.signInName);
  });
});
