import { describe, expect, it } from '@jest/globals';
import { rankings } from '../../../../test/support/rankings.js';
import { strongestChains } from './chains.js';
import { compareItems } from './comparisons.js';
import type { ByMajority, Election } from './election.js';
import { countByMajority } from './majority.js';

function order(election: Election): string {
  return countByMajority(election)
    .ranking.map(({ id }) => id)
    .join('');
}

function reasons(election: Election): ByMajority[] {
  return countByMajority(election).ranking.map(({ because }) => because as ByMajority);
}

/** Who nobody stands before. */
function winners(election: Election): string {
  return countByMajority(election)
    .ranking.filter(({ because }) => because.method === 'MAJORITY' && because.after === 0)
    .map(({ id }) => id)
    .toSorted()
    .join('');
}

/** The strengths of the strongest chains, a row for each item. */
function strengths(election: Election): string {
  const places = election.items.map((_, item) => item);
  const chains = strongestChains(compareItems(election).preferring, places.length);
  return places
    .map((from) => places.map((to) => (from === to ? '-' : String(chains.voice(from, to)))).join(' '))
    .join(', ');
}

/** Schulze 2011, section 3, example 1; also example 1 of section 3 of arXiv 1804.02973. */
const EXAMPLE_1 = rankings('ABCD', ['8 A>C>D>B\n2 B>A>D>C\n4 C>D>B>A\n4 D>B>A>C\n3 D>C>B>A']);

/** Example 10 of arXiv 1804.02973, with equals and ballots that leave items out. */
const EXAMPLE_10 = rankings('ABCD', [
  `6 A>B>C>D
   8 A=B
   8 A=C
   18 A=C>D
   8 A=C=D
   40 B
   4 C>B>D
   9 C>D>A
   8 C=D
   14 D>A>B
   11 D>B>C
   4 D>C>A`,
]);

// Examples of section 3 of Markus Schulze, "The Schulze Method of Voting", arXiv 1804.02973: profile, strengths of
// the strongest paths and winners as published. The order is read off the strengths by hand, A with the lowest lot.
const PUBLISHED = [
  {
    example: '1',
    election: EXAMPLE_1,
    paths: '- 14 14 12, 13 - 13 12, 13 15 - 12, 13 19 13 -',
    wins: 'D',
    ranks: 'DACB',
  },
  {
    example: '2',
    election: rankings('ABCD', ['3 A>C>D>B\n9 B>A>C>D\n8 C>D>A>B\n5 D>A>B>C\n5 D>B>C>A']),
    paths: '- 17 17 17, 18 - 19 19, 18 20 - 20, 18 21 19 -',
    wins: 'C',
    ranks: 'CDBA',
  },
  {
    example: '3, of 45 voters',
    election: rankings('ABCDE', [
      '5 A>C>B>E>D\n5 A>D>E>C>B\n8 B>E>D>A>C\n3 C>A>B>E>D\n7 C>A>E>B>D\n2 C>B>A>D>E\n7 D>C>E>B>A\n8 E>B>A>D>C',
    ]),
    paths: '- 28 28 30 24, 25 - 28 33 24, 25 29 - 29 24, 25 28 28 - 24, 25 28 28 31 -',
    wins: 'E',
    ranks: 'EACBD',
  },
  {
    example: '4, with two winners',
    election: rankings('ABCD', ['3 A>B>C>D\n2 C>B>D>A\n2 D>A>B>C\n2 D>B>C>A']),
    paths: '- 5 5 5, 5 - 7 5, 5 5 - 5, 6 5 5 -',
    wins: 'BD',
    ranks: 'BCDA',
  },
  {
    example: '5',
    election: rankings('ABCD', ['12 A>B>C>D\n6 A>D>B>C\n9 B>C>D>A\n15 C>D>A>B\n21 D>B>A>C']),
    paths: '- 36 39 36, 36 - 48 36, 36 36 - 36, 45 42 42 -',
    wins: 'D',
    ranks: 'DABC',
  },
  {
    example: '6, with two winners',
    election: rankings('ABCD', ['8 A>C>D>B\n2 B>C>D>A\n3 B>D>A>C\n5 C>B>D>A\n1 C>D>B>A\n3 D>A>B>C\n1 D>B>A>C']),
    paths: '- 14 15 15, 12 - 12 12, 15 14 - 16, 15 14 15 -',
    wins: 'AC',
    ranks: 'ACDB',
  },
  {
    example: '8, before a weak item is added',
    election: rankings('ABCD', [
      '3 A>B>D>C\n5 A>D>B>C\n1 A>D>C>B\n2 B>A>D>C\n2 B>D>C>A\n4 C>A>B>D\n6 C>B>A>D\n2 D>B>C>A\n5 D>C>A>B',
    ]),
    paths: '- 18 20 21, 17 - 17 17, 19 18 - 19, 19 18 20 -',
    wins: 'A',
    ranks: 'ADCB',
  },
  {
    example: '8, with a weak item added',
    election: rankings('ABCDE', [
      `3 A>B>D>E>C\n5 A>D>E>B>C\n1 A>D>E>C>B\n2 B>A>D>E>C\n2 B>D>E>C>A
       4 C>A>B>D>E\n6 C>B>A>D>E\n2 D>B>E>C>A\n5 D>E>C>A>B`,
    ]),
    paths: '- 18 20 21 21, 19 - 19 19 19, 19 18 - 19 19, 19 18 20 - 30, 19 18 20 19 -',
    wins: 'B',
    ranks: 'BADEC',
  },
  {
    example: '10, of ballots that leave much out, by winning votes (A would win by margins, B by ratios)',
    election: EXAMPLE_10,
    paths: '- 67 67 45, 45 - 79 45, 45 45 - 45, 50 72 72 -',
    wins: 'D',
    ranks: 'DABC',
  },
  {
    example: '11',
    election: rankings('ABCDE', [
      '9 A>D>B>E>C\n6 B>C>A>D>E\n5 B>C>D>E>A\n2 C>D>B>E>A\n6 D>E>C>B>A\n14 E>A>C>B>D\n2 E>C>A>B>D\n1 E>D>A>C>B',
    ]),
    paths: '- 26 28 31 28, 27 - 27 27 27, 28 26 - 29 28, 28 26 28 - 28, 30 26 32 30 -',
    wins: 'B',
    ranks: 'BEACD',
  },
  {
    example: '13, with two winners',
    election: rankings('ABC', ['2 A>B>C\n2 B>C>A\n1 C>A>B']),
    paths: '- 3 3, 3 - 4, 3 3 -',
    wins: 'AB',
    ranks: 'ABC',
  },
];

