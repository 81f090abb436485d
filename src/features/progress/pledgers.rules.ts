import type { Figure } from './progress.rules.js';

export enum PledgerKind {
  PEOPLE = 'PEOPLE',
  ORGANIZATIONS = 'ORGANIZATIONS',
}

/** The part of people, or of organizations, in a measure: added up over asks, of which some tell less than others. */
export interface Part {
  count: number;
  /** Asks of which fewer than k of them are left out. */
  hidden: number;
  /** Asks of which it is rounded down. */
  rounded: number;
  /** Asks of which it was told exactly, at some time. */
  dated: number;
  /** Asks of which only the whole is told. */
  untold: number;
}

export const noPart: Part = { count: 0, hidden: 0, rounded: 0, dated: 0, untold: 0 };

export function partOf({ count, hidden, rounded, dated, untold }: Part, k: number): Figure {
  if (hidden + rounded + dated + untold === 0) return { value: count, text: String(count), isExact: true };
  if (dated > 0) return { value: count, text: `about ${count}`, isExact: false };
  if (count > 0 || rounded > 0) return { value: count, text: `${count} or more`, isExact: false };
  if (untold > 0) return { value: null, text: 'not told', isExact: false };
  return { value: null, text: hidden === 1 ? `fewer than ${k}` : `fewer than ${k} in each ask`, isExact: false };
}
