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

const OCCURRENCE = 'occurrence { state skipRequestedBecause viewerCanAgreeSkip viewerCanRequestSkip pledge { state } }';
const request = (as: As, occurrenceId: string) =>
  on.mutate(as, 'requestSkip', { occurrenceId, why: 'My child is ill' }, OCCURRENCE);
const agree = (as: As, occurrenceId: string) => on.mutate(as, 'agreeSkip', { occurrenceId }, OCCURRENCE);
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

describe('leaving a time out', () => {
  it('takes both, whoever says it first, and is nobody’s fault', async () => {
    const { pledge, by, steward, ask, community } = await promised(world);
    expect((await request(by, pledge.occurrenceId)).occurrence).toMatchObject({
      state: 'DUE',
      viewerCanRequestSkip: false,
    });
    expect(codes(await unchanged(on, () => request(by, pledge.occurrenceId)))).toEqual(['ALREADY_DONE']);
    expect((await agree(steward, pledge.occurrenceId)).occurrence).toMatchObject({
      state: 'SKIPPED',
      skipRequestedBecause: 'My child is ill',
      pledge: { state: 'CANCELLED' },
    });
    expect((await footprint(on, ask)).tally).toMatchObject({ skipped_count: 1, cancelled_count: 1, places_taken: 0 });
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.called_off']);

    const other = await promised(world);
    expect((await agree(other.steward, other.pledge.occurrenceId)).occurrence).toMatchObject({
      state: 'DUE',
      viewerCanAgreeSkip: false,
    });
    expect((await request(other.by, other.pledge.occurrenceId)).occurrence).toMatchObject({ state: 'SKIPPED' });
  });

  it('is agreed to by affected people, and not of their own work', async () => {
    const { pledge, by, community, ask, steward } = await promised(world);
    const own = await world.pledge({ ask, by: steward, agreementVersion: null });
    for (const as of [by, await world.allyOrganizer(community)]) {
      expect(await unchanged(on, () => on.refusal(as, 'agreeSkip', { occurrenceId: pledge.occurrenceId }))).toBe(
        'FORBIDDEN',
      );
    }
    expect(codes(await unchanged(on, () => agree(steward, own.occurrenceId)))).toEqual(['OWN_WORK']);
  });

  it('is not for what was reported', async () => {
    const { pledge, by, steward } = await promised(world);
    await world.reported({ pledge, quantity: 3 });
    expect(codes(await unchanged(on, () => request(by, pledge.occurrenceId)))).toEqual(['NOT_DUE']);
    expect(codes(await unchanged(on, () => agree(steward, pledge.occurrenceId)))).toEqual(['NOT_DUE']);
  });

  it('does not count for what comes round: the others decide', async () => {
    const until = new Date(Date.now() + 17 * 86_400_000).toISOString();
    const { pledge, by, steward, ask } = await promisedWeekly(world, { until });
    await clockOf(on).plan();
    expect((await stored(on, pledge)).occurrences).toEqual(['DUE', 'DUE', 'DUE']);
    const ids = await sql(on.urls.owner)('SELECT id FROM occurrence WHERE pledge_id = $1 ORDER BY due_at', [pledge.id]);
    const [first, second, third] = ids.map(({ id }) => String(id));
    await request(by, first ?? '');
    await agree(steward, first ?? '');
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'ACTIVE', occurrences: ['SKIPPED', 'DUE', 'DUE'] });
    for (const occurrenceId of [second, third]) await on.mutate(by, 'reportFulfilment', { occurrenceId, quantity: 1 });
    await world.done(steward, 'attestReports', { askId: ask.id });
    expect(await stored(on, pledge)).toMatchObject({ pledge: 'FULFILLED' });
  });
});

describe('a campaign that stands still', () => {
  it('leaves out the times that fell into the stop, of what comes round', async () => {
    const { pledge, steward, campaignId } = await promisedWeekly(world);
    await clockOf(on).plan();
    await world.done(steward, 'stopCampaign', { campaignId, reason: 'Too dangerous' });
    await hoursLater(on, pledge, 10 * 24);
    await sql(on.urls.owner)(
      "UPDATE campaign_stop SET stopped_at = stopped_at - interval '10 days' WHERE campaign_id = $1",
      [campaignId],
    );
    await world.done(steward, 'resumeCampaign', { campaignId });
    const { occurrences } = await stored(on, pledge);
    expect(occurrences.filter((state) => state === 'SKIPPED')).toHaveLength(2);
    expect(occurrences.slice(2)).toEqual(occurrences.slice(2).map(() => 'DUE'));
  });
});
