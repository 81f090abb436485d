import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  election,
  indices,
  lotsFor,
  PARTS,
  type Profile,
  profiles,
  relation,
  wins,
} from '../../../../test/support/profiles.js';
import type { Election } from './election.js';
import { countByMajority } from './majority.js';

function ranked(profile: Profile, lots?: number[]): number[] {
  return countByMajority(election(profile, lots)).ranking.map(({ id }) => Number(id));
}

describe('a count by majority', () => {
  it('puts first, without a lot, whoever wins against each of the others', () => {
    fc.assert(
      fc.property(profiles({ atLeast: 3 }), (profile) => {
        const winner = indices(profile.items).find((one) =>
          indices(profile.items).every((other) => one === other || wins(profile, one, other)),
        );
        fc.pre(winner !== undefined);
        const [first] = countByMajority(election(profile)).ranking;
        expect(first).toMatchObject({ id: String(winner), because: { tiedWith: [], after: 0 } });
      }),
    );
  });

  // Schulze 2011, 4.7.3: every set that wins as a whole, the smallest of which is the Smith set.
  it('puts each set that wins against all outside it above all outside it', () => {
    fc.assert(
      fc.property(profiles({ atLeast: 3 }), (profile) => {
        const list = ranked(profile);
        const winning = subsets(list).filter((set) =>
          set.every((one) => list.every((other) => set.includes(other) || wins(profile, one, other))),
        );
        fc.pre(winning.some((set) => set.length > 0 && set.length < list.length));
        for (const set of winning) expect(new Set(list.slice(0, set.length))).toEqual(new Set(set));
      }),
    );
  });

  it('keeps to the relation whatever the lots are', () => {
    const withLots = profiles().chain((profile) => fc.tuple(fc.constant(profile), lotsFor(profile.items)));
    fc.assert(
      fc.property(withLots, ([profile, lots]) => {
        const before = relation(profile);
        const list = ranked(profile, lots);
        for (const [place, one] of list.entries()) {
          for (const later of list.slice(place + 1)) expect(before(later, one)).toBe(false);
        }
      }),
    );
  });

  it('asks the lots only where it says so', () => {
    const withLots = profiles().chain((profile) => fc.tuple(fc.constant(profile), lotsFor(profile.items)));
    fc.assert(
      fc.property(withLots, ([profile, lots]) => {
        const outcome = countByMajority(election(profile));
        fc.pre(outcome.ranking.every(({ because }) => because.tiedWith.length === 0));
        expect(countByMajority(election(profile, lots))).toEqual(outcome);
      }),
    );
  });

  it('is the same whatever order the ballots come in', () => {
    const shuffled = profiles().chain((profile) =>
      fc.tuple(
        fc.constant(profile),
        fc.shuffledSubarray(profile.ballots, { minLength: profile.ballots.length, maxLength: profile.ballots.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([profile, ballots]) => {
        expect(countByMajority(election({ ...profile, ballots }))).toEqual(countByMajority(election(profile)));
      }),
    );
  });

  it('is the same whatever order the items are listed in', () => {
    const relisted = profiles().chain((profile) => fc.tuple(fc.constant(profile), lotsFor(profile.items)));
    fc.assert(
      fc.property(relisted, ([profile, lots]) => {
        const listed = election(profile, lots);
        const by = lots.map((lot) => lot - 1);
        const relistedElection: Election = {
          ...listed,
          items: by.map((item) => listed.items[item] ?? { id: '', lot: 0 }),
          marks: Uint8Array.from(profile.ballots.flatMap(({ levels }) => by.map((item) => levels[item] ?? 0))),
        };
        expect(inNoOrder(relistedElection)).toEqual(inNoOrder(listed));
      }),
    );
  });

  it('is the same when all voices are multiplied', () => {
    fc.assert(
      fc.property(profiles(), fc.bigInt(1n, 10n ** 40n), (profile, by) => {
        const louder = election({ ...profile, voices: profile.voices.map((voice) => voice * by) });
        expect(countByMajority(louder)).toEqual(countByMajority(election(profile)));
      }),
    );
  });

  it('is the same whatever number a part has', () => {
    fc.assert(
      fc.property(profiles(), (profile) => {
        const turned = countByMajority(
          election({
            ...profile,
            ballots: profile.ballots.map(({ part, levels }) => ({ part: (part + 1) % PARTS, levels })),
            voices: indices(PARTS).map((part) => profile.voices[(part + PARTS - 1) % PARTS] ?? 0n),
          }),
        );
        const { ranking, unranked } = countByMajority(election(profile));
        const turn = ([first = 0, second = 0, third = 0]: readonly number[]) => [third, first, second];
        expect(turned).toEqual({
          ranking: ranking.map(({ id, because }) => ({
            id,
            because: { ...because, ...('supporters' in because && { supporters: turn(because.supporters) }) },
          })),
          unranked,
        });
      }),
    );
  });

  it('has the same list when ballots for none of the items are added', () => {
    fc.assert(
      fc.property(profiles(), fc.nat(PARTS - 1), (profile, part) => {
        const none = { part, levels: indices(profile.items).map(() => 0) };
        expect(ranked({ ...profile, ballots: [...profile.ballots, none, none] })).toEqual(ranked(profile));
      }),
    );
  });
});

function subsets(items: number[]): number[][] {
  return items.reduce<number[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

/** An outcome without what follows the order of the list. */
function inNoOrder(given: Election) {
  const { ranking, unranked } = countByMajority(given);
  return {
    ranking: ranking.map(({ id, because }) => ({
      id,
      because: { ...because, tiedWith: because.tiedWith.toSorted() },
    })),
    unranked: unranked.toSorted(),
  };
}
