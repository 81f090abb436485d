import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { communityById, CommunityType, membershipById, MembershipType } from '../communities/index.js';
import {
  InLanguageArgs,
  PriorityTranslationType,
  TranslatePriorityInput,
  TranslatePriorityPayload,
  WithdrawTranslationInput,
  WithdrawTranslationPayload,
} from './priority-translation.graphql.js';
import { PriorityTranslationsService } from './priority-translations.service.js';
import { PriorityType } from './priority.graphql.js';
import { priorityById, translationById, translationsOf } from './priority.loaders.js';
import {
  canSeeProposer,
  canTranslatePriority,
  canWithdrawTranslation,
  withdrawingTranslation,
} from './priority.policy.js';
import { wordsIn } from './priority.rules.js';

@Resolver(() => PriorityType)
export class PriorityWordsResolver {
  @ResolveField(() => [PriorityTranslationType], {
    description: 'It in further languages, by language from A to Z.',
  })
  @Access(visible)
  translations(@Parent() priority: PriorityType, @Load() load: LoadFunction): Promise<PriorityTranslationType[]> {
    return load(translationsOf, priority.id);
  }

  @ResolveField(() => String, {
    description:
      'The need for who reads this language: in exactly it, else in its base language (`pt` for `pt-BR`), else in another form of that, else as it was written.',
  })
  @Access(visible)
  async statementIn(
    @Parent() priority: PriorityType,
    @Args() { language }: InLanguageArgs,
    @Load() load: LoadFunction,
  ): Promise<string> {
    return wordsIn(language, priority, await load(translationsOf, priority.id)).statement;
  }

  @ResolveField(() => String, {
    description:
      'The details for who reads this language, chosen as `statementIn` is; as they were written where a translation has none.',
  })
  @Access(visible)
  async detailsIn(
    @Parent() priority: PriorityType,
    @Args() { language }: InLanguageArgs,
    @Load() load: LoadFunction,
  ): Promise<string> {
    return wordsIn(language, priority, await load(translationsOf, priority.id)).details;
  }
}

@Resolver(() => PriorityTranslationType)
export class PriorityTranslationsResolver {
  constructor(private readonly translations: PriorityTranslationsService) {}

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community for which it was translated: the host, or one that leads the campaign with it.',
  })
  @Access(visible)
  lead(@Parent() translation: PriorityTranslationType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    return load(communityById, translation.leadId ?? translation.communityId);
  }

  @ResolveField(() => MembershipType, {
    nullable: true,
    description:
      'Who translated it, for insiders of the community for which they did; null where you may not know who it is.',
  })
  @Access(canSeeProposer)
  async translatedBy(
    @Parent() { authorId }: PriorityTranslationType,
    @Load() load: LoadFunction,
  ): Promise<MembershipType | null> {
    return authorId === null ? null : load(membershipById, authorId);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may take it away: it is yours, or you are a steward.' })
  @Access(visible)
  viewerCanWithdraw(@Parent() translation: PriorityTranslationType, @CurrentActor() actor: Actor): boolean {
    return withdrawingTranslation(actor, translation) !== null;
  }

  @Access(canTranslatePriority)
  @Mutation(() => TranslatePriorityPayload, {
    description:
      'Puts a priority into a further language, for everyone who sees it. Replaces the translation that there is; only people affected can.',
  })
  async translatePriority(
    @CurrentActor() actor: Actor,
    @Args('input') input: TranslatePriorityInput,
    @Load() load: LoadFunction,
  ): Promise<TranslatePriorityPayload> {
    const { translationId } = await this.translations.translate(actor, input);
    return { translation: await load(translationById, translationId), userErrors: [] };
  }

  @Access(canWithdrawTranslation)
  @Mutation(() => WithdrawTranslationPayload, {
    description: 'Takes a translation away. Who reads that language sees the next best words from then on.',
  })
  async withdrawTranslation(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawTranslationInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawTranslationPayload> {
    const { priorityId } = await this.translations.withdraw(actor, input);
    return { priority: await load(priorityById, priorityId), userErrors: [] };
  }
}
