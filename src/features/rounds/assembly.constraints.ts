import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';

const usedOnce: UserError = {
  code: 'WRONG_STATE',
  message:
    'The vote of one of these people is in another batch. A place on the roll is used once: find out with whoever entered the other one, and send this again without it.',
  path: ['places'],
};

translateConstraints({
  assembly_entered_on_roll_ck: {
    code: 'WRONG_STATE',
    message: 'The round has closed, so it takes no ballots any more.',
    path: ['roundId'],
  },
  assembly_place_pk: usedOnce,
  assembly_place_once_ck: usedOnce,
  assembly_place_roll_fk: {
    code: 'INVALID',
    message: 'Someone in `places` is not on the roll of this round: only those who are can vote in it.',
    path: ['places'],
  },
  assembly_waiting_ck: {
    code: 'WRONG_STATE',
    message: 'This batch does not wait any more: it is settled, or its round has closed. Read its state again.',
    path: ['batchId'],
  },
  assembly_witnessed_by_another_ck: {
    code: 'SECOND_PERSON_NEEDED',
    message: 'Someone else on the roll, who did not enter it, witnesses or rejects a batch.',
    path: ['batchId'],
  },
  assembly_witness_apart_ck: {
    code: 'SECOND_PERSON_NEEDED',
    message:
      'This batch holds no vote but yours and that of the person who entered it. A third person has to witness it.',
    path: ['batchId'],
  },
  assembly_witnessed_count_ck: {
    code: 'INVALID',
    message:
      'You counted another number of ballots than this batch holds. Count again together; if the batch is wrong, reject it, and it can be entered anew.',
    path: ['count'],
  },
});
