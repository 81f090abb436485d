import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MandateClock } from '../../../src/features/mandates/index.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { inHours } from '../../support/rounds.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { itemFor, whoFinds } from './waiting.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

interface Scene {
  home: Founded;
  campaign: Campaign;
  priority: { id: string };
  people: Record<'steward' | 'affected' | 'third' | 'newcomer' | 'organizer' | 'ally', Person>;
}

async function laidOut(): Promise<Scene> {
  const home = await world.community();
  const campaign = await world.campaign(home);
  const [affected, third, newcomer] = [
    await world.affected(home),
    await world.affected(home),
    await world.affected(home),
  ];
  const { viewer } = await on.query(newcomer, '{ viewer { memberships { id } } }');
  await owner(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
    viewer.memberships[0].id,
  ]);
  return {
    home,
    campaign,
    priority: await world.priority(campaign, { statement: `Warm homes ${world.unique()}` }),
    people: {
      steward: home.steward,
      affected,
      third,
      newcomer,
      organizer: await world.allyOrganizer(home),
      ally: await world.ally(home),
    },
  };
}

const owner = (text: string, values: unknown[] = []) => sql(on.urls.owner)(text, values);
const propose = async ({ people, priority }: Scene, input: Record<string, unknown> = {}): Promise<string> =>
  (
    await world.done(
      people.steward,
      'proposeMandate',
      { priorityId: priority.id, kind: 'EMERGENCY', until: inHours(24 * 20), reason: 'Winter comes.', ...input },
      'mandate { id }',
    )
  ).mandate.id;

describe('a mandate that was proposed', () => {
  it('waits for those whose signature would do and who have not signed, until it is signed', async () => {
    const set = await laidOut();
    const mandateId = await propose(set);
    const kind = 'MANDATE_TO_COSIGN';
    expect(await whoFinds(on, kind, set.people)).toEqual(['affected', 'third']);
    expect(await itemFor(on, set.people.third, kind)).toMatchObject({
      subject: { __typename: 'Mandate', id: mandateId },
      nextMutation: 'cosignMandate',
    });
    await world.done(set.people.affected, 'cosignMandate', { mandateId });
    expect(await whoFinds(on, kind, set.people)).toEqual([]);
  });

  it('waits for newcomers too where it is the founding one', async () => {
    const home = await world.community();
    const campaign = await world.campaign(home);
    const priority = await world.priority(campaign);
    await world.mandate(priority, { steward: home.steward });
    const newcomer = await world.affected(home);
    await owner(
      `UPDATE membership SET probation_until = now() + interval '9 days' WHERE community_id = $1 AND NOT is_steward`,
      [home.id],
    );
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', { steward: home.steward, newcomer })).toEqual(['newcomer']);
    const item = await itemFor(on, newcomer, 'MANDATE_TO_COSIGN');
    await world.done(newcomer, 'cosignMandate', { mandateId: item?.subjectId });
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', { newcomer })).toEqual([]);
  });

  it('does not wait while its campaign is stopped, nor where three emergencies are live', async () => {
    const set = await laidOut();
    await propose(set);
    const { campaign, people } = set;
    await world.done(people.steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Danger.' });
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', people)).toEqual([]);
    await world.done(people.steward, 'resumeCampaign', { campaignId: campaign.id });
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', people)).toEqual(['affected', 'third']);
    for (let made = 0; made < 3; made += 1) {
      const priority = await world.priority(campaign);
      await world.mandate(priority, { steward: people.steward, cosigner: people.affected });
    }
    expect(await whoFinds(on, 'MANDATE_TO_COSIGN', people)).toEqual([]);
  });
});

describe('a mandate that ends soon', () => {
  it('waits, once asks are open under it, until another follows; the next of a priority takes a round', async () => {
    const set = await laidOut();
    const { people, campaign, priority, home } = set;
    const kind = 'MANDATE_ENDING';
    const mandate = await world.mandate(
      priority,
      { steward: home.steward, cosigner: people.affected },
      { until: inHours(24 * 10) },
    );
    expect(await whoFinds(on, kind, people)).toEqual([]);
    await world.ask({ steward: home.steward, campaignId: campaign.id, priorityId: priority.id });
    // Two people have given this priority an emergency mandate: only stewards can see to the next one.
    expect(await whoFinds(on, kind, people)).toEqual(['steward']);
    expect(await itemFor(on, people.steward, kind)).toMatchObject({
      count: 1,
      subject: { __typename: 'Mandate', id: mandate.id },
      nextMutation: 'schedulePriorityRound',
    });
    await world.done(people.steward, 'schedulePriorityRound', { campaignId: campaign.id, closesAt: inHours(48) });
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'affected', 'third']);
    expect((await itemFor(on, people.third, kind))?.nextMutation).toBe('proposeMandate');
    await propose(set);
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });

  it('does not wait while it lasts', async () => {
    const set = await laidOut();
    const { people, campaign, priority, home } = set;
    await world.mandate(priority, { steward: home.steward, cosigner: people.affected });
    await world.ask({ steward: home.steward, campaignId: campaign.id, priorityId: priority.id });
    expect(await whoFinds(on, 'MANDATE_ENDING', people)).toEqual([]);
  });
});

describe('an ask that paused with its mandate', () => {
  it('waits for whoever can give it another, then for those who open asks, until it is open', async () => {
    const set = await laidOut();
    const { people, campaign, priority, home } = set;
    const kind = 'ASK_PAUSED_BY_MANDATE';
    const mandate = await world.mandate(priority, { steward: home.steward, cosigner: people.affected });
    const ask = await world.ask({ steward: home.steward, campaignId: campaign.id, priorityId: priority.id });
    expect(await whoFinds(on, kind, people)).toEqual([]);
    await owner(
      `UPDATE mandate SET starts_at = now() - interval '2 days', until = now() - interval '1 minute' WHERE id = $1`,
      [mandate.id],
    );
    // By the clock of the database, whether or not the job has been round.
    expect(await whoFinds(on, kind, people)).toEqual(['steward']);
    await on.app.get(MandateClock, { strict: false }).endMandates();
    expect(await whoFinds(on, kind, people)).toEqual(['steward']);
    expect((await itemFor(on, people.steward, kind))?.nextMutation).toBe('schedulePriorityRound');
    await world.done(people.steward, 'schedulePriorityRound', { campaignId: campaign.id, closesAt: inHours(48) });
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'affected', 'third']);
    await world.done(people.third, 'cosignMandate', { mandateId: await propose(set) });
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'organizer']);
    expect(await itemFor(on, people.organizer, kind)).toMatchObject({
      subject: { __typename: 'Ask', id: ask.id },
      nextMutation: 'openAsk',
    });
    await world.done(people.organizer, 'openAsk', { askId: ask.id });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });
});
