import { setTimeout as sleep } from 'node:timers/promises';
import type { Contenders } from './answers.js';
import type { LoadDriver } from './load/driver.js';
import type { Outcome } from './load/job.js';
import { residentMemory } from './processes.js';
import { type ContenderName, takesPart } from './names.js';
import { labelOf, type Task, writes } from './scenarios.js';
import type { Stage } from './stage.js';
import { tripsOf } from './trips.js';
import type { World } from './world.js';

export const CONNECTIONS = 32;
/** In campaigns that grow nothing is shared with others who ask: it would hide what one request costs. */
export const CONNECTIONS_IN_GROWTH = 1;
/** For what a server has to catch up with that stood still. */
const LEAD_IN = 1;
/** What V8 compiled for one scenario, the next makes it compile again. */
export const WARM_UPS = 2;
/** After the requests that warm up: only so that there is a sample to leave out. */
const BRIEF = 0.1;

export interface Sample extends Outcome {
  /** Megabytes of the server after it. */
  memory: number;
}

/** One contender at one task, a sample a round. */
export interface Runs {
  samples: Sample[];
  /** To the database and back, for one request. */
  trips: number;
}

/** One task by all contenders. */
export interface Measured {
  task: Task;
  runs: Map<ContenderName, Runs>;
}

interface Field {
  stage: Stage;
  world: World;
  growth: boolean;
  contenders: Contenders;
  driver: LoadDriver;
  seconds: number;
  log: (line: string) => void;
}

/** Runs tasks in rounds in which the contenders take turns, so that whatever else the machine does meets them alike. */
export class Measurement {
  /** Pledges that were used up, by task: none can be made twice. */
  private readonly used = new Map<string, number>();
  private readonly results: Measured[];

  constructor(
    private readonly field: Field,
    tasks: readonly Task[],
  ) {
    this.results = tasks.map((task) => ({
      task,
      runs: new Map(
        [...field.contenders.keys()]
          .filter((name) => takesPart(name, task.scenario))
          .map((name) => [name, { samples: [], trips: 0 }]),
      ),
    }));
  }

  async run(rounds: number): Promise<Measured[]> {
    await this.countTrips();
    const names = [...this.field.contenders.keys()];
    for (const name of names) await this.pause(name);
    await this.warmUp();
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes second finds warm caches: they take turns in that too.
      const order = round % 2 === 0 ? names : names.toReversed();
      for (const result of this.results) {
        const told: string[] = [];
        for (const name of order) {
          const own = result.runs.get(name);
          if (!own) continue;
          const sample = await this.sample(result.task, name);
          own.samples.push(sample);
          told.push(`${name} ${microseconds(sample)}`);
        }
        this.field.log(`  round ${round + 1} of ${rounds}: ${labelOf(result.task)}: ${told.join(', ')}`);
      }
    }
    return this.results;
  }

  /** All of it before any of it is measured, and each more than once. */
  private async warmUp(): Promise<void> {
    const { log, world, growth } = this.field;
    const { scale } = world;
    const each = Math.ceil(scale.warmUp / WARM_UPS / (growth ? scale.growth.length : 1));
    for (let time = 1; time <= WARM_UPS; time += 1) {
      for (const { task, runs } of this.results) {
        log(`  warming up, ${time} of ${WARM_UPS}: ${labelOf(task)}`);
        for (const name of runs.keys()) await this.sample(task, name, each);
      }
    }
  }

  private async countTrips(): Promise<void> {
    const { stage, world, contenders } = this.field;
    for (const { task, runs } of this.results) {
      for (const [name, contender] of contenders) {
        const own = runs.get(name);
        if (!own) continue;
        const counted = await tripsOf(stage, world, contender, task, this.used.get(labelOf(task)) ?? 0);
        own.trips = counted.trips;
        if (writes(task.scenario)) this.used.set(labelOf(task), counted.next);
      }
    }
  }

  private async sample(task: Task, name: ContenderName, warmUp = 0): Promise<Sample> {
    const { stage, world, driver, growth } = this.field;
    const seconds = warmUp > 0 ? BRIEF : this.field.seconds;
    const contender = this.contender(name);
    contender.resume();
    const outcome = await driver.run({
      world: { scale: world.scale.name, seed: world.seed, growth },
      contender: name,
      task,
      port: contender.port,
      server: contender.pid,
      postmaster: stage.postmaster,
      connections: growth && warmUp === 0 ? CONNECTIONS_IN_GROWTH : CONNECTIONS,
      warmUp,
      leadIn: Math.min(LEAD_IN, seconds),
      seconds,
      from: this.used.get(labelOf(task)) ?? 0,
    });
    const memory = residentMemory(contender.pid);
    await this.pause(name);
    if (writes(task.scenario)) {
      this.used.set(labelOf(task), outcome.next);
      await this.clear();
    }
    return { ...outcome, memory };
  }

  /** Stopped between two transactions: one that is stopped within holds locks, and Postgres would end it. */
  private async pause(name: ContenderName): Promise<void> {
    const contender = this.contender(name);
    for (;;) {
      while (await this.busy()) await sleep(5);
      contender.pause();
      if (!(await this.busy())) return;
      contender.resume();
    }
  }

  private contender(name: ContenderName) {
    const found = this.field.contenders.get(name);
    if (!found) throw new Error(`${name} does not run.`);
    return found;
  }

  private async busy(): Promise<boolean> {
    const { rows } = await this.field.stage.admin.query<{ busy: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
                         AND pid <> pg_backend_pid() AND state <> 'idle') AS busy`,
    );
    return rows[0]?.busy ?? false;
  }

  /** What one contender wrote, Accompany would seal and relay while it is measured next. */
  private async clear(): Promise<void> {
    const { admin } = this.field.stage;
    await admin.query('DELETE FROM record_entry WHERE seq IS NULL');
    await admin.query('DELETE FROM outbox_event WHERE delivered_at IS NULL');
    await admin.query('VACUUM record_entry, outbox_event');
  }
}

/** What a request cost, of the server and of Postgres. */
function microseconds({ cpu, requests }: Sample): string {
  return [cpu.server, cpu.postgres].map((seconds) => ((seconds / requests) * 1e6).toFixed(0)).join(' + ');
}

/** Asks that took more than they have room for, or whose counters do not say what their pledges say. */
export async function oversold(stage: Stage): Promise<number> {
  const { rows } = await stage.admin.query<{ many: number }>(
    `SELECT count(*)::integer AS many
       FROM ask_tally t
       LEFT JOIN (SELECT p.ask_id, count(*) AS places, sum(p.quantity) AS quantity FROM pledge p
                   WHERE p.state IN ('ACTIVE', 'FULFILLED', 'PARTLY_FULFILLED') GROUP BY p.ask_id) taken ON taken.ask_id = t.ask_id
      WHERE coalesce(taken.places, 0) > coalesce(t.slots, 1000000) OR coalesce(taken.quantity, 0) > t.quantity_wanted
         OR coalesce(taken.places, 0) <> t.places_taken OR coalesce(taken.quantity, 0) <> t.pledged_quantity`,
  );
  return rows[0]?.many ?? 0;
}
