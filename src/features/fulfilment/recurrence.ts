import { RRuleTemporal } from 'rrule-temporal';

/** How far ahead the times of a recurring pledge are laid out, and how many at least, for what comes round seldom. */
export const DAYS_AHEAD = 35;
const AT_LEAST = 2;
/** A bound for rules that would never end; nobody does more than this in the days ahead. */
const AT_MOST = 100;

const DAY = 86_400_000;
export interface Series {
  /** An RRULE without DTSTART. */
  cadence: string;
  zone: string;
  /** The first time: its hour on the clock of the zone is that of all the others, summer and winter. */
  first: Date;
}

export interface Planned {
  times: Date[];
  /** Up to when all times are known. */
  through: Date;
  /** No more will come. */
  isWhole: boolean;
}

/**
 * The times after `after`, so far ahead of `now` and at least two still to come, up to `end`. A time that the clock of the
 * zone skips in spring is none, as RFC 5545 has it; of an hour that comes twice in autumn the first counts.
 */
export function timesAhead(series: Series, after: Date, now: Date, end: Date | null): Planned {
  const horizon = new Date(Math.max(now.getTime(), after.getTime() - DAYS_AHEAD * DAY) + DAYS_AHEAD * DAY);
  const times: Date[] = [];
  let toCome = 0;
  // From now on, so that what was laid out before counts among those still to come.
  for (const at of each(series, after < now ? after : now)) {
    if (at <= after) {
      toCome += 1;
      continue;
    }
    if (end !== null && at > end) return { times, through: end, isWhole: true };
    if ((at > horizon && toCome >= AT_LEAST) || times.length >= AT_MOST) {
      return { times, through: latest(times, horizon, times.length >= AT_MOST), isWhole: false };
    }
    times.push(at);
    if (at > now) toCome += 1;
  }
  return { times, through: latest(times, horizon, false), isWhole: true };
}

/** The next times from `from` on: for display. */
export function nextTimes(series: Series, from: Date, end: Date | null, most: number): Date[] {
  const times: Date[] = [];
  // A rule knows whole seconds only.
  const first = Math.floor(series.first.getTime() / 1000) * 1000;
  const start = new Date(Math.max(from.getTime(), first) - 1);
  for (const at of each(series, start)) {
    if (times.length >= most || (end !== null && at > end)) break;
    times.push(at);
  }
  return times;
}

function latest(times: readonly Date[], horizon: Date, full: boolean): Date {
  const last = times.at(-1) ?? horizon;
  return full || last > horizon ? last : horizon;
}

function* each(series: Series, after: Date): Generator<Date> {
  const rule = ruleOf(series);
  for (let at = rule.next(after, false); at !== null; at = rule.next(new Date(at.epochMilliseconds), false)) {
    yield new Date(at.epochMilliseconds);
  }
}

function ruleOf({ cadence, zone, first }: Series): RRuleTemporal {
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=${zone}:${wallClock(first, zone)}\nRRULE:${cadence}`,
    // A rule that fits no day of the calendar gives up rather than turning for ever.
    maxIterations: 4000,
    maxCandidateEvaluations: 20_000,
  });
}

/** As it stands in an iCalendar file: `20270326T180000`. */
function wallClock(at: Date, zone: string): string {
  const form = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const part = Object.fromEntries(form.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['year']}${part['month']}${part['day']}T${part['hour']}${part['minute']}${part['second']}`;
}
