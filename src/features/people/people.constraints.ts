import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  // The same as for any code that does not work: that the address is known is nobody's business.
  account_email_uq: {
    code: 'LINK_INVALID',
    message: 'This link or code does not work (any more). Ask whoever gave it to you for a new one.',
    path: ['code'],
  },
  totp_needed_for_duties_ck: {
    code: 'SECOND_FACTOR_REQUIRED',
    message:
      'A community in which you carry a duty asks for a second factor. Set up another one first, or lay the duty down.',
    path: [],
  },
});
