export { type Acceptance, AlliesService, type CurrentAgreement } from './allies.service.js';
export { CommunitiesModule } from './communities.module.js';
export { CommunitiesService, type FoundingInput } from './communities.service.js';
export { AgreementType, CommunityType, MembershipType, Standing } from './community.graphql.js';
export { AnswerInput, CreateCommunityInput } from './community.inputs.js';
export {
  agreementOf,
  communityById,
  communityColumns,
  membershipById,
  viewerMembershipIn,
} from './community.loaders.js';
export { canSeeRecord, insiders, settledPeople } from './community.policy.js';
export { newPseudonym } from './pseudonyms.js';
