import pg from 'pg';
import { withClient } from './connect.js';
import { rolePassword } from './role-password.js';
import { withDatabaseName, withUser } from './urls.js';

export const OWNER = 'accompany_owner';

/**
 * Makes the owner and a database of it on a server that is all ours, and answers the owner's address. The owner is no
 * superuser: migrations and SECURITY DEFINER functions then run with what any hosted Postgres grants.
 */
export async function provisionDatabase(superuserUrl: string, secret: Buffer, database: string): Promise<string> {
  const password = rolePassword(secret, OWNER);
  await withClient(superuserUrl, async (client) => {
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [OWNER]);
    if (role.rowCount === 0) {
      await client.query(`CREATE ROLE ${OWNER} NOSUPERUSER NOBYPASSRLS CREATEROLE`);
    }
    await client.query(`ALTER ROLE ${OWNER} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${OWNER}`);
    }
  });
  return withUser(withDatabaseName(superuserUrl, database), OWNER, password);
}
