/** Who brings an occurrence there. */
export type Mover = 'pledger' | 'community' | 'both' | 'clock';

export interface OccurrenceMove {
  from: OccurrenceName;
  to: OccurrenceName;
  by: readonly Mover[];
  /** What makes it so, as it stands in the manual. */
  when: string;
}

export const occurrenceStates = ['DUE', 'REPORTED', 'ATTESTED', 'NO_SHOW', 'UNCONFIRMED', 'SKIPPED'] as const;
export type OccurrenceName = (typeof occurrenceStates)[number];

/** Every way in which one doing of a pledge moves on; `app.occurrence_may_move` says the same, and a test compares them. */
export const occurrenceMoves: readonly OccurrenceMove[] = [
  { from: 'DUE', to: 'REPORTED', by: ['pledger'], when: 'reported as done' },
  { from: 'DUE', to: 'NO_SHOW', by: ['community'], when: 'nobody came; once it is due' },
  { from: 'DUE', to: 'SKIPPED', by: ['both', 'clock'], when: 'left out by agreement, or for having stood still' },
  { from: 'REPORTED', to: 'ATTESTED', by: ['community'], when: 'attested, as much as was reported or less' },
  { from: 'REPORTED', to: 'DUE', by: ['community'], when: 'sent back with feedback' },
  { from: 'REPORTED', to: 'NO_SHOW', by: ['community'], when: 'nobody came, whatever was reported; once it is due' },
  { from: 'REPORTED', to: 'UNCONFIRMED', by: ['clock'], when: 'nobody answered for 30 days; no fault' },
  { from: 'UNCONFIRMED', to: 'ATTESTED', by: ['community'], when: 'attested after all' },
  { from: 'NO_SHOW', to: 'ATTESTED', by: ['community'], when: 'corrected, or a contest accepted, with what was done' },
  { from: 'NO_SHOW', to: 'DUE', by: ['community'], when: 'a contest accepted: as it was before' },
  { from: 'NO_SHOW', to: 'REPORTED', by: ['community'], when: 'a contest accepted: as it was before' },
];
