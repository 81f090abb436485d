import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DASHBOARD } from '../../../../bench/documents.js';
import { type As, startTestApp, type TestApp } from '../../../support/client.js';
import { dashboardKey } from '../../../support/keys.js';
import { counting } from '../../../support/queries.js';
import { World } from '../../../support/world.js';
import { type Launched, launched } from '../../../features/asks/launched.js';
import { planned, send } from './both-ways.js';

const isPlan = (text: string) => text.includes(' AS answer');
const codeOf = ({ text }: { text: string }): unknown => JSON.parse(text).errors?.[0]?.extensions.code;

describe('whoever has spent their budget', () => {
  let on: TestApp;
  let of: Launched;
  let key: As;

  beforeAll(async () => {
    // Made where nothing is limited, and read where little may be spent.
    const plenty = await startTestApp();
    const world = new World(plenty);
    of = await launched(world);
    key = (await dashboardKey(world, of)).as;
    await plenty.close();
    on = await startTestApp({ config: { rateLimits: { person: 900, key: 900, address: 900 } } });
  }, 60_000);
  afterAll(() => on.close());

  it.each(['nobody', 'a person', 'a key'])(
    'is refused as ever, be it %s, and then no plan is run for them',
    async (who) => {
      const as = { nobody: null, 'a person': of.steward, 'a key': key }[who] ?? null;
      const sent = { query: DASHBOARD, variables: { handle: of.campaignHandle } };
      await planned(on, as, sent);
      let let_in = 0;
      let refused = await send(on, as, sent);
      for (; refused.status === 200 && let_in < 200; let_in += 1) refused = await send(on, as, sent);
      expect(let_in).toBeLessThan(200);
      expect(refused.status).toBe(429);
      expect(codeOf(refused)).toBe('RATE_LIMITED');
      const { result, statements } = await counting(() => send(on, as, sent));
      expect(result.status).toBe(429);
      expect(statements.filter(isPlan)).toEqual([]);
    },
  );
});

describe('a plan that the database does not take', () => {
  let on: TestApp;
  let of: Launched;

  beforeAll(async () => {
    on = await startTestApp();
    of = await launched(new World(on));
  });
  afterAll(() => on.close());

  async function failing<T>(
    failure: Error,
    work: () => Promise<T>,
  ): Promise<{ result: T; plans: number; others: number }> {
    const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
    const query = prototype.query;
    let [plans, others] = [0, 0];
    prototype.query = function broken(this: unknown, ...args) {
      const text = (args[0] as { text?: string }).text ?? '';
      if (!isPlan(text)) {
        others += 1;
        return query.apply(this, args);
      }
      plans += 1;
      const done = args.find((one) => typeof one === 'function') as ((error: Error) => void) | undefined;
      if (!done) return Promise.reject(failure);
      process.nextTick(done, failure);
      return undefined;
    };
    try {
      return { result: await work(), plans, others };
    } finally {
      prototype.query = query;
    }
  }

  it('is answered with RETRY_LATER at once where it is busy, and not tried again by resolvers', async () => {
    const sent = { query: DASHBOARD, variables: { handle: of.campaignHandle } };
    for (const as of [null, of.steward]) {
      await planned(on, as, sent);
      const busy = Object.assign(new Error('canceling statement due to statement timeout'), {
        code: '57014',
        severity: 'ERROR',
      });
      const counted = await counting(() => failing(busy, () => send(on, as, sent)));
      const { result } = counted.result;
      expect(codeOf(result)).toBe('RETRY_LATER');
      expect(JSON.parse(result.text).data).toEqual({ campaign: null });
      expect(counted.result).toMatchObject({ plans: 1, others: 0 });
      expect((await send(on, as, sent)).status).toBe(200);
    }
  });

  it('is read by resolvers where the fault is its own', async () => {
    const sent = { query: DASHBOARD, variables: { handle: of.campaignHandle } };
    const wanted = await planned(on, null, sent);
    const wrong = Object.assign(new Error('column r1.nothing does not exist'), { code: '42703', severity: 'ERROR' });
    const { result, plans } = await failing(wrong, () => send(on, null, sent));
    expect(plans).toBe(1);
    expect(result).toEqual(wanted);
  });
});
