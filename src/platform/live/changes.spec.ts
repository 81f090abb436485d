import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Forbidden, RateLimited, RetryLater } from '../graphql/errors.js';
import { Changes, type Look } from './changes.js';
import { Delivery } from './delivery.js';
import type { Delivered } from './live-operations.js';
import { WakeUps } from './wake-ups.js';

class Here extends WakeUps {
  readonly said: string[] = [];
  listen(): void {}
  async send(message: string): Promise<void> {
    this.said.push(message);
    this.hear(message);
  }
  get listeners(): number {
    return (this as unknown as { waiting: Map<string, unknown> }).waiting.size;
  }
}

const look: Look = async () => null;
let here: Here;

beforeEach(() => {
  jest.useFakeTimers();
  here = new Here();
});
afterEach(() => {
  jest.useRealTimers();
});

const changes = () => new Changes(here, ['community:a', 'person:b'], look);

/** Whether it comes of itself, without that a clock moves. */
async function comesAtOnce(next: Promise<unknown>): Promise<boolean> {
  let came = false;
  void next.then(() => (came = true));
  await jest.advanceTimersByTimeAsync(0);
  return came;
}

describe('when to look', () => {
  it('is at the start, and then after a change and no sooner than a second later', async () => {
    const following = changes();
    expect(await comesAtOnce(following.next())).toBe(true);
    const second = following.next();
    expect(await comesAtOnce(second)).toBe(false);
    await here.tell(['community:a']);
    expect(await comesAtOnce(second)).toBe(false);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await comesAtOnce(second)).toBe(true);
  });

  it('is once for however many changes came meanwhile, and once more for what comes while it looks', async () => {
    const following = changes();
    await following.next();
    for (let time = 0; time < 100; time += 1) here.wake('person:b');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await comesAtOnce(following.next())).toBe(true);
    here.wake('community:a');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await comesAtOnce(following.next())).toBe(true);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await comesAtOnce(following.next())).toBe(false);
  });

  it('is not after what happens elsewhere', async () => {
    const following = changes();
    await following.next();
    await here.tell(['community:c', 'person:a']);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await comesAtOnce(following.next())).toBe(false);
  });

  it('is over at once when it is ended, though nothing ever changes, and nobody is listened to any more', async () => {
    const following = changes();
    await following.next();
    const waiting = following.next();
    await following.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(here.listeners).toBe(0);
  });
});

describe('what is told', () => {
  it('is cut into messages that a notification of Postgres holds', async () => {
    await here.tell(Array.from({ length: 250 }, (_, place) => `community:${String(place).padStart(36, '0')}` as const));
    expect(here.said).toHaveLength(3);
    for (const message of here.said) expect(message.length).toBeLessThan(8_000);
  });

  it('is left out where it is the same as before, and said when it differs', async () => {
    const answers = [1, 1, 2];
    const delivery = delivered(async () => ({ result: { data: { figure: answers.shift() ?? 2 } }, sent: undefined }));
    expect((await delivery.next()).value).toEqual({ data: { figure: 1 } });
    const second = delivery.next();
    for (let time = 0; time < 3; time += 1) {
      here.wake('community:a');
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect((await second).value).toEqual({ data: { figure: 2 } });
  });

  it.each([
    ['there are no points', new RateLimited(7), 7_000],
    ['the server is busy', new RetryLater(), 2_000],
  ])('waits while %s, and nothing of it is lost', async (_name, failure, until) => {
    const failures: Error[] = [failure];
    const confirmed: string[] = [];
    const delivery = delivered(async () => {
      const [error] = failures.splice(0);
      if (error) throw error;
      return { result: { data: { figure: 1 } }, sent: () => confirmed.push('sent') };
    });
    const first = delivery.next();
    await jest.advanceTimersByTimeAsync(until - 1);
    expect([await comesAtOnce(first), confirmed]).toEqual([false, []]);
    await jest.advanceTimersByTimeAsync(1);
    expect([(await first).value, confirmed]).toEqual([{ data: { figure: 1 } }, ['sent']]);
  });

  it('waits too where a part of it could not be read', async () => {
    const busy = new GraphQLError('busy', { originalError: new RetryLater() });
    const results = [{ data: { figure: null }, errors: [busy] }, { data: { figure: 1 } }];
    const confirmed: string[] = [];
    const delivery = delivered(async () => {
      const result = results.shift();
      return result ? { result, sent: () => confirmed.push('sent') } : null;
    });
    const first = delivery.next();
    await jest.advanceTimersByTimeAsync(2_000);
    expect([(await first).value, confirmed]).toEqual([{ data: { figure: 1 } }, ['sent']]);
  });

  it('ends with what is refused, and is listened to no more', async () => {
    const delivery = delivered(async () => ({
      result: { data: null, errors: [new GraphQLError('no', { originalError: new Forbidden() })] },
      sent: undefined,
    }));
    await expect(delivery.next()).rejects.toMatchObject({ originalError: { code: 'FORBIDDEN' } });
    expect(here.listeners).toBe(0);
    expect(await delivery.next()).toEqual({ done: true, value: undefined });
  });
});

function delivered(work: () => Promise<Delivered | null>): Delivery {
  return new Delivery(changes(), work);
}
