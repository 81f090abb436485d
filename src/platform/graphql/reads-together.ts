import type { Actor } from '../access/actor.js';
import type { Reader, Reads } from './reader.js';

interface Waiting {
  work: (reader: Reader) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

/**
 * Reads of one actor in one request: those asked for in the same tick share a transaction, because beginning and ending
 * one costs as much as a read. Anonymous reads take none, and go on their way.
 */
export function readsTogether(actor: Actor, reads: Reads): <T>(work: (reader: Reader) => Promise<T>) => Promise<T> {
  if (actor.kind === 'anonymous') return (work) => reads.read(actor, work);
  let waiting: Waiting[] = [];
  const start = () => {
    const together = waiting;
    waiting = [];
    void run(actor, reads, together);
  };
  return <T>(work: (reader: Reader) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      // After the promise jobs at hand, as loaders do, since resolvers side by side ask in those.
      if (waiting.length === 0) void Promise.resolve().then(() => process.nextTick(start));
      waiting.push({ work, resolve: resolve as Waiting['resolve'], reject });
    });
}

async function run(actor: Actor, reads: Reads, together: readonly Waiting[]): Promise<void> {
  const answers: unknown[] = [];
  let working = false;
  try {
    await reads.read(actor, async (reader) => {
      // From the beginning, since the whole may be read again.
      answers.length = 0;
      working = true;
      for (const { work } of together) answers.push(await work(reader));
      working = false;
    });
  } catch (error) {
    // Of a transaction that did not begin or did not end no answer is sure.
    if (!working) for (const one of together) one.reject(error);
    else failAt(answers.length, error);
    return;
  }
  answer();

  function answer() {
    for (const [index, value] of answers.entries()) together[index]?.resolve(value);
  }

  function failAt(index: number, error: unknown) {
    answer();
    together[index]?.reject(error);
    // Its failure ended the transaction, which those after it need not suffer for.
    const others = together.slice(index + 1);
    if (others.length > 0) void run(actor, reads, others);
  }
}
