import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, CommunityType } from '../communities/index.js';
import { ViewerType } from '../people/index.js';
import {
  ConfirmStewardRemovalInput,
  ConfirmStewardRemovalPayload,
  ObjectToStewardRemovalInput,
  ObjectToStewardRemovalPayload,
  PendingRemovalType,
  ProposeStewardRemovalInput,
  ProposeStewardRemovalPayload,
  RemovalNoticeType,
  RemoveMemberInput,
  RemoveMemberPayload,
  WithdrawStewardRemovalInput,
  WithdrawStewardRemovalPayload,
} from './removal.graphql.js';
import { RemovalsService } from './removals.service.js';
import { ownRemovals, pendingRemovalsOf } from './standing.loaders.js';
import { canObject, canRemoveMember, canRemoveSteward, canSeeRemovals, canTakeRemovalBack } from './standing.policy.js';

@Resolver(() => CommunityType)
export class RemovalsResolver {
  constructor(private readonly removals: RemovalsService) {}

  @Access(canRemoveMember)
  @Mutation(() => RemoveMemberPayload, {
    description:
      'Removes an affected person who is no steward, at once. What they reported stays attestable; the rest of what they pledged becomes free.',
  })
  async removeMember(
    @CurrentActor() actor: Actor,
    @Args('input') input: RemoveMemberInput,
    @Load() load: LoadFunction,
  ): Promise<RemoveMemberPayload> {
    const { communityId } = await this.removals.remove(actor, input);
    return { community: await load(communityById, communityId), userErrors: [] };
  }

  @Access(canRemoveSteward)
  @Mutation(() => ProposeStewardRemovalPayload, {
    description:
      'Proposes to remove another steward. A second steward has to confirm, and two stewards have to remain.',
  })
  async proposeStewardRemoval(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProposeStewardRemovalInput,
    @Load() load: LoadFunction,
  ): Promise<ProposeStewardRemovalPayload> {
    return { removal: await pending(load, await this.removals.propose(actor, input)), userErrors: [] };
  }

  @Access(canRemoveSteward)
  @Mutation(() => ConfirmStewardRemovalPayload, {
    description:
      'Confirms, as the second of two stewards, the removal of a third. Everyone affected is told; after 72 hours without an objection it takes effect.',
  })
  async confirmStewardRemoval(
    @CurrentActor() actor: Actor,
    @Args('input') input: ConfirmStewardRemovalInput,
    @Load() load: LoadFunction,
  ): Promise<ConfirmStewardRemovalPayload> {
    return { removal: await pending(load, await this.removals.confirm(actor, input)), userErrors: [] };
  }

  @Access(canObject)
  @Mutation(() => ObjectToStewardRemovalPayload, {
    description:
      'Ends the removal of a steward by an objection. Anyone affected may, but for the one it is about; it stands in the record.',
  })
  async objectToStewardRemoval(
    @CurrentActor() actor: Actor,
    @Args('input') input: ObjectToStewardRemovalInput,
    @Load() load: LoadFunction,
  ): Promise<ObjectToStewardRemovalPayload> {
    const { communityId } = await this.removals.object(actor, input);
    return { community: await load(communityById, communityId), userErrors: [] };
  }

  @Access(canTakeRemovalBack)
  @Mutation(() => WithdrawStewardRemovalPayload, {
    description: 'Ends the removal of a steward, by one of the two who stand behind it.',
  })
  async withdrawStewardRemoval(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawStewardRemovalInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawStewardRemovalPayload> {
    const { communityId } = await this.removals.withdraw(actor, input);
    return { community: await load(communityById, communityId), userErrors: [] };
  }

  @ResolveField(() => [PendingRemovalType], {
    nullable: true,
    description: 'Removals of stewards that wait for a second steward or for objections. For everyone affected.',
  })
  @Access(canSeeRemovals)
  pendingRemovals(@Parent() { id }: CommunityType, @Load() load: LoadFunction): Promise<PendingRemovalType[]> {
    return load(pendingRemovalsOf, id);
  }
}

@Resolver(() => ViewerType)
export class ViewerRemovalsResolver {
  @ResolveField(() => [RemovalNoticeType], { description: 'Communities that removed you, and why.' })
  @Access(visible)
  removals(@Load() load: LoadFunction): Promise<RemovalNoticeType[]> {
    return load(ownRemovals, 'viewer');
  }
}

@Resolver(() => RemovalNoticeType)
export class RemovalNoticesResolver {
  @ResolveField(() => CommunityType, { nullable: true, description: 'The community; null if you may not see it.' })
  @Access(visible)
  community(@Parent() { communityId }: RemovalNoticeType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, communityId);
  }
}

async function pending(
  load: LoadFunction,
  { communityId, removalId }: { communityId: string; removalId: string },
): Promise<PendingRemovalType | null> {
  return (await load(pendingRemovalsOf, communityId)).find((one) => one.id === removalId) ?? null;
}
