export { CommunitiesModule } from './communities.module.js';
export { CommunitiesService, type FoundingInput } from './communities.service.js';
export { AgreementType, CommunityType, MembershipType, Standing } from './community.graphql.js';
export { CreateCommunityInput } from './community.inputs.js';
export {
  agreementOf,
  communityById,
  communityColumns,
  membershipById,
  membershipColumns,
  viewerMembershipIn,
} from './community.loaders.js';
export { type AgreementQuestion, type CurrentAgreement } from './default-agreement.js';
export { newPseudonym } from './pseudonyms.js';
export { canSeeRecord, insiders, settledPeople } from './community.policy.js';
