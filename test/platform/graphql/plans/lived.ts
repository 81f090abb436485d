import type { As, Person, TestApp } from '../../../support/client.js';
import { sql } from '../../../support/database.js';
import { appToken, dashboardKey } from '../../../support/keys.js';
import type { World } from '../../../support/world.js';
import { addMandate, cast, endMandateSilently, type Launched, launched } from '../../../features/asks/launched.js';

export interface Lived extends Launched {
  askId: string;
  readers: Record<string, As>;
}

const HOSTILE = 'Quotes " and \' and \\ and <script>, a tab\tand a line\nend, ünïcödé \u{1f525} \u2028 عدل \u0007';
const RISK = { riskTier: 2, riskNotes: 'Police have been at the door.', place: 'The back door' };

/** A community in the middle of its work, with something of everything that a plan reads, and everyone who may read it. */
export async function lived(on: TestApp, world: World): Promise<Lived> {
  const of = await launched(world);
  const people = await cast(world, of);
  const plain = await world.ask(of, { quantityWanted: 9, slots: 3, place: 'Canal Street', capacities: ['TRANSPORT'] });
  const risky = await world.ask(of, { ...RISK, quantityWanted: 30 });
  await world.ask(of, { quantityWanted: 7, visibility: 'ALLIES' });
  await world.ask(of, { quantityWanted: 100 }, false);
  const cancelled = await world.ask(of, { quantityWanted: 50 });
  await world.done(of.steward, 'cancelAsk', { askId: cancelled.id, reason: 'Not needed after all.' });
  const allies: Person[] = [people.ally];
  for (let n = 0; n < 6; n += 1) allies.push(await world.ally(of));
  for (const by of allies) await world.pledge({ ask: risky, by, acceptedRiskTier: 2, quantity: 2 });
  const pledges = [];
  for (const by of allies.slice(0, 5)) pledges.push(await world.pledge({ ask: plain, by }));
  const [first] = pledges;
  if (first) await world.reported({ pledge: first });
  await world.done(of.steward, 'attestFulfilment', { items: [{ occurrenceId: first?.occurrenceId, quantity: 1 }] });
  await hostile(on, of, plain.id);
  await endMandateSilently(on, await mandateOf(on, of, await world.ask(of)));
  const key = await dashboardKey(world, of);
  const app = await appToken(world, of.steward, 'READ');
  const { stranger, ally, allyOrganizer, pausedOrganizer, affected, probation, otherSteward } = people;
  return {
    ...of,
    askId: plain.id,
    readers: {
      nobody: null,
      stranger,
      ally,
      allyOrganizer,
      pausedOrganizer,
      affected,
      probation,
      otherSteward,
      steward: of.steward,
      key: key.as,
      app: app.as,
      appThatWrites: (await appToken(world, of.steward, 'PLEDGE_WRITE')).as,
    },
  };
}

/** Texts as they may have come into the tables, and instants to the microsecond. */
async function hostile(on: TestApp, of: Launched, askId: string): Promise<void> {
  const query = sql(on.urls.owner);
  await query('UPDATE campaign SET name = $2, summary = $2 WHERE id = $1', [of.campaignId, HOSTILE]);
  await query('UPDATE ask SET description = $2, area = $2 WHERE id = $1', [askId, HOSTILE]);
  await query(
    `UPDATE ask SET ends_at = date_trunc('second', now()) + interval '90 days 0.999999 seconds' WHERE id = $1`,
    [askId],
  );
}

async function mandateOf(on: TestApp, of: Launched, ask: { id: string }): Promise<string> {
  const mandateId = await addMandate(on, of);
  await sql(on.urls.owner)('UPDATE ask SET mandate_id = $2 WHERE id = $1', [ask.id, mandateId]);
  return mandateId;
}
