export { BriefType, CampaignState, CampaignType, CampaignVisibility } from './campaign.graphql.js';
export { campaignById, campaignColumns, currentBriefOf, demandById } from './campaign.loaders.js';
export { type CampaignRow, refuseStale, visibleCampaign } from './campaign.queries.js';
export { dayIn, isOver, kept, takesMandates } from './campaign.rules.js';
export { CampaignsModule } from './campaigns.module.js';
export { CampaignsService, type DraftInput } from './campaigns.service.js';
export { DemandOutcome, DemandType } from './demand.graphql.js';
export { DemandsService, type NewDemand } from './demands.service.js';
