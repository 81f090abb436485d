import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { counting } from '../../support/queries.js';
import { Rounds } from '../../support/rounds.js';
import { founder, type Member, member } from '../../support/standing.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { coalition, recorded } from '../coalitions/coalition.js';
import { Meeting } from './meeting.js';

let on: TestApp;
let meeting: Meeting;
let people: readonly Member[];

beforeAll(async () => {
  on = await startTestApp();
  meeting = await Meeting.build(on, 10);
  people = meeting.people;
}, 60_000);
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);
const place = (index: number): Member => people[index] as Member;
const overdue = (id: string) =>
  rows(
    `UPDATE priority_round SET opens_at = now() - interval '2 hours', closes_at = now() - interval '1 second' WHERE id = $1`,
    id,
  );

describe('the ballots of a batch', () => {
  it('are written by the same transaction as all others, in no order of theirs, and the roll does not tell batches apart', async () => {
    const { rounds } = meeting;
    const round = await meeting.open('AB');
    const receipts = new Set<string>();
    for (const index of [0, 1, 2, 3]) await rounds.cast(round, place(index), 'A');
    for (const of of [
      [4, 5, 6],
      [7, 8],
    ]) {
      const batch = await meeting.witnessed(
        round,
        of.map(place),
        of.map(() => 'B'),
      );
      for (const receipt of batch.receipts) receipts.add(receipt);
    }
    const before = await rows(
      'SELECT DISTINCT xmin::text FROM roll_entry WHERE on_paper AND part_id IN (SELECT id FROM round_part WHERE round_id = $1)',
      round.id,
    );
    expect(before).toHaveLength(2);
    await rounds.close(round);
    const ballots = await rows(
      'SELECT id, receipt, ctid::text, xmin::text FROM round_ballot WHERE round_id = $1 ORDER BY ctid',
      round.id,
    );
    expect(ballots).toHaveLength(9);
    expect(new Set(ballots.map(({ xmin }) => xmin)).size).toBe(1);
    // Drawn at random, which is the order in which they were written.
    expect(ballots.filter(({ id }) => !/^.{14}4/.test(id))).toEqual([]);
    expect(ballots.filter(({ receipt }) => receipts.has(receipt))).toHaveLength(5);
    const after = await rows(
      'SELECT DISTINCT xmin::text FROM roll_entry WHERE on_paper AND part_id IN (SELECT id FROM round_part WHERE round_id = $1)',
      round.id,
    );
    expect(after).toEqual([{ xmin: ballots[0]?.['xmin'] }]);
  });

  it('are found anywhere among the others, over many rounds', async () => {
    const patterns = new Set<string>();
    for (let turn = 0; turn < 6; turn += 1) {
      const round = await meeting.open('AB');
      for (const index of [0, 1, 2]) await meeting.rounds.cast(round, place(index), 'A');
      const { receipts } = await meeting.witnessed(round, [3, 4, 5].map(place), ['B', 'B', 'B']);
      await meeting.rounds.close(round);
      const ballots = await rows('SELECT receipt FROM round_ballot WHERE round_id = $1 ORDER BY ctid', round.id);
      patterns.add(ballots.map(({ receipt }) => (receipts.includes(receipt) ? 'p' : 'o')).join(''));
    }
    // Six rounds all alike out of twenty orders: once in three million runs.
    expect(patterns.size).toBeGreaterThan(1);
  }, 30_000);

  it('lie sealed as one while the round is open: one length whatever they say, and not as they were sent', async () => {
    const round = await meeting.open('ABC');
    await meeting.entered(round, [0, 1].map(place), ['ABC', 'A']);
    await meeting.entered(round, [2, 3].map(place), ['', '']);
    const boxes = await rows(
      'SELECT octet_length(contents) AS length FROM vault.assembly_box WHERE part_id IN (SELECT id FROM round_part WHERE round_id = $1)',
      round.id,
    );
    expect(boxes).toEqual([{ length: 28 + 2 * 19 }, { length: 28 + 2 * 19 }]);
    await meeting.rounds.close(round);
  });

  it('are no part of what is remembered of a request, and their receipts are shown once', async () => {
    const round = await meeting.open('AB');
    const sheet = { ...meeting.sheet(round, [place(0)], ['A']), idempotencyKey: meeting.world.unique('sheet') };
    const first = await meeting.world.done(meeting.organizer, 'enterAssemblyBallots', sheet, 'batch { id } receipts');
    expect(first.receipts).toHaveLength(1);
    const again = await unchanged(on, () => on.mutate(meeting.organizer, 'enterAssemblyBallots', sheet, 'receipts'));
    expect(again).toMatchObject({ receipts: null, userErrors: [{ code: 'ALREADY_DONE' }] });
    // The same, whatever the ballot says: its digest cannot be used to find that out by trying.
    const other = { ...sheet, ...meeting.sheet(round, [place(0)], ['B']) };
    const third = await unchanged(on, () => on.mutate(meeting.organizer, 'enterAssemblyBallots', other, 'receipts'));
    expect(third.userErrors).toMatchObject([{ code: 'ALREADY_DONE' }]);
    expect(await rows('SELECT result FROM idempotency WHERE key = $1', sheet.idempotencyKey)).toEqual([
      { result: null },
    ]);
    await meeting.rounds.close(round);
  });

  it('belong to nobody when someone puts others in their place behind the service', async () => {
    const round = await meeting.open('AB');
    await meeting.rounds.cast(round, place(3), 'A');
    const { id } = await meeting.witnessed(round, [0, 1].map(place), ['A', 'B']);
    const other = await meeting.witnessed(round, [4, 5].map(place), ['A', 'B']);
    await rows(
      'UPDATE vault.assembly_box SET contents = (SELECT contents FROM vault.assembly_box WHERE batch_id = $2) WHERE batch_id = $1',
      id,
      other.id,
    );
    await meeting.rounds.close(round);
    expect(await meeting.part(round)).toMatchObject({ ballotCount: 3, paperCount: 2, strayCount: 2 });
  });
});

