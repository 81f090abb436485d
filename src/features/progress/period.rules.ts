export enum ProgressInterval {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
}

/** Days of the calendar, `YYYY-MM-DD`, both in it. */
export interface Period {
  startsOn: string;
  endsOn: string;
}

export interface Span {
  by: ProgressInterval;
  from?: string | null;
  until?: string | null;
}

export const MOST_PERIODS = 400;

const DAY_MS = 86_400_000;
const unasked: Record<ProgressInterval, number> = { DAY: 30, WEEK: 12, MONTH: 12 };

export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first day of what a day lies in, or of as many before or after it. Weeks begin on Monday. */
function startOf(by: ProgressInterval, day: string, further = 0): string {
  if (by === ProgressInterval.DAY) return dayAfter(day, further);
  const date = new Date(Date.parse(day));
  if (by === ProgressInterval.WEEK) return dayAfter(day, 7 * further - ((date.getUTCDay() + 6) % 7));
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + further, 1);
  return first.toISOString().slice(0, 10);
}

/** The first days of the first and the last period asked for. */
function endsOf({ by, from, until }: Span, today: string): [first: string, last: string] {
  const last = startOf(by, until ?? (from && from > today ? from : today));
  return [from ? startOf(by, from) : startOf(by, last, 1 - unasked[by]), last];
}

/** How many periods are asked for, those to come counted in; less than 1 where `until` is before `from`. */
export function countOfPeriods(span: Span, today: string): number {
  const [first, last] = endsOf(span, today);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS;
  if (span.by === ProgressInterval.DAY) return days + 1;
  if (span.by === ProgressInterval.WEEK) return days / 7 + 1;
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(last) - months(first) + 1;
}

/** The whole days, weeks or months that the span touches, oldest first, as far as they have begun. */
export function periodsOf(span: Span, today: string): Period[] {
  const [first] = endsOf(span, today);
  return Array.from({ length: countOfPeriods(span, today) }, (_, index) => ({
    startsOn: startOf(span.by, first, index),
    endsOn: dayAfter(startOf(span.by, first, index + 1), -1),
  })).filter(({ startsOn }) => startsOn <= today);
}

export function isOver({ endsOn }: Period, today: string): boolean {
  return endsOn < today;
}

export function overlap(one: Period, other: Period): boolean {
  return one.startsOn <= other.endsOn && other.startsOn <= one.endsOn;
}
