import type { Rows } from './rows.js';

/** Everybody's own, of which product.md says that it is shown to nobody else; an account of the host has none. */
const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
setMyCapacities                     ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
setMyBuffers                        ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Viewer.matchingProfile              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
Viewer.asksForMe: public            ·       ✓          ✓     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
Viewer.asksForMe: for allies        ·       ·          ✓     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Viewer.asksForMe: to speak          ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const SUGGESTIONS =
  'query ($id: ID, $title: String) { viewer { asksForMe(communityId: $id, filter: { text: $title }) { nodes { ask { id } } } } }';

interface Answered {
  viewer?: { asksForMe?: { nodes: { ask: { id: string } }[] } | null; matchingProfile?: object | null } | null;
}

export const matching: Rows = {
  mutations,
  fields,
  deeds: {
    setMyCapacities: async () => ({ capacities: [{ capacity: 'SKILL', detail: 'Plumbing' }], hoursPerWeek: 2 }),
    setMyBuffers: async () => ({ buffers: ['JOB'] }),
  },
  sights: async (scene) => {
    const lists = async (input: Record<string, unknown> = {}) => {
      const title = scene.world.unique('Suggested');
      const { id } = await scene.ask({ title, ...input });
      return () => ({
        query: SUGGESTIONS,
        variables: { id: scene.home.id, title },
        shows: ({ viewer }: Answered) => viewer?.asksForMe?.nodes.some(({ ask }) => ask.id === id) === true,
      });
    };
    return {
      'Viewer.matchingProfile': () => ({
        query: '{ viewer { matchingProfile { buffers } } }',
        shows: ({ viewer }: Answered) => viewer?.matchingProfile != null,
      }),
      'Viewer.asksForMe: public': await lists(),
      'Viewer.asksForMe: for allies': await lists({ visibility: 'ALLIES' }),
      'Viewer.asksForMe: to speak': await lists({ kind: 'SPEAK' }),
    };
  },
};
