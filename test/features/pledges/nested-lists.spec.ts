import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('nested_lists') });
  world = new World(on);
});
afterAll(() => on.close());

interface Node {
  id: string;
  asks: { nodes: { id: string; pledges: { totalCount: number; nodes: { id: string; pledger: unknown }[] } }[] };
}

const PLEDGES = 'pledges(first: 5) { totalCount nodes { id pledger { pseudonym } } }';
const ASKS = `asks(first: 20) { totalCount nodes { id ${PLEDGES} } }`;
const NESTED = `nodes { id ${ASKS} ${PLEDGES} demands { totalCount nodes { id } } mandates { totalCount nodes { id } }
  priorities { totalCount nodes { id asks(first: 5) { totalCount nodes { id } } } }`;
const OF_ALL = `query ($first: Int!) { campaigns(first: $first) { ${NESTED} } } }`;
const OF_COMMUNITY = `query ($handle: String!, $first: Int!) { community(handle: $handle) {
  members { totalCount } record { totalCount nodes { id } }
  campaigns(first: $first) { totalCount ${NESTED} reportsAwaiting { totalCount nodes { id } } } } } }`;
const OF_ONE = `query ($handle: String!) { campaign(handle: $handle) { id ${ASKS} } }`;

const pledgeIds = ({ asks }: Node) => asks.nodes.map(({ pledges }) => pledges.nodes.map(({ id }) => id));

interface Cast extends Founded {
  cosigner: Person;
  allies: Person[];
}

async function cast(): Promise<Cast> {
  const community = await world.community();
  return { ...community, cosigner: await world.affected(community), allies: [] };
}

/** A launched campaign with these many asks; two allies pledged to each of them, and the first reported it. */
async function grown(community: Cast, asks: number): Promise<Campaign> {
  const campaign = await world.campaign(community);
  // Allies come to a community that has a campaign to come to.
  while (community.allies.length < 2) community.allies.push(await world.ally(community));
  const priority = await world.priority(campaign);
  await world.mandate(priority, community);
  for (let index = 0; index < asks; index += 1) {
    const ask = await world.ask({ ...community, campaignId: campaign.id, priorityId: priority.id });
    const [pledge] = await Promise.all(community.allies.map((by) => world.pledge({ ask, by })));
    if (pledge) await world.reported({ pledge });
  }
  return campaign;
}

describe('lists within lists', () => {
  it('cost as many queries under six campaigns, and under six asks, as under two', async () => {
    const community = await cast();
    const { steward, handle } = community;
    const count = async (query: string, variables: object) => {
      const { result, statements } = await counting(() => on.query(steward, query, { ...variables }));
      return { result, cost: statements.length };
    };
    const small = await grown(community, 2);
    const other = await cast();
    await grown(other, 2);
    const two = await count(OF_ALL, { first: 2 });
    await grown(community, 2);
    const twoInCommunity = await count(OF_COMMUNITY, { handle, first: 2 });
    for (const one of [other, community, community]) await grown(one, 1);
    const large = await grown(community, 6);
    const six = await count(OF_ALL, { first: 6 });
    const fiveInCommunity = await count(OF_COMMUNITY, { handle, first: 6 });
    expect([two, six].map(({ result }) => result.campaigns.nodes.length)).toEqual([2, 6]);
    expect(six.cost).toBe(two.cost);
    expect([twoInCommunity, fiveInCommunity].map(({ result }) => result.community.campaigns.totalCount)).toEqual([
      2, 5,
    ]);
    expect(fiveInCommunity.cost).toBe(twoInCommunity.cost);

    // Read by resolvers when it comes first, and by a plan from then on.
    await count(OF_ONE, { handle: small.handle });
    const few = await count(OF_ONE, { handle: small.handle });
    const many = await count(OF_ONE, { handle: large.handle });
    expect(pledgeIds(few.result.campaign).map((ids) => ids.length)).toEqual([2, 2]);
    expect(pledgeIds(many.result.campaign).map((ids) => ids.length)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(many.cost).toBe(few.cost);
  }, 60_000);

  it('hold what the same list holds on its own', async () => {
    const of = await grown(await cast(), 3);
    const { campaign } = await on.query(of.steward, OF_ONE, { handle: of.handle });
    const alone = [];
    for (const { id } of (campaign as Node).asks.nodes) {
      const { ask } = await on.query(of.steward, `query ($id: ID!) { ask(id: $id) { id ${PLEDGES} } }`, { id });
      alone.push(ask);
    }
    expect(campaign.asks.nodes).toEqual(alone);
    expect(alone.map(({ pledges }) => pledges.totalCount)).toEqual([2, 2, 2]);
  });

  it('go on from a cursor under its own parent alone', async () => {
    const of = await grown(await cast(), 2);
    const page = `query ($handle: String!, $after: String) { campaign(handle: $handle) { asks { nodes { id
      pledges(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } } } } }`;
    const { campaign } = await on.query(of.steward, page, { handle: of.handle });
    const after = campaign.asks.nodes[0].pledges.pageInfo.endCursor;
    const { errors } = await on.send(of.steward, page, { handle: of.handle, after });
    expect(errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual(['BAD_REQUEST']);
  });
});
