import { SqlMigration } from './support.js';

const authenticate = (columns: string, values: string) => `
DROP FUNCTION vault.authenticate(bytea);
CREATE FUNCTION vault.authenticate(access bytea)
RETURNS TABLE (session_id uuid, person_id uuid, memberships jsonb, is_operator boolean, second_factor boolean, proved_at timestamptz${columns})
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = pg_catalog, public, vault, app AS $$
  SELECT s.id, s.person_id, app.memberships_of(s.person_id, s.second_factor), p.is_operator, s.second_factor, s.proved_at${values}
    FROM vault.session s JOIN public.person p ON p.id = s.person_id
   WHERE s.access_hash = access AND s.access_expires_at > now() AND s.revoked_at IS NULL AND s.replaced_at IS NULL AND p.suspended_at IS NULL
$$;
GRANT EXECUTE ON FUNCTION vault.authenticate(bytea) TO accompany_app;
`;

/** The language of whoever asks comes with who they are: what they are told is put into it, at no further trip. */
export class KnowLanguage1764000017000 extends SqlMigration {
  readonly name = 'KnowLanguage1764000017000';
  protected readonly upSql = authenticate(', language text', ', p.language');
  protected readonly downSql = authenticate('', '');
}
