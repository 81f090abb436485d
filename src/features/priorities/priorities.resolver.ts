import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { membershipById, MembershipType } from '../communities/index.js';
import { PriorityType } from './priority.graphql.js';
import { canRevisePriority, canSeeProposer } from './priority.policy.js';

@Resolver(() => PriorityType)
export class PrioritiesResolver {
  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign that it belongs to.' })
  @Access(visible)
  campaign(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, priority.campaignId);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description: 'Who proposed it, for insiders; null where you may not know who it is.',
  })
  @Access(canSeeProposer)
  proposedBy(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return load(membershipById, priority.proposedById);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may revise it now: its proposer may, until the community stands behind it.',
  })
  @Access(visible)
  viewerCanRevise(@Parent() priority: PriorityType, @CurrentActor() actor: Actor): boolean {
    return canRevisePriority.allows(actor, priority);
  }
}
