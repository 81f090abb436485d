import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const PLEDGE = 'pledge { id state waitingFor onlyIf { others } }';
const states = async (ask: { id: string }) => (await footprint(on, ask)).pledges.map(({ state }) => state);
const pledge = (by: Person, ask: { id: string }, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'makePledge', pledgeTo(ask, input), PLEDGE);
const withOthers = (others: number) => ({ onlyIf: { others } });
const set = (ask: { id: string }, assignments: string) =>
  sql(on.urls.owner)(`UPDATE ask SET ${assignments} WHERE id = $1`, [ask.id]);

describe('a pledge on condition that others come', () => {
  it('has no place until they do, and then has one for good', async () => {
    const { community, ask } = await scene(world, { slots: 5 });
    const [first, second, third] = [
      await world.ally(community),
      await world.ally(community),
      await world.ally(community),
    ];
    expect((await pledge(first, ask, withOthers(2))).pledge).toMatchObject({
      state: 'CONDITIONAL',
      waitingFor: 'OWN_CONDITION',
      onlyIf: { others: 2 },
    });
    const { id } = (await pledge(second, ask)).pledge;
    expect(await states(ask)).toEqual(['CONDITIONAL', 'ACTIVE']);
    await pledge(third, ask);
    expect(await states(ask)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    await on.mutate(second, 'stepBack', { pledgeId: id });
    expect(await states(ask)).toEqual(['ACTIVE', 'STEPPED_BACK', 'ACTIVE']);
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.made',
      'pledge.made',
      'pledge.activated',
      'pledge.stepped_back',
    ]);
  });

  it('is left without fault once the others are gone, however late', async () => {
    const { community, ask } = await scene(world);
    const [first, second] = [await world.ally(community), await world.ally(community)];
    const soon = { plan: { when: hours(3), firstStep: 'Call' } };
    const { id } = (await pledge(first, ask, { ...withOthers(1), ...soon })).pledge;
    const other = (await pledge(second, ask, soon)).pledge;
    expect(await states(ask)).toEqual(['ACTIVE', 'ACTIVE']);
    expect((await on.mutate(first, 'stepBack', { pledgeId: id })).userErrors[0]?.code).toBe('REASON_REQUIRED');
    await on.mutate(second, 'stepBack', { pledgeId: other.id, reason: 'Ill' });
    expect((await on.mutate(first, 'stepBack', { pledgeId: id })).userErrors).toEqual([]);
    expect(await states(ask)).toEqual(['STEPPED_BACK', 'STEPPED_BACK_LATE']);
  });

  it('starts together with others who wait for each other', async () => {
    const { community, ask } = await scene(world);
    for (const others of [2, 2, 1]) await pledge(await world.ally(community), ask, withOthers(others));
    expect(await states(ask)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 3, conditional_count: 0 });
  });

  it('is refused when the capacity of the ask makes its condition impossible', async () => {
    const { community, ask } = await scene(world, { slots: 3 });
    const by = await world.ally(community);
    expect(await unchanged(on, () => pledge(by, ask, withOthers(3)))).toMatchObject({
      pledge: null,
      userErrors: [{ code: 'CONDITION_IMPOSSIBLE', path: ['input', 'onlyIf', 'others'] }],
    });
    expect((await pledge(by, ask, withOthers(2))).pledge.state).toBe('CONDITIONAL');
  });

  it('never starts when its time is over, as the clock then writes down once', async () => {
    const { community, ask } = await scene(world);
    const by = await world.ally(community);
    await pledge(by, ask, { onlyIf: { others: 1, until: hours(1) } });
    await sql(on.urls.owner)(`UPDATE pledge SET condition_until = now() WHERE ask_id = $1`, [ask.id]);
    // Whoever comes later counts for nothing any more, whether or not the clock has been round.
    await pledge(await world.ally(community), ask);
    expect(await states(ask)).toEqual(['NEVER_STARTED', 'ACTIVE']);
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.made', 'pledge.never_started']);
  });
});

