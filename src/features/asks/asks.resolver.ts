import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/access/access.decorator.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import type { Actor } from '../../platform/access/actor.js';
import { everyone } from '../../platform/access/rule.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { IdArg } from '../../platform/validation/index.js';
import { AskType } from './ask.graphql.js';
import {
  CancelAskInput,
  CloseAskInput,
  DraftAskInput,
  OpenAskInput,
  OpenAsksInput,
  PauseAskInput,
  ReviseAskInput,
  RotateAskLinkInput,
} from './ask.inputs.js';
import { askById } from './ask.loaders.js';
import {
  CancelAskPayload,
  CloseAskPayload,
  DraftAskPayload,
  OpenAskPayload,
  OpenAsksPayload,
  type OpenAsksResultType,
  PauseAskPayload,
  ReviseAskPayload,
  RotateAskLinkPayload,
} from './ask.payloads.js';
import { canDraftAsk, canRunAsks } from './ask.policy.js';
import { AskStatesService } from './ask-states.service.js';
import { AsksService } from './asks.service.js';

@Resolver(() => AskType)
export class AsksResolver {
  constructor(
    private readonly asks: AsksService,
    private readonly states: AskStatesService,
  ) {}

  @Access(everyone)
  @Query(() => AskType, { nullable: true, description: 'An ask by its id; null if there is none that you may see.' })
  ask(@IdArg() id: string, @Load() load: LoadFunction): Promise<AskType | null> {
    return load(askById, id);
  }

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => DraftAskPayload, {
    description: 'Writes an ask down. Nobody outside the community’s work sees it before it opens.',
  })
  async draftAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: DraftAskInput,
    @Load() load: LoadFunction,
  ): Promise<DraftAskPayload> {
    const { askId } = await this.asks.draft(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => ReviseAskPayload, {
    description:
      'Changes an ask. Drafts are changed by those who draft, open ones by organizers; what pledges accepted stays under its version.',
  })
  async reviseAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReviseAskInput,
    @Load() load: LoadFunction,
  ): Promise<ReviseAskPayload> {
    const { askId, isMaterial, pledgesAsked } = await this.asks.revise(actor, input);
    return { ask: await load(askById, askId), isMaterial, pledgesAsked, userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => OpenAskPayload, {
    description: 'Opens a draft, or a paused ask again, under a live mandate for its priority.',
  })
  async openAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: OpenAskInput,
    @Load() load: LoadFunction,
  ): Promise<OpenAskPayload> {
    const { askId } = await this.states.open(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => OpenAsksPayload, {
    description:
      'Opens up to 200 asks under one mandate. Those that cannot open say why; the others open all the same.',
  })
  async openAsks(
    @CurrentActor() actor: Actor,
    @Args('input') input: OpenAsksInput,
    @Load() load: LoadFunction,
  ): Promise<OpenAsksPayload> {
    const { results } = await this.states.openAll(actor, input);
    const opened = results.map(async ({ askId, userErrors }): Promise<OpenAsksResultType> => {
      return { askId, ask: userErrors.length === 0 ? await load(askById, askId) : null, userErrors };
    });
    return { results: await Promise.all(opened), userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => PauseAskPayload, {
    description: 'Takes no more pledges for now. Those made are kept, and step back freely.',
  })
  async pauseAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: PauseAskInput,
    @Load() load: LoadFunction,
  ): Promise<PauseAskPayload> {
    const { askId } = await this.states.pause(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => CloseAskPayload, {
    description: 'Takes no more pledges. Those that wait never start; the others run to their end.',
  })
  async closeAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: CloseAskInput,
    @Load() load: LoadFunction,
  ): Promise<CloseAskPayload> {
    const { askId } = await this.states.close(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => CancelAskPayload, {
    description:
      'Calls an ask off, and its pledges with it, without fault of anyone. Work already reported can still be attested.',
  })
  async cancelAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: CancelAskInput,
    @Load() load: LoadFunction,
  ): Promise<CancelAskPayload> {
    const { askId } = await this.states.cancel(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }

  @Access(canRunAsks)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => RotateAskLinkPayload, {
    description: 'Replaces the link of an ask, for when it got into the wrong hands.',
  })
  async rotateAskLink(
    @CurrentActor() actor: Actor,
    @Args('input') input: RotateAskLinkInput,
    @Load() load: LoadFunction,
  ): Promise<RotateAskLinkPayload> {
    const { askId } = await this.asks.rotateLink(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }
}
