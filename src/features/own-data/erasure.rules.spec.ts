import { expect, it } from '@jest/globals';
import { isMeant } from './erasure.rules.js';

it.each([
  ['erase me for good', true],
  ['Erase me for good.', true],
  ['  ERASE  ME FOR GOOD! ', true],
  ['erase me', false],
  ['do not erase me for good', false],
  ['erase me for good, please', false],
  ['', false],
  [null, false],
  [undefined, false],
])('%j is meant: %s', (phrase, expected) => {
  expect(isMeant(phrase)).toBe(expected);
});
