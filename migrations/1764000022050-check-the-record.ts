import { SqlMigration } from './support.js';

const reading = 'STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** What is wrong with one entry, given the hash before it; null where nothing is. */
const entryFault = `
CREATE FUNCTION app.entry_fault(entry record_entry, previous bytea) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, app AS $$
  -- IS DISTINCT FROM throughout: whoever owns the table can drop its constraints, and a null must not pass for a match.
  SELECT CASE
    -- Erasing salt and details keeps the chain: their digest stays and is what the chain covers.
    WHEN entry.salt IS NULL AND entry.details IS DISTINCT FROM '{}' THEN 'DETAILS_PUT_IN'
    WHEN entry.salt IS NOT NULL AND entry.details_hash IS DISTINCT FROM app.record_details_hash(entry) THEN 'DETAILS_CHANGED'
    WHEN entry.hash IS DISTINCT FROM app.record_hash(previous, entry, entry.seq, entry.details_hash) THEN 'CHANGED' END
$$;`;

/** The places from one to another. What concerns the end of the record is looked at when they reach it. */
const recordFaults = `
CREATE FUNCTION app.record_faults(community uuid, first_place bigint, last_place bigint)
RETURNS TABLE (fault text, place bigint, reaches bigint, entry_id uuid, day date) LANGUAGE sql ${reading} AS $$
  WITH ending AS (
    SELECT coalesce((SELECT e.seq FROM record_entry e WHERE e.community_id = community AND e.seq IS NOT NULL ORDER BY e.seq DESC LIMIT 1), 0) AS seq
  ), walked AS (
    SELECT e.id, e.seq, e.recorded_at, lag(e.recorded_at) OVER chain AS recorded_before,
           greatest(coalesce(lag(e.seq) OVER chain + 1, first_place - 1), 1) AS expected,
           app.entry_fault(e, coalesce(lag(e.hash) OVER chain, '')) AS fault
      FROM record_entry e
     WHERE e.community_id = community AND e.seq <= last_place AND (first_place <= 1 OR e.seq >= first_place - 1)
    WINDOW chain AS (ORDER BY e.seq, e.id)
  ), judged AS (
    SELECT w.id, w.seq, w.expected,
           CASE WHEN w.seq < w.expected THEN 'MISPLACED' WHEN w.seq > w.expected THEN 'MISSING'
                WHEN w.seq < first_place THEN NULL
                WHEN w.fault IS NOT NULL THEN w.fault
                WHEN w.recorded_at < w.recorded_before - interval '1 hour' THEN 'BACKDATED' END AS fault
      FROM walked w
  ), listed AS (
    -- An entry that follows a changed one fits on it no more, untouched as it may be.
    SELECT j.*, j.fault = 'CHANGED' AND lag(j.fault) OVER (ORDER BY j.seq, j.id) IS NOT DISTINCT FROM 'CHANGED' AS follows FROM judged j
  ), found AS (
    SELECT l.fault, CASE WHEN l.fault = 'MISSING' THEN l.expected ELSE l.seq END AS place,
           CASE WHEN l.fault = 'MISSING' THEN l.seq - 1 END AS reaches, CASE WHEN l.fault <> 'MISSING' THEN l.id END AS entry_id, NULL::date AS day
      FROM listed l WHERE l.fault IS NOT NULL AND NOT l.follows
    UNION ALL
    SELECT 'MISSING', seen.seq + 1, least(last_place, ending.seq), NULL, NULL
      FROM ending, (SELECT coalesce(max(w.seq), first_place - 1) AS seq FROM walked w) seen
     WHERE seen.seq < least(last_place, ending.seq)
    UNION ALL
    SELECT CASE WHEN h.seq IS NULL THEN 'HEAD_MISSING' WHEN h.seq > ending.seq THEN 'CUT_OFF' WHEN h.seq < ending.seq THEN 'HEAD_BEHIND' ELSE 'HEAD_DIFFERS' END,
           CASE WHEN h.seq > ending.seq THEN ending.seq + 1 ELSE coalesce(h.seq, ending.seq) END,
           CASE WHEN h.seq <> ending.seq THEN greatest(h.seq, ending.seq) END, NULL, NULL
      FROM ending
      LEFT JOIN record_head h ON h.community_id = community
      LEFT JOIN record_entry e ON e.community_id = community AND e.seq = ending.seq
     WHERE last_place >= ending.seq AND (h.seq, h.hash) IS DISTINCT FROM (e.seq, e.hash)
    UNION ALL
    SELECT 'NOT_SEALED', NULL, NULL, u.id, NULL
      FROM ending
      JOIN record_entry e ON e.community_id = community AND e.seq = ending.seq
      JOIN record_entry u ON u.community_id = community AND u.seq IS NULL AND u.recorded_at < e.recorded_at - interval '1 hour'
     WHERE last_place >= ending.seq
    UNION ALL
    (SELECT DISTINCT ON (e.seq IS NULL) CASE WHEN e.seq IS NULL THEN 'PUBLISHED_GONE' ELSE 'PUBLISHED_DIFFERS' END, d.seq, NULL, NULL, d.day
      FROM ending
      JOIN record_daily_head d ON d.community_id = community
      LEFT JOIN record_entry e ON e.community_id = community AND e.seq = d.seq
     WHERE d.seq >= first_place AND (d.seq <= last_place OR last_place >= ending.seq) AND d.hash IS DISTINCT FROM e.hash
     ORDER BY e.seq IS NULL, d.seq, d.day)
  )
  SELECT * FROM found f ORDER BY f.place NULLS LAST, f.fault, f.entry_id, f.day LIMIT 20
$$;
COMMENT ON FUNCTION app.record_faults(uuid, bigint, bigint) IS 'The first twenty things that are wrong with this part of a record. Granted to nobody: app.check_record asks who wants to know.';`;

