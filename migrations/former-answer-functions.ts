/** Functions as they were before pledges were answered for and handed over: what the way back restores. */
export const formerAnswerFunctions = {
  pledge_may_move: `
CREATE OR REPLACE FUNCTION app.pledge_may_move(from_state text, to_state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT (from_state, to_state) IN (
    ('WAITLISTED', 'ACTIVE'), ('WAITLISTED', 'CONDITIONAL'), ('WAITLISTED', 'NEEDS_RECONFIRMATION'), ('WAITLISTED', 'STEPPED_BACK'), ('WAITLISTED', 'NEVER_STARTED'), ('WAITLISTED', 'CANCELLED'),
    ('CONDITIONAL', 'ACTIVE'), ('CONDITIONAL', 'NEEDS_RECONFIRMATION'), ('CONDITIONAL', 'STEPPED_BACK'), ('CONDITIONAL', 'NEVER_STARTED'), ('CONDITIONAL', 'CANCELLED'),
    ('NEEDS_RECONFIRMATION', 'ACTIVE'), ('NEEDS_RECONFIRMATION', 'CONDITIONAL'), ('NEEDS_RECONFIRMATION', 'STEPPED_BACK'), ('NEEDS_RECONFIRMATION', 'LAPSED'), ('NEEDS_RECONFIRMATION', 'CANCELLED'),
    ('ACTIVE', 'NEEDS_RECONFIRMATION'), ('ACTIVE', 'FULFILLED'), ('ACTIVE', 'PARTLY_FULFILLED'), ('ACTIVE', 'STEPPED_BACK'), ('ACTIVE', 'STEPPED_BACK_LATE'),
    ('ACTIVE', 'HANDED_OVER'), ('ACTIVE', 'LAPSED'), ('ACTIVE', 'CANCELLED'),
    ('FULFILLED', 'PARTLY_FULFILLED'), ('PARTLY_FULFILLED', 'FULFILLED'), ('FULFILLED', 'LAPSED'), ('PARTLY_FULFILLED', 'LAPSED'), ('LAPSED', 'FULFILLED'), ('LAPSED', 'PARTLY_FULFILLED'))
$function$;`,
  end_overdue_waits: `
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
  FOR moved IN UPDATE public.pledge p SET state = 'LAPSED'
      WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until <= now() RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.lapsed', jsonb_build_object('because', 'NOT_RECONFIRMED'));
  END LOOP;
  FOR moved IN UPDATE public.pledge p SET state = 'NEVER_STARTED'
      WHERE p.community_id = community AND p.ask_id = home.id AND (
        (p.state = 'CONDITIONAL' AND p.waiting_for = 'OWN_CONDITION' AND p.condition_until <= now())
        OR (p.state IN ('CONDITIONAL', 'WAITLISTED') AND home.threshold IS NOT NULL AND home.threshold_met_at IS NULL AND home.threshold_at <= now())) RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.never_started', jsonb_build_object('because', CASE WHEN moved.condition_until <= now() THEN 'OWN_CONDITION' ELSE 'THRESHOLD' END));
  END LOOP;
END $function$;`,
  settle_ask: `
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
  IF NOT app.ask_is_running(community, ask) THEN RETURN; END IF;
  PERFORM app.end_overdue_waits(community, ask);
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
END $function$;`,
  settle_due_asks: `
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
      UNION ALL SELECT p.community_id, p.ask_id FROM public.pledge p WHERE p.state = 'CONDITIONAL' AND p.waiting_for = 'OWN_CONDITION' AND p.condition_until <= now()
      UNION ALL SELECT a.community_id, a.id FROM public.ask a JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
        WHERE a.threshold IS NOT NULL AND a.threshold_met_at IS NULL AND a.state = 'OPEN' AND a.threshold_at <= now() AND t.conditional_count + t.waitlisted_count > 0) x
     WHERE app.ask_is_running(x.community_id, x.ask_id) ORDER BY x.community_id, x.ask_id LIMIT most LOOP
    PERFORM app.settle_ask(due.community_id, due.ask_id);
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$;`,
  ask_to_reconfirm: `
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
  -- A report that waits keeps its pledge under the terms it was done by; who waits for a place is asked when one comes.
  FOR asked IN UPDATE public.pledge p SET state = 'NEEDS_RECONFIRMATION', reconfirm_because = 'TERMS', reconfirm_until = app.reconfirm_by(p.plan_when)
      FROM public.ask a WHERE a.community_id = community AND a.id = ask_to_reconfirm.ask AND p.community_id = a.community_id AND p.ask_id = a.id
       AND p.terms_version < a.terms_version AND p.state IN ('ACTIVE', 'CONDITIONAL') AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED') RETURNING p.* LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'TERMS'));
    number := number + 1;
  END LOOP;
  RETURN number;
END $function$;`,
  reconfirm_pledge: `
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
  IF own.state <> 'NEEDS_RECONFIRMATION' OR own.reconfirm_until <= now() THEN
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
END $function$;`,
  accept_place: `
CREATE OR REPLACE FUNCTION app.accept_place(community uuid, pledge uuid, plan_when timestamp with time zone, plan_where text, plan_first_step text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
  room public.ask_tally;
BEGIN
  PERFORM app.end_overdue_waits(community, own.ask_id);
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = community AND p.id = own.id;
  SELECT * INTO room FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = own.ask_id;
  IF own.state <> 'WAITLISTED' OR NOT app.ask_is_running(community, own.ask_id) OR (own.offered_until IS NULL AND (own.offer_lapsed_at IS NULL
      OR coalesce(room.places_taken + room.held_count >= room.slots, false) OR room.pledged_quantity + room.held_quantity + own.quantity > room.quantity_wanted
      OR (app.shift_rooms(community, own.ask_id) ->> own.shift_id::text)::integer < 1)) THEN
    PERFORM app.refuse('pledge_place_offered_ck', 'a place is taken while it is offered, or while it is free still');
  END IF;
  UPDATE public.pledge p SET state = 'ACTIVE', plan_when = coalesce(accept_place.plan_when, p.plan_when), plan_where = coalesce(accept_place.plan_where, p.plan_where),
      plan_first_step = coalesce(accept_place.plan_first_step, p.plan_first_step)
    WHERE p.community_id = community AND p.id = own.id RETURNING p.* INTO own;
  PERFORM app.plan_anew(community, own.id, own.plan_when);
  PERFORM app.settle_ask(community, own.ask_id);
  RETURN own.state;
END $function$;`,
  end_pledges: `
CREATE OR REPLACE FUNCTION app.end_pledges(community uuid, asks uuid[])
 RETURNS TABLE(pledge_id uuid, state text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = CASE WHEN p.state IN ('WAITLISTED', 'CONDITIONAL') AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND (p.state IN ('WAITLISTED', 'CONDITIONAL') OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED') AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))
  RETURNING p.id, p.state;
END $function$;`,
  settle_allies: `
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
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN p.state IN ('WAITLISTED', 'CONDITIONAL') THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (p.state IN ('WAITLISTED', 'CONDITIONAL') OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND m.ended_at IS NOT NULL AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))) d) ORDER BY t.community_id, t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = d.state FROM (
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN p.state IN ('WAITLISTED', 'CONDITIONAL') THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (p.state IN ('WAITLISTED', 'CONDITIONAL') OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND m.ended_at IS NOT NULL AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))) d
   WHERE p.community_id = d.community_id AND p.id = d.id AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')
  RETURNING p.community_id, p.campaign_id, p.ask_id, p.id, p.state;
END $function$;`,
  shift_deadlines: `
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
END $function$;`,
  waitlist_positions: `
CREATE OR REPLACE FUNCTION app.waitlist_positions(pledges uuid[])
 RETURNS TABLE(pledge_id uuid, "position" integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT p.id, (SELECT count(*)::integer FROM public.pledge w
                 WHERE w.community_id = p.community_id AND w.ask_id = p.ask_id AND w.state = 'WAITLISTED' AND w.turn <= p.turn)
    FROM public.pledge p WHERE p.id = ANY (pledges) AND p.state = 'WAITLISTED' AND (p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
    OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])) OR app.leads_ask(p.community_id, p.ask_id))
$function$;`,
  mail_recipients_campaign: `
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
   WHERE m.community_id = home AND m.ended_at IS NULL AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND m.id IN (SELECT x.pledger_id FROM public.pledge x WHERE x.community_id = home AND x.campaign_id = campaign AND x.state IN ('ACTIVE', 'WAITLISTED'));
END $function$;`,
  mail_recipients_ask: `
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
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (
    SELECT coalesce(m.person_id, s.person_id) FROM public.pledge x
      JOIN public.membership m ON m.community_id = x.community_id AND m.id = x.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE x.community_id = home AND x.ask_id = subject AND x.state IN ('ACTIVE', 'WAITLISTED'));
END $function$;`,
  pledges_are_counted: `
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
      places_taken = t.places_taken + d.places_taken, pledged_quantity = t.pledged_quantity + d.pledged_quantity, held_count = t.held_count + d.held_count, held_quantity = t.held_quantity + d.held_quantity, active_count = t.active_count + d.active_count, waitlisted_count = t.waitlisted_count + d.waitlisted_count, waitlisted_quantity = t.waitlisted_quantity + d.waitlisted_quantity, conditional_count = t.conditional_count + d.conditional_count, conditional_quantity = t.conditional_quantity + d.conditional_quantity, reconfirming_count = t.reconfirming_count + d.reconfirming_count, fulfilled_count = t.fulfilled_count + d.fulfilled_count, partly_fulfilled_count = t.partly_fulfilled_count + d.partly_fulfilled_count, stepped_back_count = t.stepped_back_count + d.stepped_back_count, handed_over_count = t.handed_over_count + d.handed_over_count, lapsed_count = t.lapsed_count + d.lapsed_count, cancelled_count = t.cancelled_count + d.cancelled_count, never_started_count = t.never_started_count + d.never_started_count
     FROM (SELECT c.community_id, c.ask_id,
             sum(c.sign * ((NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))))::integer)::integer AS places_taken,
             sum(c.sign * CASE WHEN (NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))) THEN c.quantity ELSE 0 END)::integer AS pledged_quantity,
             sum(c.sign * (((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for = 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)))::integer)::integer AS held_count,
             sum(c.sign * CASE WHEN ((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for = 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)) THEN c.quantity ELSE 0 END)::integer AS held_quantity,
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
  ELSE
    UPDATE public.ask_tally t SET
      places_taken = t.places_taken + d.places_taken, pledged_quantity = t.pledged_quantity + d.pledged_quantity, held_count = t.held_count + d.held_count, held_quantity = t.held_quantity + d.held_quantity, active_count = t.active_count + d.active_count, waitlisted_count = t.waitlisted_count + d.waitlisted_count, waitlisted_quantity = t.waitlisted_quantity + d.waitlisted_quantity, conditional_count = t.conditional_count + d.conditional_count, conditional_quantity = t.conditional_quantity + d.conditional_quantity, reconfirming_count = t.reconfirming_count + d.reconfirming_count, fulfilled_count = t.fulfilled_count + d.fulfilled_count, partly_fulfilled_count = t.partly_fulfilled_count + d.partly_fulfilled_count, stepped_back_count = t.stepped_back_count + d.stepped_back_count, handed_over_count = t.handed_over_count + d.handed_over_count, lapsed_count = t.lapsed_count + d.lapsed_count, cancelled_count = t.cancelled_count + d.cancelled_count, never_started_count = t.never_started_count + d.never_started_count
     FROM (SELECT c.community_id, c.ask_id,
             sum(c.sign * ((NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))))::integer)::integer AS places_taken,
             sum(c.sign * CASE WHEN (NOT c.gave_up_place AND (c.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (c.state = 'NEEDS_RECONFIRMATION' AND c.waiting_for IS NULL))) THEN c.quantity ELSE 0 END)::integer AS pledged_quantity,
             sum(c.sign * (((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for = 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)))::integer)::integer AS held_count,
             sum(c.sign * CASE WHEN ((c.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND c.waiting_for = 'THRESHOLD') OR (c.state = 'WAITLISTED' AND c.offered_until IS NOT NULL)) THEN c.quantity ELSE 0 END)::integer AS held_quantity,
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
END $function$;`,
};
