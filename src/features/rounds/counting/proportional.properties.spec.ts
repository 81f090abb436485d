import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { approvalsIn, smallApprovalElections } from '../../../../test/support/approval-elections.js';
import type { ByProportion, Election, Outcome } from './election.js';
import { countProportionally } from './proportional.js';

const because = ({ because: reasons }: Outcome['ranking'][number]) => reasons as ByProportion;
const idsOf = ({ ranking }: Outcome) => ranking.map(({ id }) => id);

/** Ballots in another order, given as the old places. */
function reordered(election: Election, order: readonly number[]): Election {
  const width = election.items.length;
  return {
    ...election,
    marks: Uint8Array.from(
      order.flatMap((ballot) => Array.from(election.marks.slice(ballot * width, (ballot + 1) * width))),
    ),
    parts: Uint16Array.from(order, (ballot) => election.parts[ballot]!),
  };
}

/** Items in another order, or only some of them, given as the old places. */
function withItems(election: Election, places: readonly number[]): Election {
  const width = election.items.length;
  return {
    ...election,
    items: places.map((place) => election.items[place]!),
    marks: Uint8Array.from(
      [...election.parts.keys()].flatMap((ballot) => places.map((place) => election.marks[ballot * width + place]!)),
    ),
  };
}

const shuffled = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });
const small = smallApprovalElections();

describe('a proportional count', () => {
  it('does not depend on the order of the ballots', () => {
    fc.assert(
      fc.property(
        small.chain((election) => fc.tuple(fc.constant(election), shuffled(election.parts.length))),
        ([election, order]) => {
          expect(countProportionally(reordered(election, order))).toEqual(countProportionally(election));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of the list when each item keeps its lot', () => {
    const inNoOrder = ({ ranking, unranked }: Outcome) => ({
      ranking: ranking.map((placed) => ({
        ...placed,
        because: { ...because(placed), tiedWith: because(placed).tiedWith.toSorted() },
      })),
      unranked: unranked.toSorted(),
    });
    fc.assert(
      fc.property(
        small.chain((election) => fc.tuple(fc.constant(election), shuffled(election.items.length))),
        ([election, places]) => {
          expect(inNoOrder(countProportionally(withItems(election, places)))).toEqual(
            inNoOrder(countProportionally(election)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('depends on the ratios of voices alone', () => {
    fc.assert(
      fc.property(small, fc.bigInt(1n, 10n ** 30n), (election, times) => {
        const scaled = { ...election, voices: election.voices.map((voice) => voice * times) };
        expect(countProportionally(scaled)).toEqual(countProportionally(election));
      }),
      { numRuns: 500 },
    );
  });

  it('counts a ballot that weighs w as w ballots', () => {
    fc.assert(
      fc.property(small, (election) => {
        const copies = [...election.parts].flatMap((part, ballot) =>
          Array.from({ length: Number(election.voices[part]) }, () => ballot),
        );
        const equal = { ...reordered(election, copies), voices: election.voices.map(() => 1n) };
        const essence = (outcome: Outcome) =>
          outcome.ranking.map((placed) => {
            const { load, share, tiedWith } = because(placed);
            return { id: placed.id, load, share, tiedWith };
          });
        expect(essence(countProportionally(equal))).toEqual(essence(countProportionally(election)));
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on how the parts are numbered', () => {
    fc.assert(
      fc.property(
        small.chain((election) => fc.tuple(fc.constant(election), shuffled(election.voices.length))),
        ([election, numbers]) => {
          const renumbered = <T>(values: readonly T[]) => numbers.map((old) => values[old]!);
          const other = {
            ...election,
            parts: election.parts.map((part) => numbers.indexOf(part)),
            voices: renumbered(election.voices),
          };
          const { ranking, unranked } = countProportionally(election);
          expect(countProportionally(other)).toEqual({
            unranked,
            ranking: ranking.map((placed) => {
              const { supporters, newlyHeard, ...rest } = because(placed);
              const renewed = { supporters: renumbered(supporters), newlyHeard: renumbered(newlyHeard) };
              return { ...placed, because: { ...rest, ...renewed } };
            }),
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('ranks first what it would rank if all that comes later had not been on the list', () => {
    fc.assert(
      fc.property(small, fc.nat({ max: 6 }), (election, length) => {
        const ranked = idsOf(countProportionally(election)).slice(0, length);
        const places = [...election.items.keys()].filter((place) => ranked.includes(election.items[place]!.id));
        expect(idsOf(countProportionally(withItems(election, places)))).toEqual(ranked);
      }),
      { numRuns: 500 },
    );
  });

  it('ranks every item that a ballot supports and no other', () => {
    fc.assert(
      fc.property(small, (election) => {
        const supported = new Set(approvalsIn(election).flatMap((approved) => [...approved]));
        const outcome = countProportionally(election);
        expect(idsOf(outcome).toSorted()).toEqual([...supported].sort());
        expect(outcome.unranked).toEqual(election.items.map(({ id }) => id).filter((id) => !supported.has(id)));
      }),
      { numRuns: 500 },
    );
  });

  it('is moved by other lots only where items are tied', () => {
    fc.assert(
      fc.property(
        small.chain((election) => fc.tuple(fc.constant(election), shuffled(election.items.length))),
        ([election, lots]) => {
          const items = election.items.map((item, place) => ({ ...item, lot: lots[place]! + 1 }));
          const one = countProportionally(election);
          const other = countProportionally({ ...election, items });
          const parting = one.ranking.findIndex(({ id }, place) => id !== other.ranking[place]!.id);
          if (parting === -1) return expect(other).toEqual(one);
          const [here, there] = [one.ranking[parting]!, other.ranking[parting]!];
          expect(because(here).load).toBe(because(there).load);
          expect(because(here).tiedWith).toContain(there.id);
          return expect(because(there).tiedWith).toContain(here.id);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('every beginning of a proportional ranking', () => {
  /** Groups that agree on so many items, and are large enough for so many places, but have fewer in what they support. */
  function slightedGroups(approved: readonly Set<string>[], committee: readonly string[]) {
    const groups = Array.from({ length: 2 ** approved.length - 1 }, (_, mask) =>
      approved.filter((_set, voter) => (mask + 1) & (1 << voter)),
    );
    return groups.filter((group) => {
      const agreed = [...group[0]!].filter((id) => group.every((one) => one.has(id))).length;
      const deserved = Math.min(agreed, Math.floor((group.length * committee.length) / approved.length));
      return committee.filter((id) => group.some((one) => one.has(id))).length < deserved;
    });
  }

  it('gives every group that agrees as many places as its size deserves', () => {
    fc.assert(
      fc.property(smallApprovalElections({ mostVoice: 1n, mostBallots: 8 }), (election) => {
        const ranked = idsOf(countProportionally(election));
        for (const length of ranked.keys()) {
          expect(slightedGroups(approvalsIn(election), ranked.slice(0, length + 1))).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is measured by a rule that the mere number of supporters breaks', () => {
    const approved = ['abc', 'abc', 'abc', 'd'].map((ids) => new Set(ids));
    expect(slightedGroups(approved, ['a', 'b', 'c', 'e'])).toEqual([new Set('d')].map((one) => [one]));
  });
});
