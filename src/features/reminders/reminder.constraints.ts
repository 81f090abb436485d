import { translateConstraints } from '../../platform/database/pg-errors.js';
import { whyNotConfirm, whyNotMove } from './reminder.rules.js';

const ENDED = { state: 'REPORTED', pledgeState: 'ACTIVE' };
const OUTSIDE = { state: 'DUE', pledgeState: 'ACTIVE', isPast: false, isOutside: true };

/** The last word, should a race get past the locks. */
translateConstraints({
  occurrence_is_due_ck: whyNotConfirm(ENDED) as NonNullable<ReturnType<typeof whyNotConfirm>>,
  occurrence_moves_within_ask_ck: whyNotMove(OUTSIDE) as NonNullable<ReturnType<typeof whyNotMove>>,
});
