import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { actingFor, refuseIfLeft, visibleCampaign } from '../campaigns/index.js';
import { refusePutAside, seenPriority } from '../priorities/index.js';
import { type Deed, record } from '../record/index.js';
import './mandate.constraints.js';
import type { MandateType } from './mandate.graphql.js';
import type { CosignMandateInput, ProposeMandateInput } from './mandate.inputs.js';
import { mandateColumns } from './mandate.loaders.js';
import { canCosignMandate, canProposeMandate } from './mandate.policy.js';

type Signable = Pick<MandateType, 'communityId' | 'campaignId' | 'leadId' | 'id'>;
export type NewMandate = Omit<ProposeMandateInput, 'priorityId' | 'idempotencyKey'>;

/**
 * How many may be in force, for whom and how long is counted by the trigger on a signature, under a lock on the
 * campaign: it is the only place that sees all of them.
 */
@Injectable()
export class MandatesService {
  constructor(private readonly database: Database) {}

  propose(actor: Actor, input: ProposeMandateInput): Promise<{ mandateId: string }> {
    return this.database.write(actor, { name: 'proposeMandate', input }, async (tx) => ({
      mandateId: await this.proposeWithin(tx, input.priorityId, input),
    }));
  }

  async proposeWithin(tx: Tx, priorityId: string, input: NewMandate): Promise<string> {
    const priority = await seenPriority(tx, priorityId);
    const { communityId, campaignId } = priority;
    const leadId = actingFor(tx.actor, canProposeMandate, await visibleCampaign(tx, campaignId), input.leadId);
    refusePutAside(priority);
    const mandate = { communityId, campaignId, leadId, id: newId() };
    await tx.rows(
      `INSERT INTO mandate (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by, lead_id)
       VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)`,
      [
        communityId,
        mandate.id,
        campaignId,
        priorityId,
        input.kind,
        input.reason,
        input.until,
        leadId === null ? tx.membershipIn(communityId).membershipId : null,
        leadId,
      ],
    );
    await record(tx, {
      ...deed('mandate.proposed', mandate),
      details: { kind: input.kind, priorityId, until: input.until.toISOString() },
    });
    await this.sign(tx, mandate);
    return mandate.id;
  }

  cosign(actor: Actor, input: CosignMandateInput): Promise<{ mandateId: string }> {
    return this.database.write(actor, { name: 'cosignMandate', input }, async (tx) => {
      const { mandateId } = input;
      const mandate = await this.seen(tx, mandateId);
      if (!mandate) throw new NotFound();
      authorize(tx.actor, canCosignMandate, mandate);
      if (mandate.leadId !== null) refuseIfLeft(await visibleCampaign(tx, mandate.campaignId), mandate.leadId);
      await this.sign(tx, mandate);
      return { mandateId };
    });
  }

  private async sign(tx: Tx, mandate: Signable): Promise<void> {
    const { communityId, id, leadId } = mandate;
    await tx.rows(
      'INSERT INTO mandate_signature (community_id, mandate_id, id, signed_by, lead_id) VALUES ($1, $2, $3, $4, $5)',
      [communityId, id, newId(), leadId === null ? tx.membershipIn(communityId).membershipId : null, leadId],
    );
    const signed = await this.seen(tx, id);
    await record(tx, { ...deed('mandate.signed', mandate), details: { kind: signed?.kind, state: signed?.state } });
  }

  private seen(tx: Tx, mandateId: string): Promise<MandateType | undefined> {
    return tx.row<MandateType>(`SELECT ${mandateColumns} FROM mandate m WHERE m.id = $1`, [mandateId]);
  }
}

function deed(kind: Deed['kind'], { communityId, campaignId, leadId, id }: Signable): Deed {
  return { communityId, kind, campaignId, leadId, subjectType: 'Mandate', subjectId: id };
}
