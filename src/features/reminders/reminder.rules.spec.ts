import { describe, expect, it } from '@jest/globals';
import { type Outcome, outcomeOf, whyNotConfirm, whyNotMove } from './reminder.rules.js';

type Row = [
  state: string,
  occurrence: string,
  confirmed: boolean,
  confirm: Outcome,
  reschedule: Outcome,
  stepBack: Outcome,
];

describe('what a link in a reminder leads to', () => {
  it.each<Row>([
    ['ACTIVE', 'DUE', false, 'ASK', 'ASK', 'ASK'],
    ['ACTIVE', 'DUE', true, 'DONE', 'ASK', 'ASK'],
    ['ACTIVE', 'REPORTED', false, 'DEAD', 'DEAD', 'ASK'],
    ['CONDITIONAL', 'DUE', false, 'DEAD', 'DEAD', 'ASK'],
    ['NEEDS_RECONFIRMATION', 'DUE', true, 'SIGN_IN', 'SIGN_IN', 'ASK'],
    ['WAITLISTED', 'DUE', false, 'SIGN_IN', 'SIGN_IN', 'ASK'],
    ['STEPPED_BACK', 'DUE', true, 'DEAD', 'DEAD', 'DONE'],
    ['STEPPED_BACK_LATE', 'DUE', false, 'DEAD', 'DEAD', 'DONE'],
    ['HANDED_OVER', 'DUE', false, 'DEAD', 'DEAD', 'DEAD'],
    ['FULFILLED', 'ATTESTED', true, 'DEAD', 'DEAD', 'DEAD'],
    ['LAPSED', 'DUE', false, 'DEAD', 'DEAD', 'DEAD'],
    ['CANCELLED', 'DUE', false, 'DEAD', 'DEAD', 'DEAD'],
  ])(
    'of a pledge that is %s, at a time that is %s, confirmed or not: %s',
    (pledgeState, occurrenceState, isConfirmed, ...outcomes) => {
      const facts = { pledgeState, occurrenceState, isConfirmed };
      expect((['CONFIRM', 'RESCHEDULE', 'STEP_BACK'] as const).map((step) => outcomeOf(step, facts))).toEqual(outcomes);
    },
  );
});

describe('why a time is not confirmed or moved', () => {
  const time = { state: 'DUE', pledgeState: 'ACTIVE', isPast: false, isOutside: false };

  it.each([
    [{}, undefined, undefined],
    [{ isPast: true }, undefined, 'IN_THE_PAST'],
    [{ isOutside: true }, undefined, 'OUT_OF_RANGE'],
    [{ state: 'REPORTED' }, 'WRONG_STATE', 'WRONG_STATE'],
    [{ pledgeState: 'STEPPED_BACK' }, 'WRONG_STATE', 'WRONG_STATE'],
    [{ pledgeState: 'NEEDS_RECONFIRMATION' }, 'WRONG_STATE', 'WRONG_STATE'],
  ])('with %j', (facts, confirm, move) => {
    expect(whyNotConfirm({ ...time, ...facts })?.code).toBe(confirm);
    expect(whyNotMove({ ...time, ...facts })?.code).toBe(move);
  });
});
