import type { Actor } from '../../platform/access/actor.js';
import { affectedPeople, type Facts, rule, stewards } from '../../platform/access/rule.js';

interface PriorityFacts extends Facts {
  isNamed: boolean;
  proposedById: string | null;
}

interface AsideFacts extends PriorityFacts {
  /** As whom it was withdrawn or merged; null while it is live. */
  putAsideAs: string | null;
  /** The community beside the host whose member did. */
  putAsideForId: string | null;
}

interface SignedFacts extends Facts {
  authorId: string | null;
}

/** In what capacity it is done, and for which community: null for the host. */
export interface Acting {
  as: 'PROPOSER' | 'STEWARD';
  leadId: string | null;
}

const isMine = (actor: Actor, membershipId: string | null): boolean =>
  actor.memberships.some((one) => one.membershipId === membershipId);
const proposed = (actor: Actor, { isNamed, proposedById }: PriorityFacts): boolean =>
  !isNamed && isMine(actor, proposedById);

export const canProposePriority = affectedPeople;
/** Once the community stands behind it, its words are no longer one person's to change. */
export const canRevisePriority = rule<PriorityFacts>(
  { probation: 'own, until named', affected: 'own, until named' },
  proposed,
);
export const canSeeProposer = rule({ probation: true, affected: true, allyOrganizer: true });
export const canWithdrawPriority = rule<PriorityFacts>(
  { probation: 'own, until named', affected: 'own, until named', steward: true },
  proposed,
);
export const canMergePriorities = rule<PriorityFacts>(
  { probation: 'own, until named', affected: 'own, until named', steward: 'until named' },
  (actor, facts, roles) => !facts.isNamed && (roles.has('steward') || proposed(actor, facts)),
);
export const canRestorePriority = rule<AsideFacts>(
  {
    probation: 'withdrew or merged it as its proposer',
    affected: 'withdrew or merged it as its proposer',
    steward: true,
  },
  (actor, facts) => facts.putAsideAs === 'PROPOSER' && proposed(actor, facts),
);
export const canSetReviewDate = stewards;
export const canDiscussPriority = affectedPeople;
export const canTranslatePriority = affectedPeople;
export const canWithdrawRemark = rule<SignedFacts>({ probation: 'own', affected: 'own' }, (actor, { authorId }) =>
  isMine(actor, authorId),
);
export const canRemoveRemark = stewards;
export const canWithdrawTranslation = rule<SignedFacts>(
  { probation: 'own', affected: 'own', steward: true },
  (actor, { authorId }) => isMine(actor, authorId),
);

/** Of who proposed it and of stewards, the first that the actor is. Null: neither. */
export function withdrawing(actor: Actor, priority: PriorityFacts): Acting | null {
  if (canRevisePriority.allows(actor, priority)) return { as: 'PROPOSER', leadId: priority.leadId ?? null };
  return asSteward(actor, priority, priority.leadId ?? null);
}

/** What a lead's steward put aside is taken back by that lead; anything by a steward of the host. */
export function restoring(actor: Actor, priority: AsideFacts): Acting | null {
  const leadId = priority.leadId ?? null;
  const asProposer = priority.putAsideAs === 'PROPOSER' && canRevisePriority.allows(actor, priority);
  return asProposer ? { as: 'PROPOSER', leadId } : asSteward(actor, priority, priority.putAsideForId);
}

/** Whoever proposed them all, for one community; else a steward of the host. */
export function merging(actor: Actor, priorities: readonly PriorityFacts[]): Acting | null {
  const [first] = priorities;
  const isOne = new Set(priorities.map(({ leadId }) => leadId ?? null)).size === 1;
  if (first && isOne && priorities.every((one) => canRevisePriority.allows(actor, one))) {
    return { as: 'PROPOSER', leadId: first.leadId ?? null };
  }
  return priorities.every(({ communityId }) => stewards.allows(actor, { communityId }))
    ? { as: 'STEWARD', leadId: null }
    : null;
}

/** A steward of the host, whatever it is about; else one of the lead whose it is. */
export function asSteward(actor: Actor, { communityId }: Facts, leadId: string | null): Acting | null {
  if (stewards.allows(actor, { communityId })) return { as: 'STEWARD', leadId: null };
  return leadId !== null && stewards.allows(actor, { communityId, leadId }) ? { as: 'STEWARD', leadId } : null;
}

/** For which community the actor may take a translation away: as a steward, or because it is their own. */
export function withdrawingTranslation(actor: Actor, translation: SignedFacts): Acting | null {
  return (
    asSteward(actor, translation, translation.leadId ?? null) ??
    (canWithdrawTranslation.allows(actor, translation) ? { as: 'PROPOSER', leadId: translation.leadId ?? null } : null)
  );
}
