import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { inSavepoint } from '../../platform/database/savepoint.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse, type UserError } from '../../platform/graphql/errors.js';
import { priorityState, refusePutAside } from '../priorities/index.js';
import { type Deed, record } from '../record/index.js';
import { askDeed, keepTerms, loadAsk, lockAsk, settleAsk, refuseIfLeadLeft, type StoredAsk } from './ask-rows.js';
import './ask.constraints.js';
import type { CancelAskInput, CloseAskInput, OpenAskInput, OpenAsksInput, PauseAskInput } from './ask.inputs.js';
import { canRunAsks } from './ask.policy.js';
import { isOverdue } from './ask.rules.js';

export interface OpenedRow {
  askId: string;
  userErrors: UserError[];
}

/** Opens asks under mandates, pauses and ends them. */
@Injectable()
export class AskStatesService {
  constructor(private readonly database: Database) {}

  open(actor: Actor, input: OpenAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'openAsk', input }, (tx) => this.openWithin(tx, input));
  }

  /** Within a transaction of whoever opens it. */
  async openWithin(tx: Tx, input: Pick<OpenAskInput, 'askId' | 'mandateId'>): Promise<{ askId: string }> {
    const found = await loadAsk(tx, input.askId);
    authorize(tx.actor, canRunAsks, found);
    refuseIfLeadLeft(found);
    await refuseIfPriorityIsAside(tx, found);
    const mandateId =
      input.mandateId == null ? await liveMandateFor(tx, found) : await mandateFor(tx, found, input.mandateId);
    await tx.rows('SELECT app.lock_mandate($1, $2)', [found.communityId, mandateId]);
    const ask = await lockAsk(tx, found, 'open');
    if (ask.endsAt && ask.endsAt <= ask.now) {
      throw refuse('IN_THE_PAST', 'The time of this ask is over. Revise its end first.', 'askId');
    }
    if (ask.state === 'DRAFT' && ask.thresholdAt && ask.thresholdAt <= ask.now) {
      throw refuse('IN_THE_PAST', 'The time by which its threshold is to be met is over. Revise it first.', 'askId');
    }
    if (isOverdue(ask)) await this.pauseByClock(tx, ask);
    await tx.rows(
      `UPDATE ask SET state = 'OPEN', mandate_id = $3, paused_because = NULL, version = version + 1 WHERE community_id = $1 AND id = $2`,
      [ask.communityId, ask.id, mandateId],
    );
    await keepTerms(tx, ask);
    const details = { mandateId, termsVersion: ask.termsVersion, ...(stoodStill(ask) && { resumed: true }) };
    await record(tx, { ...askDeed(ask), kind: 'ask.opened', details });
    await settleAsk(tx, ask);
    return { askId: ask.id };
  }

  /** Each ask on its own: what can open does, and the others say why not. */
  openAll(actor: Actor, input: OpenAsksInput): Promise<{ results: OpenedRow[] }> {
    return this.database.write(actor, { name: 'openAsks', input }, async (tx) => {
      const { mandateId, askIds } = input;
      const mandate = await tx.row<{ communityId: string; leadId: string | null }>(
        'SELECT community_id AS "communityId", lead_id AS "leadId" FROM mandate WHERE id = $1',
        [mandateId],
      );
      if (!mandate) throw new NotFound();
      authorize(tx.actor, canRunAsks, mandate);
      await tx.rows('SELECT app.lock_mandate($1, $2)', [mandate.communityId, mandateId]);
      // All in one order before the first opens: two batches at once must not wait for each other's.
      await tx.rows('SELECT app.lock_asks($1, $2)', [mandate.communityId, askIds]);
      const results: OpenedRow[] = [];
      for (const [index, askId] of askIds.entries()) {
        const refusal = await attempt(tx, () => this.openWithin(tx, { askId, mandateId }));
        const path = ['input', 'askIds', String(index)];
        results.push({ askId, userErrors: (refusal?.errors ?? []).map((error) => ({ ...error, path })) });
      }
      return { results };
    });
  }

  pause(actor: Actor, input: PauseAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'pauseAsk', input }, async (tx) => {
      const ask = await this.runnable(tx, input.askId, 'pause');
      await tx.rows(
        `UPDATE ask SET state = 'PAUSED', paused_because = 'ORGANIZER', version = version + 1 WHERE community_id = $1 AND id = $2`,
        [ask.communityId, ask.id],
      );
      await record(tx, { ...askDeed(ask), kind: 'ask.paused', details: { because: 'ORGANIZER' } });
      return { askId: ask.id };
    });
  }

  close(actor: Actor, input: CloseAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'closeAsk', input }, async (tx) => {
      const ask = await this.runnable(tx, input.askId, 'close');
      await tx.rows(
        `UPDATE ask SET state = 'CLOSED', paused_because = NULL, version = version + 1 WHERE community_id = $1 AND id = $2`,
        [ask.communityId, ask.id],
      );
      await record(tx, { ...askDeed(ask), kind: 'ask.closed' }, ...(await endedPledges(tx, ask)));
      return { askId: ask.id };
    });
  }

  cancel(actor: Actor, input: CancelAskInput): Promise<{ askId: string }> {
    return this.database.write(actor, { name: 'cancelAsk', input }, async (tx) => {
      const ask = await this.runnable(tx, input.askId, 'cancel');
      await tx.rows(
        `UPDATE ask SET state = 'CANCELLED', paused_because = NULL, cancelled_because = $3, version = version + 1 WHERE community_id = $1 AND id = $2`,
        [ask.communityId, ask.id, input.reason],
      );
      await record(tx, { ...askDeed(ask), kind: 'ask.cancelled' }, ...(await endedPledges(tx, ask)));
      return { askId: ask.id };
    });
  }

  private async runnable(tx: Tx, askId: string, move: 'pause' | 'close' | 'cancel'): Promise<StoredAsk> {
    const found = await loadAsk(tx, askId);
    // What a lead that left has open is brought to its end by the host, as the host's own deed.
    const leadId = move === 'pause' || found.leadTakesPart ? found.leadId : null;
    authorize(tx.actor, canRunAsks, { ...found, leadId });
    if (leadId !== null) refuseIfLeadLeft(found);
    return { ...(await lockAsk(tx, found, move)), leadId };
  }

  /** Writes down what the clock already says, so that opening it again is a move from PAUSED and asks for a live mandate. */
  private async pauseByClock(tx: Tx, ask: StoredAsk): Promise<void> {
    await tx.rows(
      `UPDATE ask SET state = 'PAUSED', paused_because = 'MANDATE_ENDED' WHERE community_id = $1 AND id = $2`,
      [ask.communityId, ask.id],
    );
    await record(tx, {
      ...askDeed(ask),
      kind: 'ask.paused',
      details: { because: 'MANDATE_ENDED', mandateId: ask.mandateId },
    });
  }
}

