import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Asks, the versions of their terms, and the counters kept beside each. */
export class MakeAsks1764000000600 extends SqlMigration {
  readonly name = 'MakeAsks1764000000600';

  protected readonly upSql = `
CREATE TABLE ask (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  mandate_id uuid,
  external_id text,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  kind text NOT NULL,
  language text NOT NULL DEFAULT 'en',
  unit text NOT NULL,
  quantity_wanted integer NOT NULL,
  slots integer,
  starts_at timestamptz,
  ends_at timestamptz,
  notice_hours integer NOT NULL DEFAULT 24,
  place text NOT NULL DEFAULT '',
  risk_tier integer NOT NULL DEFAULT 0,
  risk_notes text NOT NULL DEFAULT '',
  dos text NOT NULL DEFAULT '',
  donts text NOT NULL DEFAULT '',
  suits text NOT NULL DEFAULT '',
  access text NOT NULL DEFAULT '',
  visibility text NOT NULL DEFAULT 'PUBLIC',
  terms_version integer NOT NULL DEFAULT 1,
  state text NOT NULL DEFAULT 'DRAFT',
  paused_because text,
  published boolean NOT NULL DEFAULT false,
  link_version integer NOT NULL DEFAULT 1,
  opened_at timestamptz,
  ended_at timestamptz,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT ask_pk PRIMARY KEY (community_id, id),
  CONSTRAINT ask_in_campaign_uq UNIQUE (community_id, campaign_id, id),
  CONSTRAINT ask_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES priority (community_id, campaign_id, id),
  CONSTRAINT ask_mandate_fk FOREIGN KEY (community_id, campaign_id, priority_id, mandate_id) REFERENCES mandate (community_id, campaign_id, priority_id, id),
  CONSTRAINT ask_created_by_fk FOREIGN KEY (community_id, created_by) REFERENCES membership (community_id, id),
  CONSTRAINT ask_external_id_uq UNIQUE (community_id, campaign_id, external_id),
  CONSTRAINT ask_external_id_ck CHECK (length(external_id) BETWEEN 1 AND 100),
  CONSTRAINT ask_title_ck CHECK (length(title) BETWEEN 1 AND 140),
  CONSTRAINT ask_description_ck CHECK (length(description) <= 8000),
  CONSTRAINT ask_kind_ck CHECK (kind IN ('SHOW_UP', 'TRANSPORT', 'TRANSLATE', 'HOST', 'SKILL', 'CONTACT_DECISION_MAKER', 'SPREAD', 'SUPPLY', 'CHALLENGE_OWN_CIRCLE', 'SPEAK', 'OTHER')),
  CONSTRAINT ask_unit_ck CHECK (length(unit) BETWEEN 1 AND 40),
  CONSTRAINT ask_quantity_wanted_ck CHECK (quantity_wanted BETWEEN 1 AND 1000000),
  CONSTRAINT ask_slots_ck CHECK (slots BETWEEN 1 AND 100000),
  CONSTRAINT ask_window_ck CHECK (ends_at > starts_at),
  CONSTRAINT ask_notice_hours_ck CHECK (notice_hours BETWEEN 0 AND 720),
  CONSTRAINT ask_risk_tier_ck CHECK (risk_tier BETWEEN 0 AND 3),
  CONSTRAINT ask_risk_is_explained_ck CHECK (risk_tier = 0 OR length(risk_notes) > 0),
  CONSTRAINT ask_texts_ck CHECK (length(place) <= 300 AND length(risk_notes) <= 4000 AND length(dos) <= 4000 AND length(donts) <= 4000 AND length(suits) <= 1000 AND length(access) <= 2000),
  CONSTRAINT ask_visibility_ck CHECK (visibility IN ('PUBLIC', 'ALLIES')),
  CONSTRAINT ask_state_ck CHECK (state IN ('DRAFT', 'OPEN', 'PAUSED', 'CLOSED', 'CANCELLED')),
  CONSTRAINT ask_open_needs_mandate_ck CHECK (state IN ('DRAFT', 'CANCELLED') OR mandate_id IS NOT NULL),
  CONSTRAINT ask_paused_says_why_ck CHECK ((state = 'PAUSED') = (paused_because IS NOT NULL) AND paused_because IN ('ORGANIZER', 'MANDATE_ENDED'))
);
COMMENT ON COLUMN ask.published IS 'Whether anyone may see it. Kept by trigger from its own state and its campaign; public reads filter on it without a join.';
CREATE INDEX ask_id_ix ON ask (id);
CREATE INDEX ask_campaign_ix ON ask (community_id, campaign_id, state, created_at, id);
-- The priority first: until the table is analysed, an index that begins like the key would look as good as the key.
CREATE INDEX ask_priority_ix ON ask (priority_id, community_id);
CREATE INDEX ask_mandate_ix ON ask (community_id, mandate_id) WHERE state = 'OPEN';
CREATE INDEX ask_published_ix ON ask (campaign_id, opened_at DESC, id) WHERE published;

CREATE FUNCTION app.searchable(title text, description text, place text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
  SELECT to_tsvector('pg_catalog.simple', unaccent('unaccent', title || ' ' || description || ' ' || place))
$$;
COMMENT ON FUNCTION app.searchable(text, text, text) IS 'Words without accents or stemming: asks come in many languages. Declared immutable because its dictionary is named.';
CREATE INDEX ask_search_ix ON ask USING gin (app.searchable(title, description, place));

CREATE TABLE ask_terms (
  community_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  version integer NOT NULL,
  terms jsonb NOT NULL,
  changed_by uuid NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ask_terms_pk PRIMARY KEY (community_id, ask_id, version),
  CONSTRAINT ask_terms_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES ask (community_id, id),
  CONSTRAINT ask_terms_changed_by_fk FOREIGN KEY (community_id, changed_by) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE ask_terms IS 'What an ask said at each version that was ever open: what a pledge accepted.';

CREATE TABLE ask_tally (
  community_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  priority_id uuid NOT NULL,
  slots integer,
  quantity_wanted integer NOT NULL,
  next_turn bigint NOT NULL DEFAULT 1,
  places_taken integer NOT NULL DEFAULT 0,
  pledged_quantity integer NOT NULL DEFAULT 0,
  active_count integer NOT NULL DEFAULT 0,
  waitlisted_count integer NOT NULL DEFAULT 0,
  waitlisted_quantity integer NOT NULL DEFAULT 0,
  fulfilled_count integer NOT NULL DEFAULT 0,
  partly_fulfilled_count integer NOT NULL DEFAULT 0,
  stepped_back_count integer NOT NULL DEFAULT 0,
  cancelled_count integer NOT NULL DEFAULT 0,
  never_started_count integer NOT NULL DEFAULT 0,
  reported_count integer NOT NULL DEFAULT 0,
  reported_quantity integer NOT NULL DEFAULT 0,
  attested_count integer NOT NULL DEFAULT 0,
  attested_quantity integer NOT NULL DEFAULT 0,
  sent_back_count integer NOT NULL DEFAULT 0,
  CONSTRAINT ask_tally_pk PRIMARY KEY (community_id, ask_id),
  CONSTRAINT ask_tally_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES ask (community_id, campaign_id, id),
  CONSTRAINT ask_tally_places_ck CHECK (slots IS NULL OR places_taken <= slots),
  CONSTRAINT ask_tally_quantity_ck CHECK (pledged_quantity <= quantity_wanted),
  CONSTRAINT ask_tally_not_negative_ck CHECK (least(places_taken, pledged_quantity, active_count, waitlisted_count, waitlisted_quantity, fulfilled_count,
    partly_fulfilled_count, stepped_back_count, cancelled_count, never_started_count, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count) >= 0)
);
COMMENT ON TABLE ask_tally IS 'Kept by triggers in the statement that changes a pledge. Places and quantity taken count pledges that are active or fulfilled; reported are awaiting attestation.';
CREATE INDEX ask_tally_campaign_ix ON ask_tally (community_id, campaign_id);
CREATE INDEX ask_tally_priority_ix ON ask_tally (community_id, priority_id);

CREATE FUNCTION app.ask_changes() RETURNS trigger ${definer} AS $$
DECLARE
  home public.campaign;
  authority public.mandate;
BEGIN
  SELECT * INTO home FROM public.campaign g WHERE g.community_id = NEW.community_id AND g.id = NEW.campaign_id;
  NEW.published := home.published AND NEW.visibility = 'PUBLIC' AND NEW.state IN ('OPEN', 'PAUSED', 'CLOSED');
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (('DRAFT', 'OPEN'), ('OPEN', 'PAUSED'), ('PAUSED', 'OPEN'), ('OPEN', 'CLOSED'), ('PAUSED', 'CLOSED'),
       ('DRAFT', 'CANCELLED'), ('OPEN', 'CANCELLED'), ('PAUSED', 'CANCELLED')) THEN
    PERFORM app.refuse('ask_state_moves_ck', format('an ask does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  IF NEW.state = 'OPEN' AND OLD.state <> 'OPEN' THEN
    SELECT * INTO authority FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id FOR NO KEY UPDATE;
    IF NOT FOUND OR authority.state <> 'LIVE' OR authority.until <= now() THEN
      PERFORM app.refuse('ask_open_needs_live_mandate_ck', 'an ask opens only under a live mandate for its priority');
    END IF;
    IF home.state <> 'LAUNCHED' THEN
      PERFORM app.refuse('ask_open_needs_launched_campaign_ck', 'an ask opens only in a launched campaign');
    END IF;
    IF authority.kind = 'FOUNDING' AND (NEW.risk_tier > 0 OR (SELECT count(*) FROM public.ask a
         WHERE a.community_id = NEW.community_id AND a.mandate_id = NEW.mandate_id AND a.id <> NEW.id AND a.opened_at IS NOT NULL) >= 5) THEN
      PERFORM app.refuse('ask_founding_limits_ck', 'a founding mandate opens at most five asks, of the lowest risk tier only');
    END IF;
    NEW.opened_at := coalesce(OLD.opened_at, now());
    NEW.paused_because := NULL;
  END IF;
  IF NEW.risk_tier > 0 AND OLD.risk_tier = 0 AND NEW.state IN ('OPEN', 'PAUSED')
     AND EXISTS (SELECT FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id AND m.kind = 'FOUNDING') THEN
    PERFORM app.refuse('ask_founding_limits_ck', 'a founding mandate allows the lowest risk tier only');
  END IF;
  IF NEW.state IN ('CLOSED', 'CANCELLED') AND OLD.state NOT IN ('CLOSED', 'CANCELLED') THEN NEW.ended_at := now(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ask_changes BEFORE INSERT OR UPDATE ON ask FOR EACH ROW EXECUTE FUNCTION app.ask_changes();

CREATE FUNCTION app.ask_is_tallied() RETURNS trigger ${definer} AS $$
BEGIN
  INSERT INTO public.ask_tally (community_id, ask_id, campaign_id, priority_id, slots, quantity_wanted)
  VALUES (NEW.community_id, NEW.id, NEW.campaign_id, NEW.priority_id, NEW.slots, NEW.quantity_wanted)
  ON CONFLICT (community_id, ask_id) DO UPDATE SET slots = excluded.slots, quantity_wanted = excluded.quantity_wanted, priority_id = excluded.priority_id;
  RETURN NULL;
END $$;
CREATE TRIGGER ask_is_tallied AFTER INSERT OR UPDATE OF slots, quantity_wanted, priority_id ON ask FOR EACH ROW EXECUTE FUNCTION app.ask_is_tallied();

CREATE FUNCTION app.campaign_publishes_asks() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.ask a SET published = NEW.published AND a.visibility = 'PUBLIC' AND a.state IN ('OPEN', 'PAUSED', 'CLOSED')
   WHERE a.community_id = NEW.community_id AND a.campaign_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER campaign_publishes_asks AFTER UPDATE ON campaign FOR EACH ROW WHEN (OLD.published <> NEW.published) EXECUTE FUNCTION app.campaign_publishes_asks();

CREATE FUNCTION app.end_mandates() RETURNS TABLE (community_id uuid, campaign_id uuid, mandate_id uuid, ask_ids uuid[]) ${definer} AS $$
DECLARE
  ended_ids uuid[];
BEGIN
  -- A fact of time: whoever calls this can only make the rows say what the clock already says.
  WITH ended AS (
    UPDATE public.mandate m SET state = 'ENDED'
      FROM public.campaign g
     WHERE m.state = 'LIVE' AND m.until <= now() AND g.community_id = m.community_id AND g.id = m.campaign_id AND g.state <> 'STOPPED'
    RETURNING m.id
  )
  SELECT array_agg(e.id) INTO ended_ids FROM ended e;
  -- A statement of its own sees asks that opened while the one above waited for the locks of their mandates.
  RETURN QUERY
  WITH paused AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'MANDATE_ENDED'
      FROM public.mandate m
     WHERE m.id = ANY (ended_ids) AND m.state = 'ENDED' AND a.community_id = m.community_id AND a.mandate_id = m.id AND a.state = 'OPEN'
    RETURNING a.community_id, a.mandate_id, a.id
  )
  SELECT m.community_id, m.campaign_id, m.id, coalesce(array_agg(p.id) FILTER (WHERE p.id IS NOT NULL), '{}')
    FROM public.mandate m LEFT JOIN paused p ON p.community_id = m.community_id AND p.mandate_id = m.id
   WHERE m.id = ANY (ended_ids) AND m.state = 'ENDED'
   GROUP BY m.community_id, m.campaign_id, m.id;
END $$;
COMMENT ON FUNCTION app.end_mandates() IS 'Ends every mandate whose time is over and pauses its open asks; the clock of a stopped campaign stands still.';

${protect('ask', 'ask_terms', 'ask_tally')}

CREATE POLICY seen ON ask FOR SELECT TO accompany_app
  USING (published OR (opened_at IS NOT NULL AND ${inCommunityAs('member')}) OR ${inCommunityAs('insider')});
CREATE POLICY drafted ON ask FOR INSERT TO accompany_app
  WITH CHECK (${inCommunityAs('insider')} AND state = 'DRAFT' AND created_by = ANY ((SELECT app.my_memberships())::uuid[]));
CREATE POLICY draft_edited ON ask FOR UPDATE TO accompany_app USING (state = 'DRAFT' AND ${inCommunityAs('insider')}) WITH CHECK (state = 'DRAFT');
CREATE POLICY run ON ask FOR UPDATE TO accompany_app USING (${inCommunityAs('organizer')}) WITH CHECK (${inCommunityAs('organizer')});
GRANT SELECT, INSERT (community_id, id, campaign_id, priority_id, external_id, title, description, kind, language, unit, quantity_wanted, slots, starts_at, ends_at,
    notice_hours, place, risk_tier, risk_notes, dos, donts, suits, access, visibility, created_by),
  UPDATE (priority_id, mandate_id, title, description, kind, language, unit, quantity_wanted, slots, starts_at, ends_at, notice_hours, place, risk_tier, risk_notes,
    dos, donts, suits, access, visibility, terms_version, state, paused_because, link_version, version) ON ask TO accompany_app;

CREATE POLICY seen ON ask_terms FOR SELECT TO accompany_app USING (${inCommunityAs('member')});
CREATE POLICY written ON ask_terms FOR INSERT TO accompany_app WITH CHECK (${inCommunityAs('organizer')} AND changed_by = ANY ((SELECT app.my_memberships())::uuid[]));
GRANT SELECT, INSERT ON ask_terms TO accompany_app;

CREATE POLICY seen ON ask_tally FOR SELECT TO accompany_app USING (${inCommunityAs('member')});
GRANT SELECT ON ask_tally TO accompany_app;

GRANT EXECUTE ON FUNCTION app.searchable(text, text, text), app.ask_changes(), app.ask_is_tallied(), app.campaign_publishes_asks(), app.end_mandates() TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER campaign_publishes_asks ON campaign;
DROP FUNCTION app.end_mandates(), app.campaign_publishes_asks();
DROP TABLE ask_tally, ask_terms, ask;
DROP FUNCTION app.ask_is_tallied(), app.ask_changes(), app.searchable(text, text, text);
`;
}
