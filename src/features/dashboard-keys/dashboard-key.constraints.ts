import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  dashboard_key_lasts_a_year_ck: {
    code: 'OUT_OF_RANGE',
    message: 'A key lasts at most a year. Send a time within it.',
    path: ['expiresAt'],
  },
});
