import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CommunityType } from '../communities/index.js';
import { CampaignType } from './campaign.graphql.js';
import { CampaignListArgs, campaignList } from './campaign.lists.js';

const CampaignConnection = Connection(CampaignType);

@Resolver(() => CommunityType)
export class CommunityCampaignsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => CampaignConnection, { description: 'Its campaigns, those that you may see.' })
  @Access(visible)
  campaigns(
    @Parent() community: CommunityType,
    @Args() args: CampaignListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<CampaignType>> {
    const parent = { 'g.community_id': community.id };
    return this.pager.children(load, { ...campaignList('Community.campaigns', args), parent }, args);
  }
}
