import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  community_loosened_by_enough_stewards_ck: {
    code: 'SHORT_OF_STEWARDS',
    message:
      'Your community is short of stewards, so nothing is loosened now. Two people affected can confirm a new steward with confirmSteward.',
    path: [],
  },
  membership_request_where_vouches_admit_ck: {
    code: 'NOT_ADMITTING',
    message: 'This community admits people by invitation only. Ask someone there to invite you.',
    path: [],
  },
  membership_request_one_open_uq: {
    code: 'ALREADY_ASKED',
    message: 'Your request is waiting already. You hear of it when two people have vouched for you.',
    path: [],
  },
  membership_request_not_after_decline_ck: {
    code: 'ALREADY_ASKED',
    message: 'The community declined your request. You can ask again thirty days after you made it.',
    path: [],
  },
  vouch_for_open_request_ck: {
    code: 'WRONG_STATE',
    message: 'This request is not open any more. Look at those that are.',
    path: ['requestId'],
  },
  vouch_not_for_oneself_ck: {
    code: 'NOT_FOR_ONESELF',
    message: 'Nobody vouches for themselves. Two others have to.',
    path: ['requestId'],
  },
  vouch_once_uq: {
    code: 'ALREADY_VOUCHED',
    message: 'You vouch for this person already. Someone else has to be the second.',
    path: ['requestId'],
  },
  vouch_at_most_three_ck: {
    code: 'VOUCH_LIMIT',
    message: 'One vouches for at most three people in thirty days. Ask others to vouch, or take a vouch back.',
    path: ['requestId'],
  },
});
