import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { footprint, scene } from '../../support/pledging.js';
import { clockOf, hoursLater, promisedWeekly, stored } from '../../support/promises.js';
import { unchanged } from '../../support/unchanged.js';
import { pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);
const times = (pledge: { id: string }) =>
  sql(on.urls.owner)<{ local: string }>(
    `SELECT to_char(o.due_at AT TIME ZONE coalesce(a.time_zone, g.time_zone), 'HH24:MI') AS local FROM occurrence o JOIN ask a ON a.id = o.ask_id
       JOIN campaign g ON g.id = a.campaign_id WHERE o.pledge_id = $1 ORDER BY o.due_at`,
    [pledge.id],
  );
const read = (as: As, id: string) =>
  on.query(
    as,
    'query ($id: ID!) { node(id: $id) { ... on Pledge { isRecurring until occurrences { state } ask { nextTimes(first: 3) } } } }',
    { id },
  );

describe('a pledge to an ask with a cadence', () => {
  it('has its first time as planned, and the others as far ahead as the clock lays out', async () => {
    const { pledge, by } = await promisedWeekly(world);
    expect((await read(by, pledge.id)).node).toMatchObject({
      isRecurring: true,
      until: null,
      occurrences: [{ state: 'DUE' }],
    });
    expect(await clockOf(on).plan()).toBe(4);
    expect((await stored(on, pledge)).occurrences).toHaveLength(5);
    expect(await clockOf(on).plan()).toBe(0);
    await hoursLater(on, pledge, 8 * 24);
    expect(await clockOf(on).plan()).toBe(1);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Pacific/Auckland'])(
    'keeps its time on the clock of %s for a year',
    async (zone) => {
      const { pledge, ask } = await promisedWeekly(world);
      await sql(on.urls.owner)('UPDATE ask SET time_zone = $2 WHERE id = $1', [ask.id, zone]);
      // As if the days went by: the plan begins earlier each time, and is laid out up to today and beyond.
      await sql(on.urls.owner)(
        `UPDATE pledge SET plan_when = plan_when - interval '364 days', planned_through = planned_through - interval '364 days' WHERE id = $1`,
        [pledge.id],
      );
      await clockOf(on).plan();
      await clockOf(on).plan();
      const all = await times(pledge);
      expect(all.length).toBeGreaterThan(52);
      expect(new Set(all.map(({ local }) => local)).size).toBe(1);
    },
  );

  it('ends with its own end, and is fulfilled by all its times, each for its quantity', async () => {
    const { pledge, steward, ask, by } = await promisedWeekly(world, { quantity: 2, until: days(10) });
    await clockOf(on).plan();
    expect((await stored(on, pledge)).occurrences).toEqual(['DUE', 'DUE']);
    expect((await footprint(on, ask)).tally).toMatchObject({ pledged_quantity: 2, places_taken: 1 });
    for (let time = 0; time < 2; time += 1) {
      await world.done(by, 'reportFulfilment', { pledgeId: pledge.id, quantity: 2 });
      await world.done(steward, 'attestReports', { askId: ask.id });
      expect((await stored(on, pledge)).pledge).toBe(time === 0 ? 'ACTIVE' : 'FULFILLED');
    }
  });

  it('is partly fulfilled when nobody came to one of its times', async () => {
    const { pledge, steward, ask } = await promisedWeekly(world, { until: days(10) });
    await clockOf(on).plan();
    await world.reported({ pledge });
    await world.done(steward, 'attestReports', { askId: ask.id });
    await hoursLater(on, pledge, 10 * 24);
    const [due] = await sql(on.urls.owner)("SELECT id FROM occurrence WHERE pledge_id = $1 AND state = 'DUE'", [
      pledge.id,
    ]);
    await world.done(steward, 'recordNoShow', { occurrenceId: due?.['id'], note: 'Nobody came' });
    expect(await stored(on, pledge)).toMatchObject({
      pledge: 'PARTLY_FULFILLED',
      occurrences: ['ATTESTED', 'NO_SHOW'],
    });
  });

  it('is kept up until a day only where the ask comes round, and from its first time on', async () => {
    const { ask, community } = await scene(world);
    const by = await world.ally(community);
    const make = (input: Record<string, unknown>) =>
      on.mutate(by, 'makePledge', pledgeTo(ask, input), 'pledge { until }');
    expect(codes(await unchanged(on, () => make({ until: days(9) })))).toEqual(['INVALID']);
    await sql(on.urls.owner)("UPDATE ask SET cadence = 'FREQ=WEEKLY' WHERE id = $1", [ask.id]);
    expect(codes(await unchanged(on, () => make({ until: days(1) })))).toEqual(['OUT_OF_RANGE']);
    expect((await make({ until: days(9) })).pledge.until).not.toBeNull();
  });

  it('has times that everyone reads ahead of pledging', async () => {
    const starts = days(3);
    const { ask, community } = await scene(world, { startsAt: starts });
    await sql(on.urls.owner)("UPDATE ask SET cadence = 'FREQ=WEEKLY' WHERE id = $1", [ask.id]);
    const { ask: seen } = await on.query(
      await world.ally(community),
      'query ($id: ID!) { ask(id: $id) { nextTimes(first: 2) } }',
      {
        id: ask.id,
      },
    );
    const week = 7 * 86_400_000;
    const weeks = seen.nextTimes.map((at: string) => Math.round((Date.parse(at) - Date.parse(starts)) / week + 0.01));
    expect(weeks).toEqual([0, 1]);
  });

  it('stops being laid out once it was given back', async () => {
    const { pledge, by } = await promisedWeekly(world);
    await world.done(by, 'stepBack', { pledgeId: pledge.id });
    await clockOf(on).plan();
    expect((await stored(on, pledge)).occurrences).toEqual(['DUE']);
  });
});
