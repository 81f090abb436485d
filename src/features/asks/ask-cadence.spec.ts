import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cadenceFault } from './ask-cadence.js';
import { cadenceOf } from './ask-cadence.rules.js';

const startsAt = new Date('2027-02-10T17:00:00Z');
const code = (cadence: string | null, more: object = {}) =>
  cadenceFault({ cadence, startsAt, timeZone: null, ...more }, 'Europe/Berlin')?.code ?? null;

describe('a cadence', () => {
  it.each([
    ['freq=weekly', 'FREQ=WEEKLY'],
    ['RRULE:BYDAY=TU,TH;FREQ=WEEKLY;INTERVAL=2', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH'],
    ['FREQ=MONTHLY;BYDAY=+1MO,-1FR', 'FREQ=MONTHLY;BYDAY=1MO,-1FR'],
    ['FREQ=MONTHLY;BYMONTHDAY=15,-1', 'FREQ=MONTHLY;BYMONTHDAY=15,-1'],
    ['FREQ=DAILY;COUNT=010;BYMINUTE=30;BYHOUR=9', 'FREQ=DAILY;BYHOUR=9;BYMINUTE=30;COUNT=10'],
    ['FREQ=DAILY;UNTIL=20270301T120000Z', 'FREQ=DAILY;UNTIL=20270301T120000Z'],
  ])('%s is kept as %s', (sent, kept) => {
    expect(cadenceOf(sent)).toBe(kept);
    expect(cadenceOf(kept)).toBe(kept);
  });

  it.each([
    ['', 'empty'],
    ['every Tuesday', 'words'],
    ['INTERVAL=2', 'no frequency'],
    ['FREQ=YEARLY', 'too seldom'],
    ['FREQ=HOURLY', 'too often'],
    ['FREQ=SECONDLY;COUNT=1000', 'far too often'],
    ['FREQ=DAILY;BYHOUR=9,10', 'twice a day'],
    ['FREQ=DAILY;BYMINUTE=0,30', 'twice an hour'],
    ['FREQ=DAILY;BYSECOND=0', 'seconds'],
    ['FREQ=DAILY;BYSETPOS=1', 'a part that is not taken'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'a part twice'],
    ['FREQ=DAILY;INTERVAL=0', 'no interval'],
    ['FREQ=DAILY;INTERVAL=99999', 'an interval without end'],
    ['FREQ=WEEKLY;INTERVAL=53', 'an interval of more than a year'],
    ['FREQ=WEEKLY;BYDAY=2TU', 'the second Tuesday of a week'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'a day of the month in a week'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'the sixth Monday of a month'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'the 32nd'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,1', 'a day twice'],
    ['FREQ=DAILY;COUNT=0', 'no times at all'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270301T120000Z', 'both ends'],
    ['FREQ=DAILY;UNTIL=20270230T120000Z', 'the 30th of February'],
    ['FREQ=DAILY;UNTIL=20270301', 'an end without time'],
    ['FREQ=DAILY;COUNT', 'a part without value'],
    ['FREQ=DAILY;COUNT=1=2', 'a part with two values'],
    ['FREQ=DAILY\nDTSTART:20270101T000000Z', 'a further line'],
    ['FREQ=DAILY;', 'a part without name'],
  ])('%j is none: %s', (sent) => {
    expect(cadenceOf(sent)).toBeNull();
  });

  it('that was read once is read alike again, whatever was sent', () => {
    const part = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=WEEKLY',
      'FREQ=MONTHLY',
      'INTERVAL=2',
      'BYDAY=MO',
      'BYDAY=-1SU',
      'BYHOUR=9',
      'COUNT=3',
      'X',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 5 }).map((parts) => parts.join(';')),
        ),
        (sent) => {
          const kept = cadenceOf(sent);
          if (kept !== null) expect(cadenceOf(kept)).toBe(kept);
        },
      ),
    );
  });
});

describe('what is repeated', () => {
  it.each<[string | null, object, string | null]>([
    [null, { startsAt: null }, null],
    ['FREQ=WEEKLY;BYDAY=TU', {}, null],
    ['FREQ=WEEKLY;BYDAY=TU', { timeZone: 'America/Mexico_City' }, null],
    ['FREQ=WEEKLY;BYDAY=TU', { startsAt: null }, 'INVALID'],
    ['FREQ=HOURLY', {}, 'INVALID'],
    ['FREQ=WEEKLY;UNTIL=20260101T000000Z', {}, 'OUT_OF_RANGE'],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30', {}, 'OUT_OF_RANGE'],
    ['FREQ=MONTHLY;INTERVAL=12;BYDAY=5WE;BYMONTHDAY=29', {}, 'OUT_OF_RANGE'],
    ['FREQ=DAILY;INTERVAL=364;BYDAY=TU', {}, 'OUT_OF_RANGE'],
  ])('%s from %j: %s', (cadence, more, fault) => {
    expect(code(cadence, more)).toBe(fault);
  });

  it('is looked ahead to an answer, however seldom the days fall together', () => {
    const days = fc.uniqueArray(fc.integer({ min: 28, max: 31 }), { minLength: 1, maxLength: 2 });
    const weekdays = fc.subarray(['5MO', '-5TU', 'WE', '1SU'], { minLength: 1 });
    fc.assert(
      fc.property(days, weekdays, fc.integer({ min: 1, max: 12 }), (of, on, interval) => {
        expect([null, 'OUT_OF_RANGE']).toContain(
          code(`FREQ=MONTHLY;INTERVAL=${interval};BYDAY=${on.join()};BYMONTHDAY=${of.join()}`),
        );
      }),
      { numRuns: 40 },
    );
  });
});
