import { formerPledgeFunctions as former } from './former-pledge-functions.js';
import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** Nobody is given a place whose standing does not last. */
const stands = 'm.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now())';

/**
 * Who gets a place, decided in one function under the lock of the ask: thresholds, conditions of pledgers, the waitlist
 * and offers. It does only what is due, so anyone may call it, and calling it twice changes nothing.
 */
export class SettleAsks1764000030200 extends SqlMigration {
  readonly name = 'SettleAsks1764000030200';

  protected readonly upSql = `
CREATE FUNCTION app.most_that_fit(quantities integer[], shifts uuid[], gap integer, places integer, shift_rooms jsonb) RETURNS integer
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
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
END $$;
COMMENT ON FUNCTION app.most_that_fit(integer[], uuid[], integer, integer, jsonb) IS
  'How many pledges of these quantities, in these shifts, find room at once. Shifts without a number of places are missing in shift_rooms.';

CREATE FUNCTION app.group_that_fits(ids uuid[], needs integer[], quantities integer[], shifts uuid[], others integer, gap integer, places integer, shift_rooms jsonb) RETURNS uuid[]
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
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
END $$;
COMMENT ON FUNCTION app.group_that_fits(uuid[], integer[], integer[], uuid[], integer, integer, integer, jsonb) IS
  'Of pledges in turn, each with the number of others that it needs: the largest set that meets its own conditions beside the others that have a place, and fits; of several, the one that came first. Empty if there is none.';

CREATE FUNCTION app.shift_rooms(community uuid, ask uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT coalesce(jsonb_object_agg(s.id, CASE WHEN s.closed_at IS NOT NULL OR s.ends_at <= now() THEN 0 ELSE s.places - (
      SELECT count(*) FROM public.pledge p WHERE p.community_id = s.community_id AND p.shift_id = s.id AND NOT p.gave_up_place
         AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for IS DISTINCT FROM 'OWN_CONDITION') OR p.offered_until IS NOT NULL)) END), '{}')
    FROM public.ask_shift s WHERE s.community_id = community AND s.ask_id = ask AND (s.places IS NOT NULL OR s.closed_at IS NOT NULL OR s.ends_at <= now())
$$;
COMMENT ON FUNCTION app.shift_rooms(uuid, uuid) IS 'Places left in each shift of an ask that has a limit, is closed or over.';

CREATE FUNCTION app.ask_is_running(community uuid, ask uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT EXISTS (SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
     WHERE a.community_id = community AND a.id = ask_is_running.ask AND a.state = 'OPEN' AND g.state = 'LAUNCHED' AND m.state = 'LIVE' AND m.until > now())
$$;
COMMENT ON FUNCTION app.ask_is_running(uuid, uuid) IS 'Open under a live mandate in a launched campaign: else everything in it stands still.';

CREATE FUNCTION app.pledge_deed(pledge public.pledge, kind text, details jsonb) RETURNS void ${definer} AS $$
BEGIN
  PERFORM app.put_on_record(pledge.community_id, kind, NULL, 'SYSTEM', 'Pledge', pledge.id, jsonb_build_object('askId', pledge.ask_id) || details, pledge.campaign_id);
END $$;
COMMENT ON FUNCTION app.pledge_deed(public.pledge, text, jsonb) IS 'What follows for a pledge by itself. Granted to nobody.';

CREATE FUNCTION app.end_overdue_waits(community uuid, ask uuid) RETURNS void ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.end_overdue_waits(uuid, uuid) IS 'What the clock ends in a running ask: offers, reconfirmations, conditions and thresholds whose time is over. Granted to nobody.';

CREATE FUNCTION app.give_places(community uuid, ask uuid, chosen uuid[]) RETURNS void ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.give_places(uuid, uuid, uuid[]) IS
  'A place each: at once; kept until the threshold is met; offered for 12 hours when it is due within the notice period; or kept until the new terms are confirmed. Granted to nobody.';

CREATE FUNCTION app.reconfirm_by(plan_when timestamptz) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN plan_when > now() THEN least(plan_when, now() + interval '72 hours') ELSE now() + interval '72 hours' END
$$;

CREATE FUNCTION app.settle_ask(community uuid, ask uuid) RETURNS void ${definer} AS $$
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
       WHERE p.community_id = community AND p.ask_id = settle_ask.ask AND NOT p.id = ANY (chosen) AND ${stands}
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
     WHERE p.community_id = community AND p.ask_id = settle_ask.ask AND NOT p.id = ANY (chosen) AND ${stands}
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
END $$;
COMMENT ON FUNCTION app.settle_ask(uuid, uuid) IS
  'Brings an ask to where its rules lead it: ends what is overdue, gives free places in turn and to the largest group whose conditions hold together, and starts it when its threshold is met. Safe for anyone to call: it only does what is due.';

CREATE FUNCTION app.meet_threshold(community uuid, ask uuid) RETURNS void ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.meet_threshold(uuid, uuid) IS 'Starts an ask once so much is pledged; the one row that says so is changed once, under any concurrency. Granted to nobody.';

CREATE FUNCTION app.settle_due_asks(most integer) RETURNS integer ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.settle_due_asks(integer) IS 'For the clock: settles asks in which the time of something is over, at most so many at once; answers how many.';

-- What gave places before is this now, and puts itself on the record.
CREATE OR REPLACE FUNCTION app.free_pledges(community uuid, pledger uuid) RETURNS void ${definer} AS $$
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
END $$;
DROP FUNCTION app.promote_waitlist(uuid, uuid);

GRANT EXECUTE ON FUNCTION app.most_that_fit(integer[], uuid[], integer, integer, jsonb),
  app.group_that_fits(uuid[], integer[], integer[], uuid[], integer, integer, integer, jsonb), app.reconfirm_by(timestamptz),
  app.settle_ask(uuid, uuid), app.settle_due_asks(integer) TO accompany_app;
`;

  protected readonly downSql = `
${former.promote_waitlist}
COMMENT ON FUNCTION app.promote_waitlist(uuid, uuid) IS 'Gives free places to the waitlist in turn. Safe for anyone to call: it only does what is due.';
GRANT EXECUTE ON FUNCTION app.promote_waitlist(uuid, uuid) TO accompany_app;
${former.free_pledges}
DROP FUNCTION app.settle_due_asks(integer), app.settle_ask(uuid, uuid), app.meet_threshold(uuid, uuid), app.give_places(uuid, uuid, uuid[]), app.reconfirm_by(timestamptz),
  app.end_overdue_waits(uuid, uuid), app.pledge_deed(pledge, text, jsonb), app.ask_is_running(uuid, uuid), app.shift_rooms(uuid, uuid),
  app.group_that_fits(uuid[], integer[], integer[], uuid[], integer, integer, integer, jsonb), app.most_that_fit(integer[], uuid[], integer, integer, jsonb);
`;
}
