import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';

const inHours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

/** A shift of an open ask and one of a draft, and a pledge for which a code is out. */
export async function furnishPledges(scene: Scene): Promise<void> {
  const { world, home } = scene;
  const add = (ask: { id: string }, label: string) =>
    world.done(home.steward, 'addAskShift', { askId: ask.id, label, startsAt: inHours(48), endsAt: inHours(52) });
  await add(await scene.ask(), 'Morning');
  await add(await scene.ask({}, false), 'Not yet');
  const ally = scene.as.ally as Person;
  const pledge = await world.pledge({ ask: await scene.ask({ title: 'To be handed over' }), by: ally });
  await world.done(ally, 'offerHandOver', { pledgeId: pledge.id });
}
