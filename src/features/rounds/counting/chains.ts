/**
 * The strongest chains of comparisons between items, which decide who stands before whom: Markus Schulze, "A new
 * monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method", Social
 * Choice and Welfare 36 (2011), 267-303, sections 2.2 and 2.3.
 */
export interface Chains {
  /**
   * How strong the strongest chain from `from` to `to` is, as a rank among the comparisons that somebody won, the weakest
   * 1; 0 where there is no chain of won comparisons.
   */
  rank(from: number, to: number): number;
  /** The voice behind the weakest comparison of the strongest chain; 0 where there is none. */
  voice(from: number, to: number): bigint;
  /** Schulze's relation O (2.2.1): the chain from the one to the other is the stronger one. It is transitive. */
  before(one: number, other: number): boolean;
}

/**
 * A comparison is as strong as the voice that won it ("winning votes"); where that is equal, the one with less voice
 * against it is stronger: example 3 of section 2.1, and the rule drafted for Debian's constitution, A.6 (debian-vote,
 * November 2002).
 *
 * The other usual measure is the margin. On full rankings without equals all measures agree (section 2.1). Here people
 * mark what they care about, out of up to 200 items, and then margins break what a community would expect: an item that
 * more voice puts alone at the top than marks another one at all could still stand behind that other one. By winning
 * votes it cannot, for its own comparison with the other is stronger than any chain that begins at the other (Woodall's
 * plurality criterion; it follows from the second criterion that Schulze proposed on the election-methods list on
 * 10 February 2004). The price: to rank two items as equals hardly ever hurts either, so equals at the top can be tactics.
 *
 * Comparisons that are lost or even are left out. Schulze ranks them too, below all that are won, but it never matters:
 * where every chain to another item has a lost comparison in it, the other won against it directly; where the best chain
 * has an even one, the best way back is won throughout or no better.
 *
 * @param preferring the voice that ranks `a` above `b`, at `a * items + b`
 */
export function strongestChains(preferring: readonly bigint[], items: number): Chains {
  const { ranks, voices } = rankWonComparisons(preferring, items);
  widen(ranks, items);
  const rank = (from: number, to: number) => ranks[from * items + to] as number;
  return {
    rank,
    voice: (from, to) => voices[rank(from, to)] as bigint,
    before: (one, other) => rank(one, other) > rank(other, one),
  };
}

interface Won {
  pair: number;
  winning: bigint;
  losing: bigint;
}

/** Voices can be huge numbers; chains need only their order, so the search runs on their ranks. */
function rankWonComparisons(preferring: readonly bigint[], items: number): { ranks: Int32Array; voices: bigint[] } {
  const won = wonComparisons(preferring, items).toSorted(byStrength);
  const ranks = new Int32Array(items ** 2);
  const voices = [0n];
  won.forEach((comparison, place) => {
    const weaker = won[place - 1];
    if (!weaker || byStrength(weaker, comparison) !== 0) voices.push(comparison.winning);
    ranks[comparison.pair] = voices.length - 1;
  });
  return { ranks, voices };
}

function wonComparisons(preferring: readonly bigint[], items: number): Won[] {
  const won: Won[] = [];
  for (let one = 0; one < items; one++) {
    for (let other = 0; other < items; other++) {
      const pair = one * items + other;
      const winning = preferring[pair] as bigint;
      const losing = preferring[other * items + one] as bigint;
      if (winning > losing) won.push({ pair, winning, losing });
    }
  }
  return won;
}

/** Weakest first. */
function byStrength(one: Won, other: Won): number {
  return compare(one.winning, other.winning) || compare(other.losing, one.losing);
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Floyd and Warshall: a chain is as strong as its weakest comparison; through each item in turn, the strongest is kept. */
function widen(ranks: Int32Array, items: number): void {
  for (let through = 0; through < items; through++) {
    for (let from = 0; from < items; from++) {
      const first = ranks[from * items + through] as number;
      if (first === 0 || from === through) continue;
      for (let to = 0; to < items; to++) {
        const joined = Math.min(first, ranks[through * items + to] as number);
        if (to !== from && joined > (ranks[from * items + to] as number)) ranks[from * items + to] = joined;
      }
    }
  }
}
