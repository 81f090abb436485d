import type { UserError } from '../../platform/graphql/errors.js';

export const MOST_SHIFTS = 100;

interface Window {
  startsAt: Date | null;
  endsAt: Date | null;
}

/** What does not hold together in a new shift; null if it does. */
export function shiftFault(ask: Window, shift: { startsAt: Date; endsAt: Date }): UserError | null {
  if (shift.endsAt <= shift.startsAt) {
    return { code: 'OUT_OF_RANGE', message: 'A shift ends after it begins. Send a later end.', path: ['endsAt'] };
  }
  if (ask.startsAt && shift.startsAt < ask.startsAt) {
    return { code: 'OUT_OF_RANGE', message: OUTSIDE, path: ['startsAt'] };
  }
  return ask.endsAt && shift.endsAt > ask.endsAt ? { code: 'OUT_OF_RANGE', message: OUTSIDE, path: ['endsAt'] } : null;
}

const OUTSIDE = 'A shift lies within the time of its ask, from `startsAt` to `endsAt`. Revise the ask first.';
