import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { CampaignType, isOver } from '../campaigns/index.js';
import { PriorityRoundType } from './round.graphql.js';
import { roundColumns } from './round.loaders.js';
import { canScheduleRound } from './round.policy.js';

const PriorityRoundConnection = Connection(PriorityRoundType);

@Resolver(() => CampaignType)
export class CampaignRoundsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PriorityRoundConnection, {
    description: 'Its rounds, newest first. Those whose result does not stand (yet) are seen by insiders only.',
  })
  @Access(visible)
  rounds(
    @Parent() campaign: CampaignType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PriorityRoundType>> {
    return this.pager.children(
      load,
      {
        scope: 'Campaign.rounds',
        select: roundColumns,
        from: 'priority_round r',
        where: [],
        params: [],
        parent: { 'r.community_id': campaign.communityId, 'r.campaign_id': campaign.id },
        order: [
          { sql: 'r.scheduled_at', type: 'timestamptz', direction: 'DESC' },
          { sql: 'r.id', type: 'uuid', direction: 'DESC' },
        ],
      },
      page,
    );
  }

  @ResolveField(() => Boolean, { description: 'Whether you may schedule a round now.' })
  @Access(visible)
  viewerCanScheduleRound(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return !isOver(campaign.state) && canScheduleRound.allows(actor, { communityId: campaign.communityId });
  }
}
