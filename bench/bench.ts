import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError, errorMessage } from '../src/platform/command-error.js';
import { type Contenders, proveEqual } from './answers.js';
import { Contender } from './contenders.js';
import { createFunctions } from './limit/functions.js';
import { LoadDriver } from './load/driver.js';
import { CONNECTIONS, CONNECTIONS_IN_GROWTH, Measurement, oversold } from './measure.js';
import { type Options, readOptions } from './options.js';
import { refuseWithoutProc } from './processes.js';
import { growthRows, growthScenarios, growthsOf, verdictsOf } from './growth.js';
import { MEMORY_BAR, resultsOf } from './report.js';
import { suggestionOf } from './suggestions.js';
import { aligned, tableOf } from './table.js';
import { type Findings, writeResults } from './results.js';
import { labelOf, type Task, writes } from './scenarios.js';
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
    const outcome = await run(options, undo);
    print(options, outcome);
    if (options.results !== undefined) writeResults(options.results, options, outcome);
    return outcome.wrong === 0 ? 0 : 1;
  } catch (error) {
    // What was stopped by a signal fails for whoever still talks to it: that is no news.
    if (!interrupted) throw error;
    return INTERRUPTED;
  } finally {
    await unwind();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

async function run(options: Options, undo: Undo): Promise<Findings> {
  const { scale, growth, rounds, seconds } = options;
  const log = (line: string) => console.error(line);
  const world = new World(scale, options.seed, growth);
  log(`Starting a Postgres and seeding it (${scale.name}).`);
  const stage = await openStage();
  undo.push(() => stage.close());
  await seed(stage, world, log);
  await createFunctions(stage.admin);
  const contenders = await startContenders(stage, options, undo);
  const tasks = tasksOf(options, world);
  const equal = await proveEqual(stage, world, contenders, tasks);
  log(`All answer the same: ${equal}. Measuring.`);
  const driver = new LoadDriver();
  undo.push(() => driver.stop());
  const measured = await new Measurement({ stage, world, growth, contenders, driver, seconds, log }, tasks).run(rounds);
  refuseFailures(measured);
  const wrong = tasks.some(({ scenario }) => writes(scenario)) ? await oversold(stage) : 0;
  const held = measured.flatMap(({ runs }) => runs.get('accompany')?.samples.map(({ memory }) => memory) ?? []);
  return {
    results: growth ? [] : resultsOf(measured),
    growths: growth ? growthsOf(measured, scale.growth) : [],
    equal,
    memory: Math.max(...held),
    wrong,
  };
}

function tasksOf({ growth, only }: Options, world: World): Task[] {
  if (!growth) return only.map((scenario) => ({ scenario }));
  return growthScenarios
    .filter((scenario) => only.includes(scenario))
    .flatMap((scenario) => world.growth.map(({ key }) => ({ scenario, campaign: key })));
}

async function startContenders(
  stage: Stage,
  { profile, against, only, growth }: Options,
  undo: Undo,
): Promise<Contenders> {
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
  if (only.includes('W1-hot') && !growth) add(await Contender.rowLock(stage));
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
          `${name} failed ${failed.failures} of ${failed.requests + failed.failures} requests of ${labelOf(task)}. The first: ${failed.failure}`,
        );
      }
      const turnedAway = taken.find(({ busy, requests }) => busy > requests * MOST_TURNED_AWAY);
      if (turnedAway) {
        throw new CommandError(
          `${name} turned away ${turnedAway.busy} requests of ${labelOf(task)} and answered ${turnedAway.requests}: this machine is too busy to measure on.`,
        );
      }
      if (taken.some(({ requests }) => requests === 0)) {
        throw new CommandError(
          `${name} answered nothing of ${labelOf(task)} while it was measured. Take a larger scale if its pledges were used up, else more seconds.`,
        );
      }
    }
  }
}

function print(options: Options, { results, growths, equal, memory, wrong }: Findings): void {
  const { scale, growth, seconds, rounds } = options;
  const connections = growth ? CONNECTIONS_IN_GROWTH : CONNECTIONS;
  console.log(
    `Scale ${scale.name}, ${rounds} rounds of ${seconds} s, connections: ${connections}. Answers compared and equal: ${equal}.`,
  );
  console.log(
    'Half of the readers of R1 are anonymous, half organize; R2 is read by an organizer. CPU is server and Postgres.\n',
  );
  console.log(`${growth ? aligned(growthRows(growths)) : tableOf(results)}\n`);
  for (const line of growth ? verdictsOf(growths) : results.map(suggestionOf)) console.log(line);
  if (!growth) console.log(`Memory: ${memory.toFixed(0)} MB at most, the bar is ${MEMORY_BAR}.`);
  if (wrong > 0) console.log(`WRONG: ${wrong} asks took more than they have room for, or count what is not there.`);
  else if (options.only.some(writes)) console.log('No ask took more than it has room for.');
  if (options.json)
    console.log(JSON.stringify({ scale: scale.name, seconds, rounds, oversold: wrong, results, growths }));
}
