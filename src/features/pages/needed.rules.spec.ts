import { describe, expect, it } from '@jest/globals';
import type { AskShown } from './campaign-view.js';
import { neededMost, partStillWanted } from './needed.rules.js';

interface Case {
  id: string;
  wanted?: number;
  pledged?: number | null;
  startsAt?: string | null;
  takesPledges?: boolean;
  isFull?: boolean;
}

function ask({ id, wanted = 10, pledged = 0, startsAt = null, takesPledges = true, isFull = false }: Case): AskShown {
  const progress = { wanted, pledged: { quantity: { value: pledged, text: '', isExact: true } } };
  return { id, startsAt, takesPledges, isFull, progress } as AskShown;
}

const order = (...cases: Case[]): string[] => neededMost(cases.map(ask), 10).map(({ id }) => id);

describe('what is needed most', () => {
  it('is of what the largest part is still wanted, whatever its size', () => {
    const most = { id: 'most', wanted: 4, pledged: 1 };
    expect(order({ id: 'least', pledged: 9 }, { id: 'half', wanted: 1_000, pledged: 500 }, most)).toEqual([
      'most',
      'half',
      'least',
    ]);
  });

  it('is of equal ones the soonest, and what can be done any time last', () => {
    const [soon, late] = ['2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'];
    expect(order({ id: 'any' }, { id: 'late', startsAt: late }, { id: 'soon', startsAt: soon })).toEqual([
      'soon',
      'late',
      'any',
    ]);
  });

  it('is nothing that takes no pledges, is full or is all pledged', () => {
    const closed = { id: 'closed', takesPledges: false };
    expect(order(closed, { id: 'full', isFull: true }, { id: 'done', pledged: 12 }, { id: 'none', wanted: 0 })).toEqual(
      [],
    );
  });

  it('counts what may not be told as not pledged', () => {
    expect(partStillWanted(ask({ id: 'hidden', pledged: null }))).toBe(1);
  });

  it('names no more than are asked for', () => {
    expect(neededMost([ask({ id: 'one' }), ask({ id: 'two' })], 1)).toHaveLength(1);
  });
});
