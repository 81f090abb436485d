import { RateLimited } from '../graphql/errors.js';

/** What all processes together have spent, and how long it still counts. */
export interface Settled {
  spent: number;
  msLeft: number;
}

/** Adds points to the account that all processes share. */
export type Settle = (key: string, points: number) => Promise<Settled>;

interface Account {
  endsAt: number;
  /** Spent by all processes, as this one last heard. */
  spent: number;
  /** Spent here, and not told to the others yet. */
  pending: number;
}

/** A process tells the others of what was spent in it in pieces of one fiftieth of the budget. */
const PIECES = 50;
const MOST_ACCOUNTS = 50_000;

/**
 * Points a minute that several processes share. Asking the store for each request would cost as much as a cheap request
 * itself, so each process keeps up to a piece of the budget to itself: whoever spends little never causes a round trip,
 * and together n processes give out at most n pieces, that is n times 2 %, more than the budget.
 */
export class SharedBudget {
  private readonly accounts = new Map<string, Account>();
  private readonly piece: number;

  constructor(
    private readonly points: number,
    private readonly windowMs: number,
    private readonly settle: Settle,
    private readonly now: () => number = Date.now,
  ) {
    this.piece = Math.max(1, Math.floor(points / PIECES));
  }

  /** Throws, or rejects, with RateLimited when the budget is spent; a promise only where the others had to be asked. */
  spend(key: string, points: number): Promise<void> | undefined {
    const account = this.account(key);
    this.refuseSpent(account);
    account.pending += points;
    if (account.pending < this.piece && account.spent + account.pending <= this.points) return undefined;
    return this.tell(key, account);
  }

  private async tell(key: string, account: Account): Promise<void> {
    const points = account.pending;
    account.pending = 0;
    // Told before the answer: what comes meanwhile already counts with it.
    account.spent += points;
    try {
      const { spent, msLeft } = await this.settle(key, points);
      const endsAt = this.now() + msLeft;
      const sameWindow = Math.abs(endsAt - account.endsAt) < 1_000;
      // Answers may overtake each other, and within a window nothing is given back.
      account.spent = sameWindow ? Math.max(account.spent, spent) : spent;
      account.endsAt = endsAt;
    } catch {
      // Whatever keeps the accounts is down: each process then counts for itself, and the API stays up.
    }
    this.refuseSpent(account);
  }

  private refuseSpent({ spent, endsAt }: Account): void {
    if (spent <= this.points) return;
    throw new RateLimited(Math.max(1, Math.ceil((endsAt - this.now()) / 1000)));
  }

  private account(key: string): Account {
    const now = this.now();
    const known = this.accounts.get(key);
    if (known && known.endsAt > now) return known;
    if (known) this.accounts.delete(key);
    else if (this.accounts.size >= MOST_ACCOUNTS) this.makeRoom(now);
    const account = { endsAt: now + this.windowMs, spent: 0, pending: 0 };
    this.accounts.set(key, account);
    return account;
  }

  /** Those that are over, and if that is not enough the oldest: to forget an account only forgives. */
  private makeRoom(now: number): void {
    for (const [key, { endsAt }] of this.accounts) if (endsAt <= now) this.accounts.delete(key);
    for (const key of this.accounts.keys()) {
      if (this.accounts.size < MOST_ACCOUNTS) break;
      this.accounts.delete(key);
    }
  }
}
