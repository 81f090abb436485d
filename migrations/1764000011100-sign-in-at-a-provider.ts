import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/** Single sign-on: which account a person at a provider opens, and the attempts that are under way. */
export class SignInAtAProvider1764000011100 extends SqlMigration {
  readonly name = 'SignInAtAProvider1764000011100';

  protected readonly upSql = `
CREATE TABLE vault.single_sign_on (
  person_id uuid CONSTRAINT single_sign_on_pk PRIMARY KEY CONSTRAINT single_sign_on_person_fk REFERENCES person,
  subject_lookup bytea NOT NULL CONSTRAINT single_sign_on_subject_uq UNIQUE,
  linked_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN vault.single_sign_on.person_id IS '[personal] Whose account.';
COMMENT ON COLUMN vault.single_sign_on.subject_lookup IS '[personal] [secret] A keyed digest of the provider and of who the person is there. Nothing else is kept: no name, no address, no token of the provider.';
COMMENT ON COLUMN vault.single_sign_on.linked_at IS '[personal] When the account was tied to the one at the provider.';

CREATE TABLE vault.single_sign_on_attempt (
  state_hash bytea CONSTRAINT single_sign_on_attempt_pk PRIMARY KEY,
  secret_hash bytea NOT NULL,
  purpose text NOT NULL,
  family_id uuid,
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz,
  CONSTRAINT single_sign_on_attempt_purpose_ck CHECK (purpose IN ('SIGN_IN', 'LINK')),
  CONSTRAINT single_sign_on_attempt_bound_ck CHECK ((purpose = 'LINK') = (family_id IS NOT NULL))
);
COMMENT ON TABLE vault.single_sign_on_attempt IS 'Someone who went to the provider: may come back once, within ten minutes, in the browser that holds the secret.';
COMMENT ON COLUMN vault.single_sign_on_attempt.state_hash IS '[personal] [secret] A digest of what the provider sends back.';
COMMENT ON COLUMN vault.single_sign_on_attempt.secret_hash IS '[personal] [secret] A digest of what the browser keeps.';
COMMENT ON COLUMN vault.single_sign_on_attempt.purpose IS '[personal] What for.';
COMMENT ON COLUMN vault.single_sign_on_attempt.family_id IS '[personal] Whose session asked, where there is one.';
COMMENT ON COLUMN vault.single_sign_on_attempt.sealed IS '[personal] [secret] Code verifier, nonce and link, encrypted.';
COMMENT ON COLUMN vault.single_sign_on_attempt.expires_at IS '[personal] Until when they may come back.';
COMMENT ON COLUMN vault.single_sign_on_attempt.claimed_at IS '[personal] Since when a request trades its code; given back when the provider did not answer.';
CREATE INDEX single_sign_on_attempt_expires_at_ix ON vault.single_sign_on_attempt (expires_at);

CREATE FUNCTION vault.start_single_sign_on(state bytea, secret bytea, for_purpose text, session uuid, contents bytea) RETURNS boolean ${definer} AS $$
DECLARE
  family uuid := CASE WHEN for_purpose = 'LINK' THEN vault.family_of(session) END;
BEGIN
  IF for_purpose = 'LINK' AND family IS NULL THEN RETURN false; END IF;
  INSERT INTO vault.single_sign_on_attempt (state_hash, secret_hash, purpose, family_id, sealed, expires_at)
  VALUES (state, secret, for_purpose, family, contents, now() + interval '10 minutes');
  RETURN true;
END $$;

CREATE FUNCTION vault.claim_single_sign_on(state bytea, secret bytea, for_purpose text, session uuid) RETURNS bytea ${definer} AS $$
DECLARE
  contents bytea;
BEGIN
  UPDATE vault.single_sign_on_attempt t SET claimed_at = now()
   WHERE t.state_hash = state AND t.secret_hash = secret AND t.purpose = for_purpose AND t.expires_at > now() AND t.claimed_at IS NULL
     AND t.family_id IS NOT DISTINCT FROM CASE WHEN for_purpose = 'LINK' THEN vault.family_of(session) END
  RETURNING t.sealed INTO contents;
  RETURN contents;
END $$;
COMMENT ON FUNCTION vault.claim_single_sign_on(bytea, bytea, text, uuid) IS 'What was sealed at the start, to the first who comes back with state and secret; null to everyone else.';

CREATE FUNCTION vault.release_single_sign_on(state bytea, secret bytea) RETURNS void ${definer} AS $$
BEGIN
  UPDATE vault.single_sign_on_attempt t SET claimed_at = NULL WHERE t.state_hash = state AND t.secret_hash = secret;
END $$;

CREATE FUNCTION vault.lock_subject(subject bytea) RETURNS void ${definer} AS $$
BEGIN
  -- Two first sign-ins of the same person at once must not make two accounts.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.subject.' || encode(subject, 'hex'), 0));
END $$;

CREATE FUNCTION vault.use_single_sign_on(state bytea, secret bytea, subject bytea) RETURNS TABLE (outcome text, person uuid) ${definer} AS $$
DECLARE
  known uuid;
BEGIN
  DELETE FROM vault.single_sign_on_attempt t
   WHERE t.state_hash = state AND t.secret_hash = secret AND t.purpose = 'SIGN_IN' AND t.claimed_at IS NOT NULL;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
    RETURN;
  END IF;
  PERFORM vault.lock_subject(subject);
  SELECT o.person_id INTO known FROM vault.single_sign_on o WHERE o.subject_lookup = subject;
  IF known IS NULL THEN
    RETURN QUERY SELECT 'NEW', NULL::uuid;
  ELSIF EXISTS (SELECT FROM public.person p WHERE p.id = known AND p.suspended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'REFUSED', NULL::uuid;
  ELSE
    RETURN QUERY SELECT 'KNOWN', known;
  END IF;
END $$;
COMMENT ON FUNCTION vault.use_single_sign_on(bytea, bytea, bytea) IS
  'After the provider vouched for the subject: uses up the attempt and says whose account it opens. NEW asks for an account, in the same transaction.';

CREATE FUNCTION vault.link_new_account(person uuid, subject bytea) RETURNS void ${definer} AS $$
BEGIN
  -- An account that was there before is linked by its owner alone, signed in; see link_single_sign_on.
  IF NOT EXISTS (SELECT FROM public.person p WHERE p.id = person AND p.created_at = now()) THEN
    PERFORM app.refuse('single_sign_on_new_account_ck', 'only the account made in this transaction is linked for someone');
  END IF;
  INSERT INTO vault.single_sign_on (person_id, subject_lookup) VALUES (person, subject);
END $$;

CREATE FUNCTION vault.link_single_sign_on(state bytea, secret bytea, session uuid, subject bytea) RETURNS boolean ${definer} AS $$
BEGIN
  DELETE FROM vault.single_sign_on_attempt t
   WHERE t.state_hash = state AND t.secret_hash = secret AND t.purpose = 'LINK' AND t.claimed_at IS NOT NULL AND t.family_id = vault.family_of(session);
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM vault.lock_subject(subject);
  INSERT INTO vault.single_sign_on (person_id, subject_lookup) VALUES (app.person_id(), subject)
  ON CONFLICT (person_id) DO UPDATE SET subject_lookup = EXCLUDED.subject_lookup, linked_at = now();
  PERFORM vault.end_other_sessions(session);
  RETURN true;
END $$;
COMMENT ON FUNCTION vault.link_single_sign_on(bytea, bytea, uuid, bytea) IS
  'Ties the account of the current person to the subject, by an attempt which they started in this session for that purpose. It takes the place of an earlier link.';

CREATE FUNCTION vault.own_single_sign_on() RETURNS timestamptz ${definer} STABLE AS $$
BEGIN
  RETURN (SELECT o.linked_at FROM vault.single_sign_on o WHERE o.person_id = app.person_id());
END $$;

CREATE FUNCTION vault.forget_single_sign_on_attempts() RETURNS void ${definer} AS $$
BEGIN
  DELETE FROM vault.single_sign_on_attempt WHERE expires_at < now();
END $$;

GRANT EXECUTE ON FUNCTION vault.start_single_sign_on(bytea, bytea, text, uuid, bytea), vault.claim_single_sign_on(bytea, bytea, text, uuid),
  vault.release_single_sign_on(bytea, bytea), vault.use_single_sign_on(bytea, bytea, bytea), vault.link_new_account(uuid, bytea),
  vault.link_single_sign_on(bytea, bytea, uuid, bytea), vault.own_single_sign_on(), vault.forget_single_sign_on_attempts() TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.forget_single_sign_on_attempts(), vault.own_single_sign_on(), vault.link_single_sign_on(bytea, bytea, uuid, bytea),
  vault.link_new_account(uuid, bytea), vault.use_single_sign_on(bytea, bytea, bytea), vault.lock_subject(bytea),
  vault.release_single_sign_on(bytea, bytea), vault.claim_single_sign_on(bytea, bytea, text, uuid),
  vault.start_single_sign_on(bytea, bytea, text, uuid, bytea);
DROP TABLE vault.single_sign_on_attempt, vault.single_sign_on;
`;
}
