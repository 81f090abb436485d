import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { type Growth, growthRows, verdictsOf } from './growth.js';
import { LONGEST_WARM_UP } from './load/job.js';
import { CONNECTIONS, CONNECTIONS_IN_GROWTH, WARM_UPS } from './measure.js';
import type { Options } from './options.js';
import { MEMORY_BAR, type Result } from './report.js';
import { suggestionOf } from './suggestions.js';
import { rowsOf } from './table.js';

const GIGABYTE = 1024 ** 3;

export interface Findings {
  results: Result[];
  /** Instead of results, when campaigns grow. */
  growths: Growth[];
  equal: string;
  /** Megabytes that Accompany held at most. */
  memory: number;
  /** Asks whose places or counters are not right at the end. */
  wrong: number;
}

/** Writes what was measured as a page, with the machine it was measured on: times belong to that, ratios carry. */
export function writeResults(file: string, options: Options, findings: Findings): void {
  writeFileSync(file, options.growth ? growthPage(options, findings) : pageOf(options, findings));
}

function pageOf(options: Options, { results, equal, memory }: Findings): string {
  const { scale } = options;
  return page([
    '# What was measured',
    machine(),
    `Scale ${scale.name}: ${scale.campaigns} campaigns of ${scale.asksPerCampaign} asks, each with ${scale.pledgesPerAsk} pledges. ${rounds(options, CONNECTIONS)}`,
    `Before anything was measured, all answered and wrote the same: ${equal}.`,
    markdown(rowsOf(results)),
    list([...results.map(suggestionOf), `Memory: ${memory.toFixed(0)} MB at most, the bar is ${MEMORY_BAR}.`]),
    'Written by `npm run bench -- --against all --results FILE`. [README](README.md) says what each scenario asks.',
  ]);
}

function growthPage(options: Options, { growths, equal }: Findings): string {
  const sizes = options.scale.growth.map((size) => size.toLocaleString('en')).join(', ');
  return page([
    '# What was measured: growth',
    machine(),
    `Campaigns with ${sizes} pledges in one database, each with as many asks and people. ${rounds(options, CONNECTIONS_IN_GROWTH)}`,
    'What a request costs in a campaign, as a ratio to what it costs in the smallest; in brackets microseconds. It is the least of the rounds: jobs of the clock, such as reminders once a minute, fall into the one round and not into the other, and only add.',
    `Before anything was measured, all answered and wrote the same: ${equal}.`,
    markdown(growthRows(growths)),
    list(verdictsOf(growths)),
    'Written by `npm run bench -- --growth --results FILE`. [README](README.md) says what each scenario asks.',
  ]);
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function rounds({ rounds: many, seconds, scale }: Options, connections: number): string {
  const open = connections === 1 ? 'one request at a time' : `${connections} connections`;
  return `${many} rounds of ${seconds} s in which the contenders take turns, ${open}; before that ${scale.warmUp.toLocaleString('en')} requests of each scenario to each contender, or as many as it answers in ${LONGEST_WARM_UP * WARM_UPS} s, to warm up. Processor time is that of the server and of Postgres, per request.`;
}

function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / GIGABYTE);
  return `${processors.length} processors (${processors[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Linux ${release()}, Node ${process.version}, the embedded Postgres with fsync on.`;
}

function markdown([headings = [], ...rows]: string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map((_, column) => (column < 2 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}
