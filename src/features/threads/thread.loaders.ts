import { batch } from '../../platform/graphql/loader.js';
import type { MessageReportType } from './message-report.graphql.js';
import type { PledgeQuestionType } from './question.graphql.js';
import type { ThreadMessageType, ThreadType } from './thread.graphql.js';

/** Of `thread_question q`: it waits for an answer. */
export const isOpen = 'q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL';
const isPast = 'q.due_at <= coalesce(q.held_since, now())';

/** A ThreadType, from `pledge p LEFT JOIN thread t`: every pledge has one, written in or not. */
export const threadColumns = `p.id AS "pledgeId", p.community_id AS "communityId", p.ask_id AS "askId", p.pledger_standing AS "pledgerStanding", p.state,
  app.thread_lead(p.community_id, p.ask_id) AS "leadId", p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) AS "isOwn",
  t.blocked_at IS NOT NULL AS "isBlocked", t.closed_at IS NOT NULL AS "isClosed",
  (SELECT count(*)::int FROM thread_question q WHERE q.community_id = p.community_id AND q.pledge_id = p.id AND ${isOpen}) AS "openCount"`;
export const threadsOfPledges = 'pledge p LEFT JOIN thread t ON t.community_id = p.community_id AND t.pledge_id = p.id';

export const messageColumns = `m.id, m.community_id AS "communityId", m.pledge_id AS "pledgeId", m.lead_id AS "leadId", coalesce(m.question_id, (SELECT q.id FROM thread_question q WHERE q.community_id = m.community_id AND q.message_id = m.id)) AS "questionId",
  m.kind, m.side, m.text, m.written_at AS "writtenAt", m.withdrawn_at AS "withdrawnAt", m.hidden_at AS "hiddenAt"`;

export const questionColumns = `q.id, q.community_id AS "communityId", q.message_id AS "messageId", q.pledge_id AS "pledgeId", q.ask_id AS "askId", q.due_at AS "dueAt",
  q.held_since IS NOT NULL AND ${isOpen} AS "clockIsHeld", q.answered_at AS "answeredAt",
  CASE WHEN q.answered_at IS NOT NULL THEN 'ANSWERED' WHEN q.withdrawn_at IS NOT NULL THEN 'WITHDRAWN' WHEN q.ended_at IS NOT NULL THEN 'ENDED'
       WHEN ${isPast} THEN 'OVERDUE' ELSE 'OPEN' END AS state`;

export const reportColumns = `r.id, r.community_id AS "communityId", r.message_id AS "messageId", r.side, r.reason, r.reported_at AS "reportedAt",
  r.settled_at AS "settledAt", r.outcome, r.note, r.hidden_text AS "hiddenText"`;

export const threadOf = batch<string, ThreadType>(
  'threadOf',
  (reader, ids) => reader.rows(`SELECT ${threadColumns} FROM ${threadsOfPledges} WHERE p.id = ANY ($1)`, [ids]),
  ({ pledgeId }) => pledgeId,
);

export const messageById = batch<string, ThreadMessageType>('messageById', (reader, ids) =>
  reader.rows(`SELECT ${messageColumns} FROM thread_message m WHERE m.id = ANY ($1)`, [ids]),
);

/** By the id of the question. */
export const answerOf = batch<string, ThreadMessageType>(
  'answerOf',
  (reader, ids) =>
    reader.rows(
      `SELECT ${messageColumns} FROM thread_question q
         JOIN thread_message m ON m.community_id = q.community_id AND m.question_id = q.id WHERE q.id = ANY ($1)`,
      [ids],
    ),
  ({ questionId }) => questionId ?? '',
);

export const questionById = batch<string, PledgeQuestionType>('questionById', (reader, ids) =>
  reader.rows(`SELECT ${questionColumns} FROM thread_question q WHERE q.id = ANY ($1)`, [ids]),
);

export const reportById = batch<string, MessageReportType>('reportById', (reader, ids) =>
  reader.rows(`SELECT ${reportColumns} FROM message_report r WHERE r.id = ANY ($1)`, [ids]),
);

/** Who wrote for the community, as far as the viewer may know, and whether it was the viewer, on either side. */
export const authorOf = batch<string, { id: string; pseudonym: string | null; isMine: boolean }>(
  'authorOf',
  (reader, ids) =>
    reader.rows(`SELECT message_id AS id, pseudonym, is_mine AS "isMine" FROM app.message_authors($1)`, [ids]),
);

/** Of asks with whose pledgers the viewer's community works. */
export const overdueCountOf = batch<string, { id: string; count: number }>('overdueCountOf', (reader, ids) =>
  reader.rows(
    `SELECT a.id, (SELECT count(*)::int FROM thread_question q
                    WHERE q.community_id = a.community_id AND q.ask_id = a.id AND ${isOpen} AND ${isPast}) AS count
       FROM ask a WHERE a.id = ANY ($1)
        AND (a.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]) OR app.leads_ask(a.community_id, a.id))`,
    [ids],
  ),
);
