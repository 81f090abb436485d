import { Logger } from '@nestjs/common';

export interface Ticking {
  name: string;
  /** Milliseconds between the end of one round and the start of the next. */
  every: number;
  /** One round. Answering true means that more is waiting: the next round follows at once. */
  work: () => Promise<boolean | void>;
}

const LONGEST_PAUSE = 30_000;

/**
 * Runs rounds one after another, never two at once, until it is stopped. A round that fails is logged and tried again
 * after a growing pause, so that a database that went away is neither hammered nor forgotten.
 */
export class Ticker {
  /** When a round last ended well; null until the first one did. */
  lastSuccessAt: Date | null = null;
  private readonly logger: Logger;
  private failures = 0;
  private loop: Promise<void> | undefined;
  private stopping = false;
  private nudged = false;
  private wake: () => void = () => undefined;

  constructor(private readonly ticking: Ticking) {
    this.logger = new Logger(ticking.name);
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** Something came up: starts the next round now instead of when its time comes. */
  nudge(): void {
    // After a failure the pause is the point.
    if (this.failures > 0) return;
    this.nudged = true;
    this.wake();
  }

  /** Resolves when the round in flight, if any, has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.nudged = false;
      const more = await this.round();
      if (!more && !this.nudged && !this.stopping) await this.pause();
    }
  }

  private async round(): Promise<boolean> {
    try {
      const more = await this.ticking.work();
      if (this.failures > 0) this.logger.log('Works again.');
      this.failures = 0;
      this.lastSuccessAt = new Date();
      return more === true;
    } catch (error) {
      this.failures += 1;
      // A long outage says so at its first, second, fourth, eighth … failure, not twice a second.
      if (Number.isInteger(Math.log2(this.failures))) this.logger.warn({ err: error, failures: this.failures });
      return false;
    }
  }

  private pause(): Promise<void> {
    const { every } = this.ticking;
    const base = Math.min(every * 2 ** Math.min(this.failures, 10), Math.max(every, LONGEST_PAUSE));
    // Jittered, so that processes started together do not keep meeting at the same rows.
    const length = base * (0.8 + Math.random() * 0.4);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, length);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
