import type { Scene } from '../access/cast.js';
import type { Person } from '../support/client.js';
import { joined } from '../features/coalitions/coalition.js';
import type { Campaign } from '../support/world.js';

/** A campaign that the neighbours lead with the community at home, with something of theirs in every table. */
export async function furnishCoalition(scene: Scene): Promise<void> {
  const { world, home, elsewhere } = scene;
  const { steward } = elsewhere;
  const cosigner = await world.affected(elsewhere);
  const campaign = await world.campaign(home, { visibility: 'UNLISTED', name: 'Led with neighbours' });
  await joined(world, campaign, elsewhere);
  const silent = await world.community();
  await joined(world, campaign, silent);
  const priority = await world.priority({ ...campaign, steward });
  await world.mandate(priority, { steward, cosigner });
  const work = { steward, campaignId: campaign.id, priorityId: priority.id };
  const ask = await world.ask(work, { visibility: 'ALLIES' });
  await world.done(steward, 'printSignUpSheet', { askId: ask.id });
  await world.ask(work, {}, false);
  const pledge = await world.reported({ pledge: await world.pledge({ ask, by: await world.ally(home) }) });
  await world.done(steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
  await proposed(scene, campaign, cosigner);
  await world.done(steward, 'stopCampaign', { campaignId: campaign.id, reason: 'Too dangerous today.' });
  await world.done(steward, 'resumeCampaign', { campaignId: campaign.id });
  await world.done(home.steward, 'inviteToCoalition', { campaignId: campaign.id });
}

/** A priority that nobody has named yet, and a mandate that waits for a second signature. */
async function proposed({ world, elsewhere }: Scene, campaign: Campaign, by: Person): Promise<void> {
  const { steward } = elsewhere;
  await world.priority({ ...campaign, steward }, { statement: 'A wall that holds' });
  const other = await world.priority({ ...campaign, steward });
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await world.done(by, 'proposeMandate', { priorityId: other.id, kind: 'EMERGENCY', until, reason: 'Cold.' });
}
