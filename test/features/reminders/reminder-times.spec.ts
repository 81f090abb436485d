import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql, testDatabase } from '../../support/database.js';

let query: ReturnType<typeof sql>;

beforeAll(async () => {
  query = sql((await testDatabase()).owner);
});

const iso = (value: unknown) => (value as Date).toISOString().replace(':00.000Z', 'Z');

describe('when someone is reminded of a time', () => {
  it.each([
    // By day as they chose.
    ['a day before, by day', '2026-06-10T16:00Z', -1440, 'UTC', 21, 8, '2026-06-09T16:00Z'],
    ['at the time, by day', '2026-06-10T16:00Z', 0, 'UTC', 21, 8, '2026-06-10T16:00Z'],
    // At night in the morning, where that is early enough.
    ['a day before, at night', '2026-06-10T23:00Z', -1440, 'UTC', 21, 8, '2026-06-10T08:00Z'],
    ['two hours before, the night ending as it begins', '2026-06-10T08:00Z', -120, 'UTC', 21, 8, '2026-06-10T08:00Z'],
    // Else in the last hour before the night.
    ['two hours before the early morning', '2026-06-10T07:30Z', -120, 'UTC', 21, 8, '2026-06-09T20:00Z'],
    ['two hours before late evening', '2026-06-10T23:30Z', -120, 'UTC', 21, 8, '2026-06-10T20:00Z'],
    ['at midnight itself', '2026-06-10T00:00Z', 0, 'UTC', 21, 8, '2026-06-09T20:00Z'],
    // Afterwards always in the morning.
    ['a day after, at night', '2026-06-10T22:00Z', 1440, 'UTC', 21, 8, '2026-06-12T08:00Z'],
    ['for who works at night', '2026-06-10T12:00Z', -60, 'UTC', 9, 17, '2026-06-10T08:00Z'],
    ['without any quiet', '2026-06-10T03:00Z', -60, 'UTC', 8, 8, '2026-06-10T02:00Z'],
    // Over the change of clocks: Berlin on 29 March and 25 October.
    ['in Berlin, in the night that is short', '2026-03-29T05:00Z', -120, 'Europe/Berlin', 21, 8, '2026-03-28T19:00Z'],
    ['in Berlin, in the night that is long', '2026-10-25T06:30Z', -120, 'Europe/Berlin', 21, 8, '2026-10-24T18:00Z'],
    ['in Berlin, after the night that is long', '2026-10-24T02:00Z', 1440, 'Europe/Berlin', 21, 8, '2026-10-25T07:00Z'],
    [
      'in New York, in the night that is short',
      '2026-03-08T11:00Z',
      -60,
      'America/New_York',
      21,
      8,
      '2026-03-08T01:00Z',
    ],
    [
      'in New York, in the night that is long',
      '2026-11-01T12:30Z',
      -60,
      'America/New_York',
      21,
      8,
      '2026-11-01T00:00Z',
    ],
    ['on Lord Howe, by half an hour', '2026-10-03T20:00Z', -60, 'Australia/Lord_Howe', 21, 8, '2026-10-03T09:30Z'],
  ])('%s', async (_, about, minutes, zone, from, until, time) => {
    const [row] = await query('SELECT app.reminder_time($1, $2, $3, $4, $5) AS time', [
      about,
      minutes,
      zone,
      from,
      until,
    ]);
    expect(iso(row?.['time'])).toBe(time);
  });

  it('is never at night, never after the time for what comes before it, and never later than the next morning', async () => {
    const odd = await query(
      `SELECT zone, about, minutes, time FROM unnest(ARRAY['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) AS zone
         CROSS JOIN generate_series('2026-01-01T00:03Z'::timestamptz, '2026-12-31T00:00Z', interval '97 minutes') AS about
         CROSS JOIN unnest(ARRAY[-10080, -1440, -120, -1, 0, 90, 1440]) AS minutes
         CROSS JOIN LATERAL app.reminder_time(about, minutes, zone, 21, 8) AS time
        WHERE extract(hour FROM time AT TIME ZONE zone) NOT BETWEEN 8 AND 20
           OR (minutes <= 0 AND time > about)
           OR time NOT BETWEEN about + make_interval(mins => minutes) - interval '13 hours' AND about + make_interval(mins => minutes) + interval '12 hours'
           OR (minutes > 0 AND time < about + make_interval(mins => minutes))`,
    );
    expect(odd).toEqual([]);
  });

  it('is as chosen wherever that is by day', async () => {
    const odd = await query(
      `SELECT zone, about, minutes FROM unnest(ARRAY['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) AS zone
         CROSS JOIN generate_series('2026-01-01T00:03Z'::timestamptz, '2026-12-31T00:00Z', interval '97 minutes') AS about
         CROSS JOIN unnest(ARRAY[-1440, -120, 0, 1440]) AS minutes
         CROSS JOIN LATERAL (SELECT about + make_interval(mins => minutes) AS at) chosen
        WHERE extract(hour FROM at AT TIME ZONE zone) BETWEEN 8 AND 20 AND app.reminder_time(about, minutes, zone, 21, 8) <> at`,
    );
    expect(odd).toEqual([]);
  });
});
