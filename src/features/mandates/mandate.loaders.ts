import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { MandateSignatureType, MandateType } from './mandate.graphql.js';

/** Whether its time is over: a fact of the database's clock, which stands still while the campaign is stopped. */
export const mandateIsOver = `(m.state = 'ENDED' OR (m.until <= now() AND NOT EXISTS
  (SELECT FROM campaign mg WHERE mg.community_id = m.community_id AND mg.id = m.campaign_id AND mg.state = 'STOPPED')))`;

export const mandateColumns = `m.id, m.community_id AS "communityId", m.campaign_id AS "campaignId", m.priority_id AS "priorityId", m.lead_id AS "leadId", m.round_id AS "roundId", m.kind, m.began_as AS "beganAs",
  CASE WHEN ${mandateIsOver} THEN 'ENDED' ELSE m.state END AS state, m.reason, m.starts_at AS "startsAt", m.until`;

export const mandateById = batch<string, MandateType>('mandateById', (reader, ids) =>
  reader.rows(`SELECT ${mandateColumns} FROM mandate m WHERE m.id = ANY ($1)`, [ids]),
);

/** The mandate in force for a priority; of several, the one that lasts longest. */
export const liveMandateOf = batch<string, MandateType>(
  'liveMandateOf',
  (reader, priorityIds) =>
    reader.rows(
      `SELECT DISTINCT ON (m.priority_id) ${mandateColumns} FROM mandate m
        WHERE m.priority_id = ANY ($1) AND m.state = 'LIVE' AND NOT ${mandateIsOver} ORDER BY m.priority_id, m.until DESC, m.id`,
      [priorityIds],
    ),
  (row) => row.priorityId,
);

/** In the order of signing; none for who is not one of the people affected. */
export const signaturesOf = batchOfMany<string, MandateSignatureType>(
  'signaturesOf',
  (reader, mandateIds) =>
    reader.rows(
      `SELECT s.community_id AS "communityId", s.mandate_id AS "mandateId", s.signed_at AS "signedAt",
              coalesce(s.signed_by, (SELECT a.membership_id FROM lead_act a WHERE a.community_id = s.lead_id AND a.id = s.id)) AS "signerId"
         FROM mandate_signature s WHERE s.mandate_id = ANY ($1) ORDER BY s.signed_at, s.id`,
      [mandateIds],
    ),
  (row) => row.mandateId,
);
