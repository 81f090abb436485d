import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';

const alreadySigned: UserError = {
  code: 'ALREADY_SIGNED',
  message: 'You have signed this mandate. Ask someone else of those affected to sign it.',
  path: ['mandateId'],
};

translateConstraints({
  mandate_founding_is_for_fewer_than_3_ck: {
    code: 'MANDATE_LIMIT',
    message:
      'A founding mandate is for fewer than three affected people. Propose an emergency mandate and have it cosigned.',
    path: ['kind'],
  },
  mandate_one_founding_per_community_uq: {
    code: 'MANDATE_LIMIT',
    message: 'The community has had its founding mandate. Propose an emergency mandate and have it cosigned.',
    path: ['kind'],
  },
  mandate_emergency_at_most_3_ck: {
    code: 'MANDATE_LIMIT',
    message: 'Three emergency mandates are in force in this campaign. Sign again when one has ended.',
    path: ['mandateId'],
  },
  mandate_emergency_once_per_priority_ck: {
    code: 'MANDATE_LIMIT',
    message: 'This priority has had its emergency mandate. A second one needs a round that lists the priority.',
    path: ['mandateId'],
  },
  mandate_at_most_30_days_ck: {
    code: 'OUT_OF_RANGE',
    message: 'Set an end that is still to come, at most 30 days from now.',
    path: ['until'],
  },
  mandate_signature_once_uq: alreadySigned,
  lead_act_signs_once_uq: alreadySigned,
  mandate_founding_is_the_hosts_ck: {
    code: 'MANDATE_LIMIT',
    message: 'A founding mandate is given by the host. Propose an emergency mandate and have it cosigned.',
    path: ['kind'],
  },
  mandate_signature_not_ended_ck: {
    code: 'WRONG_STATE',
    message: 'The time of this mandate is over. Propose another.',
    path: ['mandateId'],
  },
  mandate_signature_in_running_campaign_ck: {
    code: 'WRONG_STATE',
    message: 'The campaign is stopped or has concluded. Mandates are signed before or after a stop.',
    path: [],
  },
});
