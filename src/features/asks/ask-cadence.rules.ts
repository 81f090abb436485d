/** The parts of a cadence, in the order in which it is kept. */
const ORDER = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYHOUR', 'BYMINUTE', 'COUNT', 'UNTIL'] as const;

type Part = (typeof ORDER)[number];
type Parts = Partial<Record<Part, string>>;

/** About a year: what comes more seldom is another ask. */
const WIDEST: Readonly<Record<string, number>> = { DAILY: 366, WEEKLY: 52, MONTHLY: 12 };

const WEEKDAY = /^(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)$/;
const DAY_OF_MONTH = /^[+-]?(?:[1-9]|[12]\d|3[01])$/;
const INSTANT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

const READS: Readonly<Record<Part, (text: string, parts: Parts) => string | null>> = {
  FREQ: (text) => (text in WIDEST ? text : null),
  INTERVAL: (text, { FREQ = '' }) => whole(text, 1, WIDEST[FREQ] ?? 0),
  // The second Tuesday of a week is nothing.
  BYDAY: (text, { FREQ }) => list(text, (day) => WEEKDAY.test(day) && (FREQ === 'MONTHLY' || day.length === 2)),
  BYMONTHDAY: (text, { FREQ }) => (FREQ === 'WEEKLY' ? null : list(text, (day) => DAY_OF_MONTH.test(day))),
  // One of each: so it is at most once a day.
  BYHOUR: (text) => whole(text, 0, 23),
  BYMINUTE: (text) => whole(text, 0, 59),
  COUNT: (text) => whole(text, 1, 1000),
  UNTIL: (text, { COUNT }) => (COUNT === undefined && isInstant(text) ? text : null),
};

/**
 * A repetition that people can keep, in one spelling, of whatever was sent as an RRULE of RFC 5545; null for anything else. At
 * most once a day and never by the second, so that to look ahead takes few steps.
 */
export function cadenceOf(text: string): string | null {
  const written = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';');
  const given = new Map(written.map((part) => part.split('=', 2) as [string, string | undefined]));
  if (given.size !== written.length || ![...given.keys()].every((part) => ORDER.includes(part as Part))) return null;
  const parts: Parts = {};
  for (const part of ORDER) {
    const value = given.get(part);
    if (value === undefined && given.has(part)) return null;
    if (value === undefined) continue;
    const read = READS[part](value, parts);
    if (read === null) return null;
    parts[part] = read;
  }
  if (parts.FREQ === undefined || written.some((part) => part.split('=').length !== 2)) return null;
  return ORDER.flatMap((part) => (parts[part] === undefined ? [] : [`${part}=${parts[part]}`])).join(';');
}

function whole(text: string, min: number, max: number): string | null {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? String(value) : null;
}

function list(text: string, isOne: (item: string) => boolean): string | null {
  const items = text.split(',');
  const plain = items.map((item) => item.replace(/^\+/, ''));
  return items.every(isOne) && new Set(plain).size === plain.length ? plain.join(',') : null;
}

function isInstant(text: string): boolean {
  const [, year, month, day, hour, minute, second] = INSTANT.exec(text) ?? [];
  if (year === undefined) return false;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = new Date(iso);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === iso;
}
