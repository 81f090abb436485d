import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Connection } from '../../platform/graphql/connection.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import { NotFound } from '../../platform/graphql/errors.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { PageArgs } from '../../platform/graphql/page-args.js';
import { type Page, Pager } from '../../platform/graphql/pager.js';
import { PledgeType } from '../pledges/index.js';
import { PledgeQuestionType } from './question.graphql.js';
import { ThreadDoorsService } from './thread-doors.service.js';
import { factsOf } from './thread-rows.js';
import { ThreadMessageType, ThreadType } from './thread.graphql.js';
import { BlockThreadInput, CloseThreadInput, ReopenThreadInput, UnblockThreadInput } from './thread.inputs.js';
import { messageList, openQuestionList, ThreadMessageListArgs } from './thread.lists.js';
import { threadOf } from './thread.loaders.js';
import {
  BlockThreadPayload,
  CloseThreadPayload,
  ReopenThreadPayload,
  UnblockThreadPayload,
} from './thread.payloads.js';
import { canBlockThread, canSendMessage, canWriteToPledger } from './thread.policy.js';
import { MOST_OPEN_QUESTIONS, takesQuestions } from './thread.rules.js';

const ThreadMessageConnection = Connection(ThreadMessageType);
const PledgeQuestionConnection = Connection(PledgeQuestionType);

@Resolver(() => PledgeType)
export class PledgeThreadResolver {
  @ResolveField(() => ThreadType, { description: 'What its pledger and the community write to each other about it.' })
  @Access(visible)
  thread(@Parent() { id }: PledgeType, @Load() load: LoadFunction): Promise<ThreadType> {
    return threadFor(load, id);
  }
}

@Resolver(() => ThreadType)
export class ThreadsResolver {
  constructor(
    private readonly doors: ThreadDoorsService,
    private readonly pager: Pager,
  ) {}

  @ResolveField(() => ThreadMessageConnection, { description: 'What was written, newest first unless told otherwise.' })
  @Access(visible)
  messages(
    @Parent() { communityId, pledgeId }: ThreadType,
    @Args() args: ThreadMessageListArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<ThreadMessageType>> {
    const parent = { 'm.community_id': communityId, 'm.pledge_id': pledgeId };
    return this.pager.children(load, { ...messageList('Thread.messages', args), parent }, args);
  }

  @ResolveField(() => PledgeQuestionConnection, {
    description: 'The questions that wait for an answer of the pledger, most urgent first.',
  })
  @Access(visible)
  openQuestions(
    @Parent() { communityId, pledgeId }: ThreadType,
    @Args() args: PageArgs,
    @Load() load: LoadFunction,
  ): Promise<Page<PledgeQuestionType>> {
    const parent = { 'q.community_id': communityId, 'q.pledge_id': pledgeId };
    return this.pager.children(load, { ...openQuestionList('Thread.openQuestions'), parent }, args);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may write a message here now, on whichever side.' })
  @Access(visible)
  viewerCanWrite(@Parent() thread: ThreadType, @CurrentActor() actor: Actor): boolean {
    const isShut = thread.isOwn ? thread.isClosed : thread.isBlocked;
    return !isShut && canSendMessage.allows(actor, factsOf(thread));
  }

  @ResolveField(() => Boolean, { description: 'Whether you may ask a question here now, for the community.' })
  @Access(visible)
  viewerCanAsk(@Parent() thread: ThreadType, @CurrentActor() actor: Actor): boolean {
    const takesMore = takesQuestions(thread.state) && thread.openCount < MOST_OPEN_QUESTIONS;
    return takesMore && canWriteToPledger.allows(actor, factsOf(thread));
  }

  @ResolveField(() => Boolean, { description: 'Whether it is yours to block, as the pledger.' })
  @Access(visible)
  viewerCanBlock(@Parent() thread: ThreadType, @CurrentActor() actor: Actor): boolean {
    return canBlockThread.allows(actor, factsOf(thread));
  }

  @ResolveField(() => Boolean, { description: 'Whether it is yours to close, for the community.' })
  @Access(visible)
  viewerCanClose(@Parent() thread: ThreadType, @CurrentActor() actor: Actor): boolean {
    return canWriteToPledger.allows(actor, factsOf(thread));
  }

  @Access(canBlockThread)
  @Mutation(() => BlockThreadPayload, {
    description:
      'As the pledger: takes no more messages and thanks of the community in this thread. Questions still arrive while you owe anything under the pledge; to owe nothing, step back from it.',
  })
  async blockThread(
    @CurrentActor() actor: Actor,
    @Args('input') input: BlockThreadInput,
    @Load() load: LoadFunction,
  ): Promise<BlockThreadPayload> {
    const { pledgeId } = await this.doors.block(actor, input);
    return { thread: await threadFor(load, pledgeId), userErrors: [] };
  }

  @Access(canBlockThread)
  @Mutation(() => UnblockThreadPayload, { description: 'As the pledger: takes messages of the community here again.' })
  async unblockThread(
    @CurrentActor() actor: Actor,
    @Args('input') input: UnblockThreadInput,
    @Load() load: LoadFunction,
  ): Promise<UnblockThreadPayload> {
    const { pledgeId } = await this.doors.unblock(actor, input);
    return { thread: await threadFor(load, pledgeId), userErrors: [] };
  }

  @Access(canWriteToPledger)
  @Mutation(() => CloseThreadPayload, {
    description:
      'For the community: takes no more messages of the pledger in this thread. They can still answer questions, report what they did and step back. It is on the record.',
  })
  async closeThread(
    @CurrentActor() actor: Actor,
    @Args('input') input: CloseThreadInput,
    @Load() load: LoadFunction,
  ): Promise<CloseThreadPayload> {
    const { pledgeId } = await this.doors.close(actor, input);
    return { thread: await threadFor(load, pledgeId), userErrors: [] };
  }

  @Access(canWriteToPledger)
  @Mutation(() => ReopenThreadPayload, { description: 'For the community: takes messages of the pledger here again.' })
  async reopenThread(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReopenThreadInput,
    @Load() load: LoadFunction,
  ): Promise<ReopenThreadPayload> {
    const { pledgeId } = await this.doors.reopen(actor, input);
    return { thread: await threadFor(load, pledgeId), userErrors: [] };
  }
}

/** Whoever sees the pledge sees its thread. */
async function threadFor(load: LoadFunction, pledgeId: string): Promise<ThreadType> {
  const thread = await load(threadOf, pledgeId);
  if (!thread) throw new NotFound();
  return thread;
}