describe('the end of a round', () => {
  it('is the end of entering and witnessing, from its minute on', async () => {
    const round = await meeting.open('AB');
    const batch = await meeting.entered(round, [place(0)], ['A']);
    await overdue(round.id);
    const attempts = () => [
      on.mutate(meeting.organizer, 'enterAssemblyBallots', meeting.sheet(round, [place(1)], ['A'])),
      on.mutate(meeting.steward, 'witnessAssemblyBallots', { batchId: batch.id, count: 1 }),
      on.mutate(meeting.steward, 'rejectAssemblyBallots', { batchId: batch.id, reason: 'No.' }),
      on.mutate(meeting.organizer, 'withdrawAssemblyBallots', { batchId: batch.id }),
    ];
    const late = await unchanged(on, () => Promise.all(attempts()));
    expect(late.map(({ userErrors }) => userErrors[0].code)).toEqual(Array(4).fill('WRONG_STATE'));
    await meeting.rounds.close(round);
    const after = await unchanged(on, () => Promise.all(attempts()));
    expect(after.map(({ userErrors }) => userErrors[0].code)).toEqual(Array(4).fill('WRONG_STATE'));
  });

  it('comes before a witness or after, never in between', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      const round = await meeting.open('AB');
      await meeting.rounds.cast(round, place(2), 'A');
      const batch = await meeting.entered(round, [0, 1].map(place), ['A', 'B']);
      const closing = overdue(round.id).then(() => meeting.rounds.advance());
      const [{ userErrors }] = await Promise.all([
        on.mutate(meeting.steward, 'witnessAssemblyBallots', { batchId: batch.id, count: 2 }),
        closing,
      ]);
      await meeting.rounds.close(round);
      const counts = userErrors.length === 0;
      expect(await meeting.part(round)).toMatchObject({
        ballotCount: counts ? 3 : 1,
        paperCount: counts ? 2 : 0,
        unwitnessedCount: counts ? 0 : 2,
        strayCount: 0,
      });
      const [{ used }] = (await rows(
        'SELECT count(*)::int AS used FROM roll_entry WHERE on_paper AND part_id IN (SELECT id FROM round_part WHERE round_id = $1)',
        round.id,
      )) as [{ used: number }];
      expect(used).toBe(counts ? 2 : 0);
    }
  }, 30_000);
});

describe('a round of several communities', () => {
  it('has the batches of each with its own people, on its own record', async () => {
    const world = new World(on);
    const rounds = new Rounds(on, world);
    const { host, lead, campaign } = await coalition(world);
    const [third, organizer] = [await member(world, lead), await founder(world, lead)];
    const round = await rounds.open(campaign, 'AB');
    await rounds.cast(round, host.steward, 'A');
    const { roundId: _, ...ballot } = rounds.ballot(round, 'B');
    const sheet = { roundId: round.id, places: [third.membershipId], ballots: [ballot] };
    const wrong = await unchanged(on, () => on.mutate(host.steward, 'enterAssemblyBallots', sheet));
    expect(wrong.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'places'] }]);
    const { batch } = await world.done(organizer, 'enterAssemblyBallots', sheet, 'batch { id community { id } }');
    expect(batch.community.id).toBe(lead.id);
    expect(
      await unchanged(on, () => on.refusal(host.steward, 'witnessAssemblyBallots', { batchId: batch.id, count: 1 })),
    ).toBe('NOT_FOUND');
    await world.done(lead.second, 'witnessAssemblyBallots', { batchId: batch.id, count: 1 });
    expect(await rounds.read(host.steward, round, 'assemblyBatches { totalCount } roll { totalCount }')).toEqual({
      assemblyBatches: { totalCount: 0 },
      roll: { totalCount: 2 },
    });
    expect(await rounds.read(lead.steward, round, 'assemblyBatches { totalCount } roll { totalCount }')).toEqual({
      assemblyBatches: { totalCount: 1 },
      roll: { totalCount: 3 },
    });
    await rounds.close(round);
    const { parts } = await rounds.read(lead.steward, round, 'parts { ballotCount paperCount unwitnessedCount }');
    expect(parts).toEqual([
      { ballotCount: 1, paperCount: 0, unwitnessedCount: 0 },
      { ballotCount: 1, paperCount: 1, unwitnessedCount: 0 },
    ]);
    const kinds = async (of: string) => (await recorded(world, of, 'assembly.%')).map(({ kind }) => kind);
    expect(await kinds(lead.id)).toEqual(['assembly.entered', 'assembly.witnessed']);
    expect(await kinds(host.id)).toEqual([]);
  });
});

describe('what is read of a meeting', () => {
  it('takes as many statements for many as for few', async () => {
    const round = await meeting.open('AB');
    const read = () =>
      counting(() =>
        meeting.rounds.read(
          meeting.steward,
          round,
          `roll(first: 50) { totalCount nodes { usesPaper member { pseudonym } } }
          assemblyBatches { totalCount nodes { community { id } enteredBy { pseudonym } settledBy { pseudonym } viewerCanWitness places { member { pseudonym } } } }`,
        ),
      );
    await meeting.entered(round, [place(0)], ['A']);
    const few = await read();
    for (const index of [1, 2, 3, 4, 5, 6]) await meeting.entered(round, [place(index)], ['A']);
    const many = await read();
    expect(many.result.assemblyBatches.totalCount).toBe(7);
    expect(many.statements.length).toBe(few.statements.length);
    await meeting.rounds.close(round);
  });
});
