import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { type Config, defaultRateLimits } from '../../config.js';
import { Keys } from '../crypto/keys.js';
import type { RequestContext } from '../graphql/context.js';
import { CONFIG } from '../http/config.token.js';
import { Limiters } from './limiters.js';
import { type Settle, SharedBudget } from './shared-budget.js';

type Payer = keyof typeof defaultRateLimits;

/** Seconds for which a budget lasts. */
const WINDOW = 60;
/** What a request costs before it asks for anything: to read it, to recognise who sends it, to answer. */
const REQUEST = 10;

/** What people, keys and addresses may spend on requests in a minute. */
@Injectable()
export class Budgets {
  private readonly budgets: Partial<Record<Payer, SharedBudget>>;

  constructor(
    @Inject(CONFIG) { rateLimits = defaultRateLimits }: Pick<Config, 'rateLimits'>,
    private readonly limiters: Limiters,
    private readonly keys: Keys,
  ) {
    const limited = (Object.keys(rateLimits) as Payer[]).filter((payer) => rateLimits[payer] > 0);
    this.budgets = Object.fromEntries(
      limited.map((payer) => [
        payer,
        new SharedBudget(rateLimits[payer], WINDOW * 1000, this.settle(payer, rateLimits[payer])),
      ]),
    );
  }

  /** For an operation of this cost. An app spends what is its person's; who is not recognised, what is their network's. */
  charge(context: Pick<RequestContext, 'actor' | 'clientAddress'>, cost: number): Promise<void> | undefined {
    const points = REQUEST + Math.ceil(cost);
    const { key, personId } = context.actor;
    if (key) return this.budgets.key?.spend(key.id, points);
    if (personId !== null) return this.budgets.person?.spend(personId, points);
    return this.budgets.address?.spend(context.clientAddress(), points);
  }

  private settle(payer: Payer, points: number): Settle {
    const limiter = this.limiters.limiter(`cost.${payer}`, { points, duration: WINDOW });
    return async (key, spent) => {
      // A digest, because what counts people must not list them.
      const digest = this.keys.digest('address', `${payer} ${key}`).toString('base64url').slice(0, 22);
      const { consumedPoints, msBeforeNext } = await limiter.consume(digest, spent).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
      return { spent: consumedPoints, msLeft: msBeforeNext };
    };
  }
}
