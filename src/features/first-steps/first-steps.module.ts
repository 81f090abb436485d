import { Module } from '@nestjs/common';
import { AlliesModule } from '../allies/index.js';
import { AsksModule } from '../asks/index.js';
import { CampaignsModule } from '../campaigns/index.js';
import { CommunitiesModule } from '../communities/index.js';
import { MandatesModule } from '../mandates/index.js';
import { PledgesModule } from '../pledges/index.js';
import { PrioritiesModule } from '../priorities/index.js';
import { FirstAsk } from './first-ask.js';
import { FirstCampaign } from './first-campaign.js';
import { FirstStepsResolver } from './first-steps.resolver.js';
import { JoinAndPledgeService } from './join-and-pledge.service.js';
import { StartCampaignService } from './start-campaign.service.js';

@Module({
  imports: [
    CommunitiesModule,
    AlliesModule,
    CampaignsModule,
    PrioritiesModule,
    MandatesModule,
    AsksModule,
    PledgesModule,
  ],
  providers: [FirstAsk, FirstCampaign, FirstStepsResolver, JoinAndPledgeService, StartCampaignService],
  exports: [JoinAndPledgeService, StartCampaignService],
})
export class FirstStepsModule {}
