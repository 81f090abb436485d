import type { Completion, CountingMethod, Voice } from '../counting/election.js';

/** What a recount file calls itself, in both of its forms. */
export const FORMAT = 'accompany-recount';
export const VERSION = 1;

export interface RecountRound {
  id: string;
  method: CountingMethod;
  voice: Voice;
  quorumPercent: number;
  constituencyQuorumPercent: number | null;
  budgetHours: number | null;
  completion: Completion | null;
  /** In hexadecimal. */
  lotSeed: string;
  openedAt: string;
  closedAt: string;
}

/** A community that voted. */
export interface RecountPart {
  communityId: string;
  roll: number;
  ballots: number;
  /** Of these, how many say none of these. */
  none: number;
  /** What one of its ballots weighs: a whole number, which may be long. */
  weight: string;
}

/** A priority on the list. Ballots name it by its number, which is its place in the list, 1 first. */
export interface RecountItem {
  id: string;
  statement: string;
  hours: number | null;
  lot: number;
  rank: number | null;
}

/** All of a file but its ballots. */
export interface RecountHead {
  round: RecountRound;
  parts: readonly RecountPart[];
  items: readonly RecountItem[];
}

export interface RecountBallot {
  receipt: string;
  /** The place of its community among the parts, 0 first. */
  part: number;
  /** Numbers of items, the first level first. Empty for: none of these. */
  levels: readonly (readonly number[])[];
}

/** Read a page at a time, so that no more than a page lies in memory. */
export type RecountPages = AsyncIterable<readonly RecountBallot[]>;

/** One byte for each item, as ballots are kept, told by levels that follow each other without a gap. */
export function levelsFrom(marks: Uint8Array): number[][] {
  const byLevel: number[][] = [];
  for (const [place, level] of marks.entries()) {
    if (level === 0) continue;
    const items = byLevel[level];
    if (items) items.push(place + 1);
    else byLevel[level] = [place + 1];
  }
  return byLevel.filter((items) => items !== undefined);
}
