import { isPaused } from '../../platform/access/actor.js';
import { type Facts, freshly, rule } from '../../platform/access/rule.js';

/**
 * Whoever runs the asks carries the list of pledges away, as far as they see it in the API. Anyone affected reads it there;
 * taking all of it at once is the work of few.
 */
export const canHoldPledges = rule<Facts & { communityId: string }>(
  { affectedOrganizer: true, steward: true, allyOrganizer: 'not while paused' },
  (actor, { communityId }) => !isPaused(actor, communityId),
);

export const canExportPledges = freshly(canHoldPledges);
