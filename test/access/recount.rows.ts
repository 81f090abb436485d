import { joined } from '../features/coalitions/coalition.js';
import type { Person } from '../support/client.js';
import { type Round, Rounds } from '../support/rounds.js';
import type { Campaign, Founded } from '../support/world.js';
import type { Scene, Who } from './cast.js';
import type { Sight } from './deeds.js';
import type { Rows } from './rows.js';

/** In the last row the neighbour's community leads the campaign with the one at home. */
const fields = `
                                                   nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
PriorityRound.recountUrls                          ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
PriorityRound.recountUrls: led with another        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·
`;

/** Ratified, so that everyone sees the round itself. */
async function ratified(scene: Scene, campaign: Campaign, voters: readonly Person[]): Promise<Round> {
  const rounds = new Rounds(scene.on, scene.world);
  const round = await rounds.open(campaign, 'AB');
  for (const voter of voters) await rounds.cast(round, voter, 'A');
  await rounds.close(round);
  await rounds.ratify(round);
  return round;
}

async function peopleOf({ world }: Scene, community: Founded, wanted: number): Promise<Person[]> {
  const people = [];
  while (people.length < wanted) people.push(await world.affected(community));
  return people;
}

const looking =
  (round: Round) =>
  (_who: Who): Sight => ({
    query: 'query ($id: ID!) { node(id: $id) { ... on PriorityRound { recountUrls { json pabulib } } } }',
    variables: { id: round.id },
    shows: (data) => data.node?.recountUrls != null,
  });

export const recounts: Rows = {
  fields,
  sights: async (scene) => {
    const { world, home, elsewhere } = scene;
    const led = await world.campaign(home);
    await joined(world, led, elsewhere);
    const [ours, theirs] = [await peopleOf(scene, home, 5), await peopleOf(scene, elsewhere, 5)];
    return {
      'PriorityRound.recountUrls': looking(await ratified(scene, await world.campaign(home), ours)),
      'PriorityRound.recountUrls: led with another': looking(await ratified(scene, led, [...ours, ...theirs])),
    };
  },
};
