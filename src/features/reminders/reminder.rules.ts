import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import type { Words } from '../../platform/words/words.js';

/** Without a choice: the day before, and the day after if nothing was reported. */
export const DEFAULT_TIMES: readonly number[] = [-1440, 1440];

export interface Reason {
  code: UserErrorCode;
  /** Says what to do next. */
  message: Words;
  path: string[];
}

export interface PlannedTime {
  state: string;
  pledgeState: string;
}

export interface Move extends PlannedTime {
  isPast: boolean;
  /** Before the ask or the shift begins, or after it ends. */
  isOutside: boolean;
}

/** Whether it is still to be done. */
export function isToCome({ state, pledgeState }: PlannedTime): boolean {
  return state === 'DUE' && pledgeState === 'ACTIVE';
}

export function whyNotConfirm(time: PlannedTime): Reason | null {
  if (isToCome(time)) return null;
  if (time.pledgeState === 'NEEDS_RECONFIRMATION') return reconfirmFirst;
  return reason(
    'WRONG_STATE',
    'This is not to be done any more: it was reported, given back or has ended. Read the pledge again.',
    'occurrenceId',
  );
}

export function whyNotMove(move: Move): Reason | null {
  const against = whyNotConfirm(move);
  if (against) return against;
  if (move.isPast) {
    return reason('IN_THE_PAST', 'Plan it for a time that is still to come.', 'when');
  }
  if (!move.isOutside) return null;
  return reason('OUT_OF_RANGE', 'Plan it within the time of the ask, or of the shift that you chose.', 'when');
}

const reconfirmFirst = reason(
  'WRONG_STATE',
  'Something about the ask changed. Read its terms and confirm the pledge with reconfirmPledge first.',
  'occurrenceId',
);

function reason(code: UserErrorCode, message: Words, ...path: string[]): Reason {
  return { code, message, path };
}

export interface StepFacts {
  pledgeState: string;
  occurrenceState: string | null;
  isConfirmed: boolean;
}

/** What a link leads to: a question, that it is done, what needs signing in, or nothing any more. */
export type Outcome = 'ASK' | 'DONE' | 'SIGN_IN' | 'DEAD';

export function outcomeOf(step: 'CONFIRM' | 'RESCHEDULE' | 'STEP_BACK', facts: StepFacts): Outcome {
  const { pledgeState, occurrenceState, isConfirmed } = facts;
  if (step === 'STEP_BACK') return steppingBack(pledgeState);
  // New terms must be read, and a place be taken, by someone who sees what they are.
  if (pledgeState === 'NEEDS_RECONFIRMATION' || pledgeState === 'WAITLISTED') return 'SIGN_IN';
  if (pledgeState !== 'ACTIVE' || occurrenceState !== 'DUE') return 'DEAD';
  return step === 'CONFIRM' && isConfirmed ? 'DONE' : 'ASK';
}

function steppingBack(state: string): Outcome {
  if (state === 'STEPPED_BACK' || state === 'STEPPED_BACK_LATE') return 'DONE';
  return ['ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION'].includes(state) ? 'ASK' : 'DEAD';
}
