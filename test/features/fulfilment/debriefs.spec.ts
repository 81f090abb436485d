import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { deeds } from '../../support/pledging.js';
import { clockOf, hoursLater, promised } from '../../support/promises.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const PLEDGE = 'pledge { viewerCanDebrief debriefs { side wentWell couldBeBetter isSkipped } }';
const give = (as: As, pledgeId: string, wentWell: string) =>
  on.mutate(as, 'giveDebrief', { pledgeId, wentWell }, PLEDGE);
const skip = (as: As, pledgeId: string) => on.mutate(as, 'skipDebrief', { pledgeId }, PLEDGE);
const read = async (as: As, id: string) =>
  (
    await on.query(
      as,
      `query ($id: ID!) { node(id: $id) { ... on Pledge { viewerCanDebrief debriefs { side wentWell isSkipped } } } }`,
      { id },
    )
  ).node;
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

async function fulfilled() {
  const there = await promised(world);
  await world.reported({ pledge: there.pledge, quantity: 3 });
  await world.done(there.steward, 'attestFulfilment', { items: [{ occurrenceId: there.pledge.occurrenceId }] });
  return there;
}

describe('looking back on a pledge', () => {
  it('is for both sides, and each reads the other’s once both have spoken', async () => {
    const { pledge, by, steward, community } = await fulfilled();
    const spoken = (await give(by, pledge.id, 'You waited for me')).pledge;
    expect(spoken).toMatchObject({
      viewerCanDebrief: false,
      debriefs: [{ side: 'PLEDGER', wentWell: 'You waited for me' }],
    });
    for (const as of [steward, await world.allyOrganizer(community)]) {
      expect((await read(as, pledge.id)).debriefs).toEqual([]);
    }
    expect((await give(steward, pledge.id, 'Twelve boxes')).pledge.debriefs).toEqual([
      { side: 'PLEDGER', wentWell: 'You waited for me', couldBeBetter: '', isSkipped: false },
      { side: 'COMMUNITY', wentWell: 'Twelve boxes', couldBeBetter: '', isSkipped: false },
    ]);
    expect((await read(by, pledge.id)).debriefs).toHaveLength(2);
    expect((await deeds(on, community.id, 'pledge')).slice(-2)).toEqual([
      'pledge.debrief_given',
      'pledge.debrief_given',
    ]);
  });

  it('is said once by each side, after it was done, and not for the community on one’s own work', async () => {
    const { pledge, by, steward, community, ask } = await fulfilled();
    await skip(by, pledge.id);
    expect(codes(await unchanged(on, () => give(by, pledge.id, 'After all')))).toEqual(['ALREADY_DONE']);
    const open = await world.pledge({ ask, by: steward, agreementVersion: null });
    expect(codes(await unchanged(on, () => give(steward, open.id, 'Too early')))).toEqual(['WRONG_STATE']);
    const stranger = await world.ally(community);
    expect(await unchanged(on, () => on.refusal(stranger, 'giveDebrief', { pledgeId: pledge.id, wentWell: 'x' }))).toBe(
      'NOT_FOUND',
    );
    const organizer = await world.allyOrganizer(community);
    expect(
      await unchanged(on, () => on.refusal(organizer, 'giveDebrief', { pledgeId: pledge.id, wentWell: 'x' })),
    ).toBe('FORBIDDEN');
  });

  it('is left out by itself after 7 days, on the record', async () => {
    const { pledge, by, steward, community } = await fulfilled();
    await give(by, pledge.id, 'You waited for me');
    await hoursLater(on, pledge, 6 * 24);
    await clockOf(on).tick();
    expect((await read(steward, pledge.id)).debriefs).toEqual([]);
    await hoursLater(on, pledge, 25);
    await Promise.all([clockOf(on).tick(), clockOf(on).tick()]);
    expect((await read(steward, pledge.id)).debriefs).toEqual([
      { side: 'PLEDGER', wentWell: 'You waited for me', isSkipped: false },
      { side: 'COMMUNITY', wentWell: null, isSkipped: true },
    ]);
    expect((await deeds(on, community.id, 'pledge')).filter((kind) => kind === 'pledge.debrief_skipped')).toHaveLength(
      1,
    );
  });
});
