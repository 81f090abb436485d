import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { inHours, Rounds } from '../../support/rounds.js';
import { unchanged } from '../../support/unchanged.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let rounds: Rounds;
let community: Founded;
let steward: Person;
let voter: Person;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  rounds = new Rounds(on, world);
  community = await world.community();
  steward = community.steward;
  voter = await world.affected(community);
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const campaign = (): Promise<Campaign> => world.campaign(community);
const codeOf = async (field: string, input: Record<string, unknown>): Promise<string> =>
  (await on.mutate(steward, field, input)).userErrors[0]?.code ?? 'DONE';

describe('scheduling', () => {
  it('lists all there is, and opens, closes, counts and ratifies by the clock alone', async () => {
    const home = await campaign();
    const round = await rounds.scheduled(home, 'AB', { opensAt: inHours(1), objectionHours: 0 });
    await rounds.advance();
    expect(await rounds.state(round)).toBe('SCHEDULED');
    await rows(`UPDATE priority_round SET opens_at = now() WHERE id = $1`, round.id);
    await rounds.advance();
    expect(await rounds.state(round)).toBe('OPEN');
    await rounds.cast(round, voter, 'B');
    await rounds.close(round);
    expect(await rounds.state(round)).toBe('RATIFIED');
    expect(await rounds.ranks(round)).toBe('B');
  });

  it.each([
    ['an end before its beginning', { opensAt: inHours(9), closesAt: inHours(8) }, 'OUT_OF_RANGE'],
    ['an end in more than ninety days', { closesAt: inHours(24 * 91) }, 'OUT_OF_RANGE'],
    ['an end that has passed', { closesAt: inHours(-1) }, 'IN_THE_PAST'],
    ['a quorum of more than all', { quorumPercent: 101 }, 'OUT_OF_RANGE'],
    ['a budget without equal shares', { budgetHours: 10 }, 'INVALID'],
    ['equal shares without a budget', { method: 'EQUAL_SHARES' }, 'INVALID'],
    ['a review before it closes', { reviewOn: new Date().toISOString().slice(0, 10) }, 'IN_THE_PAST'],
    ['a review in more than two years', { reviewOn: '2150-01-01' }, 'OUT_OF_RANGE'],
  ])('with %s is refused', async (_, input, code) => {
    const home = await campaign();
    await world.priority(home);
    await unchanged(on, async () => {
      expect(await codeOf('schedulePriorityRound', { campaignId: home.id, closesAt: inHours(48), ...input })).toBe(
        code,
      );
    });
  });

  it('needs something to vote on, of this campaign, each once', async () => {
    const [empty, home] = [await campaign(), await campaign()];
    const foreign = await world.priority(await campaign());
    const own = await world.priority(home);
    await unchanged(on, async () => {
      expect(await codeOf('schedulePriorityRound', { campaignId: empty.id, closesAt: inHours(48) })).toBe('INVALID');
      const items = [{ priorityId: own.id }, { priorityId: own.id }];
      expect(await codeOf('schedulePriorityRound', { campaignId: home.id, closesAt: inHours(48), items })).toBe(
        'INVALID',
      );
      const input = { campaignId: home.id, closesAt: inHours(48), items: [{ priorityId: foreign.id }] };
      expect(await on.refusal(steward, 'schedulePriorityRound', input)).toBe('NOT_FOUND');
    });
  });

  it('cites only a round to whose result was objected', async () => {
    const round = await rounds.open(await campaign(), 'A');
    const input = { campaignId: round.campaign.id, closesAt: inHours(48), successorOfId: round.id };
    await unchanged(on, async () => expect(await codeOf('schedulePriorityRound', input)).toBe('WRONG_STATE'));
  });
});

