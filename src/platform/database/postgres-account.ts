import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { CommandError } from '../command-error.js';

/** The account that the server runs under; undefined means "as we are". */
export interface PostgresAccount {
  uid: number;
  gid: number;
  name: string;
}

/**
 * Postgres refuses to run as root, so root hands it to another account that exists on the machine: the owner of an
 * existing data folder (so that data made before `sudo` stays readable), else `postgres`, else `nobody`.
 */
export function postgresAccount(existingCluster: string): PostgresAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(existingCluster);
  if (owner && owner.uid !== 0) return { ...owner, name: `uid ${owner.uid}` };
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && uid !== 0 && gid !== undefined) return { uid, gid, name };
  }
  throw new CommandError(
    'Postgres does not run as root, and this machine has neither a user "postgres" nor a user "nobody". ' +
      'Start Accompany as an ordinary user, or set DATABASE_URL to a server that already runs.',
  );
}

/** Asked of the kernel rather than computed from modes, so that access lists count too. */
export function canReach(account: PostgresAccount | undefined, path: string): boolean {
  if (!account) return true;
  const probe = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return probe.status === 0;
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && { uid: stats.uid, gid: stats.gid };
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const result = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout.trim()) : undefined;
}
