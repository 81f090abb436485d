import type { UserError } from '../../platform/graphql/errors.js';
import { type Message, say, type Words } from '../../platform/words/words.js';

/** What an ask says, apart from who it belongs to and where it stands. */
export interface AskContent {
  priorityId: string;
  externalId: string | null;
  title: string;
  description: string;
  kind: string;
  language: string;
  unit: string;
  quantityWanted: number;
  slots: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  noticeHours: number;
  place: string;
  riskTier: number;
  riskNotes: string;
  dos: string;
  donts: string;
  suits: string;
  access: string;
  visibility: string;
}

/** An ask as sent: what is undefined stays as it is, or takes the default of a new ask. */
export type AskChanges = { [Field in keyof AskContent]?: AskContent[Field] | null | undefined };

/** What of an ask a pledge accepts. How many are wanted, by when it ends and who may find it change nothing for those who pledged. */
const TERMS = [
  'title',
  'description',
  'kind',
  'language',
  'unit',
  'startsAt',
  'noticeHours',
  'place',
  'riskTier',
  'riskNotes',
  'dos',
  'donts',
  'suits',
  'access',
] as const satisfies readonly (keyof AskContent)[];

const TEXTS = ['description', 'place', 'riskNotes', 'dos', 'donts', 'suits', 'access'] as const;
const CLEARABLE = ['slots', 'startsAt', 'endsAt'] as const;

export const NEW_ASK: Omit<AskContent, 'priorityId' | 'title' | 'kind' | 'unit' | 'quantityWanted' | 'language'> = {
  externalId: null,
  description: '',
  slots: null,
  startsAt: null,
  endsAt: null,
  noticeHours: 24,
  place: '',
  riskTier: 0,
  riskNotes: '',
  dos: '',
  donts: '',
  suits: '',
  access: '',
  visibility: 'PUBLIC',
};

/** `before` with the changes: null takes a text, a time or a limit away, and leaves what has to be there. */
export function revised(before: AskContent, changes: AskChanges): AskContent {
  const after: AskContent = { ...before };
  const fields = Object.keys(before) as (keyof AskContent)[];
  for (const field of fields) {
    const value = changes[field];
    if (value !== undefined && value !== null) Object.assign(after, { [field]: value });
  }
  for (const field of TEXTS) if (changes[field] === null) after[field] = '';
  for (const field of CLEARABLE) if (changes[field] === null) after[field] = null;
  return after;
}

/** The fields of `after` that say something else than `before`. */
export function differences(before: AskContent, after: AskContent): (keyof AskContent)[] {
  return (Object.keys(after) as (keyof AskContent)[]).filter((field) => !same(before[field], after[field]));
}

export function raisesTerms(changed: readonly (keyof AskContent)[]): boolean {
  return changed.some((field) => (TERMS as readonly string[]).includes(field));
}

export function termsOf(ask: AskContent): Record<string, unknown> {
  return Object.fromEntries(TERMS.map((field) => [field, ask[field]]));
}

/** What does not hold together in what an ask says; `now` is the database's. */
export function contentFault(ask: AskContent, changed: readonly (keyof AskContent)[], now: Date): UserError | null {
  if (ask.startsAt && ask.endsAt && ask.endsAt <= ask.startsAt) {
    return {
      code: 'OUT_OF_RANGE',
      message: 'It ends before it begins. Send an end after the start.',
      path: ['endsAt'],
    };
  }
  if (changed.includes('endsAt') && ask.endsAt && ask.endsAt <= now) {
    return {
      code: 'IN_THE_PAST',
      message: 'It would be over already. Send an end that is still to come.',
      path: ['endsAt'],
    };
  }
  if (ask.riskTier > 0 && ask.riskNotes === '') {
    const message = 'Say in riskNotes what the risk is: nobody can accept what they were not told.';
    return { code: 'REASON_REQUIRED', message, path: ['riskNotes'] };
  }
  return null;
}

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

function same(before: unknown, after: unknown): boolean {
  return before instanceof Date && after instanceof Date ? before.getTime() === after.getTime() : before === after;
}
