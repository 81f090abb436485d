import { type Batch, batch } from '../../platform/graphql/loader.js';
import type { Totals } from './progress.rules.js';
import { exact, published, type Source, sumsOf, wantedIn, whole, withAsk } from './progress.sources.js';

type Row = Totals & { id: string };

function progressBy(name: string, source: Source, column: string): Batch<string, Row | null> {
  // What is published says the state of its ask itself.
  const [rows, state] = source === published ? [source.now, 'x.state'] : [withAsk(source.now), 'a.state'];
  const wanted = column === 'ask_id' ? 'x.quantity_wanted' : wantedIn(state);
  const sql = `SELECT x.${column} AS id, ${whole(wanted)} AS wanted, ${source.k} AS k, ${sumsOf(source)}
    FROM ${rows} WHERE x.${column} = ANY ($1) GROUP BY x.${column}`;
  return batch<string, Row>(name, (reader, ids) => reader.rows(sql, [ids]));
}

/** For those inside. */
export const exactProgress = {
  ask: progressBy('exactProgressOfAsk', exact, 'ask_id'),
  priority: progressBy('exactProgressOfPriority', exact, 'priority_id'),
  campaign: progressBy('exactProgressOfCampaign', exact, 'campaign_id'),
};

/** For everyone else. */
export const publishedProgress = {
  // Of an ask all figures are published or none; of what is above it, a member's total has asks that nobody else sees.
  ask: { ...progressBy('publishedProgressOfAsk', published, 'ask_id'), isPublic: true },
  priority: progressBy('publishedProgressOfPriority', published, 'priority_id'),
  campaign: progressBy('publishedProgressOfCampaign', published, 'campaign_id'),
};
