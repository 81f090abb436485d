import { byMeasure, columnOf, hasQuantity, type MeasureName, measures } from './progress.rules.js';

/** Where progress is read: one source for those inside, one for everyone else. */
export interface Source {
  name: 'exact' | 'published';
  /** A row `x` for each ask, or for each part of one that is told apart. */
  now: string;
  /** The same rows as they were when a day closed on which they had changed. */
  days: string;
  /** Which of them over time are one and the same. */
  cell: string;
  columns: Record<MeasureName, { count: string; quantity: string | null }>;
  /** Whether a row's figures are rounded or left out. Undefined where none are. */
  suppressed?: string;
  k: string;
}

const columnsOf = (pledgedCount: string): Source['columns'] =>
  byMeasure((name) => ({
    count: name === 'pledged' ? pledgedCount : `x.${columnOf[name]}_count`,
    quantity: hasQuantity(name) ? `x.${columnOf[name]}_quantity` : null,
  }));

export const exact: Source = {
  name: 'exact',
  now: 'ask_tally x',
  days: 'tally_day x',
  cell: 'x.ask_id',
  columns: columnsOf('x.places_taken'),
  k: '5',
};

/** Never reads a tally: what is in these rows was left out already when it was written. */
export const published: Source = {
  name: 'published',
  now: 'public_figure x',
  days: 'figure_day x',
  cell: 'x.ask_id, x.body',
  columns: columnsOf('x.pledged_count'),
  suppressed: 'NOT x.is_exact',
  k: 'max(x.k)',
};

export const sources = { exact, published };

export type SourceName = keyof typeof sources;

/** With the ask of each row beside it, as `a`. */
export const withAsk = (rows: string): string =>
  `${rows} JOIN ask a ON a.community_id = x.community_id AND a.id = x.ask_id`;

/** In a total, an ask that nobody may pledge to yet or any more wants only what is pledged to it. */
export const wantedIn = (state: string): string =>
  `CASE WHEN ${state} IN ('DRAFT', 'CANCELLED') THEN coalesce(x.pledged_quantity, 0) ELSE x.quantity_wanted END`;

/** What progress is told of. */
export type Kind = 'ask' | 'priority' | 'campaign';

export interface Subject {
  kind: Kind;
  id: string;
  communityId: string;
  campaignId: string;
}

/** The rows of now. What is published says the state of its ask itself; of one ask, whoever asks sees it already. */
export function rowsNow({ name, now }: Source, kind: Kind): string {
  return name === 'published' || kind === 'ask' ? now : withAsk(now);
}

export function wantedNow({ name }: Source, kind: Kind): string {
  return kind === 'ask' ? wantedOf.ask : wantedIn(name === 'published' ? 'x.state' : 'a.state');
}

/** Which thing a row belongs to, by its ask as it is now. */
export const parentOf: Readonly<Record<Kind, string>> = {
  ask: 'x.ask_id',
  priority: 'a.priority_id',
  campaign: 'x.campaign_id',
};

export const wantedOf: Readonly<Record<Kind, string>> = {
  ask: 'x.quantity_wanted',
  priority: wantedIn('a.state'),
  campaign: wantedIn('a.state'),
};

const LARGEST = 2_147_483_647;

export const whole = (value: string, where = ''): string =>
  `least(coalesce(sum(${value})${where}, 0), ${LARGEST})::int`;

/** The sum of a measure, as text for a JSON object. People and organizations of an ask may have a row each. */
export function sumOf({ columns, suppressed }: Source, name: MeasureName, only?: string): string {
  const { count, quantity } = columns[name];
  const where = (condition?: string) => {
    const conditions = [only, condition].filter((one) => one !== undefined);
    return conditions.length > 0 ? ` FILTER (WHERE ${conditions.join(' AND ')})` : '';
  };
  const parts = (condition: string) => (suppressed ? `count(*)${where(`${suppressed} AND ${condition}`)}` : '0');
  return `json_build_object('count', ${whole(count, where())}, 'quantity', ${quantity ? whole(quantity, where()) : '0'},
    'hidden', ${parts(`${count} IS NULL`)}, 'rounded', ${parts(`${count} > 0`)})`;
}

export function sumsOf(source: Source): string {
  return measures.map((name) => `${sumOf(source, name)} AS "${name}"`).join(', ');
}
