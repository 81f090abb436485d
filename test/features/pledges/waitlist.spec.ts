import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PledgeClock } from '../../../src/features/pledges/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { Clocks } from '../../../src/platform/jobs/clocks.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, recount, scene } from '../../support/pledging.js';
import { unchanged } from '../../support/unchanged.js';
import { type Pledged, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let clock: PledgeClock;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  clock = new PledgeClock(on.app.get(Database, { strict: false }), new Clocks(on.urls));
});
afterAll(() => on.close());

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const SEEN = 'state offeredUntil waitlistPosition partOnOffer quantity';
const see = async ({ id, by }: Pledged) =>
  (await on.query(by, `query ($id: ID!) { pledge(id: $id) { ${SEEN} } }`, { id })).pledge;
const accept = (by: Person, pledgeId: string, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'acceptPlace', { pledgeId, ...input }, `pledge { ${SEEN} }`);
const passed = (pledge: Pledged) => rows('UPDATE pledge SET offered_until = now() WHERE id = $1', pledge.id);

/** One place, taken, and others that wait for it; all of it due within the notice period unless said otherwise. */
async function queue(waiting: number, { due = 5, ...askInput }: Record<string, unknown> & { due?: number } = {}) {
  const there = await scene(world, { slots: 1, ...askInput });
  const make = async (input = {}) =>
    world.pledge({
      ask: there.ask,
      by: await world.ally(there.community),
      plan: { when: hours(due), firstStep: 'Call' },
      ...input,
    });
  const holder = await make();
  const queued: Pledged[] = [];
  for (let index = 0; index < waiting; index += 1) queued.push(await make());
  const free = () => world.done(holder.by, 'stepBack', { pledgeId: holder.id, reason: 'Ill' });
  return { ...there, make, holder, queued: queued as [Pledged, Pledged, ...Pledged[]], free };
}

describe('a place that frees at short notice', () => {
  it('is offered for 12 hours, and is taken by accepting it', async () => {
    const { ask, queued, free, community } = await queue(2);
    await free();
    const [first, second] = queued;
    const offered = await see(first);
    expect(offered).toMatchObject({ state: 'WAITLISTED', waitlistPosition: null });
    const left = (new Date(offered.offeredUntil).getTime() - Date.now()) / 3_600_000;
    expect(left).toBeGreaterThan(11.9);
    expect(left).toBeLessThan(12.1);
    expect(await see(second)).toMatchObject({ offeredUntil: null, waitlistPosition: 1 });
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 0, held_count: 1 });
    // Kept for the one, it is nobody else's meanwhile.
    const newcomer = await world.pledge({ ask, by: await world.ally(community) });
    expect(newcomer.state).toBe('WAITLISTED');
    expect(await unchanged(on, () => accept(second.by, second.id))).toMatchObject({
      pledge: null,
      userErrors: [{ code: 'WRONG_STATE', path: ['input', 'pledgeId'] }],
    });
    expect((await accept(first.by, first.id)).pledge).toMatchObject({ state: 'ACTIVE', offeredUntil: null });
    expect((await deeds(on, community.id, 'pledge')).slice(-4)).toEqual([
      'pledge.stepped_back',
      'pledge.place_offered',
      'pledge.made',
      'pledge.place_accepted',
    ]);
  });

  it('goes to the next when it is let pass, and comes back to nobody who was asked', async () => {
    const { ask, queued, free } = await queue(2);
    const [first, second] = queued;
    await free();
    await passed(first);
    expect((await see(first)).offeredUntil).toBeNull();
    await clock.settle();
    expect(await see(first)).toMatchObject({ state: 'WAITLISTED', offeredUntil: null, waitlistPosition: 1 });
    expect((await see(second)).offeredUntil).not.toBeNull();
    await passed(second);
    await clock.settle();
    await clock.settle();
    const { tally } = await footprint(on, ask);
    expect(tally).toMatchObject({ places_taken: 0, held_count: 0, waitlisted_count: 2 });
  });

  it('is still there for whoever let it pass, as long as it is free', async () => {
    const { queued, free, make } = await queue(2);
    const [first, second] = queued;
    await free();
    for (const one of queued) {
      await passed(one);
      await clock.settle();
    }
    expect((await accept(first.by, first.id)).pledge.state).toBe('ACTIVE');
    expect(await unchanged(on, () => accept(second.by, second.id))).toMatchObject({
      userErrors: [{ code: 'PLACE_GONE' }],
    });
    expect((await make()).state).toBe('WAITLISTED');
  });

  it('is taken by a newcomer when everyone who waits has let it pass', async () => {
    const { queued, free, make } = await queue(1);
    await free();
    await passed(queued[0]);
    await clock.settle();
    expect((await make()).state).toBe('ACTIVE');
  });

  it('is kept, and given to nobody, while the ask stands still', async () => {
    const { steward, ask, queued, free } = await queue(2);
    await free();
    await world.done(steward, 'pauseAsk', { askId: ask.id });
    await rows("UPDATE ask SET paused_at = paused_at - interval '1 day' WHERE id = $1", ask.id);
    await rows("UPDATE pledge SET offered_until = offered_until - interval '1 day' WHERE id = $1", queued[0].id);
    await clock.settle();
    const refused = await unchanged(on, () => accept(queued[0].by, queued[0].id));
    expect(refused.userErrors).toMatchObject([{ code: 'ASK_NOT_OPEN' }]);
    expect((await see(queued[0])).offeredUntil).not.toBeNull();
    await world.done(steward, 'openAsk', { askId: ask.id });
    expect((await accept(queued[0].by, queued[0].id)).pledge.state).toBe('ACTIVE');
  });

  it('that was offered under older terms is confirmed under the new ones', async () => {
    const { steward, ask, queued, free } = await queue(1);
    await free();
    const [row] = await rows('SELECT version FROM ask WHERE id = $1', ask.id);
    await world.done(steward, 'reviseAsk', { askId: ask.id, expectedVersion: row?.['version'], place: 'On the roof' });
    expect((await accept(queued[0].by, queued[0].id)).pledge.state).toBe('NEEDS_RECONFIRMATION');
    expect((await footprint(on, ask)).tally).toMatchObject({ places_taken: 1, reconfirming_count: 1 });
  });

  it('is accepted by its pledger alone', async () => {
    const { steward, queued, free, community } = await queue(1);
    await free();
    const other = await world.ally(community);
    await unchanged(on, async () => {
      expect(await on.refusal(steward, 'acceptPlace', { pledgeId: queued[0].id })).toBe('FORBIDDEN');
      expect(await on.refusal(other, 'acceptPlace', { pledgeId: queued[0].id })).toBe('NOT_FOUND');
    });
  });
});

