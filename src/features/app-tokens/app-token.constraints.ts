import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  app_token_lasts_a_year_ck: {
    code: 'OUT_OF_RANGE',
    message: 'A token lasts at most a year. Send a time within it.',
    path: ['expiresAt'],
  },
  app_token_at_most_20_ck: {
    code: 'TOO_MANY',
    message: 'You have 20 app tokens that work. Withdraw one that you no longer need.',
    path: [],
  },
});
