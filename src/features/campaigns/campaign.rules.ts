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
