import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canLeave, leftAs, type Leaving, type Openness, placeFor, type Room, whyNotOpen } from './pledge.rules.js';

const room = (over: Partial<Room> = {}): Room => ({
  slots: null,
  placesTaken: 0,
  quantityWanted: 10,
  pledgedQuantity: 0,
  smallestWaiting: null,
  ...over,
});

describe('a place', () => {
  it.each<[string, Partial<Room>, number, 'ACTIVE' | 'WAITLISTED', boolean]>([
    ['is there in an empty ask', {}, 1, 'ACTIVE', false],
    ['is there for all that is wanted', {}, 10, 'ACTIVE', false],
    ['is there for the last that is wanted', { pledgedQuantity: 9 }, 1, 'ACTIVE', false],
    ['is the last of its slots', { slots: 3, placesTaken: 2 }, 1, 'ACTIVE', false],
    ['is waited for when the slots are taken', { slots: 3, placesTaken: 3 }, 1, 'WAITLISTED', false],
    ['is waited for when nothing more is wanted', { pledgedQuantity: 10 }, 1, 'WAITLISTED', false],
    ['is waited for by what is bigger than the gap', { pledgedQuantity: 8 }, 3, 'WAITLISTED', false],
    ['is not taken from one who waits and fits', { smallestWaiting: 2, pledgedQuantity: 5 }, 1, 'WAITLISTED', true],
    [
      'goes past one who waits and is bigger than the gap',
      { smallestWaiting: 6, pledgedQuantity: 5 },
      1,
      'ACTIVE',
      false,
    ],
    ['is not free for those who wait either', { slots: 1, placesTaken: 1, smallestWaiting: 1 }, 1, 'WAITLISTED', false],
  ])('%s', (_name, over, quantity, state, queueIsDue) => {
    expect(placeFor(room(over), quantity)).toEqual({ state, queueIsDue });
  });

  it('is never given beyond what is wanted or the slots', () => {
    const anyRoom = fc.record({
      slots: fc.option(fc.integer({ min: 1, max: 20 })),
      placesTaken: fc.nat(20),
      quantityWanted: fc.integer({ min: 1, max: 50 }),
      pledgedQuantity: fc.nat(50),
      smallestWaiting: fc.option(fc.integer({ min: 1, max: 50 })),
    });
    fc.assert(
      fc.property(anyRoom, fc.integer({ min: 1, max: 50 }), (facts, quantity) => {
        if (placeFor(facts, quantity).state !== 'ACTIVE') return;
        expect(facts.pledgedQuantity + quantity).toBeLessThanOrEqual(facts.quantityWanted);
        expect(facts.placesTaken).toBeLessThan(facts.slots ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('an ask', () => {
  const open: Openness = {
    askState: 'OPEN',
    pausedBecause: null,
    campaignState: 'LAUNCHED',
    mandateLives: true,
    windowIsOver: false,
  };

  it.each<[string, Partial<Openness>, RegExp | null]>([
    ['open under a live mandate takes pledges', {}, null],
    ['of a campaign in preparation', { campaignState: 'DRAFT' }, /not launched/],
    ['of a stopped campaign', { campaignState: 'STOPPED' }, /stopped/],
    ['of a concluded campaign', { campaignState: 'CONCLUDED' }, /concluded/],
    ['in a stop and closed, says the stop', { campaignState: 'STOPPED', askState: 'CLOSED' }, /stopped/],
    ['in draft', { askState: 'DRAFT' }, /draft/],
    ['paused by someone', { askState: 'PAUSED', pausedBecause: 'ORGANIZER' }, /paused/],
    ['paused with its mandate', { askState: 'PAUSED', pausedBecause: 'MANDATE_ENDED' }, /mandate/],
    ['closed', { askState: 'CLOSED' }, /closed/],
    ['cancelled', { askState: 'CANCELLED' }, /cancelled/],
    ['whose mandate ended though no clock has said so', { mandateLives: false }, /mandate/],
    ['whose time is over', { windowIsOver: true }, /time/],
  ])('%s', (_name, over, expected) => {
    const reason = whyNotOpen({ ...open, ...over });
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toMatch(expected);
  });
});

describe('stepping back', () => {
  const active: Leaving = { state: 'ACTIVE', reportWaits: false, isLate: false, standsStill: false };

  it.each<[string, Partial<Leaving>, string | null, string]>([
    ['in time', {}, null, 'STEPPED_BACK'],
    ['in time, with a reason', {}, 'ill', 'STEPPED_BACK'],
    ['late with a reason', { isLate: true }, 'ill', 'STEPPED_BACK_LATE'],
    ['late without one', { isLate: true }, null, 'REASON_REQUIRED'],
    ['late, but the work stands still', { isLate: true, standsStill: true }, null, 'STEPPED_BACK'],
    ['from the waitlist', { state: 'WAITLISTED', isLate: true }, null, 'STEPPED_BACK'],
    ['while a report waits', { reportWaits: true, standsStill: true }, 'ill', 'WRONG_STATE'],
    ...['FULFILLED', 'PARTLY_FULFILLED', 'STEPPED_BACK', 'STEPPED_BACK_LATE', 'NEVER_STARTED', 'CANCELLED'].map(
      (state): [string, Partial<Leaving>, null, string] => [`from ${state}`, { state }, null, 'WRONG_STATE'],
    ),
  ])('%s', (_name, over, because, expected) => {
    const left = leftAs({ ...active, ...over }, because);
    expect(typeof left === 'string' ? left : left.code).toBe(expected);
    expect(canLeave({ ...active, ...over })).toBe(expected !== 'WRONG_STATE');
  });
});
