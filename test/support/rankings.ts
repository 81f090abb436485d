import { strongestChains } from '../../src/features/rounds/counting/chains.js';
import { compareItems } from '../../src/features/rounds/counting/comparisons.js';
import type { Election } from '../../src/features/rounds/counting/election.js';

interface Given {
  /** The items from the lowest lot up; those of the list when left out. */
  lots?: string;
  /** What a ballot of each part weighs; 1 when left out. */
  voices?: bigint[];
}

/**
 * An election over items of one letter each. A part is a text of lines such as `5 A>C=B`: five ballots that mark A first,
 * C and B alike behind it, and nothing else.
 */
export function rankings(letters: string, parts: string[], given: Given = {}): Election {
  const ballots = parts.flatMap((lines, part) => ballotsIn(lines).map((levels) => ({ part, levels })));
  return {
    items: [...letters].map((id) => ({ id, lot: (given.lots ?? letters).indexOf(id) + 1 })),
    marks: Uint8Array.from(ballots.flatMap(({ levels }) => [...letters].map((id) => levels.get(id) ?? 0))),
    parts: Uint16Array.from(ballots.map(({ part }) => part)),
    voices: given.voices ?? parts.map(() => 1n),
  };
}

function ballotsIn(lines: string): Map<string, number>[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [count, ranking = ''] = line.split(' ');
      const levels = new Map(
        ranking.split('>').flatMap((level, above) => level.split('=').map((id) => [id, above + 1])),
      );
      return Array.from({ length: Number(count) }, () => levels);
    });
}

/** The strengths of the strongest chains, a row for each item. */
export function strengths(election: Election): string {
  const places = election.items.map((_, item) => item);
  const chains = strongestChains(compareItems(election).preferring, places.length);
  return places
    .map((from) => places.map((to) => (from === to ? '-' : String(chains.voice(from, to)))).join(' '))
    .join(', ');
}
