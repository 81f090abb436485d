import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import './fulfilment.constraints.js';
import type { ReportFulfilmentInput } from './fulfilment.inputs.js';
import { canReport } from './fulfilment.policy.js';
import { whyNotDue } from './fulfilment.rules.js';

interface Work {
  pledgeId: string;
  communityId: string;
  campaignId: string;
  pledgerId: string;
  pledgerStanding: string;
  isOwn: boolean;
}

/** The pledger's side. Their word reaches REPORTED and no further. */
@Injectable()
export class ReportsService {
  constructor(private readonly database: Database) {}

  /** Early, late, while the work stands still: what was done may always be said. */
  report(actor: Actor, input: ReportFulfilmentInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'reportFulfilment', input }, (tx) => this.reportWithin(tx, input));
  }

  /** Within a transaction of the pledger's. Whoever took it down for them is kept, since they cannot attest it. */
  async reportWithin(
    tx: Tx,
    input: Omit<ReportFulfilmentInput, 'idempotencyKey'>,
    takenBy: string | null = null,
  ): Promise<{ occurrenceId: string }> {
    const named = nameOf(input);
    const work = await workOf(tx, named.id);
    authorize(tx.actor, canReport, work);
    // Stepping back and promoting take the same locks: nobody leaves while they report.
    await tx.rows('SELECT app.lock_pledge($1, $2)', [work.communityId, work.pledgeId]);
    const occurrenceId = await dueUnder(tx, work, named);
    const reportId = newId();
    await tx.rows(
      `INSERT INTO fulfilment_report (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity, note, evidence, taken_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        work.communityId,
        reportId,
        occurrenceId,
        work.pledgerId,
        work.pledgerStanding,
        input.quantity,
        input.note ?? '',
        input.evidence ?? [],
        takenBy,
      ],
    );
    await record(tx, {
      communityId: work.communityId,
      campaignId: work.campaignId,
      kind: 'fulfilment.reported',
      subjectType: 'Occurrence',
      subjectId: occurrenceId,
      details: { pledgeId: work.pledgeId, reportId, quantity: input.quantity },
      by: work.pledgerId,
    });
    return { occurrenceId };
  }
}

interface Named {
  field: 'pledgeId' | 'occurrenceId';
  id: string;
}

function nameOf({ pledgeId, occurrenceId }: Omit<ReportFulfilmentInput, 'idempotencyKey'>): Named {
  if (pledgeId != null && occurrenceId == null) return { field: 'pledgeId', id: pledgeId };
  if (occurrenceId != null && pledgeId == null) return { field: 'occurrenceId', id: occurrenceId };
  throw refuse('INVALID', 'Send either the pledge or the occurrence that was done.', 'pledgeId');
}

/** Found by the id of the pledge or of an occurrence under it. */
async function workOf(tx: Tx, id: string): Promise<Work> {
  const work = await tx.row<Work>(
    `SELECT p.id AS "pledgeId", p.community_id AS "communityId", p.campaign_id AS "campaignId", p.pledger_id AS "pledgerId",
            p.pledger_standing AS "pledgerStanding", p.pledger_id = ANY (app.my_memberships()) AS "isOwn"
       FROM pledge p WHERE p.id = coalesce((SELECT o.pledge_id FROM occurrence o WHERE o.id = $1), $1)`,
    [id],
  );
  if (!work) throw new NotFound();
  return work;
}

async function dueUnder(tx: Tx, work: Work, named: Named): Promise<string> {
  const row = await tx.row<{ pledgeState: string; state: string | null; id: string | null }>(
    `SELECT p.state AS "pledgeState", o.state, o.id FROM pledge p
       LEFT JOIN occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id AND ($3::uuid IS NULL OR o.id = $3)
      WHERE p.community_id = $1 AND p.id = $2 ORDER BY o.state = 'DUE' DESC, o.state = 'REPORTED' DESC, o.state = 'NO_SHOW' DESC, o.due_at LIMIT 1`,
    [work.communityId, work.pledgeId, named.field === 'occurrenceId' ? named.id : null],
  );
  const against = whyNotDue(row?.pledgeState ?? '', row?.state ?? null, named.field);
  if (against) throw new Refusal(against);
  return row?.id ?? '';
}
