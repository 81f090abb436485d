import { freshly, signedIn } from '../../platform/access/rule.js';

export const canCreateAppToken = freshly(signedIn);
/** At any time: to close a door in a hurry must not ask for more than being there. */
export const canRevokeAppToken = signedIn;
