import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';

const putAside: UserError = {
  code: 'PRIORITY_PUT_ASIDE',
  message: 'The priority was withdrawn or merged into another one. Choose a live one.',
  path: [],
};
const movedMeanwhile: UserError = {
  code: 'WRONG_STATE',
  message: 'Someone changed this priority just now. Read it again, then decide.',
  path: [],
};

translateConstraints({
  priority_statement_uq: {
    code: 'PRIORITY_EXISTS',
    message: 'The campaign has a priority in these words. Stand behind that one, or say what is different.',
    path: ['statement'],
  },
  priority_restored_words_are_free_ck: {
    code: 'PRIORITY_EXISTS',
    message: 'Another priority of the campaign has these words by now. Withdraw or merge that one first.',
    path: ['priorityId'],
  },
  priority_is_live_ck: putAside,
  priority_merged_into_live_ck: putAside,
  mandate_for_live_priority_ck: putAside,
  mandate_signature_for_live_priority_ck: putAside,
  ask_for_live_priority_ck: putAside,
  priority_remark_for_live_priority_ck: putAside,
  priority_translation_for_live_priority_ck: putAside,
  priority_merged_while_proposed_ck: movedMeanwhile,
  priority_put_aside_by_its_people_ck: movedMeanwhile,
  priority_restored_within_14_days_ck: {
    code: 'WRONG_STATE',
    message: 'It was put aside more than 14 days ago. Propose it anew.',
    path: ['priorityId'],
  },
  priority_review_within_24_months_ck: {
    code: 'OUT_OF_RANGE',
    message: 'Look at it again within 24 months.',
    path: ['reviewOn'],
  },
  priority_translation_into_another_ck: {
    code: 'INVALID',
    message: 'The priority is written in this language. Revise it, or translate it into another.',
    path: ['language'],
  },
});
