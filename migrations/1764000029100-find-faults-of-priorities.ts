import { SqlMigration } from './support.js';

const reading = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';
const faults = 'RETURNS TABLE (kind text, table_name text, row_id uuid, within_id uuid)';

/** Newest first: what is not sealed yet comes after all that is. */
const newest = 'e.seq DESC NULLS FIRST, e.recorded_at DESC, e.id DESC';

/** Deeds that write what people say in a priority; the last of them vouches for it. Those about translations write none of it. */
const SAYING = `'priority.proposed', 'priority.revised', 'priority.review_date_set', 'priority.withdrawn', 'priority.restored', 'priority.merged', 'priority.witnessed',
       'priority.ranked', 'priority.unranked'`;

const priorityFaults = `
CREATE FUNCTION app.priority_faults(home uuid, campaign uuid) ${faults} ${reading} AS $$
  WITH entry AS MATERIALIZED (
    SELECT e.subject_id, e.kind, e.actor_id, e.details, e.salt, e.seq, e.recorded_at, e.id FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.subject_type = 'Priority' AND e.kind IN (${SAYING})
  ), said AS (
    -- Ranking wrote no digest once, and changed nothing that one covers. Whatever else lacks one was robbed of it: erasing a person takes none.
    SELECT DISTINCT ON (e.subject_id) e.subject_id AS id, e.details ->> 'digest' AS digest
      FROM entry e WHERE e.details ? 'digest' OR e.salt IS NULL OR e.kind NOT IN ('priority.ranked', 'priority.unranked')
     ORDER BY e.subject_id, ${newest}
  ), ranked AS (
    SELECT DISTINCT ON (e.subject_id) e.subject_id AS id, e.details ->> 'rank' AS rank, e.details ->> 'roundId' AS round
      FROM entry e WHERE e.kind IN ('priority.ranked', 'priority.unranked')
     ORDER BY e.subject_id, ${newest}
  ), proposed AS (
    SELECT DISTINCT ON (e.subject_id) e.subject_id AS id, e.actor_id FROM entry e WHERE e.kind = 'priority.proposed' ORDER BY e.subject_id, e.seq, e.recorded_at
  ), row_now AS MATERIALIZED (
    SELECT p.id, p.rank, p.named_at, p.proposed_by, app.priority_digest(p.community_id, p.id) AS digest,
           EXISTS (SELECT FROM mandate m WHERE m.community_id = home AND m.priority_id = p.id AND m.starts_at IS NOT NULL)
             OR p.id IN (SELECT e.subject_id FROM entry e WHERE e.kind = 'priority.ranked') AS stood_behind
      FROM priority p WHERE p.community_id = home AND p.campaign_id = campaign
  )
  SELECT 'PRIORITY_MISSING', 'priority', s.id, NULL::uuid FROM said s WHERE NOT EXISTS (SELECT FROM row_now r WHERE r.id = s.id)
  UNION ALL
  SELECT CASE WHEN s.id IS NULL THEN 'PRIORITY_UNRECORDED' WHEN s.digest IS NULL THEN 'WITNESS_ERASED' ELSE 'PRIORITY_CHANGED' END, 'priority', r.id, NULL
    FROM row_now r LEFT JOIN said s ON s.id = r.id LEFT JOIN proposed p ON p.id = r.id
   WHERE s.digest IS DISTINCT FROM r.digest OR (p.id IS NOT NULL AND p.actor_id IS DISTINCT FROM r.proposed_by)
  UNION ALL
  SELECT 'RANK_CHANGED', 'priority', r.id, NULL FROM row_now r LEFT JOIN ranked k ON k.id = r.id
   WHERE r.rank::text IS DISTINCT FROM k.rank
      OR (k.rank IS NOT NULL AND NOT EXISTS (SELECT FROM round_item i JOIN priority_round o ON o.community_id = i.community_id AND o.id = i.round_id
            WHERE i.community_id = home AND i.priority_id = r.id AND o.id::text = k.round AND o.state = 'RATIFIED' AND i.rank::text = k.rank))
  UNION ALL
  SELECT 'NAMING_CHANGED', 'priority', r.id, NULL FROM row_now r WHERE (r.named_at IS NOT NULL) <> r.stood_behind
$$;
COMMENT ON FUNCTION app.priority_faults(uuid, uuid) IS 'Priorities of a campaign that are not as the record of the host has them. Granted to nobody, as all that look for faults: app.sovereignty asks who wants to know.';`;

const translationFaults = `
CREATE FUNCTION app.translation_faults(home uuid, campaign uuid) ${faults} ${reading} AS $$
  WITH entry AS MATERIALIZED (
    SELECT e.subject_id, e.kind, e.seq, e.recorded_at, e.id, e.details ->> 'language' AS language, e.details ->> 'translationId' AS translation, e.details ->> 'translationDigest' AS digest
      FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.subject_type = 'Priority' AND e.kind IN ('priority.translated', 'priority.translation_withdrawn')
  ), latest AS (
    SELECT DISTINCT ON (e.subject_id, e.language) e.* FROM entry e ORDER BY e.subject_id, e.language, ${newest}
  ), row_now AS (
    SELECT t.id, t.priority_id, t.language, app.translation_digest(t.community_id, t.id) AS digest
      FROM priority_translation t WHERE t.community_id = home AND t.campaign_id = campaign
  )
  SELECT CASE WHEN r.id IS NULL THEN 'TRANSLATION_MISSING'
              WHEN l.translation IS DISTINCT FROM r.id::text OR l.kind <> 'priority.translated' THEN 'TRANSLATION_UNRECORDED' ELSE 'TRANSLATION_CHANGED' END,
         'priority_translation', coalesce(r.id, CASE WHEN l.translation ~ '^[0-9a-f-]{36}$' THEN l.translation::uuid END), NULL::uuid
    FROM row_now r FULL JOIN latest l ON l.subject_id = r.priority_id AND l.language = r.language
   WHERE CASE WHEN r.id IS NULL THEN l.kind = 'priority.translated'
              ELSE l.kind IS DISTINCT FROM 'priority.translated' OR l.translation IS DISTINCT FROM r.id::text OR l.digest IS DISTINCT FROM r.digest END
$$;`;

/** Looks for priorities that were written past the record. */
export class FindFaultsOfPriorities1764000029100 extends SqlMigration {
  readonly name = 'FindFaultsOfPriorities1764000029100';

  protected readonly upSql = `${priorityFaults}
${translationFaults}
`;

  protected readonly downSql = `
DROP FUNCTION app.translation_faults(uuid, uuid), app.priority_faults(uuid, uuid);
`;
}
