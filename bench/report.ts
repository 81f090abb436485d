import type { Measured, Runs, Sample } from './measure.js';
import { type ContenderName, type RivalName, rivalNames, type ScenarioName } from './names.js';

interface Bar {
  /** Accompany's processor time to the limit's, at most. */
  cpu?: number;
  /** Accompany's rate to the limit's, at least. */
  rate?: number;
  /** How many times Accompany's processor time each other stack takes, at least. */
  cheaper?: Record<RivalName, number>;
}

/** What the project holds itself to. Ratios alone: they carry from one machine to another, times do not. */
export const bars: Record<ScenarioName, Bar> = {
  R1: { cpu: 1.15, rate: 0.85, cheaper: { mercurius: 1.5, yoga: 4, postgraphile: 4, nest: 7 } },
  'R1-hot': { cpu: 0.45, rate: 1.8, cheaper: { mercurius: 4, yoga: 9, postgraphile: 9, nest: 16 } },
  R2: { cpu: 1.1, cheaper: { mercurius: 2.8, yoga: 3.8, postgraphile: 1.8, nest: 9 } },
  W1: { cpu: 0.6, cheaper: { mercurius: 1.8, yoga: 4, postgraphile: 9, nest: 20 } },
  // The limit takes the lock of the ask's row for each pledge: its rate is the row-lock rate.
  'W1-hot': { rate: 10 },
};
export const MEMORY_BAR = 170;
export const GROWTH_BAR = 1.3;
/** Differences under this are not findings. */
const NOISE = 0.2;

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
  campaign?: string;
  limit: Figures;
  accompany: Figures;
  /** Of processor time and rate, round by round, the middle one. */
  cpuRatio: number;
  rateRatio: number;
  rivals: Partial<Record<RivalName, Rival>>;
}

export interface Rival {
  figures: Figures;
  /** Its processor time to Accompany's, round by round, the middle one. */
  dearer: number;
}

export function resultsOf(measured: readonly Measured[]): Result[] {
  return measured.map(({ task, runs }) => {
    const [limit, accompany] = [runsOf(runs, 'limit'), runsOf(runs, 'accompany')];
    const present = rivalNames.filter((name) => runs.has(name));
    return {
      scenario: task.scenario,
      ...(task.campaign !== undefined && { campaign: task.campaign }),
      limit: figuresOf(limit),
      accompany: figuresOf(accompany),
      cpuRatio: middleRatio(accompany, limit, cpu),
      rateRatio: middleRatio(accompany, limit, rate),
      rivals: Object.fromEntries(present.map((name) => [name, rivalOf(runsOf(runs, name), accompany)])),
    };
  });
}

function runsOf(runs: Measured['runs'], name: ContenderName): Runs {
  return runs.get(name) ?? { samples: [], trips: 0 };
}

