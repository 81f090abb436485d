import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, NotFound, refuse } from '../../platform/graphql/errors.js';
import { actingFor, visibleCampaign } from '../campaigns/index.js';
import { record } from '../record/index.js';
import './priority.constraints.js';
import type {
  DiscussPriorityInput,
  PriorityRemarkType,
  RemoveRemarkInput,
  WithdrawRemarkInput,
} from './priority-remark.graphql.js';
import { livePriority, refuseIfOver } from './priority-rows.js';
import { remarkColumns } from './priority.loaders.js';
import { asSteward, canDiscussPriority, canWithdrawRemark } from './priority.policy.js';

/** What people say to each other is not on the record; that a steward took something away is. */
@Injectable()
export class PriorityRemarksService {
  constructor(private readonly database: Database) {}

  discuss(actor: Actor, input: DiscussPriorityInput): Promise<{ remarkId: string }> {
    return this.database.write(actor, { name: 'discussPriority', input }, async (tx) => {
      const { communityId, campaignId, id } = await livePriority(tx, input.priorityId);
      const campaign = await visibleCampaign(tx, campaignId);
      const leadId = actingFor(tx.actor, canDiscussPriority, campaign, input.leadId);
      refuseIfOver(campaign, 'priorityId');
      const remarkId = newId();
      await tx.rows('SELECT app.write_remark($1, $2, $3, $4, $5)', [communityId, id, remarkId, leadId, input.text]);
      return { remarkId };
    });
  }

  withdraw(actor: Actor, input: WithdrawRemarkInput): Promise<{ remarkId: string }> {
    return this.database.write(actor, { name: 'withdrawRemark', input }, async (tx) => {
      const { remarkId } = input;
      const remark = await seenRemark(tx, remarkId);
      authorize(tx.actor, canWithdrawRemark, remark);
      const { done } = await tx.only<{ done: boolean }>('SELECT app.withdraw_remark($1, $2) AS done', [
        remark.communityId,
        remarkId,
      ]);
      if (!done) throw gone();
      return { remarkId };
    });
  }

  remove(actor: Actor, input: RemoveRemarkInput): Promise<{ remarkId: string }> {
    return this.database.write(actor, { name: 'removeRemark', input }, async (tx) => {
      const { remarkId, reason } = input;
      const { communityId, campaignId, priorityId, ...remark } = await seenRemark(tx, remarkId);
      const acting = asSteward(tx.actor, { communityId }, remark.leadId);
      if (acting === null) throw new Forbidden();
      const { leadId } = acting;
      const { done } = await tx.only<{ done: boolean }>('SELECT app.remove_remark($1, $2, $3, $4) AS done', [
        communityId,
        remarkId,
        leadId,
        reason,
      ]);
      if (!done) throw gone();
      const subject = { subjectType: 'Priority', subjectId: priorityId, details: { remarkId } };
      await record(tx, { communityId, campaignId, leadId, kind: 'priority.remark_removed', ...subject });
      return { remarkId };
    });
  }
}

async function seenRemark(tx: Tx, remarkId: string): Promise<PriorityRemarkType> {
  const row = await tx.row<PriorityRemarkType>(`SELECT ${remarkColumns} FROM priority_remark r WHERE r.id = $1`, [
    remarkId,
  ]);
  if (!row) throw new NotFound();
  return row;
}

function gone() {
  return refuse('WRONG_STATE', 'This remark was taken back or away before.', 'remarkId');
}
