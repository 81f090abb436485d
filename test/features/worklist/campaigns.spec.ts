import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { inHours, Rounds } from '../../support/rounds.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { type Coalition, coalition } from '../coalitions/coalition.js';
import { itemFor, waitingFor, whoFinds } from './waiting.js';

let on: TestApp;
let world: World;
let rounds: Rounds;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  rounds = new Rounds(on, world);
});
afterAll(() => on.close());

interface Scene {
  home: Founded;
  campaign: Campaign;
  people: Record<'steward' | 'affected' | 'organizer' | 'ally' | 'neighbour', Person>;
}

async function laidOut(): Promise<Scene> {
  const home = await world.community();
  const campaign = await world.campaign(home);
  return {
    home,
    campaign,
    people: {
      steward: home.steward,
      affected: await world.affected(home),
      organizer: await world.allyOrganizer(home),
      ally: await world.ally(home),
      neighbour: (await world.community()).steward,
    },
  };
}

const owner = (text: string, values: unknown[] = []) => sql(on.urls.owner)(text, values);

describe('a round', () => {
  it('waits for stewards to open it where it opens at no time by itself', async () => {
    const { campaign, people } = await laidOut();
    const round = await rounds.scheduled(campaign, 'AB');
    expect(await whoFinds(on, 'ROUND_TO_OPEN', people)).toEqual(['steward']);
    expect(await itemFor(on, people.steward, 'ROUND_TO_OPEN')).toMatchObject({
      subject: { __typename: 'PriorityRound', id: round.id },
      nextMutation: 'openPriorityRound',
    });
    await world.done(people.steward, 'openPriorityRound', { roundId: round.id });
    expect(await whoFinds(on, 'ROUND_TO_OPEN', people)).toEqual([]);
  });

  it('waits for stewards when it closes within two days, until it is extended', async () => {
    const { campaign, people } = await laidOut();
    const round = await rounds.open(campaign, 'AB', { closesAt: inHours(47) });
    expect(await whoFinds(on, 'ROUND_CLOSES', people)).toEqual(['steward']);
    await world.done(people.steward, 'extendPriorityRound', { roundId: round.id, closesAt: inHours(90) });
    expect(await whoFinds(on, 'ROUND_CLOSES', people)).toEqual([]);
  });

  it('waits for a successor once its result was objected to', async () => {
    const { campaign, people } = await laidOut();
    const round = await rounds.open(campaign, 'AB');
    await rounds.cast(round, people.affected, 'A');
    await rounds.close(round);
    expect(await whoFinds(on, 'ROUND_OBJECTED', people)).toEqual([]);
    await world.done(people.affected, 'objectToResult', { roundId: round.id, reason: 'Some could not vote.' });
    expect(await whoFinds(on, 'ROUND_OBJECTED', people)).toEqual(['steward']);
    const successor = { campaignId: campaign.id, closesAt: inHours(48), successorOfId: round.id };
    await world.done(people.steward, 'schedulePriorityRound', successor);
    expect(await whoFinds(on, 'ROUND_OBJECTED', people)).toEqual([]);
  });
});

