-- What the migrations add up to, for reading: written by `npm run contracts`, compared by its --check.
-- The schema of the job queue is not shown; its package keeps it.

-- Extensions

EXTENSION unaccent IN public

-- Schemas and who may look into them

SCHEMA app
  GRANT USAGE TO accompany_app
SCHEMA public
  GRANT USAGE TO PUBLIC
SCHEMA vault
  GRANT USAGE TO accompany_app

-- Default privileges

DEFAULT FUNCTIONS OF accompany_owner: nothing to others

-- Tables: columns, constraints, indexes, row-level security, triggers, grants

UNLOGGED TABLE app.rate_limit OWNER accompany_owner
  -- Counters of rate-limiter-flexible; keys are salted hashes. Unlogged: losing them in a crash only forgives.
  key text NOT NULL
  points integer NOT NULL DEFAULT 0
  expire bigint
  CONSTRAINT rate_limit_pk PRIMARY KEY (key)
  ROW LEVEL SECURITY OFF
  GRANT DELETE, INSERT, SELECT, UPDATE TO accompany_app

TABLE public.agreement OWNER accompany_owner
  community_id uuid NOT NULL
  version integer NOT NULL
  text text NOT NULL
  questions jsonb NOT NULL DEFAULT '[]'::jsonb
  -- [{"id": "position", "text": "...", "required": true}]
  published_by uuid
  published_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT agreement_questions_ck CHECK (((jsonb_typeof(questions) = 'array'::text) AND (jsonb_array_length(questions) <= 20)))
  CONSTRAINT agreement_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 20000)))
  CONSTRAINT agreement_version_ck CHECK ((version >= 1))
  CONSTRAINT agreement_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT agreement_published_by_fk FOREIGN KEY (community_id, published_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT agreement_pk PRIMARY KEY (community_id, version)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY published PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (EXISTS ( SELECT
   FROM public.community c
  WHERE (c.id = agreement.community_id)))
  GRANT INSERT, SELECT TO accompany_app

TABLE public.ask OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  mandate_id uuid
  external_id text
  title text NOT NULL
  description text NOT NULL DEFAULT ''::text
  kind text NOT NULL
  language text NOT NULL DEFAULT 'en'::text
  unit text NOT NULL
  quantity_wanted integer NOT NULL
  slots integer
  starts_at timestamp with time zone
  ends_at timestamp with time zone
  notice_hours integer NOT NULL DEFAULT 24
  place text NOT NULL DEFAULT ''::text
  risk_tier integer NOT NULL DEFAULT 0
  risk_notes text NOT NULL DEFAULT ''::text
  dos text NOT NULL DEFAULT ''::text
  donts text NOT NULL DEFAULT ''::text
  suits text NOT NULL DEFAULT ''::text
  access text NOT NULL DEFAULT ''::text
  visibility text NOT NULL DEFAULT 'PUBLIC'::text
  terms_version integer NOT NULL DEFAULT 1
  state text NOT NULL DEFAULT 'DRAFT'::text
  paused_because text
  published boolean NOT NULL DEFAULT false
  -- Whether anyone may see it. Kept by trigger from its own state and its campaign; public reads filter on it without a join.
  link_version integer NOT NULL DEFAULT 1
  opened_at timestamp with time zone
  ended_at timestamp with time zone
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  cancelled_because text
  CONSTRAINT ask_cancelled_says_why_ck CHECK ((((state = 'CANCELLED'::text) = (cancelled_because IS NOT NULL)) AND ((length(cancelled_because) >= 1) AND (length(cancelled_because) <= 2000))))
  CONSTRAINT ask_description_ck CHECK ((length(description) <= 8000))
  CONSTRAINT ask_external_id_ck CHECK (((length(external_id) >= 1) AND (length(external_id) <= 100)))
  CONSTRAINT ask_kind_ck CHECK ((kind = ANY (ARRAY['SHOW_UP'::text, 'TRANSPORT'::text, 'TRANSLATE'::text, 'HOST'::text, 'SKILL'::text, 'CONTACT_DECISION_MAKER'::text, 'SPREAD'::text, 'SUPPLY'::text, 'CHALLENGE_OWN_CIRCLE'::text, 'SPEAK'::text, 'OTHER'::text])))
  CONSTRAINT ask_notice_hours_ck CHECK (((notice_hours >= 0) AND (notice_hours <= 720)))
  CONSTRAINT ask_open_needs_mandate_ck CHECK (((state = ANY (ARRAY['DRAFT'::text, 'CANCELLED'::text])) OR (mandate_id IS NOT NULL)))
  CONSTRAINT ask_paused_says_why_ck CHECK ((((state = 'PAUSED'::text) = (paused_because IS NOT NULL)) AND (paused_because = ANY (ARRAY['ORGANIZER'::text, 'MANDATE_ENDED'::text]))))
  CONSTRAINT ask_quantity_wanted_ck CHECK (((quantity_wanted >= 1) AND (quantity_wanted <= 1000000)))
  CONSTRAINT ask_risk_is_explained_ck CHECK (((risk_tier = 0) OR (length(risk_notes) > 0)))
  CONSTRAINT ask_risk_tier_ck CHECK (((risk_tier >= 0) AND (risk_tier <= 3)))
  CONSTRAINT ask_slots_ck CHECK (((slots >= 1) AND (slots <= 100000)))
  CONSTRAINT ask_state_ck CHECK ((state = ANY (ARRAY['DRAFT'::text, 'OPEN'::text, 'PAUSED'::text, 'CLOSED'::text, 'CANCELLED'::text])))
  CONSTRAINT ask_texts_ck CHECK (((length(place) <= 300) AND (length(risk_notes) <= 4000) AND (length(dos) <= 4000) AND (length(donts) <= 4000) AND (length(suits) <= 1000) AND (length(access) <= 2000)))
  CONSTRAINT ask_title_ck CHECK (((length(title) >= 1) AND (length(title) <= 140)))
  CONSTRAINT ask_unit_ck CHECK (((length(unit) >= 1) AND (length(unit) <= 40)))
  CONSTRAINT ask_visibility_ck CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'ALLIES'::text])))
  CONSTRAINT ask_window_ck CHECK ((ends_at > starts_at))
  CONSTRAINT ask_created_by_fk FOREIGN KEY (community_id, created_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ask_mandate_fk FOREIGN KEY (community_id, campaign_id, priority_id, mandate_id) REFERENCES public.mandate(community_id, campaign_id, priority_id, id)
  CONSTRAINT ask_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT ask_pk PRIMARY KEY (community_id, id)
  CONSTRAINT ask_external_id_uq UNIQUE (community_id, campaign_id, external_id)
  CONSTRAINT ask_in_campaign_uq UNIQUE (community_id, campaign_id, id)
  INDEX ask_campaign_ix ON public.ask USING btree (community_id, campaign_id, state, created_at, id)
  INDEX ask_id_ix ON public.ask USING btree (id)
  INDEX ask_mandate_ix ON public.ask USING btree (community_id, mandate_id) WHERE (state = 'OPEN'::text)
  INDEX ask_priority_ix ON public.ask USING btree (priority_id, community_id)
  INDEX ask_published_ix ON public.ask USING btree (campaign_id, opened_at DESC, id) WHERE published
  INDEX ask_search_ix ON public.ask USING gin (app.searchable(title, description, place))
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY draft_edited PERMISSIVE FOR UPDATE TO accompany_app
    USING ((state = 'DRAFT'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
    WITH CHECK (state = 'DRAFT'::text)
  POLICY drafted PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) AND (state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY run PERMISSIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((opened_at IS NOT NULL) AND (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  TRIGGER ask_changes BEFORE INSERT OR UPDATE ON public.ask FOR EACH ROW EXECUTE FUNCTION app.ask_changes()
  TRIGGER ask_changes_figures AFTER UPDATE ON public.ask FOR EACH ROW WHEN ((((((old.state IS DISTINCT FROM new.state) OR (old.published IS DISTINCT FROM new.published)) OR (old.risk_tier IS DISTINCT FROM new.risk_tier)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.priority_id IS DISTINCT FROM new.priority_id))) EXECUTE FUNCTION app.ask_has_figures()
  TRIGGER ask_has_figures AFTER INSERT ON public.ask FOR EACH ROW EXECUTE FUNCTION app.ask_has_figures()
  TRIGGER ask_is_tallied AFTER INSERT OR UPDATE OF slots, quantity_wanted, priority_id ON public.ask FOR EACH ROW EXECUTE FUNCTION app.ask_is_tallied()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, priority_id, external_id, title, description, kind, language, unit, quantity_wanted, slots, starts_at, ends_at, notice_hours, place, risk_tier, risk_notes, dos, donts, suits, access, visibility, created_by) TO accompany_app
  GRANT UPDATE (priority_id, mandate_id, title, description, kind, language, unit, quantity_wanted, slots, starts_at, ends_at, notice_hours, place, risk_tier, risk_notes, dos, donts, suits, access, visibility, terms_version, state, paused_because, link_version, version, cancelled_because) TO accompany_app

TABLE public.ask_tally OWNER accompany_owner
  -- Kept by triggers in the statement that changes a pledge. Places and quantity taken count pledges that are active or fulfilled; reported are awaiting attestation.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  slots integer
  quantity_wanted integer NOT NULL
  next_turn bigint NOT NULL DEFAULT 1
  places_taken integer NOT NULL DEFAULT 0
  pledged_quantity integer NOT NULL DEFAULT 0
  active_count integer NOT NULL DEFAULT 0
  waitlisted_count integer NOT NULL DEFAULT 0
  waitlisted_quantity integer NOT NULL DEFAULT 0
  fulfilled_count integer NOT NULL DEFAULT 0
  partly_fulfilled_count integer NOT NULL DEFAULT 0
  stepped_back_count integer NOT NULL DEFAULT 0
  cancelled_count integer NOT NULL DEFAULT 0
  never_started_count integer NOT NULL DEFAULT 0
  reported_count integer NOT NULL DEFAULT 0
  reported_quantity integer NOT NULL DEFAULT 0
  attested_count integer NOT NULL DEFAULT 0
  attested_quantity integer NOT NULL DEFAULT 0
  sent_back_count integer NOT NULL DEFAULT 0
  CONSTRAINT ask_tally_not_negative_ck CHECK ((LEAST(places_taken, pledged_quantity, active_count, waitlisted_count, waitlisted_quantity, fulfilled_count, partly_fulfilled_count, stepped_back_count, cancelled_count, never_started_count, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count) >= 0))
  CONSTRAINT ask_tally_places_ck CHECK (((slots IS NULL) OR (places_taken <= slots)))
  CONSTRAINT ask_tally_quantity_ck CHECK ((pledged_quantity <= quantity_wanted))
  CONSTRAINT ask_tally_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT ask_tally_pk PRIMARY KEY (community_id, ask_id)
  INDEX ask_tally_campaign_ix ON public.ask_tally USING btree (community_id, campaign_id)
  INDEX ask_tally_priority_ix ON public.ask_tally USING btree (community_id, priority_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  TRIGGER tally_is_published AFTER UPDATE OF quantity_wanted, places_taken, reported_count ON public.ask_tally FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION app.tally_is_published()
  GRANT SELECT TO accompany_app

TABLE public.ask_terms OWNER accompany_owner
  -- What an ask said at each version that was ever open: what a pledge accepted.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  version integer NOT NULL
  terms jsonb NOT NULL
  changed_by uuid NOT NULL
  changed_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT ask_terms_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES public.ask(community_id, id)
  CONSTRAINT ask_terms_changed_by_fk FOREIGN KEY (community_id, changed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ask_terms_pk PRIMARY KEY (community_id, ask_id, version)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  POLICY written PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) AND (changed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  GRANT INSERT, SELECT TO accompany_app

TABLE public.attestation OWNER accompany_owner
  -- What the community says happened; append-only. A correction names the one it replaces, whose value is kept.
  community_id uuid NOT NULL
  id uuid NOT NULL
  occurrence_id uuid NOT NULL
  pledger_id uuid NOT NULL
  pledger_standing text NOT NULL
  kind text NOT NULL
  quantity integer
  feedback text NOT NULL DEFAULT ''::text
  corrects uuid
  attested_by uuid NOT NULL
  attester_standing text NOT NULL DEFAULT 'AFFECTED'::text
  attested_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT attestation_attester_is_affected_ck CHECK ((attester_standing = 'AFFECTED'::text))
  CONSTRAINT attestation_corrects_ck CHECK (((kind = 'CORRECTED'::text) = (corrects IS NOT NULL)))
  CONSTRAINT attestation_feedback_ck CHECK (((length(feedback) <= 4000) AND ((kind = 'ATTESTED'::text) OR (length(feedback) > 0))))
  CONSTRAINT attestation_kind_ck CHECK ((kind = ANY (ARRAY['ATTESTED'::text, 'SENT_BACK'::text, 'CORRECTED'::text])))
  CONSTRAINT attestation_not_own_ck CHECK ((attested_by <> pledger_id))
  CONSTRAINT attestation_quantity_ck CHECK ((((kind = 'SENT_BACK'::text) = (quantity IS NULL)) AND ((quantity >= 0) AND (quantity <= 1000000)) AND ((kind <> 'ATTESTED'::text) OR (quantity >= 1))))
  CONSTRAINT attestation_attested_by_fk FOREIGN KEY (community_id, attested_by, attester_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT attestation_corrects_fk FOREIGN KEY (community_id, corrects) REFERENCES public.attestation(community_id, id)
  CONSTRAINT attestation_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT attestation_pk PRIMARY KEY (community_id, id)
  CONSTRAINT attestation_corrects_once_uq UNIQUE (community_id, corrects)
  INDEX attestation_id_ix ON public.attestation USING btree (id)
  INDEX attestation_occurrence_ix ON public.attestation USING btree (community_id, occurrence_id, attested_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY attested PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) AND (attested_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY only_affected_attest RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (NOT (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER community_attests AFTER INSERT ON public.attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.community_attests()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by) TO accompany_app

TABLE public.brief OWNER accompany_owner
  community_id uuid NOT NULL
  campaign_id uuid NOT NULL
  version integer NOT NULL
  text text NOT NULL
  published_by uuid NOT NULL
  published_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT brief_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 20000)))
  CONSTRAINT brief_version_ck CHECK ((version >= 1))
  CONSTRAINT brief_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT brief_published_by_fk FOREIGN KEY (community_id, published_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT brief_pk PRIMARY KEY (community_id, campaign_id, version)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.campaign g
  WHERE ((g.community_id = brief.community_id) AND (g.id = brief.campaign_id) AND (g.brief_version = brief.version))))))
  POLICY written PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (published_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  GRANT INSERT, SELECT TO accompany_app

TABLE public.campaign OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  handle text NOT NULL
  name text NOT NULL
  summary text NOT NULL DEFAULT ''::text
  language text NOT NULL DEFAULT 'en'::text
  time_zone text NOT NULL DEFAULT 'UTC'::text
  visibility text NOT NULL DEFAULT 'PUBLIC'::text
  state text NOT NULL DEFAULT 'DRAFT'::text
  published boolean NOT NULL DEFAULT false
  -- Whether anyone may see it. Kept by trigger; public reads filter on it without a join.
  starts_on date
  ends_on date
  brief_version integer NOT NULL DEFAULT 0
  launched_at timestamp with time zone
  stopped_at timestamp with time zone
  concluded_at timestamp with time zone
  conclusion text
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  CONSTRAINT campaign_days_ck CHECK (((ends_on IS NULL) OR (starts_on IS NULL) OR (ends_on >= starts_on)))
  CONSTRAINT campaign_handle_ck CHECK ((handle ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'::text))
  CONSTRAINT campaign_launched_has_brief_ck CHECK (((state = 'DRAFT'::text) OR (brief_version >= 1)))
  CONSTRAINT campaign_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CONSTRAINT campaign_state_ck CHECK ((state = ANY (ARRAY['DRAFT'::text, 'LAUNCHED'::text, 'STOPPED'::text, 'CONCLUDED'::text])))
  CONSTRAINT campaign_stopped_ck CHECK (((state = 'STOPPED'::text) = (stopped_at IS NOT NULL)))
  CONSTRAINT campaign_summary_ck CHECK ((length(summary) <= 4000))
  CONSTRAINT campaign_visibility_ck CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'UNLISTED'::text])))
  CONSTRAINT campaign_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT campaign_created_by_fk FOREIGN KEY (community_id, created_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT campaign_pk PRIMARY KEY (community_id, id)
  CONSTRAINT campaign_handle_uq UNIQUE (handle)
  INDEX campaign_id_ix ON public.campaign USING btree (id)
  INDEX campaign_published_ix ON public.campaign USING btree (launched_at DESC, id) WHERE published
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((state <> 'DRAFT'::text) AND (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))
  POLICY started PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY steered PERMISSIVE FOR UPDATE TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) OR ((state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) OR ((state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
  TRIGGER campaign_moves BEFORE INSERT OR UPDATE OF state, visibility ON public.campaign FOR EACH ROW EXECUTE FUNCTION app.campaign_moves()
  TRIGGER campaign_publishes AFTER INSERT OR UPDATE OF state, visibility ON public.campaign FOR EACH ROW EXECUTE FUNCTION app.campaign_publishes()
  TRIGGER campaign_publishes_asks AFTER UPDATE ON public.campaign FOR EACH ROW WHEN ((old.published <> new.published)) EXECUTE FUNCTION app.campaign_publishes_asks()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, handle, name, summary, language, time_zone, visibility, starts_on, ends_on, created_by) TO accompany_app
  GRANT UPDATE (name, summary, language, time_zone, visibility, state, starts_on, ends_on, brief_version, launched_at, stopped_at, concluded_at, conclusion, version) TO accompany_app

TABLE public.campaign_stop OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  reason text NOT NULL
  stopped_by uuid NOT NULL
  stopped_at timestamp with time zone NOT NULL DEFAULT now()
  resumed_by uuid
  resumed_at timestamp with time zone
  CONSTRAINT campaign_stop_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT campaign_stop_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT campaign_stop_resumed_by_fk FOREIGN KEY (community_id, resumed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT campaign_stop_stopped_by_fk FOREIGN KEY (community_id, stopped_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT campaign_stop_pk PRIMARY KEY (community_id, id)
  UNIQUE INDEX campaign_stop_one_open_uq ON public.campaign_stop USING btree (community_id, campaign_id) WHERE (resumed_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY resumed PERMISSIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  POLICY written PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (resumed_by, resumed_at) TO accompany_app

TABLE public.community OWNER accompany_owner
  id uuid NOT NULL
  handle text NOT NULL
  name text NOT NULL
  about text NOT NULL DEFAULT ''::text
  language text NOT NULL DEFAULT 'en'::text
  time_zone text NOT NULL DEFAULT 'UTC'::text
  agreement_version integer NOT NULL DEFAULT 1
  shows_exact_figures boolean NOT NULL DEFAULT true
  published boolean NOT NULL DEFAULT false
  -- Whether it has a launched public campaign: only then do outsiders learn that it exists. Kept by trigger.
  founded_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  requires_second_factor boolean NOT NULL DEFAULT false
  -- While true, the duties of stewards and organizers rest in sessions that were opened without a second factor.
  admission_rule text NOT NULL DEFAULT 'INVITATION'::text
  probation_days integer NOT NULL DEFAULT 14
  CONSTRAINT community_about_ck CHECK ((length(about) <= 4000))
  CONSTRAINT community_admission_rule_ck CHECK ((admission_rule = ANY (ARRAY['INVITATION'::text, 'VOUCHES'::text, 'BOTH'::text])))
  CONSTRAINT community_handle_ck CHECK ((handle ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'::text))
  CONSTRAINT community_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CONSTRAINT community_probation_days_ck CHECK (((probation_days >= 0) AND (probation_days <= 90)))
  CONSTRAINT community_pk PRIMARY KEY (id)
  CONSTRAINT community_handle_uq UNIQUE (handle)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY edited PERMISSIVE FOR UPDATE TO accompany_app
    USING (id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
    WITH CHECK (id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR (id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])))
  TRIGGER community_changes_figures AFTER UPDATE ON public.community FOR EACH ROW WHEN ((old.shows_exact_figures IS DISTINCT FROM new.shows_exact_figures)) EXECUTE FUNCTION app.community_changes_figures()
  TRIGGER community_is_not_loosened BEFORE UPDATE OF admission_rule, probation_days, shows_exact_figures, requires_second_factor ON public.community FOR EACH ROW EXECUTE FUNCTION app.community_is_not_loosened()
  GRANT SELECT TO accompany_app
  GRANT UPDATE (name, about, language, time_zone, agreement_version, shows_exact_figures, version, admission_rule, probation_days) TO accompany_app

TABLE public.demand OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  title text NOT NULL
  details text NOT NULL DEFAULT ''::text
  decision_maker text NOT NULL
  state text NOT NULL DEFAULT 'MADE'::text
  made_on date
  set_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  CONSTRAINT demand_decision_maker_ck CHECK (((length(decision_maker) >= 1) AND (length(decision_maker) <= 200)))
  CONSTRAINT demand_details_ck CHECK ((length(details) <= 4000))
  CONSTRAINT demand_state_ck CHECK ((state = ANY (ARRAY['MADE'::text, 'ANSWERED'::text, 'WON'::text, 'PARTLY_WON'::text, 'REFUSED'::text, 'DROPPED'::text])))
  CONSTRAINT demand_title_ck CHECK (((length(title) >= 1) AND (length(title) <= 200)))
  CONSTRAINT demand_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT demand_set_by_fk FOREIGN KEY (community_id, set_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT demand_pk PRIMARY KEY (community_id, id)
  INDEX demand_campaign_ix ON public.demand USING btree (community_id, campaign_id, created_at)
  INDEX demand_id_ix ON public.demand USING btree (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY made PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY moved PERMISSIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (EXISTS ( SELECT
   FROM public.campaign g
  WHERE ((g.community_id = demand.community_id) AND (g.id = demand.campaign_id))))
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (title, details, decision_maker, state, made_on, version) TO accompany_app

TABLE public.demand_response OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  demand_id uuid NOT NULL
  answered_on date NOT NULL
  text text NOT NULL
  state text NOT NULL
  noted_by uuid NOT NULL
  noted_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT demand_response_state_ck CHECK ((state = ANY (ARRAY['ANSWERED'::text, 'WON'::text, 'PARTLY_WON'::text, 'REFUSED'::text, 'DROPPED'::text])))
  CONSTRAINT demand_response_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
  CONSTRAINT demand_response_demand_fk FOREIGN KEY (community_id, demand_id) REFERENCES public.demand(community_id, id)
  CONSTRAINT demand_response_noted_by_fk FOREIGN KEY (community_id, noted_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT demand_response_pk PRIMARY KEY (community_id, id)
  INDEX demand_response_demand_ix ON public.demand_response USING btree (community_id, demand_id, answered_on)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY noted PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (EXISTS ( SELECT
   FROM public.demand d
  WHERE ((d.community_id = demand_response.community_id) AND (d.id = demand_response.demand_id))))
  GRANT INSERT, SELECT TO accompany_app

TABLE public.duty_backing OWNER accompany_owner
  -- Who stands behind an offer: the steward who made it, or those who confirm a new steward while the community is short of them.
  community_id uuid NOT NULL
  offer_id uuid NOT NULL
  backed_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT duty_backing_backed_by_fk FOREIGN KEY (community_id, backed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT duty_backing_offer_fk FOREIGN KEY (community_id, offer_id) REFERENCES public.duty_offer(community_id, id)
  CONSTRAINT duty_backing_pk PRIMARY KEY (community_id, offer_id, backed_by)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.duty_offer OWNER accompany_owner
  -- Someone is asked to be a steward. It takes effect when they accept, and only while enough others stand behind it.
  community_id uuid NOT NULL
  id uuid NOT NULL
  membership_id uuid NOT NULL
  state text NOT NULL DEFAULT 'OPEN'::text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '30 days'::interval)
  closed_at timestamp with time zone
  CONSTRAINT duty_offer_closed_whole_ck CHECK (((state = 'OPEN'::text) = (closed_at IS NULL)))
  CONSTRAINT duty_offer_state_ck CHECK ((state = ANY (ARRAY['OPEN'::text, 'ACCEPTED'::text, 'DECLINED'::text, 'WITHDRAWN'::text])))
  CONSTRAINT duty_offer_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT duty_offer_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT duty_offer_pk PRIMARY KEY (community_id, id)
  INDEX duty_offer_id_ix ON public.duty_offer USING btree (id)
  UNIQUE INDEX duty_offer_one_open_uq ON public.duty_offer USING btree (community_id, membership_id) WHERE (state = 'OPEN'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) OR (membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  GRANT SELECT TO accompany_app

TABLE public.fulfilment_report OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  occurrence_id uuid NOT NULL
  pledger_id uuid NOT NULL
  pledger_standing text NOT NULL
  quantity integer NOT NULL
  note text NOT NULL DEFAULT ''::text
  evidence text[] NOT NULL DEFAULT '{}'::text[]
  reported_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT fulfilment_report_evidence_ck CHECK (((cardinality(evidence) <= 5) AND (length(array_to_string(evidence, ''::text)) <= 2500)))
  CONSTRAINT fulfilment_report_note_ck CHECK ((length(note) <= 4000))
  CONSTRAINT fulfilment_report_quantity_ck CHECK (((quantity >= 1) AND (quantity <= 1000000)))
  CONSTRAINT fulfilment_report_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT fulfilment_report_pk PRIMARY KEY (community_id, id)
  INDEX fulfilment_report_id_ix ON public.fulfilment_report USING btree (id)
  INDEX fulfilment_report_occurrence_ix ON public.fulfilment_report USING btree (community_id, occurrence_id, reported_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY reported PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER fulfilment_is_reported AFTER INSERT ON public.fulfilment_report FOR EACH ROW EXECUTE FUNCTION app.fulfilment_is_reported()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity, note, evidence) TO accompany_app

TABLE public.idempotency OWNER accompany_owner
  -- What a repeated request returns: ids only, never a secret, never a ballot.
  scope text NOT NULL
  key text NOT NULL
  operation text NOT NULL
  request_hash bytea NOT NULL
  result jsonb
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT idempotency_key_length_ck CHECK (((length(key) >= 8) AND (length(key) <= 100)))
  CONSTRAINT idempotency_pk PRIMARY KEY (scope, key)
  INDEX idempotency_created_at_ix ON public.idempotency USING btree (created_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY forget_by_clock PERMISSIVE FOR DELETE TO accompany_app
    USING (( SELECT app.is_system() AS is_system) AND (created_at < (now() - '7 days'::interval)))
  POLICY own PERMISSIVE FOR ALL TO accompany_app
    USING (scope = ( SELECT app.scope() AS scope))
    WITH CHECK (scope = ( SELECT app.scope() AS scope))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen_by_clock PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT app.is_system() AS is_system)
  GRANT DELETE, INSERT, SELECT TO accompany_app
  GRANT UPDATE (result) TO accompany_app

TABLE public.invitation OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  token_hash bytea NOT NULL
  invited_by uuid NOT NULL
  expires_at timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  used_at timestamp with time zone
  used_by uuid
  revoked_at timestamp with time zone
  CONSTRAINT invitation_lasts_7_days_ck CHECK ((expires_at <= (created_at + '7 days 00:01:00'::interval)))
  CONSTRAINT invitation_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT invitation_invited_by_fk FOREIGN KEY (community_id, invited_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT invitation_used_by_fk FOREIGN KEY (community_id, used_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT invitation_pk PRIMARY KEY (community_id, id)
  CONSTRAINT invitation_token_uq UNIQUE (token_hash)
  INDEX invitation_id_ix ON public.invitation USING btree (id)
  INDEX invitation_listed_ix ON public.invitation USING btree (community_id, created_at, id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY invited_in_own_name RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((invited_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (used_by IS NULL) AND (revoked_at IS NULL))
  POLICY invited_where_invitations_admit RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND app.admits_by_invitation(community_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY revoked_for_good RESTRICTIVE FOR UPDATE TO accompany_app
    USING ((revoked_at IS NULL) AND (used_at IS NULL))
    WITH CHECK (revoked_at IS NOT NULL)
  POLICY stewards PERMISSIVE FOR ALL TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (used_at IS NULL))
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (revoked_at) TO accompany_app

TABLE public.mandate OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  kind text NOT NULL
  began_as text NOT NULL
  state text NOT NULL DEFAULT 'PROPOSED'::text
  reason text NOT NULL
  starts_at timestamp with time zone
  until timestamp with time zone NOT NULL
  proposed_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT mandate_kind_ck CHECK (((kind = ANY (ARRAY['FOUNDING'::text, 'EMERGENCY'::text])) AND (began_as = ANY (ARRAY['FOUNDING'::text, 'EMERGENCY'::text]))))
  CONSTRAINT mandate_live_has_start_ck CHECK (((state = 'PROPOSED'::text) OR (starts_at IS NOT NULL)))
  CONSTRAINT mandate_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT mandate_state_ck CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'LIVE'::text, 'ENDED'::text])))
  CONSTRAINT mandate_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT mandate_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT mandate_pk PRIMARY KEY (community_id, id)
  CONSTRAINT mandate_for_priority_uq UNIQUE (community_id, campaign_id, priority_id, id)
  INDEX mandate_ends_ix ON public.mandate USING btree (until) WHERE (state = 'LIVE'::text)
  INDEX mandate_id_ix ON public.mandate USING btree (id)
  UNIQUE INDEX mandate_one_founding_per_community_uq ON public.mandate USING btree (community_id) WHERE (began_as = 'FOUNDING'::text)
  INDEX mandate_priority_ix ON public.mandate USING btree (community_id, priority_id, created_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY proposed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) AND (state = 'PROPOSED'::text) AND (kind = began_as) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (((state <> 'PROPOSED'::text) AND ( SELECT true
   FROM public.campaign g
  WHERE ((g.community_id = mandate.community_id) AND (g.id = mandate.campaign_id)))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  TRIGGER mandate_lasts BEFORE INSERT ON public.mandate FOR EACH ROW EXECUTE FUNCTION app.mandate_lasts()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by) TO accompany_app

TABLE public.mandate_signature OWNER accompany_owner
  community_id uuid NOT NULL
  mandate_id uuid NOT NULL
  signed_by uuid NOT NULL
  signer_standing text NOT NULL DEFAULT 'AFFECTED'::text
  signed_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT mandate_signature_signer_standing_ck CHECK ((signer_standing = 'AFFECTED'::text))
  CONSTRAINT mandate_signature_mandate_fk FOREIGN KEY (community_id, mandate_id) REFERENCES public.mandate(community_id, id)
  CONSTRAINT mandate_signature_signed_by_fk FOREIGN KEY (community_id, signed_by, signer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT mandate_signature_pk PRIMARY KEY (community_id, mandate_id, signed_by)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY signed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((signed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) OR ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.mandate m
  WHERE ((m.community_id = mandate_signature.community_id) AND (m.id = mandate_signature.mandate_id) AND (m.kind = 'FOUNDING'::text)))))))
  TRIGGER mandate_is_signed AFTER INSERT ON public.mandate_signature FOR EACH ROW EXECUTE FUNCTION app.mandate_is_signed()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, mandate_id, signed_by) TO accompany_app

TABLE public.membership OWNER accompany_owner
  -- A person in one community. Everything they do there points to this row, never to the person, so that nothing links them across communities.
  community_id uuid NOT NULL
  id uuid NOT NULL
  person_id uuid
  standing text NOT NULL
  pseudonym text NOT NULL
  is_steward boolean NOT NULL DEFAULT false
  organizer_until timestamp with time zone
  is_listed boolean NOT NULL DEFAULT false
  probation_until timestamp with time zone
  agreement_version integer
  answers jsonb NOT NULL DEFAULT '{}'::jsonb
  since timestamp with time zone NOT NULL DEFAULT now()
  renewed_at timestamp with time zone NOT NULL DEFAULT now()
  until timestamp with time zone
  paused_at timestamp with time zone
  ended_at timestamp with time zone
  admitted_by uuid
  organization_id uuid
  -- Instead of a person: an organization stands as an ally itself, so that its pledges outlast whoever made them for it.
  CONSTRAINT membership_ally_is_bounded_ck CHECK (((standing = 'AFFECTED'::text) OR ((until IS NOT NULL) AND (until <= (renewed_at + '1 year 1 day'::interval)) AND (agreement_version IS NOT NULL))))
  CONSTRAINT membership_of_one_ck CHECK ((num_nonnulls(person_id, organization_id) = 1))
  CONSTRAINT membership_organization_is_ally_ck CHECK (((organization_id IS NULL) OR (standing = 'ALLY'::text)))
  CONSTRAINT membership_pseudonym_ck CHECK (((length(pseudonym) >= 1) AND (length(pseudonym) <= 60)))
  CONSTRAINT membership_standing_ck CHECK ((standing = ANY (ARRAY['AFFECTED'::text, 'ALLY'::text])))
  CONSTRAINT membership_steward_is_affected_ck CHECK (((NOT is_steward) OR (standing = 'AFFECTED'::text)))
  CONSTRAINT membership_admitted_by_fk FOREIGN KEY (community_id, admitted_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT membership_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES public.agreement(community_id, version)
  CONSTRAINT membership_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT membership_organization_fk FOREIGN KEY (organization_id) REFERENCES public.organization(id)
  CONSTRAINT membership_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT membership_pk PRIMARY KEY (community_id, id)
  CONSTRAINT membership_standing_uq UNIQUE (community_id, id, standing)
  INDEX membership_id_ix ON public.membership USING btree (id)
  UNIQUE INDEX membership_one_live_per_organization_uq ON public.membership USING btree (community_id, organization_id) WHERE (ended_at IS NULL)
  UNIQUE INDEX membership_one_live_per_person_uq ON public.membership USING btree (community_id, person_id) WHERE (ended_at IS NULL)
  INDEX membership_organization_ix ON public.membership USING btree (organization_id) WHERE (ended_at IS NULL)
  INDEX membership_person_ix ON public.membership USING btree (person_id) WHERE (ended_at IS NULL)
  UNIQUE INDEX membership_pseudonym_uq ON public.membership USING btree (community_id, lower(pseudonym)) WHERE (ended_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY affected_seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((standing = 'AFFECTED'::text) AND ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) OR (is_listed AND (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])))))
  POLICY allies_seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  POLICY joined_as_ally PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((person_id = ( SELECT app.person_id() AS person_id)) AND (standing = 'ALLY'::text) AND (NOT is_steward) AND (organizer_until IS NULL) AND (paused_at IS NULL) AND (admitted_by IS NULL))
  POLICY never_self_affected RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (standing = 'ALLY'::text)
  POLICY own PERMISSIVE FOR SELECT TO accompany_app
    USING ((person_id = ( SELECT app.person_id() AS person_id)) OR ((organization_id IS NOT NULL) AND (id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
  POLICY own_edited PERMISSIVE FOR UPDATE TO accompany_app
    USING ((person_id = ( SELECT app.person_id() AS person_id)) AND (ended_at IS NULL))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER membership_answers_request AFTER INSERT ON public.membership FOR EACH ROW EXECUTE FUNCTION app.membership_answers_request()
  TRIGGER steward_leaves AFTER UPDATE OF is_steward, ended_at ON public.membership FOR EACH ROW WHEN ((old.is_steward AND (old.ended_at IS NULL) AND ((NOT new.is_steward) OR (new.ended_at IS NOT NULL)))) EXECUTE FUNCTION app.steward_leaves()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, person_id, standing, pseudonym, agreement_version, answers, until) TO accompany_app
  GRANT UPDATE (pseudonym, is_listed, agreement_version, answers) TO accompany_app

TABLE public.membership_request OWNER accompany_owner
  -- Someone asks to be admitted as one of the people affected. Who it is stays in person_id, which no grant lets the service read.
  community_id uuid NOT NULL
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who asked to be admitted.
  pseudonym text NOT NULL
  -- [personal] What they want to be called in this community.
  message text NOT NULL DEFAULT ''::text
  -- [personal] What they wrote to those who may vouch. Emptied when the request is closed.
  state text NOT NULL DEFAULT 'OPEN'::text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '30 days'::interval)
  closed_at timestamp with time zone
  declined_by uuid
  decline_reason text NOT NULL DEFAULT ''::text
  -- [personal] Why a steward declined, for the people affected; the asker does not read it.
  membership_id uuid
  CONSTRAINT membership_request_closed_whole_ck CHECK (((state = 'OPEN'::text) = (closed_at IS NULL)))
  CONSTRAINT membership_request_message_ck CHECK ((length(message) <= 1000))
  CONSTRAINT membership_request_pseudonym_ck CHECK (((length(pseudonym) >= 1) AND (length(pseudonym) <= 60)))
  CONSTRAINT membership_request_reason_ck CHECK ((length(decline_reason) <= 500))
  CONSTRAINT membership_request_state_ck CHECK ((state = ANY (ARRAY['OPEN'::text, 'ADMITTED'::text, 'DECLINED'::text, 'WITHDRAWN'::text, 'EXPIRED'::text])))
  CONSTRAINT membership_request_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT membership_request_declined_by_fk FOREIGN KEY (community_id, declined_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT membership_request_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT membership_request_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT membership_request_pk PRIMARY KEY (community_id, id)
  INDEX membership_request_due_ix ON public.membership_request USING btree (expires_at) WHERE (state = 'OPEN'::text)
  INDEX membership_request_id_ix ON public.membership_request USING btree (id)
  UNIQUE INDEX membership_request_one_open_uq ON public.membership_request USING btree (community_id, person_id) WHERE (state = 'OPEN'::text)
  INDEX membership_request_person_ix ON public.membership_request USING btree (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) OR (id = ANY (( SELECT app.my_requests() AS my_requests)::uuid[])))
  GRANT SELECT (community_id, id, pseudonym, message, state, created_at, expires_at, closed_at, declined_by, decline_reason, membership_id) TO accompany_app

TABLE public.migration OWNER accompany_owner
  id integer NOT NULL DEFAULT nextval('public.migration_id_seq'::regclass)
  "timestamp" bigint NOT NULL
  name character varying NOT NULL
  CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id)
  ROW LEVEL SECURITY OFF

TABLE public.occurrence OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  ask_id uuid NOT NULL
  pledge_id uuid NOT NULL
  pledger_id uuid NOT NULL
  pledger_standing text NOT NULL
  due_at timestamp with time zone NOT NULL
  state text NOT NULL DEFAULT 'DUE'::text
  reported_quantity integer
  reported_at timestamp with time zone
  attested_quantity integer
  attestation_id uuid
  attested_at timestamp with time zone
  CONSTRAINT occurrence_attested_at_most_reported_ck CHECK (((attested_quantity >= 0) AND (attested_quantity <= reported_quantity)))
  CONSTRAINT occurrence_attested_ck CHECK ((((state = 'ATTESTED'::text) = (attested_quantity IS NOT NULL)) AND ((state = 'ATTESTED'::text) = (attestation_id IS NOT NULL))))
  CONSTRAINT occurrence_reported_ck CHECK (((state = 'DUE'::text) OR ((reported_quantity >= 1) AND (reported_at IS NOT NULL))))
  CONSTRAINT occurrence_state_ck CHECK ((state = ANY (ARRAY['DUE'::text, 'REPORTED'::text, 'ATTESTED'::text])))
  CONSTRAINT occurrence_pledge_fk FOREIGN KEY (community_id, ask_id, pledge_id, pledger_id, pledger_standing) REFERENCES public.pledge(community_id, ask_id, id, pledger_id, pledger_standing)
  CONSTRAINT occurrence_pk PRIMARY KEY (community_id, id)
  CONSTRAINT occurrence_of_pledger_uq UNIQUE (community_id, id, pledger_id, pledger_standing)
  INDEX occurrence_awaiting_ix ON public.occurrence USING btree (community_id, ask_id, reported_at) WHERE (state = 'REPORTED'::text)
  INDEX occurrence_id_ix ON public.occurrence USING btree (id)
  INDEX occurrence_pledge_ix ON public.occurrence USING btree (community_id, pledge_id, due_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER occurrences_are_counted AFTER UPDATE ON public.occurrence REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.occurrences_are_counted()
  GRANT SELECT TO accompany_app

TABLE public.organization OWNER accompany_owner
  -- A body that allies itself with communities: a union, an association, a company. It is public; who represents it is not.
  id uuid NOT NULL
  name text NOT NULL
  about text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  ended_at timestamp with time zone
  CONSTRAINT organization_about_ck CHECK ((length(about) <= 4000))
  CONSTRAINT organization_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CONSTRAINT organization_pk PRIMARY KEY (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true

TABLE public.outbox_event OWNER accompany_owner
  -- Ids only: whoever delivers an event reads what it may say at that moment.
  id uuid NOT NULL
  community_id uuid
  kind text NOT NULL
  subject_id uuid NOT NULL
  data jsonb NOT NULL DEFAULT '{}'::jsonb
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  attempts integer NOT NULL DEFAULT 0
  next_attempt_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  delivered_at timestamp with time zone
  CONSTRAINT outbox_event_kind_ck CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text))
  CONSTRAINT outbox_event_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT outbox_event_pk PRIMARY KEY (id)
  INDEX outbox_event_delivered_ix ON public.outbox_event USING btree (delivered_at) WHERE (delivered_at IS NOT NULL)
  INDEX outbox_event_due_ix ON public.outbox_event USING btree (next_attempt_at, id) WHERE (delivered_at IS NULL)
  INDEX outbox_event_waiting_ix ON public.outbox_event USING btree (community_id, created_at, id) WHERE (delivered_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY added PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((delivered_at IS NULL) AND (attempts = 0) AND (( SELECT app.is_system() AS is_system) OR ((community_id IS NULL) AND (kind ~~ 'person.%'::text)) OR (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))))
  POLICY forgotten PERMISSIVE FOR DELETE TO accompany_app
    USING (( SELECT app.is_system() AS is_system) AND (delivered_at < (now() - '30 days'::interval)))
  POLICY marked PERMISSIVE FOR UPDATE TO accompany_app
    USING ( SELECT app.is_system() AS is_system)
    WITH CHECK ( SELECT app.is_system() AS is_system)
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY relayed PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT app.is_system() AS is_system)
  GRANT DELETE, INSERT, SELECT TO accompany_app
  GRANT UPDATE (attempts, next_attempt_at, delivered_at) TO accompany_app

TABLE public.person OWNER accompany_owner
  id uuid NOT NULL
  language text NOT NULL DEFAULT 'en'::text
  time_zone text NOT NULL DEFAULT 'UTC'::text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  suspended_at timestamp with time zone
  is_operator boolean NOT NULL DEFAULT false
  -- An account of the host, made on the host: it stands in no community and acts by id alone.
  CONSTRAINT person_language_ck CHECK (((length(language) >= 2) AND (length(language) <= 35)))
  CONSTRAINT person_time_zone_ck CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)))
  CONSTRAINT person_pk PRIMARY KEY (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_edited PERMISSIVE FOR UPDATE TO accompany_app
    USING (id = ( SELECT app.person_id() AS person_id))
    WITH CHECK (id = ( SELECT app.person_id() AS person_id))
  POLICY own_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER steward_is_suspended AFTER UPDATE OF suspended_at ON public.person FOR EACH ROW WHEN (((old.suspended_at IS NULL) AND (new.suspended_at IS NOT NULL))) EXECUTE FUNCTION app.steward_is_suspended()
  GRANT SELECT TO accompany_app
  GRANT UPDATE (language, time_zone) TO accompany_app

TABLE public.pledge OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  pledger_id uuid NOT NULL
  pledger_standing text NOT NULL
  turn bigint NOT NULL
  quantity integer NOT NULL
  plan_when timestamp with time zone NOT NULL
  plan_where text NOT NULL DEFAULT ''::text
  plan_first_step text NOT NULL
  brief_version integer NOT NULL
  terms_version integer NOT NULL
  agreement_version integer
  risk_tier_accepted integer NOT NULL
  state text NOT NULL
  state_changed_at timestamp with time zone NOT NULL DEFAULT now()
  left_because text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  mandate_id uuid
  -- Under which mandate the ask was open when the pledge was made: the ask may be opened again under another.
  CONSTRAINT pledge_ally_agreed_ck CHECK (((pledger_standing = 'AFFECTED'::text) OR (agreement_version IS NOT NULL)))
  CONSTRAINT pledge_late_says_why_ck CHECK (((state <> 'STEPPED_BACK_LATE'::text) OR (left_because IS NOT NULL)))
  CONSTRAINT pledge_left_because_ck CHECK ((length(left_because) <= 2000))
  CONSTRAINT pledge_plan_ck CHECK ((((length(plan_first_step) >= 1) AND (length(plan_first_step) <= 1000)) AND (length(plan_where) <= 300)))
  CONSTRAINT pledge_quantity_ck CHECK (((quantity >= 1) AND (quantity <= 1000000)))
  CONSTRAINT pledge_state_ck CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'WAITLISTED'::text, 'FULFILLED'::text, 'PARTLY_FULFILLED'::text, 'STEPPED_BACK'::text, 'STEPPED_BACK_LATE'::text, 'NEVER_STARTED'::text, 'CANCELLED'::text])))
  CONSTRAINT pledge_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES public.agreement(community_id, version)
  CONSTRAINT pledge_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT pledge_brief_fk FOREIGN KEY (community_id, campaign_id, brief_version) REFERENCES public.brief(community_id, campaign_id, version)
  CONSTRAINT pledge_mandate_fk FOREIGN KEY (community_id, mandate_id) REFERENCES public.mandate(community_id, id)
  CONSTRAINT pledge_pledger_fk FOREIGN KEY (community_id, pledger_id, pledger_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT pledge_terms_fk FOREIGN KEY (community_id, ask_id, terms_version) REFERENCES public.ask_terms(community_id, ask_id, version)
  CONSTRAINT pledge_pk PRIMARY KEY (community_id, id)
  CONSTRAINT pledge_of_pledger_uq UNIQUE (community_id, ask_id, id, pledger_id, pledger_standing)
  CONSTRAINT pledge_turn_uq UNIQUE (community_id, ask_id, turn)
  INDEX pledge_campaign_ix ON public.pledge USING btree (community_id, campaign_id, created_at DESC, id DESC)
  INDEX pledge_id_ix ON public.pledge USING btree (id)
  INDEX pledge_latest_ix ON public.pledge USING btree (community_id, ask_id, created_at DESC, id DESC)
  UNIQUE INDEX pledge_one_live_per_pledger_uq ON public.pledge USING btree (community_id, ask_id, pledger_id) WHERE (state = ANY (ARRAY['ACTIVE'::text, 'WAITLISTED'::text]))
  INDEX pledge_pledger_ix ON public.pledge USING btree (pledger_id, created_at DESC)
  INDEX pledge_waitlist_ix ON public.pledge USING btree (community_id, ask_id, turn) WHERE (state = 'WAITLISTED'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY made PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (state = ANY (ARRAY['ACTIVE'::text, 'WAITLISTED'::text])))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  POLICY stepped_back PERMISSIVE FOR UPDATE TO accompany_app
    USING (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
    WITH CHECK ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (state = ANY (ARRAY['STEPPED_BACK'::text, 'STEPPED_BACK_LATE'::text])))
  TRIGGER pledge_moves BEFORE UPDATE OF state ON public.pledge FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION app.pledge_moves()
  TRIGGER pledges_changed_are_counted AFTER UPDATE ON public.pledge REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.pledges_are_counted()
  TRIGGER pledges_made_are_counted AFTER INSERT ON public.pledge REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.pledges_are_counted()
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (state, left_because) TO accompany_app

TABLE public.priority OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  statement text NOT NULL
  details text NOT NULL DEFAULT ''::text
  language text NOT NULL DEFAULT 'en'::text
  rank integer
  -- Set only by the function that applies a counted round; no role of the service may write it.
  named_at timestamp with time zone
  -- When the community first stood behind it, by a live mandate or a rank. Until then only insiders see it.
  review_on date
  proposed_by uuid NOT NULL
  proposer_standing text NOT NULL DEFAULT 'AFFECTED'::text
  created_at timestamp with time zone NOT NULL DEFAULT now()
  version integer NOT NULL DEFAULT 1
  CONSTRAINT priority_details_ck CHECK ((length(details) <= 4000))
  CONSTRAINT priority_proposer_standing_ck CHECK ((proposer_standing = 'AFFECTED'::text))
  CONSTRAINT priority_rank_ck CHECK ((rank >= 1))
  CONSTRAINT priority_statement_ck CHECK (((length(statement) >= 1) AND (length(statement) <= 300)))
  CONSTRAINT priority_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT priority_proposed_by_fk FOREIGN KEY (community_id, proposed_by, proposer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT priority_pk PRIMARY KEY (community_id, id)
  CONSTRAINT priority_in_campaign_uq UNIQUE (community_id, campaign_id, id)
  CONSTRAINT priority_rank_uq UNIQUE (community_id, campaign_id, rank) DEFERRABLE
  INDEX priority_id_ix ON public.priority USING btree (id)
  UNIQUE INDEX priority_statement_uq ON public.priority USING btree (community_id, campaign_id, lower(statement))
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY edited PERMISSIVE FOR UPDATE TO accompany_app
    USING ((named_at IS NULL) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
    WITH CHECK (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY proposed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (((named_at IS NOT NULL) AND ( SELECT true
   FROM public.campaign g
  WHERE ((g.community_id = priority.community_id) AND (g.id = priority.campaign_id)))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, statement, details, language, review_on, proposed_by) TO accompany_app
  GRANT UPDATE (statement, details, language, review_on, version) TO accompany_app

TABLE public.public_figure OWNER accompany_owner
  -- What may be told of an ask: exact where the community allows it and the risk is low, else rounded down to multiples of k; null stands for fewer than k people.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  state text NOT NULL
  published boolean NOT NULL
  is_exact boolean NOT NULL
  k integer NOT NULL
  quantity_wanted integer NOT NULL
  pledged_count integer DEFAULT 0
  pledged_quantity integer DEFAULT 0
  waitlisted_count integer DEFAULT 0
  waitlisted_quantity integer DEFAULT 0
  reported_count integer DEFAULT 0
  reported_quantity integer DEFAULT 0
  attested_count integer DEFAULT 0
  attested_quantity integer DEFAULT 0
  sent_back_count integer DEFAULT 0
  stepped_back_count integer DEFAULT 0
  cancelled_count integer DEFAULT 0
  never_started_count integer DEFAULT 0
  people_behind integer[] NOT NULL DEFAULT '{0,0,0,0,0,0,0,0}'::integer[]
  -- How many people stood behind each measure when its figure last moved. Private: no role of the service may read it.
  CONSTRAINT public_figure_k_ck CHECK ((k >= 5))
  CONSTRAINT public_figure_suppressed_ck CHECK ((is_exact OR (COALESCE(((pledged_count < 1) OR (pledged_count > 4)), true) AND COALESCE(((waitlisted_count < 1) OR (waitlisted_count > 4)), true) AND COALESCE(((reported_count < 1) OR (reported_count > 4)), true) AND COALESCE(((attested_count < 1) OR (attested_count > 4)), true) AND COALESCE(((sent_back_count < 1) OR (sent_back_count > 4)), true) AND COALESCE(((stepped_back_count < 1) OR (stepped_back_count > 4)), true) AND COALESCE(((cancelled_count < 1) OR (cancelled_count > 4)), true) AND COALESCE(((never_started_count < 1) OR (never_started_count > 4)), true))))
  CONSTRAINT public_figure_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT public_figure_pk PRIMARY KEY (community_id, ask_id)
  INDEX public_figure_ask_ix ON public.public_figure USING btree (ask_id)
  INDEX public_figure_campaign_ix ON public.public_figure USING btree (campaign_id)
  INDEX public_figure_priority_ix ON public.public_figure USING btree (priority_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = public_figure.community_id) AND (a.id = public_figure.ask_id) AND (a.opened_at IS NOT NULL))))))
  GRANT SELECT (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, pledged_count, pledged_quantity, waitlisted_count, waitlisted_quantity, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count, stepped_back_count, cancelled_count, never_started_count) TO accompany_app

TABLE public.record_entry OWNER accompany_owner
  -- Append-only. Written unchained in the transaction of the deed, chained within a second by app.seal_record. Personal data by reference only.
  community_id uuid NOT NULL
  id uuid NOT NULL
  kind text NOT NULL
  actor_id uuid
  actor_role text NOT NULL
  campaign_id uuid
  subject_type text NOT NULL
  subject_id uuid NOT NULL
  details jsonb NOT NULL DEFAULT '{}'::jsonb
  salt bytea DEFAULT uuid_send(gen_random_uuid())
  recorded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  details_hash bytea
  seq bigint
  hash bytea
  CONSTRAINT record_entry_actor_role_ck CHECK ((actor_role = ANY (ARRAY['STEWARD'::text, 'AFFECTED'::text, 'ALLY'::text, 'SYSTEM'::text, 'OPERATOR'::text, 'OUTSIDER'::text])))
  CONSTRAINT record_entry_kind_ck CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text))
  CONSTRAINT record_entry_sealed_whole_ck CHECK ((((seq IS NULL) = (hash IS NULL)) AND ((seq IS NULL) = (details_hash IS NULL))))
  CONSTRAINT record_entry_actor_fk FOREIGN KEY (community_id, actor_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT record_entry_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT record_entry_pk PRIMARY KEY (community_id, id)
  CONSTRAINT record_entry_seq_uq UNIQUE (community_id, seq)
  INDEX record_entry_campaign_ix ON public.record_entry USING btree (community_id, campaign_id, recorded_at)
  INDEX record_entry_id_ix ON public.record_entry USING btree (id)
  INDEX record_entry_latest_ix ON public.record_entry USING btree (community_id, recorded_at DESC, id DESC)
  INDEX record_entry_unsealed_ix ON public.record_entry USING btree (community_id, recorded_at, id) WHERE (seq IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY added PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((seq IS NULL) AND ((EXISTS ( SELECT
   FROM public.membership m
  WHERE ((m.community_id = record_entry.community_id) AND (m.id = record_entry.actor_id) AND (m.id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (m.ended_at IS NULL) AND (record_entry.actor_role =
        CASE
            WHEN m.is_steward THEN 'STEWARD'::text
            ELSE m.standing
        END)))) OR (( SELECT app.is_system() AS is_system) AND (actor_id IS NULL) AND (actor_role = 'SYSTEM'::text))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ( SELECT app.is_system() AS is_system))
  GRANT INSERT (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details) TO accompany_app
  GRANT SELECT (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details, recorded_at, details_hash, seq, hash) TO accompany_app

TABLE public.record_head OWNER accompany_owner
  community_id uuid NOT NULL
  seq bigint NOT NULL
  hash bytea NOT NULL
  sealed_at timestamp with time zone NOT NULL
  CONSTRAINT record_head_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT record_head_pk PRIMARY KEY (community_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ( SELECT app.is_system() AS is_system))
  GRANT SELECT TO accompany_app

TABLE public.removal OWNER accompany_owner
  -- An affected person is removed: at once by a steward, or, being a steward, by two others after 72 hours in which anyone affected may object.
  community_id uuid NOT NULL
  id uuid NOT NULL
  membership_id uuid NOT NULL
  takes_two boolean NOT NULL
  reason text NOT NULL
  -- [personal] Why, as the stewards wrote it. The person removed reads it.
  state text NOT NULL
  proposed_by uuid NOT NULL
  proposed_at timestamp with time zone NOT NULL DEFAULT now()
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '14 days'::interval)
  confirmed_by uuid
  confirmed_at timestamp with time zone
  due_at timestamp with time zone
  closed_at timestamp with time zone
  CONSTRAINT removal_by_two_ck CHECK ((proposed_by <> confirmed_by))
  CONSTRAINT removal_closed_whole_ck CHECK (((state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text])) = (closed_at IS NULL)))
  CONSTRAINT removal_not_by_oneself_ck CHECK (((proposed_by <> membership_id) AND (confirmed_by <> membership_id)))
  CONSTRAINT removal_of_steward_waits_ck CHECK (((NOT takes_two) OR (state <> ALL (ARRAY['CONFIRMED'::text, 'EXECUTED'::text])) OR ((confirmed_by IS NOT NULL) AND (due_at >= (confirmed_at + '72:00:00'::interval)))))
  CONSTRAINT removal_reason_ck CHECK ((length(reason) <= 2000))
  CONSTRAINT removal_state_ck CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text, 'OBJECTED'::text, 'WITHDRAWN'::text, 'LAPSED'::text, 'EXECUTED'::text])))
  CONSTRAINT removal_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT removal_confirmed_by_fk FOREIGN KEY (community_id, confirmed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT removal_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT removal_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT removal_pk PRIMARY KEY (community_id, id)
  INDEX removal_due_ix ON public.removal USING btree (COALESCE(due_at, expires_at)) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text]))
  INDEX removal_id_ix ON public.removal USING btree (id)
  INDEX removal_membership_ix ON public.removal USING btree (community_id, membership_id)
  UNIQUE INDEX removal_one_pending_uq ON public.removal USING btree (community_id, membership_id) WHERE (state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text]))
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR (membership_id = ANY (( SELECT app.past_and_present_memberships() AS past_and_present_memberships)::uuid[])))
  GRANT SELECT TO accompany_app

