import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access, visible } from '../../platform/access/access.decorator.js';
import type { Actor } from '../../platform/access/actor.js';
import { Costs } from '../../platform/graphql/cost.js';
import { CurrentActor, Load } from '../../platform/graphql/context.js';
import type { Load as LoadFunction } from '../../platform/graphql/loader.js';
import { askById } from '../asks/index.js';
import { communityById, CommunityType } from '../communities/index.js';
import { pledgeById, PledgeType } from '../pledges/index.js';
import { MessagesService } from './messages.service.js';
import { PledgeQuestionType } from './question.graphql.js';
import { messageFacts } from './thread-rows.js';
import { ThreadMessageKind, ThreadMessageType, ThreadSide } from './thread.graphql.js';
import {
  MessagePledgersInput,
  SendMessageInput,
  ThankPledgerInput,
  ThankPledgersInput,
  WithdrawMessageInput,
} from './thread.inputs.js';
import { authorOf, messageById, questionById, threadOf } from './thread.loaders.js';
import {
  MessagePledgersPayload,
  SendMessagePayload,
  ThankPledgerPayload,
  ThankPledgersPayload,
  WithdrawMessagePayload,
} from './thread.payloads.js';
import {
  canReportMessage,
  canSendMessage,
  canWithdrawMessage,
  canWriteToPledger,
  canWriteToPledgers,
} from './thread.policy.js';

/** Writing to one, and to all of an ask: nobody fills threads as fast as they can type. */
const ONE = 20;
const ALL = 200;

@Resolver(() => ThreadMessageType)
export class MessagesResolver {
  constructor(private readonly messages: MessagesService) {}

  @ResolveField(() => PledgeType, { nullable: true, description: 'The pledge that it is about.' })
  @Access(visible)
  pledge(@Parent() { pledgeId }: ThreadMessageType, @Load() load: LoadFunction): Promise<PledgeType | null> {
    return load(pledgeById, pledgeId);
  }

  @ResolveField(() => CommunityType, {
    nullable: true,
    description: 'The community that signs it; null for what the pledger wrote.',
  })
  @Access(visible)
  async signedBy(@Parent() message: ThreadMessageType, @Load() load: LoadFunction): Promise<CommunityType | null> {
    if (message.side === ThreadSide.PLEDGER) return null;
    return load(communityById, message.leadId ?? message.communityId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'The pseudonym of whoever wrote it for the community: for the people affected there, and of allies who organize for the others who do. Never told to the pledger; who the pledger is stands in the pledge.',
  })
  @Access(visible)
  async author(@Parent() { id }: ThreadMessageType, @Load() load: LoadFunction): Promise<string | null> {
    return (await load(authorOf, id))?.pseudonym ?? null;
  }

  @ResolveField(() => PledgeQuestionType, {
    nullable: true,
    description: 'The question that it asks or answers; null for other messages.',
  })
  @Access(visible)
  async question(
    @Parent() { questionId }: ThreadMessageType,
    @Load() load: LoadFunction,
  ): Promise<PledgeQuestionType | null> {
    return questionId === null ? null : load(questionById, questionId);
  }

  @ResolveField(() => Boolean, {
    description: 'Whether you may still take it back: a message of yours, written less than 15 minutes ago.',
  })
  @Access(visible)
  async viewerCanWithdraw(
    @Parent() message: ThreadMessageType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    const facts = await factsFor(message, load);
    return facts !== null && isRecent(message) && isThere(message) && canWithdrawMessage.allows(actor, facts);
  }

  @ResolveField(() => Boolean, { description: 'Whether you may report it: it was not written by you.' })
  @Access(visible)
  async viewerCanReport(
    @Parent() message: ThreadMessageType,
    @CurrentActor() actor: Actor,
    @Load() load: LoadFunction,
  ): Promise<boolean> {
    const facts = await factsFor(message, load);
    return facts !== null && isThere(message) && canReportMessage.allows(actor, facts);
  }

  @Access(canSendMessage)
  @Costs(ONE)
  @Mutation(() => SendMessagePayload, {
    description:
      'Writes about a pledge: as its pledger to the community, or for the community, in its name, to the pledger.',
  })
  async sendMessage(
    @CurrentActor() actor: Actor,
    @Args('input') input: SendMessageInput,
    @Load() load: LoadFunction,
  ): Promise<SendMessagePayload> {
    const { messageId } = await this.messages.send(actor, input);
    return { message: await load(messageById, messageId), userErrors: [] };
  }

  @Access(canWriteToPledger)
  @Costs(ONE)
  @Mutation(() => ThankPledgerPayload, { description: 'Thanks the pledger of a pledge in the name of the community.' })
  async thankPledger(
    @CurrentActor() actor: Actor,
    @Args('input') input: ThankPledgerInput,
    @Load() load: LoadFunction,
  ): Promise<ThankPledgerPayload> {
    const { messageId } = await this.messages.thank(actor, input);
    return { message: await load(messageById, messageId), userErrors: [] };
  }

  @Access(canWriteToPledgers)
  @Costs(ALL)
  @Mutation(() => MessagePledgersPayload, {
    description:
      'Writes to everyone with a live pledge to an ask, each in a thread of their own: none learns of the others. Answers how many it reached.',
  })
  async messagePledgers(
    @CurrentActor() actor: Actor,
    @Args('input') input: MessagePledgersInput,
    @Load() load: LoadFunction,
  ): Promise<MessagePledgersPayload> {
    const { askId, reached } = await this.messages.sendToAll(actor, input);
    return { ask: await load(askById, askId), reached, userErrors: [] };
  }

  @Access(canWriteToPledgers)
  @Costs(ALL)
  @Mutation(() => ThankPledgersPayload, {
    description:
      'Thanks everyone with a live pledge to an ask in the name of the community, each in a thread of their own.',
  })
  async thankPledgers(
    @CurrentActor() actor: Actor,
    @Args('input') input: ThankPledgersInput,
    @Load() load: LoadFunction,
  ): Promise<ThankPledgersPayload> {
    const { askId, reached } = await this.messages.thankAll(actor, input);
    return { ask: await load(askById, askId), reached, userErrors: [] };
  }

  @Access(canWithdrawMessage)
  @Mutation(() => WithdrawMessagePayload, {
    description:
      'Takes back a message or thanks of yours within 15 minutes, from every thread into which you sent it at once. The words are gone for good; that something was taken back stays.',
  })
  async withdrawMessage(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawMessageInput,
    @Load() load: LoadFunction,
  ): Promise<WithdrawMessagePayload> {
    const { messageId, withdrawn } = await this.messages.withdraw(actor, input);
    return { message: await load(messageById, messageId), withdrawn, userErrors: [] };
  }
}

async function factsFor(message: ThreadMessageType, load: LoadFunction) {
  const [thread, author] = await Promise.all([load(threadOf, message.pledgeId), load(authorOf, message.id)]);
  return thread && messageFacts(thread, { side: message.side, isMine: author?.isMine ?? false });
}

function isThere({ withdrawnAt, hiddenAt, text }: ThreadMessageType): boolean {
  return withdrawnAt === null && hiddenAt === null && text !== null;
}

/** The database decides when it is taken back; this only saves a click. */
function isRecent({ kind, writtenAt }: ThreadMessageType): boolean {
  const isPlain = kind === ThreadMessageKind.MESSAGE || kind === ThreadMessageKind.THANKS;
  return isPlain && Date.now() - writtenAt.getTime() < 15 * 60_000;
}
