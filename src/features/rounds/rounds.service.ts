import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, refuse } from '../../platform/graphql/errors.js';
import { type Deed, record } from '../record/index.js';
import './round.constraints.js';
import type { PriorityRoundType } from './round.graphql.js';
import type {
  CancelPriorityRoundInput,
  ClosePriorityRoundInput,
  EstimatePriorityInput,
  ExtendPriorityRoundInput,
  OpenPriorityRoundInput,
} from './round.inputs.js';
import { canEstimatePriority, canRunRound } from './round.policy.js';
import { visibleRound } from './round.queries.js';

/** What stewards decide about a round. Opening, closing, counting and ratifying are the clock's, see `RoundCourse`. */
@Injectable()
export class RoundsService {
  constructor(private readonly database: Database) {}

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
      if (round.method !== 'EQUAL_SHARES') {
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
}

function deedOf(round: PriorityRoundType): Pick<Deed, 'communityId' | 'campaignId' | 'subjectType' | 'subjectId'> {
  const { communityId, campaignId, id } = round;
  return { communityId, campaignId, subjectType: 'PriorityRound', subjectId: id };
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
