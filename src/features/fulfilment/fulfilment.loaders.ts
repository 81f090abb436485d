import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AttestationType, FulfilmentReportType, OccurrenceType } from './fulfilment.graphql.js';

/** An OccurrenceType, from `occurrenceFrom`. What was reported before it was sent back is told by its reports. */
export const occurrenceColumns = `o.id, o.community_id AS "communityId", a.lead_id AS "leadId", o.pledge_id AS "pledgeId", o.due_at AS "dueAt", o.state,
  CASE WHEN o.state <> 'DUE' THEN o.reported_quantity END AS "reportedQuantity", CASE WHEN o.state <> 'DUE' THEN o.reported_at END AS "reportedAt",
  o.attested_quantity AS "attestedQuantity", o.attested_at AS "attestedAt", p.state = 'ACTIVE' AS "pledgeIsActive",
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
