import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../command-error.js';
import { type PostgresAccount, postgresAccount } from './postgres-account.js';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import {
  clusterArgument,
  clusterFiles,
  ensureCluster,
  postgresEnvironment,
  superuserPassword,
} from './postgres-cluster.js';
import { startWatchdog, type Watchdog } from './postgres-watchdog.js';
import { isAlive, livePostmaster } from './postmaster-file.js';

export interface EmbeddedPostgresOptions {
  /** The folder of this server: its cluster, its password and its log. Created if missing. */
  dataDir: string;
  /** Postgres settings on top of ours, such as `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
  /** A throwaway server: not synced to disk, and its folder goes when it stops, whatever stops it. */
  ephemeral?: boolean;
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** The superuser's address of the database `postgres`. */
  url: string;
  stop(): Promise<void>;
}

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // No socket at all: the usual folder, /tmp, is shared with other servers, and a path of our own may exceed 107 bytes.
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '150',
  // Statements and the details of errors hold what people wrote; the log must not.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};
const START_PATIENCE = 60_000;
const RESTART_PATIENCE = 8_000;
const LOG_LIMIT = 10_000_000;

/** Starts the Postgres that comes with the package. One process at a time may own a folder: see folder-lock.ts. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => undefined } = options;
  const { cluster } = clusterFiles(dataDir);
  const account = postgresAccount(cluster);
  const binaries = postgresBinaries(account);
  const watchdog = startWatchdog(options.ephemeral ? dataDir : '');
  try {
    await ensureCluster(dataDir, binaries, account, !options.ephemeral);
    await stopLeftover(cluster, log);
    const server = await startPatiently(options, binaries, account, watchdog);
    const stop = stopper(server, watchdog, options);
    return { url: superuserUrl(dataDir, server.port), stop };
  } catch (error) {
    watchdog.release();
    if (options.ephemeral) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** The address of a server that already runs in this folder, started by another process. */
export async function attachToEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  const { cluster } = clusterFiles(dataDir);
  for (let waited = 0; waited < RESTART_PATIENCE; waited += 100) {
    const found = livePostmaster(cluster);
    if (!found) return undefined;
    if (found.ready) return superuserUrl(dataDir, found.port);
    await sleep(100);
  }
  return undefined;
}

function superuserUrl(dataDir: string, port: number): string {
  return `postgresql://postgres:${encodeURIComponent(superuserPassword(dataDir))}@127.0.0.1:${port}/postgres`;
}

interface Server {
  child: ChildProcess;
  pid: number;
  port: number;
  exited: Promise<void>;
}

/** A server whose process died by kill -9 may still be on its way out under its watchdog; nobody needs it any more. */
async function stopLeftover(cluster: string, log: (line: string) => void): Promise<void> {
  const leftover = livePostmaster(cluster);
  if (!leftover) return;
  log('Stopping a Postgres that an earlier run left behind.');
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalQuietly(leftover.pid, signal);
    for (let tries = 0; tries < 50; tries++) {
      if (!livePostmaster(cluster)) return;
      await sleep(100);
    }
  }
  throw new CommandError(
    `A Postgres server (process ${leftover.pid}) uses ${cluster} and does not stop. Stop it, then start Accompany again.`,
  );
}

/**
 * The first starts after a killed postmaster can fail while its last children let go of shared memory, and a free port
 * can be taken by someone else in between: both pass by themselves.
 */
async function startPatiently(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
  watchdog: Watchdog,
): Promise<Server> {
  const { cluster, logFile } = clusterFiles(options.dataDir);
  const deadline = Date.now() + RESTART_PATIENCE;
  for (;;) {
    const logStart = logSize(logFile);
    const server = await launch(options, binaries, account);
    watchdog.guard(server.pid);
    if (await becomesReady(server, cluster)) return server;
    const told = readFileSync(logFile).subarray(logStart).toString();
    const passing = /shared memory block|lock file|in use|could not create any TCP/i.test(told);
    if (!passing || Date.now() > deadline) throw startFailure(told, logFile);
    await sleep(250);
  }
}

async function launch(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
): Promise<Server> {
  const { cluster, logFile } = clusterFiles(options.dataDir);
  const port = await freePort();
  const settings = { ...SETTINGS, ...options.settings, port: String(port) };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logDescriptor = openLog(logFile, account);
  try {
    const child = spawn(binaries.postgres, ['-D', clusterArgument(cluster, account), ...args], {
      cwd: cluster,
      env: postgresEnvironment(),
      stdio: ['ignore', logDescriptor, logDescriptor],
      detached: true, // Ctrl-C is for us: the server must stay up while requests in flight finish.
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    const exited = new Promise<void>((resolve, reject) => {
      child.once('exit', () => resolve());
      child.once('error', reject);
    });
    exited.catch(() => undefined);
    child.unref();
    if (child.pid === undefined) await exited;
    return { child, pid: child.pid ?? 0, port, exited };
  } catch (error) {
    throw new CommandError(
      `The embedded Postgres does not run on this machine (${error instanceof Error ? error.message : String(error)}). ` +
        'Set DATABASE_URL to a Postgres 15 or later.',
    );
  } finally {
    closeSync(logDescriptor);
  }
}

async function becomesReady(server: Server, cluster: string): Promise<boolean> {
  for (const deadline = Date.now() + START_PATIENCE; Date.now() < deadline; ) {
    if (server.child.exitCode !== null || server.child.signalCode !== null) return false;
    const found = livePostmaster(cluster);
    if (found?.pid === server.pid && found.ready) return true;
    await sleep(20);
  }
  signalQuietly(server.pid, 'SIGQUIT');
  await server.exited;
  return false;
}

function stopper(server: Server, watchdog: Watchdog, options: EmbeddedPostgresOptions): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    // Fast shutdown; a server that has not finished its checkpoint after 15 s recovers at its next start instead.
    signalQuietly(server.pid, 'SIGINT');
    const impatience = setTimeout(() => signalQuietly(server.pid, 'SIGQUIT'), 15_000);
    server.child.ref(); // Otherwise nothing might keep our process waiting for it.
    await server.exited;
    clearTimeout(impatience);
    watchdog.release();
    if (options.ephemeral) rmSync(options.dataDir, { recursive: true, force: true });
  };
  return () => (stopping ??= stop());
}

function startFailure(told: string, logFile: string): CommandError {
  const reason = told
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|could not|error while/.test(line))
    .at(-1);
  return new CommandError(
    `The embedded Postgres did not start: ${reason?.trim() ?? 'it gave no reason'}. Its log is ${logFile}.`,
  );
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, signal);
}

function logSize(logFile: string): number {
  return statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
}

function openLog(logFile: string, account: PostgresAccount | undefined): number {
  if (logSize(logFile) > LOG_LIMIT) renameSync(logFile, `${logFile}.old`);
  const descriptor = openSync(logFile, 'a', 0o600);
  if (account) chownSync(logFile, account.uid, account.gid);
  return descriptor;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
