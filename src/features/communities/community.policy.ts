import { affectedPeople, freshly, members, rule, signedIn, stewards } from '../../platform/access/rule.js';

export const canFoundCommunity = signedIn;
export const canPublishAgreement = stewards;
export const canDelegateOrganizer = freshly(stewards);
export const canRequireSecondFactor = freshly(stewards);

/** Those who do the community's work: affected people, newcomers included, and allies to whom organizing is delegated. */
export const insiders = rule({ probation: true, affected: true, allyOrganizer: true });

/** Affected people past their probation. */
export const settledPeople = rule({ affected: true });

/** Row-level security narrows what each of them finds in it. */
export const canSeeMembers = rule({ affected: true, allyOrganizer: true });
export const canSeeRecord = affectedPeople;
/** Who is asked for one, and whoever works with them. */
export const canSeeSecondFactorRule = members;
