import { type Facts, freshly, rule, signedIn } from '../../platform/access/rule.js';

export interface OrganizationFacts extends Facts {
  communityId: null;
  /** Whether the actor represents it. */
  isYours: boolean;
}

const isTheirs = rule<OrganizationFacts>({ signedIn: 'its representatives' }, (_actor, { isYours }) => isYours);

export const canCreateOrganization = signedIn;
export const canAcceptRepresentation = signedIn;
export const canReviseOrganization = isTheirs;
export const canInviteRepresentative = isTheirs;
export const canLeaveOrganization = isTheirs;
export const canRemoveRepresentative = freshly(isTheirs);
export const canCloseOrganization = freshly(isTheirs);
export const canSeeInsideOrganization = isTheirs;
