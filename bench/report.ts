import type { Measured, Runs, Sample } from './measure.js';
import { type ContenderName, type RivalName, rivalNames, type ScenarioName } from './names.js';

interface Bar {
  /** Accompany's processor time to the limit's, at most. */
  cpu?: number;
  /** Accompany's rate to the limit's, at least. */
  rate?: number;
  /** Accompany's rate to that of the row lock, at least. */
  lockRate?: number;
  /** How many times Accompany's processor time each other stack takes, at least. */
  cheaper?: Record<RivalName, number>;
}

/** What the project holds itself to. Ratios alone: they carry from one machine to another, times do not. */
export const bars: Record<ScenarioName, Bar> = {
  R1: { cpu: 1.15, rate: 0.85, cheaper: { mercurius: 1.5, yoga: 4, postgraphile: 4, nest: 7 } },
  'R1-hot': { cpu: 0.45, rate: 1.8, cheaper: { mercurius: 4, yoga: 9, postgraphile: 9, nest: 16 } },
  R2: { cpu: 1.1, cheaper: { mercurius: 2.8, yoga: 3.8, postgraphile: 1.8, nest: 9 } },
  W1: { cpu: 0.6, cheaper: { mercurius: 1.8, yoga: 4, postgraphile: 9, nest: 20 } },
  'W1-hot': { lockRate: 10 },
};
export const MEMORY_BAR = 170;

/** One contender in one scenario: the middle of its rounds. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** Microseconds a request. */
  server: number;
  postgres: number;
  memory: number;
  trips: number;
  failures: number;
}

export interface Result {
  scenario: ScenarioName;
  limit: Figures;
  accompany: Figures;
  /** Of processor time and rate, round by round, the middle one. */
  cpuRatio: number;
  rateRatio: number;
  rivals: Partial<Record<RivalName, Rival>>;
  rowLock?: RowLock;
}

export interface Rival {
  figures: Figures;
  /** Its processor time to Accompany's, round by round, the middle one. */
  dearer: number;
}

export interface RowLock extends Rival {
  /** Accompany's rate to its rate, round by round, the middle one. */
  rateRatio: number;
}

export function resultsOf(measured: readonly Measured[]): Result[] {
  return measured.map(({ task, runs }) => {
    const [limit, accompany] = [runsOf(runs, 'limit'), runsOf(runs, 'accompany')];
    const present = rivalNames.filter((name) => runs.has(name));
    return {
      scenario: task.scenario,
      limit: figuresOf(limit),
      accompany: figuresOf(accompany),
      cpuRatio: middleRatio(accompany, limit, cpu),
      rateRatio: middleRatio(accompany, limit, rate),
      rivals: Object.fromEntries(present.map((name) => [name, rivalOf(runsOf(runs, name), accompany)])),
      ...(runs.has('row-lock') && { rowLock: rowLockOf(runsOf(runs, 'row-lock'), accompany) }),
    };
  });
}

export function runsOf(runs: Measured['runs'], name: ContenderName): Runs {
  return runs.get(name) ?? { samples: [], trips: 0 };
}

function rivalOf(own: Runs, accompany: Runs): Rival {
  return { figures: figuresOf(own), dearer: middleRatio(own, accompany, cpu) };
}

function rowLockOf(own: Runs, accompany: Runs): RowLock {
  return { ...rivalOf(own, accompany), rateRatio: middleRatio(accompany, own, rate) };
}

function figuresOf({ samples, trips }: Runs): Figures {
  const of = (pick: (sample: Sample) => number) => middle(samples.map(pick));
  return {
    perSecond: of(rate),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    server: of(({ cpu: { server }, requests }) => (server / requests) * 1e6),
    postgres: of(({ cpu: { postgres }, requests }) => (postgres / requests) * 1e6),
    memory: Math.max(...samples.map(({ memory }) => memory)),
    trips,
    failures: samples.reduce((sum, { failures }) => sum + failures, 0),
  };
}

const rate = ({ taken, seconds }: Sample) => taken / seconds;
export const cpu = ({ cpu: { server, postgres }, requests }: Sample) => (server + postgres) / requests;

export function middleRatio(one: Runs, other: Runs, pick: (sample: Sample) => number): number {
  return middle(
    one.samples.flatMap((sample, round) => {
      const beside = other.samples[round];
      return beside ? [pick(sample) / pick(beside)] : [];
    }),
  );
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
