/** Functions as they were before pledges that arrive together cost less: what the `down` of those migrations puts back. */
export const formerTogetherFunctions = {
  make_pledges: `
CREATE OR REPLACE FUNCTION app.make_pledges(sent jsonb)
 RETURNS SETOF public.pledge
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
 SET lock_timeout TO '50ms'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  held uuid[];
  -- Those whose key is new, or that have none.
  claimed uuid[];
  wanted uuid[];
  locked uuid[];
  one record;
  asked uuid;
  turn bigint;
  free integer;
  gap integer;
  is_due boolean;
  fits boolean;
  ids uuid[] := '{}';
  asks uuid[] := '{}';
  turns bigint[] := '{}';
  states text[] := '{}';
BEGIN
  -- Locks in the order of a pledge that is made alone: standings, keys, tallies. A standing that is being changed is left to the ordinary way, which waits.
  held := ARRAY(SELECT m.id FROM jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) JOIN public.ask a ON a.id = s.ask JOIN public.membership m ON m.community_id = a.community_id AND m.person_id = s.person AND m.organization_id IS NULL AND m.ended_at IS NULL FOR SHARE OF m SKIP LOCKED);
  WITH claim AS (
    INSERT INTO public.idempotency AS i (scope, key, operation, request_hash, result)
    SELECT s.person::text, s.key, 'makePledge', decode(s.hash, 'hex'), jsonb_build_object('pledgeId', s.id)
      FROM jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) JOIN public.ask a ON a.id = s.ask JOIN public.membership m ON m.community_id = a.community_id AND m.person_id = s.person AND m.organization_id IS NULL AND m.ended_at IS NULL AND m.id = ANY (held) WHERE s.key IS NOT NULL ORDER BY s.person, s.key, s.place
    ON CONFLICT DO NOTHING RETURNING (i.result->>'pledgeId')::uuid AS id)
  SELECT array_agg(c.id) INTO claimed FROM (SELECT id FROM claim UNION ALL SELECT s.id FROM jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) WHERE s.key IS NULL) c;
  wanted := ARRAY(SELECT DISTINCT s.ask FROM jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) WHERE s.id = ANY (claimed) ORDER BY s.ask);
  locked := ARRAY(SELECT t.ask_id FROM public.ask a JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
    WHERE a.id = ANY (wanted) FOR UPDATE OF t SKIP LOCKED);
  -- Nobody waits for the ask of another; where all are busy, nobody is held up by waiting for one.
  IF cardinality(locked) = 0 THEN
    locked := ARRAY(SELECT t.ask_id FROM public.ask a JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
      WHERE a.id = wanted[1] FOR UPDATE OF t);
  END IF;
  FOR one IN
    SELECT s.id, s.quantity, a.community_id, a.id AS ask, t.next_turn, t.waitlisted_count, coalesce(t.slots - t.places_taken - t.held_count, 2147483647) AS free,
           t.quantity_wanted - t.pledged_quantity - t.held_quantity AS gap, lag(m.id) OVER (PARTITION BY a.id, m.id ORDER BY s.place) IS NOT NULL AS is_second
      FROM jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) JOIN public.ask a ON a.id = s.ask JOIN public.membership m ON m.community_id = a.community_id AND m.person_id = s.person AND m.organization_id IS NULL AND m.ended_at IS NULL AND m.id = ANY (held)
      JOIN public.ask_tally t ON t.community_id = a.community_id AND t.ask_id = a.id
      JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
      JOIN public.community c ON c.id = a.community_id
      JOIN public.mandate d ON d.community_id = a.community_id AND d.id = a.mandate_id
     WHERE s.id = ANY (claimed) AND s.ask = ANY (locked) AND a.state = 'OPEN' AND g.state = 'LAUNCHED' AND d.state = 'LIVE' AND d.until > now() AND (a.ends_at IS NULL OR a.ends_at > now())
       AND a.cadence IS NULL AND (a.threshold IS NULL OR a.threshold_met_at IS NOT NULL) AND t.conditional_count = 0
       AND NOT EXISTS (SELECT FROM public.ask_shift f WHERE f.community_id = a.community_id AND f.ask_id = a.id AND f.closed_at IS NULL AND f.ends_at > now())
       AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now()) AND NOT m.is_steward
       AND (m.standing = 'AFFECTED' OR a.kind <> 'SPEAK' AND m.agreement_version = c.agreement_version AND s.agreement = c.agreement_version)
       AND s.brief = g.brief_version AND s.terms = a.terms_version AND s.risk = a.risk_tier AND a.risk_tier <= 1 AND s.quantity <= t.quantity_wanted
       AND s."when" > now() AND (a.starts_at IS NULL OR s."when" >= a.starts_at) AND (a.ends_at IS NULL OR s."when" <= a.ends_at)
       AND app.overdue_questions(a.community_id, m.id) = 0
       AND NOT EXISTS (SELECT FROM public.pledge p WHERE p.community_id = a.community_id AND p.ask_id = a.id AND p.pledger_id = m.id
                          AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION'))
     ORDER BY a.id, s.place
  LOOP
    IF one.ask IS DISTINCT FROM asked THEN
      asked := one.ask;
      turn := one.next_turn;
      free := one.free;
      gap := one.gap;
      -- Whoever came before has their place first: app.settle_ask gives it to them, in the ordinary way.
      is_due := one.waitlisted_count > 0 AND free > 0 AND gap > 0 AND EXISTS (
        SELECT FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
         WHERE p.community_id = one.community_id AND p.ask_id = one.ask AND p.state = 'WAITLISTED' AND p.offered_until IS NULL AND p.offer_lapsed_at IS NULL
           AND p.quantity <= one.gap AND m.ended_at IS NULL AND m.paused_at IS NULL AND (m.until IS NULL OR m.until > now()));
    END IF;
    CONTINUE WHEN is_due OR one.is_second;
    fits := free > 0 AND one.quantity <= gap;
    IF fits THEN
      free := free - 1;
      gap := gap - one.quantity;
    END IF;
    ids := ids || one.id;
    asks := asks || one.ask;
    turns := turns || turn;
    states := states || CASE WHEN fits THEN 'ACTIVE' ELSE 'WAITLISTED' END;
    turn := turn + 1;
  END LOOP;
  IF cardinality(ids) < cardinality(claimed) THEN
    DELETE FROM public.idempotency i USING jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) WHERE i.scope = s.person::text AND i.key = s.key AND s.id = ANY (claimed) AND NOT s.id = ANY (ids);
  END IF;
  UPDATE public.ask_tally t SET next_turn = n.next_turn FROM (
      SELECT a.community_id, a.id, max(u.turn) + 1 AS next_turn FROM unnest(asks, turns) AS u (ask, turn) JOIN public.ask a ON a.id = u.ask GROUP BY a.community_id, a.id) n
    WHERE t.community_id = n.community_id AND t.ask_id = n.id;
  RETURN QUERY WITH made AS (
    INSERT INTO public.pledge (community_id, id, campaign_id, ask_id, mandate_id, pledger_id, pledger_standing, turn, quantity, plan_when, plan_where, plan_first_step,
           brief_version, terms_version, agreement_version, risk_tier_accepted, state, shown_as)
    SELECT a.community_id, s.id, a.campaign_id, a.id, a.mandate_id, m.id, m.standing, u.turn, s.quantity, s."when", s."where", s."firstStep",
           s.brief, s.terms, CASE m.standing WHEN 'ALLY' THEN s.agreement END, s.risk, u.state, s."shownAs"
      FROM unnest(ids, turns, states) AS u (id, turn, state) JOIN jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) ON s.id = u.id JOIN public.ask a ON a.id = s.ask JOIN public.membership m ON m.community_id = a.community_id AND m.person_id = s.person AND m.organization_id IS NULL AND m.ended_at IS NULL
    RETURNING *
  ), deed AS (
    SELECT p.community_id, s.deed AS id, p.pledger_id, p.pledger_standing, p.campaign_id, p.id AS pledge, jsonb_build_object('askId', p.ask_id, 'turn', p.turn, 'quantity', p.quantity,
           'state', p.state, 'briefVersion', p.brief_version, 'termsVersion', p.terms_version, 'agreementVersion', p.agreement_version, 'riskTier', p.risk_tier_accepted) AS details
      FROM made p JOIN jsonb_to_recordset(sent) AS s (place integer, id uuid, deed uuid, person uuid, key text, hash text, ask uuid, quantity integer, "when" timestamptz,
       "where" text, "firstStep" text, brief integer, terms integer, agreement integer, risk integer, "shownAs" text) ON s.id = p.id
  ), entry AS (
    INSERT INTO public.record_entry (community_id, id, kind, actor_id, actor_role, campaign_id, subject_type, subject_id, details)
    SELECT e.community_id, e.id, 'pledge.made', e.pledger_id, e.pledger_standing, e.campaign_id, 'Pledge', e.pledge, e.details FROM deed e
  ), event AS (
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id, data)
    SELECT e.id, e.community_id, 'pledge.made', e.pledge, e.details FROM deed e
  )
  SELECT * FROM made;
END $function$;
`,
  pledge_begins: `
CREATE OR REPLACE FUNCTION app.pledge_begins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
DECLARE
  to_meet public.ask;
BEGIN
  SELECT * INTO to_meet FROM public.ask a WHERE a.community_id = NEW.community_id AND a.id = NEW.ask_id;
  IF NEW.condition_others IS NOT NULL AND NEW.waiting_for IS DISTINCT FROM 'OWN_CONDITION' THEN
    PERFORM app.refuse('pledge_begins_with_its_condition_ck', 'a pledge with a condition begins by waiting for it');
  END IF;
  IF NEW.state = 'ACTIVE' AND to_meet.threshold IS NOT NULL AND to_meet.threshold_met_at IS NULL THEN
    PERFORM app.refuse('pledge_waits_for_threshold_ck', 'nothing starts before the threshold of the ask is met');
  END IF;
  RETURN NEW;
END $function$;
`,
  pledge_recurs: `
CREATE OR REPLACE FUNCTION app.pledge_recurs()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $function$
BEGIN
  NEW.recurs := (SELECT a.cadence IS NOT NULL FROM public.ask a WHERE a.community_id = NEW.community_id AND a.id = NEW.ask_id);
  NEW.plan_is_whole := NOT NEW.recurs;
  NEW.planned_through := CASE WHEN NEW.recurs THEN NEW.plan_when END;
  IF NOT NEW.recurs AND NEW.until IS NOT NULL THEN PERFORM app.refuse('pledge_until_of_recurring_ck', 'only what is done again and again is kept up until a day'); END IF;
  RETURN NEW;
END $function$;
`,
  pledges_while_nothing_is_overdue: `
CREATE OR REPLACE FUNCTION app.pledges_while_nothing_is_overdue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'vault', 'app'
AS $function$
BEGIN
  IF app.overdue_questions(NEW.community_id, NEW.pledger_id) > 0 THEN
    PERFORM app.refuse('pledge_owes_no_answer_ck', 'while an answer is overdue nothing new is pledged to the community that asked');
  END IF;
  RETURN NEW;
END $function$;
`,
};
