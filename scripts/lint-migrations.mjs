// Lints the SQL of the migrations: runs each compiled `up` against a query runner that only writes down what it is
// asked, and hands the text to squawk. Needs a build; no database.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CONFIG = join(ROOT, '.squawk.toml');

// The founding migrations are numbered up to here. They run on an empty database, so what could block or break
// readers of a table in use does not concern them; the other rules do.
const FOUNDING_UNTIL = 1_764_000_099_999;
const RULES_FOR_TABLES_IN_USE = [
  'adding-field-with-default',
  'adding-foreign-key-constraint',
  'adding-not-nullable-field',
  'adding-required-field',
  'adding-serial-primary-key-field',
  'ban-drop-column',
  'ban-drop-not-null',
  'ban-drop-table',
  'changing-column-type',
  'constraint-missing-not-valid',
  'disallowed-unique-constraint',
  'renaming-column',
  'renaming-table',
  'require-concurrent-index-creation',
  'require-concurrent-index-deletion',
];

/** A stand-in for TypeORM's query runner that keeps the SQL and answers every query with no rows. */
function recorder(name) {
  const statements = [];
  const query = async (sql) => {
    statements.push(sql.trim().replace(/;?$/, ';'));
    return [];
  };
  const onlyQueries = (path) =>
    new Proxy(
      { query, connection: undefined },
      {
        get(target, property) {
          if (property === 'then') return undefined;
          if (property === 'query') return target.query;
          if (property === 'manager') return onlyQueries(`${path}.manager`);
          throw new Error(
            `${name} uses ${path}.${String(property)}: a migration is written in SQL, so that it can be read and linted`,
          );
        },
      },
    );
  return { runner: onlyQueries('queryRunner'), statements };
}

async function sqlOf(migration) {
  const { runner, statements } = recorder(migration.name);
  await migration.up(runner);
  return statements.join('\n\n');
}

function stampOf(name) {
  const digits = /(\d{13})$/.exec(name);
  if (!digits) throw new Error(`${name} does not end in the 13 digits of its time in milliseconds`);
  return Number(digits[1]);
}

function squawk(file, inTransaction) {
  const args = ['--config', CONFIG];
  args.push(inTransaction ? '--assume-in-transaction' : '--no-assume-in-transaction');
  const binary = join(ROOT, 'node_modules/squawk-cli/js/bin/squawk');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [binary, ...args, file], { encoding: 'utf8' });
  if (error) throw error;
  return { clean: status === 0, output: `${stdout}${stderr}` };
}

export async function lintMigrations(list) {
  const folder = mkdtempSync(join(tmpdir(), 'accompany-migrations-'));
  const faults = [];
  try {
    for (const Migration of list) {
      const migration = new Migration();
      migration.name ??= Migration.name;
      const file = join(folder, `${migration.name}.sql`);
      // A comment rather than --exclude, which would replace the exclusions of the configuration.
      const founding = stampOf(migration.name) <= FOUNDING_UNTIL;
      const exempt = founding ? `-- squawk-ignore-file ${RULES_FOR_TABLES_IN_USE.join(', ')}\n` : '';
      writeFileSync(file, exempt + (await sqlOf(migration)));
      const { clean, output } = squawk(file, migration.transaction !== false);
      if (!clean) faults.push(output.replaceAll(`${folder}/`, ''));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return faults;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const compiled = resolve(ROOT, process.argv[2] ?? 'dist/migrations/index.js');
  if (!existsSync(compiled)) {
    console.error(`${compiled} is missing. Run "npm run build" first.`);
    process.exit(2);
  }
  const { migrations } = await import(pathToFileURL(compiled).href);
  const faults = await lintMigrations(migrations);
  for (const fault of faults) console.error(fault);
  console.log(`Linted ${migrations.length} migrations, ${faults.length} with faults.`);
  process.exit(faults.length > 0 ? 1 : 0);
}
