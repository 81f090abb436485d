import { translateConstraints } from '../../platform/database/pg-errors.js';

translateConstraints({
  campaign_handle_uq: {
    code: 'HANDLE_TAKEN',
    message: 'Another campaign has this handle. Choose another.',
    path: ['handle'],
  },
  campaign_days_ck: {
    code: 'OUT_OF_RANGE',
    message: 'The last day comes before the first. Change one of them.',
    path: ['endsOn'],
  },
  campaign_state_moves_ck: {
    code: 'WRONG_STATE',
    message: 'The campaign moved on meanwhile. Read its state, then decide.',
    path: ['campaignId'],
  },
  campaign_resumed_by_its_stopper_ck: {
    code: 'WRONG_STATE',
    message: 'A community that leads this campaign stopped it. It goes on at the word of a steward of that community.',
    path: ['campaignId'],
  },
  campaign_launched_has_brief_ck: {
    code: 'BRIEF_MISSING',
    message: 'Publish a brief first: allies read it before they pledge.',
    path: ['campaignId'],
  },
});
