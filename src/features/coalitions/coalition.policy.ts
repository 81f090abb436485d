import { stewards } from '../../platform/access/rule.js';

/** Of the host. */
export const canInviteToCoalition = stewards;
/** Of the community that comes to lead, or goes. */
export const canJoinCoalition = stewards;
export const canLeaveCoalition = stewards;
