import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';

translateConstraints({
  membership_agreement_current_ck: {
    code: 'AGREEMENT_STALE',
    message: 'The community published a newer agreement at this moment. Read it, then accept that version.',
    path: ['agreementVersion'],
  },
  membership_not_own_ck: {
    code: 'OWN_STANDING',
    message: 'This is your own standing, or that of an organization which you represent. Ask another steward.',
    path: [],
  },
  membership_ally_is_bounded_ck: {
    code: 'OUT_OF_RANGE',
    message: 'Renew an alliance for at most twelve months.',
    path: ['until'],
  },
  membership_organization_has_no_duty_ck: {
    code: 'NOT_FOR_YOUR_STANDING',
    message: 'Duties are for people. Delegate organizing to someone, not to an organization.',
    path: ['membershipId'],
  },
  membership_one_live_per_organization_uq: {
    code: 'ALREADY_MEMBER',
    message: 'This organization is an ally of the community already.',
    path: ['organizationId'],
  },
  ally_block_one_live_per_person_uq: blockedAlready(),
  ally_block_one_live_per_organization_uq: blockedAlready(),
});

function blockedAlready(): UserError {
  return {
    code: 'WRONG_STATE',
    message: 'They are blocked already. Read blockedAllies for when and why.',
    path: [],
  };
}
