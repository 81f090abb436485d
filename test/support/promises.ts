import { FulfilmentClock } from '../../src/features/fulfilment/index.js';
import type { Person, TestApp } from './client.js';
import { sql } from './database.js';
import { scene, type Scene } from './pledging.js';
import type { Pledged, World } from './world.js';

export interface Promised extends Scene {
  by: Person & { membershipId: string };
  pledge: Pledged;
}

/** An ally's pledge of 3 to an ask that is open. */
export async function promised(
  world: World,
  input: Record<string, unknown> = {},
  ask: Record<string, unknown> = {},
): Promise<Promised> {
  const there = await scene(world, ask);
  const by = await world.ally(there.community);
  return { ...there, by, pledge: await world.pledge({ ask: there.ask, by, quantity: 3, ...input }) };
}

/** To an ask that comes round every week. */
export async function promisedWeekly(
  world: World,
  input: Record<string, unknown> = {},
  cadence = 'FREQ=WEEKLY',
): Promise<Promised> {
  const there = await scene(world);
  await sql(world.on.urls.owner)('UPDATE ask SET cadence = $2 WHERE id = $1', [there.ask.id, cadence]);
  const by = await world.ally(there.community);
  return { ...there, by, pledge: await world.pledge({ ask: there.ask, by, ...input }) };
}

export const clockOf = (on: TestApp): FulfilmentClock => on.app.get(FulfilmentClock, { strict: false });

/** Moves what is due under a pledge, and with it all its other times, so many hours back. */
export async function hoursLater(on: TestApp, pledge: { id: string }, hours: number): Promise<void> {
  const query = sql(on.urls.owner);
  const by = `make_interval(hours => $2)`;
  await query(
    `UPDATE occurrence SET due_at = due_at - ${by}, planned_at = planned_at - ${by}, due_again_at = due_again_at - ${by}, reported_at = reported_at - ${by},
            no_show_at = no_show_at - ${by} WHERE pledge_id = $1`,
    [pledge.id, hours],
  );
  await query(
    `UPDATE pledge SET plan_when = plan_when - ${by}, planned_through = planned_through - ${by}, lapsing_since = lapsing_since - ${by},
            checked_in_at = checked_in_at - ${by}, state_changed_at = state_changed_at - ${by} WHERE id = $1`,
    [pledge.id, hours],
  );
}

export interface Stored {
  pledge: string;
  gaveUpPlace: boolean;
  isLapsing: boolean;
  occurrences: string[];
}

/** What the tables say of a pledge, read as the owner: its occurrences in the order in which they are due. */
export async function stored(on: TestApp, pledge: { id: string }): Promise<Stored> {
  const [row] = await sql(on.urls.owner)<Stored>(
    `SELECT p.state AS pledge, p.gave_up_place AS "gaveUpPlace", p.lapsing_since IS NOT NULL AS "isLapsing",
            ARRAY(SELECT o.state FROM occurrence o WHERE o.pledge_id = p.id ORDER BY o.planned_at) AS occurrences FROM pledge p WHERE p.id = $1`,
    [pledge.id],
  );
  return row as Stored;
}
