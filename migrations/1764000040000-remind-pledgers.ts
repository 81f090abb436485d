import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const stable = definer.replace(' SET', ' STABLE SET');
const mine = 'person_id = (SELECT app.person_id())';

/** What someone may choose: up to five, in whole minutes from the time that was planned, from 30 days before to 7 days after. */
const chosen = `cardinality(minutes) <= 5 AND array_position(minutes, NULL) IS NULL AND -43200 <= ALL (minutes) AND 10080 >= ALL (minutes)`;

const BEFORE_TELLING = '\n\n  WITH addressee AS (';
const SUBJECT_OF_REMINDER = `
  IF what.subject_id IS NULL THEN
    SELECT p.campaign_id, 'Pledge' AS subject_type, p.id AS subject_id INTO what FROM public.reminder x JOIN public.pledge p ON p.community_id = x.community_id AND p.id = x.pledge_id
     WHERE x.community_id = home AND x.id = subject;
  END IF;`;
const notifyPeople = (before: string, after: string) => `
DO $do$
BEGIN
  EXECUTE replace(pg_get_functiondef('app.notify_people(uuid[], uuid, uuid, uuid, text, text, jsonb, boolean)'::regprocedure), $t$${before}$t$, $t$${after}$t$);
END $do$;`;

/** Pledgers are reminded at the times that they chose, and answer by a link, or signed in, that they come or come at another time. */
export class RemindPledgers1764000040000 extends SqlMigration {
  readonly name = 'RemindPledgers1764000040000';

