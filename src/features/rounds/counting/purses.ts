import Fraction from 'fraction.js';
import type { Exact } from './election.js';
import { greatestCommonDivisor, nearly } from './exact.js';
import { type BallotSet, eachPlace, lowest, type Supporters } from './supporters.js';

/**
 * What whoever can afford it pays for an item, as a part of a full purse: `numerator / (denominator of the purses × over)`.
 * Good until the next purchase.
 */
export interface Price {
  readonly numerator: bigint;
  readonly over: bigint;
  /** The supporters who have less and pay all of it. */
  readonly poor: BallotSet;
}

/** What rounded arithmetic can say of a price: the exact one is not below the floor, if there is one at all. */
export interface Estimate {
  readonly floor: number;
  /** Whether the supporters can pay for the item beyond doubt. */
  readonly affordable: boolean;
}

/**
 * What is left to each ballot, as a part of what it began with; its weight says what that part is worth.
 *
 * Exactly: whoever cannot pay a price in full pays all that is left and is out of money, so a ballot that is not out has 1
 * less the prices of all purchases that it supported. No ballot needs an exact number of its own: what a set of ballots has
 * together follows from how many of them supported each purchase, and these are counts of bits.
 *
 * Rounded: each ballot also has a floating-point number, which finds nearly everything out. With u = 2^-53, it comes from
 * at most one subtraction a purchase, each with an error of at most u, of prices that are within 2u of the exact ones and
 * add up to at most 1: after t purchases it is within (t + 2)u of the exact one.
 */
export class Purses {
  private readonly purses: Float64Array;
  /** Ballots that have paid every price in full. The others have nothing left. */
  private readonly solvent: BallotSet;
  /** The same number for ballots that paid for the same items: one exact comparison then serves for all of them. */
  private readonly alike: Int32Array;
  private readonly paid: { item: number; numerator: bigint }[] = [];
  /** The common denominator of all prices paid is budget × unit. */
  private unit = 1n;

  constructor(
    private readonly supporters: Supporters,
    private readonly costs: readonly number[],
    private readonly budget: number,
  ) {
    this.purses = new Float64Array(supporters.words * 32).fill(1);
    this.alike = new Int32Array(supporters.words * 32);
    this.solvent = new Uint32Array(supporters.words).fill(0xffffffff);
  }

  get purchases(): number {
    return this.paid.length;
  }

  /** Within 2^-52 of the price, as a part of it. */
  rounded(price: Pick<Price, 'numerator' | 'over'>): number {
    return nearly(price.numerator, this.denominator * price.over);
  }

  /** In hours: what a ballot of full weight pays that can afford it. */
  inFull({ numerator, over }: Price): Exact {
    const { fullVoice, allVoice } = this.supporters;
    return new Fraction(numerator * BigInt(this.budget) * fullVoice, this.denominator * over * allVoice).toFraction();
  }

  /**
   * The price by rounded arithmetic, sought from a price that is known not to be above it: Newton's method on what the
   * supporters would pay at a price, which is concave, so that no step goes too far. Null where they cannot pay.
   *
   * A sum of up to n products of purse and weight is within V(2n + t + 16)u of the exact one, V being the weight of all
   * supporters who have something left. A price is then known within that divided by R, the weight of those who can pay
   * it in full, plus the error of a purse. The slack taken is more than three times as much.
   */
  estimate(item: number, from: number): Estimate | null {
    const cost = (this.costs[item] as number) / this.budget;
    let price = from;
    for (;;) {
      const { weight, able, poorHave, ableHave } = this.survey(item, price);
      const slack = weight * (this.supporters.ballots + this.purchases + 16) * 2 ** -50;
      if (poorHave + ableHave < cost - slack) return null;
      if (able === 0) return { floor: from, affordable: false };
      const next = (cost - poorHave) / able;
      if (next <= price + slack / able) {
        const floor = price - (Math.max(poorHave + price * able - cost, 0) + slack) / able;
        return { floor: Math.max(floor, from), affordable: poorHave + ableHave > cost + slack };
      }
      price = next;
    }
  }

  /**
   * The exact price, or null where the supporters cannot pay. It is sought with those taken for poor who are so beyond
   * doubt. While some poor are missing among them, what comes out is too low; it rises with each step, and is right once
   * they are just those who have less.
   */
  price(item: number, { floor, affordable }: Estimate): Price | null {
    const all = this.solventSupporters(item);
    const target = BigInt(this.costs[item] as number) * this.supporters.allVoice * this.unit;
    if (!affordable && this.worth(all) < target) return null;
    let poor = this.pick(all, (place) => (this.purses[place] as number) < floor - this.doubt);
    for (;;) {
      const missing = target - this.worth(poor);
      const able = this.supporters.voice(all) - this.supporters.voice(poor);
      const common = greatestCommonDivisor(missing, able);
      const price = { numerator: missing / common, over: able / common, poor };
      const poorer = this.pick(all, this.comparer(price));
      if (poorer.every((word, place) => word === poor[place])) return price;
      poor = poorer;
    }
  }

