import { describe, expect, it } from '@jest/globals';
import { english } from '../../platform/words/words.js';
import { countingMethods } from './counting/election.js';
import { count } from './counting/index.js';
import { cancelledBecause, explanationOf, noticeOf } from './round.words.js';

const NAMES = new Map([
  ['heat', 'Heat in winter'],
  ['rent', 'Rents that stay'],
]);

const said = (because: Parameters<typeof explanationOf>[0], rank: number): string =>
  explanationOf(because, rank, NAMES).map(english).join(' ');

describe('why an item has its rank', () => {
  it('is told in shares of the list that its supporters carry', () => {
    const marks = Uint8Array.from([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0]);
    const items = [
      { id: 'heat', lot: 1 },
      { id: 'rent', lot: 2 },
    ];
    const { ranking } = count('PROPORTIONAL', { items, marks, parts: new Uint16Array(6), voices: [1n] });
    expect(ranking.map(({ because }, place) => said(because, place + 1))).toEqual([
      'Ballots that support it: 3, which have 50 % of all voice. No other has more support, so it comes first.',
      // Two ballots share one place.
      'Ballots that support it: 2, which have 33.3 % of all voice. Of these, 2 support nothing that stands above it. Each place on the list is a load that those who support it share: with this one each of its supporters carries 0.5 places in all, less than the supporters of any other would.',
    ]);
  });

  it('stays a plain number however long the exact one is', () => {
    const long = `${'9'.repeat(1_700)}/${'3'.repeat(1_700)}`;
    const because = {
      method: 'PROPORTIONAL',
      load: long,
      share: '1/3',
      supporters: [2],
      newlyHeard: [1],
      tiedWith: [],
    } as const;
    expect(said(because, 2)).toContain('carries 0.5 places in all');
  });

  it('names what it was tied with, and that the lot decided', () => {
    const because = {
      method: 'PROPORTIONAL',
      load: '2',
      share: '1/2',
      supporters: [1],
      newlyHeard: [1],
      tiedWith: ['rent'],
    } as const;
    expect(said(because, 1)).toMatch(/level with “Rents that stay”: its lot, drawn before the vote, was the lowest\.$/);
  });
});

it('tells before voting how it is counted and what secrecy cannot promise', () => {
  for (const method of countingMethods) {
    const notice = noticeOf({ method, voice: 'PER_PERSON', isShared: false }).map(english);
    expect(notice[0]).toMatch(/^You (?:mark|rank) the priorities/);
    expect(notice.at(-1)).toMatch(/could link ballots to people/);
  }
});

it('leaves the reason of a steward as it is', () => {
  expect(cancelledBecause('The list was wrong.')).toBe('The list was wrong.');
  expect(cancelledBecause('NEVER_OPENED')).toBe('Nobody opened it before its time to close.');
});
