export { AdmissionsModule } from './admissions.module.js';
export { InvitationsService } from './invitations.service.js';
