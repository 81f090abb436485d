import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RateLimited } from '../graphql/errors.js';
import { type Settle, SharedBudget } from './shared-budget.js';

const MINUTE = 60_000;

/** What Postgres or Redis keep, and a clock that the test turns. */
class Store {
  now = 1_000_000;
  trips = 0;
  down = false;
  private readonly accounts = new Map<string, { spent: number; endsAt: number }>();

  readonly settle: Settle = async (key, points) => {
    this.trips += 1;
    if (this.down) throw new Error('connect ECONNREFUSED');
    const known = this.accounts.get(key);
    const account = known && known.endsAt > this.now ? known : { spent: 0, endsAt: this.now + MINUTE };
    account.spent += points;
    this.accounts.set(key, account);
    return { spent: account.spent, msLeft: account.endsAt - this.now };
  };

  process(points = 1000): SharedBudget {
    return new SharedBudget(points, MINUTE, this.settle, () => this.now);
  }
}

async function outcome(budget: SharedBudget, key: string, points: number): Promise<'let in' | number> {
  try {
    await budget.spend(key, points);
    return 'let in';
  } catch (error) {
    if (error instanceof RateLimited) return Number(error.details['retryAfterSeconds']);
    throw error;
  }
}

/** Spends until refused; how many points were given out. */
async function drain(budgets: SharedBudget[], points: number): Promise<number> {
  let given = 0;
  const open = new Set(budgets);
  for (let turn = 0; open.size > 0; turn += 1) {
    const budget = budgets[turn % budgets.length] as SharedBudget;
    if (!open.has(budget)) continue;
    if ((await outcome(budget, 'ana', points)) === 'let in') given += points;
    else open.delete(budget);
  }
  return given;
}

describe('a budget', () => {
  it('is given out to the last point in one process, and not beyond', async () => {
    expect(await drain([new Store().process()], 10)).toBe(1000);
  });

  it('says after how many seconds it is whole again, and then is', async () => {
    const store = new Store();
    const budget = store.process();
    await drain([budget], 10);
    store.now += 20_000;
    expect(await outcome(budget, 'ana', 1)).toBe(40);
    store.now += 40_000;
    expect(await outcome(budget, 'ana', 1)).toBe('let in');
  });

  it('is each one’s own', async () => {
    const store = new Store();
    const budget = store.process();
    await drain([budget], 10);
    expect(await outcome(budget, 'ben', 10)).toBe('let in');
  });

  it('costs whoever spends little no trip to the store, minute after minute', async () => {
    const store = new Store();
    const budget = store.process();
    for (let minute = 0; minute < 30; minute += 1) {
      expect(budget.spend('ana', 15)).toBeUndefined();
      store.now += MINUTE;
    }
    expect(store.trips).toBe(0);
  });

  it('costs a trip for each fiftieth of it that is spent, and none once it is gone', async () => {
    const store = new Store();
    const budget = store.process();
    await drain([budget], 10);
    const { trips } = store;
    expect(trips).toBeLessThanOrEqual(51);
    for (let n = 0; n < 100; n += 1) await outcome(budget, 'ana', 10);
    expect(store.trips).toBe(trips);
  });

  it('is shared by processes, which together give out no more than a fiftieth each beyond it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 200 }), async (processes, points) => {
        const store = new Store();
        const given = await drain(
          Array.from({ length: processes }, () => store.process()),
          points,
        );
        expect(given).toBeLessThanOrEqual(1000 + processes * 20);
        expect(given).toBeGreaterThan(1000 - processes * points);
      }),
      { numRuns: 60 },
    );
  });

  it('holds when many requests come at once, before the store has answered the first', async () => {
    const store = new Store();
    const budget = store.process();
    const outcomes = await Promise.all(Array.from({ length: 500 }, () => outcome(budget, 'ana', 10)));
    expect(outcomes.filter((one) => one === 'let in').length).toBeLessThanOrEqual(100);
  });

  it('is counted by each process for itself while the store is away', async () => {
    const store = new Store();
    store.down = true;
    expect(await drain([store.process()], 10)).toBe(1000);
  });

  it('forgets the oldest accounts rather than to grow without end', async () => {
    const store = new Store();
    const budget = store.process();
    await drain([budget], 10);
    for (let n = 0; n < 60_000; n += 1) void budget.spend(`stranger ${n}`, 1);
    expect((budget as unknown as { accounts: Map<string, unknown> }).accounts.size).toBeLessThanOrEqual(50_000);
  });
});
