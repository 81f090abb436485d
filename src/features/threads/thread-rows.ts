import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import type { Deed } from '../record/index.js';
import type { PledgeQuestionType } from './question.graphql.js';
import type { ThreadMessageType, ThreadType } from './thread.graphql.js';
import { messageColumns, questionColumns, threadColumns, threadsOfPledges } from './thread.loaders.js';
import type { MessageFacts, ThreadFacts } from './thread.policy.js';

/** A thread as a command needs it. */
export type ThreadRow = ThreadType & { campaignId: string; pledgerId: string };

export async function seenThread(tx: Tx, pledgeId: string): Promise<ThreadRow> {
  const row = await tx.row<ThreadRow>(
    `SELECT ${threadColumns}, p.campaign_id AS "campaignId", p.pledger_id AS "pledgerId" FROM ${threadsOfPledges} WHERE p.id = $1`,
    [pledgeId],
  );
  if (!row) throw new NotFound();
  return row;
}

export async function seenQuestion(tx: Tx, questionId: string): Promise<PledgeQuestionType> {
  const row = await tx.row<PledgeQuestionType>(`SELECT ${questionColumns} FROM thread_question q WHERE q.id = $1`, [
    questionId,
  ]);
  if (!row) throw new NotFound();
  return row;
}

export type MessageRow = ThreadMessageType & { isMine: boolean };

export async function seenMessage(tx: Tx, messageId: string): Promise<MessageRow> {
  const row = await tx.row<MessageRow>(
    `SELECT ${messageColumns}, coalesce(a.is_mine, false) AS "isMine"
       FROM thread_message m LEFT JOIN app.message_authors($2) a ON a.message_id = m.id WHERE m.id = $1`,
    [messageId, [messageId]],
  );
  if (!row) throw new NotFound();
  return row;
}

export interface AskRow {
  id: string;
  communityId: string;
  campaignId: string;
  /** The community beside the host that speaks with its pledgers. */
  leadId: string | null;
}

export async function seenAsk(tx: Tx, askId: string): Promise<AskRow> {
  const row = await tx.row<AskRow>(
    `SELECT a.id, a.community_id AS "communityId", a.campaign_id AS "campaignId", app.thread_lead(a.community_id, a.id) AS "leadId"
       FROM ask a WHERE a.id = $1`,
    [askId],
  );
  if (!row) throw new NotFound();
  return row;
}

/** A pledger stands with the host, whoever leads the ask; for the community speak the people of whoever leads it. */
export function factsOf({ communityId, leadId, isOwn, pledgerStanding }: ThreadType): ThreadFacts {
  return { communityId, leadId: isOwn ? null : leadId, isOwn, pledgerStanding };
}

export function messageFacts(thread: ThreadType, { side, isMine }: Pick<MessageRow, 'side' | 'isMine'>): MessageFacts {
  return { ...factsOf(thread), side, isMine };
}

export interface Written {
  messageId: string;
  questionId: string | null;
  batchId: string;
}

interface Sending {
  kind: 'MESSAGE' | 'THANKS' | 'QUESTION';
  text: string;
  dueAt?: Date | null;
}

/** To one pledge of an ask, or to all live ones: one statement, whatever their number. */
export function writeToPledgers(
  tx: Tx,
  { communityId, askId }: { communityId: string; askId: string },
  pledgeId: string | null,
  { kind, text, dueAt }: Sending,
): Promise<Written[]> {
  return tx.rows<Written>(
    `SELECT message_id AS "messageId", question_id AS "questionId", batch_id AS "batchId" FROM app.write_to_pledgers($1, $2, $3, $4, $5, $6)`,
    [communityId, askId, pledgeId, kind, text, dueAt ?? null],
  );
}

/** Of the pledger's side it is the standing that made the pledge; else the community that speaks. */
export function threadDeed(
  { communityId, campaignId, isOwn, leadId, pledgerId }: ThreadRow,
  kind: Deed['kind'],
  subject: Pick<Deed, 'subjectType' | 'subjectId' | 'details'>,
): Deed {
  const signed = isOwn ? { by: pledgerId } : { leadId };
  return { communityId, campaignId, kind, ...subject, ...signed };
}

export function blocked() {
  return refuse(
    'THREAD_CLOSED',
    'The pledger takes no more messages here. Ask a question if something is still owed under the pledge.',
    'pledgeId',
  );
}
