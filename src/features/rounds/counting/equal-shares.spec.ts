import { describe, expect, it } from '@jest/globals';
import type { ByEqualShares, Election, Outcome } from './election.js';
import { countEqualShares } from './equal-shares.js';

interface Told {
  /** Lots in this order. */
  costs: Record<string, number>;
  /** What is ticked by how many, one letter an item; of the first part unless said otherwise. */
  ballots: readonly [ticked: string, many: number, part?: number][];
  budget: number;
  voices?: bigint[];
  completion?: Election['completion'];
}

function election({ costs, ballots, budget, voices = [1n], completion }: Told): Election {
  const items = Object.entries(costs).map(([id, cost], place) => ({ id, lot: place + 1, cost }));
  const each = ballots.flatMap(([ticked, many, part = 0]) => Array.from({ length: many }, () => ({ ticked, part })));
  return {
    items,
    marks: Uint8Array.from(each.flatMap(({ ticked }) => items.map(({ id }) => Number(ticked.includes(id))))),
    parts: Uint16Array.from(each, ({ part }) => part),
    voices,
    budget,
    completion,
  };
}

const unit = (letters: string) => Object.fromEntries([...letters].map((letter) => [letter, 1]));
const order = ({ ranking }: Outcome) => ranking.map(({ id }) => id).join('');
const because = ({ ranking }: Outcome) => ranking.map((placed) => placed.because as ByEqualShares);
const most = (outcome: Outcome) => because(outcome).map((each) => each.most);
const tied = (outcome: Outcome) => because(outcome).map((each) => each.tiedWith.join(''));

describe('worked examples from the literature', () => {
  // https://equalshares.net/explanation, Examples 1 and 2: [b]ike path, outdoor [g]ym, new [p]ark, new pla[y]ground, [l]ibrary.
  const costs = { b: 700, g: 400, p: 250, y: 200, l: 100 };
  const town = (last: string): Told => ({
    costs,
    ballots: [
      ['bg', 1],
      ['bgp', 1],
      ['bg', 1],
      ['bgp', 2],
      ['bg', 1],
      ['pyl', 1],
      ['y', 1],
      ['yl', 1],
      ['pyl', 1],
      [last, 1],
    ],
    budget: 1100,
  });

  it('buys the bike path, the playground and the library of equalshares.net, example 1', () => {
    const outcome = countEqualShares(election(town('b')));
    expect(order(outcome)).toBe('byl');
    expect(outcome.unranked).toEqual(['g', 'p']);
    expect(most(outcome)).toEqual(['100', '50', '100/3']);
    expect(because(outcome).map(({ left }) => left)).toEqual(['400', '200', '100']);
    expect(because(outcome)[0]).toEqual({
      method: 'EQUAL_SHARES',
      supporters: [7],
      share: '7/11',
      tiedWith: [],
      cost: 700,
      boughtBy: 'SHARES',
      most: '100',
      left: '400',
    });
  });

  it('buys the gym, the park and the playground of example 2, where some pay all they have left', () => {
    const outcome = countEqualShares(election(town('g')));
    expect(order(outcome)).toBe('gpy');
    // The page rounds: 57.14, then 60.5 beside three that pay 43 each, then 60.5 beside two that pay 39.5.
    expect(most(outcome)).toEqual(['400/7', '425/7', '425/7']);
    expect(outcome.unranked).toEqual(['b', 'l']);
  });

  // Lackner and Skowron, Multi-Winner Voting with Approval Preferences (2023), Example 2.1, the running example.
  const running: Told = {
    costs: unit('abcdefgh'),
    ballots: [
      ['ab', 3],
      ['ac', 3],
      ['ad', 2],
      ['bcf', 1],
      ['e', 1],
      ['f', 1],
      ['g', 1],
    ],
    budget: 4,
  };

  it('buys only the first in the example 2.11 of Lackner and Skowron', () => {
    const outcome = countEqualShares(election(running));
    expect(order(outcome)).toBe('a');
    expect(most(outcome)).toEqual(['1/8']);
    expect(outcome.unranked.join('')).toBe('bcdefgh');
  });

  it('goes on by support there when that was declared', () => {
    const outcome = countEqualShares(election({ ...running, completion: 'BY_SUPPORT' }));
    expect(order(outcome)).toBe('abcd');
    expect(tied(outcome)).toEqual(['', 'c', '', 'f']);
    expect(because(outcome).map(({ boughtBy }) => boughtBy)).toEqual(['SHARES', ...Array(3).fill('COMPLETION')]);
    expect(most(outcome)).toEqual(['1/8', null, null, null]);
    expect(because(outcome).at(-1)?.left).toBe('0');
  });

  it('takes all that is left to two of the supporters in the example 2.12 of Lackner and Skowron', () => {
    const ballots: Told['ballots'] = [
      ['cd', 3],
      ['ab', 2],
      ['ac', 2],
      ['bd', 1],
    ];
    const outcome = countEqualShares(election({ costs: unit('abcd'), ballots, budget: 3 }));
    expect(order(outcome)).toBe('ca');
    expect(most(outcome)).toEqual(['1/5', '13/40']);
  });

  it.each([
    [3, 'ace', ['1/2', '3/4', '3/4'], ['cde', 'de', '']],
    [4, 'acdb', ['1/2', '1/2', '1/2', '1'], ['cde', 'de', 'e', 'e']],
  ])(
    'is not the same list with more at the end: Lackner and Skowron, proposition A.2, with %i places',
    (budget, ...expected) => {
      const ballots: Told['ballots'] = [
        ['ade', 1],
        ['ac', 1],
        ['be', 1],
        ['cdf', 1],
      ];
      const outcome = countEqualShares(election({ costs: unit('abcdef'), ballots, budget }));
      expect([order(outcome), most(outcome), tied(outcome)]).toEqual(expected);
    },
  );

  it.each([
    ['abe', ''],
    ['adh', 'e'],
  ])('can lose an item to a new ballot for it: proposition A.3, %s with the ballot "%s"', (bought, ticked) => {
    const voters = [
      'abc',
      'ag',
      'de',
      'bdf',
      'af',
      'abc',
      'h',
      'ah',
      'bh',
      'bd',
      'def',
      'ceh',
      ...(ticked ? [ticked] : []),
    ];
    const outcome = countEqualShares(
      election({ costs: unit('abcdefgh'), ballots: voters.map((voter) => [voter, 1]), budget: 4 }),
    );
    expect([...order(outcome)].sort().join('')).toBe(bought);
  });

  // The pabutools library, tests/rules/test_rule.py, "Approval example 2" in hundredths.
  it('counts hours, not items: a costly priority of three goes before two cheap ones of two', () => {
    const ballots: Told['ballots'] = [
      ['p', 1],
      ['qrs', 2],
      ['r', 1],
    ];
    const outcome = countEqualShares(election({ costs: { p: 100, q: 90, r: 200, s: 109 }, ballots, budget: 400 }));
    expect(order(outcome)).toBe('rp');
    expect(most(outcome)).toEqual(['200/3', '100']);
  });

  // The same file, test_completion: equal shares, then what most support.
  it('completes a purchase as the pabutools library does', () => {
    const ballots: Told['ballots'] = [
      ['ab', 2],
      ['a', 1],
      ['ac', 3],
      ['ad', 2],
      ['f', 1],
      ['e', 1],
    ];
    const costs = { a: 1, b: 2, c: 2, d: 1, e: 1, f: 1 };
    const outcome = countEqualShares(election({ costs, ballots, budget: 5, completion: 'BY_SUPPORT' }));
    expect(order(outcome)).toBe('acb');
    expect(tied(outcome)).toEqual(['', '', 'd']);
  });
});

