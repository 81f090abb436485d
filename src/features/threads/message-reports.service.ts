import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newTimelessId } from '../../platform/database/id.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import './thread.constraints.js';
import { messageFacts, seenMessage, seenThread } from './thread-rows.js';
import type { ReportMessageInput, SettleMessageReportInput } from './thread.inputs.js';
import { canReportMessage, canSettleReport } from './thread.policy.js';

@Injectable()
export class MessageReportsService {
  constructor(private readonly database: Database) {}

  report(actor: Actor, input: ReportMessageInput): Promise<{ messageId: string }> {
    return this.database.write(actor, { name: 'reportMessage', input }, async (tx) => {
      const { messageId, reason } = input;
      const message = await seenMessage(tx, messageId);
      authorize(tx.actor, canReportMessage, messageFacts(await seenThread(tx, message.pledgeId), message));
      // Its function puts it on the record, unsigned.
      const { came } = await tx.only<{ came: string }>('SELECT app.report_message($1, $2, $3, $4) AS came', [
        message.communityId,
        messageId,
        newTimelessId(),
        reason,
      ]);
      if (came === 'GONE') throw refuse('WRONG_STATE', 'Nothing is left of this message to report.', 'messageId');
      return { messageId };
    });
  }

  settle(actor: Actor, input: SettleMessageReportInput): Promise<{ reportId: string }> {
    return this.database.write(actor, { name: 'settleMessageReport', input }, async (tx) => {
      const { reportId, outcome, note } = input;
      const report = await tx.row<{ communityId: string; settles: boolean }>(
        `SELECT r.community_id AS "communityId", app.settles_report(r.community_id, r.message_id) AS settles
           FROM message_report r WHERE r.id = $1`,
        [reportId],
      );
      if (!report) throw new NotFound();
      const { communityId } = report;
      authorize(tx.actor, canSettleReport, report);
      const { done } = await tx.only<{ done: boolean }>('SELECT app.settle_report($1, $2, $3, $4) AS done', [
        communityId,
        reportId,
        outcome,
        note ?? null,
      ]);
      if (!done) throw refuse('WRONG_STATE', 'This report was settled before. Read what came of it.', 'reportId');
      const subject = { subjectType: 'MessageReport', subjectId: reportId, details: { outcome } };
      await record(tx, { communityId, kind: 'message.report_settled', ...subject });
      return { reportId };
    });
  }
}
