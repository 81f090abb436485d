import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.js';
import { CommandError } from '../command-error.js';
import { type FolderLock, isHolder, lockFolder } from '../folder-lock.js';
import { attachToEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { prepareAside } from './prepare-aside.js';
import { provisionDatabase } from './provision.js';
import type { DatabaseUrls } from './urls.js';

export interface OpenDatabase {
  urls: DatabaseUrls;
  /** Stops the server if we started it. */
  close(): Promise<void>;
}

type Log = (line: string) => void;
type DatabaseConfig = Pick<Config, 'databaseUrl' | 'runtimeDatabaseUrl' | 'jobsDatabaseUrl' | 'dataDir' | 'secret'>;

const DATABASE = 'accompany';

/** Takes the data folder, or says who has it. Nothing to take where another machine keeps the data. */
export function takeDataFolder(config: DatabaseConfig, what: string): FolderLock {
  if (config.databaseUrl) return { release: () => undefined };
  const outcome = lockFolder(config.dataDir, what);
  if (!isHolder(outcome)) return outcome;
  throw new CommandError(
    `${outcome.what} is using ${config.dataDir} already (process ${outcome.pid}). ` +
      'Stop it first, or set DATA_DIR (and PORT) to have another one beside it.',
  );
}

/** The database of a server: DATABASE_URL's, or an embedded one in the folder that the caller has taken. */
export async function openDatabase(config: DatabaseConfig, log: Log): Promise<OpenDatabase> {
  if (config.databaseUrl)
    return { urls: await prepareGiven(config, config.databaseUrl, log), close: async () => undefined };
  const server = await startEmbeddedPostgres({ dataDir: serverFolder(config), log });
  try {
    return { urls: await prepareEmbedded(config, server.url, log), close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The database of a command: a running server's if there is one, so that `npm start` need not stop for it. */
export async function shareDatabase(config: DatabaseConfig, what: string, log: Log): Promise<OpenDatabase> {
  if (config.databaseUrl) return openDatabase(config, log);
  for (let tries = 0; tries < 150; tries++) {
    const outcome = lockFolder(config.dataDir, what);
    if (!isHolder(outcome)) return openAndRelease(config, outcome, log);
    const url = await attachToEmbeddedPostgres(serverFolder(config));
    if (url) return { urls: await prepareEmbedded(config, url, log), close: async () => undefined };
    await sleep(200); // Its holder is starting it, or about to let go.
  }
  throw new CommandError(
    `Another Accompany process keeps ${config.dataDir} without a database that answers. Stop it and try again.`,
  );
}

async function openAndRelease(config: DatabaseConfig, lock: FolderLock, log: Log): Promise<OpenDatabase> {
  try {
    const opened = await openDatabase(config, log);
    return { urls: opened.urls, close: () => opened.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function serverFolder(config: DatabaseConfig): string {
  return join(config.dataDir, 'postgres');
}

function prepareGiven(config: DatabaseConfig, url: string, log: Log): Promise<DatabaseUrls> {
  const roles = { runtime: config.runtimeDatabaseUrl, jobs: config.jobsDatabaseUrl };
  return prepareAside({ url, secret: config.secret, roles }, log);
}

async function prepareEmbedded(config: DatabaseConfig, superuserUrl: string, log: Log): Promise<DatabaseUrls> {
  const owner = await provisionDatabase(superuserUrl, config.secret, DATABASE);
  return prepareAside({ url: owner, secret: config.secret, roles: {} }, log);
}
