import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import type { Options } from './options.js';
import { growthOf, MEMORY_BAR, type Result, rowsOf, suggestionOf } from './report.js';

const GIGABYTE = 1024 ** 3;

/** Writes what was measured as a page, with the machine it was measured on: times belong to that, ratios carry. */
export function writeResults(file: string, options: Options, results: readonly Result[], equal: string): void {
  writeFileSync(file, pageOf(options, results, equal));
}

export function pageOf(options: Options, results: readonly Result[], equal: string): string {
  const { scale, seconds, rounds, growth } = options;
  const memory = Math.max(...results.map(({ accompany }) => accompany.memory));
  const verdicts = growth ? [growthOf(results).line] : results.map(suggestionOf);
  return `${[
    `# What was measured${growth ? ': growth' : ''}`,
    machine(),
    `Scale ${scale.name}: ${scale.campaigns} campaigns of ${scale.asksPerCampaign} asks, each with ${scale.pledgesPerAsk} pledges. ${rounds} rounds of ${seconds} s in which the contenders take turns, 32 connections. Processor time is that of the server and of Postgres, per request.`,
    `Before anything was measured, all answered and wrote the same: ${equal}.`,
    markdown(rowsOf(results)),
    [...verdicts, `Memory: ${memory.toFixed(0)} MB at most, the bar is ${MEMORY_BAR}.`]
      .map((line) => `- ${line}`)
      .join('\n'),
    growth
      ? 'Written by `npm run bench -- --growth --results FILE`.'
      : 'Written by `npm run bench -- --against all --results FILE`. [README](README.md) says what each scenario asks.',
  ].join('\n\n')}\n`;
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
