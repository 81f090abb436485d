import { PAPER_LETTERS } from '../people/index.js';

const BASE = BigInt(PAPER_LETTERS.length);
/** Of 31 letters: enough for the last 48 bits of an id, which are random. */
const LENGTH = 10;
const ENDING = 12;

const SHAPE = new RegExp(`^[${PAPER_LETTERS}]{${LENGTH}}$`);

/** What a short link to the thing with this id ends with: easy to copy from a flyer and to say over the phone. */
export function shortCodeOf(id: string): string {
  let rest = BigInt(`0x${id.slice(-ENDING)}`);
  let code = '';
  for (let place = 0; place < LENGTH; place += 1) {
    code = `${PAPER_LETTERS[Number(rest % BASE)]}${code}`;
    rest /= BASE;
  }
  return code;
}

/** How the id ends for which this code stands, however it is typed; null for what is no such code. */
export function endingOf(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Dash}]/gu, '');
  if (!SHAPE.test(code)) return null;
  let value = 0n;
  for (const letter of code) value = value * BASE + BigInt(PAPER_LETTERS.indexOf(letter));
  const ending = value.toString(16).padStart(ENDING, '0');
  return ending.length === ENDING ? ending : null;
}
