import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { arms } from '../../../src/features/worklist/all-arms.js';
import { subjects } from '../../../src/features/worklist/worklist.loaders.js';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { type Scene, scene } from '../../support/pledging.js';
import { World } from '../../support/world.js';
import { waitingFor } from './waiting.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values: unknown[] = []) => sql(on.urls.owner)(text, values);

/** One item for each of these asks, due in its turn. */
async function shortAsks(home: Scene, many: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < many; made += 1) {
    const { id } = await world.ask(home, {}, false);
    ids.push(id);
  }
  // Written at once: a founding mandate opens five, and a hundred times over is what a list is measured with.
  await owner(
    `UPDATE ask a SET state = 'OPEN', mandate_id = $2, ends_at = now() + interval '1 day' + t.turn * interval '1 minute'
       FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, turn) WHERE a.id = t.id`,
    [ids, home.mandateId],
  );
  return ids;
}

/** A campaign whose founding mandate a second person made an emergency one: it opens any number of asks. */
async function busy(): Promise<Scene & { second: Person }> {
  const home = await scene(world);
  const second = await world.affected(home.community);
  await world.done(second, 'cosignMandate', { mandateId: home.mandateId });
  return { ...home, second };
}

describe('the worklist', () => {
  it('comes most urgent first, page by page, each item once', async () => {
    const home = await busy();
    const ids = await shortAsks(home, 7);
    await world.done(await world.ally(home.community), 'offerHelp', {
      campaignId: home.campaignId,
      kind: 'HOST',
      text: 'A room',
      unit: 'rooms',
    });
    const PAGE = `query ($after: String) { viewer { worklist(first: 3, after: $after) { totalCount nodes { kind subjectId } pageInfo { hasNextPage endCursor } } } }`;
    const seen: Answer[] = [];
    for (let after: string | null = null; ; ) {
      const { viewer }: Answer = await on.query(home.steward, PAGE, { after });
      seen.push(...viewer.worklist.nodes);
      expect(viewer.worklist.totalCount).toBe(8);
      if (!viewer.worklist.pageInfo.hasNextPage) break;
      after = viewer.worklist.pageInfo.endCursor;
    }
    expect(seen.slice(0, 7).map(({ subjectId }) => subjectId)).toEqual(ids);
    expect(seen.map(({ kind }) => kind)).toEqual([...Array<string>(7).fill('ASK_SHORT'), 'OFFERS_TO_ANSWER']);
  });

  it('is of all one’s communities, or of the one that is asked for, and of the kinds that are', async () => {
    const [here, there] = [await busy(), await busy()];
    const { code } = await world.done(there.steward, 'inviteToCommunity', { communityId: there.community.id }, 'code');
    await world.done(here.second, 'acceptInvitation', { link: code, declinesStewardship: true });
    for (const { campaignId, community } of [here, there]) {
      const ally = await world.ally(community);
      await world.done(ally, 'offerHelp', { campaignId, kind: 'HOST', text: 'A room', unit: 'rooms' });
    }
    const of = async (asked = {}) =>
      new Set((await waitingFor(on, here.second, asked)).map(({ community }: Answer) => community.id));
    const both = new Set([here.community.id, there.community.id]);
    // The third person there makes it short of stewards as well.
    expect(await of()).toEqual(both);
    expect(await of({ communityId: there.community.id })).toEqual(new Set([there.community.id]));
    expect(await of({ communityId: here.community.id })).toEqual(new Set([here.community.id]));
    expect(await of({ kinds: ['OFFERS_TO_ANSWER'] })).toEqual(both);
    expect(await of({ kinds: ['ASK_SHORT'] })).toEqual(new Set());
    expect(await of({ kinds: [] })).toEqual(new Set());
  });

  it('is counted by kind, the most urgent kind first', async () => {
    const home = await busy();
    const counted = async (as: Person) =>
      (await on.query(as, '{ viewer { worklistCount { kind items count } } }')).viewer.worklistCount;
    expect(await counted(home.steward)).toEqual([]);
    const allies = [await world.ally(home.community), await world.ally(home.community)];
    for (const by of allies) await world.reported({ pledge: await world.pledge({ ask: home.ask, by }) });
    await shortAsks(home, 2);
    expect(await counted(home.steward)).toEqual([
      { kind: 'ASK_SHORT', items: 2, count: 2 },
      { kind: 'REPORTS_TO_ATTEST', items: 1, count: 2 },
    ]);
    expect(await counted(home.second)).toEqual([{ kind: 'REPORTS_TO_ATTEST', items: 1, count: 2 }]);
  });

  it('is said in the language of whoever reads it', async () => {
    const home = await busy();
    await shortAsks(home, 1);
    await world.done(home.steward, 'changePreferences', { language: 'es' });
    const [item] = await waitingFor(on, home.steward);
    expect(item?.text).toBe('A «Carry boxes» todavía le falta: 10 people.');
  });

  it('costs the same number of statements for five items and for fifty', async () => {
    const home = await busy();
    const listed = () => counting(() => waitingFor(on, home.steward));
    await shortAsks(home, 5);
    const few = await listed();
    await shortAsks(home, 45);
    const many = await listed();
    expect([few, many].map(({ result }) => result.length)).toEqual([5, 50]);
    expect(many.statements).toHaveLength(few.statements.length);
  });

  it('refuses a cursor of another question', async () => {
    const home = await busy();
    await shortAsks(home, 2);
    const { viewer } = await on.query(home.steward, '{ viewer { worklist(first: 1) { pageInfo { endCursor } } } }');
    const asked = { after: viewer.worklist.pageInfo.endCursor, kinds: ['ASK_SHORT'], first: 1 };
    await expect(waitingFor(on, home.steward, asked)).rejects.toThrow('BAD_REQUEST');
  });
});

describe('every kind', () => {
  const schema = () => on.app.get(GraphQLSchemaHost, { strict: false }).schema;

  it('names mutations that there are, and subjects that node finds', () => {
    const mutations = Object.keys(schema().getMutationType()?.getFields() ?? {});
    for (const { nextMutation, subject, columns } of arms) {
      const named = [
        nextMutation,
        ...[...(columns.nextMutation ?? '').matchAll(/'([a-z]\w+)'/g)].map(([, name]) => name),
      ];
      const meant = named.filter((one) => one != null && !/^(settled|organizer|steward|affected)$/.test(one));
      expect(mutations).toEqual(expect.arrayContaining(meant));
      if (subject !== null) expect(Object.keys(subjects)).toContain(subject);
    }
  });

  it('is a kind of its own', () => {
    const kinds = arms.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});
