import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { allowedFor, campaignById, isOver } from '../campaigns/index.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import {
  DiscussPriorityInput,
  DiscussPriorityPayload,
  PriorityRemarkType,
  RemoveRemarkInput,
  RemoveRemarkPayload,
  WithdrawRemarkInput,
  WithdrawRemarkPayload,
} from './priority-remark.graphql.js';
import { PriorityRemarksService } from './priority-remarks.service.js';
import { PriorityType } from './priority.graphql.js';
import { PriorityRemarkListArgs, remarkList } from './priority.lists.js';
import { priorityById, remarkById } from './priority.loaders.js';
import {
  asSteward,
  canDiscussPriority,
  canRemoveRemark,
  canSeeProposer,
  canWithdrawRemark,
} from './priority.policy.js';
import { isLive } from './priority.rules.js';

const PriorityRemarkConnection = Connection(PriorityRemarkType);

@Resolver(() => PriorityType)
export class PriorityDiscussionResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PriorityRemarkConnection, {
    description:
      'What people said about it. For the people affected, of communities that lead the campaign too, and to read for allies who organize; empty for others.',
  })
  @Access(visible)
  discussion(
    @Parent() { communityId, id }: PriorityType,
    @Args() args: PriorityRemarkListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PriorityRemarkType>> {
    const parent = { 'r.community_id': communityId, 'r.priority_id': id };
    return this.pager.children(load, { ...remarkList('Priority.discussion', args), parent }, args);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may say something about it now, and translate it.' })
  @Access(visible)
  async viewerCanDiscuss(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    if (!isLive(priority)) return false;
    const campaign = await load(campaignById, priority.campaignId);
    return campaign !== null && !isOver(campaign.state) && allowedFor(actor, canDiscussPriority, campaign).length > 0;
  }
}

@Resolver(() => PriorityRemarkType)
export class PriorityRemarksResolver {
  constructor(private readonly remarks: PriorityRemarksService) {}

  @ResolveField(() => PriorityType, { nullable: true, description: 'The priority that it is about.' })
  @Access(visible)
  priority(@Parent() remark: PriorityRemarkType, @Load() load: LoadFunction): Promise<PriorityType | null> {
    return load(priorityById, remark.priorityId);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community for which it was said: the host, or one that leads the campaign with it.',
  })
  @Access(visible)
  lead(@Parent() remark: PriorityRemarkType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, remark.leadId ?? remark.communityId);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description:
      'Who said it, for insiders of the community for which they did; null where you may not know who it is.',
  })
  @Access(canSeeProposer)
  async author(@Parent() remark: PriorityRemarkType, @Load() load: LoadFunction): Promise<MembershipType | null> {
    return remark.authorId === null ? null : load(membershipById, remark.authorId);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may take it back: it is yours.' })
  @Access(visible)
  viewerCanWithdraw(@Parent() remark: PriorityRemarkType, @CurrentActor() actor: Actor): boolean {
    return isThere(remark) && canWithdrawRemark.allows(actor, remark);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may take it away as a steward.' })
  @Access(visible)
  viewerCanRemove(@Parent() remark: PriorityRemarkType, @CurrentActor() actor: Actor): boolean {
    return isThere(remark) && asSteward(actor, remark, remark.leadId) !== null;
  }

  @Access(canDiscussPriority)
  @Mutation(() => DiscussPriorityPayload, {
    description: 'Says something about a priority to the others affected. Allies who organize can read it.',
  })
  async discussPriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: DiscussPriorityInput,
    @Load() load: LoadFunction,
  ): Promise<DiscussPriorityPayload> {
    const { remarkId } = await this.remarks.discuss(actor, input);
    return { remark: await load(remarkById, remarkId), userErrors: [] };
  }

  @Access(canWithdrawRemark)
  @Mutation(() => WithdrawRemarkPayload, {
    description: 'Takes back what you said. The words are gone for good; that something was said stays.',
  })
  async withdrawRemark(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawRemarkInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawRemarkPayload> {
    const { remarkId } = await this.remarks.withdraw(actor, input);
    return { remark: await load(remarkById, remarkId), userErrors: [] };
  }

  @Access(canRemoveRemark)
  @Mutation(() => RemoveRemarkPayload, {
    description:
      'Takes away what someone said, with a reason that stands in its place. It is on the record that a steward did.',
  })
  async removeRemark(
    @CurrentActor() actor: Actor,
    @Args('input') input: RemoveRemarkInput,
    @Load() load: LoadFunction,
  ): Promise<RemoveRemarkPayload> {
    const { remarkId } = await this.remarks.remove(actor, input);
    return { remark: await load(remarkById, remarkId), userErrors: [] };
  }
}

function isThere({ isWithdrawn, removedAt }: PriorityRemarkType): boolean {
  return !isWithdrawn && removedAt === null;
}
