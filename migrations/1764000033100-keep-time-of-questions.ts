import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const stable = definer.replace(' SET', ' STABLE SET');
const OPEN = 'q.answered_at IS NULL AND q.withdrawn_at IS NULL AND q.ended_at IS NULL';
/** Overdue by the time of the database; what holds the clock holds it at the moment when that began. */
const PAST = 'q.due_at <= coalesce(q.held_since, now())';

const onlyByClock = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;`;

const finder = (name: string, people: string, comment: string) => `
CREATE FUNCTION app.mail_recipients_${name}(home uuid, subject uuid) RETURNS TABLE (person_id uuid, language text) ${stable} AS $$
BEGIN${onlyByClock}
  RETURN QUERY SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.suspended_at IS NULL AND a.email_cipher IS NOT NULL AND p.id IN (${people});
END $$;
COMMENT ON FUNCTION app.mail_recipients_${name}(uuid, uuid) IS '${comment}';`;

/** The clock of questions: what holds and ends it, what follows when it runs out, and who is told. */
export class KeepTimeOfQuestions1764000033100 extends SqlMigration {
  readonly name = 'KeepTimeOfQuestions1764000033100';

  protected readonly upSql = `
CREATE FUNCTION app.overdue_questions(home uuid, pledger uuid) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, public, app AS $$
  SELECT count(*)::integer FROM public.thread_question q WHERE q.community_id = home AND q.pledger_id = pledger AND ${OPEN} AND ${PAST}
$$;
COMMENT ON FUNCTION app.overdue_questions(uuid, uuid) IS 'How many questions of a community a membership there owes an answer whose time has run out, as far as the current person may see them.';

CREATE FUNCTION app.pledges_while_nothing_is_overdue() RETURNS trigger ${definer} AS $$
BEGIN
  IF app.overdue_questions(NEW.community_id, NEW.pledger_id) > 0 THEN
    PERFORM app.refuse('pledge_owes_no_answer_ck', 'while an answer is overdue nothing new is pledged to the community that asked');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pledges_while_nothing_is_overdue BEFORE INSERT ON pledge FOR EACH ROW EXECUTE FUNCTION app.pledges_while_nothing_is_overdue();

CREATE FUNCTION app.questions_end_with_pledges() RETURNS trigger ${definer} AS $$
BEGIN
  -- Whoever steps back owes no answer any more, unless it was overdue before: else one could step back to pledge anew.
  UPDATE public.thread_question q SET ended_at = now()
    FROM new_rows n JOIN old_rows o ON o.community_id = n.community_id AND o.id = n.id
   WHERE n.state <> o.state AND q.community_id = n.community_id AND q.pledge_id = n.id AND ${OPEN}
     AND (n.state IN ('NEVER_STARTED', 'CANCELLED') OR (n.state IN ('STEPPED_BACK', 'STEPPED_BACK_LATE', 'HANDED_OVER') AND NOT (${PAST})));
  RETURN NULL;
END $$;
CREATE TRIGGER questions_end_with_pledges AFTER UPDATE ON pledge
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.questions_end_with_pledges();

CREATE FUNCTION app.hold_questions(home uuid, campaign uuid, target uuid) RETURNS void ${definer} AS $$
BEGIN
  -- In seconds, since days would be those of the session's time zone, of which some have 23 hours.
  UPDATE public.thread_question q SET
      due_at = CASE WHEN w.held OR q.due_at <= q.held_since THEN q.due_at ELSE q.due_at + make_interval(secs => extract(epoch FROM now() - q.held_since)) END,
      held_since = CASE WHEN w.held THEN now() END
    FROM (SELECT a.id, g.state = 'STOPPED' OR a.state = 'PAUSED' AS held
            FROM public.ask a JOIN public.campaign g ON g.community_id = a.community_id AND g.id = a.campaign_id
           WHERE a.community_id = home AND a.campaign_id = campaign AND (target IS NULL OR a.id = target)) w
   WHERE q.community_id = home AND q.ask_id = w.id AND ${OPEN} AND (q.held_since IS NOT NULL) <> w.held;
END $$;
COMMENT ON FUNCTION app.hold_questions(uuid, uuid, uuid) IS
  'Holds the clocks of questions of a campaign, or of one ask of it, while the campaign is stopped or the ask paused, and lets them go on later by as long as it lasted. What was overdue before stays so. Granted to nobody: triggers call it.';

