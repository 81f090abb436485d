import { type Batch, batch } from '../../platform/graphql/loader.js';
import { type MeasureName, measures, type Totals } from './progress.rules.js';

export const LARGEST = 2_147_483_647;

export interface Source {
  from: string;
  /** To what says which rows of a total are of asks that the viewer may see, and in what state. */
  join: string;
  /** Columns of the counts and quantities. */
  columns: Record<MeasureName, readonly [count: string, quantity: string | null]>;
  state: string;
  /** Whether a row's figures are rounded or left out. */
  suppressed: string;
  k: string;
}

export const exact: Source = {
  from: 'ask_tally x',
  join: ' JOIN ask a ON a.community_id = x.community_id AND a.id = x.ask_id',
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
export const published: Source = {
  from: 'public_figure x',
  join: '',
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

export type ProgressOf = 'ask' | 'priority' | 'campaign';

/** Of one ask, whoever asks sees it already. */
export function fromOf({ from, join }: Source, of: ProgressOf): string {
  return of === 'ask' ? from : `${from}${join}`;
}

/** In a total, an ask that nobody may pledge to yet or any more wants only what is pledged to it. */
export function wantedOf({ state }: Source, of: ProgressOf): string {
  return of === 'ask'
    ? 'x.quantity_wanted'
    : `CASE WHEN ${state} IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END`;
}

type Row = Totals & { id: string };

function progressBy(name: string, source: Source, of: ProgressOf): Batch<string, Row | null> {
  const sql = `SELECT x.${of}_id AS id, ${whole(wantedOf(source, of))} AS wanted, ${source.k} AS k, ${sumsOf(source)}
    FROM ${fromOf(source, of)} WHERE x.${of}_id = ANY ($1) GROUP BY x.${of}_id`;
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
