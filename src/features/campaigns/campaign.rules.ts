/** Where a campaign stands, as the database spells it. */
export type State = 'DRAFT' | 'LAUNCHED' | 'STOPPED' | 'CONCLUDED';

const moves: Readonly<Record<State, readonly State[]>> = {
  DRAFT: ['LAUNCHED'],
  LAUNCHED: ['STOPPED', 'CONCLUDED'],
  STOPPED: ['LAUNCHED', 'CONCLUDED'],
  CONCLUDED: [],
};

/** The database keeps the same table by trigger and has the last word. */
export function movesTo(from: State, to: State): boolean {
  return moves[from].includes(to);
}

/** Nothing of what it says or wants changes any more. Demands alone may still be answered. */
export function isOver(state: State): boolean {
  return state === 'CONCLUDED';
}

/** Who may resume: the lead that stopped it, while it takes part; else the host (null). */
export function resumedBy({ leadIds }: { leadIds: readonly string[] }, stoppedBy: string | null): string | null {
  return stoppedBy !== null && leadIds.includes(stoppedBy) ? stoppedBy : null;
}

/** Whether mandates may come into force: they are prepared with a draft, and wait while the campaign is stopped. */
export function takesMandates(state: State): boolean {
  return state === 'DRAFT' || state === 'LAUNCHED';
}

/** The day of the calendar, `YYYY-MM-DD`, that an instant falls on in a time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** What a revision leaves out stays; what may be empty is emptied by null. */
export function kept(now: string | null, sent: string | null | undefined): string | null {
  return sent === undefined ? now : sent;
}
