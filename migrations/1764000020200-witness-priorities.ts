import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const LIVE = 'p.withdrawn_at IS NULL AND p.merged_into IS NULL';

/** The digest by which the record vouches for what a priority says, and the date on which it is looked at again. */
export class WitnessPriorities1764000020200 extends SqlMigration {
  readonly name = 'WitnessPriorities1764000020200';

  protected readonly upSql = `
CREATE FUNCTION app.priority_digest(community uuid, priority uuid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(p.id, p.campaign_id, p.statement, p.details, p.language, p.review_on,
           p.withdrawn_at IS NOT NULL, p.withdrawn_because, p.merged_into, p.lead_id, p.version)::text, 'UTF8')), 'hex')
    FROM public.priority p WHERE p.community_id = priority_digest.community AND p.id = priority_digest.priority
$$;
COMMENT ON FUNCTION app.priority_digest(uuid, uuid) IS
  'What people wrote into a priority, as a hex SHA-256 of a JSON list. Without rank and naming, which rounds and mandates answer for. Every deed that writes one leaves it on the record. Null to whom the row is hidden.';

CREATE FUNCTION app.set_priority_review_date(home uuid, target uuid, lead uuid, day date) RETURNS void ${definer} AS $$
DECLARE
  today date;
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[target]);
  IF NOT EXISTS (SELECT FROM public.priority p WHERE p.community_id = home AND p.id = target AND app.may_put_aside(p, lead, 'STEWARD')) THEN
    PERFORM app.refuse('priority_reviewed_by_steward_ck', 'a steward sets when a priority is looked at again');
  END IF;
  SELECT (now() AT TIME ZONE g.time_zone)::date INTO today FROM public.priority p JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
   WHERE p.community_id = home AND p.id = target;
  IF day <= today OR day > today + interval '24 months' THEN
    PERFORM app.refuse('priority_review_within_24_months_ck', 'after today, and within twenty-four months');
  END IF;
  UPDATE public.priority p SET review_on = day, version = p.version + 1 WHERE p.community_id = home AND p.id = target AND ${LIVE};
  IF NOT FOUND THEN
    PERFORM app.refuse('priority_is_live_ck', 'it was withdrawn or merged');
  END IF;
END $$;
COMMENT ON FUNCTION app.set_priority_review_date(uuid, uuid, uuid, date) IS 'Mandates in force keep their end.';

GRANT EXECUTE ON FUNCTION app.priority_digest(uuid, uuid), app.set_priority_review_date(uuid, uuid, uuid, date) TO accompany_app;

-- From here on the record says what every priority says; what was written before, it says once.
SELECT app.put_on_record(p.community_id, 'priority.witnessed', NULL, 'SYSTEM', 'Priority', p.id,
    jsonb_build_object('digest', app.priority_digest(p.community_id, p.id)), p.campaign_id)
  FROM priority p ORDER BY p.created_at, p.id;
`;

  protected readonly downSql = `
-- What was witnessed stays on the record, which is append-only.
DROP FUNCTION app.set_priority_review_date(uuid, uuid, uuid, date), app.priority_digest(uuid, uuid);
`;
}
