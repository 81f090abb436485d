import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type CampaignRow, dayIn, isOver, visibleCampaign } from '../campaigns/index.js';
import { type Deed, record } from '../record/index.js';
import './round.constraints.js';
import { CompletionEnum, CountingMethodEnum, type PriorityRoundType, VoiceEnum } from './round.graphql.js';
import type {
  CancelPriorityRoundInput,
  ClosePriorityRoundInput,
  EstimatePriorityInput,
  ExtendPriorityRoundInput,
  OpenPriorityRoundInput,
  RoundItemInput,
  SchedulePriorityRoundInput,
} from './round.inputs.js';
import { canEstimatePriority, canRunRound, canScheduleRound } from './round.policy.js';
import { visibleRound } from './round.queries.js';
import { MOST_ITEMS, monthsAfter } from './round.rules.js';

const LONGEST_MS = 90 * 24 * 60 * 60 * 1000;

/** What stewards decide about a round. Opening, closing, counting and ratifying are the clock's, see `RoundCourse`. */
@Injectable()
export class RoundsService {
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

  /** From now on the clock opens it; whoever calls this lets it do so at once. */
  open(actor: Actor, input: OpenPriorityRoundInput): Promise<{ roundId: string }> {
    return this.database.write(actor, { name: 'openPriorityRound', input }, async (tx) => {
      const round = await this.runnable(tx, input.roundId);
      await refuseWhatCannotOpen(tx, round);
      const { at } = await tx.only<{ at: Date }>('SELECT app.move_opening($1, $2) AS at', [
        round.communityId,
        round.id,
      ]);
      await record(tx, { ...deedOf(round), kind: 'round.opening_moved', details: { at: at.toISOString() } });
      return { roundId: round.id };
    });
  }

  extend(actor: Actor, input: ExtendPriorityRoundInput): Promise<{ roundId: string }> {
    return this.moveClosing(actor, { name: 'extendPriorityRound', input }, input.closesAt);
  }

  /** From now on the clock closes it; whoever calls this lets it do so at once. */
  close(actor: Actor, input: ClosePriorityRoundInput): Promise<{ roundId: string }> {
    return this.moveClosing(actor, { name: 'closePriorityRound', input }, null);
  }

  cancel(actor: Actor, input: CancelPriorityRoundInput): Promise<{ roundId: string }> {
    return this.database.write(actor, { name: 'cancelPriorityRound', input }, async (tx) => {
      const round = await this.runnable(tx, input.roundId);
      await tx.rows('SELECT app.cancel_round($1, $2, $3)', [round.communityId, round.id, input.reason]);
      await record(tx, { ...deedOf(round), kind: 'round.cancelled' });
      return { roundId: round.id };
    });
  }

  estimate(actor: Actor, input: EstimatePriorityInput): Promise<{ roundId: string; priorityId: string }> {
    return this.database.write(actor, { name: 'estimatePriority', input }, async (tx) => {
      const round = await visibleRound(tx, input.roundId);
      authorize(tx.actor, canEstimatePriority, { communityId: round.communityId });
      if (round.method !== CountingMethodEnum.EQUAL_SHARES) {
        throw refuse('WRONG_STATE', 'Only a round with equal shares has costs.', 'roundId');
      }
      const changed = await tx.rows(
        'UPDATE round_item SET cost = $4 WHERE community_id = $1 AND round_id = $2 AND priority_id = $3 RETURNING priority_id',
        [round.communityId, round.id, input.priorityId, input.hours],
      );
      if (changed.length === 0) await refuseUnchanged(tx, round, input.priorityId);
      await record(tx, {
        ...deedOf(round),
        kind: 'round.estimated',
        details: { priorityId: input.priorityId, hours: input.hours },
      });
      return { roundId: round.id, priorityId: input.priorityId };
    });
  }

