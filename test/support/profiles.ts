import fc from 'fast-check';
import { strongestChains } from '../../src/features/rounds/counting/chains.js';
import { compareItems } from '../../src/features/rounds/counting/comparisons.js';
import type { Election } from '../../src/features/rounds/counting/election.js';

/** One ballot: what part it is of and the level of each item, 0 for none. */
interface Ballot {
  part: number;
  levels: number[];
}

export interface Profile {
  items: number;
  ballots: Ballot[];
  voices: bigint[];
}

export const PARTS = 3;

/** Levels are even, so that an item can be put between two others. */
export const profiles = ({ atLeast = 2 } = {}): fc.Arbitrary<Profile> =>
  fc
    .integer({ min: atLeast, max: 6 })
    .chain((items) =>
      fc.record({
        items: fc.constant(items),
        ballots: fc.array(
          fc.record({
            part: fc.nat(PARTS - 1),
            levels: fc.oneof(
              fc.array(fc.integer({ min: 0, max: 4 }), { minLength: items, maxLength: items }),
              fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: items, maxLength: items }),
            ),
          }),
          { minLength: 1, maxLength: 9 },
        ),
        voices: fc.tuple(...Array.from({ length: PARTS }, () => fc.bigInt(1n, 4n))),
      }),
    )
    .map(({ ballots, ...rest }) => ({
      ...rest,
      ballots: ballots.map(({ part, levels }) => ({ part, levels: levels.map((level) => level * 2) })),
    }));

export function election({ items, ballots, voices }: Profile, lots = indices(items).map((item) => item + 1)): Election {
  return {
    items: indices(items).map((item) => ({ id: String(item), lot: lots[item] ?? 0 })),
    marks: Uint8Array.from(ballots.flatMap(({ levels }) => levels)),
    parts: Uint16Array.from(ballots.map(({ part }) => part)),
    voices,
  };
}

export const indices = (length: number) => Array.from({ length }, (_, index) => index);
export const lotsFor = (items: number) =>
  fc.shuffledSubarray(
    indices(items).map((item) => item + 1),
    { minLength: items, maxLength: items },
  );

/** Schulze's relation: whom the ballots alone put before whom. */
export function relation(profile: Profile): (one: number, other: number) => boolean {
  return strongestChains(compareItems(election(profile)).preferring, profile.items).before;
}

export function voiceFor(profile: Profile, says: (levels: number[]) => boolean): bigint {
  return profile.ballots
    .filter(({ levels }) => says(levels))
    .reduce((voice, { part }) => voice + (profile.voices[part] ?? 0n), 0n);
}

/** Where an item stands on a ballot, marked or not; lower is better. */
export function standing(levels: number[], item: number): number {
  const level = levels[item] ?? 0;
  return level === 0 ? Number.POSITIVE_INFINITY : level;
}

export const prefers = (one: number, other: number) => (levels: number[]) =>
  standing(levels, one) < standing(levels, other);

export function wins(profile: Profile, one: number, other: number): boolean {
  return voiceFor(profile, prefers(one, other)) > voiceFor(profile, prefers(other, one));
}

export function pairs(items: number): [number, number][] {
  return indices(items).flatMap((one) => indices(items).map((other): [number, number] => [one, other]));
}

/** The same voters with other levels on their ballots. */
export function withLevels(profile: Profile, levelsOf: (levels: number[], ballot: number) => number[]): Profile {
  return {
    ...profile,
    ballots: profile.ballots.map(({ part, levels }, ballot) => ({ part, levels: levelsOf(levels, ballot) })),
  };
}
