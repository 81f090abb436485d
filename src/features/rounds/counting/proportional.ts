import Fraction from 'fraction.js';
import type { Election, Exact, Outcome, Placed } from './election.js';
import { greatestCommonDivisor } from './exact.js';
import { type Candidate, type Load, Loads } from './loads.js';

/**
 * Sequential Phragmén for approval ballots (E. Phragmén 1894 and 1899; M. Brill, R. Freeman, S. Janson, M. Lackner,
 * "Phragmén's voting methods and justified representation", AAAI 2017, and Mathematical Programming 203, 2024, where
 * seq-Phragmén is shown to give every prefix of the ranking proportional justified representation).
 *
 * Each item placed is a load of 1, which its supporters carry so that all of them then carry the same per unit of voice.
 * The next item is the one whose supporters then carry least. A ballot that weighs w counts as w alike ballots would.
 */
export function countProportionally(election: Election): Outcome {
  const { items } = election;
  const loads = new Loads(election);
  const ranking: Placed[] = [];
  let waiting = [...items.keys()].filter((item) => loads.supporters(item).some((count) => count > 0));
  const isRanked = new Set(waiting);
  while (waiting.length > 0) {
    const lightest = loads.lightest(waiting);
    const first = lightest.reduce((one, other) => (lotOf(other) < lotOf(one) ? other : one));
    const { load, newlyHeard } = loads.place(first);
    ranking.push({
      id: idOf(first.item),
      because: {
        method: 'PROPORTIONAL',
        supporters: loads.supporters(first.item),
        share: new Fraction(first.voice, loads.voice).toFraction(),
        tiedWith: lightest.filter((other) => other !== first).map(({ item }) => idOf(item)),
        load: inLowestTerms({ ...load, numerator: load.numerator * loads.voice }),
        newlyHeard,
      },
    });
    waiting = waiting.filter((item) => item !== first.item);
  }
  return { ranking, unranked: items.filter((_, item) => !isRanked.has(item)).map(({ id }) => id) };

  function lotOf({ item }: Candidate): number {
    return (items[item] as Election['items'][number]).lot;
  }

  function idOf(item: number): string {
    return (items[item] as Election['items'][number]).id;
  }
}

/**
 * Numerator and denominator have thousands of digits in the end. That the factors of the denominator are known, and short,
 * makes reducing them a matter of short numbers: what the numerator loses to one factor, that factor never shares with it again.
 */
function inLowestTerms({ numerator, divisors }: Load): Exact {
  let above = numerator;
  let below = 1n;
  for (const divisor of divisors) {
    const shared = greatestCommonDivisor(divisor, above % divisor);
    above /= shared;
    below *= divisor / shared;
  }
  return below === 1n ? `${above}` : `${above}/${below}`;
}
