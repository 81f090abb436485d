import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contenders.js';
import { Connection } from './load/connection.js';
import { message, questionsOf, type Task } from './scenarios.js';
import type { Stage } from './stage.js';
import type { World } from './world.js';

const TRIES = 8;
const KINDS = 2;
const SETTLES = 150;

/**
 * How often one request goes to the database and back, by the log of the database. Of each kind of reader, which take
 * turns, the fewest of several: work in the background is logged as well.
 */
export async function tripsOf(
  stage: Stage,
  world: World,
  contender: Contender,
  task: Task,
  from: number,
): Promise<{ trips: number; next: number }> {
  const questions = questionsOf(world, task);
  const connection = await Connection.open(contender.port);
  const counts: number[] = [];
  await logging(stage, true);
  try {
    for (let index = from; index < from + TRIES; index += 1) {
      const question = questions.at(index);
      if (!question) break;
      const before = size(stage.postgresLog);
      await connection.ask(message(contender.name, question));
      await sleep(SETTLES / 3);
      counts.push(statementsSince(stage.postgresLog, before));
    }
  } finally {
    await logging(stage, false);
    connection.close();
  }
  const fewest = Array.from({ length: KINDS }, (_, kind) =>
    Math.min(...counts.filter((_count, index) => index % KINDS === kind)),
  );
  return { trips: fewest.reduce((sum, count) => sum + count, 0) / KINDS, next: from + TRIES };
}

/** Statements are logged by the backends themselves, once they have noticed the new setting. */
async function logging(stage: Stage, on: boolean): Promise<void> {
  await stage.admin.query(`ALTER SYSTEM SET log_statement = '${on ? 'all' : 'none'}'`);
  await stage.admin.query('SELECT pg_reload_conf()');
  await sleep(SETTLES);
}

function size(file: string): number {
  const descriptor = openSync(file, 'r');
  try {
    return fstatSync(descriptor).size;
  } finally {
    closeSync(descriptor);
  }
}

function statementsSince(file: string, start: number): number {
  const descriptor = openSync(file, 'r');
  try {
    const told = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - start));
    readSync(descriptor, told, 0, told.length, start);
    return told.toString().match(/LOG: {2}(?:statement|execute [^:]*):/g)?.length ?? 0;
  } finally {
    closeSync(descriptor);
  }
}
