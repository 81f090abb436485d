import type { GraphQLResponse } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import type { RequestContext } from './context.js';
import { RateLimited } from './errors.js';

type Payer = Pick<RequestContext, 'actor' | 'clientAddress'>;

/** Requests that were paid for before they took the ordinary way. */
export const paidAhead = new WeakSet<FastifyRequest>();

/** Takes what an operation costs from whoever asks; refuses with RateLimited when nothing is left. */
export type Charge = (payer: Payer, cost: number) => Promise<void> | undefined;

/** Sees to it that one request is paid for once, whichever way it goes. */
export class Meter {
  private paid = false;
  private limited: RateLimited | undefined;

  constructor(private readonly charge: Charge) {}

  take(payer: Payer & Partial<Pick<RequestContext, 'request'>>, cost: number): Promise<void> | undefined {
    this.paid = true;
    return payer.request && paidAhead.has(payer.request) ? undefined : this.charge(payer, cost);
  }

  /** What could not even be begun was read all the same: whoever sends nothing else is stopped, too. */
  async takeForReading(payer: Payer): Promise<void> {
    if (this.paid) return;
    try {
      await this.take(payer, 0);
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      this.limited = error;
    }
  }

  /** Its fault is known by then and answered; over that goes that nothing is left. */
  amend(response: GraphQLResponse): void {
    if (!this.limited || response.body.kind !== 'single') return;
    const { code, message, details, extensions } = this.limited;
    response.http.status = extensions.http.status;
    for (const [name, value] of extensions.http.headers) response.http.headers.set(name, value);
    response.body.singleResult = { errors: [{ message, extensions: { code, ...details } }] };
  }
}