describe('a budget', () => {
  const two: Told['ballots'] = [
    ['ab', 2],
    ['c', 1],
  ];

  it('is not spent on what costs more than all of it, nor on what nobody supports', () => {
    const completion = 'BY_SUPPORT';
    const outcome = countEqualShares(election({ costs: { a: 31, b: 20, d: 1 }, ballots: two, budget: 30, completion }));
    expect(order(outcome)).toBe('b');
    expect(outcome.unranked).toEqual(['a', 'd']);
  });

  it('is kept in part by ballots that mark nothing, and spent by completion', () => {
    const ballots: Told['ballots'] = [
      ['a', 1],
      ['', 1],
    ];
    const alone = countEqualShares(election({ costs: { a: 10 }, ballots, budget: 10 }));
    expect(alone).toEqual({ ranking: [], unranked: ['a'] });
    const completed = countEqualShares(election({ costs: { a: 10 }, ballots, budget: 10, completion: 'BY_SUPPORT' }));
    expect(order(completed)).toBe('a');
    expect(because(completed)[0]).toMatchObject({ share: '1/2', boughtBy: 'COMPLETION', left: '0' });
  });

  it('completes past what does not fit to what does', () => {
    const ballots: Told['ballots'] = [
      ['a', 4],
      ['b', 3],
      ['c', 2],
      ['', 1],
    ];
    const costs = { a: 6, b: 5, c: 4 };
    const outcome = countEqualShares(election({ costs, ballots, budget: 10, completion: 'BY_SUPPORT' }));
    expect(order(outcome)).toBe('ac');
    expect(outcome.unranked).toEqual(['b']);
  });

  it('is shared exactly where two purses differ by an hour in a million billion', () => {
    const [third, few] = [1_800_000_000_000_000, 400_000_000_000_000];
    const costs = { a: third, b: third + 3, c: 2 * few - 1 };
    // Four hundred million million hours are left to the one for [c] who paid for [a], an hour less to the other.
    const ballots: Told['ballots'] = [
      ['ac', 1],
      ['bc', 1],
      ['a', 2],
      ['b', 2],
    ];
    const outcome = countEqualShares(election({ costs, ballots, budget: 6_000_000_000_000_000 }));
    expect(order(outcome)).toBe('abc');
    expect(most(outcome)).toEqual([String(third / 3), String(third / 3 + 1), String(few)]);
    expect(tied(outcome)).toEqual(['b', '', '']);
    const dearer = { ...costs, c: 2 * few };
    expect(order(countEqualShares(election({ costs: dearer, ballots, budget: 6_000_000_000_000_000 })))).toBe('ab');
  });

  it('is nobody’s while there are no ballots', () => {
    expect(countEqualShares(election({ costs: { a: 1 }, ballots: [], budget: 1, completion: 'BY_SUPPORT' }))).toEqual({
      ranking: [],
      unranked: ['a'],
    });
  });

  it('pays for the last with the last, to the hour', () => {
    const outcome = countEqualShares(election({ costs: { a: 7, b: 13, c: 10 }, ballots: two, budget: 30 }));
    expect(order(outcome)).toBe('abc');
    expect(most(outcome)).toEqual(['7/2', '13/2', '10']);
    expect(because(outcome).at(-1)?.left).toBe('0');
  });
});

