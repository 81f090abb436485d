import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type As, type TestApp } from '../../support/client.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { cast, endMandateSilently, type Launched, launched } from './launched.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const LIST = `query ($first: Int!, $after: String, $filter: AskFilterInput, $orderBy: AskOrder) {
  asks(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { totalCount pageInfo { hasNextPage endCursor } nodes { title } } }`;

async function titles(
  as: As,
  of: Pick<Launched, 'campaignHandle'>,
  filter: object = {},
  more: object = {},
): Promise<string[]> {
  const { asks } = await on.query(as, LIST, {
    first: 50,
    filter: { campaignHandle: of.campaignHandle, ...filter },
    ...more,
  });
  expect(asks.totalCount).toBe(asks.nodes.length);
  return asks.nodes.map(({ title }: { title: string }) => title);
}

describe('a list of asks', () => {
  it('holds what the viewer may see, and counts no more', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    await world.ask(of, { title: 'Draft' }, false);
    await world.ask(of, { title: 'For allies', visibility: 'ALLIES' });
    await world.ask(of, { title: 'For all' });
    const gone = await world.ask(of, { title: 'Called off' });
    await world.done(of.steward, 'cancelAsk', { askId: gone.id, reason: 'Not needed.' });
    const seen = async (as: As) => (await titles(as, of)).toSorted();
    const [inside, members, everyone] = [
      ['Called off', 'Draft', 'For all', 'For allies'],
      ['Called off', 'For all', 'For allies'],
      ['For all'],
    ];
    expect(await seen(of.steward)).toEqual(inside);
    for (const who of ['affected', 'probation', 'allyOrganizer'] as const)
      expect([who, await seen(people[who])]).toEqual([who, inside]);
    for (const who of ['ally', 'pausedOrganizer'] as const)
      expect([who, await seen(people[who])]).toEqual([who, members]);
    for (const who of ['stranger', 'otherSteward'] as const)
      expect([who, await seen(people[who])]).toEqual([who, everyone]);
    expect(await seen(null)).toEqual(everyone);
  });

  it('shows of an unlisted campaign nothing to outsiders', async () => {
    const of = await launched(world, { visibility: 'UNLISTED' });
    await world.ask(of);
    expect(await titles(null, of)).toEqual([]);
    expect(await titles(of.steward, of)).toEqual(['Carry boxes']);
  });

  it('is found under its campaign and its priority', async () => {
    const of = await launched(world);
    await world.ask(of, { title: 'One' });
    await world.ask(of, { title: 'Draft' }, false);
    const query = `query ($handle: String!) { campaign(handle: $handle) { asks(filter: { states: [OPEN] }) { totalCount nodes { title priority { asks { totalCount nodes { title } } } } } } }`;
    const { campaign } = await on.query(null, query, { handle: of.campaignHandle });
    expect(campaign.asks).toEqual({
      totalCount: 1,
      nodes: [{ title: 'One', priority: { asks: { totalCount: 1, nodes: [{ title: 'One' }] } } }],
    });
    const inside = await on.query(of.steward, query, { handle: of.campaignHandle });
    expect(inside.campaign.asks.nodes[0].priority.asks.totalCount).toBe(2);
  });

  it('pages to its end in every order, each ask once', async () => {
    const of = await launched(world);
    for (const startsAt of [inDays(3), null, inDays(1), inDays(2), null])
      await world.ask(of, { title: `At ${startsAt?.slice(0, 10) ?? 'any time'}`, startsAt });
    for (const orderBy of ['OPENED', 'STARTS', 'CREATED']) {
      const found: string[] = [];
      let after: string | null = null;
      do {
        const { asks } = await on.query(null, LIST, {
          first: 2,
          after,
          orderBy,
          filter: { campaignHandle: of.campaignHandle },
        });
        found.push(...asks.nodes.map(({ title }: { title: string }) => title));
        after = asks.pageInfo.hasNextPage ? asks.pageInfo.endCursor : null;
      } while (after !== null);
      expect(found).toHaveLength(5);
      if (orderBy === 'STARTS') expect(found).toEqual([...found.slice(0, 3).toSorted(), 'At any time', 'At any time']);
    }
  });

  it('asks the database as often for 50 asks as for 5', async () => {
    const [few, many] = [await launched(world), await launched(world)];
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => `r-${index},heat that works,Box ${index},HOST,rooms,4`);
    for (const [of, count] of [
      [few, 5],
      [many, 50],
    ] as const) {
      await world.done(of.steward, 'importAsks', {
        campaignId: of.campaignId,
        csv: ['external_id,priority,title,kind,unit,quantity', ...rows(count)].join('\n'),
      });
    }
    const query = `query ($handle: String!) { campaign(handle: $handle) { asks(first: 50) { totalCount nodes { title state isFull placesLeft quantityLeft viewerCanPledge
      terms { version } campaign { handle } priority { statement } mandate { id } link } } } }`;
    const read = (of: Launched) => counting(() => on.query(of.steward, query, { handle: of.campaignHandle }));
    const [five, fifty] = [await read(few), await read(many)];
    expect([five.result.campaign.asks.nodes.length, fifty.result.campaign.asks.nodes.length]).toEqual([5, 50]);
    expect(fifty.statements).toHaveLength(five.statements.length);
  });
});

