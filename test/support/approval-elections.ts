import fc from 'fast-check';
import type { Election } from '../../src/features/rounds/counting/election.js';

/** So many alike ballots, the items they support as one letter each, and their part. */
export type Approving = readonly [count: number, items: string, part?: number];

/** Each letter is an item; lots are in the order of the letters, or as given. */
export function approvalElection(
  letters: string,
  ballots: readonly Approving[],
  { voices = [1n], lots }: { voices?: readonly bigint[]; lots?: readonly number[] } = {},
): Election {
  const each = ballots.flatMap(([count, items, part = 0]) => Array.from({ length: count }, () => ({ items, part })));
  return {
    items: [...letters].map((id, place) => ({ id, lot: lots?.[place] ?? place + 1 })),
    marks: Uint8Array.from(each.flatMap(({ items }) => [...letters].map((id) => (items.includes(id) ? 1 : 0)))),
    parts: Uint16Array.from(each, ({ part }) => part),
    voices,
  };
}

/** What each ballot supports, by id. */
export function approvalsIn({ items, marks, parts }: Election): Set<string>[] {
  return Array.from(
    parts,
    (_, ballot) =>
      new Set(items.filter((_item, place) => marks[ballot * items.length + place] === 1).map(({ id }) => id)),
  );
}

/** Elections small enough for every group of voters to be looked at, with ties galore. */
export function smallApprovalElections({
  mostItems = 6,
  mostBallots = 7,
  mostVoice = 6n,
} = {}): fc.Arbitrary<Election> {
  return fc
    .record({
      items: fc.integer({ min: 1, max: mostItems }),
      voices: fc.array(fc.bigInt(1n, mostVoice), { minLength: 1, maxLength: 3 }),
    })
    .chain(({ items, voices }) =>
      fc.record({
        letters: fc.constant('abcdefghij'.slice(0, items)),
        voices: fc.constant(voices),
        lots: fc.shuffledSubarray(
          Array.from({ length: items }, (_, place) => place + 1),
          { minLength: items },
        ),
        ballots: fc.array(
          fc.tuple(
            fc.constant(1),
            fc.integer({ min: 0, max: 2 ** items - 1 }).map((mask) => lettersOf('abcdefghij'.slice(0, items), mask)),
            fc.nat({ max: voices.length - 1 }),
          ),
          { maxLength: mostBallots },
        ),
      }),
    )
    .map(({ letters, ballots, voices, lots }) => approvalElection(letters, ballots, { voices, lots }));
}

function lettersOf(letters: string, mask: number): string {
  return [...letters].filter((_, place) => mask & (1 << place)).join('');
}

export function permutations<T>(values: readonly T[]): T[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((first, place) => permutations(values.toSpliced(place, 1)).map((rest) => [first, ...rest]));
}
