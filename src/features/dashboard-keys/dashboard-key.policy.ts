import { freshly, stewards } from '../../platform/access/rule.js';

export const canManageDashboardKeys = freshly(stewards);
export const canSeeDashboardKeys = stewards;
