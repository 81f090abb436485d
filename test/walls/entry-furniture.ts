import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';

/** What someone who organizes took down by phone: for someone new, and for the ally. */
export async function furnishEntries(scene: Scene): Promise<void> {
  const { world } = scene;
  // Someone who is no column of the walls: so that nobody sees it for having written it.
  const by = scene.others.affected;
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
  await world.done(scene.home.steward, 'delegateOrganizer', { membershipId: await scene.membershipOf(by), until });
  const ask = await scene.ask();
  const said = {
    askId: ask.id,
    taken: 'PHONE',
    plan: { when: new Date(Date.now() + 3 * 86_400_000).toISOString(), firstStep: 'Take the bus' },
    briefVersion: 2,
    termsVersion: 1,
    agreementVersion: 1,
    acceptedRiskTier: 0,
  };
  await world.done(by, 'enterPledge', { ...said, name: 'Behind the paper' });
  const membershipId = await scene.membershipOf(scene.as.ally as Person);
  await world.done(by, 'enterPledge', { ...said, name: 'Of the ally', membershipId });
}
