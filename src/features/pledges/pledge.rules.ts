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
  planIsPast: boolean;
  planIsOutside: boolean;
}

export interface Sent {
  quantity: number;
  briefVersion: number;
  termsVersion: number;
  agreementVersion?: number | null;
  acceptedRiskTier: number;
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

export interface Room {
  slots: number | null;
  placesTaken: number;
  quantityWanted: number;
  pledgedQuantity: number;
  /** The least that anyone waits for who could be promoted; null if nobody waits, or there is no room at all. */
  smallestWaiting: number | null;
}

export interface Placed {
  state: 'ACTIVE' | 'WAITLISTED';
  /** Someone who came before fits: bring the waitlist up to date, and this one in its turn. */
  queueIsDue: boolean;
}

/** A place if one is free and the quantity fits the gap; but nobody overtakes one who waits and fits as well. */
export function placeFor(room: Room, quantity: number): Placed {
  const gap = room.quantityWanted - room.pledgedQuantity;
  const placeIsFree = room.slots === null || room.placesTaken < room.slots;
  const queueIsDue = placeIsFree && room.smallestWaiting !== null && room.smallestWaiting <= gap;
  return { state: placeIsFree && quantity <= gap && !queueIsDue ? 'ACTIVE' : 'WAITLISTED', queueIsDue };
}

export interface Leaving {
  state: string;
  reportWaits: boolean;
  /** Due within the notice hours of the ask, or overdue. */
  isLate: boolean;
  /** The campaign is stopped, the ask paused or its mandate over: leaving is free. */
  standsStill: boolean;
}

/** Whether the state of the pledge and its report let the pledger leave at all. */
export function canLeave({ state, reportWaits }: Pick<Leaving, 'state' | 'reportWaits'>): boolean {
  return (state === 'ACTIVE' || state === 'WAITLISTED') && !reportWaits;
}

/** The state in which a pledge is left, or why it cannot be. */
export function leftAs(facts: Leaving, because: string | null): 'STEPPED_BACK' | 'STEPPED_BACK_LATE' | Reason {
  if (!canLeave(facts)) {
    return facts.reportWaits
      ? reason(
          'WRONG_STATE',
          'A report waits for the community’s answer. Step back after it, if it is sent back.',
          'pledgeId',
        )
      : reason('WRONG_STATE', 'This pledge has ended already. There is nothing to step back from.', 'pledgeId');
  }
  if (facts.state === 'WAITLISTED' || facts.standsStill || !facts.isLate) return 'STEPPED_BACK';
  if (because !== null) return 'STEPPED_BACK_LATE';
  return reason('REASON_REQUIRED', 'It is due soon and people count on it. Say why you step back.', 'reason');
}

function reason(code: UserErrorCode, message: Words, ...path: string[]): Reason {
  return { code, message, path };
}
