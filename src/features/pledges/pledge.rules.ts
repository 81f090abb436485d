import type { UserErrorCode } from '../../platform/graphql/user-error-code.js';
import { say, type Words } from '../../platform/words/words.js';

/** Why not: what `refuse` takes. */
export interface Reason {
  code: UserErrorCode;
  /** Says what to do next. */
  message: Words;
  path: string[];
}

export interface Openness {
  askState: 'DRAFT' | 'OPEN' | 'PAUSED' | 'CLOSED' | 'CANCELLED';
  pausedBecause: 'ORGANIZER' | 'MANDATE_ENDED' | null;
  campaignState: 'DRAFT' | 'LAUNCHED' | 'STOPPED' | 'CONCLUDED';
  /** By the clock of the database, whatever the row of the mandate says. */
  mandateLives: boolean;
  windowIsOver: boolean;
}

/** Why an ask takes no pledges now, in words; null if it does. */
export function whyNotOpen(facts: Openness): Words | null {
  switch (facts.campaignState) {
    case 'DRAFT':
      return 'The campaign is not launched yet. Come back when it is.';
    case 'STOPPED':
      return 'The campaign is stopped and everything in it stands still. Come back when it resumes.';
    case 'CONCLUDED':
      return 'The campaign has concluded. Look for another campaign of this community.';
    default:
      return whyAskNotOpen(facts);
  }
}

function whyAskNotOpen({ askState, pausedBecause, mandateLives, windowIsOver }: Openness): Words | null {
  switch (askState) {
    case 'DRAFT':
      return 'The ask is a draft. Open it first.';
    case 'CLOSED':
      return 'The ask is closed. Look for another ask of this campaign.';
    case 'CANCELLED':
      return 'The ask was cancelled. Look for another ask of this campaign.';
    case 'PAUSED':
      return pausedBecause === 'MANDATE_ENDED' ? MANDATE_ENDED : 'The ask is paused. Come back when it is open again.';
    default:
      if (!mandateLives) return MANDATE_ENDED;
      return windowIsOver ? 'The time of the ask is over. Look for another ask of this campaign.' : null;
  }
}

const MANDATE_ENDED =
  'The mandate of the ask has ended. Come back when the community has renewed it and opened the ask again.';

export interface Acceptance extends Openness {
  standing: 'AFFECTED' | 'ALLY';
  kind: string;
  /** What the ally accepted when joining, or since. */
  agreedVersion: number | null;
  agreementVersion: number;
  briefVersion: number;
  termsVersion: number;
  riskTier: number;
  hasPledged: boolean;
  /** An answer to a question of the community is overdue. */
  owesAnswer: boolean;
  quantityWanted: number;
  slots: number | null;
  planIsPast: boolean;
  planIsOutside: boolean;
  /** It is done again and again. */
  recurs: boolean;
  /** Its threshold was not met in time. */
  thresholdWasMissed: boolean;
  /** Some of its shifts are open: one of them is chosen. */
  hasShifts: boolean;
  /** The shift that was chosen; null for none, or one of another ask. */
  shift: Shift | null;
}

export interface Shift {
  startsAt: string;
  endsAt: string;
  isOpen: boolean;
  /** Places left; null without a limit. */
  room: number | null;
}

export interface Sent {
  quantity: number;
  briefVersion: number;
  termsVersion: number;
  agreementVersion?: number | null;
  acceptedRiskTier: number;
  plan: { when: Date };
  shiftId?: string | null;
  onlyIf?: { others: number; until?: Date | null } | null;
  until?: Date | null;
}

type Check = (facts: Acceptance, sent: Sent) => Reason | false | null;

