import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  community_handle_uq: {
    code: 'HANDLE_TAKEN',
    message: 'Another community has this handle. Choose another.',
    path: ['handle'],
  },
  membership_pseudonym_uq: {
    code: 'PSEUDONYM_TAKEN',
    message: 'Someone here has this pseudonym. Choose another.',
    path: ['pseudonym'],
  },
  membership_one_live_per_person_uq: {
    code: 'ALREADY_MEMBER',
    message: 'You have a standing in this community already; nobody has two.',
    path: [],
  },
  membership_organizer_is_bounded_ck: {
    code: 'OUT_OF_RANGE',
    message: 'Delegate organizing for at most twelve months.',
    path: ['until'],
  },
});
