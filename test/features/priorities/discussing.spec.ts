import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { onProbation, outsiders, proposedBy, recordOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const REMARK =
  'remark { id text writtenAt isWithdrawn removedAt removedBecause author { pseudonym } viewerCanWithdraw viewerCanRemove }';
const READ = `query ($id: ID!, $orderBy: PriorityRemarkOrder, $first: Int, $after: String) { node(id: $id) { ... on Priority {
  viewerCanDiscuss discussion(orderBy: $orderBy, first: $first, after: $after) { totalCount pageInfo { endCursor } nodes { id text isWithdrawn removedBecause } } } } }`;

async function said(by: Person, priorityId: string, text: string): Promise<string> {
  return (await world.done(by, 'discussPriority', { priorityId, text }, 'remark { id }')).remark.id;
}

describe('discussing a priority', () => {
  it('is for everyone affected, newcomers included, and reads newest or oldest first', async () => {
    const { community, campaign, steward, second } = await staged(world);
    const newcomer = await world.affected(community, { pseudonym: 'Nueva' });
    await onProbation(world, newcomer, community);
    const { id } = await proposedBy(world, campaign, steward);
    const input = { priorityId: id, text: 'Whose flat first?\nThe top floor is coldest.' };
    const { remark } = await world.done(newcomer, 'discussPriority', input, REMARK);
    expect(remark).toEqual({
      id: expect.any(String),
      text: input.text,
      writtenAt: expect.any(String),
      isWithdrawn: false,
      removedAt: null,
      removedBecause: null,
      author: { pseudonym: 'Nueva' },
      viewerCanWithdraw: true,
      viewerCanRemove: false,
    });
    await said(second, id, 'Ours.');
    await said(steward, id, 'By lot?');
    const texts = async (orderBy?: string) =>
      (await on.query(second, READ, { id, orderBy })).node.discussion.nodes.map((one: { text: string }) => one.text);
    expect(await texts('OLDEST')).toEqual([input.text, 'Ours.', 'By lot?']);
    expect(await texts('NEWEST')).toEqual(['By lot?', 'Ours.', input.text]);
    const first = (await on.query(second, READ, { id, orderBy: 'OLDEST', first: 2 })).node.discussion;
    const after = first.pageInfo.endCursor;
    const rest = (await on.query(second, READ, { id, orderBy: 'OLDEST', first: 2, after })).node.discussion;
    expect([first.totalCount, rest.nodes.map((one: { text: string }) => one.text)]).toEqual([3, ['By lot?']]);
    // Too chatty for the record: who needs the past of a discussion reads it.
    expect((await recordOf(on, id)).map(({ kind }) => kind)).toEqual(['priority.proposed']);
  });

  it('is read by those affected and by allies who organize, and by nobody else', async () => {
    const { community, campaign, steward, second } = await staged(world);
    const priority = await proposedBy(world, campaign, steward);
    await world.mandate(priority, { steward, cosigner: second });
    await said(second, priority.id, 'Ours.');
    const readers: Record<string, [Person | null, number, boolean]> = {
      steward: [steward, 1, true],
      second: [second, 1, true],
      allyOrganizer: [await world.allyOrganizer(community), 1, false],
      ally: [await world.ally(community), 0, false],
      stranger: [await world.person(), 0, false],
      anonymous: [null, 0, false],
      foreignSteward: [(await world.community()).steward, 0, false],
    };
    for (const [role, [person, count, discusses]] of Object.entries(readers)) {
      const { node } = await on.query(person, READ, { id: priority.id });
      expect([role, node.discussion.totalCount, node.discussion.nodes.length, node.viewerCanDiscuss]).toEqual([
        role,
        count,
        count,
        discusses,
      ]);
    }
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { id: priorityId } = await proposedBy(world, scene.campaign, scene.steward);
    const people = Object.entries(await outsiders(world, scene));
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const input = { priorityId, text: 'I know better.' };
        expect([role, await on.refusal(person, 'discussPriority', input)]).toEqual([role, code]);
      }
    });
  });

  it('refuses texts that are empty, endless or hostile, and any when the campaign is over', async () => {
    const { campaign, steward } = await staged(world);
    const { id: priorityId } = await proposedBy(world, campaign, steward);
    const codes = await unchanged(on, async () => {
      const all = ['', 'x'.repeat(4001), 'a\u0000'].map((text) =>
        on.mutate(steward, 'discussPriority', { priorityId, text }),
      );
      return (await Promise.all(all)).map(({ userErrors }) => userErrors[0]?.code);
    });
    expect(codes).toEqual(['TOO_SHORT', 'TOO_LONG', 'INVALID']);
    await said(steward, priorityId, 'x'.repeat(4000));
    await world.done(steward, 'concludeCampaign', { campaignId: campaign.id, conclusion: 'We won.' });
    const late = await unchanged(on, () => on.mutate(steward, 'discussPriority', { priorityId, text: 'Late' }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
  });

  it('costs the same number of statements for five remarks and for fifty', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id } = await proposedBy(world, campaign, steward);
    await said(second, id, 'One');
    const add = (count: number) =>
      sql(on.urls.owner)(
        `INSERT INTO priority_remark (community_id, id, campaign_id, priority_id, text, written_by)
         SELECT community_id, gen_random_uuid(), campaign_id, priority_id, 'More', written_by FROM priority_remark, generate_series(1, $2) WHERE priority_id = $1 AND text = 'One'`,
        [id, count],
      );
    const query = `query ($id: ID!) { node(id: $id) { ... on Priority { discussion(first: 50) { totalCount
      nodes { text author { pseudonym } lead { id } priority { id } viewerCanRemove } } } } }`;
    const cost = async () => (await counting(() => on.query(steward, query, { id }))).statements.length;
    await add(4);
    const five = await cost();
    await add(45);
    expect((await on.query(steward, query, { id })).node.discussion.nodes).toHaveLength(50);
    expect(await cost()).toBe(five);
  });
});