/** In the order in which a person puts them right: whether at all, then what was read, then what is offered. */
const checks: readonly Check[] = [
  ({ standing, kind }) =>
    standing === 'ALLY' &&
    kind === 'SPEAK' &&
    reason('NOT_FOR_YOUR_STANDING', 'Here the people affected speak for themselves. Choose another ask.', 'askId'),
  (facts) => {
    const closed = whyNotOpen(facts);
    return closed !== null && reason('ASK_NOT_OPEN', closed, 'askId');
  },
  ({ thresholdWasMissed }) =>
    thresholdWasMissed &&
    reason(
      'ASK_NOT_OPEN',
      'Too little was pledged in time, so this ask did not start. Look for another ask of this campaign.',
      'askId',
    ),
  ({ owesAnswer }) => owesAnswer && answerFirst,
  (facts, sent) => (facts.standing === 'ALLY' ? whyAgreementStale(facts, sent) : null),
  ({ briefVersion }, sent) =>
    sent.briefVersion !== briefVersion &&
    reason(
      'BRIEF_STALE',
      say`The brief is at version ${briefVersion}. Show it to the pledger and send that version when they have read it.`,
      'briefVersion',
    ),
  ({ termsVersion }, sent) =>
    sent.termsVersion !== termsVersion &&
    reason(
      'TERMS_STALE',
      say`The terms of the ask are at version ${termsVersion}. Show them to the pledger and send that version when they accept them.`,
      'termsVersion',
    ),
  ({ riskTier }, sent) =>
    sent.acceptedRiskTier !== riskTier &&
    reason(
      'RISK_NOT_ACCEPTED',
      say`The risk tier of the ask is ${riskTier}. Show its risk notes to the pledger and send that tier when they accept it.`,
      'acceptedRiskTier',
    ),
  ({ hasPledged }) => hasPledged && alreadyPledged,
  ({ quantityWanted }, { quantity }) =>
    quantity > quantityWanted &&
    reason('MORE_THAN_WANTED', say`The ask wants ${quantityWanted} in all. Pledge at most that.`, 'quantity'),
  ({ planIsPast }) => planIsPast && reason('IN_THE_PAST', 'Plan it for a time that is still to come.', 'plan', 'when'),
  ({ planIsOutside }) =>
    planIsOutside &&
    reason('OUT_OF_RANGE', 'Plan it within the time of the ask, from `startsAt` to `endsAt`.', 'plan', 'when'),
  (facts, sent) => whyNotInShift(facts, sent),
  ({ recurs }, { until }) =>
    until != null &&
    !recurs &&
    reason('INVALID', 'This ask is done once. Leave out until when you keep it up.', 'until'),
  (_facts, { until, plan }) =>
    until != null &&
    until < plan.when &&
    reason('OUT_OF_RANGE', 'Keep it up at least until the first time that you planned.', 'until'),
  ({ slots, quantityWanted }, { onlyIf, quantity }) =>
    onlyIf != null &&
    onlyIf.others > Math.min(slots === null ? quantityWanted : slots - 1, quantityWanted - quantity) &&
    reason(
      'CONDITION_IMPOSSIBLE',
      'The ask has no room for so many others beside you. Ask for fewer, or pledge without a condition.',
      'onlyIf',
      'others',
    ),
  (_facts, { onlyIf, plan }) =>
    onlyIf?.until != null &&
    onlyIf.until > plan.when &&
    reason('OUT_OF_RANGE', 'Wait for the others at most until the time that you planned.', 'onlyIf', 'until'),
];

export const alreadyPledged = reason(
  'ALREADY_PLEDGED',
  'You have a live pledge to this ask. Step back from it first to make another.',
  'askId',
);

export const answerFirst = reason(
  'QUESTION_OVERDUE',
  'A question of this community waits for your answer, and its time is over. Find it in `viewer.openQuestions`, answer it with answerQuestion, then pledge.',
  'askId',
);

/** The first thing that stands against this pledge; null if nothing does. */
export function whyNotPledge(facts: Acceptance, sent: Sent): Reason | null {
  for (const check of checks) {
    const found = check(facts, sent);
    if (found) return found;
  }
  return null;
}

function whyNotInShift({ hasShifts, shift }: Acceptance, { shiftId, plan }: Sent): Reason | false {
  if (shiftId == null) {
    return hasShifts && reason('SHIFT_REQUIRED', 'This ask is done in shifts. Choose one of `Ask.shifts`.', 'shiftId');
  }
  if (!shift?.isOpen) {
    return reason('SHIFT_NOT_OPEN', 'This shift is closed, over, or of another ask. Choose an open one.', 'shiftId');
  }
  const isOutside = plan.when < new Date(shift.startsAt) || plan.when > new Date(shift.endsAt);
  return isOutside && reason('OUT_OF_RANGE', 'Plan it within the time of the shift.', 'plan', 'when');
}

function whyAgreementStale({ agreedVersion, agreementVersion }: Acceptance, sent: Sent): Reason | null {
  if (agreedVersion !== agreementVersion) {
    return reason(
      'AGREEMENT_STALE',
      say`The agreement of the community is at version ${agreementVersion}; you accepted version ${agreedVersion ?? 0}. Accept the new one with joinAsAlly, then pledge.`,
      'agreementVersion',
    );
  }
  if (sent.agreementVersion === agreementVersion) return null;
  return reason(
    'AGREEMENT_STALE',
    say`The agreement of the community is at version ${agreementVersion}. Send that version as the one under which the ally pledges.`,
    'agreementVersion',
  );
}

export function reason(code: UserErrorCode, message: Words, ...path: string[]): Reason {
  return { code, message, path };
}
