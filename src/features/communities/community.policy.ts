import { affectedPeople, freshly, rule, signedIn, stewards } from '../../platform/access/rule.js';

export const canFoundCommunity = signedIn;
export const canPublishAgreement = stewards;
export const canJoinAsAlly = signedIn;
export const canDelegateOrganizer = freshly(stewards);

/** Those who do the community's work: affected people, newcomers included, and allies to whom organizing is delegated. */
export const insiders = rule({ probation: true, affected: true, allyOrganizer: true });

/** Affected people past their probation. */
export const settledPeople = rule({ affected: true });

/** Row-level security narrows what each of them finds in it. */
export const canSeeMembers = rule({ affected: true, allyOrganizer: true });
export const canSeeRecord = affectedPeople;
