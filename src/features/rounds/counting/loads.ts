import { approvalsOf, type Approvals } from './approvals.js';
import type { Election } from './election.js';
import { nearly } from './exact.js';

/** An item that may come next. Its supporters would then carry `numerator / (product of all divisors × voice)`. */
export interface Candidate {
  item: number;
  numerator: bigint;
  /** Of all its supporters. */
  voice: bigint;
}

/** Per unit of voice: `numerator / product of divisors`. */
export interface Load {
  numerator: bigint;
  divisors: readonly bigint[];
}

/** Beyond this, floating point is not asked at all: parts whose weights differ so much are nothing but a curiosity. */
const SMALLEST_SHARE = 2 ** -500;

/**
 * What each ballot carries while items are placed. All supporters of a placed item carry the same from then on, so a
 * ballot need only know which of its items was placed last.
 *
 * Let W(i) be the voice of those who support the item that step i placed. Per unit of voice they then carry
 * L(i) = (1 + what they carried before) / W(i), kept as N(i) / (W(1) × … × W(i)) and never reduced on the way.
 *
 * Ballots are many and exact numbers grow long. So the lightest item is looked for in floating point, with a margin for
 * its errors; whatever lies within it is computed exactly, and exact numbers alone decide.
 */
export class Loads {
  /** Of all ballots together. */
  readonly voice: bigint;
  private readonly parts: Uint16Array;
  private readonly voices: readonly bigint[];
  private readonly approvals: Approvals;

  /** W(i) and N(i), with nothing carried at step 0. */
  private readonly divisors: bigint[] = [1n];
  private readonly numerators: bigint[] = [0n];
  private product = 1n;
  /** For each ballot the last step that placed an item of its own. */
  private readonly lastStep: Uint16Array;

  /** In floating point, with the voice of all ballots as 1. */
  private readonly near: { voices: Float64Array; shares: Float64Array; carried: Float64Array; loads: number[] };
  private readonly isComparable: boolean;
  private additions = 0;

  constructor({ items, marks, parts, voices }: Election) {
    this.parts = parts;
    this.voices = voices;
    this.approvals = approvalsOf(items.length, marks, parts.length);
    this.lastStep = new Uint16Array(parts.length);
    const all = this.inEachPart(parts.keys());
    this.voice = this.voiceOf(all);
    // Without any ballots there is nothing to divide by, and nothing to divide.
    const whole = this.voice === 0n ? 1n : this.voice;
    this.near = {
      voices: Float64Array.from(voices, (voice) => nearly(voice, whole)),
      shares: Float64Array.from(items, (_, item) => nearly(this.voiceOf(this.supporters(item)), whole)),
      carried: new Float64Array(items.length),
      loads: [0],
    };
    this.isComparable = this.near.voices.every((share, part) => all[part] === 0 || share >= SMALLEST_SHARE);
  }

  /** How many ballots of each part support the item. */
  supporters(item: number): number[] {
    return this.inEachPart(this.approvals.supporters[item] ?? []);
  }

  /** Of these items, those that would make their supporters carry least: more than one where they are exactly equal. */
  lightest(items: readonly number[]): Candidate[] {
    let best: Candidate[] = [];
    const known = new Map<number, Candidate>();
    for (const item of this.nearlyLightest(items)) {
      const twin = this.approvals.twins[item] as number;
      const candidate = { ...(known.get(twin) ?? this.exactly(item)), item };
      known.set(twin, candidate);
      const [least] = best;
      const difference = least ? candidate.numerator * least.voice - least.numerator * candidate.voice : -1n;
      if (difference < 0n) best = [candidate];
      else if (difference === 0n) best.push(candidate);
    }
    return best;
  }

  /** Lets the item's supporters carry it. */
  place({ item, numerator, voice }: Candidate): { load: Load; newlyHeard: number[] } {
    const supporters = this.approvals.supporters[item] as Uint32Array;
    const newlyHeard = this.inEachPart(supporters.filter((ballot) => this.lastStep[ballot] === 0));
    this.divisors.push(voice);
    this.numerators.push(numerator);
    this.product *= voice;
    this.near.loads.push(nearly(numerator * this.voice, this.product));
    this.carry(item, supporters);
    return { load: { numerator, divisors: [...this.divisors] }, newlyHeard };
  }

  private voiceOf(ballots: ArrayLike<number>): bigint {
    let sum = 0n;
    for (const [part, voice] of this.voices.entries()) {
      const count = ballots[part] as number;
      if (count > 0) sum += voice * BigInt(count);
    }
    return sum;
  }

  private inEachPart(ballots: Iterable<number>): number[] {
    const counts = new Uint32Array(this.voices.length);
    for (const ballot of ballots) (counts[this.parts[ballot] as number] as number) += 1;
    return Array.from(counts);
  }

  private nearlyLightest(items: readonly number[]): readonly number[] {
    if (!this.isComparable) return items;
    const { carried, shares } = this.near;
    const loads = items.map((item) => (1 + (carried[item] as number)) / (shares[item] as number));
    const limit = loads.reduce((least, load) => Math.min(least, load), Infinity) * (1 + this.margin());
    return items.filter((_, place) => (loads[place] as number) <= limit);
  }

  /**
   * With u = 2⁻⁵³: all that is added up is positive, so `additions` sums cost a share of at most additions × u; the
   * differences that are added cost at most 10 u of the load reached, at most once for each step; dividing at the end
   * costs 8 u. A load is thus known to a share e of (additions + 10 × steps + 8) u, and the lightest of all lies below
   * (1 + e) / (1 - e) of what seems the lightest. 8 u in place of u leaves more than twice that.
   */
  private margin(): number {
    return (this.additions + 10 * this.near.loads.length + 8) * 2 ** -50;
  }

  private exactly(item: number): Candidate {
    const supporters = this.approvals.supporters[item] as Uint32Array;
    const parts = this.voices.length;
    const counts = new Uint32Array(this.numerators.length * parts);
    for (const ballot of supporters) {
      (counts[(this.lastStep[ballot] as number) * parts + (this.parts[ballot] as number)] as number) += 1;
    }
    let carried = 0n;
    let voice = 0n;
    for (const [step, numerator] of this.numerators.entries()) {
      const heard = this.voiceOf(counts.subarray(step * parts, (step + 1) * parts));
      carried = carried * (this.divisors[step] as bigint) + heard * numerator;
      voice += heard;
    }
    return { item, numerator: this.product + carried, voice };
  }

  /** The innermost loop of all, gone through once for each pair of items on a ballot. */
  private carry(placed: number, supporters: Uint32Array): void {
    const { marked, starts, waiting } = this.approvals;
    const { voices, carried, loads } = this.near;
    const { parts, lastStep } = this;
    const step = loads.length - 1;
    const load = loads[step] as number;
    for (const ballot of supporters) {
      const more = (voices[parts[ballot] as number] as number) * (load - (loads[lastStep[ballot] as number] as number));
      const start = starts[ballot] as number;
      const last = start + (waiting[ballot] as number) - 1;
      let place = last;
      for (let at = start; at <= last; at += 1) {
        const item = marked[at] as number;
        (carried[item] as number) += more;
        if (item === placed) place = at;
      }
      marked[place] = marked[last] as number;
      waiting[ballot] = last - start;
      lastStep[ballot] = step;
    }
    this.additions += supporters.length;
  }
}
