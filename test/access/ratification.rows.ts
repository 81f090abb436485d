import { Rounds } from '../support/rounds.js';
import type { Scene } from './cast.js';
import type { Rows } from './rows.js';

/** What follows from a result: everyone who sees an ask may go back to the rank, the people affected to the tally. */
const fields = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Priority.rankedBy                       ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Ask.mandatePath: the rank               ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Ask.mandatePath: how many voted         ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.mandatePath: unlisted               ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·
MandateStep.round                       ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
MandateStep.item: why                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

/** An ask that is open under a mandate by ballot, in a campaign of its own; as many voted as it takes to tell why. */
async function authorised(scene: Scene, input: Record<string, unknown> = {}) {
  const { on, world, home, others } = scene;
  const rounds = new Rounds(on, world);
  const campaign = await world.campaign(home, input);
  const round = await rounds.open(campaign, 'A', { objectionHours: 0 });
  const among = (['affected', 'aff. org.', 'stale'] as const).map((who) => scene.personAs(who));
  for (const voter of [home.steward, others.affected, ...among]) if (voter) await rounds.cast(round, voter, 'A');
  await rounds.close(round);
  const priorityId = round.priorities['A'] as string;
  const ask = await world.ask({ steward: home.steward, campaignId: campaign.id, priorityId });
  return { askId: ask.id, priorityId, roundId: round.id };
}

export const ratification: Rows = {
  fields,
  sights: async (scene) => {
    const { askId, priorityId, roundId } = await authorised(scene);
    const unlisted = await authorised(scene, { visibility: 'UNLISTED' });
    const path = (id: string, steps: string, shows: (steps: any[]) => boolean) => () => ({
      query: `query ($id: ID!) { ask(id: $id) { mandatePath { type ${steps} } } }`,
      variables: { id },
      shows: (data: any) => data?.ask != null && shows(data.ask.mandatePath),
    });
    const roundIn = (steps: any[]) => steps.find((step) => step.type === 'ROUND');
    return {
      'Priority.rankedBy': () => ({
        query: 'query ($id: ID!) { node(id: $id) { ... on Priority { rankedBy { id } } } }',
        variables: { id: priorityId },
        shows: (data: any) => data?.node?.rankedBy?.id === roundId,
      }),
      'Ask.mandatePath: the rank': path(askId, 'rank', (steps) => roundIn(steps)?.rank === 1),
      'Ask.mandatePath: how many voted': path(
        askId,
        'says',
        (steps) => roundIn(steps)?.says.startsWith('5 ballots') === true,
      ),
      'Ask.mandatePath: unlisted': path(unlisted.askId, 'rank', (steps) => roundIn(steps)?.rank === 1),
      'MandateStep.round': path(askId, 'round { id }', (steps) => roundIn(steps)?.round?.id === roundId),
      'MandateStep.item: why': path(
        askId,
        'item { explanation }',
        (steps) => roundIn(steps)?.item?.explanation != null,
      ),
    };
  },
};
