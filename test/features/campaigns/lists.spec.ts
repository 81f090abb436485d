import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { freshDatabase, sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ urls: await freshDatabase('campaign_lists') });
  world = new World(on);
});
afterAll(() => on.close());

/** Rows laid down as the owner: what is tested is reading them. */
async function manyCampaigns(community: Founded, count: number, state = 'LAUNCHED') {
  await sql(on.urls.owner)(
    `INSERT INTO campaign (community_id, id, handle, name, state, brief_version, launched_at, created_by)
     SELECT $1::uuid, gen_random_uuid(), 'c-' || left(gen_random_uuid()::text, 13), 'Campaign ' || n, $3::text, 1, now() - n * interval '1 hour', m.id
       FROM generate_series(1, $2) n, membership m WHERE m.community_id = $1 AND m.is_steward`,
    [community.id, count, state],
  );
}

const names = async (as: Person | null, args = ''): Promise<string[]> => {
  const { campaigns } = await on.query(as, `{ campaigns${args} { totalCount nodes { name } } }`);
  expect(campaigns.totalCount).toBeGreaterThanOrEqual(campaigns.nodes.length);
  return campaigns.nodes.map((node: { name: string }) => node.name);
};

describe('the list of campaigns', () => {
  it('shows outsiders public launched ones, and members their own communities’ besides', async () => {
    const community = await world.community();
    const named = (name: string, input = {}, launched = true) =>
      world.campaign(community, { name, ...input }, launched);
    await named('Zapata: agua');
    await named('Álamo: calefacción', { language: 'es', summary: 'Las calderas están rotas' });
    await named('Hidden', { visibility: 'UNLISTED' });
    await named('Draft', {}, false);
    const stopped = await named('Belén');
    await world.done(community.steward, 'stopCampaign', { campaignId: stopped.id, reason: 'Wait.' });
    const ally = await world.ally(community);
    const open = ['Belén', 'Álamo: calefacción', 'Zapata: agua'];
    for (const outsider of [null, await world.person(), (await world.community()).steward]) {
      expect(await names(outsider)).toEqual(open);
    }
    expect(await names(ally)).toEqual(['Belén', 'Hidden', 'Álamo: calefacción', 'Zapata: agua']);
    expect(await names(community.steward)).toEqual(['Belén', 'Hidden', 'Álamo: calefacción', 'Zapata: agua', 'Draft']);
    expect(await names(null, '(search: "alamo CALDERAS")')).toEqual(['Álamo: calefacción']);
    expect(await names(null, '(search: "hidden")')).toEqual([]);
    expect(await names(null, `(search: "' OR 1=1 & | ! :* (")`)).toEqual([]);
    expect(await names(null, '(language: "ES")')).toEqual(['Álamo: calefacción']);
    expect(await names(null, '(state: STOPPED)')).toEqual(['Belén']);
    expect(await names(null, '(state: DRAFT)')).toEqual([]);
    expect(await names(null, '(orderBy: NAME, state: LAUNCHED)')).toEqual(['Zapata: agua', 'Álamo: calefacción']);
    const own = await on.query(
      community.steward,
      'query ($handle: String!) { community(handle: $handle) { campaigns(orderBy: NAME, first: 2) { totalCount nodes { name } } } }',
      { handle: community.handle },
    );
    expect(own.community.campaigns).toMatchObject({ totalCount: 5, nodes: [{ name: 'Belén' }, { name: 'Draft' }] });
  });

  it('goes through all pages in both orders, drafts without a launch included, each row once', async () => {
    const community = await world.community();
    await manyCampaigns(community, 7);
    await manyCampaigns(community, 4, 'DRAFT');
    await sql(on.urls.owner)("UPDATE campaign SET launched_at = NULL WHERE community_id = $1 AND state = 'DRAFT'", [
      community.id,
    ]);
    for (const orderBy of ['LAUNCHED', 'NAME']) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const {
          campaigns,
        }: { campaigns: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } = (
          await on.query(
            community.steward,
            `query ($handle: String!, $after: String) { community(handle: $handle) { campaigns(first: 3, after: $after, orderBy: ${orderBy}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
            { handle: community.handle, after },
          )
        ).community;
        seen.push(...campaigns.nodes.map((node) => node.id));
        after = campaigns.pageInfo.hasNextPage ? campaigns.pageInfo.endCursor : null;
      } while (after);
      expect([seen.length, new Set(seen).size]).toEqual([11, 11]);
    }
  });

  it('refuses sizes, cursors and filters that are not its own', async () => {
    const codes = async (args: string) =>
      (await on.send(null, `{ campaigns(${args}) { nodes { id } } }`)).errors[0]?.extensions.code;
    expect(await codes('first: 0')).toBe('BAD_REQUEST');
    expect(await codes('first: 101')).toBeDefined();
    expect(await codes('after: "invented"')).toBe('BAD_REQUEST');
    expect(await codes(`search: "${'x'.repeat(201)}"`)).toBe('BAD_REQUEST');
    expect(await codes('orderBy: CREATED_BY')).toBe('BAD_REQUEST');
    expect(await codes('state: "DRAFT"')).toBe('BAD_REQUEST');
  });

  it('takes as many queries for fifty campaigns as for five', async () => {
    const community = await world.community();
    await manyCampaigns(community, 60);
    const read = async (first: number) => {
      const { result, statements } = await counting(() =>
        on.query(
          community.steward,
          `query ($handle: String!, $first: Int!) { community(handle: $handle) { campaigns(first: $first) { totalCount nodes { name brief { text } stopReason viewerCanStop community { handle } } } } }`,
          { handle: community.handle, first },
        ),
      );
      expect(result.community.campaigns.nodes).toHaveLength(first);
      return statements.length;
    };
    await read(5);
    expect(await read(50)).toBe(await read(5));
  });

  it('takes as many queries for fifty demands, priorities and mandates as for five', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const home = [community.id, campaign.id];
    const steward = `FROM generate_series(1, 60) n, membership m WHERE m.community_id = $1 AND m.is_steward`;
    const run = sql(on.urls.owner);
    await run(
      `INSERT INTO demand (community_id, id, campaign_id, title, decision_maker, set_by) SELECT $1, gen_random_uuid(), $2, 'Demand ' || n, 'Office', m.id ${steward}`,
      home,
    );
    await run(
      `INSERT INTO demand_response (community_id, id, demand_id, answered_on, text, state, noted_by)
       SELECT community_id, gen_random_uuid(), id, now(), 'No', 'REFUSED', set_by FROM demand WHERE campaign_id = $1`,
      [campaign.id],
    );
    await run(
      `INSERT INTO priority (community_id, id, campaign_id, statement, rank, proposed_by) SELECT $1, gen_random_uuid(), $2, 'Priority ' || n, CASE WHEN n < 5 THEN n END, m.id ${steward}`,
      home,
    );
    await run(
      `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, state, reason, starts_at, until, proposed_by)
       SELECT community_id, gen_random_uuid(), campaign_id, id, 'EMERGENCY', 'EMERGENCY', 'LIVE', 'Cold', now(), now() + interval '1 day', proposed_by FROM priority WHERE campaign_id = $1`,
      [campaign.id],
    );
    const lists = {
      demands: 'nodes { title responses { text } campaign { name } }',
      priorities:
        'nodes { statement rank proposedBy { pseudonym } liveMandate { state } campaign { name } viewerCanRevise viewerCanProposeMandate }',
      mandates:
        'nodes { state signedBy signatureCount signatures { signer { pseudonym } } priority { statement } viewerCanCosign }',
    };
    for (const [list, nodes] of Object.entries(lists)) {
      const read = async (first: number) => {
        const { result, statements } = await counting(() =>
          on.query(
            community.steward,
            `query ($handle: String!, $first: Int!) { campaign(handle: $handle) { ${list}(first: $first) { totalCount ${nodes} } } }`,
            { handle: campaign.handle, first },
          ),
        );
        expect(result.campaign[list].nodes).toHaveLength(first);
        expect(result.campaign[list].totalCount).toBe(60);
        return statements.length;
      };
      await read(5);
      expect([list, await read(50)]).toEqual([list, await read(5)]);
    }
    const { campaign: ranked } = await on.query(
      community.steward,
      'query ($handle: String!) { campaign(handle: $handle) { priorities(first: 6) { nodes { rank } } } }',
      { handle: campaign.handle },
    );
    expect(ranked.priorities.nodes.map((node: { rank: number | null }) => node.rank)).toEqual([1, 2, 3, 4, null, null]);
  });
});
