import type { ListSpec } from '../../platform/graphql/list.js';
import { batch } from '../../platform/graphql/loader.js';
import type { RecordEntryType, RecordHeadType } from './record-entry.graphql.js';

export const recordEntryColumns = `e.id, e.community_id AS "communityId", e.actor_id AS "actorId", e.kind, e.actor_role AS "actorRole",
  e.recorded_at AS "recordedAt", e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.campaign_id AS "campaignId", e.details,
  e.seq IS NOT NULL AS "isSealed", e.seq::int AS seq, encode(e.hash, 'hex') AS hash`;

export const recordEntryById = batch<string, RecordEntryType>('recordEntryById', (reader, ids) =>
  reader.rows(`SELECT ${recordEntryColumns} FROM record_entry e WHERE e.id = ANY ($1)`, [ids]),
);

/** Of now for the people affected, of the last midnight for everyone else. */
export const recordHeadOf = batch<string, RecordHeadType & { communityId: string }>(
  'recordHeadOf',
  (reader, ids) =>
    reader.rows(
      `SELECT h.community_id AS "communityId", h.seq::int AS seq, encode(h.hash, 'hex') AS hash, h.sealed_at AS "sealedAt"
         FROM record_head h WHERE h.community_id = ANY ($1)
       UNION ALL
       SELECT d.community_id, d.seq::int, encode(d.hash, 'hex'), d.published_at
         FROM app.daily_record_head($1) d WHERE NOT d.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])`,
      [ids],
    ),
  (row) => row.communityId,
);

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
