import type pg from 'pg';
import { CommandError, errorCode, errorMessage } from '../command-error.js';
import { withClient } from './connect.js';
import { migrate, migrateQueue, type MigrationClass } from './migrate.js';
import { ensureRoles, type GivenRoles, stepDown } from './roles.js';
import { type DatabaseUrls, databaseName, userName } from './urls.js';

export interface PrepareOptions extends GivenRoles {
  /** For tests of migrating itself. */
  migrations?: MigrationClass[];
  log?: (line: string) => void;
}

/** Any number that nothing else in the database locks. */
const LOCK = 4_223_616_211;
const OLDEST_POSTGRES = 150_000;

/**
 * Makes a database ready to serve: roles, the job queue, migrations. Harmless to repeat. Processes that start together
 * queue up on a lock, so that the first migrates and the others find the work done.
 */
export async function prepareDatabase(
  givenUrl: string,
  secret: Buffer,
  options: PrepareOptions = {},
): Promise<DatabaseUrls> {
  return withClient(givenUrl, async (client) => {
    await refuseUnfit(client);
    return prepare(client, givenUrl, secret, options).catch((error: unknown) => {
      throw errorCode(error) === '42501' ? mayNotChange(givenUrl, error) : error;
    });
  });
}

async function prepare(
  client: pg.Client,
  givenUrl: string,
  secret: Buffer,
  options: PrepareOptions,
): Promise<DatabaseUrls> {
  await lock(client, options.log);
  // Released with the connection, whatever happens below.
  const owner = await stepDown(client, givenUrl);
  const { runtime, jobs } = await ensureRoles(client, owner, secret, options);
  await proveRuntime(runtime);
  await migrateQueue(client, jobs);
  const done = await migrate(owner, options.migrations);
  if (done.length > 0) options.log?.(`Migrated the database: ${done.length} ${done.length === 1 ? 'step' : 'steps'}.`);
  return { owner, runtime, jobs };
}

function mayNotChange(url: string, error: unknown): CommandError {
  const name = databaseName(url);
  const user = userName(url);
  return new CommandError(
    `"${user}" may not make everything that Accompany needs in the database "${name}" (${errorMessage(error)}). ` +
      `Let an administrator run: ALTER DATABASE "${name}" OWNER TO "${user}".`,
  );
}

async function refuseUnfit(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string; encoding: string; readonly: boolean }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding, current_setting('transaction_read_only')::bool AS readonly`,
  );
  const server = rows[0];
  if (!server) return;
  if (server.number < OLDEST_POSTGRES) {
    throw new CommandError(
      `Accompany needs Postgres 15 or later, and DATABASE_URL leads to Postgres ${server.version}. Upgrade that server, or use another.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new CommandError(
      `The database has the encoding ${server.encoding}, which cannot hold every language. Create one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
  if (server.readonly) {
    throw new CommandError(
      'DATABASE_URL leads to a read-only server, perhaps a standby. Use the address of the primary.',
    );
  }
}

async function lock(client: pg.Client, log?: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCK]);
  if (rows[0]?.got) return;
  log?.('Waiting for another process that is preparing the database.');
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

/** The promise that everything else rests on, checked on the connection that will serve, not assumed. */
async function proveRuntime(runtimeUrl: string): Promise<void> {
  await withClient(
    runtimeUrl,
    async (client) => {
      const { rows } = await client.query<{ name: string; unbound: boolean; member: boolean }>(
        `SELECT current_user AS name, rolsuper OR rolbypassrls AS unbound,
                pg_has_role(current_user, 'accompany_app', 'USAGE') AS member
           FROM pg_roles WHERE rolname = current_user`,
      );
      const role = rows[0];
      if (role?.unbound) {
        throw new CommandError(
          `The role "${role.name}" that would serve requests is a superuser or has BYPASSRLS, so row-level security would not bind it. ` +
            `Run: ALTER ROLE "${role.name}" NOSUPERUSER NOBYPASSRLS, or use another role.`,
        );
      }
      if (role && !role.member) {
        throw new CommandError(`The role "${role.name}" lacks its rights. Run: GRANT accompany_app TO "${role.name}".`);
      }
    },
    'RUNTIME_DATABASE_URL',
  );
}
