import type { AskShown } from './campaign-view.js';

/** How much of an ask nobody has taken on, by the figures as they are shown: from 0, nothing, to 1, all of it. */
export function partStillWanted({ progress: { wanted, pledged } }: AskShown): number {
  if (wanted === 0) return 0;
  return Math.max(0, wanted - (pledged.quantity.value ?? 0)) / wanted;
}

/** Asks that can be taken now, those with the largest part still wanted first; of equal ones the soonest, then any time. */
export function neededMost(asks: readonly AskShown[], most: number): AskShown[] {
  return asks
    .filter((ask) => ask.takesPledges && !ask.isFull && partStillWanted(ask) > 0)
    .sort(byNeed)
    .slice(0, most);
}

function byNeed(one: AskShown, other: AskShown): number {
  return (
    partStillWanted(other) - partStillWanted(one) || timeOf(one) - timeOf(other) || one.id.localeCompare(other.id, 'en')
  );
}

function timeOf({ startsAt }: AskShown): number {
  return startsAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(startsAt);
}
