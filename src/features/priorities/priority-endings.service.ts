import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Forbidden, refuse } from '../../platform/graphql/errors.js';
import { refuseIfLeft, visibleCampaign } from '../campaigns/index.js';
import { type Deed, record } from '../record/index.js';
import './priority.constraints.js';
import type { MergePrioritiesInput, RestorePriorityInput, WithdrawPriorityInput } from './priority-endings.inputs.js';
import {
  lockedPriorities,
  lockedPriority,
  priorityDeed,
  refuseIfOver,
  refusePutAside,
  seenPriorities,
  seenPriority,
} from './priority-rows.js';
import type { PriorityType } from './priority.graphql.js';
import { type Acting, merging, restoring, withdrawing } from './priority.policy.js';
import { isLive, isRestorable } from './priority.rules.js';

interface Ended {
  mandate_id: string;
  ask_ids: string[];
}

/** Withdraws, merges and restores priorities. Nothing here moves a rank: a gap stays where a ranked one was. */
@Injectable()
export class PriorityEndingsService {
  constructor(private readonly database: Database) {}

  withdraw(actor: Actor, input: WithdrawPriorityInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'withdrawPriority', input }, async (tx) => {
      const { priorityId, reason } = input;
      const { priority, acting } = await this.decided(tx, priorityId, withdrawing);
      refusePutAside(priority);
      if (acting.as === 'STEWARD' && reason == null) {
        throw refuse('REASON_REQUIRED', 'Say why: it is shown where the priority stood.', 'reason');
      }
      const ended = await tx.rows<Ended>('SELECT * FROM app.withdraw_priority($1, $2, $3, $4, $5)', [
        priority.communityId,
        priorityId,
        acting.leadId,
        acting.as,
        reason ?? null,
      ]);
      const deed = { kind: 'priority.withdrawn', leadId: acting.leadId, details: { as: acting.as } } as const;
      await record(
        tx,
        await priorityDeed(tx, priority, deed),
        ...ended.flatMap((one) => endings(priority, acting, one)),
      );
      return { priorityId };
    });
  }

  restore(actor: Actor, input: RestorePriorityInput): Promise<{ priorityId: string }> {
    return this.database.write(actor, { name: 'restorePriority', input }, async (tx) => {
      const { priorityId } = input;
      const { priority, acting } = await this.decided(tx, priorityId, restoring);
      await refuseRestoring(tx, priority);
      await tx.rows('SELECT app.restore_priority($1, $2, $3, $4)', [
        priority.communityId,
        priorityId,
        acting.leadId,
        acting.as,
      ]);
      const details = { as: acting.as, was: priority.state };
      await record(tx, await priorityDeed(tx, priority, { kind: 'priority.restored', leadId: acting.leadId, details }));
      return { priorityId };
    });
  }

  merge(actor: Actor, input: MergePrioritiesInput): Promise<{ intoId: string; mergedIds: string[] }> {
    return this.database.write(actor, { name: 'mergePriorities', input }, async (tx) => {
      const { intoId } = input;
      const fromIds = [...new Set(input.fromIds)];
      const seen = await seenPriority(tx, intoId);
      refuseOddMerge(seen, await seenPriorities(tx, fromIds));
      const sources = await lockedPriorities(tx, seen.communityId, [...fromIds, intoId]);
      const target = sources.pop() as PriorityType;
      const acting = merging(tx.actor, sources);
      if (acting === null) throw new Forbidden();
      const campaign = await visibleCampaign(tx, target.campaignId);
      refuseIfLeft(campaign, acting.leadId);
      refuseIfOver(campaign, 'intoId');
      refusePutAside(target, 'intoId');
      refuseUnmergeable(sources);
      await this.mergeInto(tx, target, fromIds, acting);
      return { intoId, mergedIds: fromIds };
    });
  }

  private async mergeInto(tx: Tx, into: PriorityType, fromIds: string[], acting: Acting): Promise<void> {
    const { communityId, campaignId } = into;
    const moved = await tx.rows<{ merged_id: string; mandate_ids: string[] }>(
      'SELECT * FROM app.merge_priorities($1, $2, $3, $4, $5)',
      [communityId, into.id, fromIds, acting.leadId, acting.as],
    );
    const deeds: Deed[] = [];
    for (const { merged_id: id, mandate_ids } of moved) {
      const deed = {
        kind: 'priority.merged',
        leadId: acting.leadId,
        details: { as: acting.as, intoId: into.id },
      } as const;
      deeds.push(await priorityDeed(tx, { communityId, campaignId, id }, deed));
      deeds.push(...mandate_ids.flatMap((mandate_id) => endings(into, acting, { mandate_id, ask_ids: [] })));
    }
    await record(tx, ...deeds);
  }

  /** The priority under its lock, and in what capacity the actor decides about it; who has none is refused. */
  private async decided(
    tx: Tx,
    priorityId: string,
    capacity: (actor: Actor, priority: PriorityType) => Acting | null,
  ): Promise<{ priority: PriorityType; acting: Acting }> {
    const seen = await seenPriority(tx, priorityId);
    if (capacity(tx.actor, seen) === null) throw new Forbidden();
    const priority = await lockedPriority(tx, seen);
    // A mandate may have named it while this waited: then it is no longer its proposer's.
    const acting = capacity(tx.actor, priority);
    if (acting === null) throw new Forbidden();
    const campaign = await visibleCampaign(tx, priority.campaignId);
    refuseIfLeft(campaign, acting.leadId);
    refuseIfOver(campaign, 'priorityId');
    return { priority, acting };
  }
}

