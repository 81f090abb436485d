import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { campaignById, type CampaignType, isOver } from '../campaigns/index.js';
import { MergePrioritiesInput, RestorePriorityInput, WithdrawPriorityInput } from './priority-endings.inputs.js';
import { PriorityEndingsService } from './priority-endings.service.js';
import { PriorityType } from './priority.graphql.js';
import { mergedList } from './priority.lists.js';
import { priorityById } from './priority.loaders.js';
import { MergePrioritiesPayload, RestorePriorityPayload, WithdrawPriorityPayload } from './priority.payloads.js';
import {
  type Acting,
  asSteward,
  canMergePriorities,
  canRestorePriority,
  canWithdrawPriority,
  merging,
  restoring,
  withdrawing,
} from './priority.policy.js';
import { isLive, isRestorable } from './priority.rules.js';

const MergedConnection = Connection(PriorityType);

@Resolver(() => PriorityType)
export class PriorityEndingsResolver {
  constructor(
    private readonly endings: PriorityEndingsService,
    private readonly pager: Pager,
  ) {}

  @ResolveField(() => PriorityType, {
    nullable: true,
    description: 'The priority that says it as well, into which it was merged; null while it was not.',
  })
  @Access(visible)
  async mergedInto(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<PriorityType | null> {
    return priority.mergedIntoId === null ? null : load(priorityById, priority.mergedIntoId);
  }

  @ResolveField(() => MergedConnection, {
    description: 'The proposals that were merged into it, for the people affected.',
  })
  @Access(visible)
  mergedFrom(
    @Parent() { communityId, id }: PriorityType,
    @Args() page: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PriorityType>> {
    const parent = { 'p.community_id': communityId, 'p.merged_into': id };
    return this.pager.children(load, { ...mergedList('Priority.mergedFrom'), parent }, page);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may withdraw it now: its proposer may until it is named, and a steward with a reason.',
  })
  @Access(visible)
  viewerCanWithdraw(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    return mayNow(isLive(priority) ? withdrawing(actor, priority) : null, priority, load);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may merge it into another now: a steward may, or its proposer, until it is named.',
  })
  @Access(visible)
  viewerCanMerge(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    return mayNow(priority.state === 'PROPOSED' ? merging(actor, [priority]) : null, priority, load);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may bring it back now: for 14 days after it was withdrawn or merged.',
  })
  @Access(visible)
  viewerCanRestore(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    return mayNow(isRestorable(priority, new Date()) ? restoring(actor, priority) : null, priority, load);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may set when it is looked at again: stewards may.' })
  @Access(visible)
  viewerCanSetReviewDate(
    @Parent() priority: PriorityType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    return mayNow(isLive(priority) ? asSteward(actor, priority, priority.leadId) : null, priority, load);
  }

  @Access(canWithdrawPriority)
  @Mutation(() => WithdrawPriorityPayload, {
    description:
      'Takes a priority back: your own proposal until the community stands behind it, or any as a steward with a reason. Ranks stay, so a gap may be left; its mandates end at once, and its open asks pause. Can be undone within 14 days by restorePriority.',
  })
  async withdrawPriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawPriorityInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawPriorityPayload> {
    const { priorityId } = await this.endings.withdraw(actor, input);
    return { priority: await load(priorityById, priorityId), userErrors: [] };
  }

  @Access(canRestorePriority)
  @Mutation(() => RestorePriorityPayload, {
    description:
      'Brings back a priority that was withdrawn or merged within the last 14 days, with its words, rank and discussion as they were. Mandates that ended stay ended; what had been merged into it before stays where it is.',
  })
  async restorePriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: RestorePriorityInput,
    @Load() load: LoadFunction,
  ): Promise<RestorePriorityPayload> {
    const { priorityId } = await this.endings.restore(actor, input);
    return { priority: await load(priorityById, priorityId), userErrors: [] };
  }

  @Access(canMergePriorities)
  @Mutation(() => MergePrioritiesPayload, {
    description:
      'Merges proposals into another priority that says the same. A steward of the host may, or whoever proposed every one of them. What was merged into them before goes along.',
  })
  async mergePriorities(
    @CurrentActor() actor: Actor,
    @Args('input') input: MergePrioritiesInput,
    @Load() load: LoadFunction,
  ): Promise<MergePrioritiesPayload> {
    const { intoId, mergedIds } = await this.endings.merge(actor, input);
    const merged = await Promise.all(mergedIds.map((id) => load(priorityById, id)));
    return { into: await load(priorityById, intoId), merged: merged.filter((one) => one !== null), userErrors: [] };
  }
}

/** While the campaign goes on, and the community in whose name it would be done takes part. */
async function mayNow(acting: Acting | null, { campaignId }: PriorityType, load: LoadFunction): Promise<boolean> {
  if (acting === null) return false;
  const campaign: CampaignType | null = await load(campaignById, campaignId);
  if (campaign === null || isOver(campaign.state)) return false;
  return acting.leadId === null || campaign.leadIds.includes(acting.leadId);
}
