import type { Person } from '../support/client.js';
import { type Round, Rounds } from '../support/rounds.js';
import type { Scene, Who } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
enterAssemblyBallots                    ·       ·          ·     ·          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
witnessAssemblyBallots                  ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
rejectAssemblyBallots                   ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawAssemblyBallots: own            ·       ·          ·     ·          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
withdrawAssemblyBallots: another’s      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

const fields = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
PriorityRound.roll                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
PriorityRound.assemblyBatches           ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
AssemblyBatch.places                    ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
PriorityRound.viewerCanEnterBallots     ·       ·          ·     ·          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
`;

/** Of a campaign of its own: one round at a time is under way in each. */
async function open({ on, world, home }: Scene): Promise<Round> {
  return new Rounds(on, world).open(await world.campaign(home), 'AB');
}

async function sheet(scene: Scene, round: Round): Promise<Record<string, unknown>> {
  const approvals = [round.priorities['A']];
  return { roundId: round.id, places: [await scene.membershipOf(scene.others.affected)], ballots: [{ approvals }] };
}

async function entered(scene: Scene, by: Who, round?: Round): Promise<string> {
  const input = await sheet(scene, round ?? (await open(scene)));
  const person = scene.as[by] as Person;
  return (await scene.world.done(person, 'enterAssemblyBallots', input, 'batch { id }')).batch.id;
}

const CAN_ENTER: readonly Who[] = ['aff. org.', 'steward', 'stale'];
const own = (who: Who): Who => (CAN_ENTER.includes(who) ? who : 'steward');
const another = (who: Who): Who => (who === 'steward' ? 'aff. org.' : 'steward');

export const assembly: Rows = {
  mutations,
  fields,
  deeds: {
    enterAssemblyBallots: async (scene) => sheet(scene, await open(scene)),
    witnessAssemblyBallots: async (scene, who) => ({
      batchId: await entered(scene, another(who)),
      count: 1,
    }),
    rejectAssemblyBallots: async (scene, who) => ({ batchId: await entered(scene, another(who)), reason: 'Torn.' }),
    'withdrawAssemblyBallots: own': async (scene, who) => ({ batchId: await entered(scene, own(who)) }),
    'withdrawAssemblyBallots: another’s': async (scene, who) => ({ batchId: await entered(scene, another(who)) }),
  },
  sights: async (scene) => {
    const round = await open(scene);
    await entered(scene, 'steward', round);
    const read = (selection: string, shows: (round: any) => boolean) => () => ({
      query: `query ($id: ID!) { node(id: $id) { ... on PriorityRound { ${selection} } } }`,
      variables: { id: round.id },
      shows: (data: any) => data.node != null && shows(data.node),
    });
    return {
      'PriorityRound.roll': read('roll { totalCount }', ({ roll }) => roll?.totalCount > 0),
      'PriorityRound.assemblyBatches': read(
        'assemblyBatches { totalCount }',
        ({ assemblyBatches }) => assemblyBatches?.totalCount === 1,
      ),
      'AssemblyBatch.places': read(
        'assemblyBatches { nodes { places { usesPaper } } }',
        ({ assemblyBatches }) => assemblyBatches?.nodes[0]?.places.length === 1,
      ),
      'PriorityRound.viewerCanEnterBallots': read('viewerCanEnterBallots', (one) => one.viewerCanEnterBallots),
    };
  },
};