async function refuseRestoring(tx: Tx, priority: PriorityType): Promise<void> {
  if (isLive(priority)) throw refuse('WRONG_STATE', 'It was neither withdrawn nor merged.', 'priorityId');
  const { now } = await tx.only<{ now: Date }>('SELECT now()');
  if (!isRestorable(priority, now)) {
    throw refuse('WRONG_STATE', 'It was put aside more than 14 days ago. Propose it anew.', 'priorityId');
  }
}

function refuseOddMerge(into: PriorityType, sources: readonly PriorityType[]): void {
  if (sources.length === 0) throw refuse('TOO_SHORT', 'Name at least one proposal to merge.', 'fromIds');
  if (sources.some(({ id }) => id === into.id)) {
    throw refuse('INVALID', 'Nothing is merged into itself. Leave it out of fromIds.', 'fromIds');
  }
  if (
    sources.some(({ communityId, campaignId }) => communityId !== into.communityId || campaignId !== into.campaignId)
  ) {
    throw refuse('INVALID', 'Only proposals of one campaign are merged. Leave those of others out.', 'fromIds');
  }
}

function refuseUnmergeable(sources: readonly PriorityType[]): void {
  for (const source of sources) {
    refusePutAside(source, 'fromIds');
    if (source.state === 'PROPOSED') continue;
    throw refuse(
      'WRONG_STATE',
      'The community stands behind one of these, so it goes on by itself. A steward may withdraw it.',
      'fromIds',
    );
  }
}

/** What ends with it, as deeds of whoever put it aside. Whoever pledged hears of a paused ask as when the clock ends a mandate. */
function endings({ communityId, campaignId }: PriorityType, { leadId }: Acting, ended: Ended): Deed[] {
  const where = { communityId, campaignId, leadId };
  const { mandate_id: mandateId, ask_ids } = ended;
  return [
    { ...where, kind: 'mandate.ended', subjectType: 'Mandate', subjectId: mandateId },
    ...ask_ids.map((subjectId): Deed => {
      const details = { because: 'MANDATE_ENDED', mandateId };
      return { ...where, kind: 'ask.paused', subjectType: 'Ask', subjectId, details };
    }),
  ];
}
