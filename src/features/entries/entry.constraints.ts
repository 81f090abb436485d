import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  assisted_entry_waits_ck: {
    code: 'WRONG_STATE',
    message: 'This entry is settled already, or its time is over. Read it again.',
    path: ['entryId'],
  },
  assisted_entry_two_people_ck: {
    code: 'SECOND_PERSON_NEEDED',
    message: 'You took this down yourself, or it is your own word. Ask a second person of the community to call back.',
    path: ['entryId'],
  },
  assisted_entry_sheet_row_uq: {
    code: 'ALREADY_ENTERED',
    message: 'This row of the sheet was entered before. Withdraw that entry first if it was wrong.',
    path: ['row'],
  },
  attestation_not_of_taken_down_ck: {
    code: 'SECOND_PERSON_NEEDED',
    message: 'You took this report down yourself. Ask another affected person to attest it.',
    path: ['items'],
  },
});
