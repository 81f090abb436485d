import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PledgeClock } from '../../../src/features/pledges/pledge-clock.js';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, footprint, scene, type Scene } from '../../support/pledging.js';
import { World } from '../../support/world.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

/** Someone who is asked to confirm the new terms, with so many hours left when their ask is paused, 60 hours ago. */
async function pausedFor60Hours(hoursLeft: number): Promise<Scene & { pledgeId: string }> {
  const of = await scene(world);
  const when = new Date(Date.now() + 300 * 3_600_000).toISOString();
  const plan = { when, firstStep: 'Call' };
  const { id } = await world.pledge({ ask: of.ask, by: await world.ally(of.community), plan });
  await world.done(of.steward, 'reviseAsk', { askId: of.ask.id, expectedVersion: 2, title: 'Carry heavier boxes' });
  await world.done(of.steward, 'pauseAsk', { askId: of.ask.id });
  const older = sql(on.urls.owner);
  await older(
    "UPDATE pledge SET state_changed_at = now() - interval '80 hours', reconfirm_until = now() + make_interval(hours => $2) - interval '60 hours' WHERE id = $1",
    [id, hoursLeft],
  );
  await older("UPDATE ask SET paused_at = now() - interval '60 hours' WHERE id = $1", [of.ask.id]);
  return { ...of, pledgeId: id };
}

const states = async (of: Scene) => (await footprint(on, of.ask)).pledges.map(({ state }) => state);

async function hoursLeft(pledgeId: string): Promise<number> {
  const [row] = await sql(on.urls.owner)(
    'SELECT round(extract(epoch FROM reconfirm_until - now()) / 3600)::integer AS hours FROM pledge WHERE id = $1',
    [pledgeId],
  );
  return row?.['hours'];
}

describe('the time to confirm again, while the ask is paused', () => {
  it.each(['openAsk', 'closeAsk'])('stands still until %s ends the pause, and nobody lapses by it', async (field) => {
    const of = await pausedFor60Hours(12);
    await world.done(of.steward, field, { askId: of.ask.id });
    await on.app.get(PledgeClock, { strict: false }).settle();
    expect(await states(of)).toEqual(['NEEDS_RECONFIRMATION']);
    expect(await hoursLeft(of.pledgeId)).toBe(12);
    expect((await deeds(on, of.community.id, 'pledge')).filter((kind) => kind === 'pledge.lapsed')).toEqual([]);
  });

  it('is not counted twice where the ask is closed while the campaign is stopped', async () => {
    const of = await pausedFor60Hours(12);
    await world.done(of.steward, 'stopCampaign', { campaignId: of.campaignId, reason: 'Danger' });
    const older = sql(on.urls.owner);
    for (const table of ['campaign_stop', 'campaign'])
      await older(
        `UPDATE ${table} SET stopped_at = now() - interval '20 hours' WHERE ${table === 'campaign' ? 'id' : 'campaign_id'} = $1`,
        [of.campaignId],
      );
    await world.done(of.steward, 'closeAsk', { askId: of.ask.id });
    await world.done(of.steward, 'resumeCampaign', { campaignId: of.campaignId });
    expect(await states(of)).toEqual(['NEEDS_RECONFIRMATION']);
    expect(await hoursLeft(of.pledgeId)).toBe(12);
  });

  it('of whoever is asked during the pause begins then', async () => {
    const of = await pausedFor60Hours(12);
    await sql(on.urls.owner)(
      "UPDATE pledge SET state_changed_at = now() - interval '10 hours', reconfirm_until = now() + interval '62 hours' WHERE id = $1",
      [of.pledgeId],
    );
    await world.done(of.steward, 'openAsk', { askId: of.ask.id });
    expect(await hoursLeft(of.pledgeId)).toBe(72);
  });
});
