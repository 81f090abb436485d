import { translateConstraints } from '../../platform/database/pg-errors.js';
import { faultAsReason } from './fulfilment.rules.js';

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
