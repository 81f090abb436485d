import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { AppScope, Scope } from '../../platform/access/scope.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, CurrentContext, Load, type RequestContext } from '../../platform/graphql/context.js';
import { Costs } from '../../platform/graphql/cost.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { askById, AskType } from '../asks/index.js';
import { ViewerType } from '../people/index.js';
import { pledgeById, PledgeType } from '../pledges/index.js';
import { PledgeQuestionState, PledgeQuestionType } from './question.graphql.js';
import { QuestionsService } from './questions.service.js';
import { factsOf } from './thread-rows.js';
import { ThreadMessageType } from './thread.graphql.js';
import {
  AnswerQuestionInput,
  AskPledgersInput,
  AskQuestionInput,
  ExtendQuestionInput,
  WithdrawQuestionInput,
} from './thread.inputs.js';
import { openQuestionList } from './thread.lists.js';
import { answerOf, messageById, overdueCountOf, questionById, threadOf } from './thread.loaders.js';
import {
  AnswerQuestionPayload,
  AskPledgersPayload,
  AskQuestionPayload,
  ExtendQuestionPayload,
  WithdrawQuestionPayload,
} from './thread.payloads.js';
import { canAnswerQuestion, canWriteToPledger, canWriteToPledgers } from './thread.policy.js';

const PledgeQuestionConnection = Connection(PledgeQuestionType);

@Resolver(() => ViewerType)
export class ViewerQuestionsResolver {
  constructor(private readonly pager: Pager) {}

  @ResolveField(() => PledgeQuestionConnection, {
    description:
      'Questions that wait for your answer, about pledges of yours and of organizations that you represent, in every community, most urgent first.',
  })
  @Access(visible)
  @Scope(AppScope.READ)
  openQuestions(
    @Args() args: PageArgs,
    @CurrentContext() { reader }: RequestContext,
  ): Promise<Page<PledgeQuestionType>> {
    const list = openQuestionList('Viewer.openQuestions');
    const own = [...list.where, 'q.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])'];
    return this.pager.page(reader, { ...list, where: own }, args);
  }
}

@Resolver(() => AskType)
export class AskQuestionsResolver {
  @ResolveField(() => Int, {
    nullable: true,
    description:
      'How many questions to its pledgers are overdue, for those who work with them: of allies who organize, to allies. Null for everyone else.',
  })
  @Access(visible)
  async overdueQuestionCount(@Parent() { id }: AskType, @Load() load: LoadFunction): Promise<number | null> {
    return (await load(overdueCountOf, id))?.count ?? null;
  }
}

@Resolver(() => PledgeQuestionType)
export class QuestionsResolver {
  constructor(private readonly questions: QuestionsService) {}

  @ResolveField(() => PledgeType, { nullable: true, description: 'The pledge that it is about.' })
  @Access(visible)
  pledge(@Parent() { pledgeId }: PledgeQuestionType, @Load() load: LoadFunction): Promise<PledgeType | null> {
    return load(pledgeById, pledgeId);
  }

  @ResolveField(() => ThreadMessageType, { nullable: true, description: 'What it asks.' })
  @Access(visible)
  message(@Parent() { messageId }: PledgeQuestionType, @Load() load: LoadFunction): Promise<ThreadMessageType | null> {
    return load(messageById, messageId);
  }

  @ResolveField(() => ThreadMessageType, { nullable: true, description: 'The answer; null while there is none.' })
  @Access(visible)
  async answer(@Parent() question: PledgeQuestionType, @Load() load: LoadFunction): Promise<ThreadMessageType | null> {
    return question.state === PledgeQuestionState.ANSWERED ? load(answerOf, question.id) : null;
  }

  @ResolveField(() => Boolean, { description: 'Whether it waits for your answer.' })
  @Access(visible)
  async viewerCanAnswer(
    @Parent() question: PledgeQuestionType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    const thread = await load(threadOf, question.pledgeId);
    return thread !== null && isOpen(question) && canAnswerQuestion.allows(actor, factsOf(thread));
  }

  @ResolveField(() => Boolean, { description: 'Whether you may take it back, or give it more time.' })
  @Access(visible)
  async viewerCanChange(
    @Parent() question: PledgeQuestionType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    const thread = await load(threadOf, question.pledgeId);
    return thread !== null && isOpen(question) && canWriteToPledger.allows(actor, factsOf(thread));
  }

  @Access(canWriteToPledger)
  @Costs(20)
  @Mutation(() => AskQuestionPayload, {
    description:
      'Asks a pledger something in the name of the community, to be answered by a time. While an answer is overdue they pledge nothing new to this community. At most 30 wait for one pledger under one pledge.',
  })
  async askQuestion(
    @CurrentActor() actor: Actor,
    @Args('input') input: AskQuestionInput,
    @Load() load: LoadFunction,
  ): Promise<AskQuestionPayload> {
    const { questionId } = await this.questions.ask(actor, input);
    return { question: await load(questionById, questionId), userErrors: [] };
  }

  @Access(canWriteToPledgers)
  @Costs(200)
  @Mutation(() => AskPledgersPayload, {
    description:
      'Asks everyone with a live pledge to an ask something, each in a thread of their own: none learns of the others. Answers how many it reached.',
  })
  async askPledgers(
    @CurrentActor() actor: Actor,
    @Args('input') input: AskPledgersInput,
    @Load() load: LoadFunction,
  ): Promise<AskPledgersPayload> {
    const { askId, reached } = await this.questions.askAll(actor, input);
    return { ask: await load(askById, askId), reached, userErrors: [] };
  }

  @Access(canAnswerQuestion)
  @Costs(20)
  @Mutation(() => AnswerQuestionPayload, {
    description: 'Answers a question about a pledge of yours, or of your organization: overdue ones too, once.',
  })
  async answerQuestion(
    @CurrentActor() actor: Actor,
    @Args('input') input: AnswerQuestionInput,
    @Load() load: LoadFunction,
  ): Promise<AnswerQuestionPayload> {
    const { questionId } = await this.questions.answer(actor, input);
    return { question: await load(questionById, questionId), userErrors: [] };
  }

  @Access(canWriteToPledger)
  @Mutation(() => WithdrawQuestionPayload, {
    description: 'Takes an open question back, so that nobody has to answer it. What it asked stays to be read.',
  })
  async withdrawQuestion(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawQuestionInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawQuestionPayload> {
    const { questionId, changed } = await this.questions.withdraw(actor, input);
    return { question: await load(questionById, questionId), withdrawn: changed, userErrors: [] };
  }

  @Access(canWriteToPledger)
  @Mutation(() => ExtendQuestionPayload, {
    description: 'Gives an open question more time. One that was overdue is so no more.',
  })
  async extendQuestion(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExtendQuestionInput,
    @Load() load: LoadFunction,
  ): Promise<ExtendQuestionPayload> {
    const { questionId, changed } = await this.questions.extend(actor, input);
    return { question: await load(questionById, questionId), extended: changed, userErrors: [] };
  }
}

function isOpen({ state }: PledgeQuestionType): boolean {
  return state === PledgeQuestionState.OPEN || state === PledgeQuestionState.OVERDUE;
}
