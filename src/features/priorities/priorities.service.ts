import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden } from '../../platform/graphql/errors.js';
import { actingFor, kept, refuseIfLeft, refuseStale, visibleCampaign } from '../campaigns/index.js';
import { record } from '../record/index.js';
import './priority.constraints.js';
import type { SetPriorityReviewDateInput } from './priority-endings.inputs.js';
import {
  lockedPriority,
  priorityDeed,
  refuseIfOver,
  refusePutAside,
  refuseReview,
  seenPriority,
} from './priority-rows.js';
import type { PriorityType } from './priority.graphql.js';
import type { ProposePriorityInput, RevisePriorityInput } from './priority.inputs.js';
import { priorityColumns } from './priority.loaders.js';
import { asSteward, canProposePriority, canRevisePriority } from './priority.policy.js';

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
    refuseReview(input.reviewOn, campaign);
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
    await record(tx, await priorityDeed(tx, { communityId, campaignId, id }, { kind: 'priority.proposed', leadId }));
    return id;
  }

  revise(actor: Actor, input: RevisePriorityInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'revisePriority', input }, async (tx) => {
      const { priorityId, expectedVersion } = input;
      const priority = await this.lockedOwn(tx, priorityId);
      refusePutAside(priority);
      refuseStale(priority, expectedVersion);
      const campaign = await visibleCampaign(tx, priority.campaignId);
      refuseIfLeft(campaign, priority.leadId);
      refuseIfOver(campaign, 'priorityId');
      refuseReview(input.reviewOn, campaign);
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
      const { leadId, version } = priority;
      const what = { kind: 'priority.revised', leadId, details: { version: version + 1 } } as const;
      await record(tx, await priorityDeed(tx, priority, what));
      return { priorityId };
    });
  }

  /** Mandates in force keep their end: only what is decided from then on lasts until the new day. */
  setReviewDate(actor: Actor, input: SetPriorityReviewDateInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'setPriorityReviewDate', input }, async (tx) => {
      const { priorityId, expectedVersion, reviewOn } = input;
      const seen = await seenPriority(tx, priorityId);
      const acting = asSteward(tx.actor, seen, seen.leadId);
      if (acting === null) throw new Forbidden();
      const priority = await lockedPriority(tx, seen);
      refusePutAside(priority);
      refuseStale(priority, expectedVersion);
      const campaign = await visibleCampaign(tx, priority.campaignId);
      const { leadId } = acting;
      refuseIfLeft(campaign, leadId);
      refuseIfOver(campaign, 'priorityId');
      refuseReview(reviewOn, campaign);
      await tx.rows('SELECT app.set_priority_review_date($1, $2, $3, $4)', [
        priority.communityId,
        priorityId,
        leadId,
        reviewOn ?? null,
      ]);
      const details = { version: priority.version + 1, reviewOn: reviewOn ?? null };
      await record(tx, await priorityDeed(tx, priority, { kind: 'priority.review_date_set', leadId, details }));
      return { priorityId };
    });
  }

  /** The sender's own proposal. A mandate that makes the community stand behind it waits, or is waited for. */
  private async lockedOwn(tx: Tx, priorityId: string): Promise<PriorityType> {
    const seen = await seenPriority(tx, priorityId);
    authorize(tx.actor, canRevisePriority, seen);
    const locked = await tx.row<PriorityType>(
      `SELECT ${priorityColumns} FROM priority p WHERE p.id = $1 FOR NO KEY UPDATE`,
      [priorityId],
    );
    const priority = locked ?? (await seenPriority(tx, priorityId));
    authorize(tx.actor, canRevisePriority, priority);
    return priority;
  }
}
