import { type Batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AskKind } from '../asks/index.js';
import type { Totals } from './progress.rules.js';
import { type Kind, parentOf, type Source, sources, sumsOf, wantedOf, whole, withAsk } from './progress.sources.js';

export const MOST_GROUPS = 100;

export type KindTotals = Totals & { id: string; kind: AskKind };
export type AreaTotals = Totals & { id: string; area: string | null; isRest: boolean };

type Groups<T> = Record<Source['name'], Record<Kind, Batch<string, T[]>>>;

function groups<T extends { id: string }>(name: string, statement: (source: Source, kind: Kind) => string): Groups<T> {
  const of = (source: Source, kind: Kind) => {
    const sql = statement(source, kind);
    const fetch = `${name} ${source.name} ${kind}`;
    return batchOfMany<string, T>(
      fetch,
      (reader, ids) => reader.rows(sql, [ids]),
      ({ id }) => id,
    );
  };
  const ofAll = (source: Source) => ({
    ask: of(source, 'ask'),
    priority: of(source, 'priority'),
    campaign: of(source, 'campaign'),
  });
  return { exact: ofAll(sources.exact), published: ofAll(sources.published) };
}

/** What is wanted most first. */
export const byKind = groups<KindTotals>(
  'byKind',
  (
    source,
    kind,
  ) => `SELECT ${parentOf[kind]} AS id, a.kind, ${whole(wantedOf[kind])} AS wanted, ${source.k} AS k, ${sumsOf(source)}
    FROM ${withAsk(source.now)} WHERE ${parentOf[kind]} = ANY ($1) GROUP BY 1, 2 ORDER BY wanted DESC, a.kind`,
);

const spaced = `btrim(regexp_replace(a.area, '\\s+', ' ', 'g'))`;
const folded = `lower(${spaced})`;

/** Places are one whatever their capitals and spaces. Where there are too many, those that want least are one group. */
export const byArea = groups<AreaTotals>(
  'byArea',
  (source, kind) => `WITH place AS (
    SELECT ${parentOf[kind]} AS id, ${folded} AS folded, nullif(min(${spaced} COLLATE "C"), '') AS area,
           row_number() OVER (PARTITION BY ${parentOf[kind]} ORDER BY sum(${wantedOf[kind]}) DESC, ${folded} COLLATE "C") AS nth
      FROM ${withAsk(source.now)} WHERE ${parentOf[kind]} = ANY ($1) GROUP BY 1, 2
  )
  SELECT p.id, CASE WHEN count(DISTINCT p.nth) = 1 THEN min(p.area) END AS area, count(DISTINCT p.nth) > 1 AS "isRest",
         ${whole(wantedOf[kind])} AS wanted, ${source.k} AS k, ${sumsOf(source)}
    FROM ${withAsk(source.now)} JOIN place p ON p.id = ${parentOf[kind]} AND p.folded = ${folded}
   WHERE ${parentOf[kind]} = ANY ($1) GROUP BY p.id, least(p.nth, ${MOST_GROUPS}) ORDER BY least(p.nth, ${MOST_GROUPS})`,
);
