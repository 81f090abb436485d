import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import './thread.constraints.js';
import {
  blocked,
  factsOf,
  messageFacts,
  seenAsk,
  seenMessage,
  seenThread,
  type ThreadRow,
  writeToPledgers,
} from './thread-rows.js';
import type {
  MessagePledgersInput,
  SendMessageInput,
  ThankPledgerInput,
  ThankPledgersInput,
  WithdrawMessageInput,
} from './thread.inputs.js';
import { canSendMessage, canWithdrawMessage, canWriteToPledger, canWriteToPledgers } from './thread.policy.js';

/** What people write to each other is announced and not on the record. */
@Injectable()
export class MessagesService {
  constructor(private readonly database: Database) {}

  send(actor: Actor, input: SendMessageInput): Promise<{ messageId: string }> {
    return this.database.write(actor, { name: 'sendMessage', input }, async (tx) => {
      const thread = await seenThread(tx, input.pledgeId);
      authorize(tx.actor, canSendMessage, factsOf(thread));
      if (!thread.isOwn) return toPledger(tx, thread, 'MESSAGE', input.text);
      const { communityId, pledgeId } = thread;
      return tx.only<{ messageId: string }>('SELECT app.write_to_community($1, $2, NULL, $3) AS "messageId"', [
        communityId,
        pledgeId,
        input.text,
      ]);
    });
  }

  thank(actor: Actor, input: ThankPledgerInput): Promise<{ messageId: string }> {
    return this.database.write(actor, { name: 'thankPledger', input }, async (tx) => {
      const thread = await seenThread(tx, input.pledgeId);
      authorize(tx.actor, canWriteToPledger, factsOf(thread));
      return toPledger(tx, thread, 'THANKS', input.text);
    });
  }

  sendToAll(actor: Actor, input: MessagePledgersInput): Promise<{ askId: string; reached: number }> {
    return this.toAll(actor, { name: 'messagePledgers', kind: 'MESSAGE' }, input);
  }

  thankAll(actor: Actor, input: ThankPledgersInput): Promise<{ askId: string; reached: number }> {
    return this.toAll(actor, { name: 'thankPledgers', kind: 'THANKS' }, input);
  }

  withdraw(actor: Actor, input: WithdrawMessageInput): Promise<{ messageId: string; withdrawn: number }> {
    return this.database.write(actor, { name: 'withdrawMessage', input }, async (tx) => {
      const { messageId } = input;
      const message = await seenMessage(tx, messageId);
      authorize(tx.actor, canWithdrawMessage, messageFacts(await seenThread(tx, message.pledgeId), message));
      const { withdrawn } = await tx.only<{ withdrawn: number }>('SELECT app.withdraw_message($1, $2) AS withdrawn', [
        message.communityId,
        messageId,
      ]);
      if (withdrawn === 0) throw tooLate(message.kind);
      return { messageId, withdrawn };
    });
  }

  private toAll(
    actor: Actor,
    { name, kind }: { name: string; kind: 'MESSAGE' | 'THANKS' },
    input: MessagePledgersInput,
  ): Promise<{ askId: string; reached: number }> {
    return this.database.write(actor, { name, input }, async (tx) => {
      const { id: askId, communityId, leadId } = await seenAsk(tx, input.askId);
      authorize(tx.actor, canWriteToPledgers, { communityId, leadId });
      const written = await writeToPledgers(tx, { communityId, askId }, null, { kind, text: input.text });
      return { askId, reached: written.length };
    });
  }
}

async function toPledger(
  tx: Tx,
  thread: ThreadRow,
  kind: 'MESSAGE' | 'THANKS',
  text: string,
): Promise<{ messageId: string }> {
  const [written] = await writeToPledgers(tx, thread, thread.pledgeId, { kind, text });
  if (!written) throw blocked();
  return { messageId: written.messageId };
}

function tooLate(kind: string) {
  switch (kind) {
    case 'QUESTION':
      return refuse('WRONG_STATE', 'A question is taken back with withdrawQuestion.', 'messageId');
    case 'ANSWER':
      return refuse('WRONG_STATE', 'An answer stays. Write in the thread what should be known beside it.', 'messageId');
    default:
      return refuse(
        'WRONG_STATE',
        'It is gone already, or was written more than 15 minutes ago. Write what should be known beside it.',
        'messageId',
      );
  }
}
