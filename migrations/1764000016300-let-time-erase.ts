import { SqlMigration } from './support.js';

const owning = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

const byClock = `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('retention_by_clock_only_ck', 'only the clock lets time erase');
  END IF;`;

/** What nobody needs any longer about people: by the clock, in bites that stay within the time of one statement. */
export class LetTimeErase1764000016300 extends SqlMigration {
  readonly name = 'LetTimeErase1764000016300';

  protected readonly upSql = `
CREATE FUNCTION app.forget_ended_memberships(months integer, most integer) RETURNS integer ${owning} AS $$
DECLARE
  over uuid[];
BEGIN${byClock}
  IF months < 1 THEN
    PERFORM app.refuse('retention_of_a_month_ck', 'what someone wrote is kept for at least a month after they left');
  END IF;
  SELECT array_agg(m.id) INTO over FROM (
    SELECT o.id FROM public.membership o WHERE o.ended_at < now() - make_interval(months => months) AND (o.pseudonym <> 'someone' OR o.answers <> '{}' OR o.paused_because IS NOT NULL OR o.ended_because IS NOT NULL)
     ORDER BY o.id LIMIT most FOR UPDATE SKIP LOCKED) m;
  IF over IS NULL THEN RETURN 0; END IF;
  PERFORM FROM public.ask_tally t WHERE t.ask_id IN (SELECT p.ask_id FROM public.pledge p WHERE p.pledger_id = ANY (over)) ORDER BY t.ask_id FOR UPDATE;
  PERFORM app.blank_personal_text('{}', over, '{}');
  RETURN cardinality(over);
END $$;
COMMENT ON FUNCTION app.forget_ended_memberships(integer, integer) IS 'Memberships that ended so long ago become someone, and what was written under them of the person is blanked. Counts stay. Answers how many.';

CREATE FUNCTION vault.forget_unused_accounts(days integer, most integer) RETURNS integer ${owning} AS $$
DECLARE
  unused uuid;
  gone integer := 0;
BEGIN${byClock}
  IF days < 31 THEN
    PERFORM app.refuse('retention_of_a_session_ck', 'an account outlives the longest session');
  END IF;
  FOR unused IN
    SELECT p.id FROM public.person p JOIN vault.account a ON a.person_id = p.id
     WHERE p.created_at < now() - make_interval(days => days) AND a.email_lookup IS NULL AND NOT p.is_operator AND p.suspended_at IS NULL
       AND NOT EXISTS (SELECT FROM public.membership m WHERE m.person_id = p.id)
       AND NOT EXISTS (SELECT FROM public.representative r WHERE r.person_id = p.id)
       AND NOT EXISTS (SELECT FROM vault.session s WHERE s.person_id = p.id AND s.revoked_at IS NULL AND s.refresh_expires_at > now())
     ORDER BY p.id LIMIT most FOR UPDATE OF p SKIP LOCKED
  LOOP
    PERFORM vault.erase_person(unused);
    gone := gone + 1;
  END LOOP;
  RETURN gone;
END $$;
COMMENT ON FUNCTION vault.forget_unused_accounts(integer, integer) IS 'Accounts without a confirmed address that never stood anywhere and in which nobody is signed in any more. Answers how many.';

CREATE FUNCTION vault.forget_exports() RETURNS void ${owning} AS $$
BEGIN${byClock}
  DELETE FROM vault.data_export e WHERE e.expires_at < now() OR (e.json_read_at IS NOT NULL AND e.page_read_at IS NOT NULL);
END $$;

CREATE FUNCTION app.forget_closed_matters(months integer) RETURNS void ${owning} AS $$
DECLARE
  long_ago timestamptz := now() - make_interval(months => months);
BEGIN${byClock}
  IF months < 1 THEN
    PERFORM app.refuse('retention_of_a_month_ck', 'what was decided about someone is kept for at least a month');
  END IF;
  DELETE FROM public.vouch v USING public.membership_request r
   WHERE r.community_id = v.community_id AND r.id = v.request_id AND r.closed_at < long_ago;
  DELETE FROM public.membership_request r WHERE r.closed_at < long_ago;
  UPDATE public.removal r SET reason = '' WHERE r.closed_at < long_ago AND r.reason <> '';
  DELETE FROM public.ally_block b WHERE b.lifted_at < long_ago;
END $$;
COMMENT ON FUNCTION app.forget_closed_matters(integer) IS
  'Requests to be admitted and who vouched, reasons of removals, and blocks that were lifted: so long after they were closed. The record keeps that they were.';

CREATE FUNCTION vault.forget_app_tokens() RETURNS void ${owning} AS $$
BEGIN${byClock}
  DELETE FROM vault.app_token t WHERE least(t.expires_at, t.revoked_at) < now() - interval '30 days';
END $$;

GRANT EXECUTE ON FUNCTION app.forget_closed_matters(integer), vault.forget_app_tokens(), app.forget_ended_memberships(integer, integer), vault.forget_unused_accounts(integer, integer), vault.forget_exports() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.forget_app_tokens(), app.forget_closed_matters(integer), vault.forget_exports(), vault.forget_unused_accounts(integer, integer), app.forget_ended_memberships(integer, integer);
`;
}
