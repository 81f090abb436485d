/** What of a pledge is counted, as the model has it. */
export interface Counted {
  ask: number;
  state: string;
  waiting: string | null;
  quantity: number;
  isOffered: boolean;
  doing: string | null;
  reported: number | null;
  attested: number | null;
  sentBack: number;
  gaveUp: boolean;
}

/** The columns of an ask's tally, counted anew from its pledges. */
export function tallyOf(pledges: readonly Counted[]): Record<string, number> {
  const count = (is: (one: Counted) => boolean) => pledges.filter(is).length;
  const add = (is: (one: Counted) => boolean, much: (one: Counted) => number | null) =>
    pledges.filter(is).reduce((all, one) => all + (much(one) ?? 0), 0);
  const quantity = (one: Counted) => one.quantity;
  const inState =
    (...states: string[]) =>
    ({ state }: Counted) =>
      states.includes(state);
  const doing =
    (state: string) =>
    (one: Counted): boolean =>
      one.doing === state;
  const isFirm = (one: Counted) =>
    !one.gaveUp &&
    (inState('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED')(one) ||
      (one.state === 'NEEDS_RECONFIRMATION' && one.waiting === null));
  const isHeld = (one: Counted) => one.waiting === 'THRESHOLD' || one.isOffered;
  return {
    places_taken: count(isFirm),
    pledged_quantity: add(isFirm, quantity),
    held_count: count(isHeld),
    held_quantity: add(isHeld, quantity),
    active_count: count(inState('ACTIVE')),
    waitlisted_count: count(inState('WAITLISTED')),
    waitlisted_quantity: add(inState('WAITLISTED'), quantity),
    conditional_count: count(inState('CONDITIONAL')),
    conditional_quantity: add(inState('CONDITIONAL'), quantity),
    reconfirming_count: count(inState('NEEDS_RECONFIRMATION')),
    fulfilled_count: count(inState('FULFILLED')),
    partly_fulfilled_count: count(inState('PARTLY_FULFILLED')),
    stepped_back_count: count(inState('STEPPED_BACK', 'STEPPED_BACK_LATE')),
    handed_over_count: 0,
    lapsed_count: count(inState('LAPSED')),
    cancelled_count: count(inState('CANCELLED')),
    never_started_count: count(inState('NEVER_STARTED')),
    reported_count: count(doing('REPORTED')),
    reported_quantity: add(doing('REPORTED'), ({ reported }) => reported),
    attested_count: count(doing('ATTESTED')),
    attested_quantity: add(doing('ATTESTED'), ({ attested }) => attested),
    sent_back_count: add(
      () => true,
      ({ sentBack }) => sentBack,
    ),
  };
}
