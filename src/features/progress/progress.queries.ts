import type { RequestContext } from '../../platform/graphql/context.js';
import { exactProgress, publishedProgress } from './progress.loaders.js';
import { canSeeExactProgress } from './progress.policy.js';
import type { ProgressType } from './progress.graphql.js';
import {
  figureOf,
  followThrough,
  isExact,
  measureOf,
  measures,
  noProgress,
  shareAttested,
  type Totals,
} from './progress.rules.js';

/** How far something has come, as closely as whoever asks may know it. */
export async function progressOf(
  what: keyof typeof exactProgress,
  { id, communityId }: { id: string; communityId: string },
  { actor, load }: RequestContext,
): Promise<ProgressType> {
  const inside = canSeeExactProgress.allows(actor, { communityId });
  const totals = await load((inside ? exactProgress : publishedProgress)[what], id);
  return told(totals ?? noProgress);
}

function told(totals: Totals): ProgressType {
  const { k } = totals;
  return {
    isExact: measures.every((name) => isExact(totals[name])),
    wanted: totals.wanted,
    pledged: measureOf(totals.pledged, k),
    waitlisted: measureOf(totals.waitlisted, k),
    reported: measureOf(totals.reported, k),
    attested: measureOf(totals.attested, k),
    sentBack: figureOf(totals.sentBack.count, totals.sentBack, k),
    steppedBack: figureOf(totals.steppedBack.count, totals.steppedBack, k),
    cancelled: figureOf(totals.cancelled.count, totals.cancelled, k),
    neverStarted: figureOf(totals.neverStarted.count, totals.neverStarted, k),
    shareAttested: shareAttested(totals),
    followThrough: followThrough(totals),
  };
}
