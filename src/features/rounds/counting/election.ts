import { greatestCommonDivisor } from './exact.js';

/**
 * What a counting method is given and what it answers. Counting is pure: the same election gives the same outcome,
 * whatever the order of its ballots, and all arithmetic that decides anything is exact.
 */
export const countingMethods = ['PROPORTIONAL', 'MAJORITY', 'EQUAL_SHARES'] as const;
export type CountingMethod = (typeof countingMethods)[number];

/** What becomes of budget that is left when no item can be paid for in equal shares any more. */
export const completions = ['NONE', 'BY_SUPPORT'] as const;
export type Completion = (typeof completions)[number];

/** Whether each person or each community has an equal voice. */
export type Voice = 'PER_PERSON' | 'PER_COMMUNITY';

export interface Item {
  id: string;
  /** Drawn and published before the first ballot: 1 to the number of items. Of items that are tied, the lowest goes first. */
  lot: number;
  /** Ally hours, a positive integer. For EQUAL_SHARES only. */
  cost?: number;
}

export interface Election {
  /** In the order of the list, at most 200. */
  items: readonly Item[];
  /**
   * One byte for each item, ballot after ballot: the level at which the ballot ranks the item, 1 first, equal levels for
   * items that it ranks alike, 0 for items that it does not mark. An approval is level 1. All 0 says "none of these".
   */
  marks: Uint8Array;
  /** For each ballot the number of its part, from 0: the community or group whose ballots weigh alike. */
  parts: Uint16Array;
  /** For each part, what one of its ballots weighs: a positive integer, since only ratios matter. See `voicesOf`. */
  voices: readonly bigint[];
  /** Ally hours to be shared. For EQUAL_SHARES only. */
  budget?: number;
  completion?: Completion;
}

export interface Outcome {
  /** First to last. */
  ranking: readonly Placed[];
  /** Items to which the ballots give no rank, in the order of the list. */
  unranked: readonly string[];
}

export interface Placed {
  id: string;
  /** Why it stands here, in numbers. */
  because: Because;
}

/** Exact, as `numerator` or `numerator/denominator` in lowest terms. */
export type Exact = string;

interface Supported {
  /** How many ballots of each part support it; for rankings, mark it at any level. */
  supporters: readonly number[];
  /** The share of all voice that these ballots have. */
  share: Exact;
  /** Other items that were exactly as good at this step; its lot was the lowest. Empty where no lot decided. */
  tiedWith: readonly string[];
}

export type Because = ByProportion | ByMajority | ByEqualShares;

/** Each ranked item is a load of 1, which its supporters carry; the next is the one whose supporters then carry least. */
export interface ByProportion extends Supported {
  method: 'PROPORTIONAL';
  /** How much each supporter carries once this item is placed, scaled so that the voice of all ballots together is 1. */
  load: Exact;
  /** How many of its supporters, of each part, carried nothing before. */
  newlyHeard: readonly number[];
}

/** An item stands before another when the chain of comparisons from it is the stronger one: as strong as its weakest. */
export interface ByMajority extends Supported {
  method: 'MAJORITY';
  /** How many other ranked items it stands before and after by the ballots alone, without a lot. */
  before: number;
  after: number;
  /** The ballots' own comparison with the next item in the ranking; null for the last. */
  comparedWithNext: {
    id: string;
    /** The share of all voice that ranks this one above the next, and the other way round. */
    preferring: Exact;
    opposing: Exact;
    /**
     * The strengths of the strongest chains of comparisons between the two, each way: the share of all voice that won the
     * weakest comparison in it, 0 where no chain of won comparisons leads there. Equal when a lot decided. Equal without a
     * lot when as much voice won the weakest comparison of both, and less was against it in the first.
     */
    chain: Exact;
    chainBack: Exact;
  } | null;
}

/** Every ballot has an equal share of the budget and pays for what it supports, in proportion to the cost. */
export interface ByEqualShares extends Supported {
  method: 'EQUAL_SHARES';
  cost: number;
  /** Bought with the shares of its supporters, or with what was left, as the round declared. */
  boughtBy: 'SHARES' | 'COMPLETION';
  /**
   * The most that one supporter of full weight pays for it, in ally hours, or null where completion bought it. Full weight is
   * that of the ballots that weigh most in this count; any other pays in proportion to its weight, and nobody more than is
   * left to them. For each hour of the cost, it never falls from one purchase to the next.
   */
  most: Exact | null;
  /** What is left of the budget after it, in ally hours. */
  left: Exact;
}

/**
 * What one ballot of each part weighs. Per person, all weigh alike. Per community, the ballots of each part together
 * weigh as much as those of any other, however many they are; a part without ballots weighs nothing.
 *
 * @param counts ballots cast in each part
 */
export function voicesOf(counts: readonly number[], voice: Voice): bigint[] {
  if (voice === 'PER_PERSON') return counts.map(() => 1n);
  const sizes = counts.map((count) => BigInt(Math.max(count, 1)));
  const together = sizes.reduce((multiple, size) => (multiple / greatestCommonDivisor(multiple, size)) * size, 1n);
  return sizes.map((size) => together / size);
}
