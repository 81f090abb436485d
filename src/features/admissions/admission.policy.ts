import { affectedPeople, rule, signedIn, stewards } from '../../platform/access/rule.js';

/** Affected people past their probation. */
const settledPeople = rule({ affected: true });

export const canChangeSettings = stewards;
export const canSeeSettings = affectedPeople;

export const canInvite = stewards;
export const canSeeInvitations = stewards;
export const canRevokeInvitation = stewards;
export const canAcceptInvitation = signedIn;

/** Anyone may ask where the community admits by vouches; a request is withdrawn by whoever made it. */
export const canRequestMembership = signedIn;
export const canWithdrawRequest = signedIn;
export const canSeeRequests = settledPeople;
export const canVouch = settledPeople;
export const canDecline = stewards;
