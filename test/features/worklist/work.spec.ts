import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import { World } from '../../support/world.js';
import { itemFor, waitingFor, whoFinds } from './waiting.js';

let on: TestApp;
let world: World;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
});
afterAll(() => on.close());

interface Cast extends Scene {
  people: Record<'steward' | 'affected' | 'newcomer' | 'organizer' | 'ally' | 'neighbour', Person>;
}

async function cast(askInput: Record<string, unknown> = {}): Promise<Cast> {
  const home = await scene(world, askInput);
  const newcomer = await world.affected(home.community);
  const { viewer } = await on.query(newcomer, '{ viewer { memberships { id } } }');
  await sql(on.urls.owner)(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1`, [
    viewer.memberships[0].id,
  ]);
  return {
    ...home,
    people: {
      steward: home.steward,
      affected: await world.affected(home.community),
      newcomer,
      organizer: await world.allyOrganizer(home.community),
      ally: await world.ally(home.community),
      neighbour: (await world.community()).steward,
    },
  };
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('reports', () => {
  it('wait, folded by ask, for affected people whose work they are not, until each is answered', async () => {
    const { ask, people, community } = await cast();
    const kind = 'REPORTS_TO_ATTEST';
    expect(await whoFinds(on, kind, people)).toEqual([]);
    const reported = async (by: Person, input = {}) =>
      world.reported({ pledge: await world.pledge({ ask, by, ...input }) });
    const own = await reported(people.affected, { agreementVersion: null });
    expect(await whoFinds(on, kind, people)).toEqual(['steward']);
    const pledges = [await reported(people.ally), await reported(await world.ally(community))];
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'affected']);
    expect(await itemFor(on, people.affected, kind)).toMatchObject({
      count: 2,
      text: '2 reports on “Carry boxes” wait for the community’s word.',
      nextMutation: 'attestFulfilment',
      subject: { __typename: 'Ask', id: ask.id },
      subjectId: ask.id,
      community: { id: community.id },
    });
    expect((await itemFor(on, people.steward, kind))?.count).toBe(3);
    const items = [own, ...pledges].map(({ occurrenceId }) => ({ occurrenceId }));
    await world.done(people.steward, 'attestFulfilment', { items: items.slice(0, 2) });
    expect((await itemFor(on, people.steward, kind))?.text).toBe(
      'A report on “Carry boxes” waits for the community’s word.',
    );
    await world.done(people.steward, 'attestFulfilment', { items: items.slice(2) });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });

  it('of an organization never wait for whoever represents it, or once did', async () => {
    const { ask, people, community } = await cast();
    const { organization } = await world.done(
      people.affected,
      'createOrganization',
      { name: 'Bakers' },
      'organization { id }',
    );
    const of = { organizationId: organization.id };
    await world.done(people.affected, 'joinAsAlly', {
      communityHandle: community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'We own ovens.' }],
      ...of,
    });
    await world.reported({ pledge: await world.pledge({ ask, by: people.affected, ...of }) });
    expect(await whoFinds(on, 'REPORTS_TO_ATTEST', people)).toEqual(['steward']);
    await world.done(people.affected, 'closeOrganization', of);
    expect(await whoFinds(on, 'REPORTS_TO_ATTEST', people)).toEqual(['steward']);
  });
});

describe('an ask that is short of people', () => {
  it('waits for those who run asks when it begins within seven days, until enough is pledged', async () => {
    const { ask, people } = await cast({ startsAt: inDays(6), quantityWanted: 1 });
    const kind = 'ASK_SHORT';
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'organizer']);
    expect(await itemFor(on, people.organizer, kind)).toMatchObject({
      text: '“Carry boxes” is still short of what it needs: 1 people.',
      dueAt: expect.any(String),
      subject: { __typename: 'Ask', id: ask.id },
    });
    await world.pledge({ ask, by: people.ally, plan: { when: inDays(6.5), firstStep: 'Call the driver' } });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });

  it.each([
    ['begins later', { startsAt: inDays(8) }],
    ['is for any time', {}],
    ['ends later', { startsAt: null, endsAt: inDays(8) }],
  ])('does not wait while it %s', async (_what, input) => {
    const { people } = await cast(input);
    expect(await whoFinds(on, 'ASK_SHORT', people)).toEqual([]);
  });

  it('waits before it ends, and not while its campaign is stopped', async () => {
    const { people, steward, campaignId } = await cast({ endsAt: inDays(2) });
    expect(await whoFinds(on, 'ASK_SHORT', people)).toEqual(['steward', 'organizer']);
    await world.done(steward, 'stopCampaign', { campaignId, reason: 'Danger.' });
    expect(await whoFinds(on, 'ASK_SHORT', people)).toEqual([]);
  });

  it('does not wait for an organizer who is paused', async () => {
    const { people } = await cast({ endsAt: inDays(2) });
    const { membershipId } = people.organizer as Person & { membershipId: string };
    await sql(on.urls.owner)('UPDATE membership SET paused_at = now() WHERE id = $1', [membershipId]);
    expect(await whoFinds(on, 'ASK_SHORT', people)).toEqual(['steward']);
  });
});

describe('draft asks', () => {
  it('wait, folded by campaign, for those who can open them, once there is a mandate', async () => {
    const { people, steward, campaignId, priorityId } = await cast();
    const kind = 'DRAFT_ASKS_WAITING';
    const { priority } = await world.done(
      steward,
      'proposePriority',
      { campaignId, statement: 'A lift that works' },
      'priority { id }',
    );
    await world.ask({ steward, campaignId, priorityId: priority.id }, {}, false);
    expect(await whoFinds(on, kind, people)).toEqual([]);
    const drafts = [
      await world.ask({ steward, campaignId, priorityId }, {}, false),
      await world.ask({ steward, campaignId, priorityId }, {}, false),
    ];
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'organizer']);
    expect(await itemFor(on, steward, kind)).toMatchObject({
      count: 2,
      subject: { __typename: 'Campaign', id: campaignId },
      nextMutation: 'openAsks',
    });
    for (const { id } of drafts) await world.done(steward, 'openAsk', { askId: id });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });
});

describe('an offer', () => {
  it.each([
    ['declined', 'declineOffer'],
    ['withdrawn', 'withdrawOffer'],
  ])('waits for the people affected, newcomers included, until it is %s', async (_how, mutation) => {
    const { people, campaignId } = await cast();
    const kind = 'OFFERS_TO_ANSWER';
    const input = { campaignId, kind: 'HOST', text: 'A room\nwith a view', unit: 'rooms' };
    const { offer } = await world.done(people.ally, 'offerHelp', input, 'offer { id }');
    expect(await whoFinds(on, kind, people)).toEqual(['steward', 'affected', 'newcomer']);
    expect(await itemFor(on, people.affected, kind)).toMatchObject({
      text: 'An ally offers: “A room”. Adopt it as a draft ask, or decline it with thanks.',
      subject: { __typename: 'Offer', id: offer.id },
    });
    const by = mutation === 'declineOffer' ? people.affected : people.ally;
    await world.done(by, mutation, { offerId: offer.id });
    expect(await whoFinds(on, kind, people)).toEqual([]);
  });
});

describe('the worklist', () => {
  it('is nobody else’s: someone without a standing, or of another community, finds nothing', async () => {
    const { people } = await cast({ endsAt: inDays(2) });
    expect(await waitingFor(on, people.neighbour)).toEqual([]);
    expect(await waitingFor(on, await world.person())).toEqual([]);
  });
});
