import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

it('lists asks by the rank of their priority, unranked last, page by page', async () => {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const home = { steward: community.steward, campaignId: campaign.id };
  const ranks = [3, null, 1, 2];
  for (const [index, rank] of ranks.entries()) {
    const priority = await world.priority(campaign);
    // Ranks come from a counted round; what matters here is how they are read.
    await sql(on.urls.owner)('UPDATE priority SET rank = $2 WHERE id = $1', [priority.id, rank]);
    for (const part of ['a', 'b'])
      await world.ask({ ...home, priorityId: priority.id }, { title: `${rank ?? 'none'} ${index}${part}` }, false);
  }
  const PAGE =
    'query ($h: String!, $after: String) { campaign(handle: $h) { asks(first: 3, after: $after, orderBy: PRIORITY) { nodes { title } pageInfo { hasNextPage endCursor } } } }';
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { asks } = (await on.query(community.steward, PAGE, { h: campaign.handle, after })).campaign;
    seen.push(...asks.nodes.map((ask: { title: string }) => ask.title[0]));
    if (!asks.pageInfo.hasNextPage) break;
    after = asks.pageInfo.endCursor as string;
  }
  expect(seen).toEqual(['1', '1', '2', '2', '3', '3', 'n', 'n']);
});
