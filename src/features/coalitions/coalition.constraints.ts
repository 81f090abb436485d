import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  coalition_joined_once_ck: {
    code: 'ALREADY_LEADS',
    message: 'This community leads the campaign already. Keep the invitation for another one.',
    path: ['communityId'],
  },
  coalition_lead_is_another_ck: {
    code: 'ALREADY_LEADS',
    message: 'A community leads its own campaigns without an invitation. Hand it to another community.',
    path: ['communityId'],
  },
  coalition_at_most_20_ck: {
    code: 'TOO_MANY',
    message: 'Twenty communities lead this campaign beside its host, the most there can be. Join once one has left.',
    path: ['link'],
  },
  coalition_left_by_steward_ck: {
    code: 'WRONG_STATE',
    message: 'This community does not lead the campaign beside its host, or left it. There is nothing more to do.',
    path: ['communityId'],
  },
});
