import { formerFulfilmentFunctions as former } from './former-fulfilment-functions.js';
import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const mine = (column: string) => `${column} = ANY ((SELECT app.my_memberships())::uuid[])`;

/** Who follows a pledge follows what is said about it: as with reports. */
const followed = (table: string) => `
CREATE POLICY seen ON ${table} FOR SELECT TO accompany_app USING (${mine('pledger_id')} OR ${inCommunityAs('affected')} OR (pledger_standing = 'ALLY' AND ${inCommunityAs('insider')}));
CREATE POLICY led_seen ON ${table} FOR SELECT TO accompany_app USING ((SELECT app.leads_somewhere()) AND (
  SELECT true FROM occurrence o JOIN ask a ON a.community_id = o.community_id AND a.id = o.ask_id
   WHERE o.community_id = ${table}.community_id AND o.id = ${table}.occurrence_id AND ${inCommunityAs('affected', 'a.lead_id')}));
CREATE POLICY said ON ${table} FOR INSERT TO accompany_app WITH CHECK (${mine('pledger_id')});`;

/** All that can become of one doing of a pledge: no-shows and contests, agreed skips, reports left without an answer. */
export class SettleOccurrences1764000037000 extends SqlMigration {
  readonly name = 'SettleOccurrences1764000037000';

