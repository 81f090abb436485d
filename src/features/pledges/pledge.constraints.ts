import { translateConstraints } from '../../platform/database/pg-errors.js';
import { alreadyPledged } from './pledge.rules.js';

translateConstraints({
  pledge_one_live_per_pledger_uq: alreadyPledged,
  pledge_state_moves_ck: {
    code: 'WRONG_STATE',
    message: 'The pledge changed meanwhile. Read it again, then decide.',
    path: ['pledgeId'],
  },
});
