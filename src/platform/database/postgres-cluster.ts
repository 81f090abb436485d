import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CommandError, errorMessage } from '../command-error.js';
import { makeFolder, writingInto } from '../folder.js';
import { canReach, type PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/** What the folder of an embedded server holds. */
export interface ClusterFiles {
  /** The data folder as Postgres knows it. */
  cluster: string;
  passwordFile: string;
  logFile: string;
}

export function clusterFiles(dataDir: string): ClusterFiles {
  return {
    cluster: join(dataDir, 'cluster'),
    passwordFile: join(dataDir, 'superuser-password'),
    logFile: join(dataDir, 'postgres.log'),
  };
}

/** The command-line name of a cluster folder, see `clusterArgument`. */
const BY_WORKING_FOLDER = '/proc/self/cwd';

/**
 * How to name the cluster on the command line of a program that runs in it. Where the server's account may not enter a
 * folder above (`/root` is 0700), the path is useless to it; but root may start the program *inside* the folder, and
 * Linux then reaches it through the process's own working folder without looking at the folders above.
 */
export function clusterArgument(cluster: string, account: PostgresAccount | undefined): string {
  if (canReach(account, cluster)) return cluster;
  if (process.platform === 'linux') return BY_WORKING_FOLDER;
  throw new CommandError(
    `The account "${account?.name}", which runs Postgres for root, may not enter ${cluster}. ` +
      'Start Accompany as an ordinary user, or set DATA_DIR to a folder inside one that everyone may enter.',
  );
}

/** Creates the cluster if there is none. A start that dies half-way leaves nothing that the next one could mistake for one. */
export async function ensureCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
  durable: boolean,
): Promise<void> {
  const { cluster, passwordFile } = clusterFiles(dataDir);
  writingInto(dataDir, () => {
    makeFolder(dataDir);
    give(dataDir, account);
  });
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    refuseOtherMajor(cluster, binaries);
    return;
  }
  for (const left of readdirSync(dataDir).filter((name) => name.startsWith('cluster.new-'))) {
    rmSync(join(dataDir, left), { recursive: true, force: true });
  }
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    give(passwordFile, account);
  }
  const fresh = mkdtempSync(join(dataDir, 'cluster.new-'));
  give(fresh, account);
  await initialise(fresh, binaries, account, durable);
  renameSync(fresh, cluster);
}

export function superuserPassword(dataDir: string): string {
  const { passwordFile } = clusterFiles(dataDir);
  try {
    return readFileSync(passwordFile, 'utf8').trim();
  } catch (error) {
    throw new CommandError(
      `The password of the embedded Postgres cannot be read from ${passwordFile} (${errorMessage(error)}). ` +
        'Start Accompany as the user who owns that file, or put the file back from a backup.',
    );
  }
}

function give(path: string, account: PostgresAccount | undefined): void {
  if (account) chownSync(path, account.uid, account.gid);
}

function refuseOtherMajor(cluster: string, binaries: PostgresBinaries): void {
  const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (major === binaries.major) return;
  throw new CommandError(
    `The data in ${cluster} was written by Postgres ${major}, and this version of Accompany brings Postgres ` +
      `${binaries.major}. Use the version of Accompany that wrote it, or set DATA_DIR to another folder.`,
  );
}

async function initialise(
  cluster: string,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
  durable: boolean,
): Promise<void> {
  const flags = ['-U', 'postgres', '-E', 'UTF8', '-A', 'scram-sha-256', '--pwfile=../superuser-password'];
  if (!durable) flags.push('--no-sync');
  const target = ['-D', clusterArgument(cluster, account)];
  // The builtin provider sorts alike on every machine. Some systems lack the C library's locale of the same name,
  // which only decides how words are cut for text search there.
  const locales = [
    ['--locale-provider=builtin', '--locale=C.UTF-8'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ];
  let output = '';
  for (const locale of locales) {
    const result = await runInside(cluster, binaries.initdb, [...flags, ...locale, ...target], account);
    if (result.code === 0) return;
    output = result.output;
    if (!/invalid locale/i.test(output)) break;
  }
  rmSync(cluster, { recursive: true, force: true });
  throw new CommandError(
    `The embedded Postgres could not set up its data folder: ${lastLine(output)} ` +
      'Put that right, or set DATABASE_URL to a Postgres 15 or later.',
  );
}

function runInside(
  folder: string,
  program: string,
  args: string[],
  account: PostgresAccount | undefined,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: postgresEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Nothing of the caller's environment: a stray PGDATA, PGPORT or LC_ALL would change what the server does. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_MESSAGES: 'C', TZ: 'UTC' };
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /error|fatal|could not|cannot|invalid/i.test(line));
  return (telling.at(-1) ?? lines.at(-1) ?? 'it gave no reason.').trim();
}
