import { formerFulfilmentFunctions as former } from './former-fulfilment-functions.js';
import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';

/** From when its grace counts. */
const dueFrom = (o: string) => `greatest(${o}.due_at, ${o}.due_again_at)`;
const grace = "a.grace_hours * interval '1 hour'";

/** Half of the grace is there to be reminded in: the flag comes after the first half, the end after the second. */
const overdue = `EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND ${dueFrom('o')} + ${grace} / 2 <= now())`;
const missed = `(SELECT count(*) FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.due_at > coalesce(p.checked_in_at, '-infinity')
       AND (o.state = 'NO_SHOW' OR (o.state = 'DUE' AND ${dueFrom('o')} + ${grace} <= now())))`;
const silent = `CASE WHEN p.recurs THEN ${missed} >= a.missed_limit ELSE ${overdue} END`;
const lapses = `p.lapsing_since + CASE WHEN p.recurs THEN interval '72 hours' ELSE ${grace} / 2 END`;

/** Pledges that are done again and again, and what becomes of those of whom nothing is heard. */
export class KeepPromisesInTime1764000037100 extends SqlMigration {
  readonly name = 'KeepPromisesInTime1764000037100';

  protected readonly upSql = `
CREATE INDEX pledge_recurs_ix ON pledge (planned_through) WHERE recurs AND state = 'ACTIVE' AND NOT plan_is_whole;
CREATE INDEX pledge_lapsing_ix ON pledge (lapsing_since) WHERE lapsing_since IS NOT NULL;

CREATE FUNCTION app.pledge_clock_runs(community uuid, ask uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT app.ask_is_running(community, ask) OR EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
     WHERE a.community_id = community AND a.id = pledge_clock_runs.ask AND a.state = 'CLOSED' AND g.state = 'LAUNCHED')
$$;
COMMENT ON FUNCTION app.pledge_clock_runs(uuid, uuid) IS 'Whether time counts against pledges to an ask: it is running, or closed and its pledges run to their end.';

CREATE FUNCTION app.pledges_to_plan(most integer, ahead interval) RETURNS TABLE (community_id uuid, pledge_id uuid, cadence text, zone text, first_at timestamptz, planned_through timestamptz, ends_at timestamptz)
  ${definer} AS $$
BEGIN
  PERFORM app.only_the_clock();
  RETURN QUERY SELECT p.community_id, p.id, a.cadence, coalesce(a.time_zone, g.time_zone), p.plan_when, p.planned_through, least(p.until, a.ends_at)
    FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
    JOIN public.campaign g ON g.community_id = p.community_id AND g.id = p.campaign_id
   WHERE p.recurs AND p.state = 'ACTIVE' AND NOT p.plan_is_whole AND p.planned_through < now() + ahead ORDER BY p.planned_through LIMIT most;
END $$;
COMMENT ON FUNCTION app.pledges_to_plan(integer, interval) IS 'For the clock: recurring pledges whose times are not laid out so far ahead, the nearest first.';

CREATE FUNCTION app.plan_occurrences(community uuid, pledge uuid, times timestamptz[], through timestamptz, is_whole boolean) RETURNS integer ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.plan_occurrences(uuid, uuid, timestamptz[], timestamptz, boolean) IS 'For the clock: lays out the next times of a recurring pledge; each time once, in however many processes. Answers how many were new.';

CREATE FUNCTION app.lapse_if_over(community uuid, pledge uuid) RETURNS boolean ${definer} AS $$
DECLARE
  lapsed public.pledge;
BEGIN
  UPDATE public.pledge p SET state = 'LAPSED' FROM public.ask a
   WHERE p.community_id = community AND p.id = lapse_if_over.pledge AND p.state = 'ACTIVE' AND a.community_id = p.community_id AND a.id = p.ask_id
     AND ${lapses} <= now() AND ${silent} AND app.pledge_clock_runs(p.community_id, p.ask_id) RETURNING p.* INTO lapsed;
  IF lapsed.id IS NULL THEN RETURN false; END IF;
  PERFORM app.pledge_deed(lapsed, 'pledge.lapsed', jsonb_build_object('because', CASE WHEN lapsed.recurs THEN 'MISSED' ELSE 'OVERDUE' END));
  PERFORM app.settle_ask(community, lapsed.ask_id);
  RETURN true;
END $$;
COMMENT ON FUNCTION app.lapse_if_over(uuid, uuid) IS 'Lapses a pledge whose time to be heard of is over, and gives its place on; under the lock of its ask. Granted to nobody.';

CREATE FUNCTION app.flag_lapsing(most integer) RETURNS integer ${definer} AS $$
DECLARE
  quiet record;
  flagged public.pledge;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR quiet IN SELECT p.community_id, p.id FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
     WHERE p.state = 'ACTIVE' AND p.lapsing_since IS NULL
       AND EXISTS (SELECT FROM public.occurrence o WHERE o.community_id = p.community_id AND o.pledge_id = p.id AND o.state = 'DUE' AND o.due_at <= now())
       AND ${silent} AND app.pledge_clock_runs(p.community_id, p.ask_id) ORDER BY p.community_id, p.ask_id, p.id LIMIT most LOOP
    PERFORM app.lock_pledge(quiet.community_id, quiet.id);
    UPDATE public.pledge p SET lapsing_since = now() FROM public.ask a
     WHERE p.community_id = quiet.community_id AND p.id = quiet.id AND p.state = 'ACTIVE' AND p.lapsing_since IS NULL
       AND a.community_id = p.community_id AND a.id = p.ask_id AND ${silent} RETURNING p.* INTO flagged;
    IF FOUND THEN PERFORM app.pledge_deed(flagged, 'pledge.lapsing', '{}'); END IF;
    number := number + 1;
  END LOOP;
  RETURN number;
END $$;
COMMENT ON FUNCTION app.flag_lapsing(integer) IS
  'For the clock: flags pledges of which nothing is heard, before they lapse: done once, at half of the grace of their ask; recurring, when as many times in a row were missed as the ask allows. Answers how many.';

CREATE FUNCTION app.lapse_pledges(most integer) RETURNS integer ${definer} AS $$
DECLARE
  over record;
  number integer := 0;
BEGIN
  PERFORM app.only_the_clock();
  FOR over IN SELECT p.community_id, p.id FROM public.pledge p JOIN public.ask a ON a.community_id = p.community_id AND a.id = p.ask_id
     WHERE p.state = 'ACTIVE' AND p.lapsing_since IS NOT NULL AND ${lapses} <= now() AND ${silent} AND app.pledge_clock_runs(p.community_id, p.ask_id)
     ORDER BY p.community_id, p.ask_id, p.id LIMIT most LOOP
    PERFORM app.lock_pledge(over.community_id, over.id);
    PERFORM app.lapse_if_over(over.community_id, over.id);
    number := number + 1;
  END LOOP;
  RETURN number;
END $$;
COMMENT ON FUNCTION app.lapse_pledges(integer) IS 'For the clock: lapses flagged pledges, 72 hours after the flag if they recur and at the end of the grace if not. Answers how many.';

CREATE FUNCTION app.check_in(community uuid, pledge uuid) RETURNS boolean ${definer} AS $$
DECLARE
  own public.pledge := app.own_live_pledge(community, pledge);
BEGIN
  IF NOT own.recurs OR own.state <> 'ACTIVE' OR app.lapse_if_over(community, own.id) THEN RETURN false; END IF;
  UPDATE public.pledge p SET checked_in_at = now(), lapsing_since = NULL WHERE p.community_id = community AND p.id = own.id;
  RETURN true;
END $$;
COMMENT ON FUNCTION app.check_in(uuid, uuid) IS 'Their pledger is still in: what was missed so far is forgotten. False when it does not recur or has ended, were it this moment.';

CREATE OR REPLACE FUNCTION app.fulfilment_is_reported() RETURNS trigger ${definer} AS $$
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
END $$;

CREATE FUNCTION app.stand_still(community uuid, campaign uuid, ask uuid, since timestamptz) RETURNS void ${definer} AS $$
BEGIN
  -- What comes round again is not owed twice: times that fell into the standstill are left out.
  UPDATE public.occurrence o SET state = 'SKIPPED' FROM public.pledge p
   WHERE o.community_id = community AND o.state = 'DUE' AND o.due_at BETWEEN since AND now() AND p.community_id = o.community_id AND p.id = o.pledge_id
     AND p.campaign_id = campaign AND (stand_still.ask IS NULL OR p.ask_id = stand_still.ask) AND p.recurs AND p.state = 'ACTIVE';
  UPDATE public.pledge p SET lapsing_since = p.lapsing_since + (now() - greatest(since, p.lapsing_since))
   WHERE p.community_id = community AND p.campaign_id = campaign AND (stand_still.ask IS NULL OR p.ask_id = stand_still.ask) AND p.lapsing_since IS NOT NULL;
END $$;
COMMENT ON FUNCTION app.stand_still(uuid, uuid, uuid, timestamptz) IS 'Counts a standstill that ends now out of the clocks of pledges. Granted to nobody.';

CREATE FUNCTION app.clocks_resume_after_stop() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.stand_still(NEW.community_id, NEW.campaign_id, NULL, NEW.stopped_at);
  RETURN NULL;
END $$;
CREATE TRIGGER clocks_resume AFTER UPDATE OF resumed_at ON campaign_stop FOR EACH ROW WHEN (OLD.resumed_at IS NULL AND NEW.resumed_at IS NOT NULL)
  EXECUTE FUNCTION app.clocks_resume_after_stop();

CREATE FUNCTION app.clocks_resume_after_pause() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.stand_still(NEW.community_id, NEW.campaign_id, NEW.id, OLD.paused_at);
  -- As after a stop: what came due is not overdue for having stood still.
  UPDATE public.occurrence o SET due_at = o.due_at + (now() - OLD.paused_at)
   WHERE o.community_id = NEW.community_id AND o.ask_id = NEW.id AND o.state = 'DUE' AND o.due_at <= now();
  RETURN NULL;
END $$;
CREATE TRIGGER clocks_resume AFTER UPDATE ON ask FOR EACH ROW WHEN (OLD.state = 'PAUSED' AND NEW.state IN ('OPEN', 'CLOSED') AND OLD.paused_at IS NOT NULL)
  EXECUTE FUNCTION app.clocks_resume_after_pause();

GRANT EXECUTE ON FUNCTION app.pledges_to_plan(integer, interval), app.plan_occurrences(uuid, uuid, timestamptz[], timestamptz, boolean), app.pledge_clock_runs(uuid, uuid),
  app.flag_lapsing(integer), app.lapse_pledges(integer), app.check_in(uuid, uuid), app.clocks_resume_after_stop(), app.clocks_resume_after_pause() TO accompany_app;
`;

  protected readonly downSql = `
DROP TRIGGER clocks_resume ON ask;
DROP TRIGGER clocks_resume ON campaign_stop;
${former.fulfilment_is_reported}
DROP FUNCTION app.clocks_resume_after_pause(), app.clocks_resume_after_stop(), app.stand_still(uuid, uuid, uuid, timestamptz), app.check_in(uuid, uuid),
  app.lapse_pledges(integer), app.flag_lapsing(integer), app.lapse_if_over(uuid, uuid), app.plan_occurrences(uuid, uuid, timestamptz[], timestamptz, boolean),
  app.pledges_to_plan(integer, interval), app.pledge_clock_runs(uuid, uuid);
DROP INDEX pledge_lapsing_ix, pledge_recurs_ix;
`;
}
