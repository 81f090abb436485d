import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

const onlyByRelay = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('notified_by_relay_only_ck', 'only the relay tells people what happened');
  END IF;`;

const TOPICS = "'MY_PLEDGES', 'MY_STANDING', 'COMMUNITY_WORK', 'ROUNDS_AND_DECISIONS'";

/** Until now they found those with an e-mail address alone. Who is told and by which way are two questions. */
const REACHED = 'p.suspended_at IS NULL';
const REACHED_BY_MAIL = `${REACHED} AND a.email_cipher IS NOT NULL`;
const findersWith = (before: string, after: string) => `
DO $do$
DECLARE
  finder record;
BEGIN
  FOR finder IN
    SELECT pg_get_functiondef(p.oid) AS says FROM pg_proc p
     WHERE p.pronamespace = 'app'::regnamespace AND p.proname LIKE 'mail\\_recipients\\_%' AND p.prosrc LIKE '%JOIN vault.account a%' ORDER BY p.proname
  LOOP
    EXECUTE replace(finder.says, '${before}', '${after}');
  END LOOP;
END $do$;`;

/** What people were told, kept for each of them alone, and how they want to be told. */
export class KeepNotifications1764000032100 extends SqlMigration {
  readonly name = 'KeepNotifications1764000032100';

  protected readonly upSql = `
CREATE TABLE notification (
  id uuid CONSTRAINT notification_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT notification_person_fk REFERENCES person,
  notice text NOT NULL,
  topic text NOT NULL,
  community_id uuid CONSTRAINT notification_community_fk REFERENCES community,
  campaign_id uuid,
  subject_type text,
  subject_id uuid,
  facts jsonb NOT NULL DEFAULT '{}',
  times integer NOT NULL DEFAULT 1,
  first_at timestamptz NOT NULL DEFAULT now(),
  last_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  digest_on text[] NOT NULL DEFAULT '{}',
  digest_times integer NOT NULL DEFAULT 0,
  CONSTRAINT notification_notice_ck CHECK (length(notice) BETWEEN 1 AND 60),
  CONSTRAINT notification_topic_ck CHECK (topic IN (${TOPICS}, 'ACCOUNT_SAFETY')),
  CONSTRAINT notification_times_ck CHECK (times >= 1 AND digest_times BETWEEN 0 AND times),
  CONSTRAINT notification_digest_ck CHECK (digest_on <@ ARRAY['MAIL', 'MESSENGER'])
);
COMMENT ON TABLE notification IS 'That something happened, for one person to read. Of the same kind within an hour it is one row.';
COMMENT ON COLUMN notification.person_id IS '[personal] Who is told.';
COMMENT ON COLUMN notification.notice IS '[personal] [stays] What happened; goes with the row.';
COMMENT ON COLUMN notification.topic IS '[personal] [stays] What it is about; goes with the row.';
COMMENT ON COLUMN notification.community_id IS '[personal] In which community.';
COMMENT ON COLUMN notification.campaign_id IS '[personal] In which campaign: of this community, or of one whose campaign it leads.';
COMMENT ON COLUMN notification.subject_type IS '[personal] The kind of thing that it happened to.';
COMMENT ON COLUMN notification.subject_id IS '[personal] To what it happened; the latest, where it happened several times.';
COMMENT ON COLUMN notification.facts IS '[personal] A time by which something is to be done.';
COMMENT ON COLUMN notification.times IS '[personal] How many times it happened within the hour.';
COMMENT ON COLUMN notification.first_at IS '[personal] When it first happened.';
COMMENT ON COLUMN notification.last_at IS '[personal] When it last happened.';
COMMENT ON COLUMN notification.read_at IS '[personal] When they read it.';
COMMENT ON COLUMN notification.digest_on IS '[personal] By which ways it still waits for a digest.';
COMMENT ON COLUMN notification.digest_times IS '[personal] How many times of it the next digest tells.';
CREATE INDEX notification_listed_ix ON notification (person_id, last_at DESC, id DESC);
CREATE INDEX notification_unread_ix ON notification (person_id) WHERE read_at IS NULL;
CREATE INDEX notification_digest_ix ON notification (person_id) WHERE digest_on <> '{}';
CREATE INDEX notification_old_ix ON notification (last_at);