/** Those who pledged to it were told that it stands still: they are told that it goes on. */
function stoodStill(ask: StoredAsk): boolean {
  return isOverdue(ask) || (ask.pausedBecause !== null && ask.pausedBecause !== 'ORGANIZER');
}

/** A proposal that was put aside is hidden from allies who organize: to them it is as good as withdrawn. */
async function refuseIfPriorityIsAside(tx: Tx, { priorityId }: StoredAsk): Promise<void> {
  const priority = await tx.row<{ state: string }>(`SELECT ${priorityState} AS state FROM priority p WHERE p.id = $1`, [
    priorityId,
  ]);
  refusePutAside(priority ?? { state: 'WITHDRAWN' }, 'askId');
}

async function mandateFor(tx: Tx, ask: StoredAsk, mandateId: string): Promise<string> {
  const mandate = await tx.row<{ priorityId: string; leadId: string | null }>(
    'SELECT priority_id AS "priorityId", lead_id AS "leadId" FROM mandate WHERE id = $1',
    [mandateId],
  );
  if (!mandate) throw new NotFound();
  if (mandate.leadId !== ask.leadId) throw foreignMandate();
  if (mandate.priorityId !== ask.priorityId) {
    throw refuse(
      'MANDATE_MISSING',
      'This mandate is for another priority. Name one for the priority of the ask.',
      'mandateId',
    );
  }
  return mandateId;
}

function foreignMandate(): Refusal {
  return refuse(
    'MANDATE_MISSING',
    'This mandate is given by another community than the one that leads the ask. Name one that the same community gives.',
    'mandateId',
  );
}

/** The one it was open under, if that is still in force; else the one that lasts longest. */
async function liveMandateFor(tx: Tx, ask: StoredAsk): Promise<string> {
  const mandate = await tx.row<{ id: string }>(
    `SELECT m.id FROM mandate m WHERE m.community_id = $1 AND m.priority_id = $2 AND m.state = 'LIVE' AND m.until > now()
        AND m.lead_id IS NOT DISTINCT FROM $4
      ORDER BY (m.id = $3) DESC NULLS LAST, m.until DESC, m.id LIMIT 1`,
    [ask.communityId, ask.priorityId, ask.mandateId, ask.leadId],
  );
  if (!mandate) {
    throw refuse(
      'MANDATE_MISSING',
      'There is no live mandate for the priority of this ask. Propose or sign one first.',
      'mandateId',
    );
  }
  return mandate.id;
}

async function endedPledges(tx: Tx, { communityId, campaignId, leadId, id }: StoredAsk): Promise<Deed[]> {
  const ended = await tx.rows<{ pledge_id: string; state: string }>('SELECT * FROM app.end_pledges($1, $2)', [
    communityId,
    [id],
  ]);
  return ended.map(({ pledge_id, state }) => ({
    communityId,
    campaignId,
    leadId,
    kind: 'pledge.ended',
    subjectType: 'Pledge',
    subjectId: pledge_id,
    details: { state, askId: id },
  }));
}

/** Why one of many was not opened; null if it was. */
async function attempt(tx: Tx, work: () => Promise<unknown>): Promise<Refusal | null> {
  const outcome = await inSavepoint(tx, work);
  if (outcome instanceof NotFound)
    return refuse('UNKNOWN_ASK', 'There is no such ask here, or it is not yours to see.');
  return outcome instanceof Refusal ? outcome : null;
}
