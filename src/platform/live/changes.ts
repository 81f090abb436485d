import type { RequestContext } from '../graphql/context.js';
import type { Topic, WakeUps } from './wake-ups.js';

export interface Seen {
  /** What the subscription's field shows. */
  shows: object;
  /** Called once it is on its way, by those who tell each thing once. */
  sent?: () => void;
}

/** How things are now, for whoever subscribed, as they may see it now; null where there is nothing to tell. */
export type Look = (context: RequestContext) => Promise<Seen | null>;

/** Milliseconds from one look to the next. */
const APART = 1_000;

/**
 * When to look again: once at the start, and then after changes, at most once a second. However many changes come
 * meanwhile, one look follows them all; what is kept of them is one bit.
 */
export class Changes implements AsyncIterableIterator<Look> {
  private readonly stopListening: () => void;
  private changed = true;
  private closed = false;
  private notBefore = 0;
  private stir: () => void = () => undefined;

  constructor(
    wakeUps: WakeUps,
    topics: readonly Topic[],
    private readonly look: Look,
  ) {
    this.stopListening = wakeUps.on(topics, () => this.wake());
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Look, undefined>> {
    while (!this.closed) {
      const early = this.notBefore - performance.now();
      if (this.changed && early <= 0) {
        this.changed = false;
        this.notBefore = performance.now() + APART;
        return { done: false, value: this.look };
      }
      await this.something(this.changed ? early : undefined);
    }
    return { done: true, value: undefined };
  }

  /** At once, also while `next` waits: a generator would wait for a change that may never come. */
  async return(): Promise<IteratorResult<Look, undefined>> {
    this.closed = true;
    this.stopListening();
    this.stir();
    return { done: true, value: undefined };
  }

  /** What could not be looked at now is looked at later. */
  retryIn(milliseconds: number): void {
    this.notBefore = performance.now() + milliseconds;
    this.changed = true;
  }

  private wake(): void {
    if (this.changed) return;
    this.changed = true;
    this.stir();
  }

  private something(atMost: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = atMost === undefined ? undefined : setTimeout(resolve, atMost);
      this.stir = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** For one who subscribes: looks when a topic stirs, and when their own rights have changed. */
export function changesFor(wakeUps: WakeUps, { live }: RequestContext, topics: readonly Topic[], look: Look): Changes {
  return new Changes(wakeUps, live ? [...topics, live] : topics, look);
}
