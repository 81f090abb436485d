import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { World } from '../../support/world.js';
import { onProbation, proposedBy, ranked, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const ALL = ['PROPOSED', 'NAMED', 'RANKED', 'WITHDRAWN', 'MERGED'];
const LIST = `query ($handle: String!, $states: [PriorityState!]) { campaign(handle: $handle) {
  priorities(first: 50, states: $states) { totalCount nodes { id statement state withdrawnAt withdrawnBecause } } } }`;

/** One of each state, named by it; of what was withdrawn, one that was named before and one that was not. */
async function oneOfEach() {
  const scene = await staged(world);
  const { campaign, steward, second } = scene;
  const statements = ['PROPOSED', 'NAMED', 'RANKED', 'WITHDRAWN once named', 'WITHDRAWN never named', 'MERGED'];
  const made: Record<string, { id: string }> = {};
  for (const statement of statements) made[statement] = await proposedBy(world, campaign, second, { statement });
  const of = (statement: string) => made[statement] as { id: string };
  await world.mandate(of('NAMED'), { steward, cosigner: second });
  await world.mandate(of('WITHDRAWN once named'), { steward, cosigner: second });
  await ranked(on, of('RANKED').id);
  await world.done(steward, 'withdrawPriority', { priorityId: of('WITHDRAWN once named').id, reason: 'Mended.' });
  await world.done(second, 'withdrawPriority', { priorityId: of('WITHDRAWN never named').id });
  await world.done(steward, 'mergePriorities', { intoId: of('NAMED').id, fromIds: [of('MERGED').id] });
  return { ...scene, made };
}

describe('the priorities of a campaign', () => {
  it('are the live ones, and those in other states where they are asked for, each to whoever may see it', async () => {
    const { community, campaign, steward, made } = await oneOfEach();
    const newcomer = await world.affected(community);
    await onProbation(world, newcomer, community);
    const read = async (as: Person | null, states?: string[]) => {
      const { priorities } = (await on.query(as, LIST, { handle: campaign.handle, states })).campaign;
      expect(priorities.totalCount).toBe(priorities.nodes.length);
      return priorities.nodes.map((one: { statement: string }) => one.statement);
    };
    const everything = Object.keys(made).toSorted((one, other) => one.localeCompare(other));
    const named = ['NAMED', 'RANKED', 'WITHDRAWN once named'];
    const working = ['NAMED', 'PROPOSED', 'RANKED', 'WITHDRAWN once named'];
    const viewers: [string, Person | null, string[]][] = [
      ['steward', steward, everything],
      ['newcomer', newcomer, everything],
      ['allyOrganizer', await world.allyOrganizer(community), working],
      ['ally', await world.ally(community), named],
      ['stranger', await world.person(), named],
      ['foreignSteward', (await world.community()).steward, named],
      ['anonymous', null, named],
    ];
    for (const [role, person, expected] of viewers) {
      const all = (await read(person, ALL)).toSorted((one: string, other: string) => one.localeCompare(other));
      expect([role, all]).toEqual([role, expected]);
      const live = ['RANKED', 'PROPOSED', 'NAMED'].filter((one) => expected.includes(one));
      expect([role, await read(person)]).toEqual([role, live]);
      for (const state of ALL) {
        const some = (await read(person, [state])).toSorted((one: string, other: string) => one.localeCompare(other));
        expect([role, state, some]).toEqual([role, state, expected.filter((one) => one.startsWith(state))]);
      }
      // What may be looked at by its id is what is in the list.
      for (const [statement, { id }] of Object.entries(made)) {
        const { data, errors } = await on.send(person, 'query ($id: ID!) { node(id: $id) { id } }', { id });
        const isSeen = errors.length === 0 && data.node !== null;
        expect([role, statement, isSeen]).toEqual([role, statement, expected.includes(statement)]);
      }
    }
  });

  it('say to everybody who saw one that it was withdrawn, when and why', async () => {
    const { community, campaign } = await oneOfEach();
    for (const viewer of [null, await world.ally(community)]) {
      const { priorities } = (await on.query(viewer, LIST, { handle: campaign.handle, states: ['WITHDRAWN'] }))
        .campaign;
      expect(priorities.nodes).toMatchObject([
        { state: 'WITHDRAWN', withdrawnAt: expect.any(String), withdrawnBecause: 'Mended.' },
      ]);
    }
  });

  it('refuse a filter of no state, and of the same ones over and over', async () => {
    const { campaign, steward } = await staged(world);
    for (const states of [[], [...ALL, 'NAMED']]) {
      const { errors } = await on.send(steward, LIST, { handle: campaign.handle, states });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
    }
  });

  it('cost the same number of statements for five of them and for fifty, whatever is asked of each', async () => {
    const { campaign, steward } = await staged(world);
    const { id } = await proposedBy(world, campaign, steward);
    const add = (from: number, to: number) =>
      sql(on.urls.owner)(
        `INSERT INTO priority (community_id, id, campaign_id, statement, proposed_by, merged_at, merged_into, put_aside_as, put_aside_by)
         SELECT p.community_id, gen_random_uuid(), p.campaign_id, 'Need ' || n, p.proposed_by, now(), p.id, 'STEWARD', p.proposed_by
           FROM priority p, generate_series($2::int, $3::int) n WHERE p.id = $1`,
        [id, from, to],
      );
    const query = `query ($handle: String!) { campaign(handle: $handle) { priorities(first: 50, states: [PROPOSED, MERGED]) { totalCount nodes {
      mergedInto { id } mergedFrom(first: 1) { totalCount nodes { id } } viewerCanWithdraw viewerCanMerge viewerCanRestore viewerCanSetReviewDate viewerCanDiscuss } } } }`;
    const cost = async () =>
      (await counting(() => on.query(steward, query, { handle: campaign.handle }))).statements.length;
    await add(1, 4);
    const five = await cost();
    await add(5, 49);
    expect((await on.query(steward, query, { handle: campaign.handle })).campaign.priorities.totalCount).toBe(50);
    expect(await cost()).toBe(five);
  });
});
