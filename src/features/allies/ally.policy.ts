import { isPaused } from '../../platform/access/actor.js';
import { type Facts, rule, signedIn, stewards } from '../../platform/access/rule.js';

interface Home extends Facts {
  communityId: string;
}

interface OwnFacts extends Home {
  /** Whether the actor asked, or represents the organization that did. */
  isYours: boolean;
}

export const canJoinAsAlly = signedIn;
export const canWithdrawAllyRequest = rule<OwnFacts>({ signedIn: 'own' }, (_actor, { isYours }) => isYours);

/** Whoever organizes welcomes; what is taken away from an ally is for stewards. */
export const canAdmitAllies = rule<Home>(
  { allyOrganizer: 'not while paused', affectedOrganizer: true, steward: true },
  (actor, { communityId }) => !isPaused(actor, communityId),
);
export const canSeeAlliesWaiting = canAdmitAllies;
export const canPauseAllies = stewards;
export const canRenewAllies = stewards;
export const canEndAllies = stewards;
export const canBlockAllies = stewards;
export const canSeeBlockedAllies = stewards;
export const canChangeAllyAdmission = stewards;

/** Not for outsiders: someone who is blocked would tell from it that they are. */
export const canSeeAllyAdmission = rule({ probation: true, affected: true, allyOrganizer: true });
