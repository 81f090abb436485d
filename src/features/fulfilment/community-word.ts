import { newId } from '../../platform/database/id.js';
import type { Tx } from '../../platform/database/tx.js';
import { NotFound } from '../../platform/graphql/errors.js';
import { type RecordKind, record } from '../record/index.js';
import type { Answerable, Attesting } from './fulfilment.rules.js';

export interface Work extends Answerable {
  id: string;
  campaignId: string;
  pledgeId: string;
  pledgerId: string;
  pledgerStanding: string;
  pledgeState: string;
  pledgedQuantity: number;
  latestId: string | null;
  reportedAt: Date | null;
  isDueNow: boolean;
  contested: boolean;
  contestAnswered: boolean;
  skipAsked: boolean;
  skipOffered: boolean;
}

const kinds = {
  ATTESTED: 'fulfilment.attested',
  SENT_BACK: 'fulfilment.sent_back',
  CORRECTED: 'fulfilment.corrected',
  NO_SHOW: 'fulfilment.no_show_recorded',
  CONTEST_ACCEPTED: 'fulfilment.contest_accepted',
  CONTEST_REFUSED: 'fulfilment.contest_refused',
  SKIP_AGREED: 'fulfilment.skip_agreed',
} as const satisfies Record<string, RecordKind>;

export interface Said {
  work: Work;
  kind: keyof typeof kinds;
  quantity: number | null;
  feedback?: string;
  corrects?: string;
}

/** One transaction touches one community, and speaks for one: those of the first that the actor may see. */
export async function homeOf(tx: Tx, ids: readonly string[]): Promise<Attesting> {
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
export async function locked(tx: Tx, home: Attesting, ids: readonly string[]): Promise<Map<string, Work>> {
  await tx.rows('SELECT app.lock_occurrences($1, $2)', [home.communityId, ids]);
  const works = await tx.rows<Work>(
    `SELECT o.id, o.community_id AS "communityId", a.lead_id AS "leadId", p.campaign_id AS "campaignId", o.pledge_id AS "pledgeId", o.pledger_id AS "pledgerId",
            o.pledger_standing AS "pledgerStanding", o.state, o.reported_quantity AS "reportedQuantity", o.reported_at AS "reportedAt", o.attestation_id AS "latestId",
            p.state AS "pledgeState", p.quantity AS "pledgedQuantity", o.due_at <= now() AS "isDueNow",
            o.contested_at IS NOT NULL AS contested, o.contest_answered_at IS NOT NULL AS "contestAnswered",
            o.skip_asked_at IS NOT NULL AS "skipAsked", o.skip_offered_at IS NOT NULL AS "skipOffered",
            app.stands_behind(o.community_id, o.pledger_id, app.person_id()) AS "isOwnWork"
       FROM occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
       LEFT JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id WHERE o.id = ANY ($1)`,
    [ids],
  );
  return new Map(works.map((work) => [work.id, work]));
}

/** The words of the community, in one statement however many: what follows from each follows by trigger. */
export async function sayAll(tx: Tx, { communityId, leadId }: Attesting, all: readonly Said[]): Promise<void> {
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
