import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as threads from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { approvalElection } from '../../../../test/support/approval-elections.js';
import type { Election } from './election.js';
import { count } from './index.js';

const started: threads.Worker[] = [];

class WatchedWorker extends threads.Worker {
  constructor(...given: ConstructorParameters<typeof threads.Worker>) {
    super(...given);
    started.push(this);
  }
}

jest.unstable_mockModule('node:worker_threads', () => ({ ...threads, Worker: WatchedWorker }));
const { countInWorker } = await import('./count-in-worker.js');

const small = () =>
  approvalElection(
    'abcd',
    [
      [3, 'ab', 0],
      [2, 'bc', 1],
      [1, 'a', 1],
    ],
    { voices: [2n, 3n], lots: [4, 3, 2, 1] },
  );

/** Long enough to count that a thread which was held up would be noticed: every ballot supports about half the items. */
function large(): Election {
  const [items, ballots] = [100, 20_000];
  return {
    items: Array.from({ length: items }, (_, place) => ({ id: `item ${place}`, lot: place + 1 })),
    marks: Uint8Array.from({ length: items * ballots }, (_, mark) => ((mark * 2_654_435_761) >>> 7) & 1),
    parts: new Uint16Array(ballots),
    voices: [1n],
  };
}

/** How often the event loop came round before the work was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  const progress = { isDone: false };
  const done = work().finally(() => Object.assign(progress, { isDone: true }));
  let turns = 0;
  for (; !progress.isDone; turns += 1) await nextTurn();
  await done;
  return turns;
}

/** A thread that has ended has no number any more. */
const running = () => started.filter(({ threadId }) => threadId !== -1);

beforeEach(() => {
  started.length = 0;
});

describe('counting in a thread of its own', () => {
  it('gives the same answer as counting at once and ends the thread', async () => {
    expect(await countInWorker('PROPORTIONAL', small())).toEqual(count('PROPORTIONAL', small()));
    expect(started).toHaveLength(1);
    expect(running()).toEqual([]);
  });

  it('lets the event loop turn while it counts', async () => {
    const onTheLoop = await turnsDuring(async () => count('PROPORTIONAL', large()));
    const inAThread = await turnsDuring(() => countInWorker('PROPORTIONAL', large()));
    expect(onTheLoop).toBeLessThan(5);
    expect(inAThread).toBeGreaterThan(100 * (onTheLoop + 1));
  });

  it('takes ballots over instead of copying them', async () => {
    const election = small();
    await countInWorker('PROPORTIONAL', election);
    expect([election.marks.byteLength, election.parts.byteLength]).toEqual([0, 0]);
  });

  it('copies ballots that lie in memory with other things, and leaves that alone', async () => {
    const election = small();
    const memory = new ArrayBuffer(64);
    const marks = new Uint8Array(memory, 8, election.marks.length);
    marks.set(election.marks);
    const before = memory.slice(0);
    const outcome = await countInWorker('PROPORTIONAL', { ...election, marks });
    expect(outcome).toEqual(count('PROPORTIONAL', small()));
    expect(Buffer.from(memory)).toEqual(Buffer.from(before));
  });

  it('fails when the count does and ends the thread', async () => {
    const counting = countInWorker('PROPORTIONAL', { ...small(), voices: [2n, 0n] });
    await expect(counting).rejects.toThrow('Counting failed: A voice must be positive');
    expect(running()).toEqual([]);
  });

  it('fails when the thread ends before it has answered', async () => {
    const counting = countInWorker('PROPORTIONAL', large());
    expect(running()).toHaveLength(1);
    await Promise.all([
      expect(counting).rejects.toThrow('Counting failed: the thread ended without an answer'),
      running()[0]!.terminate(),
    ]);
  });
});
