import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type CampaignRow, dayIn, isOver, visibleCampaign } from '../campaigns/index.js';
import { record } from '../record/index.js';
import './round.constraints.js';
import type { RoundItemInput, SchedulePriorityRoundInput } from './round.inputs.js';
import { canScheduleRound } from './round.policy.js';
import { visibleRound } from './round.queries.js';
import { MOST_ITEMS, monthsAfter } from './round.rules.js';

const LONGEST_MS = 90 * 24 * 60 * 60 * 1000;

/** A steward announces a round. */
@Injectable()
export class SchedulingService {
  constructor(private readonly database: Database) {}

  schedule(actor: Actor, input: SchedulePriorityRoundInput): Promise<{ roundId: string }> {
    return this.database.write(actor, { name: 'schedulePriorityRound', input }, async (tx) => {
      const campaign = await visibleCampaign(tx, input.campaignId);
      authorize(tx.actor, canScheduleRound, { communityId: campaign.communityId });
      if (isOver(campaign.state)) {
        throw refuse('WRONG_STATE', 'The campaign has concluded, so its priorities stay as they are.', 'campaignId');
      }
      refuseTimes(input, campaign.now);
      const roundId = newId();
      await this.insert(tx, campaign, roundId, input);
      const count = await this.list(tx, campaign, roundId, input.items ?? null);
      await record(tx, {
        communityId: campaign.communityId,
        campaignId: campaign.id,
        kind: 'round.scheduled',
        subjectType: 'PriorityRound',
        subjectId: roundId,
        details: { priorities: count, successorOf: input.successorOfId ?? null },
      });
      return { roundId };
    });
  }

  private async insert(tx: Tx, campaign: CampaignRow, id: string, input: SchedulePriorityRoundInput): Promise<void> {
    refuseHalfABudget(input);
    await refuseForeignPredecessor(tx, campaign, input.successorOfId);
    await tx.rows(
      `INSERT INTO priority_round (community_id, id, campaign_id, method, voice, completion, quorum_percent, constituency_quorum_percent, objection_hours,
         review_on, opens_at, closes_at, budget, note, adopts_asks, successor_of, scheduled_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        campaign.communityId,
        id,
        campaign.id,
        ...Object.values(settingsOf(input, campaign)),
        tx.membershipIn(campaign.communityId).membershipId,
      ],
    );
  }

  /** What is asked for and what has a rank now; all there is, where nothing is asked for. Answers how many. */
  private async list(tx: Tx, campaign: CampaignRow, roundId: string, items: RoundItemInput[] | null): Promise<number> {
    const ids = items?.map(({ priorityId }) => priorityId) ?? null;
    if (ids !== null && new Set(ids).size < ids.length) {
      throw refuse('INVALID', 'Name each priority once.', 'items');
    }
    const listed = await tx.rows<{ id: string }>(
      `INSERT INTO round_item (community_id, round_id, priority_id, campaign_id, cost)
       SELECT p.community_id, $3, p.id, p.campaign_id, c.cost FROM priority p
         LEFT JOIN jsonb_to_recordset($5) AS c (id uuid, cost integer) ON c.id = p.id
        WHERE p.community_id = $1 AND p.campaign_id = $2 AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND ($4::uuid[] IS NULL OR p.rank IS NOT NULL OR p.id = ANY ($4))
        ORDER BY p.rank NULLS LAST, p.created_at, p.id LIMIT ${MOST_ITEMS + 1} RETURNING priority_id AS id`,
      [
        campaign.communityId,
        campaign.id,
        roundId,
        ids,
        JSON.stringify((items ?? []).map(({ priorityId, hours }) => ({ id: priorityId, cost: hours ?? null }))),
      ],
    );
    const found = new Set(listed.map(({ id }) => id));
    if (ids?.some((id) => !found.has(id)) === true) throw new NotFound();
    if (found.size > MOST_ITEMS) {
      throw refuse('TOO_MANY', 'A round lists at most 200 priorities. Name those to vote on in `items`.', 'items');
    }
    if (found.size === 0) {
      throw refuse('INVALID', 'There is no priority to vote on yet. Propose one first.', 'campaignId');
    }
    return found.size;
  }
}

const defaults = {
  method: 'PROPORTIONAL',
  voice: 'PER_COMMUNITY',
  completion: null,
  quorumPercent: 25,
  constituencyQuorumPercent: null,
  objectionHours: 72,
} as const;

/** In the order of the columns. */
function settingsOf(input: SchedulePriorityRoundInput, campaign: CampaignRow): Record<string, unknown> {
  const usual = input.method === 'EQUAL_SHARES' ? { ...defaults, completion: 'BY_SUPPORT' } : defaults;
  const chosen = Object.entries(usual).map(([name, value]): [string, unknown] => [
    name,
    input[name as keyof typeof usual] ?? value,
  ]);
  return {
    ...Object.fromEntries(chosen),
    reviewOn: reviewDay(input, campaign),
    opensAt: input.opensAt ?? null,
    closesAt: input.closesAt,
    budget: input.budgetHours ?? null,
    note: input.note ?? '',
    adoptsAsks: input.adoptsAsks ?? true,
    successorOf: input.successorOfId ?? null,
  };
}

function refuseHalfABudget({ method, budgetHours, completion }: SchedulePriorityRoundInput): void {
  const shares = method === 'EQUAL_SHARES';
  if (shares === (budgetHours != null) && (shares || completion == null)) return;
  throw refuse('INVALID', 'A budget, and what becomes of the rest of it, go with equal shares.', 'budgetHours');
}

function refuseTimes({ opensAt, closesAt }: SchedulePriorityRoundInput, now: Date): void {
  const from = opensAt ?? now;
  if (closesAt <= from) throw refuse('OUT_OF_RANGE', 'A round closes after it opens.', 'closesAt');
  if (closesAt.getTime() - now.getTime() > LONGEST_MS) {
    throw refuse('OUT_OF_RANGE', 'Let it close within 90 days from now. It can be extended later.', 'closesAt');
  }
}

function reviewDay({ reviewOn, closesAt }: SchedulePriorityRoundInput, { timeZone, now }: CampaignRow): string {
  const closes = dayIn(timeZone, closesAt);
  if (reviewOn == null) return monthsAfter(closes, 6);
  if (reviewOn <= closes) throw refuse('IN_THE_PAST', 'Look at it again on a day after it closes.', 'reviewOn');
  if (reviewOn > monthsAfter(dayIn(timeZone, now), 24)) {
    throw refuse('OUT_OF_RANGE', 'Look at it again within 24 months.', 'reviewOn');
  }
  return reviewOn;
}

async function refuseForeignPredecessor(tx: Tx, campaign: CampaignRow, id: string | null | undefined): Promise<void> {
  if (id == null) return;
  const before = await visibleRound(tx, id);
  if (before.campaignId !== campaign.id) throw new NotFound();
  if (before.state === 'OBJECTED') return;
  throw refuse('WRONG_STATE', 'Only a round to whose result was objected has a successor.', 'successorOfId');
}
