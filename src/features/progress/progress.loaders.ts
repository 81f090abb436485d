import { type Batch, batch } from '../../platform/graphql/loader.js';
import { type MeasureName, measures, type Totals } from './progress.rules.js';

const LARGEST = 2_147_483_647;

interface Source {
  from: string;
  /** Columns of the counts and quantities. */
  columns: Record<MeasureName, readonly [count: string, quantity: string | null]>;
  state: string;
  /** Whether a row's figures are rounded or left out. */
  suppressed: string;
  k: string;
}

const exact: Source = {
  from: 'ask_tally x JOIN ask a ON a.community_id = x.community_id AND a.id = x.ask_id',
  columns: {
    pledged: ['x.places_taken', 'x.pledged_quantity'],
    waitlisted: ['x.waitlisted_count', 'x.waitlisted_quantity'],
    reported: ['x.reported_count', 'x.reported_quantity'],
    attested: ['x.attested_count', 'x.attested_quantity'],
    sentBack: ['x.sent_back_count', null],
    steppedBack: ['x.stepped_back_count', null],
    cancelled: ['x.cancelled_count', null],
    neverStarted: ['x.never_started_count', null],
  },
  state: 'a.state',
  suppressed: 'false',
  k: '5',
};

/** Never reads a tally: what is in these rows was left out already when it was written. */
const published: Source = {
  from: 'public_figure x',
  columns: {
    pledged: ['x.pledged_count', 'x.pledged_quantity'],
    waitlisted: ['x.waitlisted_count', 'x.waitlisted_quantity'],
    reported: ['x.reported_count', 'x.reported_quantity'],
    attested: ['x.attested_count', 'x.attested_quantity'],
    sentBack: ['x.sent_back_count', null],
    steppedBack: ['x.stepped_back_count', null],
    cancelled: ['x.cancelled_count', null],
    neverStarted: ['x.never_started_count', null],
  },
  state: 'x.state',
  suppressed: 'NOT x.is_exact',
  k: 'max(x.k)',
};

const whole = (column: string) => `least(coalesce(sum(${column}), 0), ${LARGEST})::int`;

/** Of an ask, people and organizations may have a row each: what is left out of either is left out of the ask. */
function sumsOf({ columns, suppressed }: Source): string {
  return measures
    .map((name) => {
      const [count, quantity] = columns[name];
      return `json_build_object('count', ${whole(count)}, 'quantity', ${quantity ? whole(quantity) : 'NULL'},
        'hidden', count(DISTINCT x.ask_id) FILTER (WHERE ${count} IS NULL), 'rounded', count(DISTINCT x.ask_id) FILTER (WHERE ${suppressed} AND ${count} > 0)) AS "${name}"`;
    })
    .join(', ');
}

type Row = Totals & { id: string };

function progressBy(name: string, source: Source, column: string): Batch<string, Row | null> {
  // In a total, an ask that nobody may pledge to yet or any more wants only what is pledged to it.
  const wanted =
    column === 'ask_id'
      ? 'x.quantity_wanted'
      : `CASE WHEN ${source.state} IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END`;
  const sql = `SELECT x.${column} AS id, ${whole(wanted)} AS wanted, ${source.k} AS k, ${sumsOf(source)}
    FROM ${source.from} WHERE x.${column} = ANY ($1) GROUP BY x.${column}`;
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
