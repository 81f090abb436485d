import type { RequestContext } from '../../platform/graphql/context.js';
import type { ProgressType } from './progress.graphql.js';
import { exactProgress, publishedProgress } from './progress.loaders.js';
import { canSeeExactProgress } from './progress.policy.js';
import {
  type ByMeasure,
  countOf,
  type Figure,
  followThrough,
  isExact,
  type Measure,
  measureOf,
  measures,
  noProgress,
  ofEach,
  type Share,
  shareAttested,
  type Totals,
} from './progress.rules.js';
import type { SourceName, Subject } from './progress.sources.js';

/** How far something has come, as closely as whoever asks may know it. */
export async function progressOf(subject: Subject, context: RequestContext): Promise<ProgressType> {
  const progress = sourceFor(subject, context) === 'exact' ? exactProgress : publishedProgress;
  const totals = await context.load(progress[subject.kind], subject.id);
  return { ...told(totals ?? noProgress, subject), of: subject, asOf: new Date() };
}

export function sourceFor({ communityId }: Subject, { actor }: RequestContext): SourceName {
  return canSeeExactProgress.allows(actor, { communityId }) ? 'exact' : 'published';
}

type Figures = ByMeasure<Measure, Figure> & {
  isExact: boolean;
  wanted: number;
  shareAttested: Share;
  followThrough: Share;
};

/** Totals in words and figures. */
export function told(sums: Totals, { kind }: Subject): Figures {
  const totals = { ...sums, ofOneAsk: kind === 'ask' };
  return {
    isExact: measures.every((name) => isExact(totals[name])),
    wanted: totals.wanted,
    ...ofEach(
      (name) => measureOf(totals[name], totals),
      (name) => countOf(totals[name], totals),
    ),
    shareAttested: shareAttested(totals),
    followThrough: followThrough(totals),
  };
}
