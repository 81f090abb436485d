import { inCommunityAs, onlyAffectedWrite, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Campaigns with their briefs, stops and demands. */
export class RunCampaigns1764000000400 extends SqlMigration {
  readonly name = 'RunCampaigns1764000000400';

  protected readonly upSql = `
CREATE TABLE campaign (
  community_id uuid NOT NULL CONSTRAINT campaign_community_fk REFERENCES community,
  id uuid NOT NULL,
  handle text NOT NULL CONSTRAINT campaign_handle_uq UNIQUE,
  name text NOT NULL,
  summary text NOT NULL DEFAULT '',
  language text NOT NULL DEFAULT 'en',
  time_zone text NOT NULL DEFAULT 'UTC',
  visibility text NOT NULL DEFAULT 'PUBLIC',
  state text NOT NULL DEFAULT 'DRAFT',
  published boolean NOT NULL DEFAULT false,
  starts_on date,
  ends_on date,
  brief_version integer NOT NULL DEFAULT 0,
  launched_at timestamptz,
  stopped_at timestamptz,
  concluded_at timestamptz,
  conclusion text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT campaign_pk PRIMARY KEY (community_id, id),
  CONSTRAINT campaign_handle_ck CHECK (handle ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'),
  CONSTRAINT campaign_name_ck CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT campaign_summary_ck CHECK (length(summary) <= 4000),
  CONSTRAINT campaign_visibility_ck CHECK (visibility IN ('PUBLIC', 'UNLISTED')),
  CONSTRAINT campaign_state_ck CHECK (state IN ('DRAFT', 'LAUNCHED', 'STOPPED', 'CONCLUDED')),
  CONSTRAINT campaign_days_ck CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on),
  CONSTRAINT campaign_stopped_ck CHECK ((state = 'STOPPED') = (stopped_at IS NOT NULL)),
  CONSTRAINT campaign_launched_has_brief_ck CHECK (state = 'DRAFT' OR brief_version >= 1),
  CONSTRAINT campaign_created_by_fk FOREIGN KEY (community_id, created_by) REFERENCES membership (community_id, id)
);
COMMENT ON COLUMN campaign.published IS 'Whether anyone may see it. Kept by trigger; public reads filter on it without a join.';
CREATE INDEX campaign_id_ix ON campaign (id);
CREATE INDEX campaign_published_ix ON campaign (launched_at DESC, id) WHERE published;

CREATE TABLE campaign_stop (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  reason text NOT NULL,
  stopped_by uuid NOT NULL,
  stopped_at timestamptz NOT NULL DEFAULT now(),
  resumed_by uuid,
  resumed_at timestamptz,
  CONSTRAINT campaign_stop_pk PRIMARY KEY (community_id, id),
  CONSTRAINT campaign_stop_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT campaign_stop_stopped_by_fk FOREIGN KEY (community_id, stopped_by) REFERENCES membership (community_id, id),
  CONSTRAINT campaign_stop_resumed_by_fk FOREIGN KEY (community_id, resumed_by) REFERENCES membership (community_id, id),
  CONSTRAINT campaign_stop_reason_ck CHECK (length(reason) BETWEEN 1 AND 2000)
);
CREATE UNIQUE INDEX campaign_stop_one_open_uq ON campaign_stop (community_id, campaign_id) WHERE resumed_at IS NULL;

CREATE TABLE brief (
  community_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  version integer NOT NULL,
  text text NOT NULL,
  published_by uuid NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT brief_pk PRIMARY KEY (community_id, campaign_id, version),
  CONSTRAINT brief_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT brief_published_by_fk FOREIGN KEY (community_id, published_by) REFERENCES membership (community_id, id),
  CONSTRAINT brief_version_ck CHECK (version >= 1),
  CONSTRAINT brief_text_ck CHECK (length(text) BETWEEN 1 AND 20000)
);

CREATE TABLE demand (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  title text NOT NULL,
  details text NOT NULL DEFAULT '',
  decision_maker text NOT NULL,
  state text NOT NULL DEFAULT 'MADE',
  made_on date,
  set_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT demand_pk PRIMARY KEY (community_id, id),
  CONSTRAINT demand_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT demand_set_by_fk FOREIGN KEY (community_id, set_by) REFERENCES membership (community_id, id),
  CONSTRAINT demand_title_ck CHECK (length(title) BETWEEN 1 AND 200),
  CONSTRAINT demand_details_ck CHECK (length(details) <= 4000),
  CONSTRAINT demand_decision_maker_ck CHECK (length(decision_maker) BETWEEN 1 AND 200),
  CONSTRAINT demand_state_ck CHECK (state IN ('MADE', 'ANSWERED', 'WON', 'PARTLY_WON', 'REFUSED', 'DROPPED'))
);
CREATE INDEX demand_campaign_ix ON demand (community_id, campaign_id, created_at);
CREATE INDEX demand_id_ix ON demand (id);

CREATE TABLE demand_response (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  demand_id uuid NOT NULL,
  answered_on date NOT NULL,
  text text NOT NULL,
  state text NOT NULL,
  noted_by uuid NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT demand_response_pk PRIMARY KEY (community_id, id),
  CONSTRAINT demand_response_demand_fk FOREIGN KEY (community_id, demand_id) REFERENCES demand (community_id, id),
  CONSTRAINT demand_response_noted_by_fk FOREIGN KEY (community_id, noted_by) REFERENCES membership (community_id, id),
  CONSTRAINT demand_response_text_ck CHECK (length(text) BETWEEN 1 AND 4000),
  CONSTRAINT demand_response_state_ck CHECK (state IN ('ANSWERED', 'WON', 'PARTLY_WON', 'REFUSED', 'DROPPED'))
);
CREATE INDEX demand_response_demand_ix ON demand_response (community_id, demand_id, answered_on);

CREATE FUNCTION app.campaign_moves() RETURNS trigger ${definer} AS $$
BEGIN
  NEW.published := NEW.visibility = 'PUBLIC' AND NEW.state IN ('LAUNCHED', 'STOPPED', 'CONCLUDED');
  IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (('DRAFT', 'LAUNCHED'), ('LAUNCHED', 'STOPPED'), ('STOPPED', 'LAUNCHED'), ('LAUNCHED', 'CONCLUDED'), ('STOPPED', 'CONCLUDED')) THEN
    PERFORM app.refuse('campaign_state_moves_ck', format('a campaign does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_moves BEFORE INSERT OR UPDATE OF state, visibility ON campaign FOR EACH ROW EXECUTE FUNCTION app.campaign_moves();

CREATE FUNCTION app.campaign_publishes() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.community c SET published = EXISTS (SELECT FROM public.campaign g WHERE g.community_id = c.id AND g.published)
   WHERE c.id = NEW.community_id;
  RETURN NULL;
END $$;
CREATE TRIGGER campaign_publishes AFTER INSERT OR UPDATE OF state, visibility ON campaign FOR EACH ROW EXECUTE FUNCTION app.campaign_publishes();

${protect('campaign', 'campaign_stop', 'brief', 'demand', 'demand_response')}
${onlyAffectedWrite('campaign', 'campaign_stop', 'brief', 'demand', 'demand_response')}

CREATE POLICY seen ON campaign FOR SELECT TO accompany_app
  USING (published OR (state <> 'DRAFT' AND ${inCommunityAs('member')}) OR ${inCommunityAs('affected')});
CREATE POLICY started ON campaign FOR INSERT TO accompany_app
  WITH CHECK (${inCommunityAs('affected')} AND state = 'DRAFT' AND created_by = ANY ((SELECT app.my_memberships())::uuid[]));
CREATE POLICY steered ON campaign FOR UPDATE TO accompany_app
  USING (${inCommunityAs('steward')} OR (state = 'DRAFT' AND created_by = ANY ((SELECT app.my_memberships())::uuid[])))
  WITH CHECK (${inCommunityAs('steward')} OR (state = 'DRAFT' AND created_by = ANY ((SELECT app.my_memberships())::uuid[])));
GRANT SELECT, INSERT (community_id, id, handle, name, summary, language, time_zone, visibility, starts_on, ends_on, created_by),
  UPDATE (name, summary, language, time_zone, visibility, state, starts_on, ends_on, brief_version, launched_at, stopped_at, concluded_at, conclusion, version) ON campaign TO accompany_app;

CREATE POLICY seen ON campaign_stop FOR SELECT TO accompany_app USING (${inCommunityAs('member')});
CREATE POLICY written ON campaign_stop FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')});
CREATE POLICY resumed ON campaign_stop FOR UPDATE TO accompany_app USING (${inCommunityAs('steward')}) WITH CHECK (${inCommunityAs('steward')});
GRANT SELECT, INSERT, UPDATE (resumed_by, resumed_at) ON campaign_stop TO accompany_app;

CREATE POLICY seen ON brief FOR SELECT TO accompany_app
  USING (${inCommunityAs('affected')} OR (${inCommunityAs('member')} AND EXISTS (SELECT FROM campaign g WHERE g.community_id = brief.community_id AND g.id = brief.campaign_id AND g.brief_version = brief.version)));
CREATE POLICY written ON brief FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('affected')} AND published_by = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT, INSERT ON brief TO accompany_app;

CREATE POLICY seen ON demand FOR SELECT TO accompany_app
  USING (EXISTS (SELECT FROM campaign g WHERE g.community_id = demand.community_id AND g.id = demand.campaign_id));
CREATE POLICY made ON demand FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')});
CREATE POLICY moved ON demand FOR UPDATE TO accompany_app USING (${inCommunityAs('steward')}) WITH CHECK (${inCommunityAs('steward')});
GRANT SELECT, INSERT, UPDATE (title, details, decision_maker, state, made_on, version) ON demand TO accompany_app;

CREATE POLICY seen ON demand_response FOR SELECT TO accompany_app
  USING (EXISTS (SELECT FROM demand d WHERE d.community_id = demand_response.community_id AND d.id = demand_response.demand_id));
CREATE POLICY noted ON demand_response FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('steward')});
GRANT SELECT, INSERT ON demand_response TO accompany_app;

GRANT EXECUTE ON FUNCTION app.campaign_moves(), app.campaign_publishes() TO accompany_app;
`;

  protected readonly downSql = `
DROP TABLE demand_response, demand, brief, campaign_stop, campaign;
DROP FUNCTION app.campaign_publishes(), app.campaign_moves();
`;
}
