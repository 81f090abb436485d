import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition, joined, peopled, recorded, sorted } from './coalition.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const STATE =
  'query ($handle: String!) { campaign(handle: $handle) { state stopReason viewerCanStop viewerCanResume } }';
const seenBy = async (as: Parameters<TestApp['query']>[0], campaign: { handle: string }) =>
  (await on.send(as, STATE, { handle: campaign.handle })).data.campaign;
const reason = 'Police are at the gate.';

describe('the stop of a campaign in a coalition', () => {
  it('is in the hands of any steward of any lead', async () => {
    const { host, lead, campaign } = await coalition(world);
    expect(await seenBy(lead.steward, campaign)).toMatchObject({ viewerCanStop: true, viewerCanResume: false });
    expect(await seenBy(lead.second, campaign)).toMatchObject({ viewerCanStop: false });
    await world.done(lead.steward, 'stopCampaign', { campaignId: campaign.id, reason });
    expect(await seenBy(host.second, campaign)).toMatchObject({ state: 'STOPPED', stopReason: reason });
    expect(await seenBy(lead.second, campaign)).toMatchObject({ state: 'STOPPED', stopReason: reason });
    expect(await seenBy(null, campaign)).toMatchObject({ state: 'STOPPED', stopReason: null });
    expect(await recorded(world, host.id, 'campaign.stopped')).toEqual([
      { kind: 'campaign.stopped', role: 'STEWARD', byMember: false, leadId: lead.id },
    ]);
    expect(await recorded(world, lead.id, 'campaign.stopped')).toMatchObject([{ byMember: true }]);
  });

  it('is lifted by the lead that made it, by no other and not by the host', async () => {
    const { host, lead, campaign } = await coalition(world);
    const third = await world.community();
    await joined(world, campaign, third);
    const of = { campaignId: campaign.id };
    await world.done(lead.steward, 'stopCampaign', { ...of, reason });
    expect(await seenBy(host.steward, campaign)).toMatchObject({ viewerCanResume: false });
    expect(await seenBy(third.steward, campaign)).toMatchObject({ viewerCanResume: false });
    expect(await seenBy(lead.steward, campaign)).toMatchObject({ viewerCanResume: true });
    const refusals = await unchanged(on, async () => [
      await on.refusal(host.steward, 'resumeCampaign', of),
      await on.refusal(third.steward, 'resumeCampaign', of),
      await on.refusal(lead.second, 'resumeCampaign', of),
    ]);
    expect(refusals).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    await world.done(lead.steward, 'resumeCampaign', of);
    expect(await seenBy(null, campaign)).toMatchObject({ state: 'LAUNCHED' });
  });

  it('of the host is lifted by the host alone', async () => {
    const { host, lead, campaign } = await coalition(world);
    await world.done(host.steward, 'stopCampaign', { campaignId: campaign.id, reason });
    const refused = await unchanged(on, () => on.refusal(lead.steward, 'resumeCampaign', { campaignId: campaign.id }));
    expect(refused).toBe('FORBIDDEN');
    await world.done(host.steward, 'resumeCampaign', { campaignId: campaign.id });
  });

  it('falls to the host when the lead that made it leaves', async () => {
    const { host, lead, campaign } = await coalition(world);
    const of = { campaignId: campaign.id };
    await world.done(lead.steward, 'stopCampaign', { ...of, reason });
    await world.done(lead.steward, 'leaveCoalition', { ...of, communityId: lead.id });
    expect(await on.refusal(lead.steward, 'resumeCampaign', of)).toBe('FORBIDDEN');
    await world.done(host.steward, 'resumeCampaign', of);
    expect(await seenBy(null, campaign)).toMatchObject({ state: 'LAUNCHED' });
    expect(await on.refusal(lead.steward, 'stopCampaign', { ...of, reason })).toBe('FORBIDDEN');
  });

  it('does not keep the host from concluding', async () => {
    const { host, lead, campaign } = await coalition(world);
    await world.done(lead.steward, 'stopCampaign', { campaignId: campaign.id, reason });
    await world.done(host.steward, 'concludeCampaign', { campaignId: campaign.id, conclusion: 'Not like this.' });
    expect(await seenBy(null, campaign)).toMatchObject({ state: 'CONCLUDED' });
  });

  it('happens once when stewards of two leads stop at once', async () => {
    const { host, lead, campaign } = await coalition(world);
    const input = { campaignId: campaign.id, reason };
    const answers = await Promise.all([host, lead].map(({ steward }) => on.mutate(steward, 'stopCampaign', input)));
    expect(sorted(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'stopped'))).toEqual([
      'stopped',
      'WRONG_STATE',
    ]);
  });

  it('is nobody else’s: not of the other people of a lead, nor of a community that does not lead', async () => {
    const { lead, campaign } = await coalition(world);
    const [other, ally] = [await peopled(world), await (await world.campaign(lead), world.ally(lead))];
    const input = { campaignId: campaign.id, reason };
    const refusals = await unchanged(on, async () => [
      await on.refusal(lead.second, 'stopCampaign', input),
      await on.refusal(other.steward, 'stopCampaign', input),
      await on.refusal(ally, 'stopCampaign', input),
    ]);
    expect(refusals).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });

  it('leaves launching, revising, demands and the end to the host', async () => {
    const { lead, campaign } = await coalition(world);
    const of = { campaignId: campaign.id };
    const refusals = await unchanged(on, async () => [
      await on.refusal(lead.steward, 'launchCampaign', of),
      await on.refusal(lead.steward, 'reviseCampaign', { ...of, expectedVersion: 1, name: 'Ours' }),
      await on.refusal(lead.steward, 'publishBrief', { ...of, replacesVersion: 1, text: 'Ours' }),
      await on.refusal(lead.steward, 'makeDemand', { ...of, title: 'Heat', decisionMaker: 'The landlord' }),
      await on.refusal(lead.steward, 'concludeCampaign', { ...of, conclusion: 'Ours.' }),
      await on.refusal(lead.steward, 'inviteToCoalition', of),
    ]);
    expect(new Set(refusals)).toEqual(new Set(['FORBIDDEN']));
  });
});