CREATE FUNCTION app.questions_wait_for_campaign() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.hold_questions(NEW.community_id, NEW.id, NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER questions_wait_for_campaign AFTER UPDATE OF state ON campaign FOR EACH ROW
  WHEN ((OLD.state = 'STOPPED') <> (NEW.state = 'STOPPED')) EXECUTE FUNCTION app.questions_wait_for_campaign();

CREATE FUNCTION app.questions_wait_for_ask() RETURNS trigger ${definer} AS $$
BEGIN
  PERFORM app.hold_questions(NEW.community_id, NEW.campaign_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER questions_wait_for_ask AFTER UPDATE OF state ON ask FOR EACH ROW
  WHEN ((OLD.state = 'PAUSED') <> (NEW.state = 'PAUSED')) EXECUTE FUNCTION app.questions_wait_for_ask();

CREATE FUNCTION app.change_questions(home uuid, question uuid, everywhere boolean, due timestamptz) RETURNS uuid[] ${definer} AS $$
DECLARE
  named public.thread_question;
  reach text;
  own uuid[] := app.my_memberships();
  changed uuid[];
BEGIN
  SELECT * INTO named FROM public.thread_question q WHERE q.community_id = home AND q.id = question;
  reach := app.writes_to_pledgers(home, named.ask_id);
  IF reach IS NULL THEN
    PERFORM app.refuse('thread_written_by_its_community_ck', 'those who work with the pledgers of an ask write to them');
  END IF;
  IF due < now() + interval '23 hours 55 minutes' OR due > now() + interval '60 days 5 minutes' THEN
    PERFORM app.refuse('thread_question_due_in_time_ck', 'a question is due in a day at the soonest, and in sixty at the latest');
  END IF;
  WITH chosen AS (
    SELECT q.community_id, q.id FROM public.thread_question q JOIN public.thread t ON t.community_id = q.community_id AND t.pledge_id = q.pledge_id
     WHERE q.community_id = home AND (q.id = question OR (everywhere AND q.batch_id = named.batch_id)) AND ${OPEN} AND (due IS NULL OR q.due_at < due)
       AND (reach = 'ALL' OR t.pledger_standing = 'ALLY') AND NOT q.pledger_id = ANY (own)
     ORDER BY q.id FOR UPDATE OF q
  ), changing AS (
    UPDATE public.thread_question q SET
        withdrawn_at = CASE WHEN due IS NULL THEN now() END, due_at = coalesce(due, q.due_at),
        due_set_at = CASE WHEN due IS NULL THEN q.due_set_at ELSE now() END, held_since = CASE WHEN due IS NULL OR q.held_since IS NULL THEN q.held_since ELSE now() END,
        reminded_at = CASE WHEN due IS NULL THEN q.reminded_at END, overdue_noted_at = CASE WHEN due IS NULL THEN q.overdue_noted_at END
      FROM chosen c WHERE q.community_id = c.community_id AND q.id = c.id AND ${OPEN}
    RETURNING q.id
  )
  SELECT coalesce(array_agg(c.id), '{}') INTO changed FROM changing c;
  RETURN changed;
END $$;
COMMENT ON FUNCTION app.change_questions(uuid, uuid, boolean, timestamptz) IS
  'Gives an open question more time, or without a time takes it back; everywhere: also of all others of whom the same action asked it. Answers which.';

CREATE FUNCTION app.note_due_questions(most integer) RETURNS integer ${definer} AS $$
DECLARE
  late uuid[];
  reminded integer;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('thread_question_by_the_clock_ck', 'the clock notes what is due');
  END IF;
  WITH due AS (
    SELECT q.community_id, q.id FROM public.thread_question q
     WHERE ${OPEN} AND q.overdue_noted_at IS NULL AND q.due_at <= now() AND ${PAST} ORDER BY q.due_at, q.id LIMIT most FOR UPDATE SKIP LOCKED
  ), over AS (
    UPDATE public.thread_question q SET overdue_noted_at = now() FROM due d WHERE q.community_id = d.community_id AND q.id = d.id
    RETURNING q.id
  )
  SELECT coalesce(array_agg(o.id), '{}') INTO late FROM over o;
  PERFORM app.put_on_record(q.community_id, 'question.overdue', NULL, 'SYSTEM', 'PledgeQuestion', q.id,
            jsonb_build_object('pledgeId', q.pledge_id, 'askId', q.ask_id), q.campaign_id)
     FROM public.thread_question q WHERE q.id = ANY (late);
  -- Not of what is so short that its asking is news still.
  WITH due AS (
    SELECT q.community_id, q.id FROM public.thread_question q
     WHERE ${OPEN} AND q.reminded_at IS NULL AND q.overdue_noted_at IS NULL AND q.held_since IS NULL AND q.due_at > now() AND q.due_at <= now() + interval '24 hours'
       AND q.due_at - q.due_set_at > interval '36 hours' ORDER BY q.due_at, q.id LIMIT most FOR UPDATE SKIP LOCKED
  ), soon AS (
    UPDATE public.thread_question q SET reminded_at = now() FROM due d WHERE q.community_id = d.community_id AND q.id = d.id RETURNING q.community_id, q.id
  )
  INSERT INTO public.outbox_event (id, community_id, kind, subject_id) SELECT gen_random_uuid(), s.community_id, 'question.due_soon', s.id FROM soon s;
  GET DIAGNOSTICS reminded = ROW_COUNT;
  RETURN greatest(cardinality(late), reminded);
END $$;
COMMENT ON FUNCTION app.note_due_questions(integer) IS 'Puts on the record, once for each time that was set, which questions are overdue, and has pledgers reminded a day before. Answers how much there was of the more of both.';
${finder(
  'question',
  `
    SELECT coalesce(m.person_id, s.person_id) FROM public.thread_question q
      JOIN public.membership m ON m.community_id = q.community_id AND m.id = q.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE q.community_id = home AND (q.id = subject OR q.batch_id = subject) AND ${OPEN}`,
  'Of whom a question is asked that is still open, or all of whom one action asked it.',
)}
${finder(
  'written_to',
  `
    SELECT coalesce(m.person_id, s.person_id) FROM public.thread_message x
      JOIN public.thread t ON t.community_id = x.community_id AND t.pledge_id = x.pledge_id AND t.blocked_at IS NULL
      JOIN public.membership m ON m.community_id = t.community_id AND m.id = t.pledger_id AND m.ended_at IS NULL
      LEFT JOIN public.representative s ON s.organization_id = m.organization_id AND s.ended_at IS NULL
     WHERE x.community_id = home AND x.batch_id = subject AND x.side = 'COMMUNITY' AND x.withdrawn_at IS NULL AND x.hidden_at IS NULL`,
  'To whom the community wrote in one action, where it was not taken back meanwhile.',
)}
${finder(
  'working_with',
  `
    SELECT w.person_id FROM public.thread t CROSS JOIN LATERAL (SELECT app.thread_lead(home, t.ask_id) AS lead) s
      JOIN public.membership w ON w.community_id = coalesce(s.lead, home) AND w.ended_at IS NULL AND w.paused_at IS NULL AND (w.until IS NULL OR w.until > now())
       AND (w.is_steward OR w.organizer_until > now()) AND (w.standing = 'AFFECTED' OR (s.lead IS NULL AND t.pledger_standing = 'ALLY'))
       AND (w.probation_until IS NULL OR w.probation_until <= now())
     WHERE t.community_id = home AND (t.pledge_id = subject OR t.pledge_id = (SELECT q.pledge_id FROM public.thread_question q WHERE q.community_id = home AND q.id = subject))
       AND NOT app.stands_behind(home, t.pledger_id, w.person_id)`,
  'Those whose duty is to work with the pledger: stewards, and who organizes; of allies only where the pledger is one.',
)}
GRANT EXECUTE ON FUNCTION app.overdue_questions(uuid, uuid), app.pledges_while_nothing_is_overdue(), app.questions_end_with_pledges(), app.questions_wait_for_campaign(),
  app.questions_wait_for_ask(), app.change_questions(uuid, uuid, boolean, timestamptz), app.note_due_questions(integer), app.mail_recipients_question(uuid, uuid),
  app.mail_recipients_written_to(uuid, uuid), app.mail_recipients_working_with(uuid, uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.mail_recipients_working_with(uuid, uuid), app.mail_recipients_written_to(uuid, uuid), app.mail_recipients_question(uuid, uuid),
  app.note_due_questions(integer), app.change_questions(uuid, uuid, boolean, timestamptz);
DROP TRIGGER questions_wait_for_ask ON ask;
DROP TRIGGER questions_wait_for_campaign ON campaign;
DROP FUNCTION app.questions_wait_for_ask(), app.questions_wait_for_campaign(), app.hold_questions(uuid, uuid, uuid);
DROP TRIGGER questions_end_with_pledges ON pledge;
DROP TRIGGER pledges_while_nothing_is_overdue ON pledge;
DROP FUNCTION app.questions_end_with_pledges(), app.pledges_while_nothing_is_overdue(), app.overdue_questions(uuid, uuid);
`;
}
