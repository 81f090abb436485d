import { randomInt } from 'node:crypto';

/** No letter looks or sounds like another on paper or over the phone, as far as letters can. */
export const PAPER_LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

const GROUP = 4;
/** 28 letters of 31: 138 bits. */
const LENGTH = 28;

const SHAPE = new RegExp(`^[${PAPER_LETTERS}]{${LENGTH}}$`);

/** A code that can be printed, read out and typed: kept and compared in this form, shown by `grouped`. */
export function newPaperCode(): string {
  return Array.from({ length: LENGTH }, () => PAPER_LETTERS[randomInt(PAPER_LETTERS.length)]).join('');
}

/** `K7QM-2XWD-…`: capitals in groups of four. */
export function grouped(code: string): string {
  return (code.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-').toUpperCase();
}

/** The code at the end of a link of this kind, or by itself, as people paste or type it. */
export function paperCodeIn(text: string, kind: string): string | null {
  return canonicalPaperCode(text.replace(/^.*[#/=]/, '').replace(new RegExp(`^\\s*${kind}_`, 'i'), ''));
}

/** As typed: with or without spaces and hyphens of any kind, in capitals or not. Null if it can be no code. */
export function canonicalPaperCode(text: string): string | null {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Dash}]/gu, '');
  return SHAPE.test(letters) ? letters : null;
}
