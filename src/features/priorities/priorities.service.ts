import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import {
  actingFor,
  type CampaignRow,
  dayIn,
  isOver,
  kept,
  refuseIfLeft,
  refuseStale,
  visibleCampaign,
} from '../campaigns/index.js';
import { record } from '../record/index.js';
import './priority.constraints.js';
import type { PriorityType } from './priority.graphql.js';
import type { ProposePriorityInput, RevisePriorityInput } from './priority.inputs.js';
import { priorityColumns } from './priority.loaders.js';
import { canProposePriority, canRevisePriority } from './priority.policy.js';

export type NewPriority = Omit<ProposePriorityInput, 'campaignId' | 'idempotencyKey'>;

@Injectable()
export class PrioritiesService {
  constructor(private readonly database: Database) {}

  propose(actor: Actor, input: ProposePriorityInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'proposePriority', input }, async (tx) => ({
      priorityId: await this.proposeWithin(tx, input.campaignId, input),
    }));
  }

  async proposeWithin(tx: Tx, campaignId: string, input: NewPriority): Promise<string> {
    const campaign = await visibleCampaign(tx, campaignId);
    const leadId = actingFor(tx.actor, canProposePriority, campaign, input.leadId);
    refuseIfOver(campaign, 'campaignId');
    refusePast(input.reviewOn, campaign);
    const { communityId } = campaign;
    const id = newId();
    await tx.rows(
      `INSERT INTO priority (community_id, id, campaign_id, statement, details, language, review_on, proposed_by, lead_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        communityId,
        id,
        campaignId,
        input.statement,
        input.details ?? '',
        input.language ?? campaign.language,
        input.reviewOn ?? null,
        leadId === null ? tx.membershipIn(communityId).membershipId : null,
        leadId,
      ],
    );
    const what = { kind: 'priority.proposed', subjectType: 'Priority', subjectId: id } as const;
    await record(tx, { ...what, communityId, campaignId, leadId });
    return id;
  }

  revise(actor: Actor, input: RevisePriorityInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'revisePriority', input }, async (tx) => {
      const { priorityId, expectedVersion } = input;
      const priority = await this.lockedOwn(tx, priorityId);
      refuseStale(priority, expectedVersion);
      const campaign = await visibleCampaign(tx, priority.campaignId);
      refuseIfLeft(campaign, priority.leadId);
      refuseIfOver(campaign, 'priorityId');
      refusePast(input.reviewOn, campaign);
      await tx.rows(
        `UPDATE priority SET statement = $3, details = $4, language = $5, review_on = $6, version = version + 1
          WHERE community_id = $1 AND id = $2`,
        [
          priority.communityId,
          priorityId,
          input.statement ?? priority.statement,
          input.details ?? priority.details,
          input.language ?? priority.language,
          kept(priority.reviewOn, input.reviewOn),
        ],
      );
      await record(tx, {
        communityId: priority.communityId,
        leadId: priority.leadId,
        kind: 'priority.revised',
        campaignId: campaign.id,
        subjectType: 'Priority',
        subjectId: priorityId,
        details: { version: priority.version + 1 },
      });
      return { priorityId };
    });
  }

  /** The sender's own proposal. A mandate that makes the community stand behind it waits, or is waited for. */
  private async lockedOwn(tx: Tx, priorityId: string): Promise<PriorityType> {
    const text = `SELECT ${priorityColumns} FROM priority p WHERE p.id = $1`;
    const seen = await tx.row<PriorityType>(text, [priorityId]);
    if (!seen) throw new NotFound();
    authorize(tx.actor, canRevisePriority, seen);
    const locked = await tx.row<PriorityType>(`${text} FOR NO KEY UPDATE`, [priorityId]);
    const priority = locked ?? (await tx.only<PriorityType>(text, [priorityId]));
    authorize(tx.actor, canRevisePriority, priority);
    return priority;
  }
}

function refuseIfOver(campaign: CampaignRow, field: string): void {
  if (!isOver(campaign.state)) return;
  throw refuse('WRONG_STATE', 'The campaign has concluded, so its priorities stay as they are.', field);
}

function refusePast(reviewOn: string | null | undefined, campaign: CampaignRow): void {
  if (reviewOn == null || reviewOn > dayIn(campaign.timeZone, campaign.now)) return;
  throw refuse('IN_THE_PAST', 'Look at it again on a day after today.', 'reviewOn');
}
