import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AttestationBatchItemType, AttestationBatchType } from './attestation-batch.graphql.js';
import type { DebriefType } from './debrief.graphql.js';
import type { AttestationType, FulfilmentReportType, OccurrenceType } from './fulfilment.graphql.js';
import type { NoShowContestType } from './occurrence.graphql.js';

/** What was reported before it was sent back is told by its reports alone. */
const told = "o.state NOT IN ('DUE', 'SKIPPED') AND (o.state <> 'NO_SHOW' OR o.no_show_from = 'REPORTED')";

/** An OccurrenceType, from `occurrenceFrom`. */
export const occurrenceColumns = `o.id, o.community_id AS "communityId", a.lead_id AS "leadId", o.pledge_id AS "pledgeId", o.due_at AS "dueAt", o.state,
  CASE WHEN ${told} THEN o.reported_quantity END AS "reportedQuantity", CASE WHEN ${told} THEN o.reported_at END AS "reportedAt",
  o.attested_quantity AS "attestedQuantity", o.attested_at AS "attestedAt", p.state = 'ACTIVE' AS "pledgeIsActive", p.state AS "pledgeState", o.due_at <= now() AS "isDueNow",
  o.no_show_at AS "noShowAt", CASE WHEN o.state = 'NO_SHOW' AND o.contested_at IS NULL
    THEN o.no_show_at + interval '14 days' + app.stood_still(p.community_id, p.campaign_id, o.no_show_at) END AS "canContestUntil",
  o.contested_at AS "contestedAt", o.contest_answered_at AS "contestAnsweredAt", o.skip_asked_at AS "skipRequestedAt", o.skip_offered_at AS "skipAgreedAt",
  o.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) AS "isOwn", o.pledger_id = ANY ((SELECT app.memberships_ever_mine())::uuid[]) AS "isOwnWork"`;

export const occurrenceFrom = `occurrence o JOIN pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
  LEFT JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id`;

export const occurrenceById = batch<string, OccurrenceType>('occurrenceById', (reader, ids) =>
  reader.rows(`SELECT ${occurrenceColumns} FROM ${occurrenceFrom} WHERE o.id = ANY ($1)`, [ids]),
);

/** In the order in which they are due. */
export const occurrencesOf = batchOfMany<string, OccurrenceType>(
  'occurrencesOf',
  (reader, pledgeIds) =>
    reader.rows(`SELECT ${occurrenceColumns} FROM ${occurrenceFrom} WHERE p.id = ANY ($1) ORDER BY o.due_at, o.id`, [
      pledgeIds,
    ]),
  (row) => row.pledgeId,
);

/** Oldest first. */
export const reportsOf = batchOfMany<string, FulfilmentReportType>(
  'reportsOf',
  (reader, occurrenceIds) =>
    reader.rows(
      `SELECT r.id, r.community_id AS "communityId", r.occurrence_id AS "occurrenceId", r.quantity, r.note, r.evidence, r.reported_at AS "reportedAt"
         FROM occurrence o JOIN fulfilment_report r ON r.community_id = o.community_id AND r.occurrence_id = o.id
        WHERE o.id = ANY ($1) ORDER BY r.reported_at, r.id`,
      [occurrenceIds],
    ),
  (row) => row.occurrenceId,
);

/** Oldest first. */
export const attestationsOf = batchOfMany<string, AttestationType>(
  'attestationsOf',
  (reader, occurrenceIds) =>
    reader.rows(
      `SELECT t.id, t.community_id AS "communityId", t.occurrence_id AS "occurrenceId", t.lead_id AS "leadId",
              coalesce(t.attested_by, (SELECT a.membership_id FROM lead_act a WHERE a.community_id = t.lead_id AND a.id = t.id)) AS "attesterId", t.kind, t.quantity, t.feedback,
              t.corrects, t.attested_at AS "attestedAt"
         FROM occurrence o JOIN attestation t ON t.community_id = o.community_id AND t.occurrence_id = o.id
        WHERE o.id = ANY ($1) ORDER BY t.attested_at, t.id`,
      [occurrenceIds],
    ),
  (row) => row.occurrenceId,
);

