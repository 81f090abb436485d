import { formerAnswerFunctions as former } from './former-answer-functions.js';
import { formerTogetherFunctions as formerly } from './former-together-functions.js';
import { SqlMigration } from './support.js';

/** The questions that a pledger owes an answer to: what app.overdue_questions counts. */
export const overdue = (home: string, pledger: string) =>
  `SELECT FROM public.thread_question q WHERE q.community_id = ${home} AND q.pledger_id = ${pledger} AND q.answered_at IS NULL
          AND q.withdrawn_at IS NULL AND q.ended_at IS NULL AND q.due_at <= coalesce(q.held_since, now())`;

const COUNTED = former.pledges_are_counted.replaceAll(
  "waiting_for = 'THRESHOLD'",
  "waiting_for IS NOT DISTINCT FROM 'THRESHOLD'",
);

/** A pledge that was not there before has no occurrence yet. */
const FIRST_OCCURRENCE = `
    INSERT INTO public.occurrence (community_id, id, ask_id, pledge_id, pledger_id, pledger_standing, due_at, planned_at)
    SELECT n.community_id, gen_random_uuid(), n.ask_id, n.id, n.pledger_id, n.pledger_standing, n.plan_when, n.plan_when FROM new_rows n WHERE n.state = 'ACTIVE';
    RETURN NULL;`;

/** Only the first of each is replaced: what is done for pledges that are made. */
const COUNTED_WITH_TURN = COUNTED.replace(
  'SET\n      places_taken',
  'SET\n      next_turn = greatest(t.next_turn, d.next_turn), places_taken',
)
  .replace('SELECT c.community_id, c.ask_id,', 'SELECT c.community_id, c.ask_id, max(c.turn) + 1 AS next_turn,')
  .replace('\n  ELSE\n', `${FIRST_OCCURRENCE}\n  ELSE\n`);

/** What each pledge is checked for is looked up once, by one trigger; what a statement made is counted, turns included, by one update. */
export class CheckPledgesInOneLook1764000060200 extends SqlMigration {
  readonly name = 'CheckPledgesInOneLook1764000060200';

  protected readonly upSql = `
CREATE OR REPLACE FUNCTION app.pledge_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app AS $$
DECLARE
  found record;
BEGIN
  SELECT a.cadence IS NOT NULL AS recurs, a.threshold IS NOT NULL AND a.threshold_met_at IS NULL AS waits,
         EXISTS (${overdue('NEW.community_id', 'NEW.pledger_id')}) AS owes_answer
    INTO found FROM public.ask a WHERE a.community_id = NEW.community_id AND a.id = NEW.ask_id;
  IF NEW.condition_others IS NOT NULL AND NEW.waiting_for IS DISTINCT FROM 'OWN_CONDITION' THEN
    PERFORM app.refuse('pledge_begins_with_its_condition_ck', 'a pledge with a condition begins by waiting for it');
  END IF;
  IF NEW.state = 'ACTIVE' AND found.waits THEN
    PERFORM app.refuse('pledge_waits_for_threshold_ck', 'nothing starts before the threshold of the ask is met');
  END IF;
  NEW.recurs := found.recurs;
  NEW.plan_is_whole := NOT found.recurs;
  NEW.planned_through := CASE WHEN found.recurs THEN NEW.plan_when END;
  IF NOT found.recurs AND NEW.until IS NOT NULL THEN
    PERFORM app.refuse('pledge_until_of_recurring_ck', 'only what is done again and again is kept up until a day');
  END IF;
  IF found.owes_answer THEN
    PERFORM app.refuse('pledge_owes_no_answer_ck', 'while an answer is overdue nothing new is pledged to the community that asked');
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER pledge_recurs ON pledge;
DROP TRIGGER pledges_while_nothing_is_overdue ON pledge;
DROP FUNCTION app.pledge_recurs(), app.pledges_while_nothing_is_overdue();
${COUNTED_WITH_TURN}
DROP TRIGGER occurrence_begins ON occurrence;
CREATE TRIGGER occurrence_begins BEFORE INSERT ON occurrence FOR EACH ROW WHEN (NEW.planned_at IS NULL) EXECUTE FUNCTION app.occurrence_begins();
`;

  protected readonly downSql = `
DROP TRIGGER occurrence_begins ON occurrence;
CREATE TRIGGER occurrence_begins BEFORE INSERT ON occurrence FOR EACH ROW EXECUTE FUNCTION app.occurrence_begins();
${COUNTED}
${formerly.pledge_begins}
${formerly.pledge_recurs}
${formerly.pledges_while_nothing_is_overdue}
GRANT EXECUTE ON FUNCTION app.pledge_recurs(), app.pledges_while_nothing_is_overdue() TO accompany_app;
CREATE TRIGGER pledge_recurs BEFORE INSERT ON pledge FOR EACH ROW EXECUTE FUNCTION app.pledge_recurs();
CREATE TRIGGER pledges_while_nothing_is_overdue BEFORE INSERT ON pledge FOR EACH ROW EXECUTE FUNCTION app.pledges_while_nothing_is_overdue();
`;
}
