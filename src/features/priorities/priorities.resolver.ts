import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { campaignById, CampaignType } from '../campaigns/index.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import { PrioritiesService } from './priorities.service.js';
import { SetPriorityReviewDateInput } from './priority-endings.inputs.js';
import { PriorityType } from './priority.graphql.js';
import { ProposePriorityInput, RevisePriorityInput } from './priority.inputs.js';
import { priorityById } from './priority.loaders.js';
import { ProposePriorityPayload, RevisePriorityPayload, SetPriorityReviewDatePayload } from './priority.payloads.js';
import { canProposePriority, canRevisePriority, canSeeProposer, canSetReviewDate } from './priority.policy.js';
import { isLive } from './priority.rules.js';

@Resolver(() => PriorityType)
export class PrioritiesResolver {
  constructor(private readonly priorities: PrioritiesService) {}

  @ResolveField(() => CampaignType, { nullable: true, description: 'The campaign that it belongs to.' })
  @Access(visible)
  campaign(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<CampaignType | null> {
    return load(campaignById, priority.campaignId);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community whose people proposed it: the host, or one that leads the campaign with it.',
  })
  @Access(visible)
  lead(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, priority.leadId ?? priority.communityId);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description:
      'Who proposed it, for insiders of the community whose people did; null where you may not know who it is.',
  })
  @Access(canSeeProposer)
  async proposedBy(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return priority.proposedById === null ? null : load(membershipById, priority.proposedById);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may revise it now: its proposer may, until the community stands behind it.',
  })
  @Access(visible)
  async viewerCanRevise(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (!isLive(priority) || !canRevisePriority.allows(actor, priority)) return false;
    const { leadId, campaignId } = priority;
    return leadId === null || ((await load(campaignById, campaignId))?.leadIds.includes(leadId) ?? false);
  }

  @Access(canProposePriority)
  @Mutation(() => ProposePriorityPayload, {
    description:
      'Proposes a need as a priority. Only people affected can; allies see it once the community stands behind it.',
  })
  async proposePriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProposePriorityInput,
    @Load() load: LoadFunction,
  ): Promise<ProposePriorityPayload> {
    const { priorityId } = await this.priorities.propose(actor, input);
    return { priority: await load(priorityById, priorityId), userErrors: [] };
  }

  @Access(canRevisePriority)
  @Mutation(() => RevisePriorityPayload, {
    description: 'Changes the words of your own proposal, until the community stands behind it.',
  })
  async revisePriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: RevisePriorityInput,
    @Load() load: LoadFunction,
  ): Promise<RevisePriorityPayload> {
    const { priorityId } = await this.priorities.revise(actor, input);
    return { priority: await load(priorityById, priorityId), userErrors: [] };
  }

  @Access(canSetReviewDate)
  @Mutation(() => SetPriorityReviewDatePayload, {
    description:
      'Sets when the community means to look at a priority again, named ones included. Mandates in force keep their end.',
  })
  async setPriorityReviewDate(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetPriorityReviewDateInput,
    @Load() load: LoadFunction,
  ): Promise<SetPriorityReviewDatePayload> {
    const { priorityId } = await this.priorities.setReviewDate(actor, input);
    return { priority: await load(priorityById, priorityId), userErrors: [] };
  }
}
