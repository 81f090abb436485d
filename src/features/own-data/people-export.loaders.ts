import type { ListSpec } from '../../platform/graphql/list.js';
import { batch } from '../../platform/graphql/loader.js';
import type { PeopleExportType } from './people-export.graphql.js';

/** By the clock of the database, whether or not anyone looked since. */
const columns = `e.id, e.community_id AS "communityId", e.requested_by AS "requestedById", e.approved_by AS "approvedById", e.reason,
  e.requested_at AS "requestedAt", e.approved_at AS "approvedAt", e.downloaded_at AS "downloadedAt",
  CASE WHEN e.downloaded_at IS NOT NULL THEN 'DOWNLOADED'
       WHEN coalesce(e.approved_at + interval '24 hours', e.requested_at + interval '7 days') <= now() THEN 'LAPSED'
       WHEN e.approved_at IS NOT NULL THEN 'APPROVED' ELSE 'REQUESTED' END AS state`;

export const peopleExportById = batch<string, PeopleExportType>('peopleExportById', (reader, ids) =>
  reader.rows(`SELECT ${columns} FROM people_export e WHERE e.id = ANY ($1)`, [ids]),
);

export function peopleExportList(): ListSpec {
  return {
    scope: 'Community.peopleExports',
    select: columns,
    from: 'people_export e',
    where: [],
    params: [],
    order: [
      { sql: 'e.requested_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'e.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}
