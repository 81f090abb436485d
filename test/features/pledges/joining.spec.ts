import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { footprint, type Scene, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const FIELDS = 'pledge { id state shownAs onlyIf { others } shift { id } plan { when } } session { accessToken }';

async function byLink({ steward, ask }: Scene, as: As, input: Record<string, unknown>) {
  const seen = await on.query(steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id });
  return on.mutate(
    as,
    'joinAndPledge',
    {
      link: seen.ask.link,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
      briefVersion: 1,
      termsVersion: 1,
      acceptedRiskTier: 0,
      ...input,
    },
    FIELDS,
  );
}

describe('joining by a link and pledging', () => {
  it('chooses a shift, whose beginning is the plan, and says what to be called', async () => {
    const there = await scene(world);
    const startsAt = hours(48);
    const { shift } = await world.done(
      there.steward,
      'addAskShift',
      { askId: there.ask.id, startsAt, endsAt: hours(52), places: 2 },
      'shift { id }',
    );
    const without = await unchanged(on, () => byLink(there, null, {}));
    expect(without.userErrors).toMatchObject([{ code: 'SHIFT_REQUIRED', path: ['input', 'shiftId'] }]);
    const { pledge, userErrors } = await byLink(there, null, { shiftId: shift.id, shownAs: 'A neighbour' });
    expect(userErrors).toEqual([]);
    expect(pledge).toMatchObject({ state: 'ACTIVE', shownAs: 'A neighbour', shift: { id: shift.id } });
    expect(new Date(pledge.plan.when)).toEqual(new Date(startsAt));
  });

  it('waits for others, if that is the condition', async () => {
    const there = await scene(world);
    const { pledge } = await byLink(there, null, { onlyIf: { others: 2 } });
    expect(pledge).toMatchObject({ state: 'CONDITIONAL', onlyIf: { others: 2 } });
    expect((await footprint(on, there.ask)).tally).toMatchObject({ places_taken: 0, conditional_count: 1 });
  });
});

describe('what a pledger is called in a pledge', () => {
  it('is read by whoever may follow the pledge, and by nobody else', async () => {
    const there = await scene(world);
    const by = await world.ally(there.community);
    const { id } = await world.pledge({ ask: there.ask, by, shownAs: 'A neighbour' });
    const read = async (as: Person | null) =>
      (await on.send(as, 'query ($id: ID!) { pledge(id: $id) { shownAs pledger { pseudonym } } }', { id })).data
        ?.pledge;
    for (const as of [by, there.steward, await world.affected(there.community)]) {
      expect(await read(as)).toMatchObject({ shownAs: 'A neighbour' });
    }
    expect(await read(await world.ally(there.community))).toBeNull();
    expect((await read(null)) ?? null).toBeNull();
  });
});
