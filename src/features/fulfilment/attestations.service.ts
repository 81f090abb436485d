import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { NotFound, Refusal } from '../../platform/graphql/errors.js';
import { homeOf, locked, type Said, sayAll, type Work } from './community-word.js';
import './fulfilment.constraints.js';
import type {
  AttestationItemInput,
  AttestFulfilmentInput,
  CorrectAttestationInput,
  SendBackFulfilmentInput,
} from './fulfilment.inputs.js';
import { canAttest } from './fulfilment.policy.js';
import {
  attestationFault,
  type AttestationFault,
  faultAsReason,
  whyNotCorrect,
  whyNotSendBack,
} from './fulfilment.rules.js';

/** What came of one item; kept under the idempotency key, so a code and no text. */
export interface AttestationResult {
  occurrenceId: string;
  fault: AttestationFault | null;
}

/** The community's side: its word on what was reported. */
@Injectable()
export class AttestationsService {
  constructor(private readonly database: Database) {}

  attest(actor: Actor, input: AttestFulfilmentInput): Promise<{ results: AttestationResult[] }> {
    return this.database.write(actor, { name: 'attestFulfilment', input }, async (tx) => {
      const ids = [...new Set(input.items.map((item) => item.occurrenceId))];
      const home = await homeOf(tx, ids);
      authorize(tx.actor, canAttest, home);
      const found = await locked(tx, home, ids);
      const named = new Set<string>();
      const judged = input.items.map((item) => {
        const work = found.get(item.occurrenceId);
        const fault = attestationFault(work, home, item.quantity ?? null, named.has(item.occurrenceId));
        named.add(item.occurrenceId);
        return { item, work, fault };
      });
      const good = judged.flatMap(({ item, work, fault }) => (work && fault === null ? [attested(work, item)] : []));
      await sayAll(tx, home, good);
      return { results: judged.map(({ item, fault }) => ({ occurrenceId: item.occurrenceId, fault })) };
    });
  }

  sendBack(actor: Actor, input: SendBackFulfilmentInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'sendBackFulfilment', input }, async (tx) => {
      const { occurrenceId, feedback } = input;
      const home = await homeOf(tx, [occurrenceId]);
      authorize(tx.actor, canAttest, home);
      const work = (await locked(tx, home, [occurrenceId])).get(occurrenceId);
      const against = whyNotSendBack(work, home);
      if (!work || against) throw new Refusal(against ?? faultAsReason('UNKNOWN'));
      await sayAll(tx, home, [{ work, kind: 'SENT_BACK', quantity: null, feedback }]);
      return { occurrenceId };
    });
  }

  correct(actor: Actor, input: CorrectAttestationInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'correctAttestation', input }, async (tx) => {
      const { attestationId, quantity, reason } = input;
      const named = await tx.row<{ occurrenceId: string }>(
        `SELECT occurrence_id AS "occurrenceId" FROM attestation WHERE id = $1`,
        [attestationId],
      );
      if (!named) throw new NotFound();
      const home = await homeOf(tx, [named.occurrenceId]);
      authorize(tx.actor, canAttest, home);
      const work = (await locked(tx, home, [named.occurrenceId])).get(named.occurrenceId);
      if (!work) throw new NotFound();
      const against = whyNotCorrect(work, attestationId, quantity);
      if (against) throw new Refusal(against);
      await sayAll(tx, home, [{ work, kind: 'CORRECTED', quantity, feedback: reason, corrects: attestationId }]);
      return { occurrenceId: work.id };
    });
  }
}

function attested(work: Work, item: AttestationItemInput): Said {
  return { work, kind: 'ATTESTED', quantity: item.quantity ?? work.reportedQuantity };
}
