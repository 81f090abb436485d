import { describe, expect, it } from '@jest/globals';
import { canLeave, leftAs, type Leaving } from './leaving.rules.js';

describe('stepping back', () => {
  const active: Leaving = {
    state: 'ACTIVE',
    reportWaits: false,
    isLate: false,
    standsStill: false,
    othersAreGone: false,
  };

  it.each<[string, Partial<Leaving>, string | null, string]>([
    ['in time', {}, null, 'STEPPED_BACK'],
    ['in time, with a reason', {}, 'ill', 'STEPPED_BACK'],
    ['late with a reason', { isLate: true }, 'ill', 'STEPPED_BACK_LATE'],
    ['late without one', { isLate: true }, null, 'REASON_REQUIRED'],
    ['late, but the work stands still', { isLate: true, standsStill: true }, null, 'STEPPED_BACK'],
    [
      'late, but the others are gone who were the condition',
      { isLate: true, othersAreGone: true },
      null,
      'STEPPED_BACK',
    ],
    ['from the waitlist', { state: 'WAITLISTED', isLate: true }, null, 'STEPPED_BACK'],
    ['from a condition', { state: 'CONDITIONAL', isLate: true }, null, 'STEPPED_BACK'],
    ['rather than confirming again', { state: 'NEEDS_RECONFIRMATION', isLate: true }, null, 'STEPPED_BACK'],
    ['while a report waits', { reportWaits: true, standsStill: true }, 'ill', 'WRONG_STATE'],
    ...[
      'FULFILLED',
      'PARTLY_FULFILLED',
      'STEPPED_BACK',
      'STEPPED_BACK_LATE',
      'HANDED_OVER',
      'LAPSED',
      'NEVER_STARTED',
      'CANCELLED',
    ].map((state): [string, Partial<Leaving>, null, string] => [`from ${state}`, { state }, null, 'WRONG_STATE']),
  ])('%s', (_name, over, because, expected) => {
    const left = leftAs({ ...active, ...over }, because);
    expect(typeof left === 'string' ? left : left.code).toBe(expected);
    expect(canLeave({ ...active, ...over })).toBe(expected !== 'WRONG_STATE');
  });
});
