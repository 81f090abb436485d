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
  -- [personal] Who published it.
  published_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
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

TABLE public.ally_block OWNER accompany_owner
  -- Whom a community takes as an ally no more, whatever becomes of the membership. For stewards; no column that the service reads tells who the person is.
  community_id uuid NOT NULL
  id uuid NOT NULL
  person_id uuid
  -- [personal] Who is blocked.
  organization_id uuid
  pseudonym text NOT NULL
  -- [personal] [of person_id] What they were called in the community.
  reason text NOT NULL
  -- [personal] [of blocked_by] [goes with person_id] Why they were blocked, for stewards.
  blocked_by uuid NOT NULL
  -- [personal] Which steward blocked them.
  blocked_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id, blocked_by] Since when they are blocked.
  lifted_by uuid
  -- [personal] Which steward took it back.
  lifted_at timestamp with time zone
  -- [personal] [of person_id, lifted_by] When.
  CONSTRAINT ally_block_lifted_ck CHECK (((lifted_at IS NULL) = (lifted_by IS NULL)))
  CONSTRAINT ally_block_of_one_ck CHECK ((num_nonnulls(person_id, organization_id) = 1))
  CONSTRAINT ally_block_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT ally_block_blocked_by_fk FOREIGN KEY (community_id, blocked_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ally_block_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT ally_block_lifted_by_fk FOREIGN KEY (community_id, lifted_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ally_block_organization_fk FOREIGN KEY (organization_id) REFERENCES public.organization(id)
  CONSTRAINT ally_block_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT ally_block_pk PRIMARY KEY (community_id, id)
  UNIQUE INDEX ally_block_one_live_per_organization_uq ON public.ally_block USING btree (community_id, organization_id) WHERE (lifted_at IS NULL)
  UNIQUE INDEX ally_block_one_live_per_person_uq ON public.ally_block USING btree (community_id, person_id) WHERE (lifted_at IS NULL)
  INDEX ally_block_person_ix ON public.ally_block USING btree (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY stewards PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  GRANT SELECT (community_id, id, organization_id, pseudonym, reason, blocked_at, lifted_at) TO accompany_app

TABLE public.ally_request OWNER accompany_owner
  -- Who would be an ally and waits for the community. No standing yet: nothing that gives a right reads this table.
  community_id uuid NOT NULL
  id uuid NOT NULL
  membership_id uuid NOT NULL
  -- [personal] The membership that admission makes, or the one whose time ran out and goes on.
  person_id uuid
  -- [personal] Who asks.
  organization_id uuid
  pseudonym text NOT NULL
  -- [personal] [of person_id] What they want to be called in the community.
  agreement_version integer NOT NULL
  -- [personal] [of person_id] The version of the agreement that they accept.
  answers jsonb NOT NULL DEFAULT '{}'::jsonb
  -- [personal] [of person_id] Their answers to the questions of the agreement, kept while they wait; those admitted take them along.
  state text NOT NULL DEFAULT 'WAITING'::text
  -- [personal] [of person_id, decided_by] [stays] What came of it.
  requested_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id] Since when they wait.
  decided_at timestamp with time zone
  -- [personal] [of person_id, decided_by] When it was answered or ended.
  decided_by uuid
  -- [personal] Who decided.
  CONSTRAINT ally_request_decided_ck CHECK (((state = 'WAITING'::text) = (decided_at IS NULL)))
  CONSTRAINT ally_request_kept_while_waiting_ck CHECK (((state = 'WAITING'::text) OR (answers = '{}'::jsonb)))
  CONSTRAINT ally_request_of_one_ck CHECK ((num_nonnulls(person_id, organization_id) = 1))
  CONSTRAINT ally_request_pseudonym_ck CHECK (((length(pseudonym) >= 1) AND (length(pseudonym) <= 60)))
  CONSTRAINT ally_request_state_ck CHECK ((state = ANY (ARRAY['WAITING'::text, 'ADMITTED'::text, 'DECLINED'::text, 'WITHDRAWN'::text])))
  CONSTRAINT ally_request_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES public.agreement(community_id, version)
  CONSTRAINT ally_request_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT ally_request_decided_by_fk FOREIGN KEY (community_id, decided_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ally_request_organization_fk FOREIGN KEY (organization_id) REFERENCES public.organization(id)
  CONSTRAINT ally_request_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT ally_request_pk PRIMARY KEY (community_id, id)
  INDEX ally_request_decided_ix ON public.ally_request USING btree (decided_at) WHERE (state <> 'WAITING'::text)
  INDEX ally_request_id_ix ON public.ally_request USING btree (id)
  UNIQUE INDEX ally_request_one_waiting_per_organization_uq ON public.ally_request USING btree (community_id, organization_id) WHERE (state = 'WAITING'::text)
  UNIQUE INDEX ally_request_one_waiting_per_person_uq ON public.ally_request USING btree (community_id, person_id) WHERE (state = 'WAITING'::text)
  INDEX ally_request_organization_ix ON public.ally_request USING btree (organization_id) WHERE (organization_id IS NOT NULL)
  INDEX ally_request_person_ix ON public.ally_request USING btree (person_id)
  INDEX ally_request_waiting_ix ON public.ally_request USING btree (community_id, requested_at, id) WHERE (state = 'WAITING'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own PERMISSIVE FOR SELECT TO accompany_app
    USING ((person_id = ( SELECT app.person_id() AS person_id)) OR (organization_id = ANY (( SELECT app.my_organizations() AS my_organizations)::uuid[])))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY waiting_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[]))
  GRANT SELECT (community_id, id, membership_id, organization_id, pseudonym, agreement_version, answers, state, requested_at, decided_at) TO accompany_app

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
  created_by uuid
  -- [personal] Who drafted it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  version integer NOT NULL DEFAULT 1
  cancelled_because text
  lead_id uuid
  -- The community beside the host that mandates and attests it; null for the host. Never changes.
  taken_down_at timestamp with time zone
  -- Since when an operator hides it from outsiders.
  area text NOT NULL DEFAULT ''::text
  -- Where about, coarse: told to everybody, whatever the risk.
  latitude numeric(8,5)
  longitude numeric(8,5)
  is_online boolean NOT NULL DEFAULT false
  access_features text[] NOT NULL DEFAULT '{}'::text[]
  mitigations text NOT NULL DEFAULT ''::text
  prerequisites text NOT NULL DEFAULT ''::text
  capacities text[] NOT NULL DEFAULT '{}'::text[]
  helpful_buffers text[] NOT NULL DEFAULT '{}'::text[]
  effort_minutes integer
  time_zone text
  cadence text
  -- An RRULE without DTSTART, in the time zone of the ask or else of its campaign; null for what is done once.
  missed_limit integer NOT NULL DEFAULT 2
  -- After how many missed times in a row a recurring pledge lapses.
  threshold integer
  -- How much has to be pledged by threshold_at before anything starts.
  threshold_at timestamp with time zone
  grace_hours integer NOT NULL DEFAULT 72
  threshold_met_at timestamp with time zone
  -- When so much was pledged that the ask started; set once, by app.settle_ask alone.
  paused_at timestamp with time zone
  -- Since when it is paused: what was to end meanwhile ends later by as long.
  tongue smallint GENERATED ALWAYS AS (app.tongue(language)) STORED
  -- By which stems it is searched: see app.tongue.
  words tsvector GENERATED ALWAYS AS (app.words_in(language, ((((title || ' '::text) || description) || ' '::text) || area))) STORED
  place_words tsvector GENERATED ALWAYS AS (app.words_in(language, place)) STORED
  -- Apart, because outsiders must not find a place by searching that they are not shown.
  copied_from uuid
  -- The ask whose words it began with.
  calendar_sequence integer NOT NULL DEFAULT 0
  -- How often something changed that calendars show.
  calendar_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- When that was last.
  CONSTRAINT ask_access_features_ck CHECK ((access_features <@ '{STEP_FREE,INTERPRETING,CHILDCARE,EASY_LANGUAGE}'::text[])) NOT VALID
  CONSTRAINT ask_cadence_ck CHECK (((length(cadence) >= 1) AND (length(cadence) <= 300))) NOT VALID
  CONSTRAINT ask_cancelled_says_why_ck CHECK ((((state = 'CANCELLED'::text) = (cancelled_because IS NOT NULL)) AND ((length(cancelled_because) >= 1) AND (length(cancelled_because) <= 2000))))
  CONSTRAINT ask_capacities_ck CHECK ((capacities <@ '{SKILL,LANGUAGE,SPACE,TRANSPORT,AUDIENCE,FUNDS,DECISION_MAKER,TIME}'::text[])) NOT VALID
  CONSTRAINT ask_description_ck CHECK ((length(description) <= 8000))
  CONSTRAINT ask_effort_minutes_ck CHECK (((effort_minutes >= 1) AND (effort_minutes <= 10080))) NOT VALID
  CONSTRAINT ask_external_id_ck CHECK (((length(external_id) >= 1) AND (length(external_id) <= 100)))
  CONSTRAINT ask_grace_hours_ck CHECK (((grace_hours >= 0) AND (grace_hours <= 720))) NOT VALID
  CONSTRAINT ask_helpful_buffers_ck CHECK ((helpful_buffers <@ '{CITIZENSHIP,JOB,HOUSING,INCOME,LEGAL_SUPPORT,HEALTH,APPEARANCE}'::text[])) NOT VALID
  CONSTRAINT ask_kind_ck CHECK ((kind = ANY (ARRAY['SHOW_UP'::text, 'TRANSPORT'::text, 'TRANSLATE'::text, 'HOST'::text, 'SKILL'::text, 'CONTACT_DECISION_MAKER'::text, 'SUPPLY'::text, 'CHALLENGE_OWN_CIRCLE'::text, 'SPEAK'::text, 'OTHER'::text, 'AMPLIFY'::text, 'SPACE'::text, 'MONEY'::text, 'CHANGE_PRACTICE'::text, 'LISTEN_AND_LEARN'::text])))
  CONSTRAINT ask_missed_limit_ck CHECK (((missed_limit >= 1) AND (missed_limit <= 20))) NOT VALID
  CONSTRAINT ask_more_texts_ck CHECK (((length(area) <= 120) AND (length(mitigations) <= 4000) AND (length(prerequisites) <= 2000))) NOT VALID
  CONSTRAINT ask_notice_hours_ck CHECK (((notice_hours >= 0) AND (notice_hours <= 720)))
  CONSTRAINT ask_open_needs_mandate_ck CHECK (((state = ANY (ARRAY['DRAFT'::text, 'CANCELLED'::text])) OR (mandate_id IS NOT NULL)))
  CONSTRAINT ask_paused_says_why_ck CHECK ((((state = 'PAUSED'::text) = (paused_because IS NOT NULL)) AND (paused_because = ANY (ARRAY['ORGANIZER'::text, 'MANDATE_ENDED'::text, 'LEAD_LEFT'::text]))))
  CONSTRAINT ask_position_ck CHECK ((((latitude IS NULL) = (longitude IS NULL)) AND ((latitude >= ('-90'::integer)::numeric) AND (latitude <= (90)::numeric)) AND ((longitude >= ('-180'::integer)::numeric) AND (longitude <= (180)::numeric)))) NOT VALID
  CONSTRAINT ask_quantity_wanted_ck CHECK (((quantity_wanted >= 1) AND (quantity_wanted <= 1000000)))
  CONSTRAINT ask_risk_is_explained_ck CHECK (((risk_tier = 0) OR (length(risk_notes) > 0)))
  CONSTRAINT ask_risk_tier_ck CHECK (((risk_tier >= 0) AND (risk_tier <= 3)))
  CONSTRAINT ask_signed_once_ck CHECK (((created_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT ask_slots_ck CHECK (((slots >= 1) AND (slots <= 100000)))
  CONSTRAINT ask_state_ck CHECK ((state = ANY (ARRAY['DRAFT'::text, 'OPEN'::text, 'PAUSED'::text, 'CLOSED'::text, 'CANCELLED'::text])))
  CONSTRAINT ask_texts_ck CHECK (((length(place) <= 300) AND (length(risk_notes) <= 4000) AND (length(dos) <= 4000) AND (length(donts) <= 4000) AND (length(suits) <= 1000) AND (length(access) <= 2000)))
  CONSTRAINT ask_threshold_ck CHECK ((((threshold IS NULL) = (threshold_at IS NULL)) AND ((threshold >= 1) AND (threshold <= quantity_wanted)))) NOT VALID
  CONSTRAINT ask_title_ck CHECK (((length(title) >= 1) AND (length(title) <= 140)))
  CONSTRAINT ask_unit_ck CHECK (((length(unit) >= 1) AND (length(unit) <= 40)))
  CONSTRAINT ask_visibility_ck CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'ALLIES'::text])))
  CONSTRAINT ask_window_ck CHECK ((ends_at > starts_at))
  CONSTRAINT ask_copied_from_fk FOREIGN KEY (community_id, campaign_id, copied_from) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT ask_created_by_fk FOREIGN KEY (community_id, created_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ask_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT ask_mandate_fk FOREIGN KEY (community_id, campaign_id, priority_id, mandate_id) REFERENCES public.mandate(community_id, campaign_id, priority_id, id)
  CONSTRAINT ask_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT ask_pk PRIMARY KEY (community_id, id)
  CONSTRAINT ask_external_id_uq UNIQUE (community_id, campaign_id, external_id)
  CONSTRAINT ask_in_campaign_uq UNIQUE (community_id, campaign_id, id)
  INDEX ask_campaign_ix ON public.ask USING btree (community_id, campaign_id, state, created_at, id)
  INDEX ask_id_ix ON public.ask USING btree (id)
  INDEX ask_lead_ix ON public.ask USING btree (community_id, campaign_id, lead_id) WHERE (lead_id IS NOT NULL)
  INDEX ask_mandate_ix ON public.ask USING btree (community_id, mandate_id) WHERE (state = 'OPEN'::text)
  INDEX ask_priority_ix ON public.ask USING btree (priority_id, community_id)
  INDEX ask_published_ix ON public.ask USING btree (campaign_id, opened_at DESC, id) WHERE published
  INDEX ask_short_ix ON public.ask USING btree ("right"((id)::text, 12)) WHERE published
  INDEX ask_threshold_ix ON public.ask USING btree (threshold_at) WHERE ((threshold IS NOT NULL) AND (threshold_met_at IS NULL) AND (state = 'OPEN'::text))
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY draft_edited PERMISSIVE FOR UPDATE TO accompany_app
    USING ((state = 'DRAFT'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
    WITH CHECK (state = 'DRAFT'::text)
  POLICY draft_edited_for_lead PERMISSIVE FOR UPDATE TO accompany_app
    USING ((state = 'DRAFT'::text) AND app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
    WITH CHECK (state = 'DRAFT'::text)
  POLICY drafted PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) AND (state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY drafted_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((state = 'DRAFT'::text) AND app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[])) OR (lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))
  POLICY only_its_lead_runs RESTRICTIVE FOR UPDATE TO accompany_app
    USING true
    WITH CHECK ((lead_id IS NULL) OR app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text) OR app.lead_is_out(community_id, campaign_id, lead_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY run PERMISSIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[]))
  POLICY run_for_lead PERMISSIVE FOR UPDATE TO accompany_app
    USING app.leads_campaign(community_id, campaign_id, lead_id, 'organizer'::text)
    WITH CHECK app.leads_campaign(community_id, campaign_id, lead_id, 'organizer'::text)
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((opened_at IS NOT NULL) AND (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  POLICY seen_by_key PERMISSIVE FOR SELECT TO accompany_app
    USING ((campaign_id = ANY (( SELECT app.key_campaigns() AS key_campaigns)::uuid[])) AND (visibility = 'PUBLIC'::text) AND (state = ANY (ARRAY['OPEN'::text, 'PAUSED'::text, 'CLOSED'::text])) AND (taken_down_at IS NULL))
  TRIGGER ask_changes BEFORE INSERT OR UPDATE ON public.ask FOR EACH ROW EXECUTE FUNCTION app.ask_changes()
  TRIGGER ask_changes_figures AFTER UPDATE ON public.ask FOR EACH ROW WHEN ((((((old.state IS DISTINCT FROM new.state) OR (old.published IS DISTINCT FROM new.published)) OR (old.risk_tier IS DISTINCT FROM new.risk_tier)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.priority_id IS DISTINCT FROM new.priority_id))) EXECUTE FUNCTION app.ask_has_figures()
  TRIGGER ask_has_figures AFTER INSERT ON public.ask FOR EACH ROW EXECUTE FUNCTION app.ask_has_figures()
  TRIGGER ask_is_tallied AFTER INSERT OR UPDATE OF slots, quantity_wanted, priority_id ON public.ask FOR EACH ROW EXECUTE FUNCTION app.ask_is_tallied()
  TRIGGER calendar_changes BEFORE UPDATE ON public.ask FOR EACH ROW EXECUTE FUNCTION app.calendar_changes('title', 'place', 'area', 'risk_tier', 'starts_at', 'ends_at', 'state')
  TRIGGER checks_lead BEFORE UPDATE ON public.ask FOR EACH ROW WHEN (((new.state = 'OPEN'::text) AND ((old.state IS DISTINCT FROM new.state) OR (old.mandate_id IS DISTINCT FROM new.mandate_id)))) EXECUTE FUNCTION app.checks_lead_of_ask()
  TRIGGER clocks_resume AFTER UPDATE ON public.ask FOR EACH ROW WHEN (((old.state = 'PAUSED'::text) AND (new.state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text])) AND (old.paused_at IS NOT NULL))) EXECUTE FUNCTION app.clocks_resume_after_pause()
  TRIGGER questions_wait_for_ask AFTER UPDATE OF state ON public.ask FOR EACH ROW WHEN (((old.state = 'PAUSED'::text) <> (new.state = 'PAUSED'::text))) EXECUTE FUNCTION app.questions_wait_for_ask()
  TRIGGER serves_live_priority BEFORE INSERT ON public.ask FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority()
  TRIGGER serves_live_priority_now BEFORE UPDATE ON public.ask FOR EACH ROW WHEN (((new.priority_id <> old.priority_id) OR ((new.state = 'OPEN'::text) AND (old.state <> 'OPEN'::text)))) EXECUTE FUNCTION app.serves_live_priority()
  TRIGGER signs_for_lead BEFORE INSERT ON public.ask FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  TRIGGER stands_still BEFORE UPDATE ON public.ask FOR EACH ROW WHEN (((old.state <> new.state) AND ((old.state = 'PAUSED'::text) OR (new.state = 'PAUSED'::text)))) EXECUTE FUNCTION app.ask_stands_still()
  TRIGGER taken_down_is_unpublished BEFORE INSERT OR UPDATE ON public.ask FOR EACH ROW WHEN ((new.taken_down_at IS NOT NULL)) EXECUTE FUNCTION app.taken_down_is_unpublished()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, priority_id, external_id, title, description, kind, language, unit, quantity_wanted, slots, starts_at, ends_at, notice_hours, place, risk_tier, risk_notes, dos, donts, suits, access, visibility, created_by, lead_id, area, latitude, longitude, is_online, access_features, mitigations, prerequisites, capacities, helpful_buffers, effort_minutes, time_zone, cadence, missed_limit, threshold, threshold_at, grace_hours, copied_from) TO accompany_app
  GRANT UPDATE (priority_id, mandate_id, title, description, kind, language, unit, quantity_wanted, slots, starts_at, ends_at, notice_hours, place, risk_tier, risk_notes, dos, donts, suits, access, visibility, terms_version, state, paused_because, link_version, version, cancelled_because, area, latitude, longitude, is_online, access_features, mitigations, prerequisites, capacities, helpful_buffers, effort_minutes, time_zone, cadence, missed_limit, threshold, threshold_at, grace_hours) TO accompany_app

TABLE public.ask_shift OWNER accompany_owner
  -- Times of an ask among which a pledger chooses, each with places of its own; an ask without shifts is pledged to as a whole.
  community_id uuid NOT NULL
  id uuid NOT NULL
  ask_id uuid NOT NULL
  label text NOT NULL DEFAULT ''::text
  starts_at timestamp with time zone NOT NULL
  ends_at timestamp with time zone NOT NULL
  places integer
  closed_at timestamp with time zone
  created_at timestamp with time zone NOT NULL DEFAULT now()
  CONSTRAINT ask_shift_label_ck CHECK ((length(label) <= 80))
  CONSTRAINT ask_shift_places_ck CHECK (((places >= 1) AND (places <= 100000)))
  CONSTRAINT ask_shift_window_ck CHECK ((ends_at > starts_at))
  CONSTRAINT ask_shift_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES public.ask(community_id, id)
  CONSTRAINT ask_shift_pk PRIMARY KEY (community_id, id)
  CONSTRAINT ask_shift_of_ask_uq UNIQUE (community_id, ask_id, id)
  INDEX ask_shift_ask_ix ON public.ask_shift USING btree (community_id, ask_id, starts_at, id)
  INDEX ask_shift_id_ix ON public.ask_shift USING btree (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY drafted PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id) AND (a.lead_id IS NULL) AND ((a.state = 'DRAFT'::text) OR (a.community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])))))))
  POLICY drafted_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ( SELECT app.leads_campaign(a.community_id, a.campaign_id, a.lead_id,
        CASE a.state
            WHEN 'DRAFT'::text THEN 'affected'::text
            ELSE 'organizer'::text
        END) AS leads_campaign
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id)))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY run PERMISSIVE FOR UPDATE TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id) AND (a.lead_id IS NULL)))))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id) AND (a.lead_id IS NULL)))))
  POLICY run_for_lead PERMISSIVE FOR UPDATE TO accompany_app
    USING ( SELECT app.leads_campaign(a.community_id, a.campaign_id, a.lead_id, 'organizer'::text) AS leads_campaign
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id)))
    WITH CHECK ( SELECT app.leads_campaign(a.community_id, a.campaign_id, a.lead_id, 'organizer'::text) AS leads_campaign
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id)))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = ask_shift.community_id) AND (a.id = ask_shift.ask_id))))
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, ask_id, label, starts_at, ends_at, places) TO accompany_app
  GRANT UPDATE (closed_at) TO accompany_app

TABLE public.ask_tally OWNER accompany_owner WITH (fillfactor=50)
  -- Kept by triggers in the statement that changes a pledge. Taken and pledged is what is counted on; held is kept for pledges that wait for a threshold or were offered a place; reported are awaiting attestation.
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
  held_count integer NOT NULL DEFAULT 0
  held_quantity integer NOT NULL DEFAULT 0
  conditional_count integer NOT NULL DEFAULT 0
  conditional_quantity integer NOT NULL DEFAULT 0
  reconfirming_count integer NOT NULL DEFAULT 0
  handed_over_count integer NOT NULL DEFAULT 0
  lapsed_count integer NOT NULL DEFAULT 0
  no_show_count integer NOT NULL DEFAULT 0
  unconfirmed_count integer NOT NULL DEFAULT 0
  skipped_count integer NOT NULL DEFAULT 0
  day date NOT NULL DEFAULT ((now() AT TIME ZONE 'UTC'::text))::date
  -- The last local day on which it changed: the row tells how it stands from then on.
  day_ends timestamp with time zone NOT NULL DEFAULT (date_trunc('day'::text, now(), 'UTC'::text) + '1 day'::interval)
  -- When that day ends in the time zone of the campaign. The first change after it writes a tally_day.
  split_at integer[] NOT NULL DEFAULT '{0,0,0,0}'::integer[]
  -- What places_taken, waitlisted_count, reported_count, attested_count were when it was last asked whether their parts may be told: next when they differ by 10, or by a tenth.
  CONSTRAINT ask_tally_more_not_negative_ck CHECK ((LEAST(held_count, held_quantity, conditional_count, conditional_quantity, reconfirming_count, handed_over_count, lapsed_count) >= 0))
  CONSTRAINT ask_tally_not_negative_ck CHECK ((LEAST(places_taken, pledged_quantity, active_count, waitlisted_count, waitlisted_quantity, fulfilled_count, partly_fulfilled_count, stepped_back_count, cancelled_count, never_started_count, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count) >= 0))
  CONSTRAINT ask_tally_occurrences_not_negative_ck CHECK ((LEAST(no_show_count, unconfirmed_count, skipped_count) >= 0))
  CONSTRAINT ask_tally_places_ck CHECK (((slots IS NULL) OR ((places_taken + held_count) <= slots)))
  CONSTRAINT ask_tally_quantity_ck CHECK (((pledged_quantity + held_quantity) <= quantity_wanted))
  CONSTRAINT ask_tally_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT ask_tally_pk PRIMARY KEY (community_id, ask_id)
  INDEX ask_tally_campaign_ix ON public.ask_tally USING btree (community_id, campaign_id)
  INDEX ask_tally_priority_ix ON public.ask_tally USING btree (community_id, priority_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  TRIGGER day_begins BEFORE INSERT ON public.ask_tally FOR EACH ROW EXECUTE FUNCTION app.day_begins()
  TRIGGER day_closes BEFORE UPDATE ON public.ask_tally FOR EACH ROW WHEN ((now() >= old.day_ends)) EXECUTE FUNCTION app.tally_day_closes()
  TRIGGER split_is_asked BEFORE UPDATE OF places_taken, reported_count ON public.ask_tally FOR EACH ROW WHEN (((abs((new.places_taken - old.split_at[1])) >= GREATEST(10, (old.split_at[1] / 10))) OR (abs((new.waitlisted_count - old.split_at[2])) >= GREATEST(10, (old.split_at[2] / 10))) OR (abs((new.reported_count - old.split_at[3])) >= GREATEST(10, (old.split_at[3] / 10))) OR (abs((new.attested_count - old.split_at[4])) >= GREATEST(10, (old.split_at[4] / 10))))) EXECUTE FUNCTION app.split_is_asked()
  TRIGGER tallies_are_published AFTER UPDATE ON public.ask_tally REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.tallies_are_published()
  TRIGGER tally_fills AFTER UPDATE OF slots, quantity_wanted, places_taken, pledged_quantity, held_count, held_quantity ON public.ask_tally FOR EACH ROW WHEN (((COALESCE(((old.places_taken + old.held_count) >= old.slots), false) OR ((old.pledged_quantity + old.held_quantity) >= old.quantity_wanted)) <> (COALESCE(((new.places_taken + new.held_count) >= new.slots), false) OR ((new.pledged_quantity + new.held_quantity) >= new.quantity_wanted)))) EXECUTE FUNCTION app.tally_fills()
  TRIGGER tally_is_split AFTER UPDATE OF places_taken, reported_count ON public.ask_tally FOR EACH ROW WHEN ((old.split_at <> new.split_at)) EXECUTE FUNCTION app.tally_is_split()
  GRANT SELECT TO accompany_app

TABLE public.ask_terms OWNER accompany_owner
  -- What an ask said at each version that was ever open: what a pledge accepted.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  version integer NOT NULL
  terms jsonb NOT NULL
  changed_by uuid
  -- [personal] Who changed the terms.
  changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  lead_id uuid
  CONSTRAINT ask_terms_signed_once_ck CHECK (((changed_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT ask_terms_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES public.ask(community_id, id)
  CONSTRAINT ask_terms_changed_by_fk FOREIGN KEY (community_id, changed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ask_terms_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT ask_terms_pk PRIMARY KEY (community_id, ask_id, version)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM public.ask a
  WHERE ((a.community_id = ask_terms.community_id) AND (a.id = ask_terms.ask_id) AND ((a.campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[])) OR (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  POLICY written PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) AND (changed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY written_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ( SELECT (app.leads_campaign(a.community_id, a.campaign_id, ask_terms.lead_id, 'organizer'::text) AND (a.lead_id = ask_terms.lead_id))
   FROM public.ask a
  WHERE ((a.community_id = ask_terms.community_id) AND (a.id = ask_terms.ask_id)))
  GRANT INSERT, SELECT TO accompany_app

TABLE public.ask_translation OWNER accompany_owner
  -- One a language. A newer one replaces the row: under another id, with the next version. No place: where it is stays with the ask.
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  language text NOT NULL
  title text NOT NULL
  description text NOT NULL
  unit text NOT NULL
  risk_notes text NOT NULL
  mitigations text NOT NULL
  dos text NOT NULL
  donts text NOT NULL
  prerequisites text NOT NULL
  suits text NOT NULL
  access text NOT NULL
  of_terms_version integer NOT NULL
  -- The version of the terms that it translates.
  of_digest text NOT NULL
  -- Of the words that it translates: those of a draft change without a version of terms.
  version integer NOT NULL
  translated_by uuid
  -- [personal] Who translated it.
  lead_id uuid
  -- The community beside the host that leads the ask; who of it translated stays with that community.
  translated_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  tongue smallint GENERATED ALWAYS AS (app.tongue(language)) STORED
  words tsvector GENERATED ALWAYS AS (app.words_in(language, ((title || ' '::text) || description))) STORED
  CONSTRAINT ask_translation_signed_once_ck CHECK (((translated_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT ask_translation_texts_ck CHECK ((((length(title) >= 1) AND (length(title) <= 140)) AND (length(description) <= 8000) AND (length(unit) <= 40) AND (length(risk_notes) <= 4000) AND (length(mitigations) <= 4000) AND (length(dos) <= 4000) AND (length(donts) <= 4000) AND (length(prerequisites) <= 2000) AND (length(suits) <= 1000) AND (length(access) <= 2000)))
  CONSTRAINT ask_translation_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT ask_translation_by_fk FOREIGN KEY (community_id, translated_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT ask_translation_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT ask_translation_pk PRIMARY KEY (community_id, id)
  CONSTRAINT ask_translation_once_uq UNIQUE (community_id, ask_id, language)
  INDEX ask_translation_ask_ix ON public.ask_translation USING btree (ask_id, language)
  INDEX ask_translation_id_ix ON public.ask_translation USING btree (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT true
   FROM public.ask a
  WHERE ((a.community_id = ask_translation.community_id) AND (a.id = ask_translation.ask_id)))
  TRIGGER signs_for_lead BEFORE INSERT ON public.ask_translation FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT TO accompany_app

TABLE public.assembly_batch OWNER accompany_owner
  -- That votes were taken in a meeting or by phone: how many, entered by whom, witnessed by whom. Not whose, once that is settled, and never which.
  community_id uuid NOT NULL
  id uuid NOT NULL
  part_id uuid NOT NULL
  host_id uuid NOT NULL
  round_id uuid NOT NULL
  campaign_id uuid NOT NULL
  state text NOT NULL DEFAULT 'WAITING'::text
  -- [personal] [of entered_by, settled_by] [stays] What became of it: the result rests on it.
  ballot_count integer NOT NULL
  note text NOT NULL DEFAULT ''::text
  -- [personal] [of entered_by] What they noted about where and how the votes were taken.
  entered_by uuid NOT NULL
  -- [personal] Who entered the ballots.
  entered_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of entered_by] When they did.
  settled_by uuid
  -- [personal] Who witnessed the batch, or rejected it.
  settled_at timestamp with time zone
  -- [personal] [of settled_by] When it was witnessed, rejected, withdrawn or passed over.
  rejected_because text
  -- [personal] [of settled_by] Why they rejected it.
  CONSTRAINT assembly_batch_count_ck CHECK (((ballot_count >= 1) AND (ballot_count <= 200)))
  CONSTRAINT assembly_batch_rejected_ck CHECK (((rejected_because IS NULL) OR (state = 'REJECTED'::text)))
  CONSTRAINT assembly_batch_settled_ck CHECK (((settled_at IS NULL) = (state = 'WAITING'::text)))
  CONSTRAINT assembly_batch_state_ck CHECK ((state = ANY (ARRAY['WAITING'::text, 'WITNESSED'::text, 'REJECTED'::text, 'WITHDRAWN'::text, 'UNWITNESSED'::text])))
  CONSTRAINT assembly_batch_texts_ck CHECK (((length(note) <= 1000) AND (length(rejected_because) <= 1000)))
  CONSTRAINT assembly_batch_two_ck CHECK (((settled_by <> entered_by) AND ((settled_by IS NOT NULL) = (state = ANY (ARRAY['WITNESSED'::text, 'REJECTED'::text])))))
  CONSTRAINT assembly_batch_entered_by_fk FOREIGN KEY (community_id, entered_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT assembly_batch_part_fk FOREIGN KEY (community_id, part_id) REFERENCES public.round_part(community_id, id)
  CONSTRAINT assembly_batch_settled_by_fk FOREIGN KEY (community_id, settled_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT assembly_batch_pk PRIMARY KEY (community_id, id)
  CONSTRAINT assembly_batch_of_part_uq UNIQUE (community_id, part_id, id)
  INDEX assembly_batch_id_ix ON public.assembly_batch USING btree (id)
  INDEX assembly_batch_listed_ix ON public.assembly_batch USING btree (host_id, round_id, entered_at, id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.assembly_place OWNER accompany_owner
  -- Whose votes a waiting batch holds, so that a witness can check them. Gone when it is settled: the roll then says no more than that a paper place was used.
  community_id uuid NOT NULL
  part_id uuid NOT NULL
  membership_id uuid NOT NULL
  -- [personal] Whose vote it is, until the batch is settled.
  batch_id uuid NOT NULL
  -- [personal] [stays] In which batch; goes with the row.
  CONSTRAINT assembly_place_batch_fk FOREIGN KEY (community_id, part_id, batch_id) REFERENCES public.assembly_batch(community_id, part_id, id)
  CONSTRAINT assembly_place_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT assembly_place_roll_fk FOREIGN KEY (community_id, part_id, membership_id) REFERENCES public.roll_entry(community_id, part_id, membership_id)
  CONSTRAINT assembly_place_pk PRIMARY KEY (community_id, part_id, membership_id)
  INDEX assembly_place_batch_ix ON public.assembly_place USING btree (community_id, batch_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.assisted_entry OWNER accompany_owner
  -- What someone said on the phone or wrote on paper, as an organizer took it down. Once it is settled, only that it was stays here.
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  kind text NOT NULL
  taken text NOT NULL
  membership_id uuid
  -- [personal] Whose pledge or report it is, where they are an ally already.
  pledge_id uuid
  name text
  -- [personal] [of membership_id] What they want to be called.
  quantity integer NOT NULL
  -- [personal] [of membership_id] How much they said.
  plan_when timestamp with time zone
  -- [personal] [of membership_id] When they plan to do it.
  plan_where text NOT NULL DEFAULT ''::text
  -- [personal] [of membership_id] Where they plan to do it.
  plan_first_step text
  -- [personal] [of membership_id] What they do first.
  answers jsonb NOT NULL DEFAULT '{}'::jsonb
  -- [personal] [of membership_id] What they answered to the questions of the community.
  note text NOT NULL DEFAULT ''::text
  -- [personal] [of membership_id] What they said about it.
  brief_version integer
  terms_version integer
  agreement_version integer
  risk_tier_accepted integer
  sheet_id uuid
  sheet_row integer
  state text NOT NULL DEFAULT 'WAITING'::text
  entered_by uuid NOT NULL
  -- [personal] Who took it down.
  entered_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of entered_by] When they did.
  settled_by uuid
  -- [personal] Who called back, confirmed or withdrew it.
  settled_at timestamp with time zone
  -- [personal] [of settled_by] When they did.
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '30 days'::interval)
  CONSTRAINT assisted_entry_kind_ck CHECK (((kind = ANY (ARRAY['PLEDGE'::text, 'REPORT'::text])) AND ((kind <> 'REPORT'::text) OR ((pledge_id IS NOT NULL) AND (membership_id IS NOT NULL)))))
  CONSTRAINT assisted_entry_plan_ck CHECK (((kind <> 'PLEDGE'::text) OR (state <> 'WAITING'::text) OR ((plan_when IS NOT NULL) AND (plan_first_step IS NOT NULL) AND (name IS NOT NULL))))
  CONSTRAINT assisted_entry_quantity_ck CHECK (((quantity >= 1) AND (quantity <= 1000000)))
  CONSTRAINT assisted_entry_sheet_ck CHECK ((((sheet_id IS NULL) = (sheet_row IS NULL)) AND ((sheet_row >= 1) AND (sheet_row <= 200))))
  CONSTRAINT assisted_entry_state_ck CHECK (((state = ANY (ARRAY['WAITING'::text, 'CONFIRMED'::text, 'CALLED_BACK'::text, 'WITHDRAWN'::text, 'EXPIRED'::text])) AND ((state = 'WAITING'::text) = (settled_at IS NULL))))
  CONSTRAINT assisted_entry_taken_ck CHECK ((taken = ANY (ARRAY['PHONE'::text, 'PAPER'::text, 'IN_PERSON'::text])))
  CONSTRAINT assisted_entry_texts_ck CHECK ((((length(name) >= 1) AND (length(name) <= 60)) AND (length(plan_where) <= 300) AND (length(plan_first_step) <= 1000) AND (length(note) <= 4000)))
  CONSTRAINT assisted_entry_two_people_ck CHECK (((state <> 'CALLED_BACK'::text) OR (settled_by IS DISTINCT FROM entered_by)))
  CONSTRAINT assisted_entry_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT assisted_entry_entered_by_fk FOREIGN KEY (community_id, entered_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT assisted_entry_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT assisted_entry_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES public.pledge(community_id, id)
  CONSTRAINT assisted_entry_settled_by_fk FOREIGN KEY (community_id, settled_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT assisted_entry_sheet_fk FOREIGN KEY (community_id, ask_id, sheet_id) REFERENCES public.sign_up_sheet(community_id, ask_id, id)
  CONSTRAINT assisted_entry_pk PRIMARY KEY (community_id, id)
  INDEX assisted_entry_campaign_ix ON public.assisted_entry USING btree (community_id, campaign_id, entered_at DESC, id DESC)
  INDEX assisted_entry_expires_ix ON public.assisted_entry USING btree (expires_at) WHERE (state = 'WAITING'::text)
  INDEX assisted_entry_id_ix ON public.assisted_entry USING btree (id)
  INDEX assisted_entry_membership_ix ON public.assisted_entry USING btree (membership_id) WHERE (state = 'WAITING'::text)
  UNIQUE INDEX assisted_entry_sheet_row_uq ON public.assisted_entry USING btree (community_id, sheet_id, sheet_row) WHERE (state <> 'WITHDRAWN'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY entered PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) AND (entered_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (state = 'WAITING'::text))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) OR (membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, ask_id, kind, taken, membership_id, pledge_id, name, quantity, plan_when, plan_where, plan_first_step, answers, note, brief_version, terms_version, agreement_version, risk_tier_accepted, sheet_id, sheet_row, entered_by) TO accompany_app

TABLE public.attestation OWNER accompany_owner
  -- What the community says happened; append-only. A correction or an accepted contest names the one that it replaces, whose value is kept.
  community_id uuid NOT NULL
  id uuid NOT NULL
  occurrence_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Whose work it is about.
  pledger_standing text NOT NULL
  -- [personal] [of pledger_id] [stays] In which standing the work was done.
  kind text NOT NULL
  -- [personal] [of pledger_id, attested_by] [stays] Attested, sent back or corrected: the word of the community, which counts stand on.
  quantity integer
  -- [personal] [of pledger_id, attested_by] How much the community says was done.
  feedback text NOT NULL DEFAULT ''::text
  -- [personal] [of pledger_id, attested_by] [goes with pledger_id] What was said of their work, in the name of the community.
  corrects uuid
  attested_by uuid
  -- [personal] Who said so for the community.
  attester_standing text NOT NULL DEFAULT 'AFFECTED'::text
  attested_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of pledger_id, attested_by] When.
  lead_id uuid
  CONSTRAINT attestation_attester_is_affected_ck CHECK ((attester_standing = 'AFFECTED'::text))
  CONSTRAINT attestation_corrects_ck CHECK (((kind = ANY (ARRAY['CORRECTED'::text, 'CONTEST_ACCEPTED'::text])) = (corrects IS NOT NULL)))
  CONSTRAINT attestation_feedback_ck CHECK (((length(feedback) <= 4000) AND ((kind = ANY (ARRAY['ATTESTED'::text, 'SKIP_AGREED'::text])) OR (length(feedback) > 0))))
  CONSTRAINT attestation_kind_ck CHECK ((kind = ANY (ARRAY['ATTESTED'::text, 'SENT_BACK'::text, 'CORRECTED'::text, 'NO_SHOW'::text, 'CONTEST_ACCEPTED'::text, 'CONTEST_REFUSED'::text, 'SKIP_AGREED'::text])))
  CONSTRAINT attestation_not_own_ck CHECK ((attested_by <> pledger_id))
  CONSTRAINT attestation_quantity_ck CHECK ((((quantity >= 0) AND (quantity <= 1000000)) AND ((kind = 'CORRECTED'::text) OR (quantity >= 1)) AND
CASE
    WHEN (kind = ANY (ARRAY['ATTESTED'::text, 'CORRECTED'::text])) THEN (quantity IS NOT NULL)
    WHEN (kind = 'CONTEST_ACCEPTED'::text) THEN true
    ELSE (quantity IS NULL)
END))
  CONSTRAINT attestation_signed_once_ck CHECK (((attested_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT attestation_attested_by_fk FOREIGN KEY (community_id, attested_by, attester_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT attestation_corrects_fk FOREIGN KEY (community_id, corrects) REFERENCES public.attestation(community_id, id)
  CONSTRAINT attestation_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT attestation_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT attestation_pk PRIMARY KEY (community_id, id)
  CONSTRAINT attestation_corrects_once_uq UNIQUE (community_id, corrects)
  INDEX attestation_id_ix ON public.attestation USING btree (id)
  INDEX attestation_occurrence_ix ON public.attestation USING btree (community_id, occurrence_id, attested_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY attested PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) AND (attested_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY attested_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM (public.occurrence o
     JOIN public.ask a ON (((a.community_id = o.community_id) AND (a.id = o.ask_id))))
  WHERE ((o.community_id = attestation.community_id) AND (o.id = attestation.occurrence_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))))
  POLICY only_affected_attest RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR (lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))) AND (NOT (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER attested_by_another AFTER INSERT ON public.attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.taken_down_is_attested_by_another()
  TRIGGER checks_lead BEFORE INSERT ON public.attestation FOR EACH ROW EXECUTE FUNCTION app.checks_lead_of_attestation()
  TRIGGER community_attests AFTER INSERT ON public.attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.community_attests()
  TRIGGER signs_for_lead BEFORE INSERT ON public.attestation FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, kind, quantity, feedback, corrects, attested_by, lead_id) TO accompany_app

TABLE public.attestation_batch OWNER accompany_owner
  -- Attestations that someone who organizes prepared. It attests nothing: what counts is what an affected person then says.
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  lead_id uuid
  -- The community beside the host whose word is asked for.
  state text NOT NULL DEFAULT 'PROPOSED'::text
  note text NOT NULL DEFAULT ''::text
  -- [personal] [of proposed_by] What they noted about it.
  proposed_by uuid NOT NULL
  -- [personal] Who prepared it.
  proposed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of proposed_by] When they did.
  settled_at timestamp with time zone
  CONSTRAINT attestation_batch_note_ck CHECK ((length(note) <= 2000))
  CONSTRAINT attestation_batch_state_ck CHECK (((state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text, 'WITHDRAWN'::text])) AND ((state = 'PROPOSED'::text) = (settled_at IS NULL))))
  CONSTRAINT attestation_batch_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT attestation_batch_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT attestation_batch_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT attestation_batch_pk PRIMARY KEY (community_id, id)
  INDEX attestation_batch_campaign_ix ON public.attestation_batch USING btree (community_id, campaign_id, proposed_at, id)
  INDEX attestation_batch_id_ix ON public.attestation_batch USING btree (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_confirm RESTRICTIVE FOR UPDATE TO accompany_app
    USING true
    WITH CHECK ((state <> 'CONFIRMED'::text) OR
CASE
    WHEN (lead_id IS NULL) THEN (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
    ELSE (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
END)
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY prepared PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (state = 'PROPOSED'::text))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) OR (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])))
  POLICY settled PERMISSIVE FOR UPDATE TO accompany_app
    USING (
CASE
    WHEN (lead_id IS NULL) THEN (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
    ELSE (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
END OR (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
    WITH CHECK 
CASE state
    WHEN 'CONFIRMED'::text THEN
    CASE
        WHEN (lead_id IS NULL) THEN (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
        ELSE (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
    END
    ELSE ((state = 'WITHDRAWN'::text) AND ((proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR
    CASE
        WHEN (lead_id IS NULL) THEN (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
        ELSE (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
    END))
END
  TRIGGER batch_is_settled BEFORE UPDATE OF state ON public.attestation_batch FOR EACH ROW EXECUTE FUNCTION app.batch_is_settled()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, lead_id, note, proposed_by) TO accompany_app
  GRANT UPDATE (state) TO accompany_app

TABLE public.attestation_batch_item OWNER accompany_owner
  community_id uuid NOT NULL
  batch_id uuid NOT NULL
  occurrence_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Whose work it is about.
  pledger_standing text NOT NULL
  -- [personal] [stays] In which standing the work was done.
  reported_at timestamp with time zone NOT NULL
  -- [personal] When what was read here was reported: whatever was reported later was not meant.
  quantity integer NOT NULL
  -- [personal] How much is proposed to be attested.
  note text NOT NULL DEFAULT ''::text
  -- [personal] What was noted about their work.
  outcome text
  -- [personal] [stays] What became of the proposal.
  CONSTRAINT attestation_batch_item_note_ck CHECK ((length(note) <= 1000))
  CONSTRAINT attestation_batch_item_outcome_ck CHECK ((outcome = ANY (ARRAY['ATTESTED'::text, 'LEFT_OUT'::text, 'CHANGED'::text, 'OWN_WORK'::text])))
  CONSTRAINT attestation_batch_item_quantity_ck CHECK (((quantity >= 1) AND (quantity <= 1000000)))
  CONSTRAINT attestation_batch_item_batch_fk FOREIGN KEY (community_id, batch_id) REFERENCES public.attestation_batch(community_id, id)
  CONSTRAINT attestation_batch_item_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT attestation_batch_item_pk PRIMARY KEY (community_id, batch_id, occurrence_id)
  INDEX attestation_batch_item_occurrence_ix ON public.attestation_batch_item USING btree (community_id, occurrence_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY prepared PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((EXISTS ( SELECT
   FROM public.attestation_batch b
  WHERE ((b.community_id = attestation_batch_item.community_id) AND (b.id = attestation_batch_item.batch_id) AND (b.proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))) AND (EXISTS ( SELECT
   FROM public.occurrence o
  WHERE ((o.community_id = attestation_batch_item.community_id) AND (o.id = attestation_batch_item.occurrence_id)))))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((EXISTS ( SELECT
   FROM public.occurrence o
  WHERE ((o.community_id = attestation_batch_item.community_id) AND (o.id = attestation_batch_item.occurrence_id)))) AND (EXISTS ( SELECT
   FROM public.attestation_batch b
  WHERE ((b.community_id = attestation_batch_item.community_id) AND (b.id = attestation_batch_item.batch_id)))))
  TRIGGER batch_item_begins AFTER INSERT ON public.attestation_batch_item FOR EACH ROW EXECUTE FUNCTION app.batch_item_begins()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, batch_id, occurrence_id, pledger_id, pledger_standing, reported_at, quantity, note) TO accompany_app

TABLE public.brief OWNER accompany_owner
  community_id uuid NOT NULL
  campaign_id uuid NOT NULL
  version integer NOT NULL
  text text NOT NULL
  published_by uuid NOT NULL
  -- [personal] Who published it.
  published_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  CONSTRAINT brief_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 20000)))
  CONSTRAINT brief_version_ck CHECK ((version >= 1))
  CONSTRAINT brief_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT brief_published_by_fk FOREIGN KEY (community_id, published_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT brief_pk PRIMARY KEY (community_id, campaign_id, version)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
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
  -- [personal] Who created it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  version integer NOT NULL DEFAULT 1
  taken_down_at timestamp with time zone
  -- Since when an operator hides it and its asks from outsiders.
  calendar_sequence integer NOT NULL DEFAULT 0
  -- How often something changed that calendars show.
  calendar_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- When that was last.
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
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
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
  POLICY seen_by_key PERMISSIVE FOR SELECT TO accompany_app
    USING (id = ANY (( SELECT app.key_campaigns() AS key_campaigns)::uuid[]))
  POLICY started PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY steered PERMISSIVE FOR UPDATE TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) OR ((state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) OR ((state = 'DRAFT'::text) AND (created_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
  TRIGGER calendar_changes BEFORE UPDATE ON public.campaign FOR EACH ROW EXECUTE FUNCTION app.calendar_changes('name', 'state')
  TRIGGER campaign_moves BEFORE INSERT OR UPDATE OF state, visibility ON public.campaign FOR EACH ROW EXECUTE FUNCTION app.campaign_moves()
  TRIGGER campaign_publishes AFTER INSERT OR UPDATE OF state, visibility ON public.campaign FOR EACH ROW EXECUTE FUNCTION app.campaign_publishes()
  TRIGGER campaign_publishes_asks AFTER UPDATE ON public.campaign FOR EACH ROW WHEN ((old.published <> new.published)) EXECUTE FUNCTION app.campaign_publishes_asks()
  TRIGGER campaign_resumes BEFORE UPDATE OF state ON public.campaign FOR EACH ROW WHEN (((old.state = 'STOPPED'::text) AND (new.state = 'LAUNCHED'::text))) EXECUTE FUNCTION app.campaign_resumes()
  TRIGGER campaign_taken_down BEFORE INSERT OR UPDATE ON public.campaign FOR EACH ROW WHEN (new.published) EXECUTE FUNCTION app.campaign_taken_down()
  TRIGGER questions_wait_for_campaign AFTER UPDATE OF state ON public.campaign FOR EACH ROW WHEN (((old.state = 'STOPPED'::text) <> (new.state = 'STOPPED'::text))) EXECUTE FUNCTION app.questions_wait_for_campaign()
  TRIGGER taken_down_is_unpublished BEFORE INSERT OR UPDATE ON public.campaign FOR EACH ROW WHEN ((new.taken_down_at IS NOT NULL)) EXECUTE FUNCTION app.taken_down_is_unpublished()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, handle, name, summary, language, time_zone, visibility, starts_on, ends_on, created_by) TO accompany_app
  GRANT UPDATE (name, summary, language, time_zone, visibility, state, starts_on, ends_on, brief_version, launched_at, stopped_at, concluded_at, conclusion, version) TO accompany_app

TABLE public.campaign_stop OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  reason text NOT NULL
  -- [personal] [of stopped_by] [stays] Why they did: a decision that others had to act on.
  stopped_by uuid
  -- [personal] Who stopped the campaign.
  stopped_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of stopped_by] When they did.
  resumed_by uuid
  -- [personal] Who resumed it.
  resumed_at timestamp with time zone
  -- [personal] [of resumed_by] When they did.
  lead_id uuid
  -- The lead whose steward stopped it; null for the host. Only it resumes, unless it left.
  CONSTRAINT campaign_stop_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT campaign_stop_signed_once_ck CHECK (((stopped_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT campaign_stop_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT campaign_stop_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT campaign_stop_resumed_by_fk FOREIGN KEY (community_id, resumed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT campaign_stop_stopped_by_fk FOREIGN KEY (community_id, stopped_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT campaign_stop_pk PRIMARY KEY (community_id, id)
  UNIQUE INDEX campaign_stop_one_open_uq ON public.campaign_stop USING btree (community_id, campaign_id) WHERE (resumed_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
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
  POLICY resumed_by_its_stopper RESTRICTIVE FOR UPDATE TO accompany_app
    USING ((lead_id IS NULL) OR app.lead_is_out(community_id, campaign_id, lead_id))
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  POLICY written PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  TRIGGER clocks_resume AFTER UPDATE OF resumed_at ON public.campaign_stop FOR EACH ROW WHEN (((old.resumed_at IS NULL) AND (new.resumed_at IS NOT NULL))) EXECUTE FUNCTION app.clocks_resume_after_stop()
  TRIGGER signs_for_lead BEFORE INSERT ON public.campaign_stop FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead()
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (resumed_by, resumed_at) TO accompany_app

TABLE public.coalition_invitation OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  token_hash bytea NOT NULL
  invited_by uuid NOT NULL
  -- [personal] Which steward of the host made it.
  expires_at timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  used_at timestamp with time zone
  used_for uuid
  -- The community that joined by it. Which of its stewards redeemed it is on its own record.
  CONSTRAINT coalition_invitation_lasts_7_days_ck CHECK ((expires_at <= (created_at + '7 days 00:01:00'::interval)))
  CONSTRAINT coalition_invitation_used_whole_ck CHECK (((used_at IS NULL) = (used_for IS NULL)))
  CONSTRAINT coalition_invitation_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT coalition_invitation_invited_by_fk FOREIGN KEY (community_id, invited_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT coalition_invitation_used_for_fk FOREIGN KEY (used_for) REFERENCES public.community(id)
  CONSTRAINT coalition_invitation_pk PRIMARY KEY (community_id, id)
  CONSTRAINT coalition_invitation_token_uq UNIQUE (token_hash)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY stewards PERMISSIVE FOR ALL TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (used_at IS NULL))
  GRANT INSERT, SELECT TO accompany_app

TABLE public.coalition_lead OWNER accompany_owner
  -- A community that leads a campaign beside its host, or did. The host leads its own campaigns without a row here. Written by functions alone.
  community_id uuid NOT NULL
  campaign_id uuid NOT NULL
  lead_id uuid NOT NULL
  joined_at timestamp with time zone NOT NULL DEFAULT now()
  left_at timestamp with time zone
  CONSTRAINT coalition_lead_is_another_ck CHECK ((lead_id <> community_id))
  CONSTRAINT coalition_lead_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT coalition_lead_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT coalition_lead_pk PRIMARY KEY (community_id, campaign_id, lead_id)
  INDEX coalition_lead_lead_ix ON public.coalition_lead USING btree (lead_id, campaign_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT true
   FROM public.campaign g
  WHERE ((g.community_id = coalition_lead.community_id) AND (g.id = coalition_lead.campaign_id)))
  GRANT SELECT TO accompany_app

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
  ally_admission text NOT NULL DEFAULT 'AUTOMATIC'::text
  taken_down_at timestamp with time zone
  -- Since when an operator hides it, and all that is in it, from outsiders. Its members see it as before.
  publishes_sovereignty_report boolean NOT NULL DEFAULT false
  -- Whether whoever may see a campaign may read in short who wrote its priorities.
  CONSTRAINT community_about_ck CHECK ((length(about) <= 4000))
  CONSTRAINT community_admission_rule_ck CHECK ((admission_rule = ANY (ARRAY['INVITATION'::text, 'VOUCHES'::text, 'BOTH'::text])))
  CONSTRAINT community_ally_admission_ck CHECK ((ally_admission = ANY (ARRAY['AUTOMATIC'::text, 'REVIEWED'::text, 'CLOSED'::text])))
  CONSTRAINT community_handle_ck CHECK ((handle ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'::text))
  CONSTRAINT community_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CONSTRAINT community_probation_days_ck CHECK (((probation_days >= 0) AND (probation_days <= 90)))
  CONSTRAINT community_pk PRIMARY KEY (id)
  CONSTRAINT community_handle_uq UNIQUE (handle)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY edited PERMISSIVE FOR UPDATE TO accompany_app
    USING (id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
    WITH CHECK (id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT true
   FROM public.coalition_lead l
  WHERE ((l.lead_id = community.id) AND ((l.left_at IS NULL) OR (l.community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))))
 LIMIT 1) OR (id = ANY (( SELECT app.coalition_hosts() AS coalition_hosts)::uuid[])))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR (id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])))
  TRIGGER community_changes_figures AFTER UPDATE ON public.community FOR EACH ROW WHEN ((old.shows_exact_figures IS DISTINCT FROM new.shows_exact_figures)) EXECUTE FUNCTION app.community_changes_figures()
  TRIGGER community_is_not_loosened BEFORE UPDATE OF admission_rule, probation_days, shows_exact_figures, requires_second_factor, publishes_sovereignty_report ON public.community FOR EACH ROW EXECUTE FUNCTION app.community_is_not_loosened()
  TRIGGER taken_down_is_unpublished BEFORE INSERT OR UPDATE ON public.community FOR EACH ROW WHEN ((new.taken_down_at IS NOT NULL)) EXECUTE FUNCTION app.taken_down_is_unpublished()
  GRANT SELECT TO accompany_app
  GRANT UPDATE (name, about, language, time_zone, agreement_version, shows_exact_figures, version, admission_rule, probation_days, ally_admission, publishes_sovereignty_report) TO accompany_app

TABLE public.constituency OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  -- [personal] [stays] What it is called: the community’s from then on.
  about text NOT NULL DEFAULT ''::text
  -- [personal] [stays] Whom it is for: the community’s from then on.
  declared_by uuid NOT NULL
  -- [personal] Who declared that there is this constituency.
  declared_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  retired_at timestamp with time zone
  CONSTRAINT constituency_name_ck CHECK ((((length(name) >= 1) AND (length(name) <= 100)) AND (length(about) <= 1000)))
  CONSTRAINT constituency_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT constituency_declared_by_fk FOREIGN KEY (community_id, declared_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT constituency_pk PRIMARY KEY (community_id, id)
  INDEX constituency_id_ix ON public.constituency USING btree (id)
  UNIQUE INDEX constituency_name_uq ON public.constituency USING btree (community_id, lower(name)) WHERE (retired_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY declared PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (declared_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
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
  POLICY retired PERMISSIVE FOR UPDATE TO accompany_app
    USING ((retired_at IS NULL) AND (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  TRIGGER is_declared BEFORE INSERT ON public.constituency FOR EACH ROW EXECUTE FUNCTION app.constituency_is_declared()
  TRIGGER is_retired AFTER UPDATE OF retired_at ON public.constituency FOR EACH ROW WHEN ((new.retired_at IS NOT NULL)) EXECUTE FUNCTION app.constituency_is_retired()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, name, about, declared_by) TO accompany_app
  GRANT UPDATE (retired_at) TO accompany_app

TABLE public.constituency_member OWNER accompany_owner
  -- Declared by each person for themselves; nobody else reads it, and it is counted only when a round is closed.
  community_id uuid NOT NULL
  constituency_id uuid NOT NULL
  -- [personal] [stays] The constituency; goes with the row.
  membership_id uuid NOT NULL
  -- [personal] Who says of themselves that they belong to it.
  CONSTRAINT constituency_member_constituency_fk FOREIGN KEY (community_id, constituency_id) REFERENCES public.constituency(community_id, id)
  CONSTRAINT constituency_member_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT constituency_member_pk PRIMARY KEY (community_id, constituency_id, membership_id)
  INDEX constituency_member_membership_ix ON public.constituency_member USING btree (community_id, membership_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY own_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  GRANT SELECT TO accompany_app

TABLE public.dashboard_key OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  name text NOT NULL
  covers_all_campaigns boolean NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  expires_at timestamp with time zone NOT NULL
  last_used_on date
  -- A day of the community's calendar; when within it, and from where, is not kept.
  revoked_at timestamp with time zone
  revoked_because text
  CONSTRAINT dashboard_key_lasts_a_year_ck CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '1 year 00:01:00'::interval))))
  CONSTRAINT dashboard_key_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CONSTRAINT dashboard_key_revoked_ck CHECK ((((revoked_at IS NULL) = (revoked_because IS NULL)) AND (revoked_because = ANY (ARRAY['BY_STEWARD'::text, 'SEEN_IN_ADDRESS'::text]))))
  CONSTRAINT dashboard_key_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT dashboard_key_pk PRIMARY KEY (community_id, id)
  INDEX dashboard_key_id_ix ON public.dashboard_key USING btree (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY revoked PERMISSIVE FOR UPDATE TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (revoked_at IS NULL))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (revoked_because = 'BY_STEWARD'::text))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app
  GRANT UPDATE (revoked_at, revoked_because) TO accompany_app

TABLE public.dashboard_key_campaign OWNER accompany_owner
  community_id uuid NOT NULL
  key_id uuid NOT NULL
  campaign_id uuid NOT NULL
  CONSTRAINT dashboard_key_campaign_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT dashboard_key_campaign_key_fk FOREIGN KEY (community_id, key_id) REFERENCES public.dashboard_key(community_id, id)
  CONSTRAINT dashboard_key_campaign_pk PRIMARY KEY (community_id, key_id, campaign_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.debrief OWNER accompany_owner
  -- What each side says when a pledge was fulfilled, or that it skipped it, itself or by the clock after 7 days. Append-only.
  community_id uuid NOT NULL
  id uuid NOT NULL
  pledge_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Whose pledge it looks back on.
  pledger_standing text NOT NULL
  -- [personal] [of pledger_id] [stays] In which standing it was made.
  side text NOT NULL
  -- [personal] [of pledger_id] [stays] Which side looks back.
  went_well text
  -- [personal] [of pledger_id, given_by] What went well, in their words.
  could_be_better text
  -- [personal] [of pledger_id, given_by] What could be better, in their words.
  skipped boolean NOT NULL DEFAULT false
  -- [personal] [of pledger_id] [stays] Whether that side left it out.
  given_by uuid
  -- [personal] Who said it; null for the clock, and for a lead.
  lead_id uuid
  given_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of pledger_id, given_by] When.
  CONSTRAINT debrief_side_ck CHECK ((side = ANY (ARRAY['PLEDGER'::text, 'COMMUNITY'::text])))
  CONSTRAINT debrief_signed_ck CHECK (((num_nonnulls(given_by, lead_id) = 1) OR (skipped AND (num_nonnulls(given_by, lead_id) = 0))))
  CONSTRAINT debrief_texts_ck CHECK (((length(went_well) <= 4000) AND (length(could_be_better) <= 4000) AND ((NOT skipped) OR (num_nonnulls(went_well, could_be_better) = 0))))
  CONSTRAINT debrief_given_by_fk FOREIGN KEY (community_id, given_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT debrief_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT debrief_pledge_fk FOREIGN KEY (community_id, pledge_id, pledger_id, pledger_standing) REFERENCES public.pledge(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT debrief_pk PRIMARY KEY (community_id, id)
  CONSTRAINT debrief_one_a_side_uq UNIQUE (community_id, pledge_id, side)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY given PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (((side = 'PLEDGER'::text) AND (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (given_by = pledger_id)) OR ((side = 'COMMUNITY'::text) AND (((lead_id IS NULL) AND (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) AND (given_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))) OR (lead_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])))))
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM (public.pledge p
     JOIN public.ask a ON (((a.community_id = p.community_id) AND (a.id = p.ask_id))))
  WHERE ((p.community_id = debrief.community_id) AND (p.id = debrief.pledge_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))) AND (NOT (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))) AND ((side = 'COMMUNITY'::text) OR ( SELECT app.debriefs_are_in(debrief.community_id, debrief.pledge_id) AS debriefs_are_in)))
  POLICY only_affected_for_community RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((side = 'PLEDGER'::text) OR (((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR (lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))) AND (NOT (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND ((side = 'PLEDGER'::text) OR ( SELECT app.debriefs_are_in(debrief.community_id, debrief.pledge_id) AS debriefs_are_in))) OR (((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))) AND (NOT (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))) AND ((side = 'COMMUNITY'::text) OR ( SELECT app.debriefs_are_in(debrief.community_id, debrief.pledge_id) AS debriefs_are_in))))
  TRIGGER debrief_is_given AFTER INSERT ON public.debrief FOR EACH ROW EXECUTE FUNCTION app.debrief_is_given()
  TRIGGER signs_for_lead BEFORE INSERT ON public.debrief FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, pledge_id, pledger_id, pledger_standing, side, went_well, could_be_better, skipped, given_by, lead_id) TO accompany_app

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
  -- [personal] Who set it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
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
  -- [personal] Who noted the answer.
  noted_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
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
  -- [personal] Who stands behind the offer.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they said so.
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
  -- [personal] Who is asked to be a steward.
  state text NOT NULL DEFAULT 'OPEN'::text
  -- [personal] [stays] What they answered: the community counts on its stewards by it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they were asked.
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '30 days'::interval)
  -- [personal] Until when they can answer.
  closed_at timestamp with time zone
  -- [personal] When they answered, or it was withdrawn.
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

TABLE public.figure_day OWNER accompany_owner
  -- What was told of an ask at the end of each local day on which that changed, the last one left out: that is public_figure. It tells nothing that watching would not have told, and begins anew when the ask comes to be told in another way.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  body text NOT NULL
  campaign_id uuid NOT NULL
  day date NOT NULL
  published boolean NOT NULL
  -- Whether anyone may read it: it was published then, and its ask is now.
  was_published boolean NOT NULL
  -- Whether anyone could read it then.
  is_exact boolean NOT NULL
  k integer NOT NULL
  quantity_wanted integer NOT NULL
  pledged_count integer
  pledged_quantity integer
  waitlisted_count integer
  waitlisted_quantity integer
  reported_count integer
  reported_quantity integer
  attested_count integer
  attested_quantity integer
  sent_back_count integer
  stepped_back_count integer
  cancelled_count integer
  never_started_count integer
  conditional_count integer
  conditional_quantity integer
  lapsed_count integer
  no_show_count integer
  handed_over_count integer
  unconfirmed_count integer
  CONSTRAINT figure_day_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT figure_day_pk PRIMARY KEY (community_id, ask_id, body, day)
  INDEX figure_day_campaign_ix ON public.figure_day USING btree (community_id, campaign_id, day)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (ask_id IN ( SELECT a.id
   FROM public.ask a
  WHERE ((a.community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (a.opened_at IS NOT NULL))))))
  POLICY seen_by_key PERMISSIVE FOR SELECT TO accompany_app
    USING ((campaign_id = ANY (( SELECT app.key_campaigns() AS key_campaigns)::uuid[])) AND (ask_id IN ( SELECT a.id
   FROM public.ask a
  WHERE (a.campaign_id = ANY (( SELECT app.key_campaigns() AS key_campaigns)::uuid[])))))
  GRANT SELECT TO accompany_app

TABLE public.figure_split OWNER accompany_owner
  -- How much of an exact figure people did and how much organizations, as it was when that could last be told: both numbers move together, and only with k or more of each behind the change. No row, nothing told yet.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  measure text NOT NULL
  campaign_id uuid NOT NULL
  published boolean NOT NULL
  people_count integer NOT NULL
  organization_count integer NOT NULL
  people_behind integer NOT NULL
  -- How many people stood behind it then. Private: no role of the service may read it.
  organizations_behind integer NOT NULL
  -- How many organizations stood behind it then. Private: no role of the service may read it.
  CONSTRAINT figure_split_k_ck CHECK ((LEAST(people_behind, organizations_behind) >= 0))
  CONSTRAINT figure_split_measure_ck CHECK ((measure = ANY (ARRAY['PLEDGED'::text, 'WAITLISTED'::text, 'REPORTED'::text, 'ATTESTED'::text])))
  CONSTRAINT figure_split_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT figure_split_pk PRIMARY KEY (community_id, ask_id, measure)
  INDEX figure_split_campaign_ix ON public.figure_split USING btree (community_id, campaign_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = figure_split.community_id) AND (a.id = figure_split.ask_id) AND (a.opened_at IS NOT NULL))))))
  POLICY seen_by_key PERMISSIVE FOR SELECT TO accompany_app
    USING ((campaign_id = ANY (( SELECT app.key_campaigns() AS key_campaigns)::uuid[])) AND ( SELECT true
   FROM public.ask a
  WHERE ((a.community_id = figure_split.community_id) AND (a.id = figure_split.ask_id))))
  GRANT SELECT (community_id, ask_id, measure, campaign_id, published, people_count, organization_count) TO accompany_app

TABLE public.fulfilment_report OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  occurrence_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Who reported.
  pledger_standing text NOT NULL
  -- [personal] [of pledger_id] [stays] In which standing.
  quantity integer NOT NULL
  -- [personal] [of pledger_id] How much they said was done.
  note text NOT NULL DEFAULT ''::text
  -- [personal] [of pledger_id] What they wrote about it.
  evidence text[] NOT NULL DEFAULT '{}'::text[]
  -- [personal] [of pledger_id] Links that they gave.
  reported_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of pledger_id] When they reported.
  taken_by uuid
  -- [personal] Who took it down for the pledger, and so cannot attest it.
  CONSTRAINT fulfilment_report_evidence_ck CHECK (((cardinality(evidence) <= 5) AND (length(array_to_string(evidence, ''::text)) <= 2500)))
  CONSTRAINT fulfilment_report_note_ck CHECK ((length(note) <= 4000))
  CONSTRAINT fulfilment_report_quantity_ck CHECK (((quantity >= 1) AND (quantity <= 1000000)))
  CONSTRAINT fulfilment_report_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT fulfilment_report_taken_by_fk FOREIGN KEY (community_id, taken_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT fulfilment_report_pk PRIMARY KEY (community_id, id)
  INDEX fulfilment_report_id_ix ON public.fulfilment_report USING btree (id)
  INDEX fulfilment_report_occurrence_ix ON public.fulfilment_report USING btree (community_id, occurrence_id, reported_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM (public.occurrence o
     JOIN public.ask a ON (((a.community_id = o.community_id) AND (a.id = o.ask_id))))
  WHERE ((o.community_id = fulfilment_report.community_id) AND (o.id = fulfilment_report.occurrence_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY reported PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER fulfilment_is_reported AFTER INSERT ON public.fulfilment_report FOR EACH ROW EXECUTE FUNCTION app.fulfilment_is_reported()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, quantity, note, evidence, taken_by) TO accompany_app

TABLE public.idempotency OWNER accompany_owner
  -- What a repeated request returns: ids only, never a secret, never a ballot.
  scope text NOT NULL
  -- [personal] Whose request it was, where someone was signed in; kept for 7 days.
  key text NOT NULL
  operation text NOT NULL
  -- [personal] [stays] What they asked for; goes with the row.
  request_hash bytea NOT NULL
  result jsonb
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When.
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
  -- [personal] Who invited.
  expires_at timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of invited_by] When they did.
  used_at timestamp with time zone
  -- [personal] [of used_by] When they did.
  used_by uuid
  -- [personal] Who joined by it.
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

TABLE public.lead_act OWNER accompany_owner
  -- Who of a lead stands behind a row that the host keeps as signed by that lead: of the same id, in the lead's own tenant, where the host cannot read it. Written by trigger alone.
  community_id uuid NOT NULL
  id uuid NOT NULL
  membership_id uuid NOT NULL
  -- [personal] Who acted for their community in a campaign of another one.
  host_id uuid NOT NULL
  kind text NOT NULL
  -- [personal] [stays] The table of the row at the host: what they did.
  subject_id uuid NOT NULL
  acted_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  CONSTRAINT lead_act_host_fk FOREIGN KEY (host_id) REFERENCES public.community(id)
  CONSTRAINT lead_act_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT lead_act_pk PRIMARY KEY (community_id, id)
  INDEX lead_act_id_ix ON public.lead_act USING btree (id)
  UNIQUE INDEX lead_act_objects_once_uq ON public.lead_act USING btree (community_id, subject_id, membership_id) WHERE (kind = 'round_objection'::text)
  UNIQUE INDEX lead_act_signs_once_uq ON public.lead_act USING btree (community_id, subject_id, membership_id) WHERE (kind = 'mandate_signature'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.mandate OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  kind text NOT NULL
  began_as text NOT NULL
  state text NOT NULL DEFAULT 'PROPOSED'::text
  reason text
  -- [personal] [stays] Why it is needed, in their words: what others signed.
  starts_at timestamp with time zone
  until timestamp with time zone NOT NULL
  proposed_by uuid
  -- [personal] Who proposed it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they proposed it.
  lead_id uuid
  round_id uuid
  -- The round whose ballots give it. It lasts until the review date of its priority.
  CONSTRAINT mandate_founding_is_the_hosts_ck CHECK (((lead_id IS NULL) OR (began_as <> 'FOUNDING'::text)))
  CONSTRAINT mandate_kind_ck CHECK (((kind = ANY (ARRAY['FOUNDING'::text, 'EMERGENCY'::text, 'RATIFIED'::text])) AND (began_as = ANY (ARRAY['FOUNDING'::text, 'EMERGENCY'::text, 'RATIFIED'::text])) AND ((kind = 'RATIFIED'::text) = (round_id IS NOT NULL)) AND ((began_as = 'RATIFIED'::text) = (round_id IS NOT NULL)) AND ((reason IS NOT NULL) OR (round_id IS NOT NULL))))
  CONSTRAINT mandate_live_has_start_ck CHECK (((state = 'PROPOSED'::text) OR (starts_at IS NOT NULL)))
  CONSTRAINT mandate_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT mandate_signed_once_ck CHECK (
CASE
    WHEN (round_id IS NULL) THEN ((proposed_by IS NULL) = (lead_id IS NOT NULL))
    ELSE (proposed_by IS NULL)
END)
  CONSTRAINT mandate_state_ck CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'LIVE'::text, 'ENDED'::text])))
  CONSTRAINT mandate_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT mandate_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT mandate_proposed_by_fk FOREIGN KEY (community_id, proposed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT mandate_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES public.priority_round(community_id, campaign_id, id)
  CONSTRAINT mandate_pk PRIMARY KEY (community_id, id)
  CONSTRAINT mandate_for_priority_uq UNIQUE (community_id, campaign_id, priority_id, id)
  INDEX mandate_ends_ix ON public.mandate USING btree (until) WHERE (state = 'LIVE'::text)
  INDEX mandate_id_ix ON public.mandate USING btree (id)
  UNIQUE INDEX mandate_one_by_round_uq ON public.mandate USING btree (community_id, round_id, priority_id, lead_id) NULLS NOT DISTINCT WHERE (round_id IS NOT NULL)
  UNIQUE INDEX mandate_one_founding_per_community_uq ON public.mandate USING btree (community_id) WHERE (began_as = 'FOUNDING'::text)
  INDEX mandate_priority_ix ON public.mandate USING btree (community_id, priority_id, created_at)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
    WITH CHECK (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY proposed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) AND (state = 'PROPOSED'::text) AND (kind = began_as) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY proposed_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((state = 'PROPOSED'::text) AND (kind = began_as) AND app.leads_campaign(community_id, campaign_id, lead_id, 'settled'::text))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (((state <> 'PROPOSED'::text) AND ( SELECT true
   FROM public.campaign g
  WHERE ((g.community_id = mandate.community_id) AND (g.id = mandate.campaign_id)))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  TRIGGER mandate_lasts BEFORE INSERT ON public.mandate FOR EACH ROW EXECUTE FUNCTION app.mandate_lasts()
  TRIGGER serves_live_priority BEFORE INSERT ON public.mandate FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority()
  TRIGGER signs_for_lead BEFORE INSERT ON public.mandate FOR EACH ROW WHEN (((new.lead_id IS NOT NULL) AND (new.round_id IS NULL))) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, priority_id, kind, began_as, reason, until, proposed_by, lead_id) TO accompany_app

TABLE public.mandate_signature OWNER accompany_owner
  community_id uuid NOT NULL
  mandate_id uuid NOT NULL
  signed_by uuid
  -- [personal] Who signed.
  signer_standing text NOT NULL DEFAULT 'AFFECTED'::text
  -- [personal] [stays] In which standing.
  signed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they signed.
  lead_id uuid
  id uuid NOT NULL DEFAULT gen_random_uuid()
  CONSTRAINT mandate_signature_signed_once_ck CHECK (((signed_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT mandate_signature_signer_standing_ck CHECK ((signer_standing = 'AFFECTED'::text))
  CONSTRAINT mandate_signature_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT mandate_signature_mandate_fk FOREIGN KEY (community_id, mandate_id) REFERENCES public.mandate(community_id, id)
  CONSTRAINT mandate_signature_signed_by_fk FOREIGN KEY (community_id, signed_by, signer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT mandate_signature_pk PRIMARY KEY (community_id, mandate_id, id)
  CONSTRAINT mandate_signature_once_uq UNIQUE (community_id, mandate_id, signed_by)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR (lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))
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
  POLICY signed_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ( SELECT app.leads_campaign(m.community_id, m.campaign_id, mandate_signature.lead_id, 'settled'::text) AS leads_campaign
   FROM public.mandate m
  WHERE ((m.community_id = mandate_signature.community_id) AND (m.id = mandate_signature.mandate_id)))
  TRIGGER checks_lead BEFORE INSERT ON public.mandate_signature FOR EACH ROW EXECUTE FUNCTION app.checks_lead_of_signature()
  TRIGGER mandate_is_signed AFTER INSERT ON public.mandate_signature FOR EACH ROW EXECUTE FUNCTION app.mandate_is_signed()
  TRIGGER serves_live_priority AFTER INSERT ON public.mandate_signature FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority()
  TRIGGER signs_for_lead BEFORE INSERT ON public.mandate_signature FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('mandate_id')
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, mandate_id, signed_by, lead_id, id) TO accompany_app

TABLE public.membership OWNER accompany_owner
  -- A person in one community. Everything they do there points to this row, never to the person, so that nothing links them across communities.
  community_id uuid NOT NULL
  id uuid NOT NULL
  -- [personal] The person in one community.
  person_id uuid
  -- [personal] Who it is. Cut on erasure: the row then stands for someone of whom nothing else is known.
  standing text NOT NULL
  -- [personal] [of person_id] [stays] Affected or ally; who did what in which standing is the record of the community.
  pseudonym text NOT NULL
  -- [personal] [of person_id] What they are called in the community.
  is_steward boolean NOT NULL DEFAULT false
  -- [personal] [of person_id] Whether they carry the duty of a steward.
  organizer_until timestamp with time zone
  -- [personal] [of person_id] Until when organizing is delegated to them.
  is_listed boolean NOT NULL DEFAULT false
  -- [personal] [of person_id] Whether they chose to be seen by others of the community.
  probation_until timestamp with time zone
  -- [personal] [of person_id] Until when they are on probation.
  agreement_version integer
  -- [personal] [of person_id] The version of the agreement that they accepted.
  answers jsonb NOT NULL DEFAULT '{}'::jsonb
  -- [personal] [of person_id] What they answered to the questions of the community.
  since timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id] Since when.
  renewed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id] When their standing was last renewed.
  until timestamp with time zone
  -- [personal] [of person_id] Until when it lasts.
  paused_at timestamp with time zone
  -- [personal] [of person_id] Since when it is paused.
  ended_at timestamp with time zone
  -- [personal] [of person_id] When it ended.
  admitted_by uuid
  -- [personal] Who invited them.
  organization_id uuid
  -- Instead of a person: an organization stands as an ally itself, so that its pledges outlast whoever made them for it.
  paused_because text
  -- [personal] [of person_id] Why a steward paused this ally; the ally reads it.
  ended_because text
  -- [personal] [of person_id] Why a steward ended this alliance; the ally reads it.
  CONSTRAINT membership_ally_is_bounded_ck CHECK (((standing = 'AFFECTED'::text) OR ((until IS NOT NULL) AND (until <= (renewed_at + '1 year 1 day'::interval)) AND (agreement_version IS NOT NULL))))
  CONSTRAINT membership_ended_because_ck CHECK (((length(ended_because) >= 1) AND (length(ended_because) <= 2000)))
  CONSTRAINT membership_of_one_ck CHECK ((num_nonnulls(person_id, organization_id) = 1))
  CONSTRAINT membership_organization_has_no_duty_ck CHECK (((organization_id IS NULL) OR (organizer_until IS NULL)))
  CONSTRAINT membership_organization_is_ally_ck CHECK (((organization_id IS NULL) OR (standing = 'ALLY'::text)))
  CONSTRAINT membership_paused_because_ck CHECK (((length(paused_because) >= 1) AND (length(paused_because) <= 2000)))
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
  INDEX membership_ally_ended_ix ON public.membership USING btree (ended_at) WHERE ((standing = 'ALLY'::text) AND (ended_at IS NOT NULL))
  INDEX membership_ally_paused_ix ON public.membership USING btree (paused_at) WHERE ((standing = 'ALLY'::text) AND (paused_at IS NOT NULL))
  INDEX membership_ally_until_ix ON public.membership USING btree (until) WHERE ((standing = 'ALLY'::text) AND (ended_at IS NULL))
  INDEX membership_id_ix ON public.membership USING btree (id)
  INDEX membership_of_organizations_ix ON public.membership USING btree (community_id, id) WHERE (organization_id IS NOT NULL)
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
  POLICY led_pledgers_seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((standing = 'ALLY'::text) AND ( SELECT app.leads_somewhere() AS leads_somewhere) AND (id = ANY (( SELECT app.pledgers_to_led_asks() AS pledgers_to_led_asks)::uuid[])))
  POLICY own PERMISSIVE FOR SELECT TO accompany_app
    USING ((person_id = ( SELECT app.person_id() AS person_id)) OR ((organization_id IS NOT NULL) AND (id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))
  POLICY own_edited PERMISSIVE FOR UPDATE TO accompany_app
    USING ((person_id = ( SELECT app.person_id() AS person_id)) AND (ended_at IS NULL))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER leaves_constituencies AFTER UPDATE OF ended_at, person_id, pseudonym ON public.membership FOR EACH ROW WHEN (((new.ended_at IS NOT NULL) AND (new.standing = 'AFFECTED'::text))) EXECUTE FUNCTION app.membership_leaves_constituencies()
  TRIGGER membership_answers_request AFTER INSERT ON public.membership FOR EACH ROW EXECUTE FUNCTION app.membership_answers_request()
  TRIGGER operator_stands_nowhere BEFORE INSERT OR UPDATE OF person_id ON public.membership FOR EACH ROW EXECUTE FUNCTION app.operator_stands_nowhere()
  TRIGGER steward_leaves AFTER UPDATE OF is_steward, ended_at ON public.membership FOR EACH ROW WHEN ((old.is_steward AND (old.ended_at IS NULL) AND ((NOT new.is_steward) OR (new.ended_at IS NOT NULL)))) EXECUTE FUNCTION app.steward_leaves()
  GRANT SELECT TO accompany_app
  GRANT UPDATE (pseudonym, is_listed) TO accompany_app

TABLE public.membership_request OWNER accompany_owner
  -- Someone asks to be admitted as one of the people affected. Who it is stays in person_id, which no grant lets the service read.
  community_id uuid NOT NULL
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who asked to be admitted.
  pseudonym text NOT NULL
  -- [personal] [of person_id] What they want to be called in this community.
  message text NOT NULL DEFAULT ''::text
  -- [personal] [of person_id] What they wrote to those who may vouch. Emptied when the request is closed.
  state text NOT NULL DEFAULT 'OPEN'::text
  -- [personal] [of person_id] [stays] What came of it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id] When they asked.
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '30 days'::interval)
  -- [personal] [of person_id] Until when it stands.
  closed_at timestamp with time zone
  -- [personal] [of person_id, declined_by] When it was answered or ended.
  declined_by uuid
  -- [personal] Which steward declined.
  decline_reason text NOT NULL DEFAULT ''::text
  -- [personal] [of declined_by] [goes with person_id] Why a steward declined, for the people affected; the asker does not read it.
  membership_id uuid
  -- [personal] The standing that came of it.
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

TABLE public.message_report OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  message_id uuid NOT NULL
  pledge_id uuid NOT NULL
  side text NOT NULL
  -- On which side whoever reported it stands: all that those who settle it learn of them.
  reported_by uuid
  -- [personal] Who reported the message.
  lead_id uuid
  -- The community beside the host in which whoever reported it is; who it is stays with that community.
  author_id uuid
  -- [personal] Who wrote the message: they have no part in settling this.
  reason text
  -- [personal] [of reported_by] Why they reported it, in their words.
  reported_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of reported_by] When they did.
  settled_at timestamp with time zone
  -- [personal] [of settled_by] When it was settled.
  settled_by uuid
  -- [personal] Who settled it.
  outcome text
  -- [personal] [of settled_by] [stays] What they decided: the message stands or falls by it.
  note text
  -- [personal] [of settled_by] What they noted of it.
  hidden_text text
  -- [personal] [of author_id] What the message said, kept for those who may have to look at the decision again.
  CONSTRAINT message_report_note_ck CHECK ((length(note) <= 1000))
  CONSTRAINT message_report_outcome_ck CHECK (((outcome = ANY (ARRAY['HIDDEN'::text, 'KEPT'::text])) AND ((hidden_text IS NULL) OR (outcome = 'HIDDEN'::text))))
  CONSTRAINT message_report_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
  CONSTRAINT message_report_settled_ck CHECK ((num_nonnulls(settled_at, settled_by, outcome) = ANY (ARRAY[0, 3])))
  CONSTRAINT message_report_side_ck CHECK ((side = ANY (ARRAY['COMMUNITY'::text, 'PLEDGER'::text])))
  CONSTRAINT message_report_signed_once_ck CHECK (((reported_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT message_report_author_fk FOREIGN KEY (community_id, author_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT message_report_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT message_report_message_fk FOREIGN KEY (community_id, pledge_id, message_id) REFERENCES public.thread_message(community_id, pledge_id, id)
  CONSTRAINT message_report_reported_by_fk FOREIGN KEY (community_id, reported_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT message_report_settled_by_fk FOREIGN KEY (community_id, settled_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT message_report_pk PRIMARY KEY (community_id, id)
  INDEX message_report_id_ix ON public.message_report USING btree (id)
  INDEX message_report_listed_ix ON public.message_report USING btree (community_id, reported_at, id)
  UNIQUE INDEX message_report_one_open_uq ON public.message_report USING btree (community_id, message_id, side) WHERE (settled_at IS NULL)
  INDEX message_report_pledge_ix ON public.message_report USING btree (community_id, pledge_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[])) AND app.settles_report(community_id, message_id))
  TRIGGER signs_for_lead BEFORE INSERT ON public.message_report FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT (community_id, id, message_id, pledge_id, side, reason, reported_at, settled_at, settled_by, outcome, note, hidden_text) TO accompany_app

TABLE public.migration OWNER accompany_owner
  id integer NOT NULL DEFAULT nextval('public.migration_id_seq'::regclass)
  "timestamp" bigint NOT NULL
  name character varying NOT NULL
  CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id)
  ROW LEVEL SECURITY OFF

TABLE public.no_show_contest OWNER accompany_owner
  -- A pledger says that they were there. Append-only; the answer is an attestation.
  community_id uuid NOT NULL
  id uuid NOT NULL
  occurrence_id uuid NOT NULL
  attestation_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Who contests.
  pledger_standing text NOT NULL
  -- [personal] [stays] In which standing.
  text text NOT NULL
  -- [personal] What they say to it.
  contested_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they said so.
  CONSTRAINT no_show_contest_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
  CONSTRAINT no_show_contest_attestation_fk FOREIGN KEY (community_id, attestation_id) REFERENCES public.attestation(community_id, id)
  CONSTRAINT no_show_contest_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT no_show_contest_pk PRIMARY KEY (community_id, id)
  CONSTRAINT no_show_contest_once_uq UNIQUE (community_id, attestation_id)
  INDEX no_show_contest_occurrence_ix ON public.no_show_contest USING btree (community_id, occurrence_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM (public.occurrence o
     JOIN public.ask a ON (((a.community_id = o.community_id) AND (a.id = o.ask_id))))
  WHERE ((o.community_id = no_show_contest.community_id) AND (o.id = no_show_contest.occurrence_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY said PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER no_show_is_contested AFTER INSERT ON public.no_show_contest FOR EACH ROW EXECUTE FUNCTION app.no_show_is_contested()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, occurrence_id, attestation_id, pledger_id, pledger_standing, text) TO accompany_app

TABLE public.notification OWNER accompany_owner
  -- That something happened, for one person to read. Of the same kind within an hour it is one row.
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who is told.
  notice text NOT NULL
  -- [personal] [stays] What happened; goes with the row.
  topic text NOT NULL
  -- [personal] [stays] What it is about; goes with the row.
  community_id uuid
  -- [personal] In which community.
  campaign_id uuid
  -- [personal] In which campaign: of this community, or of one whose campaign it leads.
  subject_type text
  -- [personal] The kind of thing that it happened to.
  subject_id uuid
  -- [personal] To what it happened; the latest, where it happened several times.
  facts jsonb NOT NULL DEFAULT '{}'::jsonb
  -- [personal] A time by which something is to be done.
  times integer NOT NULL DEFAULT 1
  -- [personal] How many times it happened within the hour.
  first_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it first happened.
  last_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it last happened.
  read_at timestamp with time zone
  -- [personal] When they read it.
  digest_on text[] NOT NULL DEFAULT '{}'::text[]
  -- [personal] By which ways it still waits for a digest.
  digest_times integer NOT NULL DEFAULT 0
  -- [personal] How many times of it the next digest tells.
  CONSTRAINT notification_digest_ck CHECK ((digest_on <@ ARRAY['MAIL'::text, 'MESSENGER'::text]))
  CONSTRAINT notification_notice_ck CHECK (((length(notice) >= 1) AND (length(notice) <= 60)))
  CONSTRAINT notification_times_ck CHECK (((times >= 1) AND ((digest_times >= 0) AND (digest_times <= times))))
  CONSTRAINT notification_topic_ck CHECK ((topic = ANY (ARRAY['MY_PLEDGES'::text, 'MY_STANDING'::text, 'COMMUNITY_WORK'::text, 'ROUNDS_AND_DECISIONS'::text, 'ACCOUNT_SAFETY'::text])))
  CONSTRAINT notification_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT notification_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT notification_pk PRIMARY KEY (id)
  INDEX notification_digest_ix ON public.notification USING btree (person_id) WHERE (digest_on <> '{}'::text[])
  INDEX notification_listed_ix ON public.notification USING btree (person_id, last_at DESC, id DESC)
  INDEX notification_old_ix ON public.notification USING btree (last_at)
  INDEX notification_unread_ix ON public.notification USING btree (person_id) WHERE (read_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_notifications PERMISSIVE FOR SELECT TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
  POLICY own_reading PERMISSIVE FOR UPDATE TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER notification_goes_with_its_person AFTER UPDATE OF person_id ON public.notification FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person()
  GRANT SELECT TO accompany_app
  GRANT UPDATE (read_at) TO accompany_app

TABLE public.notification_cause OWNER accompany_owner
  -- Which events a notification has counted, by a digest of event, notice and person: the same event may come again, and counts once.
  id uuid NOT NULL
  notification_id uuid NOT NULL
  CONSTRAINT notification_cause_notification_fk FOREIGN KEY (notification_id) REFERENCES public.notification(id) ON DELETE CASCADE
  CONSTRAINT notification_cause_pk PRIMARY KEY (id)
  INDEX notification_cause_notification_ix ON public.notification_cause USING btree (notification_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true

TABLE public.notification_choice OWNER accompany_owner
  -- How someone wants to be told of a topic, where that is not at once. The safety of the account is no topic to choose about.
  person_id uuid NOT NULL
  -- [personal] Who chose.
  channel text NOT NULL
  -- [personal] [stays] For mail or for messages; goes with the row.
  topic text NOT NULL
  -- [personal] [stays] For which topic; goes with the row.
  choice text NOT NULL
  -- [personal] [stays] At once, once a day or not at all; goes with the row.
  CONSTRAINT notification_choice_channel_ck CHECK ((channel = ANY (ARRAY['MAIL'::text, 'MESSENGER'::text])))
  CONSTRAINT notification_choice_choice_ck CHECK ((choice = ANY (ARRAY['AT_ONCE'::text, 'DIGEST'::text, 'OFF'::text])))
  CONSTRAINT notification_choice_safety_ck CHECK ((topic = ANY (ARRAY['MY_PLEDGES'::text, 'MY_STANDING'::text, 'COMMUNITY_WORK'::text, 'ROUNDS_AND_DECISIONS'::text])))
  CONSTRAINT notification_choice_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT notification_choice_pk PRIMARY KEY (person_id, channel, topic)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_choices PERMISSIVE FOR ALL TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER notification_choice_goes_with_its_person AFTER UPDATE OF person_id ON public.notification_choice FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person()
  GRANT INSERT, SELECT, UPDATE TO accompany_app

TABLE public.notification_hours OWNER accompany_owner
  -- When someone wants to be told, in hours of their own time zone, where that is not as for everybody. The same hour twice is no quiet at all.
  person_id uuid NOT NULL
  -- [personal] Who chose.
  digest_hour smallint NOT NULL DEFAULT 8
  -- [personal] At which hour a digest comes.
  quiet_from smallint NOT NULL DEFAULT 21
  -- [personal] From which hour on nothing is sent.
  quiet_until smallint NOT NULL DEFAULT 8
  -- [personal] Until which hour.
  CONSTRAINT notification_hours_of_day_ck CHECK ((((digest_hour >= 0) AND (digest_hour <= 23)) AND ((quiet_from >= 0) AND (quiet_from <= 23)) AND ((quiet_until >= 0) AND (quiet_until <= 23))))
  CONSTRAINT notification_hours_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT notification_hours_pk PRIMARY KEY (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_hours PERMISSIVE FOR ALL TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER notification_hours_goes_with_its_person AFTER UPDATE OF person_id ON public.notification_hours FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person()
  GRANT INSERT, SELECT, UPDATE TO accompany_app

TABLE public.occurrence OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  ask_id uuid NOT NULL
  pledge_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Who does it.
  pledger_standing text NOT NULL
  -- [personal] [stays] In which standing.
  due_at timestamp with time zone NOT NULL
  -- [personal] When it is due.
  state text NOT NULL DEFAULT 'DUE'::text
  -- [personal] [stays] How far it is: what counts are made of.
  reported_quantity integer
  -- [personal] How much they said was done.
  reported_at timestamp with time zone
  -- [personal] When they said so.
  attested_quantity integer
  -- [personal] How much the community says was done.
  attestation_id uuid
  attested_at timestamp with time zone
  -- [personal] When it said so.
  calendar_sequence integer NOT NULL DEFAULT 0
  -- How often something changed that calendars show.
  calendar_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it came to be, or something last changed that calendars show.
  planned_at timestamp with time zone NOT NULL
  -- [personal] When it was planned for, whatever it was moved to; one for each time of a pledge.
  due_again_at timestamp with time zone
  -- [personal] When it became due once more: sent back, or a no-show taken back.
  no_show_at timestamp with time zone
  -- [personal] When the community last recorded that nobody came.
  no_show_from text
  -- [personal] [stays] How far it was then: what it goes back to.
  contested_at timestamp with time zone
  -- [personal] When they contested that.
  contest_answered_at timestamp with time zone
  -- [personal] When the community answered.
  skip_asked_at timestamp with time zone
  -- [personal] When they asked to leave it out this time.
  skip_offered_at timestamp with time zone
  -- [personal] When the community said that it may be left out.
  reminded_at timestamp with time zone
  -- [personal] When the community was reminded of the report.
  state_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] Since when it is so far.
  confirmed_at timestamp with time zone
  -- [personal] When they last said that they will do it at this time.
  moved_at timestamp with time zone
  -- [personal] When they last moved it to another time.
  CONSTRAINT occurrence_attested_at_most_reported_ck CHECK (((attested_quantity >= 0) AND (attested_quantity <= reported_quantity)))
  CONSTRAINT occurrence_attested_ck CHECK ((((state = 'ATTESTED'::text) = (attested_quantity IS NOT NULL)) AND ((state = ANY (ARRAY['ATTESTED'::text, 'NO_SHOW'::text])) = (attestation_id IS NOT NULL))))
  CONSTRAINT occurrence_contested_ck CHECK ((((contested_at IS NULL) OR (no_show_at IS NOT NULL)) AND ((contest_answered_at IS NULL) OR (contested_at IS NOT NULL))))
  CONSTRAINT occurrence_no_show_ck CHECK (((no_show_from = ANY (ARRAY['DUE'::text, 'REPORTED'::text])) AND ((no_show_at IS NULL) = (no_show_from IS NULL)) AND ((state <> 'NO_SHOW'::text) OR (no_show_at IS NOT NULL))))
  CONSTRAINT occurrence_reported_ck CHECK (((state <> ALL (ARRAY['REPORTED'::text, 'UNCONFIRMED'::text])) OR ((reported_quantity >= 1) AND (reported_at IS NOT NULL))))
  CONSTRAINT occurrence_state_ck CHECK ((state = ANY (ARRAY['DUE'::text, 'REPORTED'::text, 'ATTESTED'::text, 'NO_SHOW'::text, 'UNCONFIRMED'::text, 'SKIPPED'::text])))
  CONSTRAINT occurrence_pledge_fk FOREIGN KEY (community_id, ask_id, pledge_id, pledger_id, pledger_standing) REFERENCES public.pledge(community_id, ask_id, id, pledger_id, pledger_standing)
  CONSTRAINT occurrence_pk PRIMARY KEY (id, community_id)
  CONSTRAINT occurrence_of_pledger_uq UNIQUE (community_id, id, pledger_id, pledger_standing)
  CONSTRAINT occurrence_planned_once_uq UNIQUE (community_id, pledge_id, planned_at)
  INDEX occurrence_awaiting_ix ON public.occurrence USING btree (community_id, ask_id, reported_at) WHERE (state = 'REPORTED'::text)
  INDEX occurrence_due_ix ON public.occurrence USING btree (due_at) WHERE (state = 'DUE'::text)
  INDEX occurrence_unanswered_ix ON public.occurrence USING btree (reported_at) WHERE (state = 'REPORTED'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM public.ask a
  WHERE ((a.community_id = occurrence.community_id) AND (a.id = occurrence.ask_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER calendar_changes BEFORE UPDATE ON public.occurrence FOR EACH ROW EXECUTE FUNCTION app.calendar_changes('due_at', 'state')
  TRIGGER occurrence_begins BEFORE INSERT ON public.occurrence FOR EACH ROW WHEN ((new.planned_at IS NULL)) EXECUTE FUNCTION app.occurrence_begins()
  TRIGGER occurrence_moves BEFORE UPDATE OF state ON public.occurrence FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION app.occurrence_moves()
  TRIGGER occurrences_are_counted AFTER UPDATE ON public.occurrence REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.occurrences_are_counted()
  GRANT SELECT TO accompany_app

TABLE public.offer OWNER accompany_owner
  -- What an ally suggests to do, seen by the community and by whoever suggested it. It reaches no priority; it becomes an ask when one of the people affected adopts it, and only so.
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid
  offered_by uuid NOT NULL
  -- [personal] Who offers: an ally, or an organization that is one.
  offerer_standing text NOT NULL DEFAULT 'ALLY'::text
  -- [personal] [of offered_by] [stays] In which standing.
  kind text NOT NULL
  -- [personal] [of offered_by] [stays] What sort of doing: one word of a list.
  text text NOT NULL
  -- [personal] [of offered_by] What they offer, in their words.
  quantity integer NOT NULL
  -- [personal] [of offered_by] How much.
  unit text NOT NULL
  -- [personal] [of offered_by] Of what.
  when_text text NOT NULL DEFAULT ''::text
  -- [personal] [of offered_by] When they could, in their words.
  where_text text NOT NULL DEFAULT ''::text
  -- [personal] [of offered_by] Where, in their words.
  language text NOT NULL
  -- [personal] [of offered_by] [stays] In which language they wrote.
  state text NOT NULL DEFAULT 'OFFERED'::text
  -- [personal] [of offered_by, answered_by] [stays] What came of it.
  offered_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of offered_by] When they offered it.
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '90 days'::interval)
  -- [personal] [of offered_by] Until when it waits for an answer.
  settled_at timestamp with time zone
  -- [personal] [of offered_by, answered_by] When it was answered or ended.
  answered_by uuid
  -- [personal] Who answered for the community; allies do not learn it.
  answerer_standing text NOT NULL DEFAULT 'AFFECTED'::text
  -- [personal] [of answered_by] [stays] In which standing.
  thanks text
  -- [personal] [of answered_by, offered_by] [goes with offered_by] With what words it was declined, in the name of the community.
  ask_id uuid
  version integer NOT NULL DEFAULT 1
  CONSTRAINT offer_adopted_ck CHECK (((state = 'ADOPTED'::text) = (ask_id IS NOT NULL)))
  CONSTRAINT offer_answered_ck CHECK (((state = ANY (ARRAY['ADOPTED'::text, 'DECLINED'::text])) = (answered_by IS NOT NULL)))
  CONSTRAINT offer_answerer_is_affected_ck CHECK ((answerer_standing = 'AFFECTED'::text))
  CONSTRAINT offer_by_ally_ck CHECK ((offerer_standing = 'ALLY'::text))
  CONSTRAINT offer_details_ck CHECK (((length(when_text) <= 300) AND (length(where_text) <= 300)))
  CONSTRAINT offer_kind_ck CHECK (((kind <> 'SPEAK'::text) AND (kind ~ '^[A-Z_]{1,40}$'::text)))
  CONSTRAINT offer_quantity_ck CHECK ((((quantity >= 1) AND (quantity <= 1000000)) AND (length(unit) <= 40)))
  CONSTRAINT offer_settled_ck CHECK (((state = 'OFFERED'::text) = (settled_at IS NULL)))
  CONSTRAINT offer_state_ck CHECK ((state = ANY (ARRAY['OFFERED'::text, 'ADOPTED'::text, 'DECLINED'::text, 'WITHDRAWN'::text, 'EXPIRED'::text])))
  CONSTRAINT offer_text_ck CHECK ((length(text) <= 4000))
  CONSTRAINT offer_thanks_ck CHECK (((length(thanks) <= 2000) AND ((thanks IS NULL) OR (state = 'DECLINED'::text))))
  CONSTRAINT offer_answered_by_fk FOREIGN KEY (community_id, answered_by, answerer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT offer_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES public.ask(community_id, id)
  CONSTRAINT offer_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT offer_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT offer_offered_by_fk FOREIGN KEY (community_id, offered_by, offerer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT offer_pk PRIMARY KEY (community_id, id)
  CONSTRAINT offer_ask_uq UNIQUE (community_id, ask_id)
  INDEX offer_campaign_ix ON public.offer USING btree (community_id, campaign_id, offered_at DESC, id DESC) WHERE (campaign_id IS NOT NULL)
  INDEX offer_id_ix ON public.offer USING btree (id)
  INDEX offer_listed_ix ON public.offer USING btree (community_id, offered_at DESC, id DESC)
  INDEX offer_offered_by_ix ON public.offer USING btree (offered_by, offered_at DESC)
  INDEX offer_settled_ix ON public.offer USING btree (settled_at) WHERE (settled_at IS NOT NULL)
  INDEX offer_waiting_ix ON public.offer USING btree (expires_at) WHERE (state = 'OFFERED'::text)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY offered PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((offered_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (community_id = ANY (( SELECT app.communities_as('ally'::text) AS communities_as)::uuid[])))
  POLICY own PERMISSIVE FOR SELECT TO accompany_app
    USING (offered_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY own_revised PERMISSIVE FOR UPDATE TO accompany_app
    USING ((offered_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (community_id = ANY (( SELECT app.communities_as('ally'::text) AS communities_as)::uuid[])) AND (state = 'OFFERED'::text) AND (expires_at > now()))
    WITH CHECK (offered_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))
  TRIGGER offer_is_made BEFORE INSERT ON public.offer FOR EACH ROW EXECUTE FUNCTION app.offer_is_made()
  GRANT INSERT (community_id, id, campaign_id, offered_by, kind, text, quantity, unit, when_text, where_text, language) TO accompany_app
  GRANT SELECT (community_id, id, campaign_id, offered_by, kind, text, quantity, unit, when_text, where_text, language, state, offered_at, expires_at, settled_at, thanks, ask_id, version) TO accompany_app
  GRANT UPDATE (kind, text, quantity, unit, when_text, where_text, language, version) TO accompany_app

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
  POLICY revised PERMISSIVE FOR UPDATE TO accompany_app
    USING ((id = ANY (( SELECT app.my_organizations() AS my_organizations)::uuid[])) AND (ended_at IS NULL))
    WITH CHECK (id = ANY (( SELECT app.my_organizations() AS my_organizations)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING true
  GRANT SELECT TO accompany_app
  GRANT UPDATE (name, about) TO accompany_app

TABLE public.organization_invitation OWNER accompany_owner
  organization_id uuid NOT NULL
  id uuid NOT NULL
  token_hash bytea NOT NULL
  invited_by uuid NOT NULL
  -- [personal] Who invited.
  expires_at timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of invited_by] When they did.
  used_at timestamp with time zone
  -- [personal] [of used_by] When they did.
  used_by uuid
  -- [personal] Who came to act for the organization by it.
  CONSTRAINT organization_invitation_lasts_7_days_ck CHECK ((expires_at <= (created_at + '7 days 00:01:00'::interval)))
  CONSTRAINT organization_invitation_invited_by_fk FOREIGN KEY (organization_id, invited_by) REFERENCES public.representative(organization_id, id)
  CONSTRAINT organization_invitation_organization_fk FOREIGN KEY (organization_id) REFERENCES public.organization(id)
  CONSTRAINT organization_invitation_used_by_fk FOREIGN KEY (organization_id, used_by) REFERENCES public.representative(organization_id, id)
  CONSTRAINT organization_invitation_pk PRIMARY KEY (organization_id, id)
  CONSTRAINT organization_invitation_token_uq UNIQUE (token_hash)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true

TABLE public.outbox_event OWNER accompany_owner
  -- Ids only: whoever delivers an event reads what it may say at that moment.
  id uuid NOT NULL
  community_id uuid
  kind text NOT NULL
  -- [personal] [stays] What happened; events to a person go with them, others within 30 days of their delivery.
  subject_id uuid NOT NULL
  -- [personal] Of a mail to a person, that person; of a deed, what was done to.
  data jsonb NOT NULL DEFAULT '{}'::jsonb
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  -- [personal] When it happened.
  attempts integer NOT NULL DEFAULT 0
  next_attempt_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  delivered_at timestamp with time zone
  -- [personal] When it was delivered.
  CONSTRAINT outbox_event_kind_ck CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text))
  CONSTRAINT outbox_event_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT outbox_event_pk PRIMARY KEY (id)
  INDEX outbox_event_delivered_ix ON public.outbox_event USING btree (delivered_at) WHERE (delivered_at IS NOT NULL)
  INDEX outbox_event_due_ix ON public.outbox_event USING btree (next_attempt_at, id) WHERE (delivered_at IS NULL)
  INDEX outbox_event_waiting_ix ON public.outbox_event USING btree (community_id, created_at, id) WHERE (delivered_at IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY added PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((delivered_at IS NULL) AND (attempts = 0) AND (( SELECT app.is_system() AS is_system) OR ((community_id IS NULL) AND (kind ~~ 'person.%'::text)) OR (community_id IN ( SELECT m.community_id
   FROM public.membership m
  WHERE (m.id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))))
  POLICY added_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((delivered_at IS NULL) AND (attempts = 0) AND (data ? 'leadId'::text) AND (community_id = ANY (( SELECT app.coalition_hosts() AS coalition_hosts)::uuid[])))
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

TABLE public.part_constituency OWNER accompany_owner
  -- Turnout by constituency, of those with ten people or more on the roll: smaller ones are never shown.
  community_id uuid NOT NULL
  part_id uuid NOT NULL
  constituency_id uuid NOT NULL
  roll_count integer NOT NULL
  ballot_count integer NOT NULL
  is_quorate boolean NOT NULL
  CONSTRAINT part_constituency_counts_ck CHECK (((roll_count >= 10) AND ((ballot_count >= 0) AND (ballot_count <= roll_count))))
  CONSTRAINT part_constituency_constituency_fk FOREIGN KEY (community_id, constituency_id) REFERENCES public.constituency(community_id, id)
  CONSTRAINT part_constituency_part_fk FOREIGN KEY (community_id, part_id) REFERENCES public.round_part(community_id, id)
  CONSTRAINT part_constituency_pk PRIMARY KEY (community_id, part_id, constituency_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.people_export OWNER accompany_owner
  -- That someone asked for the list of the people of a community, and what came of it. The list itself is made as it is taken and stored nowhere.
  community_id uuid NOT NULL
  id uuid NOT NULL
  requested_by uuid NOT NULL
  -- [personal] Who asked for it.
  reason text NOT NULL
  -- [personal] [of requested_by] Why, in their words.
  requested_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of requested_by] When they asked. It can be approved within 7 days.
  approved_by uuid
  -- [personal] Who agreed: another affected person, not the same one under another membership.
  approved_at timestamp with time zone
  -- [personal] [of approved_by] When they agreed. It can be taken within 24 hours, once, by who asked.
  downloaded_at timestamp with time zone
  -- [personal] [of requested_by] When it was taken.
  CONSTRAINT people_export_approved_whole_ck CHECK (((approved_by IS NULL) = (approved_at IS NULL)))
  CONSTRAINT people_export_by_two_ck CHECK ((approved_by <> requested_by))
  CONSTRAINT people_export_downloaded_if_approved_ck CHECK (((downloaded_at IS NULL) OR (approved_at IS NOT NULL)))
  CONSTRAINT people_export_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT people_export_approved_by_fk FOREIGN KEY (community_id, approved_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT people_export_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT people_export_requested_by_fk FOREIGN KEY (community_id, requested_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT people_export_pk PRIMARY KEY (community_id, id)
  INDEX people_export_id_ix ON public.people_export USING btree (id)
  INDEX people_export_latest_ix ON public.people_export USING btree (community_id, requested_at DESC, id DESC)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY requested PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (requested_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND app.people_may_be_exported(community_id))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('settled'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, requested_by, reason) TO accompany_app

TABLE public.person OWNER accompany_owner
  id uuid NOT NULL
  -- [personal] The account; nothing outside it and the vault names it.
  language text NOT NULL DEFAULT 'en'::text
  -- [personal] The language of their messages.
  time_zone text NOT NULL DEFAULT 'UTC'::text
  -- [personal] Their time zone.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When the account was made.
  suspended_at timestamp with time zone
  -- [personal] Since when the operator of this server keeps them out.
  is_operator boolean NOT NULL DEFAULT false
  -- [personal] An account of the host, made on the host: it stands in no community and acts by id alone.
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
  TRIGGER operator_stood_nowhere BEFORE UPDATE OF is_operator ON public.person FOR EACH ROW WHEN ((new.is_operator AND (NOT old.is_operator))) EXECUTE FUNCTION app.operator_stood_nowhere()
  TRIGGER steward_is_suspended AFTER UPDATE OF suspended_at ON public.person FOR EACH ROW WHEN (((old.suspended_at IS NULL) AND (new.suspended_at IS NOT NULL))) EXECUTE FUNCTION app.steward_is_suspended()
  GRANT SELECT TO accompany_app
  GRANT UPDATE (language, time_zone) TO accompany_app

TABLE public.pledge OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Who pledged.
  pledger_standing text NOT NULL
  -- [personal] [stays] In which standing.
  turn bigint NOT NULL
  quantity integer NOT NULL
  -- [personal] How much they pledged.
  plan_when timestamp with time zone NOT NULL
  -- [personal] When they plan to do it.
  plan_where text NOT NULL DEFAULT ''::text
  -- [personal] Where they plan to do it.
  plan_first_step text NOT NULL
  -- [personal] What they do first.
  brief_version integer NOT NULL
  -- [personal] The version of the brief that they read.
  terms_version integer NOT NULL
  -- [personal] The version of the terms that they accepted.
  agreement_version integer
  -- [personal] The version of the agreement that they had accepted.
  risk_tier_accepted integer NOT NULL
  -- [personal] The risk that they accepted.
  state text NOT NULL
  -- [personal] [stays] What became of it: what counts are made of.
  state_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] Since when it is so.
  left_because text
  -- [personal] Why they stepped back, in their words.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they pledged.
  version integer NOT NULL DEFAULT 1
  mandate_id uuid
  -- Under which mandate the ask was open when the pledge was made: the ask may be opened again under another.
  waiting_for text
  -- What a conditional pledge waits for, or did before it was asked to reconfirm.
  condition_others integer
  -- [personal] With how many others they would do it.
  condition_until timestamp with time zone
  -- [personal] Until when they wait for the others.
  offered_until timestamp with time zone
  -- [personal] Until when a place is offered to them.
  offer_lapsed_at timestamp with time zone
  -- [personal] When they last let an offered place pass.
  reconfirm_until timestamp with time zone
  -- [personal] Until when they are asked to confirm again.
  reconfirm_because text
  shift_id uuid
  shown_as text
  -- [personal] What they want to be called in this pledge.
  handed_to uuid
  lapsing_since timestamp with time zone
  -- [personal] Since when nothing was heard of them.
  gave_up_place boolean NOT NULL DEFAULT false
  -- It lapsed: its place went to others, and stays with them whatever is attested later.
  calendar_sequence integer NOT NULL DEFAULT 0
  -- How often something changed that calendars show.
  calendar_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it was made, or something last changed that calendars show.
  recurs boolean NOT NULL DEFAULT false
  -- Made to an ask with a cadence: done again and again, its quantity each time.
  plan_is_whole boolean NOT NULL DEFAULT true
  -- Whether every time at which it is to be done has its occurrence.
  planned_through timestamp with time zone
  -- [personal] Up to when its times are laid out; null for what is done once.
  until timestamp with time zone
  -- [personal] Until when they keep it up; null for as long as the ask wants.
  checked_in_at timestamp with time zone
  -- [personal] When they last said that they are still in.
  CONSTRAINT pledge_ally_agreed_ck CHECK (((pledger_standing = 'AFFECTED'::text) OR (agreement_version IS NOT NULL)))
  CONSTRAINT pledge_condition_ck CHECK ((((condition_others >= 1) AND (condition_others <= 100000)) AND ((condition_others IS NULL) = (condition_until IS NULL)) AND ((waiting_for IS DISTINCT FROM 'OWN_CONDITION'::text) OR (condition_others IS NOT NULL))))
  CONSTRAINT pledge_handed_ck CHECK (((handed_to IS NOT NULL) = (state = 'HANDED_OVER'::text)))
  CONSTRAINT pledge_late_says_why_ck CHECK (((state <> 'STEPPED_BACK_LATE'::text) OR (left_because IS NOT NULL)))
  CONSTRAINT pledge_left_because_ck CHECK ((length(left_because) <= 2000))
  CONSTRAINT pledge_offer_ck CHECK (((offered_until IS NULL) OR (state = 'WAITLISTED'::text)))
  CONSTRAINT pledge_plan_ck CHECK ((((length(plan_first_step) >= 1) AND (length(plan_first_step) <= 1000)) AND (length(plan_where) <= 300)))
  CONSTRAINT pledge_quantity_ck CHECK (((quantity >= 1) AND (quantity <= 1000000)))
  CONSTRAINT pledge_reconfirm_ck CHECK ((((reconfirm_until IS NOT NULL) = (state = 'NEEDS_RECONFIRMATION'::text)) AND ((reconfirm_because IS NOT NULL) = (state = 'NEEDS_RECONFIRMATION'::text)) AND (reconfirm_because = ANY (ARRAY['TERMS'::text, 'STOP'::text]))))
  CONSTRAINT pledge_shown_as_ck CHECK (((length(shown_as) >= 1) AND (length(shown_as) <= 60)))
  CONSTRAINT pledge_state_ck CHECK ((state = ANY (ARRAY['ACTIVE'::text, 'CONDITIONAL'::text, 'WAITLISTED'::text, 'NEEDS_RECONFIRMATION'::text, 'FULFILLED'::text, 'PARTLY_FULFILLED'::text, 'STEPPED_BACK'::text, 'STEPPED_BACK_LATE'::text, 'HANDED_OVER'::text, 'LAPSED'::text, 'NEVER_STARTED'::text, 'CANCELLED'::text])))
  CONSTRAINT pledge_waiting_for_ck CHECK (((waiting_for = ANY (ARRAY['THRESHOLD'::text, 'OWN_CONDITION'::text])) AND ((state <> 'CONDITIONAL'::text) OR (waiting_for IS NOT NULL)) AND ((waiting_for IS NULL) OR (state = ANY (ARRAY['CONDITIONAL'::text, 'NEEDS_RECONFIRMATION'::text])))))
  CONSTRAINT pledge_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES public.agreement(community_id, version)
  CONSTRAINT pledge_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT pledge_brief_fk FOREIGN KEY (community_id, campaign_id, brief_version) REFERENCES public.brief(community_id, campaign_id, version)
  CONSTRAINT pledge_handed_fk FOREIGN KEY (community_id, handed_to) REFERENCES public.pledge(community_id, id) DEFERRABLE INITIALLY DEFERRED
  CONSTRAINT pledge_mandate_fk FOREIGN KEY (community_id, mandate_id) REFERENCES public.mandate(community_id, id)
  CONSTRAINT pledge_pledger_fk FOREIGN KEY (community_id, pledger_id, pledger_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT pledge_shift_fk FOREIGN KEY (community_id, ask_id, shift_id) REFERENCES public.ask_shift(community_id, ask_id, id)
  CONSTRAINT pledge_terms_fk FOREIGN KEY (community_id, ask_id, terms_version) REFERENCES public.ask_terms(community_id, ask_id, version)
  CONSTRAINT pledge_pk PRIMARY KEY (community_id, id)
  CONSTRAINT pledge_by_pledger_uq UNIQUE (id, community_id, pledger_id, pledger_standing)
  CONSTRAINT pledge_of_pledger_uq UNIQUE (community_id, ask_id, id, pledger_id, pledger_standing)
  CONSTRAINT pledge_turn_uq UNIQUE (community_id, ask_id, turn)
  INDEX pledge_campaign_ix ON public.pledge USING btree (community_id, campaign_id, created_at DESC, id DESC)
  INDEX pledge_condition_ix ON public.pledge USING btree (condition_until) WHERE ((state = ANY (ARRAY['CONDITIONAL'::text, 'NEEDS_RECONFIRMATION'::text])) AND (waiting_for = 'OWN_CONDITION'::text))
  INDEX pledge_debrief_ix ON public.pledge USING btree (state_changed_at) WHERE (state = ANY (ARRAY['FULFILLED'::text, 'PARTLY_FULFILLED'::text]))
  INDEX pledge_lapsing_ix ON public.pledge USING btree (lapsing_since) WHERE (lapsing_since IS NOT NULL)
  INDEX pledge_latest_ix ON public.pledge USING btree (community_id, ask_id, created_at DESC, id DESC)
  INDEX pledge_offered_ix ON public.pledge USING btree (offered_until) WHERE (offered_until IS NOT NULL)
  UNIQUE INDEX pledge_one_live_per_pledger_uq ON public.pledge USING btree (community_id, ask_id, pledger_id) WHERE (state = ANY (ARRAY['ACTIVE'::text, 'CONDITIONAL'::text, 'WAITLISTED'::text, 'NEEDS_RECONFIRMATION'::text]))
  INDEX pledge_pledger_ix ON public.pledge USING btree (pledger_id, created_at DESC)
  INDEX pledge_queue_ix ON public.pledge USING btree (community_id, ask_id, turn) WHERE (state = ANY (ARRAY['WAITLISTED'::text, 'CONDITIONAL'::text]))
  INDEX pledge_reconfirm_ix ON public.pledge USING btree (reconfirm_until) WHERE (state = 'NEEDS_RECONFIRMATION'::text)
  INDEX pledge_recurs_ix ON public.pledge USING btree (planned_through) WHERE (recurs AND (state = 'ACTIVE'::text) AND (NOT plan_is_whole))
  INDEX pledge_shift_ix ON public.pledge USING btree (community_id, shift_id) WHERE (shift_id IS NOT NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM public.ask a
  WHERE ((a.community_id = pledge.community_id) AND (a.id = pledge.ask_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))))
  POLICY made PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (state = ANY (ARRAY['ACTIVE'::text, 'WAITLISTED'::text, 'CONDITIONAL'::text])))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  POLICY stepped_back PERMISSIVE FOR UPDATE TO accompany_app
    USING (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
    WITH CHECK ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (state = ANY (ARRAY['STEPPED_BACK'::text, 'STEPPED_BACK_LATE'::text])))
  TRIGGER calendar_changes BEFORE UPDATE ON public.pledge FOR EACH ROW EXECUTE FUNCTION app.calendar_changes('plan_when', 'state', 'risk_tier_accepted')
  TRIGGER pledge_begins BEFORE INSERT ON public.pledge FOR EACH ROW EXECUTE FUNCTION app.pledge_begins()
  TRIGGER pledge_moves BEFORE UPDATE OF state ON public.pledge FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION app.pledge_moves()
  TRIGGER pledges_changed_are_counted AFTER UPDATE ON public.pledge REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.pledges_are_counted()
  TRIGGER pledges_made_are_counted AFTER INSERT ON public.pledge REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.pledges_are_counted()
  TRIGGER questions_end_with_pledges AFTER UPDATE ON public.pledge REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.questions_end_with_pledges()
  TRIGGER shift_fills AFTER INSERT OR UPDATE OF state, waiting_for, offered_until, shift_id ON public.pledge FOR EACH ROW WHEN ((new.shift_id IS NOT NULL)) EXECUTE FUNCTION app.shift_fills()
  GRANT INSERT, SELECT TO accompany_app
  GRANT INSERT (until) TO accompany_app
  GRANT UPDATE (state, left_because) TO accompany_app

TABLE public.pledge_hand_over OWNER accompany_owner
  -- A pledge that its pledger would hand over, to whoever brings the code: at most one code for each, deleted once it is used, withdrawn or over.
  community_id uuid NOT NULL
  pledge_id uuid NOT NULL
  ask_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Who would hand it over.
  code_hash bytea NOT NULL
  -- A digest of the code, which alone is kept.
  offered_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] Since when.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when.
  CONSTRAINT pledge_hand_over_expires_ck CHECK ((expires_at > offered_at))
  CONSTRAINT pledge_hand_over_ask_fk FOREIGN KEY (community_id, ask_id) REFERENCES public.ask(community_id, id)
  CONSTRAINT pledge_hand_over_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES public.pledge(community_id, id)
  CONSTRAINT pledge_hand_over_pledger_fk FOREIGN KEY (community_id, pledger_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT pledge_hand_over_pk PRIMARY KEY (community_id, pledge_id)
  CONSTRAINT pledge_hand_over_code_uq UNIQUE (code_hash)
  INDEX pledge_hand_over_ask_ix ON public.pledge_hand_over USING btree (community_id, ask_id)
  INDEX pledge_hand_over_expires_ix ON public.pledge_hand_over USING btree (expires_at)
  INDEX pledge_hand_over_pledger_ix ON public.pledge_hand_over USING btree (community_id, pledger_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own PERMISSIVE FOR SELECT TO accompany_app
    USING (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  GRANT SELECT (community_id, pledge_id, ask_id, pledger_id, offered_at, expires_at) TO accompany_app

TABLE public.pledge_reminder_choice OWNER accompany_owner
  -- The same for one pledge of theirs; without minutes, as for all the others.
  community_id uuid NOT NULL
  pledge_id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who chose.
  minutes integer[]
  -- [personal] How long before or after the time that they planned.
  chosen_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they chose so.
  CONSTRAINT pledge_reminder_choice_minutes_ck CHECK (((cardinality(minutes) <= 5) AND (array_position(minutes, NULL::integer) IS NULL) AND ('-43200'::integer <= ALL (minutes)) AND (10080 >= ALL (minutes))))
  CONSTRAINT pledge_reminder_choice_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT pledge_reminder_choice_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES public.pledge(community_id, id)
  CONSTRAINT pledge_reminder_choice_pk PRIMARY KEY (community_id, pledge_id, person_id)
  INDEX pledge_reminder_choice_person_ix ON public.pledge_reminder_choice USING btree (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_changed PERMISSIVE FOR UPDATE TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY own_chosen PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((person_id = ( SELECT app.person_id() AS person_id)) AND (EXISTS ( SELECT
   FROM public.pledge p
  WHERE ((p.community_id = pledge_reminder_choice.community_id) AND (p.id = pledge_reminder_choice.pledge_id) AND (p.pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))))))
  POLICY own_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER pledge_reminder_choice_goes_with_its_person AFTER UPDATE OF person_id ON public.pledge_reminder_choice FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person()
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (minutes, chosen_at) TO accompany_app

TABLE public.priority OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  statement text NOT NULL
  -- [personal] [of proposed_by] [stays] The need that they named: the community’s from then on.
  details text NOT NULL DEFAULT ''::text
  -- [personal] [of proposed_by] [stays] What they added to it: the community’s from then on.
  language text NOT NULL DEFAULT 'en'::text
  rank integer
  -- Set only by the function that applies a counted round; no role of the service may write it.
  named_at timestamp with time zone
  -- When the community first stood behind it, by a live mandate or a rank. Until then only insiders see it.
  review_on date
  proposed_by uuid
  -- [personal] Who proposed it.
  proposer_standing text NOT NULL DEFAULT 'AFFECTED'::text
  -- [personal] [of proposed_by] [stays] In which standing.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of proposed_by] When they proposed it.
  version integer NOT NULL DEFAULT 1
  lead_id uuid
  withdrawn_at timestamp with time zone
  -- Since when it is withdrawn. Its rank stays: ranks change by a ratified round alone.
  withdrawn_because text
  -- [personal] [of put_aside_by] [stays] Why they withdrew it: a decision that others had to act on.
  merged_at timestamp with time zone
  merged_into uuid
  -- The priority that says it as well; always a live one when it is written, so that no chain comes about.
  put_aside_as text
  -- [personal] [of put_aside_by] [stays] As its proposer or as a steward: who may undo it follows from that.
  put_aside_by uuid
  -- [personal] Which member of the host withdrew or merged it.
  put_aside_for uuid
  -- The lead whose member did, in place of one of the host; who of it is on its own record.
  words_version integer NOT NULL DEFAULT 1
  -- The version at which its words last changed: older translations are stale.
  CONSTRAINT priority_details_ck CHECK ((length(details) <= 4000))
  CONSTRAINT priority_merged_whole_ck CHECK ((((merged_at IS NULL) = (merged_into IS NULL)) AND (merged_into <> id)))
  CONSTRAINT priority_named_is_not_merged_ck CHECK (((merged_into IS NULL) OR ((named_at IS NULL) AND (rank IS NULL))))
  CONSTRAINT priority_proposer_standing_ck CHECK ((proposer_standing = 'AFFECTED'::text))
  CONSTRAINT priority_put_aside_as_ck CHECK ((put_aside_as = ANY (ARRAY['PROPOSER'::text, 'STEWARD'::text])))
  CONSTRAINT priority_put_aside_once_ck CHECK ((num_nonnulls(withdrawn_at, merged_at) = num_nonnulls(put_aside_as)))
  CONSTRAINT priority_put_aside_signed_ck CHECK ((num_nonnulls(put_aside_by, put_aside_for) = num_nonnulls(put_aside_as)))
  CONSTRAINT priority_rank_ck CHECK ((rank >= 1))
  CONSTRAINT priority_signed_once_ck CHECK (((proposed_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT priority_statement_ck CHECK (((length(statement) >= 1) AND (length(statement) <= 300)))
  CONSTRAINT priority_withdrawn_because_ck CHECK (((withdrawn_because IS NULL) OR (((length(withdrawn_because) >= 1) AND (length(withdrawn_because) <= 500)) AND (withdrawn_at IS NOT NULL))))
  CONSTRAINT priority_withdrawn_says_why_ck CHECK (((withdrawn_at IS NULL) OR (put_aside_as = 'PROPOSER'::text) OR (withdrawn_because IS NOT NULL)))
  CONSTRAINT priority_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT priority_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT priority_merged_into_fk FOREIGN KEY (community_id, campaign_id, merged_into) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT priority_proposed_by_fk FOREIGN KEY (community_id, proposed_by, proposer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT priority_put_aside_by_fk FOREIGN KEY (community_id, put_aside_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT priority_put_aside_for_fk FOREIGN KEY (community_id, campaign_id, put_aside_for) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT priority_pk PRIMARY KEY (community_id, id)
  CONSTRAINT priority_in_campaign_uq UNIQUE (community_id, campaign_id, id)
  CONSTRAINT priority_rank_uq UNIQUE (community_id, campaign_id, rank) DEFERRABLE
  INDEX priority_id_ix ON public.priority USING btree (id)
  INDEX priority_merged_into_ix ON public.priority USING btree (community_id, merged_into) WHERE (merged_into IS NOT NULL)
  UNIQUE INDEX priority_statement_uq ON public.priority USING btree (community_id, campaign_id, lower(statement)) WHERE ((withdrawn_at IS NULL) AND (merged_into IS NULL))
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY edited PERMISSIVE FOR UPDATE TO accompany_app
    USING ((named_at IS NULL) AND (withdrawn_at IS NULL) AND (merged_into IS NULL) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
    WITH CHECK (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY edited_for_lead PERMISSIVE FOR UPDATE TO accompany_app
    USING ((named_at IS NULL) AND (withdrawn_at IS NULL) AND (merged_into IS NULL) AND ( SELECT true
   FROM public.lead_act a
  WHERE ((a.community_id = priority.lead_id) AND (a.id = priority.id) AND (a.membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))) AND app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
    WITH CHECK (( SELECT true
   FROM public.lead_act a
  WHERE ((a.community_id = priority.lead_id) AND (a.id = priority.id) AND (a.membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))) AND app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY only_affected_delete RESTRICTIVE FOR DELETE TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  POLICY only_affected_insert RESTRICTIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
  POLICY only_affected_update RESTRICTIVE FOR UPDATE TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY proposed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND (proposed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY proposed_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK app.leads_campaign(community_id, campaign_id, lead_id, 'affected'::text)
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (((named_at IS NOT NULL) AND ( SELECT true
   FROM public.campaign g
  WHERE ((g.community_id = priority.community_id) AND (g.id = priority.campaign_id)))) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) AND (withdrawn_at IS NULL) AND (merged_into IS NULL)))
  TRIGGER listed_stays BEFORE UPDATE OF statement, details, language, withdrawn_at, merged_into ON public.priority FOR EACH ROW WHEN ((((((old.statement IS DISTINCT FROM new.statement) OR (old.details IS DISTINCT FROM new.details)) OR (old.language IS DISTINCT FROM new.language)) OR (old.withdrawn_at IS DISTINCT FROM new.withdrawn_at)) OR (old.merged_into IS DISTINCT FROM new.merged_into))) EXECUTE FUNCTION app.listed_priority_stays()
  TRIGGER signs_for_lead BEFORE INSERT ON public.priority FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  TRIGGER words_change BEFORE UPDATE OF statement, details, language ON public.priority FOR EACH ROW WHEN ((((old.statement IS DISTINCT FROM new.statement) OR (old.details IS DISTINCT FROM new.details)) OR (old.language IS DISTINCT FROM new.language))) EXECUTE FUNCTION app.priority_words_change()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, statement, details, language, review_on, proposed_by, lead_id) TO accompany_app
  GRANT UPDATE (statement, details, language, review_on, version) TO accompany_app

TABLE public.priority_remark OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  text text
  -- [personal] [of written_by] What they said: their own words, gone when they take them back or erase themselves.
  written_by uuid
  -- [personal] Who said it.
  writer_standing text NOT NULL DEFAULT 'AFFECTED'::text
  -- [personal] [of written_by] [stays] In which standing.
  lead_id uuid
  -- The community beside the host whose member said it; who of it stays with that community.
  written_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of written_by] When they said it.
  withdrawn_at timestamp with time zone
  -- [personal] [of written_by] When they took it back.
  removed_at timestamp with time zone
  -- [personal] [of written_by, removed_by] When a steward took it away.
  removed_because text
  -- [personal] [of written_by, removed_by] [goes with written_by] Why a steward took it away.
  removed_by uuid
  -- [personal] Which steward of the host took it away.
  removed_for uuid
  -- The lead whose steward took it away, in place of one of the host.
  CONSTRAINT priority_remark_gone_says_nothing_ck CHECK (((num_nonnulls(withdrawn_at, removed_at) = 0) OR ((text IS NULL) AND (num_nonnulls(withdrawn_at, removed_at) = 1))))
  CONSTRAINT priority_remark_removed_because_ck CHECK (((removed_because IS NULL) OR (((length(removed_because) >= 1) AND (length(removed_because) <= 500)) AND (removed_at IS NOT NULL))))
  CONSTRAINT priority_remark_removed_signed_ck CHECK ((num_nonnulls(removed_by, removed_for) = num_nonnulls(removed_at)))
  CONSTRAINT priority_remark_signed_once_ck CHECK (((written_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT priority_remark_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
  CONSTRAINT priority_remark_writer_standing_ck CHECK ((writer_standing = 'AFFECTED'::text))
  CONSTRAINT priority_remark_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT priority_remark_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT priority_remark_removed_by_fk FOREIGN KEY (community_id, removed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT priority_remark_removed_for_fk FOREIGN KEY (removed_for) REFERENCES public.community(id)
  CONSTRAINT priority_remark_written_by_fk FOREIGN KEY (community_id, written_by, writer_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT priority_remark_pk PRIMARY KEY (community_id, id)
  INDEX priority_remark_id_ix ON public.priority_remark USING btree (id)
  INDEX priority_remark_listed_ix ON public.priority_remark USING btree (community_id, priority_id, written_at, id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])) AND ( SELECT true
   FROM public.priority p
  WHERE ((p.community_id = priority_remark.community_id) AND (p.id = priority_remark.priority_id))))
  TRIGGER serves_live_priority BEFORE INSERT ON public.priority_remark FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority()
  TRIGGER signs_for_lead BEFORE INSERT ON public.priority_remark FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT TO accompany_app

TABLE public.priority_round OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  state text NOT NULL DEFAULT 'SCHEDULED'::text
  method text NOT NULL
  voice text NOT NULL
  quorum_percent integer NOT NULL
  constituency_quorum_percent integer
  note text NOT NULL DEFAULT ''::text
  -- [personal] [stays] What it decides, in their words: what others voted on.
  opens_at timestamp with time zone
  -- Null: when a steward opens it.
  closes_at timestamp with time zone NOT NULL
  objection_hours integer NOT NULL
  review_on date NOT NULL
  budget integer
  completion text
  adopts_asks boolean NOT NULL DEFAULT true
  successor_of uuid
  scheduled_by uuid NOT NULL
  -- [personal] Who scheduled it.
  scheduled_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  lot_seed bytea
  -- Drawn when it opens, published from then on: the order of lots follows from it.
  objections_needed integer
  publishes_ballots boolean NOT NULL DEFAULT false
  -- Each community that voted did so with at least five ballots; set when it is counted.
  opened_at timestamp with time zone
  closed_at timestamp with time zone
  counted_at timestamp with time zone
  objections_until timestamp with time zone
  ended_at timestamp with time zone
  cancelled_because text
  reminded_at timestamp with time zone
  -- When everyone on its roll was told that it closes soon: once, however often it is extended.
  calendar_sequence integer NOT NULL DEFAULT 0
  -- How often something changed that calendars show.
  calendar_changed_at timestamp with time zone NOT NULL DEFAULT now()
  -- When that was last.
  CONSTRAINT priority_round_budget_ck CHECK ((((budget IS NOT NULL) = (method = 'EQUAL_SHARES'::text)) AND ((completion IS NOT NULL) = (method = 'EQUAL_SHARES'::text)) AND ((budget >= 1) AND (budget <= 1000000)) AND (completion = ANY (ARRAY['NONE'::text, 'BY_SUPPORT'::text]))))
  CONSTRAINT priority_round_cancelled_ck CHECK ((((state = 'CANCELLED'::text) = (cancelled_because IS NOT NULL)) AND ((length(cancelled_because) >= 1) AND (length(cancelled_because) <= 1000))))
  CONSTRAINT priority_round_counted_ck CHECK (((state <> ALL (ARRAY['COUNTED'::text, 'OBJECTED'::text, 'RATIFIED'::text])) OR ((closed_at IS NOT NULL) AND (counted_at IS NOT NULL) AND (objections_until IS NOT NULL))))
  CONSTRAINT priority_round_ended_ck CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['RATIFIED'::text, 'INQUORATE'::text, 'OBJECTED'::text, 'CANCELLED'::text]))))
  CONSTRAINT priority_round_method_ck CHECK ((method = ANY (ARRAY['PROPORTIONAL'::text, 'MAJORITY'::text, 'EQUAL_SHARES'::text])))
  CONSTRAINT priority_round_note_ck CHECK ((length(note) <= 2000))
  CONSTRAINT priority_round_objection_hours_ck CHECK (((objection_hours >= 0) AND (objection_hours <= 336)))
  CONSTRAINT priority_round_opened_ck CHECK (((state = ANY (ARRAY['SCHEDULED'::text, 'CANCELLED'::text])) OR ((opened_at IS NOT NULL) AND (lot_seed IS NOT NULL) AND (objections_needed IS NOT NULL))))
  CONSTRAINT priority_round_quorum_ck CHECK ((((quorum_percent >= 0) AND (quorum_percent <= 100)) AND ((constituency_quorum_percent >= 0) AND (constituency_quorum_percent <= 100))))
  CONSTRAINT priority_round_state_ck CHECK ((state = ANY (ARRAY['SCHEDULED'::text, 'OPEN'::text, 'CLOSED'::text, 'COUNTED'::text, 'RATIFIED'::text, 'INQUORATE'::text, 'OBJECTED'::text, 'CANCELLED'::text])))
  CONSTRAINT priority_round_times_ck CHECK ((opens_at < closes_at))
  CONSTRAINT priority_round_voice_ck CHECK ((voice = ANY (ARRAY['PER_COMMUNITY'::text, 'PER_PERSON'::text])))
  CONSTRAINT priority_round_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT priority_round_scheduled_by_fk FOREIGN KEY (community_id, scheduled_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT priority_round_successor_of_fk FOREIGN KEY (community_id, campaign_id, successor_of) REFERENCES public.priority_round(community_id, campaign_id, id)
  CONSTRAINT priority_round_pk PRIMARY KEY (community_id, id)
  CONSTRAINT priority_round_in_campaign_uq UNIQUE (community_id, campaign_id, id)
  INDEX priority_round_due_ix ON public.priority_round USING btree (state) WHERE (ended_at IS NULL)
  INDEX priority_round_id_ix ON public.priority_round USING btree (id)
  INDEX priority_round_listed_ix ON public.priority_round USING btree (community_id, campaign_id, scheduled_at DESC, id DESC)
  UNIQUE INDEX priority_round_one_at_a_time_uq ON public.priority_round USING btree (community_id, campaign_id) WHERE (state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text, 'COUNTED'::text]))
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
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
  POLICY scheduled PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND (state = 'SCHEDULED'::text) AND (scheduled_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (((state = 'RATIFIED'::text) AND ( SELECT true
   FROM public.campaign g
  WHERE ((g.community_id = priority_round.community_id) AND (g.id = priority_round.campaign_id)))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  TRIGGER calendar_changes BEFORE UPDATE ON public.priority_round FOR EACH ROW EXECUTE FUNCTION app.calendar_changes('opens_at', 'closes_at', 'state')
  CONSTRAINT TRIGGER tells_leads AFTER UPDATE OF state ON public.priority_round DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.state <> old.state) AND (new.state = ANY (ARRAY['COUNTED'::text, 'INQUORATE'::text, 'OBJECTED'::text, 'RATIFIED'::text, 'CANCELLED'::text])))) EXECUTE FUNCTION app.tell_leads_of_round()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, method, voice, quorum_percent, constituency_quorum_percent, note, opens_at, closes_at, objection_hours, review_on, budget, completion, adopts_asks, successor_of, scheduled_by) TO accompany_app

TABLE public.priority_translation OWNER accompany_owner
  -- One a language. A newer one replaces the row: under another id, with the next version.
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  priority_id uuid NOT NULL
  language text NOT NULL
  statement text NOT NULL
  -- [personal] [stays] The need in the translator’s words: the community’s from then on.
  details text NOT NULL DEFAULT ''::text
  -- [personal] [stays] What is said of it in the translator’s words: the community’s from then on.
  of_version integer NOT NULL
  -- The version of the priority that it translates.
  version integer NOT NULL
  translated_by uuid
  -- [personal] Who translated it.
  translator_standing text NOT NULL DEFAULT 'AFFECTED'::text
  -- [personal] [stays] In which standing.
  lead_id uuid
  -- The community beside the host whose member translated it; who of it stays with that community.
  translated_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  CONSTRAINT priority_translation_details_ck CHECK ((length(details) <= 4000))
  CONSTRAINT priority_translation_signed_once_ck CHECK (((translated_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT priority_translation_standing_ck CHECK ((translator_standing = 'AFFECTED'::text))
  CONSTRAINT priority_translation_statement_ck CHECK (((length(statement) >= 1) AND (length(statement) <= 300)))
  CONSTRAINT priority_translation_by_fk FOREIGN KEY (community_id, translated_by, translator_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT priority_translation_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT priority_translation_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT priority_translation_pk PRIMARY KEY (community_id, id)
  CONSTRAINT priority_translation_once_uq UNIQUE (community_id, priority_id, language)
  INDEX priority_translation_id_ix ON public.priority_translation USING btree (id)
  INDEX priority_translation_priority_ix ON public.priority_translation USING btree (priority_id, language)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT true
   FROM public.priority p
  WHERE ((p.community_id = priority_translation.community_id) AND (p.id = priority_translation.priority_id)))
  TRIGGER serves_live_priority BEFORE INSERT ON public.priority_translation FOR EACH ROW EXECUTE FUNCTION app.serves_live_priority()
  TRIGGER signs_for_lead BEFORE INSERT ON public.priority_translation FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT TO accompany_app

TABLE public.public_figure OWNER accompany_owner WITH (fillfactor=50)
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
  people_behind integer[] NOT NULL DEFAULT '{0,0,0,0,0,0,0,0,0,0,0,0,0}'::integer[]
  -- How many people, or organizations, stood behind each measure when its figure last moved. Private: no role of the service may read it.
  is_full boolean NOT NULL DEFAULT false
  -- Whether pledges wait for a place: the one fact of the tally that anyone may know. Kept by trigger.
  body text NOT NULL DEFAULT 'PEOPLE'::text
  -- Whose part in it: a row that is exact holds the whole; else people and organizations have one each, and k of their own kind stand behind it.
  conditional_count integer DEFAULT 0
  conditional_quantity integer DEFAULT 0
  lapsed_count integer DEFAULT 0
  no_show_count integer DEFAULT 0
  handed_over_count integer DEFAULT 0
  unconfirmed_count integer DEFAULT 0
  day date NOT NULL DEFAULT ((now() AT TIME ZONE 'UTC'::text))::date
  -- The last local day on which what it tells changed: the row tells what is told from then on.
  day_ends timestamp with time zone NOT NULL DEFAULT (date_trunc('day'::text, now(), 'UTC'::text) + '1 day'::interval)
  -- When that day ends in the time zone of the campaign. The first change after it writes a figure_day.
  lot uuid DEFAULT gen_random_uuid()
  -- What its patience is drawn from. Private: no role of the service may read it.
  CONSTRAINT public_figure_body_ck CHECK (((body = 'PEOPLE'::text) OR ((body = 'ORGANIZATIONS'::text) AND (NOT is_exact) AND (quantity_wanted = 0))))
  CONSTRAINT public_figure_k_ck CHECK ((k >= 5))
  CONSTRAINT public_figure_lot_ck CHECK ((lot IS NOT NULL)) NOT VALID
  CONSTRAINT public_figure_suppressed_ck CHECK ((is_exact OR (NOT (ARRAY[pledged_count, waitlisted_count, reported_count, attested_count, sent_back_count, stepped_back_count, cancelled_count, never_started_count, conditional_count, lapsed_count, no_show_count, handed_over_count, unconfirmed_count] && '{1,2,3,4}'::integer[]))))
  CONSTRAINT public_figure_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT public_figure_pk PRIMARY KEY (community_id, ask_id, body)
  INDEX public_figure_ask_ix ON public.public_figure USING btree (ask_id)
  INDEX public_figure_campaign_ix ON public.public_figure USING btree (campaign_id)
  INDEX public_figure_priority_ix ON public.public_figure USING btree (priority_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (published OR ((community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) AND (EXISTS ( SELECT
   FROM public.ask a
  WHERE ((a.community_id = public_figure.community_id) AND (a.id = public_figure.ask_id) AND (a.opened_at IS NOT NULL))))))
  POLICY seen_by_key PERMISSIVE FOR SELECT TO accompany_app
    USING ((campaign_id = ANY (( SELECT app.key_campaigns() AS key_campaigns)::uuid[])) AND ( SELECT true
   FROM public.ask a
  WHERE ((a.community_id = public_figure.community_id) AND (a.id = public_figure.ask_id))))
  TRIGGER day_begins BEFORE INSERT ON public.public_figure FOR EACH ROW EXECUTE FUNCTION app.day_begins()
  TRIGGER day_closes BEFORE UPDATE ON public.public_figure FOR EACH ROW WHEN ((now() >= old.day_ends)) EXECUTE FUNCTION app.figure_day_closes()
  GRANT SELECT (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, pledged_count, pledged_quantity, waitlisted_count, waitlisted_quantity, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count, stepped_back_count, cancelled_count, never_started_count, is_full, body, conditional_count, conditional_quantity, lapsed_count, no_show_count, handed_over_count, unconfirmed_count, day) TO accompany_app

TABLE public.record_daily_head OWNER accompany_owner
  -- Where each record ended at the end of a day (UTC). Added once a day by the clock, for days on which that changed; never changed, never removed.
  community_id uuid NOT NULL
  day date NOT NULL
  seq bigint NOT NULL
  hash bytea NOT NULL
  was_public boolean NOT NULL
  -- Whether the page of the community was public when it was written: outsiders learn nothing of the days before.
  CONSTRAINT record_daily_head_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT record_daily_head_pk PRIMARY KEY (community_id, day)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[])) OR ( SELECT app.is_system() AS is_system) OR (was_public AND (EXISTS ( SELECT
   FROM public.community c
  WHERE ((c.id = record_daily_head.community_id) AND c.published)))))
  GRANT SELECT TO accompany_app

TABLE public.record_entry OWNER accompany_owner
  -- Append-only. Written unchained in the transaction of the deed, chained within a second by app.seal_record. Personal data by reference only.
  community_id uuid NOT NULL
  id uuid NOT NULL
  kind text NOT NULL
  -- [personal] [of actor_id, subject_id] [stays] What was done: the chain covers it.
  actor_id uuid
  -- [personal] Who did it.
  actor_role text NOT NULL
  -- [personal] [of actor_id] [stays] In which standing: the chain covers it.
  campaign_id uuid
  subject_type text NOT NULL
  -- [personal] [of actor_id, subject_id] [stays] What it was done to: the chain covers it.
  subject_id uuid NOT NULL
  -- [personal] Who or what it was done to.
  details jsonb NOT NULL DEFAULT '{}'::jsonb
  -- [personal] [of actor_id, subject_id] [stays] Numbers and states; where they are of a person they are erased with their salt, which the chain allows.
  salt bytea DEFAULT uuid_send(gen_random_uuid())
  recorded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  -- [personal] [of actor_id, subject_id] When.
  details_hash bytea
  seq bigint
  hash bytea
  CONSTRAINT record_entry_actor_role_ck CHECK ((actor_role = ANY (ARRAY['STEWARD'::text, 'AFFECTED'::text, 'ALLY'::text, 'SYSTEM'::text, 'OPERATOR'::text, 'OUTSIDER'::text])))
  CONSTRAINT record_entry_kind_ck CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text))
  CONSTRAINT record_entry_sealed_whole_ck CHECK ((((seq IS NULL) = (hash IS NULL)) AND ((seq IS NULL) = (details_hash IS NULL))))
  CONSTRAINT record_entry_actor_fk FOREIGN KEY (community_id, actor_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT record_entry_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT record_entry_pk PRIMARY KEY (id, community_id)
  INDEX record_entry_campaign_ix ON public.record_entry USING btree (community_id, campaign_id, recorded_at)
  INDEX record_entry_latest_ix ON public.record_entry USING btree (community_id, recorded_at DESC, id DESC)
  UNIQUE INDEX record_entry_seq_uq ON public.record_entry USING btree (community_id, seq) WHERE (seq IS NOT NULL)
  INDEX record_entry_unsealed_ix ON public.record_entry USING btree (community_id, recorded_at, id) WHERE (seq IS NULL)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY added PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((seq IS NULL) AND ((EXISTS ( SELECT
   FROM public.membership m
  WHERE ((m.community_id = record_entry.community_id) AND (m.id = record_entry.actor_id) AND (m.id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) AND (m.ended_at IS NULL) AND (record_entry.actor_role =
        CASE
            WHEN (m.is_steward AND (m.community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))) THEN 'STEWARD'::text
            ELSE m.standing
        END)))) OR (( SELECT app.is_system() AS is_system) AND (actor_id IS NULL) AND (actor_role = 'SYSTEM'::text))))
  POLICY added_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((seq IS NULL) AND (actor_id IS NULL) AND (actor_role = app.lead_role(community_id, campaign_id, ((details ->> 'leadId'::text))::uuid)))
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

TABLE public.reminder OWNER accompany_owner
  -- That someone was reminded of a time, once for each time and each moment that they chose; or passed over, as all stood still then.
  community_id uuid NOT NULL
  id uuid NOT NULL
  pledge_id uuid NOT NULL
  occurrence_id uuid
  person_id uuid NOT NULL
  -- [personal] Who was reminded.
  kind text NOT NULL
  -- [personal] [stays] Of what: a time of their own, a pledge to confirm again, a place on offer; goes with the row.
  about_at timestamp with time zone NOT NULL
  -- [personal] Of which time.
  minutes integer NOT NULL
  -- [personal] How long before or after it, as they chose.
  passed_over boolean NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When.
  CONSTRAINT reminder_kind_ck CHECK (((kind = ANY (ARRAY['TIME'::text, 'RECONFIRM'::text, 'PLACE'::text])) AND ((kind = 'TIME'::text) = (occurrence_id IS NOT NULL))))
  CONSTRAINT reminder_occurrence_fk FOREIGN KEY (community_id, occurrence_id) REFERENCES public.occurrence(community_id, id)
  CONSTRAINT reminder_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT reminder_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES public.pledge(community_id, id)
  CONSTRAINT reminder_pk PRIMARY KEY (community_id, id)
  CONSTRAINT reminder_once_uq UNIQUE NULLS NOT DISTINCT (community_id, pledge_id, occurrence_id, kind, person_id, about_at, minutes)
  INDEX reminder_occurrence_ix ON public.reminder USING btree (community_id, occurrence_id)
  INDEX reminder_old_ix ON public.reminder USING btree (made_at)
  INDEX reminder_person_ix ON public.reminder USING btree (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER reminder_goes_with_its_person AFTER UPDATE OF person_id ON public.reminder FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person()

TABLE public.reminder_choice OWNER accompany_owner
  -- When someone wants to be reminded of what they pledged, where that is not as for everybody.
  person_id uuid NOT NULL
  -- [personal] Who chose.
  minutes integer[] NOT NULL
  -- [personal] How long before or after the time that they planned: minutes, negative before.
  chosen_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they chose so.
  CONSTRAINT reminder_choice_minutes_ck CHECK (((cardinality(minutes) <= 5) AND (array_position(minutes, NULL::integer) IS NULL) AND ('-43200'::integer <= ALL (minutes)) AND (10080 >= ALL (minutes))))
  CONSTRAINT reminder_choice_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT reminder_choice_pk PRIMARY KEY (person_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_times PERMISSIVE FOR ALL TO accompany_app
    USING (person_id = ( SELECT app.person_id() AS person_id))
    WITH CHECK (person_id = ( SELECT app.person_id() AS person_id))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  TRIGGER reminder_choice_goes_with_its_person AFTER UPDATE OF person_id ON public.reminder_choice FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person()
  GRANT INSERT, SELECT TO accompany_app
  GRANT UPDATE (minutes, chosen_at) TO accompany_app

TABLE public.removal OWNER accompany_owner
  -- An affected person is removed: at once by a steward, or, being a steward, by two others after 72 hours in which anyone affected may object.
  community_id uuid NOT NULL
  id uuid NOT NULL
  membership_id uuid NOT NULL
  -- [personal] Who is removed.
  takes_two boolean NOT NULL
  reason text NOT NULL
  -- [personal] [of membership_id, proposed_by] [goes with membership_id] Why, as the stewards wrote it. The person removed reads it.
  state text NOT NULL
  -- [personal] [of membership_id, proposed_by, confirmed_by] [stays] How far it is: what the community decided.
  proposed_by uuid NOT NULL
  -- [personal] Which steward proposed or did it.
  proposed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of membership_id, proposed_by] When.
  expires_at timestamp with time zone NOT NULL DEFAULT (now() + '14 days'::interval)
  -- [personal] [of membership_id, proposed_by] Until when another steward can confirm it.
  confirmed_by uuid
  -- [personal] Which steward confirmed it.
  confirmed_at timestamp with time zone
  -- [personal] [of membership_id, confirmed_by] When.
  due_at timestamp with time zone
  -- [personal] [of membership_id, confirmed_by] When it takes effect.
  closed_at timestamp with time zone
  -- [personal] [of membership_id, proposed_by, confirmed_by] When it was over.
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
  -- [personal] The person at one organization.
  person_id uuid NOT NULL
  -- [personal] Who acts for the organization.
  since timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id] Since when they act for it.
  ended_at timestamp with time zone
  -- [personal] [of person_id] Since when they no longer do.
  pseudonym text NOT NULL
  -- [personal] [of person_id] What the representatives of the organization call each other; in no community anyone is called so.
  CONSTRAINT representative_pseudonym_ck CHECK (((length(pseudonym) >= 1) AND (length(pseudonym) <= 60)))
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
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (organization_id = ANY (( SELECT app.my_organizations() AS my_organizations)::uuid[]))
  TRIGGER operator_stands_nowhere BEFORE INSERT OR UPDATE OF person_id ON public.representative FOR EACH ROW EXECUTE FUNCTION app.operator_stands_nowhere()
  GRANT SELECT (organization_id, id, since, ended_at, pseudonym) TO accompany_app

TABLE public.roll_constituency OWNER accompany_owner
  -- Frozen with the roll, and gone when the part is closed.
  community_id uuid NOT NULL
  part_id uuid NOT NULL
  constituency_id uuid NOT NULL
  -- [personal] [stays] The constituency; goes with the row.
  membership_id uuid NOT NULL
  -- [personal] Who belongs to it, until the ballots are counted.
  CONSTRAINT roll_constituency_constituency_fk FOREIGN KEY (community_id, constituency_id) REFERENCES public.constituency(community_id, id)
  CONSTRAINT roll_constituency_entry_fk FOREIGN KEY (community_id, part_id, membership_id) REFERENCES public.roll_entry(community_id, part_id, membership_id)
  CONSTRAINT roll_constituency_pk PRIMARY KEY (community_id, part_id, constituency_id, membership_id)
  INDEX roll_constituency_membership_ix ON public.roll_constituency USING btree (community_id, membership_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  GRANT SELECT TO accompany_app

TABLE public.roll_entry OWNER accompany_owner
  community_id uuid NOT NULL
  part_id uuid NOT NULL
  membership_id uuid NOT NULL
  -- [personal] Who could vote.
  on_paper boolean NOT NULL DEFAULT false
  -- [personal] Whether their vote was taken on paper.
  CONSTRAINT roll_entry_membership_fk FOREIGN KEY (community_id, membership_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT roll_entry_part_fk FOREIGN KEY (community_id, part_id) REFERENCES public.round_part(community_id, id)
  CONSTRAINT roll_entry_pk PRIMARY KEY (community_id, part_id, membership_id)
  INDEX roll_entry_membership_ix ON public.roll_entry USING btree (community_id, membership_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY own_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (membership_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.round_ballot OWNER accompany_owner
  -- Ballots of a closed part, in an order drawn at random: no person, no time. With a coalition they reach the host like this.
  community_id uuid NOT NULL
  round_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  part_number integer NOT NULL
  receipt text NOT NULL
  marks bytea NOT NULL
  CONSTRAINT round_ballot_marks_ck CHECK (((octet_length(marks) >= 1) AND (octet_length(marks) <= 200)))
  CONSTRAINT round_ballot_receipt_ck CHECK ((receipt ~ '^[0-9A-HJKMNP-TV-Z]{16}$'::text))
  CONSTRAINT round_ballot_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES public.priority_round(community_id, campaign_id, id)
  CONSTRAINT round_ballot_pk PRIMARY KEY (community_id, round_id, id)
  CONSTRAINT round_ballot_receipt_uq UNIQUE (community_id, round_id, receipt)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[])) AND ( SELECT true
   FROM public.priority_round r
  WHERE ((r.community_id = round_ballot.community_id) AND (r.id = round_ballot.round_id) AND r.publishes_ballots)))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) AND ( SELECT true
   FROM public.priority_round r
  WHERE ((r.community_id = round_ballot.community_id) AND (r.id = round_ballot.round_id) AND r.publishes_ballots)))
  GRANT SELECT TO accompany_app

TABLE public.round_item OWNER accompany_owner
  community_id uuid NOT NULL
  round_id uuid NOT NULL
  priority_id uuid NOT NULL
  campaign_id uuid NOT NULL
  cost integer
  "position" integer
  lot integer
  statement text
  -- As it stood when the round opened: what people voted on.
  rank integer
  CONSTRAINT round_item_cost_ck CHECK (((cost >= 1) AND (cost <= 1000000)))
  CONSTRAINT round_item_frozen_ck CHECK (((("position" IS NULL) = (lot IS NULL)) AND (("position" IS NULL) = (statement IS NULL)) AND ((rank IS NULL) OR ("position" IS NOT NULL))))
  CONSTRAINT round_item_numbers_ck CHECK (((("position" >= 0) AND ("position" <= 199)) AND ((lot >= 1) AND (lot <= 200)) AND ((rank >= 1) AND (rank <= 200))))
  CONSTRAINT round_item_priority_fk FOREIGN KEY (community_id, campaign_id, priority_id) REFERENCES public.priority(community_id, campaign_id, id)
  CONSTRAINT round_item_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES public.priority_round(community_id, campaign_id, id)
  CONSTRAINT round_item_pk PRIMARY KEY (community_id, round_id, priority_id)
  CONSTRAINT round_item_lot_uq UNIQUE (community_id, round_id, lot)
  CONSTRAINT round_item_position_uq UNIQUE (community_id, round_id, "position")
  CONSTRAINT round_item_rank_uq UNIQUE (community_id, round_id, rank)
  INDEX round_item_priority_ix ON public.round_item USING btree (community_id, priority_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY estimated PERMISSIVE FOR UPDATE TO accompany_app
    USING (("position" IS NULL) AND (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))
    WITH CHECK ("position" IS NULL)
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY listed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('steward'::text) AS communities_as)::uuid[])) AND ( SELECT true
   FROM public.priority_round r
  WHERE ((r.community_id = round_item.community_id) AND (r.id = round_item.round_id) AND (r.state = 'SCHEDULED'::text))))
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
    USING (((rank IS NOT NULL) AND ( SELECT true
   FROM public.priority_round r
  WHERE ((r.community_id = round_item.community_id) AND (r.id = round_item.round_id) AND (r.state = 'RATIFIED'::text)))) OR (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[])))
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, round_id, priority_id, campaign_id, cost) TO accompany_app
  GRANT UPDATE (cost) TO accompany_app

TABLE public.round_objection OWNER accompany_owner
  community_id uuid NOT NULL
  round_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  reason text NOT NULL
  -- [personal] [stays] Why they did: a decision of the community rests on it.
  objected_by uuid
  -- [personal] Who objected.
  objector_standing text NOT NULL DEFAULT 'AFFECTED'::text
  -- [personal] [stays] In which standing.
  objected_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  lead_id uuid
  CONSTRAINT round_objection_objector_standing_ck CHECK ((objector_standing = 'AFFECTED'::text))
  CONSTRAINT round_objection_reason_ck CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
  CONSTRAINT round_objection_signed_once_ck CHECK (((objected_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT round_objection_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT round_objection_objected_by_fk FOREIGN KEY (community_id, objected_by, objector_standing) REFERENCES public.membership(community_id, id, standing)
  CONSTRAINT round_objection_round_fk FOREIGN KEY (community_id, campaign_id, round_id) REFERENCES public.priority_round(community_id, campaign_id, id)
  CONSTRAINT round_objection_pk PRIMARY KEY (community_id, round_id, id)
  CONSTRAINT round_objection_once_uq UNIQUE (community_id, round_id, objected_by)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  TRIGGER signs_for_lead BEFORE INSERT ON public.round_objection FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('round_id')
  GRANT SELECT TO accompany_app

TABLE public.round_part OWNER accompany_owner
  -- What each community that leads has of a round: its own roll, ballots and turnout, under an id of its own.
  community_id uuid NOT NULL
  id uuid NOT NULL
  round_id uuid NOT NULL
  host_id uuid NOT NULL
  campaign_id uuid NOT NULL
  number integer NOT NULL
  state text NOT NULL DEFAULT 'OPEN'::text
  roll_count integer NOT NULL
  ballot_count integer
  -- Not known to anybody before it is closed.
  none_count integer
  stray_count integer
  -- Ballots that belonged to nobody on the roll: put in behind the service, set aside when closing.
  paper_count integer
  is_quorate boolean
  unwitnessed_count integer
  -- Ballots of batches that nobody had witnessed at the closing: not counted.
  CONSTRAINT round_part_roll_ck CHECK (((roll_count >= 1) AND ((number >= 0) AND (number <= 20))))
  CONSTRAINT round_part_state_ck CHECK ((state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text, 'CANCELLED'::text])))
  CONSTRAINT round_part_turnout_ck CHECK ((((state = 'CLOSED'::text) = (ballot_count IS NOT NULL)) AND ((state = 'CLOSED'::text) = (is_quorate IS NOT NULL)) AND ((ballot_count >= 0) AND (ballot_count <= roll_count)) AND ((none_count >= 0) AND (none_count <= ballot_count)) AND (stray_count >= 0) AND ((paper_count >= 0) AND (paper_count <= ballot_count))))
  CONSTRAINT round_part_unwitnessed_ck CHECK ((unwitnessed_count >= 0)) NOT VALID
  CONSTRAINT round_part_community_fk FOREIGN KEY (community_id) REFERENCES public.community(id)
  CONSTRAINT round_part_host_fk FOREIGN KEY (host_id) REFERENCES public.community(id)
  CONSTRAINT round_part_pk PRIMARY KEY (community_id, id)
  CONSTRAINT round_part_once_uq UNIQUE (community_id, round_id)
  INDEX round_part_id_ix ON public.round_part USING btree (id)
  INDEX round_part_round_ix ON public.round_part USING btree (host_id, round_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR (host_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))
  GRANT SELECT TO accompany_app

TABLE public.round_tally OWNER accompany_owner
  -- Why an item has its rank, in numbers: for the people affected. Apart from the item, which everyone may see.
  community_id uuid NOT NULL
  round_id uuid NOT NULL
  priority_id uuid NOT NULL
  campaign_id uuid NOT NULL
  because jsonb NOT NULL
  CONSTRAINT round_tally_item_fk FOREIGN KEY (community_id, round_id, priority_id) REFERENCES public.round_item(community_id, round_id, priority_id)
  CONSTRAINT round_tally_pk PRIMARY KEY (community_id, round_id, priority_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.sign_up_sheet OWNER accompany_owner
  -- What a sheet of paper said, so that rows entered afterwards can name what was read. What people write on it is not here.
  community_id uuid NOT NULL
  id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  printed_by uuid
  -- [personal] Who printed it.
  lead_id uuid
  -- The community beside the host for which it was printed; null for the host.
  printed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  brief_version integer NOT NULL
  terms_version integer NOT NULL
  agreement_version integer NOT NULL
  rows integer NOT NULL
  paper text NOT NULL
  language text NOT NULL
  CONSTRAINT sign_up_sheet_paper_ck CHECK ((paper = ANY (ARRAY['A4'::text, 'LETTER'::text])))
  CONSTRAINT sign_up_sheet_rows_ck CHECK (((rows >= 1) AND (rows <= 40)))
  CONSTRAINT sign_up_sheet_signed_once_ck CHECK (((printed_by IS NULL) = (lead_id IS NOT NULL)))
  CONSTRAINT sign_up_sheet_agreement_fk FOREIGN KEY (community_id, agreement_version) REFERENCES public.agreement(community_id, version)
  CONSTRAINT sign_up_sheet_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT sign_up_sheet_brief_fk FOREIGN KEY (community_id, campaign_id, brief_version) REFERENCES public.brief(community_id, campaign_id, version)
  CONSTRAINT sign_up_sheet_lead_fk FOREIGN KEY (community_id, campaign_id, lead_id) REFERENCES public.coalition_lead(community_id, campaign_id, lead_id)
  CONSTRAINT sign_up_sheet_printed_by_fk FOREIGN KEY (community_id, printed_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT sign_up_sheet_terms_fk FOREIGN KEY (community_id, ask_id, terms_version) REFERENCES public.ask_terms(community_id, ask_id, version)
  CONSTRAINT sign_up_sheet_pk PRIMARY KEY (community_id, id)
  CONSTRAINT sign_up_sheet_of_ask_uq UNIQUE (community_id, ask_id, id)
  INDEX sign_up_sheet_ask_ix ON public.sign_up_sheet USING btree (community_id, ask_id, printed_at)
  INDEX sign_up_sheet_id_ix ON public.sign_up_sheet USING btree (id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('organizer'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY printed PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK ((community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[])) AND (printed_by = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])))
  POLICY printed_for_lead PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK app.leads_campaign(community_id, campaign_id, lead_id, 'organizer'::text)
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('organizer'::text) AS communities_as)::uuid[]))
  TRIGGER signs_for_lead BEFORE INSERT ON public.sign_up_sheet FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('ask_id')
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, campaign_id, ask_id, printed_by, lead_id, brief_version, terms_version, agreement_version, rows, paper, language) TO accompany_app

TABLE public.skip_request OWNER accompany_owner
  -- A pledger asks to leave one time out; it is left out once the community agrees.
  community_id uuid NOT NULL
  id uuid NOT NULL
  occurrence_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Who asks.
  pledger_standing text NOT NULL
  -- [personal] [stays] In which standing.
  why text NOT NULL
  -- [personal] Why they would leave it out.
  asked_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they asked.
  CONSTRAINT skip_request_why_ck CHECK (((length(why) >= 1) AND (length(why) <= 2000)))
  CONSTRAINT skip_request_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES public.occurrence(community_id, id, pledger_id, pledger_standing)
  CONSTRAINT skip_request_pk PRIMARY KEY (community_id, id)
  CONSTRAINT skip_request_once_uq UNIQUE (community_id, occurrence_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (( SELECT app.leads_somewhere() AS leads_somewhere) AND ( SELECT true
   FROM (public.occurrence o
     JOIN public.ask a ON (((a.community_id = o.community_id) AND (a.id = o.ask_id))))
  WHERE ((o.community_id = skip_request.community_id) AND (o.id = skip_request.occurrence_id) AND (a.lead_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])))))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY said PERMISSIVE FOR INSERT TO accompany_app
    WITH CHECK (pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[]))
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ((pledger_id = ANY (( SELECT app.my_memberships() AS my_memberships)::uuid[])) OR (community_id = ANY (( SELECT app.communities_as('affected'::text) AS communities_as)::uuid[])) OR ((pledger_standing = 'ALLY'::text) AND (community_id = ANY (( SELECT app.communities_as('insider'::text) AS communities_as)::uuid[]))))
  TRIGGER skip_is_asked AFTER INSERT ON public.skip_request FOR EACH ROW EXECUTE FUNCTION app.skip_is_asked()
  GRANT SELECT TO accompany_app
  GRANT INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, why) TO accompany_app

TABLE public.tally_day OWNER accompany_owner
  -- The tally of an ask as it was at the end of each local day on which it changed, the last one left out: that is ask_tally.
  community_id uuid NOT NULL
  ask_id uuid NOT NULL
  campaign_id uuid NOT NULL
  day date NOT NULL
  quantity_wanted integer NOT NULL
  places_taken integer NOT NULL
  pledged_quantity integer NOT NULL
  held_count integer NOT NULL
  held_quantity integer NOT NULL
  active_count integer NOT NULL
  waitlisted_count integer NOT NULL
  waitlisted_quantity integer NOT NULL
  conditional_count integer NOT NULL
  conditional_quantity integer NOT NULL
  reconfirming_count integer NOT NULL
  fulfilled_count integer NOT NULL
  partly_fulfilled_count integer NOT NULL
  stepped_back_count integer NOT NULL
  handed_over_count integer NOT NULL
  lapsed_count integer NOT NULL
  cancelled_count integer NOT NULL
  never_started_count integer NOT NULL
  reported_count integer NOT NULL
  reported_quantity integer NOT NULL
  attested_count integer NOT NULL
  attested_quantity integer NOT NULL
  sent_back_count integer NOT NULL
  no_show_count integer NOT NULL
  unconfirmed_count integer NOT NULL
  skipped_count integer NOT NULL
  CONSTRAINT tally_day_ask_fk FOREIGN KEY (community_id, campaign_id, ask_id) REFERENCES public.ask(community_id, campaign_id, id)
  CONSTRAINT tally_day_pk PRIMARY KEY (community_id, ask_id, day)
  INDEX tally_day_campaign_ix ON public.tally_day USING btree (community_id, campaign_id, day)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY led_seen PERMISSIVE FOR SELECT TO accompany_app
    USING (campaign_id = ANY (( SELECT app.campaigns_led_as('affected'::text) AS campaigns_led_as)::uuid[]))
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING (community_id = ANY (( SELECT app.communities_as('member'::text) AS communities_as)::uuid[]))
  GRANT SELECT TO accompany_app

TABLE public.thread OWNER accompany_owner
  -- Of a pledge, once someone wrote about it or shut a door.
  community_id uuid NOT NULL
  pledge_id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Whose pledge it is about.
  pledger_standing text NOT NULL
  -- [personal] [stays] In which standing it was made.
  last_message_at timestamp with time zone
  -- [personal] When something was last written.
  blocked_at timestamp with time zone
  -- [personal] Since when the pledger takes no messages of the community here.
  closed_at timestamp with time zone
  -- [personal] Since when the community takes no messages of the pledger here.
  CONSTRAINT thread_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT thread_pledge_fk FOREIGN KEY (community_id, ask_id, pledge_id, pledger_id, pledger_standing) REFERENCES public.pledge(community_id, ask_id, id, pledger_id, pledger_standing)
  CONSTRAINT thread_pledger_fk FOREIGN KEY (community_id, pledger_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT thread_pk PRIMARY KEY (community_id, pledge_id)
  CONSTRAINT thread_of_pledger_uq UNIQUE (community_id, pledge_id, pledger_id)
  INDEX thread_campaign_ix ON public.thread USING btree (community_id, campaign_id)
  INDEX thread_pledge_ix ON public.thread USING btree (pledge_id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT true
   FROM public.pledge p
  WHERE ((p.community_id = thread.community_id) AND (p.id = thread.pledge_id)))
  GRANT SELECT TO accompany_app

TABLE public.thread_message OWNER accompany_owner
  community_id uuid NOT NULL
  id uuid NOT NULL
  pledge_id uuid NOT NULL
  batch_id uuid NOT NULL
  -- The same for all that one action wrote, each in a thread of its own: of the first of them.
  kind text NOT NULL
  side text NOT NULL
  text text
  -- [personal] [of written_by] What they wrote: gone when they take it back or erase themselves, and once a steward hid it.
  written_by uuid
  -- [personal] Who wrote it: the pledger, or of the host whoever wrote for the community, which no pledger reads.
  lead_id uuid
  -- The community beside the host for which it was written; who of it did stays with that community.
  question_id uuid
  written_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of written_by] When they wrote it.
  withdrawn_at timestamp with time zone
  -- [personal] [of written_by] When they took it back.
  hidden_at timestamp with time zone
  -- [personal] [of written_by] When a steward hid it.
  CONSTRAINT thread_message_answers_ck CHECK (((kind = 'ANSWER'::text) = (question_id IS NOT NULL)))
  CONSTRAINT thread_message_gone_says_nothing_ck CHECK (((num_nonnulls(withdrawn_at, hidden_at) = 0) OR (text IS NULL)))
  CONSTRAINT thread_message_kind_ck CHECK ((kind = ANY (ARRAY['MESSAGE'::text, 'THANKS'::text, 'QUESTION'::text, 'ANSWER'::text])))
  CONSTRAINT thread_message_side_ck CHECK (((side =
CASE
    WHEN (kind = ANY (ARRAY['THANKS'::text, 'QUESTION'::text])) THEN 'COMMUNITY'::text
    WHEN (kind = 'ANSWER'::text) THEN 'PLEDGER'::text
    ELSE side
END) AND (side = ANY (ARRAY['COMMUNITY'::text, 'PLEDGER'::text]))))
  CONSTRAINT thread_message_signed_once_ck CHECK ((((written_by IS NULL) = (lead_id IS NOT NULL)) AND ((lead_id IS NULL) OR (side = 'COMMUNITY'::text))))
  CONSTRAINT thread_message_text_ck CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
  CONSTRAINT thread_message_lead_fk FOREIGN KEY (lead_id) REFERENCES public.community(id)
  CONSTRAINT thread_message_question_fk FOREIGN KEY (community_id, question_id) REFERENCES public.thread_question(community_id, id)
  CONSTRAINT thread_message_thread_fk FOREIGN KEY (community_id, pledge_id) REFERENCES public.thread(community_id, pledge_id)
  CONSTRAINT thread_message_written_by_fk FOREIGN KEY (community_id, written_by) REFERENCES public.membership(community_id, id)
  CONSTRAINT thread_message_pk PRIMARY KEY (community_id, id)
  CONSTRAINT thread_message_in_thread_uq UNIQUE (community_id, pledge_id, id)
  CONSTRAINT thread_message_one_answer_uq UNIQUE (community_id, question_id)
  INDEX thread_message_batch_ix ON public.thread_message USING btree (community_id, batch_id)
  INDEX thread_message_id_ix ON public.thread_message USING btree (id)
  INDEX thread_message_listed_ix ON public.thread_message USING btree (community_id, pledge_id, written_at, id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT true
   FROM public.pledge p
  WHERE ((p.community_id = thread_message.community_id) AND (p.id = thread_message.pledge_id)))
  TRIGGER signs_for_lead BEFORE INSERT ON public.thread_message FOR EACH ROW WHEN ((new.lead_id IS NOT NULL)) EXECUTE FUNCTION app.signs_for_lead('id')
  GRANT SELECT (community_id, id, pledge_id, batch_id, kind, side, text, lead_id, question_id, written_at, withdrawn_at, hidden_at) TO accompany_app

TABLE public.thread_question OWNER accompany_owner
  -- The clock of a question; what it asks is its message.
  community_id uuid NOT NULL
  id uuid NOT NULL
  message_id uuid NOT NULL
  pledge_id uuid NOT NULL
  campaign_id uuid NOT NULL
  ask_id uuid NOT NULL
  pledger_id uuid NOT NULL
  -- [personal] Of whom it is asked.
  batch_id uuid NOT NULL
  due_at timestamp with time zone NOT NULL
  -- [personal] By when it is to be answered.
  due_set_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When that was last set.
  held_since timestamp with time zone
  -- [personal] Since when a stop of the campaign or a pause of the ask holds the clock.
  answered_at timestamp with time zone
  -- [personal] When it was answered.
  withdrawn_at timestamp with time zone
  -- [personal] When the community took it back.
  ended_at timestamp with time zone
  -- [personal] When it ended with the pledge.
  reminded_at timestamp with time zone
  -- [personal] When the pledger was reminded of it.
  overdue_noted_at timestamp with time zone
  -- [personal] When the clock noted that it is overdue.
  CONSTRAINT thread_question_settled_once_ck CHECK ((num_nonnulls(answered_at, withdrawn_at, ended_at) <= 1))
  CONSTRAINT thread_question_message_fk FOREIGN KEY (community_id, pledge_id, message_id) REFERENCES public.thread_message(community_id, pledge_id, id)
  CONSTRAINT thread_question_pledger_fk FOREIGN KEY (community_id, pledger_id) REFERENCES public.membership(community_id, id)
  CONSTRAINT thread_question_thread_fk FOREIGN KEY (community_id, pledge_id, pledger_id) REFERENCES public.thread(community_id, pledge_id, pledger_id)
  CONSTRAINT thread_question_pk PRIMARY KEY (community_id, id)
  CONSTRAINT thread_question_message_uq UNIQUE (community_id, message_id)
  INDEX thread_question_batch_ix ON public.thread_question USING btree (community_id, batch_id)
  INDEX thread_question_due_ix ON public.thread_question USING btree (due_at) WHERE ((answered_at IS NULL) AND (withdrawn_at IS NULL) AND (ended_at IS NULL) AND (overdue_noted_at IS NULL))
  INDEX thread_question_id_ix ON public.thread_question USING btree (id)
  INDEX thread_question_of_ask_ix ON public.thread_question USING btree (community_id, ask_id, due_at) WHERE ((answered_at IS NULL) AND (withdrawn_at IS NULL) AND (ended_at IS NULL))
  INDEX thread_question_open_ix ON public.thread_question USING btree (community_id, pledger_id, due_at, id) WHERE ((answered_at IS NULL) AND (withdrawn_at IS NULL) AND (ended_at IS NULL))
  INDEX thread_question_thread_ix ON public.thread_question USING btree (community_id, pledge_id, due_at, id)
  ROW LEVEL SECURITY ENABLED AND FORCED
  POLICY owner_all PERMISSIVE FOR ALL TO accompany_owner
    USING true
    WITH CHECK true
  POLICY seen PERMISSIVE FOR SELECT TO accompany_app
    USING ( SELECT true
   FROM public.pledge p
  WHERE ((p.community_id = thread_question.community_id) AND (p.id = thread_question.pledge_id)))
  GRANT SELECT TO accompany_app

TABLE public.vouch OWNER accompany_owner
  -- One of the people affected vouches for someone who asks to be admitted. Who was admitted stays, whatever becomes of the voucher.
  community_id uuid NOT NULL
  id uuid NOT NULL
  request_id uuid NOT NULL
  voucher_id uuid NOT NULL
  -- [personal] Who vouched.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they did.
  withdrawn_at timestamp with time zone
  -- [personal] When they took it back.
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
  -- [personal] Whose identity was read.
  purpose text NOT NULL
  -- [personal] [of person_id] What for.
  read_by uuid
  -- [personal] Which person read it, if any did: as a rule the server, to send a mail.
  read_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] [of person_id] When.
  CONSTRAINT access_log_pk PRIMARY KEY (id)
  INDEX access_log_person_ix ON vault.access_log USING btree (person_id, read_at)
  ROW LEVEL SECURITY OFF

TABLE vault.account OWNER accompany_owner
  -- Lookups are HMACs and ciphers AES-256-GCM, both under keys held outside the database.
  person_id uuid NOT NULL
  -- [personal] Whose account.
  sign_in_name_lookup bytea NOT NULL
  -- [personal] [secret] A keyed digest by which the sign-in name is found.
  sign_in_name_cipher bytea NOT NULL
  -- [personal] The name to sign in with.
  email_lookup bytea
  -- [personal] [secret] A keyed digest by which the address is found.
  email_cipher bytea
  -- [personal] The e-mail address.
  password_hash text
  -- [personal] [secret] A digest of the password.
  CONSTRAINT account_email_whole_ck CHECK (((email_lookup IS NULL) = (email_cipher IS NULL)))
  CONSTRAINT account_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT account_pk PRIMARY KEY (person_id)
  CONSTRAINT account_email_uq UNIQUE (email_lookup)
  CONSTRAINT account_sign_in_name_uq UNIQUE (sign_in_name_lookup)
  ROW LEVEL SECURITY OFF

TABLE vault.app_token OWNER accompany_owner
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who gave the token.
  name text NOT NULL
  -- [personal] What the person calls the app to which they gave the token.
  scopes text[] NOT NULL
  -- [personal] What the person lets the app do in their name.
  token_hash bytea NOT NULL
  -- [personal] [secret] A digest of the token.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When the person gave the token.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when it works.
  last_used_on date
  -- [personal] The last day on which the app acted for the person, by their own calendar.
  revoked_at timestamp with time zone
  -- [personal] When it was withdrawn.
  revoked_because text
  -- [personal] By whom or why.
  CONSTRAINT app_token_lasts_a_year_ck CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '1 year 00:01:00'::interval))))
  CONSTRAINT app_token_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 120)))
  CONSTRAINT app_token_revoked_ck CHECK ((((revoked_at IS NULL) = (revoked_because IS NULL)) AND (revoked_because = ANY (ARRAY['BY_OWNER'::text, 'SIGNED_OUT_EVERYWHERE'::text, 'SEEN_IN_ADDRESS'::text]))))
  CONSTRAINT app_token_scopes_ck CHECK (((cardinality(scopes) >= 1) AND (scopes <@ '{READ,PLEDGE_WRITE,FULFILMENT_WRITE,ATTESTATION_WRITE,ASK_WRITE,CAMPAIGN_WRITE}'::text[])))
  CONSTRAINT app_token_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT app_token_pk PRIMARY KEY (id)
  CONSTRAINT app_token_hash_uq UNIQUE (token_hash)
  INDEX app_token_person_ix ON vault.app_token USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.assembly_box OWNER accompany_owner
  -- The ballots of a batch, sealed as one, in an order drawn at random. Destroyed when its part is closed.
  community_id uuid NOT NULL
  batch_id uuid NOT NULL
  part_id uuid NOT NULL
  contents bytea NOT NULL
  CONSTRAINT assembly_box_batch_fk FOREIGN KEY (community_id, part_id, batch_id) REFERENCES public.assembly_batch(community_id, part_id, id)
  CONSTRAINT assembly_box_pk PRIMARY KEY (community_id, batch_id)
  ROW LEVEL SECURITY OFF

TABLE vault.ballot_secret OWNER accompany_owner
  -- With a secret outside the database it makes the keys of one part. Destroyed when that is closed.
  community_id uuid NOT NULL
  part_id uuid NOT NULL
  salt bytea NOT NULL
  CONSTRAINT ballot_secret_part_fk FOREIGN KEY (community_id, part_id) REFERENCES public.round_part(community_id, id)
  CONSTRAINT ballot_secret_pk PRIMARY KEY (community_id, part_id)
  ROW LEVEL SECURITY OFF

TABLE vault.calendar_feed OWNER accompany_owner
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who keeps the feed: whose pledges it tells of or, with a campaign, by whose duty there it works.
  community_id uuid
  -- [personal] Whose campaign it is; null for a feed of one’s own pledges.
  campaign_id uuid
  -- [personal] The campaign of whose asks it tells.
  detail text NOT NULL
  -- [personal] How much it says.
  includes_rounds boolean NOT NULL DEFAULT false
  -- [personal] Whether it tells of rounds as well.
  language text NOT NULL
  -- [personal] The language of what it says around titles.
  token_hash bytea NOT NULL
  -- [personal] [secret] A digest of what stands in its address.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it was made.
  rotated_at timestamp with time zone
  -- [personal] When it last got another address.
  revoked_at timestamp with time zone
  -- [personal] When it was withdrawn.
  CONSTRAINT calendar_feed_detail_ck CHECK ((detail = ANY (ARRAY['BY_RISK'::text, 'DISCREET'::text, 'FULL'::text])))
  CONSTRAINT calendar_feed_of_campaign_ck CHECK ((((community_id IS NULL) = (campaign_id IS NULL)) AND ((campaign_id IS NOT NULL) OR (NOT includes_rounds))))
  CONSTRAINT calendar_feed_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES public.campaign(community_id, id)
  CONSTRAINT calendar_feed_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT calendar_feed_pk PRIMARY KEY (id)
  CONSTRAINT calendar_feed_hash_uq UNIQUE (token_hash)
  INDEX calendar_feed_campaign_ix ON vault.calendar_feed USING btree (community_id, campaign_id) WHERE (campaign_id IS NOT NULL)
  INDEX calendar_feed_person_ix ON vault.calendar_feed USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.dashboard_key_secret OWNER accompany_owner
  community_id uuid NOT NULL
  key_id uuid NOT NULL
  key_hash bytea NOT NULL
  CONSTRAINT dashboard_key_secret_key_fk FOREIGN KEY (community_id, key_id) REFERENCES public.dashboard_key(community_id, id)
  CONSTRAINT dashboard_key_secret_pk PRIMARY KEY (community_id, key_id)
  CONSTRAINT dashboard_key_secret_hash_uq UNIQUE (key_hash)
  ROW LEVEL SECURITY OFF

TABLE vault.data_export OWNER accompany_owner
  -- Links by which people read out what is stored about them. There is no file: it is made as it is read.
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Who asked for their own data.
  token_hash bytea NOT NULL
  -- [personal] [secret] A digest of the link.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they asked.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when the link is good.
  json_read_at timestamp with time zone
  -- [personal] When the file was read.
  page_read_at timestamp with time zone
  -- [personal] When the page was read.
  CONSTRAINT data_export_lasts_a_day_ck CHECK ((expires_at <= (created_at + '24:01:00'::interval)))
  CONSTRAINT data_export_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT data_export_pk PRIMARY KEY (id)
  CONSTRAINT data_export_token_uq UNIQUE (token_hash)
  INDEX data_export_person_ix ON vault.data_export USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.email_change OWNER accompany_owner
  -- The address that an account had, for seven days: whoever reads its mail can take it back.
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Whose address it was.
  old_lookup bytea NOT NULL
  -- [personal] [secret] A keyed digest of the former address.
  old_cipher bytea NOT NULL
  -- [personal] The former address; AES-256-GCM.
  undo_hash bytea
  -- [personal] [secret] A digest of the code that takes it back.
  changed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  -- [personal] When it was changed or removed.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when it can be taken back.
  CONSTRAINT email_change_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT email_change_pk PRIMARY KEY (id)
  CONSTRAINT email_change_undo_uq UNIQUE (undo_hash)
  INDEX email_change_expires_at_ix ON vault.email_change USING btree (expires_at)
  INDEX email_change_person_ix ON vault.email_change USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.entry_secret OWNER accompany_owner
  -- The code by which someone confirms what was taken down, or later takes over the account that was made for them; and how to reach them until then.
  community_id uuid NOT NULL
  entry_id uuid NOT NULL
  code_hash bytea NOT NULL
  -- [personal] [secret] A digest of the code.
  reach_cipher bytea
  -- [personal] How to reach them.
  person_id uuid
  -- [personal] Whose account was made for them after a call back, until they take it over.
  CONSTRAINT entry_secret_entry_fk FOREIGN KEY (community_id, entry_id) REFERENCES public.assisted_entry(community_id, id)
  CONSTRAINT entry_secret_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT entry_secret_pk PRIMARY KEY (community_id, entry_id)
  CONSTRAINT entry_secret_code_uq UNIQUE (code_hash)
  INDEX entry_secret_person_ix ON vault.entry_secret USING btree (person_id) WHERE (person_id IS NOT NULL)
  ROW LEVEL SECURITY OFF

TABLE vault.matching_profile OWNER accompany_owner
  -- What people can bring and what keeps their risk small, for asks that are suggested to them. Nobody but their owner reaches it, and no count is made of it.
  person_id uuid NOT NULL
  -- [personal] Whose it is.
  capacities_cipher bytea NOT NULL
  -- [personal] What they can bring, how far and how long, and what they need to take part.
  buffers_cipher bytea NOT NULL
  -- [personal] What makes risks smaller for them than for others.
  CONSTRAINT matching_profile_buffers_ck CHECK ((length(buffers_cipher) = 156))
  CONSTRAINT matching_profile_capacities_ck CHECK (((length(capacities_cipher) >= 28) AND (length(capacities_cipher) <= 16000)))
  CONSTRAINT matching_profile_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT matching_profile_pk PRIMARY KEY (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.messenger OWNER accompany_owner
  -- Confirmed addresses for messages: telephone numbers, or names at a messenger.
  person_id uuid NOT NULL
  -- [personal] Whose it is.
  address_cipher bytea NOT NULL
  -- [personal] The telephone number, or the name at a messenger.
  confirmed_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they confirmed it.
  CONSTRAINT messenger_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT messenger_pk PRIMARY KEY (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.passkey OWNER accompany_owner
  id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Whose passkey.
  credential_lookup bytea NOT NULL
  -- [personal] [secret] A keyed digest of its id.
  credential_cipher bytea NOT NULL
  -- [personal] The id of the passkey on its device.
  public_key_cipher bytea NOT NULL
  -- [personal] [secret] The public key of the passkey.
  transports text[] NOT NULL DEFAULT '{}'::text[]
  -- [personal] How the device is reached: built in, by USB and so on.
  signature_count bigint NOT NULL DEFAULT 0
  -- [personal] How often the device says that it signed; a number that goes back tells of a copy.
  name text
  -- [personal] What its owner calls it.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it was registered.
  last_used_on date
  -- [personal] The day on which it was last used.
  CONSTRAINT passkey_name_ck CHECK (((length(name) >= 1) AND (length(name) <= 60)))
  CONSTRAINT passkey_signature_count_ck CHECK ((signature_count >= 0))
  CONSTRAINT passkey_transports_ck CHECK ((cardinality(transports) <= 10))
  CONSTRAINT passkey_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT passkey_pk PRIMARY KEY (id)
  CONSTRAINT passkey_credential_uq UNIQUE (credential_lookup)
  INDEX passkey_person_ix ON vault.passkey USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.passkey_challenge OWNER accompany_owner
  -- What a device has yet to sign: once, within five minutes, for one purpose, and for the session that asked where there is one.
  challenge_hash bytea NOT NULL
  -- [personal] [secret] A digest of what the device has yet to sign.
  purpose text NOT NULL
  -- [personal] What for.
  family_id uuid
  -- [personal] Whose session asked, where there is one.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when it can be signed.
  CONSTRAINT passkey_challenge_bound_ck CHECK (((purpose = 'SIGN_IN'::text) = (family_id IS NULL)))
  CONSTRAINT passkey_challenge_purpose_ck CHECK ((purpose = ANY (ARRAY['REGISTER'::text, 'SIGN_IN'::text, 'STEP_UP'::text])))
  CONSTRAINT passkey_challenge_pk PRIMARY KEY (challenge_hash)
  INDEX passkey_challenge_expires_at_ix ON vault.passkey_challenge USING btree (expires_at)
  ROW LEVEL SECURITY OFF

TABLE vault.passkey_holder OWNER accompany_owner
  person_id uuid NOT NULL
  -- [personal] Whose devices.
  handle bytea NOT NULL
  -- [personal] The random name under which devices know the account, so that a device that falls into other hands tells no id.
  CONSTRAINT passkey_holder_handle_ck CHECK ((length(handle) = 32))
  CONSTRAINT passkey_holder_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT passkey_holder_pk PRIMARY KEY (person_id)
  CONSTRAINT passkey_holder_handle_uq UNIQUE (handle)
  ROW LEVEL SECURITY OFF

TABLE vault.password_reset OWNER accompany_owner
  -- A wish to choose a new password, for whatever address was sent: whether there is an account is looked up as the mail is sent.
  id uuid NOT NULL
  email_lookup bytea NOT NULL
  -- [personal] [secret] A keyed digest of the address that was sent.
  person_id uuid
  -- [personal] Whose password it would be, once the mail was sent.
  token_hash bytea
  -- [personal] [secret] A digest of the code in the mail.
  requested_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  -- [personal] When.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when the code works.
  CONSTRAINT password_reset_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT password_reset_pk PRIMARY KEY (id)
  CONSTRAINT password_reset_token_uq UNIQUE (token_hash)
  INDEX password_reset_email_ix ON vault.password_reset USING btree (email_lookup)
  INDEX password_reset_expires_at_ix ON vault.password_reset USING btree (expires_at)
  INDEX password_reset_person_ix ON vault.password_reset USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.pending_messenger OWNER accompany_owner
  -- An address for messages that waits for the code sent to it; the newest of each person.
  person_id uuid NOT NULL
  -- [personal] Who gave it.
  id uuid NOT NULL
  address_cipher bytea NOT NULL
  -- [personal] The address that waits to be confirmed.
  code_digest bytea
  -- [personal] [secret] A keyed digest of the code that was sent: six digits are few, and a plain one would give them away.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when it can be confirmed.
  CONSTRAINT pending_messenger_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT pending_messenger_pk PRIMARY KEY (person_id)
  CONSTRAINT pending_messenger_id_uq UNIQUE (id)
  ROW LEVEL SECURITY OFF

TABLE vault.pending_sign_up OWNER accompany_owner
  -- An address waiting to be confirmed: a new account, or with person_id an address for an account that has none. The token is made when the mail is sent.
  id uuid NOT NULL
  person_id uuid
  -- [personal] Who asked to use the address, if they have an account.
  email_lookup bytea NOT NULL
  -- [personal] [secret] A keyed digest of the address that waits to be confirmed.
  email_cipher bytea NOT NULL
  -- [personal] The address that waits to be confirmed.
  language text NOT NULL
  -- [personal] The language asked for.
  time_zone text NOT NULL
  -- [personal] The time zone given.
  token_hash bytea
  -- [personal] [secret] A digest of the code in the mail.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when it can be confirmed.
  used_at timestamp with time zone
  -- [personal] When it was.
  CONSTRAINT pending_sign_up_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT pending_sign_up_pk PRIMARY KEY (id)
  CONSTRAINT pending_sign_up_token_uq UNIQUE (token_hash)
  INDEX pending_sign_up_expires_at_ix ON vault.pending_sign_up USING btree (expires_at)
  INDEX pending_sign_up_person_ix ON vault.pending_sign_up USING btree (person_id)
  ROW LEVEL SECURITY OFF

TABLE vault.recovery_code OWNER accompany_owner
  person_id uuid NOT NULL
  -- [personal] Whose code.
  code_hash bytea NOT NULL
  -- [personal] [secret] A digest of the code.
  used_at timestamp with time zone
  -- [personal] When it was used.
  CONSTRAINT recovery_code_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT recovery_code_pk PRIMARY KEY (person_id, code_hash)
  ROW LEVEL SECURITY OFF

TABLE vault.sealed_ballot OWNER accompany_owner
  -- Ballots of an open part. A row carries no person and no time, and what it says is sealed: all of a part are of one length. Without a foreign key, which would leave each transaction's mark on the row of the part.
  community_id uuid NOT NULL
  part_id uuid NOT NULL
  key bytea NOT NULL
  contents bytea NOT NULL
  CONSTRAINT sealed_ballot_key_ck CHECK ((octet_length(key) = 32))
  CONSTRAINT sealed_ballot_pk PRIMARY KEY (community_id, part_id, key)
  ROW LEVEL SECURITY OFF

TABLE vault.session OWNER accompany_owner
  id uuid NOT NULL
  family_id uuid NOT NULL
  person_id uuid NOT NULL
  -- [personal] Whose session.
  access_hash bytea NOT NULL
  -- [personal] [secret] A digest of the access token.
  access_expires_at timestamp with time zone NOT NULL
  -- [personal] Until when the access token is good.
  refresh_hash bytea NOT NULL
  -- [personal] [secret] A digest of the refresh token.
  refresh_expires_at timestamp with time zone NOT NULL
  -- [personal] Until when it can be refreshed.
  created_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When it was opened or refreshed.
  replaced_at timestamp with time zone
  -- [personal] When it was refreshed.
  revoked_at timestamp with time zone
  -- [personal] When it was ended.
  proved_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they last proved that it is them: on signing in, or by stepping up. Refreshing proves nothing.
  second_factor boolean NOT NULL DEFAULT false
  -- [personal] Whether with a second factor.
  device_cipher bytea
  -- [personal] What the person called the device on signing in; AES-256-GCM.
  family_began_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When they signed in; every refresh carries it over.
  CONSTRAINT session_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT session_pk PRIMARY KEY (id)
  CONSTRAINT session_access_uq UNIQUE (access_hash)
  CONSTRAINT session_refresh_uq UNIQUE (refresh_hash)
  INDEX session_family_ix ON vault.session USING btree (family_id)
  INDEX session_person_ix ON vault.session USING btree (person_id)
  INDEX session_refresh_expires_at_ix ON vault.session USING btree (refresh_expires_at)
  ROW LEVEL SECURITY OFF

TABLE vault.single_sign_on OWNER accompany_owner
  person_id uuid NOT NULL
  -- [personal] Whose account.
  subject_lookup bytea NOT NULL
  -- [personal] [secret] A keyed digest of the provider and of who the person is there. Nothing else is kept: no name, no address, no token of the provider.
  linked_at timestamp with time zone NOT NULL DEFAULT now()
  -- [personal] When the account was tied to the one at the provider.
  CONSTRAINT single_sign_on_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT single_sign_on_pk PRIMARY KEY (person_id)
  CONSTRAINT single_sign_on_subject_uq UNIQUE (subject_lookup)
  ROW LEVEL SECURITY OFF

TABLE vault.single_sign_on_attempt OWNER accompany_owner
  -- Someone who went to the provider: may come back once, within ten minutes, in the browser that holds the secret.
  state_hash bytea NOT NULL
  -- [personal] [secret] A digest of what the provider sends back.
  secret_hash bytea NOT NULL
  -- [personal] [secret] A digest of what the browser keeps.
  purpose text NOT NULL
  -- [personal] What for.
  family_id uuid
  -- [personal] Whose session asked, where there is one.
  sealed bytea NOT NULL
  -- [personal] [secret] Code verifier, nonce and link, encrypted.
  expires_at timestamp with time zone NOT NULL
  -- [personal] Until when they may come back.
  claimed_at timestamp with time zone
  -- [personal] Since when a request trades its code; given back when the provider did not answer.
  CONSTRAINT single_sign_on_attempt_bound_ck CHECK (((purpose = 'LINK'::text) = (family_id IS NOT NULL)))
  CONSTRAINT single_sign_on_attempt_purpose_ck CHECK ((purpose = ANY (ARRAY['SIGN_IN'::text, 'LINK'::text])))
  CONSTRAINT single_sign_on_attempt_pk PRIMARY KEY (state_hash)
  INDEX single_sign_on_attempt_expires_at_ix ON vault.single_sign_on_attempt USING btree (expires_at)
  ROW LEVEL SECURITY OFF

TABLE vault.start_link OWNER accompany_owner
  token_hash bytea NOT NULL
  expires_at timestamp with time zone NOT NULL
  used_at timestamp with time zone
  CONSTRAINT start_link_pk PRIMARY KEY (token_hash)
  ROW LEVEL SECURITY OFF

TABLE vault.totp OWNER accompany_owner
  -- An app that shows codes. A new secret waits beside the old one until a first code proves that it arrived.
  person_id uuid NOT NULL
  -- [personal] Whose app.
  secret_cipher bytea
  -- [personal] [secret] The secret shared with the app; AES-256-GCM.
  confirmed_at timestamp with time zone
  -- [personal] Since when the app is asked for.
  last_step bigint
  -- [personal] The 30 seconds whose code was used last: it and all before it work no more.
  pending_cipher bytea
  -- [personal] [secret] A secret that no code has confirmed yet; AES-256-GCM.
  pending_until timestamp with time zone
  -- [personal] Until when it can be confirmed.
  CONSTRAINT totp_confirmed_whole_ck CHECK ((((secret_cipher IS NULL) = (confirmed_at IS NULL)) AND ((secret_cipher IS NULL) = (last_step IS NULL))))
  CONSTRAINT totp_pending_whole_ck CHECK (((pending_cipher IS NULL) = (pending_until IS NULL)))
  CONSTRAINT totp_person_fk FOREIGN KEY (person_id) REFERENCES public.person(id)
  CONSTRAINT totp_pk PRIMARY KEY (person_id)
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

CREATE OR REPLACE FUNCTION app.accept_place(community uuid, pledge uuid, plan_when timestamp with time zone, plan_where text, plan_first_step text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
  home public.ask;
  room public.ask_tally;
  waits boolean;
BEGIN
  -- Whoever came before, and still waits, has the place first.
  PERFORM app.settle_ask(community, own.ask_id);
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = community AND p.id = own.id;
  SELECT * INTO room FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = own.ask_id;
  IF own.state <> 'WAITLISTED' OR NOT app.ask_is_running(community, own.ask_id) OR (own.offered_until IS NULL AND (own.offer_lapsed_at IS NULL
      OR coalesce(room.places_taken + room.held_count >= room.slots, false) OR room.pledged_quantity + room.held_quantity + own.quantity > room.quantity_wanted
      OR coalesce((app.shift_rooms(community, own.ask_id) ->> own.shift_id::text)::integer < 1, false))) THEN
    PERFORM app.refuse('pledge_place_offered_ck', 'a place is taken while it is offered, or while it is free still');
  END IF;
  SELECT * INTO home FROM public.ask a WHERE a.community_id = community AND a.id = own.ask_id;
  waits := home.threshold IS NOT NULL AND home.threshold_met_at IS NULL;
  UPDATE public.pledge p SET plan_when = coalesce(accept_place.plan_when, p.plan_when), plan_where = coalesce(accept_place.plan_where, p.plan_where),
      plan_first_step = coalesce(accept_place.plan_first_step, p.plan_first_step)
    WHERE p.community_id = community AND p.id = own.id RETURNING p.* INTO own;
  -- The terms changed while it waited: it has the place, and is asked to confirm it under the new ones.
  UPDATE public.pledge p SET state = CASE WHEN p.terms_version <> home.terms_version THEN 'NEEDS_RECONFIRMATION' WHEN waits THEN 'CONDITIONAL' ELSE 'ACTIVE' END,
      waiting_for = CASE WHEN waits THEN 'THRESHOLD' END,
      reconfirm_until = CASE WHEN p.terms_version <> home.terms_version THEN app.reconfirm_by(p.plan_when) END,
      reconfirm_because = CASE WHEN p.terms_version <> home.terms_version THEN 'TERMS' END
    WHERE p.community_id = community AND p.id = own.id RETURNING p.* INTO own;
  IF own.state = 'NEEDS_RECONFIRMATION' THEN PERFORM app.pledge_deed(own, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'TERMS')); END IF;
  PERFORM app.plan_anew(community, own.id, own.plan_when);
  PERFORM app.settle_ask(community, own.ask_id);
  RETURN own.state;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.accept_representation(token bytea, representation uuid, pseudonym text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  invited public.organization_invitation;
BEGIN
  IF app.person_id() IS NULL THEN RETURN NULL; END IF;
  -- The organization first, as whoever leaves it or closes it does: what an invitation rests on does not end under it.
  PERFORM FROM public.organization o WHERE o.id = (SELECT i.organization_id FROM app.live_representation(token) i) FOR UPDATE;
  PERFORM FROM public.organization_invitation i WHERE i.token_hash = token FOR UPDATE;
  SELECT * INTO invited FROM app.live_representation(token);
  IF NOT FOUND OR app.is_kept_out(app.person_id(), invited.organization_id) THEN RETURN NULL; END IF;
  INSERT INTO public.representative (organization_id, id, person_id, pseudonym) VALUES (invited.organization_id, representation, app.person_id(), pseudonym);
  UPDATE public.organization_invitation i SET used_at = now(), used_by = representation
   WHERE i.organization_id = invited.organization_id AND i.id = invited.id;
  RETURN invited.organization_id;
END $function$
-- OWNER accompany_owner
-- Besides founding the only way in which someone comes to act for an organization. Null when the invitation is unknown, used, expired, or its inviter has left; and for who is blocked where the organization is an ally.
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

CREATE OR REPLACE FUNCTION app.acts_as_operator()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.person p WHERE p.id = app.person_id() AND p.is_operator AND p.suspended_at IS NULL)
$function$
-- OWNER accompany_owner
-- Whether the current person is an account of the host.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.admit_ally(community uuid, request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  asking public.ally_request;
  called text;
BEGIN
  IF NOT community = ANY (app.communities_as('organizer')) THEN
    PERFORM app.refuse('ally_request_decided_by_organizers_ck', 'that is for stewards and organizers of the community');
  END IF;
  PERFORM FROM public.community c WHERE c.id = community FOR SHARE;
  SELECT * INTO asking FROM public.ally_request q WHERE q.community_id = community AND q.id = request AND q.state = 'WAITING' FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF asking.person_id = app.person_id() OR asking.organization_id = ANY (app.my_organizations()) THEN
    PERFORM app.refuse('membership_not_own_ck', 'nobody decides on their own standing');
  END IF;
  UPDATE public.ally_request q SET state = 'ADMITTED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
   WHERE q.community_id = community AND q.id = request;
  UPDATE public.membership m SET renewed_at = now(), until = now() + interval '12 months', agreement_version = asking.agreement_version, answers = asking.answers
   WHERE m.community_id = community AND m.id = asking.membership_id;
  IF FOUND THEN RETURN asking.membership_id; END IF;
  -- Whoever took the name meanwhile keeps it; whoever admits could do nothing about it.
  called := asking.pseudonym;
  WHILE EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL AND lower(m.pseudonym) = lower(called)) LOOP
    called := left(asking.pseudonym, 55) || ' ' || (100 + floor(random() * 900))::integer;
  END LOOP;
  INSERT INTO public.membership (community_id, id, person_id, organization_id, standing, pseudonym, agreement_version, answers, until, admitted_by)
  VALUES (community, asking.membership_id, asking.person_id, asking.organization_id, 'ALLY', called, asking.agreement_version, asking.answers,
          now() + interval '12 months', app.membership_in(community));
  RETURN asking.membership_id;
END $function$
-- OWNER accompany_owner
-- Makes a waiting request an ally standing. Null when it does not wait (any more).
-- GRANT EXECUTE TO accompany_app

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

CREATE OR REPLACE FUNCTION app.adopt_offer(community uuid, offer uuid, ask uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT coalesce(community = ANY (app.communities_as('affected')), false) THEN
    PERFORM app.refuse('offer_answered_by_affected_ck', 'an offer is answered by one of the people affected');
  END IF;
  -- Without this any ask of the community could be made out to have come from an ally.
  IF NOT EXISTS (SELECT FROM public.ask a WHERE a.community_id = community AND a.id = ask AND a.state = 'DRAFT' AND a.lead_id IS NULL
                  AND a.created_by = app.membership_in(community)) THEN
    PERFORM app.refuse('offer_adopted_as_draft_ck', 'an offer is adopted as a draft of whoever adopts it');
  END IF;
  UPDATE public.offer o SET state = 'ADOPTED', settled_at = now(), answered_by = app.membership_in(community), ask_id = ask, version = o.version + 1 WHERE o.community_id = community AND o.id = offer AND o.state = 'OFFERED' AND o.expires_at > now();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- Ties an offer to the draft that one of the people affected made of it. False where it waits no more.
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

CREATE OR REPLACE FUNCTION app.affected_self(home uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.id FROM public.membership m WHERE m.community_id = home AND m.person_id = app.person_id() AND m.standing = 'AFFECTED' AND m.ended_at IS NULL
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.answered_by_another(home uuid, answer uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH said AS (
    SELECT t.*, coalesce(t.attested_by, l.membership_id) AS by FROM public.attestation t
      LEFT JOIN public.lead_act l ON l.community_id = t.lead_id AND l.id = t.id WHERE t.community_id = home AND t.id = answer
  ), first AS (
    SELECT coalesce(t.attested_by, l.membership_id) AS by FROM said s JOIN public.occurrence o ON o.community_id = home AND o.id = s.occurrence_id
      JOIN public.attestation t ON t.community_id = home AND t.id = o.attestation_id
      LEFT JOIN public.lead_act l ON l.community_id = t.lead_id AND l.id = t.id
  )
  SELECT (SELECT f.by FROM first f) IS DISTINCT FROM s.by OR NOT EXISTS (
    SELECT FROM public.membership m WHERE m.community_id = coalesce(s.lead_id, home) AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND m.person_id IS NOT NULL
       AND (m.probation_until IS NULL OR m.probation_until <= now()) AND m.id <> s.by AND NOT app.stands_behind(home, s.pledger_id, m.person_id)) FROM said s
$function$
-- OWNER accompany_owner
-- Whether a contest is answered by someone else than who recorded the no-show, or there is nobody else who could. Granted to nobody.

CREATE OR REPLACE FUNCTION app.approve_people_export(community uuid, export uuid, membership uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  asked public.people_export;
BEGIN
  SELECT * INTO asked FROM public.people_export e WHERE e.community_id = community AND e.id = export FOR UPDATE;
  IF NOT FOUND OR NOT community = ANY (app.communities_as('settled')) OR NOT EXISTS (
       SELECT FROM public.membership m WHERE m.community_id = community AND m.id = membership AND m.person_id = app.person_id()
          AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND (m.probation_until IS NULL OR m.probation_until <= now())) THEN
    PERFORM app.refuse('people_export_approved_by_affected_ck', 'an affected person past probation approves');
  END IF;
  -- People, not memberships: whoever asked under an earlier one is still the same.
  IF app.stands_behind(community, asked.requested_by, app.person_id()) THEN
    PERFORM app.refuse('people_export_by_two_ck', 'nobody approves what they asked for');
  END IF;
  IF asked.approved_at IS NOT NULL OR asked.requested_at <= now() - interval '7 days' THEN
    PERFORM app.refuse('people_export_open_ck', 'only what was asked within seven days and nobody approved yet is approved');
  END IF;
  IF NOT app.people_may_be_exported(community) THEN
    PERFORM app.refuse('people_export_enough_stewards_ck', 'nobody is exported while the community is short of stewards');
  END IF;
  UPDATE public.people_export e SET approved_by = membership, approved_at = now() WHERE e.community_id = community AND e.id = export;
END $function$
-- OWNER accompany_owner
-- The second person of two, checked under the lock of the row: the only way in which an export is approved.
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

CREATE OR REPLACE FUNCTION app.ask_clock_runs(community uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT app.ask_is_running(community, ask) OR EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
     WHERE a.community_id = community AND a.id = ask_clock_runs.ask AND a.state = 'CLOSED' AND g.state = 'LAUNCHED')
$function$
-- OWNER accompany_owner
-- Whether what is to end in the ask ends: while it runs, and when it is closed and what was pledged runs to its end. Granted to nobody.

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

CREATE OR REPLACE FUNCTION app.ask_is_running(community uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     WHERE a.community_id = community AND a.id = ask_is_running.ask AND a.state = 'OPEN' AND g.state = 'LAUNCHED' AND m.state = 'LIVE' AND m.until > now())
$function$
-- OWNER accompany_owner
-- Open under a live mandate in a launched campaign: else everything in it stands still.

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

CREATE OR REPLACE FUNCTION app.ask_stands_still()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  since timestamptz;
  going_on timestamptz := now();
BEGIN
  -- When its mandate ended it stood still from then on, however late the clock came round to write it down.
  SELECT CASE WHEN NEW.paused_because = 'MANDATE_ENDED' THEN least(m.until, now()) END INTO since
    FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id;
  NEW.paused_at := CASE WHEN NEW.state = 'PAUSED' THEN coalesce(OLD.paused_at, since, now()) END;
  IF OLD.paused_at IS NOT NULL AND NEW.state IN ('OPEN', 'CLOSED') THEN
    -- A stop that lasts still gives its own time when it ends.
    SELECT greatest(g.stopped_at, OLD.paused_at) INTO going_on FROM public.campaign g
     WHERE g.community_id = NEW.community_id AND g.id = NEW.campaign_id AND g.stopped_at IS NOT NULL;
    going_on := coalesce(going_on, now());
    NEW.threshold_at := CASE WHEN NEW.threshold_met_at IS NULL THEN NEW.threshold_at + (going_on - OLD.paused_at) ELSE NEW.threshold_at END;
    -- Who was asked since has had that time left from then on.
    UPDATE public.pledge p SET condition_until = p.condition_until + (going_on - OLD.paused_at), offered_until = p.offered_until + (going_on - OLD.paused_at),
           reconfirm_until = p.reconfirm_until + greatest(going_on - greatest(OLD.paused_at, p.state_changed_at), interval '0')
     WHERE p.community_id = NEW.community_id AND p.ask_id = NEW.id AND p.state IN ('WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ask_to_reconfirm(community uuid, ask uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  asked public.pledge;
  number integer := 0;
BEGIN
  PERFORM app.lock_ask(community, ask);
  -- Who is asked already is told again, has no longer for that, and confirms the newer terms.
  FOR asked IN SELECT p.* FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
     WHERE p.community_id = community AND p.ask_id = ask_to_reconfirm.ask AND p.state = 'NEEDS_RECONFIRMATION' AND p.terms_version < a.terms_version ORDER BY p.turn LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'TERMS', 'again', true));
    number := number + 1;
  END LOOP;
  -- A report that waits keeps its pledge under the terms it was done by; who waits for a place is asked when one comes.
  FOR asked IN UPDATE public.pledge p SET state = 'NEEDS_RECONFIRMATION', reconfirm_because = 'TERMS', reconfirm_until = app.reconfirm_by(p.plan_when)
      FROM public.ask a WHERE a.community_id = community AND a.id = ask_to_reconfirm.ask AND p.community_id = a.community_id AND p.ask_id = a.id
       AND p.terms_version < a.terms_version AND p.state IN ('ACTIVE', 'CONDITIONAL') AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED') RETURNING p.* LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'TERMS'));
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- After a material change of terms: asks whoever pledged under older ones, and keeps their places meanwhile. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ask_words_digest(ask public.ask)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT encode(sha256(convert_to(jsonb_build_array(ask.language, ask.title, ask.description, ask.unit, ask.risk_notes, ask.mitigations, ask.dos, ask.donts, ask.prerequisites, ask.suits, ask.access)::text, 'UTF8')), 'hex')
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.asks_now(asks uuid[])
 RETURNS TABLE(id uuid, takes_pledges boolean, is_full boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT a.id, a.state = 'OPEN' AND (a.ends_at IS NULL OR a.ends_at > now()) AND g.state = 'LAUNCHED'
           AND coalesce(m.state = 'LIVE' AND m.until > now(), false)
           AND (a.threshold IS NULL OR a.threshold_met_at IS NOT NULL OR a.threshold_at > now()),
         app.is_full(t)
    FROM public.ask a
    JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.id = ANY (asks)
$function$
-- OWNER accompany_owner
-- For asks that the viewer knows, be it by a link: to them their mandate and campaign may be hidden.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.asks_to_come_to()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(p.ask_id), '{}') FROM public.pledge p WHERE p.pledger_id = ANY (app.my_memberships()) AND p.state = 'ACTIVE'
$function$
-- OWNER accompany_owner
-- To which the current person, or an organization that they represent, has an active pledge: few, so read once for a list.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.assembly_ballots(part uuid, after uuid, most integer)
 RETURNS TABLE(batch_id uuid, ballots integer, contents bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT b.id, b.ballot_count, x.contents FROM public.assembly_batch b LEFT JOIN vault.assembly_box x ON x.community_id = b.community_id AND x.batch_id = b.id
   WHERE b.part_id = part AND b.state = 'WITNESSED' AND (after IS NULL OR b.id > after) ORDER BY b.id LIMIT most;
END $function$
-- OWNER accompany_owner
-- Of a part that is being closed: batches that were witnessed, with what lies sealed of them.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.assembly_seat(part uuid)
 RETURNS TABLE(community_id uuid, membership_id uuid, salt bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT e.community_id, e.membership_id, s.salt
    FROM public.roll_entry e
    JOIN public.round_part p ON p.community_id = e.community_id AND p.id = e.part_id AND p.state = 'OPEN'
    JOIN public.priority_round r ON r.community_id = p.host_id AND r.id = p.round_id AND r.state = 'OPEN' AND r.closes_at > now()
    JOIN vault.ballot_secret s ON s.community_id = p.community_id AND s.part_id = p.id
   WHERE e.part_id = part AND e.membership_id = ANY (app.my_memberships())
     AND e.community_id = ANY (app.communities_as('settled')) AND e.community_id = ANY (app.communities_as('organizer'))
$function$
-- OWNER accompany_owner
-- Of the current person, while they may enter ballots of a meeting: a steward or affected organizer on the roll.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.assembly_witness(b public.assembly_batch)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  me uuid;
BEGIN
  SELECT e.membership_id INTO me FROM public.roll_entry e WHERE e.community_id = b.community_id AND e.part_id = b.part_id AND e.membership_id = ANY (app.my_memberships());
  IF NOT FOUND OR me = b.entered_by THEN
    PERFORM app.refuse('assembly_witnessed_by_another_ck', 'someone else on the roll witnesses a batch');
  END IF;
  RETURN me;
END $function$
-- OWNER accompany_owner

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

CREATE OR REPLACE FUNCTION app.ballots_to_count(host uuid, round uuid, after uuid, most integer)
 RETURNS TABLE(id uuid, part_number integer, marks bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT b.id, b.part_number, b.marks FROM public.round_ballot b
   WHERE b.community_id = host AND b.round_id = round AND (after IS NULL OR b.id > after) ORDER BY b.id LIMIT most;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.batch_is_settled()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF OLD.state <> 'PROPOSED' THEN PERFORM app.refuse('attestation_batch_settled_once_ck', 'a batch is confirmed or withdrawn once'); END IF;
  NEW.settled_at := now();
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.batch_item_begins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM public.attestation_batch b JOIN public.occurrence o ON o.community_id = b.community_id AND o.id = NEW.occurrence_id
      JOIN public.ask a ON a.community_id = o.community_id AND a.id = o.ask_id
     WHERE b.community_id = NEW.community_id AND b.id = NEW.batch_id AND b.state = 'PROPOSED' AND a.campaign_id = b.campaign_id AND a.lead_id IS NOT DISTINCT FROM b.lead_id
       AND o.state IN ('REPORTED', 'UNCONFIRMED') AND o.reported_at = NEW.reported_at AND NEW.quantity <= o.reported_quantity) THEN
    PERFORM app.refuse('attestation_batch_of_reports_ck', 'what is proposed to be attested are reports that wait, of one campaign and one community that answers');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.blank_marked_text(people uuid[], memberships uuid[], representatives uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  col record;
  neutral text;
  done boolean;
BEGIN
  FOR col IN
    SELECT p.schema_name, p.table_name, p.column_name, p.type,
           string_agg(format('(%I = ANY (%s))', l.column_name,
             CASE l.holds WHEN 'person' THEN CASE WHEN a.atttypid = 'text'::regtype THEN '$1::text[]' ELSE '$1' END WHEN 'membership' THEN '$2' ELSE '$3' END), ' OR ') AS theirs
      FROM app.personal_columns() p
      JOIN pg_attribute a ON a.attrelid = format('%I.%I', p.schema_name, p.table_name)::regclass AND a.attname = ANY (p.goes_with)
      JOIN app.person_links() l ON l.table_id = a.attrelid AND l.column_name = a.attname
     WHERE p.schema_name = 'public' AND p.table_name NOT IN ('person', 'membership') AND p.holds IS NULL AND NOT p.stays
       AND p.type IN ('text', 'text[]', 'character varying', 'json', 'jsonb', 'bytea')
     GROUP BY p.schema_name, p.table_name, p.column_name, p.type
  LOOP
    done := false;
    -- What a column takes instead of a text differs: nothing, an empty text, or at least a word.
    FOREACH neutral IN ARRAY CASE
      WHEN col.type LIKE 'json%' THEN ARRAY[format('CASE json_typeof(%1$I::json) WHEN ''array'' THEN ''[]'' ELSE ''{}'' END::%2$s', col.column_name, col.type)]
      WHEN col.type = 'text[]' THEN ARRAY['''{}''::text[]']
      WHEN col.type = 'bytea' THEN ARRAY['NULL', '''\x''::bytea']
      WHEN col.column_name = 'pseudonym' THEN ARRAY['''someone''']
      ELSE ARRAY['NULL', '''''', '''erased'''] END
    LOOP
      BEGIN
        EXECUTE format('UPDATE %I.%I SET %I = %s WHERE (%s) AND %3$I IS NOT NULL AND %3$I::text NOT IN ('''', ''erased'', ''someone'', ''{}'', ''[]'')',
          col.schema_name, col.table_name, col.column_name, neutral, col.theirs) USING people, memberships, representatives;
        done := true;
        EXIT;
      EXCEPTION WHEN check_violation OR not_null_violation THEN
        NULL;
      END;
    END LOOP;
    IF NOT done THEN
      RAISE EXCEPTION '%.%.% is marked [personal] and takes no neutral value: mark it [stays], or let it take one', col.schema_name, col.table_name, col.column_name;
    END IF;
  END LOOP;
  UPDATE public.membership m SET pseudonym = 'someone', answers = '{}', paused_because = NULL, ended_because = NULL WHERE m.id = ANY (memberships) AND m.ended_at IS NOT NULL;
END $function$
-- OWNER accompany_owner
-- Replaces whatever these people wrote of themselves, in every column marked [personal] that does not stay. Ended memberships become someone.

CREATE OR REPLACE FUNCTION app.blank_personal_text(people uuid[], memberships uuid[], representatives uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.blank_text_outside_reports(people, memberships, representatives);
  UPDATE public.message_report r SET reason = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'message_report' AND r.community_id = a.host_id AND r.id = a.id;
  UPDATE public.message_report r SET hidden_text = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'thread_message' AND r.community_id = a.host_id AND r.message_id = a.id;
END $function$
-- OWNER accompany_owner
-- As app.blank_text_outside_reports, and why they reported a message, and what a message of theirs said that was hidden, where they did so for a lead.

CREATE OR REPLACE FUNCTION app.blank_text_outside_reports(people uuid[], memberships uuid[], representatives uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.blank_text_outside_threads(people, memberships, representatives);
  UPDATE public.thread_message m SET text = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'thread_message' AND m.community_id = a.host_id AND m.id = a.id;
END $function$
-- OWNER accompany_owner
-- As app.blank_text_outside_threads, and what they wrote to pledgers for a lead in the campaign of another community.

CREATE OR REPLACE FUNCTION app.blank_text_outside_threads(people uuid[], memberships uuid[], representatives uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.blank_marked_text(people, memberships, representatives);
  UPDATE public.priority_remark r SET text = NULL, removed_because = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'priority_remark' AND r.community_id = a.host_id AND r.id = a.id;
END $function$
-- OWNER accompany_owner
-- As app.blank_marked_text, and what they said for a lead in the campaign of another community.

CREATE OR REPLACE FUNCTION app.block_ally(community uuid, block uuid, membership uuid, request uuid, because text)
 RETURNS TABLE(ended uuid[], declined uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  person uuid;
  organization uuid;
  called text;
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community');
  END IF;
  -- Whoever is joining at this moment is waited for, and found; whoever joins after this is refused.
  PERFORM FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
  SELECT x.person_id, x.organization_id, x.pseudonym INTO person, organization, called FROM (
    SELECT m.person_id, m.organization_id, m.pseudonym FROM public.membership m
     WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY'
    UNION ALL
    SELECT q.person_id, q.organization_id, q.pseudonym FROM public.ally_request q WHERE q.community_id = community AND q.id = request) x;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO public.ally_block (community_id, id, person_id, organization_id, pseudonym, reason, blocked_by)
  VALUES (community, block, person, organization, called, because, app.membership_in(community));
  WITH gone AS (
    UPDATE public.membership m SET ended_at = now() WHERE m.community_id = community AND m.standing = 'ALLY' AND m.ended_at IS NULL
       AND (m.person_id = person OR m.organization_id = organization) RETURNING m.id)
  SELECT coalesce(array_agg(g.id), '{}') INTO ended FROM gone g;
  WITH gone AS (
    UPDATE public.ally_request q SET state = 'DECLINED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
     WHERE q.community_id = community AND q.state = 'WAITING' AND (q.person_id = person OR q.organization_id = organization OR q.organization_id IN (
       SELECT r.organization_id FROM public.representative r WHERE r.person_id = person AND r.ended_at IS NULL)) RETURNING q.id)
  SELECT coalesce(array_agg(g.id), '{}') INTO declined FROM gone g;
  RETURN NEXT;
END $function$
-- OWNER accompany_owner
-- No row for who is no ally there and asked for nothing. The row that it writes outlives the membership.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.calendar_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
  shown text;
BEGIN
  FOREACH shown IN ARRAY TG_ARGV LOOP
    IF before->shown IS DISTINCT FROM after->shown THEN
      NEW.calendar_sequence := OLD.calendar_sequence + 1;
      NEW.calendar_changed_at := now();
      EXIT;
    END IF;
  END LOOP;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- Counts the changes that calendars show, for the SEQUENCE of their events: whoever changes a row, by whatever way, cannot forget it.
-- GRANT EXECUTE TO accompany_app

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

CREATE OR REPLACE FUNCTION app.campaign_resumes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM public.campaign_stop s WHERE s.community_id = NEW.community_id AND s.campaign_id = NEW.id AND s.resumed_at IS NULL
      AND s.lead_id IS NOT NULL AND NOT app.lead_is_out(s.community_id, s.campaign_id, s.lead_id)) THEN
    PERFORM app.refuse('campaign_resumed_by_its_stopper_ck', 'a campaign that a lead stopped goes on at the word of that lead');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.campaign_taken_down()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM public.community c WHERE c.id = NEW.community_id AND c.taken_down_at IS NOT NULL) THEN NEW.published := false; END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.campaigns_led_as(role text)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(l.campaign_id), '{}') FROM public.coalition_lead l
   WHERE l.left_at IS NULL AND l.lead_id = ANY ((SELECT app.communities_as('affected'))::uuid[]) AND l.lead_id = ANY ((SELECT app.communities_as(role))::uuid[])
$function$
-- OWNER accompany_owner
-- Campaigns of other communities that a community leads in which the current person is affected and has this role as well: allies of a lead have no part in them.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.cancel_round(community uuid, round uuid, because text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  r public.priority_round := app.round_of_steward(community, round);
BEGIN
  IF r.state NOT IN ('SCHEDULED', 'OPEN') OR (r.state = 'OPEN' AND r.closes_at <= now()) THEN
    PERFORM app.refuse('round_cancelled_before_closing_ck', 'a round is cancelled before it closes');
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('ballots ' || p.id::text, 0)) FROM public.round_part p WHERE p.host_id = r.community_id AND p.round_id = r.id;
  PERFORM app.end_round(r.community_id, r.id, 'CANCELLED', because);
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

CREATE OR REPLACE FUNCTION app.cast_ballot(part uuid, ballot_key bytea, sealed bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  home uuid;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('ballots ' || part::text, 0));
  SELECT e.community_id INTO home FROM app.place_on_roll(part) e;
  IF NOT FOUND THEN
    PERFORM app.refuse('ballot_cast_on_roll_ck', 'who is on the roll of an open round casts a ballot');
  END IF;
  IF octet_length(sealed) <> 44 + (SELECT count(*) FROM public.round_item i JOIN public.round_part p ON p.host_id = i.community_id AND p.round_id = i.round_id WHERE p.community_id = home AND p.id = part) THEN
    PERFORM app.refuse('ballot_length_ck', 'all ballots of a part are of one length');
  END IF;
  INSERT INTO vault.sealed_ballot (community_id, part_id, key, contents) VALUES (home, part, ballot_key, sealed)
  ON CONFLICT (community_id, part_id, key) DO UPDATE SET contents = excluded.contents;
END $function$
-- OWNER accompany_owner
-- Writes this one row and nothing else. Sealed: nonce, tag, receipt, and a byte for each item.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.change_questions(home uuid, question uuid, everywhere boolean, due timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  named public.thread_question;
  reach text;
  own uuid[] := app.my_memberships();
  changed uuid[];
BEGIN
  SELECT * INTO named FROM public.thread_question q WHERE q.community_id = home AND q.id = question;
  reach := app.writes_to_pledgers(home, named.ask_id);
  IF reach IS NULL THEN
    PERFORM app.refuse('thread_written_by_its_community_ck', 'those who work with the pledgers of an ask write to them');
  END IF;
  IF due < now() + interval '23 hours 55 minutes' OR due > now() + interval '60 days 5 minutes' THEN
    PERFORM app.refuse('thread_question_due_in_time_ck', 'a question is due in a day at the soonest, and in sixty at the latest');
  END IF;
  WITH chosen AS (
    SELECT q.community_id, q.id FROM public.thread_question q JOIN public.thread t ON t.community_id = q.community_id AND t.pledge_id = q.pledge_id
     WHERE q.community_id = home AND (q.id = question OR (everywhere AND q.batch_id = named.batch_id)) AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND (due IS NULL OR q.due_at < due)
       AND (reach = 'ALL' OR t.pledger_standing = 'ALLY') AND NOT q.pledger_id = ANY (own)
     ORDER BY q.id FOR UPDATE OF q
  ), changing AS (
    UPDATE public.thread_question q SET
        withdrawn_at = CASE WHEN due IS NULL THEN now() END, due_at = coalesce(due, q.due_at),
        due_set_at = CASE WHEN due IS NULL THEN q.due_set_at ELSE now() END, held_since = CASE WHEN due IS NULL OR q.held_since IS NULL THEN q.held_since ELSE now() END,
        reminded_at = CASE WHEN due IS NULL THEN q.reminded_at END, overdue_noted_at = CASE WHEN due IS NULL THEN q.overdue_noted_at END
      FROM chosen c WHERE q.community_id = c.community_id AND q.id = c.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL
    RETURNING q.id
  )
  SELECT coalesce(array_agg(c.id), '{}') INTO changed FROM changing c;
  RETURN changed;
END $function$
-- OWNER accompany_owner
-- Gives an open question more time, or without a time takes it back; everywhere: also of all others of whom the same action asked it. Answers which.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.check_in(community uuid, pledge uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
BEGIN
  IF NOT own.recurs OR own.state <> 'ACTIVE' OR app.lapse_if_over(community, own.id) THEN RETURN false; END IF;
  UPDATE public.pledge p SET checked_in_at = now(), lapsing_since = NULL WHERE p.community_id = community AND p.id = own.id;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Their pledger is still in: what was missed so far is forgotten. False when it does not recur or has ended, were it this moment.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.check_record(community uuid, first_place bigint, last_place bigint)
 RETURNS TABLE(fault text, place bigint, reaches bigint, entry_id uuid, day date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- Answering nothing would read as if nothing were wrong.
  IF NOT (app.is_system() OR community = ANY (app.communities_as('affected'))) THEN
    PERFORM app.refuse('record_checked_by_its_people_only_ck', 'only the people affected check the record of their community');
  END IF;
  RETURN QUERY SELECT * FROM app.record_faults(community, first_place, least(last_place, first_place + 9999));
END $function$
-- OWNER accompany_owner
-- What is wrong with a part of a record, of ten thousand entries at most, for the people affected.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.checks_lead_of_ask()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF (SELECT m.lead_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id) IS DISTINCT FROM NEW.lead_id THEN
    PERFORM app.refuse('ask_mandate_of_its_lead_ck', 'an ask opens under a mandate of the community that leads it');
  END IF;
  IF NEW.lead_id IS NOT NULL THEN
    -- Held until the end: whoever leaves the coalition meanwhile waits, and pauses this ask too.
    PERFORM FROM public.coalition_lead l
      WHERE l.community_id = NEW.community_id AND l.campaign_id = NEW.campaign_id AND l.lead_id = NEW.lead_id AND l.left_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      PERFORM app.refuse('ask_lead_takes_part_ck', 'the community that led this ask has left the coalition');
    END IF;
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.checks_lead_of_attestation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF (SELECT a.lead_id FROM public.occurrence o JOIN public.ask a ON a.community_id = o.community_id AND a.id = o.ask_id
       WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id) IS DISTINCT FROM NEW.lead_id THEN
    PERFORM app.refuse('attestation_by_its_lead_ck', 'what was done is attested by the community that leads the ask');
  END IF;
  IF NEW.lead_id IS NOT NULL AND app.stands_behind(NEW.community_id, NEW.pledger_id, app.person_id()) THEN
    PERFORM app.refuse('attestation_not_own_ck', 'nobody attests their own work');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.checks_lead_of_signature()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  signed public.mandate;
BEGIN
  SELECT * INTO signed FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = NEW.mandate_id;
  IF signed.lead_id IS DISTINCT FROM NEW.lead_id THEN
    PERFORM app.refuse('mandate_signature_by_its_lead_ck', 'a mandate is signed by the people of the community that gives it');
  END IF;
  IF NEW.lead_id IS NULL THEN RETURN NEW; END IF;
  -- In the order of app.mandate_is_signed. Two signatures are two people, not two memberships of one.
  PERFORM FROM public.campaign g WHERE g.community_id = NEW.community_id AND g.id = signed.campaign_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.lead_act a JOIN public.membership m ON m.community_id = a.community_id AND m.id = a.membership_id
      WHERE a.community_id = NEW.lead_id AND a.kind = 'mandate_signature' AND a.subject_id = NEW.mandate_id AND m.person_id = app.person_id()) THEN
    PERFORM app.refuse('mandate_signature_once_uq', 'nobody signs twice');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.choose_constituencies(community uuid, chosen uuid[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  mine uuid;
  found_ones integer;
  live integer;
BEGIN
  -- The membership first: whoever ends it waits, and takes along what is chosen here.
  SELECT m.id INTO mine FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL
     AND m.community_id = ANY (app.communities_as('affected')) FOR SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT count(*), count(*) FILTER (WHERE c.retired_at IS NULL) INTO found_ones, live
    FROM (SELECT o.retired_at FROM public.constituency o WHERE o.community_id = community AND o.id = ANY (chosen) ORDER BY o.id FOR SHARE) c;
  IF found_ones < (SELECT count(DISTINCT o.id) FROM unnest(chosen) AS o (id)) THEN RETURN false; END IF;
  IF live < found_ones THEN
    PERFORM app.refuse('constituency_chosen_while_there_ck', 'a retired constituency is chosen no more');
  END IF;
  DELETE FROM public.constituency_member d WHERE d.community_id = community AND d.membership_id = mine AND d.constituency_id <> ALL (chosen);
  INSERT INTO public.constituency_member (community_id, constituency_id, membership_id)
  SELECT community, o.id, mine FROM (SELECT DISTINCT u.id FROM unnest(chosen) AS u (id)) o ON CONFLICT DO NOTHING;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- To which constituencies the current person says that they belong, in place of those before. False where one is not there.
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
  apart record;
BEGIN
  -- The order in which a pledge takes its locks.
  SELECT * INTO tally FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask FOR UPDATE;
  SELECT f.is_exact INTO was_exact FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask AND f.body = 'PEOPLE' FOR UPDATE;
  -- Only affected people speak for themselves: who counts them counts affected people, whatever the risk.
  SELECT c.shows_exact_figures AND a.risk_tier <= 1 AND a.kind <> 'SPEAK' INTO exact
    FROM public.ask a JOIN public.community c ON c.id = a.community_id WHERE a.community_id = community AND a.id = ask;
  INSERT INTO public.public_figure AS f (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted)
  SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.state, a.published, exact, CASE WHEN a.kind = 'SPEAK' THEN 10 ELSE 5 END, a.quantity_wanted
    FROM public.ask a WHERE a.community_id = community AND a.id = ask
  ON CONFLICT (community_id, ask_id, body) DO UPDATE SET priority_id = excluded.priority_id, state = excluded.state,
    published = excluded.published, k = excluded.k;
  UPDATE public.public_figure f SET priority_id = a.priority_id, state = a.state, published = a.published, k = CASE WHEN a.kind = 'SPEAK' THEN 10 ELSE 5 END
    FROM public.ask a WHERE a.community_id = community AND a.id = ask AND f.community_id = community AND f.ask_id = ask AND f.body = 'ORGANIZATIONS';
  UPDATE public.figure_day d SET published = d.was_published AND a.published
    FROM public.ask a WHERE a.community_id = community AND a.id = ask AND d.community_id = community AND d.ask_id = ask
     AND d.published <> (d.was_published AND a.published);
  UPDATE public.figure_split s SET published = a.published FROM public.ask a
   WHERE a.community_id = community AND a.id = ask AND s.community_id = community AND s.ask_id = ask AND s.published <> a.published;
  IF tally.ask_id IS NULL OR exact IS NOT DISTINCT FROM was_exact THEN RETURN; END IF;
  -- Exact figures tell the whole in one row. What was told of organizations apart begins anew when they are left out again.
  DELETE FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask AND f.body = 'ORGANIZATIONS';
  IF exact THEN
    UPDATE public.public_figure f SET is_exact = true, people_behind = app.people_behind(community, ask), pledged_count = tally.places_taken, pledged_quantity = tally.pledged_quantity, waitlisted_count = tally.waitlisted_count, waitlisted_quantity = tally.waitlisted_quantity, reported_count = tally.reported_count, reported_quantity = tally.reported_quantity, attested_count = tally.attested_count, attested_quantity = tally.attested_quantity, sent_back_count = tally.sent_back_count, stepped_back_count = tally.stepped_back_count, cancelled_count = tally.cancelled_count, never_started_count = tally.never_started_count, conditional_count = tally.conditional_count, conditional_quantity = tally.conditional_quantity, lapsed_count = tally.lapsed_count, no_show_count = tally.no_show_count, handed_over_count = tally.handed_over_count, unconfirmed_count = tally.unconfirmed_count WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id;
  ELSE
    people := app.people_behind(community, ask);
    SELECT * INTO apart FROM app.organizations_behind(community, ask);
    UPDATE public.public_figure f SET is_exact = false, pledged_count = app.shown_figure(tally.places_taken - apart.counts[1], people[1], f.k),
    pledged_quantity = app.shown_figure(tally.pledged_quantity - apart.quantities[1], people[1], f.k),
    waitlisted_count = app.shown_figure(tally.waitlisted_count - apart.counts[2], people[2], f.k),
    waitlisted_quantity = app.shown_figure(tally.waitlisted_quantity - apart.quantities[2], people[2], f.k),
    reported_count = app.shown_figure(tally.reported_count - apart.counts[3], people[3], f.k),
    reported_quantity = app.shown_figure(tally.reported_quantity - apart.quantities[3], people[3], f.k),
    attested_count = app.shown_figure(tally.attested_count - apart.counts[4], people[4], f.k),
    attested_quantity = app.shown_figure(tally.attested_quantity - apart.quantities[4], people[4], f.k),
    sent_back_count = app.shown_figure(tally.sent_back_count - apart.counts[5], people[5], f.k),
    stepped_back_count = app.shown_figure(tally.stepped_back_count - apart.counts[6], people[6], f.k),
    cancelled_count = app.shown_figure(tally.cancelled_count - apart.counts[7], people[7], f.k),
    never_started_count = app.shown_figure(tally.never_started_count - apart.counts[8], people[8], f.k),
    conditional_count = app.shown_figure(tally.conditional_count - apart.counts[9], people[9], f.k),
    conditional_quantity = app.shown_figure(tally.conditional_quantity - apart.quantities[9], people[9], f.k),
    lapsed_count = app.shown_figure(tally.lapsed_count - apart.counts[10], people[10], f.k),
    no_show_count = app.shown_figure(tally.no_show_count - apart.counts[11], people[11], f.k),
    handed_over_count = app.shown_figure(tally.handed_over_count - apart.counts[12], people[12], f.k),
    unconfirmed_count = app.shown_figure(tally.unconfirmed_count - apart.counts[13], people[13], f.k), people_behind = people WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id;
    IF apart.any_at_all THEN
      INSERT INTO public.public_figure (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, body)
      SELECT f.community_id, f.ask_id, f.campaign_id, f.priority_id, f.state, f.published, false, f.k, 0, 'ORGANIZATIONS'
        FROM public.public_figure f WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.body = 'PEOPLE';
      UPDATE public.public_figure f SET pledged_count = NULL, pledged_quantity = NULL, waitlisted_count = NULL, waitlisted_quantity = NULL, reported_count = NULL, reported_quantity = NULL, attested_count = NULL, attested_quantity = NULL, sent_back_count = NULL, stepped_back_count = NULL, cancelled_count = NULL, never_started_count = NULL, conditional_count = NULL, conditional_quantity = NULL, lapsed_count = NULL, no_show_count = NULL, handed_over_count = NULL, unconfirmed_count = NULL, people_behind = apart.bodies WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.body = 'ORGANIZATIONS';
    END IF;
  END IF;
  -- Days told in one way beside days told in another would tell of both.
  DELETE FROM public.figure_day d WHERE d.community_id = community AND d.ask_id = ask;
  DELETE FROM public.figure_split s WHERE s.community_id = community AND s.ask_id = ask;
END $function$
-- OWNER accompany_owner
-- Brings the figures of an ask into the way in which they may be told now, when that or the ask itself has changed.

CREATE OR REPLACE FUNCTION app.clocks_resume_after_pause()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.stand_still(NEW.community_id, NEW.campaign_id, NEW.id, OLD.paused_at);
  -- As after a stop: what came due is not overdue for having stood still.
  UPDATE public.occurrence o SET due_at = o.due_at + (now() - OLD.paused_at)
   WHERE o.community_id = NEW.community_id AND o.ask_id = NEW.id AND o.state = 'DUE' AND o.due_at <= now();
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.clocks_resume_after_stop()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.stand_still(NEW.community_id, NEW.campaign_id, NULL, NEW.stopped_at);
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.close_assembly(part uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  UPDATE public.round_part p SET unwitnessed_count = app.end_assembly(part) WHERE p.id = part AND p.state = 'OPEN';
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.close_deserted_organizations(person uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  deserted uuid;
  standing public.membership;
BEGIN
  FOR deserted IN
    SELECT o.id FROM public.organization o
     WHERE o.ended_at IS NULL AND o.id IN (SELECT r.organization_id FROM public.representative r WHERE r.person_id = person) ORDER BY o.id FOR UPDATE
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM public.representative r WHERE r.organization_id = deserted AND r.ended_at IS NULL);
    UPDATE public.organization o SET ended_at = now() WHERE o.id = deserted;
    FOR standing IN UPDATE public.membership m SET ended_at = now() WHERE m.organization_id = deserted AND m.ended_at IS NULL RETURNING m.* LOOP
      PERFORM app.put_on_record(standing.community_id, 'membership.ended', NULL, 'SYSTEM', 'Membership', standing.id, '{}', NULL);
    END LOOP;
  END LOOP;
END $function$
-- OWNER accompany_owner
-- Of those that the person ever acted for: ends each for which nobody acts any more. The clock then settles its pledges. Granted to nobody.

CREATE OR REPLACE FUNCTION app.close_organization(organization uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT organization = ANY (app.my_organizations()) THEN RETURN false; END IF;
  UPDATE public.organization o SET ended_at = now() WHERE o.id = organization AND o.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.membership m SET ended_at = now() WHERE m.organization_id = organization AND m.ended_at IS NULL;
  UPDATE public.representative r SET ended_at = now() WHERE r.organization_id = organization AND r.ended_at IS NULL;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Ends the organization, everywhere it stands and for everyone who acts for it. The clock then settles its pledges.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.close_part(part uuid, strays integer, on_paper integer, turnout jsonb)
 RETURNS TABLE(state text, ballots integer, roll integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  p public.round_part;
  r public.priority_round;
  cast_ballots integer;
  none integer;
  lacking boolean;
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO p FROM public.round_part o WHERE o.id = part AND o.state = 'OPEN' FOR UPDATE;
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = p.host_id AND o.id = p.round_id;
  SELECT count(*), count(*) FILTER (WHERE b.marks = decode(repeat('00', octet_length(b.marks)), 'hex')) INTO cast_ballots, none
    FROM public.round_ballot b WHERE b.community_id = r.community_id AND b.round_id = r.id AND b.part_number = p.number;
  -- Each constituency of five or more on the roll has its quorum; what is kept, and shown, is of ten or more.
  lacking := r.constituency_quorum_percent IS NOT NULL AND EXISTS (SELECT FROM jsonb_to_recordset(turnout) AS t (people integer, voted integer)
    WHERE t.people >= 5 AND t.voted * 100 < r.constituency_quorum_percent * t.people);
  INSERT INTO public.part_constituency (community_id, part_id, constituency_id, roll_count, ballot_count, is_quorate)
  SELECT p.community_id, p.id, t.constituency, t.people, t.voted, r.constituency_quorum_percent IS NULL OR t.voted * 100 >= r.constituency_quorum_percent * t.people
    FROM jsonb_to_recordset(turnout) AS t (constituency uuid, people integer, voted integer) WHERE t.people >= 10;
  DELETE FROM vault.sealed_ballot b WHERE b.community_id = p.community_id AND b.part_id = p.id;
  DELETE FROM vault.ballot_secret s WHERE s.community_id = p.community_id AND s.part_id = p.id;
  DELETE FROM public.roll_constituency c WHERE c.community_id = p.community_id AND c.part_id = p.id;
  UPDATE public.round_part o SET state = 'CLOSED', ballot_count = cast_ballots, none_count = CASE WHEN cast_ballots >= 5 THEN none END, stray_count = strays, paper_count = on_paper,
         is_quorate = cast_ballots > 0 AND cast_ballots * 100 >= r.quorum_percent * p.roll_count AND NOT lacking
   WHERE o.community_id = p.community_id AND o.id = p.id;
  -- Who voted before their community left is heard, if enough did: else it has no voice, and holds nobody up.
  DELETE FROM public.round_ballot b USING public.round_part o WHERE o.community_id = p.community_id AND o.id = p.id AND NOT o.is_quorate AND NOT app.still_leads(o)
    AND b.community_id = r.community_id AND b.round_id = r.id AND b.part_number = p.number;
  IF NOT EXISTS (SELECT FROM public.round_part o WHERE o.host_id = r.community_id AND o.round_id = r.id AND o.state = 'OPEN') THEN
    UPDATE public.priority_round o SET state = 'CLOSED', closed_at = now() WHERE o.community_id = r.community_id AND o.id = r.id;
    IF EXISTS (SELECT FROM public.round_part o WHERE o.host_id = r.community_id AND o.round_id = r.id AND NOT o.is_quorate AND app.still_leads(o)) THEN
      PERFORM app.end_round(r.community_id, r.id, 'INQUORATE', NULL);
    END IF;
  END IF;
  RETURN QUERY SELECT o.state, cast_ballots, p.roll_count FROM public.priority_round o WHERE o.community_id = r.community_id AND o.id = r.id;
END $function$
-- OWNER accompany_owner
-- Destroys salt and sealed ballots. With the last part the round is closed, or over where one lacks its quorum.
-- GRANT EXECUTE TO accompany_app

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

CREATE OR REPLACE FUNCTION app.coalition_hosts()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(DISTINCT l.community_id), '{}') FROM public.coalition_lead l WHERE l.lead_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
$function$
-- OWNER accompany_owner
-- Hosts of campaigns that a community of the current person leads, or did.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.communities_as(role text)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  me uuid := app.person_id();
  found uuid[];
BEGIN
  SELECT coalesce(array_agg(m.community_id), '{}') INTO found FROM public.membership m
   WHERE m.person_id = me AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
     AND CASE role
           WHEN 'member' THEN true
           WHEN 'ally' THEN m.standing = 'ALLY' AND m.paused_at IS NULL
           WHEN 'affected' THEN m.standing = 'AFFECTED'
           WHEN 'settled' THEN m.standing = 'AFFECTED' AND (m.probation_until IS NULL OR m.probation_until <= now())
           WHEN 'insider' THEN m.standing = 'AFFECTED' OR (m.organizer_until > now() AND m.paused_at IS NULL)
           WHEN 'organizer' THEN m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL)
           WHEN 'steward' THEN m.is_steward
         END;
  IF role IN ('insider', 'organizer', 'steward') AND found <> '{}' AND NOT app.has_second_factor() THEN
    found := ARRAY(SELECT c.id FROM public.community c WHERE c.id = ANY (found) AND (NOT c.requires_second_factor
      -- What one may as a person affected is no duty and does not rest.
      OR (role = 'insider' AND EXISTS (SELECT FROM public.membership m WHERE m.community_id = c.id AND m.person_id = me AND m.ended_at IS NULL AND m.standing = 'AFFECTED'))));
  END IF;
  IF role IN ('member', 'ally') THEN
    found := found || ARRAY(SELECT m.community_id FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id
      WHERE r.person_id = me AND r.ended_at IS NULL AND m.ended_at IS NULL AND m.until > now() AND (role = 'member' OR m.paused_at IS NULL));
  END IF;
  RETURN found;
END $function$
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
  answered integer := 0;
  part integer;
BEGIN
  -- The constraint compares memberships; someone who stood as an ally before is still the same person.
  IF EXISTS (SELECT FROM new_rows n
      JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.membership b ON b.community_id = n.community_id AND b.id = n.pledger_id
     WHERE app.stands_behind(b.community_id, b.id, a.person_id)) THEN
    PERFORM app.refuse('attestation_not_own_ck', 'nobody attests their own work');
  END IF;
  IF EXISTS (SELECT FROM new_rows n WHERE n.kind IN ('CONTEST_ACCEPTED', 'CONTEST_REFUSED') AND NOT app.answered_by_another(n.community_id, n.id)) THEN
    PERFORM app.refuse('contest_answered_by_another_ck', 'a contest is answered by someone else than who recorded the no-show');
  END IF;
  UPDATE public.occurrence o SET state = 'ATTESTED', attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'ATTESTED' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state IN ('REPORTED', 'UNCONFIRMED');
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET state = 'DUE', due_again_at = n.attested_at, reminded_at = NULL
    FROM new_rows n WHERE n.kind = 'SENT_BACK' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'REPORTED';
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  -- Of a no-show that was none, as much as was reported, or else pledged; never nothing, which a no-show says already.
  UPDATE public.occurrence o SET state = 'ATTESTED', attested_quantity = n.quantity, attestation_id = n.id, attested_at = n.attested_at
    FROM new_rows n, public.pledge p WHERE n.kind IN ('CORRECTED', 'CONTEST_ACCEPTED') AND n.quantity IS NOT NULL AND o.community_id = n.community_id AND o.id = n.occurrence_id
     AND o.attestation_id = n.corrects AND p.community_id = o.community_id AND p.id = o.pledge_id AND n.quantity <= coalesce(o.reported_quantity, p.quantity)
     AND CASE n.kind WHEN 'CORRECTED' THEN o.state = 'ATTESTED' OR (o.state = 'NO_SHOW' AND n.quantity > 0)
           ELSE o.state = 'NO_SHOW' AND o.contested_at IS NOT NULL AND o.contest_answered_at IS NULL END;
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET state = o.no_show_from, attestation_id = NULL, due_again_at = n.attested_at
    FROM new_rows n WHERE n.kind = 'CONTEST_ACCEPTED' AND n.quantity IS NULL AND o.community_id = n.community_id AND o.id = n.occurrence_id
     AND o.state = 'NO_SHOW' AND o.attestation_id = n.corrects AND o.contested_at IS NOT NULL AND o.contest_answered_at IS NULL;
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  -- Not before it was due, and not of a pledge that was given back or ended without fault.
  UPDATE public.occurrence o SET state = 'NO_SHOW', attestation_id = n.id, no_show_at = n.attested_at, no_show_from = o.state, contested_at = NULL, contest_answered_at = NULL
    FROM new_rows n, public.pledge p WHERE n.kind = 'NO_SHOW' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state IN ('DUE', 'REPORTED')
     AND o.due_at <= now() AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state IN ('ACTIVE', 'LAPSED');
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET state = CASE WHEN o.skip_asked_at IS NULL THEN 'DUE' ELSE 'SKIPPED' END, skip_offered_at = coalesce(o.skip_offered_at, n.attested_at)
    FROM new_rows n, public.pledge p WHERE n.kind = 'SKIP_AGREED' AND o.community_id = n.community_id AND o.id = n.occurrence_id AND o.state = 'DUE' AND o.skip_offered_at IS NULL
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state = 'ACTIVE';
  GET DIAGNOSTICS part = ROW_COUNT;
  answered := answered + part;
  UPDATE public.occurrence o SET contest_answered_at = n.attested_at
    FROM new_rows n WHERE n.kind IN ('CONTEST_ACCEPTED', 'CONTEST_REFUSED') AND o.community_id = n.community_id AND o.id = n.occurrence_id
     AND o.contested_at IS NOT NULL AND o.contest_answered_at IS NULL AND (n.kind = 'CONTEST_ACCEPTED' OR o.state = 'NO_SHOW');
  -- Of accepted contests the state was counted above.
  answered := answered + (SELECT count(*) FROM new_rows n JOIN public.occurrence o ON o.community_id = n.community_id AND o.id = n.occurrence_id
     WHERE n.kind = 'CONTEST_REFUSED' AND o.state = 'NO_SHOW' AND o.contest_answered_at = n.attested_at);
  IF answered <> (SELECT count(*) FROM new_rows) THEN
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
     OR (NEW.publishes_sovereignty_report AND NOT OLD.publishes_sovereignty_report)
     OR (OLD.requires_second_factor AND NOT NEW.requires_second_factor) THEN
    IF app.is_short_of_stewards(NEW.id) THEN
      PERFORM app.refuse('community_loosened_by_enough_stewards_ck', 'nothing is loosened while the community is short of stewards');
    END IF;
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.confirm_occurrence(community uuid, occurrence uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.occurrence := app.own_due_occurrence(community, occurrence);
BEGIN
  -- Who comes round again is still in.
  PERFORM app.check_in(community, own.pledge_id);
  UPDATE public.occurrence o SET confirmed_at = now() WHERE o.community_id = community AND o.id = own.id;
END $function$
-- OWNER accompany_owner
-- Its pledger says that they will do it at its time.
-- GRANT EXECUTE TO accompany_app

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

CREATE OR REPLACE FUNCTION app.constituency_is_declared()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_community(NEW.community_id);
  IF (SELECT count(*) FROM public.constituency c WHERE c.community_id = NEW.community_id AND c.retired_at IS NULL) >= 50 THEN
    PERFORM app.refuse('constituency_at_most_50_ck', 'a community has at most 50 constituencies');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.constituency_is_retired()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  DELETE FROM public.constituency_member d WHERE d.community_id = NEW.community_id AND d.constituency_id = NEW.id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.constituency_sizes(communities uuid[])
 RETURNS TABLE(constituency_id uuid, people integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT d.constituency_id, (count(*) / 10 * 10)::integer FROM public.constituency_member d
   WHERE d.community_id = ANY (communities) AND d.community_id = ANY (app.communities_as('affected'))
   GROUP BY d.community_id, d.constituency_id HAVING count(*) >= 10
$function$
-- OWNER accompany_owner
-- Down to full tens, of ten and more: whoever watches the number sees next to nobody come or go.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.day_begins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  SELECT d.day, d.ends INTO NEW.day, NEW.day_ends FROM app.local_day(NEW.community_id, NEW.campaign_id) d;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.debrief_is_given()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home uuid;
BEGIN
  SELECT a.lead_id INTO home FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
   WHERE p.community_id = NEW.community_id AND p.id = NEW.pledge_id AND p.state IN ('FULFILLED', 'PARTLY_FULFILLED');
  IF NOT FOUND THEN PERFORM app.refuse('debrief_of_fulfilled_ck', 'what is looked back on was fulfilled, at least in part'); END IF;
  IF app.is_system() THEN RETURN NEW; END IF;
  IF NEW.side = 'COMMUNITY' AND (NEW.lead_id IS DISTINCT FROM home OR app.stands_behind(NEW.community_id, NEW.pledger_id, app.person_id())
      OR NOT coalesce(coalesce(home, NEW.community_id) = ANY (app.communities_as('settled')), false)) THEN
    PERFORM app.refuse('debrief_by_its_side_ck', 'the community looks back through an affected person, and on nobody’s own work');
  END IF;
  IF NEW.side = 'PLEDGER' AND (NEW.given_by IS DISTINCT FROM NEW.pledger_id OR NOT NEW.pledger_id = ANY (app.my_memberships())) THEN
    PERFORM app.refuse('debrief_by_its_side_ck', 'the pledger looks back for themselves');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.debriefs_are_in(community uuid, pledge uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT count(*) = 2 FROM public.debrief d WHERE d.community_id = community AND d.pledge_id = debriefs_are_in.pledge
$function$
-- OWNER accompany_owner
-- Whether both sides have given their debrief, or left it out.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.decline_allies(community uuid, requests uuid[])
 RETURNS TABLE(request_id uuid, outcome text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT community = ANY (app.communities_as('organizer')) THEN
    PERFORM app.refuse('ally_request_decided_by_organizers_ck', 'that is for stewards and organizers of the community');
  END IF;
  PERFORM FROM public.ally_request q WHERE q.community_id = community AND q.id = ANY (requests) ORDER BY q.id FOR UPDATE;
  RETURN QUERY
  WITH found AS (
    SELECT q.id, q.state FROM public.ally_request q WHERE q.community_id = community AND q.id = ANY (requests)
  ), declined AS (
    UPDATE public.ally_request q SET state = 'DECLINED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
     WHERE q.community_id = community AND q.id IN (SELECT f.id FROM found f WHERE f.state = 'WAITING')
  )
  SELECT f.id, CASE f.state WHEN 'WAITING' THEN 'DECLINED' WHEN 'DECLINED' THEN 'DECLINED_BEFORE' ELSE 'DECIDED' END FROM found f;
END $function$
-- OWNER accompany_owner
-- Says of each what came of it; those of other communities are not among them.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.decline_offer(community uuid, offer uuid, thanks text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT coalesce(community = ANY (app.communities_as('affected')), false) THEN
    PERFORM app.refuse('offer_answered_by_affected_ck', 'an offer is answered by one of the people affected');
  END IF;
  UPDATE public.offer o SET state = 'DECLINED', settled_at = now(), answered_by = app.membership_in(community), thanks = decline_offer.thanks, version = o.version + 1 WHERE o.community_id = community AND o.id = offer AND o.state = 'OFFERED' AND o.expires_at > now();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
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

CREATE OR REPLACE FUNCTION app.digest_time(at timestamp with time zone, zone text, digest_hour integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT max(time) FROM (
    SELECT (((at AT TIME ZONE zone)::date - back) + make_time(digest_hour, 0, 0)) AT TIME ZONE zone AS time FROM generate_series(0, 1) AS back) day
   WHERE time <= at
$function$
-- OWNER accompany_owner
-- The last time up to an instant at which digests of this zone and hour were due.

CREATE OR REPLACE FUNCTION app.digests_of_round(host uuid, round uuid)
 RETURNS TABLE(priority_id uuid, digest text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT p.id, app.priority_digest(p.community_id, p.id) FROM public.priority_round r
    JOIN public.priority p ON p.community_id = r.community_id AND p.campaign_id = r.campaign_id WHERE r.community_id = host AND r.id = round;
END $function$
-- OWNER accompany_owner
-- Of every priority of its campaign: ratifying sets review dates, which the record answers for.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.disappear()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
 SET lock_timeout TO '1800ms'
AS $function$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('person_disappears_themselves_ck', 'a person disappears by their own will only');
  END IF;
  PERFORM app.hide_person(app.person_id()), vault.close_all_sessions();
END $function$
-- OWNER accompany_owner
-- Hides the current person everywhere at once, and ends their sessions and app tokens. Nobody can undo it; they come back only as someone new.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.discard_ballots(host uuid, round uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.end_assembly(p.id) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round;
  DELETE FROM vault.sealed_ballot b USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND b.community_id = p.community_id AND b.part_id = p.id;
  DELETE FROM vault.ballot_secret s USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND s.community_id = p.community_id AND s.part_id = p.id;
  DELETE FROM public.roll_constituency c USING public.round_part p WHERE p.host_id = host AND p.round_id = round AND c.community_id = p.community_id AND c.part_id = p.id;
  DELETE FROM public.round_ballot b WHERE b.community_id = host AND b.round_id = round;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.download_people_export(community uuid, export uuid)
 RETURNS TABLE(pseudonym text, standing text, is_steward boolean, organizer_until timestamp with time zone, since timestamp with time zone, until timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  taken public.people_export;
BEGIN
  SELECT * INTO taken FROM public.people_export e WHERE e.community_id = community AND e.id = export FOR UPDATE;
  IF NOT FOUND OR NOT community = ANY (app.communities_as('steward')) OR NOT taken.requested_by = ANY (app.my_memberships()) THEN
    PERFORM app.refuse('people_export_taken_by_requester_ck', 'only the steward who asked takes an export');
  END IF;
  IF taken.approved_at IS NULL OR taken.downloaded_at IS NOT NULL OR taken.approved_at <= now() - interval '24 hours' THEN
    PERFORM app.refuse('people_export_ready_ck', 'an export is taken once, within 24 hours of being approved');
  END IF;
  IF NOT app.people_may_be_exported(community) THEN
    PERFORM app.refuse('people_export_enough_stewards_ck', 'nobody is exported while the community is short of stewards');
  END IF;
  UPDATE public.people_export e SET downloaded_at = now() WHERE e.community_id = community AND e.id = export;
  RETURN QUERY SELECT m.pseudonym, m.standing, m.is_steward, CASE WHEN m.organizer_until > now() THEN m.organizer_until END, m.since, m.until
    FROM public.membership m WHERE m.community_id = community AND m.person_id IS NOT NULL AND m.ended_at IS NULL
   ORDER BY m.standing, lower(m.pseudonym), m.id;
END $function$
-- OWNER accompany_owner
-- What the community knows of its people, once: no account, no address, no id.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.drafts_ask(ask public.ask)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(CASE WHEN ask.lead_id IS NULL THEN ask.community_id = ANY (app.communities_as('insider'))
    ELSE app.leads_campaign(ask.community_id, ask.campaign_id, ask.lead_id, 'affected') END, false)
$function$
-- OWNER accompany_owner
-- Whether whoever acts is of those who write this ask down.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.drop_assembly(b public.assembly_batch, how text, who uuid, because text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  DELETE FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id;
  DELETE FROM vault.assembly_box x WHERE x.community_id = b.community_id AND x.batch_id = b.id;
  UPDATE public.assembly_batch o SET state = how, settled_by = who, settled_at = now(), rejected_because = because WHERE o.community_id = b.community_id AND o.id = b.id;
END $function$
-- OWNER accompany_owner

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

CREATE OR REPLACE FUNCTION app.end_ally(community uuid, membership uuid, because text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community');
  END IF;
  UPDATE public.membership m SET ended_at = now(), ended_because = because
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.ally_request q SET state = 'DECLINED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
   WHERE q.community_id = community AND q.membership_id = end_ally.membership AND q.state = 'WAITING';
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.end_assembly(part uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  passed_over integer;
BEGIN
  DELETE FROM public.assembly_place l WHERE l.part_id = part;
  DELETE FROM vault.assembly_box x WHERE x.part_id = part;
  -- Written anew, all at once: by the transaction that wrote them, rows of the roll would tell who was in one batch.
  UPDATE public.roll_entry e SET on_paper = true WHERE e.part_id = part AND e.on_paper;
  WITH passed AS (
    UPDATE public.assembly_batch b SET state = 'UNWITNESSED', settled_at = now() WHERE b.part_id = part AND b.state = 'WAITING' RETURNING b.ballot_count
  ) SELECT coalesce(sum(ballot_count), 0) INTO passed_over FROM passed;
  RETURN passed_over;
END $function$
-- OWNER accompany_owner
-- No ballot of a batch remains, nor whose they were. Answers how many nobody had witnessed.

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

CREATE OR REPLACE FUNCTION app.end_mandates_for(home uuid, targets uuid[])
 RETURNS TABLE(mandate_id uuid, ask_ids uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  over uuid[];
BEGIN
  -- Mandates before tallies before asks, as whoever opens an ask does; in the order of the clock that ends mandates.
  PERFORM FROM public.mandate m WHERE m.community_id = home AND m.priority_id = ANY (targets) AND m.state <> 'ENDED' ORDER BY m.until, m.id FOR NO KEY UPDATE;
  WITH ended AS (
    -- A proposal that nobody signed stays what it is, unseen by outsiders; its time alone is over.
    UPDATE public.mandate m SET state = CASE m.state WHEN 'LIVE' THEN 'ENDED' ELSE m.state END, until = least(m.until, now())
     WHERE m.community_id = home AND m.priority_id = ANY (targets) AND (m.state = 'LIVE' OR (m.state = 'PROPOSED' AND m.until > now()))
    RETURNING m.id
  )
  SELECT coalesce(array_agg(e.id), '{}') INTO over FROM ended e;
  PERFORM FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id
    WHERE a.community_id = home AND a.priority_id = ANY (targets) AND a.state = 'OPEN' ORDER BY t.ask_id FOR UPDATE OF t;
  RETURN QUERY
  WITH paused AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'MANDATE_ENDED', version = a.version + 1
     WHERE a.community_id = home AND a.priority_id = ANY (targets) AND a.state = 'OPEN'
    RETURNING a.mandate_id, a.id
  )
  SELECT m.id, ARRAY(SELECT p.id FROM paused p WHERE p.mandate_id = m.id ORDER BY p.id)
    FROM public.mandate m WHERE m.community_id = home AND m.id = ANY (over) ORDER BY m.id;
END $function$
-- OWNER accompany_owner
-- Ends what authorises asks under priorities that are put aside, and pauses the asks. Granted to nobody: functions that have asked who may call it do.

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

CREATE OR REPLACE FUNCTION app.end_overdue_waits(community uuid, ask uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home public.ask;
  moved public.pledge;
BEGIN
  SELECT * INTO home FROM public.ask a WHERE a.community_id = community AND a.id = end_overdue_waits.ask;
  FOR moved IN UPDATE public.pledge p SET offered_until = NULL, offer_lapsed_at = now()
      WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'WAITLISTED' AND p.offered_until <= now() RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.offer_lapsed', '{}');
  END LOOP;
  -- First what is nobody's fault: who was asked to confirm, while what they waited for did not come, never started.
  FOR moved IN UPDATE public.pledge p SET state = 'NEVER_STARTED'
      WHERE p.community_id = community AND p.ask_id = home.id AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION') AND ((p.waiting_for = 'OWN_CONDITION' AND p.condition_until <= now())
        OR ((p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) AND home.threshold IS NOT NULL AND home.threshold_met_at IS NULL AND home.threshold_at <= now())) RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.never_started', jsonb_build_object('because', CASE WHEN moved.condition_until <= now() THEN 'OWN_CONDITION' ELSE 'THRESHOLD' END));
  END LOOP;
  FOR moved IN UPDATE public.pledge p SET state = 'LAPSED'
      WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until <= now() RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.lapsed', jsonb_build_object('because', 'NOT_RECONFIRMED'));
  END LOOP;
END $function$
-- OWNER accompany_owner
-- What the clock ends in a running ask: offers, reconfirmations, conditions and thresholds whose time is over. Granted to nobody.

CREATE OR REPLACE FUNCTION app.end_pledges(community uuid, asks uuid[])
 RETURNS TABLE(pledge_id uuid, state text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = CASE WHEN (p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND ((p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED') AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))
  RETURNING p.id, p.state;
END $function$
-- OWNER accompany_owner
-- Brings the pledges of closed or cancelled asks, or of a concluded campaign, to the state that follows; work already reported stays attestable.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.end_representation(organization uuid, representation uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT organization = ANY (app.my_organizations()) THEN RETURN false; END IF;
  -- Two who leave at once queue here, so that the second finds itself the last.
  PERFORM FROM public.organization o WHERE o.id = organization FOR UPDATE;
  UPDATE public.representative r SET ended_at = now() WHERE r.organization_id = organization AND r.id = representation AND r.ended_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT FROM public.representative r WHERE r.organization_id = organization AND r.ended_at IS NULL) THEN
    PERFORM app.refuse('representative_last_one_ck', 'an organization that goes on has someone who acts for it');
  END IF;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Ends one's own representation or that of another; false where there is nothing to end. The row stays: nobody who ever acted for an organization attests its work.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.end_round(host uuid, round uuid, how text, because text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.discard_ballots(host, round);
  UPDATE public.round_part p SET state = 'CANCELLED' WHERE p.host_id = host AND p.round_id = round AND p.state = 'OPEN';
  UPDATE public.priority_round r SET state = how, ended_at = now(), cancelled_because = because WHERE r.community_id = host AND r.id = round;
END $function$
-- OWNER accompany_owner
-- Without a result: ranks stay, and no ballot remains.

CREATE OR REPLACE FUNCTION app.end_standing_of(community uuid, person uuid)
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
  SELECT * INTO mine FROM public.membership m WHERE m.community_id = community AND m.person_id = person AND m.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM app.put_on_record(community, 'membership.left', mine.id, CASE WHEN mine.is_steward THEN 'STEWARD' ELSE mine.standing END, 'Membership', mine.id, '{}', NULL);
  PERFORM app.end_membership(community, mine.id, now());
  RETURN mine.id;
END $function$
-- OWNER accompany_owner
-- Whatever the standing and however few stewards are left. Null for who has none. Granted to nobody.

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

CREATE OR REPLACE FUNCTION app.enter_assembly(part uuid, batch uuid, places uuid[], sealed bytea, remark text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  seat record;
  p public.round_part;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('ballots ' || part::text, 0));
  SELECT * INTO seat FROM app.assembly_seat(part);
  IF NOT FOUND THEN
    PERFORM app.refuse('assembly_entered_on_roll_ck', 'a steward or affected organizer on the roll of an open round enters ballots');
  END IF;
  SELECT * INTO p FROM public.round_part o WHERE o.community_id = seat.community_id AND o.id = part;
  IF octet_length(sealed) <> 28 + cardinality(places) * (16 + (SELECT count(*) FROM public.round_item i WHERE i.community_id = p.host_id AND i.round_id = p.round_id)) THEN
    PERFORM app.refuse('assembly_length_ck', 'a batch has as many ballots as places, all of one length');
  END IF;
  INSERT INTO public.assembly_batch (community_id, id, part_id, host_id, round_id, campaign_id, ballot_count, note, entered_by)
  VALUES (p.community_id, batch, part, p.host_id, p.round_id, p.campaign_id, cardinality(places), remark, seat.membership_id);
  -- In the order of their ids, which means nothing, and in which two batches wait for each other at most once.
  INSERT INTO public.assembly_place (community_id, part_id, membership_id, batch_id) SELECT p.community_id, part, m.id, batch FROM unnest(places) AS m (id) ORDER BY m.id;
  -- Looked at after the places are taken: a batch that was witnessed meanwhile has let go of its own.
  IF EXISTS (SELECT FROM public.roll_entry e WHERE e.community_id = p.community_id AND e.part_id = part AND e.membership_id = ANY (places) AND e.on_paper) THEN
    PERFORM app.refuse('assembly_place_once_ck', 'a place on the roll is used once');
  END IF;
  INSERT INTO vault.assembly_box (community_id, batch_id, part_id, contents) VALUES (p.community_id, batch, part, sealed);
END $function$
-- OWNER accompany_owner
-- Sealed: nonce, tag, and for each ballot its receipt and a byte for each item.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.entry_fault(entry public.record_entry, previous bytea)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  -- IS DISTINCT FROM throughout: whoever owns the table can drop its constraints, and a null must not pass for a match.
  SELECT CASE
    -- Erasing salt and details keeps the chain: their digest stays and is what the chain covers.
    WHEN entry.salt IS NULL AND entry.details IS DISTINCT FROM '{}' THEN 'DETAILS_PUT_IN'
    WHEN entry.salt IS NOT NULL AND entry.details_hash IS DISTINCT FROM app.record_details_hash(entry) THEN 'DETAILS_CHANGED'
    WHEN entry.hash IS DISTINCT FROM app.record_hash(previous, entry, entry.seq, entry.details_hash) THEN 'CHANGED' END
$function$
-- OWNER accompany_owner

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

CREATE OR REPLACE FUNCTION app.expire_entries()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  gone public.assisted_entry;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR gone IN SELECT * FROM public.assisted_entry e WHERE e.state = 'WAITING' AND e.expires_at <= now() FOR UPDATE SKIP LOCKED LOOP
    UPDATE public.assisted_entry e SET state = 'EXPIRED', settled_at = now(), name = NULL, plan_when = NULL, plan_where = '', plan_first_step = NULL, answers = '{}', note = ''
     WHERE e.community_id = gone.community_id AND e.id = gone.id;
    DELETE FROM vault.entry_secret s WHERE s.community_id = gone.community_id AND s.entry_id = gone.id;
    PERFORM app.put_on_record(gone.community_id, 'entry.expired', NULL, 'SYSTEM', 'AssistedEntry', gone.id, jsonb_build_object('askId', gone.ask_id), gone.campaign_id);
    number := number + 1;
  END LOOP;
  -- Whoever did not take over the account in a quarter of a year comes in by another way.
  DELETE FROM vault.entry_secret s USING public.assisted_entry e WHERE e.community_id = s.community_id AND e.id = s.entry_id AND e.state = 'CALLED_BACK' AND e.settled_at < now() - interval '90 days';
  RETURN number;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.expire_offers()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  over public.offer;
  expired integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR over IN
    UPDATE public.offer o SET state = 'EXPIRED', settled_at = now(), version = o.version + 1
     WHERE o.state = 'OFFERED' AND (o.expires_at <= now() OR EXISTS (
       SELECT FROM public.membership m WHERE m.community_id = o.community_id AND m.id = o.offered_by AND m.ended_at IS NOT NULL))
    RETURNING o.*
  LOOP
    PERFORM app.put_on_record(over.community_id, 'offer.expired', NULL, 'SYSTEM', 'Offer', over.id, '{}', over.campaign_id);
    expired := expired + 1;
  END LOOP;
  RETURN expired;
END $function$
-- OWNER accompany_owner
-- Ends offers that nobody answered in their time, and those whose ally is none any more. Answers how many.
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

CREATE OR REPLACE FUNCTION app.figure_day_closes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  today record;
BEGIN
  IF (OLD.published, OLD.is_exact, OLD.k, OLD.quantity_wanted, OLD.pledged_count, OLD.pledged_quantity, OLD.waitlisted_count, OLD.waitlisted_quantity, OLD.reported_count, OLD.reported_quantity, OLD.attested_count, OLD.attested_quantity, OLD.sent_back_count, OLD.stepped_back_count, OLD.cancelled_count, OLD.never_started_count, OLD.conditional_count, OLD.conditional_quantity, OLD.lapsed_count, OLD.no_show_count, OLD.handed_over_count, OLD.unconfirmed_count) IS NOT DISTINCT FROM (NEW.published, NEW.is_exact, NEW.k, NEW.quantity_wanted, NEW.pledged_count, NEW.pledged_quantity, NEW.waitlisted_count, NEW.waitlisted_quantity, NEW.reported_count, NEW.reported_quantity, NEW.attested_count, NEW.attested_quantity, NEW.sent_back_count, NEW.stepped_back_count, NEW.cancelled_count, NEW.never_started_count, NEW.conditional_count, NEW.conditional_quantity, NEW.lapsed_count, NEW.no_show_count, NEW.handed_over_count, NEW.unconfirmed_count) THEN RETURN NEW; END IF;
  INSERT INTO public.figure_day AS d (community_id, campaign_id, ask_id, body, day, is_exact, k, quantity_wanted, pledged_count, pledged_quantity, waitlisted_count, waitlisted_quantity, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count, stepped_back_count, cancelled_count, never_started_count, conditional_count, conditional_quantity, lapsed_count, no_show_count, handed_over_count, unconfirmed_count, was_published, published)
  VALUES (OLD.community_id, OLD.campaign_id, OLD.ask_id, OLD.body, OLD.day, OLD.is_exact, OLD.k, OLD.quantity_wanted, OLD.pledged_count, OLD.pledged_quantity, OLD.waitlisted_count, OLD.waitlisted_quantity, OLD.reported_count, OLD.reported_quantity, OLD.attested_count, OLD.attested_quantity, OLD.sent_back_count, OLD.stepped_back_count, OLD.cancelled_count, OLD.never_started_count, OLD.conditional_count, OLD.conditional_quantity, OLD.lapsed_count, OLD.no_show_count, OLD.handed_over_count, OLD.unconfirmed_count, OLD.published, OLD.published AND NEW.published)
  -- Two closes of one day: its campaign has moved to another time zone meanwhile.
  ON CONFLICT (community_id, ask_id, body, day) DO UPDATE SET is_exact = excluded.is_exact, k = excluded.k, quantity_wanted = excluded.quantity_wanted, pledged_count = excluded.pledged_count, pledged_quantity = excluded.pledged_quantity, waitlisted_count = excluded.waitlisted_count, waitlisted_quantity = excluded.waitlisted_quantity, reported_count = excluded.reported_count, reported_quantity = excluded.reported_quantity, attested_count = excluded.attested_count, attested_quantity = excluded.attested_quantity, sent_back_count = excluded.sent_back_count, stepped_back_count = excluded.stepped_back_count, cancelled_count = excluded.cancelled_count, never_started_count = excluded.never_started_count, conditional_count = excluded.conditional_count, conditional_quantity = excluded.conditional_quantity, lapsed_count = excluded.lapsed_count, no_show_count = excluded.no_show_count, handed_over_count = excluded.handed_over_count, unconfirmed_count = excluded.unconfirmed_count;
  SELECT * INTO today FROM app.local_day(NEW.community_id, NEW.campaign_id);
  NEW.day := greatest(OLD.day, today.day);
  NEW.day_ends := today.ends;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- At the first change after a day has ended, what was true until now is what was true at its end.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.figure_faults(community uuid, ask uuid)
 RETURNS TABLE(field text, kept text, counted text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH now_is AS (
    SELECT t.*, app.is_full(t) AS fills, c.shows_exact_figures AND a.risk_tier <= 1 AND a.kind <> 'SPEAK' AS exact, a.state, a.published,
           t.places_taken + t.conditional_count + t.reconfirming_count + t.waitlisted_count + t.stepped_back_count + t.handed_over_count + t.lapsed_count
             + t.cancelled_count + t.never_started_count AS pledges,
           app.people_behind(community, ask) AS people, b.any_at_all, b.bodies
      FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id JOIN public.community c ON c.id = t.community_id,
           LATERAL app.organizations_behind(community, ask) b
     WHERE t.community_id = community AND t.ask_id = ask
  ), told AS (SELECT f.* FROM public.public_figure f WHERE f.community_id = community AND f.ask_id = ask)
  SELECT 'people', 'nothing', 'something' FROM now_is WHERE NOT EXISTS (SELECT FROM told WHERE body = 'PEOPLE')
  UNION ALL SELECT 'organizations', 'nothing', 'something' FROM now_is WHERE NOT exact AND any_at_all AND NOT EXISTS (SELECT FROM told WHERE body = 'ORGANIZATIONS')
  UNION ALL
  SELECT 'shown.' || e.key, e.value #>> '{}', w.value #>> '{}' FROM told f, now_is t,
         jsonb_each(jsonb_build_object('is_exact', f.is_exact, 'is_full', f.is_full, 'state', f.state, 'published', f.published, 'quantity_wanted', f.quantity_wanted)) e
    JOIN jsonb_each(jsonb_build_object('is_exact', t.exact, 'is_full', t.fills, 'state', t.state, 'published', t.published,
           'quantity_wanted', CASE f.body WHEN 'PEOPLE' THEN t.quantity_wanted ELSE 0 END)) w USING (key)
   WHERE e.value <> w.value
  UNION ALL
  SELECT 'shown.' || e.key, e.value #>> '{}', w.value #>> '{}' FROM told f, now_is t, jsonb_each(jsonb_build_object('pledged_count', f.pledged_count, 'pledged_quantity', f.pledged_quantity, 'waitlisted_count', f.waitlisted_count, 'waitlisted_quantity', f.waitlisted_quantity, 'reported_count', f.reported_count, 'reported_quantity', f.reported_quantity, 'attested_count', f.attested_count, 'attested_quantity', f.attested_quantity, 'sent_back_count', f.sent_back_count, 'stepped_back_count', f.stepped_back_count, 'cancelled_count', f.cancelled_count, 'never_started_count', f.never_started_count, 'conditional_count', f.conditional_count, 'conditional_quantity', f.conditional_quantity, 'lapsed_count', f.lapsed_count, 'no_show_count', f.no_show_count, 'handed_over_count', f.handed_over_count, 'unconfirmed_count', f.unconfirmed_count)) e
    JOIN jsonb_each(jsonb_build_object('pledged_count', t.places_taken, 'pledged_quantity', t.pledged_quantity, 'waitlisted_count', t.waitlisted_count, 'waitlisted_quantity', t.waitlisted_quantity, 'reported_count', t.reported_count, 'reported_quantity', t.reported_quantity, 'attested_count', t.attested_count, 'attested_quantity', t.attested_quantity, 'sent_back_count', t.sent_back_count, 'stepped_back_count', t.stepped_back_count, 'cancelled_count', t.cancelled_count, 'never_started_count', t.never_started_count, 'conditional_count', t.conditional_count, 'conditional_quantity', t.conditional_quantity, 'lapsed_count', t.lapsed_count, 'no_show_count', t.no_show_count, 'handed_over_count', t.handed_over_count, 'unconfirmed_count', t.unconfirmed_count)) w USING (key)
   WHERE f.is_exact AND e.value <> w.value
  UNION ALL
  SELECT lower(f.body) || '.' || m.name, m.shown::text, m.behind || ' behind it' FROM told f, now_is t,
         unnest('{pledged_count,waitlisted_count,reported_count,attested_count,sent_back_count,stepped_back_count,cancelled_count,never_started_count,conditional_count,lapsed_count,no_show_count,handed_over_count,unconfirmed_count}'::text[], ARRAY[f.pledged_count, f.waitlisted_count, f.reported_count, f.attested_count, f.sent_back_count, f.stepped_back_count, f.cancelled_count, f.never_started_count, f.conditional_count, f.lapsed_count, f.no_show_count, f.handed_over_count, f.unconfirmed_count], f.people_behind,
           CASE f.body WHEN 'PEOPLE' THEN t.people ELSE t.bodies END) WITH ORDINALITY AS m (name, shown, basis, behind, place)
   WHERE NOT f.is_exact AND (app.figure_moves(m.behind, m.basis, f.k, app.patience(f.lot, m.place::integer, m.basis, f.k))
      OR m.basis IS NULL OR (m.shown = 0 AND (m.behind > 0 OR m.basis > 0)) OR m.shown % f.k <> 0
      OR (m.shown > 0 AND (m.basis < f.k OR m.shown < m.basis - m.basis % f.k))
      -- Of pledges there are no more than were ever made.
      OR (m.name IN ('pledged_count', 'waitlisted_count', 'stepped_back_count', 'cancelled_count', 'never_started_count', 'conditional_count', 'lapsed_count',
                     'handed_over_count') AND m.shown > t.pledges))
$function$
-- OWNER accompany_owner
-- What is told of an ask and could not have been told by the rules. Granted to nobody.

CREATE OR REPLACE FUNCTION app.figure_moves(people integer, basis integer, k integer, patience integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'app'
AS $function$
  SELECT people >= greatest(basis, basis - basis % k + patience) + k OR people <= least(basis - k, basis - basis % k - 1 - patience)
$function$
-- OWNER accompany_owner
-- At least k people behind the change, as each counts once on either side; and past a point that may be any of the next k numbers, so that to see it move tells no more than the figure does.

CREATE OR REPLACE FUNCTION app.flag_lapsing(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  quiet record;
  flagged public.pledge;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR quiet IN SELECT p.community_id, p.id FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
     WHERE p.state = 'ACTIVE' AND p.lapsing_since IS NULL
       AND EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND o.due_at <= now())
       AND CASE WHEN p.recurs THEN (SELECT count(*) FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.due_at > coalesce(p.checked_in_at, '-infinity')
       AND (o.state = 'NO_SHOW' OR (o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' <= now()))) >= a.missed_limit ELSE EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' / 2 <= now()) END AND app.pledge_clock_runs(p.community_id, p.ask_id) ORDER BY p.community_id, p.ask_id, p.id LIMIT most LOOP
    PERFORM app.lock_pledge(quiet.community_id, quiet.id);
    UPDATE public.pledge p SET lapsing_since = now() FROM public.ask a
     WHERE p.community_id = quiet.community_id AND p.id = quiet.id AND p.state = 'ACTIVE' AND p.lapsing_since IS NULL
       AND a.community_id = p.community_id AND a.id = p.ask_id AND CASE WHEN p.recurs THEN (SELECT count(*) FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.due_at > coalesce(p.checked_in_at, '-infinity')
       AND (o.state = 'NO_SHOW' OR (o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' <= now()))) >= a.missed_limit ELSE EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' / 2 <= now()) END RETURNING p.* INTO flagged;
    IF FOUND THEN PERFORM app.pledge_deed(flagged, 'pledge.lapsing', '{}'); END IF;
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: flags pledges of which nothing is heard, before they lapse: done once, at half of the grace of their ask; recurring, when as many times in a row were missed as the ask allows. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_closed_matters(months integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  long_ago timestamptz := now() - make_interval(months => months);
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  IF months < 1 THEN
    PERFORM app.refuse('retention_of_a_month_ck', 'what was decided about someone is kept for at least a month');
  END IF;
  DELETE FROM public.vouch v USING public.membership_request r
   WHERE r.community_id = v.community_id AND r.id = v.request_id AND r.closed_at < long_ago;
  DELETE FROM public.membership_request r WHERE r.closed_at < long_ago;
  UPDATE public.removal r SET reason = '' WHERE r.closed_at < long_ago AND r.reason <> '';
  DELETE FROM public.ally_block b WHERE b.lifted_at < long_ago;
END $function$
-- OWNER accompany_owner
-- Requests to be admitted and who vouched, reasons of removals, and blocks that were lifted: so long after they were closed. The record keeps that they were.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_ended_memberships(months integer, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  over uuid[];
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  IF months < 1 THEN
    PERFORM app.refuse('retention_of_a_month_ck', 'what someone wrote is kept for at least a month after they left');
  END IF;
  SELECT array_agg(m.id) INTO over FROM (
    SELECT o.id FROM public.membership o WHERE o.ended_at < now() - make_interval(months => months) AND (o.pseudonym <> 'someone' OR o.answers <> '{}' OR o.paused_because IS NOT NULL OR o.ended_because IS NOT NULL)
     ORDER BY o.id LIMIT most FOR UPDATE SKIP LOCKED) m;
  IF over IS NULL THEN RETURN 0; END IF;
  PERFORM FROM public.ask_tally t WHERE t.ask_id IN (SELECT p.ask_id FROM public.pledge p WHERE p.pledger_id = ANY (over)) ORDER BY t.ask_id FOR UPDATE;
  PERFORM app.blank_personal_text('{}', over, '{}');
  RETURN cardinality(over);
END $function$
-- OWNER accompany_owner
-- Memberships that ended so long ago become someone, and what was written under them of the person is blanked. Counts stay. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_hand_overs()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  DELETE FROM public.pledge_hand_over h WHERE h.expires_at <= now();
END $function$
-- OWNER accompany_owner
-- For the clock: codes that are over are good for nothing and are not kept.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_notifications(days integer, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  gone integer;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('notified_by_relay_only_ck', 'only the relay tells people what happened');
  END IF;
  DELETE FROM public.notification n WHERE n.id IN (SELECT o.id FROM public.notification o WHERE o.last_at < now() - make_interval(days => greatest(days, 30)) LIMIT most);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $function$
-- OWNER accompany_owner
-- Those that are so many days old, and at least thirty. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_offers(months integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  long_ago timestamptz := now() - make_interval(months => months);
BEGIN
  PERFORM app.only_the_clock();
  IF months < 1 THEN
    PERFORM app.refuse('retention_of_a_month_ck', 'what was decided about someone is kept for at least a month');
  END IF;
  DELETE FROM public.offer o WHERE o.state <> 'ADOPTED' AND o.settled_at < long_ago;
  UPDATE public.offer o SET text = '', when_text = '', where_text = '' WHERE o.state = 'ADOPTED' AND o.settled_at < long_ago AND o.text <> '';
END $function$
-- OWNER accompany_owner
-- So long after they were settled: those that came to nothing whole, and of an adopted one what the ally wrote. The record keeps that they were.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_reminders(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  gone integer;
BEGIN
  PERFORM app.only_the_clock();
  DELETE FROM public.reminder x WHERE (x.community_id, x.id) IN (
    SELECT o.community_id, o.id FROM public.reminder o WHERE o.made_at < now() - interval '30 days' AND o.about_at < now() - interval '30 days' LIMIT most);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $function$
-- OWNER accompany_owner
-- Those whose time was over 30 days ago, which cannot come again. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.forget_threads(months integer, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  over uuid[];
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  SELECT array_agg(o.pledge_id) INTO over FROM (
    SELECT t.pledge_id FROM public.thread t JOIN public.campaign g ON g.community_id = t.community_id AND g.id = t.campaign_id
     WHERE g.concluded_at < now() - make_interval(months => months) ORDER BY t.pledge_id LIMIT most FOR UPDATE OF t SKIP LOCKED) o;
  IF over IS NULL THEN RETURN 0; END IF;
  DELETE FROM public.lead_act a USING public.thread t, public.message_report r
   WHERE t.pledge_id = ANY (over) AND r.community_id = t.community_id AND r.pledge_id = t.pledge_id AND a.kind = 'message_report' AND a.community_id = r.lead_id AND a.id = r.id;
  DELETE FROM public.lead_act a USING public.thread t, public.thread_message m
   WHERE t.pledge_id = ANY (over) AND m.community_id = t.community_id AND m.pledge_id = t.pledge_id AND a.kind = 'thread_message' AND a.community_id = m.lead_id AND a.id = m.id;
  DELETE FROM public.message_report r USING public.thread t WHERE t.pledge_id = ANY (over) AND r.community_id = t.community_id AND r.pledge_id = t.pledge_id;
  DELETE FROM public.thread_message m USING public.thread t WHERE t.pledge_id = ANY (over) AND m.community_id = t.community_id AND m.pledge_id = t.pledge_id AND m.kind = 'ANSWER';
  DELETE FROM public.thread_question q USING public.thread t WHERE t.pledge_id = ANY (over) AND q.community_id = t.community_id AND q.pledge_id = t.pledge_id;
  DELETE FROM public.thread_message m USING public.thread t WHERE t.pledge_id = ANY (over) AND m.community_id = t.community_id AND m.pledge_id = t.pledge_id;
  DELETE FROM public.thread t WHERE t.pledge_id = ANY (over);
  RETURN cardinality(over);
END $function$
-- OWNER accompany_owner
-- Threads of campaigns that concluded so long ago, with all that was written and reported in them. Answers how many.
-- GRANT EXECUTE TO accompany_app

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

CREATE OR REPLACE FUNCTION app.found_organization(organization uuid, representation uuid, name text, about text, pseudonym text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('organization_founder_ck', 'an organization is entered by a person');
  END IF;
  INSERT INTO public.organization (id, name, about) VALUES (organization, name, about);
  INSERT INTO public.representative (organization_id, id, person_id, pseudonym) VALUES (organization, representation, app.person_id(), pseudonym);
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
   WHERE p.community_id = community AND p.pledger_id = pledger AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')
     AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED');
  UPDATE public.pledge p SET state = 'STEPPED_BACK' WHERE p.community_id = community AND p.id = ANY (left_ones);
  FOR freed IN SELECT p.* FROM public.pledge p WHERE p.community_id = community AND p.id = ANY (left_ones) ORDER BY p.ask_id, p.id LOOP
    PERFORM app.pledge_deed(freed, 'pledge.stepped_back', jsonb_build_object('state', 'STEPPED_BACK', 'because', 'MEMBERSHIP_ENDED'));
    PERFORM app.settle_ask(community, freed.ask_id);
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
DECLARE
  of_pledge uuid;
BEGIN
  SELECT o.pledge_id INTO of_pledge FROM public.occurrence o WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id;
  -- Whose time was over before has lapsed, though the clock comes later. What they did can be said all the same; the place is gone.
  PERFORM app.lapse_if_over(NEW.community_id, of_pledge);
  UPDATE public.occurrence o SET state = 'REPORTED', reported_quantity = NEW.quantity, reported_at = NEW.reported_at
    FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'DUE'
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state IN ('ACTIVE', 'LAPSED');
  IF NOT FOUND THEN
    PERFORM app.refuse('fulfilment_report_of_due_ck', 'only what is due under an active pledge can be reported');
  END IF;
  UPDATE public.pledge p SET checked_in_at = now(), lapsing_since = NULL WHERE p.community_id = NEW.community_id AND p.id = of_pledge AND p.state = 'ACTIVE';
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.give_places(community uuid, ask uuid, chosen uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home public.ask;
  waits boolean;
  placed record;
BEGIN
  SELECT * INTO home FROM public.ask a WHERE a.community_id = community AND a.id = give_places.ask;
  waits := home.threshold IS NOT NULL AND home.threshold_met_at IS NULL;
  -- In one statement for all, so that they are counted once.
  FOR placed IN
    WITH goes AS (
      SELECT p.id, p.state AS from_state, CASE WHEN p.terms_version <> home.terms_version THEN 'NEEDS_RECONFIRMATION' WHEN waits THEN 'CONDITIONAL'
          WHEN p.state = 'WAITLISTED' AND p.plan_when <= now() + home.notice_hours * interval '1 hour' THEN 'WAITLISTED' ELSE 'ACTIVE' END AS to_state
        FROM public.pledge p WHERE p.community_id = community AND p.id = ANY (chosen)
    ), done AS (
      UPDATE public.pledge p SET state = g.to_state,
          waiting_for = CASE WHEN waits THEN 'THRESHOLD' END,
          offered_until = CASE WHEN g.to_state = 'WAITLISTED' THEN now() + interval '12 hours' END,
          reconfirm_until = CASE WHEN g.to_state = 'NEEDS_RECONFIRMATION' THEN app.reconfirm_by(p.plan_when) END,
          reconfirm_because = CASE WHEN g.to_state = 'NEEDS_RECONFIRMATION' THEN 'TERMS' END
        FROM goes g WHERE p.community_id = community AND p.id = g.id
      RETURNING p AS pledge, g.from_state, g.to_state
    )
    SELECT d.pledge, d.from_state, d.to_state FROM done d ORDER BY (d.pledge).turn LOOP
    PERFORM app.pledge_deed(placed.pledge, CASE WHEN placed.to_state = 'WAITLISTED' THEN 'pledge.place_offered' WHEN placed.to_state = 'NEEDS_RECONFIRMATION' THEN 'pledge.reconfirmation_asked'
        WHEN placed.from_state = 'WAITLISTED' THEN 'pledge.promoted' ELSE 'pledge.activated' END,
      jsonb_build_object('state', placed.to_state) || CASE WHEN placed.to_state = 'NEEDS_RECONFIRMATION' THEN '{"because": "TERMS"}'::jsonb ELSE '{}' END);
  END LOOP;
END $function$
-- OWNER accompany_owner
-- A place each: at once; kept until the threshold is met; offered for 12 hours when it is due within the notice period; or kept until the new terms are confirmed. Granted to nobody.

CREATE OR REPLACE FUNCTION app.goes_with_its_person()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  EXECUTE format('DELETE FROM %I.%I WHERE person_id = $1', TG_TABLE_SCHEMA, TG_TABLE_NAME) USING NEW.person_id;
  DELETE FROM public.person p WHERE p.id = NEW.person_id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- Erasing a person leaves rows that stand for nobody, so that counts stay as they are. These count nothing and go whole, with the nobody made for them.

CREATE OR REPLACE FUNCTION app.group_that_fits(ids uuid[], needs integer[], quantities integer[], shifts uuid[], others integer, gap integer, places integer, shift_rooms jsonb)
 RETURNS uuid[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  need integer;
  eligible integer[];
  most integer;
  chosen uuid[] := '{}';
  later integer[];
  rooms jsonb := shift_rooms;
  i integer;
BEGIN
  -- Whoever asks for more others also makes do with fewer conditions met: so the first level that holds itself is the largest set.
  FOR need IN SELECT DISTINCT n FROM unnest(needs) AS n ORDER BY n DESC LOOP
    SELECT array_agg(place::integer ORDER BY place) INTO eligible FROM unnest(needs) WITH ORDINALITY AS x (n, place) WHERE n <= need;
    most := app.most_that_fit(ARRAY(SELECT quantities[e] FROM unnest(eligible) WITH ORDINALITY AS x (e, o) ORDER BY o),
                              ARRAY(SELECT shifts[e] FROM unnest(eligible) WITH ORDINALITY AS x (e, o) ORDER BY o), gap, places, shift_rooms);
    CONTINUE WHEN most = 0 OR others + most - 1 < need;
    -- Of all sets of that size the one whose pledges came first: each is taken unless too few of the later ones would fit beside it.
    FOREACH i IN ARRAY eligible LOOP
      EXIT WHEN cardinality(chosen) = most;
      CONTINUE WHEN quantities[i] > gap OR (rooms ->> shifts[i]::text)::integer < 1;
      SELECT coalesce(array_agg(e ORDER BY e), '{}') INTO later FROM unnest(eligible) AS e WHERE e > i;
      CONTINUE WHEN app.most_that_fit(ARRAY(SELECT quantities[e] FROM unnest(later) WITH ORDINALITY AS x (e, o) ORDER BY o),
          ARRAY(SELECT shifts[e] FROM unnest(later) WITH ORDINALITY AS x (e, o) ORDER BY o), gap - quantities[i], places - cardinality(chosen) - 1,
          CASE WHEN rooms ? shifts[i]::text THEN jsonb_set(rooms, ARRAY[shifts[i]::text], to_jsonb((rooms ->> shifts[i]::text)::integer - 1)) ELSE rooms END)
        < most - cardinality(chosen) - 1;
      IF rooms ? shifts[i]::text THEN rooms := jsonb_set(rooms, ARRAY[shifts[i]::text], to_jsonb((rooms ->> shifts[i]::text)::integer - 1)); END IF;
      gap := gap - quantities[i];
      chosen := chosen || ids[i];
    END LOOP;
    RETURN chosen;
  END LOOP;
  RETURN chosen;
END $function$
-- OWNER accompany_owner
-- Of pledges in turn, each with the number of others that it needs: the largest set that meets its own conditions beside the others that have a place, and fits; of several, the one that came first. Empty if there is none.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.hand_over(code bytea, taken_by uuid, receiver uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  offered record;
  given public.pledge;
BEGIN
  SELECT h.community_id, h.pledge_id INTO offered FROM app.hand_over_by_code(code) h;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.lock_pledge(offered.community_id, offered.pledge_id);
  -- Read anew under the lock: it may have been given back, reported or taken meanwhile.
  SELECT h.* INTO offered FROM app.hand_over_by_code(code) h;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT FROM public.membership m WHERE m.community_id = offered.community_id AND m.id = receiver AND m.id = ANY (app.my_memberships())
      AND m.ended_at IS NULL AND (offered.pledger_standing = 'ALLY' OR m.standing = 'AFFECTED')) THEN
    RETURN false;
  END IF;
  DELETE FROM public.pledge_hand_over h WHERE h.community_id = offered.community_id AND h.pledge_id = offered.pledge_id;
  UPDATE public.pledge p SET state = 'HANDED_OVER', handed_to = taken_by WHERE p.community_id = offered.community_id AND p.id = offered.pledge_id RETURNING p.* INTO given;
  PERFORM app.pledge_deed(given, 'pledge.handed_over', jsonb_build_object('state', 'HANDED_OVER'));
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Gives the pledge under a code up for one that the current person makes in the same transaction; false if the code is good for nothing, or not for this standing. On the record it is what follows by itself, so that neither is named to the other.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.hand_over_by_code(code bytea)
 RETURNS TABLE(community_id uuid, ask_id uuid, pledge_id uuid, pledger_standing text, quantity integer, shift_id uuid, plan_when timestamp with time zone, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT h.community_id, h.ask_id, h.pledge_id, p.pledger_standing, p.quantity, p.shift_id, p.plan_when, h.expires_at
    FROM public.pledge_hand_over h JOIN public.pledge p ON p.community_id = h.community_id AND p.id = h.pledge_id
   WHERE h.code_hash = code AND h.expires_at > now() AND p.state = 'ACTIVE' AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED') AND app.person_id() IS NOT NULL
     AND (p.pledger_standing = 'ALLY' OR p.community_id = ANY (app.communities_as('affected')))
$function$
-- OWNER accompany_owner
-- What someone with the code takes over, and nothing of whose it is.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.has_roll(community uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT community = ANY (app.communities_as('steward')) AND EXISTS (SELECT FROM app.settled_people(community))
$function$
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

CREATE OR REPLACE FUNCTION app.hide_person(person uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
 SET lock_timeout TO '1800ms'
AS $function$
DECLARE
  place uuid;
  asked public.membership_request;
BEGIN
  -- One transaction over several communities, against the rule: half hidden is not hidden. In order, so that two such do not block each other.
  FOR place IN SELECT m.community_id FROM public.membership m WHERE m.person_id = person
               UNION SELECT r.community_id FROM public.membership_request r WHERE r.person_id = person AND r.state = 'OPEN' ORDER BY 1 LOOP
    PERFORM app.end_standing_of(place, person);
  END LOOP;
  FOR asked IN
    UPDATE public.membership_request r SET state = CASE WHEN r.expires_at > now() THEN 'WITHDRAWN' ELSE 'EXPIRED' END, closed_at = now()
     WHERE r.person_id = person AND r.state = 'OPEN' RETURNING r.*
  LOOP
    IF asked.state = 'WITHDRAWN' THEN
      PERFORM app.put_on_record(asked.community_id, 'membership.request_withdrawn', NULL, 'OUTSIDER', 'MembershipRequest', asked.id, '{}', NULL);
    END IF;
  END LOOP;
  UPDATE public.membership_request r SET pseudonym = 'Former member', message = '', decline_reason = '' WHERE r.person_id = person;
  UPDATE public.membership m SET pseudonym = 'Former member', is_listed = false, answers = '{}' WHERE m.person_id = person;
  UPDATE public.removal r SET reason = '' WHERE EXISTS (SELECT FROM public.membership m WHERE m.community_id = r.community_id AND m.id = r.membership_id AND m.person_id = person);
  UPDATE public.representative r SET ended_at = now() WHERE r.person_id = person AND r.ended_at IS NULL;
  UPDATE public.ally_request q SET state = 'WITHDRAWN', answers = '{}', decided_at = now() WHERE q.person_id = person AND q.state = 'WAITING';
  UPDATE public.ally_request q SET pseudonym = 'Former member' WHERE q.person_id = person;
  UPDATE public.ally_block b SET pseudonym = 'Former member' WHERE b.person_id = person;
  UPDATE public.membership m SET paused_because = NULL, ended_because = NULL WHERE m.person_id = person;
  UPDATE public.representative r SET pseudonym = 'Former member' WHERE r.person_id = person;
  PERFORM app.close_deserted_organizations(person);
  -- Letters under way would still reach a mailbox that others may be reading.
  UPDATE public.outbox_event o SET delivered_at = now() WHERE o.kind = 'notice.due' AND o.subject_id = person AND o.delivered_at IS NULL;
END $function$
-- OWNER accompany_owner
-- Ends every standing of a person and takes their names and words away. Counts and records stay as they are: they point to memberships, which no longer name anybody. Granted to nobody.

CREATE OR REPLACE FUNCTION app.hold_questions(home uuid, campaign uuid, target uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- In seconds, since days would be those of the session's time zone, of which some have 23 hours.
  UPDATE public.thread_question q SET
      due_at = CASE WHEN w.held OR q.due_at <= q.held_since THEN q.due_at ELSE q.due_at + make_interval(secs => extract(epoch FROM now() - q.held_since)) END,
      held_since = CASE WHEN w.held THEN now() END
    FROM (SELECT a.id, g.state = 'STOPPED' OR a.state = 'PAUSED' AS held
            FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
           WHERE a.community_id = home AND a.campaign_id = campaign AND (target IS NULL OR a.id = target)) w
   WHERE q.community_id = home AND q.ask_id = w.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND (q.held_since IS NOT NULL) <> w.held;
END $function$
-- OWNER accompany_owner
-- Holds the clocks of questions of a campaign, or of one ask of it, while the campaign is stopped or the ask paused, and lets them go on later by as long as it lasted. What was overdue before stays so. Granted to nobody: triggers call it.

CREATE OR REPLACE FUNCTION app.id_from(name text)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT substr(encode(sha256(convert_to(name, 'UTF8')), 'hex'), 1, 32)::uuid
$function$
-- OWNER accompany_owner
-- The same id for the same name, so that what is done twice is there once.

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

CREATE OR REPLACE FUNCTION app.invite_representative(invitation uuid, organization uuid, token bytea)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  until timestamptz;
BEGIN
  INSERT INTO public.organization_invitation (organization_id, id, token_hash, invited_by, expires_at)
  SELECT r.organization_id, invitation, token, r.id, now() + interval '7 days'
    FROM public.representative r JOIN public.organization o ON o.id = r.organization_id AND o.ended_at IS NULL
   WHERE r.organization_id = organization AND r.person_id = app.person_id() AND r.ended_at IS NULL
  RETURNING expires_at INTO until;
  RETURN until;
END $function$
-- OWNER accompany_owner
-- When the invitation ends; null for who does not represent the organization.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.is_blocked(community uuid, person uuid, organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.ally_block b WHERE b.community_id = community AND b.lifted_at IS NULL
     AND (b.person_id = person OR b.organization_id = organization OR b.person_id IN (
       SELECT r.person_id FROM public.representative r WHERE r.organization_id = organization AND r.ended_at IS NULL)))
$function$
-- OWNER accompany_owner
-- An organization is kept out as well while someone acts for it whom the community has blocked.

CREATE OR REPLACE FUNCTION app.is_full(tally public.ask_tally)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT coalesce(tally.places_taken + tally.held_count >= tally.slots, false) OR tally.pledged_quantity + tally.held_quantity >= tally.quantity_wanted
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.is_kept_out(person uuid, organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.ally_block b WHERE b.person_id = person AND b.lifted_at IS NULL AND (
    EXISTS (SELECT FROM public.membership m WHERE m.community_id = b.community_id AND m.organization_id = organization AND m.ended_at IS NULL)
    OR EXISTS (SELECT FROM public.ally_request q WHERE q.community_id = b.community_id AND q.organization_id = organization AND q.state = 'WAITING')))
$function$
-- OWNER accompany_owner
-- Whether acting for the organization would lead the person back to where they are blocked.

CREATE OR REPLACE FUNCTION app.is_public_row(home uuid, table_name text, row_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE table_name
    WHEN 'priority' THEN EXISTS (SELECT FROM priority p WHERE p.community_id = home AND p.id = row_id AND p.named_at IS NOT NULL)
    WHEN 'mandate' THEN EXISTS (SELECT FROM mandate m WHERE m.community_id = home AND m.id = row_id AND m.state <> 'PROPOSED')
    WHEN 'priority_round' THEN EXISTS (SELECT FROM priority_round r WHERE r.community_id = home AND r.id = row_id AND r.state = 'RATIFIED')
    WHEN 'ask' THEN EXISTS (SELECT FROM ask a WHERE a.community_id = home AND a.id = row_id AND a.published)
    ELSE false END
$function$
-- OWNER accompany_owner

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

CREATE OR REPLACE FUNCTION app.join_as_ally(community uuid, membership uuid, request uuid, organization uuid, pseudonym text, version integer, answers jsonb)
 RETURNS TABLE(outcome text, membership_id uuid, request_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home public.community;
  there public.membership;
  kept_out boolean;
  waiting uuid;
BEGIN
  IF app.person_id() IS NULL OR (organization IS NOT NULL AND NOT organization = ANY (app.my_organizations())) THEN
    PERFORM app.refuse('membership_by_oneself_ck', 'a standing is taken by the person, or by who acts for the organization');
  END IF;
  -- Blocking, a new agreement and another way of admission hold this row: none of them happens between the checks and the row.
  SELECT * INTO home FROM public.community c WHERE c.id = community FOR SHARE;
  SELECT * INTO there FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL
    AND CASE WHEN organization IS NULL THEN m.person_id = app.person_id() ELSE m.organization_id = organization END;
  kept_out := app.is_blocked(community, app.person_id(), organization) OR home.ally_admission = 'CLOSED';
  IF there.standing = 'AFFECTED' THEN
    PERFORM app.refuse('membership_one_live_per_person_uq', 'nobody is an ally to themselves');
  ELSIF version IS DISTINCT FROM home.agreement_version THEN
    PERFORM app.refuse('membership_agreement_current_ck', 'the agreement that is accepted is the current one');
  ELSIF there.until > now() THEN
    UPDATE public.membership m SET agreement_version = version, answers = join_as_ally.answers WHERE m.community_id = community AND m.id = there.id;
    RETURN QUERY SELECT 'ACCEPTED', there.id, NULL::uuid;
  ELSIF there.paused_at IS NOT NULL THEN
    RETURN QUERY SELECT 'PAUSED', NULL::uuid, NULL::uuid;
  ELSIF kept_out THEN
    RETURN QUERY SELECT 'NOT_TAKEN', NULL::uuid, NULL::uuid;
  ELSIF home.ally_admission = 'AUTOMATIC' THEN
    UPDATE public.ally_request q SET state = 'ADMITTED', decided_at = now(), answers = '{}'
     WHERE q.community_id = community AND q.state = 'WAITING' AND CASE WHEN organization IS NULL THEN q.person_id = app.person_id() ELSE q.organization_id = organization END;
    IF there.id IS NOT NULL THEN
      UPDATE public.membership m SET renewed_at = now(), until = now() + interval '12 months', agreement_version = version, answers = join_as_ally.answers
       WHERE m.community_id = community AND m.id = there.id;
      RETURN QUERY SELECT 'ACCEPTED', there.id, NULL::uuid;
    ELSE
      INSERT INTO public.membership (community_id, id, person_id, organization_id, standing, pseudonym, agreement_version, answers, until)
      VALUES (community, membership, CASE WHEN organization IS NULL THEN app.person_id() END, organization, 'ALLY', pseudonym, version, answers, now() + interval '12 months');
      RETURN QUERY SELECT 'JOINED', membership, NULL::uuid;
    END IF;
  ELSE
    IF EXISTS (SELECT FROM public.membership m WHERE m.community_id = community AND m.ended_at IS NULL
                AND lower(m.pseudonym) = lower(join_as_ally.pseudonym) AND m.id IS DISTINCT FROM there.id) THEN
      PERFORM app.refuse('membership_pseudonym_uq', 'someone here is called so');
    END IF;
    UPDATE public.ally_request q SET pseudonym = join_as_ally.pseudonym, agreement_version = version, answers = join_as_ally.answers
     WHERE q.community_id = community AND q.state = 'WAITING' AND CASE WHEN organization IS NULL THEN q.person_id = app.person_id() ELSE q.organization_id = organization END
    RETURNING q.id INTO waiting;
    IF waiting IS NULL THEN
      INSERT INTO public.ally_request (community_id, id, membership_id, person_id, organization_id, pseudonym, agreement_version, answers)
      VALUES (community, request, coalesce(there.id, membership), CASE WHEN organization IS NULL THEN app.person_id() END, organization, pseudonym, version, answers);
      INSERT INTO public.outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), community, 'membership.ally_requested', request);
      waiting := request;
    END IF;
    RETURN QUERY SELECT 'WAITING', NULL::uuid, waiting;
  END IF;
END $function$
-- OWNER accompany_owner
-- The only way to ally standing besides being admitted: JOINED, ACCEPTED (again, or after the time ran out), WAITING, PAUSED, or NOT_TAKEN, which is all that someone who is blocked learns.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.join_coalition(token bytea, lead uuid)
 RETURNS TABLE(host uuid, campaign uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  invited public.coalition_invitation;
BEGIN
  IF NOT lead = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('coalition_joined_by_steward_ck', 'a steward joins a coalition for their community');
  END IF;
  UPDATE public.coalition_invitation i SET used_at = now(), used_for = lead
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.expires_at > now()
     AND EXISTS (SELECT FROM public.membership m WHERE m.community_id = i.community_id AND m.id = i.invited_by AND m.is_steward AND m.ended_at IS NULL)
     AND EXISTS (SELECT FROM public.campaign g WHERE g.community_id = i.community_id AND g.id = i.campaign_id AND g.state <> 'CONCLUDED')
  RETURNING * INTO invited;
  IF NOT FOUND THEN RETURN; END IF;
  -- Two that join at once count each other.
  PERFORM FROM public.campaign g WHERE g.community_id = invited.community_id AND g.id = invited.campaign_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM public.coalition_lead l WHERE l.community_id = invited.community_id AND l.campaign_id = invited.campaign_id AND l.left_at IS NULL) >= 20 THEN
    PERFORM app.refuse('coalition_at_most_20_ck', 'at most twenty communities lead a campaign beside its host');
  END IF;
  INSERT INTO public.coalition_lead AS l (community_id, campaign_id, lead_id) VALUES (invited.community_id, invited.campaign_id, lead)
  ON CONFLICT (community_id, campaign_id, lead_id) DO UPDATE SET joined_at = now(), left_at = NULL WHERE l.left_at IS NOT NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('coalition_joined_once_ck', 'the community leads this campaign already');
  END IF;
  RETURN QUERY SELECT invited.community_id, invited.campaign_id;
END $function$
-- OWNER accompany_owner
-- The only way in which a community comes to lead a campaign of another one. No row when the invitation is unknown, used, expired, of a campaign that is over, or by someone who is no steward any more.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.keep_tally(host uuid, round uuid, ranking jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  PERFORM FROM public.priority_round r WHERE r.community_id = host AND r.id = round AND r.state = 'CLOSED' FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE public.round_item i SET rank = t.rank FROM jsonb_to_recordset(ranking) AS t (id uuid, rank integer) WHERE i.community_id = host AND i.round_id = round AND i.priority_id = t.id;
  UPDATE public.priority_round r SET state = 'COUNTED', counted_at = now(), objections_until = now() + make_interval(hours => r.objection_hours),
         publishes_ballots = NOT EXISTS (SELECT FROM public.round_part p WHERE p.host_id = host AND p.round_id = round AND p.ballot_count BETWEEN 1 AND 4)
   WHERE r.community_id = host AND r.id = round;
  INSERT INTO public.round_tally (community_id, round_id, priority_id, campaign_id, because)
  SELECT host, round, i.priority_id, i.campaign_id, t.because FROM jsonb_to_recordset(ranking) AS t (id uuid, because jsonb)
    JOIN public.round_item i ON i.community_id = host AND i.round_id = round AND i.priority_id = t.id
    JOIN public.priority_round r ON r.community_id = host AND r.id = round AND r.publishes_ballots;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.key_campaigns()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT coalesce(array_agg(g.id), '{}')
    FROM public.dashboard_key k JOIN public.campaign g ON g.community_id = k.community_id AND g.state <> 'DRAFT'
   WHERE k.id = app.key_id() AND k.revoked_at IS NULL AND k.expires_at > now()
     AND (k.covers_all_campaigns OR EXISTS (SELECT FROM public.dashboard_key_campaign c
           WHERE c.community_id = k.community_id AND c.key_id = k.id AND c.campaign_id = g.id))
     AND g.taken_down_at IS NULL AND NOT EXISTS (SELECT FROM public.community h WHERE h.id = g.community_id AND h.taken_down_at IS NOT NULL)
$function$
-- OWNER accompany_owner
-- Campaigns that the dashboard key in use reads as if they were public; none once it is revoked or over.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.key_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('accompany.key'::text, true), ''::text))::uuid
-- OWNER accompany_owner
-- The dashboard key in whose name this runs.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.kilometres(from_latitude double precision, from_longitude double precision, to_latitude double precision, to_longitude double precision)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT 12742 * asin(sqrt(least(1, power(sind((to_latitude - from_latitude) / 2), 2)
    + cosd(from_latitude) * cosd(to_latitude) * power(sind((to_longitude - from_longitude) / 2), 2))))
$function$
-- OWNER accompany_owner
-- Haversine on a sphere of 6,371 km: wrong by at most half a percent. Without a search path of its own, so that it is written into the statement instead of called.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lapse_if_over(community uuid, pledge uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  lapsed public.pledge;
BEGIN
  UPDATE public.pledge p SET state = 'LAPSED' FROM public.ask a
   WHERE p.community_id = community AND p.id = lapse_if_over.pledge AND p.state = 'ACTIVE' AND a.community_id = p.community_id AND a.id = p.ask_id
     AND p.lapsing_since + CASE WHEN p.recurs THEN interval '72 hours' ELSE a.grace_hours * interval '1 hour' / 2 END <= now() AND CASE WHEN p.recurs THEN (SELECT count(*) FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.due_at > coalesce(p.checked_in_at, '-infinity')
       AND (o.state = 'NO_SHOW' OR (o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' <= now()))) >= a.missed_limit ELSE EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' / 2 <= now()) END AND app.pledge_clock_runs(p.community_id, p.ask_id) RETURNING p.* INTO lapsed;
  IF lapsed.id IS NULL THEN RETURN false; END IF;
  PERFORM app.pledge_deed(lapsed, 'pledge.lapsed', jsonb_build_object('because', CASE WHEN lapsed.recurs THEN 'MISSED' ELSE 'OVERDUE' END));
  PERFORM app.settle_ask(community, lapsed.ask_id);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Lapses a pledge whose time to be heard of is over, and gives its place on; under the lock of its ask. Granted to nobody.

CREATE OR REPLACE FUNCTION app.lapse_pledges(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  over record;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR over IN SELECT p.community_id, p.id FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
     WHERE p.state = 'ACTIVE' AND p.lapsing_since IS NOT NULL AND p.lapsing_since + CASE WHEN p.recurs THEN interval '72 hours' ELSE a.grace_hours * interval '1 hour' / 2 END <= now() AND CASE WHEN p.recurs THEN (SELECT count(*) FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.due_at > coalesce(p.checked_in_at, '-infinity')
       AND (o.state = 'NO_SHOW' OR (o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' <= now()))) >= a.missed_limit ELSE EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND greatest(o.due_at, o.due_again_at) + a.grace_hours * interval '1 hour' / 2 <= now()) END AND app.pledge_clock_runs(p.community_id, p.ask_id)
     ORDER BY p.community_id, p.ask_id, p.id LIMIT most LOOP
    PERFORM app.lock_pledge(over.community_id, over.id);
    PERFORM app.lapse_if_over(over.community_id, over.id);
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: lapses flagged pledges, 72 hours after the flag if they recur and at the end of the grace if not. Answers how many.
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

CREATE OR REPLACE FUNCTION app.lay_open(part uuid, ids uuid[], receipts text[], all_marks bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  INSERT INTO public.round_ballot (community_id, round_id, id, campaign_id, part_number, receipt, marks)
  SELECT p.host_id, p.round_id, b.id, p.campaign_id, p.number, b.receipt, b.marks
    FROM public.round_part p CROSS JOIN unnest(ids, receipts, all_marks) AS b (id, receipt, marks) WHERE p.id = part AND p.state = 'OPEN';
END $function$
-- OWNER accompany_owner
-- Ballots of a part that is being closed, in an order drawn at random.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lead_is_out(host uuid, campaign uuid, lead uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT NOT EXISTS (SELECT FROM public.coalition_lead l WHERE l.community_id = host AND l.campaign_id = campaign AND l.lead_id = lead AND l.left_at IS NULL)
      OR EXISTS (SELECT FROM public.campaign g WHERE g.community_id = host AND g.id = campaign AND g.state = 'CONCLUDED')
$function$
-- OWNER accompany_owner
-- It left, or the campaign is over: what it led there may be brought to its end by the host.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.lead_role(host uuid, campaign uuid, lead uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE WHEN m.is_steward THEN 'STEWARD' ELSE 'AFFECTED' END
    FROM public.membership m JOIN public.coalition_lead l ON l.community_id = host AND l.campaign_id = campaign AND l.lead_id = m.community_id
   WHERE m.community_id = lead AND m.person_id = app.person_id() AND m.standing = 'AFFECTED' AND m.ended_at IS NULL
$function$
-- OWNER accompany_owner
-- In which role the current person signs for a community that leads the campaign, or did: work reported before it left is still its to attest.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.leads_ask(host uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.ask a WHERE a.community_id = host AND a.id = leads_ask.ask AND a.lead_id = ANY (app.communities_as('affected')))
$function$
-- OWNER accompany_owner
-- Whether the current person is affected in the community that leads the ask beside its host.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.leads_campaign(host uuid, campaign uuid, lead uuid, role text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT lead = ANY (app.communities_as('affected')) AND lead = ANY (app.communities_as(role)) AND EXISTS (
    SELECT FROM public.coalition_lead l WHERE l.community_id = host AND l.campaign_id = campaign AND l.lead_id = lead AND l.left_at IS NULL)
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.leads_somewhere()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$ SELECT cardinality(app.coalition_hosts()) > 0 $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.leave(community uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
 SET lock_timeout TO '1800ms'
AS $function$
BEGIN
  RETURN app.end_standing_of(community, app.person_id());
END $function$
-- OWNER accompany_owner
-- Ends one's own membership; never refused.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.leave_coalition(host uuid, campaign uuid, lead uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  paused uuid[];
BEGIN
  IF NOT app.leads_campaign(host, campaign, lead, 'steward') THEN
    PERFORM app.refuse('coalition_left_by_steward_ck', 'a steward of a community that leads the campaign leaves for it');
  END IF;
  -- The tallies first, as whoever opens an ask does; whoever opens one now either comes first or finds the lead gone.
  PERFORM FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id
    WHERE a.community_id = host AND a.campaign_id = campaign AND a.lead_id = lead ORDER BY t.ask_id FOR UPDATE OF t;
  UPDATE public.coalition_lead l SET left_at = now() WHERE l.community_id = host AND l.campaign_id = campaign AND l.lead_id = lead AND l.left_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('coalition_left_by_steward_ck', 'the community has left already');
  END IF;
  WITH stilled AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'LEAD_LEFT', version = a.version + 1
     WHERE a.community_id = host AND a.campaign_id = campaign AND a.lead_id = lead AND a.state = 'OPEN' RETURNING a.id
  )
  SELECT coalesce(array_agg(s.id), '{}') INTO paused FROM stilled s;
  RETURN paused;
END $function$
-- OWNER accompany_owner
-- Pauses the open asks of the lead that goes, and answers which. What was pledged to them is kept.
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
     AND (a.community_id = ANY (app.communities_as('member')) OR NOT (a.taken_down_at IS NOT NULL
       OR EXISTS (SELECT FROM public.campaign g WHERE g.community_id = a.community_id AND g.id = a.campaign_id AND g.taken_down_at IS NOT NULL)
       OR EXISTS (SELECT FROM public.community c WHERE c.id = a.community_id AND c.taken_down_at IS NOT NULL)))
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

CREATE OR REPLACE FUNCTION app.linked_shifts(ask uuid)
 RETURNS SETOF public.ask_shift
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT s.* FROM app.linked_ask(linked_shifts.ask) a JOIN public.ask_shift s ON s.community_id = a.community_id AND s.ask_id = a.id
$function$
-- OWNER accompany_owner
-- As app.linked_ask.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.linked_translations(ask uuid)
 RETURNS SETOF public.ask_translation
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT t.* FROM app.linked_ask(linked_translations.ask) a JOIN public.ask_translation t ON t.community_id = a.community_id AND t.ask_id = a.id
$function$
-- OWNER accompany_owner
-- As app.linked_ask.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.listed_priority_stays()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM public.round_item i JOIN public.priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
              WHERE i.community_id = NEW.community_id AND i.priority_id = NEW.id AND r.state IN ('OPEN', 'CLOSED', 'COUNTED')) THEN
    PERFORM app.refuse('priority_on_open_list_ck', 'a priority on the list of a round under way stays as it is');
  END IF;
  RETURN NEW;
END $function$
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

CREATE OR REPLACE FUNCTION app.live_representation(token bytea)
 RETURNS SETOF public.organization_invitation
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT i.* FROM public.organization_invitation i
    JOIN public.organization o ON o.id = i.organization_id AND o.ended_at IS NULL
    JOIN public.representative r ON r.organization_id = i.organization_id AND r.id = i.invited_by AND r.ended_at IS NULL
   WHERE i.token_hash = token AND i.used_at IS NULL AND i.expires_at > now()
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.local_day(community uuid, campaign uuid, OUT day date, OUT ends timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  zone text;
BEGIN
  SELECT g.time_zone INTO zone FROM public.campaign g WHERE g.community_id = community AND g.id = campaign;
  BEGIN
    day := (now() AT TIME ZONE zone)::date;
  EXCEPTION WHEN invalid_parameter_value THEN
    -- A zone that this Postgres does not know must not stand in the way of a pledge.
    zone := 'UTC';
    day := (now() AT TIME ZONE zone)::date;
  END;
  ends := (day + 1)::timestamp AT TIME ZONE zone;
END $function$
-- OWNER accompany_owner
-- The present day in the time zone of a campaign, and when it ends.

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

CREATE OR REPLACE FUNCTION app.lock_priorities(home uuid, targets uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.campaign g WHERE g.community_id = home
    AND g.id IN (SELECT p.campaign_id FROM public.priority p WHERE p.community_id = home AND p.id = ANY (targets)) ORDER BY g.id FOR NO KEY UPDATE;
  PERFORM FROM public.priority p WHERE p.community_id = home AND p.id = ANY (targets) ORDER BY p.id FOR NO KEY UPDATE;
END $function$
-- OWNER accompany_owner
-- Campaign before priorities, always: what is withdrawn, merged and restored in a campaign queues, and so does the signing of mandates.
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
   WHERE p.suspended_at IS NULL AND p.id IN (SELECT m.person_id FROM app.live_affected(home) m);
END $function$
-- OWNER accompany_owner
-- Every affected person, newcomers included.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_ally(home uuid, subject uuid)
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
  SELECT DISTINCT p.id, p.language
    FROM (SELECT m.person_id, m.organization_id FROM public.membership m WHERE m.community_id = home AND m.id = subject
          UNION SELECT q.person_id, q.organization_id FROM public.ally_request q WHERE q.community_id = home AND q.id = subject) x
    LEFT JOIN public.representative r ON r.organization_id = x.organization_id AND r.ended_at IS NULL
    JOIN public.person p ON p.id = coalesce(x.person_id, r.person_id) JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL;
END $function$
-- OWNER accompany_owner
-- Whose standing it is, or whose request for one, be it ended or declined: that is what they are told.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_answering(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  work public.occurrence;
  answering uuid;
BEGIN
  SELECT * INTO work FROM public.occurrence o WHERE o.community_id = home AND o.id = subject;
  SELECT a.lead_id INTO answering FROM public.ask a WHERE a.community_id = home AND a.id = work.ask_id;
  RETURN QUERY SELECT r.person_id, r.language FROM app.mail_recipients_stewards(coalesce(answering, home), subject) r
    WHERE NOT app.stands_behind(home, work.pledger_id, r.person_id);
END $function$
-- OWNER accompany_owner
-- The stewards of the community that answers what was reported: of the host, or of the lead whose ask it is.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_ask(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT coalesce(m.person_id, s.person_id) FROM public.pledge x
      JOIN public.membership m ON m.community_id = x.community_id AND m.id = x.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE x.community_id = home AND x.ask_id = subject AND x.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION'));
END $function$
-- OWNER accompany_owner
-- Everyone with a live pledge to an ask, for themselves or for an organization.
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
   WHERE p.suspended_at IS NULL AND p.id IN (SELECT r.person_id FROM public.membership_request r WHERE r.community_id = home AND r.id = subject);
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
  SELECT DISTINCT p.id, p.language
    FROM public.membership m
    LEFT JOIN public.representative r ON r.organization_id = m.organization_id AND r.ended_at IS NULL
    JOIN public.person p ON p.id = coalesce(m.person_id, r.person_id) JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND m.id IN (SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.campaign_id = campaign AND x.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION'));
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
   WHERE p.suspended_at IS NULL AND p.id IN (SELECT m.person_id FROM public.membership m JOIN public.duty_offer o ON o.community_id = m.community_id AND o.membership_id = m.id WHERE o.community_id = home AND o.id = subject);
END $function$
-- OWNER accompany_owner
-- Whoever is asked to carry a duty.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_leading(home uuid, subject uuid)
 RETURNS TABLE(person_id uuid, language text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  RETURN QUERY SELECT r.person_id, r.language
    FROM app.mail_recipients_stewards(coalesce((SELECT a.lead_id FROM public.ask a WHERE a.community_id = home AND a.id = subject), home), subject) r;
END $function$
-- OWNER accompany_owner
-- The stewards of the community that leads the ask.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_offer_readers(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT m.person_id FROM public.membership m CROSS JOIN public.offer o
     WHERE o.community_id = home AND o.id = subject AND m.community_id = home AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
       AND (m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL)) AND NOT app.stands_behind(home, o.offered_by, m.person_id));
END $function$
-- OWNER accompany_owner
-- The stewards and organizers of the community, without whoever offered.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_offerer(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT coalesce(m.person_id, s.person_id) FROM public.offer o
      JOIN public.membership m ON m.community_id = o.community_id AND m.id = o.offered_by AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE o.community_id = home AND o.id = subject);
END $function$
-- OWNER accompany_owner
-- Who offered, or everyone who acts for the organization that did.
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
   WHERE p.suspended_at IS NULL AND p.id IN (SELECT m.person_id FROM app.active_stewards(home) m JOIN public.removal r ON r.community_id = home AND r.id = subject AND m.id NOT IN (r.membership_id, r.proposed_by));
END $function$
-- OWNER accompany_owner
-- The stewards who can confirm a removal.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_people_export(home uuid, subject uuid)
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
  SELECT p.id, p.language FROM public.membership m JOIN public.person p ON p.id = m.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.standing = 'AFFECTED' AND m.ended_at IS NULL AND p.suspended_at IS NULL;
END $function$
-- OWNER accompany_owner
-- Every affected person, since the list had every one of them.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_person(person uuid)
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
  SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.id = person AND p.suspended_at IS NULL;
END $function$
-- OWNER accompany_owner
-- One person, about their own account.
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
  SELECT DISTINCT p.id, p.language
    FROM public.membership m
    LEFT JOIN public.representative r ON r.organization_id = m.organization_id AND r.ended_at IS NULL
    JOIN public.person p ON p.id = coalesce(m.person_id, r.person_id) JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND m.id IN (
  SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.occurrence x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.fulfilment_report x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.attestation x WHERE x.community_id = home AND x.id = subject);
END $function$
-- OWNER accompany_owner
-- Whose pledge it is, by the id of the pledge or of an occurrence, report or attestation under it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_question(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT coalesce(m.person_id, s.person_id) FROM public.thread_question q
      JOIN public.membership m ON m.community_id = q.community_id AND m.id = q.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE q.community_id = home AND (q.id = subject OR q.batch_id = subject) AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL);
END $function$
-- OWNER accompany_owner
-- Of whom a question is asked that is still open, or all of whom one action asked it.
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
   WHERE p.suspended_at IS NULL AND p.id IN (SELECT m.person_id FROM public.membership m JOIN public.removal r ON r.community_id = m.community_id AND r.membership_id = m.id WHERE r.community_id = home AND r.id = subject);
END $function$
-- OWNER accompany_owner
-- Whoever was removed: no member any more, and still told.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_report(home uuid, subject uuid)
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
  SELECT p.id, p.language FROM public.message_report r CROSS JOIN LATERAL app.report_handlers(home, r.message_id) h
    JOIN public.person p ON p.id = h.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE r.community_id = home AND r.id = subject AND r.settled_at IS NULL AND h.id IS DISTINCT FROM r.reported_by;
END $function$
-- OWNER accompany_owner
-- Those who settle the report, without whoever made it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_roll(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT m.person_id FROM public.round_part o JOIN public.roll_entry e ON e.community_id = o.community_id AND e.part_id = o.id
      JOIN public.membership m ON m.community_id = e.community_id AND m.id = e.membership_id AND m.ended_at IS NULL WHERE o.community_id = home AND (o.id = subject OR (o.host_id = home AND o.round_id = subject)));
END $function$
-- OWNER accompany_owner
-- Everyone on the roll of the community, whether or not they have voted.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_round_end(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT m.person_id FROM app.live_affected(home) m WHERE 'RATIFIED' IN 
    (SELECT r.state FROM public.priority_round r WHERE r.community_id = home AND r.id = subject
      UNION ALL SELECT r.state FROM public.round_part o JOIN public.priority_round r ON r.community_id = o.host_id AND r.id = o.round_id WHERE o.community_id = home AND o.id = subject)
    UNION 
    SELECT m.person_id FROM public.round_part o JOIN public.roll_entry e ON e.community_id = o.community_id AND e.part_id = o.id
      JOIN public.membership m ON m.community_id = e.community_id AND m.id = e.membership_id AND m.ended_at IS NULL WHERE o.community_id = home AND (o.id = subject OR (o.host_id = home AND o.round_id = subject))
    UNION SELECT m.person_id FROM app.active_stewards(home) m);
END $function$
-- OWNER accompany_owner
-- Whom the end of a round concerns: who could vote, the stewards, and everyone affected where its result stands.
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
  SELECT DISTINCT p.id, p.language
    FROM public.membership m
    LEFT JOIN public.representative r ON r.organization_id = m.organization_id AND r.ended_at IS NULL
    JOIN public.person p ON p.id = coalesce(m.person_id, r.person_id) JOIN vault.account a ON a.person_id = p.id
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND m.is_steward AND NOT EXISTS (SELECT FROM (
  SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.occurrence x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.fulfilment_report x WHERE x.community_id = home AND x.id = subject
  UNION SELECT x.pledger_id FROM public.attestation x WHERE x.community_id = home AND x.id = subject) own WHERE app.stands_behind(home, own.pledger_id, m.person_id));
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
   WHERE p.suspended_at IS NULL AND p.id IN (SELECT m.person_id FROM app.settled_people(home) m JOIN public.membership_request r ON r.community_id = home AND r.id = subject AND r.person_id <> m.person_id);
END $function$
-- OWNER accompany_owner
-- Those who may vouch for whoever asks to be admitted.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_working_with(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT w.person_id FROM public.thread t CROSS JOIN LATERAL (SELECT app.thread_lead(home, t.ask_id) AS lead) s
      JOIN public.membership w ON w.community_id = coalesce(s.lead, home) AND w.ended_at IS NULL AND w.paused_at IS NULL AND (w.until IS NULL OR w.until > now())
       AND (w.is_steward OR w.organizer_until > now()) AND (w.standing = 'AFFECTED' OR (s.lead IS NULL AND t.pledger_standing = 'ALLY'))
       AND (w.probation_until IS NULL OR w.probation_until <= now())
     WHERE t.community_id = home AND (t.pledge_id = subject OR t.pledge_id = (SELECT q.pledge_id FROM public.thread_question q WHERE q.community_id = home AND q.id = subject))
       AND NOT app.stands_behind(home, t.pledger_id, w.person_id));
END $function$
-- OWNER accompany_owner
-- Those whose duty is to work with the pledger: stewards, and who organizes; of allies only where the pledger is one.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mail_recipients_written_to(home uuid, subject uuid)
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
   WHERE p.suspended_at IS NULL AND p.id IN (
    SELECT coalesce(m.person_id, s.person_id) FROM public.thread_message x
      JOIN public.thread t ON t.community_id = x.community_id AND t.pledge_id = x.pledge_id AND t.blocked_at IS NULL
      JOIN public.membership m ON m.community_id = t.community_id AND m.id = t.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE x.community_id = home AND x.batch_id = subject AND x.side = 'COMMUNITY' AND x.withdrawn_at IS NULL AND x.hidden_at IS NULL);
END $function$
-- OWNER accompany_owner
-- To whom the community wrote in one action, where it was not taken back meanwhile.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.make_digests(at timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  due uuid;
  made integer := 0;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('notified_by_relay_only_ck', 'only the relay tells people what happened');
  END IF;
  FOR due IN
    SELECT DISTINCT n.person_id FROM public.notification n JOIN public.person p ON p.id = n.person_id LEFT JOIN public.notification_hours h ON h.person_id = p.id
     WHERE n.digest_on <> '{}' AND p.suspended_at IS NULL AND n.first_at < app.digest_time(at, p.time_zone, coalesce(h.digest_hour, 8)) ORDER BY n.person_id LIMIT most
  LOOP
    made := made + 1;
    -- Of two processes the second waits here, and then finds nothing that waits any more.
    WITH waiting AS (
      SELECT n.id, n.notice, n.facts, n.digest_on, n.digest_times, n.read_at, n.first_at FROM public.notification n
       WHERE n.person_id = due AND n.digest_on <> '{}' ORDER BY n.id FOR UPDATE
    ), told AS (
      UPDATE public.notification n SET digest_on = '{}', digest_times = 0 FROM waiting w WHERE n.id = w.id
    )
    INSERT INTO public.outbox_event (id, kind, subject_id, data)
    SELECT gen_random_uuid(), 'digest.due', due, jsonb_build_object('channel', line.channel,
           'notices', jsonb_agg(line.facts || jsonb_build_object('notice', line.notice, 'times', line.times) ORDER BY line.since, line.notice))
      FROM (SELECT c.channel, w.notice, w.facts, sum(w.digest_times) AS times, min(w.first_at) AS since FROM waiting w CROSS JOIN unnest(w.digest_on) AS c (channel)
             WHERE w.read_at IS NULL GROUP BY c.channel, w.notice, w.facts) line
     GROUP BY line.channel;
  END LOOP;
  RETURN made;
END $function$
-- OWNER accompany_owner
-- For everyone whose hour has come since something waits: one event for one digest by each way, of what they have not read yet. What stands in it waits no more. Answers how many people that were.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.make_pledges(sent jsonb)
 RETURNS SETOF public.pledge
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
 SET lock_timeout TO '50ms'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  -- Of each in the order in which they came: first of all, then of those whose standing is held and whose key is new.
  ids uuid[];
  persons uuid[];
  asks uuid[];
  keys text[];
  hashes text[];
  homes uuid[];
  pledgers uuid[];
  standings text[];
  agreed integer[];
  locked uuid[];
  -- Of each against which nothing stands, ask by ask.
  clear_ids uuid[];
  clear_asks uuid[];
  clear_homes uuid[];
  campaigns uuid[];
  mandates uuid[];
  clear_pledgers uuid[];
  clear_standings text[];
  quantities integer[];
  nexts bigint[];
  frees integer[];
  gaps integer[];
  waiting integer[];
  turns bigint[];
  states text[];
  made integer := 0;
  turn bigint;
  free integer;
  gap integer;
  is_due boolean;
  fits boolean;
BEGIN
  SELECT array_agg(s.id), array_agg(s.person), array_agg(s.ask), array_agg(s.key), array_agg(s.hash) INTO ids, persons, asks, keys, hashes
    FROM (SELECT * FROM jsonb_to_recordset(sent) AS s (place integer, id uuid, person uuid, ask uuid, key text, hash text) ORDER BY s.place) s;
  -- Locks in the order of a pledge that is made alone: standings, keys, tallies. A standing that is being changed is left to the ordinary way, which waits.
  WITH asked AS MATERIALIZED (
    SELECT s.*, a.community_id AS home
      FROM unnest(ids, persons, asks, keys, hashes) WITH ORDINALITY AS s (id, person, ask, key, hash, place) JOIN public.ask a ON a.id = s.ask
  ), held AS MATERIALIZED (
    SELECT s.*, m.id AS pledger, m.standing, m.agreement_version
      FROM asked s JOIN public.membership m ON m.community_id = s.home AND m.person_id = s.person AND m.organization_id IS NULL AND m.ended_at IS NULL
     WHERE m.paused_at IS NULL AND (m.until IS NULL OR m.until > now()) AND NOT m.is_steward
      FOR SHARE OF m SKIP LOCKED
  ), claim AS (
    INSERT INTO public.idempotency AS i (scope, key, operation, request_hash, result)
    SELECT h.person::text, h.key, 'makePledge', decode(h.hash, 'hex'), jsonb_build_object('pledgeId', h.id)
      FROM held h WHERE h.key IS NOT NULL ORDER BY h.person, h.key, h.place
    ON CONFLICT DO NOTHING RETURNING (i.result->>'pledgeId')::uuid AS id
  )
  SELECT array_agg(h.id), array_agg(h.person), array_agg(h.ask), array_agg(h.key), array_agg(h.home), array_agg(h.pledger), array_agg(h.standing), array_agg(h.agreement_version)
    INTO ids, persons, asks, keys, homes, pledgers, standings, agreed
    FROM (SELECT * FROM held h WHERE h.key IS NULL OR h.id IN (SELECT c.id FROM claim c) ORDER BY h.place) h;
  locked := ARRAY(SELECT t.ask_id FROM (SELECT DISTINCT s.home, s.ask FROM unnest(homes, asks) AS s (home, ask)) w
    JOIN public.ask_tally t ON t.community_id = w.home AND t.ask_id = w.ask FOR UPDATE OF t SKIP LOCKED);
  -- Nobody waits for the ask of another; where all are busy, nobody is held up by waiting for one.
  IF cardinality(locked) = 0 THEN
    locked := ARRAY(SELECT t.ask_id FROM (SELECT s.home, s.ask FROM unnest(homes, asks) AS s (home, ask) ORDER BY s.ask LIMIT 1) w
      JOIN public.ask_tally t ON t.community_id = w.home AND t.ask_id = w.ask FOR UPDATE OF t);
  END IF;
  WITH room AS MATERIALIZED (
    SELECT a.id, a.community_id AS home, a.campaign_id, a.mandate_id, a.kind, a.starts_at, a.ends_at, a.terms_version, a.risk_tier, g.brief_version, c.agreement_version,
           t.quantity_wanted, t.next_turn, t.waitlisted_count, coalesce(t.slots - t.places_taken - t.held_count, 2147483647) AS free,
           t.quantity_wanted - t.pledged_quantity - t.held_quantity AS gap
      FROM unnest(locked) AS l (ask) JOIN public.ask a ON a.id = l.ask JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
      JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.community c ON c.id = a.community_id
      JOIN public.mandate d ON d.community_id = a.community_id AND d.id = a.mandate_id
     WHERE a.state = 'OPEN' AND g.state = 'LAUNCHED' AND d.state = 'LIVE' AND d.until > now() AND (a.ends_at IS NULL OR a.ends_at > now())
        AND a.cadence IS NULL AND (a.threshold IS NULL OR a.threshold_met_at IS NOT NULL) AND t.conditional_count = 0 AND a.risk_tier <= 1
        AND NOT EXISTS (SELECT FROM public.ask_shift f WHERE f.community_id = a.community_id AND f.ask_id = a.id AND f.closed_at IS NULL AND f.ends_at > now() OFFSET 0)
  ), clear AS (
    SELECT s.id, r.id AS ask, r.home, r.campaign_id, r.mandate_id, u.pledger, u.standing, s.quantity, r.next_turn, r.free, r.gap, r.waitlisted_count, u.place,
           row_number() OVER (PARTITION BY r.id, u.pledger ORDER BY u.place) AS wish
      FROM unnest(ids, asks, pledgers, standings, agreed) WITH ORDINALITY AS u (id, ask, pledger, standing, agreed, place) JOIN room r ON r.id = u.ask
      JOIN jsonb_to_recordset(sent) AS s (id uuid, quantity integer, "when" timestamptz, brief integer, terms integer, agreement integer, risk integer) ON s.id = u.id
     WHERE (u.standing = 'AFFECTED' OR r.kind <> 'SPEAK' AND u.agreed = r.agreement_version AND s.agreement = r.agreement_version)
        AND s.brief = r.brief_version AND s.terms = r.terms_version AND s.risk = r.risk_tier AND s.quantity <= r.quantity_wanted
        AND s."when" > now() AND (r.starts_at IS NULL OR s."when" >= r.starts_at) AND (r.ends_at IS NULL OR s."when" <= r.ends_at)
        AND NOT EXISTS (SELECT FROM public.thread_question q WHERE q.community_id = r.home AND q.pledger_id = u.pledger AND q.answered_at IS NULL
          AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND q.due_at <= coalesce(q.held_since, now()) OFFSET 0)
        AND NOT EXISTS (SELECT FROM public.pledge p WHERE p.community_id = r.home AND p.ask_id = r.id AND p.pledger_id = u.pledger
              AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION') OFFSET 0)
  )
  SELECT array_agg(c.id), array_agg(c.ask), array_agg(c.home), array_agg(c.campaign_id), array_agg(c.mandate_id), array_agg(c.pledger), array_agg(c.standing),
         array_agg(c.quantity), array_agg(c.next_turn), array_agg(c.free), array_agg(c.gap), array_agg(c.waitlisted_count)
    INTO clear_ids, clear_asks, clear_homes, campaigns, mandates, clear_pledgers, clear_standings, quantities, nexts, frees, gaps, waiting
    FROM (SELECT * FROM clear WHERE wish = 1 ORDER BY ask, place) c;
  turns := array_fill(NULL::bigint, ARRAY[coalesce(cardinality(clear_ids), 0)]);
  states := array_fill(NULL::text, ARRAY[coalesce(cardinality(clear_ids), 0)]);
  FOR n IN 1 .. coalesce(cardinality(clear_ids), 0) LOOP
    IF n = 1 OR clear_asks[n] <> clear_asks[n - 1] THEN
      turn := nexts[n];
      free := frees[n];
      gap := gaps[n];
      -- Whoever came before has their place first: app.settle_ask gives it to them, in the ordinary way.
      is_due := waiting[n] > 0 AND free > 0 AND gap > 0 AND EXISTS (
        SELECT FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
         WHERE p.community_id = clear_homes[n] AND p.ask_id = clear_asks[n] AND p.state = 'WAITLISTED' AND p.offered_until IS NULL AND p.offer_lapsed_at IS NULL
           AND p.quantity <= gap AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now()));
    END IF;
    CONTINUE WHEN is_due;
    fits := free > 0 AND quantities[n] <= gap;
    IF fits THEN
      free := free - 1;
      gap := gap - quantities[n];
    END IF;
    turns[n] := turn;
    states[n] := CASE WHEN fits THEN 'ACTIVE' ELSE 'WAITLISTED' END;
    turn := turn + 1;
    made := made + 1;
  END LOOP;
  IF made < cardinality(ids) THEN
    DELETE FROM public.idempotency i USING unnest(ids, persons, keys) AS s (id, person, key)
     WHERE i.scope = s.person::text AND i.key = s.key AND NOT EXISTS (SELECT FROM unnest(clear_ids, turns) AS c (id, turn) WHERE c.id = s.id AND c.turn IS NOT NULL);
  END IF;
  -- Else the insert below would check and count nothing, at some cost.
  IF made = 0 THEN RETURN; END IF;
  RETURN QUERY WITH made AS (
    INSERT INTO public.pledge (community_id, id, campaign_id, ask_id, mandate_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_where, plan_first_step,
           brief_version, terms_version, agreement_version, risk_tier_accepted, state, shown_as)
    SELECT c.home, s.id, c.campaign, c.ask, c.mandate, c.pledger, c.standing, c.turn, s.quantity, s."when", s."where", s."firstStep",
           s.brief, s.terms, CASE c.standing WHEN 'ALLY' THEN s.agreement END, s.risk, c.state, s."shownAs"
      FROM unnest(clear_ids, clear_asks, clear_homes, campaigns, mandates, clear_pledgers, clear_standings, turns, states)
             AS c (id, ask, home, campaign, mandate, pledger, standing, turn, state)
      JOIN jsonb_to_recordset(sent) AS s (id uuid, quantity integer, "when" timestamptz, "where" text, "firstStep" text, brief integer, terms integer,
             agreement integer, risk integer, "shownAs" text) ON s.id = c.id
     WHERE c.turn IS NOT NULL
    RETURNING *
  ), deed AS (
    SELECT p.community_id, s.deed AS id, p.pledger_id, p.pledger_standing, p.campaign_id, p.id AS pledge, jsonb_build_object('askId', p.ask_id, 'turn', p.turn, 'quantity', p.quantity,
           'state', p.state, 'briefVersion', p.brief_version, 'termsVersion', p.terms_version, 'agreementVersion', p.agreement_version, 'riskTier', p.risk_tier_accepted) AS details
      FROM made p JOIN jsonb_to_recordset(sent) AS s (id uuid, deed uuid) ON s.id = p.id
  ), entry AS (
    INSERT INTO public.record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
    SELECT e.community_id, e.id, 'pledge.made', e.pledger_id, e.pledger_standing, e.campaign_id, 'Pledge', e.pledge, e.details FROM deed e
  ), event AS (
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data)
    SELECT e.id, e.community_id, 'pledge.made', e.pledge, e.details FROM deed e
  )
  SELECT * FROM made;
END $function$
-- OWNER accompany_owner
-- Makes those of the pledges that were sent against which nothing stands, each in its own person's name, with record and event, first come first served; answers them. The others are left as if they had not been sent: the ordinary way makes or refuses them, in words.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.make_reminders(at timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  made integer;
BEGIN
  PERFORM app.only_the_clock();
  -- Of two processes the second leaves it to the first.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('reminders', 0)) THEN RETURN 0; END IF;
  WITH fresh AS (
    INSERT INTO public.reminder (community_id, id, pledge_id, occurrence_id, person_id, kind, about_at, minutes, passed_over)
    SELECT d.community_id, gen_random_uuid(), d.pledge_id, d.occurrence_id, d.person_id, d.kind, d.about_at, d.minutes, NOT app.reminders_run(d.community_id, d.ask_id)
      FROM app.reminders_due(make_reminders.at) d ORDER BY d.community_id, d.pledge_id, d.about_at, d.minutes, d.person_id LIMIT most
    ON CONFLICT ON CONSTRAINT reminder_once_uq DO NOTHING RETURNING *
  ), told AS (
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id) SELECT gen_random_uuid(), f.community_id, 'reminder.due', f.id FROM fresh f WHERE NOT f.passed_over
  )
  SELECT count(*) INTO made FROM fresh;
  RETURN made;
END $function$
-- OWNER accompany_owner
-- Makes the reminders that are due, each once, and an event for each; what falls into a standstill is passed over for good. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.mandate_faults(home uuid, campaign uuid)
 RETURNS TABLE(kind text, table_name text, row_id uuid, within_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
$function$
-- OWNER accompany_owner

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
                 AND m.id <> signed.id AND m.kind = 'EMERGENCY' AND m.starts_at IS NOT NULL)
       AND NOT EXISTS (SELECT FROM public.round_item i JOIN public.priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
                        WHERE i.community_id = signed.community_id AND i.priority_id = signed.priority_id AND r.ended_at IS NULL) THEN
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
  IF NEW.round_id IS NULL AND (NEW.until > now() + interval '30 days 1 minute' OR NEW.until <= now()) THEN
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
    JOIN public.community c ON c.id = coalesce(m.lead_id, p.community_id)
   CROSS JOIN LATERAL (VALUES
      (1, 'PLEDGE', p.id, p.quantity || ' ' || a.unit, p.plan_first_step),
      (2, 'ASK', a.id, a.title, a.description),
      (3, 'MANDATE', m.id, m.kind, m.reason),
      (4, 'PRIORITY', r.id, r.statement, r.details),
      (5, 'CAMPAIGN', g.id, g.name, g.summary),
      (6, 'COMMUNITY', c.id, c.name, c.about)) AS step (place, type, id, title, says)
   WHERE p.id = ANY (pledges) AND (p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
    OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])) OR app.leads_ask(p.community_id, p.ask_id))
   ORDER BY p.id, step.place
$function$
-- OWNER accompany_owner
-- From a pledge to the people who authorised it, readable by whoever follows the pledge, even where a step of it is no longer published.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.may_put_aside(target public.priority, lead uuid, capacity text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(CASE capacity
    WHEN 'STEWARD' THEN CASE WHEN lead IS NULL THEN target.community_id = ANY (app.communities_as('steward'))
      ELSE target.lead_id = lead AND app.leads_campaign(target.community_id, target.campaign_id, lead, 'steward') END
    WHEN 'PROPOSER' THEN target.named_at IS NULL AND target.lead_id IS NOT DISTINCT FROM lead AND CASE
      WHEN lead IS NULL THEN target.community_id = ANY (app.communities_as('affected')) AND target.proposed_by = ANY (app.my_memberships())
      ELSE app.leads_campaign(target.community_id, target.campaign_id, lead, 'affected') AND EXISTS (SELECT FROM public.lead_act a
             WHERE a.community_id = lead AND a.id = target.id AND a.membership_id = ANY (app.my_memberships())) END
  END, false)
$function$
-- OWNER accompany_owner
-- Whether the current person may withdraw it: as a steward of the host, or of the lead that proposed it; as its proposer, until it is named.

CREATE OR REPLACE FUNCTION app.meet_threshold(community uuid, ask uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home public.ask;
  started public.pledge;
BEGIN
  UPDATE public.ask a SET threshold_met_at = now() FROM public.ask_tally t
   WHERE a.community_id = community AND a.id = meet_threshold.ask AND a.threshold IS NOT NULL AND a.threshold_met_at IS NULL
     AND t.community_id = a.community_id AND t.ask_id = a.id AND t.pledged_quantity + t.held_quantity >= a.threshold
  RETURNING a.* INTO home;
  IF home.id IS NULL THEN RETURN; END IF;
  PERFORM app.put_on_record(community, 'ask.threshold_met', NULL, 'SYSTEM', 'Ask', home.id, jsonb_build_object('threshold', home.threshold), home.campaign_id);
  FOR started IN SELECT p.* FROM public.pledge p WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'CONDITIONAL' AND p.waiting_for = 'THRESHOLD' ORDER BY p.turn LOOP
    PERFORM app.pledge_deed(started, 'pledge.activated', jsonb_build_object('state', 'ACTIVE'));
  END LOOP;
  UPDATE public.pledge p SET state = 'ACTIVE' WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'CONDITIONAL' AND p.waiting_for = 'THRESHOLD';
  UPDATE public.pledge p SET waiting_for = NULL WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for = 'THRESHOLD';
END $function$
-- OWNER accompany_owner
-- Starts an ask once so much is pledged; the one row that says so is changed once, under any concurrency. Granted to nobody.

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

CREATE OR REPLACE FUNCTION app.membership_in(community uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.id FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL
$function$
-- OWNER accompany_owner
-- The current person's own membership of a community.

CREATE OR REPLACE FUNCTION app.membership_leaves_constituencies()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  DELETE FROM public.constituency_member d WHERE d.community_id = NEW.community_id AND d.membership_id = NEW.id;
  -- Who goes by their own will, or is erased, leaves nothing behind. Who is removed stays counted until the ballots are:
  -- otherwise removing people would help a round over the quorum of their constituency.
  IF NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.person_id = app.person_id() THEN
    DELETE FROM public.roll_constituency c WHERE c.community_id = NEW.community_id AND c.membership_id = NEW.id;
  END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.memberships_ever_mine()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(m.id), '{}') FROM (
    SELECT m.id FROM public.membership m WHERE m.person_id = app.person_id()
    UNION
    SELECT m.id FROM public.representative r JOIN public.membership m ON m.organization_id = r.organization_id WHERE r.person_id = app.person_id()) m
$function$
-- OWNER accompany_owner
-- Every membership behind which app.stands_behind finds the current person, ended ones and those of organizations they once represented included: their work is never theirs to attest.
-- GRANT EXECUTE TO accompany_app

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
 SET plan_cache_mode TO 'force_generic_plan'
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

CREATE OR REPLACE FUNCTION app.merge_priorities(home uuid, target uuid, sources uuid[], lead uuid, capacity text)
 RETURNS TABLE(merged_id uuid, mandate_ids uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  place uuid;
  over uuid[];
BEGIN
  PERFORM app.lock_priorities(home, sources || target);
  SELECT p.campaign_id INTO place FROM public.priority p WHERE p.community_id = home AND p.id = target AND p.withdrawn_at IS NULL AND p.merged_into IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('priority_merged_into_live_ck', 'into a priority that was neither withdrawn nor merged');
  END IF;
  IF cardinality(sources) NOT BETWEEN 1 AND 20 OR EXISTS (SELECT FROM unnest(sources) AS s (id)
       LEFT JOIN public.priority p ON p.community_id = home AND p.id = s.id AND p.campaign_id = place WHERE p.id IS NULL OR p.id = target) THEN
    PERFORM app.refuse('priority_merged_in_campaign_ck', 'one to twenty others of the same campaign');
  END IF;
  -- A steward of a lead withdraws what that lead proposed; what several communities wrote the host brings together.
  IF (capacity = 'STEWARD' AND lead IS NOT NULL) OR EXISTS (SELECT FROM public.priority p
       WHERE p.community_id = home AND p.id = ANY (sources) AND NOT app.may_put_aside(p, lead, capacity)) THEN
    PERFORM app.refuse('priority_put_aside_by_its_people_ck', 'a steward of the host merges proposals, or whoever proposed them all');
  END IF;
  IF EXISTS (SELECT FROM public.priority p WHERE p.community_id = home AND p.id = ANY (sources)
       AND (p.named_at IS NOT NULL OR p.rank IS NOT NULL OR NOT (p.withdrawn_at IS NULL AND p.merged_into IS NULL))) THEN
    PERFORM app.refuse('priority_merged_while_proposed_ck', 'what the community stands behind is not merged, nor what was put aside');
  END IF;
  UPDATE public.priority p SET merged_at = now(), merged_into = target, put_aside_as = capacity, put_aside_for = lead,
         put_aside_by = CASE WHEN lead IS NULL THEN app.affected_self(home) END
   WHERE p.community_id = home AND p.id = ANY (sources);
  over := ARRAY(SELECT e.mandate_id FROM app.end_mandates_for(home, sources) e);
  -- What had been merged into one of them goes along, so that nobody follows a chain.
  RETURN QUERY
  WITH along AS (UPDATE public.priority p SET merged_into = target WHERE p.community_id = home AND p.merged_into = ANY (sources) RETURNING p.id)
  SELECT r.id, ARRAY(SELECT m.id FROM public.mandate m WHERE m.community_id = home AND m.priority_id = r.id AND m.id = ANY (over))
    FROM (SELECT s.id FROM unnest(sources) AS s (id) UNION SELECT a.id FROM along a) r;
END $function$
-- OWNER accompany_owner
-- Answers every priority that points elsewhere by it, those named and those that had been merged into them, each with the proposals of mandates that ended.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.message_authors(messages uuid[])
 RETURNS TABLE(message_id uuid, pseudonym text, is_mine boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT t.id, CASE WHEN t.side = 'COMMUNITY' AND NOT p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])
           AND (m.id = ANY ((SELECT app.my_memberships())::uuid[]) OR m.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
             OR (m.standing = 'ALLY' AND m.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]))) THEN m.pseudonym END,
         m.id = ANY ((SELECT app.my_memberships())::uuid[])
    FROM public.thread_message t
    JOIN public.thread p ON p.community_id = t.community_id AND p.pledge_id = t.pledge_id
    LEFT JOIN public.lead_act a ON a.community_id = t.lead_id AND a.id = t.id
    JOIN public.membership m ON m.community_id = coalesce(t.lead_id, t.community_id) AND m.id = coalesce(t.written_by, a.membership_id)
   WHERE t.id = ANY (messages)
$function$
-- OWNER accompany_owner
-- Who wrote for the community: told to people affected of that community, and of allies who organize to all who do; never to the pledger. And whether it was the current person, on either side.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.most_that_fit(quantities integer[], shifts uuid[], gap integer, places integer, shift_rooms jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  number integer := 0;
  rooms jsonb := shift_rooms;
  one record;
BEGIN
  -- The smallest first, as far as their shifts have room: no other choice lets in more of them.
  FOR one IN SELECT q.quantity, s.shift::text AS shift FROM unnest(quantities) WITH ORDINALITY AS q (quantity, place)
      JOIN unnest(shifts) WITH ORDINALITY AS s (shift, place) USING (place) ORDER BY q.quantity, q.place LOOP
    EXIT WHEN number >= places OR one.quantity > gap;
    CONTINUE WHEN one.shift IS NOT NULL AND (rooms ->> one.shift)::integer < 1;
    IF one.shift IS NOT NULL AND rooms ? one.shift THEN rooms := jsonb_set(rooms, ARRAY[one.shift], to_jsonb((rooms ->> one.shift)::integer - 1)); END IF;
    gap := gap - one.quantity;
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- How many pledges of these quantities, in these shifts, find room at once. Shifts without a number of places are missing in shift_rooms.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.move_closing(community uuid, round uuid, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  r public.priority_round := app.round_of_steward(community, round);
BEGIN
  IF r.state NOT IN ('SCHEDULED', 'OPEN') OR (r.state = 'OPEN' AND r.closes_at <= now()) THEN
    PERFORM app.refuse('round_closing_moves_while_open_ck', 'the closing of a round moves while it is not over');
  END IF;
  IF at IS NOT NULL AND (at <= r.closes_at OR at > r.scheduled_at + interval '180 days') THEN
    PERFORM app.refuse('round_extended_later_ck', 'a round is extended to a later time, within 180 days of being scheduled');
  END IF;
  -- Whoever saw their own people vote must not end the vote of the others.
  IF at IS NULL AND (SELECT count(*) FROM public.round_part p WHERE p.host_id = r.community_id AND p.round_id = r.id) <> 1 THEN
    PERFORM app.refuse('round_closes_early_alone_ck', 'a round of one community closes early, once open');
  END IF;
  UPDATE public.priority_round p SET closes_at = coalesce(at, now()) WHERE p.community_id = r.community_id AND p.id = r.id;
  RETURN coalesce(at, now());
END $function$
-- OWNER accompany_owner
-- Without a time: now. The clock closes it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.move_occurrence(community uuid, occurrence uuid, to_time timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.occurrence := app.own_due_occurrence(community, occurrence);
  lies_within boolean;
BEGIN
  SELECT coalesce(to_time BETWEEN coalesce(z.starts_at, a.starts_at, '-infinity') AND coalesce(z.ends_at, a.ends_at, 'infinity'), false) INTO lies_within
    FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    LEFT JOIN public.ask_shift z ON z.community_id = p.community_id AND z.id = p.shift_id WHERE p.community_id = community AND p.id = own.pledge_id;
  IF to_time <= now() OR NOT lies_within THEN PERFORM app.refuse('occurrence_moves_within_ask_ck', 'a time is moved to one that is still to come, within the time of its ask or shift'); END IF;
  UPDATE public.occurrence o SET due_at = to_time, moved_at = now(), confirmed_at = NULL WHERE o.community_id = community AND o.id = own.id;
  UPDATE public.pledge p SET plan_when = to_time WHERE p.community_id = community AND p.id = own.pledge_id AND NOT p.recurs
     AND (SELECT count(*) FROM public.occurrence o WHERE o.community_id = community AND o.pledge_id = p.id) = 1;
END $function$
-- OWNER accompany_owner
-- Its pledger plans it for another time; where it is the only one, the plan of the pledge moves along.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.move_opening(community uuid, round uuid)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  r public.priority_round := app.round_of_steward(community, round);
BEGIN
  IF r.state <> 'SCHEDULED' OR r.opens_at <= now() THEN
    PERFORM app.refuse('round_opens_when_scheduled_ck', 'a round opens once');
  END IF;
  IF r.closes_at <= now() THEN
    PERFORM app.refuse('round_opens_before_it_closes_ck', 'its time to close has passed');
  END IF;
  UPDATE public.priority_round p SET opens_at = now() WHERE p.community_id = r.community_id AND p.id = r.id;
  RETURN now();
END $function$
-- OWNER accompany_owner
-- The clock opens it from now on.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.my_ally_requests()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(q.id), '{}') FROM public.ally_request q
   WHERE q.person_id = app.person_id() OR q.organization_id = ANY (app.my_organizations())
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.my_memberships()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
 SET plan_cache_mode TO 'force_generic_plan'
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

CREATE OR REPLACE FUNCTION app.my_organizations()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(r.organization_id), '{}')
    FROM public.representative r JOIN public.organization o ON o.id = r.organization_id AND o.ended_at IS NULL
   WHERE r.person_id = app.person_id() AND r.ended_at IS NULL
$function$
-- OWNER accompany_owner
-- Organizations for which the current person acts.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.my_representations()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(r.id), '{}') FROM public.representative r WHERE r.person_id = app.person_id() AND r.ended_at IS NULL
$function$
-- OWNER accompany_owner
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

CREATE OR REPLACE FUNCTION app.next_figure(value integer, people integer, shown integer, shown_count integer, moves boolean, k integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'app'
AS $function$
  SELECT CASE
    -- The way back to zero is not told: "fewer than k" that is known not to be zero would be fewer than k numbers.
    WHEN moves AND people >= k THEN app.shown_figure(value, people, k)
    WHEN moves THEN NULL
    -- Zero is shown only while it is true.
    WHEN shown_count = 0 AND people > 0 THEN NULL
    ELSE shown
  END
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.no_show_is_contested()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.occurrence o SET contested_at = NEW.contested_at FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'NO_SHOW' AND o.attestation_id = NEW.attestation_id AND o.contested_at IS NULL
     AND p.community_id = o.community_id AND p.id = o.pledge_id
     AND o.no_show_at + interval '14 days' + app.stood_still(p.community_id, p.campaign_id, o.no_show_at) > now();
  IF NOT FOUND THEN PERFORM app.refuse('no_show_contested_in_time_ck', 'a no-show is contested once, within 14 days'); END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.note_due_questions(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  late uuid[];
  reminded integer;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('thread_question_by_the_clock_ck', 'the clock notes what is due');
  END IF;
  WITH due AS (
    SELECT q.community_id, q.id FROM public.thread_question q
     WHERE q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND q.overdue_noted_at IS NULL AND q.due_at <= now() AND q.due_at <= coalesce(q.held_since, now()) ORDER BY q.due_at, q.id LIMIT most FOR UPDATE SKIP LOCKED
  ), over AS (
    UPDATE public.thread_question q SET overdue_noted_at = now() FROM due d WHERE q.community_id = d.community_id AND q.id = d.id
    RETURNING q.id
  )
  SELECT coalesce(array_agg(o.id), '{}') INTO late FROM over o;
  PERFORM app.put_on_record(q.community_id, 'question.overdue', NULL, 'SYSTEM', 'PledgeQuestion', q.id,
            jsonb_build_object('pledgeId', q.pledge_id, 'askId', q.ask_id), q.campaign_id)
     FROM public.thread_question q WHERE q.id = ANY (late);
  -- Not of what is so short that its asking is news still.
  WITH due AS (
    SELECT q.community_id, q.id FROM public.thread_question q
     WHERE q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND q.reminded_at IS NULL AND q.overdue_noted_at IS NULL AND q.held_since IS NULL AND q.due_at > now() AND q.due_at <= now() + interval '24 hours'
       AND q.due_at - q.due_set_at > interval '36 hours' ORDER BY q.due_at, q.id LIMIT most FOR UPDATE SKIP LOCKED
  ), soon AS (
    UPDATE public.thread_question q SET reminded_at = now() FROM due d WHERE q.community_id = d.community_id AND q.id = d.id RETURNING q.community_id, q.id
  )
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id) SELECT gen_random_uuid(), s.community_id, 'question.due_soon', s.id FROM soon s;
  GET DIAGNOSTICS reminded = ROW_COUNT;
  RETURN greatest(cardinality(late), reminded);
END $function$
-- OWNER accompany_owner
-- Puts on the record, once for each time that was set, which questions are overdue, and has pledgers reminded a day before. Answers how much there was of the more of both.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.note_key_use()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Whoever comes second on a day, from another process, finds it done: one write a day, and nobody waits.
  UPDATE public.dashboard_key k SET last_used_on = (now() AT TIME ZONE h.time_zone)::date
    FROM public.community h
   WHERE k.id = app.key_id() AND h.id = k.community_id AND k.last_used_on IS DISTINCT FROM (now() AT TIME ZONE h.time_zone)::date;
END $function$
-- OWNER accompany_owner
-- A key notes its own use and no other's.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.notify_people(people uuid[], event uuid, home uuid, subject uuid, told text, about text, given jsonb, folded boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  hour bigint := floor(extract(epoch FROM now()) / 3600);
  what record;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('notified_by_relay_only_ck', 'only the relay tells people what happened');
  END IF;
  SELECT e.campaign_id, e.subject_type, e.subject_id INTO what FROM public.record_entry e WHERE e.community_id = home AND e.id = event;
  IF NOT FOUND THEN
    SELECT r.campaign_id, 'PriorityRound' AS subject_type, r.id AS subject_id INTO what FROM public.round_part o
      JOIN public.priority_round r ON r.community_id = o.host_id AND r.id = o.round_id WHERE o.community_id = home AND o.id = subject;
  END IF;
  IF what.subject_id IS NULL THEN
    SELECT p.campaign_id, 'Pledge' AS subject_type, p.id AS subject_id INTO what FROM public.reminder x JOIN public.pledge p ON p.community_id = x.community_id AND p.id = x.pledge_id
     WHERE x.community_id = home AND x.id = subject;
  END IF;

  WITH addressee AS (
    SELECT p.id, app.id_from(concat_ws('|', event, told, p.id)) AS cause,
           CASE WHEN folded THEN app.id_from(concat_ws('|', 'within an hour', home, told, p.id, hour)) ELSE app.id_from(concat_ws('|', event, told, p.id)) END AS row_id,
           ARRAY(SELECT w.channel FROM app.ways_to(p.id, about) w WHERE w.choice = 'DIGEST' ORDER BY w.channel) AS digest_on
      FROM public.person p WHERE p.id = ANY (people) ORDER BY p.id
  ), counted AS (
    INSERT INTO public.notification_cause (id, notification_id) SELECT a.cause, a.row_id FROM addressee a ON CONFLICT DO NOTHING RETURNING notification_id
  )
  INSERT INTO public.notification (id, person_id, notice, topic, community_id, campaign_id, subject_type, subject_id, facts, digest_on, digest_times)
  SELECT a.row_id, a.id, told, about, home, what.campaign_id, what.subject_type, what.subject_id, given, a.digest_on, cardinality(a.digest_on[1:1])
    FROM addressee a JOIN counted c ON c.notification_id = a.row_id
  ON CONFLICT ON CONSTRAINT notification_pk DO UPDATE SET
    times = notification.times + 1, last_at = now(), read_at = NULL, facts = EXCLUDED.facts,
    campaign_id = EXCLUDED.campaign_id, subject_type = EXCLUDED.subject_type, subject_id = EXCLUDED.subject_id,
    digest_on = ARRAY(SELECT DISTINCT unnest(notification.digest_on || EXCLUDED.digest_on) ORDER BY 1), digest_times = notification.digest_times + EXCLUDED.digest_times;

  WITH way AS (
    SELECT p.id, w.channel, NULLIF(w.channel, 'MAIL') AS beside_mail FROM public.person p CROSS JOIN LATERAL app.ways_to(p.id, about) w
     WHERE p.id = ANY (people) AND w.choice = 'AT_ONCE'
  ), message AS (
    SELECT w.id, w.channel, given || jsonb_build_object('notice', told, 'channel', w.channel, 'communityId', home, 'subjectId', subject) AS data,
           app.id_from(concat_ws('|', event, told, w.id, w.beside_mail)) AS of_event,
           app.id_from(concat_ws('|', home, told, w.id, hour, w.beside_mail)) AS of_hour,
           app.id_from(concat_ws('|', home, told, w.id, hour + 1, w.beside_mail)) AS of_next_hour
      FROM way w
  ), at_once AS (
    INSERT INTO public.outbox_event (id, kind, subject_id, data)
    SELECT CASE WHEN folded THEN m.of_hour ELSE m.of_event END, 'notice.due', m.id, m.data FROM message m ON CONFLICT (id) DO NOTHING RETURNING id
  )
  INSERT INTO public.outbox_event (id, kind, subject_id, data, next_attempt_at)
  SELECT m.of_next_hour, 'notice.due', m.id, m.data, to_timestamp((hour + 1) * 3600) FROM message m
   WHERE folded AND m.of_hour NOT IN (SELECT o.id FROM at_once o)
  ON CONFLICT (id) DO NOTHING;
END $function$
-- OWNER accompany_owner
-- Tells people of an event, each once however often it comes: a row for each of them to read, and an event for each message that is to go out at once. Folded, what is of one kind in a community is one row for each hour, and one message at once and one at the end of the hour.
-- GRANT EXECUTE TO accompany_app

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

CREATE OR REPLACE FUNCTION app.object_to_result(community uuid, round uuid, objection uuid, lead uuid, because text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  r public.priority_round;
  home uuid := coalesce(lead, community);
  me uuid;
BEGIN
  SELECT e.membership_id INTO me FROM public.round_part p JOIN public.roll_entry e ON e.community_id = p.community_id AND e.part_id = p.id
    WHERE p.host_id = community AND p.round_id = round AND p.community_id = home AND home = ANY (app.communities_as('affected')) AND e.membership_id = ANY (app.my_memberships());
  IF NOT FOUND THEN
    PERFORM app.refuse('round_objection_on_roll_ck', 'who could vote in a round may object to its result');
  END IF;
  -- The last objection that is needed and the clock that ratifies queue here.
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = community AND o.id = round FOR UPDATE;
  IF r.state <> 'COUNTED' OR r.objections_until <= now() THEN
    PERFORM app.refuse('round_objection_in_time_ck', 'a result is objected to in the time set for it');
  END IF;
  INSERT INTO public.round_objection (community_id, round_id, id, campaign_id, reason, objected_by, lead_id)
  VALUES (community, round, objection, r.campaign_id, because, CASE WHEN lead IS NULL THEN me END, lead);
  IF (SELECT count(*) FROM public.round_objection o WHERE o.community_id = community AND o.round_id = round) >= r.objections_needed THEN
    UPDATE public.priority_round o SET state = 'OBJECTED', ended_at = now() WHERE o.community_id = community AND o.id = round;
    RETURN 'OBJECTED';
  END IF;
  RETURN 'COUNTED';
END $function$
-- OWNER accompany_owner
-- Answers the state of the round after it. An objection counts for one person of one community.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.occurrence_begins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  NEW.planned_at := coalesce(NEW.planned_at, NEW.due_at);
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.occurrence_may_move(from_state text, to_state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT (from_state, to_state) IN (
    ('DUE', 'REPORTED'), ('DUE', 'NO_SHOW'), ('DUE', 'SKIPPED'),
    ('REPORTED', 'ATTESTED'), ('REPORTED', 'DUE'), ('REPORTED', 'NO_SHOW'), ('REPORTED', 'UNCONFIRMED'),
    ('UNCONFIRMED', 'ATTESTED'),
    ('NO_SHOW', 'ATTESTED'), ('NO_SHOW', 'DUE'), ('NO_SHOW', 'REPORTED'))
$function$
-- OWNER accompany_owner
-- The moves of an occurrence; the table of them in src/features/fulfilment/occurrence.moves.ts says by whom and why, and a test compares the two.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.occurrence_moves()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT app.occurrence_may_move(OLD.state, NEW.state) THEN
    PERFORM app.refuse('occurrence_state_moves_ck', format('an occurrence does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  NEW.state_changed_at := now();
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.occurrences_are_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home record;
BEGIN
  UPDATE public.ask_tally t SET
    reported_count = t.reported_count + c.reported, reported_quantity = t.reported_quantity + c.reported_quantity,
    attested_count = t.attested_count + c.attested, attested_quantity = t.attested_quantity + c.attested_quantity,
    sent_back_count = t.sent_back_count + c.sent_back, no_show_count = t.no_show_count + c.no_show,
    unconfirmed_count = t.unconfirmed_count + c.unconfirmed, skipped_count = t.skipped_count + c.skipped
   FROM (
     SELECT n.community_id, n.ask_id,
       sum((n.state = 'REPORTED')::integer - (o.state = 'REPORTED')::integer)::integer AS reported,
       sum(CASE WHEN n.state = 'REPORTED' THEN n.reported_quantity ELSE 0 END - CASE WHEN o.state = 'REPORTED' THEN o.reported_quantity ELSE 0 END)::integer AS reported_quantity,
       sum((n.state = 'ATTESTED')::integer - (o.state = 'ATTESTED')::integer)::integer AS attested,
       sum(coalesce(n.attested_quantity, 0) - coalesce(o.attested_quantity, 0))::integer AS attested_quantity,
       sum((o.state = 'REPORTED' AND n.state = 'DUE')::integer)::integer AS sent_back,
       sum((n.state = 'NO_SHOW')::integer - (o.state = 'NO_SHOW')::integer)::integer AS no_show,
       sum((n.state = 'UNCONFIRMED')::integer - (o.state = 'UNCONFIRMED')::integer)::integer AS unconfirmed,
       sum((n.state = 'SKIPPED')::integer - (o.state = 'SKIPPED')::integer)::integer AS skipped
       FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
      WHERE n.state <> o.state OR n.attested_quantity IS DISTINCT FROM o.attested_quantity
      GROUP BY n.community_id, n.ask_id) c
   WHERE t.community_id = c.community_id AND t.ask_id = c.ask_id;
  FOR home IN SELECT n.community_id, array_agg(DISTINCT n.pledge_id) AS pledges
      FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
     WHERE n.state <> o.state OR n.attested_quantity IS DISTINCT FROM o.attested_quantity GROUP BY n.community_id LOOP
    PERFORM app.settle_pledges(home.community_id, home.pledges);
  END LOOP;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.offer_hand_over(community uuid, pledge uuid, code bytea)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
  due timestamptz;
  until timestamptz;
BEGIN
  IF own.state <> 'ACTIVE' OR EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = own.community_id AND o.pledge_id = own.id AND o.state = 'REPORTED') THEN
    PERFORM app.refuse('pledge_can_be_handed_over_ck', 'what is handed over is a pledge with a place, of which no report waits');
  END IF;
  SELECT min(o.due_at) INTO due FROM public.occurrence o WHERE o.community_id = community AND o.pledge_id = own.id AND o.state = 'DUE' AND o.due_at > now();
  INSERT INTO public.pledge_hand_over AS h (community_id, pledge_id, ask_id, pledger_id, code_hash, expires_at)
    VALUES (community, own.id, own.ask_id, own.pledger_id, code, least(due, now() + interval '7 days'))
    ON CONFLICT (community_id, pledge_id) DO UPDATE SET code_hash = EXCLUDED.code_hash, offered_at = now(), expires_at = EXCLUDED.expires_at
    RETURNING h.expires_at INTO until;
  RETURN until;
END $function$
-- OWNER accompany_owner
-- Puts a pledge of the current person up under a code, in place of an earlier one, until it is next due and for 7 days at most; answers until when.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.offer_is_made()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- Two offers at once count each other.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.offers.' || NEW.offered_by::text, 0));
  IF NOT EXISTS (SELECT FROM public.membership m WHERE m.community_id = NEW.community_id AND m.id = NEW.offered_by
                  AND m.ended_at IS NULL AND m.paused_at IS NULL AND m.until > now()) THEN
    PERFORM app.refuse('offer_by_active_ally_ck', 'an ally whose standing rests takes on nothing new');
  END IF;
  IF (SELECT count(*) FROM public.offer o WHERE o.community_id = NEW.community_id AND o.offered_by = NEW.offered_by
        AND o.state = 'OFFERED' AND o.expires_at > now()) >= 10 THEN
    PERFORM app.refuse('offer_at_most_ten_wait_ck', 'at most ten offers of an ally wait in a community');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

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

CREATE OR REPLACE FUNCTION app.only_the_clock()
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('round_by_the_clock_ck', 'a round moves by the clock');
  END IF;
END $function$
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

CREATE OR REPLACE FUNCTION app.open_round(community uuid, round uuid)
 RETURNS TABLE(outcome text, part_community uuid, part_id uuid, roll integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  r public.priority_round;
  course text;
  seed bytea := app.random_bytes();
  needed integer;
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO r FROM public.priority_round p WHERE p.community_id = community AND p.id = round FOR UPDATE;
  IF r.state IS DISTINCT FROM 'SCHEDULED' THEN RETURN; END IF;
  -- Two rounds that are due at once, and whoever changes who leads, queue here.
  SELECT g.state INTO course FROM public.campaign g WHERE g.community_id = community AND g.id = r.campaign_id FOR NO KEY UPDATE;
  IF course = 'CONCLUDED' OR r.closes_at <= now() THEN
    PERFORM app.end_round(community, round, 'CANCELLED', CASE WHEN course = 'CONCLUDED' THEN 'CAMPAIGN_CONCLUDED' ELSE 'NEVER_OPENED' END);
    RETURN QUERY SELECT 'CANCELLED', community, round, 0;
    RETURN;
  END IF;
  IF r.opens_at IS NULL OR r.opens_at > now() THEN RETURN; END IF;
  -- What was put aside since leaves the list, and what was ranked since comes on it: no list passes over a rank.
  DELETE FROM public.round_item i USING public.priority p WHERE i.community_id = community AND i.round_id = round AND p.community_id = community AND p.id = i.priority_id
    AND (p.withdrawn_at IS NOT NULL OR p.merged_into IS NOT NULL);
  INSERT INTO public.round_item (community_id, round_id, priority_id, campaign_id)
  SELECT p.community_id, round, p.id, p.campaign_id FROM public.priority p
   WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
  ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM public.priority_round o WHERE o.community_id = community AND o.campaign_id = r.campaign_id AND o.state IN ('OPEN', 'CLOSED', 'COUNTED'))
     OR NOT EXISTS (SELECT FROM app.settled_people(community)) OR NOT app.round_is_complete(community, round) THEN
    RETURN;
  END IF;

  -- Held against whoever revises one meanwhile: what people vote on is what the list says.
  PERFORM FROM public.priority p WHERE p.community_id = community AND p.campaign_id = r.campaign_id ORDER BY p.id FOR SHARE;
  WITH listed AS (
    SELECT i.priority_id, p.statement, row_number() OVER (ORDER BY p.rank NULLS LAST, p.created_at, p.id) - 1 AS place,
           row_number() OVER (ORDER BY sha256(seed || uuid_send(p.id))) AS drawn
      FROM public.round_item i JOIN public.priority p ON p.community_id = i.community_id AND p.id = i.priority_id
     WHERE i.community_id = community AND i.round_id = round
  )
  UPDATE public.round_item i SET position = l.place, lot = l.drawn, statement = l.statement FROM listed l
   WHERE i.community_id = community AND i.round_id = round AND i.priority_id = l.priority_id;

  INSERT INTO public.round_part (community_id, id, round_id, host_id, campaign_id, number, roll_count)
  SELECT v.id, gen_random_uuid(), round, community, r.campaign_id, row_number() OVER (ORDER BY v.id <> community, v.id) - 1, v.people
    FROM (SELECT c.id, (SELECT count(*) FROM app.settled_people(c.id)) AS people FROM public.community c
           WHERE c.id = community OR c.id IN (SELECT l.lead_id FROM public.coalition_lead l WHERE l.community_id = community AND l.campaign_id = r.campaign_id AND l.left_at IS NULL)) v
   WHERE v.people > 0;
  INSERT INTO public.roll_entry (community_id, part_id, membership_id)
  SELECT p.community_id, p.id, m.id FROM public.round_part p CROSS JOIN LATERAL app.settled_people(p.community_id) m WHERE p.host_id = community AND p.round_id = round;
  INSERT INTO public.roll_constituency (community_id, part_id, constituency_id, membership_id)
  SELECT e.community_id, e.part_id, d.constituency_id, e.membership_id
    FROM public.round_part p JOIN public.roll_entry e ON e.community_id = p.community_id AND e.part_id = p.id
    JOIN public.constituency_member d ON d.community_id = e.community_id AND d.membership_id = e.membership_id
    JOIN public.constituency c ON c.community_id = d.community_id AND c.id = d.constituency_id AND c.retired_at IS NULL
   WHERE p.host_id = community AND p.round_id = round;
  INSERT INTO vault.ballot_secret (community_id, part_id, salt)
  SELECT p.community_id, p.id, app.random_bytes() FROM public.round_part p WHERE p.host_id = community AND p.round_id = round;

  -- One objection sends a list back once. On the same list again it takes a quarter of those who could vote.
  needed := CASE WHEN r.successor_of IS NOT NULL AND NOT EXISTS (
      (SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = round EXCEPT SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = r.successor_of)
      UNION ALL
      (SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = r.successor_of EXCEPT SELECT i.priority_id FROM public.round_item i WHERE i.community_id = community AND i.round_id = round))
    THEN greatest(2, (SELECT ceil(sum(p.roll_count) / 4.0) FROM public.round_part p WHERE p.host_id = community AND p.round_id = round)) ELSE 1 END;
  UPDATE public.priority_round p SET state = 'OPEN', opened_at = now(), lot_seed = seed, objections_needed = needed WHERE p.community_id = community AND p.id = round;
  RETURN QUERY SELECT 'OPEN', p.community_id, p.id, p.roll_count FROM public.round_part p WHERE p.host_id = community AND p.round_id = round ORDER BY p.number;
END $function$
-- OWNER accompany_owner
-- Freezes list, lots, rolls and settings. No row: not now, such as while another round of the campaign runs.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.operator_reason(reason text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'app'
AS $function$
BEGIN
  IF reason IS NULL OR NOT reason = ANY (ARRAY['ABUSE', 'SPAM', 'ACCOUNT_TAKEN_OVER', 'ENDANGERS_PEOPLE', 'LEGAL_ORDER', 'ASKED_BY_OWNER', 'MISTAKE', 'OTHER']) THEN
    PERFORM app.refuse('operator_reason_ck', 'an operator gives one of a few reasons');
  END IF;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.operator_stands_nowhere()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- Locked, so that nobody becomes an operator while they are being admitted.
  IF NEW.person_id IS NOT NULL AND (SELECT p.is_operator FROM public.person p WHERE p.id = NEW.person_id FOR SHARE) THEN
    PERFORM app.refuse('operator_stands_nowhere_ck', 'an account of the host stands in no community and represents nobody');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.operator_stood_nowhere()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM public.membership m WHERE m.person_id = NEW.id AND m.ended_at IS NULL)
     OR EXISTS (SELECT FROM public.representative r WHERE r.person_id = NEW.id AND r.ended_at IS NULL) THEN
    PERFORM app.refuse('operator_stands_nowhere_ck', 'whoever stands in a community or represents an organization is made no operator');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.organizations_behind(community uuid, ask uuid, OUT any_at_all boolean, OUT bodies integer[], OUT counts integer[], OUT quantities integer[])
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH theirs AS (
    SELECT p.community_id, p.id, p.state, p.quantity, (NOT p.gave_up_place AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for IS NULL))) AS is_firm, m.organization_id
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND m.organization_id IS NOT NULL
  ), done AS (
    SELECT o.community_id, o.id, o.state, o.reported_quantity, o.attested_quantity, t.organization_id
      FROM theirs t JOIN public.occurrence o ON o.community_id = t.community_id AND o.pledge_id = t.id
  ), counted AS (
    SELECT CASE WHEN is_firm THEN 1 WHEN state IN ('WAITLISTED') THEN 2 WHEN state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE') THEN 6 WHEN state IN ('CANCELLED') THEN 7 WHEN state IN ('NEVER_STARTED') THEN 8 WHEN state IN ('CONDITIONAL') THEN 9 WHEN state IN ('LAPSED') THEN 10 WHEN state IN ('HANDED_OVER') THEN 12 END AS place,
           organization_id, quantity FROM theirs
    UNION ALL SELECT CASE state WHEN 'REPORTED' THEN 3 WHEN 'ATTESTED' THEN 4 WHEN 'NO_SHOW' THEN 11 WHEN 'UNCONFIRMED' THEN 13 END,
           organization_id, CASE state WHEN 'REPORTED' THEN reported_quantity WHEN 'ATTESTED' THEN attested_quantity ELSE 0 END FROM done
    UNION ALL SELECT 5, d.organization_id, 0 FROM done d
      JOIN public.attestation t ON t.community_id = d.community_id AND t.occurrence_id = d.id AND t.kind = 'SENT_BACK'
  ), summed AS (
    SELECT place, count(DISTINCT organization_id) AS bodies, count(*) AS counts, sum(quantity) AS quantities FROM counted GROUP BY place
  )
  SELECT EXISTS (SELECT FROM theirs), array_agg(coalesce(s.bodies, 0)::integer ORDER BY place),
         array_agg(coalesce(s.counts, 0)::integer ORDER BY place), array_agg(coalesce(s.quantities, 0)::integer ORDER BY place)
    FROM generate_series(1, 13) AS places (place) LEFT JOIN summed s USING (place)
$function$
-- OWNER accompany_owner
-- What organizations have of each measure of an ask, and how many they are. People are counted by app.people_behind, which knows no organization.

CREATE OR REPLACE FUNCTION app.overdue_questions(home uuid, pledger uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT count(*)::integer FROM public.thread_question q WHERE q.community_id = home AND q.pledger_id = pledger AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND q.due_at <= coalesce(q.held_since, now())
$function$
-- OWNER accompany_owner
-- How many questions of a community a membership there owes an answer whose time has run out, as far as the current person may see them.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.own_ballot(part uuid, ballot_key bytea)
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT b.contents FROM app.place_on_roll(part) e JOIN vault.sealed_ballot b ON b.community_id = e.community_id AND b.part_id = part AND b.key = ballot_key
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.own_calendar()
 RETURNS TABLE(id uuid, pledge_state text, occurrence_state text, starts_at timestamp with time zone, ask_ends_at timestamp with time zone, title text, place text, area text, risk_tier integer, campaign_name text, campaign_state text, stopped_at timestamp with time zone, sequence integer, changed_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT coalesce(o.id, p.id), p.state, o.state, coalesce(o.due_at, p.plan_when), a.ends_at, a.title, a.place, a.area, greatest(a.risk_tier, p.risk_tier_accepted),
         g.name, g.state, g.stopped_at, a.calendar_sequence + g.calendar_sequence + p.calendar_sequence + coalesce(o.calendar_sequence, 0),
         greatest(a.calendar_changed_at, g.calendar_changed_at, p.calendar_changed_at, o.calendar_changed_at)
    FROM public.pledge p
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
   WHERE p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])
     AND coalesce(o.due_at, p.plan_when) > now() - interval '90 days'
     AND (p.state IN ('ACTIVE', 'WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION', 'FULFILLED', 'PARTLY_FULFILLED')
       OR o.state IN ('REPORTED', 'ATTESTED', 'NO_SHOW', 'UNCONFIRMED') OR p.state_changed_at > now() - interval '30 days')
   ORDER BY 4, 1 LIMIT 1000
$function$
-- OWNER accompany_owner
-- When the current person has pledged to do what, for themselves and for organizations. Whoever pledged once read the ask: its title and whether the campaign is stopped they are told even where it is no longer published to them.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.own_due_occurrence(community uuid, occurrence uuid)
 RETURNS public.occurrence
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  found public.occurrence;
  own public.pledge;
BEGIN
  own := app.own_live_pledge(community, (SELECT o.pledge_id FROM public.occurrence o WHERE o.community_id = community AND o.id = own_due_occurrence.occurrence));
  SELECT * INTO found FROM public.occurrence o WHERE o.community_id = community AND o.id = own_due_occurrence.occurrence AND o.state = 'DUE' AND own.state = 'ACTIVE';
  IF found.id IS NULL THEN PERFORM app.refuse('occurrence_is_due_ck', 'only what is still to be done under an active pledge is confirmed or moved'); END IF;
  RETURN found;
END $function$
-- OWNER accompany_owner
-- A time still to come of a pledge of the current person or an organization of theirs, under the lock of the pledge. Granted to nobody.

CREATE OR REPLACE FUNCTION app.own_live_pledge(community uuid, pledge uuid)
 RETURNS public.pledge
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge;
BEGIN
  PERFORM app.lock_pledge(community, pledge);
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = community AND p.id = own_live_pledge.pledge AND p.pledger_id = ANY (app.my_memberships());
  IF own.id IS NULL THEN PERFORM app.refuse('pledge_is_own_ck', 'a pledge is moved by its pledger'); END IF;
  RETURN own;
END $function$
-- OWNER accompany_owner
-- The pledge under its lock, of the current person or an organization of theirs. Granted to nobody.

CREATE OR REPLACE FUNCTION app.part_to_close(host uuid, round uuid)
 RETURNS TABLE(community_id uuid, part_id uuid, number integer, salt bytea, items integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  r public.priority_round;
  next public.round_part;
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO r FROM public.priority_round p WHERE p.community_id = host AND p.id = round FOR UPDATE;
  IF r.state IS DISTINCT FROM 'OPEN' THEN RETURN; END IF;
  IF (SELECT g.state FROM public.campaign g WHERE g.community_id = host AND g.id = r.campaign_id) = 'CONCLUDED' AND r.closes_at > now() THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('ballots ' || p.id::text, 0)) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round;
    PERFORM app.end_round(host, round, 'CANCELLED', 'CAMPAIGN_CONCLUDED');
    RETURN;
  END IF;
  IF r.closes_at > now() THEN RETURN; END IF;
  SELECT * INTO next FROM public.round_part p WHERE p.host_id = host AND p.round_id = round AND p.state = 'OPEN' ORDER BY p.number LIMIT 1 FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  -- A ballot that was on its way comes first and counts; one that comes later finds the time over.
  PERFORM pg_advisory_xact_lock(hashtextextended('ballots ' || next.id::text, 0));
  RETURN QUERY SELECT next.community_id, next.id, next.number, s.salt, (SELECT count(*)::integer FROM public.round_item i WHERE i.community_id = host AND i.round_id = round)
    FROM vault.ballot_secret s WHERE s.community_id = next.community_id AND s.part_id = next.id;
END $function$
-- OWNER accompany_owner
-- The next part of a round whose time is over, locked against ballots until the transaction ends.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.parts_beside_host(host uuid, round uuid)
 RETURNS TABLE(community_id uuid, part_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT o.community_id, o.id FROM public.round_part o WHERE o.host_id = host AND o.round_id = round AND o.community_id <> host;
END $function$
-- OWNER accompany_owner
-- Where else people are told what became of a round: each community tells its own.
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

CREATE OR REPLACE FUNCTION app.patience(lot uuid, place integer, basis integer, k integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'app'
AS $function$
  SELECT abs(hashtextextended(lot::text || ':' || place || ':' || basis, 0) % k)::integer
$function$
-- OWNER accompany_owner
-- From 0 to k − 1, drawn anew for each measure each time it moved: how far into the next k numbers its people must be before it moves on.

CREATE OR REPLACE FUNCTION app.pause_ally(community uuid, membership uuid, because text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community');
  END IF;
  UPDATE public.membership m SET paused_at = now(), paused_because = because
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL AND m.paused_at IS NULL;
  RETURN FOUND;
END $function$
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
      count(DISTINCT m.person_id) FILTER (WHERE (NOT p.gave_up_place AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for IS NULL)))),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('WAITLISTED')),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'REPORTED'),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'ATTESTED'),
      count(DISTINCT m.person_id) FILTER (WHERE EXISTS (
        SELECT FROM public.attestation t WHERE t.community_id = o.community_id AND t.occurrence_id = o.id AND t.kind = 'SENT_BACK')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('CANCELLED')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('NEVER_STARTED')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('CONDITIONAL')),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('LAPSED')),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'NO_SHOW'),
      count(DISTINCT m.person_id) FILTER (WHERE p.state IN ('HANDED_OVER')),
      count(DISTINCT m.person_id) FILTER (WHERE o.state = 'UNCONFIRMED')]::integer[]
    FROM public.pledge p
    JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id
   WHERE p.community_id = community AND p.ask_id = ask
$function$
-- OWNER accompany_owner
-- People, not pledges: one person who comes and goes many times is still one.

CREATE OR REPLACE FUNCTION app.people_may_be_exported(community uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT community = ANY (app.communities_as('settled')) AND NOT app.is_short_of_stewards(community)
$function$
-- OWNER accompany_owner
-- Not while the community is short of stewards. Says nothing to outsiders.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.person_called_back(community uuid, entry uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.person_id FROM public.assisted_entry e JOIN public.membership m ON m.community_id = e.community_id AND m.id = e.membership_id
   WHERE e.community_id = community AND e.id = entry AND e.state = 'CALLED_BACK' AND e.settled_at = now() AND e.settled_by = ANY (app.my_memberships()) AND m.ended_at IS NULL
$function$
-- OWNER accompany_owner
-- In the transaction that notes a call back: the person for whom the rest of it is done.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.person_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('accompany.person'::text, true), ''::text))::uuid
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.person_links()
 RETURNS TABLE(table_id oid, column_name name, holds text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH RECURSIVE reference AS (
    SELECT c.conrelid AS table_id, here.attname AS column_name, c.confrelid AS to_table, there.attname AS to_column
      FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS pair (here, there)
      JOIN pg_attribute here ON here.attrelid = c.conrelid AND here.attnum = pair.here
      JOIN pg_attribute there ON there.attrelid = c.confrelid AND there.attnum = pair.there
     WHERE c.contype = 'f' AND c.connamespace IN ('public'::regnamespace, 'vault'::regnamespace)
  ), link AS (
    SELECT given.table_id::regclass::oid AS table_id, given.column_name::name COLLATE "C" AS column_name, given.holds
      FROM (VALUES ('public.person', 'id', 'person'), ('public.membership', 'id', 'membership'), ('public.representative', 'id', 'representative'),
                   -- Without a foreign key: what these point to may be something else, or gone.
                   ('public.record_entry', 'subject_id', 'membership'), ('public.outbox_event', 'subject_id', 'person'),
                   ('public.idempotency', 'scope', 'person'), ('public.ally_request', 'membership_id', 'membership'),
                   ('vault.passkey_challenge', 'family_id', 'family'), ('vault.single_sign_on_attempt', 'family_id', 'family'),
                    ('vault.access_log', 'person_id', 'person'), ('vault.access_log', 'read_by', 'person'))
             AS given (table_id, column_name, holds)
    UNION
    SELECT r.table_id, r.column_name, l.holds FROM reference r JOIN link l ON l.table_id = r.to_table AND l.column_name = r.to_column
  )
  SELECT table_id, column_name, holds FROM link
$function$
-- OWNER accompany_owner
-- Every column in public and vault that points to a person, a membership, a representative or the sessions (a family) of someone: by foreign keys, through however many tables, and a few that have none.

CREATE OR REPLACE FUNCTION app.personal_columns()
 RETURNS TABLE(schema_name name, table_name name, column_name name, type text, holds text, of name[], goes_with name[], stays boolean, secret boolean, says text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, NULL), l.holds,
         coalesce(named.of, CASE WHEN cardinality(links.names) = 1 THEN links.names END),
         coalesce(named.goes_with, named.of, CASE WHEN cardinality(links.names) = 1 THEN links.names END),
         d.description LIKE '%[stays]%', d.description LIKE '%[secret]%',
         regexp_replace(d.description, '^(\[[^]]*\]\s*)+', '')
    FROM pg_description d
    JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass AND c.relkind IN ('r', 'p')
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'vault')
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN app.person_links() l ON l.table_id = c.oid AND l.column_name = a.attname
   CROSS JOIN LATERAL (SELECT array_agg(o.column_name ORDER BY o.column_name) AS names FROM app.person_links() o WHERE o.table_id = c.oid) links
   CROSS JOIN LATERAL (SELECT regexp_split_to_array(substring(d.description FROM '\[of ([a-z_, ]+)\]'), ',\s*')::name[] AS of,
                              regexp_split_to_array(substring(d.description FROM '\[goes with ([a-z_, ]+)\]'), ',\s*')::name[] AS goes_with) named
   WHERE d.description LIKE '[personal]%'
$function$
-- OWNER accompany_owner
-- Every column marked [personal]. holds: the kind of what it points to, if it does. of: the columns of its row that say whose it is; goes_with: with whom it is erased. Null where a row has several people and no mark says which.

CREATE OR REPLACE FUNCTION app.place_on_roll(part uuid)
 RETURNS TABLE(community_id uuid, membership_id uuid, salt bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT e.community_id, e.membership_id, s.salt
    FROM public.roll_entry e
    JOIN public.round_part p ON p.community_id = e.community_id AND p.id = e.part_id AND p.state = 'OPEN'
    JOIN public.priority_round r ON r.community_id = p.host_id AND r.id = p.round_id AND r.state = 'OPEN' AND r.closes_at > now()
    JOIN vault.ballot_secret s ON s.community_id = p.community_id AND s.part_id = p.id
   WHERE e.part_id = part AND NOT e.on_paper AND e.membership_id = ANY (app.my_memberships()) AND e.community_id = ANY (app.communities_as('affected'))
$function$
-- OWNER accompany_owner
-- Of the current person, while they can vote online: with the salt by which the key of their ballot is made.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.plain_letters(language text, written text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE lower(split_part(language, '-', 1))
    WHEN 'es' THEN regexp_replace(unaccent('unaccent', written), '([csx])ion\M', '\1ión', 'gi')
    WHEN 'pt' THEN regexp_replace(regexp_replace(unaccent('unaccent', written), 'cao\M', 'ção', 'gi'), 'coes\M', 'ções', 'gi')
    ELSE unaccent('unaccent', written) END
$function$
-- OWNER accompany_owner
-- Without accents but for those endings that a stemmer knows only with theirs, and that people often write without.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.plan_anew(community uuid, pledge uuid, plan_when timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.occurrence o SET due_at = plan_anew.plan_when WHERE o.community_id = community AND o.pledge_id = plan_anew.pledge AND o.state = 'DUE'
     AND (SELECT count(*) FROM public.occurrence x WHERE x.community_id = community AND x.pledge_id = plan_anew.pledge) = 1;
END $function$
-- OWNER accompany_owner
-- Moves the one doing of a pledge that is done once to its new time. Granted to nobody.

CREATE OR REPLACE FUNCTION app.plan_occurrences(community uuid, pledge uuid, times timestamp with time zone[], through timestamp with time zone, is_whole boolean)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge;
  number integer;
BEGIN
  PERFORM app.only_the_clock();
  PERFORM app.lock_pledge(community, pledge);
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = community AND p.id = plan_occurrences.pledge AND p.state = 'ACTIVE' AND p.recurs AND NOT p.plan_is_whole;
  IF own.id IS NULL THEN RETURN 0; END IF;
  INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at, planned_at)
  SELECT community, gen_random_uuid(), own.ask_id, own.id, own.pledger_id, own.pledger_standing, t.at, t.at FROM unnest(times) AS t (at) WHERE t.at > own.planned_through
  ON CONFLICT ON CONSTRAINT occurrence_planned_once_uq DO NOTHING;
  GET DIAGNOSTICS number = ROW_COUNT;
  UPDATE public.pledge p SET planned_through = greatest(p.planned_through, through), plan_is_whole = is_whole WHERE p.community_id = community AND p.id = own.id;
  IF is_whole THEN PERFORM app.settle_pledges(community, ARRAY[own.id]); END IF;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: lays out the next times of a recurring pledge; each time once, in however many processes. Answers how many were new.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledge_begins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  found record;
BEGIN
  SELECT a.cadence IS NOT NULL AS recurs, a.threshold IS NOT NULL AND a.threshold_met_at IS NULL AS waits,
         EXISTS (SELECT FROM public.thread_question q WHERE q.community_id = NEW.community_id AND q.pledger_id = NEW.pledger_id AND q.answered_at IS NULL
          AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND q.due_at <= coalesce(q.held_since, now())) AS owes_answer
    INTO found FROM public.ask a WHERE a.community_id = NEW.community_id AND a.id = NEW.ask_id;
  IF NEW.condition_others IS NOT NULL AND NEW.waiting_for IS DISTINCT FROM 'OWN_CONDITION' THEN
    PERFORM app.refuse('pledge_begins_with_its_condition_ck', 'a pledge with a condition begins by waiting for it');
  END IF;
  IF NEW.state = 'ACTIVE' AND found.waits THEN
    PERFORM app.refuse('pledge_waits_for_threshold_ck', 'nothing starts before the threshold of the ask is met');
  END IF;
  NEW.recurs := found.recurs;
  NEW.plan_is_whole := NOT found.recurs;
  NEW.planned_through := CASE WHEN found.recurs THEN NEW.plan_when END;
  IF NOT found.recurs AND NEW.until IS NOT NULL THEN
    PERFORM app.refuse('pledge_until_of_recurring_ck', 'only what is done again and again is kept up until a day');
  END IF;
  IF found.owes_answer THEN
    PERFORM app.refuse('pledge_owes_no_answer_ck', 'while an answer is overdue nothing new is pledged to the community that asked');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledge_clock_runs(community uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT app.ask_is_running(community, ask) OR EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
     WHERE a.community_id = community AND a.id = pledge_clock_runs.ask AND a.state = 'CLOSED' AND g.state = 'LAUNCHED')
$function$
-- OWNER accompany_owner
-- Whether time counts against pledges to an ask: it is running, or closed and its pledges run to their end.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledge_deed(pledge public.pledge, kind text, details jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.put_on_record(pledge.community_id, kind, NULL, 'SYSTEM', 'Pledge', pledge.id, jsonb_build_object('askId', pledge.ask_id) || details, pledge.campaign_id);
END $function$
-- OWNER accompany_owner
-- What follows for a pledge by itself. Granted to nobody.

CREATE OR REPLACE FUNCTION app.pledge_may_move(from_state text, to_state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT (from_state, to_state) IN (
    ('WAITLISTED', 'ACTIVE'), ('WAITLISTED', 'CONDITIONAL'), ('WAITLISTED', 'NEEDS_RECONFIRMATION'), ('WAITLISTED', 'STEPPED_BACK'), ('WAITLISTED', 'NEVER_STARTED'), ('WAITLISTED', 'CANCELLED'),
    ('CONDITIONAL', 'ACTIVE'), ('CONDITIONAL', 'NEEDS_RECONFIRMATION'), ('CONDITIONAL', 'STEPPED_BACK'), ('CONDITIONAL', 'NEVER_STARTED'), ('CONDITIONAL', 'CANCELLED'),
    ('NEEDS_RECONFIRMATION', 'ACTIVE'), ('NEEDS_RECONFIRMATION', 'CONDITIONAL'), ('NEEDS_RECONFIRMATION', 'STEPPED_BACK'), ('NEEDS_RECONFIRMATION', 'LAPSED'),
    ('NEEDS_RECONFIRMATION', 'NEVER_STARTED'), ('NEEDS_RECONFIRMATION', 'CANCELLED'),
    ('ACTIVE', 'NEEDS_RECONFIRMATION'), ('ACTIVE', 'FULFILLED'), ('ACTIVE', 'PARTLY_FULFILLED'), ('ACTIVE', 'STEPPED_BACK'), ('ACTIVE', 'STEPPED_BACK_LATE'),
    ('ACTIVE', 'HANDED_OVER'), ('ACTIVE', 'LAPSED'), ('ACTIVE', 'CANCELLED'),
    ('FULFILLED', 'PARTLY_FULFILLED'), ('PARTLY_FULFILLED', 'FULFILLED'), ('FULFILLED', 'LAPSED'), ('PARTLY_FULFILLED', 'LAPSED'), ('LAPSED', 'FULFILLED'), ('LAPSED', 'PARTLY_FULFILLED'))
$function$
-- OWNER accompany_owner
-- The moves of a pledge; the table of them in src/features/pledges/pledge.moves.ts says by whom and why, and a test compares the two.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledge_moves()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT app.pledge_may_move(OLD.state, NEW.state) THEN
    PERFORM app.refuse('pledge_state_moves_ck', format('a pledge does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  NEW.state_changed_at := now();
  NEW.version := OLD.version + 1;
  NEW.offered_until := NULL;
  IF NEW.state <> 'NEEDS_RECONFIRMATION' THEN
    NEW.reconfirm_until := NULL;
    NEW.reconfirm_because := NULL;
  END IF;
  IF NEW.state NOT IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') THEN NEW.waiting_for := NULL; END IF;
  IF NEW.state <> 'ACTIVE' THEN NEW.lapsing_since := NULL; END IF;
  IF NEW.state = 'LAPSED' THEN NEW.gave_up_place := true; END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledge_outcome(community uuid, pledge uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE
      WHEN c.unanswered > 0 OR c.number = 0 OR ((c.due > 0 OR NOT p.plan_is_whole) AND NOT e.is_over) THEN NULL
      WHEN c.attested > 0 AND c.quantity >= p.quantity::bigint * (c.attested + c.missed) THEN 'FULFILLED'
      WHEN c.attested > 0 AND (c.quantity > 0 OR c.missed = 0) THEN 'PARTLY_FULFILLED'
      WHEN c.missed > 0 THEN 'LAPSED'
      ELSE 'CANCELLED' END
    FROM public.pledge p
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
    JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
   CROSS JOIN LATERAL (SELECT a.state = 'CANCELLED' OR g.state = 'CONCLUDED' OR m.ended_at IS NOT NULL AS is_over) e
   CROSS JOIN LATERAL (
     SELECT count(*) AS number, count(*) FILTER (WHERE o.state = 'DUE') AS due, count(*) FILTER (WHERE o.state IN ('REPORTED', 'UNCONFIRMED')) AS unanswered,
            count(*) FILTER (WHERE o.state = 'ATTESTED') AS attested, count(*) FILTER (WHERE o.state = 'NO_SHOW') AS missed, coalesce(sum(o.attested_quantity), 0) AS quantity
       FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id) c
   WHERE p.community_id = community AND p.id = pledge_outcome.pledge
$function$
-- OWNER accompany_owner
-- What its occurrences make of a pledge once all are settled; null while one is not. Times agreed to be left out do not count. Once its ask is cancelled, its campaign concluded or its pledger gone, nothing is due any more: only reports are waited for.

CREATE OR REPLACE FUNCTION app.pledge_state_now(community uuid, pledge uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE WHEN (p.waiting_for = 'OWN_CONDITION' AND p.condition_until <= t.time)
        OR ((p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) AND home.threshold IS NOT NULL AND home.threshold_met_at IS NULL AND home.threshold_at <= t.time) THEN 'NEVER_STARTED' WHEN p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until <= t.time THEN 'LAPSED' ELSE p.state END
    FROM public.pledge p JOIN public.ask home ON home.community_id = p.community_id AND home.id = p.ask_id
   CROSS JOIN LATERAL app.time_in_ask(p.community_id, p.ask_id) AS t (time)
   WHERE p.community_id = community AND p.id = pledge_state_now.pledge
     AND (p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
       OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])) OR app.leads_ask(p.community_id, p.ask_id))
$function$
-- OWNER accompany_owner
-- Of a pledge that waits or is asked: what time has made of it, whether or not the clock has written it down yet.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.pledgers_to_led_asks()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(array_agg(DISTINCT p.pledger_id), '{}')
    FROM public.coalition_lead l
    JOIN public.ask a ON a.community_id = l.community_id AND a.campaign_id = l.campaign_id AND a.lead_id = l.lead_id
    JOIN public.pledge p ON p.community_id = a.community_id AND p.ask_id = a.id AND p.pledger_standing = 'ALLY'
   WHERE l.lead_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
$function$
-- OWNER accompany_owner
-- Allies of a host who pledged to an ask that a community of the current person leads: it works with them, and with no one else of the host's.
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
      next_turn = greatest(t.next_turn, d.next_turn), places_taken = t.places_taken + d.places_taken, pledged_quantity = t.pledged_quantity + d.pledged_quantity, held_count = t.held_count + d.held_count, held_quantity = t.held_quantity + d.held_quantity, active_count = t.active_count + d.active_count, waitlisted_count = t.waitlisted_count + d.waitlisted_count, waitlisted_quantity = t.waitlisted_quantity + d.waitlisted_quantity, conditional_count = t.conditional_count + d.conditional_count, conditional_quantity = t.conditional_quantity + d.conditional_quantity, reconfirming_count = t.reconfirming_count + d.reconfirming_count, fulfilled_count = t.fulfilled_count + d.fulfilled_count, partly_fulfilled_count = t.partly_fulfilled_count + d.partly_fulfilled_count, stepped_back_count = t.stepped_back_count + d.stepped_back_count, handed_over_count = t.handed_over_count + d.handed_over_count, lapsed_count = t.lapsed_count + d.lapsed_count, cancelled_count = t.cancelled_count + d.cancelled_count, never_started_count = t.never_started_count + d.never_started_count
     FROM (SELECT c.community_id, c.ask_id, max(c.turn) + 1 AS next_turn,
             sum(c.sign * ((NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))))::integer)::integer AS places_taken,
             sum(c.sign * CASE WHEN (NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))) THEN c.quantity ELSE 0 END)::integer AS pledged_quantity,
             sum(c.sign * (((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)))::integer)::integer AS held_count,
             sum(c.sign * CASE WHEN ((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)) THEN c.quantity ELSE 0 END)::integer AS held_quantity,
             sum(c.sign * (c.state IN ('ACTIVE'))::integer)::integer AS active_count,
             sum(c.sign * (c.state IN ('WAITLISTED'))::integer)::integer AS waitlisted_count,
             sum(c.sign * CASE WHEN c.state IN ('WAITLISTED') THEN c.quantity ELSE 0 END)::integer AS waitlisted_quantity,
             sum(c.sign * (c.state IN ('CONDITIONAL'))::integer)::integer AS conditional_count,
             sum(c.sign * CASE WHEN c.state IN ('CONDITIONAL') THEN c.quantity ELSE 0 END)::integer AS conditional_quantity,
             sum(c.sign * (c.state IN ('NEEDS_RECONFIRMATION'))::integer)::integer AS reconfirming_count,
             sum(c.sign * (c.state IN ('FULFILLED'))::integer)::integer AS fulfilled_count,
             sum(c.sign * (c.state IN ('PARTLY_FULFILLED'))::integer)::integer AS partly_fulfilled_count,
             sum(c.sign * (c.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer)::integer AS stepped_back_count,
             sum(c.sign * (c.state IN ('HANDED_OVER'))::integer)::integer AS handed_over_count,
             sum(c.sign * (c.state IN ('LAPSED'))::integer)::integer AS lapsed_count,
             sum(c.sign * (c.state IN ('CANCELLED'))::integer)::integer AS cancelled_count,
             sum(c.sign * (c.state IN ('NEVER_STARTED'))::integer)::integer AS never_started_count
             FROM (SELECT 1 AS sign, n.* FROM new_rows n) c GROUP BY c.community_id, c.ask_id) d
    WHERE t.community_id = d.community_id AND t.ask_id = d.ask_id;
    INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at, planned_at)
    SELECT n.community_id, gen_random_uuid(), n.ask_id, n.id, n.pledger_id, n.pledger_standing, n.plan_when, n.plan_when FROM new_rows n WHERE n.state = 'ACTIVE';
    RETURN NULL;
  ELSE
    UPDATE public.ask_tally t SET
      places_taken = t.places_taken + d.places_taken, pledged_quantity = t.pledged_quantity + d.pledged_quantity, held_count = t.held_count + d.held_count, held_quantity = t.held_quantity + d.held_quantity, active_count = t.active_count + d.active_count, waitlisted_count = t.waitlisted_count + d.waitlisted_count, waitlisted_quantity = t.waitlisted_quantity + d.waitlisted_quantity, conditional_count = t.conditional_count + d.conditional_count, conditional_quantity = t.conditional_quantity + d.conditional_quantity, reconfirming_count = t.reconfirming_count + d.reconfirming_count, fulfilled_count = t.fulfilled_count + d.fulfilled_count, partly_fulfilled_count = t.partly_fulfilled_count + d.partly_fulfilled_count, stepped_back_count = t.stepped_back_count + d.stepped_back_count, handed_over_count = t.handed_over_count + d.handed_over_count, lapsed_count = t.lapsed_count + d.lapsed_count, cancelled_count = t.cancelled_count + d.cancelled_count, never_started_count = t.never_started_count + d.never_started_count
     FROM (SELECT c.community_id, c.ask_id,
             sum(c.sign * ((NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))))::integer)::integer AS places_taken,
             sum(c.sign * CASE WHEN (NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))) THEN c.quantity ELSE 0 END)::integer AS pledged_quantity,
             sum(c.sign * (((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)))::integer)::integer AS held_count,
             sum(c.sign * CASE WHEN ((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)) THEN c.quantity ELSE 0 END)::integer AS held_quantity,
             sum(c.sign * (c.state IN ('ACTIVE'))::integer)::integer AS active_count,
             sum(c.sign * (c.state IN ('WAITLISTED'))::integer)::integer AS waitlisted_count,
             sum(c.sign * CASE WHEN c.state IN ('WAITLISTED') THEN c.quantity ELSE 0 END)::integer AS waitlisted_quantity,
             sum(c.sign * (c.state IN ('CONDITIONAL'))::integer)::integer AS conditional_count,
             sum(c.sign * CASE WHEN c.state IN ('CONDITIONAL') THEN c.quantity ELSE 0 END)::integer AS conditional_quantity,
             sum(c.sign * (c.state IN ('NEEDS_RECONFIRMATION'))::integer)::integer AS reconfirming_count,
             sum(c.sign * (c.state IN ('FULFILLED'))::integer)::integer AS fulfilled_count,
             sum(c.sign * (c.state IN ('PARTLY_FULFILLED'))::integer)::integer AS partly_fulfilled_count,
             sum(c.sign * (c.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer)::integer AS stepped_back_count,
             sum(c.sign * (c.state IN ('HANDED_OVER'))::integer)::integer AS handed_over_count,
             sum(c.sign * (c.state IN ('LAPSED'))::integer)::integer AS lapsed_count,
             sum(c.sign * (c.state IN ('CANCELLED'))::integer)::integer AS cancelled_count,
             sum(c.sign * (c.state IN ('NEVER_STARTED'))::integer)::integer AS never_started_count
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

CREATE OR REPLACE FUNCTION app.pledges_to_plan(most integer, ahead interval)
 RETURNS TABLE(community_id uuid, pledge_id uuid, cadence text, zone text, first_at timestamp with time zone, planned_through timestamp with time zone, ends_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT p.community_id, p.id, a.cadence, coalesce(a.time_zone, g.time_zone), p.plan_when, p.planned_through, least(p.until, a.ends_at)
    FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
   WHERE p.recurs AND p.state = 'ACTIVE' AND NOT p.plan_is_whole AND p.planned_through < now() + ahead ORDER BY p.planned_through LIMIT most;
END $function$
-- OWNER accompany_owner
-- For the clock: recurring pledges whose times are not laid out so far ahead, the nearest first.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.priority_digest(community uuid, priority uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT encode(sha256(convert_to(jsonb_build_array(p.id, p.campaign_id, p.statement, p.details, p.language, p.review_on,
           p.withdrawn_at IS NOT NULL, p.withdrawn_because, p.merged_into, p.lead_id, p.version)::text, 'UTF8')), 'hex')
    FROM public.priority p WHERE p.community_id = priority_digest.community AND p.id = priority_digest.priority
$function$
-- OWNER accompany_owner
-- What people wrote into a priority, as a hex SHA-256 of a JSON list. Without rank and naming, which rounds and mandates answer for. Every deed that writes one leaves it on the record. Null to whom the row is hidden.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.priority_faults(home uuid, campaign uuid)
 RETURNS TABLE(kind text, table_name text, row_id uuid, within_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH entry AS MATERIALIZED (
    SELECT e.subject_id, e.kind, e.actor_id, e.details, e.salt, e.seq, e.recorded_at, e.id FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.subject_type = 'Priority' AND e.kind IN ('priority.proposed', 'priority.revised', 'priority.review_date_set', 'priority.withdrawn', 'priority.restored', 'priority.merged', 'priority.witnessed',
       'priority.ranked', 'priority.unranked')
  ), said AS (
    -- Ranking wrote no digest once, and changed nothing that one covers. Whatever else lacks one was robbed of it: erasing a person takes none.
    SELECT DISTINCT ON (e.subject_id) e.subject_id AS id, e.details ->> 'digest' AS digest
      FROM entry e WHERE e.details ? 'digest' OR e.salt IS NULL OR e.kind NOT IN ('priority.ranked', 'priority.unranked')
     ORDER BY e.subject_id, e.seq DESC NULLS FIRST, e.recorded_at DESC, e.id DESC
  ), ranked AS (
    SELECT DISTINCT ON (e.subject_id) e.subject_id AS id, e.details ->> 'rank' AS rank, e.details ->> 'roundId' AS round
      FROM entry e WHERE e.kind IN ('priority.ranked', 'priority.unranked')
     ORDER BY e.subject_id, e.seq DESC NULLS FIRST, e.recorded_at DESC, e.id DESC
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
$function$
-- OWNER accompany_owner
-- Priorities of a campaign that are not as the record of the host has them. Granted to nobody, as all that look for faults: app.sovereignty asks who wants to know.

CREATE OR REPLACE FUNCTION app.priority_words_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.words_version := NEW.version;
  RETURN NEW;
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

CREATE OR REPLACE FUNCTION app.publish_record_heads(after uuid, most integer)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  midnight timestamptz := date_trunc('day', now(), 'UTC');
  looked uuid[];
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('record_heads_published_by_clock_only_ck', 'only the clock publishes heads of the record');
  END IF;
  looked := ARRAY (SELECT c.id FROM public.community c WHERE after IS NULL OR c.id > after ORDER BY c.id LIMIT most);
  INSERT INTO public.record_daily_head (community_id, day, seq, hash, was_public)
  SELECT c.id, (midnight AT TIME ZONE 'UTC')::date - 1, e.seq, e.hash, c.published
    FROM public.community c
   CROSS JOIN LATERAL (
      SELECT x.seq, x.hash FROM public.record_entry x
       WHERE x.community_id = c.id AND x.seq IS NOT NULL AND x.recorded_at < midnight ORDER BY x.seq DESC LIMIT 1) e
   WHERE c.id = ANY (looked)
     -- A day without a change adds nothing to what is held already.
     AND (e.seq, e.hash, c.published) IS DISTINCT FROM (
      SELECT ROW (d.seq, d.hash, d.was_public) FROM public.record_daily_head d WHERE d.community_id = c.id ORDER BY d.day DESC LIMIT 1)
  ON CONFLICT DO NOTHING;
  RETURN looked[most];
END $function$
-- OWNER accompany_owner
-- Keeps the heads of the day that ended, of so many communities after this one. Answers the last of them, or null when there are no more.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.published_ask_ending(ending text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT (array_agg(a.id))[1] FROM public.ask a WHERE right(a.id::text, 12) = ending AND a.published HAVING count(*) = 1
$function$
-- OWNER accompany_owner
-- For short links: the one ask that anyone may see whose id ends so. As a function, because the wall of rows would keep the question from its index.
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

CREATE OR REPLACE FUNCTION app.questions_end_with_pledges()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Whoever steps back owes no answer any more, unless it was overdue before: else one could step back to pledge anew.
  UPDATE public.thread_question q SET ended_at = now()
    FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
   WHERE n.state <> o.state AND q.community_id = n.community_id AND q.pledge_id = n.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL
     AND (n.state IN ('NEVER_STARTED', 'CANCELLED') OR (n.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE', 'HANDED_OVER') AND NOT (q.due_at <= coalesce(q.held_since, now()))));
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.questions_wait_for_ask()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.hold_questions(NEW.community_id, NEW.campaign_id, NEW.id);
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.questions_wait_for_campaign()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.hold_questions(NEW.community_id, NEW.id, NULL);
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.quiet_since(at timestamp with time zone, zone text, quiet_from integer, quiet_to integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT CASE
    WHEN quiet_from < quiet_to AND hour >= quiet_from AND hour < quiet_to THEN (day + make_time(quiet_from, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour >= quiet_from THEN (day + make_time(quiet_from, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour < quiet_to THEN (day - 1 + make_time(quiet_from, 0, 0)) AT TIME ZONE zone
  END FROM (SELECT (at AT TIME ZONE zone)::date AS day, extract(hour FROM at AT TIME ZONE zone) AS hour) there
$function$
-- OWNER accompany_owner
-- When the quiet hours began in which an instant falls; null for one outside of them.

CREATE OR REPLACE FUNCTION app.quiet_until(at timestamp with time zone, zone text, quiet_from integer, quiet_to integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT CASE
    WHEN quiet_from < quiet_to AND hour >= quiet_from AND hour < quiet_to THEN (day + make_time(quiet_to, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour >= quiet_from THEN (day + 1 + make_time(quiet_to, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour < quiet_to THEN (day + make_time(quiet_to, 0, 0)) AT TIME ZONE zone
  END FROM (SELECT (at AT TIME ZONE zone)::date AS day, extract(hour FROM at AT TIME ZONE zone) AS hour) there
$function$
-- OWNER accompany_owner
-- When the quiet hours end in which an instant falls; null for one outside of them.

CREATE OR REPLACE FUNCTION app.random_bytes()
 RETURNS bytea
 LANGUAGE sql
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.ratify_round(community uuid, round uuid)
 RETURNS TABLE(deed text, subject_id uuid, lead_id uuid, priority_id uuid, mandate_id uuid, rank integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
#variable_conflict use_column
DECLARE
  r public.priority_round;
  g public.campaign;
  today date;
  stood_still uuid[];
BEGIN
  PERFORM app.only_the_clock();
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = community AND o.id = round;
  -- Campaign before round, as whoever signs a mandate or stops the campaign locks it first.
  SELECT * INTO g FROM public.campaign c WHERE c.community_id = community AND c.id = r.campaign_id FOR NO KEY UPDATE;
  SELECT * INTO r FROM public.priority_round o WHERE o.community_id = community AND o.id = round FOR UPDATE;
  IF r.state IS DISTINCT FROM 'COUNTED' OR r.objections_until > now() OR g.state = 'STOPPED' THEN RETURN; END IF;
  today := (now() AT TIME ZONE g.time_zone)::date;

  RETURN QUERY SELECT 'priority.unranked', p.id, p.lead_id, p.id, NULL::uuid, NULL::integer FROM public.priority p
    WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL
      AND NOT EXISTS (SELECT FROM public.round_item i WHERE i.community_id = community AND i.round_id = round AND i.priority_id = p.id AND i.rank IS NOT NULL) ORDER BY p.rank;
  SET CONSTRAINTS public.priority_rank_uq DEFERRED;
  UPDATE public.priority p SET rank = NULL WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL;
  UPDATE public.priority p SET rank = i.rank, named_at = coalesce(p.named_at, now()),
         review_on = CASE WHEN p.review_on > today THEN p.review_on ELSE greatest(r.review_on, today + 1) END
    FROM public.round_item i WHERE i.community_id = community AND i.round_id = round AND i.rank IS NOT NULL AND p.community_id = community AND p.id = i.priority_id;
  SET CONSTRAINTS public.priority_rank_uq IMMEDIATE;
  RETURN QUERY SELECT 'priority.ranked', p.id, NULL::uuid, p.id, NULL::uuid, p.rank FROM public.priority p
    WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL ORDER BY p.rank;

  -- Mandates of the round before end with it, also of what has lost its rank.
  RETURN QUERY WITH ended AS (
    UPDATE public.mandate m SET state = 'ENDED' WHERE m.community_id = community AND m.campaign_id = r.campaign_id AND m.kind = 'RATIFIED' AND m.state = 'LIVE' RETURNING m.*
  ) SELECT 'mandate.ended', e.id, e.lead_id, e.priority_id, e.id, NULL::integer FROM ended e;
  IF g.state <> 'CONCLUDED' THEN
    RETURN QUERY WITH made AS (
      INSERT INTO public.mandate AS m (community_id, id, campaign_id, priority_id, kind, began_as, state, starts_at, until, round_id, lead_id)
      SELECT community, gen_random_uuid(), r.campaign_id, p.id, 'RATIFIED', 'RATIFIED', 'LIVE', now(), (p.review_on + 1)::timestamp AT TIME ZONE g.time_zone, round, NULLIF(o.community_id, community)
        FROM public.priority p CROSS JOIN public.round_part o
       WHERE p.community_id = community AND p.campaign_id = r.campaign_id AND p.rank IS NOT NULL AND o.host_id = community AND o.round_id = round
         AND (o.community_id = community OR EXISTS (SELECT FROM public.coalition_lead l WHERE l.community_id = community AND l.campaign_id = r.campaign_id AND l.lead_id = o.community_id AND l.left_at IS NULL))
      RETURNING m.*
    ) SELECT 'mandate.given', e.id, e.lead_id, e.priority_id, e.id, NULL::integer FROM made e;
  END IF;

  -- After the mandates and before the asks, as whoever opens one locks: a place that is taken meanwhile is counted.
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.campaign_id = r.campaign_id ORDER BY t.ask_id FOR UPDATE;
  SELECT coalesce(array_agg(a.id), '{}') INTO stood_still FROM public.ask a
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.community_id = community AND a.campaign_id = r.campaign_id AND (a.state = 'PAUSED' OR (a.state = 'OPEN' AND m.until <= now()));

  IF r.adopts_asks AND g.state <> 'CONCLUDED' THEN
    RETURN QUERY WITH adopted AS (
      UPDATE public.ask a SET mandate_id = m.id, version = a.version + 1,
             state = CASE WHEN a.state = 'PAUSED' AND g.state = 'LAUNCHED' THEN 'OPEN' ELSE a.state END,
             paused_because = CASE WHEN a.state = 'PAUSED' AND g.state <> 'LAUNCHED' THEN a.paused_because END
        FROM public.mandate m
       WHERE m.community_id = community AND m.round_id = round AND a.community_id = community AND a.campaign_id = r.campaign_id AND a.priority_id = m.priority_id
         AND a.lead_id IS NOT DISTINCT FROM m.lead_id AND (a.state = 'OPEN' OR (a.state = 'PAUSED' AND a.paused_because = 'MANDATE_ENDED'))
         AND (a.ends_at IS NULL OR a.ends_at > now() OR a.state = 'OPEN')
      RETURNING a.*
    ) SELECT CASE WHEN e.state = 'OPEN' AND e.id = ANY (stood_still) THEN 'ask.resumed' ELSE 'ask.adopted' END, e.id, e.lead_id, e.priority_id, e.mandate_id, NULL::integer FROM adopted e;
  END IF;
  RETURN QUERY WITH paused AS (
    UPDATE public.ask a SET state = 'PAUSED', paused_because = 'MANDATE_ENDED', version = a.version + 1 FROM public.mandate m
     WHERE m.community_id = community AND m.campaign_id = r.campaign_id AND m.kind = 'RATIFIED' AND m.state = 'ENDED'
       AND a.community_id = community AND a.mandate_id = m.id AND a.state = 'OPEN'
    RETURNING a.*
  ) SELECT 'ask.paused', e.id, e.lead_id, e.priority_id, e.mandate_id, NULL::integer FROM paused e;
  UPDATE public.priority_round o SET state = 'RATIFIED', ended_at = now() WHERE o.community_id = community AND o.id = round;
  RETURN QUERY SELECT 'round.ratified', round, NULL::uuid, NULL::uuid, NULL::uuid, NULL::integer;
END $function$
-- OWNER accompany_owner
-- The only function that moves ranks: from a counted round whose time for objections is over. Answers every deed of it, in order; nothing where it is not time.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.reaches_priorities(deed text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  -- What is said about a priority changes nothing of it. Whatever else bears such a name and is not known here counts, and no standing may do it.
  SELECT deed <> 'priority.remark_removed' AND split_part(deed, '.', 1) IN ('priority', 'round', 'assembly', 'mandate')
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.reconfirm_by(plan_when timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT CASE WHEN plan_when > now() THEN least(plan_when, now() + interval '72 hours') ELSE now() + interval '72 hours' END
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.reconfirm_pledge(community uuid, pledge uuid, terms integer, risk integer, plan_when timestamp with time zone, plan_where text, plan_first_step text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
  home public.ask;
BEGIN
  SELECT * INTO home FROM public.ask a WHERE a.community_id = community AND a.id = own.ask_id;
  IF own.state <> 'NEEDS_RECONFIRMATION' OR own.reconfirm_until <= app.time_in_ask(community, own.ask_id) THEN
    PERFORM app.refuse('pledge_asked_to_reconfirm_ck', 'only a pledge that was asked to is reconfirmed, and in time');
  END IF;
  IF terms <> home.terms_version OR risk <> home.risk_tier THEN
    PERFORM app.refuse('pledge_reconfirms_current_terms_ck', 'what is reconfirmed are the terms as they are');
  END IF;
  UPDATE public.pledge p SET state = CASE WHEN p.waiting_for IS NULL THEN 'ACTIVE' ELSE 'CONDITIONAL' END, terms_version = terms, risk_tier_accepted = risk,
      plan_when = coalesce(reconfirm_pledge.plan_when, p.plan_when), plan_where = coalesce(reconfirm_pledge.plan_where, p.plan_where),
      plan_first_step = coalesce(reconfirm_pledge.plan_first_step, p.plan_first_step)
    WHERE p.community_id = community AND p.id = own.id RETURNING p.* INTO own;
  PERFORM app.plan_anew(community, own.id, own.plan_when);
  PERFORM app.settle_ask(community, own.ask_id);
  RETURN own.state;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.record_details_hash(entry public.record_entry)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT sha256(entry.salt || convert_to(entry.details::text, 'UTF8'))
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.record_entries_hold(community uuid, campaign uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT e.id
    FROM record_entry e
    LEFT JOIN record_entry p ON p.community_id = e.community_id AND p.seq = e.seq - 1
   WHERE e.community_id = community AND e.campaign_id = campaign AND e.seq IS NOT NULL
     AND app.entry_fault(e, CASE WHEN e.seq = 1 THEN '' ELSE p.hash END) IS NOT NULL
   ORDER BY e.seq
$function$
-- OWNER accompany_owner
-- The sealed entries of a campaign that do not hold: their details or their own hash, computed from the hash stored before them, do not match. It tells ids and nothing else.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.record_faults(community uuid, first_place bigint, last_place bigint)
 RETURNS TABLE(fault text, place bigint, reaches bigint, entry_id uuid, day date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
$function$
-- OWNER accompany_owner
-- The first twenty things that are wrong with this part of a record. Granted to nobody: app.check_record asks who wants to know.

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

CREATE OR REPLACE FUNCTION app.record_operator_act(community uuid, kind text, subject_type text, subject uuid, campaign uuid, reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  entry uuid := gen_random_uuid();
  details jsonb := jsonb_build_object('reason', reason);
BEGIN
  INSERT INTO public.record_entry (community_id, id, kind, actor_role, campaign_id, subject_type, subject_id, details)
  VALUES (community, entry, kind, 'OPERATOR', campaign, subject_type, subject, details);
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data) VALUES (entry, community, kind, subject, details);
END $function$
-- OWNER accompany_owner
-- Not granted: only the acts themselves put themselves on the record.

CREATE OR REPLACE FUNCTION app.recount_progress(community uuid, ask uuid, repair boolean)
 RETURNS TABLE(field text, kept text, counted text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
#variable_conflict use_column
DECLARE
  tally public.ask_tally;
  truth jsonb;
BEGIN
  -- The lock that every pledge to it takes: nothing moves while it is counted.
  SELECT * INTO tally FROM public.ask_tally t WHERE t.community_id = recount_progress.community AND t.ask_id = recount_progress.ask FOR UPDATE;
  truth := app.recount_tally(recount_progress.community, recount_progress.ask);
  IF truth IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT w.key, to_jsonb(tally) ->> w.key, w.value #>> '{}' FROM jsonb_each(truth) w
    WHERE w.value IS DISTINCT FROM to_jsonb(tally) -> w.key ORDER BY w.key;
  IF repair AND FOUND THEN
    IF tally.ask_id IS NULL THEN
      INSERT INTO public.ask_tally (community_id, ask_id, campaign_id, priority_id, slots, quantity_wanted, next_turn)
      SELECT a.community_id, a.id, a.campaign_id, a.priority_id, a.slots, a.quantity_wanted, (SELECT coalesce(max(p.turn), 0) + 1 FROM public.pledge p WHERE p.community_id = a.community_id AND p.ask_id = a.id)
        FROM public.ask a WHERE a.community_id = recount_progress.community AND a.id = recount_progress.ask;
    END IF;
    UPDATE public.ask_tally t SET (slots, quantity_wanted, priority_id, places_taken, held_count, active_count, waitlisted_count, conditional_count, reconfirming_count, fulfilled_count, partly_fulfilled_count, stepped_back_count, handed_over_count, lapsed_count, cancelled_count, never_started_count, pledged_quantity, held_quantity, waitlisted_quantity, conditional_quantity, reported_count, attested_count, no_show_count, unconfirmed_count, skipped_count, reported_quantity, attested_quantity, sent_back_count) =
      (SELECT r.slots, r.quantity_wanted, r.priority_id, r.places_taken, r.held_count, r.active_count, r.waitlisted_count, r.conditional_count, r.reconfirming_count, r.fulfilled_count, r.partly_fulfilled_count, r.stepped_back_count, r.handed_over_count, r.lapsed_count, r.cancelled_count, r.never_started_count, r.pledged_quantity, r.held_quantity, r.waitlisted_quantity, r.conditional_quantity, r.reported_count, r.attested_count, r.no_show_count, r.unconfirmed_count, r.skipped_count, r.reported_quantity, r.attested_quantity, r.sent_back_count FROM jsonb_populate_record(t, truth) r)
     WHERE t.community_id = recount_progress.community AND t.ask_id = recount_progress.ask;
  END IF;
  RETURN QUERY SELECT f.* FROM app.figure_faults(recount_progress.community, recount_progress.ask) f;
  IF repair AND FOUND THEN
    -- Told anew from what is true now: what was told before was not by the rules.
    DELETE FROM public.public_figure f WHERE f.community_id = recount_progress.community AND f.ask_id = recount_progress.ask;
    PERFORM app.classify_figure(recount_progress.community, recount_progress.ask);
    UPDATE public.public_figure f SET is_full = app.is_full(t) FROM public.ask_tally t
     WHERE t.community_id = f.community_id AND t.ask_id = f.ask_id AND f.community_id = recount_progress.community AND f.ask_id = recount_progress.ask;
  END IF;
END $function$
-- OWNER accompany_owner
-- What differs between the counters of an ask and a recount, and between its public figures and what the rules could have shown; repaired on request. Granted to nobody: it is for whoever runs the server.

CREATE OR REPLACE FUNCTION app.recount_tally(community uuid, ask uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT (SELECT to_jsonb(x) FROM (SELECT a.slots, a.quantity_wanted, a.priority_id, a.campaign_id FROM public.ask a WHERE a.community_id = community AND a.id = ask) x)
      || (SELECT to_jsonb(x) FROM (SELECT count(*) FILTER (WHERE (NOT p.gave_up_place AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for IS NULL))))::integer AS places_taken,
           count(*) FILTER (WHERE ((p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (p.state = 'WAITLISTED' AND p.offered_until IS NOT NULL)))::integer AS held_count,
           count(*) FILTER (WHERE p.state IN ('ACTIVE'))::integer AS active_count,
           count(*) FILTER (WHERE p.state IN ('WAITLISTED'))::integer AS waitlisted_count,
           count(*) FILTER (WHERE p.state IN ('CONDITIONAL'))::integer AS conditional_count,
           count(*) FILTER (WHERE p.state IN ('NEEDS_RECONFIRMATION'))::integer AS reconfirming_count,
           count(*) FILTER (WHERE p.state IN ('FULFILLED'))::integer AS fulfilled_count,
           count(*) FILTER (WHERE p.state IN ('PARTLY_FULFILLED'))::integer AS partly_fulfilled_count,
           count(*) FILTER (WHERE p.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE'))::integer AS stepped_back_count,
           count(*) FILTER (WHERE p.state IN ('HANDED_OVER'))::integer AS handed_over_count,
           count(*) FILTER (WHERE p.state IN ('LAPSED'))::integer AS lapsed_count,
           count(*) FILTER (WHERE p.state IN ('CANCELLED'))::integer AS cancelled_count,
           count(*) FILTER (WHERE p.state IN ('NEVER_STARTED'))::integer AS never_started_count,
           coalesce(sum(p.quantity) FILTER (WHERE (NOT p.gave_up_place AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for IS NULL)))), 0)::integer AS pledged_quantity,
           coalesce(sum(p.quantity) FILTER (WHERE ((p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS NOT DISTINCT FROM 'THRESHOLD') OR (p.state = 'WAITLISTED' AND p.offered_until IS NOT NULL))), 0)::integer AS held_quantity,
           coalesce(sum(p.quantity) FILTER (WHERE p.state IN ('WAITLISTED')), 0)::integer AS waitlisted_quantity,
           coalesce(sum(p.quantity) FILTER (WHERE p.state IN ('CONDITIONAL')), 0)::integer AS conditional_quantity
            FROM public.pledge p WHERE p.community_id = community AND p.ask_id = ask) x)
      || (SELECT to_jsonb(x) FROM (SELECT count(*) FILTER (WHERE o.state = 'REPORTED')::integer AS reported_count,
           count(*) FILTER (WHERE o.state = 'ATTESTED')::integer AS attested_count,
           count(*) FILTER (WHERE o.state = 'NO_SHOW')::integer AS no_show_count,
           count(*) FILTER (WHERE o.state = 'UNCONFIRMED')::integer AS unconfirmed_count,
           count(*) FILTER (WHERE o.state = 'SKIPPED')::integer AS skipped_count,
           coalesce(sum(o.reported_quantity) FILTER (WHERE o.state = 'REPORTED'), 0)::integer AS reported_quantity,
           coalesce(sum(o.attested_quantity), 0)::integer AS attested_quantity
            FROM public.occurrence o WHERE o.community_id = community AND o.ask_id = ask) x)
      || (SELECT jsonb_build_object('sent_back_count', count(*)) FROM public.attestation t JOIN public.occurrence o ON o.community_id = t.community_id AND o.id = t.occurrence_id
           WHERE o.community_id = community AND o.ask_id = ask AND t.kind = 'SENT_BACK')
$function$
-- OWNER accompany_owner
-- Every counter of the tally of an ask, counted anew from pledges, occurrences and attestations, without a look at the tally. Granted to nobody.

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

CREATE OR REPLACE FUNCTION app.reject_assembly(batch uuid, because text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  b public.assembly_batch := app.waiting_batch(batch);
BEGIN
  PERFORM app.drop_assembly(b, 'REJECTED', app.assembly_witness(b), because);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.remind_of_reports(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  late record;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR late IN SELECT o.community_id, o.id, o.pledge_id, p.campaign_id FROM public.occurrence o
      JOIN public.pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
      JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
     WHERE o.state = 'REPORTED' AND o.reminded_at IS NULL AND o.reported_at <= now() - interval '14 days' AND g.state <> 'STOPPED'
       AND o.reported_at + interval '14 days' + app.stood_still(p.community_id, p.campaign_id, o.reported_at) <= now()
     ORDER BY o.reported_at LIMIT most FOR UPDATE OF o SKIP LOCKED LOOP
    UPDATE public.occurrence o SET reminded_at = now() WHERE o.community_id = late.community_id AND o.id = late.id AND o.state = 'REPORTED' AND o.reminded_at IS NULL;
    IF FOUND THEN
      PERFORM app.put_on_record(late.community_id, 'fulfilment.answer_overdue', NULL, 'SYSTEM', 'Occurrence', late.id, jsonb_build_object('pledgeId', late.pledge_id), late.campaign_id);
    END IF;
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: reports that wait for 14 days, time that the campaign stood still not counted. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.remind_of_rounds()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  told integer;
BEGIN
  PERFORM app.only_the_clock();
  -- Not of what is so short that its opening is news still.
  WITH due AS (
    UPDATE public.priority_round r SET reminded_at = now()
     WHERE r.state = 'OPEN' AND r.reminded_at IS NULL AND r.closes_at > now() AND r.closes_at <= now() + interval '24 hours' AND r.closes_at - r.opened_at > interval '36 hours'
    RETURNING r.community_id, r.id
  )
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id)
  SELECT gen_random_uuid(), o.community_id, 'round_part.closes_soon', o.id FROM due d JOIN public.round_part o ON o.host_id = d.community_id AND o.round_id = d.id;
  GET DIAGNOSTICS told = ROW_COUNT;
  RETURN told;
END $function$
-- OWNER accompany_owner
-- Announces, once for each round and to each community that votes in it, that it closes within a day. Answers how many were told.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.reminder_step(person uuid, community uuid, pledge uuid, occurrence uuid)
 RETURNS TABLE(language text, zone text, about_at timestamp with time zone, pledge_state text, occurrence_state text, is_confirmed boolean, is_late boolean, earliest timestamp with time zone, latest timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY
  SELECT h.language, h.time_zone, coalesce(o.due_at, p.reconfirm_until, p.offered_until, p.plan_when), p.state, o.state,
         coalesce(o.confirmed_at IS NOT NULL AND (o.due_at > now() OR o.confirmed_at >= o.due_at), false),
         p.state = 'ACTIVE' AND coalesce(o.due_at <= now() + a.notice_hours * interval '1 hour', false) AND app.ask_is_running(p.community_id, p.ask_id),
         coalesce(z.starts_at, a.starts_at), coalesce(z.ends_at, a.ends_at)
    FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.membership s ON s.community_id = p.community_id AND s.id = p.pledger_id AND s.ended_at IS NULL
    JOIN public.person h ON h.id = person AND h.suspended_at IS NULL
    LEFT JOIN public.ask_shift z ON z.community_id = p.community_id AND z.id = p.shift_id
    LEFT JOIN public.occurrence o ON o.community_id = p.community_id AND o.pledge_id = p.id AND o.id = reminder_step.occurrence
   WHERE p.community_id = community AND p.id = reminder_step.pledge AND (o.id IS NOT NULL OR reminder_step.occurrence IS NULL)
     AND (s.person_id = person OR EXISTS (SELECT FROM public.representative r WHERE r.organization_id = s.organization_id AND r.person_id = person AND r.ended_at IS NULL));
END $function$
-- OWNER accompany_owner
-- What the page of a link says: nothing for whoever is suspended, gone, or has no part in the pledge any more.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.reminder_time(about timestamp with time zone, minutes integer, zone text, quiet_from integer, quiet_to integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'app'
AS $function$
  SELECT CASE
    WHEN quiet_until IS NULL THEN at
    WHEN reminder_time.minutes > 0 OR quiet_until <= about THEN quiet_until
    ELSE app.quiet_since(at, zone, quiet_from, quiet_to) - interval '1 hour'
  END FROM (SELECT about + make_interval(mins => reminder_time.minutes) AS at) moment
  CROSS JOIN LATERAL app.quiet_until(at, zone, quiet_from, quiet_to) AS quiet_until
$function$
-- OWNER accompany_owner
-- When someone is reminded of a time: so many minutes from it; if that is in their quiet hours, at their end, or in the last hour before them if their end were too late.

CREATE OR REPLACE FUNCTION app.reminder_to_tell(home uuid, reminder uuid, at timestamp with time zone)
 RETURNS TABLE(person_id uuid, kind text, minutes integer, about_at timestamp with time zone, zone text, pledge_id uuid, occurrence_id uuid, grace_hours integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY
  SELECT x.person_id, x.kind, x.minutes, x.about_at, h.time_zone, x.pledge_id, x.occurrence_id, a.grace_hours
    FROM public.reminder x JOIN public.pledge p ON p.community_id = x.community_id AND p.id = x.pledge_id
    JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.membership s ON s.community_id = p.community_id AND s.id = p.pledger_id AND s.ended_at IS NULL
    JOIN public.person h ON h.id = x.person_id AND h.suspended_at IS NULL
    LEFT JOIN public.occurrence o ON o.community_id = x.community_id AND o.id = x.occurrence_id
   WHERE x.community_id = home AND x.id = reminder_to_tell.reminder AND NOT x.passed_over AND app.reminders_run(p.community_id, p.ask_id)
     AND (s.person_id = h.id OR EXISTS (SELECT FROM public.representative r WHERE r.organization_id = s.organization_id AND r.person_id = h.id AND r.ended_at IS NULL))
     AND CASE x.kind WHEN 'TIME' THEN p.state = 'ACTIVE' AND o.state = 'DUE' AND o.due_at = x.about_at AND (x.minutes > 0 OR x.about_at > reminder_to_tell.at - interval '3 hours')
                     WHEN 'RECONFIRM' THEN p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until = x.about_at AND x.about_at > reminder_to_tell.at
                     ELSE p.offered_until = x.about_at AND x.about_at > reminder_to_tell.at END;
END $function$
-- OWNER accompany_owner
-- What a reminder says, as long as it is still true; nothing else.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.reminders_due(at timestamp with time zone)
 RETURNS TABLE(community_id uuid, ask_id uuid, pledge_id uuid, occurrence_id uuid, person_id uuid, kind text, about_at timestamp with time zone, minutes integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH moment AS (
    SELECT p.community_id, p.ask_id, p.id, o.id AS occurrence_id, p.pledger_id, 'TIME' AS kind, o.due_at AS about_at, greatest(p.state_changed_at, o.moved_at) AS since
      FROM public.occurrence o JOIN public.pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
     WHERE o.state = 'DUE' AND o.due_at BETWEEN reminders_due.at - interval '11 days' AND reminders_due.at + interval '32 days' AND p.state = 'ACTIVE'
       -- What is far off concerns those alone who chose for themselves.
       AND (o.due_at BETWEEN reminders_due.at - interval '5 days' AND reminders_due.at + interval '49 hours'
            OR p.id IN (SELECT e.pledge_id FROM public.pledge_reminder_choice e)
            OR p.pledger_id IN (SELECT s.id FROM public.reminder_choice e JOIN public.membership s ON s.person_id = e.person_id
                                UNION ALL SELECT s.id FROM public.reminder_choice e JOIN public.representative r ON r.person_id = e.person_id AND r.ended_at IS NULL
                                            JOIN public.membership s ON s.organization_id = r.organization_id))
    UNION ALL
    SELECT p.community_id, p.ask_id, p.id, NULL, p.pledger_id, 'RECONFIRM', p.reconfirm_until, p.state_changed_at
      FROM public.pledge p WHERE p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until > reminders_due.at
    UNION ALL
    -- A place is held for twelve hours.
    SELECT p.community_id, p.ask_id, p.id, NULL, p.pledger_id, 'PLACE', p.offered_until, p.offered_until - interval '12 hours'
      FROM public.pledge p WHERE p.offered_until > reminders_due.at
  ), chosen AS (
    SELECT m.*, h.id AS person_id, h.time_zone, coalesce(q.quiet_from, 21) AS quiet_from, coalesce(q.quiet_until, 8) AS quiet_until, w.minutes,
           greatest(m.since, CASE WHEN m.kind = 'TIME' THEN coalesce(x.chosen_at, c.chosen_at) END) AS known_since
      FROM moment m JOIN public.membership s ON s.community_id = m.community_id AND s.id = m.pledger_id AND s.ended_at IS NULL
      LEFT JOIN public.representative r ON r.organization_id = s.organization_id AND r.ended_at IS NULL
      JOIN public.person h ON h.id = coalesce(s.person_id, r.person_id) AND h.suspended_at IS NULL
      LEFT JOIN public.notification_hours q ON q.person_id = h.id
      LEFT JOIN public.reminder_choice c ON c.person_id = h.id
      LEFT JOIN public.pledge_reminder_choice x ON x.community_id = m.community_id AND x.pledge_id = m.id AND x.person_id = h.id
      CROSS JOIN LATERAL unnest(CASE WHEN m.kind = 'TIME' THEN coalesce(x.minutes, c.minutes, '{-1440,1440}')
                                     ELSE ARRAY[-(extract(epoch FROM m.about_at - m.since) / 120)::integer] END) AS w (minutes)
     WHERE m.about_at + make_interval(mins => w.minutes) BETWEEN reminders_due.at - interval '4 days' AND reminders_due.at + interval '25 hours'
       AND (w.minutes >= 0 OR m.about_at > reminders_due.at)
  )
  SELECT n.community_id, n.ask_id, n.id, n.occurrence_id, n.person_id, n.kind, n.about_at, n.minutes
    FROM chosen n CROSS JOIN LATERAL app.reminder_time(n.about_at, n.minutes, n.time_zone, n.quiet_from, n.quiet_until) AS time
   WHERE time <= reminders_due.at AND time >= n.known_since
     -- After a standstill of the server nobody is flooded with what is too late; that something was not reported stays true.
     AND time > reminders_due.at - CASE WHEN n.minutes > 0 THEN interval '3 days' ELSE interval '3 hours' END
     AND NOT EXISTS (SELECT FROM public.reminder y WHERE y.community_id = n.community_id AND y.pledge_id = n.id AND y.occurrence_id IS NOT DISTINCT FROM n.occurrence_id
                        AND y.kind = n.kind AND y.person_id = n.person_id AND y.about_at = n.about_at AND y.minutes = n.minutes)
$function$
-- OWNER accompany_owner
-- Who is to be reminded now, of what: each as they chose, by their own clock. Granted to nobody.

CREATE OR REPLACE FUNCTION app.reminders_run(community uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT app.ask_is_running(community, ask) OR EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
     WHERE a.community_id = community AND a.id = reminders_run.ask AND a.state = 'CLOSED' AND g.state = 'LAUNCHED')
$function$
-- OWNER accompany_owner
-- Whether people are reminded of pledges to an ask: it is running, or closed and its pledges run to their end.

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

CREATE OR REPLACE FUNCTION app.remove_remark(home uuid, remark uuid, lead uuid, reason text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF reason IS NULL OR NOT EXISTS (SELECT FROM public.priority_remark r WHERE r.community_id = home AND r.id = remark
       AND CASE WHEN lead IS NULL THEN home = ANY (app.communities_as('steward')) ELSE r.lead_id = lead AND app.leads_campaign(home, r.campaign_id, lead, 'steward') END) THEN
    PERFORM app.refuse('priority_remark_removed_by_steward_ck', 'a steward takes a remark away, and says why');
  END IF;
  UPDATE public.priority_remark r SET text = NULL, removed_at = now(), removed_because = reason, removed_for = lead,
         removed_by = CASE WHEN lead IS NULL THEN app.affected_self(home) END
   WHERE r.community_id = home AND r.id = remark AND r.withdrawn_at IS NULL AND r.removed_at IS NULL;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- By a steward of the host, or of the lead whose member said it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.renew_ally(community uuid, membership uuid, until timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  ally public.membership;
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community');
  END IF;
  IF renew_ally.until > now() + interval '12 months 1 day' THEN
    PERFORM app.refuse('membership_ally_is_bounded_ck', 'an alliance is renewed for at most twelve months');
  END IF;
  SELECT * INTO ally FROM public.membership m
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF ally.person_id = app.person_id() OR ally.organization_id = ANY (app.my_organizations()) THEN
    PERFORM app.refuse('membership_not_own_ck', 'nobody decides on their own standing');
  END IF;
  UPDATE public.membership m SET renewed_at = now(), until = renew_ally.until WHERE m.community_id = community AND m.id = membership;
  -- A request to go on is answered by this as well.
  UPDATE public.ally_request q SET state = 'ADMITTED', answers = '{}', decided_at = now(), decided_by = app.membership_in(community)
   WHERE q.community_id = community AND q.membership_id = renew_ally.membership AND q.state = 'WAITING';
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.reopen_offer(community uuid, offer uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT coalesce(community = ANY (app.communities_as('affected')), false) THEN
    PERFORM app.refuse('offer_answered_by_affected_ck', 'an offer is answered by one of the people affected');
  END IF;
  UPDATE public.offer o SET state = 'OFFERED', settled_at = NULL, answered_by = NULL, thanks = NULL, version = o.version + 1,
         expires_at = greatest(o.expires_at, now() + interval '14 days')
   WHERE o.community_id = community AND o.id = offer AND o.state = 'DECLINED' AND o.settled_at > now() - interval '14 days';
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- Takes a decline back within fourteen days of it, and leaves at least as many for another answer.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.report_handlers(home uuid, message uuid)
 RETURNS SETOF public.membership
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH others AS (SELECT m.* FROM app.settled_people(home) m WHERE NOT app.wrote_message(home, message, m.person_id))
  SELECT o.* FROM others o WHERE o.is_steward OR NOT EXISTS (SELECT FROM others s WHERE s.is_steward)
$function$
-- OWNER accompany_owner
-- Who settles a report of the message: the stewards without its author; where there is no other steward, every settled person affected. Granted to nobody.

CREATE OR REPLACE FUNCTION app.report_message(home uuid, message uuid, report uuid, because text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  reported public.thread_message;
  about public.thread;
  reach text;
  lead uuid;
  is_pledger boolean;
BEGIN
  SELECT * INTO reported FROM public.thread_message m WHERE m.community_id = home AND m.id = message FOR SHARE;
  SELECT * INTO about FROM public.thread t WHERE t.community_id = home AND t.pledge_id = reported.pledge_id;
  is_pledger := about.pledger_id = ANY (app.my_memberships());
  lead := app.thread_lead(home, about.ask_id);
  reach := app.writes_to_pledgers(home, about.ask_id);
  IF NOT coalesce(CASE WHEN is_pledger THEN reported.side = 'COMMUNITY' ELSE reach = 'ALL' OR (reach = 'ALLIES' AND about.pledger_standing = 'ALLY') END, false)
     OR app.wrote_message(home, message, app.person_id()) THEN
    PERFORM app.refuse('message_report_from_thread_ck', 'a message is reported by whoever it reached and did not write it');
  END IF;
  IF reported.text IS NULL THEN RETURN 'GONE'; END IF;
  INSERT INTO public.message_report (community_id, id, message_id, pledge_id, side, reported_by, lead_id, author_id, reason)
  VALUES (home, report, message, reported.pledge_id, CASE WHEN is_pledger THEN 'PLEDGER' ELSE 'COMMUNITY' END,
          CASE WHEN is_pledger THEN about.pledger_id WHEN lead IS NULL THEN app.self_in(home) END, CASE WHEN NOT is_pledger THEN lead END, reported.written_by, because);
  -- Unsigned and of nothing but itself: read with the thread, it must not tell who reported whom.
  PERFORM app.put_on_record(home, 'message.reported', NULL, 'SYSTEM', 'MessageReport', report, '{}', NULL);
  RETURN 'REPORTED';
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.representation_is_live(token bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM app.live_representation(token))
$function$
-- OWNER accompany_owner
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

CREATE OR REPLACE FUNCTION app.require_second_factor(community uuid, required boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('community_second_factor_by_steward_ck', 'only a steward asks for a second factor');
  END IF;
  IF required AND NOT app.has_second_factor() THEN
    PERFORM app.refuse('community_second_factor_by_who_has_one_ck', 'whoever asks for a second factor came with one');
  END IF;
  UPDATE public.community c SET requires_second_factor = required, version = c.version + 1
   WHERE c.id = community AND c.requires_second_factor <> required;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- False when it was so already. No grant lets anyone write the column; who has no second factor cannot lock out themselves and everybody else.
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

CREATE OR REPLACE FUNCTION app.restore_priority(home uuid, target uuid, lead uuid, capacity text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  aside public.priority;
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[target]);
  SELECT * INTO aside FROM public.priority p WHERE p.community_id = home AND p.id = target;
  IF NOT app.may_put_aside(aside, lead, capacity)
     OR (capacity = 'PROPOSER' AND aside.put_aside_as <> 'PROPOSER') OR (lead IS NOT NULL AND aside.put_aside_for IS DISTINCT FROM lead) THEN
    PERFORM app.refuse('priority_put_aside_by_its_people_ck', 'whoever put it aside, or a steward, takes it back');
  END IF;
  IF coalesce(aside.withdrawn_at, aside.merged_at, '-infinity') <= now() - interval '14 days' THEN
    PERFORM app.refuse('priority_restored_within_14_days_ck', 'within fourteen days of being withdrawn or merged');
  END IF;
  UPDATE public.priority p SET withdrawn_at = NULL, withdrawn_because = NULL, merged_at = NULL, merged_into = NULL, put_aside_as = NULL, put_aside_by = NULL, put_aside_for = NULL
   WHERE p.community_id = home AND p.id = target;
EXCEPTION WHEN unique_violation THEN
  PERFORM app.refuse('priority_restored_words_are_free_ck', 'another priority has its words by now');
END $function$
-- OWNER accompany_owner
-- Its words, its rank and when it was named are as they were; mandates that ended stay ended.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.resume_ally(community uuid, membership uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  ally public.membership;
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community');
  END IF;
  SELECT * INTO ally FROM public.membership m
   WHERE m.community_id = community AND m.id = membership AND m.standing = 'ALLY' AND m.ended_at IS NULL AND m.paused_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF ally.person_id = app.person_id() OR ally.organization_id = ANY (app.my_organizations()) THEN
    PERFORM app.refuse('membership_not_own_ck', 'nobody decides on their own standing');
  END IF;
  UPDATE public.membership m SET paused_at = NULL, paused_because = NULL WHERE m.community_id = community AND m.id = membership;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.resume_for_lead(host uuid, campaign uuid, lead uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.campaign g WHERE g.community_id = host AND g.id = campaign FOR NO KEY UPDATE;
  IF NOT app.leads_campaign(host, campaign, lead, 'steward') THEN
    PERFORM app.refuse('campaign_resumed_by_its_stopper_ck', 'a steward of the community that stopped it resumes it');
  END IF;
  UPDATE public.campaign_stop s SET resumed_at = now() WHERE s.community_id = host AND s.campaign_id = campaign AND s.lead_id = lead AND s.resumed_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('campaign_resumed_by_its_stopper_ck', 'a steward of the community that stopped it resumes it');
  END IF;
  UPDATE public.campaign g SET state = 'LAUNCHED', stopped_at = NULL WHERE g.community_id = host AND g.id = campaign;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.roll_of(part uuid, after uuid, most integer)
 RETURNS TABLE(membership_id uuid, on_paper boolean, constituencies uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT e.membership_id, e.on_paper, coalesce(array_agg(c.constituency_id) FILTER (WHERE c.constituency_id IS NOT NULL), '{}')
    FROM public.roll_entry e LEFT JOIN public.roll_constituency c ON c.community_id = e.community_id AND c.part_id = e.part_id AND c.membership_id = e.membership_id
   WHERE e.part_id = part AND (after IS NULL OR e.membership_id > after) GROUP BY e.membership_id, e.on_paper ORDER BY e.membership_id LIMIT most;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.round_faults(home uuid, campaign uuid)
 RETURNS TABLE(kind text, table_name text, row_id uuid, within_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.round_is_complete(community uuid, round uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT (app.is_system() OR community = ANY (app.communities_as('steward'))) AND EXISTS (SELECT FROM public.round_item i WHERE i.community_id = community AND i.round_id = round)
     AND NOT EXISTS (SELECT FROM public.round_item i JOIN public.priority_round r ON r.community_id = i.community_id AND r.id = i.round_id
                      WHERE i.community_id = community AND i.round_id = round AND r.method = 'EQUAL_SHARES' AND i.cost IS NULL)
$function$
-- OWNER accompany_owner
-- Whether something is on its list, and with equal shares everything has a cost.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.round_now(host uuid, round uuid)
 RETURNS TABLE(campaign_id uuid, state text, ballots integer, roll integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT r.campaign_id, r.state, sum(p.ballot_count)::integer, sum(p.roll_count)::integer
    FROM public.priority_round r LEFT JOIN public.round_part p ON p.host_id = r.community_id AND p.round_id = r.id
   WHERE r.community_id = host AND r.id = round GROUP BY r.campaign_id, r.state;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.round_of_steward(community uuid, round uuid)
 RETURNS public.priority_round
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  asked public.priority_round;
BEGIN
  SELECT * INTO asked FROM public.priority_round r WHERE r.community_id = community AND r.id = round
     AND r.community_id = ANY (app.communities_as('steward')) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM app.refuse('round_run_by_steward_ck', 'a steward of the host runs a round');
  END IF;
  RETURN asked;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.round_times(home uuid, subject uuid)
 RETURNS TABLE(state text, closes_at timestamp with time zone, objections_until timestamp with time zone, time_zone text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY SELECT r.state, r.closes_at, r.objections_until, g.time_zone
    FROM public.priority_round r JOIN public.campaign g ON g.community_id = r.community_id AND g.id = r.campaign_id
   WHERE (r.community_id = home AND r.id = subject)
      OR (r.community_id, r.id) = (SELECT o.host_id, o.round_id FROM public.round_part o WHERE o.community_id = home AND o.id = subject);
END $function$
-- OWNER accompany_owner
-- What a mail says of a round, by its id or by that of a part.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.round_to_count(host uuid, round uuid)
 RETURNS TABLE(method text, voice text, budget integer, completion text, items jsonb, ballots integer[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT r.method, r.voice, r.budget, r.completion,
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', i.priority_id, 'lot', i.lot, 'cost', i.cost)) ORDER BY i.position) FROM public.round_item i WHERE i.community_id = host AND i.round_id = round),
      (SELECT array_agg(CASE WHEN p.is_quorate THEN p.ballot_count ELSE 0 END ORDER BY p.number) FROM public.round_part p WHERE p.host_id = host AND p.round_id = round)
    FROM public.priority_round r WHERE r.community_id = host AND r.id = round AND r.state = 'CLOSED';
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.rounds_due()
 RETURNS TABLE(community_id uuid, round_id uuid, step text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY
  SELECT r.community_id, r.id, CASE r.state WHEN 'SCHEDULED' THEN 'OPEN' WHEN 'OPEN' THEN 'CLOSE' WHEN 'CLOSED' THEN 'COUNT' ELSE 'RATIFY' END
    FROM public.priority_round r JOIN public.campaign g ON g.community_id = r.community_id AND g.id = r.campaign_id
   WHERE (r.state = 'SCHEDULED' AND (least(r.opens_at, r.closes_at) <= now() OR g.state = 'CONCLUDED'))
      OR (r.state = 'OPEN' AND (r.closes_at <= now() OR g.state = 'CONCLUDED'))
      OR r.state = 'CLOSED'
      OR (r.state = 'COUNTED' AND r.objections_until <= now() AND g.state <> 'STOPPED')
   ORDER BY r.scheduled_at, r.id;
END $function$
-- OWNER accompany_owner
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
  homes uuid[] := '{}';
  ids uuid[] := '{}';
  seqs bigint[] := '{}';
  hashes bytea[] := '{}';
  digests bytea[] := '{}';
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('record_sealed_by_clock_only_ck', 'only the clock seals the record');
  END IF;
  -- One sealer at a time; a second process finds the lock taken and leaves the work to the first.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('accompany.record.seal', 0)) THEN RETURN 0; END IF;
  -- Each hash needs the one before; the rows are written once all of them are known.
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
    homes := homes || entry.community_id;
    ids := ids || entry.id;
    seqs := seqs || head.seq;
    hashes := hashes || head.hash;
    digests := digests || digest;
  END LOOP;
  UPDATE public.record_entry e SET seq = s.seq, hash = s.hash, details_hash = s.digest
    FROM unnest(homes, ids, seqs, hashes, digests) AS s (home, id, seq, hash, digest) WHERE e.community_id = s.home AND e.id = s.id;
  INSERT INTO public.record_head AS h (community_id, seq, hash, sealed_at)
  SELECT DISTINCT ON (s.home) s.home, s.seq, s.hash, clock_timestamp() FROM unnest(homes, seqs, hashes) AS s (home, seq, hash) ORDER BY s.home, s.seq DESC
  ON CONFLICT (community_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at;
  RETURN cardinality(ids);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.sealed_ballots(part uuid, after bytea, most integer)
 RETURNS TABLE(key bytea, contents bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT b.key, b.contents FROM vault.sealed_ballot b WHERE b.part_id = part AND (after IS NULL OR b.key > after) ORDER BY b.key LIMIT most;
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

CREATE OR REPLACE FUNCTION app.self_in(home uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT m.id FROM public.membership m WHERE m.community_id = home AND m.person_id = app.person_id() AND m.ended_at IS NULL
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.serves_live_priority()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  served uuid := CASE WHEN TG_TABLE_NAME = 'mandate_signature'
    THEN (SELECT m.priority_id FROM public.mandate m WHERE m.community_id = NEW.community_id AND m.id = (to_jsonb(NEW) ->> 'mandate_id')::uuid)
    ELSE (to_jsonb(NEW) ->> 'priority_id')::uuid END;
BEGIN
  IF EXISTS (SELECT FROM public.priority p WHERE p.community_id = NEW.community_id AND p.id = served AND NOT (p.withdrawn_at IS NULL AND p.merged_into IS NULL)) THEN
    PERFORM app.refuse(TG_TABLE_NAME || '_for_live_priority_ck', 'the priority was withdrawn or merged into another one');
  END IF;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.set_priority_review_date(home uuid, target uuid, lead uuid, day date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
  UPDATE public.priority p SET review_on = day, version = p.version + 1 WHERE p.community_id = home AND p.id = target AND p.withdrawn_at IS NULL AND p.merged_into IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('priority_is_live_ck', 'it was withdrawn or merged');
  END IF;
END $function$
-- OWNER accompany_owner
-- Mandates in force keep their end.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settle_allies(community uuid, membership uuid)
 RETURNS TABLE(community_id uuid, campaign_id uuid, ask_id uuid, pledge_id uuid, state text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
#variable_conflict use_column
BEGIN
  IF NOT app.is_system() AND NOT coalesce(settle_allies.community = ANY (app.communities_as('steward')), false) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community, and for the clock');
  END IF;
  -- Asks before pledges, in one order, as everything that counts places.
  PERFORM FROM public.ask_tally t WHERE (t.community_id, t.ask_id) IN (SELECT d.community_id, d.ask_id FROM (
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN (p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND ((p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND m.ended_at IS NOT NULL AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))) d) ORDER BY t.community_id, t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = d.state FROM (
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN (p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND ((p.state = 'WAITLISTED' OR p.waiting_for IS NOT NULL) OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND m.ended_at IS NOT NULL AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))) d
   WHERE p.community_id = d.community_id AND p.id = d.id AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')
  RETURNING p.community_id, p.campaign_id, p.ask_id, p.id, p.state;
END $function$
-- OWNER accompany_owner
-- Ends the pledges that follow a standing: waiting ones when it is paused, over or ended, active ones when it is ended and no report waits. Of one ally for a steward; of all for the clock, with nulls.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settle_ask(community uuid, ask uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  room public.ask_tally;
  home public.ask;
  rooms jsonb;
  free integer;
  gap integer;
  others integer;
  chosen uuid[] := '{}';
  more uuid[];
  unmet integer;
  w record;
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = settle_ask.ask FOR UPDATE;
  IF NOT app.ask_clock_runs(community, ask) THEN RETURN; END IF;
  PERFORM app.end_overdue_waits(community, ask);
  -- Closed, it gives no places any more; what was pledged to it runs to its end.
  IF NOT app.ask_is_running(community, ask) THEN RETURN; END IF;
  SELECT * INTO home FROM public.ask a WHERE a.community_id = community AND a.id = settle_ask.ask;
  IF home.ends_at <= now() THEN RETURN; END IF;
  IF home.threshold IS NOT NULL AND home.threshold_met_at IS NULL AND home.threshold_at <= now() THEN RETURN; END IF;
  SELECT * INTO room FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = settle_ask.ask;
  others := room.places_taken + room.held_count;
  free := coalesce(room.slots - others, 2147483647);
  gap := room.quantity_wanted - room.pledged_quantity - room.held_quantity;
  rooms := app.shift_rooms(community, ask);
  <<filling>>
  LOOP
    unmet := NULL;
    FOR w IN SELECT p.id, p.quantity, p.shift_id::text AS shift, coalesce(p.condition_others, 0) AS need, p.state, p.plan_when, p.offer_lapsed_at
        FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
       WHERE p.community_id = community AND p.ask_id = settle_ask.ask AND NOT p.id = ANY (chosen) AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now())
         AND ((p.state = 'WAITLISTED' AND p.offered_until IS NULL) OR (p.state = 'CONDITIONAL' AND p.waiting_for = 'OWN_CONDITION'))
       ORDER BY p.turn LOOP
      EXIT WHEN free < 1 OR gap < 1;
      -- Whoever let an offer pass is not asked again while it is as short a time; they take a place when they want one.
      CONTINUE WHEN w.state = 'WAITLISTED' AND w.offer_lapsed_at IS NOT NULL AND w.plan_when <= now() + home.notice_hours * interval '1 hour';
      IF w.need > others THEN
        unmet := least(unmet, w.need);
        CONTINUE;
      END IF;
      -- One that is bigger than the gap, or whose shift is full, is passed over and keeps its turn.
      CONTINUE WHEN w.quantity > gap OR (rooms ->> w.shift)::integer < 1;
      IF rooms ? w.shift THEN rooms := jsonb_set(rooms, ARRAY[w.shift], to_jsonb((rooms ->> w.shift)::integer - 1)); END IF;
      chosen := chosen || w.id;
      free := free - 1;
      gap := gap - w.quantity;
      others := others + 1;
      -- From the front again: this one may be what an earlier one waited for.
      CONTINUE filling WHEN unmet <= others;
    END LOOP;
    EXIT filling WHEN free < 1 OR gap < 1 OR unmet IS NULL;
    SELECT app.group_that_fits(array_agg(p.id ORDER BY p.turn), array_agg(p.condition_others ORDER BY p.turn), array_agg(p.quantity ORDER BY p.turn),
             array_agg(p.shift_id ORDER BY p.turn), others, gap, free, rooms) INTO more
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = settle_ask.ask AND NOT p.id = ANY (chosen) AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now())
       AND p.state = 'CONDITIONAL' AND p.waiting_for = 'OWN_CONDITION';
    EXIT filling WHEN coalesce(cardinality(more), 0) = 0;
    FOR w IN SELECT p.quantity, p.shift_id::text AS shift FROM public.pledge p WHERE p.community_id = community AND p.id = ANY (more) LOOP
      IF rooms ? w.shift THEN rooms := jsonb_set(rooms, ARRAY[w.shift], to_jsonb((rooms ->> w.shift)::integer - 1)); END IF;
      free := free - 1;
      gap := gap - w.quantity;
      others := others + 1;
    END LOOP;
    chosen := chosen || more;
  END LOOP;
  IF cardinality(chosen) > 0 THEN PERFORM app.give_places(community, ask, chosen); END IF;
  PERFORM app.meet_threshold(community, ask);
END $function$
-- OWNER accompany_owner
-- Brings an ask to where its rules lead it: ends what is overdue, gives free places in turn and to the largest group whose conditions hold together, and starts it when its threshold is met. Safe for anyone to call: it only does what is due.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settle_batch_items(community uuid, batch uuid, settled jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.attestation_batch_item i SET outcome = s.outcome FROM jsonb_to_recordset(settled) AS s (id uuid, outcome text)
   WHERE i.community_id = community AND i.batch_id = batch AND i.occurrence_id = s.id AND i.outcome IS NULL
     AND EXISTS (SELECT FROM public.attestation_batch b WHERE b.community_id = community AND b.id = batch AND CASE WHEN b.lead_id IS NULL THEN b.community_id = ANY ((SELECT app.communities_as('settled'))::uuid[]) ELSE b.lead_id = ANY ((SELECT app.communities_as('settled'))::uuid[]) END);
END $function$
-- OWNER accompany_owner
-- Notes what became of each proposal; for whoever may give the word that the batch waits for.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settle_due_asks(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  due record;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR due IN SELECT DISTINCT x.community_id, x.ask_id FROM (
      SELECT p.community_id, p.ask_id FROM public.pledge p WHERE p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until <= now()
      UNION ALL SELECT p.community_id, p.ask_id FROM public.pledge p WHERE p.offered_until <= now()
      UNION ALL SELECT p.community_id, p.ask_id FROM public.pledge p WHERE p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for = 'OWN_CONDITION' AND p.condition_until <= now()
      UNION ALL SELECT a.community_id, a.id FROM public.ask a JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
        WHERE a.threshold IS NOT NULL AND a.threshold_met_at IS NULL AND a.state = 'OPEN' AND a.threshold_at <= now() AND t.conditional_count + t.waitlisted_count + t.held_count > 0) x
     WHERE app.ask_clock_runs(x.community_id, x.ask_id) ORDER BY x.community_id, x.ask_id LIMIT most LOOP
    PERFORM app.settle_ask(due.community_id, due.ask_id);
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: settles asks in which the time of something is over, at most so many at once; answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settle_entry(community uuid, entry uuid, code bytea, outcome text)
 RETURNS public.assisted_entry
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  e public.assisted_entry;
  by_one uuid;
BEGIN
  SELECT * INTO e FROM public.assisted_entry x WHERE x.community_id = community AND x.id = entry FOR UPDATE;
  IF e.id IS NULL OR e.state <> 'WAITING' OR e.expires_at <= now() THEN PERFORM app.refuse('assisted_entry_waits_ck', 'only what waits is settled'); END IF;
  SELECT m.id INTO by_one FROM public.membership m WHERE m.community_id = community AND m.person_id = app.person_id() AND m.ended_at IS NULL;
  IF outcome = 'CONFIRMED' AND e.membership_id IS NOT NULL AND NOT coalesce(by_one = e.membership_id, false) THEN
    PERFORM app.refuse('assisted_entry_confirmed_by_its_ally_ck', 'an entry is confirmed by whoever said it');
  ELSIF outcome = 'CONFIRMED' AND e.membership_id IS NULL AND NOT EXISTS (SELECT FROM vault.entry_secret s WHERE s.community_id = community AND s.entry_id = entry AND s.code_hash = code) THEN
    PERFORM app.refuse('assisted_entry_confirmed_by_its_ally_ck', 'an entry is confirmed by whoever holds its code');
  ELSIF outcome = 'CALLED_BACK' AND (by_one IS NULL OR app.stands_behind(community, e.entered_by, app.person_id()) OR by_one IS NOT DISTINCT FROM e.membership_id
      OR NOT (community = ANY (app.communities_as('organizer')) OR community = ANY (app.communities_as('settled')))) THEN
    PERFORM app.refuse('assisted_entry_two_people_ck', 'who calls back is a second person of the community');
  ELSIF outcome = 'WITHDRAWN' AND NOT (community = ANY (app.communities_as('organizer')) OR e.membership_id = ANY (app.my_memberships()) OR e.entered_by = ANY (app.my_memberships())) THEN
    PERFORM app.refuse('assisted_entry_withdrawn_by_organizers_ck', 'an entry is withdrawn by organizers, or by whoever said it');
  ELSIF outcome NOT IN ('CONFIRMED', 'CALLED_BACK', 'WITHDRAWN') THEN
    PERFORM app.refuse('assisted_entry_state_ck', 'there is no such outcome');
  END IF;
  -- What was said goes where it belongs; here only that it was stays.
  UPDATE public.assisted_entry x SET state = outcome, settled_by = by_one, settled_at = now(), name = NULL, plan_when = NULL, plan_where = '', plan_first_step = NULL, answers = '{}', note = ''
   WHERE x.community_id = community AND x.id = entry;
  IF outcome = 'CALLED_BACK' AND e.membership_id IS NULL THEN UPDATE vault.entry_secret s SET reach_cipher = NULL WHERE s.community_id = community AND s.entry_id = entry;
  ELSE DELETE FROM vault.entry_secret s WHERE s.community_id = community AND s.entry_id = entry; END IF;
  RETURN e;
END $function$
-- OWNER accompany_owner
-- Settles an entry for whoever may, and answers it as it was. The caller does what follows in the same transaction.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.settle_pledges(community uuid, pledges uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  settled public.pledge;
BEGIN
  FOR settled IN
    UPDATE public.pledge p SET state = s.state, lapsing_since = NULL
      FROM (SELECT q.id, app.pledge_outcome(community, q.id) AS state FROM public.pledge q
             WHERE q.community_id = community AND q.id = ANY (pledges) AND q.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED', 'LAPSED')) s
     WHERE p.community_id = community AND p.id = s.id AND p.state <> s.state AND app.pledge_may_move(p.state, s.state) RETURNING p.* LOOP
    IF settled.state = 'LAPSED' THEN
      PERFORM app.pledge_deed(settled, 'pledge.lapsed', '{"because": "NO_SHOW"}');
    ELSIF settled.state = 'CANCELLED' THEN
      PERFORM app.pledge_deed(settled, 'pledge.called_off', '{}');
    END IF;
    -- Whoever never came, or need not come, has no place any more: it goes to the next.
    IF settled.state IN ('LAPSED', 'CANCELLED') THEN PERFORM app.settle_ask(community, settled.ask_id); END IF;
  END LOOP;
END $function$
-- OWNER accompany_owner
-- Brings pledges to what their occurrences come to. A pledge that lapsed never takes its place again. Granted to nobody.

CREATE OR REPLACE FUNCTION app.settle_report(home uuid, report uuid, decided text, noted text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  settled public.message_report;
  words text;
BEGIN
  SELECT * INTO settled FROM public.message_report r WHERE r.community_id = home AND r.id = report FOR UPDATE;
  IF NOT app.settles_report(home, settled.message_id) THEN
    PERFORM app.refuse('message_report_settled_by_others_ck', 'a report is settled by stewards who did not write the message');
  END IF;
  IF settled.settled_at IS NOT NULL THEN RETURN false; END IF;
  IF decided = 'HIDDEN' THEN
    SELECT m.text INTO words FROM public.thread_message m WHERE m.community_id = home AND m.id = settled.message_id FOR UPDATE;
    UPDATE public.thread_message m SET text = NULL, hidden_at = coalesce(m.hidden_at, now()) WHERE m.community_id = home AND m.id = settled.message_id AND m.withdrawn_at IS NULL;
    -- What can no longer be read needs no answer.
    UPDATE public.thread_question q SET withdrawn_at = now()
     WHERE q.community_id = home AND q.message_id = settled.message_id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL;
  END IF;
  UPDATE public.message_report r SET settled_at = now(), settled_by = app.affected_self(home), outcome = decided, note = noted, hidden_text = words
   WHERE r.community_id = home AND r.id = report;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Hidden, the words leave the thread for the report, where stewards read them. False when it was settled before.
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

CREATE OR REPLACE FUNCTION app.settles_report(home uuid, message uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM app.report_handlers(home, message) h
     WHERE h.id = ANY (app.my_memberships()) AND (NOT h.is_steward OR home = ANY (app.communities_as('steward'))))
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.sheet_in_print(sheet uuid)
 RETURNS TABLE(id uuid, rows integer, paper text, sheet_language text, brief_version integer, terms_version integer, agreement_version integer, ask_id uuid, link_version integer, title text, description text, language text, unit text, quantity_wanted integer, starts_at timestamp with time zone, ends_at timestamp with time zone, place text, risk_tier integer, risk_notes text, dos text, donts text, access text, campaign_name text, time_zone text, community_name text, brief text, agreement text, questions jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT s.id, s.rows, s.paper, s.language, s.brief_version, s.terms_version, s.agreement_version,
         a.id, a.link_version, a.title, a.description, a.language, a.unit, a.quantity_wanted, a.starts_at, a.ends_at,
         -- Whoever signs is told in person where to come: a sheet lies around.
         CASE WHEN a.risk_tier <= 1 AND a.place <> '' THEN a.place ELSE a.area END, a.risk_tier, a.risk_notes, a.dos, a.donts, a.access, g.name, g.time_zone, c.name, b.text, v.text, v.questions
    FROM public.sign_up_sheet s
    JOIN public.ask a ON a.community_id = s.community_id AND a.id = s.ask_id AND a.terms_version = s.terms_version AND a.state IN ('OPEN', 'PAUSED')
    JOIN public.campaign g ON g.community_id = s.community_id AND g.id = s.campaign_id AND g.brief_version = s.brief_version AND g.state = 'LAUNCHED'
    JOIN public.community h ON h.id = s.community_id AND h.agreement_version = s.agreement_version
    JOIN public.community c ON c.id = coalesce(a.lead_id, s.community_id)
    JOIN public.brief b ON b.community_id = s.community_id AND b.campaign_id = s.campaign_id AND b.version = s.brief_version
    JOIN public.agreement v ON v.community_id = s.community_id AND v.version = s.agreement_version
   WHERE s.id = sheet AND s.printed_at > now() - interval '1 hour'
$function$
-- OWNER accompany_owner
-- For whoever holds its link: the service checks the seal first, made with a key that the database does not have. Nothing after an hour, or once it would say something else than what its versions name.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.shift_deadlines(community uuid, campaign uuid, by interval)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  asked public.pledge;
BEGIN
  IF NOT EXISTS (SELECT FROM public.campaign_stop s WHERE s.community_id = community AND s.campaign_id = campaign AND s.resumed_at = now() AND now() - s.stopped_at = by) THEN
    PERFORM app.refuse('campaign_resumed_in_this_transaction_ck', 'deadlines shift only by the length of the stop that ends here');
  END IF;
  UPDATE public.mandate m SET until = m.until + by WHERE m.community_id = community AND m.campaign_id = campaign AND m.state = 'LIVE';
  UPDATE public.ask a SET ends_at = a.ends_at + by, threshold_at = CASE WHEN a.threshold_met_at IS NULL THEN a.threshold_at + by ELSE a.threshold_at END,
      paused_at = CASE WHEN a.paused_at IS NOT NULL THEN least(a.paused_at + by, now()) END
   WHERE a.community_id = community AND a.campaign_id = campaign AND a.state IN ('DRAFT', 'OPEN', 'PAUSED') AND num_nonnulls(a.ends_at, a.threshold_at, a.paused_at) > 0;
  UPDATE public.pledge p SET condition_until = p.condition_until + by, offered_until = p.offered_until + by, reconfirm_until = p.reconfirm_until + by
   WHERE p.community_id = community AND p.campaign_id = campaign AND p.state IN ('WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION');
  -- What is still to come keeps its day; what came due before or during the stop is not overdue for having stood still.
  UPDATE public.occurrence o SET due_at = o.due_at + by FROM public.pledge p
   WHERE o.community_id = community AND o.state = 'DUE' AND o.due_at <= now() AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.campaign_id = campaign;
  -- What was to be done during the stop was not: whoever planned it says whether they still will.
  FOR asked IN UPDATE public.pledge p SET state = 'NEEDS_RECONFIRMATION', reconfirm_because = 'STOP', reconfirm_until = now() + interval '72 hours'
      WHERE p.community_id = community AND p.campaign_id = campaign AND p.state IN ('ACTIVE', 'CONDITIONAL') AND p.plan_when BETWEEN now() - by AND now()
        AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED') RETURNING p.* LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'STOP'));
  END LOOP;
  -- Places that were given back meanwhile go to whoever waits.
  PERFORM app.settle_ask(w.community_id, w.ask_id) FROM (
    SELECT t.community_id, t.ask_id FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id
     WHERE a.community_id = community AND a.campaign_id = campaign AND a.state = 'OPEN' AND t.waitlisted_count + t.conditional_count > 0 ORDER BY t.ask_id) w;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.shift_fills()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  room integer;
BEGIN
  -- The ask's tally is what everybody who takes a place waits for.
  PERFORM FROM public.ask_tally t WHERE t.community_id = NEW.community_id AND t.ask_id = NEW.ask_id FOR UPDATE;
  SELECT s.places - (SELECT count(*) FROM public.pledge p WHERE p.community_id = s.community_id AND p.shift_id = s.id AND NOT p.gave_up_place
      AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS DISTINCT FROM 'OWN_CONDITION') OR p.offered_until IS NOT NULL))
    INTO room FROM public.ask_shift s WHERE s.community_id = NEW.community_id AND s.id = NEW.shift_id;
  IF room < 0 THEN PERFORM app.refuse('pledge_shift_places_ck', 'the shift has no place left'); END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- The last word on the places of a shift; the places of an ask are a constraint of its tally.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.shift_places_left(shifts uuid[])
 RETURNS TABLE(id uuid, places integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT s.id, CASE WHEN s.places IS NOT NULL THEN greatest((r.rooms ->> s.id::text)::integer, 0) END
    FROM (SELECT x.community_id, x.ask_id, app.shift_rooms(x.community_id, x.ask_id) AS rooms
            FROM (SELECT DISTINCT s.community_id, s.ask_id FROM public.ask_shift s WHERE s.id = ANY (shifts)) x
            JOIN public.ask a ON a.community_id = x.community_id AND a.id = x.ask_id
           WHERE a.community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR a.campaign_id = ANY ((SELECT app.campaigns_led_as('affected'))::uuid[])) r
    JOIN public.ask_shift s ON s.community_id = r.community_id AND s.ask_id = r.ask_id
   WHERE s.id = ANY (shifts)
$function$
-- OWNER accompany_owner
-- Exact, and for members only, as the places left in an ask: none in a shift that is closed or over, null without a limit.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.shift_rooms(community uuid, ask uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(jsonb_object_agg(s.id, CASE WHEN s.closed_at IS NOT NULL OR s.ends_at <= now() THEN 0 ELSE s.places - (
      SELECT count(*) FROM public.pledge p WHERE p.community_id = s.community_id AND p.shift_id = s.id AND NOT p.gave_up_place
         AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS DISTINCT FROM 'OWN_CONDITION') OR p.offered_until IS NOT NULL)) END), '{}')
    FROM public.ask_shift s WHERE s.community_id = community AND s.ask_id = ask AND (s.places IS NOT NULL OR s.closed_at IS NOT NULL OR s.ends_at <= now())
$function$
-- OWNER accompany_owner
-- Places left in each shift of an ask that has a limit, is closed or over.

CREATE OR REPLACE FUNCTION app.shown_figure(value integer, people integer, k integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT CASE WHEN people = 0 THEN 0 WHEN people >= k THEN value - value % k END
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.shut_thread(home uuid, pledge uuid, door text, shut boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  about public.pledge;
BEGIN
  SELECT * INTO about FROM public.pledge p WHERE p.community_id = home AND p.id = shut_thread.pledge;
  IF NOT coalesce(CASE door
       WHEN 'BLOCKED' THEN about.pledger_id = ANY (app.my_memberships())
       WHEN 'CLOSED' THEN NOT about.pledger_id = ANY (app.my_memberships()) AND CASE app.writes_to_pledgers(home, about.ask_id)
         WHEN 'ALL' THEN true WHEN 'ALLIES' THEN about.pledger_standing = 'ALLY' ELSE false END
     END, false) THEN
    PERFORM app.refuse('thread_shut_from_its_side_ck', 'each side shuts its own door of a thread');
  END IF;
  INSERT INTO public.thread AS t (community_id, pledge_id, campaign_id, ask_id, pledger_id, pledger_standing, blocked_at, closed_at)
  SELECT home, about.id, about.campaign_id, about.ask_id, about.pledger_id, about.pledger_standing, CASE WHEN door = 'BLOCKED' THEN now() END, CASE WHEN door = 'CLOSED' THEN now() END
   WHERE shut OR EXISTS (SELECT FROM public.thread o WHERE o.community_id = home AND o.pledge_id = about.id)
  ON CONFLICT ON CONSTRAINT thread_pk DO UPDATE SET
    blocked_at = CASE WHEN door <> 'BLOCKED' THEN t.blocked_at WHEN shut THEN now() END, closed_at = CASE WHEN door <> 'CLOSED' THEN t.closed_at WHEN shut THEN now() END
  WHERE (CASE door WHEN 'BLOCKED' THEN t.blocked_at ELSE t.closed_at END IS NULL) = shut;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- The pledger blocks messages of the community, the community closes the thread to those of the pledger, and each opens its own door again. False when it stands so already.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.signs_for_lead()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  signer uuid;
BEGIN
  SELECT m.id INTO signer FROM public.membership m
   WHERE m.community_id = NEW.lead_id AND m.person_id = app.person_id() AND m.standing = 'AFFECTED' AND m.ended_at IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('lead_act_by_its_people_ck', 'only people affected sign for the community that leads');
  END IF;
  INSERT INTO public.lead_act (community_id, id, membership_id, host_id, kind, subject_id)
  VALUES (NEW.lead_id, NEW.id, signer, NEW.community_id, TG_TABLE_NAME, coalesce((to_jsonb(NEW)->>TG_ARGV[0])::uuid, NEW.id));
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.skip_debriefs(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  number integer;
BEGIN
  PERFORM app.only_the_clock();
  WITH late AS (
    SELECT p.* FROM public.pledge p JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
     WHERE p.state IN ('FULFILLED', 'PARTLY_FULFILLED') AND p.state_changed_at <= now() - interval '7 days' AND g.state <> 'STOPPED'
       AND p.state_changed_at + interval '7 days' + app.stood_still(p.community_id, p.campaign_id, p.state_changed_at) <= now()
       AND (SELECT count(*) FROM public.debrief d WHERE d.community_id = p.community_id AND d.pledge_id = p.id) < 2
     ORDER BY p.state_changed_at LIMIT most FOR UPDATE OF p SKIP LOCKED
  ), done AS (
    INSERT INTO public.debrief (community_id, id, pledge_id, pledger_id, pledger_standing, side, skipped)
    SELECT l.community_id, gen_random_uuid(), l.id, l.pledger_id, l.pledger_standing, s.side, true FROM late l CROSS JOIN (VALUES ('PLEDGER'), ('COMMUNITY')) AS s (side)
    ON CONFLICT ON CONSTRAINT debrief_one_a_side_uq DO NOTHING RETURNING community_id, pledge_id, side
  ), told AS (
    SELECT app.put_on_record(d.community_id, 'pledge.debrief_skipped', NULL, 'SYSTEM', 'Pledge', d.pledge_id, jsonb_build_object('side', d.side), l.campaign_id)
      FROM done d JOIN late l ON l.community_id = d.community_id AND l.id = d.pledge_id
  )
  SELECT (SELECT count(*) FROM late)::integer + 0 * (SELECT count(*) FROM told)::integer INTO number;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: leaves out what either side did not say within 7 days. Answers for how many pledges.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.skip_is_asked()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.occurrence o SET skip_asked_at = NEW.asked_at, state = CASE WHEN o.skip_offered_at IS NULL THEN 'DUE' ELSE 'SKIPPED' END FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'DUE'
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state = 'ACTIVE';
  IF NOT FOUND THEN PERFORM app.refuse('skip_of_due_ck', 'only what is due under an active pledge can be left out'); END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.sovereignty(home uuid, campaign uuid, most integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
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
END $function$
-- OWNER accompany_owner
-- Who wrote what reached the priorities of a campaign, and what is not as the record has it: all of it for the people affected, and in short for others where the community publishes it. Null to everyone else.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.split_is_asked()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
BEGIN
  NEW.split_at := ARRAY[CASE WHEN abs(NEW.places_taken - OLD.split_at[1]) >= greatest(10, OLD.split_at[1] / 10) THEN NEW.places_taken ELSE OLD.split_at[1] END, CASE WHEN abs(NEW.waitlisted_count - OLD.split_at[2]) >= greatest(10, OLD.split_at[2] / 10) THEN NEW.waitlisted_count ELSE OLD.split_at[2] END, CASE WHEN abs(NEW.reported_count - OLD.split_at[3]) >= greatest(10, OLD.split_at[3] / 10) THEN NEW.reported_count ELSE OLD.split_at[3] END, CASE WHEN abs(NEW.attested_count - OLD.split_at[4]) >= greatest(10, OLD.split_at[4] / 10) THEN NEW.attested_count ELSE OLD.split_at[4] END];
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.split_moves(people integer, organizations integer, people_count integer, organization_count integer, last public.figure_split, k integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT least(d.people, d.organizations, d.people_count, d.organization_count) >= k
      OR greatest(d.people, d.organizations, d.people_count, d.organization_count) <= -k
    FROM (SELECT people - coalesce(last.people_behind, 0) AS people, organizations - coalesce(last.organizations_behind, 0) AS organizations,
                 people_count - coalesce(last.people_count, 0) AS people_count,
                 organization_count - coalesce(last.organization_count, 0) AS organization_count) d
$function$
-- OWNER accompany_owner
-- Both parts have grown, or both shrunk, by k or more, in numbers and in who stands behind them. If one grew while the other shrank, every step of the whole, which all have seen, would be known to be of this kind or that.

CREATE OR REPLACE FUNCTION app.stand_still(community uuid, campaign uuid, ask uuid, since timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  -- What comes round again is not owed twice: times that fell into the standstill are left out.
  UPDATE public.occurrence o SET state = 'SKIPPED' FROM public.pledge p
   WHERE o.community_id = community AND o.state = 'DUE' AND o.due_at BETWEEN since AND now() AND p.community_id = o.community_id AND p.id = o.pledge_id
     AND p.campaign_id = campaign AND (stand_still.ask IS NULL OR p.ask_id = stand_still.ask) AND p.recurs AND p.state = 'ACTIVE';
  UPDATE public.pledge p SET lapsing_since = p.lapsing_since + (now() - greatest(since, p.lapsing_since))
   WHERE p.community_id = community AND p.campaign_id = campaign AND (stand_still.ask IS NULL OR p.ask_id = stand_still.ask) AND p.lapsing_since IS NOT NULL;
END $function$
-- OWNER accompany_owner
-- Counts a standstill that ends now out of the clocks of pledges. Granted to nobody.

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

CREATE OR REPLACE FUNCTION app.stemmers()
 RETURNS regconfig[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT ARRAY['pg_catalog.simple', 'pg_catalog.arabic', 'pg_catalog.catalan', 'pg_catalog.danish', 'pg_catalog.german', 'pg_catalog.greek', 'pg_catalog.english', 'pg_catalog.spanish', 'pg_catalog.basque', 'pg_catalog.finnish', 'pg_catalog.french', 'pg_catalog.irish', 'pg_catalog.hindi', 'pg_catalog.hungarian', 'pg_catalog.armenian', 'pg_catalog.indonesian', 'pg_catalog.italian', 'pg_catalog.lithuanian', 'pg_catalog.norwegian', 'pg_catalog.nepali', 'pg_catalog.dutch', 'pg_catalog.norwegian', 'pg_catalog.norwegian', 'pg_catalog.portuguese', 'pg_catalog.romanian', 'pg_catalog.russian', 'pg_catalog.serbian', 'pg_catalog.swedish', 'pg_catalog.tamil', 'pg_catalog.turkish', 'pg_catalog.yiddish']::regconfig[]
$function$
-- OWNER accompany_owner
-- By app.tongue. Declared immutable, as what is made with it, because every configuration is named.
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

CREATE OR REPLACE FUNCTION app.still_leads(part public.round_part)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT part.community_id = part.host_id OR EXISTS (SELECT FROM public.coalition_lead l
    WHERE l.community_id = part.host_id AND l.campaign_id = part.campaign_id AND l.lead_id = part.community_id AND l.left_at IS NULL)
$function$
-- OWNER accompany_owner
-- Whether the community of the part is the host or leads with it now. Granted to nobody.

CREATE OR REPLACE FUNCTION app.stood_still(community uuid, campaign uuid, since timestamp with time zone)
 RETURNS interval
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(sum(coalesce(s.resumed_at, now()) - greatest(s.stopped_at, since)), interval '0')
    FROM public.campaign_stop s WHERE s.community_id = community AND s.campaign_id = campaign AND coalesce(s.resumed_at, now()) > since
$function$
-- OWNER accompany_owner
-- How long a campaign has stood still since then, in all: clocks count that time out.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.stop_for_lead(host uuid, campaign uuid, lead uuid, stop uuid, reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.campaign g WHERE g.community_id = host AND g.id = campaign FOR NO KEY UPDATE;
  IF NOT app.leads_campaign(host, campaign, lead, 'steward') THEN
    PERFORM app.refuse('campaign_stopped_by_steward_ck', 'a steward of a community that leads the campaign stops it');
  END IF;
  UPDATE public.campaign g SET state = 'STOPPED', stopped_at = now() WHERE g.community_id = host AND g.id = campaign AND g.state = 'LAUNCHED';
  IF NOT FOUND THEN
    PERFORM app.refuse('campaign_state_moves_ck', 'only a running campaign is stopped');
  END IF;
  INSERT INTO public.campaign_stop (community_id, id, campaign_id, reason, lead_id) VALUES (host, stop, campaign, reason, lead);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.stop_telling(person uuid, way text, about text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('notified_by_relay_only_ck', 'only the relay tells people what happened');
  END IF;
  INSERT INTO public.notification_choice (person_id, channel, topic, choice) SELECT p.id, way, about, 'OFF' FROM public.person p WHERE p.id = person
  ON CONFLICT ON CONSTRAINT notification_choice_pk DO UPDATE SET choice = 'OFF';
END $function$
-- OWNER accompany_owner
-- Ends what someone gets about a topic, for whoever holds the link in such a mail.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.suspend_account(person uuid, membership uuid, reason text, reinstates boolean)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  target public.person;
BEGIN
  IF NOT app.acts_as_operator() THEN
    PERFORM app.refuse('operator_acts_ck', 'only an operator does this');
  END IF;
  PERFORM app.operator_reason(reason);
  -- Communities before people, as whoever leaves, admits or is erased.
  PERFORM app.lock_community(carried.community_id) FROM (
    SELECT m.community_id FROM public.membership m
     WHERE m.person_id = coalesce(person, (SELECT n.person_id FROM public.membership n WHERE n.id = membership)) AND m.is_steward AND m.ended_at IS NULL
     ORDER BY m.community_id) carried;
  SELECT p.* INTO target FROM public.person p
   WHERE p.id = coalesce(person, (SELECT m.person_id FROM public.membership m WHERE m.id = membership)) FOR NO KEY UPDATE;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM vault.account a WHERE a.person_id = target.id) THEN RETURN 'NOT_FOUND'; END IF;
  IF target.is_operator THEN RETURN 'OPERATOR'; END IF;
  IF (target.suspended_at IS NULL) = reinstates THEN RETURN 'ALREADY'; END IF;
  UPDATE public.person p SET suspended_at = CASE WHEN reinstates THEN NULL ELSE now() END WHERE p.id = target.id;
  -- Reinstated, they sign in anew: whoever held their sessions meanwhile does not come back with them.
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = target.id AND s.revoked_at IS NULL;
  PERFORM app.record_operator_act(m.community_id, CASE WHEN reinstates THEN 'operator.account_reinstated' ELSE 'operator.account_suspended' END, 'Membership', m.id, NULL, reason)
     FROM public.membership m WHERE m.person_id = target.id AND m.ended_at IS NULL;
  RETURN 'DONE';
END $function$
-- OWNER accompany_owner
-- Keeps someone out from their next request on, or lets them in again. Nothing is removed, and nobody is too important. On the record of every community where they stand.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.take_down_page(community uuid, campaign uuid, ask uuid, reason text, restores boolean)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  home uuid;
  at timestamptz := CASE WHEN restores THEN NULL ELSE now() END;
  was timestamptz;
  within uuid := campaign;
BEGIN
  IF NOT app.acts_as_operator() THEN
    PERFORM app.refuse('operator_acts_ck', 'only an operator does this');
  END IF;
  PERFORM app.operator_reason(reason);
  IF community IS NOT NULL THEN
    SELECT c.id, c.taken_down_at INTO home, was FROM public.community c WHERE c.id = community FOR NO KEY UPDATE;
  ELSIF campaign IS NOT NULL THEN
    SELECT g.community_id, g.taken_down_at INTO home, was FROM public.campaign g WHERE g.id = campaign FOR NO KEY UPDATE;
  ELSE
    SELECT a.community_id, a.campaign_id, a.taken_down_at INTO home, within, was FROM public.ask a WHERE a.id = ask FOR NO KEY UPDATE;
  END IF;
  IF home IS NULL THEN RETURN 'NOT_FOUND'; END IF;
  IF (was IS NULL) = restores THEN RETURN 'ALREADY'; END IF;
  IF community IS NOT NULL THEN
    UPDATE public.community c SET taken_down_at = at WHERE c.id = home;
    -- Named, so that what decides whether a campaign is published decides again; asks and figures follow it.
    UPDATE public.campaign g SET visibility = g.visibility WHERE g.community_id = home;
  ELSIF campaign IS NOT NULL THEN
    UPDATE public.campaign g SET visibility = g.visibility, taken_down_at = at WHERE g.community_id = home AND g.id = campaign;
  ELSE
    UPDATE public.ask a SET taken_down_at = at WHERE a.community_id = home AND a.id = ask;
  END IF;
  PERFORM app.record_operator_act(home, CASE WHEN restores THEN 'operator.page_restored' ELSE 'operator.page_taken_down' END,
    CASE WHEN community IS NOT NULL THEN 'Community' WHEN campaign IS NOT NULL THEN 'Campaign' ELSE 'Ask' END, coalesce(community, campaign, ask), within, reason);
  RETURN 'DONE';
END $function$
-- OWNER accompany_owner
-- Hides a community, a campaign or an ask from outsiders at once, or shows it again. Members work on. On the record of the community.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.take_part(community uuid, pledge uuid, part integer)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
BEGIN
  IF own.state <> 'WAITLISTED' OR part >= own.quantity OR part < 1 THEN
    PERFORM app.refuse('pledge_takes_less_ck', 'whoever waits may make do with less');
  END IF;
  UPDATE public.pledge p SET quantity = part WHERE p.community_id = community AND p.id = own.id;
  PERFORM app.settle_ask(community, own.ask_id);
  RETURN (SELECT p.state FROM public.pledge p WHERE p.community_id = community AND p.id = own.id);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.take_place(community uuid, ask uuid, shift uuid)
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
  IF room.waitlisted_count > 0 AND NOT app.is_full(room) THEN
    SELECT min(p.quantity) INTO smallest
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND p.state = 'WAITLISTED' AND p.offered_until IS NULL AND p.offer_lapsed_at IS NULL
       AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now());
  END IF;
  RETURN (
    SELECT jsonb_build_object(
             'turn', room.next_turn - 1, 'slots', room.slots, 'placesTaken', room.places_taken + room.held_count,
             'quantityWanted', room.quantity_wanted, 'pledgedQuantity', room.pledged_quantity + room.held_quantity, 'smallestWaiting', smallest,
             'othersWait', room.conditional_count > 0 OR a.threshold IS NOT NULL AND a.threshold_met_at IS NULL,
             'waitsForThreshold', a.threshold IS NOT NULL AND a.threshold_met_at IS NULL,
             'thresholdWasMissed', coalesce(a.threshold_met_at IS NULL AND a.threshold_at <= now(), false), 'thresholdAt', a.threshold_at,
             'hasShifts', EXISTS (SELECT FROM public.ask_shift s WHERE s.community_id = a.community_id AND s.ask_id = a.id AND s.closed_at IS NULL AND s.ends_at > now()),
             'shift', (SELECT jsonb_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at, 'isOpen', s.closed_at IS NULL AND s.ends_at > now(),
                 'room', (app.shift_rooms(community, take_place.ask) ->> s.id::text)::integer)
               FROM public.ask_shift s WHERE s.community_id = a.community_id AND s.ask_id = a.id AND s.id = take_place.shift),
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

CREATE OR REPLACE FUNCTION app.taken_down_is_attested_by_another()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- What a lead says names no person at the host: it is whoever acts.
  IF EXISTS (SELECT FROM new_rows n LEFT JOIN public.membership a ON a.community_id = n.community_id AND a.id = n.attested_by
      JOIN public.fulfilment_report r ON r.community_id = n.community_id AND r.occurrence_id = n.occurrence_id AND r.taken_by IS NOT NULL
      JOIN public.membership b ON b.community_id = r.community_id AND b.id = r.taken_by
     WHERE n.quantity IS NOT NULL AND coalesce(a.person_id, app.person_id()) = b.person_id
       AND r.reported_at = (SELECT max(x.reported_at) FROM public.fulfilment_report x WHERE x.community_id = r.community_id AND x.occurrence_id = r.occurrence_id)) THEN
    PERFORM app.refuse('attestation_not_of_taken_down_ck', 'a report that one took down oneself is attested by another');
  END IF;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.taken_down_is_unpublished()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  NEW.published := false;
  RETURN NEW;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.tallies_are_published()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
DECLARE
  homes uuid[];
  asks uuid[];
  told bigint;
  tally public.ask_tally;
  people integer[];
  apart record;
BEGIN
  SELECT array_agg(m.community_id), array_agg(m.ask_id) INTO homes, asks
    FROM (SELECT community_id, ask_id, quantity_wanted, places_taken, pledged_quantity, waitlisted_count, waitlisted_quantity, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count, stepped_back_count, cancelled_count, never_started_count, conditional_count, conditional_quantity, lapsed_count, no_show_count, handed_over_count, unconfirmed_count FROM new_rows EXCEPT SELECT community_id, ask_id, quantity_wanted, places_taken, pledged_quantity, waitlisted_count, waitlisted_quantity, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count, stepped_back_count, cancelled_count, never_started_count, conditional_count, conditional_quantity, lapsed_count, no_show_count, handed_over_count, unconfirmed_count FROM old_rows) m;
  IF asks IS NULL THEN RETURN NULL; END IF;
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted, pledged_count = tally.places_taken, pledged_quantity = tally.pledged_quantity, waitlisted_count = tally.waitlisted_count, waitlisted_quantity = tally.waitlisted_quantity, reported_count = tally.reported_count, reported_quantity = tally.reported_quantity, attested_count = tally.attested_count, attested_quantity = tally.attested_quantity, sent_back_count = tally.sent_back_count, stepped_back_count = tally.stepped_back_count, cancelled_count = tally.cancelled_count, never_started_count = tally.never_started_count, conditional_count = tally.conditional_count, conditional_quantity = tally.conditional_quantity, lapsed_count = tally.lapsed_count, no_show_count = tally.no_show_count, handed_over_count = tally.handed_over_count, unconfirmed_count = tally.unconfirmed_count
    FROM unnest(homes, asks) AS m (home, ask) JOIN public.ask_tally tally ON tally.community_id = m.home AND tally.ask_id = m.ask
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.is_exact;
  GET DIAGNOSTICS told = ROW_COUNT;
  IF told = cardinality(asks) THEN RETURN NULL; END IF;
  FOR tally IN
    SELECT t.* FROM unnest(homes, asks) AS m (home, ask) JOIN public.ask_tally t ON t.community_id = m.home AND t.ask_id = m.ask
      JOIN public.public_figure f ON f.community_id = m.home AND f.ask_id = m.ask AND f.body = 'PEOPLE' AND NOT f.is_exact
  LOOP
  people := app.people_behind(tally.community_id, tally.ask_id);
  SELECT * INTO apart FROM app.organizations_behind(tally.community_id, tally.ask_id);
  UPDATE public.public_figure f SET quantity_wanted = tally.quantity_wanted,
    pledged_count = app.next_figure(tally.places_taken - apart.counts[1], people[1], f.pledged_count, f.pledged_count, app.figure_moves(people[1], f.people_behind[1], f.k, app.patience(f.lot, 1, f.people_behind[1], f.k)), f.k),
    pledged_quantity = app.next_figure(tally.pledged_quantity - apart.quantities[1], people[1], f.pledged_quantity, f.pledged_count, app.figure_moves(people[1], f.people_behind[1], f.k, app.patience(f.lot, 1, f.people_behind[1], f.k)), f.k),
    waitlisted_count = app.next_figure(tally.waitlisted_count - apart.counts[2], people[2], f.waitlisted_count, f.waitlisted_count, app.figure_moves(people[2], f.people_behind[2], f.k, app.patience(f.lot, 2, f.people_behind[2], f.k)), f.k),
    waitlisted_quantity = app.next_figure(tally.waitlisted_quantity - apart.quantities[2], people[2], f.waitlisted_quantity, f.waitlisted_count, app.figure_moves(people[2], f.people_behind[2], f.k, app.patience(f.lot, 2, f.people_behind[2], f.k)), f.k),
    reported_count = app.next_figure(tally.reported_count - apart.counts[3], people[3], f.reported_count, f.reported_count, app.figure_moves(people[3], f.people_behind[3], f.k, app.patience(f.lot, 3, f.people_behind[3], f.k)), f.k),
    reported_quantity = app.next_figure(tally.reported_quantity - apart.quantities[3], people[3], f.reported_quantity, f.reported_count, app.figure_moves(people[3], f.people_behind[3], f.k, app.patience(f.lot, 3, f.people_behind[3], f.k)), f.k),
    attested_count = app.next_figure(tally.attested_count - apart.counts[4], people[4], f.attested_count, f.attested_count, app.figure_moves(people[4], f.people_behind[4], f.k, app.patience(f.lot, 4, f.people_behind[4], f.k)), f.k),
    attested_quantity = app.next_figure(tally.attested_quantity - apart.quantities[4], people[4], f.attested_quantity, f.attested_count, app.figure_moves(people[4], f.people_behind[4], f.k, app.patience(f.lot, 4, f.people_behind[4], f.k)), f.k),
    sent_back_count = app.next_figure(tally.sent_back_count - apart.counts[5], people[5], f.sent_back_count, f.sent_back_count, app.figure_moves(people[5], f.people_behind[5], f.k, app.patience(f.lot, 5, f.people_behind[5], f.k)), f.k),
    stepped_back_count = app.next_figure(tally.stepped_back_count - apart.counts[6], people[6], f.stepped_back_count, f.stepped_back_count, app.figure_moves(people[6], f.people_behind[6], f.k, app.patience(f.lot, 6, f.people_behind[6], f.k)), f.k),
    cancelled_count = app.next_figure(tally.cancelled_count - apart.counts[7], people[7], f.cancelled_count, f.cancelled_count, app.figure_moves(people[7], f.people_behind[7], f.k, app.patience(f.lot, 7, f.people_behind[7], f.k)), f.k),
    never_started_count = app.next_figure(tally.never_started_count - apart.counts[8], people[8], f.never_started_count, f.never_started_count, app.figure_moves(people[8], f.people_behind[8], f.k, app.patience(f.lot, 8, f.people_behind[8], f.k)), f.k),
    conditional_count = app.next_figure(tally.conditional_count - apart.counts[9], people[9], f.conditional_count, f.conditional_count, app.figure_moves(people[9], f.people_behind[9], f.k, app.patience(f.lot, 9, f.people_behind[9], f.k)), f.k),
    conditional_quantity = app.next_figure(tally.conditional_quantity - apart.quantities[9], people[9], f.conditional_quantity, f.conditional_count, app.figure_moves(people[9], f.people_behind[9], f.k, app.patience(f.lot, 9, f.people_behind[9], f.k)), f.k),
    lapsed_count = app.next_figure(tally.lapsed_count - apart.counts[10], people[10], f.lapsed_count, f.lapsed_count, app.figure_moves(people[10], f.people_behind[10], f.k, app.patience(f.lot, 10, f.people_behind[10], f.k)), f.k),
    no_show_count = app.next_figure(tally.no_show_count - apart.counts[11], people[11], f.no_show_count, f.no_show_count, app.figure_moves(people[11], f.people_behind[11], f.k, app.patience(f.lot, 11, f.people_behind[11], f.k)), f.k),
    handed_over_count = app.next_figure(tally.handed_over_count - apart.counts[12], people[12], f.handed_over_count, f.handed_over_count, app.figure_moves(people[12], f.people_behind[12], f.k, app.patience(f.lot, 12, f.people_behind[12], f.k)), f.k),
    unconfirmed_count = app.next_figure(tally.unconfirmed_count - apart.counts[13], people[13], f.unconfirmed_count, f.unconfirmed_count, app.figure_moves(people[13], f.people_behind[13], f.k, app.patience(f.lot, 13, f.people_behind[13], f.k)), f.k),
    people_behind = ARRAY[CASE WHEN app.figure_moves(people[1], f.people_behind[1], f.k, app.patience(f.lot, 1, f.people_behind[1], f.k)) THEN people[1] ELSE f.people_behind[1] END, CASE WHEN app.figure_moves(people[2], f.people_behind[2], f.k, app.patience(f.lot, 2, f.people_behind[2], f.k)) THEN people[2] ELSE f.people_behind[2] END, CASE WHEN app.figure_moves(people[3], f.people_behind[3], f.k, app.patience(f.lot, 3, f.people_behind[3], f.k)) THEN people[3] ELSE f.people_behind[3] END, CASE WHEN app.figure_moves(people[4], f.people_behind[4], f.k, app.patience(f.lot, 4, f.people_behind[4], f.k)) THEN people[4] ELSE f.people_behind[4] END, CASE WHEN app.figure_moves(people[5], f.people_behind[5], f.k, app.patience(f.lot, 5, f.people_behind[5], f.k)) THEN people[5] ELSE f.people_behind[5] END, CASE WHEN app.figure_moves(people[6], f.people_behind[6], f.k, app.patience(f.lot, 6, f.people_behind[6], f.k)) THEN people[6] ELSE f.people_behind[6] END, CASE WHEN app.figure_moves(people[7], f.people_behind[7], f.k, app.patience(f.lot, 7, f.people_behind[7], f.k)) THEN people[7] ELSE f.people_behind[7] END, CASE WHEN app.figure_moves(people[8], f.people_behind[8], f.k, app.patience(f.lot, 8, f.people_behind[8], f.k)) THEN people[8] ELSE f.people_behind[8] END, CASE WHEN app.figure_moves(people[9], f.people_behind[9], f.k, app.patience(f.lot, 9, f.people_behind[9], f.k)) THEN people[9] ELSE f.people_behind[9] END, CASE WHEN app.figure_moves(people[10], f.people_behind[10], f.k, app.patience(f.lot, 10, f.people_behind[10], f.k)) THEN people[10] ELSE f.people_behind[10] END, CASE WHEN app.figure_moves(people[11], f.people_behind[11], f.k, app.patience(f.lot, 11, f.people_behind[11], f.k)) THEN people[11] ELSE f.people_behind[11] END, CASE WHEN app.figure_moves(people[12], f.people_behind[12], f.k, app.patience(f.lot, 12, f.people_behind[12], f.k)) THEN people[12] ELSE f.people_behind[12] END, CASE WHEN app.figure_moves(people[13], f.people_behind[13], f.k, app.patience(f.lot, 13, f.people_behind[13], f.k)) THEN people[13] ELSE f.people_behind[13] END]
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.body = 'PEOPLE';
  IF NOT apart.any_at_all THEN CONTINUE; END IF;
  INSERT INTO public.public_figure (community_id, ask_id, campaign_id, priority_id, state, published, is_exact, k, quantity_wanted, body)
  SELECT f.community_id, f.ask_id, f.campaign_id, f.priority_id, f.state, f.published, false, f.k, 0, 'ORGANIZATIONS'
    FROM public.public_figure f WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.body = 'PEOPLE'
  ON CONFLICT DO NOTHING;
  UPDATE public.public_figure f SET
    pledged_count = app.next_figure(apart.counts[1], apart.bodies[1], f.pledged_count, f.pledged_count, app.figure_moves(apart.bodies[1], f.people_behind[1], f.k, app.patience(f.lot, 1, f.people_behind[1], f.k)), f.k),
    pledged_quantity = app.next_figure(apart.quantities[1], apart.bodies[1], f.pledged_quantity, f.pledged_count, app.figure_moves(apart.bodies[1], f.people_behind[1], f.k, app.patience(f.lot, 1, f.people_behind[1], f.k)), f.k),
    waitlisted_count = app.next_figure(apart.counts[2], apart.bodies[2], f.waitlisted_count, f.waitlisted_count, app.figure_moves(apart.bodies[2], f.people_behind[2], f.k, app.patience(f.lot, 2, f.people_behind[2], f.k)), f.k),
    waitlisted_quantity = app.next_figure(apart.quantities[2], apart.bodies[2], f.waitlisted_quantity, f.waitlisted_count, app.figure_moves(apart.bodies[2], f.people_behind[2], f.k, app.patience(f.lot, 2, f.people_behind[2], f.k)), f.k),
    reported_count = app.next_figure(apart.counts[3], apart.bodies[3], f.reported_count, f.reported_count, app.figure_moves(apart.bodies[3], f.people_behind[3], f.k, app.patience(f.lot, 3, f.people_behind[3], f.k)), f.k),
    reported_quantity = app.next_figure(apart.quantities[3], apart.bodies[3], f.reported_quantity, f.reported_count, app.figure_moves(apart.bodies[3], f.people_behind[3], f.k, app.patience(f.lot, 3, f.people_behind[3], f.k)), f.k),
    attested_count = app.next_figure(apart.counts[4], apart.bodies[4], f.attested_count, f.attested_count, app.figure_moves(apart.bodies[4], f.people_behind[4], f.k, app.patience(f.lot, 4, f.people_behind[4], f.k)), f.k),
    attested_quantity = app.next_figure(apart.quantities[4], apart.bodies[4], f.attested_quantity, f.attested_count, app.figure_moves(apart.bodies[4], f.people_behind[4], f.k, app.patience(f.lot, 4, f.people_behind[4], f.k)), f.k),
    sent_back_count = app.next_figure(apart.counts[5], apart.bodies[5], f.sent_back_count, f.sent_back_count, app.figure_moves(apart.bodies[5], f.people_behind[5], f.k, app.patience(f.lot, 5, f.people_behind[5], f.k)), f.k),
    stepped_back_count = app.next_figure(apart.counts[6], apart.bodies[6], f.stepped_back_count, f.stepped_back_count, app.figure_moves(apart.bodies[6], f.people_behind[6], f.k, app.patience(f.lot, 6, f.people_behind[6], f.k)), f.k),
    cancelled_count = app.next_figure(apart.counts[7], apart.bodies[7], f.cancelled_count, f.cancelled_count, app.figure_moves(apart.bodies[7], f.people_behind[7], f.k, app.patience(f.lot, 7, f.people_behind[7], f.k)), f.k),
    never_started_count = app.next_figure(apart.counts[8], apart.bodies[8], f.never_started_count, f.never_started_count, app.figure_moves(apart.bodies[8], f.people_behind[8], f.k, app.patience(f.lot, 8, f.people_behind[8], f.k)), f.k),
    conditional_count = app.next_figure(apart.counts[9], apart.bodies[9], f.conditional_count, f.conditional_count, app.figure_moves(apart.bodies[9], f.people_behind[9], f.k, app.patience(f.lot, 9, f.people_behind[9], f.k)), f.k),
    conditional_quantity = app.next_figure(apart.quantities[9], apart.bodies[9], f.conditional_quantity, f.conditional_count, app.figure_moves(apart.bodies[9], f.people_behind[9], f.k, app.patience(f.lot, 9, f.people_behind[9], f.k)), f.k),
    lapsed_count = app.next_figure(apart.counts[10], apart.bodies[10], f.lapsed_count, f.lapsed_count, app.figure_moves(apart.bodies[10], f.people_behind[10], f.k, app.patience(f.lot, 10, f.people_behind[10], f.k)), f.k),
    no_show_count = app.next_figure(apart.counts[11], apart.bodies[11], f.no_show_count, f.no_show_count, app.figure_moves(apart.bodies[11], f.people_behind[11], f.k, app.patience(f.lot, 11, f.people_behind[11], f.k)), f.k),
    handed_over_count = app.next_figure(apart.counts[12], apart.bodies[12], f.handed_over_count, f.handed_over_count, app.figure_moves(apart.bodies[12], f.people_behind[12], f.k, app.patience(f.lot, 12, f.people_behind[12], f.k)), f.k),
    unconfirmed_count = app.next_figure(apart.counts[13], apart.bodies[13], f.unconfirmed_count, f.unconfirmed_count, app.figure_moves(apart.bodies[13], f.people_behind[13], f.k, app.patience(f.lot, 13, f.people_behind[13], f.k)), f.k),
    people_behind = ARRAY[CASE WHEN app.figure_moves(apart.bodies[1], f.people_behind[1], f.k, app.patience(f.lot, 1, f.people_behind[1], f.k)) THEN apart.bodies[1] ELSE f.people_behind[1] END, CASE WHEN app.figure_moves(apart.bodies[2], f.people_behind[2], f.k, app.patience(f.lot, 2, f.people_behind[2], f.k)) THEN apart.bodies[2] ELSE f.people_behind[2] END, CASE WHEN app.figure_moves(apart.bodies[3], f.people_behind[3], f.k, app.patience(f.lot, 3, f.people_behind[3], f.k)) THEN apart.bodies[3] ELSE f.people_behind[3] END, CASE WHEN app.figure_moves(apart.bodies[4], f.people_behind[4], f.k, app.patience(f.lot, 4, f.people_behind[4], f.k)) THEN apart.bodies[4] ELSE f.people_behind[4] END, CASE WHEN app.figure_moves(apart.bodies[5], f.people_behind[5], f.k, app.patience(f.lot, 5, f.people_behind[5], f.k)) THEN apart.bodies[5] ELSE f.people_behind[5] END, CASE WHEN app.figure_moves(apart.bodies[6], f.people_behind[6], f.k, app.patience(f.lot, 6, f.people_behind[6], f.k)) THEN apart.bodies[6] ELSE f.people_behind[6] END, CASE WHEN app.figure_moves(apart.bodies[7], f.people_behind[7], f.k, app.patience(f.lot, 7, f.people_behind[7], f.k)) THEN apart.bodies[7] ELSE f.people_behind[7] END, CASE WHEN app.figure_moves(apart.bodies[8], f.people_behind[8], f.k, app.patience(f.lot, 8, f.people_behind[8], f.k)) THEN apart.bodies[8] ELSE f.people_behind[8] END, CASE WHEN app.figure_moves(apart.bodies[9], f.people_behind[9], f.k, app.patience(f.lot, 9, f.people_behind[9], f.k)) THEN apart.bodies[9] ELSE f.people_behind[9] END, CASE WHEN app.figure_moves(apart.bodies[10], f.people_behind[10], f.k, app.patience(f.lot, 10, f.people_behind[10], f.k)) THEN apart.bodies[10] ELSE f.people_behind[10] END, CASE WHEN app.figure_moves(apart.bodies[11], f.people_behind[11], f.k, app.patience(f.lot, 11, f.people_behind[11], f.k)) THEN apart.bodies[11] ELSE f.people_behind[11] END, CASE WHEN app.figure_moves(apart.bodies[12], f.people_behind[12], f.k, app.patience(f.lot, 12, f.people_behind[12], f.k)) THEN apart.bodies[12] ELSE f.people_behind[12] END, CASE WHEN app.figure_moves(apart.bodies[13], f.people_behind[13], f.k, app.patience(f.lot, 13, f.people_behind[13], f.k)) THEN apart.bodies[13] ELSE f.people_behind[13] END]
   WHERE f.community_id = tally.community_id AND f.ask_id = tally.ask_id AND f.body = 'ORGANIZATIONS';
  END LOOP;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tally_day_closes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  today record;
BEGIN
  INSERT INTO public.tally_day AS d (community_id, campaign_id, ask_id, day, quantity_wanted, places_taken, pledged_quantity, held_count, held_quantity, active_count, waitlisted_count, waitlisted_quantity, conditional_count, conditional_quantity, reconfirming_count, fulfilled_count, partly_fulfilled_count, stepped_back_count, handed_over_count, lapsed_count, cancelled_count, never_started_count, reported_count, reported_quantity, attested_count, attested_quantity, sent_back_count, no_show_count, unconfirmed_count, skipped_count)
  VALUES (OLD.community_id, OLD.campaign_id, OLD.ask_id, OLD.day, OLD.quantity_wanted, OLD.places_taken, OLD.pledged_quantity, OLD.held_count, OLD.held_quantity, OLD.active_count, OLD.waitlisted_count, OLD.waitlisted_quantity, OLD.conditional_count, OLD.conditional_quantity, OLD.reconfirming_count, OLD.fulfilled_count, OLD.partly_fulfilled_count, OLD.stepped_back_count, OLD.handed_over_count, OLD.lapsed_count, OLD.cancelled_count, OLD.never_started_count, OLD.reported_count, OLD.reported_quantity, OLD.attested_count, OLD.attested_quantity, OLD.sent_back_count, OLD.no_show_count, OLD.unconfirmed_count, OLD.skipped_count)
  -- Two closes of one day: its campaign has moved to another time zone meanwhile.
  ON CONFLICT (community_id, ask_id, day) DO UPDATE SET quantity_wanted = excluded.quantity_wanted, places_taken = excluded.places_taken, pledged_quantity = excluded.pledged_quantity, held_count = excluded.held_count, held_quantity = excluded.held_quantity, active_count = excluded.active_count, waitlisted_count = excluded.waitlisted_count, waitlisted_quantity = excluded.waitlisted_quantity, conditional_count = excluded.conditional_count, conditional_quantity = excluded.conditional_quantity, reconfirming_count = excluded.reconfirming_count, fulfilled_count = excluded.fulfilled_count, partly_fulfilled_count = excluded.partly_fulfilled_count, stepped_back_count = excluded.stepped_back_count, handed_over_count = excluded.handed_over_count, lapsed_count = excluded.lapsed_count, cancelled_count = excluded.cancelled_count, never_started_count = excluded.never_started_count, reported_count = excluded.reported_count, reported_quantity = excluded.reported_quantity, attested_count = excluded.attested_count, attested_quantity = excluded.attested_quantity, sent_back_count = excluded.sent_back_count, no_show_count = excluded.no_show_count, unconfirmed_count = excluded.unconfirmed_count, skipped_count = excluded.skipped_count;
  SELECT * INTO today FROM app.local_day(NEW.community_id, NEW.campaign_id);
  NEW.day := greatest(OLD.day, today.day);
  NEW.day_ends := today.ends;
  RETURN NEW;
END $function$
-- OWNER accompany_owner
-- At the first change after a day has ended, what was true until now is what was true at its end.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tally_digest(host uuid, round uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(i.priority_id, i.position, i.lot, i.statement, i.cost, i.rank, t.because) ORDER BY i.priority_id), '[]')::text, 'UTF8')), 'hex')
    FROM public.round_item i LEFT JOIN public.round_tally t ON t.community_id = i.community_id AND t.round_id = i.round_id AND t.priority_id = i.priority_id
   WHERE i.community_id = host AND i.round_id = round
$function$
-- OWNER accompany_owner
-- List, lots, ranks and reasons of a counted round, as a hex SHA-256. Granted to nobody: others would learn it of what they may not see.

CREATE OR REPLACE FUNCTION app.tally_fills()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.public_figure f SET is_full = app.is_full(NEW) WHERE f.community_id = NEW.community_id AND f.ask_id = NEW.ask_id;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tally_is_split()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  is_due boolean[] := ARRAY[abs(NEW.places_taken - OLD.split_at[1]) >= greatest(10, OLD.split_at[1] / 10), abs(NEW.waitlisted_count - OLD.split_at[2]) >= greatest(10, OLD.split_at[2] / 10), abs(NEW.reported_count - OLD.split_at[3]) >= greatest(10, OLD.split_at[3] / 10), abs(NEW.attested_count - OLD.split_at[4]) >= greatest(10, OLD.split_at[4] / 10)];
  totals integer[] := ARRAY[NEW.places_taken, NEW.waitlisted_count, NEW.reported_count, NEW.attested_count];
  shown record;
  people integer[];
  apart record;
  last public.figure_split;
BEGIN
  -- Asked at moments that everyone can tell from the whole, whoever it was that came then: else the last one would be known.
  SELECT f.published, f.k INTO shown FROM public.public_figure f
   WHERE f.community_id = NEW.community_id AND f.ask_id = NEW.ask_id AND f.is_exact;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id AND p.ask_id = NEW.ask_id
      WHERE m.community_id = NEW.community_id AND m.organization_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  people := app.people_behind(NEW.community_id, NEW.ask_id);
  SELECT * INTO apart FROM app.organizations_behind(NEW.community_id, NEW.ask_id);
  FOR n IN 1..4 LOOP
    CONTINUE WHEN NOT is_due[n];
    SELECT s.* INTO last FROM public.figure_split s
     WHERE s.community_id = NEW.community_id AND s.ask_id = NEW.ask_id AND s.measure = (ARRAY['PLEDGED', 'WAITLISTED', 'REPORTED', 'ATTESTED'])[n];
    CONTINUE WHEN NOT app.split_moves(people[n], apart.bodies[n], totals[n] - apart.counts[n], apart.counts[n], last, shown.k);
    INSERT INTO public.figure_split (community_id, ask_id, measure, campaign_id, published, people_count, organization_count, people_behind, organizations_behind)
    VALUES (NEW.community_id, NEW.ask_id, (ARRAY['PLEDGED', 'WAITLISTED', 'REPORTED', 'ATTESTED'])[n], NEW.campaign_id, shown.published,
      totals[n] - apart.counts[n], apart.counts[n], people[n], apart.bodies[n])
    ON CONFLICT (community_id, ask_id, measure) DO UPDATE SET people_count = excluded.people_count, organization_count = excluded.organization_count,
      people_behind = excluded.people_behind, organizations_behind = excluded.organizations_behind;
  END LOOP;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tally_to_record(host uuid, round uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.only_the_clock();
  RETURN app.tally_digest(host, round);
END $function$
-- OWNER accompany_owner
-- What whoever counted a round leaves of it on the record.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tell_leads_of_round()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  objector uuid;
BEGIN
  IF NEW.state = 'OBJECTED' THEN
    SELECT o.lead_id INTO objector FROM public.round_objection o WHERE o.community_id = NEW.community_id AND o.round_id = NEW.id ORDER BY o.objected_at DESC, o.id LIMIT 1;
  END IF;
  -- Whose member objected has it on its record with that member. Unannounced, as whatever stands on two records.
  INSERT INTO public.record_entry (community_id, id, kind, actor_role, campaign_id, subject_type, subject_id, details)
  SELECT p.community_id, gen_random_uuid(), 'round.' || lower(NEW.state),
         CASE WHEN NEW.state = 'OBJECTED' THEN 'AFFECTED' WHEN app.is_system() THEN 'SYSTEM' ELSE 'STEWARD' END, NEW.campaign_id, 'RoundPart', p.id,
         jsonb_build_object('hostId', NEW.community_id, 'roundId', NEW.id)
           || CASE WHEN NEW.state = 'OBJECTED' OR NOT app.is_system() THEN jsonb_build_object('leadId', coalesce(objector, NEW.community_id)) ELSE '{}' END
    FROM public.round_part p
   WHERE p.host_id = NEW.community_id AND p.round_id = NEW.id AND p.community_id <> NEW.community_id AND p.community_id IS DISTINCT FROM objector;
  RETURN NULL;
END $function$
-- OWNER accompany_owner
-- Puts on the record of each community that voted beside the host how the round went on. Of whom it was done by they learn the community.

CREATE OR REPLACE FUNCTION app.thread_lead(home uuid, ask uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE WHEN a.lead_id IS NOT NULL AND NOT app.lead_is_out(a.community_id, a.campaign_id, a.lead_id) THEN a.lead_id END
    FROM public.ask a WHERE a.community_id = home AND a.id = thread_lead.ask
$function$
-- OWNER accompany_owner
-- The community beside the host that speaks with pledgers to the ask; null for the host, which speaks again once a lead is out.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tidy_ally_requests()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('ally_request_tidied_by_clock_only_ck', 'only the clock forgets');
  END IF;
  -- Who came to be affected there, or closed the organization, waits for nothing any more.
  UPDATE public.ally_request q SET state = 'WITHDRAWN', answers = '{}', decided_at = now()
   WHERE q.state = 'WAITING' AND (
     EXISTS (SELECT FROM public.membership m WHERE m.community_id = q.community_id AND m.person_id = q.person_id AND m.ended_at IS NULL AND m.standing = 'AFFECTED')
     OR EXISTS (SELECT FROM public.organization o WHERE o.id = q.organization_id AND o.ended_at IS NOT NULL));
  DELETE FROM public.ally_request q WHERE q.state <> 'WAITING' AND q.decided_at < now() - interval '90 days';
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tie_entry(community uuid, entry uuid, made_for uuid, pledge uuid, is_new boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE public.assisted_entry e SET pledge_id = coalesce(e.pledge_id, pledge),
      membership_id = coalesce(e.membership_id, (SELECT m.id FROM public.membership m WHERE m.community_id = community AND m.person_id = made_for AND m.ended_at IS NULL))
    WHERE e.community_id = community AND e.id = entry AND e.settled_at = now() AND app.person_id() = made_for;
  IF is_new THEN UPDATE vault.entry_secret s SET person_id = made_for WHERE s.community_id = community AND s.entry_id = entry; END IF;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.time_in_ask(community uuid, ask uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT least(now(), CASE WHEN g.state = 'STOPPED' THEN g.stopped_at END, CASE WHEN a.state = 'PAUSED' THEN a.paused_at END,
               CASE WHEN a.state = 'OPEN' THEN m.until END)
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.community_id = community AND a.id = time_in_ask.ask
$function$
-- OWNER accompany_owner
-- Now, or since when the ask stands still: what is to end in it ends by this clock.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.tongue(language text)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT (coalesce(array_position(ARRAY['ar', 'ca', 'da', 'de', 'el', 'en', 'es', 'eu', 'fi', 'fr', 'ga', 'hi', 'hu', 'hy', 'id', 'it', 'lt', 'nb', 'ne', 'nl', 'nn', 'no', 'pt', 'ro', 'ru', 'sr', 'sv', 'ta', 'tr', 'yi'], lower(split_part(language, '-', 1))), 0) + 1)::smallint
$function$
-- OWNER accompany_owner
-- The place of a language among those whose words Postgres can stem; 1 for all others.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.translate_ask(home uuid, ask uuid, translation uuid, tongue text, written jsonb, of_terms integer, translator uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  original public.ask;
  before integer;
BEGIN
  PERFORM app.lock_ask(home, translate_ask.ask);
  SELECT * INTO original FROM public.ask a WHERE a.community_id = home AND a.id = translate_ask.ask;
  IF original.id IS NULL OR NOT app.drafts_ask(original) OR NOT coalesce(original.lead_id IS NOT NULL OR translator = ANY (app.my_memberships()), false) THEN
    PERFORM app.refuse('ask_translation_by_its_people_ck', 'those who write an ask down translate it');
  END IF;
  IF lower(original.language) = lower(translate_ask.tongue) THEN
    PERFORM app.refuse('ask_translation_into_another_ck', 'it is written in this language');
  END IF;
  IF of_terms NOT BETWEEN 1 AND original.terms_version THEN
    PERFORM app.refuse('ask_translation_of_terms_ck', 'there is no such version of its terms');
  END IF;
  DELETE FROM public.ask_translation t WHERE t.community_id = home AND t.ask_id = original.id AND t.language = translate_ask.tongue RETURNING t.version INTO before;
  IF (SELECT count(*) FROM public.ask_translation t WHERE t.community_id = home AND t.ask_id = original.id) >= 40 THEN
    PERFORM app.refuse('ask_translation_limit_ck', 'an ask is translated into at most 40 languages');
  END IF;
  INSERT INTO public.ask_translation (community_id, id, campaign_id, ask_id, language, title, description, unit, risk_notes, mitigations, dos, donts, prerequisites, suits, access, of_terms_version, of_digest, version, translated_by, lead_id)
  VALUES (home, translation, original.campaign_id, original.id, translate_ask.tongue, coalesce(translate_ask.written ->> 'title', ''), coalesce(translate_ask.written ->> 'description', ''), coalesce(translate_ask.written ->> 'unit', ''), coalesce(translate_ask.written ->> 'risk_notes', ''), coalesce(translate_ask.written ->> 'mitigations', ''), coalesce(translate_ask.written ->> 'dos', ''), coalesce(translate_ask.written ->> 'donts', ''), coalesce(translate_ask.written ->> 'prerequisites', ''), coalesce(translate_ask.written ->> 'suits', ''), coalesce(translate_ask.written ->> 'access', ''), of_terms, app.ask_words_digest(original), coalesce(before, 0) + 1,
    CASE WHEN original.lead_id IS NULL THEN translator END, original.lead_id);
END $function$
-- OWNER accompany_owner
-- Replaces the translation in that language, if there is one.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.translate_priority(home uuid, priority uuid, translation uuid, lead uuid, tongue text, statement text, details text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  original public.priority;
  before integer;
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[translate_priority.priority]);
  SELECT * INTO original FROM public.priority p WHERE p.community_id = home AND p.id = translate_priority.priority;
  IF NOT coalesce(CASE WHEN lead IS NULL THEN home = ANY (app.communities_as('affected')) ELSE app.leads_campaign(home, original.campaign_id, lead, 'affected') END, false) THEN
    PERFORM app.refuse('priority_translation_by_its_people_ck', 'people affected of the host and of its leads translate priorities');
  END IF;
  IF lower(original.language) = lower(tongue) THEN
    PERFORM app.refuse('priority_translation_into_another_ck', 'it is written in this language');
  END IF;
  DELETE FROM public.priority_translation t WHERE t.community_id = home AND t.priority_id = original.id AND t.language = tongue RETURNING t.version INTO before;
  INSERT INTO public.priority_translation (community_id, id, campaign_id, priority_id, language, statement, details, of_version, version, translated_by, lead_id)
  VALUES (home, translation, original.campaign_id, original.id, tongue, translate_priority.statement, translate_priority.details, original.version, coalesce(before, 0) + 1,
    CASE WHEN lead IS NULL THEN app.affected_self(home) END, lead);
END $function$
-- OWNER accompany_owner
-- Replaces the translation in that language, if there is one.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.translation_digest(community uuid, translation uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  SELECT encode(sha256(convert_to(jsonb_build_array(t.id, t.priority_id, t.language, t.statement, t.details, t.of_version, t.version, t.lead_id)::text, 'UTF8')), 'hex')
    FROM public.priority_translation t WHERE t.community_id = translation_digest.community AND t.id = translation_digest.translation
$function$
-- OWNER accompany_owner
-- As app.priority_digest, of a translation.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.translation_faults(home uuid, campaign uuid)
 RETURNS TABLE(kind text, table_name text, row_id uuid, within_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH entry AS MATERIALIZED (
    SELECT e.subject_id, e.kind, e.seq, e.recorded_at, e.id, e.details ->> 'language' AS language, e.details ->> 'translationId' AS translation, e.details ->> 'translationDigest' AS digest
      FROM record_entry e
     WHERE e.community_id = home AND e.campaign_id = campaign AND e.subject_type = 'Priority' AND e.kind IN ('priority.translated', 'priority.translation_withdrawn')
  ), latest AS (
    SELECT DISTINCT ON (e.subject_id, e.language) e.* FROM entry e ORDER BY e.subject_id, e.language, e.seq DESC NULLS FIRST, e.recorded_at DESC, e.id DESC
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
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.unblock_ally(community uuid, block uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  held public.ally_block;
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community');
  END IF;
  SELECT * INTO held FROM public.ally_block b WHERE b.community_id = community AND b.id = block AND b.lifted_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF held.person_id = app.person_id() OR held.organization_id = ANY (app.my_organizations()) THEN
    PERFORM app.refuse('membership_not_own_ck', 'nobody decides on their own standing');
  END IF;
  UPDATE public.ally_block b SET lifted_at = now(), lifted_by = app.membership_in(community) WHERE b.community_id = community AND b.id = block;
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.unconfirm_reports(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  late record;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR late IN SELECT o.community_id, o.id, o.pledge_id, p.campaign_id FROM public.occurrence o
      JOIN public.pledge p ON p.community_id = o.community_id AND p.id = o.pledge_id
      JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
     WHERE o.state = 'REPORTED' AND o.reported_at <= now() - interval '30 days' AND g.state <> 'STOPPED'
       AND o.reported_at + interval '30 days' + app.stood_still(p.community_id, p.campaign_id, o.reported_at) <= now()
     ORDER BY o.reported_at LIMIT most LOOP
    PERFORM app.lock_occurrences(late.community_id, ARRAY[late.id]);
    -- Under the lock: someone may have answered, or it may be reported anew.
    UPDATE public.occurrence o SET state = 'UNCONFIRMED' WHERE o.community_id = late.community_id AND o.id = late.id AND o.state = 'REPORTED' AND o.reported_at <= now() - interval '30 days';
    IF FOUND THEN
      PERFORM app.put_on_record(late.community_id, 'fulfilment.unconfirmed', NULL, 'SYSTEM', 'Occurrence', late.id, jsonb_build_object('pledgeId', late.pledge_id), late.campaign_id);
    END IF;
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$
-- OWNER accompany_owner
-- For the clock: reports that nobody answered for 30 days, time that the campaign stood still not counted. No fault of the pledger; they can still be attested. Answers how many.
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
BEGIN
  SELECT count(*) INTO unsealed FROM public.record_entry e WHERE e.community_id = community AND e.seq IS NULL;
  SELECT e.seq, e.hash INTO entries, head FROM public.record_entry e
   WHERE e.community_id = community AND e.seq IS NOT NULL ORDER BY e.seq DESC LIMIT 1;
  entries := coalesce(entries, 0);
  head := coalesce(head, '');
  SELECT min(coalesce(f.place, entries + 1)) INTO broken_at FROM app.record_faults(community, 1, 9223372036854775807) f;
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

CREATE OR REPLACE FUNCTION app.waiting_batch(batch uuid)
 RETURNS public.assembly_batch
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  b public.assembly_batch;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('ballots ' || o.part_id::text, 0)) FROM public.assembly_batch o WHERE o.id = batch AND o.community_id = ANY (app.communities_as('settled'));
  SELECT o.* INTO b FROM public.assembly_batch o
    JOIN public.round_part p ON p.community_id = o.community_id AND p.id = o.part_id AND p.state = 'OPEN'
    JOIN public.priority_round r ON r.community_id = p.host_id AND r.id = p.round_id AND r.state = 'OPEN' AND r.closes_at > now()
   WHERE o.id = batch AND o.community_id = ANY (app.communities_as('settled')) AND o.state = 'WAITING' FOR UPDATE OF o;
  IF NOT FOUND THEN
    PERFORM app.refuse('assembly_waiting_ck', 'a batch is settled once, while its round is open');
  END IF;
  RETURN b;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.waitlist_positions(pledges uuid[])
 RETURNS TABLE(pledge_id uuid, "position" integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT p.id, 1 + (SELECT count(*)::integer FROM public.pledge w JOIN public.ask a ON a.community_id = w.community_id AND a.id = w.ask_id
                     WHERE w.community_id = p.community_id AND w.ask_id = p.ask_id AND w.state = 'WAITLISTED' AND w.turn < p.turn AND w.offered_until IS NULL
                       AND (w.offer_lapsed_at IS NULL OR w.plan_when > now() + a.notice_hours * interval '1 hour'))
    FROM public.pledge p WHERE p.id = ANY (pledges) AND p.state = 'WAITLISTED' AND p.offered_until IS NULL
     AND (p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
       OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])) OR app.leads_ask(p.community_id, p.ask_id))
$function$
-- OWNER accompany_owner
-- How many wait before each of these, and one: not those to whom a place is offered, nor those who let one pass that is as near still. An ally sees no other pledges, yet may know how long the queue before theirs is.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.way_to(person uuid, way text, about text, at timestamp with time zone)
 RETURNS TABLE(choice text, language text, quiet_until timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('notified_by_relay_only_ck', 'only the relay tells people what happened');
  END IF;
  RETURN QUERY
  SELECT w.choice, p.language,
         CASE WHEN about IS DISTINCT FROM 'ACCOUNT_SAFETY' THEN app.quiet_until(at, p.time_zone, coalesce(h.quiet_from, 21), coalesce(h.quiet_until, 8)) END
    FROM public.person p JOIN app.ways_to(p.id, about) w ON w.channel = way LEFT JOIN public.notification_hours h ON h.person_id = p.id
   WHERE p.id = person AND p.suspended_at IS NULL;
END $function$
-- OWNER accompany_owner
-- How to tell someone of a topic by one way; with when their quiet hours end, if they are in them. Nothing where they cannot be reached by it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.ways_to(person uuid, about text)
 RETURNS TABLE(channel text, choice text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT w.channel, CASE WHEN about = 'ACCOUNT_SAFETY' THEN 'AT_ONCE' ELSE coalesce(c.choice, 'AT_ONCE') END
    FROM (SELECT 'MAIL' AS channel FROM vault.account a WHERE a.person_id = person AND a.email_cipher IS NOT NULL
          UNION ALL SELECT 'MESSENGER' FROM vault.messenger m WHERE m.person_id = person) w
    LEFT JOIN public.notification_choice c ON c.person_id = person AND c.channel = w.channel AND c.topic = about
$function$
-- OWNER accompany_owner
-- By which ways a person can be reached, and how they want to be told by each. Not granted: reached through those that the relay calls.

CREATE OR REPLACE FUNCTION app.withdraw_ally_request(community uuid, request uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.ally_request q SET state = 'WITHDRAWN', answers = '{}', decided_at = now()
   WHERE q.community_id = community AND q.id = request AND q.state = 'WAITING' AND q.id = ANY (app.my_ally_requests());
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_ask_translation(home uuid, translation uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  DELETE FROM public.ask_translation t USING public.ask a
   WHERE t.community_id = home AND t.id = translation AND a.community_id = home AND a.id = t.ask_id AND app.drafts_ask(a);
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- By any of those who write the ask down.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_assembly(batch uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  b public.assembly_batch := app.waiting_batch(batch);
BEGIN
  IF b.entered_by <> ALL (app.my_memberships()) THEN
    PERFORM app.refuse('assembly_withdrawn_by_own_ck', 'who entered a batch withdraws it');
  END IF;
  PERFORM app.drop_assembly(b, 'WITHDRAWN', NULL, NULL);
END $function$
-- OWNER accompany_owner
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

CREATE OR REPLACE FUNCTION app.withdraw_hand_over(community uuid, pledge uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
BEGIN
  DELETE FROM public.pledge_hand_over h WHERE h.community_id = community AND h.pledge_id = own.id AND h.expires_at > now();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_message(home uuid, message uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  done integer;
BEGIN
  UPDATE public.thread_message m SET text = NULL, withdrawn_at = now() FROM public.thread_message named
   WHERE named.community_id = home AND named.id = message AND m.community_id = home AND m.batch_id = named.batch_id
     AND m.kind IN ('MESSAGE', 'THANKS') AND m.written_at > now() - interval '15 minutes' AND m.withdrawn_at IS NULL AND m.hidden_at IS NULL
     AND (m.written_by = ANY (app.my_memberships())
       OR EXISTS (SELECT FROM public.lead_act a WHERE a.community_id = m.lead_id AND a.id = m.id AND a.membership_id = ANY (app.my_memberships())));
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $function$
-- OWNER accompany_owner
-- By whoever wrote it, within 15 minutes, from every thread into which the same action wrote it. The words are gone, their place stays.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_offer(community uuid, offer uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.offer o SET state = 'WITHDRAWN', settled_at = now(), version = o.version + 1
   WHERE o.community_id = community AND o.id = offer AND o.state = 'OFFERED' AND o.expires_at > now() AND o.offered_by = ANY (app.my_memberships());
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- By whoever offered, while it waits; false where it waits no more.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_priority(home uuid, target uuid, lead uuid, capacity text, reason text)
 RETURNS TABLE(mandate_id uuid, ask_ids uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM app.lock_priorities(home, ARRAY[target]);
  IF NOT EXISTS (SELECT FROM public.priority p WHERE p.community_id = home AND p.id = target AND app.may_put_aside(p, lead, capacity)) THEN
    PERFORM app.refuse('priority_put_aside_by_its_people_ck', 'its proposer withdraws a priority until it is named, and a steward any');
  END IF;
  UPDATE public.priority p SET withdrawn_at = now(), withdrawn_because = reason, put_aside_as = capacity, put_aside_for = lead,
         put_aside_by = CASE WHEN lead IS NULL THEN app.affected_self(home) END
   WHERE p.community_id = home AND p.id = target AND p.withdrawn_at IS NULL AND p.merged_into IS NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('priority_is_live_ck', 'it was withdrawn or merged before');
  END IF;
  RETURN QUERY SELECT * FROM app.end_mandates_for(home, ARRAY[target]);
END $function$
-- OWNER accompany_owner
-- Answers which mandates ended by it, and which asks paused.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.withdraw_remark(home uuid, remark uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  UPDATE public.priority_remark r SET text = NULL, withdrawn_at = now()
   WHERE r.community_id = home AND r.id = remark AND r.withdrawn_at IS NULL AND r.removed_at IS NULL AND (r.written_by = ANY (app.my_memberships())
     OR EXISTS (SELECT FROM public.lead_act a WHERE a.community_id = r.lead_id AND a.id = r.id AND a.membership_id = ANY (app.my_memberships())));
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- By whoever said it, and for good: the words are gone, their place stays.
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

CREATE OR REPLACE FUNCTION app.withdraw_translation(home uuid, translation uuid, lead uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  DELETE FROM public.priority_translation t
   WHERE t.community_id = home AND t.id = translation AND CASE WHEN lead IS NULL
     THEN home = ANY (app.communities_as('steward')) OR (home = ANY (app.communities_as('affected')) AND t.translated_by = ANY (app.my_memberships()))
     ELSE t.lead_id = lead AND (app.leads_campaign(home, t.campaign_id, lead, 'steward') OR (app.leads_campaign(home, t.campaign_id, lead, 'affected')
       AND EXISTS (SELECT FROM public.lead_act a WHERE a.community_id = lead AND a.id = t.id AND a.membership_id = ANY (app.my_memberships())))) END;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- By its translator, a steward of the host, or one of the lead whose member translated it.
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

CREATE OR REPLACE FUNCTION app.witness_assembly(batch uuid, seen integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  b public.assembly_batch := app.waiting_batch(batch);
  me uuid := app.assembly_witness(b);
BEGIN
  IF seen IS DISTINCT FROM b.ballot_count THEN
    PERFORM app.refuse('assembly_witnessed_count_ck', 'the witness saw another number of ballots');
  END IF;
  -- Two people must not be all there is to their own two votes, unless nobody else is on the roll.
  IF EXISTS (SELECT FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id AND l.membership_id = me)
     AND NOT EXISTS (SELECT FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id AND l.membership_id NOT IN (me, b.entered_by))
     AND (SELECT p.roll_count FROM public.round_part p WHERE p.community_id = b.community_id AND p.id = b.part_id) > 2 THEN
    PERFORM app.refuse('assembly_witness_apart_ck', 'a third person witnesses a batch of these two');
  END IF;
  UPDATE public.roll_entry e SET on_paper = true FROM public.assembly_place l
   WHERE l.community_id = b.community_id AND l.batch_id = b.id AND e.community_id = l.community_id AND e.part_id = l.part_id AND e.membership_id = l.membership_id;
  DELETE FROM public.assembly_place l WHERE l.community_id = b.community_id AND l.batch_id = b.id;
  UPDATE public.assembly_batch o SET state = 'WITNESSED', settled_by = me, settled_at = now() WHERE o.community_id = b.community_id AND o.id = b.id;
END $function$
-- OWNER accompany_owner
-- From here on its ballots count, and its people cast none online.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.word_queries(asked text)
 RETURNS tsquery[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT array_agg(websearch_to_tsquery('pg_catalog.simple', unaccent('unaccent', asked)) || websearch_to_tsquery(s.configuration, app.plain_letters(s.language, asked))
      || websearch_to_tsquery(s.configuration, asked) ORDER BY s.tongue)
    FROM unnest(app.stemmers(), ARRAY['', 'ar', 'ca', 'da', 'de', 'el', 'en', 'es', 'eu', 'fi', 'fr', 'ga', 'hi', 'hu', 'hy', 'id', 'it', 'lt', 'nb', 'ne', 'nl', 'nn', 'no', 'pt', 'ro', 'ru', 'sr', 'sv', 'ta', 'tr', 'yi']) WITH ORDINALITY AS s (configuration, language, tongue)
$function$
-- OWNER accompany_owner
-- What is asked for, by app.tongue: made once for a search, and each row takes that of its language.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.words_in(language text, written text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT to_tsvector('pg_catalog.simple', unaccent('unaccent', written))
      || to_tsvector((app.stemmers())[app.tongue(language)], app.plain_letters(language, written)) || to_tsvector((app.stemmers())[app.tongue(language)], written)
$function$
-- OWNER accompany_owner
-- As they stand, without accents; and their stems, with accents and without: a stemmer may need them to know an ending.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.write_faults(home uuid, campaign uuid)
 RETURNS TABLE(kind text, table_name text, row_id uuid, within_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT 'WRITE_FORGED', 'record_entry', e.id, NULL::uuid FROM record_entry e
   WHERE e.community_id = home AND e.campaign_id = campaign AND app.reaches_priorities(e.kind) AND NOT coalesce(CASE
       WHEN e.actor_role = 'SYSTEM' THEN e.actor_id IS NULL AND e.kind IN ('priority.witnessed', 'priority.ranked', 'priority.unranked', 'round.opened', 'round.closed', 'round.inquorate', 'round.counted', 'round.ratified', 'mandate.given', 'round.cancelled', 'mandate.ended')
       WHEN e.actor_role NOT IN ('AFFECTED', 'STEWARD') OR e.kind NOT IN ('priority.proposed', 'priority.revised', 'priority.review_date_set', 'priority.withdrawn', 'priority.restored', 'priority.merged', 'priority.translated',
    'priority.translation_withdrawn', 'round.scheduled', 'round.estimated', 'round.opening_moved', 'round.closing_moved', 'round.objected', 'assembly.entered', 'assembly.witnessed', 'assembly.rejected',
    'assembly.withdrawn', 'mandate.proposed', 'mandate.signed', 'round.cancelled', 'mandate.ended') THEN false
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
$function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION app.write_remark(home uuid, priority uuid, remark uuid, lead uuid, words text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  place uuid := (SELECT p.campaign_id FROM public.priority p WHERE p.community_id = home AND p.id = write_remark.priority);
BEGIN
  IF NOT coalesce(CASE WHEN lead IS NULL THEN home = ANY (app.communities_as('affected')) ELSE app.leads_campaign(home, place, lead, 'affected') END, false) THEN
    PERFORM app.refuse('priority_remark_by_its_people_ck', 'people affected of the host and of its leads discuss priorities');
  END IF;
  INSERT INTO public.priority_remark (community_id, id, campaign_id, priority_id, text, written_by, lead_id)
  VALUES (home, remark, place, write_remark.priority, words, CASE WHEN lead IS NULL THEN app.affected_self(home) END, lead);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.write_to_community(home uuid, pledge uuid, question uuid, words text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  message uuid := gen_random_uuid();
  own public.pledge;
BEGIN
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = home AND p.id = write_to_community.pledge AND p.pledger_id = ANY (app.my_memberships());
  IF NOT FOUND THEN
    PERFORM app.refuse('thread_written_by_its_pledger_ck', 'pledgers write about their own pledges');
  END IF;
  INSERT INTO public.thread AS t (community_id, pledge_id, campaign_id, ask_id, pledger_id, pledger_standing, last_message_at)
  VALUES (home, own.id, own.campaign_id, own.ask_id, own.pledger_id, own.pledger_standing, now())
  ON CONFLICT ON CONSTRAINT thread_pk DO UPDATE SET last_message_at = now() WHERE t.closed_at IS NULL OR question IS NOT NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('thread_open_to_its_pledger_ck', 'the community takes no more messages in this thread');
  END IF;
  IF question IS NOT NULL THEN
    UPDATE public.thread_question q SET answered_at = now()
     WHERE q.community_id = home AND q.pledge_id = own.id AND q.id = question AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL;
    IF NOT FOUND THEN
      PERFORM app.refuse('thread_question_open_ck', 'only an open question is answered, once');
    END IF;
  ELSE
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), home, 'thread.pledger_wrote', own.id);
  END IF;
  INSERT INTO public.thread_message (community_id, id, pledge_id, batch_id, kind, side, text, written_by, question_id)
  VALUES (home, message, own.id, message, CASE WHEN question IS NULL THEN 'MESSAGE' ELSE 'ANSWER' END, 'PLEDGER', words, own.pledger_id, question);
  RETURN message;
END $function$
-- OWNER accompany_owner
-- A message of the pledger's, or with a question its answer: that one is taken in a closed thread too.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.write_to_pledgers(home uuid, target uuid, chosen uuid, what text, words text, due timestamp with time zone)
 RETURNS TABLE(message_id uuid, question_id uuid, batch_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  reach text := app.writes_to_pledgers(home, target);
  lead uuid := app.thread_lead(home, target);
  place uuid := (SELECT a.campaign_id FROM public.ask a WHERE a.community_id = home AND a.id = target);
  batch uuid := gen_random_uuid();
  -- Once, and not for each of five hundred.
  own uuid[] := app.my_memberships();
  author uuid;
  reached uuid[];
  held boolean;
BEGIN
  IF reach IS NULL THEN
    PERFORM app.refuse('thread_written_by_its_community_ck', 'those who work with the pledgers of an ask write to them');
  END IF;
  IF what = 'QUESTION' THEN
    -- Some minutes are given for the way here: whoever picks the first time or the last that is allowed is not turned away.
    IF due < now() + interval '23 hours 55 minutes' OR due > now() + interval '60 days 5 minutes' THEN
      PERFORM app.refuse('thread_question_due_in_time_ck', 'a question is due in a day at the soonest, and in sixty at the latest');
    END IF;
    -- Nobody stops, pauses or steps back between the look at it and the question: pledges change under the tally of their ask.
    PERFORM FROM public.campaign g WHERE g.community_id = home AND g.id = place FOR SHARE;
    PERFORM app.lock_ask(home, target);
    PERFORM FROM public.ask a WHERE a.community_id = home AND a.id = target FOR SHARE;
  END IF;
  WITH taking AS (
    INSERT INTO public.thread AS t (community_id, pledge_id, campaign_id, ask_id, pledger_id, pledger_standing, last_message_at)
    SELECT p.community_id, p.id, p.campaign_id, p.ask_id, p.pledger_id, p.pledger_standing, now() FROM public.pledge p
     WHERE p.community_id = home AND p.ask_id = target AND CASE WHEN chosen IS NULL THEN p.state IN ('ACTIVE', 'WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION') ELSE p.id = chosen END
       AND (reach = 'ALL' OR p.pledger_standing = 'ALLY') AND NOT p.pledger_id = ANY (own)
       AND (what <> 'QUESTION' OR p.state NOT IN ('STEPPED_BACK', 'STEPPED_BACK_LATE', 'HANDED_OVER', 'NEVER_STARTED', 'CANCELLED'))
     ORDER BY p.id
    ON CONFLICT ON CONSTRAINT thread_pk DO UPDATE SET last_message_at = now() WHERE t.blocked_at IS NULL OR what = 'QUESTION'
    RETURNING t.pledge_id
  )
  SELECT coalesce(array_agg(k.pledge_id ORDER BY k.pledge_id), '{}') INTO reached FROM taking k;
  IF what = 'QUESTION' THEN
    SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}') INTO reached FROM unnest(reached) AS r (id)
     WHERE 30 > (SELECT count(*) FROM public.thread_question q
                  WHERE q.community_id = home AND q.pledge_id = r.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL);
  END IF;
  IF lead IS NULL THEN author := app.self_in(home); END IF;
  INSERT INTO public.thread_message (community_id, id, pledge_id, batch_id, kind, side, text, written_by, lead_id)
  SELECT home, CASE WHEN r.place = 1 THEN batch ELSE gen_random_uuid() END, r.id, batch, what, 'COMMUNITY', words, author, lead
    FROM unnest(reached) WITH ORDINALITY AS r (id, place);
  IF what = 'QUESTION' THEN
    SELECT g.state = 'STOPPED' OR a.state = 'PAUSED' INTO held
      FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id WHERE a.community_id = home AND a.id = target;
    INSERT INTO public.thread_question (community_id, id, message_id, pledge_id, campaign_id, ask_id, pledger_id, batch_id, due_at, held_since)
    SELECT home, gen_random_uuid(), m.id, m.pledge_id, t.campaign_id, t.ask_id, t.pledger_id, batch, coalesce(due, now() + interval '7 days'), CASE WHEN held THEN now() END
      FROM public.thread_message m JOIN public.thread t ON t.community_id = m.community_id AND t.pledge_id = m.pledge_id
     WHERE m.community_id = home AND m.batch_id = batch;
  ELSIF cardinality(reached) > 0 THEN
    -- Announced and not on the record: what people say to each other is nobody's to keep count of.
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), home, 'thread.community_wrote', batch);
  END IF;
  RETURN QUERY SELECT m.id, q.id, m.batch_id FROM public.thread_message m
    LEFT JOIN public.thread_question q ON q.community_id = m.community_id AND q.message_id = m.id
   WHERE m.community_id = home AND m.batch_id = batch ORDER BY m.pledge_id;
END $function$
-- OWNER accompany_owner
-- Writes to one pledge of an ask, or to all that are live, each in its own thread, and answers which. Passed over: one's own, threads whose pledger takes no messages (of questions: those of whom thirty wait already), and of allies who organize the pledges of people affected.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.writes_to_pledgers(home uuid, ask uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT CASE
    WHEN s.lead IS NOT NULL THEN CASE WHEN s.lead = ANY (app.communities_as('settled')) THEN 'ALL' END
    WHEN home = ANY (app.communities_as('settled')) THEN 'ALL'
    WHEN home = ANY (app.communities_as('organizer')) AND NOT home = ANY (app.communities_as('affected')) THEN 'ALLIES'
  END FROM (SELECT app.thread_lead(home, ask) AS lead) s
$function$
-- OWNER accompany_owner
-- To whom of an ask the current person writes in the name of its community: to ALL who pledged, as one of its settled people; to ALLIES alone, as an ally who organizes; null to nobody.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION app.wrote_message(home uuid, message uuid, person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM public.thread_message t WHERE t.community_id = home AND t.id = message AND (app.stands_behind(home, t.written_by, person)
     OR EXISTS (SELECT FROM public.lead_act a JOIN public.membership m ON m.community_id = a.community_id AND m.id = a.membership_id
                 WHERE a.community_id = t.lead_id AND a.id = t.id AND m.person_id = person)))
$function$
-- OWNER accompany_owner
-- Whether the person wrote it, for whichever community, or acts or acted for the organization that did. Granted to nobody.

CREATE OR REPLACE FUNCTION vault.add_passkey(challenge bytea, session uuid, passkey uuid, lookup bytea, credential bytea, public_key bytea, reached_by text[], called text, count bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  IF NOT vault.use_passkey_challenge(challenge, 'REGISTER', session) THEN RETURN false; END IF;
  IF vault.passkey_count(app.person_id()) >= 20 THEN
    PERFORM app.refuse('passkey_most_ck', 'a person has at most twenty passkeys');
  END IF;
  INSERT INTO vault.passkey (id, person_id, credential_lookup, credential_cipher, public_key_cipher, transports, name, signature_count)
  VALUES (passkey, app.person_id(), lookup, credential, public_key, reached_by, called, count);
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Uses up the challenge that the device signed, keeps the passkey for whom the challenge was made, and ends their other sessions. False when there is no such challenge.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.arm_email_undo(change uuid, token bytea)
 RETURNS TABLE(email_cipher bytea, language text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('email_change_armed_by_relay_ck', 'only the mail relay arms a code');
  END IF;
  INSERT INTO vault.access_log (person_id, purpose) SELECT c.person_id, 'person.email_changed' FROM vault.email_change c WHERE c.id = change;
  RETURN QUERY
  UPDATE vault.email_change c SET undo_hash = token FROM public.person p
   WHERE c.id = change AND c.expires_at > now() AND p.id = c.person_id
  RETURNING c.old_cipher, p.language;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.arm_messenger(pending uuid, code bytea)
 RETURNS TABLE(address_cipher bytea, language text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('messenger_by_relay_only_ck', 'only the relay reads where to send a message');
  END IF;
  RETURN QUERY
  UPDATE vault.pending_messenger m SET code_digest = code, expires_at = now() + interval '15 minutes' FROM public.person p
   WHERE m.id = pending AND m.expires_at > now() AND p.id = m.person_id AND p.suspended_at IS NULL
  RETURNING m.address_cipher, p.language;
END $function$
-- OWNER accompany_owner
-- Called as the code is sent, which is good for a quarter of an hour from then on; nothing where the address was taken back or given too long ago.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.arm_password_reset(reset uuid, token bytea)
 RETURNS TABLE(email_cipher bytea, language text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  armed vault.password_reset;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('password_reset_armed_by_relay_ck', 'only the mail relay arms a code');
  END IF;
  UPDATE vault.password_reset r SET token_hash = token, person_id = a.person_id, expires_at = now() + interval '1 hour'
    FROM vault.account a JOIN public.person p ON p.id = a.person_id
   WHERE r.id = reset AND r.expires_at > now() AND a.email_lookup = r.email_lookup AND p.suspended_at IS NULL
  RETURNING r.* INTO armed;
  IF NOT FOUND THEN
    DELETE FROM vault.password_reset r WHERE r.id = reset;
    RETURN;
  END IF;
  DELETE FROM vault.password_reset r WHERE r.email_lookup = armed.email_lookup AND r.id <> reset AND r.requested_at <= armed.requested_at;
  INSERT INTO vault.access_log (person_id, purpose) VALUES (armed.person_id, 'person.password_reset_requested');
  RETURN QUERY SELECT a.email_cipher, p.language FROM vault.account a JOIN public.person p ON p.id = a.person_id WHERE a.person_id = armed.person_id;
END $function$
-- OWNER accompany_owner
-- Called when the mail is sent, for an hour from then; older codes end. Nothing for an address without an account, or a suspended one.
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
 RETURNS TABLE(session_id uuid, person_id uuid, memberships jsonb, is_operator boolean, second_factor boolean, proved_at timestamp with time zone, language text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT s.id, s.person_id, app.memberships_of(s.person_id, s.second_factor), p.is_operator, s.second_factor, s.proved_at, p.language
    FROM vault.session s JOIN public.person p ON p.id = s.person_id
   WHERE s.access_hash = access AND s.access_expires_at > now() AND s.revoked_at IS NULL AND s.replaced_at IS NULL AND p.suspended_at IS NULL
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.authenticate_app(digest bytea)
 RETURNS TABLE(token_id uuid, person_id uuid, scopes text[], memberships jsonb, noted_today boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT t.id, t.person_id, t.scopes, app.memberships_of(t.person_id, false),
         t.last_used_on IS NOT DISTINCT FROM (now() AT TIME ZONE p.time_zone)::date
    FROM vault.app_token t JOIN public.person p ON p.id = t.person_id
   WHERE t.token_hash = digest AND t.revoked_at IS NULL AND t.expires_at > now() AND p.suspended_at IS NULL AND NOT p.is_operator
$function$
-- OWNER accompany_owner
-- The person's standings as they are now, without a second factor: duties that ask for one rest.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.authenticate_key(digest bytea)
 RETURNS TABLE(id uuid, community_id uuid, campaign_ids uuid[], noted_today boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT k.id, k.community_id,
         CASE WHEN NOT k.covers_all_campaigns THEN ARRAY (SELECT c.campaign_id FROM public.dashboard_key_campaign c
                WHERE c.community_id = k.community_id AND c.key_id = k.id ORDER BY c.campaign_id) END,
         k.last_used_on IS NOT DISTINCT FROM (now() AT TIME ZONE h.time_zone)::date
    FROM vault.dashboard_key_secret s
    JOIN public.dashboard_key k ON k.community_id = s.community_id AND k.id = s.key_id
    JOIN public.community h ON h.id = k.community_id
   WHERE s.key_hash = digest AND k.revoked_at IS NULL AND k.expires_at > now()
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.burn_app_token(digest bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('app_token_burnt_by_door_ck', 'a token is burnt where it is found');
  END IF;
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'SEEN_IN_ADDRESS' WHERE t.token_hash = digest AND t.revoked_at IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.burn_dashboard_key(digest bytea)
 RETURNS TABLE(community_id uuid, key_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('dashboard_key_burnt_by_door_ck', 'a key is burnt where it is found');
  END IF;
  RETURN QUERY
  UPDATE public.dashboard_key k SET revoked_at = now(), revoked_because = 'SEEN_IN_ADDRESS'
    FROM vault.dashboard_key_secret s
   WHERE s.key_hash = digest AND k.community_id = s.community_id AND k.id = s.key_id AND k.revoked_at IS NULL AND k.expires_at > now()
  RETURNING k.community_id, k.id;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.campaign_calendar_feeds(campaigns uuid[])
 RETURNS TABLE(id uuid, campaign_id uuid, keeper_id uuid, detail text, includes_rounds boolean, created_at timestamp with time zone, rotated_at timestamp with time zone, revoked_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT f.id, f.campaign_id, m.id, f.detail, f.includes_rounds, f.created_at, f.rotated_at, f.revoked_at
    FROM vault.calendar_feed f
    LEFT JOIN public.membership m ON m.community_id = f.community_id AND m.person_id = f.person_id AND m.ended_at IS NULL
   WHERE f.campaign_id = ANY (campaigns) AND (f.revoked_at IS NULL OR f.revoked_at > now() - interval '30 days')
     AND (f.community_id = ANY (app.communities_as('organizer')) OR f.campaign_id = ANY (app.campaigns_led_as('organizer')))
   ORDER BY f.created_at DESC, f.id DESC LIMIT 1000
$function$
-- OWNER accompany_owner
-- Those that work, and those that were withdrawn within the last 30 days, for whoever runs the asks. Who keeps one on behalf of a lead is not named: the host does not learn who belongs to it.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.change_password(session uuid, verified text, code bytea, password text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  account vault.account;
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  SELECT * INTO account FROM vault.account a WHERE a.person_id = app.person_id();
  IF account.password_hash IS NULL THEN
    PERFORM vault.require_fresh(session);
  ELSIF verified IS NOT NULL THEN
    -- Two changes at once were both verified against the same password; the second finds it gone.
    IF account.password_hash <> verified THEN RETURN false; END IF;
  ELSIF code IS NULL OR NOT vault.use_recovery_code(account.person_id, code) THEN
    RETURN false;
  END IF;
  UPDATE vault.account a SET password_hash = password WHERE a.person_id = account.person_id;
  PERFORM vault.end_other_sessions(session);
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- For who gives the present password (verified, by its hash) or a recovery code; without a password, for who proved lately that it is them. Ends every other session.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.claim_single_sign_on(state bytea, secret bytea, for_purpose text, session uuid)
 RETURNS bytea
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  contents bytea;
BEGIN
  UPDATE vault.single_sign_on_attempt t SET claimed_at = now()
   WHERE t.state_hash = state AND t.secret_hash = secret AND t.purpose = for_purpose AND t.expires_at > now() AND t.claimed_at IS NULL
     AND t.family_id IS NOT DISTINCT FROM CASE WHEN for_purpose = 'LINK' THEN vault.family_of(session) END
  RETURNING t.sealed INTO contents;
  RETURN contents;
END $function$
-- OWNER accompany_owner
-- What was sealed at the start, to the first who comes back with state and secret; null to everyone else.
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
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'SIGNED_OUT_EVERYWHERE' WHERE t.person_id = app.person_id() AND t.revoked_at IS NULL;
  UPDATE vault.calendar_feed f SET revoked_at = now() WHERE f.person_id = app.person_id() AND f.revoked_at IS NULL;
END $function$
-- OWNER accompany_owner
-- App tokens and calendars end with the sessions: who signs out everywhere wants nobody to act or read for them any more.
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

CREATE OR REPLACE FUNCTION vault.confirm_messenger(code bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  WITH confirmed AS (
    DELETE FROM vault.pending_messenger m WHERE m.person_id = app.person_id() AND m.code_digest = code AND m.expires_at > now() RETURNING m.person_id, m.address_cipher)
  INSERT INTO vault.messenger (person_id, address_cipher) SELECT c.person_id, c.address_cipher FROM confirmed c
  ON CONFLICT ON CONSTRAINT messenger_pk DO UPDATE SET address_cipher = EXCLUDED.address_cipher, confirmed_at = now();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.confirm_sign_up(token bytea, new_person uuid, name_lookup bytea, name_cipher bytea, password text, codes bytea[])
 RETURNS TABLE(person_id uuid, created boolean, change_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  pending vault.pending_sign_up;
  change uuid;
BEGIN
  SELECT * INTO pending FROM vault.pending_sign_up p
   WHERE p.token_hash = token AND p.used_at IS NULL AND p.expires_at > now()
     -- An address asked for by an account is confirmed by its owner only: a mail must not tie its reader to a stranger's account.
     AND (p.person_id IS NULL OR p.person_id = app.person_id());
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM vault.lock_address(pending.email_lookup);
  UPDATE vault.pending_sign_up p SET used_at = now()
   WHERE p.id = pending.id AND p.token_hash = token AND p.used_at IS NULL
     AND NOT EXISTS (SELECT FROM vault.account a WHERE a.email_lookup = pending.email_lookup);
  IF NOT FOUND THEN RETURN; END IF;
  IF pending.person_id IS NULL THEN
    PERFORM vault.create_account(new_person, pending.language, pending.time_zone, name_lookup, name_cipher, password, codes);
  ELSE
    change := vault.keep_address(pending.person_id);
  END IF;
  UPDATE vault.account a SET email_lookup = pending.email_lookup, email_cipher = pending.email_cipher
   WHERE a.person_id = coalesce(pending.person_id, new_person);
  DELETE FROM vault.pending_sign_up p WHERE p.email_lookup = pending.email_lookup AND p.id <> pending.id;
  RETURN QUERY SELECT coalesce(pending.person_id, new_person), pending.person_id IS NULL, change;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.confirm_totp(session uuid, step bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.totp t SET secret_cipher = t.pending_cipher, confirmed_at = now(), last_step = step, pending_cipher = NULL, pending_until = NULL
   WHERE t.person_id = app.person_id() AND t.pending_until > now();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN vault.prove_session(session, true) IS NOT NULL;
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

CREATE OR REPLACE FUNCTION vault.create_app_token(session uuid, token uuid, name text, scopes text[], until timestamp with time zone, digest bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Whoever ends all sessions waits here, or is waited for: no token outlives that by being made meanwhile.
  PERFORM vault.lock_sessions(app.person_id());
  IF NOT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL) THEN
    PERFORM app.refuse('app_token_by_person_ck', 'a token is given by a person who is signed in');
  END IF;
  DELETE FROM vault.app_token t WHERE t.person_id = app.person_id() AND least(t.expires_at, t.revoked_at) < now() - interval '30 days';
  IF (SELECT count(*) FROM vault.app_token t WHERE t.person_id = app.person_id() AND t.revoked_at IS NULL AND t.expires_at > now()) >= 20 THEN
    PERFORM app.refuse('app_token_at_most_20_ck', 'a person has at most twenty live app tokens');
  END IF;
  INSERT INTO vault.app_token (id, person_id, name, scopes, token_hash, expires_at) VALUES (token, app.person_id(), name, scopes, digest, until);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.create_calendar_feed(session uuid, feed uuid, community uuid, campaign uuid, detail text, rounds boolean, language text, digest bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Whoever ends all sessions waits here, or is waited for: no feed outlives that by being made meanwhile.
  PERFORM vault.lock_sessions(app.person_id());
  IF NOT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL) THEN
    PERFORM app.refuse('calendar_feed_by_person_ck', 'a calendar is made by a person who is signed in');
  END IF;
  IF campaign IS NOT NULL AND NOT vault.keeps_calendar(app.person_id(), community, campaign) THEN
    PERFORM app.refuse('calendar_feed_by_organizer_ck', 'the calendar of a campaign is made by those who run its asks');
  END IF;
  IF (SELECT count(*) FROM vault.calendar_feed f WHERE f.person_id = app.person_id() AND f.revoked_at IS NULL) >= 10 THEN
    PERFORM app.refuse('calendar_feed_at_most_10_ck', 'a person keeps at most ten calendars');
  END IF;
  INSERT INTO vault.calendar_feed (id, person_id, community_id, campaign_id, detail, includes_rounds, language, token_hash)
  VALUES (feed, app.person_id(), community, campaign, detail, rounds, language, digest);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.create_dashboard_key(community uuid, key uuid, name text, campaigns uuid[], until timestamp with time zone, digest bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT community = ANY (app.communities_as('steward')) THEN
    PERFORM app.refuse('dashboard_key_by_steward_ck', 'only a steward makes a dashboard key');
  END IF;
  INSERT INTO public.dashboard_key (community_id, id, name, covers_all_campaigns, expires_at) VALUES (community, key, name, campaigns IS NULL, until);
  INSERT INTO public.dashboard_key_campaign (community_id, key_id, campaign_id) SELECT community, key, c FROM unnest(campaigns) c;
  INSERT INTO vault.dashboard_key_secret (community_id, key_id, key_hash) VALUES (community, key, digest);
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

CREATE OR REPLACE FUNCTION vault.end_other_sessions(session uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now()
   WHERE s.person_id = app.person_id() AND s.revoked_at IS NULL
     AND s.family_id IS DISTINCT FROM (SELECT own.family_id FROM vault.session own WHERE own.id = session AND own.person_id = app.person_id());
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION vault.entry_by_code(code bytea)
 RETURNS SETOF public.assisted_entry
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT e.* FROM vault.entry_secret s JOIN public.assisted_entry e ON e.community_id = s.community_id AND e.id = s.entry_id
   WHERE s.code_hash = code AND ((e.state = 'WAITING' AND e.expires_at > now()) OR (e.state = 'CALLED_BACK' AND s.person_id IS NOT NULL))
$function$
-- OWNER accompany_owner
-- For whoever holds the code: what waits to be confirmed, or an account that was made after a call back and not taken over yet.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.entry_reach(entry uuid)
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT s.reach_cipher FROM public.assisted_entry e JOIN vault.entry_secret s ON s.community_id = e.community_id AND s.entry_id = e.id
   WHERE e.id = entry AND e.state = 'WAITING' AND (e.community_id = ANY (app.communities_as('organizer')) OR e.community_id = ANY (app.communities_as('settled')))
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.erase_me()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  me uuid := app.person_id();
BEGIN
  IF NOT EXISTS (SELECT FROM public.person p WHERE p.id = me) THEN RETURN false; END IF;
  -- Not waited for: two at once share a lock on the memberships already, and each would wait for the other.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('accompany.sessions.' || me::text, 0)) THEN
    RAISE EXCEPTION USING ERRCODE = '55P03', MESSAGE = 'someone is at this account right now';
  END IF;
  PERFORM vault.erase_person(me);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Erases the current person, and nobody else.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.erase_person(target uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  memberships uuid[];
  homes uuid[];
  representatives uuid[];
  about uuid[];
  home uuid;
  nobody uuid;
  link record;
  passes integer := 0;
  stuck boolean;
BEGIN
  -- Communities before people, as whoever admits or removes; and once more, for what came about until the row was locked.
  PERFORM app.hide_person(target);
  PERFORM FROM public.person p WHERE p.id = target FOR UPDATE;
  PERFORM app.hide_person(target);
  SELECT coalesce(array_agg(m.id), '{}'), coalesce(array_agg(DISTINCT m.community_id), '{}') INTO memberships, homes FROM public.membership m WHERE m.person_id = target;
  representatives := ARRAY(SELECT r.id FROM public.representative r WHERE r.person_id = target);
  PERFORM app.free_pledges(m.community_id, m.id) FROM (SELECT * FROM public.membership o WHERE o.person_id = target ORDER BY o.community_id, o.id) m;
  DELETE FROM public.idempotency i WHERE i.scope = target::text;
  DELETE FROM public.outbox_event o WHERE o.subject_id = target OR o.data::text LIKE '%' || target || '%'
     OR o.subject_id IN (SELECT p.id FROM vault.pending_sign_up p WHERE p.person_id = target UNION ALL SELECT r.id FROM vault.password_reset r WHERE r.person_id = target
                         UNION ALL SELECT c.id FROM vault.email_change c WHERE c.person_id = target);
  PERFORM app.blank_personal_text(ARRAY[target], memberships, representatives);

  -- What the record says in its details of this person goes; the chain covers the digest, which stays. The sealer is kept
  -- out meanwhile, since what it reads must be what it chains: an entry that is not sealed yet is sealed without them.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.record.seal', 0));
  about := memberships || ARRAY(SELECT p.id FROM public.pledge p WHERE p.community_id = ANY (homes) AND p.pledger_id = ANY (memberships))
    || ARRAY(SELECT o.id FROM public.occurrence o WHERE o.community_id = ANY (homes) AND o.pledger_id = ANY (memberships));
  WITH erased AS (
    UPDATE public.record_entry e SET details = '{}', salt = CASE WHEN e.seq IS NULL THEN e.salt END
     WHERE e.community_id = ANY (homes) AND e.details <> '{}'
       AND (e.subject_id = ANY (about) OR EXISTS (SELECT FROM unnest(memberships) AS m (id) WHERE e.details::text LIKE '%' || m.id || '%'))
    RETURNING e.id)
  UPDATE public.outbox_event o SET data = '{}' FROM erased WHERE o.id = erased.id AND o.delivered_at IS NOT NULL;

  -- One nobody for each community: who counted once there still does, and nothing ties two communities together.
  FOREACH home IN ARRAY homes LOOP
    nobody := gen_random_uuid();
    INSERT INTO public.person (id, created_at) VALUES (nobody, 'epoch');
    UPDATE public.membership m SET person_id = nobody WHERE m.community_id = home AND m.person_id = target;
  END LOOP;
  FOR link IN
    SELECT n.nspname, c.relname, l.column_name FROM app.person_links() l JOIN pg_class c ON c.oid = l.table_id JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE l.holds = 'person' AND n.nspname = 'public' AND c.relname NOT IN ('person', 'membership', 'idempotency', 'outbox_event')
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE %I = $1)', link.relname, link.column_name) INTO stuck USING target;
    CONTINUE WHEN NOT stuck;
    nobody := gen_random_uuid();
    INSERT INTO public.person (id, created_at) VALUES (nobody, 'epoch');
    EXECUTE format('UPDATE public.%I SET %I = $1 WHERE %2$I = $2', link.relname, link.column_name) USING nobody, target;
  END LOOP;

  -- The vault goes whole. Rows that others of it point to go after those.
  DELETE FROM vault.passkey_challenge c WHERE c.family_id IN (SELECT s.family_id FROM vault.session s WHERE s.person_id = target);
  DELETE FROM vault.single_sign_on_attempt t WHERE t.family_id IN (SELECT s.family_id FROM vault.session s WHERE s.person_id = target);
  -- Asked for by whoever knows the address, signed in or not.
  DELETE FROM vault.password_reset r WHERE r.email_lookup IN (SELECT a.email_lookup FROM vault.account a WHERE a.person_id = target);
  DELETE FROM vault.pending_sign_up p WHERE p.email_lookup IN (SELECT a.email_lookup FROM vault.account a WHERE a.person_id = target);
  UPDATE vault.access_log a SET read_by = NULL WHERE a.read_by = target AND a.person_id <> target;
  LOOP
    stuck := false;
    FOR link IN
      SELECT c.relname, l.column_name FROM app.person_links() l JOIN pg_class c ON c.oid = l.table_id
       WHERE l.holds = 'person' AND c.relnamespace = 'vault'::regnamespace ORDER BY c.relname, l.column_name
    LOOP
      BEGIN
        EXECUTE format('DELETE FROM vault.%I WHERE %I = $1', link.relname, link.column_name) USING target;
      EXCEPTION WHEN foreign_key_violation THEN
        stuck := true;
      END;
    END LOOP;
    passes := passes + 1;
    EXIT WHEN NOT stuck OR passes = 10;
  END LOOP;
  DELETE FROM public.person p WHERE p.id = target;
END $function$
-- OWNER accompany_owner
-- Erases a person: live pledges step back without fault, memberships end and become someone, the account and its row are gone. Not granted: reached through erase_me, the clock, and the owner on the host.

CREATE OR REPLACE FUNCTION vault.family_of(session uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN (SELECT s.family_id FROM vault.session s
           WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL AND s.replaced_at IS NULL);
END $function$
-- OWNER accompany_owner
-- What stays of a live session of one's own when it is refreshed.

CREATE OR REPLACE FUNCTION vault.forget_app_tokens()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  DELETE FROM vault.app_token t WHERE least(t.expires_at, t.revoked_at) < now() - interval '30 days';
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_calendar_feeds()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_ck', 'only time erases what is over');
  END IF;
  DELETE FROM vault.calendar_feed f WHERE f.revoked_at < now() - interval '30 days';
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

CREATE OR REPLACE FUNCTION vault.forget_expired_codes()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  DELETE FROM vault.password_reset WHERE expires_at < now();
  DELETE FROM vault.email_change WHERE expires_at < now();
  UPDATE vault.totp SET pending_cipher = NULL, pending_until = NULL WHERE pending_until < now();
  DELETE FROM vault.totp WHERE secret_cipher IS NULL AND pending_cipher IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_exports()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  DELETE FROM vault.data_export e WHERE e.expires_at < now() OR (e.json_read_at IS NOT NULL AND e.page_read_at IS NOT NULL);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_passkey_challenges()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  DELETE FROM vault.passkey_challenge WHERE expires_at < now();
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_pending_messengers()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('messenger_by_relay_only_ck', 'only the relay reads where to send a message');
  END IF;
  DELETE FROM vault.pending_messenger m WHERE m.expires_at < now();
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_single_sign_on_attempts()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  DELETE FROM vault.single_sign_on_attempt WHERE expires_at < now();
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.forget_unused_accounts(days integer, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  unused uuid;
  gone integer := 0;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  IF days < 31 THEN
    PERFORM app.refuse('retention_of_a_session_ck', 'an account outlives the longest session');
  END IF;
  FOR unused IN
    SELECT p.id FROM public.person p JOIN vault.account a ON a.person_id = p.id
     WHERE p.created_at < now() - make_interval(days => days) AND a.email_lookup IS NULL AND NOT p.is_operator AND p.suspended_at IS NULL
       AND NOT EXISTS (SELECT FROM public.membership m WHERE m.person_id = p.id)
       AND NOT EXISTS (SELECT FROM public.representative r WHERE r.person_id = p.id)
       AND NOT EXISTS (SELECT FROM vault.session s WHERE s.person_id = p.id AND s.revoked_at IS NULL AND s.refresh_expires_at > now())
     ORDER BY p.id LIMIT most FOR UPDATE OF p SKIP LOCKED
  LOOP
    PERFORM vault.erase_person(unused);
    gone := gone + 1;
  END LOOP;
  RETURN gone;
END $function$
-- OWNER accompany_owner
-- Accounts without a confirmed address that never stood anywhere and in which nobody is signed in any more. Answers how many.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.has_second_factor_of(person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM vault.totp t WHERE t.person_id = person AND t.confirmed_at IS NOT NULL) OR vault.passkey_count(person) > 0
$function$
-- OWNER accompany_owner
-- Whether the person has set up a second factor: from then on one proof alone opens no session. The one place that knows which kinds there are.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.has_way_in(person uuid, by_provider boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM vault.account a WHERE a.person_id = person AND a.password_hash IS NOT NULL)
      OR EXISTS (SELECT FROM vault.recovery_code c WHERE c.person_id = person AND c.used_at IS NULL)
      OR vault.passkey_count(person) > 0
      OR (by_provider AND EXISTS (SELECT FROM vault.single_sign_on o WHERE o.person_id = person));
END $function$
-- OWNER accompany_owner
-- Whether the person could sign in again: by password, recovery code or passkey, or at the provider where this server has one.

CREATE OR REPLACE FUNCTION vault.hold_matching()
 RETURNS TABLE(capacities_cipher bytea, buffers_cipher bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Two changes at once would each keep what the other replaced; there may be no row yet to lock.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.matching.' || app.person_id()::text, 0));
  RETURN QUERY SELECT m.capacities_cipher, m.buffers_cipher FROM vault.matching_profile m WHERE m.person_id = app.person_id();
END $function$
-- OWNER accompany_owner
-- As own_matching, held until the end of the transaction for the change that follows.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.hold_proofs(person uuid, verified text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Until the end of this transaction nobody changes what the person proves with, and whoever did so before is seen.
  PERFORM vault.lock_sessions(person);
  RETURN EXISTS (SELECT FROM vault.account a JOIN public.person p ON p.id = a.person_id
    WHERE a.person_id = person AND p.suspended_at IS NULL AND (verified IS NULL OR a.password_hash = verified));
END $function$
-- OWNER accompany_owner
-- False when the password whose hash was verified outside the transaction has been replaced since, or the account suspended.
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

CREATE OR REPLACE FUNCTION vault.keep_address(person uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  account vault.account;
  change uuid;
BEGIN
  SELECT * INTO account FROM vault.account a WHERE a.person_id = person FOR UPDATE;
  DELETE FROM vault.password_reset r WHERE r.person_id = person;
  IF account.email_lookup IS NULL THEN RETURN NULL; END IF;
  INSERT INTO vault.email_change (id, person_id, old_lookup, old_cipher, expires_at)
  VALUES (gen_random_uuid(), person, account.email_lookup, account.email_cipher, now() + interval '7 days')
  RETURNING id INTO change;
  RETURN change;
END $function$
-- OWNER accompany_owner
-- Before an address is replaced or removed: what it was, to be undone. Codes that were sent there for a new password end.

CREATE OR REPLACE FUNCTION vault.keep_entry(community uuid, entry uuid, code bytea, reach bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM public.assisted_entry e WHERE e.community_id = community AND e.id = entry AND e.entered_by = ANY (app.my_memberships()) AND e.entered_at = now()) THEN
    PERFORM app.refuse('assisted_entry_own_ck', 'a code is kept with the entry that it is for');
  END IF;
  INSERT INTO vault.entry_secret (community_id, entry_id, code_hash, reach_cipher) VALUES (community, entry, code, reach);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.keep_matching(capacities bytea, buffers bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('matching_profile_of_oneself_ck', 'people say of themselves what they bring');
  END IF;
  IF capacities IS NULL THEN
    DELETE FROM vault.matching_profile m WHERE m.person_id = app.person_id();
  ELSE
    INSERT INTO vault.matching_profile (person_id, capacities_cipher, buffers_cipher) VALUES (app.person_id(), capacities, buffers)
      ON CONFLICT (person_id) DO UPDATE SET capacities_cipher = EXCLUDED.capacities_cipher, buffers_cipher = EXCLUDED.buffers_cipher;
  END IF;
END $function$
-- OWNER accompany_owner
-- Keeps both anew, so that nobody who watches the row can tell which one changed; nulls when there is nothing to keep.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.keeps_calendar(person uuid, community uuid, campaign uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT EXISTS (
    SELECT FROM public.membership m
     WHERE m.person_id = person AND m.ended_at IS NULL AND (m.until IS NULL OR m.until > now())
       AND (m.is_steward OR (m.organizer_until > now() AND m.paused_at IS NULL))
       AND (m.community_id = community OR (m.standing = 'AFFECTED' AND EXISTS (SELECT FROM public.coalition_lead l
             WHERE l.community_id = community AND l.campaign_id = campaign AND l.lead_id = m.community_id AND l.left_at IS NULL))))
$function$
-- OWNER accompany_owner
-- Whether someone runs the asks of a campaign, for its host or a community that leads it. A calendar has no second factor: who made the feed needed one where it is asked for.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.lacks_needed_factor(person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF vault.has_second_factor_of(person) THEN RETURN false; END IF;
  -- Locked before it is looked at, so that a community which starts to ask at this moment is not overlooked.
  PERFORM FROM public.community c JOIN public.membership m ON m.community_id = c.id
    WHERE m.person_id = person AND m.ended_at IS NULL AND (m.is_steward OR m.organizer_until > now()) FOR SHARE OF c;
  RETURN EXISTS (
    SELECT FROM public.membership m JOIN public.community c ON c.id = m.community_id
     WHERE m.ended_at IS NULL AND c.requires_second_factor AND (m.is_steward OR m.organizer_until > now()) AND m.person_id = person);
END $function$
-- OWNER accompany_owner
-- Whether a community that asks its stewards and organizers for a second factor gave duties to a person who has none.

CREATE OR REPLACE FUNCTION vault.link_new_account(person uuid, subject bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- An account that was there before is linked by its owner alone, signed in; see link_single_sign_on.
  IF NOT EXISTS (SELECT FROM public.person p WHERE p.id = person AND p.created_at = now()) THEN
    PERFORM app.refuse('single_sign_on_new_account_ck', 'only the account made in this transaction is linked for someone');
  END IF;
  INSERT INTO vault.single_sign_on (person_id, subject_lookup) VALUES (person, subject);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.link_single_sign_on(state bytea, secret bytea, session uuid, subject bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  DELETE FROM vault.single_sign_on_attempt t
   WHERE t.state_hash = state AND t.secret_hash = secret AND t.purpose = 'LINK' AND t.claimed_at IS NOT NULL AND t.family_id = vault.family_of(session);
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM vault.lock_subject(subject);
  INSERT INTO vault.single_sign_on (person_id, subject_lookup) VALUES (app.person_id(), subject)
  ON CONFLICT (person_id) DO UPDATE SET subject_lookup = EXCLUDED.subject_lookup, linked_at = now();
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- Ties the account of the current person to the subject, by an attempt which they started in this session for that purpose. It takes the place of an earlier link.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.lock_address(lookup bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.address.' || encode(lookup, 'hex'), 0));
END $function$
-- OWNER accompany_owner
-- One after another per address: two who confirm the same one at once must not learn of each other by a violated constraint.

CREATE OR REPLACE FUNCTION vault.lock_calendar_feed(feed uuid)
 RETURNS TABLE(community_id uuid, campaign_id uuid, revoked_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  RETURN QUERY
  SELECT f.community_id, f.campaign_id, f.revoked_at FROM vault.calendar_feed f
   WHERE f.id = feed AND (f.person_id = app.person_id() OR vault.keeps_calendar(app.person_id(), f.community_id, f.campaign_id))
     FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- One’s own, and those of campaigns whose asks one runs; of others nothing.
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

CREATE OR REPLACE FUNCTION vault.lock_subject(subject bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Two first sign-ins of the same person at once must not make two accounts.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.subject.' || encode(subject, 'hex'), 0));
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION vault.messenger_of(person uuid, purpose text)
 RETURNS bytea
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  cipher bytea;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('messenger_by_relay_only_ck', 'only the relay reads where to send a message');
  END IF;
  SELECT m.address_cipher INTO cipher FROM vault.messenger m WHERE m.person_id = person;
  IF cipher IS NOT NULL THEN
    INSERT INTO vault.access_log (person_id, purpose) VALUES (person, purpose);
  END IF;
  RETURN cipher;
END $function$
-- OWNER accompany_owner
-- The address for messages, for the relay alone; that it was read is noted.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.needs_two_proofs(person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Without a password or an address to get one by, a lost device leaves recovery codes alone: one has to be enough.
  RETURN vault.has_second_factor_of(person)
     AND EXISTS (SELECT FROM vault.account a WHERE a.person_id = person AND (a.password_hash IS NOT NULL OR a.email_lookup IS NOT NULL));
END $function$
-- OWNER accompany_owner
-- Whether one proof alone opens no session. One that does opens a session of one factor.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.note_app_token_use(token uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.app_token t SET last_used_on = (now() AT TIME ZONE p.time_zone)::date
    FROM public.person p
   WHERE t.id = token AND t.person_id = app.person_id() AND p.id = t.person_id
     AND t.last_used_on IS DISTINCT FROM (now() AT TIME ZONE p.time_zone)::date;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.open_calendar_feed(digest bytea)
 RETURNS TABLE(id uuid, person_id uuid, community_id uuid, campaign_id uuid, detail text, includes_rounds boolean, language text, changed_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT f.id, f.person_id, f.community_id, f.campaign_id, f.detail, f.includes_rounds, f.language, coalesce(f.rotated_at, f.created_at)
    FROM vault.calendar_feed f JOIN public.person p ON p.id = f.person_id
   WHERE f.token_hash = digest AND f.revoked_at IS NULL AND p.suspended_at IS NULL AND NOT p.is_operator
     AND (f.campaign_id IS NULL OR vault.keeps_calendar(f.person_id, f.community_id, f.campaign_id))
$function$
-- OWNER accompany_owner
-- As things stand now: nothing for an unknown or withdrawn address, a person who is kept out, or one who runs the asks no more.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.open_export(token bytea, as_page boolean)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  reader uuid;
BEGIN
  UPDATE vault.data_export e
     SET json_read_at = CASE WHEN as_page THEN e.json_read_at ELSE now() END, page_read_at = CASE WHEN as_page THEN now() ELSE e.page_read_at END
    FROM public.person p
   WHERE e.token_hash = token AND e.expires_at > now() AND p.id = e.person_id AND p.suspended_at IS NULL
     AND CASE WHEN as_page THEN e.page_read_at IS NULL ELSE e.json_read_at IS NULL END
  RETURNING e.person_id INTO reader;
  IF reader IS NOT NULL THEN
    INSERT INTO vault.access_log (person_id, purpose, read_by) VALUES (reader, 'own-data', reader);
  END IF;
  RETURN reader;
END $function$
-- OWNER accompany_owner
-- Whose data the holder of a link may read, once in each form; null when the link is unknown, used or expired.
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

CREATE OR REPLACE FUNCTION vault.open_session(session uuid, family uuid, person uuid, access bytea, access_until timestamp with time zone, refresh bytea, refresh_until timestamp with time zone, with_second_factor boolean, device bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Whoever ends all sessions of the person at this moment sees this one too, or is seen.
  PERFORM vault.lock_sessions(person);
  PERFORM vault.open_session(session, family, person, access, access_until, refresh, refresh_until, with_second_factor);
  UPDATE vault.session s SET device_cipher = device WHERE s.id = session;
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

CREATE OR REPLACE FUNCTION vault.own_app_tokens()
 RETURNS TABLE(id uuid, name text, scopes text[], created_at timestamp with time zone, expires_at timestamp with time zone, last_used_on date, revoked_at timestamp with time zone, revoked_because text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT t.id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_on, t.revoked_at, t.revoked_because
    FROM vault.app_token t
   WHERE t.person_id = app.person_id() AND least(t.expires_at, t.revoked_at) > now() - interval '30 days'
   ORDER BY t.created_at DESC, t.id DESC LIMIT 100
$function$
-- OWNER accompany_owner
-- Those that work, and those that ended within the last 30 days.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_calendar_feeds()
 RETURNS TABLE(id uuid, campaign_id uuid, detail text, includes_rounds boolean, created_at timestamp with time zone, rotated_at timestamp with time zone, revoked_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT f.id, f.campaign_id, f.detail, f.includes_rounds, f.created_at, f.rotated_at, f.revoked_at
    FROM vault.calendar_feed f
   WHERE f.person_id = app.person_id() AND (f.revoked_at IS NULL OR f.revoked_at > now() - interval '30 days')
   ORDER BY f.created_at DESC, f.id DESC LIMIT 100
$function$
-- OWNER accompany_owner
-- Those that work, and those that were withdrawn within the last 30 days.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_communities()
 RETURNS TABLE(id uuid, handle text, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT c.id, c.handle, c.name FROM public.community c
   WHERE c.id IN (SELECT m.community_id FROM public.membership m WHERE m.person_id = app.person_id()) ORDER BY c.id
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_factors()
 RETURNS TABLE(has_totp boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY SELECT EXISTS (SELECT FROM vault.totp t WHERE t.person_id = app.person_id() AND t.confirmed_at IS NOT NULL);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_matching()
 RETURNS TABLE(capacities_cipher bytea, buffers_cipher bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT m.capacities_cipher, m.buffers_cipher FROM vault.matching_profile m WHERE m.person_id = app.person_id()
$function$
-- OWNER accompany_owner
-- Of the current person alone.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_messenger()
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT m.address_cipher FROM vault.messenger m WHERE m.person_id = app.person_id()
$function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_passkey_handle(candidate bytea)
 RETURNS bytea
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  INSERT INTO vault.passkey_holder (person_id, handle) VALUES (app.person_id(), candidate) ON CONFLICT (person_id) DO NOTHING;
  RETURN (SELECT h.handle FROM vault.passkey_holder h WHERE h.person_id = app.person_id());
END $function$
-- OWNER accompany_owner
-- The handle of the current person; the candidate becomes it if there is none yet.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_passkeys()
 RETURNS TABLE(id uuid, credential_cipher bytea, transports text[], name text, created_at timestamp with time zone, last_used_on text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT k.id, k.credential_cipher, k.transports, k.name, k.created_at, k.last_used_on::text
    FROM vault.passkey k WHERE k.person_id = app.person_id() ORDER BY k.created_at, k.id;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_proofs(session uuid)
 RETURNS TABLE(family_id uuid, password_hash text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT s.family_id, a.password_hash FROM vault.session s JOIN vault.account a ON a.person_id = s.person_id
   WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_rows(section text, after text, most integer)
 RETURNS TABLE(place text, fields jsonb, ciphers jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  sought record;
  col record;
  mine jsonb;
  is_mine text;
  all_mine text[] := '{}';
  clear text[] := '{}';
  sealed text[] := '{}';
  place_of text;
BEGIN
  IF app.person_id() IS NULL THEN RETURN; END IF;
  SELECT c.oid, n.nspname, c.relname INTO sought FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname || '.' || c.relname = own_rows.section AND EXISTS (
     SELECT FROM app.personal_columns() p WHERE p.schema_name = n.nspname AND p.table_name = c.relname);
  IF NOT FOUND THEN RETURN; END IF;
  -- By column: the condition under which the row's person there is the one who asks.
  SELECT jsonb_object_agg(l.column_name, format('(t.%I = ANY (%s))', l.column_name,
           CASE l.holds WHEN 'person' THEN CASE WHEN a.atttypid = 'text'::regtype THEN 'ARRAY[$1::text]' ELSE 'ARRAY[$1]' END
                        WHEN 'membership' THEN '$2' WHEN 'family' THEN '$6' ELSE '$3' END))
    INTO mine
    FROM app.person_links() l JOIN pg_attribute a ON a.attrelid = l.table_id AND a.attname = l.column_name WHERE l.table_id = sought.oid;
  SELECT array_agg(m.value) INTO all_mine FROM jsonb_each_text(coalesce(mine, '{}')) m;
  IF all_mine IS NULL THEN RETURN; END IF;

  FOR col IN
    SELECT a.attname AS name, a.atttypid, p.column_name IS NOT NULL AS marked, p.secret, p.type, p.of
      FROM pg_attribute a LEFT JOIN app.personal_columns() p ON p.schema_name = sought.nspname AND p.table_name = sought.relname AND p.column_name = a.attname
     WHERE a.attrelid = sought.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
  LOOP
    IF mine ? col.name THEN
      clear := clear || format('(%L, to_jsonb(''you''::text), %s)', col.name, mine ->> col.name);
      IF sought.relname = 'record_entry' AND col.name = 'subject_id' THEN
        clear := clear || '(''subject_id'', to_jsonb(t.subject_id), NOT EXISTS (SELECT FROM public.membership o WHERE o.community_id = t.community_id AND o.id = t.subject_id))'::text;
      END IF;
      CONTINUE;
    ELSIF NOT col.marked THEN
      -- Ids of things, by which the rest can be understood.
      IF col.atttypid = 'uuid'::regtype THEN
        clear := clear || format('(%L, to_jsonb(t.%I), true)', col.name, col.name);
      END IF;
      CONTINUE;
    END IF;
    is_mine := (SELECT string_agg(mine ->> o.name::text, ' OR ') FROM unnest(col.of) AS o (name));
    CONTINUE WHEN is_mine IS NULL;
    IF col.secret OR (col.atttypid = 'bytea'::regtype AND col.name NOT LIKE '%\_cipher') THEN
      clear := clear || format('(%L, CASE WHEN t.%I IS NOT NULL THEN to_jsonb(''kept, and not shown''::text) END, %s)', col.name, col.name, is_mine);
    ELSIF col.atttypid = 'bytea'::regtype THEN
      sealed := sealed || format('(%L, encode(t.%I, ''base64''), %s)', col.name, col.name, is_mine);
    ELSIF sought.relname = 'record_entry' AND col.name = 'details' THEN
      -- Numbers and states; ids there may be other people's.
      clear := clear || format('(''details'', (SELECT jsonb_object_agg(d.key, d.value) FROM jsonb_each(t.details) d WHERE d.value::text !~ ''[0-9a-f]{8}-[0-9a-f]{4}-''), %s)', is_mine);
    ELSE
      clear := clear || format('(%L, to_jsonb(t.%I), %s)', col.name, col.name, is_mine);
    END IF;
  END LOOP;

  place_of := coalesce((SELECT format('jsonb_build_array(%s)::text', string_agg(format('t.%I', a.attname), ', ' ORDER BY k.place))
    FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
   WHERE i.indrelid = sought.oid AND i.indisprimary), 't.ctid::text');
  RETURN QUERY EXECUTE format(
    'SELECT %1$s, (SELECT jsonb_object_agg(f.name, f.value) FROM (VALUES %2$s) AS f (name, value, shown) WHERE f.shown), %3$s
       FROM %4$I.%5$I t WHERE (%6$s) AND %1$s COLLATE "C" > $4 ORDER BY %1$s COLLATE "C" LIMIT $5',
    place_of, array_to_string(clear || '(NULL, NULL::jsonb, false)'::text, ', '),
    CASE WHEN cardinality(sealed) = 0 THEN 'NULL::jsonb'
         ELSE format('(SELECT jsonb_object_agg(f.name, f.value) FROM (VALUES %s) AS f (name, value, shown) WHERE f.shown)', array_to_string(sealed, ', ')) END,
    sought.nspname, sought.relname, array_to_string(all_mine, ' OR '))
  USING app.person_id(),
    ARRAY(SELECT m.id FROM public.membership m WHERE m.person_id = app.person_id()),
    ARRAY(SELECT r.id FROM public.representative r WHERE r.person_id = app.person_id()),
    coalesce(after, ''), most,
    ARRAY(SELECT s.family_id FROM vault.session s WHERE s.person_id = app.person_id());
END $function$
-- OWNER accompany_owner
-- The next rows of a table in which the current person has a part, and of each row that part alone. Other people who are named in it are left out; what proves something is not shown; ciphers come apart, to be read where the key is.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_sections()
 RETURNS TABLE(section text, columns jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT p.schema_name || '.' || p.table_name, jsonb_object_agg(p.column_name, p.says)
    FROM app.personal_columns() p GROUP BY p.schema_name, p.table_name
   ORDER BY p.table_name NOT IN ('account', 'person'), p.schema_name, p.table_name
$function$
-- OWNER accompany_owner
-- Every table that holds something of a person, with what its marked columns say.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_sessions(current uuid)
 RETURNS TABLE(id uuid, device_cipher bytea, began_at timestamp with time zone, refreshed_at timestamp with time zone, is_current boolean, second_factor boolean, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT s.family_id, s.device_cipher, s.family_began_at, s.created_at, s.id = current, s.second_factor, s.refresh_expires_at
    FROM vault.session s
   WHERE s.person_id = app.person_id() AND s.replaced_at IS NULL AND s.revoked_at IS NULL AND s.refresh_expires_at > now()
   ORDER BY s.id = current DESC, s.created_at DESC, s.id LIMIT 100;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.own_single_sign_on()
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN (SELECT o.linked_at FROM vault.single_sign_on o WHERE o.person_id = app.person_id());
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.passkey_by(lookup bytea)
 RETURNS TABLE(id uuid, handle bytea, public_key_cipher bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT k.id, h.handle, k.public_key_cipher FROM vault.passkey k JOIN vault.passkey_holder h USING (person_id)
   WHERE k.credential_lookup = lookup;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.passkey_count(person uuid)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN (SELECT count(*)::integer FROM vault.passkey k WHERE k.person_id = person);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.pending_totp()
 RETURNS TABLE(secret_cipher bytea, last_step bigint, second bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  RETURN QUERY
  SELECT t.pending_cipher, NULL::bigint, extract(epoch FROM clock_timestamp())::bigint FROM vault.totp t
   WHERE t.person_id = app.person_id() AND t.pending_until > now() FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.prove_session(session uuid, factor boolean)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  proved timestamptz;
BEGIN
  UPDATE vault.session s SET proved_at = now(), second_factor = s.second_factor OR factor
   WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL AND s.replaced_at IS NULL
  RETURNING s.proved_at INTO proved;
  RETURN proved;
END $function$
-- OWNER accompany_owner
-- Null when the session ended or was refreshed meanwhile.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.recovery_code_known(person uuid, code bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM vault.recovery_code c WHERE c.person_id = person AND c.code_hash = code)
$function$
-- OWNER accompany_owner
-- Used ones count: whether it still works is decided as it is used.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.release_single_sign_on(state bytea, secret bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.single_sign_on_attempt t SET claimed_at = NULL WHERE t.state_hash = state AND t.secret_hash = secret;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.remove_email(session uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  change uuid;
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.pending_sign_up p WHERE p.person_id = app.person_id();
  change := vault.keep_address(app.person_id());
  UPDATE vault.account a SET email_lookup = NULL, email_cipher = NULL WHERE a.person_id = app.person_id();
  RETURN change;
END $function$
-- OWNER accompany_owner
-- Null when there was none.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.remove_messenger()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  had boolean;
BEGIN
  DELETE FROM vault.pending_messenger m WHERE m.person_id = app.person_id();
  had := FOUND;
  DELETE FROM vault.messenger m WHERE m.person_id = app.person_id();
  RETURN had OR FOUND;
END $function$
-- OWNER accompany_owner
-- Answers whether there was one, confirmed or not.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.remove_passkey(passkey uuid, session uuid, by_provider boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Two removals at once would each see the other's passkey as the one that stays.
  PERFORM vault.lock_sessions(app.person_id());
  DELETE FROM vault.passkey k WHERE k.id = passkey AND k.person_id = app.person_id();
  IF NOT FOUND THEN RETURN false; END IF;
  IF vault.lacks_needed_factor(app.person_id()) THEN
    PERFORM app.refuse('passkey_needed_ck', 'duties rest on this passkey');
  END IF;
  IF NOT vault.has_way_in(app.person_id(), by_provider) THEN
    PERFORM app.refuse('passkey_last_way_in_ck', 'without this passkey there is no way in');
  END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.remove_totp(session uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.totp t WHERE t.person_id = app.person_id() AND t.confirmed_at IS NOT NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT vault.has_second_factor_of(app.person_id()) THEN
    -- Locked before it is looked at, so that a community which starts to ask at this moment is not overlooked.
    PERFORM FROM public.community c JOIN public.membership m ON m.community_id = c.id
      WHERE m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.is_steward OR m.organizer_until > now()) FOR SHARE OF c;
    IF EXISTS (SELECT FROM public.community c JOIN public.membership m ON m.community_id = c.id
        WHERE m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.is_steward OR m.organizer_until > now()) AND c.requires_second_factor) THEN
      PERFORM app.refuse('totp_needed_for_duties_ck', 'a community asks this steward or organizer for a second factor');
    END IF;
  END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.rename_passkey(passkey uuid, called text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.passkey k SET name = called WHERE k.id = passkey AND k.person_id = app.person_id();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.renew_recovery_codes(session uuid, codes bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.recovery_code c WHERE c.person_id = app.person_id();
  INSERT INTO vault.recovery_code (person_id, code_hash) SELECT app.person_id(), unnest(codes);
  PERFORM vault.end_other_sessions(session);
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.request_email_change(session uuid, pending uuid, lookup bytea, cipher bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.pending_sign_up p WHERE p.person_id = app.person_id();
  INSERT INTO vault.pending_sign_up (id, person_id, email_lookup, email_cipher, language, time_zone, expires_at)
  SELECT pending, p.id, lookup, cipher, p.language, p.time_zone, now() + interval '24 hours' FROM public.person p WHERE p.id = app.person_id();
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.request_export(export uuid, token bytea)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  until timestamptz := now() + interval '24 hours';
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('data_export_of_oneself_ck', 'people ask for their own data');
  END IF;
  -- The newest link is the good one: whoever asks again may not know where the first went.
  DELETE FROM vault.data_export e WHERE e.person_id = app.person_id();
  INSERT INTO vault.data_export (id, person_id, token_hash, expires_at) VALUES (export, app.person_id(), token, until);
  RETURN until;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.request_messenger(pending uuid, cipher bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('messenger_of_oneself_ck', 'people give an address of their own');
  END IF;
  INSERT INTO vault.pending_messenger (person_id, id, address_cipher, expires_at) VALUES (app.person_id(), pending, cipher, now() + interval '24 hours')
  ON CONFLICT ON CONSTRAINT pending_messenger_pk DO UPDATE SET id = EXCLUDED.id, address_cipher = EXCLUDED.address_cipher, code_digest = NULL, expires_at = EXCLUDED.expires_at;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.request_password_reset(reset uuid, lookup bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  INSERT INTO vault.password_reset (id, email_lookup, expires_at) VALUES (reset, lookup, now() + interval '24 hours');
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

CREATE OR REPLACE FUNCTION vault.require_fresh(session uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT vault.session_is_fresh(session) THEN
    PERFORM app.refuse('session_proved_lately_ck', 'this asks for a proof of the last ten minutes');
  END IF;
END $function$
-- OWNER accompany_owner

CREATE OR REPLACE FUNCTION vault.reset_password(token bytea, password text)
 RETURNS TABLE(person_id uuid, needs_second_factor boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  wish vault.password_reset;
BEGIN
  PERFORM vault.lock_sessions((SELECT r.person_id FROM vault.password_reset r WHERE r.token_hash = token));
  DELETE FROM vault.password_reset r WHERE r.token_hash = token AND r.expires_at > now() RETURNING * INTO wish;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE vault.account a SET password_hash = password FROM public.person p
   WHERE a.person_id = wish.person_id AND a.email_lookup = wish.email_lookup AND p.id = a.person_id AND p.suspended_at IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  DELETE FROM vault.password_reset r WHERE r.email_lookup = wish.email_lookup;
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = wish.person_id AND s.revoked_at IS NULL;
  RETURN QUERY SELECT wish.person_id, vault.has_second_factor_of(wish.person_id);
END $function$
-- OWNER accompany_owner
-- Ends every session. Recovery codes and second factors stay as they are: a mailbox alone is one proof.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.revoke_app_token(token uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'BY_OWNER'
   WHERE t.id = token AND t.person_id = app.person_id() AND t.revoked_at IS NULL;
  IF FOUND THEN RETURN 'REVOKED'; END IF;
  RETURN CASE WHEN EXISTS (SELECT FROM vault.app_token t WHERE t.id = token AND t.person_id = app.person_id()) THEN 'REVOKED_BEFORE' ELSE 'UNKNOWN' END;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.revoke_calendar_feed(feed uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.calendar_feed f SET revoked_at = now()
   WHERE f.id = feed AND f.revoked_at IS NULL
     AND (f.person_id = app.person_id() OR vault.keeps_calendar(app.person_id(), f.community_id, f.campaign_id));
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.revoke_session(family uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now()
   WHERE s.person_id = app.person_id() AND s.family_id = family AND s.revoked_at IS NULL AND s.refresh_expires_at > now();
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.rotate_calendar_feed(session uuid, feed uuid, digest bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL) THEN
    PERFORM app.refuse('calendar_feed_by_person_ck', 'a calendar is made by a person who is signed in');
  END IF;
  IF (SELECT count(*) FROM vault.calendar_feed f WHERE f.person_id = app.person_id() AND f.revoked_at IS NULL AND f.id <> feed) >= 10 THEN
    PERFORM app.refuse('calendar_feed_at_most_10_ck', 'a person keeps at most ten calendars');
  END IF;
  -- From now on it works by the duty of whoever gave it its address.
  UPDATE vault.calendar_feed f SET token_hash = digest, rotated_at = now(), person_id = app.person_id()
   WHERE f.id = feed AND f.revoked_at IS NULL
     AND (CASE WHEN f.campaign_id IS NULL THEN f.person_id = app.person_id() ELSE vault.keeps_calendar(app.person_id(), f.community_id, f.campaign_id) END);
  IF NOT FOUND THEN
    PERFORM app.refuse('calendar_feed_by_organizer_ck', 'the calendar of a campaign is made by those who run its asks');
  END IF;
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
    RETURN QUERY SELECT 'REPLAYED', old.person_id;
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = old.person_id AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    UPDATE vault.session s SET replaced_at = now() WHERE s.id = old.id;
    PERFORM vault.open_session(session, old.family_id, old.person_id, access, access_until, refresh, refresh_until);
    UPDATE vault.session s SET proved_at = old.proved_at, second_factor = old.second_factor, device_cipher = old.device_cipher, family_began_at = old.family_began_at WHERE s.id = rotate_session.session;
    RETURN QUERY SELECT 'ROTATED', old.person_id;
  END IF;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.session_is_fresh(session uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
  SELECT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL
    AND s.proved_at > now() - interval '10 minutes')
$function$
-- OWNER accompany_owner
-- By the clock of the database, whatever the host of the API believes.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.start_passkey_challenge(challenge bytea, for_purpose text, session uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  family uuid := CASE WHEN for_purpose <> 'SIGN_IN' THEN vault.family_of(session) END;
BEGIN
  IF for_purpose <> 'SIGN_IN' AND family IS NULL THEN RETURN false; END IF;
  INSERT INTO vault.passkey_challenge (challenge_hash, purpose, family_id, expires_at) VALUES (challenge, for_purpose, family, now() + interval '5 minutes');
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.start_single_sign_on(state bytea, secret bytea, for_purpose text, session uuid, contents bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  family uuid := CASE WHEN for_purpose = 'LINK' THEN vault.family_of(session) END;
BEGIN
  IF for_purpose = 'LINK' AND family IS NULL THEN RETURN false; END IF;
  INSERT INTO vault.single_sign_on_attempt (state_hash, secret_hash, purpose, family_id, sealed, expires_at)
  VALUES (state, secret, for_purpose, family, contents, now() + interval '10 minutes');
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.start_totp(session uuid, secret bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  INSERT INTO vault.totp (person_id, pending_cipher, pending_until) VALUES (app.person_id(), secret, now() + interval '1 hour')
  ON CONFLICT (person_id) DO UPDATE SET pending_cipher = EXCLUDED.pending_cipher, pending_until = EXCLUDED.pending_until;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.take_over_account(code bytea, name_lookup bytea, name_cipher bytea, codes bytea[])
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  person uuid;
BEGIN
  DELETE FROM vault.entry_secret s USING public.assisted_entry e
   WHERE s.code_hash = code AND s.person_id IS NOT NULL AND e.community_id = s.community_id AND e.id = s.entry_id AND e.state = 'CALLED_BACK' RETURNING s.person_id INTO person;
  IF person IS NULL THEN RETURN NULL; END IF;
  UPDATE vault.account a SET sign_in_name_lookup = name_lookup, sign_in_name_cipher = name_cipher WHERE a.person_id = person;
  DELETE FROM vault.recovery_code c WHERE c.person_id = person;
  INSERT INTO vault.recovery_code (person_id, code_hash) SELECT person, unnest(codes);
  RETURN person;
END $function$
-- OWNER accompany_owner
-- Once, by the code: gives the account that was made after a call back to whoever it was made for, under a name and codes that nobody else has seen.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.totp_of(person uuid)
 RETURNS TABLE(secret_cipher bytea, last_step bigint, second bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  RETURN QUERY
  SELECT t.secret_cipher, t.last_step, extract(epoch FROM clock_timestamp())::bigint FROM vault.totp t
   WHERE t.person_id = person AND t.confirmed_at IS NOT NULL FOR UPDATE;
END $function$
-- OWNER accompany_owner
-- Locked until the end of the transaction, and with the time of the database: a code counts once, and a wrong clock of the API accepts none.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.undo_email_change(token bytea)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  change vault.email_change;
BEGIN
  SELECT * INTO change FROM vault.email_change c WHERE c.undo_hash = token AND c.expires_at > now();
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM vault.lock_address(change.old_lookup), vault.lock_sessions(change.person_id);
  -- What came later is undone with it: whoever changed an address twice must not win by the second change.
  DELETE FROM vault.email_change c WHERE c.person_id = change.person_id AND c.changed_at >= change.changed_at
     AND EXISTS (SELECT FROM vault.email_change own WHERE own.id = change.id AND own.undo_hash = token);
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE vault.account a SET email_lookup = change.old_lookup, email_cipher = change.old_cipher, password_hash = NULL FROM public.person p
   WHERE a.person_id = change.person_id AND p.id = a.person_id AND p.suspended_at IS NULL
     AND NOT EXISTS (SELECT FROM vault.account other WHERE other.email_lookup = change.old_lookup AND other.person_id <> change.person_id);
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = change.person_id AND s.revoked_at IS NULL;
  DELETE FROM vault.pending_sign_up p WHERE p.person_id = change.person_id;
  DELETE FROM vault.password_reset r WHERE r.person_id = change.person_id;
  RETURN change.person_id;
END $function$
-- OWNER accompany_owner
-- Whoever changed the address knew the password, so it ends with every session; the owner chooses a new one by mail. Null for an unknown, used or expired code, and when another account has the address by now.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.unlink_single_sign_on(session uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  DELETE FROM vault.single_sign_on o WHERE o.person_id = app.person_id();
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT vault.has_way_in(app.person_id(), false) THEN
    PERFORM app.refuse('single_sign_on_last_way_in_ck', 'without the provider there is no way in');
  END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.use_passkey(challenge bytea, for_purpose text, session uuid, passkey uuid, count bigint)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  used vault.passkey;
BEGIN
  IF for_purpose NOT IN ('SIGN_IN', 'STEP_UP') OR NOT vault.use_passkey_challenge(challenge, for_purpose, session) THEN RETURN NULL; END IF;
  SELECT * INTO used FROM vault.passkey k WHERE k.id = passkey FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM public.person p WHERE p.id = used.person_id AND p.suspended_at IS NOT NULL) THEN RETURN NULL; END IF;
  -- Devices that count never repeat a number: one that does not go up comes from a copy.
  IF (count > 0 OR used.signature_count > 0) AND count <= used.signature_count THEN RETURN NULL; END IF;
  UPDATE vault.passkey k SET signature_count = count, last_used_on = current_date WHERE k.id = used.id;
  IF for_purpose = 'STEP_UP' THEN
    UPDATE vault.session s SET proved_at = now(), second_factor = true
     WHERE s.id = session AND s.person_id = app.person_id() AND s.person_id = used.person_id AND s.revoked_at IS NULL AND s.replaced_at IS NULL;
    IF NOT FOUND THEN RETURN NULL; END IF;
  END IF;
  RETURN used.person_id;
END $function$
-- OWNER accompany_owner
-- After its signature was verified: uses up the challenge, holds the count against the last one, and steps up the session where that was the purpose. Whose it is, or null when any of it does not hold; then the caller rolls back.
-- GRANT EXECUTE TO accompany_app

CREATE OR REPLACE FUNCTION vault.use_passkey_challenge(challenge bytea, for_purpose text, session uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  -- Whoever comes second waits here for the first, and then finds nothing.
  DELETE FROM vault.passkey_challenge c
   WHERE c.challenge_hash = challenge AND c.purpose = for_purpose AND c.expires_at > now()
     AND c.family_id IS NOT DISTINCT FROM CASE WHEN for_purpose <> 'SIGN_IN' THEN vault.family_of(session) END;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner

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

CREATE OR REPLACE FUNCTION vault.use_single_sign_on(state bytea, secret bytea, subject bytea)
 RETURNS TABLE(outcome text, person uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
DECLARE
  known uuid;
BEGIN
  DELETE FROM vault.single_sign_on_attempt t
   WHERE t.state_hash = state AND t.secret_hash = secret AND t.purpose = 'SIGN_IN' AND t.claimed_at IS NOT NULL;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
    RETURN;
  END IF;
  PERFORM vault.lock_subject(subject);
  SELECT o.person_id INTO known FROM vault.single_sign_on o WHERE o.subject_lookup = subject;
  IF known IS NULL THEN
    RETURN QUERY SELECT 'NEW', NULL::uuid;
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = known AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    RETURN QUERY SELECT 'KNOWN', known;
  END IF;
END $function$
-- OWNER accompany_owner
-- After the provider vouched for the subject: uses up the attempt and says whose account it opens. NEW asks for an account, in the same transaction.
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

CREATE OR REPLACE FUNCTION vault.use_totp(person uuid, step bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  UPDATE vault.totp t SET last_step = step WHERE t.person_id = person AND t.confirmed_at IS NOT NULL AND t.last_step < step;
  RETURN FOUND;
END $function$
-- OWNER accompany_owner
-- GRANT EXECUTE TO accompany_app

