import { expect, it } from '@jest/globals';
import { shownAsSignedBy } from './mandate.rules.js';

it.each([
  ['FOUNDING', 'founding, one signature'],
  ['EMERGENCY', 'the community'],
  ['RATIFIED', 'the community'],
] as const)('shows a mandate that is %s as signed by: %s', (kind, shown) => {
  expect(shownAsSignedBy(kind)).toBe(shown);
});
