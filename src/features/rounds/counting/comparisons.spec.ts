import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { draws } from '../../../../test/support/draws.js';
import { rankings } from '../../../../test/support/rankings.js';
import { compareItems } from './comparisons.js';
import type { Election } from './election.js';

/** The plain way: every pair of items on every ballot. */
function comparedOneByOne({ items, marks, parts, voices }: Election): bigint[] {
  const level = (ballot: number, item: number) => {
    const mark = marks[ballot * items.length + item] ?? 0;
    return mark === 0 ? Number.POSITIVE_INFINITY : mark;
  };
  return items.flatMap((_, one) =>
    items.map((__, other) =>
      [...parts].reduce(
        (sum, part, ballot) => (level(ballot, one) < level(ballot, other) ? sum + (voices[part] ?? 0n) : sum),
        0n,
      ),
    ),
  );
}

function election(items: number, marks: ArrayLike<number>, parts: number[], voices: bigint[]): Election {
  return {
    items: Array.from({ length: items }, (_, item) => ({ id: `item ${item}`, lot: item + 1 })),
    marks: Uint8Array.from(marks),
    parts: Uint16Array.from(parts),
    voices,
  };
}

describe('comparing items', () => {
  it('gives the voice of each ballot to the items that it ranks above others', () => {
    expect(compareItems(rankings('ABC', ['2 A>B', '1 C=B>A'], { voices: [3n, 5n] }))).toEqual({
      supporters: [
        [2, 1],
        [2, 1],
        [0, 1],
      ],
      preferring: [0n, 6n, 6n, 5n, 0n, 6n, 5n, 0n, 0n],
      allVoice: 11n,
    });
  });

  it.each([255, 256, 511])('counts %i ballots that all say the same', (ballots) => {
    const { preferring } = compareItems(rankings('ABCDE', [`${ballots} E>A=B`]));
    const all = BigInt(ballots);
    expect(preferring.slice(0, 5)).toEqual([0n, 0n, all, all, 0n]);
    expect(preferring.slice(20)).toEqual([all, all, all, all, 0n]);
  });

  it('counts as one would pair by pair, for any number of items, levels, ballots and parts', () => {
    const anElection = fc
      .tuple(
        fc.integer({ min: 1, max: 11 }),
        fc.integer({ min: 0, max: 700 }),
        fc.constantFrom(1, 3, 255),
        fc.integer(),
      )
      .map(([items, ballots, levels, seed]) => {
        const draw = draws(seed);
        const marks = Array.from({ length: items * ballots }, () => draw(levels + 1));
        const parts = Array.from({ length: ballots }, () => draw(3));
        return election(items, marks, parts, [2n, 7n ** 40n, 2n]);
      });
    fc.assert(
      fc.property(anElection, (given) => {
        expect(compareItems(given).preferring).toEqual(comparedOneByOne(given));
      }),
      { numRuns: 60 },
    );
  });

  it('compares 200 items, each on its own level', () => {
    const draw = draws(7);
    const ballots = Array.from({ length: 20 }, () =>
      Array.from({ length: 200 }, (_, item) => ({ item, by: draw(2 ** 32) }))
        .toSorted((one, other) => one.by - other.by)
        .map(({ item }) => item + 1),
    );
    const parts = ballots.map(() => 0);
    const given = election(200, ballots.flat(), parts, [1n]);
    expect(compareItems(given).preferring).toEqual(comparedOneByOne(given));
  });
});
