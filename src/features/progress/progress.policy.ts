import { rule } from '../../platform/access/rule.js';

/** Who does the community's work sees how it stands. Everyone else, other allies included, reads what may be published. */
export const canSeeExactProgress = rule(
  { probation: true, affected: true, allyOrganizer: 'not while paused' },
  (actor, { communityId }) => !actor.memberships.some((one) => one.communityId === communityId && one.paused),
);
