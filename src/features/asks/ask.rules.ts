import type { UserError } from '../../platform/graphql/errors.js';
import { type Message, say, type Words } from '../../platform/words/words.js';

/** Where an ask stands in its row, and whether the clock says otherwise. */
export interface Standing {
  state: string;
  mandateInForce: boolean;
}

export type Move = 'open' | 'pause' | 'close' | 'cancel' | 'revise';

const MOVES: Record<Move, { from: readonly string[]; message: (state: Message) => Words }> = {
  open: {
    from: ['DRAFT', 'PAUSED'],
    message: (state) => say`Only a draft or a paused ask opens. This one is ${state}.`,
  },
  pause: { from: ['OPEN'], message: (state) => say`Only an open ask is paused. This one is ${state}.` },
  close: {
    from: ['OPEN', 'PAUSED'],
    message: (state) => say`Only an open or paused ask is closed; a draft is cancelled. This one is ${state}.`,
  },
  cancel: {
    from: ['DRAFT', 'OPEN', 'PAUSED'],
    message: (state) => say`An ask that was closed or cancelled stays so. This one is ${state}.`,
  },
  revise: {
    from: ['DRAFT', 'OPEN', 'PAUSED'],
    message: (state) =>
      say`An ask that was closed or cancelled stays as it was. Draft a new one. This one is ${state}.`,
  },
};

/** A state of an ask as it stands within a sentence. */
export function stateOfAsk(state: string): Message {
  switch (state) {
    case 'DRAFT':
      return say`a draft`;
    case 'OPEN':
      return say`open`;
    case 'PAUSED':
      return say`paused`;
    case 'CLOSED':
      return say`closed`;
    default:
      return say`cancelled`;
  }
}

/** Open in its row although its mandate has ended: the clock has not been round yet. */
export function isOverdue({ state, mandateInForce }: Standing): boolean {
  return state === 'OPEN' && !mandateInForce;
}

export function moveFault(move: Move, ask: Standing): UserError | null {
  const state = isOverdue(ask) ? 'PAUSED' : ask.state;
  const { from, message } = MOVES[move];
  if (from.includes(state)) return null;
  return { code: 'WRONG_STATE', message: message(stateOfAsk(state)), path: ['askId'] };
}
