import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CampaignType } from './campaign.graphql.js';
import { campaignById, responsesOf } from './campaign.loaders.js';
import { DemandResponseType, DemandType } from './demand.graphql.js';

@Resolver(() => DemandType)
export class DemandsResolver {
  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign that makes it.' })
  @Access(visible)
  campaign(@Parent() demand: DemandType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, demand.campaignId);
  }

  @ResolveField(() => [DemandResponseType], { description: 'What was answered, oldest first.' })
  @Access(visible)
  responses(@Parent() demand: DemandType, @Load() load: LoadFunction): Promise<DemandResponseType[]> {
    return load(responsesOf, demand.id);
  }
}
