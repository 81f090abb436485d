import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  followThrough,
  measureOf,
  noProgress,
  shareAttested,
  ShareBand,
  type Sum,
  type Totals,
} from './progress.rules.js';

const exactly = (count: number, quantity = count): Sum => ({ count, quantity, hidden: 0, rounded: 0 });
const rounded = (count: number, quantity = count): Sum => ({ count, quantity, hidden: 0, rounded: 1 });
const hidden = (asks = 1, count = 0): Sum => ({ count, quantity: count, hidden: asks, rounded: 0 });
const totals = (given: Partial<Totals>): Totals => ({ ...noProgress, ...given });

describe('a figure', () => {
  it.each<[string, Sum, string, number | null, boolean, string]>([
    ['exact', exactly(12), '12', 12, true, '12'],
    ['of nobody', exactly(0), '0', 0, true, '0'],
    ['rounded down', rounded(10, 40), '10 or more', 10, false, '40 or more'],
    ['of too few', hidden(), 'fewer than 5', null, false, 'by fewer than 5 people'],
    [
      'of too few in several asks',
      hidden(3),
      'fewer than 5 in each ask',
      null,
      false,
      'by fewer than 5 people in each ask',
    ],
    ['exact in one ask, of too few in another', hidden(1, 7), '7 or more', 7, false, '7 or more'],
    ['of one ask, of too few', hidden(), 'fewer than 5', null, false, 'by fewer than 5 people'],
  ])('%s', (_name, sum, text, value, exact, quantity) => {
    expect(measureOf(sum, { k: 5 })).toMatchObject({
      count: { text, value, isExact: exact },
      quantity: { text: quantity },
    });
  });
});

describe('the share attested of wanted', () => {
  it.each<[string, Partial<Totals>, number | null, ShareBand | null, string]>([
    ['of nothing', { wanted: 0 }, null, null, 'nothing to share'],
    ['none', { wanted: 10 }, 0, ShareBand.NONE, '0 %'],
    ['exact', { wanted: 16, attested: exactly(10) }, 0.625, ShareBand.HALF_OR_MORE, '62 %'],
    [
      'never rounded up to all',
      { wanted: 1000, attested: exactly(999) },
      0.999,
      ShareBand.THREE_QUARTERS_OR_MORE,
      '99 %',
    ],
    ['more than all', { wanted: 10, attested: exactly(12) }, 1, ShareBand.ALL, '100 %'],
    [
      'by bands where figures are rounded',
      { wanted: 16, attested: rounded(10) },
      null,
      ShareBand.HALF_OR_MORE,
      '50 % or more',
    ],
    ['unknown where too few stand behind it', { wanted: 16, attested: hidden() }, null, null, 'by fewer than 5 people'],
    [
      'a lower bound with asks left out',
      { wanted: 16, attested: hidden(1, 5) },
      null,
      ShareBand.A_QUARTER_OR_MORE,
      '25 % or more',
    ],
  ])('%s', (_name, given, value, band, text) => {
    expect(shareAttested(totals(given))).toEqual({ value, band, text });
  });
});

describe('follow-through', () => {
  it.each<[string, Partial<Totals>, number | null, ShareBand | null]>([
    ['of no pledge', {}, null, null],
    ['of all pledges', { pledged: exactly(4), attested: exactly(4) }, 1, ShareBand.ALL],
    [
      'not all, where what was pledged is rounded down',
      { pledged: rounded(10), attested: rounded(10) },
      null,
      ShareBand.THREE_QUARTERS_OR_MORE,
    ],
    ['unknown of too few', { pledged: hidden(), attested: hidden() }, null, null],
    ['none, where nothing is attested', { pledged: hidden(), attested: exactly(0) }, null, ShareBand.NONE],
  ])('%s', (_name, given, value, band) => {
    expect(followThrough(totals(given))).toMatchObject({ value, band });
  });

  it('lies between none and all, whatever the figures, and is a number only where all are exact', () => {
    const sum = fc.record({ count: fc.nat(1000), quantity: fc.nat(1000), hidden: fc.nat(2), rounded: fc.nat(2) });
    fc.assert(
      fc.property(sum, sum, fc.nat(1000), (pledged, attested, wanted) => {
        for (const share of [
          followThrough(totals({ pledged, attested })),
          shareAttested(totals({ wanted, attested })),
        ]) {
          if (share.value === null) continue;
          expect(share.value >= 0 && share.value <= 1).toBe(true);
          expect([attested.hidden, attested.rounded]).toEqual([0, 0]);
        }
      }),
    );
  });
});
