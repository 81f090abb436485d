import { bars, type Figures, type Result, type Rival } from './report.js';
import { rivalNames } from './names.js';

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

/** A line a contender and scenario, of cells. */
export function rowsOf(results: readonly Result[]): string[][] {
  return [HEADINGS, ...results.flatMap(linesOf)];
}

function linesOf(result: Result): string[][] {
  const { limit, accompany, scenario, rowLock } = result;
  const { cpu: most, rate: least, cheaper } = bars[scenario];
  const bar = (sign: string, value: number | undefined) => (value === undefined ? '' : `${sign} ${value}`);
  return [
    [scenario, 'limit', '1', '', '1', '', '', '', ...cellsOf(limit)],
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
      return rival ? [lineOf(name, rival, result, bar('≥', cheaper?.[name]))] : [];
    }),
    ...(rowLock ? [lineOf('row-lock', rowLock, result, '')] : []),
  ];
}

function lineOf(name: string, { figures, dearer }: Rival, { cpuRatio, limit }: Result, bar: string): string[] {
  const cost = (dearer * cpuRatio).toFixed(2);
  const speed = (figures.perSecond / limit.perSecond).toFixed(2);
  return ['', name, cost, '', speed, '', dearer.toFixed(1), bar, ...cellsOf(figures)];
}

function cellsOf({ perSecond, p50, p99, server, postgres, trips, memory }: Figures): string[] {
  const times = [perSecond, p50, p99, server, postgres].map((value) => value.toFixed(value < 100 ? 1 : 0));
  return [...times, `${trips}`, memory.toFixed(0)];
}

export function tableOf(results: readonly Result[]): string {
  return aligned(rowsOf(results));
}

/** Rows of as many cells each, for the terminal: the first two to the left. */
export function aligned(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
