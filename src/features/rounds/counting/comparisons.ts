import type { Election } from './election.js';

/** How the ballots compare the items with each other, two at a time. */
export interface Comparisons {
  /** For each item, in the order of the list, how many ballots of each part mark it. */
  supporters: readonly (readonly number[])[];
  /** The voice that ranks item `a` above item `b`, at `a * items + b`. Marked items stand above unmarked ones. */
  preferring: readonly bigint[];
  /** The voice of all ballots, those included that mark nothing. */
  allVoice: bigint;
}

export function compareItems({ items, marks, parts, voices }: Election): Comparisons {
  const preferring = Array.from({ length: items.length ** 2 }, () => 0n);
  let allVoice = 0n;
  for (const [voice, ballots] of ballotsByVoice(parts, voices)) {
    allVoice += voice * BigInt(ballots.length);
    countPreferences(marks, ballots, items.length).forEach((count, pair) => {
      if (count > 0) preferring[pair] = (preferring[pair] as bigint) + voice * BigInt(count);
    });
  }
  return { supporters: countSupporters(marks, parts, items.length, voices.length), preferring, allVoice };
}

/** Parts whose ballots weigh alike need no counts of their own: ballots are counted in numbers, each weight once. */
function ballotsByVoice(parts: Uint16Array, voices: readonly bigint[]): Map<bigint, number[]> {
  const byVoice = new Map<bigint, number[]>();
  const byPart = voices.map((voice) => {
    const ballots = byVoice.get(voice) ?? [];
    byVoice.set(voice, ballots);
    return ballots;
  });
  parts.forEach((part, ballot) => byPart[part]?.push(ballot));
  return byVoice;
}

function countSupporters(marks: Uint8Array, parts: Uint16Array, items: number, partCount: number): number[][] {
  const counts = new Uint32Array(items * partCount);
  parts.forEach((part, ballot) => {
    for (let item = 0; item < items; item++) {
      const ofItem = item * partCount + part;
      if (marks[ballot * items + item] !== 0) counts[ofItem] = (counts[ofItem] as number) + 1;
    }
  });
  return Array.from({ length: items }, (_, item) => [...counts.subarray(item * partCount, (item + 1) * partCount)]);
}

/** How many of the ballots rank each item above each other one. */
function countPreferences(marks: Uint8Array, ballots: readonly number[], items: number): Uint32Array {
  const tally = new PreferenceTally(items);
  for (const ballot of ballots) tally.add(marks, ballot * items);
  return tally.result();
}

const LEVELS = 256;

/** Beyond so many ballots a byte would run over into its neighbour. */
const MOST_IN_A_BYTE = 255;

/**
 * A ballot is read from its lowest level up. What stands below the items reached so far is a row of bytes, 1 or 0 for each
 * item, and is added to the sums of each item of the next level as a whole, four bytes in one addition. A ballot costs a
 * quarter of (items it marks × items) additions, and 200 items need 240 kB, however many ballots there are.
 */
class PreferenceTally {
  private readonly words: number;
  private readonly below: Uint8Array;
  private readonly belowWords: Int32Array;
  private readonly sums: Int32Array;
  private readonly counts: Uint32Array;
  private readonly starts = new Uint16Array(LEVELS);
  private readonly lowestFirst: Uint16Array;
  private pending = 0;

  constructor(private readonly items: number) {
    this.words = Math.ceil(items / 4);
    this.below = new Uint8Array(this.words * 4);
    this.belowWords = new Int32Array(this.below.buffer);
    this.sums = new Int32Array(items * this.words);
    this.counts = new Uint32Array(items ** 2);
    this.lowestFirst = new Uint16Array(items);
  }

  add(marks: Uint8Array, from: number): void {
    const marked = this.sortByLevel(marks, from);
    for (let at = 0; at < marked; ) {
      const level = marks[from + (this.lowestFirst[at] as number)];
      const first = at;
      for (; at < marked && marks[from + (this.lowestFirst[at] as number)] === level; at++) {
        this.addBelow(this.lowestFirst[at] as number);
      }
      for (let same = first; same < at; same++) this.below[this.lowestFirst[same] as number] = 1;
    }
    this.pending += 1;
    if (this.pending === MOST_IN_A_BYTE) this.carry();
  }

  result(): Uint32Array {
    this.carry();
    return this.counts;
  }

  /** Puts the unmarked items below all others and lists the marked ones from the lowest level to the first. */
  private sortByLevel(marks: Uint8Array, from: number): number {
    const { starts, below, items } = this;
    starts.fill(0);
    for (let item = 0; item < items; item++) {
      const level = marks[from + item] as number;
      below[item] = level === 0 ? 1 : 0;
      starts[level] = (starts[level] as number) + 1;
    }
    let marked = 0;
    for (let level = LEVELS - 1; level > 0; level--) {
      const size = starts[level] as number;
      starts[level] = marked;
      marked += size;
    }
    for (let item = 0; item < items; item++) {
      const level = marks[from + item] as number;
      if (level === 0) continue;
      const place = starts[level] as number;
      this.lowestFirst[place] = item;
      starts[level] = place + 1;
    }
    return marked;
  }

  private addBelow(item: number): void {
    const { sums, belowWords, words } = this;
    const row = item * words;
    for (let word = 0; word < words; word++) {
      sums[row + word] = ((sums[row + word] as number) + (belowWords[word] as number)) | 0;
    }
  }

  private carry(): void {
    const { counts, items } = this;
    const bytes = new Uint8Array(this.sums.buffer);
    for (let above = 0; above < items; above++) {
      const row = above * this.words * 4;
      for (let item = 0; item < items; item++) {
        const pair = above * items + item;
        counts[pair] = (counts[pair] as number) + (bytes[row + item] as number);
      }
    }
    this.sums.fill(0);
    this.pending = 0;
  }
}
