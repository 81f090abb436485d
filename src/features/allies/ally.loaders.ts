import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { AllyAdmission, AllyBlockType, AllyRequestType } from './ally.graphql.js';

/** An AllyRequestType, from `ally_request q`; answers with the words of the question as it was asked of them. */
export const requestColumns = `q.id, q.community_id AS "communityId", q.organization_id AS "organizationId", q.state, q.pseudonym,
  q.agreement_version AS "agreementVersion", q.requested_at AS "requestedAt", q.decided_at AS "decidedAt", q.id = ANY ((SELECT app.my_ally_requests())::uuid[]) AS "isYours",
  (SELECT coalesce(json_agg(json_build_object('questionId', given.key, 'text', given.value, 'question', coalesce(
       (SELECT asked.value ->> 'text' FROM agreement g CROSS JOIN LATERAL jsonb_array_elements(g.questions) AS asked
         WHERE g.community_id = q.community_id AND g.version = q.agreement_version AND asked.value ->> 'id' = given.key), given.key)) ORDER BY given.key), '[]')
     FROM jsonb_each_text(q.answers) AS given) AS answers`;

export const allyRequestById = batch<string, AllyRequestType>('allyRequestById', (reader, ids) =>
  reader.rows(`SELECT ${requestColumns} FROM ally_request q WHERE q.id = ANY ($1)`, [ids]),
);

/** Own and of organizations represented, latest first. */
export const viewerAllyRequests = batchOfMany<'viewer', AllyRequestType>(
  'viewerAllyRequests',
  (reader) =>
    reader.rows(
      `SELECT ${requestColumns} FROM ally_request q WHERE q.id = ANY ((SELECT app.my_ally_requests())::uuid[]) ORDER BY q.requested_at DESC, q.id DESC`,
    ),
  () => 'viewer',
);

export const blockColumns = `b.id, b.community_id AS "communityId", b.organization_id AS "organizationId", b.pseudonym, b.reason,
  b.blocked_at AS "blockedAt", b.lifted_at AS "liftedAt"`;

export const allyBlockById = batch<string, AllyBlockType>('allyBlockById', (reader, ids) =>
  reader.rows(`SELECT ${blockColumns} FROM ally_block b WHERE b.id = ANY ($1)`, [ids]),
);

export const allyAdmissionOf = batch<string, { id: string; admission: AllyAdmission }>(
  'allyAdmissionOf',
  (reader, ids) => reader.rows('SELECT id, ally_admission AS admission FROM community WHERE id = ANY ($1)', [ids]),
);
