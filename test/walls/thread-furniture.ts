import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';

/** A thread and a question of each kind of pledger, and messages that were reported. */
export async function furnishThreads(scene: Scene): Promise<void> {
  const { world, home, elsewhere, others } = scene;
  const write = async (by: Person, pledgeId: string, text: string): Promise<string> => {
    await world.done(by, 'askQuestion', { pledgeId, text: 'How many?' });
    return (await world.done(by, 'sendMessage', { pledgeId, text }, 'message { id }')).message.id;
  };
  const accepted = { briefVersion: 2 };
  await write(home.steward, (await scene.pledge('ally', accepted)).id, 'To the ally');
  const pledge = await scene.pledge(null, accepted);
  const ours = await write(home.steward, pledge.id, 'To an ally');
  const among = await world.pledge({ ask: await scene.ask(), by: others.affected, ...accepted });
  await write(home.steward, among.id, 'To one of us');
  const [led] = await sql(scene.on.urls.owner)(
    `SELECT p.id FROM pledge p JOIN ask a ON a.id = p.ask_id WHERE a.lead_id = $1 AND p.pledger_standing = 'ALLY'`,
    [elsewhere.id],
  );
  await write(elsewhere.steward, led?.['id'], 'From the lead');
  await world.done(pledge.by, 'reportMessage', { messageId: ours, reason: 'An insult of a steward' });
  const said = { pledgeId: pledge.id, text: 'You will see.' };
  const { message } = await world.done(pledge.by, 'sendMessage', said, 'message { id }');
  await world.done(others.affected, 'reportMessage', { messageId: message.id, reason: 'A threat of an ally' });
}
