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

describe('a batch', () => {
  it('holds up to two hundred ballots', async () => {
    const { world, rounds } = meeting;
    const community = await world.community();
    await rows(
      `WITH made AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, 200) RETURNING id)
       INSERT INTO membership (community_id, id, person_id, standing, pseudonym) SELECT $1, gen_random_uuid(), id, 'AFFECTED', id::text FROM made`,
      community.id,
    );
    const round = await rounds.open(await world.campaign(community), 'ABCDEFGH');
    const roll = await rows(
      'SELECT e.membership_id AS id FROM roll_entry e JOIN round_part p ON p.id = e.part_id WHERE p.round_id = $1',
      round.id,
    );
    const of = (count: number) => ({
      roundId: round.id,
      places: roll.slice(0, count).map(({ id }) => id),
      ballots: Array.from({ length: count }, () => ({ approvals: Object.values(round.priorities) })),
    });
    const many = await unchanged(on, () => on.mutate(community.steward, 'enterAssemblyBallots', of(201)));
    expect(codesOf(many)[0]).toMatch(/^TOO_MANY /);
    const { receipts } = await world.done(community.steward, 'enterAssemblyBallots', of(200), 'receipts');
    expect(new Set(receipts).size).toBe(200);
  });
});
