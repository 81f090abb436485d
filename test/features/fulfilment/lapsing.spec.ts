import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint } from '../../support/pledging.js';
import { clockOf, hoursLater, promised, promisedWeekly, stored } from '../../support/promises.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const checkIn = (as: As, pledgeId: string) =>
  on.mutate(as, 'checkIn', { pledgeId }, 'pledge { state lapsingSince lapsesAt checkedInAt viewerCanCheckIn }');
const report = (as: As, pledgeId: string) =>
  on.mutate(as, 'reportFulfilment', { pledgeId, quantity: 1 }, 'occurrence { state }');
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);
const tick = () => clockOf(on).tick();
const week = 7 * 24;

describe('a pledge to do something once', () => {
  it('is flagged after half of its grace, and lapses when the grace is over, giving its place on', async () => {
    const { pledge, ask, community } = await promised(world, {}, { slots: 1 });
    const next = await world.pledge({ ask, by: await world.ally(community) });
    await hoursLater(on, pledge, 48 + 35);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', isLapsing: false });
    await hoursLater(on, pledge, 2);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', isLapsing: true });
    await hoursLater(on, pledge, 35);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE' });
    await hoursLater(on, pledge, 2);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'LAPSED', gaveUpPlace: true });
    expect(await stored(on, next)).toMatchObject({ pledge: 'ACTIVE' });
    expect((await footprint(on, ask)).tally).toMatchObject({ lapsed_count: 1, places_taken: 1 });
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.made',
      'pledge.lapsing',
      'pledge.lapsed',
      'pledge.promoted',
    ]);
  });

  it('is saved by a report, and may be reported after it lapsed, without its place', async () => {
    const saved = await promised(world);
    await hoursLater(on, saved.pledge, 48 + 37);
    await tick();
    await report(saved.by, saved.pledge.id);
    await hoursLater(on, saved.pledge, 100);
    await tick();
    expect(await stored(on, saved.pledge)).toMatchObject({
      pledge: 'ACTIVE',
      isLapsing: false,
      occurrences: ['REPORTED'],
    });

    const late = await promised(world);
    await hoursLater(on, late.pledge, 48 + 37);
    await tick();
    // The time is over though the clock has not been round: that the report came is said, and the place is gone.
    await hoursLater(on, late.pledge, 37);
    expect((await report(late.by, late.pledge.id)).occurrence.state).toBe('REPORTED');
    expect(await stored(on, late.pledge)).toMatchObject({ pledge: 'LAPSED', gaveUpPlace: true });
    await world.done(late.steward, 'attestFulfilment', { items: [{ occurrenceId: late.pledge.occurrenceId }] });
    expect(await stored(on, late.pledge)).toMatchObject({ pledge: 'PARTLY_FULFILLED', gaveUpPlace: true });
  });

  it('has its grace anew when its report is sent back', async () => {
    const { pledge, by, steward } = await promised(world);
    await report(by, pledge.id);
    await hoursLater(on, pledge, 48 + 100);
    await world.done(steward, 'sendBackFulfilment', { occurrenceId: pledge.occurrenceId, feedback: 'Which gate?' });
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ isLapsing: false, occurrences: ['DUE'] });
    await hoursLater(on, pledge, 37);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ isLapsing: true });
  });

  it('is not checked in, but reported', async () => {
    const { pledge, by } = await promised(world);
    expect(codes(await unchanged(on, () => checkIn(by, pledge.id)))).toEqual(['WRONG_STATE']);
  });

  it.each([
    [
      'the campaign is stopped',
      `UPDATE campaign SET state = 'STOPPED', stopped_at = now() WHERE id = (SELECT campaign_id FROM ask WHERE id = $1)`,
    ],
    ['the ask is paused', `UPDATE ask SET state = 'PAUSED', paused_because = 'ORGANIZER' WHERE id = $1`],
    [
      'the mandate has ended',
      `UPDATE mandate SET until = now() - interval '1 minute' WHERE id = (SELECT mandate_id FROM ask WHERE id = $1)`,
    ],
  ])('does not lapse while %s', async (_what, halt) => {
    const { pledge, ask } = await promised(world);
    await sql(on.urls.owner)(halt, [ask.id]);
    await hoursLater(on, pledge, 48 + 200);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', isLapsing: false });
  });

  it('has the time of a pause added when the ask opens again', async () => {
    const { pledge, ask, steward } = await promised(world);
    await world.done(steward, 'pauseAsk', { askId: ask.id });
    await hoursLater(on, pledge, 48 + 100);
    await sql(on.urls.owner)("UPDATE ask SET paused_at = paused_at - interval '100 hours' WHERE id = $1", [ask.id]);
    await world.done(steward, 'openAsk', { askId: ask.id });
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', isLapsing: false });
  });
});

describe('a pledge that comes round', () => {
  it('is flagged when as many times in a row were missed as the ask allows, and lapses 72 hours later', async () => {
    const { pledge, ask, community } = await promisedWeekly(world);
    await clockOf(on).plan();
    await hoursLater(on, pledge, 48 + week + 71);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ isLapsing: false });
    await hoursLater(on, pledge, 2);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', isLapsing: true });
    await hoursLater(on, pledge, 73);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'LAPSED', gaveUpPlace: true });
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 0, lapsed_count: 1 });
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.lapsing', 'pledge.lapsed']);
  });

  it('goes on when its pledger says so, and is counted anew from then', async () => {
    const { pledge, by } = await promisedWeekly(world);
    await clockOf(on).plan();
    await hoursLater(on, pledge, 48 + week + 73);
    await tick();
    expect((await checkIn(by, pledge.id)).pledge).toMatchObject({
      state: 'ACTIVE',
      lapsingSince: null,
      viewerCanCheckIn: true,
    });
    await hoursLater(on, pledge, week);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', isLapsing: false });
    await hoursLater(on, pledge, week);
    await tick();
    expect(await stored(on, pledge)).toMatchObject({ isLapsing: true });
    await hoursLater(on, pledge, 73);
    expect(codes(await checkIn(by, pledge.id))).toEqual(['WRONG_STATE']);
  });

  it('is checked in by its pledger alone', async () => {
    const { pledge, steward, community } = await promisedWeekly(world);
    expect(await unchanged(on, () => on.refusal(steward, 'checkIn', { pledgeId: pledge.id }))).toBe('FORBIDDEN');
    const stranger = await world.ally(community);
    expect(await unchanged(on, () => on.refusal(stranger, 'checkIn', { pledgeId: pledge.id }))).toBe('NOT_FOUND');
  });
});

describe('clocks that go round at the same moment', () => {
  it('lapse a pledge once, and a report at the same moment is kept', async () => {
    const { pledge, by, community } = await promised(world);
    await hoursLater(on, pledge, 48 + 37);
    await tick();
    await hoursLater(on, pledge, 37);
    await Promise.all([clockOf(on).tick(), clockOf(on).tick(), report(by, pledge.id)]);
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'LAPSED', occurrences: ['REPORTED'] });
    const kinds = await deeds(on, community.id, 'pledge');
    expect(kinds.filter((kind) => kind === 'pledge.lapsed')).toHaveLength(1);
  });

  it('lay each time out once', async () => {
    const { pledge } = await promisedWeekly(world);
    await Promise.all([clockOf(on).plan(), clockOf(on).plan(), clockOf(on).plan()]);
    expect((await stored(on, pledge)).occurrences).toHaveLength(5);
    expect(await clockOf(on).plan()).toBe(0);
  });
});
