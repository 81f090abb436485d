import { AppScope } from '../../../src/platform/access/scope.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { appToken } from '../../support/keys.js';
import { Rounds } from '../../support/rounds.js';
import { unchanged } from '../../support/unchanged.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let rounds: Rounds;
let community: Founded;
let people: Person[];

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  rounds = new Rounds(on, world);
  community = await world.community();
  people = [community.steward];
  for (let count = 1; count < 6; count += 1) people.push(await world.affected(community));
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const campaign = (): Promise<Campaign> => world.campaign(community);
const person = (place: number) => people[place] as Person;
const own = 'viewerCanVote viewerBallot { receipt levels }';

describe('a ballot', () => {
  it('is replaced by the next one under the same receipt, and counts once', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    const first = await rounds.cast(round, person(1), 'A');
    const again = await rounds.cast(round, person(1), 'B');
    expect(again).toBe(first);
    expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(await rounds.read(person(1), round, own)).toEqual({
      viewerCanVote: true,
      viewerBallot: { receipt: first, levels: [[round.priorities['B']]] },
    });
    expect(await rounds.read(person(2), round, own)).toEqual({ viewerCanVote: true, viewerBallot: null });
    await rounds.close(round);
    await rounds.ratify(round);
    expect(await rounds.ranks(round)).toBe('B');
    expect(await rounds.read(person(1), round, own)).toEqual({ viewerCanVote: false, viewerBallot: null });
  });

  it.each([
    ['two ways at once', { approvals: ['A'], noneOfThese: true }, 'INVALID'],
    ['no way at all', {}, 'INVALID'],
    ['a ranking where people mark', { ranking: [['A']] }, 'INVALID'],
    ['nothing marked', { approvals: [] }, 'TOO_SHORT'],
    ['one priority twice', { approvals: ['A', 'A'] }, 'INVALID'],
  ])('with %s is refused with what to do', async (_, choice, code) => {
    const round = await rounds.open(await campaign(), 'AB');
    const named = JSON.parse(JSON.stringify(choice).replaceAll('"A"', JSON.stringify(round.priorities['A'])));
    await unchanged(on, async () => {
      const { userErrors } = await on.mutate(person(1), 'castBallot', { roundId: round.id, ...named }, 'receipt');
      expect(userErrors[0].code).toBe(code);
    });
  });

  it('for what is not on the list is for nothing, whether or not that is there', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    const other = await world.priority(await campaign());
    await unchanged(on, async () => {
      for (const id of [other.id, '0192a5a0-0000-7000-8000-000000000000']) {
        expect(await on.refusal(person(1), 'castBallot', { roundId: round.id, approvals: [id] }, 'receipt')).toBe(
          'NOT_FOUND',
        );
      }
    });
  });

  it('is taken from who was on the roll when it opened, and from nobody who came later', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    const later = await world.affected(community);
    await unchanged(on, async () => {
      expect(await on.refusal(later, 'castBallot', rounds.ballot(round, 'A'), 'receipt')).toBe('FORBIDDEN');
    });
    expect(await rounds.read(later, round, own)).toEqual({ viewerCanVote: false, viewerBallot: null });
  });

  it('is neither cast nor seen by an app of the voter, whatever it may do', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    await rounds.cast(round, person(1), 'A');
    const { as } = await appToken(world, person(1), ...Object.values(AppScope));
    await on.send(as, '{ __typename }');
    const document = `query ($id: ID!) { node(id: $id) { ... on PriorityRound { viewerBallot { receipt } } } }`;
    const { data, errors } = await on.send(as, document, { id: round.id });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(data.node.viewerBallot).toBeNull();
    expect(await on.refusal(as, 'castBallot', rounds.ballot(round, 'B'), 'receipt')).toBe('FORBIDDEN');
  });

  it('waits for the opening, and comes too late after the closing', async () => {
    const round = await rounds.scheduled(await campaign(), 'AB');
    const attempt = () => on.mutate(person(1), 'castBallot', rounds.ballot(round, 'A'), 'receipt');
    await unchanged(on, async () => expect((await attempt()).userErrors[0].code).toBe('WRONG_STATE'));
    await world.done(community.steward, 'openPriorityRound', { roundId: round.id });
    await rows(
      `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 second' WHERE id = $1`,
      round.id,
    );
    // No clock has noticed yet.
    await unchanged(on, async () => expect((await attempt()).userErrors[0].code).toBe('WRONG_STATE'));
    expect((await rounds.read(person(1), round, 'state')).state).toBe('CLOSED');
  });

  it('leaves one row in one table, and nothing on the voter', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    const marks = () =>
      rows(
        `SELECT 'membership' AS name, id::text, xmin::text, xmax::text FROM membership UNION ALL SELECT 'session', id::text, xmin::text, xmax::text FROM vault.session
         UNION ALL SELECT 'person', id::text, xmin::text, xmax::text FROM person UNION ALL SELECT 'roll', membership_id::text, xmin::text, xmax::text FROM roll_entry
         UNION ALL SELECT 'part', id::text, xmin::text, xmax::text FROM round_part UNION ALL SELECT 'round', id::text, xmin::text, xmax::text FROM priority_round ORDER BY 1, 2`,
      );
    const before = await marks();
    await expect(unchanged(on, () => rounds.cast(round, person(1), 'A'))).rejects.toThrow(
      /these tables did: vault\.sealed_ballot$/,
    );
    expect(await marks()).toEqual(before);
    const [sealed] = await rows(
      'SELECT b.* FROM vault.sealed_ballot b JOIN round_part p ON p.id = b.part_id WHERE p.round_id = $1',
      round.id,
    );
    expect(Object.keys(sealed as object).toSorted()).toEqual(['community_id', 'contents', 'key', 'part_id']);
    expect((sealed as { contents: Buffer }).contents).toHaveLength(12 + 16 + 16 + 2);
  });
});