  protected readonly upSql = `
SET LOCAL lock_timeout = '2s';
ALTER TABLE pledge
  ADD COLUMN recurs boolean NOT NULL DEFAULT false,
  ADD COLUMN plan_is_whole boolean NOT NULL DEFAULT true,
  ADD COLUMN planned_through timestamptz,
  ADD COLUMN until timestamptz,
  ADD COLUMN checked_in_at timestamptz;
COMMENT ON COLUMN pledge.recurs IS 'Made to an ask with a cadence: done again and again, its quantity each time.';
COMMENT ON COLUMN pledge.plan_is_whole IS 'Whether every time at which it is to be done has its occurrence.';
COMMENT ON COLUMN pledge.planned_through IS '[personal] Up to when its times are laid out; null for what is done once.';
COMMENT ON COLUMN pledge.until IS '[personal] Until when they keep it up; null for as long as the ask wants.';
COMMENT ON COLUMN pledge.checked_in_at IS '[personal] When they last said that they are still in.';

ALTER TABLE occurrence
  ADD COLUMN planned_at timestamptz,
  ADD COLUMN due_again_at timestamptz,
  ADD COLUMN no_show_at timestamptz,
  ADD COLUMN no_show_from text,
  ADD COLUMN contested_at timestamptz,
  ADD COLUMN contest_answered_at timestamptz,
  ADD COLUMN skip_asked_at timestamptz,
  ADD COLUMN skip_offered_at timestamptz,
  ADD COLUMN reminded_at timestamptz,
  ADD COLUMN state_changed_at timestamptz NOT NULL DEFAULT now();
UPDATE occurrence SET planned_at = due_at;
ALTER TABLE occurrence
  ALTER COLUMN planned_at SET NOT NULL,
  DROP CONSTRAINT occurrence_state_ck,
  DROP CONSTRAINT occurrence_reported_ck,
  DROP CONSTRAINT occurrence_attested_ck,
  ADD CONSTRAINT occurrence_state_ck CHECK (state IN ('DUE', 'REPORTED', 'ATTESTED', 'NO_SHOW', 'UNCONFIRMED', 'SKIPPED')),
  ADD CONSTRAINT occurrence_reported_ck CHECK (state NOT IN ('REPORTED', 'UNCONFIRMED') OR (reported_quantity >= 1 AND reported_at IS NOT NULL)),
  ADD CONSTRAINT occurrence_attested_ck CHECK ((state = 'ATTESTED') = (attested_quantity IS NOT NULL) AND (state IN ('ATTESTED', 'NO_SHOW')) = (attestation_id IS NOT NULL)),
  ADD CONSTRAINT occurrence_no_show_ck CHECK (no_show_from IN ('DUE', 'REPORTED') AND (no_show_at IS NULL) = (no_show_from IS NULL) AND (state <> 'NO_SHOW' OR no_show_at IS NOT NULL)),
  ADD CONSTRAINT occurrence_contested_ck CHECK ((contested_at IS NULL OR no_show_at IS NOT NULL) AND (contest_answered_at IS NULL OR contested_at IS NOT NULL)),
  ADD CONSTRAINT occurrence_planned_once_uq UNIQUE (community_id, pledge_id, planned_at);
COMMENT ON COLUMN occurrence.planned_at IS '[personal] When it was planned for, whatever it was moved to; one for each time of a pledge.';
COMMENT ON COLUMN occurrence.due_again_at IS '[personal] When it became due once more: sent back, or a no-show taken back.';
COMMENT ON COLUMN occurrence.no_show_at IS '[personal] When the community last recorded that nobody came.';
COMMENT ON COLUMN occurrence.no_show_from IS '[personal] [stays] How far it was then: what it goes back to.';
COMMENT ON COLUMN occurrence.contested_at IS '[personal] When they contested that.';
COMMENT ON COLUMN occurrence.contest_answered_at IS '[personal] When the community answered.';
COMMENT ON COLUMN occurrence.skip_asked_at IS '[personal] When they asked to leave it out this time.';
COMMENT ON COLUMN occurrence.skip_offered_at IS '[personal] When the community said that it may be left out.';
COMMENT ON COLUMN occurrence.reminded_at IS '[personal] When the community was reminded of the report.';
COMMENT ON COLUMN occurrence.state_changed_at IS '[personal] Since when it is so far.';
CREATE INDEX occurrence_due_ix ON occurrence (due_at) WHERE state = 'DUE';
CREATE INDEX occurrence_unanswered_ix ON occurrence (reported_at) WHERE state = 'REPORTED';

ALTER TABLE ask_tally
  ADD COLUMN no_show_count integer NOT NULL DEFAULT 0,
  ADD COLUMN unconfirmed_count integer NOT NULL DEFAULT 0,
  ADD COLUMN skipped_count integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT ask_tally_occurrences_not_negative_ck CHECK (least(no_show_count, unconfirmed_count, skipped_count) >= 0);

ALTER TABLE attestation
  DROP CONSTRAINT attestation_kind_ck,
  DROP CONSTRAINT attestation_corrects_ck,
  DROP CONSTRAINT attestation_quantity_ck,
  DROP CONSTRAINT attestation_feedback_ck,
  ADD CONSTRAINT attestation_kind_ck CHECK (kind IN ('ATTESTED', 'SENT_BACK', 'CORRECTED', 'NO_SHOW', 'CONTEST_ACCEPTED', 'CONTEST_REFUSED', 'SKIP_AGREED')),
  ADD CONSTRAINT attestation_corrects_ck CHECK ((kind IN ('CORRECTED', 'CONTEST_ACCEPTED')) = (corrects IS NOT NULL)),
  ADD CONSTRAINT attestation_quantity_ck CHECK (quantity BETWEEN 0 AND 1000000 AND (kind = 'CORRECTED' OR quantity >= 1)
    AND CASE WHEN kind IN ('ATTESTED', 'CORRECTED') THEN quantity IS NOT NULL WHEN kind = 'CONTEST_ACCEPTED' THEN true ELSE quantity IS NULL END),
  ADD CONSTRAINT attestation_feedback_ck CHECK (length(feedback) <= 4000 AND (kind IN ('ATTESTED', 'SKIP_AGREED') OR length(feedback) > 0));
COMMENT ON TABLE attestation IS 'What the community says happened; append-only. A correction or an accepted contest names the one that it replaces, whose value is kept.';

CREATE TABLE no_show_contest (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  occurrence_id uuid NOT NULL,
  attestation_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  text text NOT NULL,
  contested_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT no_show_contest_pk PRIMARY KEY (community_id, id),
  CONSTRAINT no_show_contest_once_uq UNIQUE (community_id, attestation_id),
  CONSTRAINT no_show_contest_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES occurrence (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT no_show_contest_attestation_fk FOREIGN KEY (community_id, attestation_id) REFERENCES attestation (community_id, id),
  CONSTRAINT no_show_contest_text_ck CHECK (length(text) BETWEEN 1 AND 4000)
);
COMMENT ON TABLE no_show_contest IS 'A pledger says that they were there. Append-only; the answer is an attestation.';
COMMENT ON COLUMN no_show_contest.pledger_id IS '[personal] Who contests.';
COMMENT ON COLUMN no_show_contest.pledger_standing IS '[personal] [stays] In which standing.';
COMMENT ON COLUMN no_show_contest.text IS '[personal] What they say to it.';
COMMENT ON COLUMN no_show_contest.contested_at IS '[personal] When they said so.';
CREATE INDEX no_show_contest_occurrence_ix ON no_show_contest (community_id, occurrence_id);

CREATE TABLE skip_request (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  occurrence_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  why text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT skip_request_pk PRIMARY KEY (community_id, id),
  CONSTRAINT skip_request_once_uq UNIQUE (community_id, occurrence_id),
  CONSTRAINT skip_request_occurrence_fk FOREIGN KEY (community_id, occurrence_id, pledger_id, pledger_standing) REFERENCES occurrence (community_id, id, pledger_id, pledger_standing),
  CONSTRAINT skip_request_why_ck CHECK (length(why) BETWEEN 1 AND 2000)
);
COMMENT ON TABLE skip_request IS 'A pledger asks to leave one time out; it is left out once the community agrees.';
COMMENT ON COLUMN skip_request.pledger_id IS '[personal] Who asks.';
COMMENT ON COLUMN skip_request.pledger_standing IS '[personal] [stays] In which standing.';
COMMENT ON COLUMN skip_request.why IS '[personal] Why they would leave it out.';
COMMENT ON COLUMN skip_request.asked_at IS '[personal] When they asked.';

CREATE FUNCTION app.occurrence_may_move(from_state text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT (from_state, to_state) IN (
    ('DUE', 'REPORTED'), ('DUE', 'NO_SHOW'), ('DUE', 'SKIPPED'),
    ('REPORTED', 'ATTESTED'), ('REPORTED', 'DUE'), ('REPORTED', 'NO_SHOW'), ('REPORTED', 'UNCONFIRMED'),
    ('UNCONFIRMED', 'ATTESTED'),
    ('NO_SHOW', 'ATTESTED'), ('NO_SHOW', 'DUE'), ('NO_SHOW', 'REPORTED'))
$$;
COMMENT ON FUNCTION app.occurrence_may_move(text, text) IS 'The moves of an occurrence; the table of them in src/features/fulfilment/occurrence.moves.ts says by whom and why, and a test compares the two.';

CREATE FUNCTION app.occurrence_moves() RETURNS trigger ${definer} AS $$
BEGIN
  IF NOT app.occurrence_may_move(OLD.state, NEW.state) THEN
    PERFORM app.refuse('occurrence_state_moves_ck', format('an occurrence does not go from %s to %s', OLD.state, NEW.state));
  END IF;
  NEW.state_changed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER occurrence_moves BEFORE UPDATE OF state ON occurrence FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION app.occurrence_moves();

CREATE FUNCTION app.occurrence_begins() RETURNS trigger ${definer} AS $$
BEGIN
  NEW.planned_at := coalesce(NEW.planned_at, NEW.due_at);
  RETURN NEW;
END $$;
CREATE TRIGGER occurrence_begins BEFORE INSERT ON occurrence FOR EACH ROW EXECUTE FUNCTION app.occurrence_begins();

CREATE FUNCTION app.pledge_recurs() RETURNS trigger ${definer} AS $$
BEGIN
  NEW.recurs := (SELECT a.cadence IS NOT NULL FROM public.ask a WHERE a.community_id = NEW.community_id AND a.id = NEW.ask_id);
  NEW.plan_is_whole := NOT NEW.recurs;
  NEW.planned_through := CASE WHEN NEW.recurs THEN NEW.plan_when END;
  IF NOT NEW.recurs AND NEW.until IS NOT NULL THEN PERFORM app.refuse('pledge_until_of_recurring_ck', 'only what is done again and again is kept up until a day'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pledge_recurs BEFORE INSERT ON pledge FOR EACH ROW EXECUTE FUNCTION app.pledge_recurs();
GRANT INSERT (until) ON pledge TO accompany_app;

CREATE FUNCTION app.stood_still(community uuid, campaign uuid, since timestamptz) RETURNS interval LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT coalesce(sum(coalesce(s.resumed_at, now()) - greatest(s.stopped_at, since)), interval '0')
    FROM public.campaign_stop s WHERE s.community_id = community AND s.campaign_id = campaign AND coalesce(s.resumed_at, now()) > since
$$;
COMMENT ON FUNCTION app.stood_still(uuid, uuid, timestamptz) IS 'How long a campaign has stood still since then, in all: clocks count that time out.';

CREATE FUNCTION app.pledge_outcome(community uuid, pledge uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
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
$$;
COMMENT ON FUNCTION app.pledge_outcome(uuid, uuid) IS
  'What its occurrences make of a pledge once all are settled; null while one is not. Times agreed to be left out do not count. Once its ask is cancelled, its campaign concluded or its pledger gone, nothing is due any more: only reports are waited for.';

CREATE FUNCTION app.settle_pledges(community uuid, pledges uuid[]) RETURNS void ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.settle_pledges(uuid, uuid[]) IS 'Brings pledges to what their occurrences come to. A pledge that lapsed never takes its place again. Granted to nobody.';

CREATE OR REPLACE FUNCTION app.occurrences_are_counted() RETURNS trigger ${definer} AS $$
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
END $$;

CREATE FUNCTION app.answered_by_another(home uuid, answer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
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
$$;
COMMENT ON FUNCTION app.answered_by_another(uuid, uuid) IS 'Whether a contest is answered by someone else than who recorded the no-show, or there is nobody else who could. Granted to nobody.';

CREATE OR REPLACE FUNCTION app.community_attests() RETURNS trigger ${definer} AS $$
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
END $$;

CREATE FUNCTION app.no_show_is_contested() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.occurrence o SET contested_at = NEW.contested_at FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'NO_SHOW' AND o.attestation_id = NEW.attestation_id AND o.contested_at IS NULL
     AND p.community_id = o.community_id AND p.id = o.pledge_id
     AND o.no_show_at + interval '14 days' + app.stood_still(p.community_id, p.campaign_id, o.no_show_at) > now();
  IF NOT FOUND THEN PERFORM app.refuse('no_show_contested_in_time_ck', 'a no-show is contested once, within 14 days'); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER no_show_is_contested AFTER INSERT ON no_show_contest FOR EACH ROW EXECUTE FUNCTION app.no_show_is_contested();

CREATE FUNCTION app.skip_is_asked() RETURNS trigger ${definer} AS $$
BEGIN
  UPDATE public.occurrence o SET skip_asked_at = NEW.asked_at, state = CASE WHEN o.skip_offered_at IS NULL THEN 'DUE' ELSE 'SKIPPED' END FROM public.pledge p
   WHERE o.community_id = NEW.community_id AND o.id = NEW.occurrence_id AND o.state = 'DUE'
     AND p.community_id = o.community_id AND p.id = o.pledge_id AND p.state = 'ACTIVE';
  IF NOT FOUND THEN PERFORM app.refuse('skip_of_due_ck', 'only what is due under an active pledge can be left out'); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER skip_is_asked AFTER INSERT ON skip_request FOR EACH ROW EXECUTE FUNCTION app.skip_is_asked();

CREATE FUNCTION app.remind_of_reports(most integer) RETURNS integer ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.remind_of_reports(integer) IS 'For the clock: reports that wait for 14 days, time that the campaign stood still not counted. Answers how many.';

CREATE FUNCTION app.unconfirm_reports(most integer) RETURNS integer ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.unconfirm_reports(integer) IS 'For the clock: reports that nobody answered for 30 days, time that the campaign stood still not counted. No fault of the pledger; they can still be attested. Answers how many.';

${protect('no_show_contest', 'skip_request')}
${followed('no_show_contest')}
${followed('skip_request')}
GRANT SELECT, INSERT (community_id, id, occurrence_id, attestation_id, pledger_id, pledger_standing, text) ON no_show_contest TO accompany_app;
GRANT SELECT, INSERT (community_id, id, occurrence_id, pledger_id, pledger_standing, why) ON skip_request TO accompany_app;
GRANT EXECUTE ON FUNCTION app.occurrence_may_move(text, text), app.occurrence_moves(), app.occurrence_begins(), app.pledge_recurs(), app.stood_still(uuid, uuid, timestamptz),
  app.no_show_is_contested(), app.skip_is_asked(), app.remind_of_reports(integer), app.unconfirm_reports(integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.unconfirm_reports(integer), app.remind_of_reports(integer);
DROP TABLE skip_request, no_show_contest;
DROP FUNCTION app.skip_is_asked(), app.no_show_is_contested();
${former.community_attests}
${former.occurrences_are_counted}
DROP FUNCTION app.answered_by_another(uuid, uuid), app.settle_pledges(uuid, uuid[]), app.pledge_outcome(uuid, uuid), app.stood_still(uuid, uuid, timestamptz);
DROP TRIGGER pledge_recurs ON pledge;
DROP TRIGGER occurrence_begins ON occurrence;
DROP TRIGGER occurrence_moves ON occurrence;
DROP FUNCTION app.pledge_recurs(), app.occurrence_begins(), app.occurrence_moves(), app.occurrence_may_move(text, text);
ALTER TABLE attestation
  DROP CONSTRAINT attestation_feedback_ck, DROP CONSTRAINT attestation_quantity_ck, DROP CONSTRAINT attestation_corrects_ck, DROP CONSTRAINT attestation_kind_ck,
  ADD CONSTRAINT attestation_kind_ck CHECK (kind IN ('ATTESTED', 'SENT_BACK', 'CORRECTED')),
  ADD CONSTRAINT attestation_corrects_ck CHECK ((kind = 'CORRECTED') = (corrects IS NOT NULL)),
  ADD CONSTRAINT attestation_quantity_ck CHECK ((kind = 'SENT_BACK') = (quantity IS NULL) AND quantity BETWEEN 0 AND 1000000 AND (kind <> 'ATTESTED' OR quantity >= 1)),
  ADD CONSTRAINT attestation_feedback_ck CHECK (length(feedback) <= 4000 AND (kind = 'ATTESTED' OR length(feedback) > 0));
COMMENT ON TABLE attestation IS 'What the community says happened; append-only. A correction names the one it replaces, whose value is kept.';
ALTER TABLE ask_tally DROP COLUMN no_show_count, DROP COLUMN unconfirmed_count, DROP COLUMN skipped_count;
DROP INDEX occurrence_unanswered_ix, occurrence_due_ix;
ALTER TABLE occurrence
  DROP CONSTRAINT occurrence_planned_once_uq, DROP CONSTRAINT occurrence_contested_ck, DROP CONSTRAINT occurrence_no_show_ck,
  DROP CONSTRAINT occurrence_attested_ck, DROP CONSTRAINT occurrence_reported_ck, DROP CONSTRAINT occurrence_state_ck,
  ADD CONSTRAINT occurrence_state_ck CHECK (state IN ('DUE', 'REPORTED', 'ATTESTED')),
  ADD CONSTRAINT occurrence_reported_ck CHECK (state = 'DUE' OR (reported_quantity >= 1 AND reported_at IS NOT NULL)),
  ADD CONSTRAINT occurrence_attested_ck CHECK ((state = 'ATTESTED') = (attested_quantity IS NOT NULL) AND (state = 'ATTESTED') = (attestation_id IS NOT NULL)),
  DROP COLUMN planned_at, DROP COLUMN due_again_at, DROP COLUMN no_show_at, DROP COLUMN no_show_from, DROP COLUMN contested_at, DROP COLUMN contest_answered_at,
  DROP COLUMN skip_asked_at, DROP COLUMN skip_offered_at, DROP COLUMN reminded_at, DROP COLUMN state_changed_at;
ALTER TABLE pledge DROP COLUMN recurs, DROP COLUMN plan_is_whole, DROP COLUMN planned_through, DROP COLUMN until, DROP COLUMN checked_in_at;
`;
}
