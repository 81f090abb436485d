/** What is known of one voter, or of one published ballot, each sign under its name; signs are put in order, or compared. */
export interface Trail {
  id: string;
  signs: Readonly<Record<string, string | number>>;
}

/** All that was seized of one round. As many voters as ballots: who did not vote is known from elsewhere. */
export interface Evidence {
  voters: readonly Trail[];
  ballots: readonly Trail[];
}

/** The receipt of each voter, which only they were told. */
export type Truth = ReadonlyMap<string, string>;

export interface Finding {
  strategy: string;
  matches: number;
  /** What chance alone comes to. */
  expected: number;
}

/**
 * Matches voters to ballots by every sign of the ones against every sign of the others. A strategy puts both in order and
 * pairs first with first; and, since a shuffle that always does the same is none, it learns from half of the rounds, of
 * which it is told the truth, which place goes to which and is tried on the other half.
 */
export function attack(rounds: readonly (readonly [Evidence, Truth])[]): Finding[] {
  const signsOf = (who: keyof Evidence) => [
    ...new Set(rounds.flatMap(([evidence]) => evidence[who].flatMap(({ signs }) => Object.keys(signs)))),
  ];
  const pairs = signsOf('voters').flatMap((mine) => signsOf('ballots').map((theirs) => [mine, theirs] as const));
  return pairs.flatMap(([mine, theirs]) => {
    const places = rounds.map(([evidence, truth]) => placesOf(evidence, truth, mine, theirs));
    const half = Math.floor(places.length / 2);
    return [
      { strategy: `${mine} as ${theirs}`, matches: fixed(places, null), expected: places.length },
      {
        strategy: `${mine} as ${theirs}, learned`,
        matches: fixed(places.slice(half), learned(places.slice(0, half))),
        expected: places.length - half,
      },
    ];
  });
}

/** Findings that chance does not explain: so many standard deviations off, up or down. A strategy that is always wrong knows as well. */
export function beyondChance(findings: readonly Finding[], deviations = 6): Finding[] {
  // With distinct ballots the matches of one round have mean 1 and variance 1, whatever the number of voters.
  return findings.filter(({ matches, expected }) => Math.abs(matches - expected) > deviations * Math.sqrt(expected));
}

/** For the voter at each place of the one order, at which place of the other their ballot truly is. */
function placesOf({ voters, ballots }: Evidence, truth: Truth, mine: string, theirs: string): number[] {
  const receipts = ordered(ballots, theirs);
  return ordered(voters, mine).map((voter) => receipts.indexOf(truth.get(voter) ?? ''));
}

function ordered(trails: readonly Trail[], sign: string): string[] {
  return trails
    .map(({ id, signs }) => ({ id, sign: signs[sign] ?? '' }))
    .toSorted((one, other) => compare(one.sign, other.sign) || compare(one.id, other.id))
    .map(({ id }) => id);
}

function compare(one: string | number, other: string | number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function fixed(places: readonly number[][], order: readonly number[] | null): number {
  return places.reduce(
    (sum, round) => sum + round.filter((place, voter) => place === (order ? order[voter] : voter)).length,
    0,
  );
}

/** The assignment of places that would have been right most often. */
function learned(places: readonly number[][]): number[] {
  const size = places[0]?.length ?? 0;
  const seen = Array.from({ length: size }, (_, voter) =>
    Array.from({ length: size }, (__, place) => places.filter((round) => round[voter] === place).length),
  );
  let best: number[] = [];
  let most = -1;
  const assign = (taken: number[], right: number) => {
    if (taken.length === size) {
      if (right > most) [best, most] = [taken, right];
      return;
    }
    for (let place = 0; place < size; place += 1) {
      if (!taken.includes(place)) assign([...taken, place], right + (seen[taken.length]?.[place] ?? 0));
    }
  };
  assign([], 0);
  return best;
}
