import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { deeds, scene, type Scene } from '../../support/pledging.js';
import { counting } from '../../support/queries.js';
import { unchanged } from '../../support/unchanged.js';
import { type Pledged, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let owner: ReturnType<typeof sql>;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  owner = sql(on.urls.owner);
});
afterAll(() => on.close());

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

interface Promised extends Scene {
  by: Person & { membershipId: string };
  pledge: Pledged;
}

async function promised(ask: Record<string, unknown> = {}): Promise<Promised> {
  const there = await scene(world, ask);
  const by = await world.ally(there.community);
  return { ...there, by, pledge: await world.pledge({ ask: there.ask, by }) };
}

const OCCURRENCE = 'occurrence { id dueAt confirmedAt movedAt viewerCanReschedule pledge { plan { when } } }';
const pledgeOf = async (as: Person, id: string): Promise<Answer> =>
  (
    await on.query(
      as,
      'query ($id: ID!) { pledge(id: $id) { reminderTimes occurrences { confirmedAt viewerCanReschedule } } }',
      { id },
    )
  ).pledge;
const times = async (as: Person): Promise<number[]> =>
  (await on.query(as, '{ viewer { reminderTimes } }')).viewer.reminderTimes;

describe('choosing when to be reminded', () => {
  it('begins with the day before and the day after, and is everyone’s own', async () => {
    const [one, other] = [await world.person(), await world.person()];
    expect(await times(one)).toEqual([-1440, 1440]);
    const { reminderTimes } = await world.done(
      one,
      'setReminderTimes',
      { times: [0, -120, 0, -10_080] },
      'reminderTimes',
    );
    expect(reminderTimes).toEqual([-10_080, -120, 0]);
    expect(await times(one)).toEqual([-10_080, -120, 0]);
    expect(await times(other)).toEqual([-1440, 1440]);
    await world.done(one, 'setReminderTimes', { times: [] });
    expect(await times(one)).toEqual([]);
  });

  it('can differ for one pledge, until it is taken back, and nobody else reads it', async () => {
    const { by, pledge, steward } = await promised();
    expect((await pledgeOf(by, pledge.id)).reminderTimes).toBeNull();
    const set = await world.done(
      by,
      'setPledgeReminders',
      { pledgeId: pledge.id, times: [-60] },
      'pledge { reminderTimes }',
    );
    expect(set.pledge.reminderTimes).toEqual([-60]);
    expect((await pledgeOf(steward, pledge.id)).reminderTimes).toBeNull();
    await world.done(by, 'setPledgeReminders', { pledgeId: pledge.id, times: null });
    expect((await pledgeOf(by, pledge.id)).reminderTimes).toBeNull();
  });

  it.each([
    ['six of them', [1, 2, 3, 4, 5, 6], 'TOO_MANY'],
    ['more than a month before', [-43_201], 'OUT_OF_RANGE'],
    ['more than a week after', [10_081], 'OUT_OF_RANGE'],
  ])('is refused for %s, and nothing changes', async (_, chosen, code) => {
    const { by, pledge } = await promised();
    const [rule, single] = await unchanged(on, async () => [
      await on.mutate(by, 'setReminderTimes', { times: chosen }),
      await on.mutate(by, 'setPledgeReminders', { pledgeId: pledge.id, times: chosen }),
    ]);
    for (const { userErrors } of [rule, single]) expect(userErrors.map((error: Answer) => error.code)).toEqual([code]);
  });

  it('is not for the pledge of another', async () => {
    const { pledge, steward, community } = await promised();
    const stranger = await world.person();
    const ally = await world.ally(community);
    const codes = await unchanged(on, () =>
      Promise.all(
        [steward, ally, stranger].map((as) =>
          on.refusal(as, 'setPledgeReminders', { pledgeId: pledge.id, times: [0] }),
        ),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(['FORBIDDEN', 'NOT_FOUND']));
  });
});

describe('answering for a time that was planned', () => {
  it('confirms it, for those who organize to see, and once', async () => {
    const { by, pledge, steward, community } = await promised();
    const { occurrence } = await world.done(by, 'confirmOccurrence', { occurrenceId: pledge.occurrenceId }, OCCURRENCE);
    expect(occurrence).toMatchObject({ confirmedAt: expect.any(String), movedAt: null, viewerCanReschedule: true });
    const seen = await pledgeOf(steward, pledge.id);
    expect(seen.occurrences).toEqual([{ confirmedAt: occurrence.confirmedAt, viewerCanReschedule: false }]);
    await unchanged(on, () => world.done(by, 'confirmOccurrence', { occurrenceId: pledge.occurrenceId }));
    expect(await deeds(on, community.id, 'pledge')).toEqual(['pledge.made', 'pledge.time_confirmed']);
  });

  it('moves it within the time of the ask, with the plan of the pledge', async () => {
    const { by, pledge, community } = await promised({ endsAt: inDays(10) });
    const when = inDays(5);
    await world.done(by, 'confirmOccurrence', { occurrenceId: pledge.occurrenceId });
    const { occurrence } = await world.done(
      by,
      'reschedulePledge',
      { occurrenceId: pledge.occurrenceId, when },
      OCCURRENCE,
    );
    expect(occurrence).toMatchObject({
      dueAt: when,
      confirmedAt: null,
      movedAt: expect.any(String),
      pledge: { plan: { when } },
    });
    expect(await deeds(on, community.id, 'pledge')).toEqual([
      'pledge.made',
      'pledge.time_confirmed',
      'pledge.time_moved',
    ]);
    const codes = await unchanged(on, async () => {
      const late = await on.mutate(by, 'reschedulePledge', { occurrenceId: pledge.occurrenceId, when: inDays(11) });
      const past = await on.mutate(by, 'reschedulePledge', { occurrenceId: pledge.occurrenceId, when: inDays(-1) });
      return [late, past].map(({ userErrors }) => userErrors.map((error: Answer) => [error.code, error.path]));
    });
    expect(codes).toEqual([[['OUT_OF_RANGE', ['input', 'when']]], [['IN_THE_PAST', ['input', 'when']]]]);
  });

  it('is for its pledger alone, and only while it is still to be done', async () => {
    const { by, pledge, steward } = await promised();
    const { occurrenceId } = pledge;
    const inputs = { confirmOccurrence: { occurrenceId }, reschedulePledge: { occurrenceId, when: inDays(4) } };
    for (const [mutation, input] of Object.entries(inputs)) {
      const refused = await unchanged(on, () => on.refusal(steward, mutation, input));
      expect(refused).toBe('FORBIDDEN');
    }
    await world.done(by, 'stepBack', { pledgeId: pledge.id });
    for (const [mutation, input] of Object.entries(inputs)) {
      const { userErrors } = await unchanged(on, () => on.mutate(by, mutation, input));
      expect(userErrors.map((error: Answer) => error.code)).toEqual(['WRONG_STATE']);
    }
  });

  it('is held by the database too, whatever the service lets through', async () => {
    const { by, pledge, community } = await promised({ endsAt: inDays(10) });
    const moved = (to: string) =>
      owner(
        `SELECT set_config('accompany.kind', 'person', true), set_config('accompany.person', (SELECT person_id::text FROM membership WHERE id = '${by.membershipId}'), true);
         SELECT app.move_occurrence('${community.id}', '${pledge.occurrenceId}', '${to}')`,
      );
    await expect(moved(inDays(11))).rejects.toMatchObject({ constraint: 'occurrence_moves_within_ask_ck' });
    await expect(moved(inDays(-1))).rejects.toMatchObject({ constraint: 'occurrence_moves_within_ask_ck' });
  });
});

describe('the times of many pledges', () => {
  it('are read in as many statements as those of one', async () => {
    const there = await scene(world);
    const allies = [];
    for (let n = 0; n < 6; n += 1) {
      const by = await world.ally(there.community);
      allies.push(by);
      await world.pledge({ ask: there.ask, by });
    }
    const text =
      'query ($id: ID!, $first: Int) { ask(id: $id) { pledges(first: $first) { nodes { reminderTimes occurrences { confirmedAt movedAt } } } } }';
    const count = async (first: number) => {
      const { statements, result } = await counting(() => on.query(there.steward, text, { id: there.ask.id, first }));
      expect(result.ask.pledges.nodes).toHaveLength(first);
      return statements.length;
    };
    await count(1);
    expect(await count(6)).toBe(await count(1));
  });
});
