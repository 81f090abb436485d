import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { aged, named, outsiders, proposedBy, ranked, recordOf, rowOf, staged } from './staged.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);

describe('restoring a priority', () => {
  it('brings back its words, its rank and its asks, and none of its mandates', async () => {
    const scene = await staged(world);
    const { steward } = scene;
    const { priority, mandate, ask } = await named(world, scene);
    await ranked(on, priority.id);
    const before = await rowOf(on, priority.id);
    await world.done(steward, 'withdrawPriority', { priorityId: priority.id, reason: 'Mended.' });
    const fields = 'priority { state rank withdrawnAt withdrawnBecause liveMandate { id } viewerCanRestore }';
    const restored = await world.done(steward, 'restorePriority', { priorityId: priority.id }, fields);
    expect(restored.priority).toEqual({
      state: 'RANKED',
      rank: 1,
      withdrawnAt: null,
      withdrawnBecause: null,
      liveMandate: null,
      viewerCanRestore: false,
    });
    expect(await rowOf(on, priority.id)).toEqual(before);
    expect(await owner('SELECT state FROM mandate WHERE id = $1', [mandate.id])).toEqual([{ state: 'ENDED' }]);
    expect(await owner('SELECT state, paused_because FROM ask WHERE id = $1', [ask.id])).toEqual([
      { state: 'PAUSED', paused_because: 'MANDATE_ENDED' },
    ]);
    const opening = await unchanged(on, () => on.mutate(steward, 'openAsk', { askId: ask.id }));
    expect(opening.userErrors).toMatchObject([{ code: 'MANDATE_MISSING' }]);
    expect((await recordOf(on, priority.id)).at(-1)).toMatchObject({
      kind: 'priority.restored',
      role: 'STEWARD',
      details: { as: 'STEWARD', was: 'WITHDRAWN' },
    });
  });

  it('is for who withdrew their own proposal, and for stewards, within fourteen days', async () => {
    const { community, campaign, steward, second } = await staged(world);
    const own = await proposedBy(world, campaign, second);
    await world.done(second, 'withdrawPriority', { priorityId: own.id });
    await world.done(second, 'restorePriority', { priorityId: own.id });
    await world.done(second, 'withdrawPriority', { priorityId: own.id });
    const third = await world.affected(community);
    expect(await unchanged(on, () => on.refusal(third, 'restorePriority', { priorityId: own.id }))).toBe('FORBIDDEN');
    await aged(on, own.id, 13);
    await world.done(steward, 'restorePriority', { priorityId: own.id });
    await world.done(steward, 'withdrawPriority', { priorityId: own.id, reason: 'Said elsewhere.' });
    // What a steward withdrew is not its proposer's to bring back.
    expect(await unchanged(on, () => on.refusal(second, 'restorePriority', { priorityId: own.id }))).toBe('FORBIDDEN');
    await aged(on, own.id, 14);
    const late = await unchanged(on, () => on.mutate(steward, 'restorePriority', { priorityId: own.id }));
    expect(late.userErrors).toMatchObject([{ code: 'WRONG_STATE', path: ['input', 'priorityId'] }]);
    const query = 'query ($id: ID!) { node(id: $id) { ... on Priority { viewerCanRestore } } }';
    expect((await on.query(steward, query, { id: own.id })).node).toEqual({ viewerCanRestore: false });
  });

  it('is refused while another priority has its words, and of one that is live', async () => {
    const { campaign, steward } = await staged(world);
    const first = await proposedBy(world, campaign, steward, { statement: 'Heat in winter' });
    await world.done(steward, 'withdrawPriority', { priorityId: first.id });
    const again = await proposedBy(world, campaign, steward, { statement: 'HEAT in winter' });
    const taken = await unchanged(on, () => on.mutate(steward, 'restorePriority', { priorityId: first.id }));
    expect(taken.userErrors).toMatchObject([{ code: 'PRIORITY_EXISTS', path: ['input', 'priorityId'] }]);
    const live = await unchanged(on, () => on.mutate(steward, 'restorePriority', { priorityId: again.id }));
    expect(live.userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    await world.done(steward, 'withdrawPriority', { priorityId: again.id });
    await world.done(steward, 'restorePriority', { priorityId: first.id });
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const scene = await staged(world);
    const { id: priorityId } = await proposedBy(world, scene.campaign, scene.second);
    await world.done(scene.second, 'withdrawPriority', { priorityId });
    const people = Object.entries(await outsiders(world, scene));
    await unchanged(on, async () => {
      for (const [role, [person, code]] of people) {
        expect([role, await on.refusal(person, 'restorePriority', { priorityId })]).toEqual([role, code]);
      }
    });
  });
});
