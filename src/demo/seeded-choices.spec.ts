import { describe, expect, it } from '@jest/globals';
import { SeededChoices } from './seeded-choices.js';

describe('choices from a seed', () => {
  it('come out the same on every machine', () => {
    const choices = new SeededChoices(1);
    expect(Array.from({ length: 8 }, () => choices.integer(1, 6))).toEqual([4, 1, 4, 6, 6, 2, 4, 5]);
  });

  it('reach both ends and nothing beyond', () => {
    const choices = new SeededChoices(2);
    const drawn = Array.from({ length: 2000 }, () => choices.integer(3, 7));
    expect([...new Set(drawn)].toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7]);
  });

  it('shuffle without losing or doubling anything, and leave the list as it was', () => {
    const list = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new SeededChoices(3).shuffled(list);
    expect(shuffled).not.toEqual(list);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(list);
    expect(list[0]).toBe(0);
  });

  it('refuse to choose from nothing', () => {
    expect(() => new SeededChoices(1).one([])).toThrow(RangeError);
  });
});
