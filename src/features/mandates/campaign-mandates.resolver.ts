import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentContext, type RequestContext } from '../../platform/graphql/context.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CampaignType } from '../campaigns/index.js';
import { MandateType } from './mandate.graphql.js';
import { mandateColumns } from './mandate.loaders.js';

const MandateConnection = Connection(MandateType);

@Resolver(() => CampaignType)
export class CampaignMandatesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => MandateConnection, {
    description: 'Its mandates, newest first. Those that lack a signature are seen by insiders only.',
  })
  @Access(visible)
  mandates(
    @Parent() campaign: CampaignType,
    @Args() page: PageArgs,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<MandateType>> {
    return this.pager.page(
      reader,
      {
        scope: 'Campaign.mandates',
        select: mandateColumns,
        from: 'mandate m',
        where: ['m.community_id = $1', 'm.campaign_id = $2'],
        params: [campaign.communityId, campaign.id],
        order: [
          { sql: 'm.created_at', type: 'timestamptz', direction: 'DESC' },
          { sql: 'm.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      page,
    );
  }
}
