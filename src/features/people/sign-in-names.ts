import { randomInt } from 'node:crypto';
import { PAPER_LETTERS } from './paper-codes.js';

const FIRST =
  'amber brave calm clear coral early fair gentle golden green happy honest kind lively loyal lucky merry mild noble open patient plain proud quick quiet rapid ready silver simple steady sunny swift tall true warm wide wild wise young bright'.split(
    ' ',
  );
const SECOND =
  'acorn bridge brook candle cedar cloud comet crane drum elm ember falcon fern field finch forest garden harbor heron hill island juniper lake lantern maple meadow morning mountain oak olive orchard otter pebble pine river robin shore spark stone thistle valley willow wind wren'.split(
    ' ',
  );

/** A name to sign in with for who gives no address: says nothing of the person, easy to copy by hand. */
export function newSignInName(): string {
  return `${FIRST[randomInt(FIRST.length)]}-${SECOND[randomInt(SECOND.length)]}-${randomInt(100_000, 1_000_000)}`;
}

/** Ten codes of 60 bits in a form that survives paper: no letter looks like another. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () =>
    Array.from({ length: 3 }, () =>
      Array.from({ length: 4 }, () => PAPER_LETTERS[randomInt(PAPER_LETTERS.length)]).join(''),
    ).join('-'),
  );
}

/** As typed, with spaces for hyphens or capitals. */
export function canonicalSecret(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
