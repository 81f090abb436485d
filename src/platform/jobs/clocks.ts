import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Logger as WorkerLogger, parseCronItems, run, type Runner } from 'graphile-worker';
import pg from 'pg';
import { DATABASE_URLS } from '../database/database.module.js';
import type { DatabaseUrls } from '../database/urls.js';
import { describeError } from '../http/logging.js';

/** Something that is due by the clock, in one process of all that run. */
export interface Clock {
  name: string;
  /** A crontab pattern, in UTC. */
  at: string;
  work: () => Promise<unknown>;
  /** Whether a time that passed while no server ran, within the last day, is made up for. */
  missed?: 'skip' | 'once';
}

const DAY = 24 * 60 * 60 * 1000;

/** Runs clocks through the job queue, which sees to it that each time is taken once, whatever number of processes. */
@Injectable()
export class Clocks {
  private readonly logger = new Logger('Clocks');
  private readonly clocks = new Map<string, Clock>();
  private readonly stopping = new AbortController();
  private runner: Runner | undefined;
  private running: Promise<void> | undefined;

  constructor(@Inject(DATABASE_URLS) private readonly urls: DatabaseUrls) {}

  add(clock: Clock): void {
    if (this.clocks.has(clock.name)) throw new Error(`There are two clocks named ${clock.name}.`);
    this.clocks.set(clock.name, clock);
  }

  start(): void {
    this.running ??= this.keepRunning();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.runner?.stop().catch(() => undefined);
    await this.running;
  }

  /** The queue's runner ends itself on some faults of the database; then it is started again. */
  private async keepRunning(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      const pool = this.openPool();
      try {
        this.runner = await this.run(pool);
        failures = 0;
        if (this.stopping.signal.aborted) await this.runner.stop();
        await this.runner.promise;
      } catch (error) {
        this.logger.warn({ err: error });
      }
      this.runner = undefined;
      await pool.end();
      failures += 1;
      const pause = Math.min(1_000 * 2 ** failures, 30_000) * (0.8 + Math.random() * 0.4);
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /**
   * Ours and not the queue's own, which it neither waits for nor listens to any more when it ends: a Postgres that stops
   * at that moment would take the process down.
   */
  private openPool(): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.urls.jobs, max: 3 });
    const ignore = () => undefined;
    pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
    return pool;
  }

  private run(pgPool: pg.Pool): Promise<Runner> {
    const clocks = [...this.clocks.values()];
    return run({
      pgPool,
      concurrency: 1,
      pollInterval: 5_000,
      noHandleSignals: true,
      logger: this.workerLogger(),
      taskList: Object.fromEntries(clocks.map((clock) => [clock.name, () => this.work(clock)])),
      parsedCronItems: parseCronItems(
        clocks.map(({ name, at, missed }) => ({
          task: name,
          match: at,
          identifier: name,
          // By key, so that what could not run is not piled up.
          options: { backfillPeriod: missed === 'once' ? DAY : 0, maxAttempts: 3, jobKey: name },
        })),
      ),
    });
  }

  private async work(clock: Clock): Promise<void> {
    try {
      await clock.work();
    } catch (error) {
      this.logger.warn({ clock: clock.name, err: error });
      const { type, code } = describeError(error);
      // The queue keeps the text of an error in a table; a database's own text may quote what was in the row.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error([clock.name, 'failed:', type, code].filter(Boolean).join(' '));
    }
  }

  private workerLogger(): WorkerLogger {
    return new WorkerLogger(() => (level, message) => {
      if (level === 'error') this.logger.error(message);
      else if (level === 'warning') this.logger.warn(message);
    });
  }
}
