import { SqlMigration } from './support.js';

const reading = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';
const faults = 'RETURNS TABLE (kind text, table_name text, row_id uuid, within_id uuid)';

/** What the clock alone does, what it does as well as people, and what people alone do. */
const CLOCK_ALONE = `'priority.witnessed', 'priority.ranked', 'priority.unranked', 'round.opened', 'round.closed', 'round.inquorate', 'round.counted', 'round.ratified', 'mandate.given'`;
const CLOCK_TOO = `'round.cancelled', 'mandate.ended'`;
const PEOPLE_ALONE = `'priority.proposed', 'priority.revised', 'priority.review_date_set', 'priority.withdrawn', 'priority.restored', 'priority.merged', 'priority.translated',
    'priority.translation_withdrawn', 'round.scheduled', 'round.estimated', 'round.opening_moved', 'round.closing_moved', 'round.objected', 'assembly.entered', 'assembly.witnessed', 'assembly.rejected',
    'assembly.withdrawn', 'mandate.proposed', 'mandate.signed'`;

const reachesPriorities = `
CREATE FUNCTION app.reaches_priorities(deed text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  -- What is said about a priority changes nothing of it. Whatever else bears such a name and is not known here counts, and no standing may do it.
  SELECT deed <> 'priority.remark_removed' AND split_part(deed, '.', 1) IN ('priority', 'round', 'assembly', 'mandate')
$$;`;

const writeFaults = `
CREATE FUNCTION app.write_faults(home uuid, campaign uuid) ${faults} ${reading} AS $$
  SELECT 'WRITE_FORGED', 'record_entry', e.id, NULL::uuid FROM record_entry e
   WHERE e.community_id = home AND e.campaign_id = campaign AND app.reaches_priorities(e.kind) AND NOT coalesce(CASE
       WHEN e.actor_role = 'SYSTEM' THEN e.actor_id IS NULL AND e.kind IN (${CLOCK_ALONE}, ${CLOCK_TOO})
       WHEN e.actor_role NOT IN ('AFFECTED', 'STEWARD') OR e.kind NOT IN (${PEOPLE_ALONE}, ${CLOCK_TOO}) THEN false
       WHEN e.details ? 'leadId' THEN e.actor_id IS NULL AND EXISTS (SELECT FROM coalition_lead l WHERE l.community_id = home AND l.campaign_id = campaign AND l.lead_id::text = e.details ->> 'leadId')
       ELSE EXISTS (SELECT FROM membership m WHERE m.community_id = home AND m.id = e.actor_id AND m.standing = 'AFFECTED') END, false)
  UNION ALL
  SELECT 'RECORD_CHANGED', 'record_entry', h.id, NULL FROM app.record_entries_hold(home, campaign) AS h (id)
  UNION ALL
  SELECT 'RECORD_INCOMPLETE', 'record_head', home, NULL
    FROM (SELECT count(*) AS entries, coalesce(max(e.seq), 0) AS seq FROM record_entry e WHERE e.community_id = home AND e.seq IS NOT NULL) chain
    LEFT JOIN record_head h ON h.community_id = home
    LEFT JOIN record_entry e ON e.community_id = home AND e.seq = chain.seq
   WHERE chain.entries <> chain.seq OR (chain.seq, e.hash) IS DISTINCT FROM (coalesce(h.seq, 0), h.hash)
      OR EXISTS (SELECT FROM record_daily_head d LEFT JOIN record_entry x ON x.community_id = d.community_id AND x.seq = d.seq WHERE d.community_id = home AND x.hash IS DISTINCT FROM d.hash)
$$;`;

/** Outsiders are told the table, and the row where they may read it. */
const sovereignty = `
CREATE FUNCTION app.is_public_row(home uuid, table_name text, row_id uuid) RETURNS boolean ${reading} AS $$
  SELECT CASE table_name
    WHEN 'priority' THEN EXISTS (SELECT FROM priority p WHERE p.community_id = home AND p.id = row_id AND p.named_at IS NOT NULL)
    WHEN 'mandate' THEN EXISTS (SELECT FROM mandate m WHERE m.community_id = home AND m.id = row_id AND m.state <> 'PROPOSED')
    WHEN 'priority_round' THEN EXISTS (SELECT FROM priority_round r WHERE r.community_id = home AND r.id = row_id AND r.state = 'RATIFIED')
    WHEN 'ask' THEN EXISTS (SELECT FROM ask a WHERE a.community_id = home AND a.id = row_id AND a.published)
    ELSE false END
$$;

CREATE FUNCTION app.sovereignty(home uuid, campaign uuid, most integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
DECLARE
  theirs boolean := app.is_system() OR home = ANY (app.communities_as('affected')) OR campaign = ANY (app.campaigns_led_as('affected'));
BEGIN
  -- Nothing is answered, and nothing refused, where it is not to be read: whoever may not know of the campaign learns nothing of it here.
  IF NOT EXISTS (SELECT FROM public.campaign g JOIN public.community c ON c.id = g.community_id WHERE g.community_id = home AND g.id = campaign
       AND (theirs OR (c.publishes_sovereignty_report AND (g.published OR (g.state <> 'DRAFT' AND home = ANY (app.communities_as('member'))))))) THEN
    RETURN NULL;
  END IF;
  RETURN (
    WITH fault AS MATERIALIZED (
      SELECT * FROM app.priority_faults(home, campaign) UNION SELECT * FROM app.translation_faults(home, campaign) UNION SELECT * FROM app.round_faults(home, campaign)
      UNION SELECT * FROM app.mandate_faults(home, campaign) UNION SELECT * FROM app.write_faults(home, campaign)
    ), told AS (
      SELECT f.* FROM fault f ORDER BY f.kind, f.row_id, f.within_id LIMIT most
    ), written AS (
      SELECT e.actor_role AS standing, CASE WHEN theirs THEN e.kind END AS what, count(*) AS count FROM public.record_entry e
       WHERE e.community_id = home AND e.campaign_id = campaign AND app.reaches_priorities(e.kind) GROUP BY 1, 2
    )
    SELECT jsonb_build_object('isWhole', theirs, 'faultCount', (SELECT count(*) FROM fault),
      'faults', (SELECT coalesce(jsonb_agg(jsonb_build_object('table', t.table_name,
            'kind', CASE WHEN theirs THEN t.kind END, 'withinId', CASE WHEN theirs THEN t.within_id END,
            'rowId', CASE WHEN theirs OR app.is_public_row(home, t.table_name, t.row_id) THEN t.row_id END) ORDER BY t.kind, t.row_id, t.within_id), '[]') FROM told t),
      'writes', (SELECT coalesce(jsonb_agg(jsonb_build_object('standing', w.standing, 'what', w.what, 'count', w.count) ORDER BY w.standing, w.what), '[]') FROM written w)));
END $$;
COMMENT ON FUNCTION app.sovereignty(uuid, uuid, integer) IS
  'Who wrote what reached the priorities of a campaign, and what is not as the record has it: all of it for the people affected, and in short for others where the community publishes it. Null to everyone else.';`;

/** Puts together, from record and tables, whose the priorities of a campaign are. */
export class ReportSovereignty1764000029400 extends SqlMigration {
  readonly name = 'ReportSovereignty1764000029400';

  protected readonly upSql = `${reachesPriorities}
${writeFaults}
${sovereignty}

GRANT EXECUTE ON FUNCTION app.sovereignty(uuid, uuid, integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.sovereignty(uuid, uuid, integer), app.is_public_row(uuid, text, uuid), app.write_faults(uuid, uuid), app.reaches_priorities(text);
`;
}