CREATE TABLE notification_cause (
  id uuid CONSTRAINT notification_cause_pk PRIMARY KEY,
  notification_id uuid NOT NULL CONSTRAINT notification_cause_notification_fk REFERENCES notification ON DELETE CASCADE
);
COMMENT ON TABLE notification_cause IS 'Which events a notification has counted, by a digest of event, notice and person: the same event may come again, and counts once.';
CREATE INDEX notification_cause_notification_ix ON notification_cause (notification_id);

CREATE TABLE notification_choice (
  person_id uuid NOT NULL CONSTRAINT notification_choice_person_fk REFERENCES person,
  channel text NOT NULL,
  topic text NOT NULL,
  choice text NOT NULL,
  CONSTRAINT notification_choice_pk PRIMARY KEY (person_id, channel, topic),
  CONSTRAINT notification_choice_channel_ck CHECK (channel IN ('MAIL', 'MESSENGER')),
  CONSTRAINT notification_choice_safety_ck CHECK (topic IN (${TOPICS})),
  CONSTRAINT notification_choice_choice_ck CHECK (choice IN ('AT_ONCE', 'DIGEST', 'OFF'))
);
COMMENT ON TABLE notification_choice IS 'How someone wants to be told of a topic, where that is not at once. The safety of the account is no topic to choose about.';
COMMENT ON COLUMN notification_choice.person_id IS '[personal] Who chose.';
COMMENT ON COLUMN notification_choice.channel IS '[personal] [stays] For mail or for messages; goes with the row.';
COMMENT ON COLUMN notification_choice.topic IS '[personal] [stays] For which topic; goes with the row.';
COMMENT ON COLUMN notification_choice.choice IS '[personal] [stays] At once, once a day or not at all; goes with the row.';

CREATE TABLE notification_hours (
  person_id uuid CONSTRAINT notification_hours_pk PRIMARY KEY CONSTRAINT notification_hours_person_fk REFERENCES person,
  digest_hour smallint NOT NULL DEFAULT 8,
  quiet_from smallint NOT NULL DEFAULT 21,
  quiet_until smallint NOT NULL DEFAULT 8,
  CONSTRAINT notification_hours_of_day_ck CHECK (digest_hour BETWEEN 0 AND 23 AND quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23)
);
COMMENT ON TABLE notification_hours IS 'When someone wants to be told, in hours of their own time zone, where that is not as for everybody. The same hour twice is no quiet at all.';
COMMENT ON COLUMN notification_hours.person_id IS '[personal] Who chose.';
COMMENT ON COLUMN notification_hours.digest_hour IS '[personal] At which hour a digest comes.';
COMMENT ON COLUMN notification_hours.quiet_from IS '[personal] From which hour on nothing is sent.';
COMMENT ON COLUMN notification_hours.quiet_until IS '[personal] Until which hour.';
${protect('notification', 'notification_cause', 'notification_choice', 'notification_hours')}

CREATE POLICY own_notifications ON notification FOR SELECT TO accompany_app USING (person_id = (SELECT app.person_id()));
CREATE POLICY own_reading ON notification FOR UPDATE TO accompany_app USING (person_id = (SELECT app.person_id())) WITH CHECK (person_id = (SELECT app.person_id()));
CREATE POLICY own_choices ON notification_choice TO accompany_app USING (person_id = (SELECT app.person_id())) WITH CHECK (person_id = (SELECT app.person_id()));
CREATE POLICY own_hours ON notification_hours TO accompany_app USING (person_id = (SELECT app.person_id())) WITH CHECK (person_id = (SELECT app.person_id()));
GRANT SELECT ON notification TO accompany_app;
GRANT UPDATE (read_at) ON notification TO accompany_app;
GRANT SELECT, INSERT, UPDATE ON notification_choice, notification_hours TO accompany_app;

CREATE FUNCTION app.goes_with_its_person() RETURNS trigger ${definer} AS $$
BEGIN
  EXECUTE format('DELETE FROM %I.%I WHERE person_id = $1', TG_TABLE_SCHEMA, TG_TABLE_NAME) USING NEW.person_id;
  DELETE FROM public.person p WHERE p.id = NEW.person_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION app.goes_with_its_person() IS
  'Erasing a person leaves rows that stand for nobody, so that counts stay as they are. These count nothing and go whole, with the nobody made for them.';
