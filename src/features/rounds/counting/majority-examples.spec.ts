import { describe, expect, it } from '@jest/globals';
import { rankings, strengths } from '../../../../test/support/rankings.js';
import type { Election } from './election.js';
import { countByMajority } from './majority.js';

function order(election: Election): string {
  return countByMajority(election)
    .ranking.map(({ id }) => id)
    .join('');
}

/** Who nobody stands before. */
function winners(election: Election): string {
  return countByMajority(election)
    .ranking.filter(({ because }) => because.method === 'MAJORITY' && because.after === 0)
    .map(({ id }) => id)
    .toSorted()
    .join('');
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

describe('counting by majority, against what is published', () => {
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
});
