import { isActiveAlly, isPaused } from '../../platform/access/actor.js';
import { type Facts, rule } from '../../platform/access/rule.js';

export interface AskFacts extends Facts {
  communityId: string;
}

export interface PledgeFacts extends AskFacts {
  /** The kind of the ask. */
  kind: string;
}

export const canDraftAsk = rule<AskFacts>({ probation: true, affected: true, allyOrganizer: true });

/** Opening, pausing, closing, cancelling; the mandate itself is asked for, by name, when an ask opens. */
export const canRunAsks = rule<AskFacts>(
  { allyOrganizer: 'under a mandate', affectedOrganizer: 'under a mandate', steward: 'under a mandate' },
  (actor, { communityId, leadId }) => leadId != null || !isPaused(actor, communityId),
);

/**
 * SPEAK asks are for the people whose voice it is. A paused ally takes on nothing new. Whoever leads the ask, a pledge is
 * made in the standing that one has with the host.
 */
export const canPledge = rule<PledgeFacts>(
  { probation: true, ally: 'not to SPEAK asks, not while paused', affected: true },
  (actor, { communityId, kind }) => kind !== 'SPEAK' && isActiveAlly(actor, communityId),
);
