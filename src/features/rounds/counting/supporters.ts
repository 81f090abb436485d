import { greatestCommonDivisor, nearly } from './exact.js';
import type { Election } from './election.js';

/** A set of ballots, a bit for each. Ballots of one part stand together and begin a new word, so that they can be counted. */
export type BallotSet = Uint32Array;

/** Where the ballots of one part stand, in words, and what each of them weighs. */
export interface Span {
  readonly part: number;
  readonly from: number;
  readonly to: number;
  readonly voice: bigint;
  /** Its share of all voice, rounded. */
  readonly weight: number;
}

/** Who supports what, turned round from the ballots' view to the items': memory is a bit for each ballot and item. */
export class Supporters {
  /** For each item of the list. */
  readonly sets: readonly BallotSet[];
  /** Of the parts that have ballots. */
  readonly spans: readonly Span[];
  readonly words: number;
  readonly ballots: number;
  readonly allVoice: bigint;
  /** What the ballot weighs that weighs most. */
  readonly fullVoice: bigint;

  constructor({ items, marks, parts, voices }: Election) {
    const counts = voices.map(() => 0);
    for (const part of parts) counts[part] = (counts[part] as number) + 1;
    const present = voices.filter((_, part) => counts[part] !== 0);
    // Only ratios matter, and short numbers are quicker.
    const unit = present.reduce(greatestCommonDivisor, 0n);
    const reduced = voices.map((voice) => (unit === 0n ? 0n : voice / unit));
    this.ballots = parts.length;
    this.allVoice = reduced.reduce((sum, voice, part) => sum + voice * BigInt(counts[part] as number), 0n);
    this.fullVoice = reduced.reduce((most, voice, part) => (counts[part] !== 0 && voice > most ? voice : most), 0n);
    this.spans = spansOf(counts, reduced, this.allVoice);
    this.words = this.spans.at(-1)?.to ?? 0;
    this.sets = items.map(() => new Uint32Array(this.words));

    const next = voices.map(() => 0);
    for (const { part, from } of this.spans) next[part] = from * 32;
    for (const [ballot, part] of parts.entries()) {
      const place = next[part] as number;
      next[part] = place + 1;
      this.enter(place, marks, ballot * items.length);
    }
  }

  /** How many ballots are in both sets, for each of the spans. */
  counts(set: BallotSet, among: BallotSet = set): number[] {
    return this.spans.map(({ from, to }) => {
      let count = 0;
      for (let word = from; word < to; word++) count += bitsIn((set[word] as number) & (among[word] as number));
      return count;
    });
  }

  /** What the ballots weigh together that are in both sets. */
  voice(set: BallotSet, among: BallotSet = set): bigint {
    return this.counts(set, among).reduce(
      (sum, count, place) => sum + (this.spans[place] as Span).voice * BigInt(count),
      0n,
    );
  }

  private enter(place: number, marks: Uint8Array, from: number): void {
    const word = place >>> 5;
    const bit = 1 << (place & 31);
    for (let item = 0; item < this.sets.length; item++) {
      if (marks[from + item] === 0) continue;
      const set = this.sets[item] as BallotSet;
      set[word] = (set[word] as number) | bit;
    }
  }
}

function spansOf(counts: readonly number[], voices: readonly bigint[], allVoice: bigint): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const [part, count] of counts.entries()) {
    if (count === 0) continue;
    const voice = voices[part] as bigint;
    const to = from + Math.ceil(count / 32);
    spans.push({ part, from, to, voice, weight: nearly(voice, allVoice) });
    from = to;
  }
  return spans;
}

/** Tells the place of each ballot of a set. */
export function eachPlace(set: BallotSet, tell: (place: number) => void): void {
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word] as number; bits !== 0; bits &= bits - 1) tell(word * 32 + lowest(bits));
  }
}

export function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
