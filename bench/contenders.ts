import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../src/platform/command-error.js';
import type { ContenderName } from './scenarios.js';
import type { Stage } from './stage.js';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const LIMIT = fileURLToPath(new URL('./limit/server.js', import.meta.url));
const LEASH = new URL('./leash.js', import.meta.url).href;
/** The server's own default; the limit gets as many. */
const POOL_SIZE = '10';
const START_PATIENCE = 60_000;
const STOP_PATIENCE = 15_000;

/** A server as a process of its own. */
export class Contender {
  private stopping = false;

  private constructor(
    readonly name: ContenderName,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static limit(stage: Stage): Promise<Contender> {
    return Contender.start('limit', LIMIT, { RUNTIME_DATABASE_URL: stage.urls.runtime }, []);
  }

  /** As it is served in production, background work included; only the line a request in the log is left out. */
  static accompany(stage: Stage, profile?: string): Promise<Contender> {
    const environment = {
      ...stage.environment,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      // Counted, because that costs something, and never spent: one machine plays all people here.
      RATE_LIMIT_PERSON: '1000000000',
      RATE_LIMIT_ADDRESS: '1000000000',
    };
    const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    return Contender.start('accompany', MAIN, environment, flags);
  }

  get pid(): number {
    if (this.child.pid === undefined || this.child.exitCode !== null) throw new CommandError(`${this.name} has ended.`);
    return this.child.pid;
  }

  /** While one is measured, the other does nothing at all. */
  pause(): void {
    if (!this.stopping) process.kill(this.pid, 'SIGSTOP');
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.resume();
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), STOP_PATIENCE);
    await ended;
    clearTimeout(impatience);
  }

  private static async start(
    name: ContenderName,
    file: string,
    environment: Record<string, string>,
    flags: string[],
  ): Promise<Contender> {
    const port = await freePort();
    const child = fork(file, [], {
      execArgv: [...flags, '--import', LEASH],
      // Nothing of the caller's environment: NODE_OPTIONS or a DATABASE_URL of theirs would change what is measured.
      env: { PATH: process.env['PATH'] ?? '', ...environment, PORT: String(port), POOL_SIZE },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const contender = new Contender(name, port, child);
    // Even one that stands still: nothing may be left of a bench that ends early.
    process.once('exit', () => child.kill('SIGKILL'));
    try {
      await answers(child, name, port);
      return contender;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }
}

/** Until it answers HTTP, whatever it answers; what it prints is told if it ends instead. */
async function answers(child: ChildProcess, name: ContenderName, port: number): Promise<void> {
  let told = '';
  const listen = (chunk: Buffer) => {
    told = `${told}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  for (const deadline = Date.now() + START_PATIENCE; Date.now() < deadline; ) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    try {
      await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(2_000) });
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new CommandError(`The server "${name}" did not start. It said:\n${told.trim() || 'nothing.'}`);
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
