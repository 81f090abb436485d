import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import type { Round } from '../../support/rounds.js';
import type { Member } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { Meeting } from './meeting.js';

let on: TestApp;
let meeting: Meeting;
let people: readonly Member[];

beforeAll(async () => {
  on = await startTestApp();
  meeting = await Meeting.build(on);
  people = meeting.people;
}, 60_000);
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const place = (index: number): Member => people[index] as Member;
const codesOf = (payload: { userErrors: { code: string; path: string[] }[] }) =>
  payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);

describe('ballots of a meeting', () => {
  it('count with those cast online once a second person stands for them, in place of what their people had cast', async () => {
    const { rounds } = meeting;
    const round = await meeting.open('ABC');
    for (const index of [0, 1, 2]) await rounds.cast(round, place(index), 'A');
    const batch = await meeting.entered(round, [place(5), place(2), place(3), place(4)], ['B', 'B', '', 'BC']);
    expect(await meeting.batches(round, 'state ballotCount settledBy { id } places { member { id } }')).toEqual([
      {
        state: 'WAITING',
        ballotCount: 4,
        settledBy: null,
        places: [2, 3, 4, 5]
          .map((index) => ({ member: { id: place(index).membershipId } }))
          .toSorted((one, other) => (one.member.id < other.member.id ? -1 : 1)),
      },
    ]);
    expect(await rounds.read(place(2), round, 'viewerVoteOnPaper viewerCanVote')).toEqual({
      viewerVoteOnPaper: false,
      viewerCanVote: true,
    });
    await meeting.world.done(place(0), 'witnessAssemblyBallots', { batchId: batch.id, count: 4 });
    expect(await rounds.read(place(2), round, 'viewerVoteOnPaper viewerCanVote viewerBallot { receipt }')).toEqual({
      viewerVoteOnPaper: true,
      viewerCanVote: false,
      viewerBallot: null,
    });
    const late = await unchanged(on, () => on.mutate(place(3), 'castBallot', rounds.ballot(round, 'A')));
    expect(late.userErrors).toMatchObject([
      {
        code: 'WRONG_STATE',
        message: 'Your vote was taken on paper, in a meeting or by phone: it counts, and there is one for each person.',
      },
    ]);

    await rounds.close(round);
    expect(await meeting.part(round)).toEqual({
      rollCount: 8,
      ballotCount: 6,
      paperCount: 4,
      strayCount: 0,
      unwitnessedCount: 0,
      isQuorate: true,
    });
    const { ballots } = await rounds.read(place(1), round, 'ballots { nodes { receipt levels } }');
    const levels = new Map<string, string[][]>(
      ballots.nodes.map((ballot: { receipt: string; levels: string[][] }) => [ballot.receipt, ballot.levels]),
    );
    const { A, B, C } = round.priorities as Record<'A' | 'B' | 'C', string>;
    const found = batch.receipts.map((receipt) => levels.get(receipt)?.map((level) => level.toSorted()));
    expect(found).toEqual([[[B]], [[B]], [], [[B, C].toSorted()]]);
    expect([...levels].filter(([receipt]) => !batch.receipts.includes(receipt)).map(([, ways]) => ways)).toEqual([
      [[A]],
      [[A]],
    ]);
  });

  it('leave on the roll that a paper place was used, and on the record how many there were and nothing else', async () => {
    const { rounds } = meeting;
    const round = await meeting.open('AB');
    await rounds.cast(round, place(0), 'A');
    const batch = await meeting.witnessed(round, [place(1), place(2)], ['A', 'B']);
    await rounds.close(round);
    const { roll } = await rounds.read(meeting.steward, round, 'roll { totalCount nodes { usesPaper member { id } } }');
    expect(roll.totalCount).toBe(8);
    const onPaper = roll.nodes.filter((one: { usesPaper: boolean }) => one.usesPaper);
    expect(onPaper.map((one: { member: { id: string } }) => one.member.id).toSorted()).toEqual(
      [place(1).membershipId, place(2).membershipId].toSorted(),
    );
    expect(await rounds.read(place(1), round, 'viewerVoteOnPaper')).toEqual({ viewerVoteOnPaper: true });
    const read = 'query ($id: ID!) { node(id: $id) { ... on PriorityRound { roll { totalCount } } } }';
    const { data, errors } = await on.send(place(1), read, { id: round.id });
    expect([data.node.roll, errors[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect(
      await meeting.batches(round, 'state ballotCount enteredBy { id } settledBy { id } places { usesPaper }'),
    ).toEqual([
      {
        state: 'WITNESSED',
        ballotCount: 2,
        enteredBy: { id: meeting.organizer.membershipId },
        settledBy: { id: meeting.steward.membershipId },
        places: [],
      },
    ]);
    const entries = await rows(
      'SELECT kind, actor_id, details FROM record_entry WHERE subject_id = $1 ORDER BY recorded_at, id',
      batch.id,
    );
    const details = { ballots: 2, roundId: round.id };
    expect(entries).toEqual([
      { kind: 'assembly.entered', actor_id: meeting.organizer.membershipId, details },
      { kind: 'assembly.witnessed', actor_id: meeting.steward.membershipId, details },
    ]);
    expect(
      await rows(
        'SELECT (SELECT count(*)::int FROM assembly_place) AS places, (SELECT count(*)::int FROM vault.assembly_box) AS boxes',
      ),
    ).toEqual([{ places: 0, boxes: 0 }]);
  });

  it('are not counted while nobody has witnessed them, and the result says how many', async () => {
    const { rounds } = meeting;
    const round = await meeting.open('AB', { quorumPercent: 25 });
    await meeting.entered(round, [place(0), place(1), place(2)], ['A', 'A', 'A']);
    await rounds.cast(round, place(1), 'B');
    await rounds.cast(round, place(3), 'B');
    await rounds.close(round);
    expect(await meeting.part(round)).toEqual({
      rollCount: 8,
      ballotCount: 2,
      paperCount: 0,
      strayCount: 0,
      unwitnessedCount: 3,
      isQuorate: true,
    });
    expect(await meeting.batches(round, 'state')).toEqual([{ state: 'UNWITNESSED' }]);
    expect(await rounds.read(place(0), round, 'viewerVoteOnPaper')).toEqual({ viewerVoteOnPaper: false });
  });

  it('count for the quorum like those cast online', async () => {
    const { rounds } = meeting;
    const round = await meeting.open('AB', { quorumPercent: 50 });
    await rounds.cast(round, place(0), 'A');
    await rounds.cast(round, place(1), 'A');
    await meeting.witnessed(round, [place(2), place(3)], ['B', '']);
    await rounds.close(round);
    expect(await meeting.part(round)).toMatchObject({ ballotCount: 4, paperCount: 2, isQuorate: true });
    const missed = await meeting.open('AB', { quorumPercent: 50 });
    await rounds.cast(missed, place(2), 'A');
    await rounds.cast(missed, place(1), 'A');
    await meeting.witnessed(missed, [place(2), place(3)], ['B', '']);
    await rounds.close(missed);
    expect(await rounds.state(missed)).toBe('INQUORATE');
    expect(await meeting.part(missed)).toMatchObject({ ballotCount: 3, paperCount: 2, isQuorate: false });
    expect(await rows('SELECT count(*)::int AS left FROM round_ballot WHERE round_id = $1', missed.id)).toEqual([
      { left: 0 },
    ]);
  });

  it('are destroyed with a round that is cancelled', async () => {
    const round = await meeting.open('AB');
    await meeting.entered(round, [place(0)], ['A']);
    await meeting.witnessed(round, [place(1), place(2)], ['A', 'B']);
    await meeting.world.done(meeting.steward, 'cancelPriorityRound', { roundId: round.id, reason: 'The hall burned.' });
    expect(
      await rows(
        'SELECT (SELECT count(*)::int FROM assembly_place) AS places, (SELECT count(*)::int FROM vault.assembly_box) AS boxes',
      ),
    ).toEqual([{ places: 0, boxes: 0 }]);
    expect((await meeting.batches(round, 'state')).map(({ state }) => state)).toEqual(['UNWITNESSED', 'WITNESSED']);
  });
});

describe('entering and witnessing', () => {
  let round: Round;
  beforeAll(async () => {
    round = await meeting.open('AB');
  });
  afterAll(() => meeting.rounds.close(round));
  const sheet = (of: readonly Member[], choices: readonly string[]) => meeting.sheet(round, of, choices);

  it('is for stewards and affected organizers on the roll', async () => {
    const { world, community } = meeting;
    const outsiders: [Person, string][] = [
      [await world.ally(community), 'FORBIDDEN'],
      [await world.allyOrganizer(community), 'FORBIDDEN'],
      [(await world.community()).steward, 'NOT_FOUND'],
      [place(0), 'FORBIDDEN'],
      [await world.person(), 'FORBIDDEN'],
    ];
    const batch = await meeting.entered(round, [place(0)], ['A']);
    for (const [person, code] of outsiders) {
      expect(await unchanged(on, () => on.refusal(person, 'enterAssemblyBallots', sheet([place(1)], ['A'])))).toBe(
        code,
      );
      if (person === place(0)) continue;
      for (const [deed, input] of [
        ['witnessAssemblyBallots', { count: 1 }],
        ['rejectAssemblyBallots', { reason: 'No.' }],
        ['withdrawAssemblyBallots', {}],
      ] as const) {
        expect(['FORBIDDEN', 'NOT_FOUND']).toContain(
          await unchanged(on, () => on.refusal(person, deed, { batchId: batch.id, ...input })),
        );
      }
    }
    await meeting.world.done(meeting.organizer, 'withdrawAssemblyBallots', { batchId: batch.id });
  });

  it('is not for who came after the roll was frozen, whatever duty they have', async () => {
    const { world, community } = meeting;
    const later = await world.affected(community, { declinesStewardship: true });
    const [{ id }] = (await rows(
      `SELECT id FROM membership WHERE community_id = $1 ORDER BY since DESC LIMIT 1`,
      community.id,
    )) as [{ id: string }];
    await rows('UPDATE membership SET is_steward = true WHERE id = $1', id);
    expect(await unchanged(on, () => on.refusal(later, 'enterAssemblyBallots', sheet([place(1)], ['A'])))).toBe(
      'FORBIDDEN',
    );
    const batch = await meeting.entered(round, [place(0)], ['A']);
    expect(
      await unchanged(on, () => on.refusal(later, 'witnessAssemblyBallots', { batchId: batch.id, count: 1 })),
    ).toBe('FORBIDDEN');
    const payload = await unchanged(on, () =>
      on.mutate(meeting.organizer, 'enterAssemblyBallots', sheet([{ ...later, membershipId: id }], ['A'])),
    );
    expect(codesOf(payload)).toEqual(['INVALID input.places']);
    await world.done(meeting.organizer, 'withdrawAssemblyBallots', { batchId: batch.id });
    await rows('UPDATE membership SET is_steward = false WHERE id = $1', id);
  });

  it.each([
    ['as many ballots as places', [0, 1], ['A'], 'INVALID input.ballots'],
    ['each person once', [0, 0], ['A', 'B'], 'INVALID input.places'],
    ['somebody', [], [], 'TOO_SHORT input.places'],
    ['ballots as the round counts them', [0], ['A>B'], 'INVALID input.ballots.0.ranking'],
  ])('takes %s', async (_what, of, choices, refused) => {
    const payload = await unchanged(on, () =>
      on.mutate(meeting.organizer, 'enterAssemblyBallots', sheet(of.map(place), choices)),
    );
    expect(codesOf(payload)).toEqual([refused]);
  });

  it('takes another person, who counted the same number and is more than the other half of it', async () => {
    const batch = await meeting.entered(round, [meeting.organizer, place(1)], ['A', 'B']);
    const attempt = (as: Person, count: number) =>
      unchanged(on, () => on.mutate(as, 'witnessAssemblyBallots', { batchId: batch.id, count }));
    expect(codesOf(await attempt(meeting.organizer, 2))).toEqual(['SECOND_PERSON_NEEDED input.batchId']);
    expect(codesOf(await attempt(place(1), 2))).toEqual(['SECOND_PERSON_NEEDED input.batchId']);
    expect(codesOf(await attempt(place(2), 3))).toEqual(['INVALID input.count']);
    const taken = await unchanged(on, () => on.mutate(place(2), 'withdrawAssemblyBallots', { batchId: batch.id }));
    expect(codesOf(taken)).toEqual(['SECOND_PERSON_NEEDED input.batchId']);
    const own = await unchanged(on, () =>
      on.mutate(meeting.organizer, 'rejectAssemblyBallots', { batchId: batch.id, reason: 'No.' }),
    );
    expect(codesOf(own)).toEqual(['SECOND_PERSON_NEEDED input.batchId']);
    await meeting.world.done(place(2), 'rejectAssemblyBallots', { batchId: batch.id, reason: 'One paper is torn.' });
    expect(codesOf(await attempt(place(2), 2))).toEqual(['WRONG_STATE input.batchId']);
    expect((await meeting.batches(round, 'id state rejectedBecause')).find(({ id }) => id === batch.id)).toMatchObject({
      state: 'REJECTED',
      rejectedBecause: 'One paper is torn.',
    });
  });

  it('takes a place once, names nobody when it is taken, and frees it with a batch that is taken back', async () => {
    const first = await meeting.entered(round, [place(3)], ['A']);
    const again = () =>
      on.mutate(meeting.steward, 'enterAssemblyBallots', sheet([place(2), place(3)], ['A', 'B']), 'batch { id }');
    const refused = await unchanged(on, again);
    expect(codesOf(refused)).toEqual(['WRONG_STATE input.places']);
    expect(JSON.stringify(refused)).not.toContain(place(3).membershipId);
    await meeting.world.done(meeting.organizer, 'withdrawAssemblyBallots', { batchId: first.id });
    const { batch } = await again();
    await meeting.world.done(place(0), 'witnessAssemblyBallots', { batchId: batch.id, count: 2 });
    expect(codesOf(await unchanged(on, again))).toEqual(['WRONG_STATE input.places']);
  });

  it('gives a place that two want at once to one of them', async () => {
    const both = await Promise.all(
      [meeting.organizer, meeting.steward].map((who) =>
        on.mutate(who, 'enterAssemblyBallots', sheet([place(4), place(5)], ['A', 'B']), 'batch { id }'),
      ),
    );
    expect(both.flatMap(codesOf)).toEqual(['WRONG_STATE input.places']);
    expect(
      await rows(`SELECT count(*)::int AS places FROM assembly_place WHERE membership_id = ANY ($1)`, [
        place(4).membershipId,
        place(5).membershipId,
      ]),
    ).toEqual([{ places: 2 }]);
    const { id } = both.find(({ batch }) => batch !== null).batch;
    await meeting.world.done(place(0), 'rejectAssemblyBallots', { batchId: id, reason: 'Try again.' });
  });
});
