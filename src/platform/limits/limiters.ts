import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
} from 'rate-limiter-flexible';
import type { Database } from '../database/database.js';

export interface Limit {
  points: number;
  /** Seconds. */
  duration: number;
}

/** Makes the counters that all processes share: in Redis where one is set, else in Postgres. */
@Injectable()
export class Limiters implements OnApplicationShutdown {
  private constructor(
    private readonly database: Database,
    private readonly redis: Redis | undefined,
  ) {}

  /** A server whose Redis is away starts all the same, and counts for itself until it is back. */
  static async open(database: Database, redisUrl: string | undefined): Promise<Limiters> {
    const redis = redisUrl === undefined ? undefined : await redisAt(redisUrl);
    await redis?.connect().catch(() => undefined);
    return new Limiters(database, redis);
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

async function redisAt(url: string): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const logger = new Logger('Limits');
  const redis = new Redis(url, {
    lazyConnect: true,
    // Whoever waits for a limit waits with a request: a Redis that does not answer is as good as none.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: 500,
    retryStrategy: (times) => Math.min(times * 200, 5_000),
  });
  redis.on('error', (error: Error) => logger.warn(error));
  return redis;
}
