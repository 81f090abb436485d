import { describe, expect, it } from '@jest/globals';
import { rankings, strengths } from '../../../../test/support/rankings.js';
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

/** Schulze 2011, section 3, example 1. */
const EXAMPLE_1 = rankings('ABCD', ['8 A>C>D>B\n2 B>A>D>C\n4 C>D>B>A\n4 D>B>A>C\n3 D>C>B>A']);

describe('counting by majority', () => {
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
