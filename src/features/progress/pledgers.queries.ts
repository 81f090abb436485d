import type { RequestContext } from '../../platform/graphql/context.js';
import type { PledgerProgressType } from './groups.graphql.js';
import { byPledger, type SplitName } from './pledgers.loaders.js';
import { noPart, partOf, PledgerKind } from './pledgers.rules.js';
import { sourceFor } from './progress.queries.js';
import type { Subject } from './progress.sources.js';

/** What people did and what organizations did, never who. */
export async function pledgersOf(subject: Subject, context: RequestContext): Promise<PledgerProgressType[]> {
  const rows = await context.load(byPledger[sourceFor(subject, context)][subject.kind], subject.id);
  const byName = new Map(rows.map((row) => [row.measure, row]));
  return [PledgerKind.PEOPLE, PledgerKind.ORGANIZATIONS].map((pledgers) => {
    const figure = (name: SplitName) => {
      const row = byName.get(name);
      const part = pledgers === PledgerKind.PEOPLE ? row?.people : row?.organizations;
      return partOf(part ?? noPart, row?.k ?? 5);
    };
    return {
      pledgers,
      pledged: figure('pledged'),
      waitlisted: figure('waitlisted'),
      reported: figure('reported'),
      attested: figure('attested'),
    };
  });
}
