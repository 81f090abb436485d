import pg from 'pg';
import { CommandError, errorCode, errorMessage } from '../command-error.js';
import { OWNER } from './provision.js';
import { loginRoleName, rolePassword } from './role-password.js';
import { databaseName, userName, withSettings, withUser } from './urls.js';

/** Holds what serving requests may do; migrations grant to it. Its members are the login roles of each database. */
export const APP_GROUP = 'accompany_app';
/** Owns the schema of the job queue. */
export const JOBS_GROUP = 'accompany_jobs';

/** Addresses that an administrator made by hand, where the owner may not create roles. */
export interface GivenRoles {
  runtime?: string | undefined;
  jobs?: string | undefined;
}

/** Creates or repairs the roles of this database; call it under the migration lock. Answers the two addresses. */
export async function ensureRoles(
  client: pg.Client,
  ownerUrl: string,
  secret: Buffer,
  given: GivenRoles,
): Promise<{ runtime: string; jobs: string }> {
  const database = databaseName(ownerUrl);
  try {
    for (const group of [APP_GROUP, JOBS_GROUP]) await ensureGroup(client, group);
    await joinOwnGroup(client);
    const runtime = given.runtime ?? (await ensureLogin(client, APP_GROUP, ownerUrl, secret));
    const jobs = given.jobs ?? (await ensureLogin(client, JOBS_GROUP, ownerUrl, secret));
    await admit(client, database, [userName(runtime), userName(jobs)]);
    return { runtime, jobs };
  } catch (error) {
    if (errorCode(error) === '42501') throw mayNotCreateRoles(database, userName(ownerUrl), error);
    throw error;
  }
}

/** Groups belong to the whole server: another database's first start may be creating the same one right now. */
async function ensureGroup(client: pg.Client, group: string): Promise<void> {
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [group]);
  if (found.rowCount !== 0) return;
  try {
    await client.query(`CREATE ROLE ${group} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`);
  } catch (error) {
    // 42710: it exists; 23505: it came into being while we looked.
    if (!['42710', '23505'].includes(errorCode(error) ?? '')) throw error;
  }
}

/**
 * The owner acts for the job queue (it creates the queue's schema, its functions enqueue). From Postgres 16 on, whoever
 * creates a role may administer it but neither has its privileges nor may become it until it says so.
 */
async function joinOwnGroup(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ member: boolean; modern: boolean }>(
    `SELECT pg_has_role(current_user, $1, 'USAGE') AND pg_has_role(current_user, $1, 'MEMBER') AS member,
            current_setting('server_version_num')::int >= 160000 AS modern`,
    [JOBS_GROUP],
  );
  const settable = rows[0]?.modern
    ? (await client.query<{ ok: boolean }>(`SELECT pg_has_role(current_user, $1, 'SET') AS ok`, [JOBS_GROUP])).rows[0]
        ?.ok
    : true;
  if (rows[0]?.member && settable) return;
  await client.query(`GRANT ${JOBS_GROUP} TO CURRENT_USER${rows[0]?.modern ? ' WITH INHERIT TRUE, SET TRUE' : ''}`);
}

async function ensureLogin(client: pg.Client, group: string, ownerUrl: string, secret: Buffer): Promise<string> {
  const name = loginRoleName(group, databaseName(ownerUrl));
  const password = rolePassword(secret, name);
  const role = pg.escapeIdentifier(name);
  const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean; member: boolean }>(
    `SELECT rolsuper, rolbypassrls, pg_has_role(rolname, $2, 'MEMBER') AS member FROM pg_roles WHERE rolname = $1`,
    [name, group],
  );
  const existing = rows[0];
  if (existing?.rolsuper || existing?.rolbypassrls) {
    throw new CommandError(
      `The role "${name}" is a superuser or has BYPASSRLS, so row-level security would not bind the server. ` +
        `Take that away: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS.`,
    );
  }
  if (!existing) await client.query(`CREATE ROLE ${role} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`);
  await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  if (!existing?.member) await client.query(`GRANT ${group} TO ${role}`);
  // What the job queue creates belongs to the group, so that a copy of the database does not depend on this login.
  if (group === JOBS_GROUP) await client.query(`ALTER ROLE ${role} SET role = '${JOBS_GROUP}'`);
  return withUser(withoutOwnSettings(ownerUrl), name, password);
}

/** Two installations on one server share the groups; only this database's logins may come in here. */
async function admit(client: pg.Client, database: string, logins: string[]): Promise<void> {
  const { rows } = await client.query<{ owned: boolean }>(
    `SELECT pg_has_role(current_user, datdba, 'USAGE') AS owned FROM pg_database WHERE datname = current_database()`,
  );
  if (!rows[0]?.owned) return; // Its owner decides who comes in; by default everyone may.
  const name = pg.escapeIdentifier(database);
  await client.query(
    `GRANT CONNECT ON DATABASE ${name} TO ${logins.map((login) => pg.escapeIdentifier(login)).join(', ')}`,
  );
  await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
}

/**
 * A superuser in DATABASE_URL (the usual container image makes one) must not own the tables: functions that run with
 * their owner's rights would pass every policy. It hands the database to an ordinary role and works as that role.
 */
export async function stepDown(client: pg.Client, ownerUrl: string): Promise<string> {
  const { rows } = await client.query<{ super: boolean }>(
    `SELECT rolsuper OR rolbypassrls AS super FROM pg_roles WHERE rolname = current_user`,
  );
  if (!rows[0]?.super) return ownerUrl;
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [OWNER]);
  if (found.rowCount === 0) {
    await client.query(`CREATE ROLE ${OWNER} NOLOGIN NOSUPERUSER NOBYPASSRLS`).catch((error: unknown) => {
      if (!['42710', '23505'].includes(errorCode(error) ?? '')) throw error;
    });
  }
  await client.query(`ALTER DATABASE ${pg.escapeIdentifier(databaseName(ownerUrl))} OWNER TO ${OWNER}`);
  for (const group of [APP_GROUP, JOBS_GROUP]) {
    await ensureGroup(client, group);
  }
  // Never the other group: the policies that bind the server would then bind the functions that must pass them.
  await client.query(`GRANT ${JOBS_GROUP} TO ${OWNER} WITH ADMIN OPTION`);
  return withSettings(ownerUrl, { role: OWNER });
}

function withoutOwnSettings(url: string): string {
  const parsed = new URL(url);
  parsed.searchParams.delete('options');
  return parsed.toString();
}

function mayNotCreateRoles(database: string, user: string, error: unknown): CommandError {
  return new CommandError(
    `"${user}" may not set up the roles that serve the database "${database}" (${errorMessage(error)}). ` +
      `Let an administrator run: ALTER ROLE "${user}" CREATEROLE; and, if the roles exist already, ` +
      `GRANT ${APP_GROUP}, ${JOBS_GROUP} TO "${user}" WITH ADMIN OPTION; ` +
      `or create the roles by hand and set RUNTIME_DATABASE_URL (a member of ${APP_GROUP}) ` +
      `and JOBS_DATABASE_URL (a member of ${JOBS_GROUP}).`,
  );
}
