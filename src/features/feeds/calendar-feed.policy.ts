import { isPaused } from '../../platform/access/actor.js';
import { type Facts, freshly, rule, signedIn } from '../../platform/access/rule.js';

export interface CampaignFeedFacts extends Facts {
  communityId: string;
}

export const canKeepOwnCalendar = freshly(signedIn);

/** Whoever runs the asks; a paused ally takes on nothing new. */
export const canSeeCampaignCalendars = rule<CampaignFeedFacts>(
  { allyOrganizer: 'not while paused', affectedOrganizer: true, steward: true },
  (actor, { communityId, leadId }) => leadId != null || !isPaused(actor, communityId),
);
export const canMakeCampaignCalendar = freshly(canSeeCampaignCalendars);

/** Which of them are theirs to touch, the row says. */
export const canRotateCalendar = freshly(signedIn);
/** At any time: to close a door in a hurry must not ask for more than being there. */
export const canRevokeCalendar = signedIn;
