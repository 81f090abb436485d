import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAYS_AHEAD, nextTimes, type Series, timesAhead } from './recurrence.js';

const DAY = 86_400_000;

function onTheClock(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

const dayIn = (at: Date, zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

/** In each zone the clock changes within these weeks, both ways round. */
const zones = [
  { zone: 'Europe/Berlin', spring: '2027-03-28', autumn: '2027-10-31', skipped: '02:30', twice: '02:30' },
  { zone: 'America/New_York', spring: '2027-03-14', autumn: '2027-11-07', skipped: '02:30', twice: '01:30' },
  // By half an hour only.
  { zone: 'Australia/Lord_Howe', spring: '2027-10-03', autumn: '2027-04-04', skipped: '02:15', twice: '01:45' },
] as const;

/** The instant of a time on the clock of a zone, found by trying: of an hour that comes twice the first. */
function instant(day: string, time: string, zone: string): Date {
  const about = Date.parse(`${day}T${time}:00Z`);
  for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const at = new Date(about + minutes * 60_000);
    if (dayIn(at, zone) === day && onTheClock(at, zone) === time) return at;
  }
  throw new Error(`There is no ${time} on ${day} in ${zone}.`);
}

const daysAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

describe.each(zones)('what comes round in $zone', ({ zone, spring, autumn, skipped, twice }) => {
  it.each([
    ['spring', spring],
    ['autumn', autumn],
  ])('keeps its time on the clock when it changes in %s', (_season, change) => {
    const first = instant(daysAfter(change, -14), '18:00', zone);
    const { times } = timesAhead({ cadence: 'FREQ=WEEKLY', zone, first }, first, first, null);
    expect(times.slice(0, 4).map((at) => onTheClock(at, zone))).toEqual(['18:00', '18:00', '18:00', '18:00']);
    expect(times.slice(0, 4).map((at) => dayIn(at, zone))).toEqual(
      [-7, 0, 7, 14].map((days) => daysAfter(change, days)),
    );
    const gaps = times.slice(0, 4).map((at, index) => at.getTime() - (times[index - 1] ?? first).getTime());
    expect(new Set(gaps).size).toBe(2);
  });

  it('leaves out a time that the clock skips, and comes back to it the day after', () => {
    const first = instant(daysAfter(spring, -2), skipped, zone);
    const times = nextTimes({ cadence: 'FREQ=DAILY', zone, first }, first, null, 4);
    expect(times.map((at) => dayIn(at, zone))).toEqual([-2, -1, 1, 2].map((days) => daysAfter(spring, days)));
    expect(times.map((at) => onTheClock(at, zone))).toEqual([skipped, skipped, skipped, skipped]);
  });

  it('comes once, at the first of the two, where the clock shows a time twice', () => {
    const first = instant(daysAfter(autumn, -1), twice, zone);
    const times = nextTimes({ cadence: 'FREQ=DAILY', zone, first }, first, null, 3);
    expect(times.map((at) => dayIn(at, zone))).toEqual([-1, 0, 1].map((days) => daysAfter(autumn, days)));
    expect(times[1]).toEqual(instant(autumn, twice, zone));
  });
});

describe('the times ahead', () => {
  const first = new Date('2027-01-05T17:00:00Z');
  const weekly: Series = { cadence: 'FREQ=WEEKLY', zone: 'UTC', first };

  it('reach so many days ahead, and two at least of what comes round seldom', () => {
    expect(timesAhead(weekly, first, first, null).times).toHaveLength(5);
    const seldom = timesAhead({ ...weekly, cadence: 'FREQ=MONTHLY;INTERVAL=3' }, first, first, null);
    expect(seldom.times.map((at) => at.getUTCMonth())).toEqual([3, 6]);
    expect(seldom).toMatchObject({ isWhole: false });
  });

  it('end with the commitment, with the ask, or with the rule', () => {
    const end = new Date(first.getTime() + 15 * DAY);
    expect(timesAhead(weekly, first, first, end)).toMatchObject({ isWhole: true, times: { length: 2 } });
    expect(timesAhead({ ...weekly, cadence: 'FREQ=WEEKLY;COUNT=3' }, first, first, null)).toMatchObject({
      isWhole: true,
      times: { length: 2 },
    });
    expect(timesAhead({ ...weekly, cadence: 'FREQ=WEEKLY;UNTIL=20270112T235959Z' }, first, first, null)).toMatchObject({
      isWhole: true,
      times: { length: 1 },
    });
  });

  it('are the same whether laid out at once or bit by bit, and none twice', () => {
    const cadence = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=TU,FR',
      'FREQ=MONTHLY',
      'FREQ=WEEKLY;INTERVAL=2',
      'FREQ=WEEKLY;COUNT=9',
    );
    fc.assert(
      fc.property(cadence, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }), (rule, steps) => {
        const series = { ...weekly, cadence: rule, zone: 'Europe/Berlin' };
        const bits: Date[] = [];
        let through = first;
        let now = first;
        for (const step of steps) {
          const planned = timesAhead(series, through, now, null);
          bits.push(...planned.times);
          if (planned.isWhole) break;
          through = planned.through;
          expect(bits.filter((at) => at > now).length).toBeGreaterThanOrEqual(2);
          now = new Date(now.getTime() + step * DAY);
        }
        const all = nextTimes(series, new Date(first.getTime() + 1), null, bits.length);
        expect(bits.map(Number)).toEqual(all.map(Number));
      }),
      { numRuns: 60 },
    );
  });

  it('are bounded, whatever the rule says', () => {
    const always = timesAhead(
      { ...weekly, cadence: 'FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11' },
      first,
      first,
      null,
    );
    expect(always.times.length).toBeLessThanOrEqual(100);
    expect(always.isWhole).toBe(false);
    expect(DAYS_AHEAD).toBeGreaterThan(28);
  });
});
