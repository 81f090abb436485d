import { isPaused } from '../../platform/access/actor.js';
import { type Facts, rule } from '../../platform/access/rule.js';

/** Who does the community's work sees how it stands. Everyone else, other allies included, reads what may be published. */
export const canSeeExactProgress = rule<Facts & { communityId: string }>(
  { probation: true, affected: true, allyOrganizer: 'not while paused' },
  (actor, { communityId }) => !isPaused(actor, communityId),
);
