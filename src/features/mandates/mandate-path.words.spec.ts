import { expect, it } from '@jest/globals';
import { english } from '../../platform/words/words.js';
import { mandateTitle, reasonOf, roundSays, roundTitle } from './mandate-path.words.js';

it('names a mandate by who gave it, and no person', () => {
  expect(mandateTitle('FOUNDING')).toBe('Founding mandate, one signature');
  expect(mandateTitle('EMERGENCY')).toBe('Emergency mandate, signed by the community');
  expect(mandateTitle('RATIFIED')).toBe('Mandate by ballot of the community');
});

it('gives the reason in the words of who signed it, and of a ballot that it was one', () => {
  expect(english(reasonOf('The {0} boilers fail.'))).toBe('The {0} boilers fail.');
  expect(english(reasonOf(null))).toBe('The people affected gave its priority a rank, by ballot.');
});

it('tells of a round its day and rank, and its ballots to those alone who know the tally', () => {
  expect(english(roundTitle('2026-11-26', 2, 7))).toBe('Round of 2026-11-26: rank 2 of 7');
  const because = {
    method: 'PROPORTIONAL',
    supporters: [4],
    share: '2/3',
    newlyHeard: [4],
    load: '1/4',
    tiedWith: [],
  } as never;
  expect(english(roundSays('PROPORTIONAL', 1, { because, ballots: 6 }))).toBe(
    '6 ballots, counted proportionally. Ballots that support it: 4, which have 66.7 % of all voice. No other has more support, so it comes first.',
  );
  expect(english(roundSays('EQUAL_SHARES', 1, { because: null, ballots: 3 }))).toBe(
    '3 ballots, counted in equal shares.',
  );
  for (const known of [null, because]) {
    expect(english(roundSays('MAJORITY', 1, { because: known, ballots: null }))).toBe(
      'The people affected gave it this rank, by ballot.',
    );
  }
});
