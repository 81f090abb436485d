import { describe, expect, it } from '@jest/globals';
import Fraction from 'fraction.js';
import { draws } from '../../../../test/support/draws.js';
import type { ByMajority, Election, Outcome } from './election.js';
import { countByMajority } from './majority.js';

interface Strength {
  support: Fraction;
  opposition: Fraction;
}

/**
 * Schulze's definition word for word and by trial: every path between two items, every order of the items. Nothing here
 * is shared with the count under test: shares of voice instead of voices, the six conditions of section 2.1 for "winning
 * votes" with lost and even comparisons in them, and the list as the first by lots of all orders that hold to the relation.
 */
class BruteForce {
  private readonly all: Fraction;
  private readonly items: number[];
  private readonly links: Fraction[][];
  private readonly paths: Strength[][];

  constructor(private readonly election: Election) {
    this.all = this.voiceOf(() => true);
    this.items = election.items.map((_, item) => item);
    this.links = this.items.map((one) =>
      this.items.map((other) => this.share((ballot) => this.level(ballot, one) < this.level(ballot, other))),
    );
    this.paths = this.items.map((from) => this.items.map((to) => this.strongestPath(from, to)));
  }

  outcome(): Outcome {
    const marked = this.items.filter((item) => this.supporters(item).some((count) => count > 0));
    const list = this.firstByLots(orders(marked).filter((order) => this.holds(order)));
    return {
      ranking: list.map((item, place) => ({ id: this.id(item), because: this.because(item, place, list) })),
      unranked: this.items.filter((item) => !marked.includes(item)).map((item) => this.id(item)),
    };
  }

  private because(item: number, place: number, list: number[]): ByMajority {
    const later = this.items.filter((other) => list.indexOf(other) > place);
    const next = list[place + 1];
    return {
      method: 'MAJORITY',
      supporters: this.supporters(item),
      share: this.share((ballot) => this.level(ballot, item) < Number.POSITIVE_INFINITY).toFraction(),
      tiedWith: later
        .filter((other) => ![item, ...later].some((any) => this.before(any, other)))
        .map((o) => this.id(o)),
      before: list.filter((other) => this.before(item, other)).length,
      after: list.filter((other) => this.before(other, item)).length,
      comparedWithNext: next === undefined ? null : this.compared(item, next),
    };
  }

  private compared(item: number, next: number): ByMajority['comparedWithNext'] {
    const won = ({ support, opposition }: Strength) => (support.gt(opposition) ? support.toFraction() : '0');
    return {
      id: this.id(next),
      preferring: this.link(item, next).support.toFraction(),
      opposing: this.link(item, next).opposition.toFraction(),
      chain: won(this.path(item, next)),
      chainBack: won(this.path(next, item)),
    };
  }

  private strongestPath(from: number, to: number): Strength {
    let strongest = this.link(from, to);
    for (const steps of from === to ? [] : walks(from, to, this.items)) {
      const links = steps.slice(1).map((step, before) => this.link(steps[before] ?? from, step));
      if (links.every((link) => stronger(link, strongest))) strongest = links.reduce(weaker);
    }
    return strongest;
  }

  private before(one: number, other: number): boolean {
    return one !== other && stronger(this.path(one, other), this.path(other, one));
  }

  private holds(order: number[]): boolean {
    return order.every((item, place) => !order.slice(place + 1).some((later) => this.before(later, item)));
  }

  private firstByLots(candidates: number[][]): number[] {
    const lots = (order: number[]) =>
      order.map((item) => String.fromCharCode(this.election.items[item]?.lot ?? 0)).join('');
    return candidates.reduce((first, order) => (lots(order) < lots(first) ? order : first));
  }

  private link(one: number, other: number): Strength {
    return { support: this.links[one]?.[other] ?? this.all, opposition: this.links[other]?.[one] ?? this.all };
  }

  private path(from: number, to: number): Strength {
    return this.paths[from]?.[to] ?? this.link(from, to);
  }

  private level(ballot: number, item: number): number {
    const mark = this.election.marks[ballot * this.items.length + item] ?? 0;
    return mark === 0 ? Number.POSITIVE_INFINITY : mark;
  }

  private supporters(item: number): number[] {
    const marking = [...this.election.parts].filter((_, ballot) => this.level(ballot, item) < Number.POSITIVE_INFINITY);
    return this.election.voices.map((_, part) => marking.filter((of) => of === part).length);
  }

