/** Functions as they were before the states of pledges were widened: what the `down` of those migrations puts back. */
export const formerPledgeFunctions = {
  is_full: `
CREATE OR REPLACE FUNCTION app.is_full(tally public.ask_tally)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT coalesce(tally.places_taken >= tally.slots, false) OR tally.pledged_quantity >= tally.quantity_wanted
$function$;
`,
  asks_now: `
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
$function$;
`,
  ask_is_full: `
CREATE OR REPLACE FUNCTION app.ask_is_full(community uuid, ask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  SELECT coalesce(t.places_taken >= t.slots, false) OR t.pledged_quantity >= t.quantity_wanted
    FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ask
$function$;
`,
  pledge_moves: `
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
END $function$;
`,
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
END $function$;
`,
  promote_waitlist: `
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
END $function$;
`,
  free_pledges: `
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
END $function$;
`,
  take_place: `
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
END $function$;
`,
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
  UPDATE public.pledge p SET state = CASE WHEN p.state = 'WAITLISTED' AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND (p.state = 'WAITLISTED' OR (p.state = 'ACTIVE' AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED')
          AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))
  RETURNING p.id, p.state;
END $function$;
`,
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
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN p.state = 'WAITLISTED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (p.state = 'WAITLISTED' OR (p.state = 'ACTIVE' AND m.ended_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))) d) ORDER BY t.community_id, t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = d.state FROM (
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN p.state = 'WAITLISTED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (p.state = 'WAITLISTED' OR (p.state = 'ACTIVE' AND m.ended_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'REPORTED')))) d
   WHERE p.community_id = d.community_id AND p.id = d.id AND p.state IN ('WAITLISTED', 'ACTIVE')
  RETURNING p.community_id, p.campaign_id, p.ask_id, p.id, p.state;
END $function$;
`,
  shift_deadlines: `
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
END $function$;
`,
  people_behind: `
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
$function$;
`,
  organizations_behind: `
CREATE OR REPLACE FUNCTION app.organizations_behind(community uuid, ask uuid, OUT any_at_all boolean, OUT bodies integer[], OUT counts integer[], OUT quantities integer[])
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
  WITH theirs AS (
    SELECT p.community_id, p.id, p.state, p.quantity, m.organization_id
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND m.organization_id IS NOT NULL
  ), done AS (
    SELECT o.community_id, o.id, o.state, o.reported_quantity, o.attested_quantity, t.organization_id
      FROM theirs t JOIN public.occurrence o ON o.community_id = t.community_id AND o.pledge_id = t.id
  ), counted AS (
    SELECT CASE WHEN state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') THEN 1 WHEN state = 'WAITLISTED' THEN 2
                WHEN state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE') THEN 6 WHEN state = 'CANCELLED' THEN 7 WHEN state = 'NEVER_STARTED' THEN 8 END AS place,
           organization_id, quantity FROM theirs
    UNION ALL SELECT 3, organization_id, reported_quantity FROM done WHERE state = 'REPORTED'
    UNION ALL SELECT 4, organization_id, attested_quantity FROM done WHERE state = 'ATTESTED'
    UNION ALL SELECT 5, d.organization_id, 0 FROM done d
      JOIN public.attestation t ON t.community_id = d.community_id AND t.occurrence_id = d.id AND t.kind = 'SENT_BACK'
  ), summed AS (
    SELECT place, count(DISTINCT organization_id) AS bodies, count(*) AS counts, sum(quantity) AS quantities FROM counted GROUP BY place
  )
  SELECT EXISTS (SELECT FROM theirs), array_agg(coalesce(s.bodies, 0)::integer ORDER BY place),
         array_agg(coalesce(s.counts, 0)::integer ORDER BY place), array_agg(coalesce(s.quantities, 0)::integer ORDER BY place)
    FROM generate_series(1, 8) AS places (place) LEFT JOIN summed s USING (place)
$function$;
`,
} as const;
