import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeFor, queueIsDue, type Room } from './placing.rules.js';

const room = (over: Partial<Room> = {}): Room => ({
  slots: null,
  placesTaken: 0,
  quantityWanted: 10,
  pledgedQuantity: 0,
  smallestWaiting: null,
  waitsForThreshold: false,
  othersWait: false,
  shift: null,
  ...over,
});

describe('a place', () => {
  it.each<[string, Partial<Room>, number, string]>([
    ['is there in an empty ask', {}, 1, 'ACTIVE'],
    ['is there for all that is wanted', {}, 10, 'ACTIVE'],
    ['is there for the last that is wanted', { pledgedQuantity: 9 }, 1, 'ACTIVE'],
    ['is the last of its slots', { slots: 3, placesTaken: 2 }, 1, 'ACTIVE'],
    ['is the last of its shift', { shift: { room: 1 } }, 1, 'ACTIVE'],
    ['is there in a shift without a limit', { shift: { room: null } }, 1, 'ACTIVE'],
    ['is waited for when the slots are taken', { slots: 3, placesTaken: 3 }, 1, 'WAITLISTED'],
    ['is waited for when the shift is full', { shift: { room: 0 } }, 1, 'WAITLISTED'],
    ['is waited for when nothing more is wanted', { pledgedQuantity: 10 }, 1, 'WAITLISTED'],
    ['is waited for by what is bigger than the gap', { pledgedQuantity: 8 }, 3, 'WAITLISTED'],
    ['is kept until the threshold is met', { waitsForThreshold: true }, 1, 'THRESHOLD'],
    [
      'is waited for although nothing has started',
      { waitsForThreshold: true, slots: 1, placesTaken: 1 },
      1,
      'WAITLISTED',
    ],
  ])('%s', (_name, over, quantity, expected) => {
    const { state, waitingFor } = placeFor(room(over), quantity, false);
    expect(waitingFor ?? state).toBe(expected);
  });

  it('is not there yet for whoever comes only with others', () => {
    expect(placeFor(room(), 1, true)).toEqual({ state: 'CONDITIONAL', waitingFor: 'OWN_CONDITION' });
  });

  it.each<[string, Partial<Room>, boolean]>([
    ['nobody waits', {}, false],
    ['someone waits and fits', { smallestWaiting: 2, pledgedQuantity: 5 }, true],
    ['whoever waits is bigger than the gap', { smallestWaiting: 6, pledgedQuantity: 5 }, false],
    ['whoever waits finds no slot', { slots: 1, placesTaken: 1, smallestWaiting: 1 }, false],
  ])('is first of all for those who came before: %s', (_name, over, expected) => {
    expect(queueIsDue(room(over))).toBe(expected);
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
      fc.property(anyRoom, fc.integer({ min: 1, max: 50 }), (any, quantity) => {
        const facts = room(any);
        if (placeFor(facts, quantity, false).state !== 'ACTIVE') return;
        expect(facts.pledgedQuantity + quantity).toBeLessThanOrEqual(facts.quantityWanted);
        expect(facts.placesTaken).toBeLessThan(facts.slots ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});
