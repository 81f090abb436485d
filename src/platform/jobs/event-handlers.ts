import { Injectable } from '@nestjs/common';

/** What happened, as it stands in the outbox: ids only. Whoever tells people of it reads what may be said then. */
export interface OutboxEvent {
  /** The same at every attempt: by it a receiver can tell a repeat from something new. */
  id: string;
  communityId: string | null;
  kind: string;
  subjectId: string;
  data: Record<string, unknown>;
  /** 1 at the first. */
  attempt: number;
}

/**
 * Delivers an event; when it throws, the event comes again later. It may also come again after success, when the process
 * dies before that is noted. `signal` aborts when the time for one attempt is over.
 */
export type EventHandler = (event: OutboxEvent, signal: AbortSignal) => Promise<void>;

/** Thrown by a handler for which it is too early: the event comes again at that time, and nothing has failed. */
export class NotYet extends Error {
  constructor(readonly until: Date) {
    super(`not before ${until.toISOString()}`);
    this.name = 'NotYet';
  }
}

export interface EventHandlerOptions {
  /** It talks to the network: it gets places of its own, so that a silent server holds up only its like. */
  slow?: boolean;
}

/**
 * Hears in which communities something happened, as soon as it stands in the outbox and before it is delivered: what
 * waits for a silent receiver is told, too. It may hear of the same again, and learns nothing but where.
 */
export type Watcher = (communityIds: readonly string[]) => Promise<void>;

/** Who wants to hear of which events. Features register when their module starts. */
@Injectable()
export class EventHandlers {
  private readonly handlers = new Map<string, EventHandler[]>();
  private readonly slow = new Set<string>();
  /** Of whatever kind, so that none can be forgotten. */
  readonly watchers: Watcher[] = [];

  onEvent(kind: string, handler: EventHandler, options: EventHandlerOptions = {}): void {
    this.handlers.set(kind, [...(this.handlers.get(kind) ?? []), handler]);
    if (options.slow) this.slow.add(kind);
  }

  of(kind: string): readonly EventHandler[] {
    return this.handlers.get(kind) ?? [];
  }

  kinds(): string[] {
    return [...this.handlers.keys()];
  }

  isSlow(kind: string): boolean {
    return this.slow.has(kind);
  }
}
