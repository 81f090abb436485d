import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { AskType } from './ask.graphql.js';
import { askById } from './ask.loaders.js';
import { DuplicateAskPayload, PostAskPayload } from './ask.payloads.js';
import { canDraftAsk, canRunAsks } from './ask.policy.js';
import { DuplicateAskInput, PostAskInput } from './ask-posting.inputs.js';
import { AskPostingService } from './ask-posting.service.js';
import { AsksService } from './asks.service.js';

/** Asks that need not be written from nothing. */
@Resolver(() => AskType)
export class AskPostingResolver {
  constructor(
    private readonly posting: AskPostingService,
    private readonly asks: AsksService,
  ) {}

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => PostAskPayload, {
    description:
      'Posts an ask for a priority in one step: written down from a template or from what you send, and opened under the live mandate. If it cannot open, nothing is written.',
  })
  async postAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: PostAskInput,
    @Load() load: LoadFunction,
  ): Promise<PostAskPayload> {
    const { askId } = await this.posting.post(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => DuplicateAskPayload, {
    description:
      'Makes another draft of an ask: its words and limits, not its pledges, translations or link. Times stay as they are; with a new `startsAt` the others move as far as it does.',
  })
  async duplicateAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: DuplicateAskInput,
    @Load() load: LoadFunction,
  ): Promise<DuplicateAskPayload> {
    const { askId } = await this.asks.duplicate(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }
}
