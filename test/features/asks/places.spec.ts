import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';
import { type Cast, cast, type Launched, launched } from './launched.js';

let on: TestApp;
let world: World;
let of: Launched;
let people: Cast;
let pledger: Person;
let waiting: Person;
let risky: { id: string };

const RISK = { riskTier: 2, riskNotes: 'Police have been there.' };
const WHERE = { place: 'Behind the bakery', area: 'Old town', position: { latitude: 52.48121, longitude: 13.43594 } };

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  of = await launched(world);
  people = await cast(world, of);
  risky = await world.ask(of, { title: 'Stand guard', slots: 1, ...WHERE, ...RISK });
  pledger = await world.ally(of);
  waiting = await world.ally(of);
  await world.pledge({ ask: risky, by: pledger, acceptedRiskTier: 2 });
  await world.pledge({ ask: risky, by: waiting, acceptedRiskTier: 2 });
});
afterAll(() => on.close());

const WHERE_FIELDS = 'place area position { latitude longitude isExact }';
const where = async (as: As, { id }: { id: string }) =>
  (await on.query(as, `query ($id: ID!) { ask(id: $id) { ${WHERE_FIELDS} } }`, { id })).ask;
const exact = { ...WHERE, position: { ...WHERE.position, isExact: true } };
const coarse = { place: null, area: 'Old town', position: { latitude: 52.5, longitude: 13.4, isExact: false } };

const near = async (as: As, latitude: number, longitude: number, kilometres: number, more: object = {}) => {
  const filter = { campaignHandle: of.campaignHandle, near: { latitude, longitude, kilometres }, ...more };
  const { asks } = await on.query(
    as,
    'query ($filter: AskFilterInput!) { asks(filter: $filter) { totalCount nodes { title } } }',
    { filter },
  );
  expect(asks.totalCount).toBe(asks.nodes.length);
  return asks.nodes.map(({ title }: { title: string }) => title) as string[];
};

describe('the place of a risky ask', () => {
  it('is told to those who run the work and to those who will come, and to nobody else', async () => {
    for (const who of ['allyOrganizer', 'affected', 'probation'] as const)
      expect([who, await where(people[who], risky)]).toEqual([who, exact]);
    expect(await where(pledger, risky)).toEqual(exact);
    for (const who of ['stranger', 'ally', 'pausedOrganizer', 'otherSteward'] as const)
      expect([who, await where(people[who], risky)]).toEqual([who, coarse]);
    for (const who of [null, waiting]) expect(await where(who, risky)).toEqual(coarse);
  });

  it('is told no longer to whoever stepped back', async () => {
    const ask = await world.ask(of, { ...WHERE, ...RISK });
    const ally = await world.ally(of);
    const pledge = await world.pledge({ ask, by: ally, acceptedRiskTier: 2 });
    expect(await where(ally, ask)).toEqual(exact);
    await world.done(ally, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
    expect(await where(ally, ask)).toEqual(coarse);
  });

  it('is told to everyone when it is no great risk to come', async () => {
    const ask = await world.ask(of, { ...WHERE, riskTier: 1, riskNotes: 'Cold.' });
    for (const who of [null, people.ally]) expect(await where(who, ask)).toEqual(exact);
  });

  it('is told to whoever holds the link only as far as they may know it otherwise', async () => {
    const { ask } = await on.query(of.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: risky.id });
    const query = `query ($link: String!) { askByLink(link: $link) { ask { ${WHERE_FIELDS} } } }`;
    const read = async (as: As) => (await on.query(as, query, { link: ask.link })).askByLink.ask;
    expect(await read(null)).toEqual(coarse);
    expect(await read(people.ally)).toEqual(coarse);
    expect(await read(pledger)).toEqual(exact);
  });

  it('is not in its terms either, not even in those from before it was risky', async () => {
    const ask = await world.ask(of, WHERE);
    const ally = await world.ally(of);
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 2, place: 'At the canal', ...RISK });
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 3, riskTier: 0 });
    const query = `query ($id: ID!) { ask(id: $id) { one: terms(version: 1) { ${WHERE_FIELDS} } two: terms(version: 2) { ${WHERE_FIELDS} }
      place termsChanges(from: 1, to: 2) { field before after } } }`;
    const seen = (await on.query(ally, query, { id: ask.id })).ask;
    expect(seen).toMatchObject({ one: exact, two: coarse, place: 'At the canal' });
    expect(seen.termsChanges).toContainEqual({ field: 'place', before: 'Behind the bakery', after: null });
    expect((await on.query(of.cosigner, query, { id: ask.id })).ask.two.place).toBe('At the canal');
    await world.done(of.steward, 'reviseAsk', { askId: ask.id, expectedVersion: 4, riskTier: 2 });
    expect((await on.query(ally, query, { id: ask.id })).ask).toMatchObject({ one: coarse, two: coarse, place: null });
  });
});

