import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  people_export_by_two_ck: {
    code: 'SECOND_PERSON_NEEDED',
    message: 'You asked for this export yourself. Another affected person has to approve it.',
    path: ['peopleExportId'],
  },
  people_export_open_ck: {
    code: 'WRONG_STATE',
    message: 'This export was approved already, or nobody approved it within seven days. Ask for a new one.',
    path: ['peopleExportId'],
  },
  people_export_ready_ck: {
    code: 'WRONG_STATE',
    message:
      'This export is not approved yet, was taken already, or was not taken within 24 hours. Find someone to approve it, or ask for a new one.',
    path: ['peopleExportId'],
  },
  people_export_enough_stewards_ck: {
    code: 'SHORT_OF_STEWARDS',
    message: 'There are fewer than two stewards. Find another first; until then nobody is exported.',
    path: ['peopleExportId'],
  },
});
