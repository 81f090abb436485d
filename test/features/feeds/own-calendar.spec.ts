import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { inDays } from '../../support/keys.js';
import { scene } from '../../support/pledging.js';
import { World } from '../../support/world.js';
import { entries, fetched, only, ownFeed } from './reading.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

const owner = (text: string, values?: unknown[]) => sql(on.urls.owner)(text, values);
const risky = { riskTier: 2, riskNotes: 'Police have been at the door.', acceptedRiskTier: 2 };

/** An ask of a risk that a founding mandate does not cover. */
async function riskyAsk(place: string, area = '') {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: community.steward, cosigner: await world.affected(community) });
  const of = { steward: community.steward, campaignId: campaign.id, priorityId: priority.id };
  const { riskTier, riskNotes } = risky;
  const ask = await world.ask(of, { title: 'Stand at the door of flat 9', place, riskTier, riskNotes });
  await owner('UPDATE ask SET area = $2 WHERE id = $1', [ask.id, area]);
  return { community, ask, campaignId: campaign.id };
}

describe('a calendar of one’s own pledges', () => {
  it('says when and where to come, and for which campaign', async () => {
    const { community, ask } = await scene(world, {
      title: 'Carry boxes; bring gloves, please',
      place: 'Elm Street 4',
    });
    const ally = await world.ally(community);
    const when = new Date(Date.now() + 3 * 86_400_000);
    when.setMilliseconds(0);
    const pledge = await world.pledge({
      ask,
      by: ally,
      plan: { when: when.toISOString(), where: 'Behind my house', firstStep: 'Ask my sister' },
    });
    const entry = await only(on, await ownFeed(world, ally));
    expect(entry).toMatchObject({
      uid: `${pledge.occurrenceId}@accompany`,
      status: 'CONFIRMED',
      summary: 'Carry boxes; bring gloves, please',
      location: 'Elm Street 4',
      description: 'Heat before winter',
      startsAt: when,
    });
    expect(entry.endsAt.getTime() - entry.startsAt.getTime()).toBe(3_600_000);
  });

  it('tells of people affected who pledged as well', async () => {
    const { community, ask } = await scene(world);
    const affected = await world.affected(community);
    const feed = await ownFeed(world, affected);
    await world.pledge({ ask, by: affected, agreementVersion: null });
    expect((await only(on, feed)).status).toBe('CONFIRMED');
  });

  it('says nothing of the pledges of others, nor of who they are', async () => {
    const { community, ask } = await scene(world);
    const [one, other] = [
      await world.ally(community, { pseudonym: 'River Stone' }),
      await world.ally(community, { pseudonym: 'Quiet Lake' }),
    ];
    const feeds = [await ownFeed(world, one), await ownFeed(world, other)] as const;
    await world.pledge({ ask, by: one, plan: { when: inDays(2), where: 'My van', firstStep: 'Fill it up' } });
    const { text } = await fetched(on, feeds[0]);
    for (const secret of ['River', 'Quiet', 'My van', 'Fill it up', one.membershipId, other.membershipId]) {
      expect(text).not.toContain(secret);
    }
    expect(await entries(on, feeds[0])).toHaveLength(1);
    expect(await entries(on, feeds[1])).toEqual([]);
  });

  it('holds what one pledged in several communities and names none of them by their people', async () => {
    const [here, there] = [await scene(world), await scene(world)];
    const person = await world.person();
    for (const { community, ask } of [here, there]) {
      const input = { communityHandle: community.handle, agreementVersion: 1, pseudonym: world.unique('called') };
      await world.done(person, 'joinAsAlly', { ...input, answers: [{ questionId: 'position', text: 'I rent.' }] });
      await world.pledge({ ask, by: person });
    }
    const { text } = await fetched(on, await ownFeed(world, person));
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(text).not.toContain('called');
  });
});

