import { describe, expect, it } from '@jest/globals';
import { type Approving, approvalElection, permutations } from '../../../../test/support/approval-elections.js';
import type { ByProportion, Election } from './election.js';
import { countProportionally } from './proportional.js';

/** [item, load with the voice of all ballots as 1, items it is tied with] */
type Step = readonly [string, string, string?];

function stepsOf(election: Election): Step[] {
  return countProportionally(election).ranking.map(({ id, because }) => {
    const { load, tiedWith } = because as ByProportion;
    return [id, load, tiedWith.join('')];
  });
}

const runningExample: Approving[] = [
  [3, 'ab'],
  [3, 'ac'],
  [2, 'ad'],
  [1, 'bcf'],
  [1, 'e'],
  [1, 'f'],
  [1, 'g'],
];

describe('counting proportionally', () => {
  it.each<[source: string, letters: string, ballots: Approving[], steps: Step[]]>([
    [
      // E. Phragmén, Öfversigt af Kongl. Vetenskaps-Akademiens Förhandlingar 1894; S. Janson, "Phragmén's and Thiele's
      // election methods", arXiv 1611.08826: A, Q and B are elected, although the first party has 61 % of the ballots.
      "Phragmén's own example of 1894",
      'ABCPQR',
      [
        [1034, 'ABC'],
        [519, 'PQR'],
        [90, 'ABQ'],
        [47, 'APQ'],
      ],
      [
        ['A', '1690/1171', ''], // 1/1171 each, of 1690
        ['Q', '276315/96022', ''], // (1 + 137/1171) / 656 = 327/192044, against 2295/1316204 for B
        ['B', '165218625/53964364', ''], // (1 + 1034/1171 + 90 × 327/192044) / 1124
      ],
    ],
    [
      // M. Lackner and P. Skowron, "Multi-Winner Voting with Approval Preferences", Springer 2023, example 2.9: loads of
      // 1/8, 11/32, 55/128 and 5/8 for each voter, of 12.
      'the running example of Lackner and Skowron',
      'abcdefgh',
      runningExample,
      [
        ['a', '3/2', ''],
        ['b', '33/8', 'c'],
        ['c', '165/32', ''],
        ['d', '15/2', ''],
        ['f', '549/64', ''],
        ['e', '12', 'g'],
        ['g', '12', ''],
      ],
    ],
    [
      // The same book, example 2.12: loads of 1/5, 1/3 and 29/60, of 8.
      'the example of Lackner and Skowron where equal shares decide otherwise',
      'abcd',
      [
        [3, 'cd'],
        [2, 'ab'],
        [2, 'ac'],
        [1, 'bd'],
      ],
      [
        ['c', '8/5', ''],
        ['b', '8/3', ''],
        ['d', '58/15', ''],
      ],
    ],
  ])('gives the published outcome of %s', (_source, letters, ballots, steps) => {
    expect(stepsOf(approvalElection(letters, ballots)).slice(0, steps.length)).toEqual(steps);
  });

  it('gives the published committee of Brill et al. in which four ballots that agree on two items have one each', () => {
    // M. Brill, R. Freeman, S. Janson, M. Lackner, "Phragmén's voting methods and justified representation": proportional
    // justified representation holds, the extended kind does not. a and b have 4 ballots of 24, and come last of 14.
    const election = approvalElection('abcdefghijklmn', [
      [2, 'abc'],
      [2, 'abd'],
      [6, 'cdefghijklmn'],
      [5, 'defghijklmn'],
      [9, 'efghijklmn'],
    ]);
    const ranked = countProportionally(election).ranking.map(({ id }) => id);
    expect(new Set(ranked.slice(0, 12))).toEqual(new Set('cdefghijklmn'));
    expect(ranked.slice(12)).toEqual(['a', 'b']);
  });

  // Of the test data of abcvoting (M. Lackner, P. Regner, B. Krenn, Journal of Open Source Software 8, 2023), where all
  // committees are listed that some way of breaking ties elects: the committees that the lots here can lead to, no others.
  it.each<[name: string, ballots: string, size: number, committees: string]>([
    ['S0000', 'acd ace aef def bcf acdf acf bd', 3, 'adf cdf'],
    ['S0001', 'bc abcd def af c - bdef adf af', 3, 'acf cdf'],
    ['S0002', 'abce abcde cdf abcde bcde f d ade', 4, 'acde cdef'],
    ['S0003', 'acd cdf abcd abef ace adf adf abcef e', 4, 'acde acef adef'],
    ['L0000', 'de bc bd de ab ce bc bd', 3, 'bde'],
    ['L0007', 'abde abdf abdf bdef abdf abdf abdf abdf', 3, 'abd bdf'],
    ['L0011', 'bcf def cef def cde cef bcf bcf', 3, 'cef'],
    ['M0003', 'aef cef bcd abe abc bcd bde cdf bcd', 3, 'bce'],
    ['irresolute', 'ab ab a bc c', 2, 'ab ac'],
  ])('elects exactly the committees that abcvoting publishes for instance %s', (_name, ballots, size, committees) => {
    const letters = 'abcdef';
    const approving = ballots.split(' ').map((items): Approving => [1, items]);
    const elected = permutations([1, 2, 3, 4, 5, 6]).map((lots) => {
      const { ranking } = countProportionally(approvalElection(letters, approving, { lots }));
      return ranking
        .slice(0, size)
        .map(({ id }) => id)
        .sort()
        .join('');
    });
    expect([...new Set(elected)].sort()).toEqual(committees.split(' '));
  });

  it('shares places between lists of a party as d’Hondt does', () => {
    // The example of 100,000, 80,000, 30,000 and 20,000 votes for eight seats: 4, 3, 1 and 0; here in hundreds.
    const lists = ['abcdefgh', 'ijklmnop', 'qrst', 'uvwx'];
    const election = approvalElection(lists.join(''), [
      [1000, lists[0]!],
      [800, lists[1]!],
      [300, lists[2]!],
      [200, lists[3]!],
    ]);
    const seats = countProportionally(election).ranking.slice(0, 8);
    expect(lists.map((list) => seats.filter(({ id }) => list.includes(id)).length)).toEqual([4, 3, 1, 0]);
  });

  it('says in numbers why each item stands where it stands', () => {
    const { ranking, unranked } = countProportionally(
      approvalElection(
        'abcd',
        [
          [2, 'ab', 0],
          [1, 'a', 1],
          [1, 'c', 1],
          [1, '', 1],
        ],
        { voices: [3n, 2n] },
      ),
    );
    // 12 voices: a has 8, b 6 and c 2.
    expect(ranking).toEqual(
      [
        ['a', { supporters: [2, 1], share: '2/3', load: '3/2', newlyHeard: [2, 1] }],
        ['b', { supporters: [2, 0], share: '1/2', load: '7/2', newlyHeard: [0, 0] }],
        ['c', { supporters: [0, 1], share: '1/6', load: '6', newlyHeard: [0, 1] }],
      ].map(([id, because]) => ({ id, because: { method: 'PROPORTIONAL', tiedWith: [], ...(because as object) } })),
    );
    expect(unranked).toEqual(['d']);
  });

  it('lets the lowest lot go first of those that are exactly tied', () => {
    const election = approvalElection(
      'abc',
      [
        [1, 'a'],
        [1, 'b'],
        [1, 'c'],
      ],
      { lots: [3, 1, 2] },
    );
    expect(stepsOf(election)).toEqual([
      ['b', '3', 'ac'],
      ['c', '3', 'a'],
      ['a', '3', ''],
    ]);
  });

  it('tells apart what floating point cannot', () => {
    const voices = [10n ** 40n, 10n ** 40n + 1n];
    expect(
      stepsOf(
        approvalElection(
          'ab',
          [
            [1, 'a', 0],
            [1, 'b', 1],
          ],
          { voices },
        ),
      ),
    ).toEqual([
      ['b', `${2n * 10n ** 40n + 1n}/${voices[1]}`, ''],
      ['a', `${2n * 10n ** 40n + 1n}/${voices[0]}`, ''],
    ]);
  });

  it('counts with voices that floating point cannot hold', () => {
    const voices = [1n, 10n ** 400n];
    const all = 10n ** 400n + 1n;
    expect(
      stepsOf(
        approvalElection(
          'abc',
          [
            [1, 'ab', 0],
            [1, 'c', 1],
          ],
          { voices },
        ),
      ),
    ).toEqual([
      ['c', `${all}/${voices[1]}`, ''],
      ['a', `${all}`, 'b'],
      ['b', `${2n * all}`, ''],
    ]);
  });

  it.each<[string, Approving[]]>([
    ['there are no ballots', []],
    ['all ballots say none of these', [[4, '']]],
  ])('ranks nothing when %s', (_case, ballots) => {
    expect(countProportionally(approvalElection('ba', ballots))).toEqual({ ranking: [], unranked: ['b', 'a'] });
  });
});
