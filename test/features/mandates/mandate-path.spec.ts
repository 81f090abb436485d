import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { counting } from '../../support/queries.js';
import { inHours, Rounds } from '../../support/rounds.js';
import { type Campaign, type Founded, World } from '../../support/world.js';
import { joined } from '../coalitions/coalition.js';

let on: TestApp;
let world: World;
let rounds: Rounds;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  rounds = new Rounds(on, world);
});
afterAll(() => on.close());

const STEPS =
  'type id title says rank round { id state parts { ballotCount } } item { rank statement explanation numbers }';
const PUBLIC_STEPS = 'type id title says rank round { id state } item { rank statement explanation numbers }';
const ASK = (steps: string) => `query ($id: ID!) { ask(id: $id) { mandatePath { ${steps} } } }`;
const PLEDGE = (steps: string) => `query ($id: ID!) { pledge(id: $id) { mandatePath { ${steps} } } }`;

const askPath = async (as: As, id: string, steps = PUBLIC_STEPS): Promise<Answer[]> =>
  (await on.query(as, ASK(steps), { id })).ask.mandatePath;
const pledgePath = async (as: As, id: string, steps = PUBLIC_STEPS): Promise<Answer[]> =>
  (await on.query(as, PLEDGE(steps), { id })).pledge.mandatePath;
const types = (path: Answer[]) => path.map((step) => step.type);

const FROM_ASK = ['ASK', 'MANDATE', 'ROUND', 'PRIORITY', 'CAMPAIGN', 'COMMUNITY'];

interface Scene {
  community: Founded;
  people: Person[];
  campaign: Campaign;
  priorities: Record<string, string>;
  roundId: string;
  ask: { id: string };
}

/** Five rank A before B by ballot, or so many, and an ask opens under that. */
async function scene(campaignInput: Record<string, unknown> = {}, voters = 5): Promise<Scene> {
  const community = await world.community();
  const campaign = await world.campaign(community, campaignInput);
  const people = [community.steward];
  while (people.length < voters) people.push(await world.affected(community));
  const round = await rounds.open(campaign, 'ABC', { objectionHours: 0, method: 'MAJORITY' });
  for (const person of people) await rounds.cast(round, person, 'A>B');
  await rounds.close(round);
  const { priorities, id: roundId } = round;
  const work = { steward: campaign.steward, campaignId: campaign.id, priorityId: priorities['B'] as string };
  return { community, people, campaign, priorities, roundId, ask: await world.ask(work) };
}

