import { Module } from '@nestjs/common';
import { CampaignFieldsResolver } from './campaign-fields.resolver.js';
import { CampaignsResolver } from './campaigns.resolver.js';
import { CampaignsService } from './campaigns.service.js';
import { CommunityCampaignsResolver } from './community-campaigns.resolver.js';
import { DemandsResolver } from './demands.resolver.js';

@Module({
  providers: [CampaignFieldsResolver, CampaignsResolver, CampaignsService, CommunityCampaignsResolver, DemandsResolver],
  exports: [CampaignsService],
})
export class CampaignsModule {}
