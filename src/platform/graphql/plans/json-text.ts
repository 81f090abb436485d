import { getNullableType, type GraphQLOutputType, isEnumType, isListType, isNonNullType, isScalarType } from 'graphql';

/** A text of an answer, as SQL for the pieces of which it consists one after another. None of them is null. */
export type Json = readonly string[];

/** Postgres takes no more arguments in one call. */
const MOST_ARGUMENTS = 100;

/** A text that stands in the answer as it is. */
export const verbatim = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** One expression. What is verbatim in pieces beside each other is written once. */
export function joined(pieces: Json): string {
  const merged: string[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && isVerbatim(last) && isVerbatim(piece)) {
      merged[merged.length - 1] = `${last.slice(0, -1)}${piece.slice(1)}`;
    } else merged.push(piece);
  }
  const calls: string[] = [];
  for (let from = 0; from < merged.length; from += MOST_ARGUMENTS) {
    calls.push(`concat(${merged.slice(from, from + MOST_ARGUMENTS).join(', ')})`);
  }
  return calls.join(' || ');
}

export function object(fields: readonly (readonly [key: string, value: Json])[]): Json {
  const members = fields.flatMap(([key, value], index) => [verbatim(`${index > 0 ? ',' : ''}"${key}":`), ...value]);
  return [verbatim('{'), ...members, verbatim('}')];
}

/** All rows of a subquery that answers a text each. */
export const list = (rows: string): Json => [verbatim('['), `array_to_string(ARRAY(${rows}), ',')`, verbatim(']')];

/** The text that JSON.stringify makes of what the type's scalar serialises; null for a type that has none in SQL. */
export function leaf(type: GraphQLOutputType, sql: string): Json | null {
  const nullable = getNullableType(type);
  const text = isListType(nullable) ? listText(nullable.ofType, sql) : textOf(nullable, sql);
  if (text === null) return null;
  return isNonNullType(type) ? text : [orNull(text)];
}

/** Unlike concat, which leaves out what is null, the operator is null with any of its parts. */
function orNull(text: Json): string {
  const parts = text.map((piece) => (isVerbatim(piece) ? piece : `(${piece})::text`));
  return `coalesce(${parts.join(' || ')}, 'null')`;
}

function textOf(type: GraphQLOutputType, sql: string): Json | null {
  if (isEnumType(type)) return type.getValues().every(({ name, value }) => name === value) ? quoted(sql) : null;
  return isScalarType(type) ? (scalars[type.name]?.(sql) ?? null) : null;
}

/** Without elements that are null, as every list of the schema. */
function listText(of: GraphQLOutputType, sql: string): Json | null {
  const element = getNullableType(of);
  const isText = isNonNullType(of) && (isEnumType(element) || (isScalarType(element) && element.name === 'String'));
  return isText && textOf(element, sql) !== null ? [`array_to_json(${sql})`] : null;
}

/** For values without a letter that JSON would escape. */
const quoted = (sql: string): Json => [verbatim('"'), sql, verbatim('"')];

const scalars: Readonly<Record<string, (sql: string) => Json>> = {
  ID: quoted,
  String: (sql) => [`to_json(${sql})`],
  Int: (sql) => [sql],
  Float: (sql) => [number(sql)],
  Boolean: (sql) => [`(${sql})::text`],
  Date: quoted,
  DateTime: (sql) => quoted(`to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
};

/** Postgres writes small numbers with an exponent sooner than JavaScript does, and gives the exponent two digits. */
function number(sql: string): string {
  const value = `(${sql})::float8`;
  return `CASE WHEN abs(${value}) >= 1e-4 OR ${value} = 0 THEN ${value}::text
    WHEN abs(${value}) >= 1e-6 THEN ${value}::text::numeric::text ELSE replace(${value}::text, 'e-0', 'e-') END`;
}

function isVerbatim(piece: string): boolean {
  return /^'(?:[^']|'')*'$/.test(piece);
}