describe('how much a calendar says', () => {
  const summaries = async (detail: string | null, ask: { id: string }, community: Parameters<World['ally']>[0]) => {
    const ally = await world.ally(community);
    const { acceptedRiskTier } = risky;
    await world.pledge({ ask, by: ally, acceptedRiskTier });
    const { summary, location, description } = await only(on, await ownFeed(world, ally, { detail }));
    return { summary, location, description };
  };

  it('is the time alone where there is risk, unless one asks for the title; the place never', async () => {
    const { community, ask } = await riskyAsk('The yellow house in Mill Lane');
    const nothing = { summary: 'Accompany: pledged time', location: null, description: null };
    expect(await summaries(null, ask, community)).toEqual(nothing);
    expect(await summaries('DISCREET', ask, community)).toEqual(nothing);
    expect(await summaries('FULL', ask, community)).toMatchObject({
      summary: 'Stand at the door of flat 9',
      location: null,
    });
  });

  it('is where about, and no more, of a risky ask whose title one wants, and of a place that one waits for', async () => {
    const { community, ask } = await riskyAsk('The yellow house in Mill Lane', 'North of the river');
    expect(await summaries('FULL', ask, community)).toMatchObject({ location: 'North of the river' });
    expect(await summaries(null, ask, community)).toMatchObject({ location: null });
    const plain = await scene(world, { slots: 1, place: 'Elm Street 4' });
    await owner("UPDATE ask SET area = 'Old town' WHERE id = $1", [plain.ask.id]);
    const [first, second] = [await world.ally(plain.community), await world.ally(plain.community)];
    for (const by of [first, second]) await world.pledge({ ask: plain.ask, by });
    expect((await only(on, await ownFeed(world, first))).location).toBe('Elm Street 4');
    expect((await only(on, await ownFeed(world, second))).location).toBe('Old town');
  });

  it('is the time alone of everything, where one wants it so', async () => {
    const { community, ask } = await scene(world, { place: 'Elm Street 4' });
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const { text } = await fetched(on, await ownFeed(world, ally, { detail: 'DISCREET' }));
    for (const telling of ['Carry', 'Elm', 'Heat', community.handle]) expect(text).not.toContain(telling);
  });

  it('goes by the risk that was accepted, if the ask is called less risky later', async () => {
    const { community, ask } = await riskyAsk('The yellow house');
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally, acceptedRiskTier: 2 });
    await owner('UPDATE ask SET risk_tier = 1 WHERE id = $1', [ask.id]);
    expect(await only(on, await ownFeed(world, ally))).toMatchObject({
      summary: 'Accompany: pledged time',
      location: null,
    });
  });

  it('is in the language of the person', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    await world.done(ally, 'changePreferences', { language: 'es-MX' });
    const feed = await ownFeed(world, ally, { detail: 'DISCREET' });
    expect((await only(on, feed)).summary).toBe('Accompany: tiempo comprometido');
  });
});

