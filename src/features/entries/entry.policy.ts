import { type Facts, rule } from '../../platform/access/rule.js';

export interface EntryFacts extends Facts {
  communityId: string;
}

export interface WaitingEntryFacts extends EntryFacts {
  /** Taken down by the actor, or by an organization that they represent. */
  isOwnEntry: boolean;
  /** What was taken down is said to be the actor's own word. */
  isOwnWord: boolean;
}

const organizers = { allyOrganizer: true, affectedOrganizer: true, steward: true } as const;

/** Taking down what someone said on the phone or wrote on paper. */
export const canEnter = rule<EntryFacts>(organizers);

const SECOND = 'a second person';

/** Four eyes: whoever took it down does not also say that it was meant so. */
export const canCallBack = rule<WaitingEntryFacts>(
  { affected: SECOND, allyOrganizer: SECOND, affectedOrganizer: SECOND, steward: SECOND },
  (_actor, { isOwnEntry, isOwnWord }) => !isOwnEntry && !isOwnWord,
);

export const canWithdrawEntry = rule<WaitingEntryFacts>(
  { ...organizers, probation: 'own word', ally: 'own word', affected: 'own word' },
  (_actor, { isOwnEntry, isOwnWord }) => isOwnEntry || isOwnWord,
);

/** Whoever holds the code, with or without an account; or the ally whose word it is, signed in. */
export const canConfirmEntry = rule<Facts>(
  { anonymous: 'by its code', signedIn: 'by its code, or own word' },
  () => true,
);

export const canSeeEntries = rule<EntryFacts>({ affected: true, allyOrganizer: true });
