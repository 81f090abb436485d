import { Module } from '@nestjs/common';
import { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import { WritePlans } from '../../platform/graphql/plans/write-plans.js';
import { planMaking, planPledges } from './pledge.plan.js';
import { AskPledgesResolver, CampaignPledgesResolver, ViewerPledgesResolver } from './pledge-edges.resolver.js';
import { HandOversResolver } from './hand-overs.resolver.js';
import { HandOversService } from './hand-overs.service.js';
import { PledgeAnswersResolver } from './pledge-answers.resolver.js';
import { PledgeAnswersService } from './pledge-answers.service.js';
import { PledgesResolver } from './pledges.resolver.js';
import { PledgesTogether } from './pledges-together.js';
import { PledgesService } from './pledges.service.js';

@Module({
  providers: [
    AskPledgesResolver,
    CampaignPledgesResolver,
    HandOversResolver,
    HandOversService,
    PledgeAnswersResolver,
    PledgeAnswersService,
    PledgesResolver,
    PledgesService,
    PledgesTogether,
    ViewerPledgesResolver,
  ],
  exports: [PledgesService],
})
export class PledgesModule {
  constructor(reads: ReadPlans, writes: WritePlans, together: PledgesTogether) {
    planPledges(reads);
    planMaking(writes, together);
  }
}
