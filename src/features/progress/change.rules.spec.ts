import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf, compared, runningSums } from './change.rules.js';
import { byMeasure, type Figure, noProgress, type Sum, type Totals } from './progress.rules.js';

const totals = (pledged: Partial<Sum>): Totals => ({
  ...noProgress,
  pledged: { count: 0, quantity: 0, hidden: 0, rounded: 0, ...pledged },
});

it.each<[string, Partial<Sum>, Partial<Sum>, Figure]>([
  ['exact', { count: 2 }, { count: 5 }, { value: 3, text: '+3', isExact: true }],
  ['nothing', { count: 5 }, { count: 5 }, { value: 0, text: '0', isExact: true }],
  ['less', { count: 5 }, { count: 4 }, { value: -1, text: '-1', isExact: true }],
  ['rounded', { count: 5, rounded: 1 }, { count: 10, rounded: 1 }, { value: 5, text: 'about +5', isExact: false }],
  ['of too few', {}, { hidden: 1 }, { value: null, text: 'not told', isExact: false }],
  ['of too few until now', { hidden: 1 }, { count: 5, rounded: 1 }, { value: null, text: 'not told', isExact: false }],
])('a change that is %s', (_, before, after, figure) => {
  expect(changesOf(totals(before), totals(after)).pledged.count).toEqual(figure);
});

it('a ratio is told of exact changes alone, and never of nothing', () => {
  const exactly = (value: number): Figure => ({ value, text: String(value), isExact: true });
  expect(compared(exactly(3), exactly(-2)).ratio).toBe(-1.5);
  expect(compared(exactly(3), exactly(0)).ratio).toBeNull();
  expect(compared(exactly(3), { ...exactly(2), isExact: false }).ratio).toBeNull();
});

it('running sums carry what is between two closes on to all later ones', () => {
  const sum = fc.record({ count: fc.nat(9), quantity: fc.nat(9), hidden: fc.nat(2), rounded: fc.nat(2) });
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.nat(9), sum), { selector: ([place]) => place }), (given) => {
      const deltas = given.map(([place, delta]) => ({
        ...noProgress,
        ...byMeasure(() => delta),
        wanted: delta.count,
        place,
      }));
      runningSums(deltas, 10).forEach((at, close) => {
        const until = deltas.filter(({ place }) => place <= close);
        for (const part of ['count', 'quantity', 'hidden', 'rounded'] as const) {
          expect(at.attested[part]).toBe(until.reduce((all, { attested }) => all + attested[part], 0));
        }
      });
    }),
  );
});
