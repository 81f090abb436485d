import { beforeAll, describe, expect, it } from '@jest/globals';
import { retention } from '../../../src/features/own-data/retention.rules.js';
import { sql, testDatabase } from '../../support/database.js';

/** Tables that point to a person or a membership and yet hold nothing of one, each with its reason. */
const HOLDS_NOTHING: Readonly<Record<string, string>> = {};

interface Marked {
  place: string;
  table: string;
  column: string;
  type: string;
  holds: string | null;
  of: string[] | null;
  goes_with: string[] | null;
  stays: boolean;
  secret: boolean;
  says: string;
}

let query: ReturnType<typeof sql>;
let marked: Marked[];
let links: { table: string; column: string }[];

beforeAll(async () => {
  query = sql((await testDatabase()).owner);
  marked = await query<Marked>(
    `SELECT schema_name || '.' || table_name || '.' || column_name AS place, schema_name || '.' || table_name AS "table", column_name::text AS "column",
            type, holds, of::text[] AS of, goes_with::text[] AS goes_with, stays, secret, says FROM app.personal_columns() ORDER BY 1`,
  );
  links = await query(
    `SELECT n.nspname || '.' || c.relname AS "table", l.column_name::text AS "column" FROM app.person_links() l
       JOIN pg_class c ON c.oid = l.table_id JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 1, 2`,
  );
});

const TEXTS = ['text', 'text[]', 'character varying', 'json', 'jsonb', 'bytea'];

describe('the marks of what is personal', () => {
  it('are on some column of every table that points to a person or a membership', async () => {
    const pointing = await query<{ table: string }>(
      `SELECT DISTINCT n.nspname || '.' || r.relname AS "table" FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE c.contype = 'f' AND c.confrelid IN ('public.person'::regclass, 'public.membership'::regclass, 'public.representative'::regclass) AND n.nspname IN ('public', 'vault')`,
    );
    const known = new Set(marked.map(({ table }) => table));
    const advice = pointing
      .filter(({ table }) => !known.has(table) && HOLDS_NOTHING[table] === undefined)
      .map(
        ({ table }) =>
          `${table} points to people and no column of it is marked. In the migration that makes it write COMMENT ON COLUMN ${table}.… IS '[personal] what it holds' for every column that says something of a person; or, if none does, name the table in HOLDS_NOTHING here, with the reason.`,
      );
    expect(advice).toEqual([]);
  });

  it('are on every column that points to someone', () => {
    const known = new Set(marked.map(({ place }) => place));
    const advice = links
      .filter(({ table, column }) => !known.has(`${table}.${column}`) && HOLDS_NOTHING[table] === undefined)
      .map(
        ({ table, column }) =>
          `${table}.${column} points to a person. Write COMMENT ON COLUMN ${table}.${column} IS '[personal] who it is';`,
      );
    expect(advice).toEqual([]);
  });

  it('say whose a column is, where a row has several people', () => {
    const advice = marked
      .filter(({ holds, of }) => holds === null && of === null)
      .map(({ table, place }) => {
        const people = links.filter((link) => link.table === table).map(({ column }) => column);
        return people.length === 0
          ? `${place} is marked and its table points to nobody: add a foreign key to person or membership, or name the column that holds one in app.person_links().`
          : `${place} is marked and its row has several people (${people.join(', ')}). Say whose it is: '[personal] [of ${people[0]}] …'; several names are parted by commas.`;
      });
    expect(advice).toEqual([]);
  });

  it('name columns that point to someone', () => {
    const known = new Set(links.map(({ table, column }) => `${table}.${column}`));
    const odd = marked.flatMap(({ table, place, of, goes_with }) =>
      [...(of ?? []), ...(goes_with ?? [])]
        .filter((column) => !known.has(`${table}.${column}`))
        .map(
          (column) =>
            `${place} is said to be of ${column}, which points to nobody. Name a foreign key column of ${table}.`,
        ),
    );
    expect(odd).toEqual([]);
  });

  it('let go of every text with its person, or say that and why it stays', async () => {
    const checks = await query<{ table: string; column: string; says: string }>(
      `SELECT n.nspname || '.' || r.relname AS "table", a.attname::text AS "column", pg_get_constraintdef(c.oid) AS says
         FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
        WHERE n.nspname = 'public' AND (c.contype IN ('f', 'p') OR (c.contype = 'c' AND pg_get_constraintdef(c.oid) LIKE '%' || a.attname || ' = ANY (ARRAY%')
           OR (c.contype = 'c' AND pg_get_constraintdef(c.oid) LIKE '%' || a.attname || ' = ''%' AND pg_get_constraintdef(c.oid) NOT LIKE '%' || a.attname || ' = ''{}''%') OR (c.contype = 'c' AND pg_get_constraintdef(c.oid) LIKE '%' || a.attname || ' ~ %'))`,
    );
    const stiff = marked.filter(
      ({ table, column, holds, stays, type }) =>
        table.startsWith('public.') &&
        !['public.person', 'public.membership'].includes(table) &&
        holds === null &&
        !stays &&
        TEXTS.includes(type) &&
        checks.some((check) => check.table === table && check.column === column),
    );
    expect(
      stiff.map(
        ({ place }) =>
          `${place} takes only certain words, so erasing a person cannot blank it. Mark it '[personal] [stays] …' and say why that is right, or let it take an empty text.`,
      ),
    ).toEqual([]);
  });

  it('each say in words what the column holds', () => {
    expect(marked.filter(({ says }) => says.length < 5 || says.startsWith('[')).map(({ place }) => place)).toEqual([]);
  });

  it('do not show in an export what proves something', () => {
    const open = marked
      .filter(({ table, type, secret }) => table.startsWith('vault.') && !secret && TEXTS.includes(type))
      .filter(({ column }) => /hash|token|secret|code|key|lookup|seed/.test(column))
      .map(
        ({ place }) =>
          `${place} looks like a secret. Mark it '[personal] [secret] …', so that an export says that it is kept and does not show it.`,
      );
    expect(open).toEqual([]);
  });
});

describe('the list of what is kept for how long', () => {
  it('has every table that holds something of a person', () => {
    const listed = new Set(retention.flatMap(({ tables }) => tables));
    const missing = [...new Set(marked.map(({ table }) => table))].filter((table) => !listed.has(table));
    expect(
      missing.map(
        (table) =>
          `${table} is in no line of src/features/own-data/retention.rules.ts: say there how long it is kept, and why.`,
      ),
    ).toEqual([]);
  });

  it('has no table that is not there', async () => {
    const there = await query<{ table: string }>(
      `SELECT schemaname || '.' || tablename AS "table" FROM pg_tables WHERE schemaname IN ('public', 'vault')`,
    );
    const known = new Set(there.map(({ table }) => table));
    expect(retention.flatMap(({ tables }) => tables).filter((table) => !known.has(table))).toEqual([]);
  });
});
