import Fraction from 'fraction.js';
import { type Chains, strongestChains } from './chains.js';
import { type Comparisons, compareItems } from './comparisons.js';
import type { ByMajority, Election, Exact, Outcome } from './election.js';

/**
 * The Schulze method on rankings with equals: what a ballot leaves unmarked stands, as equals, below all that it marks.
 * An item stands before another when its strongest chain of comparisons to it is stronger than the one back (see
 * `strongestChains`). That leaves ties, so the list is drawn up from the top: of the remaining items that no remaining one
 * stands before, the lowest lot goes first. The relation is transitive, so there always is one.
 *
 * Items that nobody marks are unranked.
 */
export function countByMajority(election: Election): Outcome {
  const { items } = election;
  const count = new Count(election);
  const marked = items.map((_, item) => item).filter((item) => count.isMarked(item));
  const places = lineUp(marked, count.chains, (item) => items[item]?.lot ?? 0);
  return {
    ranking: places.map(({ item, tiedWith }, place) => ({
      id: count.id(item),
      because: count.because(item, tiedWith, marked, places[place + 1]?.item),
    })),
    unranked: items.filter((_, item) => !count.isMarked(item)).map(({ id }) => id),
  };
}

interface Place {
  item: number;
  tiedWith: number[];
}

function lineUp(marked: readonly number[], chains: Chains, lot: (item: number) => number): Place[] {
  const places: Place[] = [];
  let remaining = [...marked];
  while (remaining.length > 0) {
    const foremost = remaining.filter((item) => !remaining.some((other) => chains.before(other, item)));
    const item = foremost.reduce((first, other) => (lot(other) < lot(first) ? other : first));
    places.push({ item, tiedWith: foremost.filter((other) => other !== item) });
    remaining = remaining.filter((other) => other !== item);
  }
  return places;
}

class Count {
  readonly chains: Chains;
  private readonly comparisons: Comparisons;

  constructor(private readonly election: Election) {
    this.comparisons = compareItems(election);
    this.chains = strongestChains(this.comparisons.preferring, election.items.length);
  }

  id(item: number): string {
    return this.election.items[item]?.id ?? '';
  }

  isMarked(item: number): boolean {
    return this.supporters(item).some((count) => count > 0);
  }

  because(item: number, tiedWith: number[], marked: readonly number[], next: number | undefined): ByMajority {
    return {
      method: 'MAJORITY',
      supporters: this.supporters(item),
      share: this.share(this.voiceOfSupporters(item)),
      tiedWith: tiedWith.map((other) => this.id(other)),
      before: marked.filter((other) => this.chains.before(item, other)).length,
      after: marked.filter((other) => this.chains.before(other, item)).length,
      comparedWithNext: next === undefined ? null : this.comparison(item, next),
    };
  }

  private comparison(item: number, next: number): ByMajority['comparedWithNext'] {
    return {
      id: this.id(next),
      preferring: this.share(this.preferring(item, next)),
      opposing: this.share(this.preferring(next, item)),
      chain: this.share(this.chains.voice(item, next)),
      chainBack: this.share(this.chains.voice(next, item)),
    };
  }

  private supporters(item: number): readonly number[] {
    return this.comparisons.supporters[item] ?? [];
  }

  private voiceOfSupporters(item: number): bigint {
    return this.supporters(item).reduce(
      (voice, count, part) => voice + BigInt(count) * (this.election.voices[part] ?? 0n),
      0n,
    );
  }

  private preferring(one: number, other: number): bigint {
    return this.comparisons.preferring[one * this.election.items.length + other] ?? 0n;
  }

  private share(voice: bigint): Exact {
    return new Fraction(voice, this.comparisons.allVoice).toFraction();
  }
}
