import type { Words } from '../../platform/words/words.js';

/** How many questions may wait for one pledger under one pledge. */
export const MOST_OPEN_QUESTIONS = 30;

const LEFT = ['STEPPED_BACK', 'STEPPED_BACK_LATE', 'HANDED_OVER', 'NEVER_STARTED', 'CANCELLED'];

/** Whether anything is still owed under a pledge in this state, or was done, so that one may ask about it. */
export function takesQuestions(state: string): boolean {
  return !LEFT.includes(state);
}

/** Why a question takes no answer, is not withdrawn and gets no more time; null while it is open. */
export function whyNotOpen(state: string): Words | null {
  switch (state) {
    case 'ANSWERED':
      return 'The question was answered already. Read the answer in the thread.';
    case 'WITHDRAWN':
      return 'The community took the question back. Nothing is left to do about it.';
    case 'ENDED':
      return 'The question ended with the pledge. Nothing is left to do about it.';
    default:
      return null;
  }
}
