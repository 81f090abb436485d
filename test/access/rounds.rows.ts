import { sql } from '../support/database.js';
import { inHours, type Round, Rounds } from '../support/rounds.js';
import type { Scene } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
schedulePriorityRound                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
openPriorityRound                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
extendPriorityRound                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
closePriorityRound                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
cancelPriorityRound                     ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
estimatePriority                        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
castBallot                              ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
objectToResult                          ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.rounds: under way              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Campaign.rounds: ratified               ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
PriorityRound.parts                     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
PriorityRound.objections                ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
PriorityRound.ballots                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
RoundItem.explanation                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
RoundItem.rank                          ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
PriorityRound.viewerCanVote             ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const roundsOf = ({ on, world }: Scene): Rounds => new Rounds(on, world);

/** In a campaign of its own: one round at a time is under way in each. */
async function scheduled(scene: Scene, input: Record<string, unknown> = {}): Promise<Round> {
  return roundsOf(scene).scheduled(await scene.world.campaign(scene.home), 'AB', input);
}

async function open(scene: Scene, input: Record<string, unknown> = {}): Promise<Round> {
  return roundsOf(scene).open(await scene.world.campaign(scene.home), 'AB', input);
}

async function counted(scene: Scene): Promise<Round> {
  const round = await open(scene);
  await roundsOf(scene).cast(round, scene.others.affected, 'A');
  await roundsOf(scene).close(round);
  return round;
}

/** With as many ballots as it takes for them to be published, and one objection where two would be needed. */
async function ratified(scene: Scene): Promise<Round> {
  const { home, world, others, on } = scene;
  const rounds = roundsOf(scene);
  const round = await open(scene);
  const voters = [
    home.steward,
    others.affected,
    ...(['affected', 'aff. org.', 'stale'] as const).map((who) => scene.personAs(who)),
  ];
  for (const voter of voters) if (voter) await rounds.cast(round, voter, 'A');
  await rounds.close(round);
  await sql(on.urls.owner)('UPDATE priority_round SET objections_needed = 2 WHERE id = $1', [round.id]);
  await world.done(others.affected, 'objectToResult', { roundId: round.id, reason: 'Heat comes first.' });
  await rounds.ratify(round);
  return round;
}

const ROUNDS = 'query ($handle: String!) { campaign(handle: $handle) { rounds { nodes { id state } } } }';

export const rounds: Rows = {
  mutations,
  fields,
  deeds: {
    schedulePriorityRound: async ({ world, home }) => {
      const campaign = await world.campaign(home);
      await world.priority(campaign);
      return { campaignId: campaign.id, closesAt: inHours(48) };
    },
    openPriorityRound: async (scene) => ({ roundId: (await scheduled(scene)).id }),
    extendPriorityRound: async (scene) => ({ roundId: (await open(scene)).id, closesAt: inHours(72) }),
    closePriorityRound: async (scene) => ({ roundId: (await open(scene)).id }),
    cancelPriorityRound: async (scene) => ({ roundId: (await open(scene)).id, reason: 'Too soon.' }),
    estimatePriority: async (scene) => {
      const { id, priorities } = await scheduled(scene, { method: 'EQUAL_SHARES', budgetHours: 100 });
      return { roundId: id, priorityId: priorities['A'], hours: 40 };
    },
    castBallot: async (scene) => roundsOf(scene).ballot(await open(scene), 'A'),
    objectToResult: async (scene) => ({ roundId: (await counted(scene)).id, reason: 'Heat comes first.' }),
  },
  sights: async (scene) => {
    const running = await open(scene);
    const over = await ratified(scene);
    const read = (round: Round, fields: string, shows: (round: any) => boolean) => () => ({
      query: `query ($id: ID!) { node(id: $id) { ... on PriorityRound { ${fields} } } }`,
      variables: { id: round.id },
      shows: (data: any) => data.node != null && shows(data.node),
    });
    const listed = (round: Round) => () => ({
      query: ROUNDS,
      variables: { handle: round.campaign.handle },
      shows: (data: any) => data.campaign.rounds.nodes.some((one: { id: string }) => one.id === round.id),
    });
    return {
      'Campaign.rounds: under way': listed(running),
      'Campaign.rounds: ratified': listed(over),
      'PriorityRound.parts': read(over, 'parts { ballotCount }', ({ parts }) => parts?.[0]?.ballotCount === 5),
      'PriorityRound.objections': read(over, 'objections { reason }', ({ objections }) => objections?.length === 1),
      'PriorityRound.ballots': read(
        over,
        'ballots { nodes { receipt } }',
        ({ ballots }) => ballots?.nodes.length === 5,
      ),
      'RoundItem.explanation': read(over, 'items { explanation }', ({ items }) => items[0]?.explanation != null),
      'RoundItem.rank': read(over, 'items { rank }', ({ items }) => items[0]?.rank === 1),
      'PriorityRound.viewerCanVote': read(running, 'viewerCanVote', ({ viewerCanVote }) => viewerCanVote),
    };
  },
};