  private moveClosing(
    actor: Actor,
    command: { name: string; input: { roundId: string; idempotencyKey?: string | null } },
    to: Date | null,
  ): Promise<{ roundId: string }> {
    return this.database.write(actor, command, async (tx) => {
      const round = await this.runnable(tx, command.input.roundId);
      const { at } = await tx.only<{ at: Date }>('SELECT app.move_closing($1, $2, $3) AS at', [
        round.communityId,
        round.id,
        to,
      ]);
      await record(tx, { ...deedOf(round), kind: 'round.closing_moved', details: { at: at.toISOString() } });
      return { roundId: round.id };
    });
  }

  private async runnable(tx: Tx, roundId: string): Promise<PriorityRoundType> {
    const round = await visibleRound(tx, roundId);
    authorize(tx.actor, canRunRound, { communityId: round.communityId });
    return round;
  }

  private async insert(tx: Tx, campaign: CampaignRow, id: string, input: SchedulePriorityRoundInput): Promise<void> {
    const method = input.method ?? CountingMethodEnum.PROPORTIONAL;
    const shares = method === CountingMethodEnum.EQUAL_SHARES;
    if (shares !== (input.budgetHours != null) || (!shares && input.completion != null)) {
      throw refuse('INVALID', 'A budget, and what becomes of the rest of it, go with equal shares.', 'budgetHours');
    }
    await refuseForeignPredecessor(tx, campaign, input.successorOfId);
    await tx.rows(
      `INSERT INTO priority_round (community_id, id, campaign_id, method, voice, quorum_percent, constituency_quorum_percent, note, opens_at, closes_at,
         objection_hours, review_on, budget, completion, adopts_asks, successor_of, scheduled_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        campaign.communityId,
        id,
        campaign.id,
        method,
        input.voice ?? VoiceEnum.PER_COMMUNITY,
        input.quorumPercent ?? 25,
        input.constituencyQuorumPercent ?? null,
        input.note ?? '',
        input.opensAt ?? null,
        input.closesAt,
        input.objectionHours ?? 72,
        reviewDay(input, campaign),
        input.budgetHours ?? null,
        shares ? (input.completion ?? CompletionEnum.BY_SUPPORT) : null,
        input.adoptsAsks ?? true,
        input.successorOfId ?? null,
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
        WHERE p.community_id = $1 AND p.campaign_id = $2 AND ($4::uuid[] IS NULL OR p.rank IS NOT NULL OR p.id = ANY ($4))
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

function deedOf(round: PriorityRoundType): Pick<Deed, 'communityId' | 'campaignId' | 'subjectType' | 'subjectId'> {
  const { communityId, campaignId, id } = round;
  return { communityId, campaignId, subjectType: 'PriorityRound', subjectId: id };
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

async function refuseWhatCannotOpen(tx: Tx, round: PriorityRoundType): Promise<void> {
  const { complete, other, people } = await tx.only<{ complete: boolean; other: boolean; people: boolean }>(
    `SELECT app.round_is_complete($1, $2) AS complete, app.has_roll($1) AS people,
            EXISTS (SELECT FROM priority_round o WHERE o.community_id = $1 AND o.campaign_id = $3 AND o.id <> $2 AND o.state IN ('OPEN', 'CLOSED', 'COUNTED')) AS other`,
    [round.communityId, round.id, round.campaignId],
  );
  if (other) {
    const message = 'Another round of this campaign is under way. This one can open when that one is over.';
    throw refuse('ROUND_ALREADY_OPEN', message, 'roundId');
  }
  if (!complete) {
    throw refuse(
      'INVALID',
      'Something on its list has no cost yet, or the list is empty. Estimate each priority first.',
      'roundId',
    );
  }
  if (!people) {
    throw refuse('INVALID', 'Nobody could vote: there is no one affected whose probation is over.', 'roundId');
  }
}

async function refuseUnchanged(tx: Tx, round: PriorityRoundType, priorityId: string): Promise<never> {
  const listed = await tx.row('SELECT FROM round_item WHERE community_id = $1 AND round_id = $2 AND priority_id = $3', [
    round.communityId,
    round.id,
    priorityId,
  ]);
  if (!listed) throw new NotFound();
  throw refuse('WRONG_STATE', 'The list is frozen since the round opened.', 'roundId');
}
