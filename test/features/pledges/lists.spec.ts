import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { scene } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const PLEDGE = `id state plan { when } ask { id title } pledger { id pseudonym } termsAreCurrent waitlistPosition viewerCanStepBack viewerCanReport
  viewerCanAttest mandatePath { title } occurrences { id state reports { note } attestations { kind quantity } }`;
const OF_CAMPAIGN = `query ($id: ID!) { node(id: $id) { ... on Campaign { pledges(first: 50) { totalCount nodes { ${PLEDGE} } } } } }`;
const AWAITING = `query ($id: ID!) { node(id: $id) { ... on Campaign { reportsAwaiting(first: 50) { totalCount
  nodes { id viewerCanAttest reports { quantity note } attestations { kind } pledge { id pledger { pseudonym } ask { title } } } } } } }`;
const OF_ASK = `query ($id: ID!) { ask(id: $id) { pledges(first: 50) { totalCount nodes { ${PLEDGE} } } } }`;
const OWN = `{ viewer { pledges(first: 50) { totalCount nodes { ${PLEDGE} } } } }`;

async function cost(as: As, query: string, variables: Record<string, unknown>, rows: number): Promise<number> {
  const { result, statements } = await counting(() => on.query(as, query, variables));
  const answer = JSON.stringify(result);
  expect(answer).toContain(`"totalCount":${rows}`);
  return statements.length;
}

describe('lists of pledges', () => {
  it('cost as many queries for 50 pledges and reports as for 5', async () => {
    const { community, ask, campaignId, steward } = await scene(world, { slots: 45, quantityWanted: 100 });
    const organizer = await world.allyOrganizer(community);
    const grow = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        const pledge = await world.pledge({ ask, by: await world.ally(community) });
        if (pledge.state === 'ACTIVE') await world.reported({ pledge });
      }
    };
    const costs = async (pledges: number, reports: number) => [
      await cost(steward, OF_CAMPAIGN, { id: campaignId }, pledges),
      await cost(steward, OF_ASK, { id: ask.id }, pledges),
      await cost(organizer, OF_ASK, { id: ask.id }, pledges),
      await cost(steward, AWAITING, { id: campaignId }, reports),
    ];
    await grow(5);
    const few = await costs(5, 5);
    await grow(45);
    // Waiting pledges ask for their place in the queue, once for all of them.
    const many = await costs(50, 45);
    const extra = many.map((count, index) => count - (few[index] ?? 0));
    expect(extra.slice(0, 3).every((count) => count === (extra[0] ?? 0))).toBe(true);
    expect(extra[0]).toBeLessThanOrEqual(3);
    expect(extra[3]).toBe(0);
  }, 60_000);

  it('of one’s own cost as many queries for 30 pledges as for 5', async () => {
    const there = await scene(world);
    const second = await world.affected(there.community);
    await world.done(second, 'cosignMandate', { mandateId: there.mandateId });
    const by = await world.ally(there.community);
    await world.pledge({ ask: there.ask, by });
    const grow = async (count: number) => {
      for (let index = 0; index < count; index += 1) await world.pledge({ ask: await world.ask(there), by });
    };
    await grow(4);
    const few = await cost(by, OWN, {}, 5);
    await grow(25);
    expect(await cost(by, OWN, {}, 30)).toBe(few);
  }, 60_000);

  it('show each viewer the pledges that they may follow, and count no others', async () => {
    const { community, ask, campaignId, steward } = await scene(world);
    const [one, two] = [await world.ally(community), await world.ally(community)];
    const member = await world.affected(community);
    const organizer = await world.allyOrganizer(community);
    const mine = await world.pledge({ ask, by: one });
    const theirs = await world.pledge({ ask, by: two });
    const inner = await world.pledge({ ask, by: member, agreementVersion: null });
    const all = [inner.id, theirs.id, mine.id];
    const seen = async (as: As, query: string, id: string) => {
      const data = await on.query(as, query, { id });
      const { totalCount, nodes } = (data.node ?? data.ask).pledges;
      expect(totalCount).toBe(nodes.length);
      const ids: string[] = nodes.map((node: { id: string }) => node.id);
      for (const id of all) {
        const { pledge } = await on.query(as ?? one, 'query ($id: ID!) { pledge(id: $id) { id } }', { id });
        if (as) expect(pledge !== null).toBe(ids.includes(id));
      }
      return ids;
    };
    for (const [query, id] of [
      ['query ($id: ID!) { ask(id: $id) { pledges { totalCount nodes { id } } } }', ask.id],
      ['query ($id: ID!) { node(id: $id) { ... on Campaign { pledges { totalCount nodes { id } } } } }', campaignId],
    ] as const) {
      expect(await seen(null, query, id)).toEqual([]);
      expect(await seen(await world.person(), query, id)).toEqual([]);
      expect(await seen(one, query, id)).toEqual([mine.id]);
      expect(await seen(organizer, query, id)).toEqual([theirs.id, mine.id]);
      expect(await seen(member, query, id)).toEqual(all);
      expect(await seen(steward, query, id)).toEqual(all);
    }
  });

  it('filter by state, page by page', async () => {
    const { community, ask } = await scene(world, { slots: 2 });
    for (let index = 0; index < 5; index += 1) await world.pledge({ ask, by: await world.ally(community) });
    const page = `query ($id: ID!, $after: String) { ask(id: $id) { pledges(first: 2, after: $after, state: WAITLISTED) {
      totalCount nodes { turn state } pageInfo { hasNextPage endCursor } } } }`;
    const first = (await on.query(community.steward, page, { id: ask.id })).ask.pledges;
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ turn: 5 }, { turn: 4 }], pageInfo: { hasNextPage: true } });
    const next = (await on.query(community.steward, page, { id: ask.id, after: first.pageInfo.endCursor })).ask.pledges;
    expect(next).toMatchObject({ nodes: [{ turn: 3, state: 'WAITLISTED' }], pageInfo: { hasNextPage: false } });
    const all = 'query ($id: ID!, $after: String) { ask(id: $id) { pledges(after: $after) { nodes { id } } } }';
    const { errors } = await on.send(community.steward, all, { id: ask.id, after: first.pageInfo.endCursor });
    expect(errors[0]?.extensions.code).toBe('BAD_REQUEST');
  });
});
