import { translateConstraints } from '../../platform/database/pg-errors.js';
import type { UserError } from '../../platform/graphql/errors.js';

const wrongState: UserError = {
  code: 'WRONG_STATE',
  message: 'The ask moved meanwhile. Read it again, then decide.',
  path: ['askId'],
};
const noMandate: UserError = {
  code: 'MANDATE_MISSING',
  message: 'An ask opens only under a live mandate for its priority. Propose or sign one first.',
  path: ['mandateId'],
};

translateConstraints({
  ask_open_needs_live_mandate_ck: noMandate,
  ask_open_needs_mandate_ck: noMandate,
  ask_mandate_fk: noMandate,
  ask_mandate_of_its_lead_ck: noMandate,
  ask_lead_takes_part_ck: {
    code: 'WRONG_STATE',
    message: 'The community that leads this ask has left the coalition. It opens again once it has joined again.',
    path: ['askId'],
  },
  ask_founding_limits_ck: {
    code: 'MANDATE_LIMIT',
    message: 'A founding mandate opens at most five asks, of risk tier 0 only. Get a second signature for it first.',
    path: ['mandateId'],
  },
  ask_open_needs_launched_campaign_ck: {
    code: 'CAMPAIGN_NOT_LAUNCHED',
    message: 'Asks open only while the campaign is launched. Launch or resume it first.',
    path: ['askId'],
  },
  ask_external_id_uq: {
    code: 'EXTERNAL_ID_TAKEN',
    message: 'Another ask of the campaign has this external id. Revise that one, or choose another.',
    path: ['externalId'],
  },
  ask_translation_into_another_ck: {
    code: 'INVALID',
    message: 'The ask is written in this language. Revise it, or translate it into another one.',
    path: ['language'],
  },
  ask_translation_limit_ck: {
    code: 'TOO_MANY',
    message: 'This ask is in 40 further languages already. Take one away first.',
    path: ['language'],
  },
  ask_translation_of_terms_ck: {
    code: 'OUT_OF_RANGE',
    message: 'The terms have no such version yet. Leave termsVersion out to translate the current one.',
    path: ['termsVersion'],
  },
  ask_translation_once_uq: {
    code: 'STALE_VERSION',
    message: 'Someone translated it into this language just now. Read that, then decide.',
    path: ['language'],
  },
  ask_tally_places_ck: {
    code: 'BELOW_PLEDGED',
    message: 'More places are taken than that. Send at least as many as are taken.',
    path: ['slots'],
  },
  ask_tally_quantity_ck: {
    code: 'BELOW_PLEDGED',
    message: 'More is pledged than that. Send at least as much as is pledged.',
    path: ['quantityWanted'],
  },
  ask_state_moves_ck: wrongState,
  ask_paused_says_why_ck: wrongState,
  ask_cancelled_says_why_ck: wrongState,
});
