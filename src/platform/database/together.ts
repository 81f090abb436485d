import { setImmediate as endOfTurn } from 'node:timers/promises';
import { RetryLater } from '../graphql/errors.js';

interface Waiting<T, R> {
  item: T;
  resolve: (answer: R) => void;
  reject: (reason: unknown) => void;
}

/** Answers for many at once, in their order. */
export type Work<T, R> = (items: readonly T[]) => Promise<readonly R[]>;

interface Bounds {
  /** How many go at once. */
  most?: number;
  /** How many may wait; whoever comes then is told to come again. */
  longest?: number;
}

/**
 * What arrives while one trip to the database is under way goes together as the next, in the order in which it came. Alone
 * it waits for nobody; the more arrive, the more of them share what a trip and a commit cost.
 */
export class Together<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private isUnderWay = false;
  private readonly most: number;
  private readonly longest: number;

  constructor(
    private readonly work: Work<T, R>,
    { most = 64, longest = 1_000 }: Bounds = {},
  ) {
    this.most = most;
    this.longest = longest;
  }

  add(item: T): Promise<R> {
    if (this.waiting.length >= this.longest) return Promise.reject(new RetryLater());
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isUnderWay) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isUnderWay = true;
    // What the same turn of the event loop read from its sockets belongs together.
    await endOfTurn();
    while (this.waiting.length > 0) await this.go(this.waiting.splice(0, this.most));
    this.isUnderWay = false;
  }

  private async go(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const answers = await this.work(group.map(({ item }) => item));
      if (answers.length !== group.length) throw new Error('Of those that went together not each has an answer.');
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as R);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
