export { ConstituenciesModule } from './constituencies.module.js';
export { ConstituencyType } from './constituency.graphql.js';
export { constituencyById } from './constituency.loaders.js';
export { canSeeConstituencies } from './constituency.policy.js';
