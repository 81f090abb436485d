import { getNullableType, type GraphQLOutputType, isEnumType, isListType, isNonNullType, isScalarType } from 'graphql';

/** SQL for a text that is never null: a piece of an answer. */
export type Json = string;

/** Postgres takes no more arguments in one call. */
const MOST_ARGUMENTS = 100;

/** A text that stands in the answer as it is. */
export const verbatim = (text: string): Json => `'${text.replaceAll("'", "''")}'`;

/** The pieces one after another; what is verbatim in all of them is written once. */
export function joined(pieces: readonly Json[]): Json {
  const merged: Json[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && isVerbatim(last) && isVerbatim(piece)) {
      merged[merged.length - 1] = `${last.slice(0, -1)}${piece.slice(1)}`;
    } else merged.push(piece);
  }
  const calls: Json[] = [];
  for (let from = 0; from < merged.length; from += MOST_ARGUMENTS) {
    calls.push(`concat(${merged.slice(from, from + MOST_ARGUMENTS).join(', ')})`);
  }
  return calls.join(' || ');
}

export function object(fields: readonly (readonly [key: string, value: Json])[]): Json {
  const members = fields.flatMap(([key, value], index) => [verbatim(`${index > 0 ? ',' : ''}"${key}":`), value]);
  return joined([verbatim('{'), ...members, verbatim('}')]);
}

/** All rows of a subquery that answers a piece each. */
export const list = (rows: string): Json =>
  joined([verbatim('['), `array_to_string(ARRAY(${rows}), ',')`, verbatim(']')]);

export const orNull = (sql: string): Json => `coalesce(${sql}, 'null')`;

/** The text that JSON.stringify makes of what the type's scalar serialises; null for a type that has none in SQL. */
export function leaf(type: GraphQLOutputType, sql: string): Json | null {
  const nullable = getNullableType(type);
  const text = isListType(nullable) ? listText(nullable.ofType, sql) : textOf(nullable, sql);
  if (text === null) return null;
  return isNonNullType(type) ? text : orNull(text);
}

function textOf(type: GraphQLOutputType, sql: string): string | null {
  if (isEnumType(type)) {
    return type.getValues().every(({ name, value }) => name === value) ? `'"' || ${sql} || '"'` : null;
  }
  return isScalarType(type) ? (scalars[type.name]?.(sql) ?? null) : null;
}

/** Without elements that are null, as every list of the schema. */
function listText(of: GraphQLOutputType, sql: string): string | null {
  const element = getNullableType(of);
  const isText = isNonNullType(of) && (isEnumType(element) || (isScalarType(element) && element.name === 'String'));
  return isText && textOf(element, sql) !== null ? `array_to_json(${sql})::text` : null;
}

const scalars: Readonly<Record<string, (sql: string) => string>> = {
  ID: (sql) => `'"' || ${sql} || '"'`,
  String: (sql) => `to_json(${sql})::text`,
  Int: (sql) => `(${sql})::text`,
  Float: number,
  Boolean: (sql) => `(${sql})::text`,
  Date: (sql) => `'"' || ${sql} || '"'`,
  DateTime: (sql) => `to_char(${sql} AT TIME ZONE 'UTC', '\\"YYYY-MM-DD"T"HH24:MI:SS.MS"Z\\"')`,
};

/** Postgres writes small numbers with an exponent sooner than JavaScript does, and gives the exponent two digits. */
function number(sql: string): string {
  const value = `(${sql})::float8`;
  return `CASE WHEN abs(${value}) >= 1e-4 OR ${value} = 0 THEN ${value}::text
    WHEN abs(${value}) >= 1e-6 THEN ${value}::text::numeric::text ELSE replace(${value}::text, 'e-0', 'e-') END`;
}

function isVerbatim(piece: Json): boolean {
  return /^'(?:[^']|'')*'$/.test(piece);
}