describe('filters', () => {
  it('narrow by kind, language, risk, state and time', async () => {
    const of = await launched(world);
    await world.ask(of, { title: 'Host', kind: 'HOST', language: 'es', startsAt: inDays(1), endsAt: inDays(2) });
    await world.ask(of, {
      title: 'Drive',
      kind: 'TRANSPORT',
      riskTier: 2,
      riskNotes: 'Police',
      startsAt: inDays(5),
      endsAt: inDays(6),
    });
    await world.ask(of, { title: 'Any time' });
    await world.ask(of, { title: 'Draft' }, false);
    const found = async (filter: object) => (await titles(of.steward, of, filter)).toSorted();
    expect(await found({ kinds: ['HOST', 'TRANSPORT'] })).toEqual(['Drive', 'Host']);
    expect(await found({ language: 'ES' })).toEqual(['Host']);
    expect(await found({ riskTierAtMost: 1 })).toEqual(['Any time', 'Draft', 'Host']);
    expect(await found({ states: ['DRAFT'] })).toEqual(['Draft']);
    expect(await found({ from: inDays(3), states: ['OPEN'] })).toEqual(['Any time', 'Drive']);
    expect(await found({ to: inDays(3), states: ['OPEN'] })).toEqual(['Any time', 'Host']);
    expect(await found({ from: inDays(3), to: inDays(4), states: ['OPEN'] })).toEqual(['Any time']);
  });

  it('find open places by fact: not full, not over, not paused by the clock', async () => {
    const of = await launched(world);
    const full = await world.ask(of, { title: 'Full', slots: 1 });
    await world.ask(of, { title: 'Free', slots: 2 });
    await world.pledge({ ask: full, by: await world.ally(of) });
    expect(await titles(null, of, { hasOpenPlaces: true })).toEqual(['Free']);
    expect(await titles(null, of, { hasOpenPlaces: false })).toEqual(['Full']);
    await endMandateSilently(on, of.mandateId);
    expect(await titles(null, of, { hasOpenPlaces: true })).toEqual([]);
    expect((await titles(null, of, { states: ['PAUSED'] })).toSorted()).toEqual(['Free', 'Full']);
  });

  it.each<[string, object, string]>([
    ['a text too long', { text: 'x'.repeat(201) }, 'BAD_REQUEST'],
    ['NUL', { text: 'a\0' }, 'BAD_REQUEST'],
    ['a risk tier that there is not', { riskTierAtMost: 9 }, 'BAD_REQUEST'],
  ])('refuse %s', async (_, filter, code) => {
    expect((await on.send(null, LIST, { first: 5, filter })).errors[0]?.extensions.code).toBe(code);
  });

  it('find nothing by what is hidden, such as the handle of an unlisted campaign', async () => {
    const of = await launched(world, { visibility: 'UNLISTED' });
    expect(await titles(null, of)).toEqual(await titles(null, { campaignHandle: 'no-such-campaign' }));
  });
});

