import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  // Someone signs in at the moment in which they are erased elsewhere.
  session_person_fk: {
    code: 'SIGN_IN_FAILED',
    message: 'That name and password or code do not go together. Check both; after 10 tries wait 15 minutes.',
    path: ['signIn'],
  },
});
