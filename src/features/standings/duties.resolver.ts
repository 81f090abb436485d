import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, CommunityType, membershipById } from '../communities/index.js';
import { SessionsService, ViewerType } from '../people/index.js';
import { DutiesService } from './duties.service.js';
import {
  AcceptDutyInput,
  AcceptDutyPayload,
  ChangeDutiesInput,
  ChangeDutiesPayload,
  ConfirmStewardInput,
  ConfirmStewardPayload,
  DeclineDutyInput,
  DeclineDutyPayload,
  DutyOfferType,
  ResignStewardshipInput,
  ResignStewardshipPayload,
} from './duty.graphql.js';
import { dutyOffersOf, ownDutyOffers, shortageOf } from './standing.loaders.js';
import {
  canChangeDuties,
  canConfirmSteward,
  canDeclineDuty,
  canResign,
  canSeeDutyOffers,
  canSeeShortage,
  canTakeDuty,
} from './standing.policy.js';

@Resolver(() => CommunityType)
export class DutiesResolver {
  constructor(
    private readonly duties: DutiesService,
    private readonly sessions: SessionsService,
  ) {}

  @Access(canChangeDuties)
  @Mutation(() => ChangeDutiesPayload, {
    description:
      'Offers someone affected the duty of a steward, or withdraws the offer. It takes effect when they accept.',
  })
  async changeDuties(
    @CurrentActor() actor: Actor,
    @Args('input') input: ChangeDutiesInput,
    @Load() load: LoadFunction,
  ): Promise<ChangeDutiesPayload> {
    return { offer: await open(load, await this.duties.change(actor, input)), userErrors: [] };
  }

  @Access(canConfirmSteward)
  @Mutation(() => ConfirmStewardPayload, {
    description:
      'While the community is short of stewards: confirms someone as a new one. Two people affected have to, besides the one confirmed, who then accepts.',
  })
  async confirmSteward(
    @CurrentActor() actor: Actor,
    @Args('input') input: ConfirmStewardInput,
    @Load() load: LoadFunction,
  ): Promise<ConfirmStewardPayload> {
    return { offer: await open(load, await this.duties.confirm(actor, input)), userErrors: [] };
  }

  @Access(canTakeDuty)
  @Mutation(() => AcceptDutyPayload, { description: 'Accepts the duty of a steward that was offered to you.' })
  async acceptDuty(
    @CurrentContext() context: RequestContext,
    @Args('input') input: AcceptDutyInput,
  ): Promise<AcceptDutyPayload> {
    const { membershipId } = await this.duties.accept(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    return { membership: await context.load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canDeclineDuty)
  @Mutation(() => DeclineDutyPayload, { description: 'Declines the duty of a steward that was offered to you.' })
  async declineDuty(
    @CurrentActor() actor: Actor,
    @Args('input') input: DeclineDutyInput,
    @Load() load: LoadFunction,
  ): Promise<DeclineDutyPayload> {
    const { membershipId } = await this.duties.decline(actor, input);
    return { membership: await load(membershipById, membershipId), userErrors: [] };
  }

  @Access(canResign)
  @Mutation(() => ResignStewardshipPayload, {
    description: 'Gives up being a steward, however few are left. You stay one of the people affected.',
  })
  async resignStewardship(
    @CurrentContext() context: RequestContext,
    @Args('input') input: ResignStewardshipInput,
  ): Promise<ResignStewardshipPayload> {
    const { communityId } = await this.duties.resign(context.actor, input);
    context.become(await this.sessions.renewed(context.actor));
    return { community: await context.load(communityById, communityId), userErrors: [] };
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description:
      'Whether there are fewer than two stewards; one is enough while fewer than three people are affected. While true nothing is removed, exported or loosened. For members.',
  })
  @Access(canSeeShortage)
  async isShortOfStewards(@Parent() { id }: CommunityType, @Load() load: LoadFunction): Promise<boolean | null> {
    return (await load(shortageOf, id))?.isShort ?? null;
  }

  @ResolveField(() => [DutyOfferType], {
    nullable: true,
    description: 'Who is asked to be a steward. For people affected, past probation.',
  })
  @Access(canSeeDutyOffers)
  dutyOffers(@Parent() { id }: CommunityType, @Load() load: LoadFunction): Promise<DutyOfferType[]> {
    return load(dutyOffersOf, id);
  }
}

@Resolver(() => ViewerType)
export class ViewerDutiesResolver {
  @ResolveField(() => [DutyOfferType], { description: 'Duties that are offered to you, oldest first.' })
  @Access(visible)
  dutyOffers(@Load() load: LoadFunction): Promise<DutyOfferType[]> {
    return load(ownDutyOffers, 'viewer');
  }
}

@Resolver(() => DutyOfferType)
export class DutyOffersResolver {
  @ResolveField(() => CommunityType, { nullable: true, description: 'The community.' })
  @Access(visible)
  community(@Parent() { communityId }: DutyOfferType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, communityId);
  }
}

async function open(
  load: LoadFunction,
  { communityId, offerId }: { communityId: string; offerId: string },
): Promise<DutyOfferType | null> {
  return (await load(dutyOffersOf, communityId)).find((one) => one.id === offerId) ?? null;
}
