import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import { Connection } from '../../platform/graphql/connection.js';
import { Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
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
    @Load() load: LoadFunction,
  ): Promise<Page<MandateType>> {
    return this.pager.children(
      load,
      {
        scope: 'Campaign.mandates',
        select: mandateColumns,
        from: 'mandate m',
        where: [],
        params: [],
        parent: { 'm.community_id': campaign.communityId, 'm.campaign_id': campaign.id },
        order: [
          { sql: 'm.created_at', type: 'timestamptz', direction: 'DESC' },
          { sql: 'm.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      page,
    );
  }
}
