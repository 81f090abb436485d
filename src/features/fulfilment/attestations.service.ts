import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { authorize } from '../../platform/access/rule.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound, Refusal } from '../../platform/graphql/errors.js';
import { type RecordKind, record } from '../record/index.js';
import './fulfilment.constraints.js';
import type {
  AttestationItemInput,
  AttestFulfilmentInput,
  CorrectAttestationInput,
  SendBackFulfilmentInput,
} from './fulfilment.inputs.js';
import { canAttest } from './fulfilment.policy.js';
import {
  type Answerable,
  type Attesting,
  attestationFault,
  type AttestationFault,
  faultAsReason,
  whyNotCorrect,
} from './fulfilment.rules.js';

interface Work extends Answerable {
  id: string;
  campaignId: string;
  pledgeId: string;
  pledgerId: string;
  pledgerStanding: string;
  latestId: string | null;
}

interface Said {
  work: Work;
  kind: 'ATTESTED' | 'SENT_BACK' | 'CORRECTED';
  quantity: number | null;
  feedback?: string;
  corrects?: string;
}

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
      await say(tx, home, good);
      return { results: judged.map(({ item, fault }) => ({ occurrenceId: item.occurrenceId, fault })) };
    });
  }

  sendBack(actor: Actor, input: SendBackFulfilmentInput): Promise<{ occurrenceId: string }> {
    return this.database.write(actor, { name: 'sendBackFulfilment', input }, async (tx) => {
      const { occurrenceId, feedback } = input;
      const home = await homeOf(tx, [occurrenceId]);
      authorize(tx.actor, canAttest, home);
      const work = (await locked(tx, home, [occurrenceId])).get(occurrenceId);
      const fault = attestationFault(work, home, null, false);
      if (!work || fault !== null) throw new Refusal(faultAsReason(fault ?? 'UNKNOWN'));
      await say(tx, home, [{ work, kind: 'SENT_BACK', quantity: null, feedback }]);
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
      await say(tx, home, [{ work, kind: 'CORRECTED', quantity, feedback: reason, corrects: attestationId }]);
      return { occurrenceId: work.id };
    });
  }
}

/** One transaction touches one community, and speaks for one: those of the first that the actor may see. */
async function homeOf(tx: Tx, ids: readonly string[]): Promise<Attesting> {
  const row = await tx.row<Attesting>(
    `SELECT o.community_id AS "communityId", a.lead_id AS "leadId" FROM unnest($1::uuid[]) WITH ORDINALITY AS named (id, place)
       JOIN occurrence o ON o.id = named.id LEFT JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id
      ORDER BY named.place LIMIT 1`,
    [ids],
  );
  if (!row) throw new NotFound();
  return row;
}

/** As they are once nobody else can answer them. Those of other communities are found as well, but not locked. */
async function locked(tx: Tx, home: Attesting, ids: readonly string[]): Promise<Map<string, Work>> {
  await tx.rows('SELECT app.lock_occurrences($1, $2)', [home.communityId, ids]);
  const works = await tx.rows<Work>(
    `SELECT o.id, o.community_id AS "communityId", a.lead_id AS "leadId", p.campaign_id AS "campaignId", o.pledge_id AS "pledgeId", o.pledger_id AS "pledgerId",
            o.pledger_standing AS "pledgerStanding", o.state, o.reported_quantity AS "reportedQuantity", o.attestation_id AS "latestId",
            app.stands_behind(o.community_id, o.pledger_id, app.person_id()) AS "isOwnWork"
       FROM occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
       LEFT JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id WHERE o.id = ANY ($1)`,
    [ids],
  );
  return new Map(works.map((work) => [work.id, work]));
}

function attested(work: Work, item: AttestationItemInput): Said {
  return { work, kind: 'ATTESTED', quantity: item.quantity ?? work.reportedQuantity };
}

const kinds = {
  ATTESTED: 'fulfilment.attested',
  SENT_BACK: 'fulfilment.sent_back',
  CORRECTED: 'fulfilment.corrected',
} as const satisfies Record<Said['kind'], RecordKind>;

/** The words of the community, in one statement however many: what follows from each follows by trigger. */
async function say(tx: Tx, { communityId, leadId }: Attesting, all: readonly Said[]): Promise<void> {
  const said = all.map((one) => ({ id: newId(), feedback: '', corrects: null, ...one }));
  if (said.length === 0) return;
  await tx.rows(
    `INSERT INTO attestation (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by, lead_id)
     SELECT $1, s.id, s."occurrenceId", s."pledgerId", s."pledgerStanding", s.kind, s.quantity, s.feedback, s.corrects, $2, $3
       FROM jsonb_to_recordset($4) AS s (id uuid, "occurrenceId" uuid, "pledgerId" uuid, "pledgerStanding" text, kind text,
         quantity integer, feedback text, corrects uuid)`,
    [
      communityId,
      leadId === null ? tx.membershipIn(communityId).membershipId : null,
      leadId,
      JSON.stringify(
        said.map(({ work: { id: occurrenceId, pledgerId, pledgerStanding }, ...rest }) => ({
          ...rest,
          occurrenceId,
          pledgerId,
          pledgerStanding,
        })),
      ),
    ],
  );
  await record(
    tx,
    ...said.map(({ id, work, kind, quantity, corrects }) => ({
      communityId,
      leadId,
      campaignId: work.campaignId,
      kind: kinds[kind],
      subjectType: 'Occurrence',
      subjectId: work.id,
      details: { pledgeId: work.pledgeId, attestationId: id, quantity, ...(corrects && { corrects }) },
    })),
  );
}
