import type { ListSpec } from '../../platform/graphql/list.js';
import { batch } from '../../platform/graphql/loader.js';
import type { RecordEntryType } from './record-entry.graphql.js';
import type { RecordHeadType } from './record-head.graphql.js';

export const recordEntryColumns = `e.id, e.community_id AS "communityId", e.actor_id AS "actorId", e.kind, e.actor_role AS "actorRole",
  e.recorded_at AS "recordedAt", e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.campaign_id AS "campaignId", e.details,
  e.seq IS NOT NULL AS "isSealed", e.seq::int AS seq, encode(e.hash, 'hex') AS hash`;

export const recordEntryById = batch<string, RecordEntryType>('recordEntryById', (reader, ids) =>
  reader.rows(`SELECT ${recordEntryColumns} FROM record_entry e WHERE e.id = ANY ($1)`, [ids]),
);

/** Of now for the people affected, of the last day that ended for everyone else. */
export const recordHeadOf = batch<string, RecordHeadType & { communityId: string }>(
  'recordHeadOf',
  (reader, ids) =>
    reader.rows(
      `SELECT h.community_id AS "communityId", h.seq::int AS seq, encode(h.hash, 'hex') AS hash, h.sealed_at AS "sealedAt"
         FROM record_head h WHERE h.community_id = ANY ($1)
       UNION ALL
       SELECT * FROM (
         SELECT DISTINCT ON (d.community_id) d.community_id, d.seq::int, encode(d.hash, 'hex'), (d.day + 1)::timestamp AT TIME ZONE 'UTC'
           FROM record_daily_head d WHERE d.community_id = ANY ($1) AND NOT d.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
          ORDER BY d.community_id, d.day DESC) daily`,
      [ids],
    ),
  (row) => row.communityId,
);

export const recordHeadsList: ListSpec = {
  scope: 'Community.recordHeads',
  select: `d.day::text AS "endedOn", d.seq::int AS seq, encode(d.hash, 'hex') AS hash`,
  from: 'record_daily_head d',
  where: [],
  params: [],
  order: [{ sql: 'd.day', type: 'date', direction: 'DESC' }],
};

export interface RecordFilter {
  kinds?: readonly string[] | null;
  campaignId?: string | null;
  since?: Date | null;
  until?: Date | null;
}

export function recordList({ kinds, campaignId, since, until }: RecordFilter): ListSpec {
  return {
    scope: 'Community.record',
    select: recordEntryColumns,
    from: 'record_entry e',
    where: [
      '$1::text[] IS NULL OR e.kind = ANY ($1)',
      '$2::uuid IS NULL OR e.campaign_id = $2',
      '$3::timestamptz IS NULL OR e.recorded_at >= $3',
      '$4::timestamptz IS NULL OR e.recorded_at < $4',
    ],
    params: [kinds ?? null, campaignId ?? null, since ?? null, until ?? null],
    order: [
      { sql: 'e.recorded_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'e.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}
