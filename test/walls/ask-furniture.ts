import type { Scene } from '../access/cast.js';
import { sql } from '../support/database.js';

/** Asks in a further language: open, for allies, in draft, and in draft of a community that leads with the one at home. */
export async function furnishAsks(scene: Scene): Promise<void> {
  const { world, home, elsewhere } = scene;
  const translate = (askId: string, title: string, by = home.steward) =>
    world.done(by, 'translateAsk', { askId, language: 'es', title });
  await translate((await scene.ask()).id, 'Para todo el mundo');
  await translate((await scene.ask({ visibility: 'ALLIES' })).id, 'Para aliadas');
  await translate((await scene.ask({}, false)).id, 'En borrador');
  const [led] = await sql(scene.on.urls.owner)(
    `SELECT a.id FROM ask a JOIN campaign g ON g.id = a.campaign_id WHERE g.name = 'Led with neighbours' AND a.state = 'DRAFT' AND a.lead_id IS NOT NULL LIMIT 1`,
  );
  await translate(led?.['id'], 'Con las vecinas', elsewhere.steward);
}
