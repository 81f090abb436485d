import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoundCourse } from '../../../src/features/rounds/index.js';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { inHours, type Round, Rounds } from '../../support/rounds.js';
import { unchanged } from '../../support/unchanged.js';
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

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const reason = 'Half of us were at the hospital that day.';

interface Scene {
  community: Founded;
  campaign: Campaign;
  people: Person[];
}

async function scene(size = 3): Promise<Scene> {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const people = [community.steward];
  while (people.length < size) people.push(await world.affected(community));
  return { community, campaign, people };
}

/** A round that everyone voted in alike, counted, with three days to object unless told otherwise. */
async function counted({ campaign, people }: Scene, input: Record<string, unknown> = {}): Promise<Round> {
  const round = await rounds.open(campaign, 'AB', input);
  for (const person of people) await rounds.cast(round, person, 'AB');
  await rounds.close(round);
  return round;
}

const object = (by: Person, { id }: { id: string }, input: Record<string, unknown> = {}) =>
  on.mutate(by, 'objectToResult', { roundId: id, reason, ...input }, 'round { state viewerCanObject }');

/** The code of what is said against it, in the payload or beside it. */
async function refusalOf(by: Person, round: { id: string }, input: Record<string, unknown> = {}): Promise<string> {
  const document = `mutation ($input: ObjectToResultInput!) { objectToResult(input: $input) { userErrors { code } } }`;
  const { data, errors } = await on.send(by, document, { input: { roundId: round.id, reason, ...input } });
  return errors[0]?.extensions.code ?? data.objectToResult.userErrors[0]?.code ?? 'DONE';
}

/** A round on the same priorities, or on those named, that cites the one before; opened. */
async function successor(before: Round, names: string[], input: Record<string, unknown> = {}): Promise<Round> {
  const { campaign } = before;
  const { round } = await world.done(
    campaign.steward,
    'schedulePriorityRound',
    {
      campaignId: campaign.id,
      closesAt: inHours(48),
      quorumPercent: 0,
      successorOfId: before.id,
      items: names.map((name) => ({ priorityId: before.priorities[name] })),
      ...input,
    },
    'round { id }',
  );
  await world.done(campaign.steward, 'openPriorityRound', { roundId: round.id });
  return { ...before, id: round.id };
}

