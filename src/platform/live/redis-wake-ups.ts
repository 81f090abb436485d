import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { WakeUps } from './wake-ups.js';

const CHANNEL = 'accompany:wake-ups';

/** By PUBLISH. Redis forgets what nobody hears: after each break, on either side, everything counts as changed. */
export class RedisWakeUps extends WakeUps implements OnModuleDestroy {
  private readonly logger = new Logger('WakeUps');
  private readonly speaker: Redis;
  private listener: Redis | undefined;
  private unsaid = false;

  constructor(private readonly url: string) {
    super();
    this.speaker = this.connection();
    this.speaker.on('ready', () => {
      if (!this.unsaid) return;
      this.unsaid = false;
      void this.sendEverything();
    });
  }

  onModuleDestroy(): void {
    this.speaker.disconnect();
    this.listener?.disconnect();
  }

  /** What waits for the ear of others must not hold up what is told: a Redis that is away is told of it later. */
  protected async send(message: string): Promise<void> {
    try {
      await this.speaker.publish(CHANNEL, message);
    } catch {
      this.unsaid = true;
      if (this.speaker.status === 'wait') await this.speaker.connect().catch(() => undefined);
    }
  }

  protected listen(): void {
    if (this.listener) return;
    const listener = this.connection();
    this.listener = listener;
    listener.on('message', (_channel: string, message: string) => this.hear(message));
    listener.on('ready', () => {
      listener.subscribe(CHANNEL).then(
        () => this.wakeAll(),
        // Broken again before it was heard: the next connection tries anew.
        () => undefined,
      );
    });
    void listener.connect().catch(() => undefined);
  }

  private connection(): Redis {
    const connection = new Redis(this.url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2_000,
      commandTimeout: 500,
      autoResubscribe: false,
      retryStrategy: (times) => Math.min(times * 200, 5_000),
    });
    connection.on('error', (error: Error) => this.logger.warn(error));
    return connection;
  }
}
