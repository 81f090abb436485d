import { overdue } from './1764000060200-check-pledges-in-one-look.js';
import { formerTogetherFunctions as former } from './former-together-functions.js';
import { SqlMigration } from './support.js';

/** Nothing that a refusal would name of an ask, and nothing that only app.settle_ask decides. */
const OPEN = `a.state = 'OPEN' AND g.state = 'LAUNCHED' AND d.state = 'LIVE' AND d.until > now() AND (a.ends_at IS NULL OR a.ends_at > now())
        AND a.cadence IS NULL AND (a.threshold IS NULL OR a.threshold_met_at IS NOT NULL) AND t.conditional_count = 0 AND a.risk_tier <= 1
        AND NOT EXISTS (SELECT FROM public.ask_shift f WHERE f.community_id = a.community_id AND f.ask_id = a.id AND f.closed_at IS NULL AND f.ends_at > now() OFFSET 0)`;

/** The same of a pledge to it. OFFSET 0 keeps what is looked for a look-up by index: joined, it may become a walk through all pledges of a person. */
const NOTHING_AGAINST = `(u.standing = 'AFFECTED' OR r.kind <> 'SPEAK' AND u.agreed = r.agreement_version AND s.agreement = r.agreement_version)
        AND s.brief = r.brief_version AND s.terms = r.terms_version AND s.risk = r.risk_tier AND s.quantity <= r.quantity_wanted
        AND s."when" > now() AND (r.starts_at IS NULL OR s."when" >= r.starts_at) AND (r.ends_at IS NULL OR s."when" <= r.ends_at)
        AND NOT EXISTS (${overdue('r.home', 'u.pledger')} OFFSET 0)
        AND NOT EXISTS (SELECT FROM public.pledge p WHERE p.community_id = r.home AND p.ask_id = r.id AND p.pledger_id = u.pledger
              AND p.state IN ('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION') OFFSET 0)`;

/**
 * The same pledges as before, with each row found by an index whatever the tables hold: joined from arrays, which are taken
 * to be short, where a list read from JSON is taken for a hundred rows and worth walking through all memberships.
 */
export class MakePledgesByIndex1764000060300 extends SqlMigration {
  readonly name = 'MakePledgesByIndex1764000060300';

  protected readonly upSql = `
CREATE OR REPLACE FUNCTION app.make_pledges(sent jsonb) RETURNS SETOF public.pledge LANGUAGE plpgsql SECURITY DEFINER
  -- Planned once a connection, not anew for each of its first groups: the planning is dearer than the work.
  SET search_path = pg_catalog, public, app SET lock_timeout = '50ms' SET plan_cache_mode = 'force_generic_plan' AS $$
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
     WHERE ${OPEN}
  ), clear AS (
    SELECT s.id, r.id AS ask, r.home, r.campaign_id, r.mandate_id, u.pledger, u.standing, s.quantity, r.next_turn, r.free, r.gap, r.waitlisted_count, u.place,
           row_number() OVER (PARTITION BY r.id, u.pledger ORDER BY u.place) AS wish
      FROM unnest(ids, asks, pledgers, standings, agreed) WITH ORDINALITY AS u (id, ask, pledger, standing, agreed, place) JOIN room r ON r.id = u.ask
      JOIN jsonb_to_recordset(sent) AS s (id uuid, quantity integer, "when" timestamptz, brief integer, terms integer, agreement integer, risk integer) ON s.id = u.id
     WHERE ${NOTHING_AGAINST}
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
END $$;
`;

  protected readonly downSql = former.make_pledges;
}
