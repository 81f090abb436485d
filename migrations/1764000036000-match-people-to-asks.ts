import { SqlMigration } from './support.js';

const owning = 'SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/**
 * What a person can bring and what keeps their risk small, so that asks can be suggested to them. The database never sees
 * either in clear: both are ciphers of a fixed form, reached by their owner alone.
 */
export class MatchPeopleToAsks1764000036000 extends SqlMigration {
  readonly name = 'MatchPeopleToAsks1764000036000';

  protected readonly upSql = `
CREATE TABLE vault.matching_profile (
  person_id uuid CONSTRAINT matching_profile_pk PRIMARY KEY CONSTRAINT matching_profile_person_fk REFERENCES person,
  capacities_cipher bytea NOT NULL,
  buffers_cipher bytea NOT NULL,
  CONSTRAINT matching_profile_capacities_ck CHECK (length(capacities_cipher) BETWEEN 28 AND 16000),
  -- One length for all: it must not tell how much somebody has to lose.
  CONSTRAINT matching_profile_buffers_ck CHECK (length(buffers_cipher) = 156)
);
COMMENT ON TABLE vault.matching_profile IS 'What people can bring and what keeps their risk small, for asks that are suggested to them. Nobody but their owner reaches it, and no count is made of it.';
COMMENT ON COLUMN vault.matching_profile.person_id IS '[personal] Whose it is.';
COMMENT ON COLUMN vault.matching_profile.capacities_cipher IS '[personal] What they can bring, how far and how long, and what they need to take part.';
COMMENT ON COLUMN vault.matching_profile.buffers_cipher IS '[personal] What makes risks smaller for them than for others.';

CREATE FUNCTION vault.own_matching() RETURNS TABLE (capacities_cipher bytea, buffers_cipher bytea) LANGUAGE sql STABLE ${owning} AS $$
  SELECT m.capacities_cipher, m.buffers_cipher FROM vault.matching_profile m WHERE m.person_id = app.person_id()
$$;
COMMENT ON FUNCTION vault.own_matching() IS 'Of the current person alone.';

CREATE FUNCTION vault.hold_matching() RETURNS TABLE (capacities_cipher bytea, buffers_cipher bytea) LANGUAGE plpgsql ${owning} AS $$
BEGIN
  -- Two changes at once would each keep what the other replaced; there may be no row yet to lock.
  PERFORM pg_advisory_xact_lock(hashtextextended('accompany.matching.' || app.person_id()::text, 0));
  RETURN QUERY SELECT m.capacities_cipher, m.buffers_cipher FROM vault.matching_profile m WHERE m.person_id = app.person_id();
END $$;
COMMENT ON FUNCTION vault.hold_matching() IS 'As own_matching, held until the end of the transaction for the change that follows.';

CREATE FUNCTION vault.keep_matching(capacities bytea, buffers bytea) RETURNS void LANGUAGE plpgsql ${owning} AS $$
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('matching_profile_of_oneself_ck', 'people say of themselves what they bring');
  END IF;
  IF capacities IS NULL THEN
    DELETE FROM vault.matching_profile m WHERE m.person_id = app.person_id();
  ELSE
    INSERT INTO vault.matching_profile (person_id, capacities_cipher, buffers_cipher) VALUES (app.person_id(), capacities, buffers)
      ON CONFLICT (person_id) DO UPDATE SET capacities_cipher = EXCLUDED.capacities_cipher, buffers_cipher = EXCLUDED.buffers_cipher;
  END IF;
END $$;
COMMENT ON FUNCTION vault.keep_matching(bytea, bytea) IS 'Keeps both anew, so that nobody who watches the row can tell which one changed; nulls when there is nothing to keep.';

GRANT EXECUTE ON FUNCTION vault.own_matching(), vault.hold_matching(), vault.keep_matching(bytea, bytea) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.own_matching(), vault.hold_matching(), vault.keep_matching(bytea, bytea);
DROP TABLE vault.matching_profile;
`;
}
