import { type Batch, grouped } from '../../platform/graphql/loader.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { runningSums } from './change.rules.js';
import { measures, type MeasureName, type Totals } from './progress.rules.js';
import { type Kind, parentOf, type Source, type SourceName, sources, wantedOf, withAsk } from './progress.sources.js';

/** How something stood at the close of some days, in the order of time. */
export interface ClosesAsked {
  source: SourceName;
  kind: Kind;
  id: string;
  timeZone: string;
  closes: readonly string[];
}

type Delta = Totals & { id: string; place: number };

/** All that differ in nothing but which thing is asked about are answered by one statement. */
export const closesOf: Batch<ClosesAsked, Totals[]> = {
  name: 'closesOf',
  identify: (asked) => `${asked.id} ${questionOf(asked)}`,
  answers: async (reader, asked) => {
    const answers = new Map<ClosesAsked, Totals[]>();
    for (const alike of grouped(asked, questionOf).values()) {
      const byId = grouped(await deltas(reader, alike), ({ id }) => id);
      for (const one of alike) answers.set(one, runningSums(byId.get(one.id) ?? [], one.closes.length));
    }
    return asked.map((one) => answers.get(one) as Totals[]);
  },
};

function questionOf({ source, kind, timeZone, closes }: ClosesAsked): string {
  return `${source} ${kind} ${timeZone} ${closes.join()}`;
}

async function deltas(reader: Reader, alike: readonly ClosesAsked[]): Promise<Delta[]> {
  const [{ source, kind, timeZone, closes }] = alike as readonly [ClosesAsked];
  const ids = alike.map(({ id }) => id);
  return reader.rows<Delta>(statements[source][kind], [ids, closes, timeZone]);
}

/** What is added up of a row: of what is told in parts, also how many parts are left out and rounded. */
function told(source: Source): [name: string, value: string][] {
  return measures.flatMap((name) => {
    const { count, quantity } = source.columns[name];
    const parts: [string, string][] = [[column(name, 'count'), `coalesce(${count}, 0)`]];
    if (quantity) parts.push([column(name, 'quantity'), `coalesce(${quantity}, 0)`]);
    if (source.suppressed) {
      parts.push([column(name, 'hidden'), `(${source.suppressed} AND ${count} IS NULL)::int`]);
      parts.push([column(name, 'rounded'), `(${source.suppressed} AND coalesce(${count} > 0, false))::int`]);
    }
    return parts;
  });
}

const column = (name: MeasureName, part: string) => `"${name}_${part}"`;

/**
 * A row that holds from one day on adds what it differs by from the one before. These differences are summed up between
 * closes, so that the cost is that of the days on which something changed, however many closes there are. Nobody wanted
 * anything of an ask before the day on which it was opened.
 */
function statement(source: Source, kind: Kind): string {
  const columns: [string, string][] = [['wanted', wantedOf[kind]], ...told(source)];
  const k = source.suppressed ? 'x.k' : source.k;
  const from = (rows: string) => `SELECT ${parentOf[kind]} AS id, ROW(${source.cell}) AS cell, x.day,
      greatest(x.day, (a.opened_at AT TIME ZONE $3)::date) AS since, ${k} AS k, ${columns.map(([name, value]) => `${value} AS ${name}`).join(', ')}
    FROM ${withAsk(rows)} WHERE ${parentOf[kind]} = ANY ($1)`;
  const named = new Set(columns.map(([name]) => name));
  const sums = measures.map((name) => {
    const sum = (part: string) => (named.has(column(name, part)) ? `sum(${column(name, part)})` : '0');
    const parts = ['count', 'quantity', 'hidden', 'rounded'].map((part) => `'${part}', ${sum(part)}`);
    return `json_build_object(${parts.join(', ')}) AS "${name}"`;
  });
  return `WITH told AS (${from(source.days)} UNION ALL ${from(source.now)}),
  moved AS (SELECT id, width_bucket(since - 1, $2::date[]) AS place, k, ${columns.map(([name]) => `${name} - lag(${name}, 1, 0) OVER kept AS ${name}`).join(', ')}
    FROM told WINDOW kept AS (PARTITION BY cell ORDER BY day))
  SELECT id, place, max(k) AS k, sum(wanted)::float8 AS wanted, ${sums.join(', ')}
    FROM moved WHERE place < cardinality($2::date[]) GROUP BY id, place`;
}

const ofKinds = (source: Source): Record<Kind, string> => ({
  ask: statement(source, 'ask'),
  priority: statement(source, 'priority'),
  campaign: statement(source, 'campaign'),
});

const statements = { exact: ofKinds(sources.exact), published: ofKinds(sources.published) };
