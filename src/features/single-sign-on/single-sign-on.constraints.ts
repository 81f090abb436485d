import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  single_sign_on_subject_uq: {
    code: 'SINGLE_SIGN_ON_TAKEN',
    message: 'Your account at the provider opens another account here. Sign in with it and unlink it there first.',
    path: ['callbackUrl'],
  },
  single_sign_on_last_way_in_ck: {
    code: 'LAST_WAY_IN',
    message: 'Without the provider you could not sign in any more. Set a password or add a passkey first.',
    path: [],
  },
});