describe('a part', () => {
  it('of few ballots pays as much as one of many where they have equal voice', () => {
    const told: Told = {
      costs: { a: 50, b: 50 },
      ballots: [
        ['a', 5, 0],
        ['b', 1, 2],
      ],
      budget: 100,
      // As voicesOf gives them; the part in the middle has no ballots.
      voices: [1n, 5n, 5n],
    };
    const outcome = countEqualShares(election(told));
    expect(order(outcome)).toBe('ab');
    expect(tied(outcome)).toEqual(['b', '']);
    expect(because(outcome).map(({ supporters }) => supporters)).toEqual([
      [5, 0, 0],
      [0, 0, 1],
    ]);
    expect(because(outcome).map(({ share }) => share)).toEqual(['1/2', '1/2']);
    // Of full weight is the one ballot of the last part; those of the first pay a fifth of that.
    expect(most(outcome)).toEqual(['50', '50']);
    expect(order(countEqualShares(election({ ...told, voices: [1n, 1n, 1n] })))).toBe('a');
  });

  it('may weigh more than floating point can tell', () => {
    const voices = [10n ** 400n, 10n ** 400n + 1n];
    const told: Told = {
      costs: { a: 1, b: 1 },
      ballots: [
        ['a', 1, 0],
        ['b', 1, 1],
      ],
      budget: 2,
      voices,
    };
    expect(order(countEqualShares(election(told)))).toBe('b');
    expect(countEqualShares(election({ ...told, completion: 'BY_SUPPORT' })).ranking[1]?.because).toMatchObject({
      boughtBy: 'COMPLETION',
      share: `${voices[0]}/${2n * 10n ** 400n + 1n}`,
    });
  });
});

describe('an election that cannot be counted', () => {
  const good = election({
    costs: { a: 2, b: 3 },
    ballots: [
      ['a', 1],
      ['b', 1],
    ],
    budget: 5,
  });

  it.each<[string, Partial<Election>, string]>([
    ['has no budget', { budget: undefined }, 'budget'],
    ['has a budget of part of an hour', { budget: 0.5 }, 'budget'],
    [
      'has no cost for an item',
      {
        items: [
          { id: 'a', lot: 1, cost: 2 },
          { id: 'b', lot: 2 },
        ],
      },
      'cost of b',
    ],
    [
      'has an item that costs nothing',
      {
        items: [
          { id: 'a', lot: 1, cost: 0 },
          { id: 'b', lot: 2, cost: 1 },
        ],
      },
      'cost of a',
    ],
    ['has the same lot twice', { items: good.items.map((item) => ({ ...item, lot: 1 })) }, 'same lot'],
    ['lacks a mark', { marks: Uint8Array.of(1, 0, 1) }, 'one mark'],
    ['has a ballot of no part', { parts: Uint16Array.of(0, 1) }, 'no voice'],
    ['has a part that weighs nothing', { voices: [0n] }, 'positive'],
  ])('%s', (_name, over, said) => {
    expect(() => countEqualShares({ ...good, ...over })).toThrow(said);
  });
});
