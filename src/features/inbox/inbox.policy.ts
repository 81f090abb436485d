import { accountHolders, freshly } from '../../platform/access/rule.js';

/** Everyone their own, and nobody another’s. */
export const canReadNotifications = accountHolders;
export const canChooseNotifications = accountHolders;
export const canRemoveMessengerAddress = accountHolders;

/** Whoever picked up a telephone that lay open must not have messages go to their own. */
export const canGiveMessengerAddress = freshly(accountHolders);
