export { BriefType, CampaignState, CampaignType, CampaignVisibility } from './campaign.graphql.js';
export { campaignByHandle, campaignById, campaignColumns, currentBriefOf, demandById } from './campaign.loaders.js';
export { allowedFor } from './campaign.policy.js';
export { actingFor, type CampaignRow, refuseIfLeft, refuseStale, visibleCampaign } from './campaign.queries.js';
export { dayIn, isOver, kept, takesMandates } from './campaign.rules.js';
export { CampaignsModule } from './campaigns.module.js';
export { CampaignsService, type DraftInput } from './campaigns.service.js';
export { DemandOutcome, DemandType } from './demand.graphql.js';
export { DemandsService, type NewDemand } from './demands.service.js';