describe('a stopped campaign', () => {
  it('waits for the stewards of the community that stopped it, until it goes on', async () => {
    const { campaign, people } = await laidOut();
    await world.done(people.steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Danger.' });
    expect(await whoFinds(on, 'CAMPAIGN_STOPPED', people)).toEqual(['steward']);
    await world.done(people.steward, 'resumeCampaign', { campaignId: campaign.id });
    expect(await whoFinds(on, 'CAMPAIGN_STOPPED', people)).toEqual([]);
  });
});

describe('a priority', () => {
  it('waits for stewards when it is to be looked at again, until that is put off', async () => {
    const { campaign, people } = await laidOut();
    const priority = await world.priority(campaign);
    expect(await whoFinds(on, 'PRIORITY_REVIEW_DUE', people)).toEqual([]);
    await owner('UPDATE priority SET review_on = current_date + 10 WHERE id = $1', [priority.id]);
    expect(await whoFinds(on, 'PRIORITY_REVIEW_DUE', people)).toEqual(['steward']);
    expect(await itemFor(on, people.steward, 'PRIORITY_REVIEW_DUE')).toMatchObject({
      subject: { __typename: 'Priority', id: priority.id },
      nextMutation: 'setPriorityReviewDate',
    });
    const later = inHours(24 * 60).slice(0, 10);
    await world.done(people.steward, 'setPriorityReviewDate', {
      priorityId: priority.id,
      expectedVersion: 1,
      reviewOn: later,
    });
    expect(await whoFinds(on, 'PRIORITY_REVIEW_DUE', people)).toEqual([]);
  });
});

describe('in a coalition', () => {
  const peopleOf = ({ host, lead }: Coalition) => ({
    host: host.steward,
    'second of the host': host.second,
    lead: lead.steward,
    'second of the lead': lead.second,
  });

  it('what a lead leads waits for its people, and no more once it has left', async () => {
    const set = await coalition(world);
    const { host, lead, campaign } = set;
    const people = peopleOf(set);
    const priority = await world.priority({ ...campaign, steward: lead.steward });
    const until = inHours(24 * 10);
    const input = { priorityId: priority.id, kind: 'EMERGENCY', until, reason: 'Winter comes.' };
    const { mandate } = await world.done(lead.steward, 'proposeMandate', input, 'mandate { id }');
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', people)).toEqual(['second of the lead']);
    await world.done(lead.second, 'cosignMandate', { mandateId: mandate.id });
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', people)).toEqual([]);
    const work = { steward: lead.steward, campaignId: campaign.id, priorityId: priority.id };
    const draft = await world.ask(work, { endsAt: inHours(24 * 3) }, false);
    expect(await whoFinds(on, 'DRAFT_ASKS_WAITING', people)).toEqual(['lead']);
    await world.done(lead.steward, 'openAsk', { askId: draft.id });
    expect(await whoFinds(on, 'ASK_SHORT', people)).toEqual(['lead']);
    const ally = await world.ally(host);
    await world.reported({ pledge: await world.pledge({ ask: draft, by: ally }) });
    expect(await whoFinds(on, 'REPORTS_TO_ATTEST', people)).toEqual(['lead', 'second of the lead']);
    const [report] = await waitingFor(on, lead.second, { communityId: lead.id });
    expect(report).toMatchObject({
      kind: 'REPORTS_TO_ATTEST',
      community: { id: lead.id },
      campaign: { id: campaign.id },
    });
    expect(await waitingFor(on, lead.second, { communityId: host.id })).toEqual([]);
    await world.done(lead.steward, 'leaveCoalition', { campaignId: campaign.id, communityId: lead.id });
    expect(await whoFinds(on, 'ASK_SHORT', people)).toEqual([]);
    // Work reported before is still its to answer.
    expect(await whoFinds(on, 'REPORTS_TO_ATTEST', people)).toEqual(['lead', 'second of the lead']);
  });

  it('a campaign that a lead stopped waits for that lead alone', async () => {
    const set = await coalition(world);
    const { lead, campaign } = set;
    await world.done(lead.steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Danger.' });
    expect(await whoFinds(on, 'CAMPAIGN_STOPPED', peopleOf(set))).toEqual(['lead']);
    await world.done(lead.steward, 'resumeCampaign', { campaignId: campaign.id });
    expect(await whoFinds(on, 'CAMPAIGN_STOPPED', peopleOf(set))).toEqual([]);
  });

  it('offers go to the host, and wait for its people alone', async () => {
    const set = await coalition(world);
    const ally = await world.ally(set.host);
    const input = { campaignId: set.campaign.id, kind: 'HOST', text: 'A room', unit: 'rooms' };
    await world.done(ally, 'offerHelp', input);
    expect(await whoFinds(on, 'OFFERS_TO_ANSWER', peopleOf(set))).toEqual(['host', 'second of the host']);
    const { node } = await on.query(
      set.lead.steward,
      'query ($id: ID!) { node(id: $id) { ... on Campaign { offers { totalCount } } } }',
      { id: set.campaign.id },
    );
    expect(node.offers).toEqual({ totalCount: 0 });
    const toLead = await world.campaign(set.lead).then(() => world.ally(set.lead));
    expect(await on.refusal(toLead, 'offerHelp', input)).toBe('FORBIDDEN');
  });
});
