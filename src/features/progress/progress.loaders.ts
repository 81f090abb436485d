import { type Batch, batch } from '../../platform/graphql/loader.js';
import type { Totals } from './progress.rules.js';
import { exact, type Kind, published, rowsNow, type Source, sumsOf, wantedNow, whole } from './progress.sources.js';

type Row = Totals & { id: string };

function progressBy(name: string, source: Source, kind: Kind): Batch<string, Row | null> {
  const sql = `SELECT x.${kind}_id AS id, ${whole(wantedNow(source, kind))} AS wanted, ${source.k} AS k, ${sumsOf(source)}
    FROM ${rowsNow(source, kind)} WHERE x.${kind}_id = ANY ($1) GROUP BY x.${kind}_id`;
  return batch<string, Row>(name, (reader, ids) => reader.rows(sql, [ids]));
}

/** For those inside. */
export const exactProgress = {
  ask: progressBy('exactProgressOfAsk', exact, 'ask'),
  priority: progressBy('exactProgressOfPriority', exact, 'priority'),
  campaign: progressBy('exactProgressOfCampaign', exact, 'campaign'),
};

/** For everyone else. */
export const publishedProgress = {
  ask: progressBy('publishedProgressOfAsk', published, 'ask'),
  priority: progressBy('publishedProgressOfPriority', published, 'priority'),
  campaign: progressBy('publishedProgressOfCampaign', published, 'campaign'),
};
