import { SqlMigration } from './support.js';

const reading = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';
const faults = 'RETURNS TABLE (kind text, table_name text, row_id uuid, within_id uuid)';

const mandateFaults = `
CREATE FUNCTION app.mandate_faults(home uuid, campaign uuid) ${faults} ${reading} AS $$
  WITH entry AS MATERIALIZED (
    SELECT e.subject_id AS id, e.kind, e.actor_id, e.details FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.subject_type = 'Mandate'
  ), told AS (
    SELECT e.id, bool_or(e.kind = 'mandate.proposed') AS proposed, bool_or(e.kind = 'mandate.given') AS given, bool_or(e.kind = 'mandate.ended') AS ended,
           bool_or(e.kind = 'mandate.given' OR (e.kind = 'mandate.signed' AND e.details ->> 'state' = 'LIVE')) AS came_alive,
           max(e.details ->> 'priorityId') AS priority, max(e.details ->> 'roundId') FILTER (WHERE e.kind = 'mandate.given') AS round,
           coalesce(max(e.details ->> 'kind') FILTER (WHERE e.kind = 'mandate.proposed'), 'RATIFIED') AS began_as,
           max(e.details ->> 'until') FILTER (WHERE e.kind = 'mandate.proposed' AND pg_input_is_valid(e.details ->> 'until', 'timestamptz'))::timestamptz AS until,
           -- Of a lead it says which, whoever of it did.
           max(coalesce(e.details ->> 'leadId', e.details ->> 'givenBy')) FILTER (WHERE e.kind IN ('mandate.proposed', 'mandate.given')) AS lead,
           max(e.actor_id::text) FILTER (WHERE e.kind = 'mandate.proposed') AS proposer
      FROM entry e GROUP BY e.id
  ), stood_still AS (
    -- Resuming adds the length of each stop to what was in force.
    SELECT coalesce(sum(s.resumed_at - s.stopped_at), interval '0') AS length FROM campaign_stop s WHERE s.community_id = home AND s.campaign_id = campaign AND s.resumed_at IS NOT NULL
  ), row_now AS MATERIALIZED (
    SELECT m.* FROM mandate m WHERE m.community_id = home AND m.campaign_id = campaign
  ), signature AS (
    SELECT s.mandate_id, s.id, s.signed_by, s.lead_id, signer.id AS signer
      FROM mandate_signature s JOIN row_now m ON m.id = s.mandate_id
      LEFT JOIN lead_act a ON a.community_id = s.lead_id AND a.id = s.id AND a.kind = 'mandate_signature'
      LEFT JOIN membership signer ON signer.community_id = coalesce(s.lead_id, home) AND signer.id = coalesce(s.signed_by, a.membership_id) AND signer.standing = 'AFFECTED'
     WHERE s.community_id = home
  )
  SELECT 'MANDATE_MISSING', 'mandate', t.id, NULL::uuid FROM told t WHERE NOT EXISTS (SELECT FROM row_now m WHERE m.id = t.id)
  UNION ALL
  SELECT CASE WHEN t.id IS NULL OR NOT (t.proposed OR t.given) THEN 'MANDATE_UNRECORDED' ELSE 'MANDATE_CHANGED' END, 'mandate', m.id, NULL
    FROM row_now m CROSS JOIN stood_still LEFT JOIN told t ON t.id = m.id
   WHERE t.id IS NULL OR NOT (t.proposed OR t.given)
      OR (m.priority_id::text, m.began_as, m.round_id::text, m.lead_id::text, m.proposed_by::text) IS DISTINCT FROM (t.priority, t.began_as, t.round, t.lead, t.proposer)
      OR (m.state = 'ENDED') <> (t.ended AND t.came_alive) OR (m.state = 'PROPOSED' AND t.came_alive)
      OR m.until > t.until + stood_still.length + interval '1 second'
  UNION ALL
  SELECT 'MANDATE_WITHOUT_ROUND', 'mandate', m.id, NULL FROM row_now m
   WHERE m.kind = 'RATIFIED' AND NOT EXISTS (
     SELECT FROM priority_round r JOIN round_item i ON i.community_id = r.community_id AND i.round_id = r.id AND i.priority_id = m.priority_id AND i.rank IS NOT NULL
       JOIN round_part p ON p.host_id = r.community_id AND p.round_id = r.id AND p.community_id = coalesce(m.lead_id, home)
      WHERE r.community_id = home AND r.id = m.round_id AND r.state = 'RATIFIED')
  UNION ALL
  SELECT 'MANDATE_UNSIGNED', 'mandate', m.id, NULL FROM row_now m LEFT JOIN told t ON t.id = m.id
   WHERE m.kind <> 'RATIFIED' AND m.starts_at IS NOT NULL
     AND (t.came_alive IS NOT TRUE OR CASE m.kind WHEN 'EMERGENCY' THEN 2 ELSE 1 END > (SELECT count(DISTINCT s.signer) FROM signature s WHERE s.mandate_id = m.id))
  UNION ALL
  SELECT 'SIGNATURE_UNRECORDED', 'mandate_signature', s.id, s.mandate_id FROM signature s
   WHERE s.lead_id IS NULL AND NOT EXISTS (SELECT FROM entry e WHERE e.id = s.mandate_id AND e.kind = 'mandate.signed' AND e.actor_id = s.signed_by)
  UNION ALL
  SELECT 'SIGNATURE_UNRECORDED', 'mandate', m.id, NULL FROM row_now m
   WHERE m.lead_id IS NOT NULL AND (SELECT count(*) FROM signature s WHERE s.mandate_id = m.id) > (SELECT count(*) FROM entry e WHERE e.id = m.id AND e.kind = 'mandate.signed')
  UNION ALL
  SELECT 'ASK_WITHOUT_MANDATE', 'ask', a.id, NULL FROM ask a
   WHERE a.community_id = home AND a.campaign_id = campaign AND a.state = 'OPEN' AND NOT EXISTS (
     SELECT FROM row_now m WHERE m.id = a.mandate_id AND m.state = 'LIVE' AND m.priority_id = a.priority_id AND m.lead_id IS NOT DISTINCT FROM a.lead_id)
$$;`;

/** Looks for mandates that nobody gave, and for asks that stand on none. */
export class FindFaultsOfMandates1764000029300 extends SqlMigration {
  readonly name = 'FindFaultsOfMandates1764000029300';

  protected readonly upSql = mandateFaults;

  protected readonly downSql = `
DROP FUNCTION app.mandate_faults(uuid, uuid);
`;
}
