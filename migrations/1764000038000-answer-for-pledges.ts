import { formerAnswerFunctions as former } from './former-answer-functions.js';
import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';
const LIVE = "('ACTIVE', 'CONDITIONAL', 'WAITLISTED', 'NEEDS_RECONFIRMATION')";

const reportWaits = (p: string) =>
  `EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = ${p}.community_id AND o.pledge_id = ${p}.id AND o.state = 'REPORTED')`;

/** It has not started: it waits in turn, or for a condition, also while it is asked to confirm again. */
const notStarted = (p: string) => `(${p}.state = 'WAITLISTED' OR ${p}.waiting_for IS NOT NULL)`;

/** The function with one part of it put otherwise, which must be there. */
function otherwise(text: string, ...parts: [from: string, to: string][]): string {
  return parts.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`Not there to be changed: ${from}`);
    return changed.replace(from, () => to);
  }, text.trim());
}

/** Whoever may follow the pledge `p`. */
const followed = `(p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[]) OR p.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
       OR (p.pledger_standing = 'ALLY' AND p.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[])) OR app.leads_ask(p.community_id, p.ask_id))`;

/** What follows the standing of an ally: waiting ends with a pause, everything unreported with the standing. */
const settledAllies = `
  SELECT p.community_id, p.campaign_id, p.ask_id, p.id, CASE WHEN ${notStarted('p')} THEN 'NEVER_STARTED' ELSE 'CANCELLED' END AS state
    FROM public.membership m JOIN public.pledge p ON p.community_id = m.community_id AND p.pledger_id = m.id
   WHERE m.standing = 'ALLY' AND (settle_allies.community IS NULL OR (m.community_id = settle_allies.community AND m.id = settle_allies.membership))
     AND (m.ended_at > now() - interval '90 days' OR (m.ended_at IS NULL AND (m.paused_at IS NOT NULL OR m.until BETWEEN now() - interval '90 days' AND now())))
     AND (${notStarted('p')} OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND m.ended_at IS NOT NULL AND NOT ${reportWaits('p')}))`;

/** What time has decided of a pledge `p`, in an ask whose clock runs. */
const isOver = `(p.waiting_for = 'OWN_CONDITION' AND p.condition_until <= now())
        OR (${notStarted('p')} AND home.threshold IS NOT NULL AND home.threshold_met_at IS NULL AND home.threshold_at <= now())`;

/** Deadlines of pledges where an ask is closed or stands still, a second change of terms, and the place of those who wait. */
export class AnswerForPledges1764000038000 extends SqlMigration {
  readonly name = 'AnswerForPledges1764000038000';

