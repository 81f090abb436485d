import { signedIn } from '../../platform/access/rule.js';

/** Everybody for themselves; an account of the host pledges nothing and has nobody to be matched. */
export const canBeMatched = signedIn;
