import { describe, expect, it } from '@jest/globals';
import { LastGood } from './last-good.js';

const failing = () => Promise.reject(new Error('no database'));

describe('what was read last', () => {
  it('is shown with its time while it cannot be read, and anew as soon as it can', async () => {
    const figures = new LastGood<{ done: number }>(10, 0);
    const first = await figures.get('one', async () => ({ done: 1 }));
    expect(first).toMatchObject({ value: { done: 1 }, isOld: false });
    expect(await figures.get('one', failing)).toEqual({ ...first, isOld: true });
    expect(await figures.get('one', async () => ({ done: 2 }))).toMatchObject({ value: { done: 2 }, isOld: false });
  });

  it('fails where nothing was ever read, and of each thing by itself', async () => {
    const figures = new LastGood<{ done: number }>(10, 0);
    await figures.get('one', async () => ({ done: 1 }));
    await expect(figures.get('other', failing)).rejects.toThrow('no database');
  });

  it('is forgotten once there is nothing to see', async () => {
    const figures = new LastGood<{ done: number }>(10, 0);
    await figures.get('one', async () => ({ done: 1 }));
    expect(await figures.get('one', async () => null)).toBeNull();
    await expect(figures.get('one', failing)).rejects.toThrow('no database');
  });

  it('is read once for all who come at once', async () => {
    const figures = new LastGood<{ done: number }>();
    let reads = 0;
    const read = async () => ({ done: (reads += 1) });
    const all = await Promise.all(Array.from({ length: 50 }, () => figures.get('one', read)));
    expect(new Set(all.map((one) => one?.value.done))).toEqual(new Set([1]));
    await figures.get('one', read);
    expect(reads).toBe(1);
  });
});
