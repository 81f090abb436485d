import { after, orderBy, type OrderKey } from './keyset.js';

export interface ListSpec {
  /** The list in the schema, such as `Query.asks`: its cursors open no other. */
  scope: string;
  select: string;
  from: string;
  /** Joined by AND. What the viewer may not see must be excluded here: the total counts what is left. */
  where: readonly string[];
  params: readonly unknown[];
  order: readonly OrderKey[];
}

/** A list of which every parent has its own, as each ask has pledges. */
export interface ChildList extends ListSpec {
  /**
   * The columns that point to the parent, each with its uuid: `{ 'p.community_id': …, 'p.ask_id': … }`. They are neither
   * in `where` nor in `params`, which must be the same for all parents that are to be answered by one statement.
   */
  parent: Readonly<Record<string, string>>;
}

/** Where a page starts, and how long it is. */
export interface Slice {
  first: number;
  /** The values of the order keys after which it starts; null for the first page. */
  after: readonly (string | null)[] | null;
}

export interface Statement {
  sql: string;
  params: readonly unknown[];
}

/** Columns beside those of the list, so named that they cover none of it, such as the place of an ask. */
const KEY = '__key';
const PLACE = '__place';
const TURN = '__turn';

/** One row more than the page holds, which tells whether others follow. */
export function rowsStatement(list: ListSpec, { first, after: values }: Slice): Statement {
  const bound = values && after(list.order, values, list.params.length + 1);
  const where = bound ? [...list.where, bound.sql] : list.where;
  const keys = list.order.map(({ sql }, index) => `(${sql})::text AS "${KEY}${index}"`);
  return {
    sql: `SELECT ${[list.select, ...keys].join(', ')} FROM ${list.from}${whereClause(where)} ORDER BY ${orderBy(list.order)} LIMIT ${first + 1}`,
    params: [...list.params, ...(bound?.params ?? [])],
  };
}

/** The rows of a first page, where nothing is asked of what comes after it. */
export function pageStatement({ select, from, where, order }: ListSpec, first: number): string {
  return `SELECT ${select} FROM ${from}${whereClause(where)} ORDER BY ${orderBy(order)} LIMIT ${first}`;
}

export function totalStatement({ from, where, params }: ListSpec): Statement {
  return { sql: `SELECT count(*)::int AS total FROM ${from}${whereClause(where)}`, params };
}

/** The rows of each parent, in order, with the parent's place among `parents` as `placeOf` reads it. */
export function childRowsStatement(list: ChildList, slice: Slice, parents: readonly ChildList['parent'][]): Statement {
  const { sql, params } = rowsStatement(underParent(list), slice);
  // The order of a subquery is lost in a join; numbered where it still holds, it can be asked for again.
  const numbered = `SELECT row_number() OVER () AS "${TURN}", one.* FROM (${sql}) one`;
  const select = `parent.place::int AS "${PLACE}", child.*`;
  return forEachParent(select, { sql: numbered, params }, parents, `child."${TURN}"`);
}

/** The total of each parent, in the order of `parents`. */
export function childTotalsStatement(list: ChildList, parents: readonly ChildList['parent'][]): Statement {
  return forEachParent('child.total', totalStatement(underParent(list)), parents);
}

const keyOfParent = (index: number) => `parent.key${index}`;

/** The list of one parent, by what its columns must equal: a key of the parents at hand unless said otherwise. */
export function underParent(list: ChildList, equal: (index: number, value: string) => string = keyOfParent): ListSpec {
  const pointers = Object.entries(list.parent).map(([column, value], index) => `${column} = ${equal(index, value)}`);
  return { ...list, where: [...pointers, ...list.where] };
}

function forEachParent(
  select: string,
  { sql, params }: Statement,
  parents: readonly ChildList['parent'][],
  ...order: string[]
): Statement {
  const columns = Object.keys(parents[0] ?? {});
  const keys = columns.map((_, index) => `key${index}`);
  const arrays = columns.map((_, index) => `$${params.length + 1 + index}::uuid[]`);
  return {
    sql: `SELECT ${select} FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS parent(${[...keys, 'place'].join(', ')})
      CROSS JOIN LATERAL (${sql}) child ORDER BY ${['parent.place', ...order].join(', ')}`,
    params: [...params, ...columns.map((column) => parents.map((parent) => parent[column]))],
  };
}

/** The values of the order keys of a row that a statement of rows answered. */
export function keysOf(row: object, { order }: ListSpec): (string | null)[] {
  const values = row as Record<string, string | null>;
  return order.map((_, index) => values[`${KEY}${index}`] ?? null);
}

/** The place of the parent of a row that `childRowsStatement` answered, from 0. */
export function placeOf(row: object): number {
  return (row as { [PLACE]: number })[PLACE] - 1;
}

function whereClause(where: readonly string[]): string {
  return where.length > 0 ? ` WHERE ${where.map((one) => `(${one})`).join(' AND ')}` : '';
}
