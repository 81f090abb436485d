import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

const onlyByRelay = (constraint: string) => `
  IF NOT app.is_system() THEN
    PERFORM app.refuse('${constraint}', 'only the mail relay arms a code');
  END IF;`;

/**
 * A password by mail for who lost it, and addresses that their owner changes, removes, and takes back within seven days.
 * Codes are made by the relay as it sends; here are their digests.
 */
export class ChangeAddresses1764000010100 extends SqlMigration {
  readonly name = 'ChangeAddresses1764000010100';

  protected readonly upSql = `
CREATE TABLE vault.password_reset (
  id uuid CONSTRAINT password_reset_pk PRIMARY KEY,
  email_lookup bytea NOT NULL,
  person_id uuid CONSTRAINT password_reset_person_fk REFERENCES person,
  token_hash bytea CONSTRAINT password_reset_token_uq UNIQUE,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE vault.password_reset IS 'A wish to choose a new password, for whatever address was sent: whether there is an account is looked up as the mail is sent.';
COMMENT ON COLUMN vault.password_reset.person_id IS '[personal] Whose password it would be, once the mail was sent.';
COMMENT ON COLUMN vault.password_reset.email_lookup IS '[personal] [secret] A keyed digest of the address that was sent.';
COMMENT ON COLUMN vault.password_reset.token_hash IS '[personal] [secret] A digest of the code in the mail.';
COMMENT ON COLUMN vault.password_reset.requested_at IS '[personal] When.';
COMMENT ON COLUMN vault.password_reset.expires_at IS '[personal] Until when the code works.';
CREATE INDEX password_reset_email_ix ON vault.password_reset (email_lookup);
CREATE INDEX password_reset_person_ix ON vault.password_reset (person_id);
CREATE INDEX password_reset_expires_at_ix ON vault.password_reset (expires_at);

CREATE TABLE vault.email_change (
  id uuid CONSTRAINT email_change_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT email_change_person_fk REFERENCES person,
  old_lookup bytea NOT NULL,
  old_cipher bytea NOT NULL,
  undo_hash bytea CONSTRAINT email_change_undo_uq UNIQUE,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE vault.email_change IS 'The address that an account had, for seven days: whoever reads its mail can take it back.';
COMMENT ON COLUMN vault.email_change.person_id IS '[personal] Whose address it was.';
COMMENT ON COLUMN vault.email_change.old_lookup IS '[personal] [secret] A keyed digest of the former address.';
COMMENT ON COLUMN vault.email_change.old_cipher IS '[personal] The former address; AES-256-GCM.';
COMMENT ON COLUMN vault.email_change.undo_hash IS '[personal] [secret] A digest of the code that takes it back.';
COMMENT ON COLUMN vault.email_change.changed_at IS '[personal] When it was changed or removed.';
COMMENT ON COLUMN vault.email_change.expires_at IS '[personal] Until when it can be taken back.';
CREATE INDEX email_change_person_ix ON vault.email_change (person_id);
CREATE INDEX email_change_expires_at_ix ON vault.email_change (expires_at);
CREATE INDEX pending_sign_up_person_ix ON vault.pending_sign_up (person_id);

CREATE FUNCTION vault.lock_address(lookup bytea) RETURNS void ${definer} AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.address.' || encode(lookup, 'hex'), 0));
END $$;
COMMENT ON FUNCTION vault.lock_address(bytea) IS 'One after another per address: two who confirm the same one at once must not learn of each other by a violated constraint.';

CREATE FUNCTION vault.keep_address(person uuid) RETURNS uuid ${definer} AS $$
DECLARE
  account vault.account;
  change uuid;
BEGIN
  SELECT * INTO account FROM vault.account a WHERE a.person_id = person FOR UPDATE;
  DELETE FROM vault.password_reset r WHERE r.person_id = person;
  IF account.email_lookup IS NULL THEN RETURN NULL; END IF;
  INSERT INTO vault.email_change (id, person_id, old_lookup, old_cipher, expires_at)
  VALUES (gen_random_uuid(), person, account.email_lookup, account.email_cipher, now() + interval '7 days')
  RETURNING id INTO change;
  RETURN change;
END $$;
COMMENT ON FUNCTION vault.keep_address(uuid) IS 'Before an address is replaced or removed: what it was, to be undone. Codes that were sent there for a new password end.';

CREATE FUNCTION vault.request_password_reset(reset uuid, lookup bytea) RETURNS void ${definer} AS $$
BEGIN
  INSERT INTO vault.password_reset (id, email_lookup, expires_at) VALUES (reset, lookup, now() + interval '24 hours');
END $$;

CREATE FUNCTION vault.arm_password_reset(reset uuid, token bytea) RETURNS TABLE (email_cipher bytea, language text) ${definer} AS $$
DECLARE
  armed vault.password_reset;
BEGIN${onlyByRelay('password_reset_armed_by_relay_ck')}
  UPDATE vault.password_reset r SET token_hash = token, person_id = a.person_id, expires_at = now() + interval '1 hour'
    FROM vault.account a JOIN public.person p ON p.id = a.person_id
   WHERE r.id = reset AND r.expires_at > now() AND a.email_lookup = r.email_lookup AND p.suspended_at IS NULL
  RETURNING r.* INTO armed;
  IF NOT FOUND THEN
    DELETE FROM vault.password_reset r WHERE r.id = reset;
    RETURN;
  END IF;
  DELETE FROM vault.password_reset r WHERE r.email_lookup = armed.email_lookup AND r.id <> reset AND r.requested_at <= armed.requested_at;
  INSERT INTO vault.access_log (person_id, purpose) VALUES (armed.person_id, 'person.password_reset_requested');
  RETURN QUERY SELECT a.email_cipher, p.language FROM vault.account a JOIN public.person p ON p.id = a.person_id WHERE a.person_id = armed.person_id;
END $$;
COMMENT ON FUNCTION vault.arm_password_reset(uuid, bytea) IS 'Called when the mail is sent, for an hour from then; older codes end. Nothing for an address without an account, or a suspended one.';

CREATE FUNCTION vault.reset_password(token bytea, password text) RETURNS TABLE (person_id uuid, needs_second_factor boolean) ${definer} AS $$
DECLARE
  wish vault.password_reset;
BEGIN
  PERFORM vault.lock_sessions((SELECT r.person_id FROM vault.password_reset r WHERE r.token_hash = token));
  DELETE FROM vault.password_reset r WHERE r.token_hash = token AND r.expires_at > now() RETURNING * INTO wish;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE vault.account a SET password_hash = password FROM public.person p
   WHERE a.person_id = wish.person_id AND a.email_lookup = wish.email_lookup AND p.id = a.person_id AND p.suspended_at IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  DELETE FROM vault.password_reset r WHERE r.email_lookup = wish.email_lookup;
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = wish.person_id AND s.revoked_at IS NULL;
  RETURN QUERY SELECT wish.person_id, vault.has_second_factor_of(wish.person_id);
END $$;
COMMENT ON FUNCTION vault.reset_password(bytea, text) IS 'Ends every session. Recovery codes and second factors stay as they are: a mailbox alone is one proof.';

CREATE FUNCTION vault.request_email_change(session uuid, pending uuid, lookup bytea, cipher bytea) RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.pending_sign_up p WHERE p.person_id = app.person_id();
  INSERT INTO vault.pending_sign_up (id, person_id, email_lookup, email_cipher, language, time_zone, expires_at)
  SELECT pending, p.id, lookup, cipher, p.language, p.time_zone, now() + interval '24 hours' FROM public.person p WHERE p.id = app.person_id();
END $$;

DROP FUNCTION vault.confirm_sign_up(bytea, uuid, bytea, bytea, text, bytea[]);
CREATE FUNCTION vault.confirm_sign_up(token bytea, new_person uuid, name_lookup bytea, name_cipher bytea, password text, codes bytea[])
RETURNS TABLE (person_id uuid, created boolean, change_id uuid) ${definer} AS $$
DECLARE
  pending vault.pending_sign_up;
  change uuid;
BEGIN
  SELECT * INTO pending FROM vault.pending_sign_up p
   WHERE p.token_hash = token AND p.used_at IS NULL AND p.expires_at > now()
     -- An address asked for by an account is confirmed by its owner only: a mail must not tie its reader to a stranger's account.
     AND (p.person_id IS NULL OR p.person_id = app.person_id());
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM vault.lock_address(pending.email_lookup);
  UPDATE vault.pending_sign_up p SET used_at = now()
   WHERE p.id = pending.id AND p.token_hash = token AND p.used_at IS NULL
     AND NOT EXISTS (SELECT FROM vault.account a WHERE a.email_lookup = pending.email_lookup);
  IF NOT FOUND THEN RETURN; END IF;
  IF pending.person_id IS NULL THEN
    PERFORM vault.create_account(new_person, pending.language, pending.time_zone, name_lookup, name_cipher, password, codes);
  ELSE
    change := vault.keep_address(pending.person_id);
  END IF;
  UPDATE vault.account a SET email_lookup = pending.email_lookup, email_cipher = pending.email_cipher
   WHERE a.person_id = coalesce(pending.person_id, new_person);
  DELETE FROM vault.pending_sign_up p WHERE p.email_lookup = pending.email_lookup AND p.id <> pending.id;
  RETURN QUERY SELECT coalesce(pending.person_id, new_person), pending.person_id IS NULL, change;
END $$;

CREATE FUNCTION vault.remove_email(session uuid) RETURNS uuid ${definer} AS $$
DECLARE
  change uuid;
BEGIN
  PERFORM vault.lock_sessions(app.person_id()), vault.require_fresh(session);
  DELETE FROM vault.pending_sign_up p WHERE p.person_id = app.person_id();
  change := vault.keep_address(app.person_id());
  UPDATE vault.account a SET email_lookup = NULL, email_cipher = NULL WHERE a.person_id = app.person_id();
  RETURN change;
END $$;
COMMENT ON FUNCTION vault.remove_email(uuid) IS 'Null when there was none.';

CREATE FUNCTION vault.arm_email_undo(change uuid, token bytea) RETURNS TABLE (email_cipher bytea, language text) ${definer} AS $$
BEGIN${onlyByRelay('email_change_armed_by_relay_ck')}
  INSERT INTO vault.access_log (person_id, purpose) SELECT c.person_id, 'person.email_changed' FROM vault.email_change c WHERE c.id = change;
  RETURN QUERY
  UPDATE vault.email_change c SET undo_hash = token FROM public.person p
   WHERE c.id = change AND c.expires_at > now() AND p.id = c.person_id
  RETURNING c.old_cipher, p.language;
END $$;

CREATE FUNCTION vault.undo_email_change(token bytea) RETURNS uuid ${definer} AS $$
DECLARE
  change vault.email_change;
BEGIN
  SELECT * INTO change FROM vault.email_change c WHERE c.undo_hash = token AND c.expires_at > now();
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM vault.lock_address(change.old_lookup), vault.lock_sessions(change.person_id);
  -- What came later is undone with it: whoever changed an address twice must not win by the second change.
  DELETE FROM vault.email_change c WHERE c.person_id = change.person_id AND c.changed_at >= change.changed_at
     AND EXISTS (SELECT FROM vault.email_change own WHERE own.id = change.id AND own.undo_hash = token);
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE vault.account a SET email_lookup = change.old_lookup, email_cipher = change.old_cipher, password_hash = NULL FROM public.person p
   WHERE a.person_id = change.person_id AND p.id = a.person_id AND p.suspended_at IS NULL
     AND NOT EXISTS (SELECT FROM vault.account other WHERE other.email_lookup = change.old_lookup AND other.person_id <> change.person_id);
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = change.person_id AND s.revoked_at IS NULL;
  DELETE FROM vault.pending_sign_up p WHERE p.person_id = change.person_id;
  DELETE FROM vault.password_reset r WHERE r.person_id = change.person_id;
  RETURN change.person_id;
END $$;
COMMENT ON FUNCTION vault.undo_email_change(bytea) IS
  'Whoever changed the address knew the password, so it ends with every session; the owner chooses a new one by mail. Null for an unknown, used or expired code, and when another account has the address by now.';

CREATE FUNCTION vault.forget_expired_codes() RETURNS void ${definer} AS $$
BEGIN
  DELETE FROM vault.password_reset WHERE expires_at < now();
  DELETE FROM vault.email_change WHERE expires_at < now();
  UPDATE vault.totp SET pending_cipher = NULL, pending_until = NULL WHERE pending_until < now();
  DELETE FROM vault.totp WHERE secret_cipher IS NULL AND pending_cipher IS NULL;
END $$;

CREATE FUNCTION app.mail_recipients_person(person uuid) RETURNS TABLE (person_id uuid, language text) ${definer} STABLE AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('mail_recipients_by_clock_only_ck', 'only the mail relay asks whom to write to');
  END IF;
  RETURN QUERY
  SELECT p.id, p.language FROM public.person p JOIN vault.account a ON a.person_id = p.id
   WHERE p.id = person AND p.suspended_at IS NULL AND a.email_cipher IS NOT NULL;
END $$;
COMMENT ON FUNCTION app.mail_recipients_person(uuid) IS 'One person, about their own account.';

GRANT EXECUTE ON FUNCTION vault.request_password_reset(uuid, bytea), vault.arm_password_reset(uuid, bytea), vault.reset_password(bytea, text),
  vault.request_email_change(uuid, uuid, bytea, bytea), vault.confirm_sign_up(bytea, uuid, bytea, bytea, text, bytea[]), vault.remove_email(uuid),
  vault.arm_email_undo(uuid, bytea), vault.undo_email_change(bytea), vault.forget_expired_codes(), app.mail_recipients_person(uuid) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION app.mail_recipients_person(uuid), vault.forget_expired_codes(), vault.undo_email_change(bytea), vault.arm_email_undo(uuid, bytea),
  vault.remove_email(uuid), vault.request_email_change(uuid, uuid, bytea, bytea), vault.reset_password(bytea, text),
  vault.arm_password_reset(uuid, bytea), vault.request_password_reset(uuid, bytea), vault.keep_address(uuid), vault.lock_address(bytea);
DROP FUNCTION vault.confirm_sign_up(bytea, uuid, bytea, bytea, text, bytea[]);
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
GRANT EXECUTE ON FUNCTION vault.confirm_sign_up(bytea, uuid, bytea, bytea, text, bytea[]) TO accompany_app;
DROP INDEX vault.pending_sign_up_person_ix;
DROP TABLE vault.email_change, vault.password_reset;
`;
}