/** All that a result would change, row by row. */
async function decided({ id }: Campaign): Promise<unknown> {
  const all = (table: string) =>
    rows(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE campaign_id = $1 ORDER BY t.id`, id);
  return { priorities: await all('priority'), mandates: await all('mandate'), asks: await all('ask') };
}

/** Ranks, mandates and an open ask, from a round before. */
async function standing(of: Scene): Promise<{ round: Round; ask: { id: string } }> {
  const round = await counted(of, { objectionHours: 0 });
  const { campaign } = of;
  const ask = await world.ask({
    steward: campaign.steward,
    campaignId: campaign.id,
    priorityId: round.priorities['A'] as string,
  });
  return { round, ask };
}

describe('an objection', () => {
  it('by someone who could vote ends the round for good, with its reason, and ranks stay', async () => {
    const here = await scene();
    await standing(here);
    const before = await decided(here.campaign);
    const round = await rounds.scheduled(here.campaign, 'C');
    await world.done(here.campaign.steward, 'openPriorityRound', { roundId: round.id });
    await rounds.cast(round, here.people[1] as Person, 'C');
    await rounds.close(round);
    const { round: answered } = await object(here.people[2] as Person, round);
    expect(answered).toEqual({ state: 'OBJECTED', viewerCanObject: false });
    await rounds.ratify(round);
    expect(await rounds.state(round)).toBe('OBJECTED');
    const after = await decided(here.campaign);
    const { priorities } = before as { priorities: { row: { id: string } }[] };
    const known = priorities.map(({ row }) => row.id);
    const now = after as { priorities: { row: { id: string; rank: number | null } }[] };
    expect({ ...now, priorities: now.priorities.filter(({ row }) => known.includes(row.id)) }).toEqual(before);
    expect(now.priorities.filter(({ row }) => !known.includes(row.id)).map(({ row }) => row.rank)).toEqual([null]);
    const read = await rounds.read(here.people[1] as Person, round, 'state objectionsNeeded objections { reason }');
    expect(read).toEqual({ state: 'OBJECTED', objectionsNeeded: 1, objections: [{ reason }] });
    const told = await rows(
      `SELECT actor_role, details->>'state' AS state FROM record_entry WHERE subject_id = $1 AND kind = 'round.objected'`,
      round.id,
    );
    expect(told).toEqual([{ actor_role: 'AFFECTED', state: 'OBJECTED' }]);
  });

  it('is refused to who was not on the roll: who came later, an ally, an ally who organizes, someone of elsewhere', async () => {
    const here = await scene();
    const round = await counted(here);
    const later = await world.affected(here.community);
    const outsiders = [
      later,
      await world.ally(here.community),
      await world.allyOrganizer(here.community),
      (await world.community()).steward,
      await world.person(),
    ];
    for (const outsider of outsiders) {
      const code = await unchanged(on, () => refusalOf(outsider, round));
      expect(['FORBIDDEN', 'NOT_FOUND']).toContain(code);
    }
    const seen = await rounds.read(later, round, 'viewerCanObject');
    expect(seen).toEqual({ viewerCanObject: false });
    expect(await rounds.state(round)).toBe('COUNTED');
  });

  it('comes neither before the count nor after its time, though the clock be late', async () => {
    const here = await scene();
    const voter = here.people[1] as Person;
    const open = await rounds.open(here.campaign, 'A');
    expect(await unchanged(on, () => refusalOf(voter, open))).toBe('WRONG_STATE');
    await rounds.cast(open, voter, 'A');
    await rounds.close(open);
    await rows(`UPDATE priority_round SET objections_until = now() - interval '1 second' WHERE id = $1`, open.id);
    expect(await unchanged(on, () => refusalOf(voter, open))).toBe('WRONG_STATE');
    expect(await rounds.read(voter, open, 'viewerCanObject')).toEqual({ viewerCanObject: false });
    await rounds.advance();
    expect(await rounds.state(open)).toBe('RATIFIED');
    expect(await unchanged(on, () => refusalOf(voter, open))).toBe('WRONG_STATE');
  });

  it('has no place where a round allows none: the result is in force as it is counted', async () => {
    const here = await scene();
    const round = await counted(here, { objectionHours: 0 });
    expect(await rounds.state(round)).toBe('RATIFIED');
    expect(await rounds.ranks(round)).toHaveLength(2);
  });

  it('gives a reason', async () => {
    const here = await scene();
    const round = await counted(here);
    expect(await unchanged(on, () => refusalOf(here.people[0] as Person, round, { reason: '' }))).not.toBe('DONE');
  });
});

describe('a round in place of one to which was objected', () => {
  it('on the same list needs a quarter of the roll, at least two, each once', async () => {
    const here = await scene(9);
    const first = await counted(here);
    await object(here.people[0] as Person, first);
    const second = await successor(first, ['A', 'B']);
    for (const person of here.people) await rounds.cast(second, person, 'A');
    await rounds.close(second);
    const read = await rounds.read(here.people[0] as Person, second, 'objectionsNeeded successorOf { id }');
    expect(read).toEqual({ objectionsNeeded: 3, successorOf: { id: first.id } });
    for (const person of here.people.slice(0, 2)) {
      expect((await object(person, second)).round).toEqual({ state: 'COUNTED', viewerCanObject: true });
    }
    expect(await unchanged(on, () => refusalOf(here.people[0] as Person, second))).toBe('ALREADY_DONE');
    expect((await object(here.people[2] as Person, second)).round.state).toBe('OBJECTED');
    const kept = await rows('SELECT count(*)::int AS objections FROM round_objection WHERE round_id = $1', second.id);
    expect(kept).toEqual([{ objections: 3 }]);
  });

  it('on the same list stands against a single objection, also of few', async () => {
    const here = await scene(3);
    const first = await counted(here);
    await object(here.people[0] as Person, first);
    const second = await successor(first, ['B', 'A']);
    await rounds.cast(second, here.people[1] as Person, 'B');
    await rounds.close(second);
    await object(here.people[0] as Person, second);
    await rounds.ratify(second);
    expect(await rounds.state(second)).toBe('RATIFIED');
    expect(await rounds.ranks(second)).toBe('B');
  });

  it('on another list is sent back by one again', async () => {
    const here = await scene(9);
    const first = await counted(here);
    await object(here.people[0] as Person, first);
    const second = await successor(first, ['A']);
    await rounds.cast(second, here.people[1] as Person, 'A');
    await rounds.close(second);
    expect((await object(here.people[0] as Person, second)).round.state).toBe('OBJECTED');
  });
});

describe('in a coalition', () => {
  it('people of each community may object, each for theirs, and its own record knows by whom', async () => {
    const here = await scene();
    const lead = await world.community();
    await joined(world, here.campaign, lead);
    const round = await rounds.open(here.campaign, 'AB');
    await rounds.cast(round, here.people[0] as Person, 'A');
    await rounds.cast(round, lead.steward, 'B');
    await rounds.close(round);
    expect((await object(lead.steward, round)).round.state).toBe('OBJECTED');
    const told = await rows(
      `SELECT community_id, actor_id IS NOT NULL AS "byMember" FROM record_entry WHERE subject_id = $1 AND kind = 'round.objected' ORDER BY community_id = $2`,
      round.id,
      lead.id,
    );
    expect(told).toEqual([
      { community_id: here.community.id, byMember: false },
      { community_id: lead.id, byMember: true },
    ]);
    const objections = await rows('SELECT objected_by, lead_id FROM round_objection WHERE round_id = $1', round.id);
    expect(objections).toEqual([{ objected_by: null, lead_id: lead.id }]);
  });
});

describe('what ends without a result', () => {
  const ends: Record<string, (here: Scene) => Promise<Round>> = {
    INQUORATE: async ({ campaign }) => {
      const round = await rounds.open(campaign, 'C', { quorumPercent: 100 });
      await rounds.cast(round, campaign.steward, 'C');
      await rounds.close(round);
      return round;
    },
    CANCELLED: async ({ campaign }) => {
      const round = await rounds.open(campaign, 'C');
      await rounds.cast(round, campaign.steward, 'C');
      await world.done(campaign.steward, 'cancelPriorityRound', { roundId: round.id, reason: 'The list was wrong.' });
      return round;
    },
    OBJECTED: async ({ campaign, people }) => {
      const round = await rounds.open(campaign, 'C');
      await rounds.cast(round, campaign.steward, 'C');
      await rounds.close(round);
      await object(people[1] as Person, round);
      return round;
    },
  };

  it.each(Object.keys(ends))('%s leaves ranks, mandates and asks as they were, row by row', async (state) => {
    const here = await scene();
    await standing(here);
    const before = (await decided(here.campaign)) as { priorities: { row: { id: string } }[] };
    const round = await (ends[state] as (here: Scene) => Promise<Round>)(here);
    await rounds.ratify(round);
    await rounds.advance();
    expect(await rounds.state(round)).toBe(state);
    const after = (await decided(here.campaign)) as typeof before;
    const listed = Object.values(round.priorities);
    expect({ ...after, priorities: after.priorities.filter(({ row }) => !listed.includes(row.id)) }).toEqual(before);
    const [added] = after.priorities.filter(({ row }) => listed.includes(row.id));
    expect(added?.row).toMatchObject({ rank: null, named_at: null });
  });
});

describe('the last objection and the clock at once', () => {
  it('give one end, never both, in any order', async () => {
    const here = await scene();
    const course = on.app.get(RoundCourse, { strict: false });
    const outcomes: string[] = [];
    for (let time = 0; time < 12; time += 1) {
      const round = await rounds.open(here.campaign, 'A');
      await rounds.cast(round, here.people[0] as Person, 'A');
      await rounds.close(round);
      const before = await rows('SELECT id, rank FROM priority WHERE campaign_id = $1 ORDER BY id', here.campaign.id);
      await rows(
        `UPDATE priority_round SET objections_until = clock_timestamp() + interval '60 milliseconds' WHERE id = $1`,
        round.id,
      );
      const [said] = await Promise.all([
        sleep(20 + 5 * time).then(() => refusalOf(here.people[1] as Person, round)),
        (async () => {
          for (let turn = 0; turn < 12; turn += 1) await course.advanceOne(round.id);
          await sleep(60);
          await course.advanceOne(round.id);
        })(),
      ]);
      const state = await rounds.state(round);
      outcomes.push(state);
      expect(state).toBe(said === 'DONE' ? 'OBJECTED' : 'RATIFIED');
      const [ended] = await rows(
        `SELECT count(*) FILTER (WHERE kind = 'round.ratified')::int AS ratified,
                count(*) FILTER (WHERE kind = 'round.objected')::int AS objected FROM record_entry WHERE subject_id = $1`,
        round.id,
      );
      expect(ended).toEqual(state === 'OBJECTED' ? { ratified: 0, objected: 1 } : { ratified: 1, objected: 0 });
      const after = await rows('SELECT id, rank FROM priority WHERE campaign_id = $1 ORDER BY id', here.campaign.id);
      if (state === 'OBJECTED') expect(after).toEqual(before);
    }
    expect(outcomes).toHaveLength(12);
  });
});
