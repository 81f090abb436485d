import type { Usage } from '../processes.js';
import type { ContenderName } from '../names.js';
import type { Task } from '../scenarios.js';

/** Seconds after which a slow server has been warmed up long enough. */
export const LONGEST_WARM_UP = 10;

/** What the generator is told to do. */
export interface Job {
  world: { scale: string; seed: string; growth: boolean };
  contender: ContenderName;
  task: Task;
  port: number;
  /** Whose processor time is read. */
  server: number;
  postmaster: number;
  connections: number;
  /** Requests before the measured ones, unless they take too long, and seconds. */
  warmUp: number;
  leadIn: number;
  seconds: number;
  /** The first question: pledges can be made only once. */
  from: number;
}

export interface Outcome {
  /** Measured. */
  seconds: number;
  requests: number;
  /** Answered as wanted, of the requests. */
  taken: number;
  /** Of all, measured or not. */
  failures: number;
  /** Asked to come back, of all: what a server that is short of time may answer. */
  busy: number;
  /** The first failure. */
  failure?: string;
  /** Milliseconds. */
  p50: number;
  p99: number;
  cpu: Usage;
  next: number;
  exhausted: boolean;
}
