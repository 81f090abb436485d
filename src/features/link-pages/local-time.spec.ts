import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { instantOf, localTime } from './local-time.js';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham'];

describe('a time as clocks on the wall show it', () => {
  it('is the instant that shows so, in any zone', () => {
    const minutes = fc.integer({ min: 26_000_000, max: 34_000_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...ZONES), (minute, zone) => {
        const shown = localTime(new Date(minute * 60_000), zone);
        const found = instantOf(shown, zone);
        // Where clocks go back an hour is shown twice, and either is meant.
        expect(found && localTime(found, zone)).toBe(shown);
      }),
    );
  });

  it('is after the gap where clocks skip it', () => {
    expect(instantOf('2027-03-28T02:30', 'Europe/Berlin')).toEqual(new Date('2027-03-28T01:30:00Z'));
    expect(instantOf('2027-03-14T02:30', 'America/New_York')).toEqual(new Date('2027-03-14T07:30:00Z'));
  });

  it.each(['', 'tomorrow', '2026-02-30T10:00', '2026-12-05', '2026-12-05T25:00', '2026-12-05T10:00:00Z', '\u0000'])(
    'is not %j',
    (text) => {
      expect(instantOf(text, 'UTC')).toBeNull();
    },
  );
});
