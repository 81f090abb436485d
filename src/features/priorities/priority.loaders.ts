import { batch } from '../../platform/graphql/loader.js';
import type { PriorityType } from './priority.graphql.js';

export const priorityColumns = `p.id, p.community_id AS "communityId", p.campaign_id AS "campaignId", p.statement, p.details, p.language, p.rank,
  p.named_at AS "namedAt", p.named_at IS NOT NULL AS "isNamed", p.review_on::text AS "reviewOn", p.version, p.lead_id AS "leadId",
  coalesce(p.proposed_by, (SELECT a.membership_id FROM lead_act a WHERE a.community_id = p.lead_id AND a.id = p.id)) AS "proposedById"`;

export const priorityById = batch<string, PriorityType>('priorityById', (reader, ids) =>
  reader.rows(`SELECT ${priorityColumns} FROM priority p WHERE p.id = ANY ($1)`, [ids]),
);