describe('an entry of a calendar, as things go on', () => {
  it('keeps its id, and counts up with each change that it shows', async () => {
    const { community, steward, ask, campaignId } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    const seen = [await only(on, feed)];
    const [row] = await owner('SELECT version FROM ask WHERE id = $1', [ask.id]);
    await world.done(steward, 'reviseAsk', { askId: ask.id, expectedVersion: row?.['version'], title: 'Carry beds' });
    seen.push(await only(on, feed));
    await world.done(steward, 'stopCampaign', { campaignId, reason: 'Too dangerous today.' });
    seen.push(await only(on, feed));
    await world.done(steward, 'resumeCampaign', { campaignId });
    seen.push(await only(on, feed));
    expect(new Set(seen.map(({ uid }) => uid)).size).toBe(1);
    // Other terms are to be confirmed first: until then the time is not certain.
    expect(seen.map(({ status }) => status)).toEqual(['CONFIRMED', 'TENTATIVE', 'CANCELLED', 'TENTATIVE']);
    expect(seen[1]?.summary).toBe('Carry beds');
    expect(seen[2]?.description).toContain('stopped');
    const sequences = seen.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
    for (const [index, { modifiedAt }] of seen.entries()) {
      expect(modifiedAt.getTime()).toBeGreaterThanOrEqual(seen[Math.max(0, index - 1)]!.modifiedAt.getTime());
    }
  });

  it('stays as it was in every byte while nothing changes that it shows', async () => {
    const { community, ask, steward } = await scene(world);
    const [ally, other] = [await world.ally(community), await world.ally(community)];
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    const before = (await fetched(on, feed)).text;
    await world.pledge({ ask, by: other });
    await world.done(steward, 'rotateAskLink', { askId: ask.id });
    expect((await fetched(on, feed)).text).toBe(before);
  });

  it('is tentative on the waitlist, without the place, and settled once a place is free', async () => {
    const { community, ask } = await scene(world, { slots: 1, place: 'Elm Street 4' });
    const [first, second] = [await world.ally(community), await world.ally(community)];
    const pledge = await world.pledge({ ask, by: first });
    expect((await world.pledge({ ask, by: second })).state).toBe('WAITLISTED');
    const feed = await ownFeed(world, second);
    expect(await only(on, feed)).toMatchObject({ status: 'TENTATIVE', location: null });
    await world.done(first, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
    expect(await only(on, feed)).toMatchObject({ status: 'CONFIRMED', location: 'Elm Street 4' });
  });

  it('is called off when one steps back, without the place, for 30 days', async () => {
    const { community, ask } = await scene(world, { place: 'Elm Street 4' });
    const ally = await world.ally(community);
    const pledge = await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    const before = await only(on, feed);
    await world.done(ally, 'stepBack', { pledgeId: pledge.id, reason: 'Ill.' });
    const after = await only(on, feed);
    expect(after).toMatchObject({ uid: before.uid, status: 'CANCELLED', location: null });
    expect(after.sequence).toBeGreaterThan(before.sequence);
    await owner("UPDATE pledge SET state_changed_at = now() - interval '31 days' WHERE id = $1", [pledge.id]);
    expect(await entries(on, feed)).toEqual([]);
  });

  it('is called off with its ask', async () => {
    const { community, steward, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    await world.done(steward, 'cancelAsk', { askId: ask.id, reason: 'The landlord gave in.' });
    expect((await only(on, feed)).status).toBe('CANCELLED');
  });

  it('stays what it was once it is done, also when the campaign is stopped afterwards', async () => {
    const { community, steward, ask, campaignId } = await scene(world);
    const ally = await world.ally(community);
    const pledge = await world.pledge({ ask, by: ally });
    await world.reported({ pledge });
    await world.done(steward, 'stopCampaign', { campaignId, reason: 'Too dangerous today.' });
    expect((await only(on, await ownFeed(world, ally))).status).toBe('CONFIRMED');
  });

  it('is gone 90 days after its time', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    const { occurrenceId } = await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    await owner("UPDATE occurrence SET due_at = now() - interval '89 days' WHERE id = $1", [occurrenceId]);
    expect(await entries(on, feed)).toHaveLength(1);
    await owner("UPDATE occurrence SET due_at = now() - interval '91 days' WHERE id = $1", [occurrenceId]);
    expect(await entries(on, feed)).toEqual([]);
  });

  it('is one of a thousand at most', async () => {
    const { community, ask } = await scene(world);
    const ally = await world.ally(community);
    const pledge = await world.pledge({ ask, by: ally });
    await owner(
      `INSERT INTO occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at)
       SELECT o.community_id, gen_random_uuid(), o.ask_id, o.pledge_id, o.pledger_id, o.pledger_standing, o.due_at + n * interval '1 day'
         FROM occurrence o, generate_series(1, 1100) n WHERE o.id = $1`,
      [pledge.occurrenceId],
    );
    expect(await entries(on, await ownFeed(world, ally))).toHaveLength(1000);
  });
});

describe('who may read a calendar, asked at each fetch', () => {
  it('an ally whose alliance ended sees nothing of that community in it any more', async () => {
    const { community, steward, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    expect(await entries(on, feed)).toHaveLength(1);
    await world.done(steward, 'endAlly', { membershipId: ally.membershipId, reason: 'It did not work.' });
    expect(await entries(on, feed)).toEqual([]);
  });

  it('an ally who is paused keeps what they may still finish', async () => {
    const { community, steward, ask } = await scene(world);
    const ally = await world.ally(community);
    await world.pledge({ ask, by: ally });
    const feed = await ownFeed(world, ally);
    await world.done(steward, 'pauseAlly', { membershipId: ally.membershipId, reason: 'We need to talk.' });
    expect((await only(on, feed)).status).toBe('CONFIRMED');
  });

  it('nobody whose account is suspended or erased', async () => {
    const { community, ask } = await scene(world);
    const [suspended, erased] = [await world.ally(community), await world.ally(community)];
    const feeds = [];
    for (const by of [suspended, erased]) {
      await world.pledge({ ask, by });
      feeds.push(await ownFeed(world, by));
    }
    await owner('UPDATE person SET suspended_at = now() WHERE id = (SELECT person_id FROM membership WHERE id = $1)', [
      suspended.membershipId,
    ]);
    await world.done(erased, 'eraseMe', { phrase: 'erase me for good' });
    for (const feed of feeds) expect((await fetched(on, feed)).status).toBe(404);
  });

  it('nobody by an address from before its person signed out everywhere', async () => {
    const person = await world.person();
    const feed = await ownFeed(world, person);
    expect((await fetched(on, feed)).status).toBe(200);
    await world.done(person, 'signOut', { everywhere: true });
    expect((await fetched(on, feed)).status).toBe(404);
  });
});
