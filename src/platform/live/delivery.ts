import { createHash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { Failure, RateLimited } from '../graphql/errors.js';
import type { Changes, Look } from './changes.js';
import { asGraphQLError } from './live-errors.js';
import type { Delivered } from './live-operations.js';

/** Milliseconds until something is looked at again that could not be, because the server was busy. */
const LATER = 2_000;

/**
 * What one subscription sends: how things look, whenever they look different from what was sent last. What cannot be
 * looked at for a while, for lack of points or of a database, is looked at later, so that the last change is never lost.
 */
export class Delivery implements AsyncIterableIterator<ExecutionResult> {
  private sent = '';

  constructor(
    private readonly changes: Changes,
    private readonly look: (look: Look) => Promise<Delivered | null>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    for (;;) {
      const change = await this.changes.next();
      if (change.done) return { done: true, value: undefined };
      const result = await this.resultOf(change.value);
      if (!result) continue;
      const digest = createHash('sha256').update(JSON.stringify(result)).digest('base64');
      if (digest === this.sent) continue;
      this.sent = digest;
      return { done: false, value: result };
    }
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    await this.changes.return();
    return { done: true, value: undefined };
  }

  /** Throws what ends the subscription. */
  private async resultOf(look: Look): Promise<ExecutionResult | null> {
    try {
      const delivered = await this.look(look);
      if (delivered === null) return null;
      const { result, sent } = delivered;
      const { data, errors = [] } = result;
      const passing = errors.map((error) => error.originalError).find((error) => pauseAfter(error) !== undefined);
      if (passing) throw passing;
      if (errors[0] && data == null) throw errors[0];
      sent?.();
      return result;
    } catch (error) {
      const pause = pauseAfter(error);
      if (pause === undefined) {
        await this.return();
        throw asGraphQLError(error);
      }
      this.changes.retryIn(pause);
      return null;
    }
  }
}

function pauseAfter(error: unknown): number | undefined {
  if (error instanceof RateLimited) return Number(error.details['retryAfterSeconds']) * 1000;
  return error instanceof Failure && error.code === 'RETRY_LATER' ? LATER : undefined;
}
