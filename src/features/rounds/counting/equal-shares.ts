import Fraction from 'fraction.js';
import type { ByEqualShares, Election, Item, Outcome, Placed } from './election.js';
import { type Price, Purses } from './purses.js';
import { type BallotSet, type Span, Supporters } from './supporters.js';

/**
 * The Method of Equal Shares (Peters and Skowron, Proportionality and the Limits of Welfarism, EC 2020; for items with costs
 * Peters, Pierczyński and Skowron, Proportional Participatory Budgeting with Additive Utilities, NeurIPS 2021).
 *
 * Each ballot begins with its voice's share of the budget. Supporters share the cost of an item as equally as they can: at
 * a price, each pays the price times its weight, or all that it has left where that is less. Of the items that their
 * supporters can pay for, the next one bought is the one with the least price for each hour of its cost; ties go to the
 * lowest lot.
 *
 * Dividing by the cost means that an hour of allies' time that goes to what a person supports counts as an hour, whichever
 * priority it goes to ("cost utilities": what equalshares.net describes, and what cities use). An item's turn then depends
 * on how many people support it and can still pay, not on how cheap it is: as long as everybody can pay, the order is that
 * of support, which is what a list of priorities should say. The other choice, to count the priorities and not the hours
 * ("cardinality"), would put what is cheap before what many need, and reward cutting a priority into small ones. What it
 * would give and this does not: a promise about the number of priorities. The promise here is about hours: a group of
 * people with a share of the voice and priorities in common that cost no more than that share of the budget has among it
 * somebody of whose priorities as many hours are bought, up to one item (EJR up to one). No method can promise both (Brill,
 * Forster, Lackner, Maly and Peters, Proportionality in Approval-Based Participatory Budgeting, AAAI 2023).
 *
 * A ballot counts as supporting what it marks, at any level. A ballot that marks nothing keeps its share unspent, until
 * completion.
 */
export function countEqualShares(election: Election): Outcome {
  const { budget, costs } = checked(election);
  const count = new Count(election, costs, budget, new Supporters(election));
  count.buyInShares();
  if (election.completion === 'BY_SUPPORT') count.buyBySupport();
  const ranked = new Set(count.ranking.map(({ id }) => id));
  return { ranking: count.ranking, unranked: election.items.map(({ id }) => id).filter((id) => !ranked.has(id)) };
}

/** Items with the same cost and the same supporters, which always have the same price: so it is found once for all. */
interface Candidate {
  /** By lot. */
  items: [number, ...number[]];
  /** What is known of its price: it is not below the floor. A price never falls, so that old knowledge stays true. */
  floor: number;
  affordable: boolean;
  /** After how many purchases this was found. */
  asOf: number;
}

interface Offer {
  candidate: Candidate;
  price: Price;
}

class Count {
  readonly ranking: Placed[] = [];
  private readonly candidates = new Set<Candidate>();
  private readonly purses: Purses;
  private left: number;

  constructor(
    private readonly election: Election,
    private readonly costs: readonly number[],
    budget: number,
    private readonly supporters: Supporters,
  ) {
    this.left = budget;
    this.purses = new Purses(supporters, costs, budget);
    this.gather();
  }

  buyInShares(): void {
    for (let best = this.cheapest(); best[0] !== undefined; best = this.cheapest()) {
      const [item, ...tied] = best.flatMap(({ candidate }) => candidate.items).sort(this.byLot) as Candidate['items'];
      const { candidate, price } = best.find((offer) => offer.candidate.items[0] === item) as Offer;
      const most = this.purses.inFull(price);
      this.purses.pay(item, price);
      const [, second, ...rest] = candidate.items;
      if (second === undefined) this.candidates.delete(candidate);
      else candidate.items = [second, ...rest];
      this.place(item, tied, { boughtBy: 'SHARES', most });
    }
  }

  buyBySupport(): void {
    const bought = new Set(this.ranking.map(({ id }) => id));
    const others = [...this.costs.keys()]
      .filter((item) => !bought.has((this.election.items[item] as Item).id))
      .map((item) => ({ item, voice: this.supporters.voice(this.supporters.sets[item] as BallotSet) }))
      .filter(({ voice }) => voice > 0n)
      .sort((a, b) => compare(b.voice, a.voice) || this.byLot(a.item, b.item));
    for (const [place, { item, voice }] of others.entries()) {
      const fits = (other: number) => (this.costs[other] as number) <= this.left;
      if (!fits(item)) continue;
      const tied = others.slice(place + 1).filter((other) => other.voice === voice && fits(other.item));
      this.place(
        item,
        tied.map((other) => other.item),
        { boughtBy: 'COMPLETION', most: null },
      );
    }
  }

