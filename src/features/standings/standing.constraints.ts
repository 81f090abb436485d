import { translateConstraints } from '../../platform/database/pg-errors.js';

const SHORT =
  'Your community is short of stewards, so nothing is removed and no single steward makes another. Two people affected can confirm a new steward with confirmSteward.';

translateConstraints({
  removal_with_enough_stewards_ck: { code: 'SHORT_OF_STEWARDS', message: SHORT, path: [] },
  removal_of_another_ck: {
    code: 'NOT_FOR_ONESELF',
    message: 'Nobody removes themselves. Use leaveCommunity.',
    path: ['membershipId'],
  },
  removal_of_steward_takes_two_ck: {
    code: 'TAKES_TWO',
    message: 'Removing a steward takes two stewards. Propose it with proposeStewardRemoval.',
    path: ['membershipId'],
  },
  removal_of_another_steward_ck: {
    code: 'WRONG_STATE',
    message: 'This takes two only for another steward. Remove someone who is none with removeMember.',
    path: ['membershipId'],
  },
  removal_two_stewards_stay_ck: {
    code: 'TWO_MUST_STAY',
    message: 'Two stewards have to remain. Win another one first, with changeDuties.',
    path: [],
  },
  removal_one_pending_uq: {
    code: 'WRONG_STATE',
    message: 'A removal of this steward is pending already. Confirm that one, or wait until it has ended.',
    path: ['membershipId'],
  },
  removal_pending_ck: {
    code: 'WRONG_STATE',
    message: 'This removal does not wait for a confirmation any more. Look at pendingRemovals.',
    path: ['removalId'],
  },
  removal_by_two_ck: {
    code: 'TAKES_TWO',
    message: 'You proposed this removal, so another steward has to confirm it.',
    path: ['removalId'],
  },
  removal_not_by_oneself_ck: {
    code: 'NOT_FOR_ONESELF',
    message: 'This removal is about you, so you have no part in it.',
    path: ['removalId'],
  },
  duty_offer_with_enough_stewards_ck: { code: 'SHORT_OF_STEWARDS', message: SHORT, path: [] },
  duty_offer_to_settled_ck: {
    code: 'WRONG_STATE',
    message: 'A steward is someone affected, past their probation, who is none yet. Choose someone else, or wait.',
    path: ['membershipId'],
  },
  duty_backing_pk: {
    code: 'ALREADY_CONFIRMED',
    message: 'You stand behind this already. What is missing is someone else, or that they accept.',
    path: ['membershipId'],
  },
  duty_backing_while_short_ck: {
    code: 'WRONG_STATE',
    message: 'Your community has stewards enough. One of them can offer the duty with changeDuties.',
    path: [],
  },
  duty_backing_not_for_oneself_ck: {
    code: 'NOT_FOR_ONESELF',
    message: 'Others have to confirm you. Tell two of them the id of your membership.',
    path: ['membershipId'],
  },
  duty_offer_backed_ck: {
    code: 'NOT_BACKED',
    message: 'This offer has ended, or not enough people stand behind it now. Ask them to confirm it again.',
    path: ['offerId'],
  },
});
