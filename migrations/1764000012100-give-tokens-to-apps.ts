import { SqlMigration } from './support.js';

const definer = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';
const sqlDefiner = 'LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app';

const closeAllSessions = (more: string) => `
CREATE OR REPLACE FUNCTION vault.close_all_sessions() RETURNS void ${definer} AS $$
BEGIN
  PERFORM vault.lock_sessions(app.person_id());
  UPDATE vault.session s SET revoked_at = now() WHERE s.person_id = app.person_id() AND s.revoked_at IS NULL;${more}
END $$;`;

/** Tokens by which an app does some things in a person's name. */
export class GiveTokensToApps1764000012100 extends SqlMigration {
  readonly name = 'GiveTokensToApps1764000012100';

  protected readonly upSql = `
CREATE TABLE vault.app_token (
  id uuid CONSTRAINT app_token_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT app_token_person_fk REFERENCES person,
  name text NOT NULL,
  scopes text[] NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT app_token_hash_uq UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_on date,
  revoked_at timestamptz,
  revoked_because text,
  CONSTRAINT app_token_name_ck CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT app_token_scopes_ck CHECK (cardinality(scopes) >= 1 AND scopes <@ '{READ,PLEDGE_WRITE,FULFILMENT_WRITE,ATTESTATION_WRITE,ASK_WRITE,CAMPAIGN_WRITE}'),
  CONSTRAINT app_token_lasts_a_year_ck CHECK (expires_at > created_at AND expires_at <= created_at + interval '1 year 1 minute'),
  CONSTRAINT app_token_revoked_ck CHECK ((revoked_at IS NULL) = (revoked_because IS NULL) AND revoked_because IN ('BY_OWNER', 'SIGNED_OUT_EVERYWHERE', 'SEEN_IN_ADDRESS'))
);
COMMENT ON COLUMN vault.app_token.person_id IS '[personal] Who gave the token.';
COMMENT ON COLUMN vault.app_token.name IS '[personal] What the person calls the app to which they gave the token.';
COMMENT ON COLUMN vault.app_token.scopes IS '[personal] What the person lets the app do in their name.';
COMMENT ON COLUMN vault.app_token.token_hash IS '[personal] [secret] A digest of the token.';
COMMENT ON COLUMN vault.app_token.created_at IS '[personal] When the person gave the token.';
COMMENT ON COLUMN vault.app_token.expires_at IS '[personal] Until when it works.';
COMMENT ON COLUMN vault.app_token.last_used_on IS '[personal] The last day on which the app acted for the person, by their own calendar.';
COMMENT ON COLUMN vault.app_token.revoked_at IS '[personal] When it was withdrawn.';
COMMENT ON COLUMN vault.app_token.revoked_because IS '[personal] By whom or why.';
CREATE INDEX app_token_person_ix ON vault.app_token (person_id);

CREATE FUNCTION vault.create_app_token(session uuid, token uuid, name text, scopes text[], until timestamptz, digest bytea) RETURNS void ${definer} AS $$
BEGIN
  -- Whoever ends all sessions waits here, or is waited for: no token outlives that by being made meanwhile.
  PERFORM vault.lock_sessions(app.person_id());
  IF NOT EXISTS (SELECT FROM vault.session s WHERE s.id = session AND s.person_id = app.person_id() AND s.revoked_at IS NULL) THEN
    PERFORM app.refuse('app_token_by_person_ck', 'a token is given by a person who is signed in');
  END IF;
  DELETE FROM vault.app_token t WHERE t.person_id = app.person_id() AND least(t.expires_at, t.revoked_at) < now() - interval '30 days';
  IF (SELECT count(*) FROM vault.app_token t WHERE t.person_id = app.person_id() AND t.revoked_at IS NULL AND t.expires_at > now()) >= 20 THEN
    PERFORM app.refuse('app_token_at_most_20_ck', 'a person has at most twenty live app tokens');
  END IF;
  INSERT INTO vault.app_token (id, person_id, name, scopes, token_hash, expires_at) VALUES (token, app.person_id(), name, scopes, digest, until);
END $$;

CREATE FUNCTION vault.revoke_app_token(token uuid) RETURNS text ${definer} AS $$
BEGIN
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'BY_OWNER'
   WHERE t.id = token AND t.person_id = app.person_id() AND t.revoked_at IS NULL;
  IF FOUND THEN RETURN 'REVOKED'; END IF;
  RETURN CASE WHEN EXISTS (SELECT FROM vault.app_token t WHERE t.id = token AND t.person_id = app.person_id()) THEN 'REVOKED_BEFORE' ELSE 'UNKNOWN' END;
END $$;

CREATE FUNCTION vault.own_app_tokens()
RETURNS TABLE (id uuid, name text, scopes text[], created_at timestamptz, expires_at timestamptz, last_used_on date, revoked_at timestamptz, revoked_because text) ${sqlDefiner} AS $$
  SELECT t.id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_on, t.revoked_at, t.revoked_because
    FROM vault.app_token t
   WHERE t.person_id = app.person_id() AND least(t.expires_at, t.revoked_at) > now() - interval '30 days'
   ORDER BY t.created_at DESC, t.id DESC LIMIT 100
$$;
COMMENT ON FUNCTION vault.own_app_tokens() IS 'Those that work, and those that ended within the last 30 days.';

CREATE FUNCTION vault.authenticate_app(digest bytea)
RETURNS TABLE (token_id uuid, person_id uuid, scopes text[], memberships jsonb, noted_today boolean) ${sqlDefiner} AS $$
  SELECT t.id, t.person_id, t.scopes, app.memberships_of(t.person_id, false),
         t.last_used_on IS NOT DISTINCT FROM (now() AT TIME ZONE p.time_zone)::date
    FROM vault.app_token t JOIN public.person p ON p.id = t.person_id
   WHERE t.token_hash = digest AND t.revoked_at IS NULL AND t.expires_at > now() AND p.suspended_at IS NULL AND NOT p.is_operator
$$;
COMMENT ON FUNCTION vault.authenticate_app(bytea) IS 'The person''s standings as they are now, without a second factor: duties that ask for one rest.';

CREATE FUNCTION vault.note_app_token_use(token uuid) RETURNS void ${definer} AS $$
BEGIN
  UPDATE vault.app_token t SET last_used_on = (now() AT TIME ZONE p.time_zone)::date
    FROM public.person p
   WHERE t.id = token AND t.person_id = app.person_id() AND p.id = t.person_id
     AND t.last_used_on IS DISTINCT FROM (now() AT TIME ZONE p.time_zone)::date;
END $$;

CREATE FUNCTION vault.burn_app_token(digest bytea) RETURNS void ${definer} AS $$
BEGIN
  IF NOT app.is_system() THEN
    PERFORM app.refuse('app_token_burnt_by_door_ck', 'a token is burnt where it is found');
  END IF;
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'SEEN_IN_ADDRESS' WHERE t.token_hash = digest AND t.revoked_at IS NULL;
END $$;

${closeAllSessions(`
  UPDATE vault.app_token t SET revoked_at = now(), revoked_because = 'SIGNED_OUT_EVERYWHERE' WHERE t.person_id = app.person_id() AND t.revoked_at IS NULL;`)}
COMMENT ON FUNCTION vault.close_all_sessions() IS 'App tokens end with the sessions: who signs out everywhere wants nobody to act for them any more.';

GRANT EXECUTE ON FUNCTION vault.create_app_token(uuid, uuid, text, text[], timestamptz, bytea), vault.revoke_app_token(uuid), vault.own_app_tokens(),
  vault.authenticate_app(bytea), vault.note_app_token_use(uuid), vault.burn_app_token(bytea) TO accompany_app;
`;

  protected readonly downSql = `
${closeAllSessions('')}
COMMENT ON FUNCTION vault.close_all_sessions() IS NULL;
DROP FUNCTION vault.burn_app_token(bytea), vault.note_app_token_use(uuid), vault.authenticate_app(bytea), vault.own_app_tokens(),
  vault.revoke_app_token(uuid), vault.create_app_token(uuid, uuid, text, text[], timestamptz, bytea);
DROP TABLE vault.app_token;
`;
}
