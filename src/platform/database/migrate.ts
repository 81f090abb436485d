import { Logger as QueueLogger, runMigrations as runQueueMigrations } from 'graphile-worker';
import type pg from 'pg';
import { DataSource, type Logger, type MigrationInterface } from 'typeorm';
import { migrations as allMigrations } from '../../../migrations/index.js';
import { CommandError, errorCode, errorMessage } from '../command-error.js';
import { JOBS_GROUP } from './roles.js';
import { withSettings } from './urls.js';

/** TypeORM reports a failed migration on the terminal and throws it as well; once is enough. */
const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

export type MigrationClass = new () => MigrationInterface;

export const MIGRATION_TABLE = 'migration';

/** The owner's data source: migrations only. Serving uses its own, as the runtime role. */
export function ownerDataSource(ownerUrl: string, migrations: MigrationClass[] = allMigrations): DataSource {
  return new DataSource({
    type: 'postgres',
    // A migration that waits for a lock makes everyone behind it wait too: better to give up and try again later.
    url: withSettings(ownerUrl, { lock_timeout: '5s', idle_in_transaction_session_timeout: '0' }),
    applicationName: 'accompany migrations',
    migrations,
    migrationsTableName: MIGRATION_TABLE,
    migrationsTransactionMode: 'each',
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    poolErrorHandler: () => undefined,
    logger: silent,
    extra: { max: 2 },
  });
}

export async function migrate(ownerUrl: string, migrations: MigrationClass[] = allMigrations): Promise<string[]> {
  const source = await ownerDataSource(ownerUrl, migrations).initialize();
  try {
    await refuseNewerDatabase(source, migrations);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } catch (error) {
    if (errorCode(error) !== '55P03') throw error;
    throw new CommandError(
      `The database could not be brought up to date because other sessions hold locks on its tables (${errorMessage(error)}). ` +
        'Nothing was left half-done. Start again in a moment, or stop the long-running sessions first.',
    );
  } finally {
    await source.destroy();
  }
}

async function refuseNewerDatabase(source: DataSource, migrations: MigrationClass[]): Promise<void> {
  const known = new Set(migrations.map((migration) => new migration().name ?? migration.name));
  const table: { present: boolean }[] = await source.query(`SELECT to_regclass($1) IS NOT NULL AS present`, [
    `public.${MIGRATION_TABLE}`,
  ]);
  if (!table[0]?.present) return;
  const applied: { name: string }[] = await source.query(`SELECT name FROM public.${MIGRATION_TABLE} ORDER BY id`);
  const unknown = applied.filter(({ name }) => !known.has(name));
  if (unknown.length === 0) return;
  throw new CommandError(
    `The database is newer than this version of Accompany (it has ${unknown.map(({ name }) => name).join(', ')}). ` +
      'Start the version that wrote it or a later one; going back needs a backup from before the upgrade.',
  );
}

/** The job queue brings its own migrations; they run as its owner. */
export async function migrateQueue(client: pg.Client, jobsUrl: string): Promise<void> {
  const { rows } = await client.query<{ database: string; installed: boolean }>(
    `SELECT quote_ident(current_database()) AS database,
            to_regclass('graphile_worker.migrations') IS NOT NULL AS installed`,
  );
  const { database = '', installed = false } = rows[0] ?? {};
  // Needed once, to create the schema: a queue that could go on creating schemas could shadow ours.
  if (!installed) await client.query(`GRANT CREATE ON DATABASE ${database} TO ${JOBS_GROUP}`);
  try {
    await runQueueMigrations({
      connectionString: jobsUrl,
      maxPoolSize: 2,
      logger: new QueueLogger(() => () => undefined),
    });
  } finally {
    if (!installed) await client.query(`REVOKE CREATE ON DATABASE ${database} FROM ${JOBS_GROUP}`);
  }
}
