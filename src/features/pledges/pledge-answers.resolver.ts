import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { askShiftById, AskShiftType } from '../asks/index.js';
import { canGoToAnother } from './leaving.rules.js';
import { PledgeAnswersService } from './pledge-answers.service.js';
import {
  AcceptPlacePayload,
  PledgeState,
  PledgeType,
  ReconfirmPledgePayload,
  TakePartPayload,
} from './pledge.graphql.js';
import { AcceptPlaceInput, ReconfirmPledgeInput, TakePartInput } from './pledge.inputs.js';
import { handOverOf, partOnOfferOf, pledgeById } from './pledge.loaders.js';
import { canAnswerForPledge, canHandOver } from './pledge.policy.js';

@Resolver(() => PledgeType)
export class PledgeAnswersResolver {
  constructor(private readonly answers: PledgeAnswersService) {}

  @Access(canAnswerForPledge)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => ReconfirmPledgePayload, {
    description:
      'Confirms a pledge again after the terms of its ask changed, or after a stop lasted over its time. Whoever does not want to any more steps back, without fault.',
  })
  async reconfirmPledge(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReconfirmPledgeInput,
    @Load() load: LoadFunction,
  ): Promise<ReconfirmPledgePayload> {
    const { pledgeId } = await this.answers.reconfirm(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @Access(canAnswerForPledge)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => AcceptPlacePayload, {
    description:
      'Takes a place that came free so shortly before that it is offered, not given. After the offer has passed it works as long as the place is free still.',
  })
  async acceptPlace(
    @CurrentActor() actor: Actor,
    @Args('input') input: AcceptPlaceInput,
    @Load() load: LoadFunction,
  ): Promise<AcceptPlacePayload> {
    const { pledgeId } = await this.answers.accept(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @Access(canAnswerForPledge)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => TakePartPayload, {
    description: 'Makes do with less than was pledged, so that a pledge which is bigger than the gap finds room.',
  })
  async takePart(
    @CurrentActor() actor: Actor,
    @Args('input') input: TakePartInput,
    @Load() load: LoadFunction,
  ): Promise<TakePartPayload> {
    const { pledgeId } = await this.answers.takePart(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'How much of it would find room now, if it makes do with a part; null when it does not wait, or nothing would.',
  })
  @Access(visible)
  async partOnOffer(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<number | null> {
    if (pledge.state !== PledgeState.WAITLISTED) return null;
    const room = await load(partOnOfferOf, pledge.id);
    return room === null || room.gap < 1 || room.gap >= pledge.quantity ? null : room.gap;
  }

  @ResolveField(() => DateTime, {
    nullable: true,
    description:
      'Your own: until when a code is out by which someone else takes it over; null when none is. Make one with `offerHandOver`.',
  })
  @Access(visible)
  async handOverUntil(@Parent() pledge: PledgeType, @Load() load: LoadFunction): Promise<Date | null> {
    return pledge.isOwn ? ((await load(handOverOf, pledge.id))?.until ?? null) : null;
  }

  @ResolveField(() => Boolean, { description: 'Whether you may hand it over to someone else now.' })
  @Access(visible)
  viewerCanHandOver(@Parent() pledge: PledgeType, @CurrentActor() actor: Actor): boolean {
    return canGoToAnother(pledge) && canHandOver.allows(actor, pledge);
  }

  @ResolveField(() => AskShiftType, { nullable: true, description: 'The shift; null if it is done in none.' })
  @Access(visible)
  shift(@Parent() { shiftId }: PledgeType, @Load() load: LoadFunction): Promise<AskShiftType | null> {
    return shiftId === null ? Promise.resolve(null) : load(askShiftById, shiftId);
  }
}
