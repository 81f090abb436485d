import type { Actor } from '../../access/actor.js';
import type { ReadPlans, Viewer } from './read-plans.js';

/** How a statement knows who reads: it recognises a session, or is told of an actor. */
export interface Audience {
  by: 'nobody' | 'session' | 'actor';
  expects: Expected;
}

/**
 * Whether what `holds` is asked of is expected to hold. A statement that could read either way costs half as much again,
 * for what it never runs must be made ready as well.
 */
export type Expected = 'yes' | 'no' | 'either';

export const NOBODY: Audience = { by: 'nobody', expects: 'no' };

/** Stands in an answer where something else was so than was expected. No JSON text holds it. */
export const UNEXPECTED = '\u0001';

export interface Viewed {
  viewer: Viewer;
  /** Parameters that come before all others. */
  taken: number;
  /** The whole statement, around the answer. */
  statement: (answer: string) => string;
}

/**
 * Nobody reads what is published without a context. For all others the statement first sets the context that row-level
 * security reads, for the length of its own transaction, which is itself; the answer stands in a CASE on that, so that
 * none of it is worked out before. Were it all the same, whoever reads would be taken for nobody.
 */
export function viewedBy({ by }: Audience, plans: ReadPlans, recognise: string): Viewed {
  if (by === 'nobody') {
    return { viewer: { holds: () => 'false' }, taken: 0, statement: (answer) => `SELECT ${answer} AS answer` };
  }
  const facts = [...plans.facts].map(([name, { sql }]) => `${sql} AS "${name}"`);
  const who = by === 'session' ? ofSession(recognise) : ofActor;
  return {
    viewer: { holds: (fact, communityId) => `${communityId} = ANY (viewer."${fact}")` },
    taken: by === 'session' ? 1 : valuesOf({} as Actor).length,
    statement: (answer) => `WITH viewer AS MATERIALIZED (
  SELECT who.person, ${[entered, ...facts].join(', ')} FROM (${who}) who)
SELECT viewer.person, CASE WHEN viewer.entered THEN ${answer} END AS answer FROM viewer`,
  };
}

const entered = `num_nulls(${['kind', 'person', 'factor', 'key']
  .map((name) => `set_config('accompany.${name}', who.${name}, true)`)
  .join(', ')}) = 0 AS entered`;

/** A function of the vault recognises the token: none, no row. */
const ofSession = (
  recognise: string,
) => `SELECT CASE WHEN s.is_operator THEN 'operator' ELSE 'person' END AS kind, s.person_id::text AS person,
    CASE WHEN s.second_factor THEN 'second' ELSE '' END AS factor, '' AS key, s.memberships FROM ${recognise}($1) s LIMIT 1`;

const ofActor = 'SELECT $1 AS kind, $2 AS person, $3 AS factor, $4 AS key, $5::jsonb AS memberships';

/** The parameters for an actor who was recognised before. */
export function valuesOf({ kind, personId, secondFactor, key, memberships }: Actor): string[] {
  return [kind, personId ?? '', secondFactor ? 'second' : '', key?.id ?? '', JSON.stringify(memberships ?? [])];
}
