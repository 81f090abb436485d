import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
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

/** What there still is of the batches of a round, beside their rows. */
const left = ({ id }: { id: string }) =>
  rows(
    `SELECT (SELECT count(*)::int FROM assembly_place l WHERE l.part_id = p.id) AS places, (SELECT count(*)::int FROM vault.assembly_box x WHERE x.part_id = p.id) AS boxes
       FROM round_part p WHERE p.round_id = $1`,
    id,
  );

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
    expect(await left(round)).toEqual([{ places: 0, boxes: 0 }]);
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
    expect(await left(round)).toEqual([{ places: 0, boxes: 0 }]);
    expect((await meeting.batches(round, 'state')).map(({ state }) => state)).toEqual(['UNWITNESSED', 'WITNESSED']);
  });
});
