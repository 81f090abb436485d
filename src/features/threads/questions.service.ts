import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { refuse } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import type { PledgeQuestionType } from './question.graphql.js';
import './thread.constraints.js';
import {
  factsOf,
  seenAsk,
  seenQuestion,
  seenThread,
  threadDeed,
  type ThreadRow,
  writeToPledgers,
} from './thread-rows.js';
import type {
  AnswerQuestionInput,
  AskPledgersInput,
  AskQuestionInput,
  ExtendQuestionInput,
  WithdrawQuestionInput,
} from './thread.inputs.js';
import { canAnswerQuestion, canWriteToPledger, canWriteToPledgers } from './thread.policy.js';
import { MOST_OPEN_QUESTIONS, takesQuestions, whyNotOpen } from './thread.rules.js';

/** Questions are on the record by their ids and times, never by their words. */
@Injectable()
export class QuestionsService {
  constructor(private readonly database: Database) {}

  ask(actor: Actor, input: AskQuestionInput): Promise<{ questionId: string }> {
    return this.database.write(actor, { name: 'askQuestion', input }, async (tx) => {
      const thread = await seenThread(tx, input.pledgeId);
      authorize(tx.actor, canWriteToPledger, factsOf(thread));
      refuseMore(thread);
      const [asked] = await writeToPledgers(tx, thread, thread.pledgeId, asking(input));
      if (asked?.questionId == null) throw movedMeanwhile();
      const { questionId, batchId } = asked;
      await record(tx, askedDeed(thread, questionId, batchId));
      return { questionId };
    });
  }

  askAll(actor: Actor, input: AskPledgersInput): Promise<{ askId: string; reached: number }> {
    return this.database.write(actor, { name: 'askPledgers', input }, async (tx) => {
      const { id: askId, communityId, campaignId, leadId } = await seenAsk(tx, input.askId);
      authorize(tx.actor, canWriteToPledgers, { communityId, leadId });
      const asked = await writeToPledgers(tx, { communityId, askId }, null, asking(input));
      const [first] = asked;
      if (first) {
        const details = { batchId: first.batchId, pledges: asked.length };
        const subject = { subjectType: 'Ask', subjectId: askId, details };
        await record(tx, { communityId, campaignId, leadId, kind: 'question.asked', ...subject });
      }
      return { askId, reached: asked.length };
    });
  }

  answer(actor: Actor, input: AnswerQuestionInput): Promise<{ questionId: string }> {
    return this.database.write(actor, { name: 'answerQuestion', input }, async (tx) => {
      const { question, thread } = await questionFor(tx, input.questionId);
      authorize(tx.actor, canAnswerQuestion, factsOf(thread));
      refuseSettled(question);
      await tx.rows('SELECT app.write_to_community($1, $2, $3, $4)', [
        thread.communityId,
        thread.pledgeId,
        question.id,
        input.text,
      ]);
      await record(tx, changed(thread, 'question.answered', question));
      return { questionId: question.id };
    });
  }

  withdraw(actor: Actor, input: WithdrawQuestionInput): Promise<{ questionId: string; changed: number }> {
    return this.change(actor, 'withdrawQuestion', input, null);
  }

  extend(actor: Actor, input: ExtendQuestionInput): Promise<{ questionId: string; changed: number }> {
    return this.change(actor, 'extendQuestion', input, input.dueAt);
  }

  private change(
    actor: Actor,
    name: 'withdrawQuestion' | 'extendQuestion',
    input: WithdrawQuestionInput,
    dueAt: Date | null,
  ): Promise<{ questionId: string; changed: number }> {
    return this.database.write(actor, { name, input }, async (tx) => {
      const { question, thread } = await questionFor(tx, input.questionId);
      authorize(tx.actor, canWriteToPledger, factsOf(thread));
      refuseSettled(question);
      const { ids } = await tx.only<{ ids: string[] }>('SELECT app.change_questions($1, $2, $3, $4) AS ids', [
        thread.communityId,
        question.id,
        input.everywhere === true,
        dueAt,
      ]);
      if (!ids.includes(question.id)) throw dueAt === null ? movedMeanwhile() : notLater();
      const kind = dueAt === null ? 'question.withdrawn' : 'question.extended';
      await record(tx, changed(thread, kind, question, ids.length));
      return { questionId: question.id, changed: ids.length };
    });
  }
}

function asking({ text, dueAt }: Pick<AskPledgersInput, 'text' | 'dueAt'>) {
  return { kind: 'QUESTION' as const, text, dueAt: dueAt ?? null };
}

async function questionFor(tx: Tx, questionId: string): Promise<{ question: PledgeQuestionType; thread: ThreadRow }> {
  const question = await seenQuestion(tx, questionId);
  return { question, thread: await seenThread(tx, question.pledgeId) };
}

function refuseMore({ state, openCount }: ThreadRow): void {
  if (!takesQuestions(state)) {
    throw refuse(
      'WRONG_STATE',
      'Nothing is owed under this pledge any more. Send a message, which needs no answer.',
      'pledgeId',
    );
  }
  if (openCount >= MOST_OPEN_QUESTIONS) {
    throw refuse(
      'QUESTION_LIMIT',
      'Thirty questions wait for this pledger already. Withdraw some, or wait for answers.',
      'pledgeId',
    );
  }
}

function refuseSettled({ state }: PledgeQuestionType): void {
  const why = whyNotOpen(state);
  if (why !== null) throw refuse('WRONG_STATE', why, 'questionId');
}

function movedMeanwhile() {
  return refuse('WRONG_STATE', 'It changed at the same moment. Read it again, then decide.');
}

function notLater() {
  return refuse('OUT_OF_RANGE', 'The question has as much time already. Send a later time.', 'dueAt');
}

function askedDeed(thread: ThreadRow, questionId: string, batchId: string): Deed {
  const details = { pledgeId: thread.pledgeId, askId: thread.askId, batchId };
  return threadDeed(thread, 'question.asked', { subjectType: 'PledgeQuestion', subjectId: questionId, details });
}

function changed(thread: ThreadRow, kind: Deed['kind'], question: PledgeQuestionType, pledges?: number): Deed {
  const { pledgeId, askId } = thread;
  const details = { pledgeId, askId, ...(pledges !== undefined && { pledges }) };
  return threadDeed(thread, kind, { subjectType: 'PledgeQuestion', subjectId: question.id, details });
}
