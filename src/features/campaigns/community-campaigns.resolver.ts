import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
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
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<CampaignType>> {
    return this.pager.page(reader, campaignList('Community.campaigns', community.id, args), args);
  }
}
