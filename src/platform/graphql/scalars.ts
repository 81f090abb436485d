import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|[+-](\d\d):(\d\d))$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;

/** An instant. In TypeScript a `Date`; on the way out, text from the database is taken as well. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'An instant: ISO 8601 with a zone, such as `2026-11-23T09:30:00Z` or `2026-11-23T10:30:00+01:00`, between the years 1970 and 2200. Answers are in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(textOf(node)),
  serialize: (value) => {
    const instant = value instanceof Date ? value : new Date(String(value));
    if (Number.isNaN(instant.getTime())) throw new TypeError('Not an instant.');
    return instant.toISOString();
  },
});

/** A day of the calendar, without time or zone. In TypeScript text. */
export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day: `YYYY-MM-DD`, between the years 1970 and 2200.',
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(textOf(node)),
  serialize: (value) => {
    if (typeof value !== 'string' || !DAY.test(value)) throw new TypeError('Not a day.');
    return value;
  },
});

function parseInstant(value: unknown): Date {
  const parts = typeof value === 'string' && value.length <= 40 ? INSTANT.exec(value) : null;
  if (!parts) throw new GraphQLError('Send an instant as ISO 8601 with a zone, such as 2026-11-23T09:30:00Z.');
  const [, year, month, day, hour, minute, second = '0', , zoneHour = '0', zoneMinute = '0'] = parts.map(
    (part) => part as string | undefined,
  );
  const inRange = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const zoneInRange = Number(zoneHour) <= 14 && Number(zoneMinute) < 60;
  const instant = new Date(value as string);
  if (!inRange || !zoneInRange || !isRealDay(Number(year), Number(month), Number(day)) || !inYears(instant)) {
    throw new GraphQLError('There is no such instant between the years 1970 and 2200.');
  }
  return instant;
}

function parseDay(value: unknown): string {
  const parts = typeof value === 'string' ? DAY.exec(value) : null;
  if (!parts) throw new GraphQLError('Send a day as YYYY-MM-DD.');
  const [, year, month, day] = parts.map(Number);
  if (!isRealDay(Number(year), Number(month), Number(day))) {
    throw new GraphQLError('There is no such day between the years 1970 and 2200.');
  }
  return value as string;
}

/** JavaScript turns 30 February into 2 March; people who type it mean something else. */
function isRealDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= FIRST_YEAR && year <= LAST_YEAR && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && day > 0
  );
}

function inYears(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

function textOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : undefined;
}
