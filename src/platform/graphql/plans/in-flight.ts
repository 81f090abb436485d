/**
 * One read of a kind at a time. Whoever asks the same while it runs waits for the next one, and shares that with all who
 * wait: it begins after they came, so that nobody is answered with what was true before they asked.
 */
export class InFlight<T> {
  private readonly running = new Map<string, Turn<T>>();

  /** What is the same must have the same key; who reads is part of it. */
  ask(key: string, read: () => Promise<T>): Promise<T> {
    const turn = this.running.get(key);
    if (!turn) return this.start(key, read);
    turn.next ??= turn.over.then(() => this.start(key, read));
    return turn.next;
  }

  private start(key: string, read: () => Promise<T>): Promise<T> {
    const answer = read();
    const turn: Turn<T> = { over: settled(answer).then(() => this.end(key, turn)), next: null };
    this.running.set(key, turn);
    return answer;
  }

  /** Those who wait have their turn set up already, and it takes this one's place. */
  private end(key: string, turn: Turn<T>): void {
    if (!turn.next && this.running.get(key) === turn) this.running.delete(key);
  }
}

interface Turn<T> {
  over: Promise<void>;
  next: Promise<T> | null;
}

function settled(promise: Promise<unknown>): Promise<void> {
  return promise.then(
    () => undefined,
    () => undefined,
  );
}
