import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { persist } from '../../support/persist.js';
import { footprint, type Scene, scene } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp({ config: { poolSize: 10 } });
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const window = { startsAt: hours(1), endsAt: hours(100) };
const SHIFT = 'shift { id label startsAt endsAt places isOpen placesLeft }';
const add = (by: Person, ask: { id: string }, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'addAskShift', { askId: ask.id, startsAt: hours(48), endsAt: hours(52), ...input }, SHIFT);
const added = async ({ steward, ask }: Scene, input: Record<string, unknown> = {}): Promise<{ id: string }> =>
  (await world.done(steward, 'addAskShift', { askId: ask.id, startsAt: hours(48), endsAt: hours(52), ...input }, SHIFT))
    .shift;
const inShift = (shiftId: string) => ({ shiftId, plan: { when: hours(49), firstStep: 'Call' } });
const SHIFTS =
  'query ($id: ID!, $isOpen: Boolean) { ask(id: $id) { shifts(isOpen: $isOpen) { totalCount nodes { id isOpen placesLeft } } } }';

describe('a shift', () => {
  it('is added with places of its own, which members are told exactly and outsiders are not', async () => {
    const there = await scene(world, window);
    const { shift } = await add(there.steward, there.ask, { label: 'Morning', places: 2 });
    expect(shift).toMatchObject({ label: 'Morning', places: 2, isOpen: true, placesLeft: 2 });
    const ally = await world.ally(there.community);
    await world.pledge({ ask: there.ask, by: ally, ...inShift(shift.id) });
    const left = async (as: Person | null) =>
      (await on.query(as, SHIFTS, { id: there.ask.id })).ask.shifts.nodes.map(
        (one: { placesLeft: number | null }) => one.placesLeft,
      );
    expect(await left(ally)).toEqual([1]);
    expect(await left(null)).toEqual([null]);
    expect(await left(await world.person())).toEqual([null]);
  });

  it('lies within the time of its ask, ends after it begins, and there are 100 at most', async () => {
    const { steward, ask } = await scene(world, window);
    const faults: [Record<string, unknown>, string, string][] = [
      [{ startsAt: hours(52), endsAt: hours(50) }, 'OUT_OF_RANGE', 'endsAt'],
      [{ startsAt: hours(0.5) }, 'OUT_OF_RANGE', 'startsAt'],
      [{ endsAt: hours(101) }, 'OUT_OF_RANGE', 'endsAt'],
      [{ startsAt: hours(-3), endsAt: hours(-2) }, 'IN_THE_PAST', 'endsAt'],
      [{ places: 0 }, 'OUT_OF_RANGE', 'places'],
    ];
    for (const [input, code, field] of faults) {
      const payload = await unchanged(on, () => add(steward, ask, input));
      expect([input, payload.shift, payload.userErrors[0]?.code]).toEqual([input, null, code]);
      expect(payload.userErrors[0]?.path).toEqual(['input', field]);
    }
    await rows(
      `INSERT INTO ask_shift (community_id, id, ask_id, starts_at, ends_at)
       SELECT a.community_id, gen_random_uuid(), a.id, now() + interval '2 days', now() + interval '3 days' FROM ask a, generate_series(1, 100) WHERE a.id = $1`,
      ask.id,
    );
    expect((await unchanged(on, () => add(steward, ask))).userErrors).toMatchObject([{ code: 'TOO_MANY' }]);
  });

  it('is chosen by whoever pledges, and a full one is waited for while others have room', async () => {
    const there = await scene(world, window);
    const [early, late] = [await added(there, { places: 1 }), await added(there, { places: 1 })];
    const ally = () => world.ally(there.community);
    const by = await ally();
    const without = await unchanged(on, () => on.mutate(by, 'makePledge', pledgeTo(there.ask), 'pledge { id }'));
    expect(without.userErrors).toMatchObject([{ code: 'SHIFT_REQUIRED', path: ['input', 'shiftId'] }]);
    const first = await world.pledge({ ask: there.ask, by, ...inShift(early.id) });
    const second = await world.pledge({ ask: there.ask, by: await ally(), ...inShift(early.id) });
    const third = await world.pledge({ ask: there.ask, by: await ally(), ...inShift(late.id) });
    expect([first.state, second.state, third.state]).toEqual(['ACTIVE', 'WAITLISTED', 'ACTIVE']);
    await world.done(by, 'stepBack', { pledgeId: first.id });
    const states = (await footprint(on, there.ask)).pledges.map(({ state }) => state);
    expect(states).toEqual(['STEPPED_BACK', 'ACTIVE', 'ACTIVE']);
  });

  it('that is closed takes no more pledges, and keeps those made', async () => {
    const there = await scene(world, window);
    const shift = await added(there, { places: 3 });
    const ally = await world.ally(there.community);
    const pledge = await world.pledge({ ask: there.ask, by: ally, ...inShift(shift.id) });
    const { shift: closed } = await world.done(there.steward, 'closeAskShift', { shiftId: shift.id }, SHIFT);
    expect(closed).toMatchObject({ isOpen: false, placesLeft: 0 });
    expect((await footprint(on, there.ask)).pledges).toMatchObject([{ state: 'ACTIVE' }]);
    const late = await world.ally(there.community);
    const input = pledgeTo(there.ask, inShift(shift.id));
    expect((await unchanged(on, () => on.mutate(late, 'makePledge', input))).userErrors[0]?.code).toBe(
      'SHIFT_NOT_OPEN',
    );
    expect(
      (await unchanged(on, () => on.mutate(there.steward, 'closeAskShift', { shiftId: shift.id }))).userErrors[0]?.code,
    ).toBe('WRONG_STATE');
    // Its place is there already: someone else may take it over.
    const { code } = await world.done(ally, 'offerHandOver', { pledgeId: pledge.id }, 'code');
    const over = { code, plan: inShift(shift.id).plan, briefVersion: 1, termsVersion: 1, agreementVersion: 1 };
    const { pledge: taken } = await world.done(
      late,
      'acceptHandOver',
      { ...over, acceptedRiskTier: 0 },
      'pledge { state shift { id } }',
    );
    expect(taken).toEqual({ state: 'ACTIVE', shift: { id: shift.id } });
    const open = (isOpen: boolean) => on.query(late, SHIFTS, { id: there.ask.id, isOpen });
    expect((await open(true)).ask.shifts.totalCount).toBe(0);
    expect((await open(false)).ask.shifts.totalCount).toBe(1);
  });

  it('of an open ask is added and closed by organizers alone, of a draft added by whoever drafts', async () => {
    const there = await scene(world, window);
    const shift = await added(there);
    const member = await world.affected(there.community);
    const ally = await world.ally(there.community);
    const foreign = (await scene(world)).steward;
    await unchanged(on, async () => {
      for (const by of [member, ally, foreign]) {
        const input = { askId: there.ask.id, startsAt: hours(48), endsAt: hours(52) };
        expect(await on.refusal(by, 'addAskShift', input)).toBe('FORBIDDEN');
        expect(await on.refusal(by, 'closeAskShift', { shiftId: shift.id })).toBe('FORBIDDEN');
      }
    });
    const { campaignId, priorityId, steward } = there;
    const draft = await world.ask({ steward, campaignId, priorityId }, window, false);
    expect((await add(member, draft)).shift).toMatchObject({ isOpen: true });
  });

  it('has no more pledges than places, however many come at once', async () => {
    const there = await scene(world, { ...window, quantityWanted: 100 });
    const shift = await added(there, { places: 3 });
    const allies = await Promise.all(Array.from({ length: 12 }, () => world.ally(there.community)));
    const outcomes = await Promise.all(
      allies.map((by) => persist(on, by, 'makePledge', pledgeTo(there.ask, inShift(shift.id)))),
    );
    expect(new Set(outcomes)).toEqual(new Set(['DONE']));
    expect((await footprint(on, there.ask)).tally).toMatchObject({ active_count: 3, waitlisted_count: 9 });
    // Past the service too.
    const overfill = rows(
      "UPDATE pledge SET state = 'ACTIVE' WHERE ask_id = $1 AND state = 'WAITLISTED'",
      there.ask.id,
    );
    await expect(overfill).rejects.toThrow(/the shift has no place left/);
  });
});

describe('the shifts of asks', () => {
  it('cost the same number of queries, five or fifty', async () => {
    const count = async (number: number) => {
      const there = await scene(world, window);
      await rows(
        `INSERT INTO ask_shift (community_id, id, ask_id, starts_at, ends_at, places)
         SELECT a.community_id, gen_random_uuid(), a.id, now() + interval '2 days', now() + interval '3 days', 4 FROM ask a, generate_series(1, $2) WHERE a.id = $1`,
        there.ask.id,
        number,
      );
      const query = `query ($id: ID!) { ask(id: $id) { shifts(first: 50) { totalCount nodes { id placesLeft } } } }`;
      const { statements } = await counting(() => on.query(there.steward, query, { id: there.ask.id }));
      return statements.length;
    };
    expect(await count(50)).toBe(await count(5));
  });
});