  protected readonly upSql = `
CREATE OR REPLACE FUNCTION app.pledge_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT (from_state, to_state) IN (
    ('WAITLISTED', 'ACTIVE'), ('WAITLISTED', 'CONDITIONAL'), ('WAITLISTED', 'NEEDS_RECONFIRMATION'), ('WAITLISTED', 'STEPPED_BACK'), ('WAITLISTED', 'NEVER_STARTED'), ('WAITLISTED', 'CANCELLED'),
    ('CONDITIONAL', 'ACTIVE'), ('CONDITIONAL', 'NEEDS_RECONFIRMATION'), ('CONDITIONAL', 'STEPPED_BACK'), ('CONDITIONAL', 'NEVER_STARTED'), ('CONDITIONAL', 'CANCELLED'),
    ('NEEDS_RECONFIRMATION', 'ACTIVE'), ('NEEDS_RECONFIRMATION', 'CONDITIONAL'), ('NEEDS_RECONFIRMATION', 'STEPPED_BACK'), ('NEEDS_RECONFIRMATION', 'LAPSED'),
    ('NEEDS_RECONFIRMATION', 'NEVER_STARTED'), ('NEEDS_RECONFIRMATION', 'CANCELLED'),
    ('ACTIVE', 'NEEDS_RECONFIRMATION'), ('ACTIVE', 'FULFILLED'), ('ACTIVE', 'PARTLY_FULFILLED'), ('ACTIVE', 'STEPPED_BACK'), ('ACTIVE', 'STEPPED_BACK_LATE'),
    ('ACTIVE', 'HANDED_OVER'), ('ACTIVE', 'LAPSED'), ('ACTIVE', 'CANCELLED'),
    ('FULFILLED', 'PARTLY_FULFILLED'), ('PARTLY_FULFILLED', 'FULFILLED'), ('FULFILLED', 'LAPSED'), ('PARTLY_FULFILLED', 'LAPSED'), ('LAPSED', 'FULFILLED'), ('LAPSED', 'PARTLY_FULFILLED'))
$$;

-- Of a pledge that is confirmed again and waits for nothing it is known that no place is held for it: false, and not unknown.
${former.pledges_are_counted.replaceAll("waiting_for = 'THRESHOLD'", "waiting_for IS NOT DISTINCT FROM 'THRESHOLD'")}

CREATE FUNCTION app.time_in_ask(community uuid, ask uuid) RETURNS timestamptz ${sqlDefiner} AS $$
  SELECT least(now(), CASE WHEN g.state = 'STOPPED' THEN g.stopped_at END, CASE WHEN a.state = 'PAUSED' THEN a.paused_at END,
               CASE WHEN a.state = 'OPEN' THEN m.until END)
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
    LEFT JOIN public.mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
   WHERE a.community_id = community AND a.id = time_in_ask.ask
$$;
COMMENT ON FUNCTION app.time_in_ask(uuid, uuid) IS 'Now, or since when the ask stands still: what is to end in it ends by this clock.';

CREATE FUNCTION app.ask_clock_runs(community uuid, ask uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT app.ask_is_running(community, ask) OR EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
     WHERE a.community_id = community AND a.id = ask_clock_runs.ask AND a.state = 'CLOSED' AND g.state = 'LAUNCHED')
$$;
COMMENT ON FUNCTION app.ask_clock_runs(uuid, uuid) IS 'Whether what is to end in the ask ends: while it runs, and when it is closed and what was pledged runs to its end. Granted to nobody.';

CREATE FUNCTION app.pledge_state_now(community uuid, pledge uuid) RETURNS text ${sqlDefiner} AS $$
  SELECT CASE WHEN ${isOver.replaceAll('now()', 't.time')} THEN 'NEVER_STARTED' WHEN p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until <= t.time THEN 'LAPSED' ELSE p.state END
    FROM public.pledge p JOIN public.ask home ON home.community_id = p.community_id AND home.id = p.ask_id
   CROSS JOIN LATERAL app.time_in_ask(p.community_id, p.ask_id) AS t (time)
   WHERE p.community_id = community AND p.id = pledge_state_now.pledge
     AND ${followed}
$$;
COMMENT ON FUNCTION app.pledge_state_now(uuid, uuid) IS 'Of a pledge that waits or is asked: what time has made of it, whether or not the clock has written it down yet.';

CREATE OR REPLACE FUNCTION app.end_overdue_waits(community uuid, ask uuid) RETURNS void ${definer} AS $$
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
      WHERE p.community_id = community AND p.ask_id = home.id AND p.state IN ${LIVE} AND (${isOver}) RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.never_started', jsonb_build_object('because', CASE WHEN moved.condition_until <= now() THEN 'OWN_CONDITION' ELSE 'THRESHOLD' END));
  END LOOP;
  FOR moved IN UPDATE public.pledge p SET state = 'LAPSED'
      WHERE p.community_id = community AND p.ask_id = home.id AND p.state = 'NEEDS_RECONFIRMATION' AND p.reconfirm_until <= now() RETURNING p.* LOOP
    PERFORM app.pledge_deed(moved, 'pledge.lapsed', jsonb_build_object('because', 'NOT_RECONFIRMED'));
  END LOOP;
END $$;

${otherwise(
  former.settle_ask,
  [
    'IF NOT app.ask_is_running(community, ask) THEN RETURN; END IF;',
    'IF NOT app.ask_clock_runs(community, ask) THEN RETURN; END IF;',
  ],
  [
    'PERFORM app.end_overdue_waits(community, ask);',
    `PERFORM app.end_overdue_waits(community, ask);
  -- Closed, it gives no places any more; what was pledged to it runs to its end.
  IF NOT app.ask_is_running(community, ask) THEN RETURN; END IF;`,
  ],
)}

${otherwise(
  former.settle_due_asks,
  ['WHERE app.ask_is_running(x.community_id, x.ask_id)', 'WHERE app.ask_clock_runs(x.community_id, x.ask_id)'],
  [
    "p.state = 'CONDITIONAL' AND p.waiting_for = 'OWN_CONDITION'",
    "p.state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND p.waiting_for = 'OWN_CONDITION'",
  ],
  ['t.conditional_count + t.waitlisted_count > 0', 't.conditional_count + t.waitlisted_count + t.held_count > 0'],
)}
DROP INDEX pledge_condition_ix;
CREATE INDEX pledge_condition_ix ON pledge (condition_until) WHERE state IN ('CONDITIONAL', 'NEEDS_RECONFIRMATION') AND waiting_for = 'OWN_CONDITION';

CREATE OR REPLACE FUNCTION app.ask_to_reconfirm(community uuid, ask uuid) RETURNS integer ${definer} AS $$
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
       AND p.terms_version < a.terms_version AND p.state IN ('ACTIVE', 'CONDITIONAL') AND NOT ${reportWaits('p')} RETURNING p.* LOOP
    PERFORM app.pledge_deed(asked, 'pledge.reconfirmation_asked', jsonb_build_object('because', 'TERMS'));
    number := number + 1;
  END LOOP;
  RETURN number;
END $$;

${otherwise(former.reconfirm_pledge, ['own.reconfirm_until <= now()', 'own.reconfirm_until <= app.time_in_ask(community, own.ask_id)'])}

CREATE OR REPLACE FUNCTION app.accept_place(community uuid, pledge uuid, plan_when timestamptz, plan_where text, plan_first_step text) RETURNS text ${definer} AS $$
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
END $$;

CREATE OR REPLACE FUNCTION app.end_pledges(community uuid, asks uuid[]) RETURNS TABLE (pledge_id uuid, state text) ${definer} AS $$
BEGIN
  PERFORM FROM public.ask_tally t WHERE t.community_id = community AND t.ask_id = ANY (asks) ORDER BY t.ask_id FOR UPDATE;
  RETURN QUERY
  UPDATE public.pledge p SET state = CASE WHEN ${notStarted('p')} AND a.state = 'CLOSED' AND g.state <> 'CONCLUDED' THEN 'NEVER_STARTED' ELSE 'CANCELLED' END
    FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
   WHERE p.community_id = community AND p.ask_id = ANY (asks) AND a.community_id = p.community_id AND a.id = p.ask_id
     AND (a.state IN ('CLOSED', 'CANCELLED') OR g.state = 'CONCLUDED')
     AND (${notStarted('p')} OR (p.state IN ('ACTIVE', 'NEEDS_RECONFIRMATION') AND (a.state = 'CANCELLED' OR g.state = 'CONCLUDED') AND NOT ${reportWaits('p')}))
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

${otherwise(former.shift_deadlines, [
  '\nEND $function$;',
  `
  -- Places that were given back meanwhile go to whoever waits.
  PERFORM app.settle_ask(w.community_id, w.ask_id) FROM (
    SELECT t.community_id, t.ask_id FROM public.ask_tally t JOIN public.ask a ON a.community_id = t.community_id AND a.id = t.ask_id
     WHERE a.community_id = community AND a.campaign_id = campaign AND a.state = 'OPEN' AND t.waitlisted_count + t.conditional_count > 0 ORDER BY t.ask_id) w;
END $function$;`,
])}

CREATE OR REPLACE FUNCTION app.waitlist_positions(pledges uuid[]) RETURNS TABLE (pledge_id uuid, "position" integer) ${sqlDefiner} AS $$
  SELECT p.id, 1 + (SELECT count(*)::integer FROM public.pledge w JOIN public.ask a ON a.community_id = w.community_id AND a.id = w.ask_id
                     WHERE w.community_id = p.community_id AND w.ask_id = p.ask_id AND w.state = 'WAITLISTED' AND w.turn < p.turn AND w.offered_until IS NULL
                       AND (w.offer_lapsed_at IS NULL OR w.plan_when > now() + a.notice_hours * interval '1 hour'))
    FROM public.pledge p WHERE p.id = ANY (pledges) AND p.state = 'WAITLISTED' AND p.offered_until IS NULL
     AND ${followed}
$$;
COMMENT ON FUNCTION app.waitlist_positions(uuid[]) IS
  'How many wait before each of these, and one: not those to whom a place is offered, nor those who let one pass that is as near still. An ally sees no other pledges, yet may know how long the queue before theirs is.';

${otherwise(former.mail_recipients_campaign, ["x.state IN ('ACTIVE', 'WAITLISTED')", `x.state IN ${LIVE}`])}
${otherwise(former.mail_recipients_ask, ["x.state IN ('ACTIVE', 'WAITLISTED')", `x.state IN ${LIVE}`])}
CREATE FUNCTION app.mail_recipients_leading(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${definer.replace(' SET', ' STABLE SET')} AS $$
BEGIN
  RETURN QUERY SELECT r.person_id, r.language
    FROM app.mail_recipients_stewards(coalesce((SELECT a.lead_id FROM public.ask a WHERE a.community_id = home AND a.id = subject), home), subject) r;
END $$;
COMMENT ON FUNCTION app.mail_recipients_leading(uuid, uuid) IS 'The stewards of the community that leads the ask.';

GRANT EXECUTE ON FUNCTION app.time_in_ask(uuid, uuid), app.pledge_state_now(uuid, uuid), app.mail_recipients_leading(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.mail_recipients_leading(uuid, uuid);
${former.mail_recipients_ask}
${former.mail_recipients_campaign}
${former.waitlist_positions}
COMMENT ON FUNCTION app.waitlist_positions(uuid[]) IS 'How many wait, up to and with each of these: an ally sees no other pledges, yet may know how long the queue before theirs is.';
${former.shift_deadlines}
${former.settle_allies}
${former.end_pledges}
${former.accept_place}
${former.reconfirm_pledge}
${former.ask_to_reconfirm}
DROP INDEX pledge_condition_ix;
CREATE INDEX pledge_condition_ix ON pledge (condition_until) WHERE state = 'CONDITIONAL';
${former.settle_due_asks}
${former.settle_ask}
${former.end_overdue_waits}
${former.pledges_are_counted}
DROP FUNCTION app.pledge_state_now(uuid, uuid), app.ask_clock_runs(uuid, uuid), app.time_in_ask(uuid, uuid);
${former.pledge_may_move}
`;
}
