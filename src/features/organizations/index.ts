export { OrganizationType } from './organization.graphql.js';
export { organizationById } from './organization.loaders.js';
export { OrganizationsModule } from './organizations.module.js';
export { representedOrganization } from './organizations.service.js';
