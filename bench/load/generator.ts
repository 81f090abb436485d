import { usage } from '../processes.js';
import { scales } from '../scale.js';
import type { ContenderName } from '../names.js';
import { message, questionsOf, type Task } from '../scenarios.js';
import { World } from '../world.js';
import { Connection } from './connection.js';
import { type Job, LONGEST_WARM_UP, type Outcome } from './job.js';

/** Runs jobs for the process that forked it: the load has a process of its own, so that it is nobody's processor time. */
const worlds = new Map<string, World>();

/** Servers that may stand still. */
const servers = new Set<number>();

process.on('message', (job: Job) => {
  servers.add(job.server);
  run(job).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => {
  // When the bench was killed, a server that it had stopped must wake up to notice that.
  for (const pid of servers) wake(pid);
  process.exit();
});

function worldOf({ scale, seed, growth }: Job['world']): World {
  const key = JSON.stringify([scale, seed, growth]);
  const known = worlds.get(key);
  if (known) return known;
  const found = scales.find(({ name }) => name === scale);
  if (!found) throw new Error(`There is no scale "${scale}".`);
  const made = new World(found, seed, growth);
  worlds.set(key, made);
  return made;
}

/** Bytes by index; those of reads are made once. */
function messages(world: World, contender: ContenderName, task: Task): (index: number) => string | Buffer | null {
  const questions = questionsOf(world, task);
  const prepared: Buffer[] = [];
  return (index) => {
    const place = index % questions.period;
    const known = prepared[place];
    if (known) return known;
    const question = questions.at(index);
    if (!question) return null;
    const text = message(contender, question);
    if (Number.isFinite(questions.period)) prepared[place] = Buffer.from(text);
    return text;
  };
}

/** A slow answer on a busy machine may take longer than a short measurement: it goes on until there is something to say. */
const FEWEST = 64;
const LONGEST = 20;

class Run {
  next: number;
  exhausted = false;
  private measuring = false;
  private stopped = false;
  private readonly latencies: number[] = [];
  private answered = 0;
  private taken = 0;
  private failures = 0;
  private busy = 0;
  private failure: string | undefined;

  constructor(
    private readonly job: Job,
    private readonly messageAt: (index: number) => string | Buffer | null,
    private readonly mark: RegExp,
  ) {
    this.next = job.from;
  }

  async outcome(): Promise<Outcome> {
    const { job } = this;
    const open = await Promise.all(Array.from({ length: job.connections }, () => Connection.open(job.port)));
    const all = Promise.all(open.map((connection) => this.drive(connection)));
    await this.warmUp(all);
    await this.pass(job.leadIn, all);
    // Both readings of the clocks are taken here, between answers, not in another process that has to be told first.
    this.measuring = true;
    const began = process.hrtime.bigint();
    const before = usage(job.server, job.postmaster);
    await this.pass(job.seconds, all);
    // Nobody looks at what a warm-up took.
    while (job.warmUp === 0 && this.latencies.length < FEWEST && !this.exhausted && secondsSince(began) < LONGEST) {
      await this.pass(0.1, all);
    }
    this.measuring = false;
    const seconds = secondsSince(began);
    const after = usage(job.server, job.postmaster);
    this.stopped = true;
    await all;
    for (const connection of open) connection.close();
    return this.summed(seconds, { server: after.server - before.server, postgres: after.postgres - before.postgres });
  }

  private async warmUp(all: Promise<unknown>): Promise<void> {
    const began = process.hrtime.bigint();
    while (this.answered < this.job.warmUp && !this.exhausted && secondsSince(began) < LONGEST_WARM_UP) {
      await this.pass(0.1, all);
    }
  }

  private pass(seconds: number, all: Promise<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise((resolve) => {
      timer = setTimeout(resolve, seconds * 1000);
    });
    return Promise.race([time, all]).finally(() => clearTimeout(timer));
  }

  private async drive(connection: Connection): Promise<void> {
    while (!this.stopped) {
      const bytes = this.messageAt(this.next);
      if (bytes === null) {
        this.exhausted = true;
        return;
      }
      this.next += 1;
      const asked = performance.now();
      const { status, body } = await connection.ask(bytes);
      this.answered += 1;
      if (this.measuring) this.latencies.push(performance.now() - asked);
      if (status === 200 && this.mark.test(body)) {
        if (this.measuring) this.taken += 1;
      } else if (body.includes('"code":"RETRY_LATER"')) {
        this.busy += 1;
      } else {
        this.failures += 1;
        this.failure ??= `${status} ${body.slice(0, 300)}`;
      }
    }
  }

  private summed(seconds: number, cpu: { server: number; postgres: number }): Outcome {
    const sorted = this.latencies.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return {
      seconds,
      requests: sorted.length,
      taken: this.taken,
      failures: this.failures,
      busy: this.busy,
      ...(this.failure !== undefined && { failure: this.failure }),
      p50: at(0.5),
      p99: at(0.99),
      cpu,
      next: this.next,
      exhausted: this.exhausted,
    };
  }
}

function wake(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It has ended, which is all that is wanted.
  }
}

function secondsSince(began: bigint): number {
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function run(job: Job): Promise<Outcome> {
  const world = worldOf(job.world);
  return new Run(job, messages(world, job.contender, job.task), questionsOf(world, job.task).mark).outcome();
}