function rivalOf(own: Runs, accompany: Runs): Rival {
  return { figures: figuresOf(own), dearer: middleRatio(own, accompany, cpu) };
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
const cpu = ({ cpu: { server, postgres }, requests }: Sample) => (server + postgres) / requests;

function middleRatio(one: Runs, other: Runs, pick: (sample: Sample) => number): number {
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

const HEADINGS = [
  '',
  '',
  'CPU ÷ limit',
  'bar',
  'rate ÷ limit',
  'bar',
  '÷ Accompany',
  'bar',
  'req/s',
  'p50 ms',
  'p99 ms',
  'server µs',
  'Postgres µs',
  'trips',
  'MB',
];

/** A line a contender and task, of cells. */
export function rowsOf(results: readonly Result[]): string[][] {
  return [HEADINGS, ...results.flatMap(linesOf)];
}

function linesOf(result: Result): string[][] {
  const { limit, accompany, scenario, campaign } = result;
  const { cpu: most, rate: least, cheaper } = campaign === undefined ? bars[scenario] : {};
  const bar = (sign: string, value: number | undefined) => (value === undefined ? '' : `${sign} ${value}`);
  return [
    [campaign ?? scenario, 'limit', '1', '', '1', '', '', '', ...cellsOf(limit)],
    [
      '',
      'accompany',
      result.cpuRatio.toFixed(2),
      bar('≤', most),
      result.rateRatio.toFixed(2),
      bar('≥', least),
      '1',
      '',
      ...cellsOf(accompany),
    ],
    ...rivalNames.flatMap((name) => {
      const rival = result.rivals[name];
      if (!rival) return [];
      const { figures, dearer } = rival;
      const cost = (dearer * result.cpuRatio).toFixed(2);
      const speed = (figures.perSecond / limit.perSecond).toFixed(2);
      return [['', name, cost, '', speed, '', dearer.toFixed(1), bar('≥', cheaper?.[name]), ...cellsOf(figures)]];
    }),
  ];
}

function cellsOf({ perSecond, p50, p99, server, postgres, trips, memory }: Figures): string[] {
  const times = [perSecond, p50, p99, server, postgres].map((value) => value.toFixed(value < 100 ? 1 : 0));
  return [...times, `${trips}`, memory.toFixed(0)];
}

export function tableOf(results: readonly Result[]): string {
  const rows = rowsOf(results);
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** What a result suggests, in a line. */
export function suggestionOf(result: Result): string {
  const { scenario, limit, accompany, cpuRatio, rateRatio } = result;
  const { cpu: most, rate: least } = bars[scenario];
  const above = most === undefined ? 0 : cpuRatio / most - 1;
  const below = least === undefined ? 0 : least / rateRatio - 1;
  const worst = Math.max(above, below);
  if (!(worst > 0)) return `${scenario}: ${againstRivals(result)}.`;
  if (worst <= NOISE)
    return `${scenario}: ${percent(worst)} off its bar, which is within the noise: run it again, longer.`;
  return `${scenario}: ${howFar(result)} ${whereFrom(limit, accompany)}`;
}

/** Within the bar to the limit: whether within those to other stacks as well. */
function againstRivals({ scenario, rivals }: Result): string {
  const { cheaper } = bars[scenario];
  const short = rivalNames.filter((name) => {
    const dearer = rivals[name]?.dearer;
    return cheaper !== undefined && dearer !== undefined && dearer < cheaper[name];
  });
  if (short.length === 0) return 'within its bar';
  const each = short.map(
    (name) => `${name} costs ${rivals[name]?.dearer.toFixed(1)} times as much, the bar is ${cheaper?.[name]}`,
  );
  return `within its bar to the limit, but ${each.join('; ')}`;
}

function howFar({ scenario, cpuRatio, rateRatio }: Result): string {
  const { cpu: most, rate: least } = bars[scenario];
  const parts = [
    ...(most !== undefined && cpuRatio > most
      ? [`costs ${cpuRatio.toFixed(1)} times the limit, the bar is ${most}`]
      : []),
    ...(least !== undefined && rateRatio < least
      ? [`takes ${rateRatio.toFixed(2)} times the limit's rate, the bar is ${least}`]
      : []),
  ];
  return `${parts.join('; ')}.`;
}

function whereFrom(limit: Figures, accompany: Figures): string {
  const server = accompany.server - limit.server;
  const postgres = accompany.postgres - limit.postgres;
  const more = server + postgres;
  if (more <= 0) return 'It is no dearer than the limit: what is missing is doing several in one go.';
  const trips = `${accompany.trips} trips to the database where the limit takes ${limit.trips}`;
  const share = server / more;
  if (share > 0.7)
    return `${percent(share)} of the difference is spent in the server, with ${trips}: profile it (--profile), then look at what it does per trip and per field.`;
  if (share < 0.3)
    return `${percent(1 - share)} of the difference is spent in Postgres, with ${trips}: look at its statements.`;
  return `Server and Postgres share the difference (${percent(share)} and ${percent(1 - share)}), with ${trips}: fewer statements would help both.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** How the cost of the dashboard moves with the pledges of its campaign: the last against the first. */
export function growthOf(results: readonly Result[]): { ratio: number; line: string } {
  const costs = results.map(({ accompany }) => accompany.server + accompany.postgres);
  const ratio = (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN);
  const span = `${results[0]?.campaign ?? ''} to ${results.at(-1)?.campaign ?? ''}`;
  const verdict = ratio <= GROWTH_BAR ? 'within its bar' : 'it grows: a figure is counted when it is read';
  return { ratio, line: `R1 from ${span}: ${ratio.toFixed(2)} times the cost, the bar is ${GROWTH_BAR}; ${verdict}.` };
}
