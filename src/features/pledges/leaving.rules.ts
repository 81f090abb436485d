import { type Reason, reason } from './pledge.rules.js';

const LIVE = ['ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION'];

/** Neither ended nor done. */
export function isLive(state: string): boolean {
  return LIVE.includes(state);
}

export interface Leaving {
  state: string;
  reportWaits: boolean;
  /** Due within the notice hours of the ask, or overdue. */
  isLate: boolean;
  /** The campaign is stopped, the ask paused or its mandate over: leaving is free. */
  standsStill: boolean;
  /** It was pledged on condition that others come, and they are no longer there. */
  othersAreGone: boolean;
}

/** Whether the state of the pledge and its report let the pledger leave at all. */
export function canLeave({ state, reportWaits }: Pick<Leaving, 'state' | 'reportWaits'>): boolean {
  return isLive(state) && !reportWaits;
}

/** Whether it can go to someone else with its place. */
export function canGoToAnother({ state, reportWaits }: Pick<Leaving, 'state' | 'reportWaits'>): boolean {
  return state === 'ACTIVE' && !reportWaits;
}

/** Why a pledge cannot be handed over; null if it can. */
export function whyNotHandOver(facts: Pick<Leaving, 'state' | 'reportWaits'>): Reason | null {
  if (canGoToAnother(facts)) return null;
  return facts.reportWaits
    ? reason(
        'WRONG_STATE',
        'A report waits for the community’s answer. Hand it over after it, if it is sent back.',
        'pledgeId',
      )
    : reason('WRONG_STATE', 'Only an active pledge is handed over: it goes with its place.', 'pledgeId');
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
  if (facts.state !== 'ACTIVE' || facts.standsStill || facts.othersAreGone || !facts.isLate) return 'STEPPED_BACK';
  if (because !== null) return 'STEPPED_BACK_LATE';
  return reason('REASON_REQUIRED', 'It is due soon and people count on it. Say why you step back.', 'reason');
}
