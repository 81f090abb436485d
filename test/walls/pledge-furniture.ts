import type pg from 'pg';
import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';

const inHours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

/** A shift of an open ask, of a draft and of an ask that the neighbours lead, and a pledge for which a code is out. */
export async function furnishPledges(client: pg.Client, scene: Scene): Promise<void> {
  const { world, home } = scene;
  const add = (ask: { id: string }, label: string) =>
    world.done(home.steward, 'addAskShift', { askId: ask.id, label, startsAt: inHours(48), endsAt: inHours(52) });
  await add(await scene.ask(), 'Morning');
  await add(await scene.ask({}, false), 'Not yet');
  await client.query(
    `INSERT INTO ask_shift (community_id, id, ask_id, label, starts_at, ends_at)
     SELECT a.community_id, gen_random_uuid(), a.id, 'Led', now() + interval '2 days', now() + interval '3 days' FROM ask a
      WHERE a.community_id = $1 AND a.lead_id IS NOT NULL AND a.state = 'OPEN' LIMIT 1`,
    [home.id],
  );
  const ally = scene.as.ally as Person;
  const pledge = await world.pledge({ ask: await scene.ask({ title: 'To be handed over' }), by: ally });
  await world.done(ally, 'offerHandOver', { pledgeId: pledge.id });
}
