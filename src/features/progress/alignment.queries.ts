import type { RequestContext } from '../../platform/graphql/context.js';
import { alignmentOf } from './alignment.loaders.js';
import { sourceFor } from './progress.queries.js';
import { isExact, type Share, shareOf } from './progress.rules.js';
import type { Subject } from './progress.sources.js';

/** How much of what was attested in a campaign went to its highest priorities. */
export async function alignmentWith(subject: Subject, top: number, context: RequestContext): Promise<Share> {
  const source = sourceFor(subject, context);
  const sums = await context.load(alignmentOf, { source, campaignId: subject.id, top });
  if (!sums?.isRanked) return { value: null, band: null, text: 'nothing is ranked yet' };
  const { attested, ofTop, k } = sums;
  return shareOf(ofTop, { quantity: attested.quantity, exact: isExact(attested) }, { k });
}
