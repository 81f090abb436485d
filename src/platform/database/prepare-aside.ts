import { Worker } from 'node:worker_threads';
import { CommandError } from '../command-error.js';
import type { GivenRoles } from './roles.js';
import type { DatabaseUrls } from './urls.js';

export interface Preparation {
  url: string;
  secret: Uint8Array;
  roles: GivenRoles;
}

/** What the thread says: lines for the terminal, then one of the others. */
export type Told = { line: string } | { urls: DatabaseUrls } | { mend: string };

/**
 * `prepareDatabase` in a thread of its own: migrations and what runs them are needed once, and would else stay in memory
 * for as long as the server runs.
 */
export async function prepareAside(preparation: Preparation, log: (line: string) => void): Promise<DatabaseUrls> {
  const worker = new Worker(compiledWorker(), { workerData: preparation });
  try {
    return await answerOf(worker, log);
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker, log: (line: string) => void): Promise<DatabaseUrls> {
  return new Promise((resolve, reject) => {
    worker.on('message', (told: Told) => {
      if ('line' in told) log(told.line);
      else if ('urls' in told) resolve(told.urls);
      else reject(new CommandError(told.mend));
    });
    worker.on('messageerror', reject);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The thread that prepares the database ended by exit code ${code}.`)));
  });
}

/** Node's threads load no TypeScript: from a source file, as in tests, the way leads to what the build made of it. */
function compiledWorker(): URL {
  const folder = import.meta.url.endsWith('.ts') ? '../../../dist/src/platform/database/' : './';
  return new URL(`${folder}prepare.worker.js`, import.meta.url);
}
