import { LRUCache } from 'lru-cache';

export interface Kept<T> {
  value: T;
  /** When it was true. */
  at: Date;
  /** Whether it could not be read anew since. */
  isOld: boolean;
}

/**
 * What was read last, for those who come while it cannot be read: never a blank. Whoever comes within a second of another
 * gets the same answer, and those who come while it is read wait for the one reading.
 */
export class LastGood<T extends object> {
  private readonly kept: LRUCache<string, { value: T; at: Date }>;
  private readonly reading = new Map<string, Promise<Kept<T> | null>>();

  constructor(
    most = 500,
    private readonly freshFor = 1_000,
  ) {
    this.kept = new LRUCache({ max: most });
  }

  /** Null where there is nothing to see (any more), which is forgotten at once. Throws when nothing was ever read. */
  async get(key: string, read: () => Promise<T | null>): Promise<Kept<T> | null> {
    const known = this.kept.get(key);
    if (known && Date.now() - known.at.getTime() < this.freshFor) return { ...known, isOld: false };
    let underway = this.reading.get(key);
    if (!underway) {
      underway = this.readAnew(key, read).finally(() => this.reading.delete(key));
      this.reading.set(key, underway);
    }
    return underway;
  }

  /** As it was read last, for when reading anew has failed. */
  last(key: string): Kept<T> | null {
    const before = this.kept.get(key);
    return before ? { ...before, isOld: true } : null;
  }

  private async readAnew(key: string, read: () => Promise<T | null>): Promise<Kept<T> | null> {
    try {
      // From before the reading: what changed meanwhile may not be in it.
      const at = new Date();
      const value = await read();
      if (value === null) {
        this.kept.delete(key);
        return null;
      }
      this.kept.set(key, { value, at });
      return { value, at, isOld: false };
    } catch (error) {
      const before = this.last(key);
      if (!before) throw error;
      return before;
    }
  }
}
