import { say } from '../../platform/words/words.js';
import { type Reason, reason } from './pledge.rules.js';

/** A pledge that was asked something, as its lock shows it. */
export interface Answering {
  state: string;
  quantity: number;
  termsVersion: number;
  riskTier: number;
  /** The time to confirm is over. */
  isOver: boolean;
  isOffered: boolean;
  /** An offer passed before, and the place may be free still. */
  offerLapsed: boolean;
  /** The campaign is stopped, the ask paused or its mandate over. */
  standsStill: boolean;
  planIsPast: boolean;
  planIsOutside: boolean;
}

export function whyNotReconfirm(
  pledge: Answering,
  sent: { termsVersion: number; acceptedRiskTier: number },
): Reason | null {
  if (pledge.state !== 'NEEDS_RECONFIRMATION') {
    return reason('WRONG_STATE', 'Nobody asks for this pledge to be confirmed again. It stands as it is.', 'pledgeId');
  }
  if (pledge.isOver) {
    return reason('WRONG_STATE', 'The time to confirm it is over. Make a new pledge if there is room.', 'pledgeId');
  }
  if (sent.termsVersion !== pledge.termsVersion) {
    return reason(
      'TERMS_STALE',
      say`The terms of the ask are at version ${pledge.termsVersion}. Show them to the pledger and send that version when they accept them.`,
      'termsVersion',
    );
  }
  if (sent.acceptedRiskTier !== pledge.riskTier) {
    return reason(
      'RISK_NOT_ACCEPTED',
      say`The risk tier of the ask is ${pledge.riskTier}. Show its risk notes to the pledger and send that tier when they accept it.`,
      'acceptedRiskTier',
    );
  }
  return whyNotPlan(pledge);
}

/** Whether the place is free still is the database's to say. */
export function whyNotAccept(pledge: Answering): Reason | null {
  if (pledge.state !== 'WAITLISTED' || !(pledge.isOffered || pledge.offerLapsed)) {
    return reason('WRONG_STATE', 'No place is offered to this pledge now. You are told when there is one.', 'pledgeId');
  }
  if (pledge.standsStill) {
    return reason(
      'ASK_NOT_OPEN',
      'The ask stands still. Take the place when it goes on: you have as long then.',
      'pledgeId',
    );
  }
  return whyNotPlan(pledge);
}

export function whyNotTakePart({ state, quantity }: Answering, part: number): Reason | null {
  if (state !== 'WAITLISTED') {
    return reason('WRONG_STATE', 'Only a pledge that waits for a place makes do with less.', 'pledgeId');
  }
  return part < quantity
    ? null
    : reason('OUT_OF_RANGE', say`Take less than the ${quantity} that you pledged.`, 'quantity');
}

function whyNotPlan({ planIsPast, planIsOutside }: Answering): Reason | null {
  if (planIsPast) return reason('IN_THE_PAST', 'Send a plan for a time that is still to come.', 'plan', 'when');
  return planIsOutside
    ? reason('OUT_OF_RANGE', 'Plan it within the time of the ask, or of its shift.', 'plan', 'when')
    : null;
}
