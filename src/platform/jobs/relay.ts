import { Injectable, Logger } from '@nestjs/common';
import { system } from '../access/actor.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { EventHandlers, NotYet, type OutboxEvent } from './event-handlers.js';
import { claimEvents, markDelivered, newestWaiting, passOver, postpone } from './outbox.js';

const STOP_MS = 8_000;
const BATCH = 1_000;
const SLOTS = 8;

/**
 * Delivers the outbox: at least once, each community's events in order. Handlers run with no transaction open; a place
 * in one of two lanes is all that a slow receiver holds.
 */
@Injectable()
export class Relay {
  /** An attempt ends well before its lease: what this process still delivers, no other takes. */
  readonly times = { leaseSeconds: 60, attemptMs: 30_000 };
  private readonly logger = new Logger('Relay');
  private readonly lanes = [
    { slow: false, inFlight: new Set<Promise<void>>() },
    { slow: true, inFlight: new Set<Promise<void>>() },
  ];
  private readonly stopping = new AbortController();
  /** Of each community in which something waits, the newest that watchers were told of. */
  private heard = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly handlers: EventHandlers,
  ) {}

  /** Takes what is due and starts to deliver it; `settled` hears of each end. Answers whether more may be due. */
  async round(settled: () => void = () => undefined): Promise<boolean> {
    const handled = this.handlers.kinds();
    const { passed, taken } = await this.db.write(system, null, async (tx) => {
      const passedOver = await passOver(tx, handled, BATCH);
      const claims = [];
      for (const lane of this.lanes) {
        const kinds = handled.filter((kind) => this.handlers.isSlow(kind) === lane.slow);
        const most = SLOTS - lane.inFlight.size;
        if (kinds.length === 0 || most <= 0) continue;
        const events = await claimEvents(tx, { handled, kinds, most, leaseSeconds: this.times.leaseSeconds });
        claims.push({ lane, events });
      }
      const claimed = claims.flatMap(({ events }) => events.filter(({ attempt }) => attempt === 1));
      await this.tellWatchers(tx, [...passedOver, ...claimed.map(({ communityId }) => communityId)]);
      return { passed: passedOver.length, taken: claims };
    });
    for (const { lane, events } of taken) for (const event of events) this.dispatch(event, lane.inFlight, settled);
    return passed === BATCH;
  }

  /** For tests and commands: delivers until nothing is due. Answers how many attempts that took. */
  async drain(): Promise<number> {
    let attempts = 0;
    for (;;) {
      const more = await this.round();
      const flying = this.inFlight();
      attempts += flying.length;
      if (flying.length === 0 && !more) return attempts;
      await Promise.all(flying);
    }
  }

  /** Lets what is in flight finish for a while, then gives it back to whoever comes next. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.stopping.abort(), STOP_MS);
    await Promise.all(this.inFlight());
    clearTimeout(timer);
  }

  /** Before the commit, so that who dies in between has told, and whoever takes the events again tells again. */
  private async tellWatchers(tx: Tx, begun: readonly (string | null)[]): Promise<void> {
    const { watchers } = this.handlers;
    if (watchers.length === 0) return;
    const waiting = await newestWaiting(tx);
    const unheard = waiting.filter(({ communityId, eventId }) => this.heard.get(communityId) !== eventId);
    const news = new Set([...begun, ...unheard.map(({ communityId }) => communityId)]);
    news.delete(null);
    if (news.size > 0) for (const watcher of watchers) await watcher([...news] as string[]);
    this.heard = new Map(waiting.map(({ communityId, eventId }) => [communityId, eventId]));
  }

  private inFlight(): Promise<void>[] {
    return this.lanes.flatMap((lane) => [...lane.inFlight]);
  }

  private dispatch(event: OutboxEvent, inFlight: Set<Promise<void>>, settled: () => void): void {
    const delivery = this.deliver(event).finally(() => {
      inFlight.delete(delivery);
      settled();
    });
    inFlight.add(delivery);
  }

  private async deliver(event: OutboxEvent): Promise<void> {
    try {
      const failure = await this.attempt(event);
      await this.db.write(system, null, (tx) =>
        failure === null ? markDelivered(tx, event.id) : postpone(tx, event.id, pauseFor(failure, event.attempt)),
      );
      if (failure !== null && !(failure instanceof NotYet))
        this.logger.warn({ err: failure, event: event.id, kind: event.kind, attempt: event.attempt });
    } catch (error) {
      // Not noted, so it counts as not done: the lease runs out and the event comes again.
      this.logger.warn({ err: error, event: event.id, kind: event.kind });
    }
  }

  private async attempt(event: OutboxEvent): Promise<unknown> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.times.attemptMs), this.stopping.signal]);
    try {
      for (const handler of this.handlers.of(event.kind)) await within(signal, handler(event, signal));
      return null;
    } catch (error) {
      return error ?? new Error('failed without a reason');
    }
  }
}

function pauseFor(failure: unknown, attempt: number): number {
  if (!(failure instanceof NotYet)) return pauseAfter(attempt);
  return Math.max(1, (failure.until.getTime() - Date.now()) / 1000);
}

/** Seconds: 1, 2, 4 … up to ten minutes, give or take a fifth. */
function pauseAfter(attempt: number): number {
  return Math.min(2 ** (attempt - 1), 600) * (0.8 + Math.random() * 0.4);
}

/** A handler that does not listen to its signal is not waited for either. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Error('took too long'));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
