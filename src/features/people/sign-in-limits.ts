import { Injectable } from '@nestjs/common';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited, RetryLater } from '../../platform/graphql/errors.js';
import { type Limit, Limiters } from '../../platform/limits/limiters.js';

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
} as const satisfies Record<string, Limit>;

@Injectable()
export class SignInLimits {
  private readonly limiters: Record<keyof typeof LIMITS, RateLimiterAbstract>;

  constructor(limiters: Limiters) {
    this.limiters = Object.fromEntries(
      Object.entries(LIMITS).map(([name, limit]) => [name, limiters.limiter(name, limit)]),
    ) as typeof this.limiters;
  }

  async count(limit: keyof typeof LIMITS, key: string): Promise<void> {
    try {
      await this.limiters[limit].consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new RateLimited(Math.ceil(error.msBeforeNext / 1000));
      throw new RetryLater();
    }
  }

  async forget(limit: keyof typeof LIMITS, key: string): Promise<void> {
    await this.limiters[limit].delete(key);
  }
}
