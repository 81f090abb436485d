/** What a section of the snapshot reads: rows of one column, `line`, in their final order. */
interface Section {
  title: string;
  text: string;
}

const OURS = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'graphile_worker')`;
/** Not what an extension brought along. */
const OWN = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
/** Grants as `grantee: SELECT, INSERT`; the owner's own rights go without saying. */
const GRANTS = (acl: string, kind: string, owner: string) => `
  SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END AS grantee,
         string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', '
                    ORDER BY a.privilege_type) AS privileges
    FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) a
   WHERE a.grantee <> ${owner}
   GROUP BY a.grantee`;
const COMMENT = (oid: string, catalog: string, sub = '0') => `
  coalesce((SELECT E'\\n  -- ' || replace(c.description, E'\\n', E'\\n  -- ') FROM pg_description c
    WHERE c.objoid = ${oid} AND c.classoid = '${catalog}'::regclass AND c.objsubid = ${sub}), '')`;

export const SECTIONS: Section[] = [
  {
    title: 'Extensions',
    text: `SELECT format('EXTENSION %I IN %I', e.extname, n.nspname) AS line
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY e.extname`,
  },
  {
    title: 'Schemas and who may look into them',
    text: `SELECT format('SCHEMA %I', n.nspname)
        || coalesce((SELECT string_agg(format(E'\\n  GRANT %s TO %s', g.privileges, g.grantee), '' ORDER BY g.grantee)
             FROM (${GRANTS('n.nspacl', 'n', 'n.nspowner')}) g), '') AS line
      FROM pg_namespace n WHERE ${OURS} ORDER BY n.nspname COLLATE "C"`,
  },
  {
    title: 'Default privileges',
    text: `SELECT format('DEFAULT %s%s OF %s: %s', CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'f' THEN 'FUNCTIONS'
          WHEN 'S' THEN 'SEQUENCES' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE d.defaclobjtype::text END,
          CASE WHEN d.defaclnamespace = 0 THEN '' ELSE ' IN ' || d.defaclnamespace::regnamespace END,
          pg_get_userbyid(d.defaclrole),
          coalesce((SELECT string_agg(format('%s TO %s', g.privileges, g.grantee), '; ' ORDER BY g.grantee)
            FROM (${GRANTS('d.defaclacl', 'f', 'd.defaclrole')}) g), 'nothing to others')) AS line
      FROM pg_default_acl d ORDER BY 1`,
  },
  {
    title: 'Types',
    text: `SELECT line FROM (
      SELECT format('ENUM %I.%I (%s)', n.nspname, t.typname,
          (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) AS line
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE t.typtype = 'e' AND ${OURS} AND ${OWN('pg_type', 't.oid')}
      UNION ALL
      SELECT format('DOMAIN %I.%I AS %s%s%s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
          CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END,
          coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid)), '' ORDER BY c.conname)
            FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'), ''))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE t.typtype = 'd' AND ${OURS} AND ${OWN('pg_type', 't.oid')}
      UNION ALL
      SELECT format('TYPE %I.%I (%s)', n.nspname, t.typname,
          (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
             FROM pg_attribute a WHERE a.attrelid = t.typrelid AND NOT a.attisdropped))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_class k ON k.oid = t.typrelid AND k.relkind = 'c'
       WHERE t.typtype = 'c' AND ${OURS} AND ${OWN('pg_type', 't.oid')}
    ) types ORDER BY line COLLATE "C"`,
  },
  {
    title: 'Tables: columns, constraints, indexes, row-level security, triggers, grants',
    // NOT NULL is shown with the column: Postgres 18 also lists it as a constraint, earlier versions do not.
    text: `SELECT format('%sTABLE %s OWNER %I', CASE WHEN t.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END, t.oid::regclass, pg_get_userbyid(t.relowner))
        || CASE WHEN t.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(t.oid) ELSE '' END
        || coalesce((SELECT format(' PARTITION OF %s %s', i.inhparent::regclass, pg_get_expr(t.relpartbound, t.oid))
             FROM pg_inherits i WHERE i.inhrelid = t.oid AND t.relispartition), '')
        || coalesce(' WITH (' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(t.reloptions) o) || ')', '')
        || ${COMMENT('t.oid', 'pg_class')}
        || coalesce((SELECT string_agg(format(E'\\n  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
              CASE WHEN a.attcollation <> 0 AND a.attcollation <> y.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
              CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
              CASE WHEN a.attidentity <> '' THEN ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY'
                   WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(f.adbin, f.adrelid) || ') STORED'
                   WHEN a.attgenerated = 'v' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(f.adbin, f.adrelid) || ') VIRTUAL'
                   WHEN f.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid) ELSE '' END)
              || ${COMMENT('t.oid', 'pg_class', 'a.attnum')}
              , '' ORDER BY a.attnum)
            FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
            WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped), '')
        || coalesce((SELECT string_agg(format(E'\\n  CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid)), '' ORDER BY c.contype::text, c.conname)
            FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype NOT IN ('n', 't')), '')
        || coalesce((SELECT string_agg(E'\\n  ' || replace(pg_get_indexdef(x.indexrelid), 'CREATE ', ''), '' ORDER BY x.indexrelid::regclass::text)
            FROM pg_index x WHERE x.indrelid = t.oid AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))), '')
        || format(E'\\n  ROW LEVEL SECURITY %s%s', CASE WHEN t.relrowsecurity THEN 'ENABLED' ELSE 'OFF' END,
             CASE WHEN t.relforcerowsecurity THEN ' AND FORCED' ELSE '' END)
        || coalesce((SELECT string_agg(format(E'\\n  POLICY %I %s FOR %s TO %s', p.polname,
              CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
              CASE WHEN p.polroles = '{0}' THEN 'PUBLIC' ELSE (SELECT string_agg(pg_get_userbyid(r)::text, ', ' ORDER BY pg_get_userbyid(r)) FROM unnest(p.polroles) r) END)
              || coalesce(E'\\n    USING ' || pg_get_expr(p.polqual, p.polrelid), '')
              || coalesce(E'\\n    WITH CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid), ''), '' ORDER BY p.polname)
            FROM pg_policy p WHERE p.polrelid = t.oid), '')
        || coalesce((SELECT string_agg(E'\\n  ' || replace(pg_get_triggerdef(g.oid), 'CREATE ', '') || CASE g.tgenabled WHEN 'O' THEN '' ELSE ' -- ENABLED ' || g.tgenabled::text END, '' ORDER BY g.tgname)
            FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal), '')
        || coalesce((SELECT string_agg(format(E'\\n  GRANT %s TO %s', g.privileges, g.grantee), '' ORDER BY g.grantee)
            FROM (${GRANTS('t.relacl', 'r', 't.relowner')}) g), '')
        || coalesce((SELECT string_agg(format(E'\\n  GRANT %s TO %s', grants.columns, grants.grantee), '' ORDER BY grants.grantee, grants.columns)
            FROM (SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END AS grantee,
                         format('%s (%s)', x.privilege_type, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) AS columns
                    FROM pg_attribute a, aclexplode(a.attacl) x
                   WHERE a.attrelid = t.oid AND NOT a.attisdropped AND x.grantee <> t.relowner
                   GROUP BY x.grantee, x.privilege_type) grants), '')
        || E'\\n' AS line
      FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE t.relkind IN ('r', 'p') AND ${OURS} AND ${OWN('pg_class', 't.oid')}
     ORDER BY n.nspname COLLATE "C", t.relname COLLATE "C"`,
  },
  {
    title: 'Sequences',
    text: `SELECT format('SEQUENCE %s AS %s%s', s.seqrelid::regclass, format_type(s.seqtypid, NULL),
          coalesce((SELECT string_agg(format(E'\\n  GRANT %s TO %s', g.privileges, g.grantee), '' ORDER BY g.grantee)
            FROM (${GRANTS('k.relacl', 's', 'k.relowner')}) g), '')) AS line
      FROM pg_sequence s JOIN pg_class k ON k.oid = s.seqrelid JOIN pg_namespace n ON n.oid = k.relnamespace
     WHERE ${OURS} AND ${OWN('pg_class', 'k.oid')} ORDER BY 1`,
  },
  {
    title: 'Views',
    text: `SELECT format(E'%s %s OWNER %I%s\\n%s', CASE v.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, v.oid::regclass,
          pg_get_userbyid(v.relowner),
          coalesce(' WITH (' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(v.reloptions) o) || ')', ''), pg_get_viewdef(v.oid))
        || coalesce((SELECT string_agg(format(E'\\n  GRANT %s TO %s', g.privileges, g.grantee), '' ORDER BY g.grantee)
            FROM (${GRANTS('v.relacl', 'r', 'v.relowner')}) g), '') || E'\\n' AS line
      FROM pg_class v JOIN pg_namespace n ON n.oid = v.relnamespace
     WHERE v.relkind IN ('v', 'm') AND ${OURS} AND ${OWN('pg_class', 'v.oid')} ORDER BY n.nspname COLLATE "C", v.relname COLLATE "C"`,
  },
  {
    title: 'Functions',
    // pg_get_functiondef shows SECURITY DEFINER and the fixed search_path; aggregates have no such definition.
    text: `SELECT rtrim(pg_get_functiondef(p.oid), E'\\n') || format(E'\\n-- OWNER %I', pg_get_userbyid(p.proowner))
        || replace(${COMMENT('p.oid', 'pg_proc')}, E'\\n  -- ', E'\\n-- ')
        || coalesce((SELECT string_agg(format(E'\\n-- GRANT %s TO %s', g.privileges, g.grantee), '' ORDER BY g.grantee)
            FROM (${GRANTS('p.proacl', 'f', 'p.proowner')}) g), '') || E'\\n' AS line
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prokind <> 'a' AND ${OURS} AND ${OWN('pg_proc', 'p.oid')}
     ORDER BY n.nspname COLLATE "C", p.proname COLLATE "C", pg_get_function_identity_arguments(p.oid) COLLATE "C"`,
  },
];
