import { Injectable } from '@nestjs/common';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited, RetryLater } from '../../platform/graphql/errors.js';
import { type Limit, Limiters } from '../../platform/limits/limiters.js';

/**
 * Limits count per network address, alone or together with the name tried: a stranger who guesses at someone's account
 * locks out themselves, never the person. Those that count per account or session are reached only by who already gave
 * its password or holds its token, and leave another way open.
 */
const LIMITS = {
  signInFromAddress: { points: 60, duration: 600 },
  signInFromAddressAsName: { points: 10, duration: 900 },
  signUpFromAddress: { points: 60, duration: 3600 },
  mailToAddress: { points: 5, duration: 3600 },
  refreshFromAddress: { points: 300, duration: 600 },
  // Signing in by these takes two requests, a start and a finish.
  passkeyFromAddress: { points: 120, duration: 600 },
  singleSignOnFromAddress: { points: 120, duration: 600 },
  resetFromAddress: { points: 60, duration: 3600 },
  codeFromAddress: { points: 60, duration: 600 },
  /** Codes of an app have a million values. Who knows the password may try twenty a day; the owner can use a recovery code. */
  totpOfPerson: { points: 20, duration: 86_400 },
  stepUpFromAddress: { points: 60, duration: 600 },
  /** Of one session family, wherever it is used from; signing in anew is another. */
  stepUpOfSession: { points: 10, duration: 3600 },
  messageOfPerson: { points: 10, duration: 86_400 },
  messageToAddress: { points: 5, duration: 3600 },
  messengerCodeOfPerson: { points: 10, duration: 3600 },
  /** What works is given back: a shelter may let in a hundred people from one address, and guess at nothing. */
  invitationFromAddress: { points: 60, duration: 600 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

@Injectable()
export class SignInLimits {
  private readonly limiters: Record<LimitName, RateLimiterAbstract>;

  constructor(limiters: Limiters) {
    this.limiters = Object.fromEntries(
      Object.entries(LIMITS).map(([name, limit]) => [name, limiters.limiter(name, limit)]),
    ) as typeof this.limiters;
  }

  async count(limit: LimitName, key: string): Promise<void> {
    try {
      await this.limiters[limit].consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new RateLimited(Math.ceil(error.msBeforeNext / 1000));
      throw new RetryLater();
    }
  }

  async forget(limit: LimitName, key: string): Promise<void> {
    await this.limiters[limit].delete(key);
  }

  /** Gives back what was counted for a try that was right, and no more: a right password must not pay for guessed codes. */
  async giveBack(limit: LimitName, key: string): Promise<void> {
    await this.limiters[limit].reward(key);
  }
}