TABLE public.representative OWNER accompany_owner
  -- Who acts for an organization, and who once did: neither ever attests its work.
  organization_id uuid NOT NULL
  id uuid NOT NULL
  person_id uuid NOT NULL
  since timestamp with time zone NOT NULL DEFAULT now()
  ended_at timestamp with time zone
  CONSTRAINT representative_organization_fk FOREIGN KEY (organization_id) REFERENCES public.organization(id)
  CONSTRAINT representative_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT representative_pk PRIMARY KEY (organization_id, id)
  CONSTRAINT representative_id_uq UNIQUE (id)
  UNIQUE INDEX representative_one_live_per_person_uq ON public.representative USING btree (organization_id, person_id) WHERE (ended_at IS NULL)
  INDEX representative_person_ix ON public.representative USING btree (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true

TABLE public.vouch OWNER accompany_owner
  -- One of the people affected vouches for someone who asks to be admitted. Who was admitted stays, whatever becomes of the voucher.
  community_id uuid NOT NULL
  id uuid NOT NULL
  request_id uuid NOT NULL
  voucher_id uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  withdrawn_at timestamp with time zone
  CONSTRAINT vouch_request_fk FOREIGN KEY (community_id, request_id) REFERENCES public.membership_request(community_id, id)
  CONSTRAINT vouch_voucher_fk FOREIGN KEY (community_id, voucher_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT vouch_pk PRIMARY KEY (community_id, id)
  UNIQUE INDEX vouch_once_uq ON public.vouch USING btree (community_id, request_id, voucher_id) WHERE (withdrawn_at IS NULL)
  INDEX vouch_voucher_ix ON public.vouch USING btree (community_id, voucher_id, created_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE vault.access_log OWNER accompany_owner
  id uuid NOT NULL DEFAULT gen_random_uuid()
  person_id uuid NOT NULL
  purpose text NOT NULL
  read_by uuid
  read_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT access_log_pk PRIMARY KEY (id)
  INDEX access_log_person_ix ON vault.access_log USING btree (person_id, read_at)
  ROW LEVEL SECURITY OFF

TABLE vault.account OWNER accompany_owner
  -- Lookups are HMACs and ciphers AES-256-GCM, both under keys held outside the database.
  person_id uuid NOT NULL
  sign_in_name_lookup bytea NOT NULL
  sign_in_name_cipher bytea NOT NULL
  email_lookup bytea
  email_cipher bytea
  password_hash text
  CONSTRAINT account_email_whole_ck CHECK (((email_lookup IS NULL) = (email_cipher IS NULL)))
  CONSTRAINT account_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT account_pk PRIMARY KEY (person_id)
  CONSTRAINT account_email_uq UNIQUE (email_lookup)
  CONSTRAINT account_sign_in_name_uq UNIQUE (sign_in_name_lookup)
  ROW LEVEL SECURITY OFF

TABLE vault.pending_sign_up OWNER accompany_owner
  -- An address waiting to be confirmed: a new account, or with person_id an address for an account that has none. The token is made when the mail is sent.
  id uuid NOT NULL
  person_id uuid
  email_lookup bytea NOT NULL
  email_cipher bytea NOT NULL
  language text NOT NULL
  time_zone text NOT NULL
  token_hash bytea
  expires_at timestamp with time zone NOT NULL
  used_at timestamp with time zone
  CONSTRAINT pending_sign_up_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT pending_sign_up_pk PRIMARY KEY (id)
  CONSTRAINT pending_sign_up_token_uq UNIQUE (token_hash)
  INDEX pending_sign_up_expires_at_ix ON vault.pending_sign_up USING btree (expires_at)
  ROW LEVEL SECURITY OFF

TABLE vault.recovery_code OWNER accompany_owner
  person_id uuid NOT NULL
  code_hash bytea NOT NULL
  used_at timestamp with time zone
  CONSTRAINT recovery_code_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT recovery_code_pk PRIMARY KEY (person_id, code_hash)
  ROW LEVEL SECURITY OFF

TABLE vault.session OWNER accompany_owner
  id uuid NOT NULL
  family_id uuid NOT NULL
  person_id uuid NOT NULL
  access_hash bytea NOT NULL
  access_expires_at timestamp with time zone NOT NULL
  refresh_hash bytea NOT NULL
  refresh_expires_at timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  replaced_at timestamp with time zone
  revoked_at timestamp with time zone
  proved_at timestamp with time zone NOT NULL DEFAULT now()
  -- When the person last proved that it is them: on signing in, or by stepping up. Refreshing proves nothing.
  second_factor boolean NOT NULL DEFAULT false
  CONSTRAINT session_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT session_pk PRIMARY KEY (id)
  CONSTRAINT session_access_uq UNIQUE (access_hash)
  CONSTRAINT session_refresh_uq UNIQUE (refresh_hash)
  INDEX session_family_ix ON vault.session USING btree (family_id)
  INDEX session_person_ix ON vault.session USING btree (person_id)
  INDEX session_refresh_expires_at_ix ON vault.session USING btree (refresh_expires_at)
  ROW LEVEL SECURITY OFF

TABLE vault.start_link OWNER accompany_owner
  token_hash bytea NOT NULL
  expires_at timestamp with time zone NOT NULL
  used_at timestamp with time zone
  CONSTRAINT start_link_pk PRIMARY KEY (token_hash)
  ROW LEVEL SECURITY OFF


-- Sequences

SEQUENCE public.migration_id_seq AS integer

-- Functions

CREATE OR REPLACE FUNCTION app.accept_invitation(token bytea, membership uuid, pseudonym text, declines_stewardship boolean)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  invited public.invitation;
  inviter public.membership;
  home public.community;
  affected integer;
BEGIN
  IF app.person_id() IS NULL THEN RETURN NULL; END IF;
  -- The community first: whoever admits, removes or changes the rule queues here.
  SELECT c.* INTO home FROM public.invitation i JOIN public.community c ON c.id = i.community_id WHERE i.token_hash = token FOR NO KEY UPDATE OF c;
  IF NOT FOUND OR NOT app.admits_by_invitation(home.id) THEN RETURN NULL; END IF;
  UPDATE public.invitation i SET used_at = now()
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
     AND EXISTS (SELECT FROM app.active_stewards(home.id) s WHERE s.id = i.invited_by)
  RETURNING * INTO invited;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO inviter FROM public.membership m WHERE m.community_id = home.id AND m.id = invited.invited_by;
  affected := app.affected_count(home.id);
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, is_steward, probation_until, admitted_by)
  VALUES (home.id, membership, app.person_id(), 'AFFECTED', pseudonym,
          affected = 1 AND NOT declines_stewardship,
          CASE WHEN inviter.admitted_by IS NULL AND (affected < 10 OR home.founded_at > now() - interval '14 days') THEN NULL
               ELSE app.probation_end(home.id) END,
          invited.invited_by);
  UPDATE public.invitation i SET used_by = membership WHERE i.community_id = home.id AND i.id = invited.id;
  RETURN home.id;
END $function$
-- OWNER accompany_owner
-- By a steward's invitation an affected standing comes into being; besides founding and two vouches, the only way. Null when the invitation is unknown, used, expired, revoked, its inviter is no steward any more, or the community stopped inviting. Those whom the founder invites in the first 14 days or before the tenth member have no probation.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.accept_stewardship(community uuid, offer uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF NOT coalesce(app.duty_is_ready(community, offer), false) THEN
    PERFORM app.refuse('duty_offer_backed_ck', 'not enough people stand behind this offer any more, or it has ended');
  END IF;
  UPDATE public.duty_offer o SET state = 'ACCEPTED', closed_at = now()
   WHERE o.community_id = community AND o.id = offer AND o.membership_id = me AND o.state = 'OPEN';
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.membership m SET is_steward = true WHERE m.community_id = community AND m.id = me;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Besides founding and being the second person, the only way to become a steward: no grant lets anyone write the column.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.active_stewards(community uuid)
 RETURNS SETOF public.membership
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.* FROM app.settled_people(community) m WHERE m.is_steward
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.admits_by_invitation(community uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT c.admission_rule <> 'VOUCHES' OR app.affected_count(c.id) < 3 FROM public.community c WHERE c.id = community
$function$
-- OWNER accompany_owner
-- Whatever the rule, a community of fewer than three invites: two vouchers have to come from somewhere.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.affected_count(community uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT count(*)::integer FROM app.live_affected(community)
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ask_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ask_has_figures()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.classify_figure(NEW.community_id, NEW.id);
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ask_is_full(community uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(t.places_taken >= t.slots, false) OR t.pledged_quantity >= t.quantity_wanted
    FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask
$function$
-- OWNER accompany_owner
-- The one fact of the tally that anyone may know who knows the ask.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ask_is_tallied()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  INSERT INTO public.ask_tally (community_id, ask_id, campaign_id, priority_id, slots, quantity_wanted)
  VALUES (NEW.community_id, NEW.id, NEW.campaign_id, NEW.priority_id, NEW.slots, NEW.quantity_wanted)
  ON CONFLICT (community_id, ask_id) DO UPDATE SET slots = excluded.slots, quantity_wanted = excluded.quantity_wanted, priority_id = excluded.priority_id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.asks_now(asks uuid[])
 RETURNS TABLE(id uuid, takes_pledges boolean, is_full boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT a.id, a.state = 'OPEN' AND (a.ends_at IS NULL OR a.ends_at > now()) AND g.state = 'LAUNCHED'
           AND coalesce(m.state = 'LIVE' AND m.until > now(), false),
         coalesce(t.places_taken >= t.slots, false) OR t.pledged_quantity >= t.quantity_wanted
    FROM public.ask a
    JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.id = ANY (asks)
$function$
-- OWNER accompany_owner
-- For asks that the viewer knows, be it by a link: to them their mandate and campaign may be hidden.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.backers_needed(community uuid, candidate uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE WHEN app.is_short_of_stewards(community)
              THEN least(2, (SELECT count(*) FROM app.live_affected(community) m JOIN public.person p ON p.id = m.person_id
                              WHERE m.id <> candidate AND p.suspended_at IS NULL))::integer
              ELSE 1 END
$function$
-- OWNER accompany_owner
-- Two affected people besides the candidate while short of stewards, or as many as there are: the last person of a community is not shut out of it. One steward otherwise.

CREATE OR REPLACE FUNCTION app.campaign_is_launched(community uuid, campaign uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.campaign g WHERE g.community_id = community AND g.id = campaign AND g.state = 'LAUNCHED')
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.campaign_moves()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  NEW.published := NEW.visibility = 'PUBLIC' AND NEW.state IN ('LAUNCHED', 'STOPPED', 'CONCLUDED');
  IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (('DRAFT', 'LAUNCHED'), ('LAUNCHED', 'STOPPED'), ('STOPPED', 'LAUNCHED'), ('LAUNCHED', 'CONCLUDED'), ('STOPPED', 'CONCLUDED')) THEN
    PERFORM app.refuse('campaign_state_moves_ck', format('a campaign does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.campaign_publishes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.community c SET published = EXISTS (SELECT FROM public.campaign g WHERE g.community_id = c.id AND g.published)
   WHERE c.id = NEW.community_id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.campaign_publishes_asks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.ask a SET published = NEW.published AND a.visibility = 'PUBLIC' AND a.state IN ('OPEN', 'PAUSED', 'CLOSED')
   WHERE a.community_id = NEW.community_id AND a.campaign_id = NEW.id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.candidate_home(candidate uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.community_id FROM public.membership m
   WHERE m.id = candidate AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND m.community_id = ANY (app.communities_as('affected'))
$function$
-- OWNER accompany_owner
-- The community of someone who told their id to be confirmed by: people who are not listed can still become stewards.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.classify_figure(community uuid, ask uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  tally public.ask_tally;
  was_exact boolean;
  exact boolean;
  people integer[];
BEGIN
  -- The order in which a pledge takes its locks.
  SELECT * INTO tally FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
  SELECT f.is_exact INTO was_exact FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask FOR UPDATE;
  -- Only affected people speak for themselves: who counts them counts affected people, whatever the risk.
  SELECT c.shows_exact_figures AND a.risk_tier <= 1 AND a.kind <> 'SPEAK' INTO exact
    FROM public.ask a JOIN public.community c ON c.id = a.community_id WHERE a.community_id = community AND a.id = ask;
  INSERT INTO public.public_figure AS f (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted)
  SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.state, a.published, exact, CASE WHEN a.kind = 'SPEAK' THEN 10 ELSE 5 END, a.quantity_wanted
    FROM public.ask a WHERE a.community_id = community AND a.id = ask
  ON CONFLICT (community_id, ask_id) DO UPDATE SET priority_id = excluded.priority_id, state = excluded.state,
    published = excluded.published, k = excluded.k;
  IF tally.ask_id IS NULL OR exact IS NOT DISTINCT FROM was_exact THEN RETURN; END IF;
  people := app.people_behind(community, ask);
  UPDATE public.public_figure f SET is_exact = exact, people_behind = people,
    pledged_count = CASE WHEN exact THEN tally.places_taken ELSE app.shown_figure(tally.places_taken, people[1], f.k) END,
    pledged_quantity = CASE WHEN exact THEN tally.pledged_quantity ELSE app.shown_figure(tally.pledged_quantity, people[1], f.k) END,
    waitlisted_count = CASE WHEN exact THEN tally.waitlisted_count ELSE app.shown_figure(tally.waitlisted_count, people[2], f.k) END,
    waitlisted_quantity = CASE WHEN exact THEN tally.waitlisted_quantity ELSE app.shown_figure(tally.waitlisted_quantity, people[2], f.k) END,
    reported_count = CASE WHEN exact THEN tally.reported_count ELSE app.shown_figure(tally.reported_count, people[3], f.k) END,
    reported_quantity = CASE WHEN exact THEN tally.reported_quantity ELSE app.shown_figure(tally.reported_quantity, people[3], f.k) END,
    attested_count = CASE WHEN exact THEN tally.attested_count ELSE app.shown_figure(tally.attested_count, people[4], f.k) END,
    attested_quantity = CASE WHEN exact THEN tally.attested_quantity ELSE app.shown_figure(tally.attested_quantity, people[4], f.k) END,
    sent_back_count = CASE WHEN exact THEN tally.sent_back_count ELSE app.shown_figure(tally.sent_back_count, people[5], f.k) END,
    stepped_back_count = CASE WHEN exact THEN tally.stepped_back_count ELSE app.shown_figure(tally.stepped_back_count, people[6], f.k) END,
    cancelled_count = CASE WHEN exact THEN tally.cancelled_count ELSE app.shown_figure(tally.cancelled_count, people[7], f.k) END,
    never_started_count = CASE WHEN exact THEN tally.never_started_count ELSE app.shown_figure(tally.never_started_count, people[8], f.k) END
   WHERE f.community_id = community AND f.ask_id = ask;
END $function$
-- OWNER accompany_owner
-- Brings the figures of an ask into the way in which they may be told now, when that or the ask itself has changed.

CREATE OR REPLACE FUNCTION app.close_removal(community uuid, removal uuid, how text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  closing public.removal;
BEGIN
  UPDATE public.removal r SET state = how, closed_at = now() WHERE r.community_id = community AND r.id = removal AND r.state IN ('PROPOSED', 'CONFIRMED') RETURNING * INTO closing;
  UPDATE public.membership m SET until = NULL WHERE m.community_id = community AND m.id = closing.membership_id AND m.ended_at IS NULL AND m.until IS NOT NULL;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.communities_as(role text)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(DISTINCT m.community_id), '{}')
    FROM 
  (SELECT m.* FROM public.membership m WHERE m.person_id = app.person_id() AND m.ended_at IS NULL
   UNION ALL
   SELECT m.* FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id
    WHERE r.person_id = app.person_id() AND r.ended_at IS NULL AND m.ended_at IS NULL) m
   WHERE (m.until IS NULL OR m.until > now())
     AND CASE role
           WHEN 'member' THEN true
           WHEN 'ally' THEN m.standing = 'ALLY' AND m.paused_at IS NULL
           WHEN 'affected' THEN m.standing = 'AFFECTED'
           WHEN 'settled' THEN m.standing = 'AFFECTED' AND (m.probation_until IS NULL OR m.probation_until <= now())
           WHEN 'insider' THEN m.standing = 'AFFECTED' OR (m.organizer_until > now() AND m.paused_at IS NULL AND (app.has_second_factor() OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = m.community_id AND c.requires_second_factor)))
           WHEN 'organizer' THEN (m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL)) AND (app.has_second_factor() OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = m.community_id AND c.requires_second_factor))
           WHEN 'steward' THEN m.is_steward AND (app.has_second_factor() OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = m.community_id AND c.requires_second_factor))
         END
$function$
-- OWNER accompany_owner
-- Communities in which the current person, or an organization that they represent, is: member (any standing), ally, affected, settled (affected and past probation), insider (affected, or organizing), organizer (stewards included), steward.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.community_attests()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  answered integer;
  part integer;
BEGIN
  -- The constraint compares memberships; someone who stood as an ally before is still the same person.
  IF EXISTS (SELECT FROM new_rows n
      JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.membership b ON b.community_id = n.community_id AND b.id = n.pledger_id
     WHERE app.stands_behind(b.community_id, b.id, a.person_id)) THEN
    PERFORM app.refuse('attestation_not_own_ck', 'nobody attests their own work');
  END IF;
  UPDATE public.occurrence o SET state = 'ATTESTED', attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'ATTESTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS answered = ROW_COUNT;
  UPDATE public.occurrence o SET state = 'DUE'
    FROM new_rows n WHERE n.kind = 'SENT_BACK' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'CORRECTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id
     AND o.state = 'ATTESTED' AND o.attestation_id = n.corrects;
  GET DIAGNOSTICS part = ROW_COUNT;
  IF answered + part <> (SELECT count(*) FROM new_rows) THEN
    PERFORM app.refuse('attestation_of_report_ck', 'what is attested or sent back is a report awaiting an answer; what is corrected is the latest attestation');
  END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.community_changes_figures()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.classify_figure(a.community_id, a.id) FROM (
    SELECT x.community_id, x.id FROM public.ask x WHERE x.community_id = NEW.id ORDER BY x.id) a;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.community_is_not_loosened()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF (NEW.admission_rule <> OLD.admission_rule AND OLD.admission_rule <> 'BOTH')
     OR NEW.probation_days < OLD.probation_days
     OR (NEW.shows_exact_figures AND NOT OLD.shows_exact_figures)
     OR (OLD.requires_second_factor AND NOT NEW.requires_second_factor) THEN
    IF app.is_short_of_stewards(NEW.id) THEN
      PERFORM app.refuse('community_loosened_by_enough_stewards_ck', 'nothing is loosened while the community is short of stewards');
    END IF;
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.confirm_removal(community uuid, removal uuid)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid;
  proposal public.removal;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF me IS NULL OR NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('removal_by_steward_ck', 'only stewards remove');
  END IF;
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('removal_with_enough_stewards_ck', 'nothing is removed while the community is short of stewards');
  END IF;
  SELECT * INTO proposal FROM public.removal r WHERE r.community_id = community AND r.id = removal AND r.state = 'PROPOSED' AND r.expires_at > now();
  IF NOT FOUND OR NOT EXISTS (SELECT FROM app.active_stewards(community) m WHERE m.id = proposal.proposed_by) THEN
    PERFORM app.refuse('removal_pending_ck', 'this removal is not waiting for that any more');
  END IF;
  IF app.stewards_who_stay(community, proposal.membership_id) < 2 THEN
    PERFORM app.refuse('removal_two_stewards_stay_ck', 'removing below two stewards is refused');
  END IF;
  UPDATE public.removal r SET state = 'CONFIRMED', confirmed_by = me, confirmed_at = now(), due_at = now() + interval '72 hours'
   WHERE r.community_id = community AND r.id = removal RETURNING * INTO proposal;
  UPDATE public.membership m SET until = proposal.due_at WHERE m.community_id = community AND m.id = proposal.membership_id AND m.ended_at IS NULL;
  RETURN proposal.due_at;
END $function$
-- OWNER accompany_owner
-- The second of two stewards, neither of them the one it is about. From its due time on the membership counts as over, whether or not the clock has noted it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.confirm_steward(community uuid, candidate uuid, offer uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid;
  opened uuid;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF me IS NULL THEN
    PERFORM app.refuse('duty_backing_by_settled_ck', 'only affected people past their probation confirm a steward');
  END IF;
  IF NOT app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('duty_backing_while_short_ck', 'the community is not short of stewards');
  END IF;
  IF me = candidate AND app.backers_needed(community, candidate) > 0 THEN
    PERFORM app.refuse('duty_backing_not_for_oneself_ck', 'nobody confirms themselves while there are others');
  END IF;
  opened := app.open_duty_offer(community, candidate, offer);
  IF me <> candidate THEN
    INSERT INTO public.duty_backing (community_id, offer_id, backed_by) VALUES (community, opened, me);
  END IF;
  RETURN jsonb_build_object('offerId', opened, 'isReady', app.duty_is_ready(community, opened));
END $function$
-- OWNER accompany_owner
-- One of the two who confirm a new steward while the community is short of them. The candidate does not count, and has to accept.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.daily_record_head(communities uuid[])
 RETURNS TABLE(community_id uuid, seq bigint, hash bytea, published_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT c.id, e.seq, e.hash, day.began_at
    FROM public.community c
   CROSS JOIN (SELECT date_trunc('day', now(), 'UTC') AS began_at) day
   CROSS JOIN LATERAL (
      SELECT x.seq, x.hash FROM public.record_entry x
       WHERE x.community_id = c.id AND x.seq IS NOT NULL AND x.recorded_at < day.began_at
       ORDER BY x.recorded_at DESC, x.id DESC LIMIT 1) e
   WHERE c.id = ANY (communities) AND (c.published OR c.id = ANY (app.communities_as('member')))
$function$
-- OWNER accompany_owner
-- The head of each record as it was at the last midnight (UTC), for anyone who may see the community.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.decline_request(community uuid, request uuid, reason text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  IF NOT community = ANY (app.communities_as('steward')) OR app.settled_self(community) IS NULL THEN
    PERFORM app.refuse('membership_request_declined_by_steward_ck', 'only a steward declines');
  END IF;
  UPDATE public.membership_request r SET state = 'DECLINED', closed_at = now(), message = '', declined_by = app.settled_self(community), decline_reason = reason
   WHERE r.community_id = community AND r.id = request AND r.state = 'OPEN' AND r.expires_at > now() AND r.person_id <> app.person_id();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.decline_stewardship(community uuid, offer uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.duty_offer o SET state = 'DECLINED', closed_at = now()
   WHERE o.community_id = community AND o.id = offer AND o.state = 'OPEN' AND o.membership_id = ANY (app.my_memberships());
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.delegate_organizer(community uuid, membership uuid, until timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_organizer_by_steward_ck', 'only a steward delegates organizing');
  END IF;
  IF delegate_organizer.until > now() + interval '12 months 1 day' THEN
    PERFORM app.refuse('membership_organizer_is_bounded_ck', 'organizing is delegated for at most twelve months');
  END IF;
  UPDATE public.membership m SET organizer_until = delegate_organizer.until
   WHERE m.community_id = community AND m.id = membership AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now());
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- Null ends the delegation. No grant lets anyone write the column, so that nobody can give themselves a duty.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.disappear()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
 SET lock_timeout TO '1800ms'
AS $function$
DECLARE
  me uuid := app.person_id();
  place uuid;
  asked public.membership_request;
BEGIN
  IF me IS NULL THEN
    PERFORM app.refuse('person_disappears_themselves_ck', 'a person disappears by their own will only');
  END IF;
  -- One transaction over several communities, against the rule: half hidden is not hidden. In order, so that two such do not block each other.
  FOR place IN SELECT m.community_id FROM public.membership m WHERE m.person_id = me
               UNION SELECT r.community_id FROM public.membership_request r WHERE r.person_id = me AND r.state = 'OPEN' ORDER BY 1 LOOP
    PERFORM app.leave(place);
  END LOOP;
  FOR asked IN SELECT * FROM public.membership_request r WHERE r.person_id = me AND r.state = 'OPEN' LOOP
    PERFORM app.withdraw_request(asked.community_id, asked.id);
  END LOOP;
  UPDATE public.membership_request r SET state = 'EXPIRED', closed_at = now() WHERE r.person_id = me AND r.state = 'OPEN';
  UPDATE public.membership_request r SET pseudonym = 'Former member', message = '', decline_reason = '' WHERE r.person_id = me;
  UPDATE public.membership m SET pseudonym = 'Former member', is_listed = false, answers = '{}' WHERE m.person_id = me;
  UPDATE public.removal r SET reason = '' WHERE EXISTS (SELECT FROM public.membership m WHERE m.community_id = r.community_id AND m.id = r.membership_id AND m.person_id = me);
  UPDATE public.representative r SET ended_at = now() WHERE r.person_id = me AND r.ended_at IS NULL;
  -- Letters under way would still reach a mailbox that others may be reading.
  UPDATE public.outbox_event o SET delivered_at = now() WHERE o.kind = 'notice.due' AND o.subject_id = me AND o.delivered_at IS NULL;
  PERFORM vault.close_all_sessions();
END $function$
-- OWNER accompany_owner
-- Hides the current person everywhere at once. Counts and records stay as they are: they point to memberships, which no longer name anybody. Nobody can undo it; they come back only as someone new.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.duty_backers(community uuid, offer uuid)
 RETURNS SETOF public.membership
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.* FROM app.settled_people(community) m
    JOIN public.duty_backing b ON b.community_id = m.community_id AND b.offer_id = offer AND b.backed_by = m.id
    JOIN public.duty_offer o ON o.community_id = b.community_id AND o.id = b.offer_id AND o.membership_id <> m.id
$function$
-- OWNER accompany_owner
-- Those who stand behind an offer and still may, without the one it is made to.

CREATE OR REPLACE FUNCTION app.duty_is_ready(community uuid, offer uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT o.state = 'OPEN' AND o.expires_at > now()
     AND (SELECT count(*) FROM app.duty_backers(o.community_id, o.id)) >= app.backers_needed(o.community_id, o.membership_id)
     AND (app.is_short_of_stewards(o.community_id) OR EXISTS (SELECT FROM app.duty_backers(o.community_id, o.id) m WHERE m.is_steward))
    FROM public.duty_offer o WHERE o.community_id = community AND o.id = offer
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.end_mandates()
 RETURNS TABLE(community_id uuid, campaign_id uuid, mandate_id uuid, ask_ids uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
END $function$
-- OWNER accompany_owner
-- Ends every mandate whose time is over and pauses its open asks; the clock of a stopped campaign stands still.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.end_membership(community uuid, membership uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  pending uuid;
BEGIN
  UPDATE public.invitation i SET revoked_at = now() WHERE i.community_id = community AND i.invited_by = membership AND i.used_at IS NULL AND i.revoked_at IS NULL;
  UPDATE public.vouch v SET withdrawn_at = now() WHERE v.community_id = community AND v.voucher_id = membership AND v.withdrawn_at IS NULL
     AND EXISTS (SELECT FROM public.membership_request r WHERE r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'OPEN');
  UPDATE public.duty_offer o SET state = 'WITHDRAWN', closed_at = now() WHERE o.community_id = community AND o.membership_id = membership AND o.state = 'OPEN';
  FOR pending IN SELECT r.id FROM public.removal r WHERE r.community_id = community AND r.membership_id = membership AND r.state IN ('PROPOSED', 'CONFIRMED') LOOP
    PERFORM app.close_removal(community, pending, 'LAPSED');
  END LOOP;
  UPDATE public.membership m SET ended_at = at, is_steward = false, organizer_until = NULL, is_listed = false
   WHERE m.community_id = community AND m.id = membership AND m.ended_at IS NULL;
  PERFORM app.free_pledges(community, membership);
END $function$
-- OWNER accompany_owner
-- What ends with a membership, whoever ends it: duties, listing, invitations, open vouches, offers and pledges. Granted to nobody.

CREATE OR REPLACE FUNCTION app.end_pledges(community uuid, asks uuid[])
 RETURNS TABLE(pledge_id uuid, state text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = CASE WHEN p.state = 'WAITLISTED' AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND (p.state = 'WAITLISTED' OR (p.state = 'ACTIVE' AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED')
          AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))
  RETURNING p.id, p.state;
END $function$
-- OWNER accompany_owner
-- Brings the pledges of closed or cancelled asks, or of a concluded campaign, to the state that follows; work already reported stays attestable.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.enter(kind text, person uuid, scope text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  RETURN app.enter(kind, person, scope, false, NULL);
END $function$
-- OWNER accompany_owner
-- For processes of the release before; goes when none is left.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.enter(kind text, person uuid, scope text, factor boolean, key uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM set_config('accompany.kind', kind, true), set_config('accompany.person', coalesce(person::text, ''), true),
          set_config('accompany.scope', coalesce(scope, ''), true), set_config('accompany.factor', CASE WHEN factor THEN 'second' ELSE '' END, true),
          set_config('accompany.key', coalesce(key::text, ''), true);
  -- Whoever changes these rows waits for this transaction, so a standing that was checked still holds at commit.
  PERFORM FROM public.membership m WHERE m.person_id = person AND m.ended_at IS NULL FOR SHARE;
  PERFORM FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id AND m.ended_at IS NULL
    WHERE r.person_id = person AND r.ended_at IS NULL FOR SHARE;
  RETURN app.memberships_of(person, factor);
END $function$
-- OWNER accompany_owner
-- First call of every write: sets who acts until the end of the transaction and returns their standings, share-locked.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.execute_removals()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  waiting record;
  due public.removal;
  done integer := 0;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('removal_executed_by_clock_ck', 'only the clock executes removals');
  END IF;
  FOR waiting IN SELECT r.community_id, r.id FROM public.removal r
      WHERE r.state IN ('PROPOSED', 'CONFIRMED') AND coalesce(r.due_at, r.expires_at) <= now() ORDER BY r.community_id, r.id LIMIT 100 LOOP
    PERFORM app.lock_community(waiting.community_id);
    SELECT * INTO due FROM public.removal r WHERE r.community_id = waiting.community_id AND r.id = waiting.id AND r.state IN ('PROPOSED', 'CONFIRMED') FOR UPDATE;
    CONTINUE WHEN NOT FOUND;
    done := done + 1;
    IF due.state = 'PROPOSED' THEN
      PERFORM app.close_removal(due.community_id, due.id, 'LAPSED');
      PERFORM app.put_on_record(due.community_id, 'membership.removal_lapsed', NULL, 'SYSTEM', 'Removal', due.id, '{}', NULL);
      CONTINUE;
    END IF;
    UPDATE public.removal r SET state = 'EXECUTED', closed_at = now() WHERE r.community_id = due.community_id AND r.id = due.id;
    PERFORM app.end_membership(due.community_id, due.membership_id, due.due_at);
    PERFORM app.put_on_record(due.community_id, 'membership.removal_executed', NULL, 'SYSTEM', 'Removal', due.id, jsonb_build_object('membershipId', due.membership_id), NULL);
  END LOOP;
  RETURN done;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.expire_requests()
 RETURNS TABLE(community_id uuid, request_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('membership_request_expires_by_clock_ck', 'only the clock lets requests expire');
  END IF;
  RETURN QUERY
  UPDATE public.membership_request r SET state = 'EXPIRED', closed_at = now(), message = ''
   WHERE (r.community_id, r.id) IN (SELECT o.community_id, o.id FROM public.membership_request o
           WHERE o.state = 'OPEN' AND o.expires_at <= now() ORDER BY o.expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
  RETURNING r.community_id, r.id;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.figure_moves(people integer, basis integer, k integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$ SELECT abs(people - basis) >= k $function$
-- OWNER accompany_owner
-- Each person counts once on either side, so that a difference of k in numbers has at least k people behind it.

CREATE OR REPLACE FUNCTION app.found_community(community uuid, membership uuid, handle text, name text, about text, language text, time_zone text, pseudonym text, agreement_text text, agreement_questions jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('community_founder_ck', 'a community is founded by a person');
  END IF;
  INSERT INTO public.community (id, handle, name, about, language, time_zone) VALUES (community, handle, name, about, language, time_zone);
  INSERT INTO public.agreement (community_id, version, text, questions) VALUES (community, 1, agreement_text, agreement_questions);
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, is_steward)
  VALUES (community, membership, app.person_id(), 'AFFECTED', pseudonym, true);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.free_pledges(community uuid, pledger uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  left_ones uuid[];
  freed public.pledge;
BEGIN
  -- Asks first, as everywhere that counts places.
  PERFORM FROM public.ask_tally t WHERE t.community_id = community
    AND t.ask_id IN (SELECT p.ask_id FROM public.pledge p WHERE p.community_id = community AND p.pledger_id = pledger) ORDER BY t.ask_id FOR UPDATE;
  SELECT coalesce(array_agg(p.id), '{}') INTO left_ones FROM public.pledge p
   WHERE p.community_id = community AND p.pledger_id = pledger AND p.state IN ('ACTIVE', 'WAITLISTED')
     AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED');
  UPDATE public.pledge p SET state = 'STEPPED_BACK' WHERE p.community_id = community AND p.id = ANY (left_ones);
  FOR freed IN SELECT p.* FROM public.pledge p WHERE p.community_id = community AND p.id = ANY (left_ones) ORDER BY p.ask_id, p.id LOOP
    PERFORM app.put_on_record(community, 'pledge.stepped_back', NULL, 'SYSTEM', 'Pledge', freed.id,
              jsonb_build_object('askId', freed.ask_id, 'state', 'STEPPED_BACK', 'because', 'MEMBERSHIP_ENDED'), freed.campaign_id);
    PERFORM app.put_on_record(community, 'pledge.promoted', NULL, 'SYSTEM', 'Pledge', next_one, jsonb_build_object('askId', freed.ask_id), freed.campaign_id)
       FROM unnest(app.promote_waitlist(community, freed.ask_id)) AS next_one;
  END LOOP;
END $function$
-- OWNER accompany_owner
-- Steps back, without fault, from what someone who is gone had pledged; what they reported stays attestable. Granted to nobody.

CREATE OR REPLACE FUNCTION app.fulfilment_is_reported()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.occurrence o SET state = 'REPORTED', reported_quantity = NEW.quantity, reported_at = NEW.reported_at
    FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'DUE'
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state = 'ACTIVE';
  IF NOT FOUND THEN
    PERFORM app.refuse('fulfilment_report_of_due_ck', 'only what is due under an active pledge can be reported');
  END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.has_second_factor()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((current_setting('accompany.factor'::text, true) = 'second'::text), false)
-- OWNER accompany_owner
-- Whether the session in whose name this runs was opened with a second factor.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.invitation_is_live(token bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.invitation i WHERE i.token_hash = token AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now())
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.is_short_of_stewards(community uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT (SELECT count(*) FROM app.active_stewards(community)) < CASE WHEN app.affected_count(community) < 3 THEN 1 ELSE 2 END
$function$
-- OWNER accompany_owner
-- Fewer than two stewards who can act; while a community has fewer than three affected people, as at its founding, one is enough. While true nothing is removed, exported or loosened.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.is_system()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((current_setting('accompany.kind'::text, true) = 'system'::text), false)
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.key_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('accompany.key'::text, true), ''::text))::uuid
-- OWNER accompany_owner
-- The dashboard key in whose name this runs.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lapsed_mandates()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(m.id), '{}')
    FROM public.mandate m JOIN public.campaign g ON g.community_id = m.community_id AND g.id = m.campaign_id
   WHERE m.state = 'LIVE' AND m.until <= now() AND g.state <> 'STOPPED'
$function$
-- OWNER accompany_owner
-- Over by the clock, but the job that ends mandates has not run since: few or none, so lists of asks read them once instead of a mandate for each row. Asks of those that have ended are paused in their rows.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.leave(community uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
 SET lock_timeout TO '1800ms'
AS $function$
DECLARE
  mine public.membership;
BEGIN
  PERFORM app.lock_community(community);
  SELECT * INTO mine FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM app.put_on_record(community, 'membership.left', mine.id, CASE WHEN mine.is_steward THEN 'STEWARD' ELSE mine.standing END, 'Membership', mine.id, '{}', NULL);
  PERFORM app.end_membership(community, mine.id, now());
  RETURN mine.id;
END $function$
-- OWNER accompany_owner
-- Ends one's own membership, whatever the standing and however few stewards are left. Null for who has none.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.linked_agreement(ask uuid)
 RETURNS SETOF public.agreement
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT g.* FROM app.linked_community(ask) c JOIN public.agreement g ON g.community_id = c.id AND g.version = c.agreement_version
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.linked_ask(ask uuid)
 RETURNS SETOF public.ask
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT a.* FROM public.ask a
   WHERE a.id = linked_ask.ask AND a.state IN ('OPEN', 'PAUSED') AND app.campaign_is_launched(a.community_id, a.campaign_id)
$function$
-- OWNER accompany_owner
-- For whoever holds the link of an ask. The service checks the link first: its seal is made with a key that the database does not have.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.linked_brief(ask uuid)
 RETURNS SETOF public.brief
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT b.* FROM app.linked_campaign(ask) g JOIN public.brief b ON b.community_id = g.community_id AND b.campaign_id = g.id AND b.version = g.brief_version
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.linked_campaign(ask uuid)
 RETURNS SETOF public.campaign
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT g.* FROM app.linked_ask(ask) a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.linked_community(ask uuid)
 RETURNS SETOF public.community
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT c.* FROM app.linked_ask(ask) a JOIN public.community c ON c.id = a.community_id
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.live_affected(community uuid)
 RETURNS SETOF public.membership
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.* FROM public.membership m
   WHERE m.community_id = community AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
$function$
-- OWNER accompany_owner
-- The affected people of a community, newcomers included. One whose removal took effect is none, even before the clock has noted it.

CREATE OR REPLACE FUNCTION app.lock_ask(community uuid, ask uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- Taken before anything that counts places: an ally may not update an ask, yet pledges to it queue here.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lock_asks(community uuid, asks uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- As app.lock_ask, for several in one order.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lock_community(community uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
END $function$
-- OWNER accompany_owner
-- Whoever admits, removes, gives or ends a duty, or leaves, queues here, so that nobody is counted twice and no floor is passed from two sides.

CREATE OR REPLACE FUNCTION app.lock_mandate(community uuid, mandate uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.mandate m WHERE m.community_id = community AND m.id = mandate FOR NO KEY UPDATE;
END $function$
-- OWNER accompany_owner
-- Mandate before asks, always: opening locks in the order in which the clock ends mandates and pauses their asks.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lock_occurrences(community uuid, occurrences uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- Asks first here too: a report holds its ask's tally while it waits for its occurrence.
  PERFORM FROM public.ask_tally t WHERE t.community_id = community
    AND t.ask_id IN (SELECT o.ask_id FROM public.occurrence o WHERE o.community_id = community AND o.id = ANY (occurrences)) ORDER BY t.ask_id FOR UPDATE;
  PERFORM FROM public.occurrence o WHERE o.community_id = community AND o.id = ANY (occurrences) ORDER BY o.id FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lock_pledge(community uuid, pledge uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- Ask before pledge, always: promotions lock in this order too.
  PERFORM app.lock_ask(community, (SELECT p.ask_id FROM public.pledge p WHERE p.community_id = community AND p.id = pledge));
  PERFORM FROM public.pledge p WHERE p.community_id = community AND p.id = pledge FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_affected(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (SELECT m.person_id FROM app.live_affected(home) m);
END $function$
-- OWNER accompany_owner
-- Every affected person, newcomers included.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_asker(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (SELECT r.person_id FROM public.membership_request r WHERE r.community_id = home AND r.id = subject);
END $function$
-- OWNER accompany_owner
-- Whoever asked to be admitted.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_campaign(home uuid, campaign uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY 
  SELECT p.id, p.language
    FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND m.id IN (SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.campaign_id = campaign AND x.state IN ('ACTIVE', 'WAITLISTED'));
END $function$
-- OWNER accompany_owner
-- Everyone with a live pledge in a campaign.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_candidate(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (SELECT m.person_id FROM public.membership m JOIN public.duty_offer o ON o.community_id = m.community_id AND o.membership_id = m.id WHERE o.community_id = home AND o.id = subject);
END $function$
-- OWNER accompany_owner
-- Whoever is asked to carry a duty.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_other_stewards(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (SELECT m.person_id FROM app.active_stewards(home) m JOIN public.removal r ON r.community_id = home AND r.id = subject AND m.id NOT IN (r.membership_id, r.proposed_by));
END $function$
-- OWNER accompany_owner
-- The stewards who can confirm a removal.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_pledger(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY 
  SELECT p.id, p.language
    FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND m.id IN (
  SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.occurrence x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.fulfilment_report x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.attestation x WHERE x.community_id = home AND x.id = subject);
END $function$
-- OWNER accompany_owner
-- Whose pledge it is, by the id of the pledge or of an occurrence, report or attestation under it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_removed(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (SELECT m.person_id FROM public.membership m JOIN public.removal r ON r.community_id = m.community_id AND r.membership_id = m.id WHERE r.community_id = home AND r.id = subject);
END $function$
-- OWNER accompany_owner
-- Whoever was removed: no member any more, and still told.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_stewards(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY 
  SELECT p.id, p.language
    FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND m.is_steward AND m.id NOT IN (
  SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.occurrence x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.fulfilment_report x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.attestation x WHERE x.community_id = home AND x.id = subject);
END $function$
-- OWNER accompany_owner
-- The stewards, without the one whose own work it is: nobody attests their own.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_vouchers(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (SELECT m.person_id FROM app.settled_people(home) m JOIN public.membership_request r ON r.community_id = home AND r.id = subject AND r.person_id <> m.person_id);
END $function$
-- OWNER accompany_owner
-- Those who may vouch for whoever asks to be admitted.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mandate_in_force(community uuid, mandate uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (
    SELECT FROM public.mandate m JOIN public.campaign g ON g.community_id = m.community_id AND g.id = m.campaign_id
     WHERE m.community_id = community AND m.id = mandate AND m.state = 'LIVE' AND (m.until > now() OR g.state = 'STOPPED'))
$function$
-- OWNER accompany_owner
-- By the clock, whether or not the job that ends mandates has run; while a campaign is stopped its mandates stand still.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mandate_is_signed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  signed public.mandate;
  signatures integer;
  affected integer;
  course text;
BEGIN
  -- The campaign is locked first: two mandates coming alive at once count each other. No stronger than needed: the
  -- foreign key of a signature holds a share of its mandate already, and two signers would wait for each other.
  SELECT g.state INTO course FROM public.campaign g WHERE g.community_id = NEW.community_id
    AND g.id = (SELECT m.campaign_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id) FOR NO KEY UPDATE;
  SELECT * INTO signed FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id FOR NO KEY UPDATE;
  -- Resuming adds the whole length of a stop to every live mandate: one that came alive during it would last too long.
  IF course IN ('STOPPED', 'CONCLUDED') THEN
    PERFORM app.refuse('mandate_signature_in_running_campaign_ck', 'nothing is signed while a campaign is stopped, or after it');
  END IF;
  IF signed.state = 'ENDED' OR signed.until <= now() THEN
    PERFORM app.refuse('mandate_signature_not_ended_ck', 'the mandate has ended');
  END IF;
  SELECT count(*) INTO signatures FROM public.mandate_signature s WHERE s.community_id = NEW.community_id AND s.mandate_id = NEW.mandate_id;

  IF signed.state = 'PROPOSED' AND signed.kind = 'FOUNDING' THEN
    SELECT count(*) INTO affected FROM public.membership m WHERE m.community_id = NEW.community_id AND m.standing = 'AFFECTED' AND m.ended_at IS NULL;
    IF affected >= 3 THEN
      PERFORM app.refuse('mandate_founding_is_for_fewer_than_3_ck', 'a founding mandate is for a community of fewer than three affected people');
    END IF;
  END IF;

  IF signatures >= 2 AND (signed.kind = 'FOUNDING' OR signed.state = 'PROPOSED') THEN
    IF (SELECT count(*) FROM public.mandate m WHERE m.community_id = signed.community_id AND m.campaign_id = signed.campaign_id
          AND m.kind = 'EMERGENCY' AND m.state = 'LIVE' AND m.until > now()) >= 3 THEN
      PERFORM app.refuse('mandate_emergency_at_most_3_ck', 'a campaign has at most three live emergency mandates');
    END IF;
    IF EXISTS (SELECT FROM public.mandate m WHERE m.community_id = signed.community_id AND m.priority_id = signed.priority_id
                 AND m.id <> signed.id AND m.kind = 'EMERGENCY' AND m.starts_at IS NOT NULL) THEN
      PERFORM app.refuse('mandate_emergency_once_per_priority_ck', 'a second emergency mandate for a priority needs a scheduled round that lists it');
    END IF;
    UPDATE public.mandate m SET kind = 'EMERGENCY', state = 'LIVE', starts_at = coalesce(m.starts_at, now())
     WHERE m.community_id = signed.community_id AND m.id = signed.id;
  ELSIF signed.state = 'PROPOSED' AND signed.kind = 'FOUNDING' THEN
    UPDATE public.mandate m SET state = 'LIVE', starts_at = now() WHERE m.community_id = signed.community_id AND m.id = signed.id;
  END IF;

  UPDATE public.priority p SET named_at = now()
   WHERE p.community_id = signed.community_id AND p.id = signed.priority_id AND p.named_at IS NULL
     AND EXISTS (SELECT FROM public.mandate m WHERE m.community_id = signed.community_id AND m.id = signed.id AND m.state = 'LIVE');
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mandate_lasts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- A stop of the campaign shifts the end, so the bound is checked when the mandate is proposed.
  IF NEW.until > now() + interval '30 days 1 minute' OR NEW.until <= now() THEN
    PERFORM app.refuse('mandate_at_most_30_days_ck', 'a founding or emergency mandate lasts at most 30 days from now');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mandate_path(pledges uuid[])
 RETURNS TABLE(pledge_id uuid, place integer, type text, id uuid, title text, says text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT p.id, step.place, step.type, step.id, step.title, step.says
    FROM public.pledge p
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.mandate m ON m.community_id = p.community_id AND m.id = coalesce(p.mandate_id, a.mandate_id)
    JOIN public.priority r ON r.community_id = m.community_id AND r.id = m.priority_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
    JOIN public.community c ON c.id = p.community_id
   CROSS JOIN LATERAL (VALUES
      (1, 'PLEDGE', p.id, p.quantity || ' ' || a.unit, p.plan_first_step),
      (2, 'ASK', a.id, a.title, a.description),
      (3, 'MANDATE', m.id, m.kind, m.reason),
      (4, 'PRIORITY', r.id, r.statement, r.details),
      (5, 'CAMPAIGN', g.id, g.name, g.summary),
      (6, 'COMMUNITY', c.id, c.name, c.about)) AS step (place, type, id, title, says)
   WHERE p.id = ANY (pledges) AND (p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
    OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])))
   ORDER BY p.id, step.place
$function$
-- OWNER accompany_owner
-- From a pledge to the people who authorised it, readable by whoever follows the pledge, even where a step of it is no longer published.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.membership_answers_request()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.membership_request r SET state = 'WITHDRAWN', closed_at = now(), message = '' WHERE r.community_id = NEW.community_id AND r.person_id = NEW.person_id AND r.state = 'OPEN';
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- Whoever came in by another way asks no more: nobody may come to vouch for themselves.

CREATE OR REPLACE FUNCTION app.memberships_of(person uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT app.memberships_of(person, app.has_second_factor())
$function$
-- OWNER accompany_owner
-- Live standings. An ally whose time has run out counts as paused: what was pledged may be finished, nothing new begun.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.memberships_of(person uuid, factor boolean)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'communityId', m.community_id, 'membershipId', m.id, 'standing', m.standing,
           'steward', m.is_steward AND fits,
           'organizer', coalesce(m.organizer_until > now(), false) AND coalesce(m.until > now(), true) AND fits,
           'probation', coalesce(m.probation_until > now(), false),
           'paused', m.paused_at IS NOT NULL OR coalesce(m.until <= now(), false),
           'organizationId', m.organization_id,
           'awaitsSecondFactor', NOT fits AND (m.is_steward OR coalesce(m.organizer_until > now(), false)))
         ORDER BY m.organization_id IS NOT NULL, m.since, m.id), '[]')
    FROM 
  (SELECT m.* FROM public.membership m WHERE m.person_id = person AND m.ended_at IS NULL
   UNION ALL
   SELECT m.* FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id
    WHERE r.person_id = person AND r.ended_at IS NULL AND m.ended_at IS NULL) m CROSS JOIN LATERAL (SELECT (factor OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = m.community_id AND c.requires_second_factor))) AS f (fits)
$function$
-- OWNER accompany_owner
-- Live standings, the person's own first. An ally whose time has run out counts as paused: what was pledged may be finished, nothing new begun.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.my_memberships()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(m.id), '{}') FROM 
  (SELECT m.* FROM public.membership m WHERE m.person_id = app.person_id() AND m.ended_at IS NULL
   UNION ALL
   SELECT m.* FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id
    WHERE r.person_id = app.person_id() AND r.ended_at IS NULL AND m.ended_at IS NULL) m
$function$
-- OWNER accompany_owner
-- Live memberships of the current person and of the organizations that they represent.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.my_requests()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(r.id), '{}') FROM public.membership_request r WHERE r.person_id = app.person_id()
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.next_figure(value integer, people integer, shown integer, shown_count integer, basis integer, k integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'app'
AS $function$
  SELECT CASE
    WHEN app.figure_moves(people, basis, k) THEN app.shown_figure(value, people, k)
    -- Zero is shown only while it is true. The way back from "fewer than k" is longer: it would point at who left.
    WHEN shown_count = 0 AND people > 0 THEN NULL
    ELSE shown
  END
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.object_to_removal(community uuid, removal uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  IF NOT EXISTS (
    SELECT FROM public.removal r JOIN app.live_affected(community) m ON m.person_id = app.person_id() AND m.id <> r.membership_id
     WHERE r.community_id = community AND r.id = removal AND coalesce(r.due_at, r.expires_at) > now() AND r.state IN ('PROPOSED', 'CONFIRMED')) THEN
    RETURN false;
  END IF;
  PERFORM app.close_removal(community, removal, 'OBJECTED');
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.occurrences_are_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.ask_tally t SET
    reported_count = t.reported_count + c.reported, reported_quantity = t.reported_quantity + c.reported_quantity,
    attested_count = t.attested_count + c.attested, attested_quantity = t.attested_quantity + c.attested_quantity,
    sent_back_count = t.sent_back_count + c.sent_back
   FROM (
     SELECT n.community_id, n.ask_id,
       sum((n.state = 'REPORTED')::integer - (o.state = 'REPORTED')::integer)::integer AS reported,
       sum(CASE WHEN n.state = 'REPORTED' THEN n.reported_quantity ELSE 0 END - CASE WHEN o.state = 'REPORTED' THEN o.reported_quantity ELSE 0 END)::integer AS reported_quantity,
       sum((n.state = 'ATTESTED')::integer - (o.state = 'ATTESTED')::integer)::integer AS attested,
       sum(coalesce(n.attested_quantity, 0) - coalesce(o.attested_quantity, 0))::integer AS attested_quantity,
       sum((o.state = 'REPORTED' AND n.state = 'DUE')::integer)::integer AS sent_back
       FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
      WHERE n.state <> o.state OR n.attested_quantity IS DISTINCT FROM o.attested_quantity
      GROUP BY n.community_id, n.ask_id) c
   WHERE t.community_id = c.community_id AND t.ask_id = c.ask_id;
  UPDATE public.pledge p SET state = s.state
    FROM (
      SELECT o.community_id, o.pledge_id, CASE WHEN sum(o.attested_quantity) >= q.quantity THEN 'FULFILLED' ELSE 'PARTLY_FULFILLED' END AS state
        FROM public.occurrence o JOIN public.pledge q ON q.community_id = o.community_id AND q.id = o.pledge_id
       WHERE (o.community_id, o.pledge_id) IN (SELECT n.community_id, n.pledge_id FROM new_rows n WHERE n.state = 'ATTESTED')
       GROUP BY o.community_id, o.pledge_id, q.quantity HAVING bool_and(o.state = 'ATTESTED')) s
   WHERE p.community_id = s.community_id AND p.id = s.pledge_id AND p.state <> s.state AND p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED');
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.offer_stewardship(community uuid, candidate uuid, offer uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  opened uuid;
BEGIN
  PERFORM app.lock_community(community);
  IF NOT community = ANY (app.communities_as('steward')) OR app.settled_self(community) IS NULL THEN
    PERFORM app.refuse('duty_offer_by_steward_ck', 'only a steward offers a duty');
  END IF;
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('duty_offer_with_enough_stewards_ck', 'while short of stewards two affected people confirm a new one');
  END IF;
  opened := app.open_duty_offer(community, candidate, offer);
  INSERT INTO public.duty_backing (community_id, offer_id, backed_by) VALUES (community, opened, app.settled_self(community));
  RETURN opened;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.oldest_unsealed_seconds()
 RETURNS double precision
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT extract(epoch FROM clock_timestamp() - min(recorded_at))::double precision FROM public.record_entry WHERE seq IS NULL
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.open_duty_offer(community uuid, candidate uuid, offer uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  found uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM app.settled_people(community) m WHERE m.id = candidate AND NOT m.is_steward) THEN
    PERFORM app.refuse('duty_offer_to_settled_ck', 'a duty is offered to an affected person past probation who does not carry it');
  END IF;
  UPDATE public.duty_offer o SET state = 'WITHDRAWN', closed_at = now()
   WHERE o.community_id = community AND o.membership_id = candidate AND o.state = 'OPEN' AND o.expires_at <= now();
  SELECT o.id INTO found FROM public.duty_offer o WHERE o.community_id = community AND o.membership_id = candidate AND o.state = 'OPEN';
  IF found IS NULL THEN
    INSERT INTO public.duty_offer (community_id, id, membership_id) VALUES (community, offer, candidate) RETURNING id INTO found;
  END IF;
  RETURN found;
END $function$
-- OWNER accompany_owner
-- The open offer to a candidate, made if there is none. Granted to nobody.

CREATE OR REPLACE FUNCTION app.open_duty_offers(communities uuid[])
 RETURNS TABLE(community_id uuid, id uuid, membership_id uuid, pseudonym text, backers integer, backers_needed integer, is_ready boolean, viewer_backs boolean, created_at timestamp with time zone, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT o.community_id, o.id, o.membership_id, m.pseudonym, (SELECT count(*)::integer FROM app.duty_backers(o.community_id, o.id)),
         app.backers_needed(o.community_id, o.membership_id), app.duty_is_ready(o.community_id, o.id),
         EXISTS (SELECT FROM public.duty_backing b WHERE b.community_id = o.community_id AND b.offer_id = o.id AND b.backed_by = ANY (app.my_memberships())),
         o.created_at, o.expires_at
    FROM public.duty_offer o JOIN public.membership m ON m.community_id = o.community_id AND m.id = o.membership_id
   WHERE o.state = 'OPEN' AND o.expires_at > now()
     AND (m.id = ANY (app.my_memberships()) OR (o.community_id = ANY (communities) AND o.community_id = ANY (app.communities_as('settled'))))
   ORDER BY o.created_at, o.id
$function$
-- OWNER accompany_owner
-- Open offers of these communities, for those who can stand behind them, and one's own anywhere. With the pseudonym, listed or not: whoever is to decide must know about whom.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.past_and_present_memberships()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(m.id), '{}') FROM public.membership m WHERE m.person_id = app.person_id()
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pending_removals(communities uuid[])
 RETURNS TABLE(community_id uuid, id uuid, membership_id uuid, pseudonym text, reason text, is_confirmed boolean, due_at timestamp with time zone, proposed_at timestamp with time zone, expires_at timestamp with time zone, viewer_is_concerned boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT r.community_id, r.id, r.membership_id, m.pseudonym, r.reason, r.state = 'CONFIRMED', r.due_at, r.proposed_at, r.expires_at, m.person_id = app.person_id()
    FROM public.removal r JOIN public.membership m ON m.community_id = r.community_id AND m.id = r.membership_id
   WHERE r.community_id = ANY (communities) AND r.community_id = ANY (app.communities_as('affected'))
     AND r.state IN ('PROPOSED', 'CONFIRMED') AND coalesce(r.due_at, r.expires_at) > now()
   ORDER BY r.proposed_at, r.id
$function$
-- OWNER accompany_owner
-- The notice to every affected person, newcomers included, with the pseudonym: without it nobody could object.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.people_behind(community uuid, ask uuid)
 RETURNS integer[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT ARRAY[
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state = 'WAITLISTED'),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'REPORTED'),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'ATTESTED'),
      count(DISTINCT m.person_id) FILTER (WHERE EXISTS (
        SELECT FROM public.attestation t WHERE t.community_id = o.community_id AND t.occurrence_id = o.id AND t.kind = 'SENT_BACK')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state = 'CANCELLED'),
      count(DISTINCT m.person_id) FILTER (WHERE p.state = 'NEVER_STARTED')]::integer[]
    FROM public.pledge p
    JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
   WHERE p.community_id = community AND p.ask_id = ask
$function$
-- OWNER accompany_owner
-- People, not pledges: one person who comes and goes many times is still one.

CREATE OR REPLACE FUNCTION app.person_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('accompany.person'::text, true), ''::text))::uuid
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledge_moves()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT (OLD.state, NEW.state) IN (('WAITLISTED', 'ACTIVE'), ('WAITLISTED', 'STEPPED_BACK'), ('WAITLISTED', 'NEVER_STARTED'), ('WAITLISTED', 'CANCELLED'),
       ('ACTIVE', 'FULFILLED'), ('ACTIVE', 'PARTLY_FULFILLED'), ('ACTIVE', 'STEPPED_BACK'), ('ACTIVE', 'STEPPED_BACK_LATE'), ('ACTIVE', 'CANCELLED'),
       ('FULFILLED', 'PARTLY_FULFILLED'), ('PARTLY_FULFILLED', 'FULFILLED')) THEN
    PERFORM app.refuse('pledge_state_moves_ck', format('a pledge does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  NEW.state_changed_at := now();
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledges_are_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- Once per statement and ask, whatever number of pledges it changes: a large ask ends as quickly as a small one.
  IF TG_OP = 'INSERT' THEN
    UPDATE public.ask_tally t SET
      places_taken = t.places_taken + d.places_taken, pledged_quantity = t.pledged_quantity + d.pledged_quantity, active_count = t.active_count + d.active_count, waitlisted_count = t.waitlisted_count + d.waitlisted_count, waitlisted_quantity = t.waitlisted_quantity + d.waitlisted_quantity, fulfilled_count = t.fulfilled_count + d.fulfilled_count, partly_fulfilled_count = t.partly_fulfilled_count + d.partly_fulfilled_count, stepped_back_count = t.stepped_back_count + d.stepped_back_count, cancelled_count = t.cancelled_count + d.cancelled_count, never_started_count = t.never_started_count + d.never_started_count
     FROM (SELECT c.community_id, c.ask_id,
             sum(c.sign * (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'))::integer)::integer AS places_taken,
             sum(c.sign * CASE WHEN c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') THEN c.quantity ELSE 0 END)::integer AS pledged_quantity,
             sum(c.sign * (c.state = 'ACTIVE')::integer)::integer AS active_count,
             sum(c.sign * (c.state = 'WAITLISTED')::integer)::integer AS waitlisted_count,
             sum(c.sign * CASE WHEN c.state = 'WAITLISTED' THEN c.quantity ELSE 0 END)::integer AS waitlisted_quantity,
             sum(c.sign * (c.state = 'FULFILLED')::integer)::integer AS fulfilled_count,
             sum(c.sign * (c.state = 'PARTLY_FULFILLED')::integer)::integer AS partly_fulfilled_count,
             sum(c.sign * (c.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer)::integer AS stepped_back_count,
             sum(c.sign * (c.state = 'CANCELLED')::integer)::integer AS cancelled_count,
             sum(c.sign * (c.state = 'NEVER_STARTED')::integer)::integer AS never_started_count
             FROM (SELECT 1 AS sign, n.* FROM new_rows n) c GROUP BY c.community_id, c.ask_id) d
    WHERE t.community_id = d.community_id AND t.ask_id = d.ask_id;
  ELSE
    UPDATE public.ask_tally t SET
      places_taken = t.places_taken + d.places_taken, pledged_quantity = t.pledged_quantity + d.pledged_quantity, active_count = t.active_count + d.active_count, waitlisted_count = t.waitlisted_count + d.waitlisted_count, waitlisted_quantity = t.waitlisted_quantity + d.waitlisted_quantity, fulfilled_count = t.fulfilled_count + d.fulfilled_count, partly_fulfilled_count = t.partly_fulfilled_count + d.partly_fulfilled_count, stepped_back_count = t.stepped_back_count + d.stepped_back_count, cancelled_count = t.cancelled_count + d.cancelled_count, never_started_count = t.never_started_count + d.never_started_count
     FROM (SELECT c.community_id, c.ask_id,
             sum(c.sign * (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED'))::integer)::integer AS places_taken,
             sum(c.sign * CASE WHEN c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') THEN c.quantity ELSE 0 END)::integer AS pledged_quantity,
             sum(c.sign * (c.state = 'ACTIVE')::integer)::integer AS active_count,
             sum(c.sign * (c.state = 'WAITLISTED')::integer)::integer AS waitlisted_count,
             sum(c.sign * CASE WHEN c.state = 'WAITLISTED' THEN c.quantity ELSE 0 END)::integer AS waitlisted_quantity,
             sum(c.sign * (c.state = 'FULFILLED')::integer)::integer AS fulfilled_count,
             sum(c.sign * (c.state = 'PARTLY_FULFILLED')::integer)::integer AS partly_fulfilled_count,
             sum(c.sign * (c.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer)::integer AS stepped_back_count,
             sum(c.sign * (c.state = 'CANCELLED')::integer)::integer AS cancelled_count,
             sum(c.sign * (c.state = 'NEVER_STARTED')::integer)::integer AS never_started_count
             FROM (SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o) c GROUP BY c.community_id, c.ask_id) d
    WHERE t.community_id = d.community_id AND t.ask_id = d.ask_id;
  END IF;
  INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at)
  SELECT n.community_id, gen_random_uuid(), n.ask_id, n.id, n.pledger_id, n.pledger_standing, n.plan_when FROM new_rows n
   WHERE n.state = 'ACTIVE' AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = n.community_id AND o.pledge_id = n.id);
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.probation_end(community uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE WHEN c.probation_days > 0 THEN now() + make_interval(days => c.probation_days) END FROM public.community c WHERE c.id = community
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.promote_waitlist(community uuid, ask uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  room public.ask_tally;
  waiting public.pledge;
  promoted uuid[] := '{}';
BEGIN
  SELECT * INTO room FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
  IF NOT EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     WHERE a.community_id = community AND a.id = ask AND a.state = 'OPEN' AND g.state = 'LAUNCHED' AND m.state = 'LIVE' AND m.until > now()
       AND (a.ends_at IS NULL OR a.ends_at > now())) THEN
    RETURN promoted;
  END IF;
  FOR waiting IN
    SELECT p.* FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND p.state = 'WAITLISTED'
       AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now())
     ORDER BY p.turn
  LOOP
    EXIT WHEN room.slots IS NOT NULL AND room.places_taken >= room.slots;
    EXIT WHEN room.pledged_quantity >= room.quantity_wanted;
    -- One that is bigger than the gap is passed over and keeps its turn.
    CONTINUE WHEN room.pledged_quantity + waiting.quantity > room.quantity_wanted;
    room.places_taken := room.places_taken + 1;
    room.pledged_quantity := room.pledged_quantity + waiting.quantity;
    promoted := promoted || waiting.id;
  END LOOP;
  UPDATE public.pledge p SET state = 'ACTIVE' WHERE p.community_id = community AND p.id = ANY (promoted);
  RETURN promoted;
END $function$
-- OWNER accompany_owner
-- Gives free places to the waitlist in turn. Safe for anyone to call: it only does what is due.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.propose_removal(community uuid, member uuid, removal uuid, reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF me IS NULL OR NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('removal_by_steward_ck', 'only stewards remove');
  END IF;
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('removal_with_enough_stewards_ck', 'nothing is removed while the community is short of stewards');
  END IF;
  IF member = me OR NOT EXISTS (SELECT FROM app.live_affected(community) m WHERE m.id = member AND m.is_steward) THEN
    PERFORM app.refuse('removal_of_another_steward_ck', 'whom two stewards remove is another steward');
  END IF;
  IF app.stewards_who_stay(community, member) < 2 THEN
    PERFORM app.refuse('removal_two_stewards_stay_ck', 'removing below two stewards is refused');
  END IF;
  INSERT INTO public.removal (community_id, id, membership_id, takes_two, reason, state, proposed_by)
  VALUES (community, removal, member, true, propose_removal.reason, 'PROPOSED', me);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.put_on_record(community uuid, kind text, actor uuid, actor_role text, subject_type text, subject uuid, details jsonb, campaign uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  entry uuid := gen_random_uuid();
BEGIN
  INSERT INTO public.record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
  VALUES (community, entry, kind, actor, actor_role, campaign, subject_type, subject, details);
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data) VALUES (entry, community, kind, subject, details);
END $function$
-- OWNER accompany_owner
-- For deeds of whoever has no standing (any more) and for what follows by itself. Granted to nobody: only functions of the owner call it.

CREATE OR REPLACE FUNCTION app.record_details_hash(entry public.record_entry)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT sha256(entry.salt || convert_to(entry.details::text, 'UTF8'))
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.record_hash(previous bytea, entry public.record_entry, place bigint, details_hash bytea)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT sha256(previous || int8send(place) || uuid_send(entry.community_id) || uuid_send(entry.id)
    || convert_to(concat_ws('|', entry.kind, coalesce(entry.actor_id::text, '-'), entry.actor_role, coalesce(entry.campaign_id::text, '-'),
         entry.subject_type, entry.subject_id, to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), 'UTF8')
    || details_hash)
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.refuse(constraint_name text, message text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = constraint_name, MESSAGE = message;
END $function$
-- OWNER accompany_owner
-- Raises a check violation under a constraint name, so that rules kept by triggers are translated like any other constraint.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.remove_member(community uuid, member uuid, removal uuid, reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid;
  target public.membership;
BEGIN
  PERFORM app.lock_community(community);
  me := app.settled_self(community);
  IF me IS NULL OR NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('removal_by_steward_ck', 'only stewards remove');
  END IF;
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('removal_with_enough_stewards_ck', 'nothing is removed while the community is short of stewards');
  END IF;
  SELECT * INTO target FROM app.live_affected(community) m WHERE m.id = member;
  IF NOT FOUND OR target.id = me THEN
    PERFORM app.refuse('removal_of_another_ck', 'whom a steward removes is another affected person');
  END IF;
  IF target.is_steward THEN
    PERFORM app.refuse('removal_of_steward_takes_two_ck', 'removing a steward takes two stewards');
  END IF;
  INSERT INTO public.removal (community_id, id, membership_id, takes_two, reason, state, proposed_by, closed_at)
  VALUES (community, removal, member, false, remove_member.reason, 'EXECUTED', me, now());
  PERFORM app.end_membership(community, member, now());
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.renew_alliance(community uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  renewed uuid;
BEGIN
  UPDATE public.membership m SET renewed_at = now(), until = now() + interval '12 months'
   WHERE m.community_id = community AND m.person_id = app.person_id() AND m.standing = 'ALLY' AND m.ended_at IS NULL AND m.paused_at IS NULL AND m.until <= now()
  RETURNING m.id INTO renewed;
  RETURN renewed;
END $function$
-- OWNER accompany_owner
-- Goes on with an alliance whose time ran out, under the same membership: its pledges stay its own. Null while it lasts or is paused.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.request_membership(community uuid, request uuid, pseudonym text, message text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid := app.person_id();
BEGIN
  PERFORM app.lock_community(community);
  IF me IS NULL OR NOT EXISTS (SELECT FROM public.community c WHERE c.id = community AND c.published AND c.admission_rule <> 'INVITATION') THEN
    PERFORM app.refuse('membership_request_where_vouches_admit_ck', 'the community does not admit by vouches');
  END IF;
  IF EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.person_id = me AND m.ended_at IS NULL) THEN
    PERFORM app.refuse('membership_one_live_per_person_uq', 'nobody has two standings in one community');
  END IF;
  IF EXISTS (SELECT FROM public.membership_request r WHERE r.community_id = community AND r.person_id = me AND r.state = 'DECLINED' AND r.expires_at > now()) THEN
    PERFORM app.refuse('membership_request_not_after_decline_ck', 'who was declined waits until that request would have ended');
  END IF;
  UPDATE public.membership_request r SET state = 'EXPIRED', closed_at = now(), message = '' WHERE r.community_id = community AND r.person_id = me AND r.state = 'OPEN' AND r.expires_at <= now();
  INSERT INTO public.membership_request (community_id, id, person_id, pseudonym, message) VALUES (community, request, me, request_membership.pseudonym, request_membership.message);
  PERFORM app.put_on_record(community, 'membership.requested', NULL, 'OUTSIDER', 'MembershipRequest', request, '{}', NULL);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.resign_stewardship(community uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.membership m SET is_steward = false
   WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL AND m.is_steward;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- Never refused, however few stewards are left: nobody is held in a duty.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.scope()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE(NULLIF(current_setting('accompany.person'::text, true), ''::text), NULLIF(current_setting('accompany.scope'::text, true), ''::text))
-- OWNER accompany_owner
-- Whose idempotency keys these are: a person, or for someone not signed in the link they hold.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.seal_record(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  entry public.record_entry;
  head public.record_head;
  digest bytea;
  sealed integer := 0;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('record_sealed_by_clock_only_ck', 'only the clock seals the record');
  END IF;
  -- One sealer at a time; a second process finds the lock taken and leaves the work to the first.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('accompany.record.seal', 0)) THEN RETURN 0; END IF;
  FOR entry IN
    SELECT * FROM public.record_entry e WHERE e.seq IS NULL ORDER BY e.community_id, e.recorded_at, e.id LIMIT most
  LOOP
    IF head.community_id IS DISTINCT FROM entry.community_id THEN
      SELECT * INTO head FROM public.record_head h WHERE h.community_id = entry.community_id;
      IF NOT FOUND THEN head := ROW(entry.community_id, 0, ''::bytea, now()); END IF;
    END IF;
    digest := app.record_details_hash(entry);
    head.seq := head.seq + 1;
    head.hash := app.record_hash(head.hash, entry, head.seq, digest);
    UPDATE public.record_entry e SET seq = head.seq, hash = head.hash, details_hash = digest
     WHERE e.community_id = entry.community_id AND e.id = entry.id;
    INSERT INTO public.record_head AS h (community_id, seq, hash, sealed_at) VALUES (head.community_id, head.seq, head.hash, clock_timestamp())
    ON CONFLICT (community_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at;
    sealed := sealed + 1;
  END LOOP;
  RETURN sealed;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.searchable(title text, description text, place text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT to_tsvector('pg_catalog.simple', unaccent('unaccent', title || ' ' || description || ' ' || place))
$function$
-- OWNER accompany_owner
-- Words without accents or stemming: asks come in many languages. Declared immutable because its dictionary is named.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settled_people(community uuid)
 RETURNS SETOF public.membership
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.* FROM app.live_affected(community) m JOIN public.person p ON p.id = m.person_id
   WHERE (m.probation_until IS NULL OR m.probation_until <= now()) AND p.suspended_at IS NULL
$function$
-- OWNER accompany_owner
-- Affected people past their probation whose account is not suspended: those who can count as one of two.

CREATE OR REPLACE FUNCTION app.settled_self(community uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.id FROM app.settled_people(community) m WHERE m.person_id = app.person_id()
$function$
-- OWNER accompany_owner
-- The membership by which the current person can count as one of two; null if they cannot.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.shift_deadlines(community uuid, campaign uuid, by interval)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM public.campaign_stop s WHERE s.community_id = community AND s.campaign_id = campaign AND s.resumed_at = now() AND now() - s.stopped_at = by) THEN
    PERFORM app.refuse('campaign_resumed_in_this_transaction_ck', 'deadlines shift only by the length of the stop that ends here');
  END IF;
  UPDATE public.mandate m SET until = m.until + by WHERE m.community_id = community AND m.campaign_id = campaign AND m.state = 'LIVE';
  UPDATE public.ask a SET ends_at = a.ends_at + by WHERE a.community_id = community AND a.campaign_id = campaign AND a.state IN ('DRAFT', 'OPEN', 'PAUSED') AND a.ends_at IS NOT NULL;
  UPDATE public.occurrence o SET due_at = o.due_at + by FROM public.pledge p
   WHERE o.community_id = community AND o.state = 'DUE' AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.campaign_id = campaign;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.shown_figure(value integer, people integer, k integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT CASE WHEN people = 0 THEN 0 WHEN people >= k THEN value - value % k END
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.stands_behind(community uuid, membership uuid, person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.id = membership
     AND (m.person_id = person OR EXISTS (SELECT FROM public.representative r WHERE r.organization_id = m.organization_id AND r.person_id = person)))
$function$
-- OWNER accompany_owner
-- Whether the membership is the person's, or that of an organization which they represent or ever did.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.steward_is_suspended()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  carried public.membership;
BEGIN
  FOR carried IN SELECT * FROM public.membership m WHERE m.person_id = NEW.id AND m.is_steward AND m.ended_at IS NULL ORDER BY m.community_id LOOP
    PERFORM app.lock_community(carried.community_id);
    PERFORM app.steward_lost(carried.community_id, carried.id, false);
  END LOOP;
  RETURN NULL;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.steward_leaves()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.steward_lost(NEW.community_id, NEW.id, NEW.ended_at IS NOT NULL);
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- On the row, so that it holds whichever way a steward is lost: leaving, resigning, removal, erasure.

CREATE OR REPLACE FUNCTION app.steward_lost(community uuid, membership uuid, ended boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  lapsing uuid;
BEGIN
  FOR lapsing IN SELECT r.id FROM public.removal r WHERE r.community_id = community AND r.state = 'PROPOSED' AND r.proposed_by = membership LOOP
    PERFORM app.close_removal(community, lapsing, 'LAPSED');
    PERFORM app.put_on_record(community, 'membership.removal_lapsed', NULL, 'SYSTEM', 'Removal', lapsing, '{}', NULL);
  END LOOP;
  -- A removal that would now leave fewer than two falls, the latest first: it must not take effect by the passing of time.
  WHILE app.stewards_who_stay(community, membership) < 2 LOOP
    SELECT r.id INTO lapsing FROM public.removal r
     WHERE r.community_id = community AND r.state = 'CONFIRMED' AND r.due_at > now() AND r.membership_id <> membership ORDER BY r.confirmed_at DESC, r.id DESC LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app.close_removal(community, lapsing, 'LAPSED');
    PERFORM app.put_on_record(community, 'membership.removal_lapsed', NULL, 'SYSTEM', 'Removal', lapsing, '{}', NULL);
  END LOOP;
  IF app.is_short_of_stewards(community)
     AND (SELECT count(*) FROM app.active_stewards(community)) + 1 >= (CASE WHEN app.affected_count(community) + ended::integer < 3 THEN 1 ELSE 2 END) THEN
    PERFORM app.put_on_record(community, 'community.short_of_stewards', NULL, 'SYSTEM', 'Community', community, '{}', NULL);
  END IF;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.stewards_who_stay(community uuid, besides uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT count(*)::integer FROM app.active_stewards(community) m
   WHERE m.id <> besides AND NOT EXISTS (SELECT FROM public.removal r WHERE r.community_id = m.community_id AND r.membership_id = m.id AND r.state = 'CONFIRMED')
$function$
-- OWNER accompany_owner
-- Stewards who are neither this one nor about to be removed: two of them must remain.

CREATE OR REPLACE FUNCTION app.take_place(community uuid, ask uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  room public.ask_tally;
  smallest integer;
BEGIN
  IF NOT community = ANY (app.communities_as('member')) THEN RETURN NULL; END IF;
  UPDATE public.ask_tally t SET next_turn = t.next_turn + 1 WHERE t.community_id = community AND t.ask_id = ask RETURNING * INTO room;
  IF room.pledged_quantity < room.quantity_wanted AND (room.slots IS NULL OR room.places_taken < room.slots) THEN
    SELECT min(p.quantity) INTO smallest
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND p.state = 'WAITLISTED'
       AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now());
  END IF;
  RETURN (
    SELECT jsonb_build_object(
             'turn', room.next_turn - 1, 'slots', room.slots, 'placesTaken', room.places_taken,
             'quantityWanted', room.quantity_wanted, 'pledgedQuantity', room.pledged_quantity, 'smallestWaiting', smallest,
             'askState', a.state, 'pausedBecause', a.paused_because, 'mandateId', a.mandate_id,
             'mandateLives', coalesce(m.state = 'LIVE' AND m.until > now(), false), 'windowIsOver', coalesce(a.ends_at <= now(), false),
             'riskTier', a.risk_tier, 'termsVersion', a.terms_version,
             'campaignState', g.state, 'briefVersion', g.brief_version, 'agreementVersion', c.agreement_version)
      FROM public.ask a
      JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.community c ON c.id = a.community_id
      LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     WHERE a.community_id = community AND a.id = take_place.ask);
END $function$
-- OWNER accompany_owner
-- Takes the next turn of an ask, which locks its tally, and only then says how much room there is and whether the ask is open: each statement in here sees what was committed before the lock was had. Null for who is no member.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.take_turn(community uuid, ask uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  turn bigint;
BEGIN
  UPDATE public.ask_tally t SET next_turn = t.next_turn + 1 WHERE t.community_id = community AND t.ask_id = ask RETURNING t.next_turn - 1 INTO turn;
  RETURN turn;
END $function$
-- OWNER accompany_owner
-- The place in the queue of an ask, first come first served as the database saw it; takes the same lock as app.lock_ask.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tally_is_published()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  tally public.ask_tally := NEW;
  people integer[];
BEGIN
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, pledged_count = tally.places_taken, pledged_quantity = tally.pledged_quantity, waitlisted_count = tally.waitlisted_count, waitlisted_quantity = tally.waitlisted_quantity, reported_count = tally.reported_count, reported_quantity = tally.reported_quantity, attested_count = tally.attested_count, attested_quantity = tally.attested_quantity, sent_back_count = tally.sent_back_count, stepped_back_count = tally.stepped_back_count, cancelled_count = tally.cancelled_count, never_started_count = tally.never_started_count
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.is_exact;
  IF FOUND THEN RETURN NULL; END IF;
  people := app.people_behind(tally.community_id, tally.ask_id);
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted,
    pledged_count = app.next_figure(tally.places_taken, people[1], f.pledged_count, f.pledged_count, f.people_behind[1], f.k),
    pledged_quantity = app.next_figure(tally.pledged_quantity, people[1], f.pledged_quantity, f.pledged_count, f.people_behind[1], f.k),
    waitlisted_count = app.next_figure(tally.waitlisted_count, people[2], f.waitlisted_count, f.waitlisted_count, f.people_behind[2], f.k),
    waitlisted_quantity = app.next_figure(tally.waitlisted_quantity, people[2], f.waitlisted_quantity, f.waitlisted_count, f.people_behind[2], f.k),
    reported_count = app.next_figure(tally.reported_count, people[3], f.reported_count, f.reported_count, f.people_behind[3], f.k),
    reported_quantity = app.next_figure(tally.reported_quantity, people[3], f.reported_quantity, f.reported_count, f.people_behind[3], f.k),
    attested_count = app.next_figure(tally.attested_count, people[4], f.attested_count, f.attested_count, f.people_behind[4], f.k),
    attested_quantity = app.next_figure(tally.attested_quantity, people[4], f.attested_quantity, f.attested_count, f.people_behind[4], f.k),
    sent_back_count = app.next_figure(tally.sent_back_count, people[5], f.sent_back_count, f.sent_back_count, f.people_behind[5], f.k),
    stepped_back_count = app.next_figure(tally.stepped_back_count, people[6], f.stepped_back_count, f.stepped_back_count, f.people_behind[6], f.k),
    cancelled_count = app.next_figure(tally.cancelled_count, people[7], f.cancelled_count, f.cancelled_count, f.people_behind[7], f.k),
    never_started_count = app.next_figure(tally.never_started_count, people[8], f.never_started_count, f.never_started_count, f.people_behind[8], f.k),
    people_behind = ARRAY[CASE WHEN app.figure_moves(people[1], f.people_behind[1], f.k) THEN people[1] ELSE f.people_behind[1] END, CASE WHEN app.figure_moves(people[2], f.people_behind[2], f.k) THEN people[2] ELSE f.people_behind[2] END, CASE WHEN app.figure_moves(people[3], f.people_behind[3], f.k) THEN people[3] ELSE f.people_behind[3] END, CASE WHEN app.figure_moves(people[4], f.people_behind[4], f.k) THEN people[4] ELSE f.people_behind[4] END, CASE WHEN app.figure_moves(people[5], f.people_behind[5], f.k) THEN people[5] ELSE f.people_behind[5] END, CASE WHEN app.figure_moves(people[6], f.people_behind[6], f.k) THEN people[6] ELSE f.people_behind[6] END, CASE WHEN app.figure_moves(people[7], f.people_behind[7], f.k) THEN people[7] ELSE f.people_behind[7] END, CASE WHEN app.figure_moves(people[8], f.people_behind[8], f.k) THEN people[8] ELSE f.people_behind[8] END]
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.valid_vouches(community uuid, request uuid)
 RETURNS SETOF public.membership
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.* FROM app.settled_people(community) m
    JOIN public.membership_request r ON r.community_id = m.community_id AND r.id = request AND r.person_id <> m.person_id
   WHERE EXISTS (SELECT FROM public.vouch v WHERE v.community_id = m.community_id AND v.request_id = r.id AND v.voucher_id = m.id AND v.withdrawn_at IS NULL)
$function$
-- OWNER accompany_owner
-- Who vouches and still may: whoever left, was removed or suspended counts no more. Live memberships, so each person once.

CREATE OR REPLACE FUNCTION app.verify_record(community uuid)
 RETURNS TABLE(entries bigint, unsealed bigint, broken_at bigint, head bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.vouch_for(community uuid, request uuid, vouch uuid, membership uuid, spare_pseudonym text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home public.community;
  asked public.membership_request;
  voucher uuid;
  vouchers integer;
  long_standing boolean;
BEGIN
  SELECT * INTO home FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
  voucher := app.settled_self(community);
  IF voucher IS NULL THEN
    PERFORM app.refuse('vouch_by_settled_ck', 'only affected people past their probation vouch');
  END IF;
  IF home.admission_rule = 'INVITATION' THEN
    PERFORM app.refuse('membership_request_where_vouches_admit_ck', 'the community does not admit by vouches');
  END IF;
  SELECT r.* INTO asked FROM public.membership_request r JOIN public.person p ON p.id = r.person_id
   WHERE r.community_id = community AND r.id = request AND r.state = 'OPEN' AND r.expires_at > now() AND p.suspended_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('vouch_for_open_request_ck', 'the request is not open any more');
  END IF;
  IF asked.person_id = app.person_id() THEN
    PERFORM app.refuse('vouch_not_for_oneself_ck', 'nobody vouches for themselves');
  END IF;
  IF (SELECT count(*) FROM public.vouch v
        JOIN public.membership m ON m.community_id = v.community_id AND m.id = v.voucher_id AND m.person_id = app.person_id()
        JOIN public.membership_request r ON r.community_id = v.community_id AND r.id = v.request_id
       WHERE v.community_id = community AND v.withdrawn_at IS NULL AND v.created_at > now() - interval '30 days'
         AND (r.state = 'ADMITTED' OR (r.state = 'OPEN' AND r.expires_at > now()))) >= 3 THEN
    PERFORM app.refuse('vouch_at_most_three_ck', 'at most three vouches in thirty days');
  END IF;
  INSERT INTO public.vouch (community_id, id, request_id, voucher_id) VALUES (community, vouch, request, voucher);
  SELECT count(*), bool_or(m.since <= now() - interval '30 days') INTO vouchers, long_standing FROM app.valid_vouches(community, request) m;
  IF vouchers < 2 OR (home.founded_at <= now() - interval '30 days' AND NOT long_standing) THEN RETURN NULL; END IF;
  UPDATE public.membership_request r SET state = 'ADMITTED', closed_at = now(), message = '' WHERE r.community_id = community AND r.id = request;
  INSERT INTO public.membership (community_id, id, person_id, standing, pseudonym, probation_until, admitted_by)
  VALUES (community, membership, asked.person_id, 'AFFECTED',
          CASE WHEN EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL AND lower(m.pseudonym) = lower(asked.pseudonym))
               THEN spare_pseudonym ELSE asked.pseudonym END,
          app.probation_end(community), voucher);
  UPDATE public.membership_request r SET membership_id = membership WHERE r.community_id = community AND r.id = request;
  RETURN membership;
END $function$
-- OWNER accompany_owner
-- Vouches, and admits with the second valid vouch, one of them by a member of 30 days once the community is that old. Answers the new membership, or null while vouches are missing.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.waitlist_positions(pledges uuid[])
 RETURNS TABLE(pledge_id uuid, "position" integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT p.id, (SELECT count(*)::integer FROM public.pledge w
                 WHERE w.community_id = p.community_id AND w.ask_id = p.ask_id AND w.state = 'WAITLISTED' AND w.turn <= p.turn)
    FROM public.pledge p WHERE p.id = ANY (pledges) AND p.state = 'WAITLISTED' AND (p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
    OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])))
$function$
-- OWNER accompany_owner
-- How many wait, up to and with each of these: an ally sees no other pledges, yet may know how long the queue before theirs is.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_duty_offer(community uuid, candidate uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  withdrawn uuid;
BEGIN
  PERFORM app.lock_community(community);
  IF NOT community = ANY (app.communities_as('steward')) OR app.settled_self(community) IS NULL THEN
    PERFORM app.refuse('duty_offer_by_steward_ck', 'only a steward withdraws an offer');
  END IF;
  -- What two people confirm because stewards are missing, the one who is left does not undo.
  IF app.is_short_of_stewards(community) THEN
    PERFORM app.refuse('duty_offer_with_enough_stewards_ck', 'while short of stewards two affected people confirm a new one');
  END IF;
  UPDATE public.duty_offer o SET state = 'WITHDRAWN', closed_at = now()
   WHERE o.community_id = community AND o.membership_id = candidate AND o.state = 'OPEN' RETURNING o.id INTO withdrawn;
  RETURN withdrawn;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_removal(community uuid, removal uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  IF NOT EXISTS (
    SELECT FROM public.removal r JOIN app.live_affected(community) m ON m.person_id = app.person_id() AND m.id IN (r.proposed_by, r.confirmed_by)
     WHERE r.community_id = community AND r.id = removal AND coalesce(r.due_at, r.expires_at) > now() AND r.state IN ('PROPOSED', 'CONFIRMED')) THEN
    RETURN false;
  END IF;
  PERFORM app.close_removal(community, removal, 'WITHDRAWN');
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Either of the two takes their part back, which leaves fewer than two.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_request(community uuid, request uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.membership_request r SET state = 'WITHDRAWN', closed_at = now(), message = ''
   WHERE r.community_id = community AND r.id = request AND r.person_id = app.person_id() AND r.state = 'OPEN' AND r.expires_at > now();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.put_on_record(community, 'membership.request_withdrawn', NULL, 'OUTSIDER', 'MembershipRequest', request, '{}', NULL);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_vouch(community uuid, request uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(community);
  UPDATE public.vouch v SET withdrawn_at = now()
   WHERE v.community_id = community AND v.request_id = request AND v.withdrawn_at IS NULL AND v.voucher_id = app.settled_self(community)
     AND EXISTS (SELECT FROM public.membership_request r WHERE r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'OPEN' AND r.expires_at > now());
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.arm_sign_up(pending uuid, token bytea)
 RETURNS TABLE(email_cipher bytea, known boolean, language text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  UPDATE vault.pending_sign_up p
     SET token_hash = CASE WHEN EXISTS (SELECT FROM vault.account a WHERE a.email_lookup = p.email_lookup) THEN NULL ELSE token END
   WHERE p.id = pending AND p.used_at IS NULL AND p.expires_at > now()
  RETURNING p.email_cipher, p.token_hash IS NULL, p.language;
END $function$
-- OWNER accompany_owner
-- Called when the mail is sent: an address that has an account already gets no token, and a mail that says so.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.authenticate(access bytea)
 RETURNS TABLE(session_id uuid, person_id uuid, memberships jsonb, is_operator boolean, second_factor boolean, proved_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT s.id, s.person_id, app.memberships_of(s.person_id, s.second_factor), p.is_operator, s.second_factor, s.proved_at
    FROM vault.session s JOIN public.person p ON p.id = s.person_id
   WHERE s.access_hash = access AND s.access_expires_at > now() AND s.revoked_at IS NULL AND s.replaced_at IS NULL AND p.suspended_at IS NULL
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.close_all_sessions()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = app.person_id() AND s.revoked_at IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.close_session(session uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now()
   WHERE s.family_id = (SELECT own.family_id FROM vault.session own WHERE own.id = close_session.session AND own.person_id = app.person_id()) AND s.revoked_at IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.confirm_sign_up(token bytea, new_person uuid, name_lookup bytea, name_cipher bytea, password text, codes bytea[])
 RETURNS TABLE(person_id uuid, created boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  pending vault.pending_sign_up;
BEGIN
  UPDATE vault.pending_sign_up p SET used_at = now()
   WHERE p.token_hash = token AND p.used_at IS NULL AND p.expires_at > now()
     AND NOT EXISTS (SELECT FROM vault.account a WHERE a.email_lookup = p.email_lookup)
     -- An address asked for by an account is confirmed by its owner only: a mail must not tie its reader to a stranger's account.
     AND (p.person_id IS NULL OR p.person_id = app.person_id())
  RETURNING * INTO pending;
  IF NOT FOUND THEN RETURN; END IF;
  IF pending.person_id IS NULL THEN
    PERFORM vault.create_account(new_person, pending.language, pending.time_zone, name_lookup, name_cipher, password, codes);
  END IF;
  UPDATE vault.account a SET email_lookup = pending.email_lookup, email_cipher = pending.email_cipher
   WHERE a.person_id = coalesce(pending.person_id, new_person);
  DELETE FROM vault.pending_sign_up p WHERE p.email_lookup = pending.email_lookup AND p.id <> pending.id;
  RETURN QUERY SELECT coalesce(pending.person_id, new_person), pending.person_id IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.create_account(person uuid, language text, time_zone text, name_lookup bytea, name_cipher bytea, password text, codes bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  INSERT INTO public.person (id, language, time_zone) VALUES (person, language, time_zone);
  INSERT INTO vault.account (person_id, sign_in_name_lookup, sign_in_name_cipher, password_hash) VALUES (person, name_lookup, name_cipher, password);
  INSERT INTO vault.recovery_code (person_id, code_hash) SELECT person, unnest(codes);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.credentials(lookup bytea)
 RETURNS TABLE(person_id uuid, password_hash text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT a.person_id, a.password_hash FROM vault.account a JOIN public.person p ON p.id = a.person_id
   WHERE (a.sign_in_name_lookup = lookup OR a.email_lookup = lookup) AND p.suspended_at IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.email_of(person uuid, purpose text)
 RETURNS bytea
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  cipher bytea;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('vault_email_by_clock_only_ck', 'only the mail relay reads an address');
  END IF;
  SELECT a.email_cipher INTO cipher FROM vault.account a WHERE a.person_id = person;
  IF cipher IS NOT NULL THEN
    INSERT INTO vault.access_log (person_id, purpose) VALUES (person, purpose);
  END IF;
  RETURN cipher;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_expired()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  DELETE FROM vault.session WHERE refresh_expires_at < now() - interval '7 days';
  DELETE FROM vault.pending_sign_up WHERE expires_at < now();
  DELETE FROM vault.access_log WHERE read_at < now() - interval '1 year';
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.issue_start_link(token bytea, until timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM vault.start_link WHERE used_at IS NOT NULL) OR EXISTS (SELECT FROM vault.account WHERE email_lookup IS NOT NULL) THEN
    RETURN false;
  END IF;
  DELETE FROM vault.start_link WHERE used_at IS NULL;
  INSERT INTO vault.start_link (token_hash, expires_at) VALUES (token, until);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- The door for the first founder of a fresh server; false once someone came in by it or by e-mail. A newer link replaces an unused one.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.lock_sessions(person uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.sessions.' || person::text, 0));
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.open_session(session uuid, family uuid, person uuid, access bytea, access_until timestamp with time zone, refresh bytea, refresh_until timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  INSERT INTO vault.session (id, family_id, person_id, access_hash, access_expires_at, refresh_hash, refresh_expires_at)
  VALUES (session, family, person, access, access_until, refresh, refresh_until);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.open_session(session uuid, family uuid, person uuid, access bytea, access_until timestamp with time zone, refresh bytea, refresh_until timestamp with time zone, with_second_factor boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  INSERT INTO vault.session (id, family_id, person_id, access_hash, access_expires_at, refresh_hash, refresh_expires_at, second_factor)
  VALUES (session, family, person, access, access_until, refresh, refresh_until, with_second_factor);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_account()
 RETURNS TABLE(sign_in_name_cipher bytea, email_cipher bytea, has_password boolean, recovery_codes_left integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT a.sign_in_name_cipher, a.email_cipher, a.password_hash IS NOT NULL,
         (SELECT count(*)::integer FROM vault.recovery_code c WHERE c.person_id = a.person_id AND c.used_at IS NULL)
    FROM vault.account a WHERE a.person_id = app.person_id();
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.request_sign_up(pending uuid, for_person uuid, lookup bytea, cipher bytea, language text, time_zone text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  INSERT INTO vault.pending_sign_up (id, person_id, email_lookup, email_cipher, language, time_zone, expires_at)
  VALUES (pending, for_person, lookup, cipher, language, time_zone, now() + interval '24 hours');
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.rotate_session(old_refresh bytea, session uuid, access bytea, access_until timestamp with time zone, refresh bytea, refresh_until timestamp with time zone)
 RETURNS TABLE(outcome text, person_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  old vault.session;
BEGIN
  -- One after another per person: whoever ends all sessions must also see the one that is being made.
  PERFORM vault.lock_sessions((SELECT s.person_id FROM vault.session s WHERE s.refresh_hash = old_refresh));
  SELECT * INTO old FROM vault.session s WHERE s.refresh_hash = old_refresh FOR UPDATE;
  IF NOT FOUND OR old.revoked_at IS NOT NULL OR old.refresh_expires_at <= now() THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSIF old.replaced_at IS NOT NULL THEN
    -- A refresh token used twice means that someone else holds a copy: the whole family ends.
    UPDATE vault.session s SET revoked_at = now() WHERE s.family_id = old.family_id AND s.revoked_at IS NULL;
    RETURN QUERY SELECT 'REPLAYED', NULL::uuid;
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = old.person_id AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    UPDATE vault.session s SET replaced_at = now() WHERE s.id = old.id;
    PERFORM vault.open_session(session, old.family_id, old.person_id, access, access_until, refresh, refresh_until);
    UPDATE vault.session s SET proved_at = old.proved_at, second_factor = old.second_factor WHERE s.id = rotate_session.session;
    RETURN QUERY SELECT 'ROTATED', old.person_id;
  END IF;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.use_recovery_code(person uuid, code bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.recovery_code SET used_at = now() WHERE person_id = person AND code_hash = code AND used_at IS NULL;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.use_start_link(token bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.start_link SET used_at = now() WHERE token_hash = token AND used_at IS NULL AND expires_at > now();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

