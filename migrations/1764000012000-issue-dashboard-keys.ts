import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

/** Campaigns that the key in use reads; `more` narrows them. */
export const keyCampaigns = (more: string) => `
CREATE OR REPLACE FUNCTION app.key_campaigns() RETURNS uuid[] ${sqlDefiner} AS $$
  SELECT coalesce(array_agg(g.id), '{}')
    FROM public.dashboard_key k JOIN public.campaign g ON g.community_id = k.community_id AND g.state <> 'DRAFT'
   WHERE k.id = app.key_id() AND k.revoked_at IS NULL AND k.expires_at > now()
     AND (k.covers_all_campaigns OR EXISTS (SELECT FROM public.dashboard_key_campaign c
           WHERE c.community_id = k.community_id AND c.key_id = k.id AND c.campaign_id = g.id))${more}
$$;`;

/** The campaigns that the key in use reads: asked once a statement. */
const KEYED = `= ANY ((SELECT app.key_campaigns())::uuid[])`;

/** Keys by which dashboards read the figures of a community: no person, and no more than what would be public. */
export class IssueDashboardKeys1764000012000 extends SqlMigration {
  readonly name = 'IssueDashboardKeys1764000012000';

  protected readonly upSql = `
CREATE TABLE dashboard_key (
  community_id uuid NOT NULL CONSTRAINT dashboard_key_community_fk REFERENCES community,
  id uuid NOT NULL,
  name text NOT NULL,
  covers_all_campaigns boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_on date,
  revoked_at timestamptz,
  revoked_because text,
  CONSTRAINT dashboard_key_pk PRIMARY KEY (community_id, id),
  CONSTRAINT dashboard_key_name_ck CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT dashboard_key_lasts_a_year_ck CHECK (expires_at > created_at AND expires_at <= created_at + interval '1 year 1 minute'),
  CONSTRAINT dashboard_key_revoked_ck CHECK ((revoked_at IS NULL) = (revoked_because IS NULL) AND revoked_because IN ('BY_STEWARD', 'SEEN_IN_ADDRESS'))
);
COMMENT ON COLUMN dashboard_key.last_used_on IS 'A day of the community''s calendar; when within it, and from where, is not kept.';
CREATE INDEX dashboard_key_id_ix ON dashboard_key (id);

CREATE TABLE dashboard_key_campaign (
  community_id uuid NOT NULL,
  key_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  CONSTRAINT dashboard_key_campaign_pk PRIMARY KEY (community_id, key_id, campaign_id),
  CONSTRAINT dashboard_key_campaign_key_fk FOREIGN KEY (community_id, key_id) REFERENCES dashboard_key (community_id, id),
  CONSTRAINT dashboard_key_campaign_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id)
);

CREATE TABLE vault.dashboard_key_secret (
  community_id uuid NOT NULL,
  key_id uuid NOT NULL,
  key_hash bytea NOT NULL CONSTRAINT dashboard_key_secret_hash_uq UNIQUE,
  CONSTRAINT dashboard_key_secret_pk PRIMARY KEY (community_id, key_id),
  CONSTRAINT dashboard_key_secret_key_fk FOREIGN KEY (community_id, key_id) REFERENCES dashboard_key (community_id, id)
);
${keyCampaigns('')}
COMMENT ON FUNCTION app.key_campaigns() IS 'Campaigns that the dashboard key in use reads as if they were public; none once it is revoked or over.';

CREATE FUNCTION vault.create_dashboard_key(community uuid, key uuid, name text, campaigns uuid[], until timestamptz, digest bytea) RETURNS void ${definer} AS $$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('dashboard_key_by_steward_ck', 'only a steward makes a dashboard key');
  END IF;
  INSERT INTO public.dashboard_key (community_id, id, name, covers_all_campaigns, expires_at) VALUES (community, key, name, campaigns IS NULL, until);
  INSERT INTO public.dashboard_key_campaign (community_id, key_id, campaign_id) SELECT community, key, c FROM unnest(campaigns) c;
  INSERT INTO vault.dashboard_key_secret (community_id, key_id, key_hash) VALUES (community, key, digest);
END $$;

CREATE FUNCTION vault.authenticate_key(digest bytea)
RETURNS TABLE (id uuid, community_id uuid, campaign_ids uuid[], noted_today boolean) ${sqlDefiner} AS $$
  SELECT k.id, k.community_id,
         CASE WHEN NOT k.covers_all_campaigns THEN ARRAY (SELECT c.campaign_id FROM public.dashboard_key_campaign c
                WHERE c.community_id = k.community_id AND c.key_id = k.id ORDER BY c.campaign_id) END,
         k.last_used_on IS NOT DISTINCT FROM (now() AT TIME ZONE h.time_zone)::date
    FROM vault.dashboard_key_secret s
    JOIN public.dashboard_key k ON k.community_id = s.community_id AND k.id = s.key_id
    JOIN public.community h ON h.id = k.community_id
   WHERE s.key_hash = digest AND k.revoked_at IS NULL AND k.expires_at > now()
$$;

CREATE FUNCTION app.note_key_use() RETURNS void ${definer} AS $$
BEGIN
  -- Whoever comes second on a day, from another process, finds it done: one write a day, and nobody waits.
  UPDATE public.dashboard_key k SET last_used_on = (now() AT TIME ZONE h.time_zone)::date
    FROM public.community h
   WHERE k.id = app.key_id() AND h.id = k.community_id AND k.last_used_on IS DISTINCT FROM (now() AT TIME ZONE h.time_zone)::date;
END $$;
COMMENT ON FUNCTION app.note_key_use() IS 'A key notes its own use and no other''s.';

CREATE FUNCTION vault.burn_dashboard_key(digest bytea) RETURNS TABLE (community_id uuid, key_id uuid) ${definer} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('dashboard_key_burnt_by_door_ck', 'a key is burnt where it is found');
  END IF;
  RETURN QUERY
  UPDATE public.dashboard_key k SET revoked_at = now(), revoked_because = 'SEEN_IN_ADDRESS'
    FROM vault.dashboard_key_secret s
   WHERE s.key_hash = digest AND k.community_id = s.community_id AND k.id = s.key_id AND k.revoked_at IS NULL AND k.expires_at > now()
  RETURNING k.community_id, k.id;
END $$;

${protect('dashboard_key', 'dashboard_key_campaign')}
CREATE POLICY seen ON dashboard_key FOR SELECT TO accompany_app USING (${inCommunityAs('steward')});
CREATE POLICY revoked ON dashboard_key FOR UPDATE TO accompany_app
  USING (${inCommunityAs('steward')} AND revoked_at IS NULL) WITH CHECK (${inCommunityAs('steward')} AND revoked_because = 'BY_STEWARD');
GRANT SELECT, UPDATE (revoked_at, revoked_because) ON dashboard_key TO accompany_app;
CREATE POLICY seen ON dashboard_key_campaign FOR SELECT TO accompany_app USING (${inCommunityAs('steward')});
GRANT SELECT ON dashboard_key_campaign TO accompany_app;

-- Demands, named priorities and mandates in force are seen by whoever sees their campaign, so they need no policy of their own.
CREATE POLICY seen_by_key ON campaign FOR SELECT TO accompany_app USING (id ${KEYED});
CREATE POLICY seen_by_key ON ask FOR SELECT TO accompany_app
  USING (campaign_id ${KEYED} AND visibility = 'PUBLIC' AND state IN ('OPEN', 'PAUSED', 'CLOSED'));
CREATE POLICY seen_by_key ON public_figure FOR SELECT TO accompany_app
  USING (campaign_id ${KEYED} AND (SELECT true FROM ask a WHERE a.community_id = public_figure.community_id AND a.id = public_figure.ask_id));

GRANT EXECUTE ON FUNCTION app.key_campaigns(), app.note_key_use(), vault.create_dashboard_key(uuid, uuid, text, uuid[], timestamptz, bytea),
  vault.authenticate_key(bytea), vault.burn_dashboard_key(bytea) TO accompany_app;
`;

  protected readonly downSql = `
DROP POLICY seen_by_key ON public_figure;
DROP POLICY seen_by_key ON ask;
DROP POLICY seen_by_key ON campaign;
DROP FUNCTION vault.burn_dashboard_key(bytea), app.note_key_use(), vault.authenticate_key(bytea),
  vault.create_dashboard_key(uuid, uuid, text, uuid[], timestamptz, bytea), app.key_campaigns();
DROP TABLE vault.dashboard_key_secret, dashboard_key_campaign, dashboard_key;
`;
}