describe('counting by majority', () => {
  it.each(PUBLISHED)("comes to the published outcome of Schulze's example $example", (published) => {
    expect(strengths(published.election)).toBe(published.paths);
    expect(winners(published.election)).toBe(published.wins);
    expect(order(published.election)).toBe(published.ranks);
  });

  // Examples 7, 9 and 12 of section 3 of arXiv 1804.02973, of which the winner is published.
  it.each([
    [
      '7, first situation',
      'ABCDEF',
      `3 A>D>E>B>C>F\n3 B>F>E>C>D>A\n4 C>A>B>F>D>E\n1 D>B>C>E>F>A
       4 D>E>F>A>B>C\n2 E>C>B>D>F>A\n2 F>A>C>D>B>E`,
      'A',
    ],
    [
      '7, second situation: two more ballots',
      'ABCDEF',
      `3 A>D>E>B>C>F\n3 B>F>E>C>D>A\n4 C>A>B>F>D>E\n1 D>B>C>E>F>A
       4 D>E>F>A>B>C\n2 E>C>B>D>F>A\n2 F>A>C>D>B>E\n2 A>E>F>C>B>D`,
      'D',
    ],
    ['9, first situation', 'ABCD', '5 A>C>D>B\n2 B>C>D>A\n4 B>D>A>C\n2 C>D>A>B', 'A'],
    ['9, second situation', 'ABCDE', '5 A>E>C>D>B\n2 B>C>D>A>E\n4 B>D>A>E>C\n2 C>D>A>B>E', 'B'],
    [
      '12',
      'ABCDE',
      '9 A>D>B>E>C\n1 B>A>C>E>D\n6 C>B>A>D>E\n2 C>D>B>E>A\n5 C>D>E>A>B\n6 D>E>C>A>B\n14 E>B>A>C>D\n2 E>B>C>A>D',
      'E',
    ],
  ])("finds the published winner of Schulze's example %s", (_, letters, ballots, winner) => {
    expect(winners(rankings(letters, [ballots]))).toBe(winner);
  });

  it('says in numbers why each item stands where it does', () => {
    const all = { method: 'MAJORITY', supporters: [21], share: '1', tiedWith: [] };
    expect(countByMajority(EXAMPLE_1)).toEqual({
      ranking: [
        {
          id: 'D',
          because: {
            ...all,
            before: 3,
            after: 0,
            comparedWithNext: { id: 'A', preferring: '11/21', opposing: '10/21', chain: '13/21', chainBack: '4/7' },
          },
        },
        {
          id: 'A',
          because: {
            ...all,
            before: 2,
            after: 1,
            comparedWithNext: { id: 'C', preferring: '2/3', opposing: '1/3', chain: '2/3', chainBack: '13/21' },
          },
        },
        {
          id: 'C',
          because: {
            ...all,
            before: 1,
            after: 2,
            comparedWithNext: { id: 'B', preferring: '5/7', opposing: '2/7', chain: '5/7', chainBack: '13/21' },
          },
        },
        { id: 'B', because: { ...all, before: 0, after: 3, comparedWithNext: null } },
      ],
      unranked: [],
    });
  });

  it('lets the lots decide a circle in which everybody is as strong', () => {
    const circle = rankings('ABC', ['1 A>B>C\n1 B>C>A\n1 C>A>B'], { lots: 'CAB' });
    expect(order(circle)).toBe('CAB');
    expect(reasons(circle).map(({ tiedWith }) => tiedWith)).toEqual([['A', 'B'], ['B'], []]);
    expect(reasons(circle)[0]).toMatchObject({
      before: 0,
      after: 0,
      comparedWithNext: { id: 'A', preferring: '2/3', opposing: '1/3', chain: '2/3', chainBack: '2/3' },
    });
  });

  it('uses a lot only between those whom the ballots leave tied', () => {
    const example4 = ['3 A>B>C>D\n2 C>B>D>A\n2 D>A>B>C\n2 D>B>C>A'];
    expect(order(rankings('ABCD', example4, { lots: 'ABCD' }))).toBe('BCDA');
    expect(order(rankings('ABCD', example4, { lots: 'ACDB' }))).toBe('DABC');
    expect(reasons(rankings('ABCD', example4, { lots: 'ACDB' })).map(({ tiedWith }) => tiedWith)).toEqual([
      ['B'],
      ['B'],
      [],
      [],
    ]);
  });

  it('takes of two comparisons that as much voice won the one with less against it for stronger', () => {
    // A beats B by 5 to 3, B beats C by 5 to 4 and C beats A by 5 to 2: B to C is the weakest comparison of the circle.
    const circle = rankings('ABC', ['2 A>B>C\n1 B>C>A\n3 C>A>B\n2 B\n1 C']);
    expect(strengths(circle)).toBe('- 5 5, 5 - 5, 5 5 -');
    expect(order(circle)).toBe('CAB');
    expect(reasons(circle).map(({ tiedWith, before, after }) => [tiedWith, before, after])).toEqual([
      [[], 2, 0],
      [[], 1, 1],
      [[], 0, 2],
    ]);
  });

  it('ranks what a ballot leaves out below all that it marks, and as equals', () => {
    expect(strengths(rankings('ABCD', ['1 B']))).toBe('- 0 0 0, 1 - 1 1, 0 0 - 0, 0 0 0 -');
    expect(strengths(rankings('ABCD', ['1 B>A=C']))).toBe(strengths(rankings('ABCD', ['1 B>A=C>D'])));
  });

  it('gives no rank to what no ballot marks, in the order of the list', () => {
    const election = rankings('ABCD', ['2 C\n1 B>C']);
    expect(order(election)).toBe('CB');
    expect(countByMajority(election).unranked).toEqual(['A', 'D']);
    expect(reasons(election)).toMatchObject([
      { before: 1, after: 0, comparedWithNext: { id: 'B', chain: '2/3', chainBack: '0' } },
      { before: 0, after: 1, comparedWithNext: null },
    ]);
  });

  it('counts ballots for none of the items in every share, and for nobody', () => {
    const election = rankings('AB', ['2 A>B\n1 B>A', '0']);
    const { marks, parts } = election;
    const withNone = { ...election, marks: Uint8Array.from([...marks, 0, 0]), parts: Uint16Array.from([...parts, 1]) };
    expect(order(withNone)).toBe('AB');
    expect(reasons(withNone)[0]).toMatchObject({
      supporters: [3, 0],
      share: '3/4',
      comparedWithNext: { preferring: '1/2', opposing: '1/4', chain: '1/2', chainBack: '0' },
    });
  });

  it('ranks nothing when nobody voted', () => {
    expect(countByMajority(rankings('AB', ['']))).toEqual({ ranking: [], unranked: ['A', 'B'] });
    expect(countByMajority(rankings('', ['']))).toEqual({ ranking: [], unranked: [] });
  });

  it('lets each part weigh as much as any other when it is given an equal voice', () => {
    const parts = ['9 A>B', '1 B>A', '1 B'];
    expect(order(rankings('AB', parts))).toBe('AB');
    const equalVoice = rankings('AB', parts, { voices: [1n, 9n, 9n] });
    expect(order(equalVoice)).toBe('BA');
    expect(reasons(equalVoice)).toMatchObject([
      { supporters: [9, 1, 1], share: '1', comparedWithNext: { preferring: '2/3', opposing: '1/3' } },
      { supporters: [9, 1, 0], share: '2/3' },
    ]);
  });

  it('sees a difference of one in voices of any size', () => {
    const most = 10n ** 60n;
    const parts = ['1 A>B', '1 B>A'];
    expect(order(rankings('AB', parts, { voices: [most + 1n, most], lots: 'BA' }))).toBe('AB');
    expect(order(rankings('AB', parts, { voices: [most, most + 1n] }))).toBe('BA');
    expect(reasons(rankings('AB', parts, { voices: [most, most] }))[0]?.tiedWith).toEqual(['B']);
  });
});
