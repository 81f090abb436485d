import { Module } from '@nestjs/common';
import { AskPledgesResolver, CampaignPledgesResolver, ViewerPledgesResolver } from './pledge-edges.resolver.js';
import { PledgesResolver } from './pledges.resolver.js';
import { PledgesService } from './pledges.service.js';

@Module({
  providers: [AskPledgesResolver, CampaignPledgesResolver, PledgesResolver, PledgesService, ViewerPledgesResolver],
  exports: [PledgesService],
})
export class PledgesModule {}
