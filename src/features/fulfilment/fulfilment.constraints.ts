import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';
import { faultAsReason } from './fulfilment.rules.js';

const changed: UserError = {
  code: 'WRONG_STATE',
  message: 'It changed meanwhile. Read it again, then decide.',
  path: ['occurrenceId'],
};

/** The last word, should a race get past the locks. */
translateConstraints({
  fulfilment_report_of_due_ck: {
    code: 'NOT_DUE',
    message: 'Nothing is due under this pledge any more. Read it again.',
    path: [],
  },
  attestation_of_report_ck: faultAsReason('NOT_REPORTED'),
  attestation_not_own_ck: faultAsReason('OWN_WORK'),
  attestation_by_its_lead_ck: {
    code: 'NOT_FOR_YOUR_STANDING',
    message: 'What was done is attested by the community that leads the ask. Ask someone affected there.',
    path: [],
  },
  attestation_corrects_once_uq: {
    code: 'ALREADY_CORRECTED',
    message: 'Someone corrected this at the same time. Read the latest attestation, then decide.',
    path: ['attestationId'],
  },
  occurrence_attested_at_most_reported_ck: faultAsReason('MORE_THAN_REPORTED'),
});

translateConstraints({
  contest_answered_by_another_ck: {
    code: 'SECOND_PERSON_NEEDED',
    message: 'Someone else than who recorded the no-show answers a contest. Ask another affected person.',
    path: ['occurrenceId'],
  },
  no_show_contested_in_time_ck: changed,
  skip_of_due_ck: changed,
  occurrence_state_moves_ck: changed,
  no_show_contest_once_uq: changed,
  skip_request_once_uq: changed,
  debrief_one_a_side_uq: {
    code: 'ALREADY_DONE',
    message: 'Your side gave its debrief, or left it out. It stands as it is.',
    path: ['pledgeId'],
  },
});
