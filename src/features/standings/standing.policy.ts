import { affectedPeople, freshly, members, rule, signedIn, stewards } from '../../platform/access/rule.js';

/** Affected people past their probation: those who can count as one of two. */
const settledPeople = rule({ affected: true });

export const canRemoveMember = freshly(stewards);
/** A removal of a steward takes two of these; neither is the one it is about, which the row decides. */
export const canRemoveSteward = freshly(stewards);
export const canTakeRemovalBack = stewards;
/** Whoever is affected may stop a removal, newcomers included, and without proving anything first: it protects. */
export const canObject = affectedPeople;
export const canSeeRemovals = affectedPeople;

export const canChangeDuties = freshly(stewards);
export const canResign = freshly(stewards);
export const canConfirmSteward = freshly(settledPeople);
/** What is offered to somebody else is not there for them. */
export const canTakeDuty = freshly(settledPeople);
export const canDeclineDuty = affectedPeople;
export const canSeeDutyOffers = settledPeople;
export const canSeeShortage = members;

/** By a standing of one's own: an organization's is ended, and named, by its representatives. */
export const canLeave = rule(
  { probation: 'in their own name', ally: 'in their own name', affected: 'in their own name' },
  (actor, { communityId }) =>
    actor.memberships.some((one) => one.communityId === communityId && one.organizationId == null),
);
/** Without a step-up: someone who has to vanish has no time for one. */
export const canDisappear = signedIn;
