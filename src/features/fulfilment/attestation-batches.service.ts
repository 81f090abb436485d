import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal, refuse } from '../../platform/graphql/errors.js';
import { record } from '../record/index.js';
import { type BatchItem, batchFault, outcomeOf } from './attestation-batch.rules.js';
import { homeOf, locked, type Said, sayAll, type Work } from './community-word.js';
import './fulfilment.constraints.js';
import { canAttest, canPrepareAttestations } from './fulfilment.policy.js';
import { type Attesting, strangerLeftOut } from './fulfilment.rules.js';
import type {
  ConfirmAttestationsInput,
  ProposeAttestationsInput,
  WithdrawAttestationBatchInput,
} from './occurrence.inputs.js';

interface Batch extends Attesting {
  id: string;
  campaignId: string;
  proposedById: string;
  state: string;
}

/** Whoever organizes prepares; what counts is what an affected person says, in one action for all of it. */
@Injectable()
export class AttestationBatchesService {
  constructor(private readonly database: Database) {}

  propose(actor: Actor, input: ProposeAttestationsInput): Promise<{ batchId: string }> {
    return this.database.write(actor, { name: 'proposeAttestations', input }, async (tx) => {
      const ids = [...new Set(input.items.map((item) => item.occurrenceId))];
      const home = await homeOf(tx, ids);
      // It is prepared as the host's work, whoever is to give their word.
      authorize(tx.actor, canPrepareAttestations, { communityId: home.communityId });
      const found = await locked(tx, home, ids);
      const against = batchFault(input.items, found, home);
      if (against) throw new Refusal(against);
      const first = found.get(ids[0] ?? '') as Work;
      const batchId = newId();
      const { membershipId } = tx.membershipIn(home.communityId);
      await tx.rows(
        'INSERT INTO attestation_batch (community_id, id, campaign_id, lead_id, note, proposed_by) VALUES ($1, $2, $3, $4, $5, $6)',
        [home.communityId, batchId, first.campaignId, home.leadId, input.note ?? '', membershipId],
      );
      await insertItems(tx, home.communityId, batchId, input);
      await tell(tx, { ...home, id: batchId, campaignId: first.campaignId }, 'fulfilment.batch_proposed', {
        items: input.items.length,
      });
      return { batchId };
    });
  }

  confirm(actor: Actor, input: ConfirmAttestationsInput): Promise<{ batchId: string }> {
    return this.database.write(actor, { name: 'confirmAttestations', input }, async (tx) => {
      const batch = await visibleBatch(tx, input.batchId);
      authorize(tx.actor, canAttest, batch);
      await settle(tx, batch, 'CONFIRMED');
      const items = await itemsOf(tx, batch);
      const found = await locked(
        tx,
        batch,
        items.map(({ id }) => id),
      );
      const except = new Set(input.exceptOccurrenceIds ?? []);
      const inBatch = new Set(items.map(({ id }) => id));
      if ([...except].some((id) => !inBatch.has(id))) throw new Refusal(strangerLeftOut);
      const judged = items.map((item) => ({ item, outcome: outcomeOf(item, found.get(item.id), except) }));
      const said = judged.flatMap(({ item, outcome }): Said[] => {
        const work = found.get(item.id);
        return work && outcome === 'ATTESTED' ? [{ work, kind: 'ATTESTED', quantity: item.quantity }] : [];
      });
      await sayAll(tx, batch, said);
      await tx.rows('SELECT app.settle_batch_items($1, $2, $3)', [
        batch.communityId,
        batch.id,
        JSON.stringify(judged.map(({ item, outcome }) => ({ id: item.id, outcome }))),
      ]);
      await tell(tx, batch, 'fulfilment.batch_confirmed', { attested: said.length, items: items.length }, batch.leadId);
      return { batchId: batch.id };
    });
  }

  withdraw(actor: Actor, input: WithdrawAttestationBatchInput): Promise<{ batchId: string }> {
    return this.database.write(actor, { name: 'withdrawAttestationBatch', input }, async (tx) => {
      const batch = await visibleBatch(tx, input.batchId);
      const isOwn = tx.actor.memberships.some(({ membershipId }) => membershipId === batch.proposedById);
      const byLead = !isOwn && batch.leadId !== null;
      if (isOwn) authorize(tx.actor, canPrepareAttestations, { communityId: batch.communityId });
      else authorize(tx.actor, canAttest, batch);
      await settle(tx, batch, 'WITHDRAWN');
      await tell(tx, batch, 'fulfilment.batch_withdrawn', {}, byLead ? batch.leadId : null);
      return { batchId: batch.id };
    });
  }
}

async function visibleBatch(tx: Tx, batchId: string): Promise<Batch> {
  const batch = await tx.row<Batch>(
    `SELECT b.id, b.community_id AS "communityId", b.campaign_id AS "campaignId", b.lead_id AS "leadId", b.proposed_by AS "proposedById", b.state
       FROM attestation_batch b WHERE b.id = $1`,
    [batchId],
  );
  if (!batch) throw new NotFound();
  return batch;
}

/** First of all, so that of two who confirm at once the second finds it settled. */
async function settle(tx: Tx, { communityId, id }: Batch, state: 'CONFIRMED' | 'WITHDRAWN'): Promise<void> {
  const [settled] = await tx.rows<{ id: string }>(
    `UPDATE attestation_batch SET state = $3 WHERE community_id = $1 AND id = $2 AND state = 'PROPOSED' RETURNING id`,
    [communityId, id, state],
  );
  if (!settled) {
    throw refuse('WRONG_STATE', 'This batch was confirmed or withdrawn before. Read it again.', 'batchId');
  }
}

async function insertItems(
  tx: Tx,
  communityId: string,
  batchId: string,
  { items }: ProposeAttestationsInput,
): Promise<void> {
  await tx.rows(
    `INSERT INTO attestation_batch_item (community_id, batch_id, occurrence_id, pledger_id, pledger_standing, reported_at, quantity, note)
     SELECT $1, $2, o.id, o.pledger_id, o.pledger_standing, o.reported_at, coalesce(i.quantity, o.reported_quantity), coalesce(i.note, '')
       FROM jsonb_to_recordset($3) AS i ("occurrenceId" uuid, quantity integer, note text) JOIN occurrence o ON o.community_id = $1 AND o.id = i."occurrenceId"`,
    [communityId, batchId, JSON.stringify(items)],
  );
}

/** In the order in which they were reported; with whether they are still what was read. */
function itemsOf(tx: Tx, { communityId, id }: Batch): Promise<BatchItem[]> {
  return tx.rows<BatchItem>(
    `SELECT i.occurrence_id AS id, i.quantity, i.reported_at = o.reported_at AS "isAsRead"
       FROM attestation_batch_item i JOIN occurrence o ON o.community_id = i.community_id AND o.id = i.occurrence_id
      WHERE i.community_id = $1 AND i.batch_id = $2 ORDER BY i.reported_at, i.occurrence_id`,
    [communityId, id],
  );
}

async function tell(
  tx: Tx,
  { communityId, campaignId, id }: Pick<Batch, 'communityId' | 'campaignId' | 'id'>,
  kind: 'fulfilment.batch_proposed' | 'fulfilment.batch_confirmed' | 'fulfilment.batch_withdrawn',
  details: Record<string, unknown>,
  leadId: string | null = null,
): Promise<void> {
  await record(tx, { communityId, leadId, campaignId, kind, subjectType: 'AttestationBatch', subjectId: id, details });
}
