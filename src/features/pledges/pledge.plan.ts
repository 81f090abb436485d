import type { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import type { WritePlans } from '../../platform/graphql/plans/write-plans.js';
import type { AskType } from '../asks/index.js';
import type { CampaignType } from '../campaigns/index.js';
import type { PledgeType } from './pledge.graphql.js';
import { MakePledgeInput } from './pledge.inputs.js';
import { pledgesOfAsk, pledgesOfCampaign } from './pledge.lists.js';
import { pledgeColumns } from './pledge.loaders.js';
import type { PledgesTogether } from './pledges-together.js';

export function planPledges(plans: ReadPlans): void {
  plans.type<PledgeType>(
    'Pledge',
    {
      columns: pledgeColumns,
      from: 'pledge p',
      plain: [
        'id',
        'quantity',
        'state',
        'waitingFor',
        'offeredUntil',
        'reconfirmBy',
        'reconfirmBecause',
        'shownAs',
        'stateChangedAt',
        'pledgerStanding',
        'acceptedBriefVersion',
        'acceptedTermsVersion',
        'acceptedAgreementVersion',
        'acceptedRiskTier',
        'turn',
        'createdAt',
        'leftBecause',
      ],
    },
    {
      pledger: {
        one: 'Membership',
        where: ({ communityId, pledgerId }) => `m.community_id = ${communityId} AND m.id = ${pledgerId}`,
      },
    },
  );
  plans.field<AskType>('Ask', 'pledges', { many: 'Pledge', list: pledgesOfAsk, takes: [] });
  plans.field<CampaignType>('Campaign', 'pledges', { many: 'Pledge', list: pledgesOfCampaign, takes: [] });
}

/** Made with others, and answered with what everyone may know of the ask. */
export function planMaking(plans: WritePlans, together: Pick<PledgesTogether, 'make'>): void {
  plans.mutation<MakePledgeInput, PledgeType>('makePledge', {
    input: MakePledgeInput,
    answers: 'pledge',
    leads: { ask: ({ askId, communityId }) => ({ id: askId, communityId }) },
    make: (actor, input) => together.make(actor, input),
  });
}
