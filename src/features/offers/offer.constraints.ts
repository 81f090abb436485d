import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  offer_at_most_ten_wait_ck: {
    code: 'OFFER_LIMIT',
    message: 'Ten offers of yours wait here already. Withdraw one, or let the community answer first.',
    path: [],
  },
  offer_by_active_ally_ck: {
    code: 'NOT_FOR_YOUR_STANDING',
    message:
      'Your standing here is paused or has run out. Finish what you began; ask the community before you offer more.',
    path: [],
  },
  offer_answered_by_affected_ck: {
    code: 'NOT_FOR_YOUR_STANDING',
    message: 'An offer is answered by one of the people affected. Ask one of them.',
    path: ['offerId'],
  },
  offer_adopted_as_draft_ck: {
    code: 'WRONG_STATE',
    message: 'The draft changed meanwhile. Adopt the offer again.',
    path: ['offerId'],
  },
});
