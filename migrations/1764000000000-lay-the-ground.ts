import { SqlMigration } from './support.js';

/** Schemas, the context that row-level security reads, and the rows that make a repeated request harmless. */
export class LayTheGround1764000000000 extends SqlMigration {
  readonly name = 'LayTheGround1764000000000';

  protected readonly upSql = `
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE SCHEMA app;
CREATE SCHEMA vault;
GRANT USAGE ON SCHEMA app, vault TO accompany_app;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE FUNCTION app.person_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('accompany.person', true), '')::uuid;
CREATE FUNCTION app.is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('accompany.kind', true) = 'system', false);
CREATE FUNCTION app.scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('accompany.person', true), ''), nullif(current_setting('accompany.scope', true), ''));
COMMENT ON FUNCTION app.scope() IS 'Whose idempotency keys these are: a person, or for someone not signed in the link they hold.';
GRANT EXECUTE ON FUNCTION app.person_id(), app.is_system(), app.scope() TO accompany_app;

CREATE FUNCTION app.refuse(constraint_name text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = constraint_name, MESSAGE = message;
END $$;
COMMENT ON FUNCTION app.refuse(text, text) IS 'Raises a check violation under a constraint name, so that rules kept by triggers are translated like any other constraint.';
GRANT EXECUTE ON FUNCTION app.refuse(text, text) TO accompany_app;

CREATE TABLE idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  request_hash bytea NOT NULL,
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_pk PRIMARY KEY (scope, key),
  CONSTRAINT idempotency_key_length_ck CHECK (length(key) BETWEEN 8 AND 100)
);
COMMENT ON TABLE idempotency IS 'What a repeated request returns: ids only, never a secret, never a ballot.';
CREATE INDEX idempotency_created_at_ix ON idempotency (created_at);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON idempotency TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY own ON idempotency TO accompany_app USING (scope = (SELECT app.scope())) WITH CHECK (scope = (SELECT app.scope()));
CREATE POLICY forget_by_clock ON idempotency FOR DELETE TO accompany_app USING ((SELECT app.is_system()) AND created_at < now() - interval '7 days');
CREATE POLICY seen_by_clock ON idempotency FOR SELECT TO accompany_app USING ((SELECT app.is_system()));
GRANT SELECT, INSERT, UPDATE (result), DELETE ON idempotency TO accompany_app;

CREATE UNLOGGED TABLE app.rate_limit (
  key text CONSTRAINT rate_limit_pk PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
COMMENT ON TABLE app.rate_limit IS 'Counters of rate-limiter-flexible; keys are salted hashes. Unlogged: losing them in a crash only forgives.';
GRANT SELECT, INSERT, UPDATE, DELETE ON app.rate_limit TO accompany_app;
`;

  protected readonly downSql = `
DROP TABLE app.rate_limit, idempotency;
DROP FUNCTION app.refuse(text, text), app.scope(), app.is_system(), app.person_id();
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
DROP SCHEMA vault;
DROP SCHEMA app;
DROP EXTENSION unaccent;
`;
}
