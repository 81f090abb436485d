import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { AskType } from '../asks/index.js';
import { CampaignType } from '../campaigns/index.js';
import { ViewerType } from '../people/index.js';
import { PledgeType } from './pledge.graphql.js';
import { pledgeList, PledgeListArgs } from './pledge.lists.js';

const PledgeConnection = Connection(PledgeType);

@Resolver(() => ViewerType)
export class ViewerPledgesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PledgeConnection, { description: 'Your own pledges, in every community, latest first.' })
  @Access(visible)
  pledges(@Args() args: PledgeListArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<PledgeType>> {
    const own = { where: ['p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])'], params: [] };
    return this.pager.page(reader, pledgeList('Viewer.pledges', own, args), args);
  }
}

@Resolver(() => AskType)
export class AskPledgesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PledgeConnection, {
    description: 'Pledges to it that you may follow, latest first: your own, or as the community’s work.',
  })
  @Access(visible)
  pledges(
    @Parent() ask: AskType,
    @Args() args: PledgeListArgs,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<PledgeType>> {
    const under = { where: ['p.community_id = $1', 'p.ask_id = $2'], params: [ask.communityId, ask.id] };
    return this.pager.page(reader, pledgeList('Ask.pledges', under, args), args);
  }
}

@Resolver(() => CampaignType)
export class CampaignPledgesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PledgeConnection, {
    description: 'Pledges in it that you may follow, latest first: your own, or as the community’s work.',
  })
  @Access(visible)
  pledges(
    @Parent() campaign: CampaignType,
    @Args() args: PledgeListArgs,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<PledgeType>> {
    const under = { where: ['p.community_id = $1', 'p.campaign_id = $2'], params: [campaign.communityId, campaign.id] };
    return this.pager.page(reader, pledgeList('Campaign.pledges', under, args), args);
  }
}
