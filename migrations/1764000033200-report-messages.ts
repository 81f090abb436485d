import { inCommunityAs, protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const stable = definer.replace(' SET', ' STABLE SET');
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const blankText = (name: string) => `app.${name}(people uuid[], memberships uuid[], representatives uuid[])`;

/** Messages that someone found harmful, and what became of them; and threads that nobody needs any longer. */
export class ReportMessages1764000033200 extends SqlMigration {
  readonly name = 'ReportMessages1764000033200';

  protected readonly upSql = `
CREATE TABLE message_report (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  side text NOT NULL,
  reported_by uuid,
  lead_id uuid CONSTRAINT message_report_lead_fk REFERENCES community,
  author_id uuid,
  reason text,
  reported_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  settled_by uuid,
  outcome text,
  note text,
  hidden_text text,
  CONSTRAINT message_report_pk PRIMARY KEY (community_id, id),
  CONSTRAINT message_report_message_fk FOREIGN KEY (community_id, pledge_id, message_id) REFERENCES thread_message (community_id, pledge_id, id),
  CONSTRAINT message_report_reported_by_fk FOREIGN KEY (community_id, reported_by) REFERENCES membership (community_id, id),
  CONSTRAINT message_report_author_fk FOREIGN KEY (community_id, author_id) REFERENCES membership (community_id, id),
  CONSTRAINT message_report_settled_by_fk FOREIGN KEY (community_id, settled_by) REFERENCES membership (community_id, id),
  CONSTRAINT message_report_side_ck CHECK (side IN ('COMMUNITY', 'PLEDGER')),
  CONSTRAINT message_report_signed_once_ck CHECK ((reported_by IS NULL) = (lead_id IS NOT NULL)),
  CONSTRAINT message_report_reason_ck CHECK (length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT message_report_note_ck CHECK (length(note) <= 1000),
  CONSTRAINT message_report_outcome_ck CHECK (outcome IN ('HIDDEN', 'KEPT') AND (hidden_text IS NULL OR outcome = 'HIDDEN')),
  CONSTRAINT message_report_settled_ck CHECK (num_nonnulls(settled_at, settled_by, outcome) IN (0, 3))
);
COMMENT ON COLUMN message_report.side IS 'On which side whoever reported it stands: all that those who settle it learn of them.';
COMMENT ON COLUMN message_report.reported_by IS '[personal] Who reported the message.';
COMMENT ON COLUMN message_report.lead_id IS 'The community beside the host in which whoever reported it is; who it is stays with that community.';
COMMENT ON COLUMN message_report.author_id IS '[personal] Who wrote the message: they have no part in settling this.';
COMMENT ON COLUMN message_report.reason IS '[personal] [of reported_by] Why they reported it, in their words.';
COMMENT ON COLUMN message_report.reported_at IS '[personal] [of reported_by] When they did.';
COMMENT ON COLUMN message_report.settled_at IS '[personal] [of settled_by] When it was settled.';
COMMENT ON COLUMN message_report.settled_by IS '[personal] Who settled it.';
COMMENT ON COLUMN message_report.outcome IS '[personal] [of settled_by] [stays] What they decided: the message stands or falls by it.';
COMMENT ON COLUMN message_report.note IS '[personal] [of settled_by] What they noted of it.';
COMMENT ON COLUMN message_report.hidden_text IS '[personal] [of author_id] What the message said, kept for those who may have to look at the decision again.';
CREATE UNIQUE INDEX message_report_one_open_uq ON message_report (community_id, message_id, side) WHERE settled_at IS NULL;
CREATE INDEX message_report_listed_ix ON message_report (community_id, reported_at, id);
CREATE INDEX message_report_pledge_ix ON message_report (community_id, pledge_id);
CREATE INDEX message_report_id_ix ON message_report (id);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON message_report FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');

CREATE FUNCTION app.wrote_message(home uuid, message uuid, person uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM public.thread_message t WHERE t.community_id = home AND t.id = message AND (app.stands_behind(home, t.written_by, person)
     OR EXISTS (SELECT FROM public.lead_act a JOIN public.membership m ON m.community_id = a.community_id AND m.id = a.membership_id
                 WHERE a.community_id = t.lead_id AND a.id = t.id AND m.person_id = person)))
$$;
COMMENT ON FUNCTION app.wrote_message(uuid, uuid, uuid) IS 'Whether the person wrote it, for whichever community, or acts or acted for the organization that did. Granted to nobody.';

CREATE FUNCTION app.report_handlers(home uuid, message uuid) RETURNS SETOF membership ${sqlDefiner} AS $$
  WITH others AS (SELECT m.* FROM app.settled_people(home) m WHERE NOT app.wrote_message(home, message, m.person_id))
  SELECT o.* FROM others o WHERE o.is_steward OR NOT EXISTS (SELECT FROM others s WHERE s.is_steward)
$$;
COMMENT ON FUNCTION app.report_handlers(uuid, uuid) IS
  'Who settles a report of the message: the stewards without its author; where there is no other steward, every settled person affected. Granted to nobody.';

CREATE FUNCTION app.settles_report(home uuid, message uuid) RETURNS boolean ${sqlDefiner} AS $$
  SELECT EXISTS (SELECT FROM app.report_handlers(home, message) h
     WHERE h.id = ANY (app.my_memberships()) AND (NOT h.is_steward OR home = ANY (app.communities_as('steward'))))
$$;

CREATE FUNCTION app.report_message(home uuid, message uuid, report uuid, because text) RETURNS text ${definer} AS $$
DECLARE
  reported public.thread_message;
  about public.thread;
  reach text;
  lead uuid;
  is_pledger boolean;
BEGIN
  SELECT * INTO reported FROM public.thread_message m WHERE m.community_id = home AND m.id = message FOR SHARE;
  SELECT * INTO about FROM public.thread t WHERE t.community_id = home AND t.pledge_id = reported.pledge_id;
  is_pledger := about.pledger_id = ANY (app.my_memberships());
  lead := app.thread_lead(home, about.ask_id);
  reach := app.writes_to_pledgers(home, about.ask_id);
  IF NOT coalesce(CASE WHEN is_pledger THEN reported.side = 'COMMUNITY' ELSE reach = 'ALL' OR (reach = 'ALLIES' AND about.pledger_standing = 'ALLY') END, false)
     OR app.wrote_message(home, message, app.person_id()) THEN
    PERFORM app.refuse('message_report_from_thread_ck', 'a message is reported by whoever it reached and did not write it');
  END IF;
  IF reported.text IS NULL THEN RETURN 'GONE'; END IF;
  INSERT INTO public.message_report (community_id, id, message_id, pledge_id, side, reported_by, lead_id, author_id, reason)
  VALUES (home, report, message, reported.pledge_id, CASE WHEN is_pledger THEN 'PLEDGER' ELSE 'COMMUNITY' END,
          CASE WHEN is_pledger THEN about.pledger_id WHEN lead IS NULL THEN app.self_in(home) END, CASE WHEN NOT is_pledger THEN lead END, reported.written_by, because);
  -- Unsigned and of nothing but itself: read with the thread, it must not tell who reported whom.
  PERFORM app.put_on_record(home, 'message.reported', NULL, 'SYSTEM', 'MessageReport', report, '{}', NULL);
  RETURN 'REPORTED';
END $$;

CREATE FUNCTION app.settle_report(home uuid, report uuid, decided text, noted text) RETURNS boolean ${definer} AS $$
DECLARE
  settled public.message_report;
  words text;
BEGIN
  SELECT * INTO settled FROM public.message_report r WHERE r.community_id = home AND r.id = report FOR UPDATE;
  IF NOT app.settles_report(home, settled.message_id) THEN
    PERFORM app.refuse('message_report_settled_by_others_ck', 'a report is settled by stewards who did not write the message');
  END IF;
  IF settled.settled_at IS NOT NULL THEN RETURN false; END IF;
  IF decided = 'HIDDEN' THEN
    SELECT m.text INTO words FROM public.thread_message m WHERE m.community_id = home AND m.id = settled.message_id FOR UPDATE;
    UPDATE public.thread_message m SET text = NULL, hidden_at = coalesce(m.hidden_at, now()) WHERE m.community_id = home AND m.id = settled.message_id AND m.withdrawn_at IS NULL;
    -- What can no longer be read needs no answer.
    UPDATE public.thread_question q SET withdrawn_at = now()
     WHERE q.community_id = home AND q.message_id = settled.message_id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL;
  END IF;
  UPDATE public.message_report r SET settled_at = now(), settled_by = app.affected_self(home), outcome = decided, note = noted, hidden_text = words
   WHERE r.community_id = home AND r.id = report;
  RETURN true;
END $$;
COMMENT ON FUNCTION app.settle_report(uuid, uuid, text, text) IS 'Hidden, the words leave the thread for the report, where stewards read them. False when it was settled before.';

CREATE FUNCTION app.mail_recipients_report(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${stable} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY
  SELECT p.id, p.language FROM public.message_report r CROSS JOIN LATERAL app.report_handlers(home, r.message_id) h
    JOIN public.person p ON p.id = h.person_id JOIN vault.account a ON a.person_id = p.id
   WHERE r.community_id = home AND r.id = subject AND r.settled_at IS NULL AND h.id IS DISTINCT FROM r.reported_by AND a.email_cipher IS NOT NULL;
END $$;
COMMENT ON FUNCTION app.mail_recipients_report(uuid, uuid) IS 'Those who settle the report, without whoever made it.';

CREATE FUNCTION app.forget_threads(months integer, most integer) RETURNS integer ${definer} AS $$
DECLARE
  over uuid[];
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;
  SELECT array_agg(o.pledge_id) INTO over FROM (
    SELECT t.pledge_id FROM public.thread t JOIN public.campaign g ON g.community_id = t.community_id AND g.id = t.campaign_id
     WHERE g.concluded_at < now() - make_interval(months => months) ORDER BY t.pledge_id LIMIT most FOR UPDATE OF t SKIP LOCKED) o;
  IF over IS NULL THEN RETURN 0; END IF;
  DELETE FROM public.lead_act a USING public.thread t, public.message_report r
   WHERE t.pledge_id = ANY (over) AND r.community_id = t.community_id AND r.pledge_id = t.pledge_id AND a.kind = 'message_report' AND a.community_id = r.lead_id AND a.id = r.id;
  DELETE FROM public.lead_act a USING public.thread t, public.thread_message m
   WHERE t.pledge_id = ANY (over) AND m.community_id = t.community_id AND m.pledge_id = t.pledge_id AND a.kind = 'thread_message' AND a.community_id = m.lead_id AND a.id = m.id;
  DELETE FROM public.message_report r USING public.thread t WHERE t.pledge_id = ANY (over) AND r.community_id = t.community_id AND r.pledge_id = t.pledge_id;
  DELETE FROM public.thread_message m USING public.thread t WHERE t.pledge_id = ANY (over) AND m.community_id = t.community_id AND m.pledge_id = t.pledge_id AND m.kind = 'ANSWER';
  DELETE FROM public.thread_question q USING public.thread t WHERE t.pledge_id = ANY (over) AND q.community_id = t.community_id AND q.pledge_id = t.pledge_id;
  DELETE FROM public.thread_message m USING public.thread t WHERE t.pledge_id = ANY (over) AND m.community_id = t.community_id AND m.pledge_id = t.pledge_id;
  DELETE FROM public.thread t WHERE t.pledge_id = ANY (over);
  RETURN cardinality(over);
END $$;
COMMENT ON FUNCTION app.forget_threads(integer, integer) IS 'Threads of campaigns that concluded so long ago, with all that was written and reported in them. Answers how many.';

ALTER FUNCTION ${blankText('blank_personal_text')} RENAME TO blank_text_outside_reports;
CREATE FUNCTION ${blankText('blank_personal_text')} RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
BEGIN
  PERFORM app.blank_text_outside_reports(people, memberships, representatives);
  UPDATE public.message_report r SET reason = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'message_report' AND r.community_id = a.host_id AND r.id = a.id;
  UPDATE public.message_report r SET hidden_text = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'thread_message' AND r.community_id = a.host_id AND r.message_id = a.id;
END $$;
COMMENT ON FUNCTION app.blank_personal_text(uuid[], uuid[], uuid[]) IS
  'As app.blank_text_outside_reports, and why they reported a message, and what a message of theirs said that was hidden, where they did so for a lead.';

${protect('message_report')}
CREATE POLICY seen ON message_report FOR SELECT TO accompany_app USING (${inCommunityAs('settled')} AND app.settles_report(community_id, message_id));
-- Neither who reported it nor who wrote it.
GRANT SELECT (community_id, id, message_id, pledge_id, side, reason, reported_at, settled_at, settled_by, outcome, note, hidden_text) ON message_report TO accompany_app;
GRANT EXECUTE ON FUNCTION app.settles_report(uuid, uuid), app.report_message(uuid, uuid, uuid, text), app.settle_report(uuid, uuid, text, text),
  app.mail_recipients_report(uuid, uuid), app.forget_threads(integer, integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION ${blankText('blank_personal_text')};
ALTER FUNCTION ${blankText('blank_text_outside_reports')} RENAME TO blank_personal_text;
DELETE FROM lead_act WHERE kind = 'message_report';
DROP TABLE message_report;
DROP FUNCTION app.forget_threads(integer, integer), app.mail_recipients_report(uuid, uuid), app.settle_report(uuid, uuid, text, text),
  app.report_message(uuid, uuid, uuid, text), app.settles_report(uuid, uuid), app.report_handlers(uuid, uuid), app.wrote_message(uuid, uuid, uuid);
`;
}