describe('searching by nearness', () => {
  it('finds what lies within the circle, nearest first, and online asks on request', async () => {
    const at = (longitude: number) => ({ position: { latitude: 0, longitude } });
    await world.ask(of, { title: 'Here', ...at(0.001) });
    await world.ask(of, { title: 'Ten away', ...at(0.09) });
    await world.ask(of, { title: 'Two hundred away', ...at(1.8) });
    await world.ask(of, { title: 'Anywhere', isOnline: true });
    expect(await near(null, 0, 0, 12)).toEqual(['Here', 'Ten away']);
    expect(await near(null, 0, 0, 9)).toEqual(['Here']);
    expect(await near(null, 0, 0.08, 300)).toEqual(['Ten away', 'Here', 'Two hundred away']);
    const withOnline = { near: { latitude: 0, longitude: 0, kilometres: 12, includeOnline: true } };
    expect(await near(null, 0, 0, 12, withOnline)).toEqual(['Here', 'Ten away', 'Anywhere']);
  });

  it('finds what lies across the date line and near the poles', async () => {
    await world.ask(of, { title: 'Across', position: { latitude: -17, longitude: -179.99 } });
    await world.ask(of, { title: 'Up north', position: { latitude: 89.9, longitude: 90 } });
    expect(await near(null, -17, 179.99, 10)).toEqual(['Across']);
    expect(await near(null, 89.9, -90, 30)).toEqual(['Up north']);
    expect(await near(null, 89.9, -90, 20)).toEqual([]);
  });

  it('pages through the circle without a gap', async () => {
    const query = `query ($filter: AskFilterInput!, $after: String) { asks(first: 2, after: $after, filter: $filter) {
      nodes { title } pageInfo { hasNextPage endCursor } } }`;
    const filter = {
      campaignHandle: of.campaignHandle,
      near: { latitude: 0, longitude: 0, kilometres: 300, includeOnline: true },
    };
    const whole = await near(null, 0, 0, 300, { near: filter.near });
    const found: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { asks } = await on.query(null, query, { filter, after });
      found.push(...asks.nodes.map(({ title }: { title: string }) => title));
      ({ hasNextPage: more, endCursor: after } = asks.pageInfo);
    }
    expect(whole.length).toBeGreaterThan(2);
    expect(found).toEqual(whole);
  });

  it('tells nobody more of a hidden place than the map does', async () => {
    const { latitude, longitude } = WHERE.position;
    expect(await near(people.affected, latitude, longitude, 1, { text: 'guard' })).toEqual(['Stand guard']);
    expect(await near(people.ally, latitude, longitude, 1, { text: 'guard' })).toEqual([]);
    for (const who of [null, people.ally, waiting])
      expect(await near(who, 52.5, 13.4, 1, { text: 'guard' })).toEqual(['Stand guard']);
    expect(await near(people.affected, 52.5, 13.4, 1, { text: 'guard' })).toEqual([]);
  });

  it('is refused as an order without a point', async () => {
    const { errors } = await on.send(null, '{ asks(orderBy: NEAREST) { nodes { id } } }');
    expect(errors[0]?.extensions.code).toBe('BAD_REQUEST');
  });
});

describe('further filters', () => {
  it('narrow by effort, access, capacities and being online', async () => {
    const here = await launched(world);
    const only = { text: undefined };
    await world.ask(here, { title: 'Short', effortMinutes: 30, accessFeatures: ['STEP_FREE', 'CHILDCARE'], ...only });
    await world.ask(here, { title: 'Long', effortMinutes: 300, accessFeatures: ['STEP_FREE'], capacities: ['SPACE'] });
    await world.ask(here, { title: 'Unsaid', isOnline: true, capacities: ['TIME', 'FUNDS'] });
    const found = async (filter: object) => {
      const { asks } = await on.query(
        null,
        'query ($filter: AskFilterInput!) { asks(filter: $filter) { nodes { title } } }',
        { filter: { campaignHandle: here.campaignHandle, ...filter } },
      );
      return asks.nodes.map(({ title }: { title: string }) => title).toSorted();
    };
    expect(await found({ effortMinutesAtMost: 60 })).toEqual(['Short']);
    expect(await found({ effortMinutesAtMost: 300 })).toEqual(['Long', 'Short']);
    expect(await found({ accessFeatures: ['STEP_FREE'] })).toEqual(['Long', 'Short']);
    expect(await found({ accessFeatures: ['CHILDCARE', 'STEP_FREE'] })).toEqual(['Short']);
    expect(await found({ capacities: ['SPACE', 'TIME'] })).toEqual(['Long', 'Unsaid']);
    expect(await found({ isOnline: true })).toEqual(['Unsaid']);
    expect(await found({ isOnline: false })).toEqual(['Long', 'Short']);
  });
});

it('counts kilometres as the earth is round', async () => {
  const [row] = await sql(on.urls.owner)(
    'SELECT app.kilometres(52.52, 13.405, 48.8566, 2.3522) AS paris, app.kilometres(0, 0, 0, 180) AS across, app.kilometres(1, 1, 1, 1) AS here',
  );
  expect(row?.['paris']).toBeCloseTo(877.5, 0);
  expect(row?.['across']).toBeCloseTo(6371 * Math.PI, 3);
  expect(row?.['here']).toBe(0);
});
