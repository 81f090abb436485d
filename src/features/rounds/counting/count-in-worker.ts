import { types } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { CountingMethod, Election, Outcome } from './election.js';

export interface Work {
  method: CountingMethod;
  election: Election;
}

/** Ballots lie outside the heap; what is in it are exact numbers. A count that fails must not take the server along. */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 64 };

/**
 * Counts in a thread of its own, so that the server answers meanwhile. Marks and parts that own their memory are handed
 * over to it: the arrays given are empty afterwards.
 */
export async function countInWorker(method: CountingMethod, election: Election): Promise<Outcome> {
  const marks = owning(election.marks, Uint8Array);
  const parts = owning(election.parts, Uint16Array);
  const work: Work = { method, election: { ...election, marks, parts } };
  const worker = new Worker(compiledWorker(), {
    workerData: work,
    transferList: [marks.buffer, parts.buffer],
    resourceLimits,
  });
  try {
    return await answerOf(worker);
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(new Error(`Counting failed: ${cause.message}`, { cause }));
    worker.on('message', resolve);
    worker.on('messageerror', fail);
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the thread ended without an answer, by exit code ${code}`)));
  });
}

/** Sent as a view of a larger buffer, an array would take all of that along, or take it from others who use it. */
function owning<A extends Uint8Array | Uint16Array>(array: A, Kind: new (array: A) => A): A & { buffer: ArrayBuffer } {
  const owns = types.isArrayBuffer(array.buffer) && array.byteLength === array.buffer.byteLength;
  return (owns ? array : new Kind(array)) as A & { buffer: ArrayBuffer };
}

/** Node's threads load no TypeScript: from a source file, as in tests, the way leads to what the build made of it. */
function compiledWorker(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  const folder = isSource ? '../../../../dist/src/features/rounds/counting/' : './';
  return new URL(`${folder}count.worker.js`, import.meta.url);
}
