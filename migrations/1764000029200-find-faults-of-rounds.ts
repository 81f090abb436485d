import { SqlMigration } from './support.js';

const reading = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';
const faults = 'RETURNS TABLE (kind text, table_name text, row_id uuid, within_id uuid)';

const tallyDigest = `
CREATE FUNCTION app.tally_digest(host uuid, round uuid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(i.priority_id, i.position, i.lot, i.statement, i.cost, i.rank, t.because) ORDER BY i.priority_id), '[]')::text, 'UTF8')), 'hex')
    FROM public.round_item i LEFT JOIN public.round_tally t ON t.community_id = i.community_id AND t.round_id = i.round_id AND t.priority_id = i.priority_id
   WHERE i.community_id = host AND i.round_id = round
$$;
COMMENT ON FUNCTION app.tally_digest(uuid, uuid) IS 'List, lots, ranks and reasons of a counted round, as a hex SHA-256. Granted to nobody: others would learn it of what they may not see.';

CREATE FUNCTION app.tally_to_record(host uuid, round uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN app.tally_digest(host, round);
END $$;
COMMENT ON FUNCTION app.tally_to_record(uuid, uuid) IS 'What whoever counted a round leaves of it on the record.';`;

/** How far the record says that a round has come. Without times: a step can follow another within the same instant. */
const roundFaults = `
CREATE FUNCTION app.round_faults(home uuid, campaign uuid) ${faults} ${reading} AS $$
  WITH entry AS MATERIALIZED (
    SELECT e.subject_id AS id, e.kind, e.details FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.subject_type = 'PriorityRound'
  ), told AS (
    SELECT e.id,
           CASE WHEN bool_or(e.kind = 'round.ratified') THEN 'RATIFIED' WHEN bool_or(e.kind = 'round.cancelled') THEN 'CANCELLED'
                WHEN bool_or(e.kind = 'round.objected' AND e.details ->> 'state' = 'OBJECTED') THEN 'OBJECTED'
                WHEN bool_or(e.kind = 'round.inquorate') THEN 'INQUORATE' WHEN bool_or(e.kind = 'round.counted') THEN 'COUNTED'
                WHEN bool_or(e.kind = 'round.closed') THEN 'CLOSED' WHEN bool_or(e.kind = 'round.opened') THEN 'OPEN' ELSE 'SCHEDULED' END AS state,
           bool_or(e.kind = 'round.scheduled') AS scheduled,
           max(e.details ->> 'tally') FILTER (WHERE e.kind = 'round.counted') AS tally,
           bool_or(e.kind = 'round.closed') AS closed,
           max(e.details ->> 'ballots') FILTER (WHERE e.kind = 'round.closed') AS ballots, max(e.details ->> 'roll') FILTER (WHERE e.kind = 'round.closed') AS roll
      FROM entry e GROUP BY e.id
  ), part AS (
    SELECT p.*, (SELECT count(*) FROM round_ballot b WHERE b.community_id = home AND b.round_id = p.round_id AND b.part_number = p.number) AS shown
      FROM round_part p WHERE p.host_id = home AND p.campaign_id = campaign
  ), turnout AS (
    SELECT p.round_id, sum(p.ballot_count)::text AS ballots, sum(p.roll_count)::text AS roll FROM part p GROUP BY p.round_id
  ), ranking AS (
    SELECT e.details ->> 'roundId' AS round, e.subject_id AS priority, e.details ->> 'rank' AS rank FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.kind = 'priority.ranked'
  )
  SELECT CASE WHEN r.id IS NULL THEN 'ROUND_MISSING' WHEN t.id IS NULL OR NOT t.scheduled THEN 'ROUND_UNRECORDED' ELSE 'ROUND_CHANGED' END, 'priority_round', coalesce(r.id, t.id), NULL::uuid
    FROM (SELECT o.id, o.state FROM priority_round o WHERE o.community_id = home AND o.campaign_id = campaign) r FULL JOIN told t ON t.id = r.id
   WHERE r.state IS DISTINCT FROM t.state OR t.scheduled IS NOT TRUE
  UNION ALL
  SELECT 'RESULT_CHANGED', 'round_item', i.priority_id, i.round_id
    FROM round_item i JOIN priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
    LEFT JOIN ranking k ON k.round = r.id::text AND k.priority = i.priority_id
   WHERE i.community_id = home AND i.campaign_id = campaign AND r.state = 'RATIFIED' AND i.rank::text IS DISTINCT FROM k.rank
  UNION ALL
  SELECT 'TALLY_CHANGED', 'priority_round', r.id, NULL FROM priority_round r JOIN told t ON t.id = r.id
   WHERE r.community_id = home AND r.campaign_id = campaign AND r.state IN ('COUNTED', 'OBJECTED', 'RATIFIED') AND t.tally IS DISTINCT FROM app.tally_digest(home, r.id)
  UNION ALL
  SELECT 'TURNOUT_CHANGED', 'priority_round', r.id, NULL FROM priority_round r JOIN told t ON t.id = r.id LEFT JOIN turnout o ON o.round_id = r.id
   WHERE r.community_id = home AND r.campaign_id = campaign AND t.closed AND (o.ballots, o.roll) IS DISTINCT FROM (t.ballots, t.roll)
  UNION ALL
  SELECT 'BALLOTS_DIFFER', 'round_part', p.id, p.round_id FROM part p JOIN priority_round r ON r.community_id = home AND r.id = p.round_id
   WHERE r.state IN ('COUNTED', 'OBJECTED', 'RATIFIED') AND r.publishes_ballots AND p.shown <> p.ballot_count
     -- Where a community left and too few of it had voted, theirs are gone.
     AND NOT (p.shown = 0 AND NOT p.is_quorate)
  UNION ALL
  SELECT 'BALLOTS_PUT_IN', 'round_part', p.id, p.round_id FROM part p WHERE p.stray_count > 0
  UNION ALL
  -- Each community has on its own record who entered what was voted on paper there, and who witnessed it.
  SELECT 'PAPER_BALLOTS_CHANGED', 'assembly_batch', b.id, b.round_id FROM assembly_batch b
   WHERE b.host_id = home AND b.campaign_id = round_faults.campaign AND b.state = 'WITNESSED' AND 2 <> (
     SELECT count(DISTINCT e.kind) FROM record_entry e JOIN membership m ON m.community_id = e.community_id AND m.id = e.actor_id AND m.standing = 'AFFECTED'
      WHERE e.community_id = b.community_id AND e.campaign_id = b.campaign_id AND e.subject_id = b.id AND e.details ->> 'ballots' = b.ballot_count::text
        AND (e.kind, e.actor_id) IN (('assembly.entered', b.entered_by), ('assembly.witnessed', b.settled_by)))
$$;`;

/** Looks for rounds whose course or result is not what the record says. */
export class FindFaultsOfRounds1764000029200 extends SqlMigration {
  readonly name = 'FindFaultsOfRounds1764000029200';

  protected readonly upSql = `${tallyDigest}
${roundFaults}

GRANT EXECUTE ON FUNCTION app.tally_to_record(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.round_faults(uuid, uuid), app.tally_to_record(uuid, uuid), app.tally_digest(uuid, uuid);
`;
}
