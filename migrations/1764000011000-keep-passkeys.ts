import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Passkeys, and the challenges that a device answers with one. Public keys and credential ids are kept encrypted. */
export class KeepPasskeys1764000011000 extends SqlMigration {
  readonly name = 'KeepPasskeys1764000011000';

  protected readonly upSql = `
CREATE TABLE vault.passkey_holder (
  person_id uuid CONSTRAINT passkey_holder_pk PRIMARY KEY CONSTRAINT passkey_holder_person_fk REFERENCES person,
  handle bytea NOT NULL CONSTRAINT passkey_holder_handle_uq UNIQUE,
  CONSTRAINT passkey_holder_handle_ck CHECK (length(handle) = 32)
);
COMMENT ON COLUMN vault.passkey_holder.person_id IS '[personal] Whose devices.';
COMMENT ON COLUMN vault.passkey_holder.handle IS '[personal] The random name under which devices know the account, so that a device that falls into other hands tells no id.';

CREATE TABLE vault.passkey (
  id uuid CONSTRAINT passkey_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT passkey_person_fk REFERENCES person,
  credential_lookup bytea NOT NULL CONSTRAINT passkey_credential_uq UNIQUE,
  credential_cipher bytea NOT NULL,
  public_key_cipher bytea NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  signature_count bigint NOT NULL DEFAULT 0,
  name text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_on date,
  CONSTRAINT passkey_name_ck CHECK (length(name) BETWEEN 1 AND 60),
  CONSTRAINT passkey_transports_ck CHECK (cardinality(transports) <= 10),
  CONSTRAINT passkey_signature_count_ck CHECK (signature_count >= 0)
);
COMMENT ON COLUMN vault.passkey.person_id IS '[personal] Whose passkey.';
COMMENT ON COLUMN vault.passkey.credential_lookup IS '[personal] [secret] A keyed digest of its id.';
COMMENT ON COLUMN vault.passkey.credential_cipher IS '[personal] The id of the passkey on its device.';
COMMENT ON COLUMN vault.passkey.public_key_cipher IS '[personal] [secret] The public key of the passkey.';
COMMENT ON COLUMN vault.passkey.transports IS '[personal] How the device is reached: built in, by USB and so on.';
COMMENT ON COLUMN vault.passkey.signature_count IS '[personal] How often the device says that it signed; a number that goes back tells of a copy.';
COMMENT ON COLUMN vault.passkey.name IS '[personal] What its owner calls it.';
COMMENT ON COLUMN vault.passkey.created_at IS '[personal] When it was registered.';
COMMENT ON COLUMN vault.passkey.last_used_on IS '[personal] The day on which it was last used.';
CREATE INDEX passkey_person_ix ON vault.passkey (person_id);

CREATE TABLE vault.passkey_challenge (
  challenge_hash bytea CONSTRAINT passkey_challenge_pk PRIMARY KEY,
  purpose text NOT NULL,
  family_id uuid,
  expires_at timestamptz NOT NULL,
  CONSTRAINT passkey_challenge_purpose_ck CHECK (purpose IN ('REGISTER', 'SIGN_IN', 'STEP_UP')),
  CONSTRAINT passkey_challenge_bound_ck CHECK ((purpose = 'SIGN_IN') = (family_id IS NULL))
);
COMMENT ON COLUMN vault.passkey_challenge.challenge_hash IS '[personal] [secret] A digest of what the device has yet to sign.';
COMMENT ON COLUMN vault.passkey_challenge.purpose IS '[personal] What for.';
COMMENT ON COLUMN vault.passkey_challenge.family_id IS '[personal] Whose session asked, where there is one.';
COMMENT ON COLUMN vault.passkey_challenge.expires_at IS '[personal] Until when it can be signed.';
COMMENT ON TABLE vault.passkey_challenge IS 'What a device has yet to sign: once, within five minutes, for one purpose, and for the session that asked where there is one.';
CREATE INDEX passkey_challenge_expires_at_ix ON vault.passkey_challenge (expires_at);

CREATE FUNCTION vault.family_of(session uuid) RETURNS uuid ${definer} STABLE AS $$
BEGIN
  RETURN (SELECT s.family_id FROM vault.session s
           WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL AND s.replaced_at IS NULL);
END $$;
COMMENT ON FUNCTION vault.family_of(uuid) IS 'What stays of a live session of one''s own when it is refreshed.';

CREATE FUNCTION vault.passkey_count(person uuid) RETURNS integer ${definer} STABLE AS $$
BEGIN
  RETURN (SELECT count(*)::integer FROM vault.passkey k WHERE k.person_id = person);
END $$;

CREATE OR REPLACE FUNCTION vault.has_second_factor_of(person uuid) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app STABLE AS $$
  SELECT EXISTS (SELECT FROM vault.totp t WHERE t.person_id = person AND t.confirmed_at IS NOT NULL) OR vault.passkey_count(person) > 0
$$;

CREATE FUNCTION vault.start_passkey_challenge(challenge bytea, for_purpose text, session uuid) RETURNS boolean ${definer} AS $$
DECLARE
  family uuid := CASE WHEN for_purpose <> 'SIGN_IN' THEN vault.family_of(session) END;
BEGIN
  IF for_purpose <> 'SIGN_IN' AND family IS NULL THEN RETURN false; END IF;
  INSERT INTO vault.passkey_challenge (challenge_hash, purpose, family_id, expires_at) VALUES (challenge, for_purpose, family, now() + interval '5 minutes');
  RETURN true;
END $$;

CREATE FUNCTION vault.use_passkey_challenge(challenge bytea, for_purpose text, session uuid) RETURNS boolean ${definer} AS $$
BEGIN
  -- Whoever comes second waits here for the first, and then finds nothing.
  DELETE FROM vault.passkey_challenge c
   WHERE c.challenge_hash = challenge AND c.purpose = for_purpose AND c.expires_at > now()
     AND c.family_id IS NOT DISTINCT FROM CASE WHEN for_purpose <> 'SIGN_IN' THEN vault.family_of(session) END;
  RETURN FOUND;
END $$;

CREATE FUNCTION vault.own_passkey_handle(candidate bytea) RETURNS bytea ${definer} AS $$
BEGIN
  INSERT INTO vault.passkey_holder (person_id, handle) VALUES (app.person_id(), candidate) ON CONFLICT (person_id) DO NOTHING;
  RETURN (SELECT h.handle FROM vault.passkey_holder h WHERE h.person_id = app.person_id());
END $$;
COMMENT ON FUNCTION vault.own_passkey_handle(bytea) IS 'The handle of the current person; the candidate becomes it if there is none yet.';

CREATE FUNCTION vault.own_passkeys()
RETURNS TABLE (id uuid, credential_cipher bytea, transports text[], name text, created_at timestamptz, last_used_on text) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT k.id, k.credential_cipher, k.transports, k.name, k.created_at, k.last_used_on::text
    FROM vault.passkey k WHERE k.person_id = app.person_id() ORDER BY k.created_at, k.id;
END $$;

CREATE FUNCTION vault.add_passkey(challenge bytea, session uuid, passkey uuid, lookup bytea, credential bytea, public_key bytea, reached_by text[], called text, count bigint)
RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  IF NOT vault.use_passkey_challenge(challenge, 'REGISTER', session) THEN RETURN false; END IF;
  IF vault.passkey_count(app.person_id()) >= 20 THEN
    PERFORM app.refuse('passkey_most_ck', 'a person has at most twenty passkeys');
  END IF;
  INSERT INTO vault.passkey (id, person_id, credential_lookup, credential_cipher, public_key_cipher, transports, name, signature_count)
  VALUES (passkey, app.person_id(), lookup, credential, public_key, reached_by, called, count);
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $$;
COMMENT ON FUNCTION vault.add_passkey(bytea, uuid, uuid, bytea, bytea, bytea, text[], text, bigint) IS
  'Uses up the challenge that the device signed, keeps the passkey for whom the challenge was made, and ends their other sessions. False when there is no such challenge.';

CREATE FUNCTION vault.passkey_by(lookup bytea)
RETURNS TABLE (id uuid, handle bytea, public_key_cipher bytea) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT k.id, h.handle, k.public_key_cipher FROM vault.passkey k JOIN vault.passkey_holder h USING (person_id)
   WHERE k.credential_lookup = lookup;
END $$;

CREATE FUNCTION vault.use_passkey(challenge bytea, for_purpose text, session uuid, passkey uuid, count bigint) RETURNS uuid ${definer} AS $$
DECLARE
  used vault.passkey;
BEGIN
  IF for_purpose NOT IN ('SIGN_IN', 'STEP_UP') OR NOT vault.use_passkey_challenge(challenge, for_purpose, session) THEN RETURN NULL; END IF;
  SELECT * INTO used FROM vault.passkey k WHERE k.id = passkey FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM public.person p WHERE p.id = used.person_id AND p.suspended_at IS NOT NULL) THEN RETURN NULL; END IF;
  -- Devices that count never repeat a number: one that does not go up comes from a copy.
  IF (count > 0 OR used.signature_count > 0) AND count <= used.signature_count THEN RETURN NULL; END IF;
  UPDATE vault.passkey k SET signature_count = count, last_used_on = current_date WHERE k.id = used.id;
  IF for_purpose = 'STEP_UP' THEN
    UPDATE vault.session s SET proved_at = now(), second_factor = true
     WHERE s.id = session AND s.person_id = app.person_id() AND s.person_id = used.person_id AND s.revoked_at IS NULL AND s.replaced_at IS NULL;
    IF NOT FOUND THEN RETURN NULL; END IF;
  END IF;
  RETURN used.person_id;
END $$;
COMMENT ON FUNCTION vault.use_passkey(bytea, text, uuid, uuid, bigint) IS
  'After its signature was verified: uses up the challenge, holds the count against the last one, and steps up the session where that was the purpose. Whose it is, or null when any of it does not hold; then the caller rolls back.';

CREATE FUNCTION vault.rename_passkey(passkey uuid, called text) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE vault.passkey k SET name = called WHERE k.id = passkey AND k.person_id = app.person_id();
  RETURN FOUND;
END $$;

CREATE FUNCTION vault.forget_passkey_challenges() RETURNS void ${definer} AS $$
BEGIN
  DELETE FROM vault.passkey_challenge WHERE expires_at < now();
END $$;

GRANT EXECUTE ON FUNCTION vault.passkey_count(uuid), vault.start_passkey_challenge(bytea, text, uuid), vault.own_passkey_handle(bytea), vault.own_passkeys(),
  vault.add_passkey(bytea, uuid, uuid, bytea, bytea, bytea, text[], text, bigint), vault.passkey_by(bytea),
  vault.use_passkey(bytea, text, uuid, uuid, bigint), vault.rename_passkey(uuid, text), vault.forget_passkey_challenges() TO accompany_app;
`;

  protected readonly downSql = `
CREATE OR REPLACE FUNCTION vault.has_second_factor_of(person uuid) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app STABLE AS $$
  SELECT EXISTS (SELECT FROM vault.totp t WHERE t.person_id = person AND t.confirmed_at IS NOT NULL)
$$;
DROP FUNCTION vault.forget_passkey_challenges(), vault.rename_passkey(uuid, text), vault.use_passkey(bytea, text, uuid, uuid, bigint),
  vault.passkey_by(bytea), vault.add_passkey(bytea, uuid, uuid, bytea, bytea, bytea, text[], text, bigint), vault.own_passkeys(),
  vault.own_passkey_handle(bytea), vault.use_passkey_challenge(bytea, text, uuid), vault.start_passkey_challenge(bytea, text, uuid),
  vault.passkey_count(uuid), vault.family_of(uuid);
DROP TABLE vault.passkey_challenge, vault.passkey, vault.passkey_holder;
`;
}
