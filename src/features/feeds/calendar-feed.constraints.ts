import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  calendar_feed_at_most_10_ck: {
    code: 'TOO_MANY',
    message: 'You keep 10 calendars. Withdraw one that you no longer need.',
    path: [],
  },
});
