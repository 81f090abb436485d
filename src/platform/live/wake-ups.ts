/** What may look different from before. `socket:` stays within its process. */
export type Topic = `community:${string}` | `person:${string}` | `socket:${string}`;

const EVERYTHING = '*';
/** A notification of Postgres holds less than 8,000 bytes; a topic at most 46. */
const AT_ONCE = 100;

/**
 * Tells every process that something may have changed: names only, never what. Whoever is woken looks for themselves,
 * so that a call too many costs a look and shows nothing. Postgres and Redis each carry it in a way of their own.
 */
export abstract class WakeUps {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Calls `wake` whenever one of the topics may have changed, until the function that it answers is called. */
  on(topics: readonly Topic[], wake: () => void): () => void {
    for (const topic of topics) {
      const those = this.waiting.get(topic) ?? new Set();
      this.waiting.set(topic, those.add(wake));
    }
    this.listen();
    return () => {
      for (const topic of topics) {
        const those = this.waiting.get(topic);
        if (those?.delete(wake) && those.size === 0) this.waiting.delete(topic);
      }
    };
  }

  /** To every process, this one included. Call it once what changed is committed. */
  async tell(topics: readonly Topic[]): Promise<void> {
    const each = [...new Set(topics)];
    for (let from = 0; from < each.length; from += AT_ONCE) await this.send(each.slice(from, from + AT_ONCE).join(' '));
  }

  /** In this process alone. */
  wake(topic: Topic): void {
    for (const wake of this.waiting.get(topic) ?? []) wake();
  }

  /** Begins to listen, if it did not before: a process that nobody listens in needs no connection for it. */
  protected abstract listen(): void;

  protected abstract send(message: string): Promise<void>;

  protected hear(message: string): void {
    if (message === EVERYTHING) this.wakeAll();
    else for (const topic of message.split(' ')) this.wake(topic as Topic);
  }

  /** After a time in which something may have been said and not been heard. */
  protected wakeAll(): void {
    for (const those of this.waiting.values()) for (const wake of those) wake();
  }

  protected sendEverything(): Promise<void> {
    return this.send(EVERYTHING);
  }
}
