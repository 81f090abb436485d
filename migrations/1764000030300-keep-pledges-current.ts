import { formerPledgeFunctions as former } from './former-pledge-functions.js';
import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const reportWaits = (p: string) =>
  `EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = ${p}.community_id AND o.pledge_id = ${p}.id AND o.state = 'REPORTED')`;
const firm =
  "(NOT p.gave_up_place AND (p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') OR (p.state = 'NEEDS_RECONFIRMATION' AND p.waiting_for IS NULL)))";
const LIVE = "('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')";

/** What follows the standing of an ally: waiting ends with a pause, everything unreported with the standing. */
const settledAllies = `
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN p.state IN ('WAITLISTED', 'CONDITIONAL') THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (p.state IN ('WAITLISTED', 'CONDITIONAL') OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND m.ended_at IS NOT NULL AND NOT ${reportWaits('p')}))`;

/** Reconfirming, accepting an offered place, taking a part; and what ends with an ask, a stop or a standing. */
export class KeepPledgesCurrent1764000030300 extends SqlMigration {
  readonly name = 'KeepPledgesCurrent1764000030300';

  protected readonly upSql = `
DROP FUNCTION app.take_place(uuid, uuid);
CREATE FUNCTION app.take_place(community uuid, ask uuid, shift uuid) RETURNS jsonb ${definer} AS $$
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
END $$;

CREATE FUNCTION app.ask_to_reconfirm(community uuid, ask uuid) RETURNS integer ${definer} AS $$
DECLARE
  asked public.pledge;
  number integer := 0;
BEGIN
  PERFORM app.lock_ask(community, ask);
  -- A report that waits keeps its pledge under the terms it was done by; who waits for a place is asked when one comes.
  FOR asked IN UPDATE public.pledge p SET state = 'NEEDS_RECONFIRMATION', reconfirm_because = 'TERMS', reconfirm_until = app.reconfirm_by(p.plan_when)
      FROM public.ask a WHERE a.community_id = community AND a.id = ask_to_reconfirm.ask AND p.community_id = a.community_id AND p.ask_id = a.id
       AND p.terms_version < a.terms_version AND p.state IN ('ACTIVE', 'CONDITIONAL') AND NOT ${reportWaits('p')} RETURNING p.* LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'TERMS'));
    number := number + 1;
  END LOOP;
  RETURN number;
END $$;
COMMENT ON FUNCTION app.ask_to_reconfirm(uuid, uuid) IS 'After a material change of terms: asks whoever pledged under older ones, and keeps their places meanwhile. Answers how many.';

CREATE FUNCTION app.own_live_pledge(community uuid, pledge uuid) RETURNS public.pledge ${definer} AS $$
DECLARE
  own public.pledge;
BEGIN
  PERFORM app.lock_pledge(community, pledge);
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = community AND p.id = own_live_pledge.pledge AND p.pledger_id = ANY (app.my_memberships());
  IF own.id IS NULL THEN PERFORM app.refuse('pledge_is_own_ck', 'a pledge is moved by its pledger'); END IF;
  RETURN own;
END $$;
COMMENT ON FUNCTION app.own_live_pledge(uuid, uuid) IS 'The pledge under its lock, of the current person or an organization of theirs. Granted to nobody.';

CREATE FUNCTION app.plan_anew(community uuid, pledge uuid, plan_when timestamptz) RETURNS void ${definer} AS $$
BEGIN
  UPDATE public.occurrence o SET due_at = plan_anew.plan_when WHERE o.community_id = community AND o.pledge_id = plan_anew.pledge AND o.state = 'DUE'
     AND (SELECT count(*) FROM public.occurrence x WHERE x.community_id = community AND x.pledge_id = plan_anew.pledge) = 1;
END $$;
COMMENT ON FUNCTION app.plan_anew(uuid, uuid, timestamptz) IS 'Moves the one doing of a pledge that is done once to its new time. Granted to nobody.';

CREATE FUNCTION app.reconfirm_pledge(community uuid, pledge uuid, terms integer, risk integer, plan_when timestamptz, plan_where text, plan_first_step text) RETURNS text ${definer} AS $$
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
END $$;

CREATE FUNCTION app.accept_place(community uuid, pledge uuid, plan_when timestamptz, plan_where text, plan_first_step text) RETURNS text ${definer} AS $$
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
END $$;

CREATE FUNCTION app.take_part(community uuid, pledge uuid, part integer) RETURNS text ${definer} AS $$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
BEGIN
  IF own.state <> 'WAITLISTED' OR part >= own.quantity OR part < 1 THEN
    PERFORM app.refuse('pledge_takes_less_ck', 'whoever waits may make do with less');
  END IF;
  UPDATE public.pledge p SET quantity = part WHERE p.community_id = community AND p.id = own.id;
  PERFORM app.settle_ask(community, own.ask_id);
  RETURN (SELECT p.state FROM public.pledge p WHERE p.community_id = community AND p.id = own.id);
END $$;

CREATE OR REPLACE FUNCTION app.end_pledges(community uuid, asks uuid[]) RETURNS TABLE (pledge_id uuid, state text) ${definer} AS $$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = CASE WHEN p.state IN ('WAITLISTED', 'CONDITIONAL') AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND (p.state IN ('WAITLISTED', 'CONDITIONAL') OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED') AND NOT ${reportWaits('p')}))
  RETURNING p.id, p.state;
END $$;

CREATE OR REPLACE FUNCTION app.settle_allies(community uuid, membership uuid)
  RETURNS TABLE (community_id uuid, campaign_id uuid, ask_id uuid, pledge_id uuid, state text) ${definer} AS $$
#variable_conflict use_column
BEGIN
  IF NOT app.is_system() AND NOT coalesce(settle_allies.community = ANY (app.communities_as('steward')), false) THEN
    PERFORM app.refuse('membership_by_steward_ck', 'that is for stewards of the community, and for the clock');
  END IF;
  -- Asks before pledges, in one order, as everything that counts places.
  PERFORM FROM public.ask_tally t WHERE (t.community_id, t.ask_id) IN (SELECT d.community_id, d.ask_id FROM (${settledAllies}) d) ORDER BY t.community_id, t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = d.state FROM (${settledAllies}) d
   WHERE p.community_id = d.community_id AND p.id = d.id AND p.state IN ${LIVE}
  RETURNING p.community_id, p.campaign_id, p.ask_id, p.id, p.state;
END $$;

CREATE OR REPLACE FUNCTION app.shift_deadlines(community uuid, campaign uuid, by interval) RETURNS void ${definer} AS $$
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
        AND NOT ${reportWaits('p')} RETURNING p.* LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'STOP'));
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION app.people_behind(community uuid, ask uuid)
 RETURNS integer[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $$
  SELECT ARRAY[
      count(DISTINCT m.person_id) FILTER (WHERE ${firm}),
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
$$;

CREATE OR REPLACE FUNCTION app.organizations_behind(community uuid, ask uuid, OUT any_at_all boolean, OUT bodies integer[], OUT counts integer[], OUT quantities integer[])
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'app'
AS $$
  WITH theirs AS (
    SELECT p.community_id, p.id, p.state, p.quantity, ${firm} AS is_firm, m.organization_id
      FROM public.pledge p JOIN public.membership m ON m.community_id = p.community_id AND m.id = p.pledger_id
     WHERE p.community_id = community AND p.ask_id = ask AND m.organization_id IS NOT NULL
  ), done AS (
    SELECT o.community_id, o.id, o.state, o.reported_quantity, o.attested_quantity, t.organization_id
      FROM theirs t JOIN public.occurrence o ON o.community_id = t.community_id AND o.pledge_id = t.id
  ), counted AS (
    SELECT CASE WHEN is_firm THEN 1 WHEN state = 'WAITLISTED' THEN 2
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
$$;

GRANT EXECUTE ON FUNCTION app.take_place(uuid, uuid, uuid), app.ask_to_reconfirm(uuid, uuid), app.reconfirm_pledge(uuid, uuid, integer, integer, timestamptz, text, text),
  app.accept_place(uuid, uuid, timestamptz, text, text), app.take_part(uuid, uuid, integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.take_place(uuid, uuid, uuid);
${former.take_place}
GRANT EXECUTE ON FUNCTION app.take_place(uuid, uuid) TO accompany_app;
${former.end_pledges}
${former.settle_allies}
${former.shift_deadlines}
${former.people_behind}
${former.organizations_behind}
DROP FUNCTION app.take_part(uuid, uuid, integer), app.accept_place(uuid, uuid, timestamptz, text, text),
  app.reconfirm_pledge(uuid, uuid, integer, integer, timestamptz, text, text), app.plan_anew(uuid, uuid, timestamptz), app.own_live_pledge(uuid, uuid),
  app.ask_to_reconfirm(uuid, uuid);
`;
}