  protected readonly upSql = `
SET LOCAL lock_timeout = '2s';
ALTER TABLE occurrence ADD COLUMN confirmed_at timestamptz, ADD COLUMN moved_at timestamptz;
COMMENT ON COLUMN occurrence.confirmed_at IS '[personal] When they last said that they will do it at this time.';
COMMENT ON COLUMN occurrence.moved_at IS '[personal] When they last moved it to another time.';

CREATE TABLE reminder_choice (
  person_id uuid CONSTRAINT reminder_choice_pk PRIMARY KEY CONSTRAINT reminder_choice_person_fk REFERENCES person,
  minutes integer[] NOT NULL,
  chosen_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT reminder_choice_minutes_ck CHECK (${chosen})
);
COMMENT ON TABLE reminder_choice IS 'When someone wants to be reminded of what they pledged, where that is not as for everybody.';
COMMENT ON COLUMN reminder_choice.person_id IS '[personal] Who chose.';
COMMENT ON COLUMN reminder_choice.minutes IS '[personal] How long before or after the time that they planned: minutes, negative before.';
COMMENT ON COLUMN reminder_choice.chosen_at IS '[personal] When they chose so.';

CREATE TABLE pledge_reminder_choice (
  community_id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  person_id uuid NOT NULL CONSTRAINT pledge_reminder_choice_person_fk REFERENCES person,
  minutes integer[],
  chosen_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pledge_reminder_choice_pk PRIMARY KEY (community_id, pledge_id, person_id),
  CONSTRAINT pledge_reminder_choice_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES pledge (community_id, id),
  CONSTRAINT pledge_reminder_choice_minutes_ck CHECK (${chosen})
);
COMMENT ON TABLE pledge_reminder_choice IS 'The same for one pledge of theirs; without minutes, as for all the others.';
COMMENT ON COLUMN pledge_reminder_choice.person_id IS '[personal] Who chose.';
COMMENT ON COLUMN pledge_reminder_choice.minutes IS '[personal] How long before or after the time that they planned.';
COMMENT ON COLUMN pledge_reminder_choice.chosen_at IS '[personal] When they chose so.';
CREATE INDEX pledge_reminder_choice_person_ix ON pledge_reminder_choice (person_id);

CREATE TABLE reminder (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  occurrence_id uuid,
  person_id uuid NOT NULL CONSTRAINT reminder_person_fk REFERENCES person,
  kind text NOT NULL,
  about_at timestamptz NOT NULL,
  minutes integer NOT NULL,
  passed_over boolean NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT reminder_pk PRIMARY KEY (community_id, id),
  CONSTRAINT reminder_once_uq UNIQUE NULLS NOT DISTINCT (community_id, pledge_id, occurrence_id, kind, person_id, about_at, minutes),
  CONSTRAINT reminder_pledge_fk FOREIGN KEY (community_id, pledge_id) REFERENCES pledge (community_id, id),
  CONSTRAINT reminder_occurrence_fk FOREIGN KEY (community_id, occurrence_id) REFERENCES occurrence (community_id, id),
  CONSTRAINT reminder_kind_ck CHECK (kind IN ('TIME', 'RECONFIRM', 'PLACE') AND (kind = 'TIME') = (occurrence_id IS NOT NULL))
);
COMMENT ON TABLE reminder IS 'That someone was reminded of a time, once for each time and each moment that they chose; or passed over, as all stood still then.';
COMMENT ON COLUMN reminder.person_id IS '[personal] Who was reminded.';
COMMENT ON COLUMN reminder.kind IS '[personal] [stays] Of what: a time of their own, a pledge to confirm again, a place on offer; goes with the row.';
COMMENT ON COLUMN reminder.about_at IS '[personal] Of which time.';
COMMENT ON COLUMN reminder.minutes IS '[personal] How long before or after it, as they chose.';
COMMENT ON COLUMN reminder.made_at IS '[personal] When.';
CREATE INDEX reminder_occurrence_ix ON reminder (community_id, occurrence_id);
CREATE INDEX reminder_person_ix ON reminder (person_id);
CREATE INDEX reminder_old_ix ON reminder (made_at);
${protect('reminder_choice', 'pledge_reminder_choice', 'reminder')}

CREATE POLICY own_times ON reminder_choice TO accompany_app USING (${mine}) WITH CHECK (${mine});
CREATE POLICY own_seen ON pledge_reminder_choice FOR SELECT TO accompany_app USING (${mine});
CREATE POLICY own_chosen ON pledge_reminder_choice FOR INSERT TO accompany_app WITH CHECK (${mine} AND EXISTS (
  SELECT FROM pledge p WHERE p.community_id = pledge_reminder_choice.community_id AND p.id = pledge_reminder_choice.pledge_id AND p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])));
CREATE POLICY own_changed ON pledge_reminder_choice FOR UPDATE TO accompany_app USING (${mine}) WITH CHECK (${mine});
GRANT SELECT, INSERT, UPDATE (minutes, chosen_at) ON reminder_choice, pledge_reminder_choice TO accompany_app;

CREATE TRIGGER reminder_choice_goes_with_its_person AFTER UPDATE OF person_id ON reminder_choice FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person();
CREATE TRIGGER pledge_reminder_choice_goes_with_its_person AFTER UPDATE OF person_id ON pledge_reminder_choice FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person();
CREATE TRIGGER reminder_goes_with_its_person AFTER UPDATE OF person_id ON reminder FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person();

CREATE FUNCTION app.quiet_since(at timestamptz, zone text, quiet_from integer, quiet_to integer) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT CASE
    WHEN quiet_from < quiet_to AND hour >= quiet_from AND hour < quiet_to THEN (day + make_time(quiet_from, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour >= quiet_from THEN (day + make_time(quiet_from, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour < quiet_to THEN (day - 1 + make_time(quiet_from, 0, 0)) AT TIME ZONE zone
  END FROM (SELECT (at AT TIME ZONE zone)::date AS day, extract(hour FROM at AT TIME ZONE zone) AS hour) there
$$;
COMMENT ON FUNCTION app.quiet_since(timestamptz, text, integer, integer) IS 'When the quiet hours began in which an instant falls; null for one outside of them.';

CREATE FUNCTION app.reminder_time(about timestamptz, minutes integer, zone text, quiet_from integer, quiet_to integer) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, app AS $$
  SELECT CASE
    WHEN quiet_until IS NULL THEN at
    WHEN reminder_time.minutes > 0 OR quiet_until <= about THEN quiet_until
    ELSE app.quiet_since(at, zone, quiet_from, quiet_to) - interval '1 hour'
  END FROM (SELECT about + make_interval(mins => reminder_time.minutes) AS at) moment
  CROSS JOIN LATERAL app.quiet_until(at, zone, quiet_from, quiet_to) AS quiet_until
$$;
COMMENT ON FUNCTION app.reminder_time(timestamptz, integer, text, integer, integer) IS
  'When someone is reminded of a time: so many minutes from it; if that is in their quiet hours, at their end, or in the last hour before them if their end were too late.';

CREATE FUNCTION app.reminders_run(community uuid, ask uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
  SELECT app.ask_is_running(community, ask) OR EXISTS (
    SELECT FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
     WHERE a.community_id = community AND a.id = reminders_run.ask AND a.state = 'CLOSED' AND g.state = 'LAUNCHED')
$$;
COMMENT ON FUNCTION app.reminders_run(uuid, uuid) IS 'Whether people are reminded of pledges to an ask: it is running, or closed and its pledges run to their end.';

CREATE FUNCTION app.reminders_due(at timestamptz) RETURNS TABLE (community_id uuid, ask_id uuid, pledge_id uuid, occurrence_id uuid, person_id uuid, kind text, about_at timestamptz, minutes integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
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
$$;
COMMENT ON FUNCTION app.reminders_due(timestamptz) IS 'Who is to be reminded now, of what: each as they chose, by their own clock. Granted to nobody.';

CREATE FUNCTION app.make_reminders(at timestamptz, most integer) RETURNS integer ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.make_reminders(timestamptz, integer) IS 'Makes the reminders that are due, each once, and an event for each; what falls into a standstill is passed over for good. Answers how many.';

CREATE FUNCTION app.reminder_to_tell(home uuid, reminder uuid, at timestamptz) RETURNS TABLE (person_id uuid, kind text, minutes integer, about_at timestamptz, zone text, pledge_id uuid, occurrence_id uuid, grace_hours integer)
  ${stable} AS $$
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
END $$;
COMMENT ON FUNCTION app.reminder_to_tell(uuid, uuid, timestamptz) IS 'What a reminder says, as long as it is still true; nothing else.';

CREATE FUNCTION app.forget_reminders(most integer) RETURNS integer ${definer} AS $$
DECLARE
  gone integer;
BEGIN
  PERFORM app.only_the_clock();
  DELETE FROM public.reminder x WHERE (x.community_id, x.id) IN (
    SELECT o.community_id, o.id FROM public.reminder o WHERE o.made_at < now() - interval '30 days' AND o.about_at < now() - interval '30 days' LIMIT most);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
COMMENT ON FUNCTION app.forget_reminders(integer) IS 'Those whose time was over 30 days ago, which cannot come again. Answers how many.';

CREATE FUNCTION app.reminder_step(person uuid, community uuid, pledge uuid, occurrence uuid) RETURNS TABLE (language text, zone text, about_at timestamptz, pledge_state text,
    occurrence_state text, is_confirmed boolean, is_late boolean, earliest timestamptz, latest timestamptz)
  ${stable} AS $$
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
END $$;
COMMENT ON FUNCTION app.reminder_step(uuid, uuid, uuid, uuid) IS 'What the page of a link says: nothing for whoever is suspended, gone, or has no part in the pledge any more.';

CREATE FUNCTION app.own_due_occurrence(community uuid, occurrence uuid) RETURNS occurrence ${definer} AS $$
DECLARE
  found public.occurrence;
  own public.pledge;
BEGIN
  own := app.own_live_pledge(community, (SELECT o.pledge_id FROM public.occurrence o WHERE o.community_id = community AND o.id = own_due_occurrence.occurrence));
  SELECT * INTO found FROM public.occurrence o WHERE o.community_id = community AND o.id = own_due_occurrence.occurrence AND o.state = 'DUE' AND own.state = 'ACTIVE';
  IF found.id IS NULL THEN PERFORM app.refuse('occurrence_is_due_ck', 'only what is still to be done under an active pledge is confirmed or moved'); END IF;
  RETURN found;
END $$;
COMMENT ON FUNCTION app.own_due_occurrence(uuid, uuid) IS 'A time still to come of a pledge of the current person or an organization of theirs, under the lock of the pledge. Granted to nobody.';

CREATE FUNCTION app.confirm_occurrence(community uuid, occurrence uuid) RETURNS void ${definer} AS $$
DECLARE
  own public.occurrence := app.own_due_occurrence(community, occurrence);
BEGIN
  -- Who comes round again is still in.
  PERFORM app.check_in(community, own.pledge_id);
  UPDATE public.occurrence o SET confirmed_at = now() WHERE o.community_id = community AND o.id = own.id;
END $$;
COMMENT ON FUNCTION app.confirm_occurrence(uuid, uuid) IS 'Its pledger says that they will do it at its time.';

CREATE FUNCTION app.move_occurrence(community uuid, occurrence uuid, to_time timestamptz) RETURNS void ${definer} AS $$
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
END $$;
COMMENT ON FUNCTION app.move_occurrence(uuid, uuid, timestamptz) IS 'Its pledger plans it for another time; where it is the only one, the plan of the pledge moves along.';
${notifyPeople(BEFORE_TELLING, SUBJECT_OF_REMINDER + BEFORE_TELLING)}

GRANT EXECUTE ON FUNCTION app.make_reminders(timestamptz, integer), app.reminder_to_tell(uuid, uuid, timestamptz), app.forget_reminders(integer),
  app.reminder_step(uuid, uuid, uuid, uuid), app.confirm_occurrence(uuid, uuid), app.move_occurrence(uuid, uuid, timestamptz) TO accompany_app;
`;

  protected readonly downSql = `
${notifyPeople(SUBJECT_OF_REMINDER + BEFORE_TELLING, BEFORE_TELLING)}
DROP FUNCTION app.move_occurrence(uuid, uuid, timestamptz), app.confirm_occurrence(uuid, uuid), app.own_due_occurrence(uuid, uuid), app.reminder_step(uuid, uuid, uuid, uuid),
  app.forget_reminders(integer), app.reminder_to_tell(uuid, uuid, timestamptz), app.make_reminders(timestamptz, integer), app.reminders_due(timestamptz), app.reminders_run(uuid, uuid),
  app.reminder_time(timestamptz, integer, text, integer, integer), app.quiet_since(timestamptz, text, integer, integer);
DROP TABLE reminder, pledge_reminder_choice, reminder_choice;
ALTER TABLE occurrence DROP COLUMN moved_at, DROP COLUMN confirmed_at;
`;
}