  private voiceOf(chosen: (ballot: number) => boolean): Fraction {
    return [...this.election.parts]
      .filter((_, ballot) => chosen(ballot))
      .reduce((sum, part) => sum.add(this.election.voices[part] ?? 0n), new Fraction(0));
  }

  private share(chosen: (ballot: number) => boolean): Fraction {
    return this.all.equals(0) ? this.all : this.voiceOf(chosen).div(this.all);
  }

  private id(item: number): string {
    return this.election.items[item]?.id ?? '';
  }
}

/** Schulze 2011, section 2.1, example 3, conditions 1 to 6. */
function stronger(one: Strength, other: Strength): boolean {
  const { support: ef, opposition: fe } = one;
  const { support: gh, opposition: hg } = other;
  if (ef.gt(fe) && gh.lte(hg)) return true;
  if (ef.gte(fe) && gh.lt(hg)) return true;
  const bothWon = ef.gt(fe) && gh.gt(hg);
  const bothLost = ef.lt(fe) && gh.lt(hg);
  return (bothWon || bothLost) && (ef.gt(gh) || (ef.equals(gh) && fe.lt(hg)));
}

function weaker(one: Strength, other: Strength): Strength {
  return stronger(one, other) ? other : one;
}

/** Every path from the one to the other that visits no item twice. */
function walks(from: number, to: number, items: number[]): number[][] {
  if (from === to) return [[to]];
  const others = items.filter((item) => item !== from);
  return others.flatMap((next) => walks(next, to, others)).map((rest) => [from, ...rest]);
}

function orders(items: number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => orders(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

const VOICES = [[1n], [1n, 1n], [2n, 3n], [1n, 5n, 2n], [3n ** 50n, 3n ** 50n + 1n, 2n]];

/**
 * Up to five items and nine ballots, with equals, gaps between levels, items and whole ballots left blank. Every other
 * election has ballots that are turns of one circle, some cut short: by chance alone circles are rare.
 */
function randomElection(seed: number): Election {
  const draw = draws(seed);
  const items = 1 + draw(5);
  const ballots = draw(10);
  const voices = VOICES[draw(VOICES.length)] ?? [];
  const lots = orders(Array.from({ length: items }, (_, item) => item));
  const lot = lots[draw(lots.length)] ?? [];
  const ballot = seed % 2 === 0 ? turnOfACircle : anyLevels;
  return {
    items: Array.from({ length: items }, (_, item) => ({ id: 'ABCDE'.charAt(item), lot: (lot[item] ?? 0) + 1 })),
    marks: Uint8Array.from(Array.from({ length: ballots }, () => ballot(items, draw)).flat()),
    parts: Uint16Array.from({ length: ballots }, () => draw(voices.length)),
    voices,
  };
}

function anyLevels(items: number, draw: (below: number) => number): number[] {
  const levels = 1 + draw(6);
  const lowest = draw(2);
  return Array.from({ length: items }, () => lowest + draw(levels));
}

function turnOfACircle(items: number, draw: (below: number) => number): number[] {
  const turn = draw(items);
  const marked = items - draw(2) * draw(items);
  return Array.from({ length: items }, (_, item) => 1 + ((item + turn) % items)).map((level) =>
    level > marked ? 0 : level,
  );
}

describe('counting by majority, against every path and every order', () => {
  it.each([0, 500, 1000, 1500, 2000, 2500])(
    'comes to the same list for the same reasons in 500 elections from %i',
    (from) => {
      let decidedByLot = 0;
      let withCircles = 0;
      for (let seed = from; seed < from + 500; seed++) {
        const election = randomElection(seed);
        const expected = new BruteForce(election).outcome();
        expect({ seed, ...countByMajority(election) }).toEqual({ seed, ...expected });
        const reasons = expected.ranking.map(({ because }) => because as ByMajority);
        if (reasons.some(({ tiedWith }) => tiedWith.length > 0)) decidedByLot += 1;
        if (reasons.some(({ comparedWithNext: next }) => next && next.chainBack !== '0')) withCircles += 1;
      }
      expect(decidedByLot).toBeGreaterThan(50);
      expect(withCircles).toBeGreaterThan(25);
    },
  );
});
