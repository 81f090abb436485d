import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  representative_one_live_per_person_uq: {
    code: 'ALREADY_REPRESENTATIVE',
    message: 'You represent this organization already. Keep the link for someone else.',
    path: ['link'],
  },
  representative_last_one_ck: {
    code: 'LAST_REPRESENTATIVE',
    message: 'Nobody else represents the organization. Invite someone first, or close it with closeOrganization.',
    path: [],
  },
});
