import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { AskType } from '../asks/index.js';
import { CampaignType } from '../campaigns/index.js';
import { ViewerType } from '../people/index.js';
import { PledgeType } from './pledge.graphql.js';
import { pledgeList, PledgeListArgs, pledgesOfAsk, pledgesOfCampaign } from './pledge.lists.js';

const PledgeConnection = Connection(PledgeType);

@Resolver(() => ViewerType)
export class ViewerPledgesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PledgeConnection, {
    description: 'Your own pledges and those of organizations that you represent, in every community, latest first.',
  })
  @Access(visible)
  @Scope(AppScope.READ)
  pledges(@Args() args: PledgeListArgs, @CurrentContext() { reader }: RequestContext): Promise<Page<PledgeType>> {
    const list = pledgeList('Viewer.pledges', args);
    const own = [...list.where, 'p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])'];
    return this.pager.page(reader, { ...list, where: own }, args);
  }
}

@Resolver(() => AskType)
export class AskPledgesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PledgeConnection, {
    description: 'Pledges to it that you may follow, latest first: your own, or as the community’s work.',
  })
  @Access(visible)
  pledges(@Parent() ask: AskType, @Args() args: PledgeListArgs, @Load() load: LoadFunction): Promise<Page<PledgeType>> {
    return this.pager.children(load, pledgesOfAsk(ask, args), args);
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
    @Load() load: LoadFunction,
  ): Promise<Page<PledgeType>> {
    return this.pager.children(load, pledgesOfCampaign(campaign, args), args);
  }
}