describe('a place that frees in time', () => {
  it('is given at once, in the order in which people came', async () => {
    const { queued, free, community } = await queue(2, { due: 60 });
    expect([(await see(queued[0])).waitlistPosition, (await see(queued[1])).waitlistPosition]).toEqual([1, 2]);
    await free();
    expect(await see(queued[0])).toMatchObject({ state: 'ACTIVE', waitlistPosition: null });
    expect(await see(queued[1])).toMatchObject({ state: 'WAITLISTED', waitlistPosition: 1 });
    expect((await deeds(on, community.id, 'pledge')).slice(-1)).toEqual(['pledge.promoted']);
  });
});

describe('a pledge that is bigger than the gap', () => {
  it('is passed over, keeps its turn, and may make do with a part', async () => {
    const { make, ask } = await queue(0, { slots: null, quantityWanted: 5, due: 60 });
    const big = await make({ quantity: 5 });
    const small = await make({ quantity: 1 });
    expect([big.state, small.state]).toEqual(['WAITLISTED', 'ACTIVE']);
    expect(await see(big)).toMatchObject({ partOnOffer: 3, waitlistPosition: 1 });
    const take = (quantity: number) =>
      on.mutate(big.by, 'takePart', { pledgeId: big.id, quantity }, `pledge { ${SEEN} }`);
    expect(await unchanged(on, () => take(5))).toMatchObject({
      pledge: null,
      userErrors: [{ code: 'OUT_OF_RANGE', path: ['input', 'quantity'] }],
    });
    expect((await take(4)).pledge).toMatchObject({ state: 'WAITLISTED', quantity: 4, partOnOffer: 3 });
    expect((await take(3)).pledge).toMatchObject({ state: 'ACTIVE', quantity: 3, partOnOffer: null });
    expect(await unchanged(on, () => take(1))).toMatchObject({ userErrors: [{ code: 'WRONG_STATE' }] });
    const { kept, counted } = await recount(on.urls.owner, ask);
    expect(kept).toEqual(counted);
    expect(kept).toMatchObject({ pledged_quantity: 5 });
  });
});
