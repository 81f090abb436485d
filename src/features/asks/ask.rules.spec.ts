import { describe, expect, it } from '@jest/globals';
import {
  type AskContent,
  changesOf,
  differences,
  NEW_ASK,
  raisesTerms,
  revised,
  termsOf,
} from './ask-content.rules.js';
import { contentFault } from './ask-faults.rules.js';
import { isOverdue, type Move, moveFault } from './ask.rules.js';

const now = new Date('2026-11-23T12:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

const ask: AskContent = {
  ...NEW_ASK,
  priorityId: 'p',
  title: 'Carry boxes',
  kind: 'SHOW_UP',
  language: 'en',
  unit: 'people',
  quantityWanted: 10,
  slots: 5,
  startsAt: later(1),
  endsAt: later(2),
  place: 'Hall',
};

describe('what is revised', () => {
  it('leaves what was left out, and takes away what is null', () => {
    expect(revised(ask, {})).toEqual(ask);
    expect(revised(ask, { slots: null, endsAt: null, place: null })).toEqual({
      ...ask,
      slots: null,
      endsAt: null,
      place: '',
    });
  });

  it('takes lists, points and zones away with null, and leaves what is yes or no', () => {
    const full = { ...ask, accessFeatures: ['CHILDCARE'], latitude: 1, longitude: 2, timeZone: 'UTC', isOnline: true };
    const bare = changesOf({ accessFeatures: null, position: null, timeZone: null, isOnline: null });
    expect(revised(full, bare)).toEqual({ ...ask, isOnline: true });
  });

  it('keeps lists, points and cadences in one spelling, so that nothing differs that is the same', () => {
    const sent = {
      accessFeatures: ['STEP_FREE', 'CHILDCARE', 'STEP_FREE'],
      position: { latitude: 1, longitude: 2 },
      cadence: 'rrule:byday=tu;freq=weekly',
    };
    const once = revised(ask, changesOf(sent));
    expect(once).toMatchObject({
      accessFeatures: ['CHILDCARE', 'STEP_FREE'],
      latitude: 1,
      longitude: 2,
      cadence: 'FREQ=WEEKLY;BYDAY=TU',
    });
    expect(
      differences(once, revised(once, changesOf({ ...sent, accessFeatures: ['CHILDCARE', 'STEP_FREE'] }))),
    ).toEqual([]);
  });

  it('keeps what an ask cannot be without', () => {
    expect(revised(ask, { title: null, kind: null, quantityWanted: null, riskTier: null, visibility: null })).toEqual(
      ask,
    );
  });

  it('sees equal instants as no difference', () => {
    expect(differences(ask, { ...ask, endsAt: later(2) })).toEqual([]);
    expect(differences(ask, { ...ask, endsAt: later(3), title: 'Other' }).toSorted()).toEqual(['endsAt', 'title']);
  });

  it.each<[keyof AskContent, boolean]>([
    ['slots', false],
    ['quantityWanted', false],
    ['endsAt', false],
    ['visibility', false],
    ['threshold', false],
    ['thresholdAt', false],
    ['capacities', false],
    ['helpfulBuffers', false],
    ['area', true],
    ['latitude', true],
    ['isOnline', true],
    ['cadence', true],
    ['graceHours', true],
    ['mitigations', true],
    ['prerequisites', true],
    ['accessFeatures', true],
    ['title', true],
    ['startsAt', true],
    ['place', true],
    ['riskTier', true],
    ['riskNotes', true],
    ['access', true],
  ])('%s: raises the terms: %s', (field, raises) => {
    expect(raisesTerms([field])).toBe(raises);
    expect(field in termsOf(ask)).toBe(raises);
  });
});

describe('what holds together', () => {
  const fault = (changes: Partial<AskContent>, changed = Object.keys(changes) as (keyof AskContent)[]) =>
    contentFault({ ...ask, ...changes }, changed, now)?.code ?? null;

  it.each([
    [{}, null],
    [{ endsAt: later(1) }, 'OUT_OF_RANGE'],
    [{ endsAt: later(0.5) }, 'OUT_OF_RANGE'],
    [{ startsAt: null, endsAt: later(-1) }, 'IN_THE_PAST'],
    [{ startsAt: null, endsAt: now }, 'IN_THE_PAST'],
    [{ startsAt: later(-5) }, null],
    [{ riskTier: 1 }, 'REASON_REQUIRED'],
    [{ riskTier: 1, riskNotes: 'Cold' }, null],
    [{ latitude: 19.4 }, 'INVALID'],
    [{ latitude: 19.4, longitude: -99.1 }, null],
    [{ threshold: 5 }, 'INVALID'],
    [{ thresholdAt: later(0.5) }, 'INVALID'],
    [{ threshold: 10, thresholdAt: later(0.5) }, null],
    [{ threshold: 11, thresholdAt: later(0.5) }, 'OUT_OF_RANGE'],
    [{ threshold: 5, thresholdAt: now }, 'IN_THE_PAST'],
    [{ threshold: 5, thresholdAt: later(1) }, 'OUT_OF_RANGE'],
    [{ threshold: 5, thresholdAt: later(1.5), startsAt: null }, null],
    [{ threshold: 5, thresholdAt: later(2), startsAt: null }, 'OUT_OF_RANGE'],
    [{ threshold: 5, thresholdAt: later(200), startsAt: null, endsAt: null }, null],
  ])('%j: %s', (changes, code) => {
    expect(fault(changes)).toBe(code);
  });

  it('does not hold a past end against a change of something else', () => {
    expect(fault({ startsAt: null, endsAt: later(-1) }, ['title'])).toBeNull();
  });
});

describe('moves', () => {
  const states = ['DRAFT', 'OPEN', 'PAUSED', 'CLOSED', 'CANCELLED'];
  const allowed: Record<Move, string[]> = {
    open: ['DRAFT', 'PAUSED'],
    pause: ['OPEN'],
    close: ['OPEN', 'PAUSED'],
    cancel: ['DRAFT', 'OPEN', 'PAUSED'],
    revise: ['DRAFT', 'OPEN', 'PAUSED'],
  };

  it.each(Object.keys(allowed) as Move[])('%s only from where it makes sense', (move) => {
    expect(states.filter((state) => moveFault(move, { state, mandateInForce: true }) === null)).toEqual(allowed[move]);
  });

  it('takes an open ask whose mandate has ended for paused', () => {
    const ended = { state: 'OPEN', mandateInForce: false };
    expect(isOverdue(ended)).toBe(true);
    expect(moveFault('open', ended)).toBeNull();
    expect(moveFault('pause', ended)?.code).toBe('WRONG_STATE');
  });
});