/** What pledgers said to a no-show, oldest first. */
export const contestsOf = batchOfMany<string, NoShowContestType & { occurrenceId: string }>(
  'contestsOf',
  (reader, occurrenceIds) =>
    reader.rows(
      `SELECT c.occurrence_id AS "occurrenceId", c.text, c.contested_at AS "contestedAt" FROM occurrence o
         JOIN no_show_contest c ON c.community_id = o.community_id AND c.occurrence_id = o.id WHERE o.id = ANY ($1) ORDER BY c.contested_at, c.id`,
      [occurrenceIds],
    ),
  (row) => row.occurrenceId,
);

export const skipRequestOf = batch<string, { id: string; why: string }>('skipRequestOf', (reader, occurrenceIds) =>
  reader.rows(
    `SELECT o.id, s.why FROM occurrence o JOIN skip_request s ON s.community_id = o.community_id AND s.occurrence_id = o.id WHERE o.id = ANY ($1)`,
    [occurrenceIds],
  ),
);

/** How a pledge goes on: when it comes round, and whether anything was heard of it. */
export interface PledgeCourse {
  id: string;
  recurs: boolean;
  until: Date | null;
  checkedInAt: Date | null;
  lapsingSince: Date | null;
  lapsesAt: Date | null;
  leadId: string | null;
  isOwnWork: boolean;
}

export const pledgeCourseOf = batch<string, PledgeCourse>('pledgeCourseOf', (reader, ids) =>
  reader.rows(
    `SELECT p.id, p.recurs, p.until, p.checked_in_at AS "checkedInAt", p.lapsing_since AS "lapsingSince", a.lead_id AS "leadId",
            p.lapsing_since + CASE WHEN p.recurs THEN interval '72 hours' ELSE a.grace_hours * interval '1 hour' / 2 END AS "lapsesAt",
            p.pledger_id = ANY ((SELECT app.memberships_ever_mine())::uuid[]) AS "isOwnWork"
       FROM pledge p LEFT JOIN ask a ON a.community_id = p.community_id AND a.id = p.ask_id WHERE p.id = ANY ($1)`,
    [ids],
  ),
);

export interface AskSeries {
  id: string;
  cadence: string | null;
  zone: string;
  startsAt: Date | null;
  endsAt: Date | null;
  now: Date;
}

export const askSeriesOf = batch<string, AskSeries>('askSeriesOf', (reader, ids) =>
  reader.rows(
    `SELECT a.id, a.cadence, coalesce(a.time_zone, g.time_zone) AS zone, a.starts_at AS "startsAt", a.ends_at AS "endsAt", now()
       FROM ask a JOIN campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id WHERE a.id = ANY ($1)`,
    [ids],
  ),
);

/** Of a pledge, the pledger's first. Each side reads the other's once both are in. */
export const debriefsOf = batchOfMany<string, DebriefType & { pledgeId: string }>(
  'debriefsOf',
  (reader, pledgeIds) =>
    reader.rows(
      `SELECT d.pledge_id AS "pledgeId", d.side, d.went_well AS "wentWell", d.could_be_better AS "couldBeBetter", d.skipped AS "isSkipped", d.given_at AS "givenAt"
         FROM pledge p JOIN debrief d ON d.community_id = p.community_id AND d.pledge_id = p.id WHERE p.id = ANY ($1) ORDER BY d.side DESC`,
      [pledgeIds],
    ),
  (row) => row.pledgeId,
);

export const batchColumns = `b.id, b.community_id AS "communityId", b.campaign_id AS "campaignId", b.lead_id AS "leadId", b.state, b.note,
  b.proposed_by AS "proposedById", b.proposed_at AS "proposedAt", b.settled_at AS "settledAt"`;

export const attestationBatchById = batch<string, AttestationBatchType>('attestationBatchById', (reader, ids) =>
  reader.rows(`SELECT ${batchColumns} FROM attestation_batch b WHERE b.id = ANY ($1)`, [ids]),
);

/** In the order in which they were reported; at most 500, as many as a batch holds. */
export const batchItemsOf = batchOfMany<string, AttestationBatchItemType & { batchId: string }>(
  'batchItemsOf',
  (reader, batchIds) =>
    reader.rows(
      `SELECT i.batch_id AS "batchId", i.occurrence_id AS "occurrenceId", i.quantity, i.note, i.outcome
         FROM attestation_batch b JOIN attestation_batch_item i ON i.community_id = b.community_id AND i.batch_id = b.id
        WHERE b.id = ANY ($1) ORDER BY i.reported_at, i.occurrence_id`,
      [batchIds],
    ),
  (row) => row.batchId,
);
