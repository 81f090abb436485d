import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, membershipById } from '../communities/index.js';
import { SessionsService } from '../people/index.js';
import {
  ChangeMyMembershipInput,
  ChangeMyMembershipPayload,
  DisappearInput,
  DisappearPayload,
  LeaveCommunityInput,
  LeaveCommunityPayload,
} from './leaving.graphql.js';
import { LeavingService } from './leaving.service.js';
import { canDisappear, canLeave } from './standing.policy.js';

@Resolver()
export class LeavingResolver {
  constructor(
    private readonly leaving: LeavingService,
    private readonly sessions: SessionsService,
  ) {}

  @Access(canLeave)
  @Mutation(() => ChangeMyMembershipPayload, {
    description: 'Changes what you are called in a community, and whether you are listed there.',
  })
  async changeMyMembership(
    @CurrentActor() actor: Actor,
    @Args('input') input: ChangeMyMembershipInput,
    @Load() load: LoadFunction,
  ): Promise<ChangeMyMembershipPayload> {
    const { membershipId } = await this.leaving.change(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canLeave)
  @Mutation(() => LeaveCommunityPayload, {
    description:
      'Leaves a community, in whatever standing. Your duties end; what you pledged and did not report becomes free, without fault.',
  })
  async leaveCommunity(
    @CurrentContext() context: RequestContext,
    @Args('input') input: LeaveCommunityInput,
  ): Promise<LeaveCommunityPayload> {
    const { communityId } = await this.leaving.leave(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    return { community: await context.load(communityById, communityId), hasLeft: true, userErrors: [] };
  }

  @Access(canDisappear)
  @Mutation(() => DisappearPayload, {
    description:
      'For an emergency: hides you everywhere at once. Leaves every community, replaces what you were called in each by neutral words, takes back requests, vouches, invitations and pledges, ends all your sessions. Nobody can undo it; you come back only as someone newly admitted.',
  })
  async disappear(@CurrentActor() actor: Actor, @Args('input') input: DisappearInput): Promise<DisappearPayload> {
    await this.leaving.disappear(actor, input);
    return { isHidden: true, userErrors: [] };
  }
}
