import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint } from '../../support/pledging.js';
import { clockOf, hoursLater, promised, stored } from '../../support/promises.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const day = 24;
const attest = (there: { steward: Parameters<World['done']>[0]; pledge: { occurrenceId: string } }) =>
  world.done(there.steward, 'attestFulfilment', { items: [{ occurrenceId: there.pledge.occurrenceId }] });

async function waiting() {
  const there = await promised(world);
  await world.reported({ pledge: there.pledge, quantity: 3 });
  return there;
}

describe('a report that nobody answers', () => {
  it('is brought up once after 14 days, and unconfirmed after 30, without fault', async () => {
    const { pledge, ask, community } = await waiting();
    await hoursLater(on, pledge, 13 * day);
    await clockOf(on).tick();
    expect(await deeds(on, community.id, 'fulfilment')).toEqual(['fulfilment.reported']);
    await hoursLater(on, pledge, 2 * day);
    await Promise.all([clockOf(on).tick(), clockOf(on).tick()]);
    expect(await deeds(on, community.id, 'fulfilment')).toEqual(['fulfilment.reported', 'fulfilment.answer_overdue']);
    await hoursLater(on, pledge, 16 * day);
    await Promise.all([clockOf(on).tick(), clockOf(on).tick()]);
    expect(await stored(on, pledge)).toMatchObject({
      pledge: 'ACTIVE',
      isLapsing: false,
      occurrences: ['UNCONFIRMED'],
    });
    expect((await footprint(on, ask)).tally).toMatchObject({
      reported_count: 0,
      reported_quantity: 0,
      unconfirmed_count: 1,
    });
    expect(
      (await deeds(on, community.id, 'fulfilment')).filter((kind) => kind === 'fulfilment.unconfirmed'),
    ).toHaveLength(1);
  });

  it('can be attested at any time later, and not be sent back or called a no-show', async () => {
    const there = await waiting();
    const { pledge, steward, ask } = there;
    await hoursLater(on, pledge, 31 * day);
    await clockOf(on).tick();
    const { occurrenceId } = pledge;
    const back = await unchanged(on, () =>
      on.mutate(steward, 'sendBackFulfilment', { occurrenceId, feedback: 'When?' }),
    );
    expect(back.userErrors[0].code).toBe('NOT_REPORTED');
    const missed = await unchanged(on, () => on.mutate(steward, 'recordNoShow', { occurrenceId, note: 'Nobody' }));
    expect(missed.userErrors[0].code).toBe('WRONG_STATE');
    await attest(there);
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'FULFILLED', occurrences: ['ATTESTED'] });
    expect((await footprint(on, ask)).tally).toMatchObject({ unconfirmed_count: 0, attested_quantity: 3 });
  });

  it('waits longer by as long as the campaign stood still', async () => {
    const { pledge, campaignId, community } = await waiting();
    await sql(on.urls.owner)(
      `INSERT INTO campaign_stop (community_id, id, campaign_id, reason, stopped_by, stopped_at, resumed_at)
       SELECT $1, gen_random_uuid(), $2, 'Police', id, now() - interval '20 days', now() - interval '10 days' FROM membership WHERE community_id = $1 AND is_steward`,
      [community.id, campaignId],
    );
    await hoursLater(on, pledge, 35 * day);
    await clockOf(on).tick();
    expect(await stored(on, pledge)).toMatchObject({ occurrences: ['REPORTED'] });
    await hoursLater(on, pledge, 6 * day);
    await clockOf(on).tick();
    expect(await stored(on, pledge)).toMatchObject({ occurrences: ['UNCONFIRMED'] });
  });
});

describe('a report in an ask that was cancelled', () => {
  it('is answered, and then settles its pledge: attested it is fulfilled', async () => {
    const there = await waiting();
    await world.done(there.steward, 'cancelAsk', { askId: there.ask.id, reason: 'Not needed' });
    expect(await stored(on, there.pledge)).toMatchObject({ pledge: 'ACTIVE', occurrences: ['REPORTED'] });
    await attest(there);
    expect(await stored(on, there.pledge)).toMatchObject({ pledge: 'FULFILLED' });
  });

  it('ends its pledge without fault when it is sent back', async () => {
    const { pledge, steward, ask } = await waiting();
    await world.done(steward, 'cancelAsk', { askId: ask.id, reason: 'Not needed' });
    await world.done(steward, 'sendBackFulfilment', {
      occurrenceId: pledge.occurrenceId,
      feedback: 'Not what we asked',
    });
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'CANCELLED', occurrences: ['DUE'] });
    expect((await footprint(on, ask)).tally).toMatchObject({ cancelled_count: 1, places_taken: 0, active_count: 0 });
  });
});

describe('a report in an ask that was closed, paused, or of an ally whose standing is paused', () => {
  it.each([
    ['closed', 'closeAsk'],
    ['paused', 'pauseAsk'],
  ])('is attested as ever when the ask was %s', async (_state, field) => {
    const there = await waiting();
    await world.done(there.steward, field, { askId: there.ask.id });
    await attest(there);
    expect(await stored(on, there.pledge)).toMatchObject({ pledge: 'FULFILLED' });
  });

  it('is attested as ever when the ally is paused', async () => {
    const there = await waiting();
    await world.done(there.steward, 'pauseAlly', { membershipId: there.by.membershipId, reason: 'A talk first' });
    await attest(there);
    expect(await stored(on, there.pledge)).toMatchObject({ pledge: 'FULFILLED' });
  });
});
