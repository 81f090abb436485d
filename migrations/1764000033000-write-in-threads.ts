import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, app';
const blankText = (name: string) => `app.${name}(people uuid[], memberships uuid[], representatives uuid[])`;

/** Whoever may follow a pledge reads its thread: one truth for both. */
const withItsPledge = (table: string) =>
  `(SELECT true FROM pledge p WHERE p.community_id = ${table}.community_id AND p.id = ${table}.pledge_id)`;

/** States in which a pledge is counted on, or waits: those that exist, and those to come. */
const LIVE = `('ACTIVE', 'WAITLISTED', 'CONDITIONAL', 'NEEDS_RECONFIRMATION')`;
/** States in which nothing is owed any more under a pledge: no question is asked about it. */
const LEFT = `('STEPPED_BACK', 'STEPPED_BACK_LATE', 'HANDED_OVER', 'NEVER_STARTED', 'CANCELLED')`;

/**
 * What a community and a pledger write to each other about a pledge, and what is asked of the pledger by when. Written by
 * functions alone: each says for which side the current person writes.
 */
export class WriteInThreads1764000033000 extends SqlMigration {
  readonly name = 'WriteInThreads1764000033000';

  protected readonly upSql = `
CREATE TABLE thread (
  community_id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  pledger_standing text NOT NULL,
  last_message_at timestamptz,
  blocked_at timestamptz,
  closed_at timestamptz,
  CONSTRAINT thread_pk PRIMARY KEY (community_id, pledge_id),
  CONSTRAINT thread_of_pledger_uq UNIQUE (community_id, pledge_id, pledger_id),
  CONSTRAINT thread_pledge_fk FOREIGN KEY (community_id, ask_id, pledge_id, pledger_id, pledger_standing)
    REFERENCES pledge (community_id, ask_id, id, pledger_id, pledger_standing),
  CONSTRAINT thread_campaign_fk FOREIGN KEY (community_id, campaign_id) REFERENCES campaign (community_id, id),
  CONSTRAINT thread_pledger_fk FOREIGN KEY (community_id, pledger_id) REFERENCES membership (community_id, id)
);
COMMENT ON TABLE thread IS 'Of a pledge, once someone wrote about it or shut a door.';
COMMENT ON COLUMN thread.pledger_id IS '[personal] Whose pledge it is about.';
COMMENT ON COLUMN thread.pledger_standing IS '[personal] [stays] In which standing it was made.';
COMMENT ON COLUMN thread.last_message_at IS '[personal] When something was last written.';
COMMENT ON COLUMN thread.blocked_at IS '[personal] Since when the pledger takes no messages of the community here.';
COMMENT ON COLUMN thread.closed_at IS '[personal] Since when the community takes no messages of the pledger here.';
CREATE INDEX thread_pledge_ix ON thread (pledge_id);
CREATE INDEX thread_campaign_ix ON thread (community_id, campaign_id);

CREATE TABLE thread_message (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  kind text NOT NULL,
  side text NOT NULL,
  text text,
  written_by uuid,
  lead_id uuid CONSTRAINT thread_message_lead_fk REFERENCES community,
  question_id uuid,
  written_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  hidden_at timestamptz,
  CONSTRAINT thread_message_pk PRIMARY KEY (community_id, id),
  CONSTRAINT thread_message_in_thread_uq UNIQUE (community_id, pledge_id, id),
  CONSTRAINT thread_message_thread_fk FOREIGN KEY (community_id, pledge_id) REFERENCES thread (community_id, pledge_id),
  CONSTRAINT thread_message_written_by_fk FOREIGN KEY (community_id, written_by) REFERENCES membership (community_id, id),
  CONSTRAINT thread_message_kind_ck CHECK (kind IN ('MESSAGE', 'THANKS', 'QUESTION', 'ANSWER')),
  CONSTRAINT thread_message_side_ck CHECK (side = CASE WHEN kind IN ('THANKS', 'QUESTION') THEN 'COMMUNITY' WHEN kind = 'ANSWER' THEN 'PLEDGER' ELSE side END AND side IN ('COMMUNITY', 'PLEDGER')),
  CONSTRAINT thread_message_signed_once_ck CHECK ((written_by IS NULL) = (lead_id IS NOT NULL) AND (lead_id IS NULL OR side = 'COMMUNITY')),
  CONSTRAINT thread_message_answers_ck CHECK ((kind = 'ANSWER') = (question_id IS NOT NULL)),
  CONSTRAINT thread_message_text_ck CHECK (length(text) BETWEEN 1 AND 4000),
  CONSTRAINT thread_message_gone_says_nothing_ck CHECK (num_nonnulls(withdrawn_at, hidden_at) = 0 OR text IS NULL)
);
COMMENT ON COLUMN thread_message.batch_id IS 'The same for all that one action wrote, each in a thread of its own: of the first of them.';
COMMENT ON COLUMN thread_message.text IS '[personal] [of written_by] What they wrote: gone when they take it back or erase themselves, and once a steward hid it.';
COMMENT ON COLUMN thread_message.written_by IS '[personal] Who wrote it: the pledger, or of the host whoever wrote for the community, which no pledger reads.';
COMMENT ON COLUMN thread_message.lead_id IS 'The community beside the host for which it was written; who of it did stays with that community.';
COMMENT ON COLUMN thread_message.written_at IS '[personal] [of written_by] When they wrote it.';
COMMENT ON COLUMN thread_message.withdrawn_at IS '[personal] [of written_by] When they took it back.';
COMMENT ON COLUMN thread_message.hidden_at IS '[personal] [of written_by] When a steward hid it.';
CREATE INDEX thread_message_listed_ix ON thread_message (community_id, pledge_id, written_at, id);
CREATE INDEX thread_message_batch_ix ON thread_message (community_id, batch_id);
CREATE INDEX thread_message_id_ix ON thread_message (id);
CREATE TRIGGER signs_for_lead BEFORE INSERT ON thread_message FOR EACH ROW WHEN (NEW.lead_id IS NOT NULL) EXECUTE FUNCTION app.signs_for_lead('id');

CREATE TABLE thread_question (
  community_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  pledge_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  ask_id uuid NOT NULL,
  pledger_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  due_set_at timestamptz NOT NULL DEFAULT now(),
  held_since timestamptz,
  answered_at timestamptz,
  withdrawn_at timestamptz,
  ended_at timestamptz,
  reminded_at timestamptz,
  overdue_noted_at timestamptz,
  CONSTRAINT thread_question_pk PRIMARY KEY (community_id, id),
  CONSTRAINT thread_question_message_fk FOREIGN KEY (community_id, pledge_id, message_id) REFERENCES thread_message (community_id, pledge_id, id),
  CONSTRAINT thread_question_message_uq UNIQUE (community_id, message_id),
  CONSTRAINT thread_question_thread_fk FOREIGN KEY (community_id, pledge_id, pledger_id) REFERENCES thread (community_id, pledge_id, pledger_id),
  CONSTRAINT thread_question_pledger_fk FOREIGN KEY (community_id, pledger_id) REFERENCES membership (community_id, id),
  CONSTRAINT thread_question_settled_once_ck CHECK (num_nonnulls(answered_at, withdrawn_at, ended_at) <= 1)
);
COMMENT ON TABLE thread_question IS 'The clock of a question; what it asks is its message.';
COMMENT ON COLUMN thread_question.pledger_id IS '[personal] Of whom it is asked.';
COMMENT ON COLUMN thread_question.due_at IS '[personal] By when it is to be answered.';
COMMENT ON COLUMN thread_question.due_set_at IS '[personal] When that was last set.';
COMMENT ON COLUMN thread_question.held_since IS '[personal] Since when a stop of the campaign or a pause of the ask holds the clock.';
COMMENT ON COLUMN thread_question.answered_at IS '[personal] When it was answered.';
COMMENT ON COLUMN thread_question.withdrawn_at IS '[personal] When the community took it back.';
COMMENT ON COLUMN thread_question.ended_at IS '[personal] When it ended with the pledge.';
COMMENT ON COLUMN thread_question.reminded_at IS '[personal] When the pledger was reminded of it.';
COMMENT ON COLUMN thread_question.overdue_noted_at IS '[personal] When the clock noted that it is overdue.';
CREATE INDEX thread_question_open_ix ON thread_question (community_id, pledger_id, due_at, id) WHERE answered_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL;
CREATE INDEX thread_question_of_ask_ix ON thread_question (community_id, ask_id, due_at) WHERE answered_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL;
CREATE INDEX thread_question_due_ix ON thread_question (due_at) WHERE answered_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL AND overdue_noted_at IS NULL;
CREATE INDEX thread_question_thread_ix ON thread_question (community_id, pledge_id, due_at, id);
CREATE INDEX thread_question_batch_ix ON thread_question (community_id, batch_id);
CREATE INDEX thread_question_id_ix ON thread_question (id);
ALTER TABLE thread_message ADD CONSTRAINT thread_message_question_fk FOREIGN KEY (community_id, question_id) REFERENCES thread_question (community_id, id),
  ADD CONSTRAINT thread_message_one_answer_uq UNIQUE (community_id, question_id);

CREATE FUNCTION app.thread_lead(home uuid, ask uuid) RETURNS uuid ${sqlDefiner} AS $$
  SELECT CASE WHEN a.lead_id IS NOT NULL AND NOT app.lead_is_out(a.community_id, a.campaign_id, a.lead_id) THEN a.lead_id END
    FROM public.ask a WHERE a.community_id = home AND a.id = thread_lead.ask
$$;
COMMENT ON FUNCTION app.thread_lead(uuid, uuid) IS 'The community beside the host that speaks with pledgers to the ask; null for the host, which speaks again once a lead is out.';

CREATE FUNCTION app.writes_to_pledgers(home uuid, ask uuid) RETURNS text ${sqlDefiner} AS $$
  SELECT CASE
    WHEN s.lead IS NOT NULL THEN CASE WHEN s.lead = ANY (app.communities_as('settled')) THEN 'ALL' END
    WHEN home = ANY (app.communities_as('settled')) THEN 'ALL'
    WHEN home = ANY (app.communities_as('organizer')) AND NOT home = ANY (app.communities_as('affected')) THEN 'ALLIES'
  END FROM (SELECT app.thread_lead(home, ask) AS lead) s
$$;
COMMENT ON FUNCTION app.writes_to_pledgers(uuid, uuid) IS
  'To whom of an ask the current person writes in the name of its community: to ALL who pledged, as one of its settled people; to ALLIES alone, as an ally who organizes; null to nobody.';

CREATE FUNCTION app.self_in(home uuid) RETURNS uuid ${sqlDefiner} AS $$
  SELECT m.id FROM public.membership m WHERE m.community_id = home AND m.person_id = app.person_id() AND m.ended_at IS NULL
$$;

CREATE FUNCTION app.write_to_pledgers(home uuid, target uuid, chosen uuid, what text, words text, due timestamptz)
RETURNS TABLE (message_id uuid, question_id uuid, batch_id uuid) ${definer} AS $$
DECLARE
  reach text := app.writes_to_pledgers(home, target);
  lead uuid := app.thread_lead(home, target);
  place uuid := (SELECT a.campaign_id FROM public.ask a WHERE a.community_id = home AND a.id = target);
  batch uuid := gen_random_uuid();
  -- Once, and not for each of five hundred.
  own uuid[] := app.my_memberships();
  author uuid;
  reached uuid[];
  held boolean;
BEGIN
  IF reach IS NULL THEN
    PERFORM app.refuse('thread_written_by_its_community_ck', 'those who work with the pledgers of an ask write to them');
  END IF;
  IF what = 'QUESTION' THEN
    -- Some minutes are given for the way here: whoever picks the first time or the last that is allowed is not turned away.
    IF due < now() + interval '23 hours 55 minutes' OR due > now() + interval '60 days 5 minutes' THEN
      PERFORM app.refuse('thread_question_due_in_time_ck', 'a question is due in a day at the soonest, and in sixty at the latest');
    END IF;
    -- Nobody stops, pauses or steps back between the look at it and the question: pledges change under the tally of their ask.
    PERFORM FROM public.campaign g WHERE g.community_id = home AND g.id = place FOR SHARE;
    PERFORM app.lock_ask(home, target);
    PERFORM FROM public.ask a WHERE a.community_id = home AND a.id = target FOR SHARE;
  END IF;
  WITH taking AS (
    INSERT INTO public.thread AS t (community_id, pledge_id, campaign_id, ask_id, pledger_id, pledger_standing, last_message_at)
    SELECT p.community_id, p.id, p.campaign_id, p.ask_id, p.pledger_id, p.pledger_standing, now() FROM public.pledge p
     WHERE p.community_id = home AND p.ask_id = target AND CASE WHEN chosen IS NULL THEN p.state IN ${LIVE} ELSE p.id = chosen END
       AND (reach = 'ALL' OR p.pledger_standing = 'ALLY') AND NOT p.pledger_id = ANY (own)
       AND (what <> 'QUESTION' OR p.state NOT IN ${LEFT})
     ORDER BY p.id
    ON CONFLICT ON CONSTRAINT thread_pk DO UPDATE SET last_message_at = now() WHERE t.blocked_at IS NULL OR what = 'QUESTION'
    RETURNING t.pledge_id
  )
  SELECT coalesce(array_agg(k.pledge_id ORDER BY k.pledge_id), '{}') INTO reached FROM taking k;
  IF what = 'QUESTION' THEN
    SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}') INTO reached FROM unnest(reached) AS r (id)
     WHERE 30 > (SELECT count(*) FROM public.thread_question q
                  WHERE q.community_id = home AND q.pledge_id = r.id AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL);
  END IF;
  IF lead IS NULL THEN author := app.self_in(home); END IF;
  INSERT INTO public.thread_message (community_id, id, pledge_id, batch_id, kind, side, text, written_by, lead_id)
  SELECT home, CASE WHEN r.place = 1 THEN batch ELSE gen_random_uuid() END, r.id, batch, what, 'COMMUNITY', words, author, lead
    FROM unnest(reached) WITH ORDINALITY AS r (id, place);
  IF what = 'QUESTION' THEN
    SELECT g.state = 'STOPPED' OR a.state = 'PAUSED' INTO held
      FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id WHERE a.community_id = home AND a.id = target;
    INSERT INTO public.thread_question (community_id, id, message_id, pledge_id, campaign_id, ask_id, pledger_id, batch_id, due_at, held_since)
    SELECT home, gen_random_uuid(), m.id, m.pledge_id, t.campaign_id, t.ask_id, t.pledger_id, batch, coalesce(due, now() + interval '7 days'), CASE WHEN held THEN now() END
      FROM public.thread_message m JOIN public.thread t ON t.community_id = m.community_id AND t.pledge_id = m.pledge_id
     WHERE m.community_id = home AND m.batch_id = batch;
  ELSIF cardinality(reached) > 0 THEN
    -- Announced and not on the record: what people say to each other is nobody's to keep count of.
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), home, 'thread.community_wrote', batch);
  END IF;
  RETURN QUERY SELECT m.id, q.id, m.batch_id FROM public.thread_message m
    LEFT JOIN public.thread_question q ON q.community_id = m.community_id AND q.message_id = m.id
   WHERE m.community_id = home AND m.batch_id = batch ORDER BY m.pledge_id;
END $$;
COMMENT ON FUNCTION app.write_to_pledgers(uuid, uuid, uuid, text, text, timestamptz) IS
  'Writes to one pledge of an ask, or to all that are live, each in its own thread, and answers which. Passed over: one''s own, threads whose pledger takes no messages (of questions: those of whom thirty wait already), and of allies who organize the pledges of people affected.';

CREATE FUNCTION app.write_to_community(home uuid, pledge uuid, question uuid, words text) RETURNS uuid ${definer} AS $$
DECLARE
  message uuid := gen_random_uuid();
  own public.pledge;
BEGIN
  SELECT * INTO own FROM public.pledge p WHERE p.community_id = home AND p.id = write_to_community.pledge AND p.pledger_id = ANY (app.my_memberships());
  IF NOT FOUND THEN
    PERFORM app.refuse('thread_written_by_its_pledger_ck', 'pledgers write about their own pledges');
  END IF;
  INSERT INTO public.thread AS t (community_id, pledge_id, campaign_id, ask_id, pledger_id, pledger_standing, last_message_at)
  VALUES (home, own.id, own.campaign_id, own.ask_id, own.pledger_id, own.pledger_standing, now())
  ON CONFLICT ON CONSTRAINT thread_pk DO UPDATE SET last_message_at = now() WHERE t.closed_at IS NULL OR question IS NOT NULL;
  IF NOT FOUND THEN
    PERFORM app.refuse('thread_open_to_its_pledger_ck', 'the community takes no more messages in this thread');
  END IF;
  IF question IS NOT NULL THEN
    UPDATE public.thread_question q SET answered_at = now()
     WHERE q.community_id = home AND q.pledge_id = own.id AND q.id = question AND q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL;
    IF NOT FOUND THEN
      PERFORM app.refuse('thread_question_open_ck', 'only an open question is answered, once');
    END IF;
  ELSE
    INSERT INTO public.outbox_event (id, community_id, kind, subject_id) VALUES (gen_random_uuid(), home, 'thread.pledger_wrote', own.id);
  END IF;
  INSERT INTO public.thread_message (community_id, id, pledge_id, batch_id, kind, side, text, written_by, question_id)
  VALUES (home, message, own.id, message, CASE WHEN question IS NULL THEN 'MESSAGE' ELSE 'ANSWER' END, 'PLEDGER', words, own.pledger_id, question);
  RETURN message;
END $$;
COMMENT ON FUNCTION app.write_to_community(uuid, uuid, uuid, text) IS 'A message of the pledger''s, or with a question its answer: that one is taken in a closed thread too.';

CREATE FUNCTION app.withdraw_message(home uuid, message uuid) RETURNS integer ${definer} AS $$
DECLARE
  done integer;
BEGIN
  UPDATE public.thread_message m SET text = NULL, withdrawn_at = now() FROM public.thread_message named
   WHERE named.community_id = home AND named.id = message AND m.community_id = home AND m.batch_id = named.batch_id
     AND m.kind IN ('MESSAGE', 'THANKS') AND m.written_at > now() - interval '15 minutes' AND m.withdrawn_at IS NULL AND m.hidden_at IS NULL
     AND (m.written_by = ANY (app.my_memberships())
       OR EXISTS (SELECT FROM public.lead_act a WHERE a.community_id = m.lead_id AND a.id = m.id AND a.membership_id = ANY (app.my_memberships())));
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END $$;
COMMENT ON FUNCTION app.withdraw_message(uuid, uuid) IS 'By whoever wrote it, within 15 minutes, from every thread into which the same action wrote it. The words are gone, their place stays.';

CREATE FUNCTION app.message_authors(messages uuid[]) RETURNS TABLE (message_id uuid, pseudonym text, is_mine boolean) ${sqlDefiner} AS $$
  SELECT t.id, CASE WHEN t.side = 'COMMUNITY' AND NOT p.pledger_id = ANY ((SELECT app.my_memberships())::uuid[])
           AND (m.id = ANY ((SELECT app.my_memberships())::uuid[]) OR m.community_id = ANY ((SELECT app.communities_as('affected'))::uuid[])
             OR (m.standing = 'ALLY' AND m.community_id = ANY ((SELECT app.communities_as('insider'))::uuid[]))) THEN m.pseudonym END,
         m.id = ANY ((SELECT app.my_memberships())::uuid[])
    FROM public.thread_message t
    JOIN public.thread p ON p.community_id = t.community_id AND p.pledge_id = t.pledge_id
    LEFT JOIN public.lead_act a ON a.community_id = t.lead_id AND a.id = t.id
    JOIN public.membership m ON m.community_id = coalesce(t.lead_id, t.community_id) AND m.id = coalesce(t.written_by, a.membership_id)
   WHERE t.id = ANY (messages)
$$;
COMMENT ON FUNCTION app.message_authors(uuid[]) IS
  'Who wrote for the community: told to people affected of that community, and of allies who organize to all who do; never to the pledger. And whether it was the current person, on either side.';

CREATE FUNCTION app.shut_thread(home uuid, pledge uuid, door text, shut boolean) RETURNS boolean ${definer} AS $$
DECLARE
  about public.pledge;
BEGIN
  SELECT * INTO about FROM public.pledge p WHERE p.community_id = home AND p.id = shut_thread.pledge;
  IF NOT coalesce(CASE door
       WHEN 'BLOCKED' THEN about.pledger_id = ANY (app.my_memberships())
       WHEN 'CLOSED' THEN NOT about.pledger_id = ANY (app.my_memberships()) AND CASE app.writes_to_pledgers(home, about.ask_id)
         WHEN 'ALL' THEN true WHEN 'ALLIES' THEN about.pledger_standing = 'ALLY' ELSE false END
     END, false) THEN
    PERFORM app.refuse('thread_shut_from_its_side_ck', 'each side shuts its own door of a thread');
  END IF;
  INSERT INTO public.thread AS t (community_id, pledge_id, campaign_id, ask_id, pledger_id, pledger_standing, blocked_at, closed_at)
  SELECT home, about.id, about.campaign_id, about.ask_id, about.pledger_id, about.pledger_standing, CASE WHEN door = 'BLOCKED' THEN now() END, CASE WHEN door = 'CLOSED' THEN now() END
   WHERE shut OR EXISTS (SELECT FROM public.thread o WHERE o.community_id = home AND o.pledge_id = about.id)
  ON CONFLICT ON CONSTRAINT thread_pk DO UPDATE SET
    blocked_at = CASE WHEN door <> 'BLOCKED' THEN t.blocked_at WHEN shut THEN now() END, closed_at = CASE WHEN door <> 'CLOSED' THEN t.closed_at WHEN shut THEN now() END
  WHERE (CASE door WHEN 'BLOCKED' THEN t.blocked_at ELSE t.closed_at END IS NULL) = shut;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION app.shut_thread(uuid, uuid, text, boolean) IS 'The pledger blocks messages of the community, the community closes the thread to those of the pledger, and each opens its own door again. False when it stands so already.';

-- What people of a lead wrote is erased with them too: at the host nothing tells whose it is.
ALTER FUNCTION ${blankText('blank_personal_text')} RENAME TO blank_text_outside_threads;
CREATE FUNCTION ${blankText('blank_personal_text')} RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app AS $$
BEGIN
  PERFORM app.blank_text_outside_threads(people, memberships, representatives);
  UPDATE public.thread_message m SET text = NULL FROM public.lead_act a
   WHERE a.membership_id = ANY (memberships) AND a.kind = 'thread_message' AND m.community_id = a.host_id AND m.id = a.id;
END $$;
COMMENT ON FUNCTION app.blank_personal_text(uuid[], uuid[], uuid[]) IS
  'As app.blank_text_outside_threads, and what they wrote to pledgers for a lead in the campaign of another community.';

${protect('thread', 'thread_message', 'thread_question')}
CREATE POLICY seen ON thread FOR SELECT TO accompany_app USING (${withItsPledge('thread')});
CREATE POLICY seen ON thread_message FOR SELECT TO accompany_app USING (${withItsPledge('thread_message')});
CREATE POLICY seen ON thread_question FOR SELECT TO accompany_app USING (${withItsPledge('thread_question')});
GRANT SELECT ON thread, thread_question TO accompany_app;
-- Not who wrote: pledgers read what is said to them as the word of the community.
GRANT SELECT (community_id, id, pledge_id, batch_id, kind, side, text, lead_id, question_id, written_at, withdrawn_at, hidden_at) ON thread_message TO accompany_app;
GRANT EXECUTE ON FUNCTION app.thread_lead(uuid, uuid), app.writes_to_pledgers(uuid, uuid), app.self_in(uuid), app.write_to_pledgers(uuid, uuid, uuid, text, text, timestamptz),
  app.write_to_community(uuid, uuid, uuid, text), app.withdraw_message(uuid, uuid), app.message_authors(uuid[]), app.shut_thread(uuid, uuid, text, boolean) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION ${blankText('blank_personal_text')};
ALTER FUNCTION ${blankText('blank_text_outside_threads')} RENAME TO blank_personal_text;
DROP FUNCTION app.shut_thread(uuid, uuid, text, boolean), app.message_authors(uuid[]), app.withdraw_message(uuid, uuid), app.write_to_community(uuid, uuid, uuid, text),
  app.write_to_pledgers(uuid, uuid, uuid, text, text, timestamptz), app.self_in(uuid), app.writes_to_pledgers(uuid, uuid), app.thread_lead(uuid, uuid);
DELETE FROM lead_act WHERE kind = 'thread_message';
ALTER TABLE thread_message DROP CONSTRAINT thread_message_question_fk;
DROP TABLE thread_question, thread_message, thread;
`;
}
