import { type Facts, rule, signedIn } from '../../platform/access/rule.js';

export interface OwnTime extends Facts {
  communityId: string;
  /** Whether the actor made the pledge, or represents the organization that did. */
  isOwn: boolean;
}

const OWN = 'own';

/** Paused allies too: they finish what they began. */
export const canAnswerForTime = rule<OwnTime>(
  { probation: OWN, ally: OWN, affected: OWN },
  (_actor, { isOwn }) => isOwn,
);

/** Everyone for themselves. */
export const canChooseReminders = signedIn;
