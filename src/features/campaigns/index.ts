export { BriefType, CampaignState, CampaignType, CampaignVisibility } from './campaign.graphql.js';
export { campaignById, campaignColumns, currentBriefOf } from './campaign.loaders.js';
export { isOver } from './campaign.rules.js';
export { CampaignsModule } from './campaigns.module.js';
export { CampaignsService } from './campaigns.service.js';
export { DemandType } from './demand.graphql.js';
