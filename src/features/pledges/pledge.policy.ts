import { type Facts, rule } from '../../platform/access/rule.js';

export interface OwnFacts extends Facts {
  communityId: string;
  /** Whether the actor made the pledge, or represents the organization that did. */
  isOwn: boolean;
}

const OWN = 'own';

/** Paused allies too: they were asked before, and the place is theirs. */
export const canAnswerForPledge = rule<OwnFacts>(
  { probation: OWN, ally: OWN, affected: OWN },
  (_actor, { isOwn }) => isOwn,
);

/** Paused allies too: they finish, or give back, what they began. */
export const canStepBack = rule<OwnFacts>({ probation: OWN, ally: OWN, affected: OWN }, (_actor, { isOwn }) => isOwn);

/** Paused allies too: what they began is finished by someone, if not by them. */
export const canHandOver = rule<OwnFacts>({ probation: OWN, ally: OWN, affected: OWN }, (_actor, { isOwn }) => isOwn);
