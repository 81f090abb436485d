import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { Rounds } from '../../support/rounds.js';
import { type Campaign, type Founded, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let rounds: Rounds;
let community: Founded;
let campaign: Campaign;
let people: Person[];

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  rounds = new Rounds(on, world);
  community = await world.community();
  campaign = await world.campaign(community);
  people = [community.steward];
  for (let count = 1; count < 6; count += 1) people.push(await world.affected(community));
});
afterAll(() => on.close());

const rows = (text: string, ...values: unknown[]) => sql(on.urls.owner)(text, values);

describe('a round', () => {
  it('ranks priorities by ballot and gives them mandates until their review date, at two calls of a steward', async () => {
    const round = await rounds.open(campaign, 'ABCD');
    const receipts: string[] = [];
    for (const [place, choice] of ['AB', 'AB', 'AB', 'C', 'C', ''].entries()) {
      receipts.push(await rounds.cast(round, people[place] as Person, choice));
    }
    await rounds.close(round);
    expect(await rounds.state(round)).toBe('COUNTED');
    expect(await rounds.ranks(round)).toBe('');
    await rounds.ratify(round);
    expect(await rounds.state(round)).toBe('RATIFIED');
    expect((await rounds.ranks(round)).replace(/[AB]/g, 'x')).toBe('xCx');

    const read = await rounds.read(
      people[5] as Person,
      round,
      `state method publishesBallots lotSeed parts { community { id } rollCount ballotCount noneCount isQuorate strayCount }
       items { statement rank lot explanation numbers } ballots { totalCount nodes { receipt levels } }`,
    );
    expect(read).toMatchObject({
      state: 'RATIFIED',
      publishesBallots: true,
      parts: [
        { community: { id: community.id }, rollCount: 6, ballotCount: 6, noneCount: 1, isQuorate: true, strayCount: 0 },
      ],
    });
    expect(read.items.map((item: { rank: number | null }) => item.rank)).toEqual([1, 2, 3, null]);
    expect(read.items[0].explanation[0]).toContain('Ballots that support it: 3, which have 50 % of all voice.');
    expect(read.ballots.nodes.map((ballot: { receipt: string }) => ballot.receipt).toSorted()).toEqual(
      receipts.toSorted(),
    );
    const mine = read.ballots.nodes.find((ballot: { receipt: string }) => ballot.receipt === receipts[3]);
    expect(mine.levels).toEqual([[round.priorities['C']]]);
    const left = (table: string) =>
      rows(
        `SELECT count(*)::int AS left FROM vault.${table} b JOIN round_part p ON p.id = b.part_id WHERE p.round_id = $1`,
        round.id,
      );
    const mandates = await rows(
      `SELECT m.kind, m.state, m.lead_id, p.rank FROM mandate m JOIN priority p ON p.id = m.priority_id WHERE m.round_id = $1 ORDER BY p.rank`,
      round.id,
    );
    expect(mandates).toEqual([1, 2, 3].map((rank) => ({ kind: 'RATIFIED', state: 'LIVE', lead_id: null, rank })));
    expect(await left('sealed_ballot')).toEqual([{ left: 0 }]);
    expect(await left('ballot_secret')).toEqual([{ left: 0 }]);
    const kinds = await rows(
      `SELECT kind, actor_role FROM record_entry WHERE subject_id = $1 AND kind LIKE 'round.%' ORDER BY recorded_at, id`,
      round.id,
    );
    expect(kinds.map(({ kind, actor_role }) => `${kind} ${actor_role}`)).toEqual([
      'round.scheduled STEWARD',
      'round.opening_moved STEWARD',
      'round.opened SYSTEM',
      'round.closed SYSTEM',
      'round.counted SYSTEM',
      'round.ratified SYSTEM',
    ]);
  });
});
