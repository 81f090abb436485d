import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import { DASHBOARD, LISTING } from '../../../../bench/documents.js';
import { type As, type Person, startTestApp, type TestApp } from '../../../support/client.js';
import { appToken, dashboardKey } from '../../../support/keys.js';
import { counting } from '../../../support/queries.js';
import { World } from '../../../support/world.js';
import { launched } from '../../../features/asks/launched.js';
import { ordinarily, planned, send } from './both-ways.js';
import { documentOf } from './documents.js';
import { type Lived, lived } from './lived.js';

let on: TestApp;
let world: World;
let of: Lived;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  of = await lived(on, world);
}, 120_000);
afterAll(() => on.close());

const dashboard = (handle = of.campaignHandle) => ({ query: DASHBOARD, variables: { handle } });

async function expectSameBothWays(as: As, sent: Parameters<typeof send>[2]): Promise<void> {
  expect(await planned(on, as, sent)).toEqual(await ordinarily(on, as, sent));
}

describe('what is answered by a plan', () => {
  it.each(['Dashboard', 'Listing'])('is of %s what resolvers answer, to the byte, whoever reads', async (name) => {
    const query = name === 'Dashboard' ? DASHBOARD : LISTING;
    const texts = new Set<string>();
    for (const as of Object.values(of.readers)) {
      const sent = { query, variables: { handle: of.campaignHandle } };
      const answer = await planned(on, as, sent);
      expect(answer).toEqual(await ordinarily(on, as, sent));
      texts.add(answer.text);
    }
    // Those who read do not all read the same: else this says nothing.
    expect(texts.size).toBeGreaterThan(3);
  });

  it.each<[string, string, number]>([
    ['nobody', DASHBOARD, 1],
    ['steward', DASHBOARD, 1],
    ['steward', LISTING, 1],
    ['ally', LISTING, 1],
    ['key', DASHBOARD, 2],
    ['app', DASHBOARD, 2],
  ])('takes %s as few statements as it can', async (reader, query, statements) => {
    const sent = { query, variables: { handle: of.campaignHandle } };
    const as = of.readers[reader] ?? null;
    await planned(on, as, sent);
    const counted = await counting(() => send(on, as, sent));
    expect(counted.statements).toHaveLength(statements);
    expect(counted.result.status).toBe(200);
  });

  it('is of any selection what resolvers answer', async () => {
    const { schema } = on.app.get(GraphQLSchemaHost, { strict: false });
    const readers = Object.values(of.readers);
    const roots = { campaign: `handle: "${of.campaignHandle}"`, ask: `id: "${of.askId}"` };
    let plans = 0;
    await fc.assert(
      fc.asyncProperty(documentOf(schema, roots), fc.constantFrom(...readers), async (query, as) => {
        const sent = { query, variables: { yes: true, no: false } };
        const { result, statements } = await counting(() => planned(on, as, sent));
        if (statements.some((text) => text.includes(' AS answer'))) plans += 1;
        expect(result).toEqual(await ordinarily(on, as, sent));
      }),
      { numRuns: 150 },
    );
    expect(plans).toBeGreaterThan(50);
  }, 120_000);

  it('is of every operation that is ready to run what resolvers answer', async () => {
    const folder = 'docs/operations';
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.graphql'))) {
      const query = readFileSync(`${folder}/${name}`, 'utf8');
      if (!/^\s*query/m.test(query)) continue;
      const variables = JSON.parse(readFileSync(`${folder}/${name.replace('.graphql', '.json')}`, 'utf8'));
      for (const as of [null, of.steward]) {
        const one = await planned(on, as, { query, variables });
        expect({ name, ...one }).toEqual({ name, ...(await ordinarily(on, as, { query, variables })) });
      }
    }
  }, 120_000);
});

