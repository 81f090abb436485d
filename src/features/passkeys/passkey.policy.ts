import { accountHolders, doorway, freshly } from '../../platform/access/rule.js';

/** A thief of an open session must not make themselves a key to come back by, nor take away the owner's. */
export const canAddPasskey = freshly(accountHolders);
export const canRemovePasskey = freshly(accountHolders);
export const canRenamePasskey = accountHolders;
export const canStepUpWithPasskey = accountHolders;
export const canSignInWithPasskey = doorway;
