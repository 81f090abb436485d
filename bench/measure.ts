import { setTimeout as sleep } from 'node:timers/promises';
import type { Contenders } from './answers.js';
import type { LoadDriver } from './load/driver.js';
import type { Outcome } from './load/job.js';
import { residentMemory } from './processes.js';
import type { ContenderName } from './names.js';
import { type Task, writes } from './scenarios.js';
import type { Stage } from './stage.js';
import { tripsOf } from './trips.js';
import type { World } from './world.js';

const CONNECTIONS = 32;
const FIRST_LEAD_IN = 2;
const LEAD_IN = 0.4;

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
  /** Pledges that were used up, by scenario: none can be made twice. */
  private readonly used = new Map<string, number>();
  private readonly results: Measured[];

  constructor(
    private readonly field: Field,
    tasks: readonly Task[],
  ) {
    this.results = tasks.map((task) => ({
      task,
      runs: new Map([...field.contenders.keys()].map((name) => [name, { samples: [], trips: 0 }])),
    }));
  }

  async run(rounds: number): Promise<Measured[]> {
    await this.countTrips();
    const names = [...this.field.contenders.keys()];
    for (const name of names) await this.pause(name);
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes second finds warm caches: they take turns in that too.
      const order = round % 2 === 0 ? names : names.toReversed();
      for (const result of this.results) {
        for (const name of order) {
          result.runs.get(name)?.samples.push(await this.sample(result.task, name, round === 0));
        }
        this.field.log(`  round ${round + 1}: ${result.task.scenario} ${result.task.campaign ?? ''}`.trimEnd());
      }
    }
    return this.results;
  }

  private async countTrips(): Promise<void> {
    const { stage, world, contenders } = this.field;
    for (const { task, runs } of this.results) {
      for (const [name, contender] of contenders) {
        const counted = await tripsOf(stage, world, contender, task, this.used.get(task.scenario) ?? 0);
        const own = runs.get(name);
        if (own) own.trips = counted.trips;
        if (writes(task.scenario)) this.used.set(task.scenario, counted.next);
      }
    }
  }

  private async sample(task: Task, name: ContenderName, isFirst: boolean): Promise<Sample> {
    const { stage, world, driver, seconds } = this.field;
    const contender = this.contender(name);
    contender.resume();
    const outcome = await driver.run({
      world: { scale: world.scale.name, seed: world.seed, growth: this.field.growth },
      contender: name,
      task,
      port: contender.port,
      server: contender.pid,
      postmaster: stage.postmaster,
      connections: CONNECTIONS,
      leadIn: isFirst ? Math.min(FIRST_LEAD_IN, seconds) : Math.min(LEAD_IN, seconds),
      seconds,
      from: this.used.get(task.scenario) ?? 0,
    });
    const memory = residentMemory(contender.pid);
    await this.pause(name);
    if (writes(task.scenario)) {
      this.used.set(task.scenario, outcome.next);
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
