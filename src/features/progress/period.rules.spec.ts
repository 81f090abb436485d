import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countOfPeriods, dayAfter, isOver, overlap, periodsOf, ProgressInterval, type Span } from './period.rules.js';

const { DAY, WEEK, MONTH } = ProgressInterval;
const today = '2026-11-26';

describe('the periods of a series', () => {
  it.each<[string, Span, number, string, string]>([
    ['days by default', { by: DAY }, 30, '2026-10-28', '2026-11-26'],
    ['weeks by default, which begin on Monday', { by: WEEK }, 12, '2026-09-07', '2026-11-29'],
    ['months by default', { by: MONTH }, 12, '2025-12-01', '2026-11-30'],
    ['one day', { by: DAY, from: '2024-02-29', until: '2024-02-29' }, 1, '2024-02-29', '2024-02-29'],
    ['a week that a Sunday ends', { by: WEEK, from: '2026-11-15', until: '2026-11-15' }, 1, '2026-11-09', '2026-11-15'],
    [
      'weeks over the end of a year',
      { by: WEEK, from: '2025-12-31', until: '2026-01-05' },
      2,
      '2025-12-29',
      '2026-01-11',
    ],
    ['months with a leap day', { by: MONTH, from: '2024-02-10', until: '2024-03-01' }, 2, '2024-02-01', '2024-03-31'],
    ['up to a day', { by: MONTH, until: '2026-01-31' }, 12, '2025-02-01', '2026-01-31'],
    ['without those to come', { by: DAY, from: '2026-11-25', until: '2026-12-24' }, 2, '2026-11-25', '2026-11-26'],
    ['of the first years', { by: MONTH, from: '1970-01-01', until: '1970-02-01' }, 2, '1970-01-01', '1970-02-28'],
  ])('are %s', (_, span, count, first, last) => {
    const periods = periodsOf(span, today);
    expect([periods.length, periods[0]?.startsOn, periods.at(-1)?.endsOn]).toEqual([count, first, last]);
  });

  it('are none where all are to come', () => {
    expect(periodsOf({ by: WEEK, from: '2026-11-30' }, today)).toEqual([]);
    expect(countOfPeriods({ by: DAY, from: '2026-11-26', until: '2026-11-25' }, today)).toBe(0);
  });

  it('follow each other day by day, and as many as are counted before they are made', () => {
    const day = fc.integer({ min: -20_000, max: 0 }).map((days) => dayAfter(today, days));
    fc.assert(
      fc.property(fc.constantFrom(DAY, WEEK, MONTH), day, fc.nat(399), (by, from, days) => {
        const span = { by, from, until: dayAfter(from, days) };
        const periods = periodsOf(span, '2200-12-31');
        expect(periods).toHaveLength(countOfPeriods(span, today));
        periods.slice(1).forEach(({ startsOn }, index) => {
          expect(startsOn).toBe(dayAfter(periods[index]?.endsOn ?? '', 1));
        });
      }),
    );
  });

  it('are over when their last day is', () => {
    expect([
      isOver({ startsOn: '', endsOn: '2026-11-25' }, today),
      isOver({ startsOn: '', endsOn: today }, today),
    ]).toEqual([true, false]);
    const week = { startsOn: '2026-11-02', endsOn: '2026-11-08' };
    expect(overlap(week, { startsOn: '2026-11-08', endsOn: '2026-11-08' })).toBe(true);
    expect(overlap(week, { startsOn: '2026-11-09', endsOn: '2026-11-30' })).toBe(false);
  });
});
