import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { PriorityType } from './priority.graphql.js';
import type { PriorityRemarkType } from './priority-remark.graphql.js';
import type { PriorityTranslationType } from './priority-translation.graphql.js';

/** Where the priority `p` stands. */
export const priorityState = `CASE WHEN p.withdrawn_at IS NOT NULL THEN 'WITHDRAWN' WHEN p.merged_into IS NOT NULL THEN 'MERGED'
  WHEN p.rank IS NOT NULL THEN 'RANKED' WHEN p.named_at IS NOT NULL THEN 'NAMED' ELSE 'PROPOSED' END`;
export const priorityIsLive = 'p.withdrawn_at IS NULL AND p.merged_into IS NULL';

/** Who of a lead stands behind a row of the host's, for people of that lead. */
const ofLead = (row: string) =>
  `(SELECT a.membership_id FROM lead_act a WHERE a.community_id = ${row}.lead_id AND a.id = ${row}.id)`;

export const priorityColumns = `p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.statement, p.details, p.language, p.rank,
  p.named_at AS "namedAt", p.named_at IS NOT NULL AS "isNamed", p.review_on::text AS "reviewOn", p.version, p.lead_id AS "leadId",
  ${priorityState} AS state, p.withdrawn_at AS "withdrawnAt", p.withdrawn_because AS "withdrawnBecause", p.merged_at AS "mergedAt", p.merged_into AS "mergedIntoId",
  p.put_aside_as AS "putAsideAs", p.put_aside_for AS "putAsideForId", coalesce(p.proposed_by, ${ofLead('p')}) AS "proposedById"`;

export const remarkColumns = `r.id, r.community_id AS "communityId", r.campaign_id AS "campaignId", r.priority_id AS "priorityId", r.lead_id AS "leadId", r.text, r.written_at AS "writtenAt",
  r.withdrawn_at IS NOT NULL AS "isWithdrawn", r.removed_at AS "removedAt", r.removed_because AS "removedBecause", coalesce(r.written_by, ${ofLead('r')}) AS "authorId"`;

export const translationColumns = `t.id, t.community_id AS "communityId", t.campaign_id AS "campaignId", t.priority_id AS "priorityId", t.lead_id AS "leadId", t.language, t.statement,
  t.details, t.version, t.of_version AS "ofVersion", t.translated_at AS "translatedAt", coalesce(t.translated_by, ${ofLead('t')}) AS "authorId",
  t.of_version < (SELECT p.words_version FROM priority p WHERE p.community_id = t.community_id AND p.id = t.priority_id) AS "isStale"`;

export const priorityById = batch<string, PriorityType>('priorityById', (reader, ids) =>
  reader.rows(`SELECT ${priorityColumns} FROM priority p WHERE p.id = ANY ($1)`, [ids]),
);

export const remarkById = batch<string, PriorityRemarkType>('remarkById', (reader, ids) =>
  reader.rows(`SELECT ${remarkColumns} FROM priority_remark r WHERE r.id = ANY ($1)`, [ids]),
);

export const translationById = batch<string, PriorityTranslationType>('translationById', (reader, ids) =>
  reader.rows(`SELECT ${translationColumns} FROM priority_translation t WHERE t.id = ANY ($1)`, [ids]),
);

/** By language, A to Z. */
export const translationsOf = batchOfMany<string, PriorityTranslationType>(
  'translationsOf',
  (reader, priorityIds) =>
    reader.rows(
      `SELECT ${translationColumns} FROM priority_translation t WHERE t.priority_id = ANY ($1) ORDER BY t.language, t.id`,
      [priorityIds],
    ),
  (row) => row.priorityId,
);
