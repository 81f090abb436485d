import pg from 'pg';
import { withClient } from '../../src/platform/database/connect.js';
import { prepareDatabase } from '../../src/platform/database/prepare.js';
import { provisionDatabase } from '../../src/platform/database/provision.js';
import { loginRoleName, rolePassword } from '../../src/platform/database/role-password.js';
import { APP_GROUP, JOBS_GROUP } from '../../src/platform/database/roles.js';
import { type DatabaseUrls, withUser } from '../../src/platform/database/urls.js';
import { TEMPLATE, TEST_SECRET, TEST_SERVER_VARIABLE } from './test-server.mjs';

/** The secret that every test database was prepared with. */
export const testSecret = Buffer.from(TEST_SECRET, 'hex');

const READY = 'ready for tests';
const worker = process.env['JEST_WORKER_ID'] ?? '1';

/** The superuser's address of this run's server; tests of behaviour connect as the runtime role instead. */
export function superuserUrl(): string {
  const url = process.env[TEST_SERVER_VARIABLE];
  if (!url) throw new Error('There is no test server: run the tests through npm test.');
  return url;
}

/**
 * This worker's copy of the migrated database, shared by its test files: each test builds its own world in it.
 * Files do not share module state, so that the copy exists is remembered in the server itself.
 */
export async function testDatabase(): Promise<DatabaseUrls> {
  const name = `accompany_test_${worker}`;
  if (await isReady(name)) return urlsOf(name);
  return copyTemplate(name);
}

/** A migrated database of the test's own, empty of data; made anew at each call. */
export async function freshDatabase(name: string): Promise<DatabaseUrls> {
  return copyTemplate(`accompany_${name}_${worker}`);
}

/** The owner's address of a database in which nothing has happened yet, not even migrations. */
export async function emptyDatabase(name: string): Promise<string> {
  const database = `accompany_${name}_${worker}`;
  await withClient(superuserUrl(), (client) => drop(client, database));
  return provisionDatabase(superuserUrl(), testSecret, database);
}

/** For assertions: `await sql(urls.owner)('SELECT … WHERE id = $1', [id])` answers rows over a connection of its own. */
export function sql(
  url: string,
): <Row extends pg.QueryResultRow = Record<string, any>>(text: string, values?: unknown[]) => Promise<Row[]> {
  return <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
    withClient(url, async (client) => (await client.query<Row>(text, values)).rows);
}

/** A pool that survives the server's end; the test ends it. */
export function testPool(url: string, max = 4): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}

async function copyTemplate(database: string): Promise<DatabaseUrls> {
  await withClient(superuserUrl(), async (client) => {
    await drop(client, database);
    const name = pg.escapeIdentifier(database);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy OWNER accompany_owner`);
  });
  const urls = await prepareDatabase(urlsOf(database).owner, testSecret);
  await sql(superuserUrl())(`COMMENT ON DATABASE ${pg.escapeIdentifier(database)} IS ${pg.escapeLiteral(READY)}`);
  return urls;
}

async function drop(client: pg.Client, database: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
}

async function isReady(database: string): Promise<boolean> {
  const rows = await sql(superuserUrl())<{ note: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1`,
    [database],
  );
  return rows[0]?.note === READY;
}

function urlsOf(database: string): DatabaseUrls {
  const server = new URL(superuserUrl());
  server.pathname = `/${encodeURIComponent(database)}`;
  const as = (role: string) => withUser(server.toString(), role, rolePassword(testSecret, role));
  return {
    owner: as('accompany_owner'),
    runtime: as(loginRoleName(APP_GROUP, database)),
    jobs: as(loginRoleName(JOBS_GROUP, database)),
  };
}
