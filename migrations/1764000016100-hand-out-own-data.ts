import { SqlMigration } from './support.js';

const owning = 'SECURITY DEFINER SET search_path = pg_catalog, public, vault, app';

/**
 * What is stored about the person who asks, row by row and only their part of each row. The file is never stored: a
 * link, good once in each of two forms, lets it be read out.
 */
export class HandOutOwnData1764000016100 extends SqlMigration {
  readonly name = 'HandOutOwnData1764000016100';

  protected readonly upSql = `
CREATE TABLE vault.data_export (
  id uuid CONSTRAINT data_export_pk PRIMARY KEY,
  person_id uuid NOT NULL CONSTRAINT data_export_person_fk REFERENCES person,
  token_hash bytea NOT NULL CONSTRAINT data_export_token_uq UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  json_read_at timestamptz,
  page_read_at timestamptz,
  CONSTRAINT data_export_lasts_a_day_ck CHECK (expires_at <= created_at + interval '24 hours 1 minute')
);
COMMENT ON TABLE vault.data_export IS 'Links by which people read out what is stored about them. There is no file: it is made as it is read.';
COMMENT ON COLUMN vault.data_export.person_id IS '[personal] Who asked for their own data.';
COMMENT ON COLUMN vault.data_export.token_hash IS '[personal] [secret] A digest of the link.';
COMMENT ON COLUMN vault.data_export.created_at IS '[personal] When they asked.';
COMMENT ON COLUMN vault.data_export.expires_at IS '[personal] Until when the link is good.';
COMMENT ON COLUMN vault.data_export.json_read_at IS '[personal] When the file was read.';
COMMENT ON COLUMN vault.data_export.page_read_at IS '[personal] When the page was read.';
CREATE INDEX data_export_person_ix ON vault.data_export (person_id);

CREATE FUNCTION vault.request_export(export uuid, token bytea) RETURNS timestamptz LANGUAGE plpgsql ${owning} AS $$
DECLARE
  until timestamptz := now() + interval '24 hours';
BEGIN
  IF app.person_id() IS NULL THEN
    PERFORM app.refuse('data_export_of_oneself_ck', 'people ask for their own data');
  END IF;
  -- The newest link is the good one: whoever asks again may not know where the first went.
  DELETE FROM vault.data_export e WHERE e.person_id = app.person_id();
  INSERT INTO vault.data_export (id, person_id, token_hash, expires_at) VALUES (export, app.person_id(), token, until);
  RETURN until;
END $$;

CREATE FUNCTION vault.open_export(token bytea, as_page boolean) RETURNS uuid LANGUAGE plpgsql ${owning} AS $$
DECLARE
  reader uuid;
BEGIN
  UPDATE vault.data_export e
     SET json_read_at = CASE WHEN as_page THEN e.json_read_at ELSE now() END, page_read_at = CASE WHEN as_page THEN now() ELSE e.page_read_at END
    FROM public.person p
   WHERE e.token_hash = token AND e.expires_at > now() AND p.id = e.person_id AND p.suspended_at IS NULL
     AND CASE WHEN as_page THEN e.page_read_at IS NULL ELSE e.json_read_at IS NULL END
  RETURNING e.person_id INTO reader;
  IF reader IS NOT NULL THEN
    INSERT INTO vault.access_log (person_id, purpose, read_by) VALUES (reader, 'own-data', reader);
  END IF;
  RETURN reader;
END $$;
COMMENT ON FUNCTION vault.open_export(bytea, boolean) IS 'Whose data the holder of a link may read, once in each form; null when the link is unknown, used or expired.';

CREATE FUNCTION vault.own_communities() RETURNS TABLE (id uuid, handle text, name text) LANGUAGE sql STABLE ${owning} AS $$
  SELECT c.id, c.handle, c.name FROM public.community c
   WHERE c.id IN (SELECT m.community_id FROM public.membership m WHERE m.person_id = app.person_id()) ORDER BY c.id
$$;

CREATE FUNCTION vault.own_sections() RETURNS TABLE (section text, columns jsonb) LANGUAGE sql STABLE ${owning} AS $$
  SELECT p.schema_name || '.' || p.table_name, jsonb_object_agg(p.column_name, p.says)
    FROM app.personal_columns() p GROUP BY p.schema_name, p.table_name
   ORDER BY p.table_name NOT IN ('account', 'person'), p.schema_name, p.table_name
$$;
COMMENT ON FUNCTION vault.own_sections() IS 'Every table that holds something of a person, with what its marked columns say.';

CREATE FUNCTION vault.own_rows(section text, after text, most integer) RETURNS TABLE (place text, fields jsonb, ciphers jsonb) LANGUAGE plpgsql STABLE ${owning} AS $$
DECLARE
  sought record;
  col record;
  mine jsonb;
  is_mine text;
  all_mine text[] := '{}';
  clear text[] := '{}';
  sealed text[] := '{}';
  place_of text;
BEGIN
  IF app.person_id() IS NULL THEN RETURN; END IF;
  SELECT c.oid, n.nspname, c.relname INTO sought FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname || '.' || c.relname = own_rows.section AND EXISTS (
     SELECT FROM app.personal_columns() p WHERE p.schema_name = n.nspname AND p.table_name = c.relname);
  IF NOT FOUND THEN RETURN; END IF;
  -- By column: the condition under which the row's person there is the one who asks.
  SELECT jsonb_object_agg(l.column_name, format('(t.%I = ANY (%s))', l.column_name,
           CASE l.holds WHEN 'person' THEN CASE WHEN a.atttypid = 'text'::regtype THEN 'ARRAY[$1::text]' ELSE 'ARRAY[$1]' END
                        WHEN 'membership' THEN '$2' WHEN 'family' THEN '$6' ELSE '$3' END))
    INTO mine
    FROM app.person_links() l JOIN pg_attribute a ON a.attrelid = l.table_id AND a.attname = l.column_name WHERE l.table_id = sought.oid;
  SELECT array_agg(m.value) INTO all_mine FROM jsonb_each_text(coalesce(mine, '{}')) m;
  IF all_mine IS NULL THEN RETURN; END IF;

  FOR col IN
    SELECT a.attname AS name, a.atttypid, p.column_name IS NOT NULL AS marked, p.secret, p.type, p.of
      FROM pg_attribute a LEFT JOIN app.personal_columns() p ON p.schema_name = sought.nspname AND p.table_name = sought.relname AND p.column_name = a.attname
     WHERE a.attrelid = sought.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
  LOOP
    IF mine ? col.name THEN
      clear := clear || format('(%L, to_jsonb(''you''::text), %s)', col.name, mine ->> col.name);
      IF sought.relname = 'record_entry' AND col.name = 'subject_id' THEN
        clear := clear || '(''subject_id'', to_jsonb(t.subject_id), NOT EXISTS (SELECT FROM public.membership o WHERE o.community_id = t.community_id AND o.id = t.subject_id))'::text;
      END IF;
      CONTINUE;
    ELSIF NOT col.marked THEN
      -- Ids of things, by which the rest can be understood.
      IF col.atttypid = 'uuid'::regtype THEN
        clear := clear || format('(%L, to_jsonb(t.%I), true)', col.name, col.name);
      END IF;
      CONTINUE;
    END IF;
    is_mine := (SELECT string_agg(mine ->> o.name::text, ' OR ') FROM unnest(col.of) AS o (name));
    CONTINUE WHEN is_mine IS NULL;
    IF col.secret OR (col.atttypid = 'bytea'::regtype AND col.name NOT LIKE '%\\_cipher') THEN
      clear := clear || format('(%L, CASE WHEN t.%I IS NOT NULL THEN to_jsonb(''kept, and not shown''::text) END, %s)', col.name, col.name, is_mine);
    ELSIF col.atttypid = 'bytea'::regtype THEN
      sealed := sealed || format('(%L, encode(t.%I, ''base64''), %s)', col.name, col.name, is_mine);
    ELSIF sought.relname = 'record_entry' AND col.name = 'details' THEN
      -- Numbers and states; ids there may be other people's.
      clear := clear || format('(''details'', (SELECT jsonb_object_agg(d.key, d.value) FROM jsonb_each(t.details) d WHERE d.value::text !~ ''[0-9a-f]{8}-[0-9a-f]{4}-''), %s)', is_mine);
    ELSE
      clear := clear || format('(%L, to_jsonb(t.%I), %s)', col.name, col.name, is_mine);
    END IF;
  END LOOP;

  place_of := coalesce((SELECT format('jsonb_build_array(%s)::text', string_agg(format('t.%I', a.attname), ', ' ORDER BY k.place))
    FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
   WHERE i.indrelid = sought.oid AND i.indisprimary), 't.ctid::text');
  RETURN QUERY EXECUTE format(
    'SELECT %1$s, (SELECT jsonb_object_agg(f.name, f.value) FROM (VALUES %2$s) AS f (name, value, shown) WHERE f.shown), %3$s
       FROM %4$I.%5$I t WHERE (%6$s) AND %1$s COLLATE "C" > $4 ORDER BY %1$s COLLATE "C" LIMIT $5',
    place_of, array_to_string(clear || '(NULL, NULL::jsonb, false)'::text, ', '),
    CASE WHEN cardinality(sealed) = 0 THEN 'NULL::jsonb'
         ELSE format('(SELECT jsonb_object_agg(f.name, f.value) FROM (VALUES %s) AS f (name, value, shown) WHERE f.shown)', array_to_string(sealed, ', ')) END,
    sought.nspname, sought.relname, array_to_string(all_mine, ' OR '))
  USING app.person_id(),
    ARRAY(SELECT m.id FROM public.membership m WHERE m.person_id = app.person_id()),
    ARRAY(SELECT r.id FROM public.representative r WHERE r.person_id = app.person_id()),
    coalesce(after, ''), most,
    ARRAY(SELECT s.family_id FROM vault.session s WHERE s.person_id = app.person_id());
END $$;
COMMENT ON FUNCTION vault.own_rows(text, text, integer) IS
  'The next rows of a table in which the current person has a part, and of each row that part alone. Other people who are named in it are left out; what proves something is not shown; ciphers come apart, to be read where the key is.';

GRANT EXECUTE ON FUNCTION vault.request_export(uuid, bytea), vault.open_export(bytea, boolean), vault.own_communities(), vault.own_sections(),
  vault.own_rows(text, text, integer) TO accompany_app;
`;

  protected readonly downSql = `
DROP FUNCTION vault.own_rows(text, text, integer), vault.own_sections(), vault.own_communities(), vault.open_export(bytea, boolean), vault.request_export(uuid, bytea);
DROP TABLE vault.data_export;
`;
}
