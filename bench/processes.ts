import { readdirSync, readFileSync } from 'node:fs';
import { CommandError } from '../src/platform/command-error.js';

/** Linux counts processor time in hundredths of a second for every program, whatever its own clock does. */
const TICKS_PER_SECOND = 100;

export interface Usage {
  /** Seconds of processor time, of the server and of all Postgres processes of its cluster. */
  server: number;
  postgres: number;
}

export function refuseWithoutProc(): void {
  if (process.platform !== 'linux') {
    throw new CommandError('The bench reads processor time from /proc, so it runs on Linux only.');
  }
}

export function usage(server: number, postmaster: number): Usage {
  return { server: ownTime(server), postgres: clusterTime(postmaster) };
}

/** Megabytes of memory that the process holds now. */
export function residentMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

interface Stat {
  parent: number;
  own: number;
  /** Of children that ended and were waited for. */
  ended: number;
}

function ownTime(pid: number): number {
  const stat = statOf(pid);
  if (!stat) throw new CommandError(`The process ${pid} ended while it was measured.`);
  return stat.own;
}

/** A backend that ends in between is not lost: its time moves to its parent. */
function clusterTime(postmaster: number): number {
  const parent = statOf(postmaster);
  if (!parent) throw new CommandError('Postgres ended while it was measured.');
  let sum = parent.own + parent.ended;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(Number(entry));
    if (stat?.parent === postmaster) sum += stat.own;
  }
  return sum;
}

function statOf(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name before the last bracket may hold anything. Fields are counted as in proc(5), from the third on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return {
    parent: field(4),
    own: (field(14) + field(15)) / TICKS_PER_SECOND,
    ended: (field(16) + field(17)) / TICKS_PER_SECOND,
  };
}
