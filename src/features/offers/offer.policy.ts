import { isActiveAlly } from '../../platform/access/actor.js';
import { affectedPeople, type Facts, rule } from '../../platform/access/rule.js';

interface Home extends Facts {
  communityId: string;
}

export interface OwnOfferFacts extends Home {
  /** Whether the actor offered it, or represents the organization that did. */
  isOwn: boolean;
}

/** Allies alone: whoever is affected drafts an ask. A paused ally begins nothing new. */
export const canOfferHelp = rule<Home>({ ally: 'not while paused' }, (actor, { communityId }) =>
  isActiveAlly(actor, communityId),
);
export const canReviseOffer = rule<OwnOfferFacts>(
  { ally: 'own, not while paused' },
  (actor, { communityId, isOwn }) => isOwn && isActiveAlly(actor, communityId),
);
/** Paused allies too: taking back begins nothing. */
export const canWithdrawOffer = rule<OwnOfferFacts>({ ally: 'own' }, (_actor, { isOwn }) => isOwn);

/** An offer is answered by the people concerned. An ally who organizes reads it, and answers nobody in their place. */
export const canAdoptOffer = affectedPeople;
export const canDeclineOffer = affectedPeople;
export const canReopenOffer = affectedPeople;