describe('searching asks', () => {
  it('finds words in title, description, area and place, whatever their accents', async () => {
    const of = await launched(world);
    await world.ask(of, { title: 'Reparación de calefacción', language: 'es' });
    await world.ask(of, { title: 'Carry boxes', description: 'Up to the café' });
    await world.ask(of, { title: 'Bring soup', place: 'Łódź Street', area: 'Northside' });
    for (const [text, found] of [
      ['reparacion', ['Reparación de calefacción']],
      ['CALEFACCIÓN reparación', ['Reparación de calefacción']],
      ['cafe', ['Carry boxes']],
      ['café', ['Carry boxes']],
      ['lodz', ['Bring soup']],
      ['northside soup', ['Bring soup']],
      ['"carry boxes"', ['Carry boxes']],
      ['nothing of the kind', []],
      [`'); DROP TABLE ask; --`, []],
      ['% _ & | ! ( ) : *', []],
    ] as const) {
      expect([text, await titles(null, of, { text })]).toEqual([text, found]);
    }
  });

  it('finds no risky ask by a place that the searcher is not shown', async () => {
    const of = await launched(world);
    const ask = await world.ask(of, {
      title: 'Stand guard',
      place: 'Behind the bakery',
      riskTier: 2,
      riskNotes: 'Police',
    });
    const place = 'query ($id: ID!) { ask(id: $id) { place riskNotes } }';
    expect((await on.query(null, place, { id: ask.id })).ask).toEqual({ place: null, riskNotes: 'Police' });
    expect((await on.query(of.cosigner, place, { id: ask.id })).ask.place).toBe('Behind the bakery');
    expect(await titles(null, of, { text: 'bakery' })).toEqual([]);
    expect(await titles(of.cosigner, of, { text: 'bakery' })).toEqual(['Stand guard']);
    // Nor by leaving the word out.
    expect(await titles(null, of, { text: 'guard -bakery' })).toEqual(['Stand guard']);
    expect(await titles(null, of, { text: 'guard' })).toEqual(['Stand guard']);
  });
});

describe('what only some see of an ask', () => {
  it('tells outsiders neither exact places nor terms, and the link to insiders alone', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const ask = await world.ask(of, { slots: 3, externalId: 'row-1' });
    const query = 'query ($id: ID!) { ask(id: $id) { placesLeft quantityLeft externalId terms { version } } }';
    const closely = { placesLeft: 3, quantityLeft: 10, externalId: 'row-1', terms: { version: 1 } };
    const nothing = { placesLeft: null, quantityLeft: null, externalId: null, terms: null };
    for (const who of [null, people.stranger, people.otherSteward])
      expect((await on.query(who, query, { id: ask.id })).ask).toEqual(nothing);
    for (const who of [people.ally, people.affected, people.probation, of.steward])
      expect((await on.query(who, query, { id: ask.id })).ask).toEqual(closely);
    const link = async (as: As) => {
      const { data, errors } = await on.send(as, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id });
      return data.ask.link === null ? errors[0]?.extensions.code : 'shown';
    };
    expect(await link(null)).toBe('UNAUTHENTICATED');
    for (const who of ['stranger', 'ally', 'otherSteward'] as const)
      expect([who, await link(people[who])]).toEqual([who, 'FORBIDDEN']);
    for (const who of ['affected', 'probation', 'allyOrganizer'] as const)
      expect([who, await link(people[who])]).toEqual([who, 'shown']);
  });

  it('says who can pledge: members who are not paused, and to SPEAK asks affected people alone', async () => {
    const of = await launched(world);
    const people = await cast(world, of);
    const [ask, speak] = [await world.ask(of), await world.ask(of, { kind: 'SPEAK' })];
    const can = async (as: As, id: string) =>
      (await on.query(as, 'query ($id: ID!) { ask(id: $id) { viewerCanPledge } }', { id })).ask.viewerCanPledge;
    for (const [who, toAsk, toSpeak] of [
      ['stranger', false, false],
      ['otherSteward', false, false],
      ['ally', true, false],
      ['allyOrganizer', true, false],
      ['pausedOrganizer', false, false],
      ['affected', true, true],
      ['probation', true, true],
    ] as const) {
      expect([who, await can(people[who], ask.id), await can(people[who], speak.id)]).toEqual([who, toAsk, toSpeak]);
    }
  });
});
