import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Config } from '../../config.js';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { signedIn } from '../../platform/access/rule.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { CONFIG } from '../../platform/http/config.token.js';
import { askById, askShiftById, AskShiftType, AskType, canPledge } from '../asks/index.js';
import {
  AcceptHandOverPayload,
  HandOverType,
  OfferHandOverPayload,
  WithdrawHandOverPayload,
} from './hand-over.graphql.js';
import { AcceptHandOverInput, OfferHandOverInput, WithdrawHandOverInput } from './hand-over.inputs.js';
import { handOverByCode } from './hand-over.queries.js';
import { handOverCode, HandOversService } from './hand-overs.service.js';
import { pledgeById } from './pledge.loaders.js';
import { canHandOver } from './pledge.policy.js';

@Resolver(() => HandOverType)
export class HandOversResolver {
  constructor(
    private readonly handOvers: HandOversService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Access(signedIn)
  @Query(() => HandOverType, {
    nullable: true,
    description:
      'What a hand-over is for, by its code or link; null if that is unknown, used, withdrawn or over, or not for you.',
  })
  async handOver(
    @Args('code', { description: 'The code, or the link that ends in it.' }) code: string,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<HandOverType | null> {
    const hash = handOverCode(code);
    return hash === null ? null : handOverByCode(reader, hash);
  }

  // Not for apps: the code gives something of the person's away, and is shown to them alone.
  @Access(canHandOver)
  @Mutation(() => OfferHandOverPayload, {
    description:
      'Makes a code by which someone else takes your pledge over, also when it is due soon: give it to an ally who can come instead. Until they accept, the pledge stays yours.',
  })
  async offerHandOver(
    @CurrentActor() actor: Actor,
    @Args('input') input: OfferHandOverInput,
  ): Promise<OfferHandOverPayload> {
    const { code, expiresAt } = await this.handOvers.offer(actor, input);
    return { link: `${this.config.publicUrl}/#${code}`, code, expiresAt, userErrors: [] };
  }

  @Access(canHandOver)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => WithdrawHandOverPayload, { description: 'Keeps a pledge after all: the code works no more.' })
  async withdrawHandOver(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawHandOverInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawHandOverPayload> {
    const { pledgeId } = await this.handOvers.withdraw(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @Access(canPledge)
  @Scope(AppScope.PLEDGE_WRITE)
  @Mutation(() => AcceptHandOverPayload, {
    description:
      'Takes a pledge over by its code: its place is yours, past everyone who waits, with as much and in the same shift. The pledge of an affected person is taken over by affected people only.',
  })
  async acceptHandOver(
    @CurrentActor() actor: Actor,
    @Args('input') input: AcceptHandOverInput,
    @Load() load: LoadFunction,
  ): Promise<AcceptHandOverPayload> {
    const { pledgeId } = await this.handOvers.accept(actor, input);
    return { pledge: await load(pledgeById, pledgeId), userErrors: [] };
  }

  @ResolveField(() => AskType, { nullable: true, description: 'The ask; null where it is not yours to see.' })
  @Access(visible)
  ask(@Parent() { askId }: HandOverType, @Load() load: LoadFunction): Promise<AskType | null> {
    return load(askById, askId);
  }

  @ResolveField(() => AskShiftType, { nullable: true, description: 'The shift; null if it is done in none.' })
  @Access(visible)
  shift(@Parent() { shiftId }: HandOverType, @Load() load: LoadFunction): Promise<AskShiftType | null> {
    return shiftId === null ? Promise.resolve(null) : load(askShiftById, shiftId);
  }
}
