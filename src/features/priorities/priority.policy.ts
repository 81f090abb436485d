import type { Actor } from '../../platform/access/actor.js';
import { affectedPeople, type Facts, rule } from '../../platform/access/rule.js';

interface PriorityFacts extends Facts {
  isNamed: boolean;
  proposedById: string | null;
}

const proposed = (actor: Actor, { isNamed, proposedById }: PriorityFacts): boolean =>
  !isNamed && actor.memberships.some((one) => one.membershipId === proposedById);

export const canProposePriority = affectedPeople;
/** Once the community stands behind it, its words are no longer one person's to change. */
export const canRevisePriority = rule<PriorityFacts>(
  { probation: 'own, until named', affected: 'own, until named' },
  proposed,
);
export const canSeeProposer = rule({ probation: true, affected: true, allyOrganizer: true });
