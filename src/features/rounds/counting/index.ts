import type { CountingMethod, Election, Outcome } from './election.js';
import { countEqualShares } from './equal-shares.js';
import { countByMajority } from './majority.js';
import { countProportionally } from './proportional.js';

const countBy: Record<CountingMethod, (election: Election) => Outcome> = {
  PROPORTIONAL: countProportionally,
  MAJORITY: countByMajority,
  EQUAL_SHARES: countEqualShares,
};

/** Counts where it is called, which takes seconds for large elections: the server asks `countInWorker`. */
export function count(method: CountingMethod, election: Election): Outcome {
  refuseMisshapen(election);
  return countBy[method](election);
}

// Typed arrays answer whatever lies beside a ballot as if it were one, and the count would be wrong in silence.
function refuseMisshapen({ items, marks, parts, voices }: Election): void {
  if (marks.length !== items.length * parts.length) {
    throw new Error(`${parts.length} ballots over ${items.length} items cannot have ${marks.length} marks`);
  }
  if (!parts.every((part) => part < voices.length)) throw new Error('A ballot is of a part that has no voice');
  if (!voices.every((voice) => voice > 0n)) throw new Error('A voice must be positive');
}