describe('a result', () => {
  it('of fewer than five ballots tells ranks and turnout, and no ballot and no reason', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    for (const place of [0, 1, 2, 3]) await rounds.cast(round, person(place), 'A');
    await rounds.close(round);
    await rounds.ratify(round);
    const read = await rounds.read(
      person(1),
      round,
      'publishesBallots ballots { totalCount } items { rank explanation numbers } parts { ballotCount }',
    );
    expect(read).toEqual({
      publishesBallots: false,
      ballots: { totalCount: 0 },
      items: [
        { rank: 1, explanation: null, numbers: null },
        { rank: null, explanation: null, numbers: null },
      ],
      parts: [{ ballotCount: 4 }],
    });
  });

  it('without its quorum changes nothing, and no ballot remains', async () => {
    const home = await campaign();
    const before = await rounds.open(home, 'AB');
    for (const place of [0, 1, 2, 3, 4]) await rounds.cast(before, person(place), 'BA'.slice(place % 2));
    await rounds.close(before);
    await rounds.ratify(before);
    const ranks = await rounds.ranks(before);
    expect(ranks).toHaveLength(2);
    const round = await rounds.open(home, 'C', { quorumPercent: 50 });
    await rounds.cast(round, person(1), 'C');
    await rounds.close(round);
    expect(await rounds.state(round)).toBe('INQUORATE');
    expect(await rounds.ranks(before)).toBe(ranks);
    expect(await rounds.ranks(round)).toBe('');
    expect(await rows('SELECT count(*)::int AS ballots FROM round_ballot WHERE round_id = $1', round.id)).toEqual([
      { ballots: 0 },
    ]);
    expect((await rounds.read(person(1), round, 'parts { ballotCount isQuorate }')).parts).toEqual([
      { ballotCount: 1, isQuorate: false },
    ]);
  });

  it('by majority ranks what most prefer, ties on a ballot included', async () => {
    const round = await rounds.open(await campaign(), 'ABC', { method: 'MAJORITY' });
    for (const [place, choice] of ['A>B>C', 'A>BC', 'B>C>A', 'C>B>A', 'A>C'].entries())
      await rounds.cast(round, person(place), choice);
    await rounds.close(round);
    await rounds.ratify(round);
    expect((await rounds.ranks(round))[0]).toBe('A');
    const { items } = await rounds.read(person(1), round, 'items { rank explanation numbers }');
    expect(items[0].explanation[1]).toMatch(/before 2 others and after 0/);
    expect(JSON.parse(items[0].numbers)).toMatchObject({ method: 'MAJORITY', comparedWithNext: { preferring: '3/5' } });
  });

  it('in equal shares ranks what its supporters can pay for, once everything has a cost', async () => {
    const home = await campaign();
    const round = await rounds.scheduled(home, 'ABC', { method: 'EQUAL_SHARES', budgetHours: 60, completion: 'NONE' });
    await unchanged(on, async () => {
      const { userErrors } = await on.mutate(community.steward, 'openPriorityRound', { roundId: round.id });
      expect(userErrors[0].message).toMatch(/has no cost yet/);
    });
    for (const [name, hours] of Object.entries({ A: 40, B: 20, C: 50 })) {
      await world.done(person(2), 'estimatePriority', { roundId: round.id, priorityId: round.priorities[name], hours });
    }
    await world.done(community.steward, 'openPriorityRound', { roundId: round.id });
    // Twelve hours each of the five that vote: four can pay for A, one alone not for C, and one not for B.
    for (const [place, choice] of ['A', 'A', 'A', 'AC', 'BC'].entries())
      await rounds.cast(round, person(place), choice);
    await rounds.close(round);
    await rounds.ratify(round);
    expect(await rounds.ranks(round)).toBe('A');
    await unchanged(on, async () => {
      const late = { roundId: round.id, priorityId: round.priorities['A'], hours: 5 };
      expect((await on.mutate(person(2), 'estimatePriority', late)).userErrors[0].code).toBe('WRONG_STATE');
    });
  });

  it('sets aside what nobody on the roll has cast', async () => {
    const round = await rounds.open(await campaign(), 'AB');
    for (const place of [0, 1, 2, 3, 4]) await rounds.cast(round, person(place), 'A');
    await rows(
      `INSERT INTO vault.sealed_ballot (community_id, part_id, key, contents) SELECT b.community_id, b.part_id, sha256('forged'), b.contents FROM vault.sealed_ballot b JOIN round_part p ON p.id = b.part_id WHERE p.round_id = $1 LIMIT 1`,
      round.id,
    );
    await rounds.close(round);
    expect((await rounds.read(person(1), round, 'parts { ballotCount strayCount }')).parts).toEqual([
      { ballotCount: 5, strayCount: 1 },
    ]);
  });
});
