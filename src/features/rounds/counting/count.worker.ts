import { parentPort, workerData } from 'node:worker_threads';
import type { Work } from './count-in-worker.js';
import { count } from './index.js';

const { method, election } = workerData as Work;
parentPort?.postMessage(count(method, election));