export class CheckTheRecord1764000022050 extends SqlMigration {
  readonly name = 'CheckTheRecord1764000022050';

  protected readonly upSql = `${entryFault}
${recordFaults}

CREATE FUNCTION app.check_record(community uuid, first_place bigint, last_place bigint)
RETURNS TABLE (fault text, place bigint, reaches bigint, entry_id uuid, day date) LANGUAGE plpgsql ${reading} AS $$
BEGIN
  -- Answering nothing would read as if nothing were wrong.
  IF NOT (app.is_system() OR community = ANY (app.communities_as('affected'))) THEN
    PERFORM app.refuse('record_checked_by_its_people_only_ck', 'only the people affected check the record of their community');
  END IF;
  RETURN QUERY SELECT * FROM app.record_faults(community, first_place, least(last_place, first_place + 9999));
END $$;
COMMENT ON FUNCTION app.check_record(uuid, bigint, bigint) IS 'What is wrong with a part of a record, of ten thousand entries at most, for the people affected.';

CREATE FUNCTION app.record_entries_hold(community uuid, campaign uuid) RETURNS SETOF uuid LANGUAGE sql ${reading} AS $$
  SELECT e.id
    FROM record_entry e
    LEFT JOIN record_entry p ON p.community_id = e.community_id AND p.seq = e.seq - 1
   WHERE e.community_id = community AND e.campaign_id = campaign AND e.seq IS NOT NULL
     AND app.entry_fault(e, CASE WHEN e.seq = 1 THEN '' ELSE p.hash END) IS NOT NULL
   ORDER BY e.seq
$$;
COMMENT ON FUNCTION app.record_entries_hold(uuid, uuid) IS
  'The sealed entries of a campaign that do not hold: their details or their own hash, computed from the hash stored before them, do not match. It tells ids and nothing else.';

CREATE OR REPLACE FUNCTION app.verify_record(community uuid)
RETURNS TABLE (entries bigint, unsealed bigint, broken_at bigint, head bytea) LANGUAGE plpgsql ${reading} AS $$
BEGIN
  SELECT count(*) INTO unsealed FROM public.record_entry e WHERE e.community_id = community AND e.seq IS NULL;
  SELECT e.seq, e.hash INTO entries, head FROM public.record_entry e
   WHERE e.community_id = community AND e.seq IS NOT NULL ORDER BY e.seq DESC LIMIT 1;
  entries := coalesce(entries, 0);
  head := coalesce(head, '');
  SELECT min(coalesce(f.place, entries + 1)) INTO broken_at FROM app.record_faults(community, 1, 9223372036854775807) f;
  RETURN NEXT;
END $$;

GRANT EXECUTE ON FUNCTION app.check_record(uuid, bigint, bigint), app.record_entries_hold(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
CREATE OR REPLACE FUNCTION app.verify_record(community uuid)
RETURNS TABLE (entries bigint, unsealed bigint, broken_at bigint, head bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app STABLE AS $$
DECLARE
  entry public.record_entry;
  previous bytea := ''::bytea;
  place bigint := 0;
BEGIN
  SELECT count(*) INTO unsealed FROM public.record_entry e WHERE e.community_id = community AND e.seq IS NULL;
  FOR entry IN SELECT * FROM public.record_entry e WHERE e.community_id = community AND e.seq IS NOT NULL ORDER BY e.seq LOOP
    place := place + 1;
    -- Erasing salt and details keeps the chain: their digest stays and is what the chain covers.
    IF entry.seq <> place
       OR (entry.salt IS NOT NULL AND entry.details_hash <> app.record_details_hash(entry))
       OR (entry.salt IS NULL AND entry.details <> '{}')
       OR entry.hash <> app.record_hash(previous, entry, place, entry.details_hash) THEN
      broken_at := place;
      EXIT;
    END IF;
    previous := entry.hash;
  END LOOP;
  IF broken_at IS NULL AND EXISTS (SELECT FROM public.record_head h WHERE h.community_id = community AND (h.seq <> place OR h.hash <> previous)) THEN
    broken_at := place + 1;
  END IF;
  entries := place;
  head := previous;
  RETURN NEXT;
END $$;
DROP FUNCTION app.record_entries_hold(uuid, uuid), app.check_record(uuid, bigint, bigint), app.record_faults(uuid, bigint, bigint), app.entry_fault(record_entry, bytea);
`;
}
