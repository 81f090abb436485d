import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';

const over: UserError = {
  code: 'WRONG_STATE',
  message: 'This round is over, or has begun: read its state again.',
  path: ['roundId'],
};

translateConstraints({
  round_opens_when_scheduled_ck: { ...over, message: 'This round has opened already, or is over.' },
  round_opens_before_it_closes_ck: {
    code: 'IN_THE_PAST',
    message: 'Its time to close has passed. Extend it first, or schedule another round.',
    path: ['roundId'],
  },
  round_closing_moves_while_open_ck: over,
  round_extended_later_ck: {
    code: 'OUT_OF_RANGE',
    message: 'Extend it to a later time than now set, within 180 days of the day on which it was scheduled.',
    path: ['closesAt'],
  },
  round_closes_early_alone_ck: {
    code: 'WRONG_STATE',
    message:
      'A round closes early only while it is open and one community votes. With several, each vote ends at the time that all were told; cancel the round if it should not go on.',
    path: ['roundId'],
  },
  round_cancelled_before_closing_ck: {
    ...over,
    message: 'A round is cancelled before it closes. Object to its result, if it should not stand.',
  },
  priority_on_open_list_ck: {
    code: 'WRONG_STATE',
    message:
      'It is on the list of a round under way, so it stays as it is until that is over. Wait for its result, or cancel the round.',
    path: [],
  },
  ballot_cast_on_roll_ck: {
    code: 'WRONG_STATE',
    message: 'The round takes no ballot of yours any more: it has closed, or your vote was taken on paper.',
    path: ['roundId'],
  },
  round_objection_on_roll_ck: {
    code: 'WRONG_STATE',
    message: 'Those who could vote in the round may object to its result.',
    path: ['roundId'],
  },
  round_objection_in_time_ck: {
    code: 'WRONG_STATE',
    message: 'The time to object begins when the ballots are counted, and ends as the round says.',
    path: ['roundId'],
  },
  round_objection_once_uq: {
    code: 'ALREADY_DONE',
    message: 'You have objected to this result.',
    path: ['roundId'],
  },
  lead_act_objects_once_uq: {
    code: 'ALREADY_DONE',
    message: 'You have objected to this result.',
    path: ['roundId'],
  },
});