CREATE TRIGGER notification_goes_with_its_person AFTER UPDATE OF person_id ON notification FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person();
CREATE TRIGGER notification_choice_goes_with_its_person AFTER UPDATE OF person_id ON notification_choice FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person();
CREATE TRIGGER notification_hours_goes_with_its_person AFTER UPDATE OF person_id ON notification_hours FOR EACH ROW EXECUTE FUNCTION app.goes_with_its_person();
${findersWith(REACHED_BY_MAIL, REACHED)}

CREATE FUNCTION app.quiet_until(at timestamptz, zone text, quiet_from integer, quiet_to integer) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT CASE
    WHEN quiet_from < quiet_to AND hour >= quiet_from AND hour < quiet_to THEN (day + make_time(quiet_to, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour >= quiet_from THEN (day + 1 + make_time(quiet_to, 0, 0)) AT TIME ZONE zone
    WHEN quiet_from > quiet_to AND hour < quiet_to THEN (day + make_time(quiet_to, 0, 0)) AT TIME ZONE zone
  END FROM (SELECT (at AT TIME ZONE zone)::date AS day, extract(hour FROM at AT TIME ZONE zone) AS hour) there
$$;
COMMENT ON FUNCTION app.quiet_until(timestamptz, text, integer, integer) IS 'When the quiet hours end in which an instant falls; null for one outside of them.';

CREATE FUNCTION app.digest_time(at timestamptz, zone text, digest_hour integer) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT max(time) FROM (
    SELECT (((at AT TIME ZONE zone)::date - back) + make_time(digest_hour, 0, 0)) AT TIME ZONE zone AS time FROM generate_series(0, 1) AS back) day
   WHERE time <= at
$$;
COMMENT ON FUNCTION app.digest_time(timestamptz, text, integer) IS 'The last time up to an instant at which digests of this zone and hour were due.';

CREATE FUNCTION app.id_from(name text) RETURNS uuid LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT substr(encode(sha256(convert_to(name, 'UTF8')), 'hex'), 1, 32)::uuid
$$;
COMMENT ON FUNCTION app.id_from(text) IS 'The same id for the same name, so that what is done twice is there once.';

CREATE FUNCTION app.ways_to(person uuid, about text) RETURNS TABLE (channel text, choice text) ${sqlDefiner} AS $$
  SELECT w.channel, CASE WHEN about = 'ACCOUNT_SAFETY' THEN 'AT_ONCE' ELSE coalesce(c.choice, 'AT_ONCE') END
    FROM (SELECT 'MAIL' AS channel FROM vault.account a WHERE a.person_id = person AND a.email_cipher IS NOT NULL
          UNION ALL SELECT 'MESSENGER' FROM vault.messenger m WHERE m.person_id = person) w
    LEFT JOIN public.notification_choice c ON c.person_id = person AND c.channel = w.channel AND c.topic = about
$$;
COMMENT ON FUNCTION app.ways_to(uuid, text) IS 'By which ways a person can be reached, and how they want to be told by each. Not granted: reached through those that the relay calls.';

CREATE FUNCTION app.way_to(person uuid, way text, about text, at timestamptz) RETURNS TABLE (choice text, language text, quiet_until timestamptz) ${definer} AS $$
BEGIN${onlyByRelay}
  RETURN QUERY
  SELECT w.choice, p.language,
         CASE WHEN about IS DISTINCT FROM 'ACCOUNT_SAFETY' THEN app.quiet_until(at, p.time_zone, coalesce(h.quiet_from, 21), coalesce(h.quiet_until, 8)) END
    FROM public.person p JOIN app.ways_to(p.id, about) w ON w.channel = way LEFT JOIN public.notification_hours h ON h.person_id = p.id
   WHERE p.id = person AND p.suspended_at IS NULL;
END $$;
COMMENT ON FUNCTION app.way_to(uuid, text, text, timestamptz) IS 'How to tell someone of a topic by one way; with when their quiet hours end, if they are in them. Nothing where they cannot be reached by it.';

CREATE FUNCTION app.notify_people(people uuid[], event uuid, home uuid, subject uuid, told text, about text, given jsonb, folded boolean) RETURNS void ${definer} AS $$
DECLARE
  hour bigint := floor(extract(epoch FROM now()) / 3600);
  what record;
BEGIN${onlyByRelay}
  SELECT e.campaign_id, e.subject_type, e.subject_id INTO what FROM public.record_entry e WHERE e.community_id = home AND e.id = event;
  IF NOT FOUND THEN
    SELECT r.campaign_id, 'PriorityRound' AS subject_type, r.id AS subject_id INTO what FROM public.round_part o
      JOIN public.priority_round r ON r.community_id = o.host_id AND r.id = o.round_id WHERE o.community_id = home AND o.id = subject;
  END IF;

  WITH addressee AS (
    SELECT p.id, app.id_from(concat_ws('|', event, told, p.id)) AS cause,
           CASE WHEN folded THEN app.id_from(concat_ws('|', 'within an hour', home, told, p.id, hour)) ELSE app.id_from(concat_ws('|', event, told, p.id)) END AS row_id,
           ARRAY(SELECT w.channel FROM app.ways_to(p.id, about) w WHERE w.choice = 'DIGEST' ORDER BY w.channel) AS digest_on
      FROM public.person p WHERE p.id = ANY (people) ORDER BY p.id
  ), counted AS (
    INSERT INTO public.notification_cause (id, notification_id) SELECT a.cause, a.row_id FROM addressee a ON CONFLICT DO NOTHING RETURNING notification_id
  )
  INSERT INTO public.notification (id, person_id, notice, topic, community_id, campaign_id, subject_type, subject_id, facts, digest_on, digest_times)
  SELECT a.row_id, a.id, told, about, home, what.campaign_id, what.subject_type, what.subject_id, given, a.digest_on, cardinality(a.digest_on[1:1])
    FROM addressee a JOIN counted c ON c.notification_id = a.row_id
  ON CONFLICT ON CONSTRAINT notification_pk DO UPDATE SET
    times = notification.times + 1, last_at = now(), read_at = NULL, facts = EXCLUDED.facts,
    campaign_id = EXCLUDED.campaign_id, subject_type = EXCLUDED.subject_type, subject_id = EXCLUDED.subject_id,
    digest_on = ARRAY(SELECT DISTINCT unnest(notification.digest_on || EXCLUDED.digest_on) ORDER BY 1), digest_times = notification.digest_times + EXCLUDED.digest_times;

  WITH way AS (
    SELECT p.id, w.channel, NULLIF(w.channel, 'MAIL') AS beside_mail FROM public.person p CROSS JOIN LATERAL app.ways_to(p.id, about) w
     WHERE p.id = ANY (people) AND w.choice = 'AT_ONCE'
  ), message AS (
    SELECT w.id, w.channel, given || jsonb_build_object('notice', told, 'channel', w.channel, 'communityId', home, 'subjectId', subject) AS data,
           app.id_from(concat_ws('|', event, told, w.id, w.beside_mail)) AS of_event,
           app.id_from(concat_ws('|', home, told, w.id, hour, w.beside_mail)) AS of_hour,
           app.id_from(concat_ws('|', home, told, w.id, hour + 1, w.beside_mail)) AS of_next_hour
      FROM way w
  ), at_once AS (
    INSERT INTO public.outbox_event (id, kind, subject_id, data)
    SELECT CASE WHEN folded THEN m.of_hour ELSE m.of_event END, 'notice.due', m.id, m.data FROM message m ON CONFLICT (id) DO NOTHING RETURNING id
  )
  INSERT INTO public.outbox_event (id, kind, subject_id, data, next_attempt_at)
  SELECT m.of_next_hour, 'notice.due', m.id, m.data, to_timestamp((hour + 1) * 3600) FROM message m
   WHERE folded AND m.of_hour NOT IN (SELECT o.id FROM at_once o)
  ON CONFLICT (id) DO NOTHING;
END $$;
COMMENT ON FUNCTION app.notify_people(uuid[], uuid, uuid, uuid, text, text, jsonb, boolean) IS
  'Tells people of an event, each once however often it comes: a row for each of them to read, and an event for each message that is to go out at once. Folded, what is of one kind in a community is one row for each hour, and one message at once and one at the end of the hour.';

CREATE FUNCTION app.make_digests(at timestamptz, most integer) RETURNS integer ${definer} AS $$
DECLARE
  due uuid;
  made integer := 0;
BEGIN${onlyByRelay}
  FOR due IN
    SELECT DISTINCT n.person_id FROM public.notification n JOIN public.person p ON p.id = n.person_id LEFT JOIN public.notification_hours h ON h.person_id = p.id
     WHERE n.digest_on <> '{}' AND p.suspended_at IS NULL AND n.first_at < app.digest_time(at, p.time_zone, coalesce(h.digest_hour, 8)) ORDER BY n.person_id LIMIT most
  LOOP
    made := made + 1;
    -- Of two processes the second waits here, and then finds nothing that waits any more.
    WITH waiting AS (
      SELECT n.id, n.notice, n.facts, n.digest_on, n.digest_times, n.read_at, n.first_at FROM public.notification n
       WHERE n.person_id = due AND n.digest_on <> '{}' ORDER BY n.id FOR UPDATE
    ), told AS (
      UPDATE public.notification n SET digest_on = '{}', digest_times = 0 FROM waiting w WHERE n.id = w.id
    )
    INSERT INTO public.outbox_event (id, kind, subject_id, data)
    SELECT gen_random_uuid(), 'digest.due', due, jsonb_build_object('channel', line.channel,
           'notices', jsonb_agg(line.facts || jsonb_build_object('notice', line.notice, 'times', line.times) ORDER BY line.since, line.notice))
      FROM (SELECT c.channel, w.notice, w.facts, sum(w.digest_times) AS times, min(w.first_at) AS since FROM waiting w CROSS JOIN unnest(w.digest_on) AS c (channel)
             WHERE w.read_at IS NULL GROUP BY c.channel, w.notice, w.facts) line
     GROUP BY line.channel;
  END LOOP;
  RETURN made;
END $$;
COMMENT ON FUNCTION app.make_digests(timestamptz, integer) IS
  'For everyone whose hour has come since something waits: one event for one digest by each way, of what they have not read yet. What stands in it waits no more. Answers how many people that were.';

CREATE FUNCTION app.stop_telling(person uuid, way text, about text) RETURNS void ${definer} AS $$
BEGIN${onlyByRelay}
  INSERT INTO public.notification_choice (person_id, channel, topic, choice) SELECT p.id, way, about, 'OFF' FROM public.person p WHERE p.id = person
  ON CONFLICT ON CONSTRAINT notification_choice_pk DO UPDATE SET choice = 'OFF';
END $$;
COMMENT ON FUNCTION app.stop_telling(uuid, text, text) IS 'Ends what someone gets about a topic, for whoever holds the link in such a mail.';

CREATE FUNCTION app.forget_notifications(days integer, most integer) RETURNS integer ${definer} AS $$
DECLARE
  gone integer;
BEGIN${onlyByRelay}
  DELETE FROM public.notification n WHERE n.id IN (SELECT o.id FROM public.notification o WHERE o.last_at < now() - make_interval(days => greatest(days, 30)) LIMIT most);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
COMMENT ON FUNCTION app.forget_notifications(integer, integer) IS 'Those that are so many days old, and at least thirty. Answers how many.';

GRANT EXECUTE ON FUNCTION app.way_to(uuid, text, text, timestamptz), app.notify_people(uuid[], uuid, uuid, uuid, text, text, jsonb, boolean),
  app.make_digests(timestamptz, integer), app.stop_telling(uuid, text, text), app.forget_notifications(integer, integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.forget_notifications(integer, integer), app.stop_telling(uuid, text, text), app.make_digests(timestamptz, integer),
  app.notify_people(uuid[], uuid, uuid, uuid, text, text, jsonb, boolean), app.way_to(uuid, text, text, timestamptz), app.ways_to(uuid, text), app.id_from(text),
  app.digest_time(timestamptz, text, integer), app.quiet_until(timestamptz, text, integer, integer);
${findersWith(REACHED, REACHED_BY_MAIL)}
DROP TABLE notification_hours, notification_choice, notification_cause, notification;
DROP FUNCTION app.goes_with_its_person();
`;
}
