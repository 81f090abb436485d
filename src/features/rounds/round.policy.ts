import type { Actor } from '../../platform/access/actor.js';
import { affectedPeople, type Facts, rule, stewards } from '../../platform/access/rule.js';

interface LedFacts extends Facts {
  leadIds: readonly string[];
}

interface RollFacts extends Facts {
  isOnRoll: boolean;
}

export const canScheduleRound = stewards;
/** Opening, extending, closing and cancelling; the clock does the rest. */
export const canRunRound = stewards;
export const canEstimatePriority = affectedPeople;

const onRoll = { affected: 'on its roll' };
export const canCastBallot = rule<RollFacts>(onRoll, (_actor, { isOnRoll }) => isOnRoll);
export const canObjectToResult = rule<RollFacts>(onRoll, (_actor, { isOnRoll }) => isOnRoll);

/** Turnout, tally and ballots: the people affected of every community that leads the campaign. */
export const canSeeResult = rule<LedFacts>(
  { probation: true, affected: true, signedIn: 'affected in a community that leads it' },
  (actor: Actor, { leadIds }) =>
    actor.memberships.some((one) => one.standing === 'AFFECTED' && leadIds.includes(one.communityId)),
);

/** Ballots taken in a meeting or by phone. */
export const canEnterAssembly = rule<RollFacts>(
  { affectedOrganizer: 'on its roll', steward: 'on its roll' },
  (_actor, { isOnRoll }) => isOnRoll,
);
export const canWitnessAssembly = rule<RollFacts>(onRoll, (_actor, { isOnRoll }) => isOnRoll);

export const canSeeRoll = rule<LedFacts>(
  { steward: true, signedIn: 'a steward of a community that leads it' },
  (actor: Actor, { leadIds }) => actor.memberships.some((one) => one.steward && leadIds.includes(one.communityId)),
);
