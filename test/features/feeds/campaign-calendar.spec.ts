import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { inDays } from '../../support/keys.js';
import { deeds } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { coalition } from '../coalitions/coalition.js';
import { campaignFeed, entries, feedAt, fetched, only } from './reading.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const window = { startsAt: inDays(3), endsAt: inDays(4) };

async function planned(input: Record<string, unknown> = {}) {
  const community = await world.community();
  const campaign = await world.campaign(community, { name: 'Heat before winter', ...input });
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: community.steward, cosigner: await world.affected(community) });
  const of = { steward: community.steward, campaignId: campaign.id, priorityId: priority.id };
  return { community, campaign, of, ...community };
}

const LIST = `query ($id: ID!) { node(id: $id) { ... on Campaign { calendarFeeds { id detail includesRounds revokedAt keptBy { pseudonym } campaign { id } } } } }`;
const listed = async (as: Parameters<TestApp['send']>[0], campaign: { id: string }) =>
  (await on.send(as, LIST, { id: campaign.id })).data?.node?.calendarFeeds ?? null;

describe('a calendar of a campaign', () => {
  it('tells when its asks are, those for allies included, and of no draft and nobody', async () => {
    const { of, steward, campaign, community } = await planned();
    const open = await world.ask(of, { ...window, title: 'Carry boxes', place: 'Elm Street 4' });
    const forAllies = await world.ask(of, { startsAt: inDays(5), title: 'Drive home', visibility: 'ALLIES' });
    await world.ask(of, { ...window, title: 'A thought' }, false);
    await world.ask(of, { title: 'At any time' });
    const ally = await world.ally(community, { pseudonym: 'River Stone' });
    await world.pledge({ ask: open, by: ally, plan: { when: inDays(3.5), where: 'My van', firstStep: 'Call' } });
    const feed = await campaignFeed(world, steward, campaign.id);
    const [first, second, ...others] = await entries(on, feed);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      uid: `${open.id}@accompany`,
      status: 'CONFIRMED',
      summary: 'Carry boxes',
      location: 'Elm Street 4',
      description: 'Heat before winter',
    });
    expect(first!.endsAt.getTime() - first!.startsAt.getTime()).toBe(86_400_000);
    expect(second).toMatchObject({ uid: `${forAllies.id}@accompany`, summary: 'Drive home' });
    const { text } = await fetched(on, feed);
    for (const secret of ['River', 'My van', ally.membershipId]) expect(text).not.toContain(secret);
  });

  it('keeps the titles and places of risky asks to itself', async () => {
    const { of, steward, campaign } = await planned();
    const risky = { riskTier: 2, riskNotes: 'Police have been at the door.', place: 'The yellow house' };
    await world.ask(of, { ...window, title: 'Stand at the door', ...risky });
    const said = async (detail: string | null) => {
      const { summary, location } = await only(on, await campaignFeed(world, steward, campaign.id, { detail }));
      return [summary, location];
    };
    expect(await said(null)).toEqual(['Accompany: an ask', null]);
    expect(await said('DISCREET')).toEqual(['Accompany: an ask', null]);
    expect(await said('FULL')).toEqual(['Stand at the door', null]);
  });

  it('calls everything off on a stop that lies ahead, brings it back, and counts up each time', async () => {
    const { of, steward, campaign } = await planned();
    await world.ask(of, window);
    const feed = await campaignFeed(world, steward, campaign.id);
    const seen = [await only(on, feed)];
    await world.done(steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Too dangerous today.' });
    seen.push(await only(on, feed));
    await world.done(steward, 'resumeCampaign', { campaignId: campaign.id });
    seen.push(await only(on, feed));
    expect(seen.map(({ status }) => status)).toEqual(['CONFIRMED', 'CANCELLED', 'CONFIRMED']);
    expect(seen[1]?.sequence).toBeGreaterThan(seen[0]?.sequence ?? Infinity);
    expect(seen[2]?.sequence).toBeGreaterThan(seen[1]?.sequence ?? Infinity);
    expect(new Set(seen.map(({ uid }) => uid)).size).toBe(1);
  });

  it('is tentative about an ask that is paused, and calls off one that is cancelled for 30 days', async () => {
    const { of, steward, campaign } = await planned();
    const ask = await world.ask(of, window);
    const feed = await campaignFeed(world, steward, campaign.id);
    await world.done(steward, 'pauseAsk', { askId: ask.id });
    expect((await only(on, feed)).status).toBe('TENTATIVE');
    await world.done(steward, 'cancelAsk', { askId: ask.id, reason: 'The landlord gave in.' });
    expect((await only(on, feed)).status).toBe('CANCELLED');
    await owner("UPDATE ask SET ended_at = now() - interval '31 days' WHERE id = $1", [ask.id]);
    expect(await entries(on, feed)).toEqual([]);
  });

  it('tells of rounds only if asked to', async () => {
    const { steward, campaign } = await planned();
    const { round } = await world.done(
      steward,
      'schedulePriorityRound',
      { campaignId: campaign.id, opensAt: inDays(2), closesAt: inDays(9) },
      'round { id }',
    );
    expect(await entries(on, await campaignFeed(world, steward, campaign.id))).toEqual([]);
    const feed = await campaignFeed(world, steward, campaign.id, { includesRounds: true });
    const said = (await entries(on, feed)).map(({ uid, summary, status }) => [uid, summary, status]);
    expect(said).toEqual([
      [`${round.id}-opens@accompany`, 'The round on priorities opens: Heat before winter', 'CONFIRMED'],
      [`${round.id}-closes@accompany`, 'The round on priorities closes: Heat before winter', 'CONFIRMED'],
    ]);
    const discreet = await campaignFeed(world, steward, campaign.id, { includesRounds: true, detail: 'DISCREET' });
    expect((await fetched(on, discreet)).text).not.toContain('Heat');
  });

  it('works while whoever keeps it runs asks there, and goes on with who takes it over', async () => {
    const { of, steward, campaign, community } = await planned();
    await world.ask(of, window);
    const organizer = await world.allyOrganizer(community);
    const feed = await campaignFeed(world, organizer, campaign.id);
    expect(await entries(on, feed)).toHaveLength(1);
    await world.done(steward, 'endDelegation', { membershipId: organizer.membershipId });
    expect((await fetched(on, feed)).status).toBe(404);
    const { url } = await world.done(steward, 'rotateCalendarFeed', { calendarFeedId: feed.id }, 'url');
    expect(await entries(on, feedAt(feed.id, url))).toHaveLength(1);
    expect((await fetched(on, feed)).status).toBe(404);
    expect(await on.refusal(organizer, 'rotateCalendarFeed', { calendarFeedId: feed.id })).toBe('NOT_FOUND');
  });

  it('needs no second factor to be read where its keeper needed one to make it', async () => {
    const { of, steward, campaign, community } = await planned();
    await world.ask(of, window);
    await owner('UPDATE community SET requires_second_factor = true WHERE id = $1', [community.id]);
    await unchanged(on, async () =>
      expect(await on.refusal(steward, 'createCampaignCalendarFeed', { campaignId: campaign.id })).toBe('FORBIDDEN'),
    );
    await owner('UPDATE vault.session SET second_factor = true WHERE access_hash = sha256($1)', [
      Buffer.from(steward.accessToken),
    ]);
    expect(await entries(on, await campaignFeed(world, steward, campaign.id))).toHaveLength(1);
  });

  it('is listed for those who run its asks, who may also withdraw it', async () => {
    const { steward, campaign, community } = await planned();
    const organizer = await world.allyOrganizer(community);
    const [ally, affected] = [await world.ally(community), await world.affected(community)];
    const feed = await campaignFeed(world, organizer, campaign.id, { includesRounds: true });
    for (const as of [null, ally, affected, await world.person()]) expect(await listed(as, campaign)).toBeNull();
    const seen = { id: feed.id, detail: 'BY_RISK', includesRounds: true, campaign: { id: campaign.id } };
    expect(await listed(steward, campaign)).toEqual([
      { ...seen, revokedAt: null, keptBy: { pseudonym: expect.any(String) } },
    ]);
    await unchanged(on, async () => {
      for (const as of [ally, affected]) {
        expect(await on.refusal(as, 'revokeCalendarFeed', { calendarFeedId: feed.id })).toBe('NOT_FOUND');
        expect(await on.refusal(as, 'createCampaignCalendarFeed', { campaignId: campaign.id })).toBe('FORBIDDEN');
      }
    });
    await world.done(steward, 'revokeCalendarFeed', { calendarFeedId: feed.id });
    expect(await listed(organizer, campaign)).toMatchObject([{ id: feed.id, revokedAt: expect.any(String) }]);
    expect((await fetched(on, feed)).status).toBe(404);
    expect(await deeds(on, community.id, 'calendar_feed')).toEqual(['calendar_feed.created', 'calendar_feed.revoked']);
  });

  it('costs one query more for all campaigns, however many there are', async () => {
    const community: Founded = await world.community();
    const campaigns: Campaign[] = [];
    const QUERY = `query ($handle: String!) { community(handle: $handle) { campaigns(first: 20) { nodes { calendarFeeds { id } } } } }`;
    const cost = async () =>
      (await counting(() => on.query(community.steward, QUERY, { handle: community.handle }))).statements.length;
    const add = async () => {
      const campaign = await world.campaign(community);
      campaigns.push(campaign);
      await campaignFeed(world, community.steward, campaign.id);
    };
    await add();
    const one = await cost();
    for (let count = 0; count < 4; count += 1) await add();
    expect(await cost()).toBe(one);
  });
});

describe('a calendar of a campaign that several communities lead', () => {
  it('is kept by a lead while it takes part, and the host does not learn by whom', async () => {
    const { host, lead, campaign } = await coalition(world);
    const feed = await campaignFeed(world, lead.steward, campaign.id);
    expect((await fetched(on, feed)).status).toBe(200);
    expect(await listed(host.steward, campaign)).toMatchObject([{ id: feed.id, keptBy: null }]);
    expect(await on.refusal(lead.second, 'createCampaignCalendarFeed', { campaignId: campaign.id })).toBe('FORBIDDEN');
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    expect((await fetched(on, feed)).status).toBe(404);
  });
});
