import pg from 'pg';
import { CommandError, errorCode, errorMessage } from '../command-error.js';
import { databaseName, userName, withoutPassword } from './urls.js';

/** One connection of its own, for what happens once: set-up, a command, an assertion. Serving uses pools. */
export async function connect(url: string, what = 'DATABASE_URL'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // Without a listener a server that goes away would end the whole process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw connectionFailure(url, what, error);
  }
  return client;
}

export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  what = 'DATABASE_URL',
): Promise<T> {
  const client = await connect(url, what);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connectionFailure(url: string, what: string, error: unknown): CommandError {
  const { host, hostname } = new URL(url);
  const user = userName(url);
  const database = databaseName(url);
  const code = errorCode(error) ?? (error instanceof AggregateError ? errorCode(error.errors[0]) : undefined);
  switch (code) {
    case 'ECONNREFUSED':
      return new CommandError(
        `No Postgres answers at ${host}. Start it, or put right the host and port of ${what} (${withoutPassword(url)}).`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CommandError(`The host of ${what}, ${hostname}, has no address. Put right its name.`);
    case '28P01':
    case '28000':
      return new CommandError(
        `Postgres at ${host} does not let "${user}" in (${errorMessage(error)}). Put right the user and password of ${what}.`,
      );
    case '3D000':
      return new CommandError(
        `Postgres at ${host} has no database "${database}". Create it (createdb ${database}), or put right the end of ${what}.`,
      );
    case '42501':
      return new CommandError(
        `"${user}" may not connect to the database "${database}" at ${host}. Grant it: GRANT CONNECT ON DATABASE "${database}" TO "${user}".`,
      );
    case '53300':
      return new CommandError(
        `Postgres at ${host} has no connection left. Raise its max_connections, or lower POOL_SIZE of the servers that use it.`,
      );
    default:
      return new CommandError(
        `Accompany cannot connect to the database "${database}" at ${host}: ${errorMessage(error)}. Put right ${what}.`,
      );
  }
}
