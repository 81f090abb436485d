import { type Batch, batchOfMany } from '../../platform/graphql/loader.js';
import { columnOf } from './progress.rules.js';
import type { Part } from './pledgers.rules.js';
import { exact, type Kind, parentOf, published, withAsk } from './progress.sources.js';

/** The measures of which it is told who pledged. */
export const split = ['pledged', 'waitlisted', 'reported', 'attested'] as const;

export type SplitName = (typeof split)[number];

export interface PledgerRow {
  id: string;
  measure: SplitName;
  k: number;
  people: Part;
  organizations: Part;
}

const eachOf = ({ columns }: typeof exact): string =>
  `(VALUES ${split.map((name) => `('${name}', '${columnOf[name].toUpperCase()}', ${columns[name].count})`).join(', ')}) m (name, measure, total)`;

/** What organizations did is counted from their pledges, and all the rest of the tally is people's. */
const fromPledges = (kind: Kind): string => `WITH theirs AS (
    SELECT p.community_id, p.ask_id, p.id, p.state,
           NOT p.gave_up_place AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for IS NULL)) AS is_firm
      FROM ${withAsk(exact.now)}
      JOIN membership b ON b.community_id = x.community_id AND b.organization_id IS NOT NULL
      JOIN pledge p ON p.community_id = x.community_id AND p.ask_id = x.ask_id AND p.pledger_id = b.id
     WHERE ${parentOf[kind]} = ANY ($1)
  ), done AS (
    SELECT t.ask_id, o.state FROM theirs t JOIN occurrence o ON o.community_id = t.community_id AND o.pledge_id = t.id
  ), apart AS (
    SELECT ask_id, measure, count(*) AS count FROM (
      SELECT ask_id, 'pledged' AS measure FROM theirs WHERE is_firm
      UNION ALL SELECT ask_id, 'waitlisted' FROM theirs WHERE state = 'WAITLISTED'
      UNION ALL SELECT ask_id, lower(state) FROM done WHERE state IN ('REPORTED', 'ATTESTED')
    ) counted GROUP BY ask_id, measure
  )
  SELECT ${parentOf[kind]} AS id, m.name AS measure, 5 AS k, ${wholePart('m.total - coalesce(o.count, 0)')} AS people, ${wholePart('o.count')} AS organizations
    FROM ${withAsk(exact.now)} CROSS JOIN LATERAL ${eachOf(exact)} LEFT JOIN apart o ON o.ask_id = x.ask_id AND o.measure = m.name
   WHERE ${parentOf[kind]} = ANY ($1) GROUP BY 1, 2`;

function wholePart(value: string): string {
  return `json_build_object('count', coalesce(sum(${value}), 0), 'hidden', 0, 'rounded', 0, 'dated', 0, 'untold', 0)`;
}

/** Of an ask that is told exactly, from what was told of both at once; of another, from the row of each. */
const fromFigures = (kind: Kind): string => `SELECT ${parentOf[kind]} AS id, m.name AS measure, max(x.k) AS k,
    ${shownPart('PEOPLE', 's.people_count')} AS people, ${shownPart('ORGANIZATIONS', 's.organization_count')} AS organizations
  FROM ${withAsk(published.now)} CROSS JOIN LATERAL ${eachOf(published)}
  LEFT JOIN figure_split s ON s.community_id = x.community_id AND s.ask_id = x.ask_id AND s.measure = m.measure AND x.is_exact
 WHERE ${parentOf[kind]} = ANY ($1) GROUP BY 1, 2`;

function shownPart(body: string, part: string): string {
  const own = `NOT x.is_exact AND x.body = '${body}'`;
  const begun = 'x.is_exact AND m.total > 0';
  return `json_build_object(
      'count', coalesce(sum(m.total) FILTER (WHERE ${own}), 0) + coalesce(sum(${part}) FILTER (WHERE ${begun}), 0),
      'hidden', count(*) FILTER (WHERE ${own} AND m.total IS NULL), 'rounded', count(*) FILTER (WHERE ${own} AND m.total > 0),
      'dated', count(*) FILTER (WHERE ${begun} AND ${part} IS NOT NULL), 'untold', count(*) FILTER (WHERE ${begun} AND ${part} IS NULL))`;
}

function byPledgerOf(name: string, statement: (kind: Kind) => string): Record<Kind, Batch<string, PledgerRow[]>> {
  const of = (kind: Kind) => {
    const sql = statement(kind);
    return batchOfMany<string, PledgerRow>(
      `${name} ${kind}`,
      (reader, ids) => reader.rows(sql, [ids]),
      ({ id }) => id,
    );
  };
  return { ask: of('ask'), priority: of('priority'), campaign: of('campaign') };
}

export const byPledger = {
  exact: byPledgerOf('exactByPledger', fromPledges),
  published: byPledgerOf('publishedByPledger', fromFigures),
};
