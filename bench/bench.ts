import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError, errorMessage } from '../src/platform/command-error.js';
import { type Contenders, proveEqual } from './answers.js';
import { Contender } from './contenders.js';
import { createFunctions } from './limit/functions.js';
import { LoadDriver } from './load/driver.js';
import { Measurement, oversold } from './measure.js';
import { type Options, readOptions } from './options.js';
import { refuseWithoutProc } from './processes.js';
import { growthOf, MEMORY_BAR, type Result, resultsOf, suggestionOf, tableOf } from './report.js';
import { writeResults } from './results.js';
import { type Task, writes } from './scenarios.js';
import { seed } from './seed.js';
import { openStage, type Stage } from './stage.js';
import { World } from './world.js';

const INTERRUPTED = 130;

type Undo = (() => void | Promise<void>)[];

/** Measures Accompany against the limit and other stacks, on this machine, in one run, and says what the ratios suggest. */
export async function bench(argv: string[]): Promise<number> {
  const options = readOptions(argv);
  refuseWithoutProc();
  const undo: Undo = [];
  const unwind = async () => {
    for (const step of undo.splice(0).toReversed()) {
      // One that fails must not keep the others from being undone.
      try {
        await step();
      } catch (error) {
        console.error(`While stopping: ${errorMessage(error)}`);
      }
    }
  };
  let interrupted = false;
  const onSignal = () => {
    interrupted = true;
    void unwind().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  try {
    const { results, equal, wrong } = await run(options, undo);
    print(options, results, equal, wrong);
    if (options.results !== undefined) writeResults(options.results, options, results, equal);
    return wrong === 0 ? 0 : 1;
  } catch (error) {
    // What was stopped by a signal fails for whoever still talks to it: that is no news.
    if (!interrupted) throw error;
    return INTERRUPTED;
  } finally {
    await unwind();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

interface Run {
  results: Result[];
  equal: string;
  /** Asks whose places or counters are not right at the end. */
  wrong: number;
}

async function run(options: Options, undo: Undo): Promise<Run> {
  const { scale, growth, only, rounds, seconds } = options;
  const log = (line: string) => console.error(line);
  const world = new World(scale, options.seed, growth);
  log(`Starting a Postgres and seeding it (${scale.name}).`);
  const stage = await openStage();
  undo.push(() => stage.close());
  await seed(stage, world, log);
  await createFunctions(stage.admin);
  const contenders = await startContenders(stage, options, undo);
  const equal = await proveEqual(stage, world, contenders, growth ? ['R1'] : only);
  log(`All answer the same: ${equal}. Measuring.`);
  const tasks: Task[] = growth
    ? world.growth.map(({ key }) => ({ scenario: 'R1', campaign: key }))
    : only.map((scenario) => ({ scenario }));
  const driver = new LoadDriver();
  undo.push(() => driver.stop());
  const measured = await new Measurement({ stage, world, growth, contenders, driver, seconds, log }, tasks).run(rounds);
  refuseFailures(measured);
  return { results: resultsOf(measured), equal, wrong: only.some(writes) ? await oversold(stage) : 0 };
}

async function startContenders(stage: Stage, { profile, against }: Options, undo: Undo): Promise<Contenders> {
  const folder = profile === undefined ? undefined : resolve(profile);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const contenders: Contenders = new Map();
  const add = (contender: Contender) => {
    undo.push(() => contender.stop());
    contenders.set(contender.name, contender);
  };
  add(await Contender.limit(stage));
  add(await Contender.accompany(stage, folder));
  for (const name of against) add(await Contender.rival(name, stage));
  return contenders;
}

const MOST_TURNED_AWAY = 0.1;

/** A server that refuses is fast: no rate of it is worth printing. */
function refuseFailures(measured: Awaited<ReturnType<Measurement['run']>>): void {
  for (const { task, runs } of measured) {
    for (const [name, { samples: taken }] of runs) {
      const failed = taken.find(({ failures }) => failures > 0);
      if (failed) {
        throw new CommandError(
          `${name} failed ${failed.failures} of ${failed.requests + failed.failures} requests of ${task.scenario}. The first: ${failed.failure}`,
        );
      }
      const turnedAway = taken.find(({ busy, requests }) => busy > requests * MOST_TURNED_AWAY);
      if (turnedAway) {
        throw new CommandError(
          `${name} turned away ${turnedAway.busy} requests of ${task.scenario} and answered ${turnedAway.requests}: this machine is too busy to measure on.`,
        );
      }
      if (taken.some(({ requests }) => requests === 0)) {
        throw new CommandError(
          `${name} answered nothing of ${task.scenario} while it was measured. Take a larger scale if its pledges were used up, else more seconds.`,
        );
      }
    }
  }
}

function print(options: Options, results: readonly Result[], equal: string, wrong: number): void {
  const { scale, growth, seconds, rounds } = options;
  console.log(
    `Scale ${scale.name}, ${rounds} rounds of ${seconds} s, 32 connections. Answers compared and equal: ${equal}.`,
  );
  console.log(
    'Half of the readers of R1 are anonymous, half organize; R2 is read by an organizer. CPU is server and Postgres.\n',
  );
  console.log(`${tableOf(results)}\n`);
  if (growth) console.log(growthOf(results).line);
  else for (const result of results) console.log(suggestionOf(result));
  const memory = Math.max(...results.map(({ accompany }) => accompany.memory));
  console.log(`Memory: ${memory.toFixed(0)} MB at most, the bar is ${MEMORY_BAR}.`);
  if (wrong > 0) console.log(`WRONG: ${wrong} asks took more than they have room for, or count what is not there.`);
  else if (!growth && results.some(({ scenario }) => writes(scenario)))
    console.log('No ask took more than it has room for.');
  if (options.json) console.log(JSON.stringify({ scale: scale.name, seconds, rounds, oversold: wrong, results }));
}
