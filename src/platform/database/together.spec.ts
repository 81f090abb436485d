import { setImmediate as endOfTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { RetryLater } from '../graphql/errors.js';
import { Together } from './together.js';

/** Work that ends when it is told to, and remembers what it was given. */
function held() {
  const groups: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const work = (items: readonly number[]) => {
    groups.push(items);
    return new Promise<number[]>((resolve) => {
      ends.push(() => resolve(items.map((item) => item * 10)));
    });
  };
  return { groups, ends, work };
}

async function turn(): Promise<void> {
  for (let index = 0; index < 3; index += 1) await endOfTurn();
}

describe('what arrives', () => {
  it('alone goes at once, and what arrives meanwhile goes together as the next, in its order', async () => {
    const { groups, ends, work } = held();
    const queue = new Together(work);
    const first = queue.add(1);
    await turn();
    const others = [queue.add(2), queue.add(3), queue.add(4)];
    await turn();
    expect(groups).toEqual([[1]]);
    ends[0]?.();
    expect(await first).toBe(10);
    await turn();
    expect(groups).toEqual([[1], [2, 3, 4]]);
    ends[1]?.();
    expect(await Promise.all(others)).toEqual([20, 30, 40]);
  });

  it('in numbers goes in groups that are no bigger than said', async () => {
    const groups: number[] = [];
    const queue = new Together<number, number>(
      async (items) => {
        groups.push(items.length);
        return items;
      },
      { most: 4 },
    );
    expect(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((item) => queue.add(item)))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(groups).toEqual([4, 4, 1]);
  });

  it('when too many wait is told to come again, and the others are served', async () => {
    const queue = new Together<number, number>(async (items) => items, { longest: 2 });
    const served = [queue.add(1), queue.add(2)];
    await expect(queue.add(3)).rejects.toThrow(RetryLater);
    expect(await Promise.all(served)).toEqual([1, 2]);
  });

  it('after a group that failed is served all the same, and each of that group hears of it', async () => {
    let fails = true;
    const queue = new Together<number, number>(async (items) => {
      if (fails) throw new Error('gone');
      return items;
    });
    const lost = await Promise.allSettled([queue.add(1), queue.add(2)]);
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await queue.add(3)).toBe(3);
  });

  it('never has the answer of another, nor none', async () => {
    const queue = new Together<number, number>(async () => [1]);
    const both = await Promise.allSettled([queue.add(1), queue.add(2)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
