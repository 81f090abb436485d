import { protect, SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** People, and the vault: what identifies them, reached only through functions. */
export class OpenAccounts1764000000100 extends SqlMigration {
  readonly name = 'OpenAccounts1764000000100';

  protected readonly upSql = `
CREATE TABLE person (
  id uuid CONSTRAINT person_pk PRIMARY KEY,
  language text NOT NULL DEFAULT 'en',
  time_zone text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now(),
  suspended_at timestamptz,
  CONSTRAINT person_language_ck CHECK (length(language) BETWEEN 2 AND 35),
  CONSTRAINT person_time_zone_ck CHECK (length(time_zone) BETWEEN 1 AND 64)
);
${protect('person')}
CREATE POLICY own_seen ON person FOR SELECT TO accompany_app USING (id = (SELECT app.person_id()));
CREATE POLICY own_edited ON person FOR UPDATE TO accompany_app USING (id = (SELECT app.person_id())) WITH CHECK (id = (SELECT app.person_id()));
GRANT SELECT, UPDATE (language, time_zone) ON person TO accompany_app;

CREATE TABLE vault.account (
  person_id uuid CONSTRAINT account_pk PRIMARY KEY CONSTRAINT account_person_fk REFERENCES person,
  sign_in_name_lookup bytea NOT NULL CONSTRAINT account_sign_in_name_uq UNIQUE,
  sign_in_name_cipher bytea NOT NULL,
  email_lookup bytea CONSTRAINT account_email_uq UNIQUE,
  email_cipher bytea,
  password_hash text,
  CONSTRAINT account_email_whole_ck CHECK ((email_lookup IS NULL) = (email_cipher IS NULL))
);
COMMENT ON TABLE vault.account IS 'Lookups are HMACs and ciphers AES-256-GCM, both under keys held outside the database.';

CREATE TABLE vault.recovery_code (
  person_id uuid NOT NULL CONSTRAINT recovery_code_person_fk REFERENCES person,
  code_hash bytea NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pk PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE vault.session (
  id uuid CONSTRAINT session_pk PRIMARY KEY,
  family_id uuid NOT NULL,
  person_id uuid NOT NULL CONSTRAINT session_person_fk REFERENCES person,
  access_hash bytea NOT NULL CONSTRAINT session_access_uq UNIQUE,
  access_expires_at timestamptz NOT NULL,
  refresh_hash bytea NOT NULL CONSTRAINT session_refresh_uq UNIQUE,
  refresh_expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  replaced_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX session_family_ix ON vault.session (family_id);
CREATE INDEX session_person_ix ON vault.session (person_id);
CREATE INDEX session_refresh_expires_at_ix ON vault.session (refresh_expires_at);

CREATE TABLE vault.pending_sign_up (
  id uuid CONSTRAINT pending_sign_up_pk PRIMARY KEY,
  person_id uuid CONSTRAINT pending_sign_up_person_fk REFERENCES person,
  email_lookup bytea NOT NULL,
  email_cipher bytea NOT NULL,
  language text NOT NULL,
  time_zone text NOT NULL,
  token_hash bytea CONSTRAINT pending_sign_up_token_uq UNIQUE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
COMMENT ON TABLE vault.pending_sign_up IS 'An address waiting to be confirmed: a new account, or with person_id an address for an account that has none. The token is made when the mail is sent.';
CREATE INDEX pending_sign_up_expires_at_ix ON vault.pending_sign_up (expires_at);

CREATE TABLE vault.start_link (
  token_hash bytea CONSTRAINT start_link_pk PRIMARY KEY,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE vault.access_log (
  id uuid CONSTRAINT access_log_pk PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL,
  purpose text NOT NULL,
  read_by uuid,
  read_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX access_log_person_ix ON vault.access_log (person_id, read_at);

CREATE FUNCTION vault.create_account(person uuid, language text, time_zone text, name_lookup bytea, name_cipher bytea, password text, codes bytea[])
RETURNS void ${definer} AS $$
BEGIN
  INSERT INTO public.person (id, language, time_zone) VALUES (person, language, time_zone);
  INSERT INTO vault.account (person_id, sign_in_name_lookup, sign_in_name_cipher, password_hash) VALUES (person, name_lookup, name_cipher, password);
  INSERT INTO vault.recovery_code (person_id, code_hash) SELECT person, unnest(codes);
END $$;

CREATE FUNCTION vault.request_sign_up(pending uuid, for_person uuid, lookup bytea, cipher bytea, language text, time_zone text)
RETURNS void ${definer} AS $$
BEGIN
  INSERT INTO vault.pending_sign_up (id, person_id, email_lookup, email_cipher, language, time_zone, expires_at)
  VALUES (pending, for_person, lookup, cipher, language, time_zone, now() + interval '24 hours');
END $$;

CREATE FUNCTION vault.arm_sign_up(pending uuid, token bytea)
RETURNS TABLE (email_cipher bytea, known boolean, language text) ${definer} AS $$
BEGIN
  RETURN QUERY
  UPDATE vault.pending_sign_up p
     SET token_hash = CASE WHEN EXISTS (SELECT FROM vault.account a WHERE a.email_lookup = p.email_lookup) THEN NULL ELSE token END
   WHERE p.id = pending AND p.used_at IS NULL AND p.expires_at > now()
  RETURNING p.email_cipher, p.token_hash IS NULL, p.language;
END $$;
COMMENT ON FUNCTION vault.arm_sign_up(uuid, bytea) IS 'Called when the mail is sent: an address that has an account already gets no token, and a mail that says so.';

CREATE FUNCTION vault.confirm_sign_up(token bytea, new_person uuid, name_lookup bytea, name_cipher bytea, password text, codes bytea[])
RETURNS TABLE (person_id uuid, created boolean) ${definer} AS $$
DECLARE
  pending vault.pending_sign_up;
BEGIN
  UPDATE vault.pending_sign_up p SET used_at = now()
   WHERE p.token_hash = token AND p.used_at IS NULL AND p.expires_at > now()
     AND NOT EXISTS (SELECT FROM vault.account a WHERE a.email_lookup = p.email_lookup)
     -- An address asked for by an account is confirmed by its owner only: a mail must not tie its reader to a stranger's account.
     AND (p.person_id IS NULL OR p.person_id = app.person_id())
  RETURNING * INTO pending;
  IF NOT FOUND THEN RETURN; END IF;
  IF pending.person_id IS NULL THEN
    PERFORM vault.create_account(new_person, pending.language, pending.time_zone, name_lookup, name_cipher, password, codes);
  END IF;
  UPDATE vault.account a SET email_lookup = pending.email_lookup, email_cipher = pending.email_cipher
   WHERE a.person_id = coalesce(pending.person_id, new_person);
  DELETE FROM vault.pending_sign_up p WHERE p.email_lookup = pending.email_lookup AND p.id <> pending.id;
  RETURN QUERY SELECT coalesce(pending.person_id, new_person), pending.person_id IS NULL;
END $$;

CREATE FUNCTION vault.credentials(lookup bytea)
RETURNS TABLE (person_id uuid, password_hash text) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT a.person_id, a.password_hash FROM vault.account a JOIN public.person p ON p.id = a.person_id
   WHERE (a.sign_in_name_lookup = lookup OR a.email_lookup = lookup) AND p.suspended_at IS NULL;
END $$;

CREATE FUNCTION vault.use_recovery_code(person uuid, code bytea) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE vault.recovery_code SET used_at = now() WHERE person_id = person AND code_hash = code AND used_at IS NULL;
  RETURN FOUND;
END $$;

CREATE FUNCTION vault.open_session(session uuid, family uuid, person uuid, access bytea, access_until timestamptz, refresh bytea, refresh_until timestamptz)
RETURNS void ${definer} AS $$
BEGIN
  INSERT INTO vault.session (id, family_id, person_id, access_hash, access_expires_at, refresh_hash, refresh_expires_at)
  VALUES (session, family, person, access, access_until, refresh, refresh_until);
END $$;

CREATE FUNCTION vault.lock_sessions(person uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.sessions.' || person::text, 0));
END $$;

CREATE FUNCTION vault.rotate_session(old_refresh bytea, session uuid, access bytea, access_until timestamptz, refresh bytea, refresh_until timestamptz)
RETURNS TABLE (outcome text, person_id uuid) ${definer} AS $$
DECLARE
  old vault.session;
BEGIN
  -- One after another per person: whoever ends all sessions must also see the one that is being made.
  PERFORM vault.lock_sessions((SELECT s.person_id FROM vault.session s WHERE s.refresh_hash = old_refresh));
  SELECT * INTO old FROM vault.session s WHERE s.refresh_hash = old_refresh FOR UPDATE;
  IF NOT FOUND OR old.revoked_at IS NOT NULL OR old.refresh_expires_at <= now() THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSIF old.replaced_at IS NOT NULL THEN
    -- A refresh token used twice means that someone else holds a copy: the whole family ends.
    UPDATE vault.session s SET revoked_at = now() WHERE s.family_id = old.family_id AND s.revoked_at IS NULL;
    RETURN QUERY SELECT 'REPLAYED', NULL::uuid;
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = old.person_id AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    UPDATE vault.session s SET replaced_at = now() WHERE s.id = old.id;
    PERFORM vault.open_session(session, old.family_id, old.person_id, access, access_until, refresh, refresh_until);
    RETURN QUERY SELECT 'ROTATED', old.person_id;
  END IF;
END $$;

CREATE FUNCTION vault.close_session(session uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now()
   WHERE s.family_id = (SELECT own.family_id FROM vault.session own WHERE own.id = close_session.session AND own.person_id = app.person_id()) AND s.revoked_at IS NULL;
END $$;

CREATE FUNCTION vault.close_all_sessions() RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = app.person_id() AND s.revoked_at IS NULL;
END $$;

CREATE FUNCTION vault.own_account()
RETURNS TABLE (sign_in_name_cipher bytea, email_cipher bytea, has_password boolean, recovery_codes_left integer) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT a.sign_in_name_cipher, a.email_cipher, a.password_hash IS NOT NULL,
         (SELECT count(*)::integer FROM vault.recovery_code c WHERE c.person_id = a.person_id AND c.used_at IS NULL)
    FROM vault.account a WHERE a.person_id = app.person_id();
END $$;

CREATE FUNCTION vault.email_of(person uuid, purpose text) RETURNS bytea ${definer} AS $$
DECLARE
  cipher bytea;
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('vault_email_by_clock_only_ck', 'only the mail relay reads an address');
  END IF;
  SELECT a.email_cipher INTO cipher FROM vault.account a WHERE a.person_id = person;
  IF cipher IS NOT NULL THEN
    INSERT INTO vault.access_log (person_id, purpose) VALUES (person, purpose);
  END IF;
  RETURN cipher;
END $$;

CREATE FUNCTION vault.issue_start_link(token bytea, until timestamptz) RETURNS boolean ${definer} AS $$
BEGIN
  IF EXISTS (SELECT FROM vault.start_link WHERE used_at IS NOT NULL) OR EXISTS (SELECT FROM vault.account WHERE email_lookup IS NOT NULL) THEN
    RETURN false;
  END IF;
  DELETE FROM vault.start_link WHERE used_at IS NULL;
  INSERT INTO vault.start_link (token_hash, expires_at) VALUES (token, until);
  RETURN true;
END $$;
COMMENT ON FUNCTION vault.issue_start_link(bytea, timestamptz) IS 'The door for the first founder of a fresh server; false once someone came in by it or by e-mail. A newer link replaces an unused one.';

CREATE FUNCTION vault.use_start_link(token bytea) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE vault.start_link SET used_at = now() WHERE token_hash = token AND used_at IS NULL AND expires_at > now();
  RETURN FOUND;
END $$;

CREATE FUNCTION vault.forget_expired() RETURNS void ${definer} AS $$
BEGIN
  DELETE FROM vault.session WHERE refresh_expires_at < now() - interval '7 days';
  DELETE FROM vault.pending_sign_up WHERE expires_at < now();
  DELETE FROM vault.access_log WHERE read_at < now() - interval '1 year';
END $$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA vault TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.forget_expired(), vault.use_start_link(bytea), vault.issue_start_link(bytea, timestamptz),
  vault.email_of(uuid, text), vault.own_account(), vault.close_all_sessions(), vault.close_session(uuid),
  vault.rotate_session(bytea, uuid, bytea, timestamptz, bytea, timestamptz), vault.lock_sessions(uuid),
  vault.open_session(uuid, uuid, uuid, bytea, timestamptz, bytea, timestamptz),
  vault.use_recovery_code(uuid, bytea), vault.credentials(bytea),
  vault.confirm_sign_up(bytea, uuid, bytea, bytea, text, bytea[]), vault.arm_sign_up(uuid, bytea),
  vault.request_sign_up(uuid, uuid, bytea, bytea, text, text),
  vault.create_account(uuid, text, text, bytea, bytea, text, bytea[]);
DROP TABLE vault.access_log, vault.start_link, vault.pending_sign_up, vault.session, vault.recovery_code, vault.account;
DROP TABLE person;
`;
}
