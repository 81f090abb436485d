import { SqlMigration } from './support.js';

const owning = 'SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Takes a person out of everything, and leaves every count and every chain as it was. */
export class ErasePeople1764000016200 extends SqlMigration {
  readonly name = 'ErasePeople1764000016200';

  protected readonly upSql = `
CREATE FUNCTION app.blank_personal_text(people uuid[], memberships uuid[], representatives uuid[]) RETURNS void LANGUAGE plpgsql ${owning} AS $$
DECLARE
  col record;
  neutral text;
  done boolean;
BEGIN
  FOR col IN
    SELECT p.schema_name, p.table_name, p.column_name, p.type,
           string_agg(format('(%I = ANY (%s))', l.column_name,
             CASE l.holds WHEN 'person' THEN CASE WHEN a.atttypid = 'text'::regtype THEN '$1::text[]' ELSE '$1' END WHEN 'membership' THEN '$2' ELSE '$3' END), ' OR ') AS theirs
      FROM app.personal_columns() p
      JOIN pg_attribute a ON a.attrelid = format('%I.%I', p.schema_name, p.table_name)::regclass AND a.attname = ANY (p.goes_with)
      JOIN app.person_links() l ON l.table_id = a.attrelid AND l.column_name = a.attname
     WHERE p.schema_name = 'public' AND p.table_name NOT IN ('person', 'membership') AND p.holds IS NULL AND NOT p.stays
       AND p.type IN ('text', 'text[]', 'character varying', 'json', 'jsonb', 'bytea')
     GROUP BY p.schema_name, p.table_name, p.column_name, p.type
  LOOP
    done := false;
    -- What a column takes instead of a text differs: nothing, an empty text, or at least a word.
    FOREACH neutral IN ARRAY CASE
      WHEN col.type LIKE 'json%' THEN ARRAY[format('CASE json_typeof(%1$I::json) WHEN ''array'' THEN ''[]'' ELSE ''{}'' END::%2$s', col.column_name, col.type)]
      WHEN col.type = 'text[]' THEN ARRAY['''{}''::text[]']
      WHEN col.type = 'bytea' THEN ARRAY['NULL', '''\\x''::bytea']
      WHEN col.column_name = 'pseudonym' THEN ARRAY['''someone''']
      ELSE ARRAY['NULL', '''''', '''erased'''] END
    LOOP
      BEGIN
        EXECUTE format('UPDATE %I.%I SET %I = %s WHERE (%s) AND %3$I IS NOT NULL AND %3$I::text NOT IN ('''', ''erased'', ''someone'', ''{}'', ''[]'')',
          col.schema_name, col.table_name, col.column_name, neutral, col.theirs) USING people, memberships, representatives;
        done := true;
        EXIT;
      EXCEPTION WHEN check_violation OR not_null_violation THEN
        NULL;
      END;
    END LOOP;
    IF NOT done THEN
      RAISE EXCEPTION '%.%.% is marked [personal] and takes no neutral value: mark it [stays], or let it take one', col.schema_name, col.table_name, col.column_name;
    END IF;
  END LOOP;
  UPDATE public.membership m SET pseudonym = 'someone', answers = '{}', paused_because = NULL, ended_because = NULL WHERE m.id = ANY (memberships) AND m.ended_at IS NOT NULL;
END $$;
COMMENT ON FUNCTION app.blank_personal_text(uuid[], uuid[], uuid[]) IS
  'Replaces whatever these people wrote of themselves, in every column marked [personal] that does not stay. Ended memberships become someone.';

CREATE FUNCTION vault.erase_person(target uuid) RETURNS void LANGUAGE plpgsql ${owning} AS $$
DECLARE
  memberships uuid[];
  homes uuid[];
  representatives uuid[];
  about uuid[];
  home uuid;
  nobody uuid;
  link record;
  passes integer := 0;
  stuck boolean;
BEGIN
  -- Communities before people, as whoever admits or removes; and once more, for what came about until the row was locked.
  PERFORM app.hide_person(target);
  PERFORM FROM public.person p WHERE p.id = target FOR UPDATE;
  PERFORM app.hide_person(target);
  SELECT coalesce(array_agg(m.id), '{}'), coalesce(array_agg(DISTINCT m.community_id), '{}') INTO memberships, homes FROM public.membership m WHERE m.person_id = target;
  representatives := ARRAY(SELECT r.id FROM public.representative r WHERE r.person_id = target);
  PERFORM app.free_pledges(m.community_id, m.id) FROM (SELECT * FROM public.membership o WHERE o.person_id = target ORDER BY o.community_id, o.id) m;
  DELETE FROM public.idempotency i WHERE i.scope = target::text;
  DELETE FROM public.outbox_event o WHERE o.subject_id = target OR o.data::text LIKE '%' || target || '%'
     OR o.subject_id IN (SELECT p.id FROM vault.pending_sign_up p WHERE p.person_id = target UNION ALL SELECT r.id FROM vault.password_reset r WHERE r.person_id = target
                         UNION ALL SELECT c.id FROM vault.email_change c WHERE c.person_id = target);
  PERFORM app.blank_personal_text(ARRAY[target], memberships, representatives);

  -- What the record says in its details of this person goes; the chain covers the digest, which stays. The sealer is kept
  -- out meanwhile, since what it reads must be what it chains: an entry that is not sealed yet is sealed without them.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.record.seal', 0));
  about := memberships || ARRAY(SELECT p.id FROM public.pledge p WHERE p.community_id = ANY (homes) AND p.pledger_id = ANY (memberships))
    || ARRAY(SELECT o.id FROM public.occurrence o WHERE o.community_id = ANY (homes) AND o.pledger_id = ANY (memberships));
  WITH erased AS (
    UPDATE public.record_entry e SET details = '{}', salt = CASE WHEN e.seq IS NULL THEN e.salt END
     WHERE e.community_id = ANY (homes) AND e.details <> '{}'
       AND (e.subject_id = ANY (about) OR EXISTS (SELECT FROM unnest(memberships) AS m (id) WHERE e.details::text LIKE '%' || m.id || '%'))
    RETURNING e.id)
  UPDATE public.outbox_event o SET data = '{}' FROM erased WHERE o.id = erased.id AND o.delivered_at IS NOT NULL;

  -- One nobody for each community: who counted once there still does, and nothing ties two communities together.
  FOREACH home IN ARRAY homes LOOP
    nobody := gen_random_uuid();
    INSERT INTO public.person (id, created_at) VALUES (nobody, 'epoch');
    UPDATE public.membership m SET person_id = nobody WHERE m.community_id = home AND m.person_id = target;
  END LOOP;
  FOR link IN
    SELECT n.nspname, c.relname, l.column_name FROM app.person_links() l JOIN pg_class c ON c.oid = l.table_id JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE l.holds = 'person' AND n.nspname = 'public' AND c.relname NOT IN ('person', 'membership', 'idempotency', 'outbox_event')
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE %I = $1)', link.relname, link.column_name) INTO stuck USING target;
    CONTINUE WHEN NOT stuck;
    nobody := gen_random_uuid();
    INSERT INTO public.person (id, created_at) VALUES (nobody, 'epoch');
    EXECUTE format('UPDATE public.%I SET %I = $1 WHERE %2$I = $2', link.relname, link.column_name) USING nobody, target;
  END LOOP;

  -- The vault goes whole. Rows that others of it point to go after those.
  DELETE FROM vault.passkey_challenge c WHERE c.family_id IN (SELECT s.family_id FROM vault.session s WHERE s.person_id = target);
  DELETE FROM vault.single_sign_on_attempt t WHERE t.family_id IN (SELECT s.family_id FROM vault.session s WHERE s.person_id = target);
  -- Asked for by whoever knows the address, signed in or not.
  DELETE FROM vault.password_reset r WHERE r.email_lookup IN (SELECT a.email_lookup FROM vault.account a WHERE a.person_id = target);
  DELETE FROM vault.pending_sign_up p WHERE p.email_lookup IN (SELECT a.email_lookup FROM vault.account a WHERE a.person_id = target);
  UPDATE vault.access_log a SET read_by = NULL WHERE a.read_by = target AND a.person_id <> target;
  LOOP
    stuck := false;
    FOR link IN
      SELECT c.relname, l.column_name FROM app.person_links() l JOIN pg_class c ON c.oid = l.table_id
       WHERE l.holds = 'person' AND c.relnamespace = 'vault'::regnamespace ORDER BY c.relname, l.column_name
    LOOP
      BEGIN
        EXECUTE format('DELETE FROM vault.%I WHERE %I = $1', link.relname, link.column_name) USING target;
      EXCEPTION WHEN foreign_key_violation THEN
        stuck := true;
      END;
    END LOOP;
    passes := passes + 1;
    EXIT WHEN NOT stuck OR passes = 10;
  END LOOP;
  DELETE FROM public.person p WHERE p.id = target;
END $$;
COMMENT ON FUNCTION vault.erase_person(uuid) IS
  'Erases a person: live pledges step back without fault, memberships end and become someone, the account and its row are gone. Not granted: reached through erase_me, the clock, and the owner on the host.';

CREATE FUNCTION vault.erase_me() RETURNS boolean LANGUAGE plpgsql ${owning} AS $$
DECLARE
  me uuid := app.person_id();
BEGIN
  IF NOT EXISTS (SELECT FROM public.person p WHERE p.id = me) THEN RETURN false; END IF;
  -- Not waited for: two at once share a lock on the memberships already, and each would wait for the other.
  IF NOT pg_try_advisory_xact_lock(hashtextextended('accompany.sessions.' || me::text, 0)) THEN
    RAISE EXCEPTION USING ERRCODE = '55P03', MESSAGE = 'someone is at this account right now';
  END IF;
  PERFORM vault.erase_person(me);
  RETURN true;
END $$;
COMMENT ON FUNCTION vault.erase_me() IS 'Erases the current person, and nobody else.';

GRANT EXECUTE ON FUNCTION vault.erase_me() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.erase_me(), vault.erase_person(uuid), app.blank_personal_text(uuid[], uuid[], uuid[]);
`;
}
