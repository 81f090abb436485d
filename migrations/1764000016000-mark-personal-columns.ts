import { markThem, unmarkThem } from './personal-marks.js';
import { SqlMigration } from './support.js';

const catalogue = 'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app';

/**
 * Says of every column whether it holds something of or about a person, where the table itself says it: as a comment.
 * What people get of their own data, what is erased with them and what time erases are all derived from these marks.
 */
export class MarkPersonalColumns1764000016000 extends SqlMigration {
  readonly name = 'MarkPersonalColumns1764000016000';

  protected readonly upSql = `
${markThem}

CREATE FUNCTION app.person_links() RETURNS TABLE (table_id oid, column_name name, holds text) ${catalogue} AS $$
  WITH RECURSIVE reference AS (
    SELECT c.conrelid AS table_id, here.attname AS column_name, c.confrelid AS to_table, there.attname AS to_column
      FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS pair (here, there)
      JOIN pg_attribute here ON here.attrelid = c.conrelid AND here.attnum = pair.here
      JOIN pg_attribute there ON there.attrelid = c.confrelid AND there.attnum = pair.there
     WHERE c.contype = 'f' AND c.connamespace IN ('public'::regnamespace, 'vault'::regnamespace)
  ), link AS (
    SELECT given.table_id::regclass::oid AS table_id, given.column_name::name COLLATE "C" AS column_name, given.holds
      FROM (VALUES ('public.person', 'id', 'person'), ('public.membership', 'id', 'membership'), ('public.representative', 'id', 'representative'),
                   -- Without a foreign key: what these point to may be something else, or gone.
                   ('public.record_entry', 'subject_id', 'membership'), ('public.outbox_event', 'subject_id', 'person'),
                   ('public.idempotency', 'scope', 'person'), ('public.ally_request', 'membership_id', 'membership'),
                   ('vault.passkey_challenge', 'family_id', 'family'), ('vault.single_sign_on_attempt', 'family_id', 'family'),
                    ('vault.access_log', 'person_id', 'person'), ('vault.access_log', 'read_by', 'person'))
             AS given (table_id, column_name, holds)
    UNION
    SELECT r.table_id, r.column_name, l.holds FROM reference r JOIN link l ON l.table_id = r.to_table AND l.column_name = r.to_column
  )
  SELECT table_id, column_name, holds FROM link
$$;
COMMENT ON FUNCTION app.person_links() IS 'Every column in public and vault that points to a person, a membership, a representative or the sessions (a family) of someone: by foreign keys, through however many tables, and a few that have none.';

CREATE FUNCTION app.personal_columns()
RETURNS TABLE (schema_name name, table_name name, column_name name, type text, holds text, of name[], goes_with name[], stays boolean, secret boolean, says text)
${catalogue} AS $$
  SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, NULL), l.holds,
         coalesce(named.of, CASE WHEN cardinality(links.names) = 1 THEN links.names END),
         coalesce(named.goes_with, named.of, CASE WHEN cardinality(links.names) = 1 THEN links.names END),
         d.description LIKE '%[stays]%', d.description LIKE '%[secret]%',
         regexp_replace(d.description, '^(\\[[^]]*\\]\\s*)+', '')
    FROM pg_description d
    JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass AND c.relkind IN ('r', 'p')
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'vault')
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN app.person_links() l ON l.table_id = c.oid AND l.column_name = a.attname
   CROSS JOIN LATERAL (SELECT array_agg(o.column_name ORDER BY o.column_name) AS names FROM app.person_links() o WHERE o.table_id = c.oid) links
   CROSS JOIN LATERAL (SELECT regexp_split_to_array(substring(d.description FROM '\\[of ([a-z_, ]+)\\]'), ',\\s*')::name[] AS of,
                              regexp_split_to_array(substring(d.description FROM '\\[goes with ([a-z_, ]+)\\]'), ',\\s*')::name[] AS goes_with) named
   WHERE d.description LIKE '[personal]%'
$$;
COMMENT ON FUNCTION app.personal_columns() IS
  'Every column marked [personal]. holds: the kind of what it points to, if it does. of: the columns of its row that say whose it is; goes_with: with whom it is erased. Null where a row has several people and no mark says which.';
`;

  protected readonly downSql = `
DROP FUNCTION app.personal_columns();
DROP FUNCTION app.person_links();
${unmarkThem}
`;
}
