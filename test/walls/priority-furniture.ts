import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';

/** Priorities that were put aside, with something said about one of each and put into another language. */
export async function furnishPriorities(scene: Scene): Promise<void> {
  const { world, home, elsewhere, campaign } = scene;
  const { steward } = home;
  const affected = scene.as.affected as Person;
  const propose = (statement: string, by = affected) => world.priority({ ...campaign, steward: by }, { statement });
  const say = (by: Person, priorityId: string) =>
    world.done(by, 'discussPriority', { priorityId, text: 'Ours first.' });
  const translate = (priorityId: string) =>
    world.done(affected, 'translatePriority', { priorityId, language: 'es', statement: 'Lo nuestro' });

  const live = await idOf(scene, 'A lift that works');
  await say(affected, live);
  await translate(live);
  const aside = await propose('A lift that was mended');
  await say(affected, aside.id);
  await world.done(affected, 'withdrawPriority', { priorityId: aside.id });
  const once = await propose('A roof that was mended');
  await translate(once.id);
  await world.mandate(once, { steward, cosigner: affected });
  await world.done(steward, 'withdrawPriority', { priorityId: once.id, reason: 'It holds.' });
  const same = await propose('A lift, please');
  await world.done(steward, 'mergePriorities', { intoId: live, fromIds: [same.id] });

  await say(steward, await idOf(scene, 'A wall that holds'));
  const [led] = await sql(scene.on.urls.owner)("SELECT id FROM campaign WHERE name = 'Led with neighbours'");
  const ofLead = await world.priority(
    { ...campaign, id: led?.['id'], steward: elsewhere.steward },
    { statement: 'A wall that fell' },
  );
  await world.done(elsewhere.steward, 'withdrawPriority', { priorityId: ofLead.id });
}

async function idOf(scene: Scene, statement: string): Promise<string> {
  const [row] = await sql(scene.on.urls.owner)('SELECT id FROM priority WHERE statement = $1', [statement]);
  return row?.['id'];
}