describe('taking a remark back', () => {
  it('leaves its place without the words, for good', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id } = await proposedBy(world, campaign, steward);
    const remarkId = await said(second, id, 'I would rather not have said this.');
    const { remark } = await world.done(second, 'withdrawRemark', { remarkId }, REMARK);
    expect(remark).toMatchObject({ id: remarkId, text: null, isWithdrawn: true, viewerCanWithdraw: false });
    const { discussion } = (await on.query(steward, READ, { id })).node;
    expect(discussion).toMatchObject({ totalCount: 1, nodes: [{ id: remarkId, text: null, isWithdrawn: true }] });
    const rows = await sql(on.urls.owner)(`SELECT r::text AS line FROM priority_remark r WHERE priority_id = $1`, [id]);
    expect(JSON.stringify(rows)).not.toContain('rather not');
    for (const [as, field, input] of [
      [second, 'withdrawRemark', { remarkId }],
      [steward, 'removeRemark', { remarkId, reason: 'Too late' }],
    ] as [Person, string, Record<string, unknown>][]) {
      const again = await unchanged(on, () => on.mutate(as, field, input));
      expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'remarkId'] }]);
    }
  });

  it('is its author’s right alone', async () => {
    const scene = await staged(world);
    const { id } = await proposedBy(world, scene.campaign, scene.steward);
    const remarkId = await said(scene.second, id, 'Ours.');
    const third = await world.affected(scene.community);
    const people: [string, [Person | null, string]][] = [
      ...Object.entries(await outsiders(world, scene)),
      ['steward', [scene.steward, 'FORBIDDEN']],
      ['third', [third, 'FORBIDDEN']],
    ];
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        expect([role, await on.refusal(person, 'withdrawRemark', { remarkId })]).toEqual([role, code]);
      }
    });
  });
});

describe('taking a remark away', () => {
  it('is a steward’s right with a reason, which stands in its place and whose deed is on the record', async () => {
    const { campaign, steward, second } = await staged(world);
    const { id } = await proposedBy(world, campaign, steward);
    const remarkId = await said(second, id, 'Her name is no business of anybody’s.');
    const mute = await unchanged(on, () => on.mutate(steward, 'removeRemark', { remarkId, reason: ' ' }));
    expect(mute.userErrors).toMatchObject([{ code: 'TOO_SHORT', path: ['input', 'reason'] }]);
    const input = { remarkId, reason: 'It named someone.' };
    const { remark } = await world.done(steward, 'removeRemark', input, REMARK);
    expect(remark).toMatchObject({ text: null, removedAt: expect.any(String), removedBecause: 'It named someone.' });
    const entry = (await recordOf(on, id)).at(-1);
    expect(entry).toEqual({ kind: 'priority.remark_removed', role: 'STEWARD', details: { remarkId } });
    const { nodes } = (await on.query(second, READ, { id })).node.discussion;
    expect(nodes).toMatchObject([{ text: null, removedBecause: 'It named someone.' }]);
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { id } = await proposedBy(world, scene.campaign, scene.steward);
    const remarkId = await said(scene.steward, id, 'Ours.');
    const people: [string, [Person | null, string]][] = [
      ...Object.entries(await outsiders(world, scene)),
      ['second', [scene.second, 'FORBIDDEN']],
    ];
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        const input = { remarkId, reason: 'I disagree.' };
        expect([role, await on.refusal(person, 'removeRemark', input)]).toEqual([role, code]);
      }
    });
  });
});
