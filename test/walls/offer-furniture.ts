import { sql } from '../support/database.js';
import type { Person } from '../support/client.js';
import type { Scene } from '../access/cast.js';

/** One offer of each sort of ally, and one that was answered. */
export async function furnishOffers(scene: Scene): Promise<void> {
  const { world, home, organizationId } = scene;
  const paused = scene.as.paused as Person;
  const query = sql(world.on.urls.owner);
  const pausedId = await scene.membershipOf(paused);
  const offered = async (by: Person, text: string, input: Record<string, unknown> = {}): Promise<string> => {
    const sent = { communityId: home.id, kind: 'HOST', text, unit: 'rooms', ...input };
    return (await world.done(by, 'offerHelp', sent, 'offer { id }')).offer.id;
  };
  await offered(scene.as.ally as Person, 'An ally’s offer');
  await offered(scene.as.organization as Person, 'An organization’s offer', { organizationId });
  await query('UPDATE membership SET paused_at = NULL WHERE id = $1', [pausedId]);
  await offered(paused, 'An offer of who is paused');
  await query('UPDATE membership SET paused_at = now() WHERE id = $1', [pausedId]);
  const declined = await offered(scene.as.ally as Person, 'A declined offer');
  await world.done(home.steward, 'declineOffer', { offerId: declined });
}
