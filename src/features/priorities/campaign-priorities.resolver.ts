import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { allowedFor, CampaignType, isOver } from '../campaigns/index.js';
import { PriorityType } from './priority.graphql.js';
import { prioritiesOfCampaign, PriorityListArgs } from './priority.lists.js';
import { canProposePriority } from './priority.policy.js';

const PriorityConnection = Connection(PriorityType);

@Resolver(() => CampaignType)
export class CampaignPrioritiesResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PriorityConnection, {
    description:
      'What the community needs: ranked ones first by rank, then the others, oldest first. Withdrawn and merged ones only where `states` asks for them; allies see those alone that the community once stood behind.',
  })
  @Access(visible)
  priorities(
    @Parent() campaign: CampaignType,
    @Args() args: PriorityListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PriorityType>> {
    return this.pager.children(load, prioritiesOfCampaign(campaign, args), args);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may propose a priority now.' })
  @Access(visible)
  viewerCanProposePriority(@Parent() campaign: CampaignType, @CurrentActor() actor: Actor): boolean {
    return !isOver(campaign.state) && allowedFor(actor, canProposePriority, campaign).length > 0;
  }
}