  private gather(): void {
    const { sets } = this.supporters;
    for (const item of [...this.costs.keys()].sort(this.byLot)) {
      const same = [...this.candidates].find(
        ({ items: [first] }) =>
          this.costs[first] === this.costs[item] && sets[first]?.every((word, place) => word === sets[item]?.[place]),
      );
      if (same) same.items.push(item);
      else this.candidates.add({ items: [item], floor: 0, affordable: false, asOf: -1 });
    }
  }

  /**
   * The items that are exactly the cheapest for each hour. The exact price is worked out only for those that no rounded
   * floor rules out, and a floor is raised only when nothing known is lower.
   */
  private cheapest(): Offer[] {
    let best: Offer[] = [];
    const waiting = new Set(this.candidates);
    for (let next = this.lowest(waiting); next !== undefined; next = this.lowest(waiting)) {
      if (best[0] !== undefined && this.hourly(next) > this.ceiling(best[0])) break;
      if (next.asOf < this.purses.purchases && this.raise(next)) continue;
      waiting.delete(next);
      const price = this.candidates.has(next) ? this.purses.price(next.items[0], next) : null;
      if (price === null) {
        this.candidates.delete(next);
        continue;
      }
      const offer = { candidate: next, price };
      const order = best[0] === undefined ? -1 : this.compareHourly(offer, best[0]);
      if (order < 0) best = [offer];
      if (order === 0) best.push(offer);
    }
    return best;
  }

  private lowest(waiting: ReadonlySet<Candidate>): Candidate | undefined {
    let lowest: Candidate | undefined;
    for (const candidate of waiting) {
      if (lowest === undefined || this.hourly(candidate) < this.hourly(lowest)) lowest = candidate;
    }
    return lowest;
  }

  /** Whether the item can still be had at all. What cannot be paid for now never can: purses only get emptier. */
  private raise(candidate: Candidate): boolean {
    const estimate = this.purses.estimate(candidate.items[0], candidate.floor);
    if (estimate === null) {
      this.candidates.delete(candidate);
      return false;
    }
    Object.assign(candidate, estimate, { asOf: this.purses.purchases });
    return true;
  }

  private hourly({ floor, items: [item] }: Candidate): number {
    return floor / (this.costs[item] as number);
  }

  /** No floor of what is exactly as cheap is above it: the rounded price and two quotients add less than this margin. */
  private ceiling({ candidate, price }: Offer): number {
    return (this.purses.rounded(price) / (this.costs[candidate.items[0]] as number)) * (1 + 2 ** -50);
  }

  private compareHourly(one: Offer, other: Offer): number {
    const cost = ({ candidate }: Offer) => BigInt(this.costs[candidate.items[0]] as number);
    return compare(
      one.price.numerator * other.price.over * cost(other),
      other.price.numerator * one.price.over * cost(one),
    );
  }

  private readonly byLot = (one: number, other: number): number =>
    (this.election.items[one] as Item).lot - (this.election.items[other] as Item).lot;

  private place(item: number, tied: readonly number[], how: Pick<ByEqualShares, 'boughtBy' | 'most'>): void {
    const set = this.supporters.sets[item] as BallotSet;
    const supporters = this.election.voices.map(() => 0);
    for (const [place, count] of this.supporters.counts(set).entries()) {
      supporters[(this.supporters.spans[place] as Span).part] = count;
    }
    const cost = this.costs[item] as number;
    this.left -= cost;
    const because: ByEqualShares = {
      method: 'EQUAL_SHARES',
      supporters,
      share: new Fraction(this.supporters.voice(set), this.supporters.allVoice).toFraction(),
      tiedWith: tied.map((other) => (this.election.items[other] as Item).id),
      cost,
      ...how,
      left: String(this.left),
    };
    this.ranking.push({ id: (this.election.items[item] as Item).id, because });
  }
}

function checked({ items, marks, parts, voices, budget }: Election): { budget: number; costs: number[] } {
  const isCount = (value: number | undefined): value is number => Number.isSafeInteger(value) && Number(value) > 0;
  if (!isCount(budget)) throw new Error('Counting in equal shares needs a budget in whole hours');
  const costs = items.map(({ id, cost }) => {
    if (!isCount(cost)) throw new Error(`Counting in equal shares needs the cost of ${id} in whole hours`);
    return cost;
  });
  if (new Set(items.map(({ lot }) => lot)).size !== items.length) throw new Error('Two items have the same lot');
  if (marks.length !== parts.length * items.length) throw new Error('There must be one mark for each ballot and item');
  if (parts.some((part) => part >= voices.length)) throw new Error('A ballot is of a part that has no voice');
  if (voices.some((voice) => voice <= 0n)) throw new Error('A voice must be positive');
  return { budget, costs };
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
