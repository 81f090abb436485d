import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { AskType } from './ask.graphql.js';
import { askById } from './ask.loaders.js';
import { canDraftAsk } from './ask.policy.js';
import {
  AskInLanguageType,
  AskLanguageArgs,
  AskTranslationType,
  TranslateAskInput,
  TranslateAskPayload,
  WithdrawAskTranslationInput,
  WithdrawAskTranslationPayload,
} from './ask-translation.graphql.js';
import { askTranslationById, translationsOfAsk } from './ask-translation.loaders.js';
import { askIn } from './ask-translation.rules.js';
import { AskTranslationsService } from './ask-translations.service.js';

@Resolver(() => AskType)
export class AskWordsResolver {
  @ResolveField(() => [AskTranslationType], {
    description: 'It in further languages, by language from A to Z: at most 40.',
  })
  @Access(visible)
  translations(@Parent() ask: AskType, @Load() load: LoadFunction): Promise<AskTranslationType[]> {
    return load(translationsOfAsk, ask.id);
  }

  @ResolveField(() => AskInLanguageType, {
    description:
      'Its words for who reads this language: in exactly it, else in its base language (`pt` for `pt-BR`), else in another form of that, else as they were written. It says which of these, and whether they are current.',
  })
  @Access(visible)
  async inLanguage(
    @Parent() ask: AskType,
    @Args() { language }: AskLanguageArgs,
    @Load() load: LoadFunction,
  ): Promise<AskInLanguageType> {
    return askIn(language, ask, await load(translationsOfAsk, ask.id));
  }
}

@Resolver(() => AskTranslationType)
export class AskTranslationsResolver {
  constructor(private readonly translations: AskTranslationsService) {}

  @ResolveField(() => AskType, { nullable: true, description: 'The ask. Null where you may not see it.' })
  @Access(visible)
  ask(@Parent() translation: AskTranslationType, @Load() load: LoadFunction): Promise<AskType | null> {
    return load(askById, translation.askId);
  }

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => TranslateAskPayload, {
    description:
      'Puts an ask into a further language, for everyone who sees it. Replaces the translation that there is. Pledges accept the terms as they were written.',
  })
  async translateAsk(
    @CurrentActor() actor: Actor,
    @Args('input') input: TranslateAskInput,
    @Load() load: LoadFunction,
  ): Promise<TranslateAskPayload> {
    const { translationId } = await this.translations.translate(actor, input);
    return { translation: await load(askTranslationById, translationId), userErrors: [] };
  }

  @Access(canDraftAsk)
  @Scope(AppScope.ASK_WRITE)
  @Mutation(() => WithdrawAskTranslationPayload, {
    description: 'Takes a translation of an ask away. Who reads that language sees the next best words from then on.',
  })
  async withdrawAskTranslation(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawAskTranslationInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawAskTranslationPayload> {
    const { askId } = await this.translations.withdraw(actor, input);
    return { ask: await load(askById, askId), userErrors: [] };
  }
}
