import { Args, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { everyone } from '../../platform/access/rule.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CampaignType } from './campaign.graphql.js';
import { CampaignListArgs, campaignList } from './campaign.lists.js';
import { campaignByHandle } from './campaign.loaders.js';

const CampaignConnection = Connection(CampaignType);

@Resolver(() => CampaignType)
export class CampaignsResolver {
  constructor(private readonly pager: Pager) {}

  @Access(everyone)
  @Query(() => CampaignType, {
    nullable: true,
    description: 'A campaign by its handle; null if there is none that you may see.',
  })
  campaign(
    @Args('handle', { description: 'The name in its address.' }) handle: string,
    @Load() load: LoadFunction,
  ): Promise<CampaignType | null> {
    return load(campaignByHandle, handle);
  }

  @Access(everyone)
  @Query(() => CampaignConnection, { description: 'Campaigns that are public, and those of your own communities.' })
  campaigns(@Args() args: CampaignListArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<CampaignType>> {
    return this.pager.page(reader, campaignList('Query.campaigns', null, args), args);
  }
}
