import { say, type Message, type Words } from '../../platform/words/words.js';
import { explanationOf, type RoundItemType } from '../rounds/index.js';

/** What a mandate is called: its kind, and by whom it is given. To allies the community signs as one. */
export function mandateTitle(kind: string): Words {
  if (kind === 'RATIFIED') return 'Mandate by ballot of the community';
  return kind === 'FOUNDING' ? 'Founding mandate, one signature' : 'Emergency mandate, signed by the community';
}

/** Why there is a mandate, in the words of who proposed it; what a round gives has the result for its reason. */
export function reasonOf(reason: string | null): Words {
  return reason === null ? 'The people affected gave its priority a rank, by ballot.' : say`${reason}`;
}

export function roundTitle(day: string, rank: number, ranked: number): Message {
  return say`Round of ${day}: rank ${rank} of ${ranked}`;
}

/** How a rank came about. Only the people affected know how many voted, and why where enough did; others learn no turnout. */
export function roundSays(
  method: string,
  rank: number,
  { because, ballots }: { because: RoundItemType['because']; ballots: number | null },
): Words {
  if (ballots === null) return 'The people affected gave it this rank, by ballot.';
  if (because === null) return counted(method, ballots);
  const [support = '', reason = ''] = explanationOf(because, rank, new Map());
  return say`${counted(method, ballots)} ${asValue(support)} ${asValue(reason)}`;
}

function counted(method: string, ballots: number): Message {
  if (method === 'MAJORITY') return say`${ballots} ballots, counted by majority.`;
  if (method === 'EQUAL_SHARES') return say`${ballots} ballots, counted in equal shares.`;
  return say`${ballots} ballots, counted proportionally.`;
}

const asValue = (words: Words): Message => (typeof words === 'string' ? { template: words, values: [] } : words);
