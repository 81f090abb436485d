import { parentPort, workerData } from 'node:worker_threads';
import { CommandError } from '../command-error.js';
import { prepareDatabase } from './prepare.js';
import type { Preparation, Told } from './prepare-aside.js';

const { url, secret, roles } = workerData as Preparation;
const tell = (told: Told) => parentPort?.postMessage(told);

try {
  const urls = await prepareDatabase(url, Buffer.from(secret), { ...roles, log: (line) => tell({ line }) });
  tell({ urls });
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  // Between threads an error loses its class, and with it that its reader can mend it.
  tell({ mend: error.message });
}
