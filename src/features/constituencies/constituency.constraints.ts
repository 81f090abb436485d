import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  constituency_name_uq: {
    code: 'ALREADY_DONE',
    message: 'The community has a constituency of this name. Choose another name, or that one.',
    path: ['name'],
  },
  constituency_at_most_50_ck: {
    code: 'TOO_MANY',
    message: 'A community has at most 50 constituencies. Retire one that nobody needs first.',
    path: ['communityId'],
  },
  constituency_chosen_while_there_ck: {
    code: 'WRONG_STATE',
    message: 'One of these constituencies was retired. Read the list again, and choose from those that are there.',
    path: ['constituencyIds'],
  },
});
