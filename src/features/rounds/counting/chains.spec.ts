import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  indices,
  type Profile,
  pairs,
  prefers,
  profiles,
  relation,
  standing,
  voiceFor,
  withLevels,
} from '../../../../test/support/profiles.js';

describe('the relation that decides a majority', () => {
  it('is transitive, and never holds both ways', () => {
    fc.assert(
      fc.property(profiles(), (profile) => {
        const before = relation(profile);
        for (const [one, other] of pairs(profile.items)) {
          expect(before(one, other) && before(other, one)).toBe(false);
          for (const third of indices(profile.items)) {
            if (before(one, other) && before(other, third)) expect(before(one, third)).toBe(true);
          }
        }
      }),
    );
  });

  // Schulze 2011, 4.5.4 to 4.5.6.
  it('never lowers an item that some ballots raise', () => {
    const raising = profiles().chain((profile) =>
      fc.tuple(
        fc.constant(profile),
        fc.nat(profile.items - 1),
        fc.array(fc.integer({ min: 1, max: 12 }), {
          minLength: profile.ballots.length,
          maxLength: profile.ballots.length,
        }),
      ),
    );
    fc.assert(
      fc.property(raising, ([profile, raised, to]) => {
        const after = relation(
          withLevels(profile, (levels, ballot) =>
            levels.with(raised, Math.min(standing(levels, raised), to[ballot] ?? Number.POSITIVE_INFINITY)),
          ),
        );
        const before = relation(profile);
        for (const other of indices(profile.items)) {
          if (before(raised, other)) expect(after(raised, other)).toBe(true);
          if (!before(other, raised)) expect(after(other, raised)).toBe(false);
        }
        if (unbeaten(before, profile.items).includes(raised)) {
          expect(unbeaten(after, profile.items)).toContain(raised);
          expect(unbeaten(before, profile.items)).toEqual(expect.arrayContaining(unbeaten(after, profile.items)));
        }
      }),
      { numRuns: 500 },
    );
  });

  // Schulze 2011, 4.6.4 to 4.6.6.
  it('is the same for everybody else, and for each of them, when an item is replaced by clones', () => {
    const cloning = profiles().chain((profile) =>
      fc.tuple(
        fc.constant(profile),
        fc.nat(profile.items - 1),
        fc.array(fc.tuple(fc.nat(3), fc.nat(3)), {
          minLength: profile.ballots.length,
          maxLength: profile.ballots.length,
        }),
      ),
    );
    fc.assert(
      fc.property(cloning, ([profile, cloned, apart]) => {
        const before = relation(profile);
        const after = relation({ ...withClones(profile, cloned, apart), items: profile.items + 2 });
        const original = (item: number) => (item >= profile.items ? cloned : item);
        for (const [one, other] of pairs(profile.items + 2)) {
          if (original(one) !== original(other)) expect(after(one, other)).toBe(before(original(one), original(other)));
        }
      }),
      { numRuns: 500 },
    );
  });

  // Schulze 2011, 4.4.2.
  it('turns round when every ballot does', () => {
    fc.assert(
      fc.property(profiles(), (profile) => {
        const before = relation(profile);
        const after = relation(withLevels(profile, (levels) => levels.map((level) => (level === 0 ? 1 : 20 - level))));
        for (const [one, other] of pairs(profile.items)) expect(after(other, one)).toBe(before(one, other));
      }),
    );
  });

  // Schulze 2011, 4.3.1.
  it('puts an item that every ballot ranks above another before it', () => {
    fc.assert(
      fc.property(profiles(), (profile) => {
        const better = withLevels(profile, ([, second = 0, ...rest]) => [
          second === 0 ? 20 : second - 1,
          second,
          ...rest,
        ]);
        expect(relation(better)(0, 1)).toBe(true);
      }),
    );
  });

  // Schulze 2011, 4.3.2.
  it('lets an item that no ballot ranks below another do at least as well against everybody', () => {
    fc.assert(
      fc.property(profiles({ atLeast: 3 }), (profile) => {
        const noWorse = withLevels(profile, (levels) =>
          standing(levels, 1) < standing(levels, 0) ? levels.with(0, levels[1] ?? 0) : levels,
        );
        const before = relation(noWorse);
        expect(before(1, 0)).toBe(false);
        for (const other of indices(profile.items).slice(2)) {
          if (before(1, other)) expect(before(0, other)).toBe(true);
          if (before(other, 0)) expect(before(other, 1)).toBe(true);
        }
      }),
    );
  });

  // Schulze on the election-methods list, 10 February 2004; Woodall's plurality criterion follows from it.
  it('puts an item before another that fewer rank above anything than rank below the first', () => {
    let held = 0;
    fc.assert(
      fc.property(profiles(), (profile) => {
        const before = relation(profile);
        for (const [one, other] of pairs(profile.items)) {
          const aboveAnything = voiceFor(profile, (levels) =>
            indices(profile.items).some((item) => prefers(other, item)(levels)),
          );
          if (voiceFor(profile, prefers(one, other)) > aboveAnything) {
            held += 1;
            expect(before(one, other)).toBe(true);
          }
        }
      }),
    );
    expect(held).toBeGreaterThan(0);
  });
});

function unbeaten(before: (one: number, other: number) => boolean, items: number): number[] {
  return indices(items).filter((item) => !indices(items).some((other) => before(other, item)));
}

/**
 * Two more of an item, beside it on each ballot: apart from each other only where nothing else shares its level, or they
 * would not be neighbours.
 */
function withClones(profile: Profile, cloned: number, apart: [number, number][]): Profile {
  return withLevels(profile, (levels, ballot) => {
    const level = levels[cloned] ?? 0;
    const alone = level > 0 && levels.filter((other) => other === level).length === 1;
    const [one, other] = alone ? (apart[ballot] ?? [0, 0]) : [0, 0];
    return [...levels, level, level].map((each, item) => {
      const further = [one, other][item - profile.items] ?? 0;
      return each * 4 + further;
    });
  });
}
