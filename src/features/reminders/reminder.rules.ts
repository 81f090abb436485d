import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';

/** Without a choice: the day before, and the day after if nothing was reported. */
export const DEFAULT_TIMES: readonly number[] = [-1440, 1440];

export interface Reason {
  code: UserErrorCode;
  message: string;
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
  const message = 'This is not to be done any more: it was reported, given back or has ended. Read the pledge again.';
  return { code: 'WRONG_STATE', message, path: ['occurrenceId'] };
}

export function whyNotMove(move: Move): Reason | null {
  const against = whyNotConfirm(move);
  if (against) return against;
  if (move.isPast) {
    return { code: 'IN_THE_PAST', message: 'Plan it for a time that is still to come.', path: ['when'] };
  }
  if (!move.isOutside) return null;
  const message = 'Plan it within the time of the ask, or of the shift that you chose.';
  return { code: 'OUT_OF_RANGE', message, path: ['when'] };
}

const reconfirmFirst: Reason = {
  code: 'WRONG_STATE',
  message: 'Something about the ask changed. Read its terms and confirm the pledge with reconfirmPledge first.',
  path: ['occurrenceId'],
};

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
