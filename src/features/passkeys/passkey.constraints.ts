import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  // Who holds the passkey already learns no more than whoever sends nonsense.
  passkey_credential_uq: {
    code: 'PASSKEY_REFUSED',
    message: 'This passkey was not accepted. Start again, and let your device ask for your fingerprint, face or PIN.',
    path: ['response'],
  },
  passkey_most_ck: {
    code: 'TOO_MANY',
    message: 'You have twenty passkeys. Remove one that you do not use, then add this one.',
    path: ['response'],
  },
  passkey_needed_ck: {
    code: 'SECOND_FACTOR_NEEDED',
    message:
      'This is your only second factor, and a community that gave you duties asks for one. Add another first, or give back the duties.',
    path: ['passkeyId'],
  },
  passkey_last_way_in_ck: {
    code: 'LAST_WAY_IN',
    message: 'Without this passkey you could not sign in any more. Add another or set a password first.',
    path: ['passkeyId'],
  },
});