  /** Takes the price from the item's supporters, or what they have where that is less. */
  pay(item: number, price: Price): void {
    const able = this.solventSupporters(item);
    const rounded = this.rounded(price);
    for (let word = 0; word < able.length; word++) {
      const others = ~(price.poor[word] as number);
      this.solvent[word] = (this.solvent[word] as number) & others;
      able[word] = (able[word] as number) & others;
    }
    eachPlace(able, (place) => {
      this.purses[place] = (this.purses[place] as number) - rounded;
    });
    this.tellApart(able);
    for (const purchase of this.paid) purchase.numerator *= price.over;
    this.unit *= price.over;
    this.paid.push({ item, numerator: price.numerator });
  }

  /** More than a purse and a price can be wrong by together. */
  private get doubt(): number {
    return (this.purchases + 8) * 2 ** -52;
  }

  private get denominator(): bigint {
    return BigInt(this.budget) * this.unit;
  }

  private solventSupporters(item: number): BallotSet {
    return (this.supporters.sets[item] as BallotSet).map((word, place) => word & (this.solvent[place] as number));
  }

  /** What the ballots have together, in their voice times the denominator. */
  private worth(set: BallotSet): bigint {
    const whole = this.supporters.voice(set) * this.denominator;
    if (whole === 0n) return 0n;
    return this.paid.reduce(
      (left, { item, numerator }) => left - numerator * this.supporters.voice(set, this.supporters.sets[item]),
      whole,
    );
  }

  /** Whether a ballot has less than the price: compared exactly where rounding leaves a doubt. */
  private comparer(price: Pick<Price, 'numerator' | 'over'>): (place: number) => boolean {
    const rounded = this.rounded(price);
    const answers = new Map<number, boolean>();
    return (place) => {
      const difference = (this.purses[place] as number) - rounded;
      if (Math.abs(difference) > this.doubt) return difference < 0;
      const group = this.alike[place] as number;
      let answer = answers.get(group);
      if (answer === undefined) {
        answer = this.exactly(place) * price.over < price.numerator;
        answers.set(group, answer);
      }
      return answer;
    };
  }

  private exactly(place: number): bigint {
    const supports = (item: number) =>
      ((this.supporters.sets[item] as BallotSet)[place >>> 5] as number) & (1 << place);
    return this.paid.reduce(
      (left, { item, numerator }) => (supports(item) === 0 ? left : left - numerator),
      this.denominator,
    );
  }

  private pick(set: BallotSet, wanted: (place: number) => boolean): BallotSet {
    const picked = new Uint32Array(set.length);
    eachPlace(set, (place) => {
      if (wanted(place)) picked[place >>> 5] = (picked[place >>> 5] as number) | (1 << place);
    });
    return picked;
  }

  private tellApart(payers: BallotSet): void {
    const [others, paying] = [new Int32Array(this.alike.length + 1), new Int32Array(this.alike.length + 1)];
    let groups = 0;
    eachPlace(this.solvent, (place) => {
      const numbers = ((payers[place >>> 5] as number) & (1 << place)) === 0 ? others : paying;
      const before = this.alike[place] as number;
      numbers[before] ||= ++groups;
      this.alike[place] = numbers[before];
    });
  }

  private survey(item: number, price: number) {
    const set = this.supporters.sets[item] as BallotSet;
    const total = { weight: 0, able: 0, poorHave: 0, ableHave: 0 };
    for (const { from, to, weight } of this.supporters.spans) {
      let [poor, able, poorHave, ableHave] = [0, 0, 0, 0];
      for (let word = from; word < to; word++) {
        for (let bits = (set[word] as number) & (this.solvent[word] as number); bits !== 0; bits &= bits - 1) {
          const purse = this.purses[word * 32 + lowest(bits)] as number;
          if (purse < price) {
            poor++;
            poorHave += purse;
          } else {
            able++;
            ableHave += purse;
          }
        }
      }
      total.weight += weight * (poor + able);
      total.able += weight * able;
      total.poorHave += weight * poorHave;
      total.ableHave += weight * ableHave;
    }
    return total;
  }
}
