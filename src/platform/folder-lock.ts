import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './command-error.js';
import { makeFolder, writingInto } from './folder.js';

export interface FolderHolder {
  pid: number;
  /** When that process began, so that another process with the same number is not mistaken for it. */
  began: string;
  /** What it is, in words that fit "… is using this folder". */
  what: string;
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes the folder for this process alone, or answers who has it. The lock of a process that is gone (kill -9, power)
 * does not count. Node offers no lock that the kernel would release, hence a file that names its holder.
 */
export function lockFolder(folder: string, what: string): FolderLock | FolderHolder {
  const path = join(folder, 'lock');
  const mine: FolderHolder = { pid: process.pid, began: beginningOf(process.pid) ?? '', what };
  const aside = `${path}.${process.pid}`;
  try {
    return writingInto(folder, () => {
      makeFolder(folder);
      writeFileSync(aside, JSON.stringify(mine), { mode: 0o644 });
      return claim(path, aside, mine);
    });
  } finally {
    rmSync(aside, { force: true });
  }
}

function claim(path: string, aside: string, mine: FolderHolder): FolderLock | FolderHolder {
  for (;;) {
    try {
      linkSync(aside, path); // Fails if the name exists: of two at once, one wins.
      return { release: () => releaseIfMine(path, mine) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && isRunning(holder)) return holder;
    removeStale(path, holder);
  }
}

export function isHolder(outcome: FolderLock | FolderHolder): outcome is FolderHolder {
  return 'pid' in outcome;
}

/** Moved aside before it is removed: if another start has taken the name meanwhile, its fresh lock is put back. */
function removeStale(path: string, judged: FolderHolder | undefined): void {
  const moved = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const holder = readHolder(moved);
  if (holder && holder.pid !== judged?.pid && isRunning(holder)) {
    try {
      linkSync(moved, path);
    } catch {
      // A third start took the name: Postgres's own lock on its data has the last word between the two.
    }
  }
  rmSync(moved, { force: true });
}

function releaseIfMine(path: string, mine: FolderHolder): void {
  const holder = readHolder(path);
  if (holder?.pid === mine.pid && holder.began === mine.began) rmSync(path, { force: true });
}

function readHolder(path: string): FolderHolder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null) return undefined;
    const { pid, began, what } = holder as Partial<FolderHolder>;
    return typeof pid === 'number' ? { pid, began: String(began), what: String(what) } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(holder: FolderHolder): boolean {
  return beginningOf(holder.pid) === holder.began;
}

/** In a container the same small numbers come back at every start; number and beginning together do not. */
function beginningOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Field 22, counted after the name in brackets, which may itself hold spaces. A zombie no longer runs.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : `${bootId()}/${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  const started = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout?.trim();
  return started || undefined;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
