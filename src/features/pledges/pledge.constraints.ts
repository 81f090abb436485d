import { translateConstraints } from '../../platform/database/pg-errors.js';
import { alreadyPledged } from './pledge.rules.js';

translateConstraints({
  pledge_one_live_per_pledger_uq: alreadyPledged,
  pledge_place_offered_ck: {
    code: 'PLACE_GONE',
    message: 'The place is gone: someone else took it. The pledge waits in its turn.',
    path: ['pledgeId'],
  },
  pledge_can_be_handed_over_ck: {
    code: 'WRONG_STATE',
    message: 'The pledge changed meanwhile. Read it again, then decide.',
    path: ['pledgeId'],
  },
  pledge_shift_places_ck: {
    code: 'PLACE_GONE',
    message: 'The shift is full: someone else took its last place. Choose another shift, or try again to wait in turn.',
    path: ['shiftId'],
  },
  ask_tally_places_ck: {
    code: 'PLACE_GONE',
    message: 'The place is gone: someone else took it. Read the pledge again.',
    path: ['pledgeId'],
  },
  pledge_asked_to_reconfirm_ck: {
    code: 'WRONG_STATE',
    message: 'The pledge changed meanwhile. Read it again, then decide.',
    path: ['pledgeId'],
  },
  pledge_state_moves_ck: {
    code: 'WRONG_STATE',
    message: 'The pledge changed meanwhile. Read it again, then decide.',
    path: ['pledgeId'],
  },
});