describe('the way from an ask to those who authorised it', () => {
  it('leads the people affected over the round down to the tally, with its ballots and why', async () => {
    const { ask, people, roundId, priorities } = await scene();
    const path = await askPath(people[1] as Person, ask.id, STEPS);
    expect(types(path)).toEqual(FROM_ASK);
    expect(path[1]).toMatchObject({
      title: 'Mandate by ballot of the community',
      says: 'The people affected gave its priority a rank, by ballot.',
      rank: null,
      round: null,
      item: null,
    });
    expect(path[2]).toMatchObject({ id: roundId, rank: 2, round: { id: roundId, state: 'RATIFIED' } });
    expect(path[2].title).toMatch(/^Round of \d{4}-\d\d-\d\d: rank 2 of 2$/);
    expect(path[2].says).toBe(
      '5 ballots, counted by majority. Ballots that support it: 5, which have 100 % of all voice. The ballots put it before 0 others and after 1.',
    );
    expect(path[2].round.parts).toEqual([{ ballotCount: 5 }]);
    expect(path[2].item).toMatchObject({ rank: 2, explanation: [expect.any(String), expect.any(String)] });
    expect(path[3].id).toBe(priorities['B']);
  });

  it('tells allies, the public and other communities the rank, and no turnout, tally or what found no support', async () => {
    const { ask, community, roundId } = await scene();
    const outsiders: As[] = [
      null,
      await world.person(),
      await world.ally(community),
      await world.allyOrganizer(community),
      (await world.community()).steward,
    ];
    for (const outsider of outsiders) {
      const path = await askPath(outsider, ask.id);
      expect(types(path)).toEqual(FROM_ASK);
      expect(path[2]).toMatchObject({
        id: roundId,
        rank: 2,
        says: 'The people affected gave it this rank, by ballot.',
        round: { id: roundId },
        item: { rank: 2, explanation: null, numbers: null },
      });
      expect(path[2].title).toMatch(/: rank 2 of 2$/);
      expect(JSON.stringify(path)).not.toMatch(/ballots|5 /);
      const { errors } = await on.send(outsider, ASK(STEPS), { id: ask.id });
      expect(errors.map((error) => error.extensions.code)).toEqual([
        outsider === null ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      ]);
    }
  });

  it('says no more than how many voted where those were too few', async () => {
    const { ask, people } = await scene({}, 3);
    const path = await askPath(people[1] as Person, ask.id, STEPS);
    expect(path[2]).toMatchObject({
      says: '3 ballots, counted by majority.',
      item: { explanation: null, numbers: null },
    });
  });

  it('is in the language of the reader', async () => {
    const { ask, people } = await scene();
    const person = people[1] as Person;
    await world.done(person, 'changePreferences', { language: 'es' });
    const path = await askPath(person, ask.id, STEPS);
    expect(path[1].title).toBe('Mandato por votación de la comunidad');
    expect(path[2].title).toMatch(/^Ronda del .*: lugar 2 de 2$/);
    expect(path[2].says).toMatch(/^5 votos, contados por mayoría\. /);
  });

  it('has no round where the mandate was signed, and no mandate where it is a draft', async () => {
    const community = await world.community();
    const campaign = await world.campaign(community);
    const priority = await world.priority(campaign);
    const work = { steward: campaign.steward, campaignId: campaign.id, priorityId: priority.id };
    const draft = await world.ask(work, {}, false);
    expect(types(await askPath(campaign.steward, draft.id))).toEqual(['ASK', 'PRIORITY', 'CAMPAIGN', 'COMMUNITY']);
    await world.mandate(priority, campaign);
    await world.done(campaign.steward, 'openAsk', { askId: draft.id });
    const path = await askPath(null, draft.id);
    expect(types(path)).toEqual(FROM_ASK.filter((step) => step !== 'ROUND'));
    expect(path[1]).toMatchObject({ title: 'Founding mandate, one signature', says: 'Winter comes.' });
  });

  it('is as closed as what it leads over: nobody outside reads of an unlisted campaign', async () => {
    const { ask, community } = await scene({ visibility: 'UNLISTED' });
    const document = ASK('type title says');
    expect((await on.query(null, document, { id: ask.id })).ask).toBeNull();
    const stranger = await world.person();
    expect((await on.query(stranger, document, { id: ask.id })).ask).toBeNull();
    expect(types(await askPath(community.steward, ask.id))).toEqual(FROM_ASK);
  });

  it('ends at the community that gives the mandate, and shows each of a coalition the whole tally', async () => {
    const [host, lead] = [await world.community(), await world.community()];
    const campaign = await world.campaign(host);
    await joined(world, campaign, lead);
    const round = await rounds.open(campaign, 'A', { objectionHours: 0 });
    for (const person of [host.steward, lead.steward]) await rounds.cast(round, person, 'A');
    await rounds.close(round);
    const work = { steward: lead.steward, campaignId: campaign.id, priorityId: round.priorities['A'] as string };
    const ask = await world.ask(work);
    for (const person of [host.steward, lead.steward]) {
      const path = await askPath(person, ask.id);
      expect(path[2].says).toBe('2 ballots, counted proportionally.');
    }
    expect((await askPath(lead.steward, ask.id)).at(-1)).toMatchObject({ type: 'COMMUNITY', id: lead.id });
  });

  it('costs as many queries for fifty asks as for five', async () => {
    const { campaign, priorities, people } = await scene();
    const work = { steward: campaign.steward, campaignId: campaign.id, priorityId: priorities['A'] as string };
    const query = `query ($id: ID!) { node(id: $id) { ... on Campaign { asks(first: 50) { totalCount nodes { mandatePath { ${STEPS} } } } } } }`;
    const cost = async (count: number) => {
      for (let made = (await total()) ?? 0; made < count; made += 1) await world.ask(work);
      const { result, statements } = await counting(() => on.query(people[1] as Person, query, { id: campaign.id }));
      expect(result.node.asks.totalCount).toBe(count);
      return statements.length;
    };
    const total = async (): Promise<number> =>
      (await on.query(people[1] as Person, query, { id: campaign.id })).node.asks.totalCount;
    const few = await cost(5);
    expect(await cost(50)).toBe(few);
  }, 60_000);
});

describe('the way from a pledge', () => {
  it('goes over the round as well, for its ally without the tally', async () => {
    const { ask, community, people, roundId } = await scene();
    const ally = await world.ally(community);
    const pledge = await world.pledge({ ask, by: ally });
    const seen = await pledgePath(ally, pledge.id);
    expect(types(seen)).toEqual(['PLEDGE', ...FROM_ASK]);
    expect(seen[3]).toMatchObject({ id: roundId, rank: 2, says: 'The people affected gave it this rank, by ballot.' });
    expect(seen[3].item).toMatchObject({ explanation: null, numbers: null });
    const whole = await pledgePath(people[1] as Person, pledge.id, STEPS);
    expect(whole[3].says).toMatch(/^5 ballots, counted by majority\. /);
  });
});

describe('a priority', () => {
  it('names the round that gave it its rank, the last of several, and none without a rank', async () => {
    const { campaign, priorities, roundId, people } = await scene();
    const read = async (as: As, name: string) =>
      (
        await on.query(as, 'query ($id: ID!) { node(id: $id) { ... on Priority { rank rankedBy { id } } } }', {
          id: priorities[name],
        })
      ).node;
    expect(await read(null, 'A')).toEqual({ rank: 1, rankedBy: { id: roundId } });
    expect(await read(people[1] as Person, 'C')).toEqual({ rank: null, rankedBy: null });
    const { round } = await world.done(
      campaign.steward,
      'schedulePriorityRound',
      { campaignId: campaign.id, closesAt: inHours(24), quorumPercent: 0, objectionHours: 0 },
      'round { id }',
    );
    await world.done(campaign.steward, 'openPriorityRound', { roundId: round.id });
    await world.done(campaign.steward, 'castBallot', { roundId: round.id, approvals: [priorities['C']] });
    await rounds.close({ id: round.id, campaign, priorities });
    expect(await read(null, 'C')).toEqual({ rank: 1, rankedBy: { id: round.id } });
    expect(await read(null, 'A')).toEqual({ rank: null, rankedBy: null });
  });
});
