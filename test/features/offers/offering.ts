import type { Answer, As, Person } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { type Scene, scene } from '../../support/pledging.js';
import type { World } from '../../support/world.js';

export interface OfferScene extends Scene {
  ally: Person & { membershipId: string };
  organizer: Person & { membershipId: string };
  affected: Person;
}

/** A campaign with someone of each standing that has to do with offers. */
export async function offerScene(world: World): Promise<OfferScene> {
  const home = await scene(world);
  return {
    ...home,
    ally: await world.ally(home.community),
    organizer: await world.allyOrganizer(home.community),
    affected: await world.affected(home.community),
  };
}

export const help = (campaignId: string, input: Record<string, unknown> = {}) => ({
  campaignId,
  kind: 'TRANSPORT',
  text: 'I can drive people to the hearing.',
  quantity: 4,
  unit: 'seats',
  when: 'Tuesdays after six',
  where: 'From the north gate',
  ...input,
});

export async function offered(
  world: World,
  { campaignId, ally }: OfferScene,
  input: Record<string, unknown> = {},
  by: Person = ally,
): Promise<{ id: string; version: number }> {
  const { offer } = await world.done(by, 'offerHelp', help(campaignId, input), 'offer { id version }');
  return offer;
}

const LISTED = 'nodes { id state text thanks isOwn }';

/** The offers of the campaign as someone sees them. */
export async function seenBy(world: World, as: As, campaignId: string): Promise<Answer[]> {
  const { node } = await world.on.query(
    as,
    `query ($id: ID!) { node(id: $id) { ... on Campaign { offers(first: 50) { ${LISTED} } } } }`,
    { id: campaignId },
  );
  return node.offers.nodes;
}

/** The row of an offer, as the owner of the tables reads it. */
export async function rowOf(world: World, offer: { id: string }): Promise<Record<string, unknown>> {
  const [row] = await sql(world.on.urls.owner)('SELECT * FROM offer WHERE id = $1', [offer.id]);
  return row as Record<string, unknown>;
}

/** As if it had been offered that much earlier. */
export async function olden(world: World, offer: { id: string }, interval: string): Promise<void> {
  await sql(world.on.urls.owner)(
    `UPDATE offer SET offered_at = offered_at - $2::interval, expires_at = expires_at - $2::interval, settled_at = settled_at - $2::interval WHERE id = $1`,
    [offer.id, interval],
  );
}
