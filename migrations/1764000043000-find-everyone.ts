import { SqlMigration } from './support.js';

const BY_MAIL = ' AND a.email_cipher IS NOT NULL';

/** Who is told and by which way are two questions: what was added since finds people with and without an address, too. */
export class FindEveryone1764000043000 extends SqlMigration {
  readonly name = 'FindEveryone1764000043000';

  protected readonly upSql = `
DO $do$
DECLARE
  finder record;
BEGIN
  FOR finder IN
    SELECT pg_get_functiondef(p.oid) AS says FROM pg_proc p
     WHERE p.pronamespace = 'app'::regnamespace AND p.proname LIKE 'mail\\_recipients\\_%' AND p.prosrc LIKE '%${BY_MAIL}%' ORDER BY p.proname
  LOOP
    EXECUTE replace(finder.says, '${BY_MAIL}', '');
  END LOOP;
END $do$;
`;

  // The migrations that made those finders take them away again.
  protected readonly downSql = `SELECT 1;`;
}