describe('an ask with a threshold', () => {
  it('keeps places until so much is pledged, and then starts once, all together', async () => {
    const { community, ask } = await scene(world, { slots: 4 });
    await set(ask, `threshold = 3, threshold_at = now() + interval '1 day'`);
    const allies = await Promise.all(Array.from({ length: 4 }, () => world.ally(community)));
    for (const by of allies.slice(0, 2)) {
      expect((await pledge(by, ask)).pledge).toMatchObject({ state: 'CONDITIONAL', waitingFor: 'THRESHOLD' });
    }
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 0, held_count: 2, conditional_count: 2 });
    await pledge(allies[2] as Person, ask);
    expect(await states(ask)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect((await pledge(allies[3] as Person, ask)).pledge.state).toBe('ACTIVE');
    expect(await deeds(on, community.id, 'ask')).toEqual(['ask.drafted', 'ask.opened', 'ask.threshold_met']);
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 4, held_count: 0, active_count: 4 });
  });

  it('that is not met in time never starts, and takes no more pledges', async () => {
    const { community, ask } = await scene(world);
    await set(ask, `threshold = 3, threshold_at = now() + interval '1 day'`);
    await pledge(await world.ally(community), ask);
    await set(ask, 'threshold_at = now()');
    const late = await world.ally(community);
    expect(await unchanged(on, () => pledge(late, ask))).toMatchObject({ userErrors: [{ code: 'ASK_NOT_OPEN' }] });
    await sql(on.urls.owner)('SELECT app.settle_ask(community_id, id) FROM ask WHERE id = $1', [ask.id]);
    expect(await states(ask)).toEqual(['NEVER_STARTED']);
    expect((await footprint(on, ask)).tally).toMatchObject({ held_count: 0, never_started_count: 1 });
  });
});

interface Waiting {
  need: number;
  quantity: number;
  shift: string | null;
}

const SHIFTS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

describe('the largest group whose conditions hold together', () => {
  const waiting = fc.record({
    need: fc.integer({ min: 1, max: 8 }),
    quantity: fc.integer({ min: 1, max: 4 }),
    shift: fc.constantFrom(null, ...SHIFTS),
  });
  const asks = fc.record({
    queue: fc.array(waiting, { minLength: 1, maxLength: 9 }),
    others: fc.nat(4),
    gap: fc.nat(14),
    places: fc.nat(9),
    rooms: fc.record({ first: fc.nat(4), second: fc.nat(4) }),
  });

  /** All subsets, in the plainest way: the most members, and of several the one whose members came first. */
  function bruteForce(queue: Waiting[], others: number, gap: number, places: number, rooms: Record<string, number>) {
    const turns = queue.map((_one, turn) => turn);
    let best: number[] = [];
    for (let mask = 1; mask < 1 << queue.length; mask += 1) {
      const group = turns.filter((turn) => mask & (1 << turn));
      const members = group.map((turn) => queue[turn] as Waiting);
      const fits =
        members.length <= places &&
        members.reduce((sum, { quantity }) => sum + quantity, 0) <= gap &&
        SHIFTS.every((shift) => members.filter((one) => one.shift === shift).length <= (rooms[shift] ?? 0));
      if (!fits || members.some(({ need }) => need > others + members.length - 1)) continue;
      const isFirst =
        group.length === best.length &&
        group.some((turn, at) => turn < (best[at] as number) && group.slice(0, at).every((t, i) => t === best[i]));
      if (group.length > best.length || isFirst) best = group;
    }
    return best;
  }

  it('is found as trying all of them finds it', async () => {
    const client = new pg.Client({ connectionString: on.urls.owner });
    await client.connect();
    await fc.assert(
      fc.asyncProperty(asks, async ({ queue, others, gap, places, rooms }) => {
        const room = { [SHIFTS[0] as string]: rooms.first, [SHIFTS[1] as string]: rooms.second };
        const ids = queue.map((_one, turn) => `00000000-0000-4000-9000-${String(turn).padStart(12, '0')}`);
        const { rows } = await client.query(
          'SELECT app.group_that_fits($1, $2, $3, $4, $5, $6, $7, $8)::text[] AS chosen',
          [
            ids,
            queue.map(({ need }) => need),
            queue.map(({ quantity }) => quantity),
            queue.map(({ shift }) => shift),
            others,
            gap,
            places,
            JSON.stringify(room),
          ],
        );
        const chosen = (rows[0].chosen as string[]).map((id) => ids.indexOf(id));
        expect(chosen).toEqual(bruteForce(queue, others, gap, places, room));
      }),
      { numRuns: 1500 },
    );
    await client.end();
  }, 120_000);
});