describe('what a round lists', () => {
  it('stays as it is while it is under way', async () => {
    const home = await campaign();
    const round = await rounds.open(home, 'AB');
    const other = await world.priority(home);
    await unchanged(on, async () => {
      const priorityId = round.priorities['A'];
      expect(await codeOf('withdrawPriority', { priorityId, reason: 'Too late.' })).toBe('WRONG_STATE');
      expect(await codeOf('mergePriorities', { intoId: other.id, fromIds: [priorityId] })).toBe('WRONG_STATE');
      expect(await codeOf('revisePriority', { priorityId, expectedVersion: 1, statement: 'Something else' })).toBe(
        'WRONG_STATE',
      );
    });
    await rounds.cast(round, voter, 'A');
    await rounds.close(round);
    await unchanged(on, async () => {
      expect(await codeOf('withdrawPriority', { priorityId: round.priorities['B'], reason: 'No.' })).toBe(
        'WRONG_STATE',
      );
    });
    await rounds.ratify(round);
    expect(await codeOf('withdrawPriority', { priorityId: round.priorities['B'], reason: 'No support.' })).toBe('DONE');
  });

  it('follows what happens to priorities until it opens, and never passes over one that has a rank', async () => {
    const home = await campaign();
    const first = await rounds.open(home, 'AB');
    await rounds.cast(first, voter, 'AB');
    await rounds.close(first);
    await rounds.ratify(first);
    const fresh = await world.priority(home);
    const gone = await world.priority(home);
    const { round } = await world.done(
      steward,
      'schedulePriorityRound',
      { campaignId: home.id, closesAt: inHours(48), items: [{ priorityId: fresh.id }, { priorityId: gone.id }] },
      'round { id items { priority { id } } }',
    );
    const sorted = (ids: string[]) => ids.toSorted((one, other) => (one < other ? -1 : 1));
    const idsOf = (items: { priority: { id: string } }[]) => sorted(items.map(({ priority }) => priority.id));
    const ranked = [first.priorities['A'], first.priorities['B']];
    expect(idsOf(round.items)).toEqual(sorted([...ranked, fresh.id, gone.id] as string[]));
    await world.done(steward, 'withdrawPriority', { priorityId: gone.id, reason: 'Said twice.' });
    const opened = await world.done(
      steward,
      'openPriorityRound',
      { roundId: round.id },
      'round { items { priority { id } lot } lotSeed }',
    );
    expect(idsOf(opened.round.items)).toEqual(sorted([...ranked, fresh.id] as string[]));
    expect(
      opened.round.items.map(({ lot }: { lot: number }) => lot).toSorted((one: number, other: number) => one - other),
    ).toEqual([1, 2, 3]);
  });

  it('a gap stays where a ranked one is withdrawn, until the next round', async () => {
    const home = await campaign();
    const round = await rounds.open(home, 'ABC');
    await rounds.cast(round, voter, 'ABC');
    await rounds.close(round);
    await rounds.ratify(round);
    const [first, second, third] = [...(await rounds.ranks(round))].map((name) => round.priorities[name]);
    await world.done(steward, 'withdrawPriority', { priorityId: first, reason: 'It is won.' });
    expect(
      await rows('SELECT id, rank FROM priority WHERE id = ANY ($1) ORDER BY rank', [first, second, third]),
    ).toEqual([first, second, third].map((id, place) => ({ id, rank: place + 1 })));
    const next = await rounds.open(home, 'D');
    await rounds.cast({ ...next, priorities: { ...next.priorities, X: third as string } }, voter, 'X');
    await rounds.close(next);
    await rounds.ratify(next);
    expect(await rows('SELECT id FROM priority WHERE campaign_id = $1 AND rank IS NOT NULL', home.id)).toEqual([
      { id: third },
    ]);
  });
});

