import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Database } from '../../platform/database/database.js';
import { RateLimited, RetryLater } from '../../platform/graphql/errors.js';

interface Limit {
  points: number;
  /** Seconds. */
  duration: number;
}

/**
 * All limits count per network address, alone or together with the name tried: a stranger who guesses at someone's
 * account locks out themselves, never the person.
 */
const LIMITS = {
  signInFromAddress: { points: 60, duration: 600 },
  signInFromAddressAsName: { points: 10, duration: 900 },
  signUpFromAddress: { points: 60, duration: 3600 },
  mailToAddress: { points: 5, duration: 3600 },
  refreshFromAddress: { points: 300, duration: 600 },
  /** What works is given back: a shelter may let in a hundred people from one address, and guess at nothing. */
  invitationFromAddress: { points: 60, duration: 600 },
} as const satisfies Record<string, Limit>;

@Injectable()
export class SignInLimits {
  private readonly limiters: Record<keyof typeof LIMITS, RateLimiterPostgres>;

  constructor(database: Database) {
    const limiter = ([name, limit]: [string, Limit]) => [
      name,
      new RateLimiterPostgres({
        storeClient: database.pool,
        schemaName: 'app',
        tableName: 'rate_limit',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: name,
        ...limit,
      }),
    ];
    this.limiters = Object.fromEntries(Object.entries(LIMITS).map(limiter)) as typeof this.limiters;
  }

  async count(limit: keyof typeof LIMITS, key: string): Promise<void> {
    try {
      await this.limiters[limit].consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new RateLimited(Math.ceil(error.msBeforeNext / 1000));
      throw new RetryLater();
    }
  }

  async giveBack(limit: keyof typeof LIMITS, key: string): Promise<void> {
    await this.limiters[limit].reward(key);
  }

  async forget(limit: keyof typeof LIMITS, key: string): Promise<void> {
    await this.limiters[limit].delete(key);
  }
}
