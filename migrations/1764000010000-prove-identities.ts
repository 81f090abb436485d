import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

const rotateSession = (varying: { replayedBy: string; carryOver: string }) => `
CREATE OR REPLACE FUNCTION vault.rotate_session(old_refresh bytea, session uuid, access bytea, access_until timestamptz, refresh bytea, refresh_until timestamptz)
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
    RETURN QUERY SELECT 'REPLAYED', ${varying.replayedBy};
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = old.person_id AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    UPDATE vault.session s SET replaced_at = now() WHERE s.id = old.id;
    PERFORM vault.open_session(session, old.family_id, old.person_id, access, access_until, refresh, refresh_until);
    UPDATE vault.session s SET ${varying.carryOver} WHERE s.id = rotate_session.session;
    RETURN QUERY SELECT 'ROTATED', old.person_id;
  END IF;
END $$;`;

const CARRIED_BEFORE = 'proved_at = old.proved_at, second_factor = old.second_factor';

/**
 * What a person proves with (password, recovery codes, an app that shows codes), each checked under one lock per person,
 * and what they see and end of their own sessions.
 */
export class ProveIdentities1764000010000 extends SqlMigration {
  readonly name = 'ProveIdentities1764000010000';

  protected readonly upSql = `
ALTER TABLE vault.session ADD COLUMN device_cipher bytea, ADD COLUMN family_began_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN vault.session.device_cipher IS '[personal] What the person called the device on signing in; AES-256-GCM.';
COMMENT ON COLUMN vault.session.family_began_at IS '[personal] When they signed in; every refresh carries it over.';

CREATE TABLE vault.totp (
  person_id uuid CONSTRAINT totp_pk PRIMARY KEY CONSTRAINT totp_person_fk REFERENCES person,
  secret_cipher bytea,
  confirmed_at timestamptz,
  last_step bigint,
  pending_cipher bytea,
  pending_until timestamptz,
  CONSTRAINT totp_confirmed_whole_ck CHECK ((secret_cipher IS NULL) = (confirmed_at IS NULL) AND (secret_cipher IS NULL) = (last_step IS NULL)),
  CONSTRAINT totp_pending_whole_ck CHECK ((pending_cipher IS NULL) = (pending_until IS NULL))
);
COMMENT ON TABLE vault.totp IS 'An app that shows codes. A new secret waits beside the old one until a first code proves that it arrived.';
COMMENT ON COLUMN vault.totp.person_id IS '[personal] Whose app.';
COMMENT ON COLUMN vault.totp.secret_cipher IS '[personal] [secret] The secret shared with the app; AES-256-GCM.';
COMMENT ON COLUMN vault.totp.confirmed_at IS '[personal] Since when the app is asked for.';
COMMENT ON COLUMN vault.totp.last_step IS '[personal] The 30 seconds whose code was used last: it and all before it work no more.';
COMMENT ON COLUMN vault.totp.pending_cipher IS '[personal] [secret] A secret that no code has confirmed yet; AES-256-GCM.';
COMMENT ON COLUMN vault.totp.pending_until IS '[personal] Until when it can be confirmed.';

CREATE FUNCTION vault.has_second_factor_of(person uuid) RETURNS boolean ${sqlDefiner} STABLE AS $$
  SELECT EXISTS (SELECT FROM vault.totp t WHERE t.person_id = person AND t.confirmed_at IS NOT NULL)
$$;
COMMENT ON FUNCTION vault.has_second_factor_of(uuid) IS
  'Whether the person has set up a second factor: from then on one proof alone opens no session. The one place that knows which kinds there are.';

CREATE FUNCTION vault.hold_proofs(person uuid, verified text) RETURNS boolean ${definer} AS $$
BEGIN
  -- Until the end of this transaction nobody changes what the person proves with, and whoever did so before is seen.
  PERFORM vault.lock_sessions(person);
  RETURN EXISTS (SELECT FROM vault.account a JOIN public.person p ON p.id = a.person_id
    WHERE a.person_id = person AND p.suspended_at IS NULL AND (verified IS NULL OR a.password_hash = verified));
END $$;
COMMENT ON FUNCTION vault.hold_proofs(uuid, text) IS
  'False when the password whose hash was verified outside the transaction has been replaced since, or the account suspended.';

CREATE FUNCTION vault.recovery_code_known(person uuid, code bytea) RETURNS boolean ${sqlDefiner} STABLE AS $$
  SELECT EXISTS (SELECT FROM vault.recovery_code c WHERE c.person_id = person AND c.code_hash = code)
$$;
COMMENT ON FUNCTION vault.recovery_code_known(uuid, bytea) IS 'Used ones count: whether it still works is decided as it is used.';

CREATE FUNCTION vault.session_is_fresh(session uuid) RETURNS boolean ${sqlDefiner} STABLE AS $$
  SELECT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL
    AND s.proved_at > now() - interval '10 minutes')
$$;
COMMENT ON FUNCTION vault.session_is_fresh(uuid) IS 'By the clock of the database, whatever the host of the API believes.';

CREATE FUNCTION vault.require_fresh(session uuid) RETURNS void ${definer} AS $$
BEGIN
  IF NOT vault.session_is_fresh(session) THEN
    PERFORM app.refuse('session_proved_lately_ck', 'this asks for a proof of the last ten minutes');
  END IF;
END $$;

CREATE FUNCTION vault.end_other_sessions(session uuid) RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now()
   WHERE s.person_id = app.person_id() AND s.revoked_at IS NULL
     AND s.family_id IS DISTINCT FROM (SELECT own.family_id FROM vault.session own WHERE own.id = session AND own.person_id = app.person_id());
END $$;

CREATE FUNCTION vault.own_proofs(session uuid) RETURNS TABLE (family_id uuid, password_hash text) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT s.family_id, a.password_hash FROM vault.session s JOIN vault.account a ON a.person_id = s.person_id
   WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL;
END $$;

CREATE FUNCTION vault.prove_session(session uuid, factor boolean) RETURNS timestamptz ${definer} AS $$
DECLARE
  proved timestamptz;
BEGIN
  UPDATE vault.session s SET proved_at = now(), second_factor = s.second_factor OR factor
   WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL AND s.replaced_at IS NULL
  RETURNING s.proved_at INTO proved;
  RETURN proved;
END $$;
COMMENT ON FUNCTION vault.prove_session(uuid, boolean) IS 'Null when the session ended or was refreshed meanwhile.';

CREATE FUNCTION vault.change_password(session uuid, verified text, code bytea, password text) RETURNS boolean ${definer} AS $$
DECLARE
  account vault.account;
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  SELECT * INTO account FROM vault.account a WHERE a.person_id = app.person_id();
  IF account.password_hash IS NULL THEN
    PERFORM vault.require_fresh(session);
  ELSIF verified IS NOT NULL THEN
    -- Two changes at once were both verified against the same password; the second finds it gone.
    IF account.password_hash <> verified THEN RETURN false; END IF;
  ELSIF code IS NULL OR NOT vault.use_recovery_code(account.person_id, code) THEN
    RETURN false;
  END IF;
  UPDATE vault.account a SET password_hash = password WHERE a.person_id = account.person_id;
  PERFORM vault.end_other_sessions(session);
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION vault.change_password(uuid, text, bytea, text) IS
  'For who gives the present password (verified, by its hash) or a recovery code; without a password, for who proved lately that it is them. Ends every other session.';

CREATE FUNCTION vault.renew_recovery_codes(session uuid, codes bytea[]) RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.recovery_code c WHERE c.person_id = app.person_id();
  INSERT INTO vault.recovery_code (person_id, code_hash) SELECT app.person_id(), unnest(codes);
  PERFORM vault.end_other_sessions(session);
END $$;

CREATE FUNCTION vault.start_totp(session uuid, secret bytea) RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  INSERT INTO vault.totp (person_id, pending_cipher, pending_until) VALUES (app.person_id(), secret, now() + interval '1 hour')
  ON CONFLICT (person_id) DO UPDATE SET pending_cipher = EXCLUDED.pending_cipher, pending_until = EXCLUDED.pending_until;
END $$;

CREATE FUNCTION vault.pending_totp() RETURNS TABLE (secret_cipher bytea, last_step bigint, second bigint) ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  RETURN QUERY
  SELECT t.pending_cipher, NULL::bigint, extract(epoch FROM clock_timestamp())::bigint FROM vault.totp t
   WHERE t.person_id = app.person_id() AND t.pending_until > now() FOR UPDATE;
END $$;

CREATE FUNCTION vault.confirm_totp(session uuid, step bigint) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE vault.totp t SET secret_cipher = t.pending_cipher, confirmed_at = now(), last_step = step, pending_cipher = NULL, pending_until = NULL
   WHERE t.person_id = app.person_id() AND t.pending_until > now();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN vault.prove_session(session, true) IS NOT NULL;
END $$;

CREATE FUNCTION vault.totp_of(person uuid) RETURNS TABLE (secret_cipher bytea, last_step bigint, second bigint) ${definer} AS $$
BEGIN
  RETURN QUERY
  SELECT t.secret_cipher, t.last_step, extract(epoch FROM clock_timestamp())::bigint FROM vault.totp t
   WHERE t.person_id = person AND t.confirmed_at IS NOT NULL FOR UPDATE;
END $$;
COMMENT ON FUNCTION vault.totp_of(uuid) IS 'Locked until the end of the transaction, and with the time of the database: a code counts once, and a wrong clock of the API accepts none.';

CREATE FUNCTION vault.use_totp(person uuid, step bigint) RETURNS boolean ${definer} AS $$
BEGIN
  UPDATE vault.totp t SET last_step = step WHERE t.person_id = person AND t.confirmed_at IS NOT NULL AND t.last_step < step;
  RETURN FOUND;
END $$;

CREATE FUNCTION vault.remove_totp(session uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.totp t WHERE t.person_id = app.person_id() AND t.confirmed_at IS NOT NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  IF NOT vault.has_second_factor_of(app.person_id()) THEN
    -- Locked before it is looked at, so that a community which starts to ask at this moment is not overlooked.
    PERFORM FROM public.community c JOIN public.membership m ON m.community_id = c.id
      WHERE m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.is_steward OR m.organizer_until > now()) FOR SHARE OF c;
    IF EXISTS (SELECT FROM public.community c JOIN public.membership m ON m.community_id = c.id
        WHERE m.person_id = app.person_id() AND m.ended_at IS NULL AND (m.is_steward OR m.organizer_until > now()) AND c.requires_second_factor) THEN
      PERFORM app.refuse('totp_needed_for_duties_ck', 'a community asks this steward or organizer for a second factor');
    END IF;
  END IF;
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $$;

CREATE FUNCTION vault.own_factors() RETURNS TABLE (has_totp boolean) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY SELECT EXISTS (SELECT FROM vault.totp t WHERE t.person_id = app.person_id() AND t.confirmed_at IS NOT NULL);
END $$;

CREATE FUNCTION vault.open_session(session uuid, family uuid, person uuid, access bytea, access_until timestamptz, refresh bytea, refresh_until timestamptz, with_second_factor boolean, device bytea)
RETURNS void ${definer} AS $$
BEGIN
  -- Whoever ends all sessions of the person at this moment sees this one too, or is seen.
  PERFORM vault.lock_sessions(person);
  PERFORM vault.open_session(session, family, person, access, access_until, refresh, refresh_until, with_second_factor);
  UPDATE vault.session s SET device_cipher = device WHERE s.id = session;
END $$;
${rotateSession({
  replayedBy: 'old.person_id',
  carryOver: `${CARRIED_BEFORE}, device_cipher = old.device_cipher, family_began_at = old.family_began_at`,
})}

CREATE FUNCTION vault.own_sessions(current uuid)
RETURNS TABLE (id uuid, device_cipher bytea, began_at timestamptz, refreshed_at timestamptz, is_current boolean, second_factor boolean, expires_at timestamptz) ${definer} STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT s.family_id, s.device_cipher, s.family_began_at, s.created_at, s.id = current, s.second_factor, s.refresh_expires_at
    FROM vault.session s
   WHERE s.person_id = app.person_id() AND s.replaced_at IS NULL AND s.revoked_at IS NULL AND s.refresh_expires_at > now()
   ORDER BY s.id = current DESC, s.created_at DESC, s.id LIMIT 100;
END $$;

CREATE FUNCTION vault.revoke_session(family uuid) RETURNS boolean ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now()
   WHERE s.person_id = app.person_id() AND s.family_id = family AND s.revoked_at IS NULL AND s.refresh_expires_at > now();
  RETURN FOUND;
END $$;

GRANT EXECUTE ON FUNCTION vault.has_second_factor_of(uuid), vault.hold_proofs(uuid, text), vault.recovery_code_known(uuid, bytea),
  vault.session_is_fresh(uuid), vault.own_proofs(uuid), vault.prove_session(uuid, boolean), vault.change_password(uuid, text, bytea, text),
  vault.renew_recovery_codes(uuid, bytea[]), vault.start_totp(uuid, bytea), vault.pending_totp(), vault.confirm_totp(uuid, bigint),
  vault.totp_of(uuid), vault.use_totp(uuid, bigint), vault.remove_totp(uuid), vault.own_factors(), vault.own_sessions(uuid), vault.revoke_session(uuid),
  vault.open_session(uuid, uuid, uuid, bytea, timestamptz, bytea, timestamptz, boolean, bytea) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.revoke_session(uuid), vault.own_sessions(uuid);
${rotateSession({ replayedBy: 'NULL::uuid', carryOver: CARRIED_BEFORE })}
DROP FUNCTION vault.open_session(uuid, uuid, uuid, bytea, timestamptz, bytea, timestamptz, boolean, bytea),
  vault.own_factors(), vault.remove_totp(uuid), vault.use_totp(uuid, bigint), vault.totp_of(uuid), vault.confirm_totp(uuid, bigint),
  vault.pending_totp(), vault.start_totp(uuid, bytea), vault.renew_recovery_codes(uuid, bytea[]),
  vault.change_password(uuid, text, bytea, text), vault.prove_session(uuid, boolean), vault.own_proofs(uuid), vault.end_other_sessions(uuid),
  vault.require_fresh(uuid), vault.session_is_fresh(uuid), vault.recovery_code_known(uuid, bytea), vault.hold_proofs(uuid, text),
  vault.has_second_factor_of(uuid);
DROP TABLE vault.totp;
ALTER TABLE vault.session DROP COLUMN family_began_at, DROP COLUMN device_cipher;
`;
}
