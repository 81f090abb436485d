import type { World } from '../../support/world.js';
import { type Launched, launched } from '../asks/launched.js';

export interface Mixed extends Launched {
  asks: { exact: string; rounded: string; hidden: string };
}

/** A campaign with figures of every kind: exact, rounded since the risk is high, and too few to be told. */
export async function mixedCampaign(world: World): Promise<Mixed> {
  const of = await launched(world);
  const ids = { steward: of.steward, campaignId: of.campaignId, priorityId: of.priorityId, mandateId: of.mandateId };
  const risky = { riskTier: 2, riskNotes: 'The police may ask for papers.', quantityWanted: 20 };
  const exact = await world.ask(ids, { title: 'Carry boxes', quantityWanted: 12 });
  const rounded = await world.ask(ids, { ...risky, title: 'Stand at the gate' });
  const hidden = await world.ask(ids, { ...risky, title: 'Host a family' });
  const allies = [];
  // A figure moves at the fifth, or at up to four more.
  for (let n = 0; n < 9; n += 1) allies.push(await world.ally(of));
  const doneBy = [];
  for (const by of allies.slice(0, 4)) doneBy.push(await world.pledge({ ask: exact, by, quantity: 2 }));
  for (const by of allies) await world.pledge({ ask: rounded, by, acceptedRiskTier: 2 });
  for (const by of allies.slice(0, 2)) await world.pledge({ ask: hidden, by, acceptedRiskTier: 2 });
  for (const pledge of doneBy.slice(0, 3)) await world.reported({ pledge, quantity: 2 });
  const items = doneBy.slice(0, 2).map(({ occurrenceId }) => ({ occurrenceId, quantity: 2 }));
  await world.done(of.steward, 'attestFulfilment', { items });
  return { ...of, asks: { exact: exact.id, rounded: rounded.id, hidden: hidden.id } };
}
