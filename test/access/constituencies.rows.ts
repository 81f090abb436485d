import type { Answer } from '../support/client.js';
import { Rounds } from '../support/rounds.js';
import { joined } from '../features/coalitions/coalition.js';
import type { Scene } from './cast.js';
import type { Rows } from './rows.js';

/** The neighbour leads the campaign of the round with the community at home, and sees its parts, not its constituencies. */
const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
declareConstituency                 ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
retireConstituency                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
chooseConstituencies                ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.constituencies            ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
RoundPart.constituencies            ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

async function declared({ world, home }: Scene): Promise<string> {
  const input = { communityId: home.id, name: world.unique('Carers') };
  const { constituency } = await world.done(home.steward, 'declareConstituency', input, 'constituency { id }');
  return constituency.id;
}

const once = new WeakMap<Scene, Promise<string>>();
function declaredOnce(scene: Scene): Promise<string> {
  const before = once.get(scene) ?? declared(scene);
  once.set(scene, before);
  return before;
}

export const constituencies: Rows = {
  mutations,
  fields,
  deeds: {
    declareConstituency: async ({ world, home }) => ({ communityId: home.id, name: world.unique('Carers') }),
    retireConstituency: async (scene) => ({ constituencyId: await declared(scene) }),
    chooseConstituencies: async (scene) => ({
      communityId: scene.home.id,
      constituencyIds: [await declaredOnce(scene)],
    }),
  },
  sights: async (scene) => {
    const { world, home, elsewhere, on } = scene;
    await declaredOnce(scene);
    const campaign = await world.campaign(home);
    await joined(world, campaign, elsewhere);
    const round = await new Rounds(on, world).open(campaign, 'AB');
    return {
      'Community.constituencies': () => ({
        query: 'query ($handle: String!) { community(handle: $handle) { constituencies { name viewerBelongs } } }',
        variables: { handle: home.handle },
        shows: (data) => data.community?.constituencies?.length > 0,
      }),
      'RoundPart.constituencies': () => ({
        query: `query ($id: ID!) { node(id: $id) { ... on PriorityRound { parts { community { id } constituencies { rollCount } } } } }`,
        variables: { id: round.id },
        shows: (data) =>
          data.node?.parts?.find((part: Answer) => part.community.id === home.id)?.constituencies != null,
      }),
    };
  },
};
