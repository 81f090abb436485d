import { accountHolders, doorway, everyone, freshly } from '../../platform/access/rule.js';

export const canSeeProvider = everyone;
export const canSignInAtProvider = doorway;
/** Whoever links their own account at the provider to a stranger's session would own the stranger's account. */
export const canLinkProvider = freshly(accountHolders);
export const canUnlinkProvider = freshly(accountHolders);
