import { Module } from '@nestjs/common';
import { ReadPlans } from '../../platform/graphql/plans/read-plans.js';
import { planCampaigns } from './campaign.plan.js';
import { CampaignCourseService } from './campaign-course.service.js';
import { CampaignFieldsResolver } from './campaign-fields.resolver.js';
import { CampaignsResolver } from './campaigns.resolver.js';
import { CampaignsService } from './campaigns.service.js';
import { CommunityCampaignsResolver } from './community-campaigns.resolver.js';
import { DemandsResolver } from './demands.resolver.js';
import { DemandsService } from './demands.service.js';

@Module({
  providers: [
    CampaignCourseService,
    CampaignFieldsResolver,
    CampaignsResolver,
    CampaignsService,
    CommunityCampaignsResolver,
    DemandsResolver,
    DemandsService,
  ],
  exports: [CampaignsService, DemandsService],
})
export class CampaignsModule {
  constructor(plans: ReadPlans) {
    planCampaigns(plans);
  }
}