describe('what a plan does not answer', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a variable of another kind', { variables: { handle: 7 } }],
    ['a variable that is missing', { variables: {} }],
    ['variables that are a list', { variables: ['x'] }],
    ['a variable with NUL', { variables: { handle: 'a\0b' } }],
    ['another operation name', { operationName: 'Other' }],
    ['its own operation name', { operationName: 'Dashboard' }],
    ['an operation name that is a number', { operationName: 7 }],
    ['extensions', { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
    ['a query that is null', { query: null }],
    ['a query that cannot be read', { query: '{ campaign' }],
    ['a field that is not there', { query: '{ campaign(handle: "x") { nothing } }' }],
    ['a handle that is not there', { variables: { handle: 'not-there' } }],
    ['too large a page', { query: '{ campaign(handle: "x") { asks(first: 101) { nodes { id } } } }' }],
    ['an order without its point', { query: '{ campaign(handle: "x") { asks(orderBy: NEAREST) { nodes { id } } } }' }],
    ['an id that is none', { query: '{ ask(id: "x") { id } }' }],
    ['an id as a number', { query: '{ ask(id: 7) { id } }' }],
    [
      'too high a cost',
      {
        query:
          '{ campaign(handle: "x") { asks(first: 100) { nodes { pledges(first: 100) { nodes { pledger { pseudonym } } } } } } }',
      },
    ],
    ['too many selections', { query: `{ campaign(handle: "x") { ${'id '.repeat(301)} } }` }],
  ])('is, with %s, what is answered the ordinary way', async (_what, change) => {
    for (const as of [null, of.steward]) await expectSameBothWays(as, { ...dashboard(), ...change });
  });

  it('is an id in capitals, which is the same id', async () => {
    const query = 'query ($id: ID!) { ask(id: $id) { id title } }';
    const sent = { query, variables: { id: of.askId.toUpperCase() } };
    await expectSameBothWays(null, sent);
    expect((await planned(on, null, sent)).text).toContain(of.askId);
  });

  it('is a token that is unknown, malformed, ended or withdrawn', async () => {
    const person = await world.affected(of);
    const key = await dashboardKey(world, of);
    const app = await appToken(world, of.steward, 'READ');
    for (const as of [person, key.as, app.as]) expect((await planned(on, as, dashboard())).status).toBe(200);
    await world.done(person, 'signOut', { everywhere: true });
    await world.done(of.steward, 'revokeDashboardKey', { dashboardKeyId: key.id });
    await world.done(of.steward, 'revokeAppToken', { appTokenId: app.id });
    const unknown = { authorization: `Bearer acc_${'x'.repeat(43)}` };
    for (const as of [person, key.as, app.as, unknown, { authorization: 'Bearer x' }, { authorization: 'Basic x' }]) {
      await expectSameBothWays(as, dashboard());
      expect(JSON.parse((await send(on, as, dashboard())).text).errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('is anything else that a client accepts', async () => {
    for (const accept of ['text/html', 'application/graphql-response+json', 'application/json;q=0.1, */*;q=0.2', '']) {
      const first = await send(on, null, dashboard(), accept);
      expect(await send(on, null, dashboard(), accept)).toEqual(first);
    }
  });

  it.each([
    '*/*',
    'application/json, text/plain, */*',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json, application/json;q=0.9',
  ])('has, for who accepts %s, the type that Apollo would choose', async (accept) => {
    const query = `${DASHBOARD} # ${accept}`;
    const fresh = await send(on, null, { ...dashboard(), query }, accept);
    await planned(on, null, dashboard());
    expect(await send(on, null, dashboard(), accept)).toEqual(fresh);
  });
});

describe('what is read by a plan', () => {
  it('is what was committed before, however many read the same', async () => {
    const query = 'query ($id: ID!) { ask(id: $id) { title } }';
    const ask = await world.ask(of);
    const sent = { query, variables: { id: ask.id } };
    await planned(on, null, sent);
    for (let version = 1; version <= 8; version += 1) {
      const crowd = Array.from({ length: 12 }, () => send(on, null, sent));
      const { ask: now } = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { version } }', { id: ask.id });
      await world.done(of.steward, 'reviseAsk', {
        askId: ask.id,
        expectedVersion: now.version,
        title: `Title ${version}`,
      });
      const after = await Promise.all(Array.from({ length: 12 }, () => send(on, null, sent)));
      expect(new Set(after.map(({ text }) => text))).toEqual(
        new Set([`{"data":{"ask":{"title":"Title ${version}"}}}\n`]),
      );
      await Promise.all(crowd);
    }
  });

  it('is nobody else’s, with fifty people of many communities at once', async () => {
    const homes = await Promise.all(Array.from({ length: 5 }, () => launched(world, { visibility: 'UNLISTED' })));
    const people: { home: number; as: Person }[] = [];
    for (const [home, one] of homes.entries()) {
      people.push({ home, as: one.steward }, { home, as: one.cosigner });
      for (let n = 0; n < 8; n += 1) people.push({ home, as: await world.affected(one) });
    }
    const requests = Array.from({ length: 600 }, (_, turn) => ({
      who: turn % (people.length + 1),
      home: (turn * 7) % 5,
    }));
    const answers = await Promise.all(
      requests.map(async ({ who, home }) => {
        const person = people[who];
        const { text } = await send(on, person?.as ?? null, dashboard(homes[home]?.campaignHandle));
        return { foreign: person?.home !== home, campaign: JSON.parse(text).data.campaign, home };
      }),
    );
    for (const { foreign, campaign, home } of answers) {
      if (foreign) expect(campaign).toBeNull();
      else expect(campaign.id).toBe(homes[home]?.campaignId);
    }
    expect(answers.filter(({ foreign }) => !foreign).length).toBeGreaterThan(50);
  }, 120_000);
});
