import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InFlight } from './in-flight.js';

/** A store of one value, whose reads take as long as the test lets them. */
class Store {
  value = 0;
  begun = 0;
  private waiting: (() => void)[] = [];

  readonly read = async (): Promise<number> => {
    this.begun += 1;
    const { value } = this;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
    });
    return value;
  };

  /** Lets the oldest read end. */
  async end(): Promise<void> {
    this.waiting.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

describe('reads that are alike', () => {
  it('are one, for all who come while another of their kind runs', async () => {
    const [store, inFlight] = [new Store(), new InFlight<number>()];
    const first = inFlight.ask('a', store.read);
    const others = Array.from({ length: 20 }, () => inFlight.ask('a', store.read));
    await store.end();
    await store.end();
    await Promise.all([first, ...others]);
    expect(store.begun).toBe(2);
  });

  it('are not those of another key', async () => {
    const [store, inFlight] = [new Store(), new InFlight<number>()];
    void inFlight.ask('a', store.read);
    void inFlight.ask('b', store.read);
    expect(store.begun).toBe(2);
  });

  it('go on when one fails, which fails for those alone who waited for it', async () => {
    const inFlight = new InFlight<number>();
    const failing = inFlight.ask('a', () => Promise.reject(new Error('away')));
    const next = inFlight.ask('a', () => Promise.resolve(7));
    await expect(failing).rejects.toThrow('away');
    await expect(next).resolves.toBe(7);
    await expect(inFlight.ask('a', () => Promise.resolve(8))).resolves.toBe(8);
  });

  it('never answer with what was so before they were asked for, in whatever order things happen', async () => {
    const steps = fc.array(fc.constantFrom('ask', 'write', 'end'), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const [store, inFlight] = [new Store(), new InFlight<number>()];
        const asked: { at: number; answer: Promise<number> }[] = [];
        for (const step of taken) {
          if (step === 'write') store.value += 1;
          else if (step === 'ask') asked.push({ at: store.value, answer: inFlight.ask('a', store.read) });
          else await store.end();
        }
        for (let left = 0; left <= asked.length; left += 1) await store.end();
        for (const { at, answer } of asked) expect(await answer).toBeGreaterThanOrEqual(at);
      }),
    );
  });
});
