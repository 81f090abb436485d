import { accountHolders, doorway, freshly } from '../../platform/access/rule.js';

/** Whatever concerns one's own account, in whatever standing. */
export const canManageAccount = accountHolders;
/** The same, where a stolen session must not be enough. */
export const canChangeFactors = freshly(accountHolders);
/** With a code from a mail, also by who still sends an outdated token. */
export const canUseMailedCode = doorway;
