import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
} from 'rate-limiter-flexible';
import type { Config } from '../../config.js';
import { Database } from '../database/database.js';
import { CONFIG } from '../http/config.token.js';

export interface Limit {
  points: number;
  /** Seconds. */
  duration: number;
}

/** Makes the counters that all processes share: in Redis where one is set, else in Postgres. */
@Injectable()
export class Limiters implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Limits');
  private readonly redis: Redis | undefined;

  constructor(
    @Inject(CONFIG) { redisUrl }: Pick<Config, 'redisUrl'>,
    private readonly database: Database,
  ) {
    if (redisUrl === undefined) return;
    this.redis = new Redis(redisUrl, {
      lazyConnect: true,
      // Whoever waits for a limit waits with a request: a Redis that does not answer is as good as none.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2_000,
      commandTimeout: 500,
      retryStrategy: (times) => Math.min(times * 200, 5_000),
    });
    this.redis.on('error', (error: Error) => this.logger.warn(error));
  }

  /** A server whose Redis is away starts all the same, and counts for itself until it is back. */
  async onModuleInit(): Promise<void> {
    await this.redis?.connect().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  limiter(name: string, limit: Limit): RateLimiterAbstract {
    if (this.redis) {
      return new RateLimiterRedis({
        storeClient: this.redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, ...limit }),
        keyPrefix: `accompany:${name}`,
        ...limit,
      });
    }
    return new RateLimiterPostgres({
      storeClient: this.database.pool,
      schemaName: 'app',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      ...limit,
    });
  }
}