describe('a steward', () => {
  it('extends a round to a later time, and not to an earlier one', async () => {
    const round = await rounds.open(await campaign(), 'A');
    await unchanged(on, async () => {
      expect(await codeOf('extendPriorityRound', { roundId: round.id, closesAt: inHours(47) })).toBe('OUT_OF_RANGE');
      expect(await codeOf('extendPriorityRound', { roundId: round.id, closesAt: inHours(24 * 200) })).toBe(
        'OUT_OF_RANGE',
      );
    });
    const until = inHours(72);
    const { round: extended } = await world.done(
      steward,
      'extendPriorityRound',
      { roundId: round.id, closesAt: until },
      'round { closesAt }',
    );
    expect(extended.closesAt).toBe(until);
  });

  it('closes a round of one community early', async () => {
    const round = await rounds.open(await campaign(), 'A');
    await rounds.cast(round, voter, 'A');
    const { round: closed } = await world.done(steward, 'closePriorityRound', { roundId: round.id }, 'round { state }');
    expect(closed.state).toBe('CLOSED');
    await unchanged(on, async () => {
      expect(await codeOf('closePriorityRound', { roundId: round.id })).toBe('WRONG_STATE');
      expect(await codeOf('cancelPriorityRound', { roundId: round.id, reason: 'Too late.' })).toBe('WRONG_STATE');
    });
  });

  it('calls a round off before it closes, and its ballots are destroyed unread', async () => {
    const home = await campaign();
    const round = await rounds.open(home, 'A');
    await rounds.cast(round, voter, 'A');
    await world.done(steward, 'cancelPriorityRound', { roundId: round.id, reason: 'The list was wrong.' });
    expect(await rounds.read(voter, round, 'state cancelledBecause ballots { totalCount }')).toEqual({
      state: 'CANCELLED',
      cancelledBecause: 'The list was wrong.',
      ballots: { totalCount: 0 },
    });
    expect(
      await rows(
        'SELECT FROM vault.sealed_ballot b JOIN round_part p ON p.id = b.part_id WHERE p.round_id = $1',
        round.id,
      ),
    ).toEqual([]);
    expect(
      await rows(
        'SELECT FROM vault.ballot_secret b JOIN round_part p ON p.id = b.part_id WHERE p.round_id = $1',
        round.id,
      ),
    ).toEqual([]);
    expect(await codeOf('openPriorityRound', { roundId: round.id })).toBe('WRONG_STATE');
    expect(await rounds.open(home, 'B')).toBeDefined();
  });

  it('opens one round at a time in a campaign, also when two are due at once', async () => {
    const home = await campaign();
    const [first, second] = [await rounds.scheduled(home, 'A'), await rounds.scheduled(home, 'B')];
    await rows('UPDATE priority_round SET opens_at = now() WHERE id = ANY ($1)', [first.id, second.id]);
    await Promise.all([rounds.advance(), rounds.advance(), rounds.advance()]);
    const states = [await rounds.state(first), await rounds.state(second)];
    expect(states.toSorted((one, other) => one.localeCompare(other))).toEqual(['OPEN', 'SCHEDULED']);
    const third = await rounds.scheduled(home, 'C');
    await unchanged(on, async () =>
      expect(await codeOf('openPriorityRound', { roundId: third.id })).toBe('ROUND_ALREADY_OPEN'),
    );
  });

  it('cannot open a round in which nobody could vote', async () => {
    const quiet = await world.community();
    const home = await world.campaign(quiet);
    const round = await rounds.scheduled(home, 'A');
    await rows(`UPDATE membership SET probation_until = now() + interval '3 days' WHERE community_id = $1`, quiet.id);
    await rows('UPDATE priority_round SET opens_at = now() WHERE id = $1', round.id);
    await rounds.advance();
    expect(await rounds.state(round)).toBe('SCHEDULED');
    expect(await rows('SELECT FROM round_part WHERE round_id = $1', round.id)).toEqual([]);
  });
});

describe('the clock', () => {
  it('calls a round off that nobody opened in time, or whose campaign has concluded', async () => {
    const [late, ended] = [await rounds.scheduled(await campaign(), 'A'), await rounds.open(await campaign(), 'A')];
    await rows(`UPDATE priority_round SET closes_at = now() WHERE id = $1`, late.id);
    await world.done(steward, 'concludeCampaign', { campaignId: ended.campaign.id, conclusion: 'We won.' });
    await rounds.advance();
    expect(await rounds.read(voter, late, 'state cancelledBecause')).toEqual({
      state: 'CANCELLED',
      cancelledBecause: 'Nobody opened it before its time to close.',
    });
    expect(await rounds.read(voter, ended, 'state cancelledBecause')).toEqual({
      state: 'CANCELLED',
      cancelledBecause: 'The campaign concluded.',
    });
  });

  it('takes each step once, however many processes try', async () => {
    const round = await rounds.open(await campaign(), 'AB', { objectionHours: 0 });
    await rounds.cast(round, voter, 'A');
    await rows(
      `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 second' WHERE id = $1`,
      round.id,
    );
    for (let turn = 0; turn < 3; turn += 1) await Promise.all([rounds.advance(), rounds.advance(), rounds.advance()]);
    expect(await rounds.state(round)).toBe('RATIFIED');
    const entries = await rows(
      `SELECT kind, count(*)::int AS times FROM record_entry WHERE subject_id = $1 AND kind LIKE 'round.%' GROUP BY kind HAVING count(*) > 1`,
      round.id,
    );
    expect(entries).toEqual([]);
    expect(await rows('SELECT count(*)::int AS given FROM mandate WHERE round_id = $1', round.id)).toEqual([
      { given: 1 },
    ]);
  });
});
