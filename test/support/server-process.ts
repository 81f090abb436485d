import { randomInt } from 'node:crypto';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
const RUN = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  errors: string;
}

/** Accompany as a process of its own, the way `npm start` runs it. */
export class ServerProcess {
  output = '';
  errors = '';
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;

  constructor(environment: Record<string, string>, script: string[] = [START]) {
    // Nothing of Jest's own environment: its NODE_OPTIONS and NODE_ENV are not a newcomer's.
    const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LOG_LEVEL: 'warn', ...environment };
    this.child = spawn(process.execPath, script, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve({ code, signal, output: this.output, errors: this.errors }));
    });
  }

  /** Resolves once it serves; fails with what it said if it ended instead. */
  async ready(): Promise<this> {
    let ended: Ended | undefined;
    void this.ended.then((end) => (ended = end));
    while (!this.output.includes('Stop it with Ctrl-C.')) {
      if (ended) throw new Error(`The server ended (${ended.code ?? ended.signal}): ${ended.errors}`);
      await sleep(25);
    }
    return this;
  }

  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

export function command(environment: Record<string, string>, ...args: string[]): ServerProcess {
  return new ServerProcess(environment, [RUN, ...args]);
}

/** Below the ports that the system gives out by itself, which other tests take and leave all the time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 30_000);
    const probe = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(true)).listen(port, '127.0.0.1', () => resolve(false));
    });
    if (taken) continue;
    await once(probe.close(), 'close');
    return port;
  }
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'accompany-start-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The process number of the Postgres in a data folder; read while it runs, to see later that it is gone. */
export function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

export async function isGone(pid: number, within = 5_000): Promise<boolean> {
  for (const deadline = Date.now() + within; Date.now() < deadline; await sleep(50)) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
  }
  return false;
}
