import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Ticker } from '../../../src/platform/jobs/ticker.js';

beforeAll(() => Logger.overrideLogger(false));

/** As long as a busy machine needs, and no longer. */
async function until(reached: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !reached() && Date.now() < deadline; ) await sleep(2);
}

describe('a ticker', () => {
  it('never runs two rounds at once and finishes the one in flight when it stops', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const ticker = new Ticker({
      name: 'Test',
      every: 1,
      work: async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(15);
        running -= 1;
        done += 1;
      },
    });
    ticker.start();
    ticker.start();
    await until(() => done > 1);
    ticker.nudge();
    await ticker.stop();
    const atStop = done;
    expect(running).toBe(0);
    expect(most).toBe(1);
    await sleep(40);
    expect(done).toBe(atStop);
    expect(done).toBeGreaterThan(1);
  });

  it('goes on after failures, more slowly, and not faster for being nudged', async () => {
    let rounds = 0;
    const ticker = new Ticker({
      name: 'Test',
      every: 10,
      work: async () => {
        rounds += 1;
        if (rounds < 4) throw new Error('the database went away');
      },
    });
    ticker.start();
    const nudging = setInterval(() => ticker.nudge(), 1);
    await sleep(40);
    expect(rounds).toBeLessThanOrEqual(3);
    await until(() => rounds > 4 && ticker.lastSuccessAt !== null);
    clearInterval(nudging);
    await ticker.stop();
    expect(rounds).toBeGreaterThan(4);
    expect(ticker.lastSuccessAt).not.toBeNull();
  });

  it('starts at once when more is waiting or it is nudged', async () => {
    let rounds = 0;
    const ticker = new Ticker({ name: 'Test', every: 60_000, work: async () => (rounds += 1) < 5 });
    ticker.start();
    await until(() => rounds >= 5);
    expect(rounds).toBe(5);
    ticker.nudge();
    await until(() => rounds >= 6);
    expect(rounds).toBe(6);
    await ticker.stop();
  });
});
