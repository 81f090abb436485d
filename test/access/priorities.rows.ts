import type { Person } from '../support/client.js';
import type { Scene, Who } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
withdrawPriority: own                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawPriority: another's             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
withdrawPriority: own, named            ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
restorePriority: own                    ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
restorePriority: another's              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
mergePriorities: own                    ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
mergePriorities: another's              ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
setPriorityReviewDate                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
discussPriority                         ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawRemark: own                     ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawRemark: another's               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
removeRemark                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
translatePriority                       ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawTranslation: own                ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawTranslation: another's          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
`;

const queries = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
node: a priority once named, withdrawn  ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
node: a withdrawn proposal              ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: a merged proposal                 ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

/** Whether the names of others are shown is the choice of each; the design does not say more. */
const fields = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Priority.discussion                     ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Priority.withdrawnBecause: once named   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Priority.translations                   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
PriorityRemark.author                   ·       ·          ·     ?          ·             ·       ?         ?         ?          ✓        ✓      ·          ·       ·    ·
PriorityTranslation.translatedBy        ·       ·          ·     ?          ·             ·       ?         ?         ?          ✓        ✓      ·          ·       ·    ·
`;

const AFFECTED: readonly Who[] = ['newcomer', 'affected', 'aff. org.', 'steward', 'stale'];

/** The person of that column where they may propose; else somebody else affected. */
function author(scene: Scene, who: Who | null): Person {
  return who !== null && AFFECTED.includes(who) ? (scene.as[who] as Person) : scene.others.affected;
}

async function proposal(scene: Scene, who: Who | null = null): Promise<string> {
  return (await scene.world.priority({ ...scene.campaign, steward: author(scene, who) })).id;
}

/** One that the community stands behind, in a campaign of its own: three mandates may live in one. */
async function named(scene: Scene, who: Who | null = null): Promise<string> {
  const campaign = await scene.world.campaign(scene.home);
  const priority = await scene.world.priority({ ...campaign, steward: author(scene, who) });
  await scene.world.mandate(priority, { steward: scene.home.steward, cosigner: scene.others.affected });
  return priority.id;
}

async function withdrawn(scene: Scene, who: Who | null = null): Promise<string> {
  const priorityId = await proposal(scene, who);
  await scene.world.done(author(scene, who), 'withdrawPriority', { priorityId });
  return priorityId;
}

async function said(scene: Scene, by: Person, priorityId = scene.priority.id): Promise<string> {
  const input = { priorityId, text: 'Whose flat first?' };
  return (await scene.world.done(by, 'discussPriority', input, 'remark { id }')).remark.id;
}

async function translated(scene: Scene, by: Person, priorityId: string): Promise<string> {
  const input = { priorityId, language: 'es', statement: 'Calor en invierno' };
  return (await scene.world.done(by, 'translatePriority', input, 'translation { id }')).translation.id;
}

const reason = 'It was mended.';
const soon = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** Priorities beyond proposing them: taken back and together, talked about, translated and looked at again. */
export const priorities: Rows = {
  mutations,
  queries,
  fields,
  deeds: {
    'withdrawPriority: own': async (scene, who) => ({ priorityId: await proposal(scene, who) }),
    "withdrawPriority: another's": async (scene) => ({ priorityId: await proposal(scene), reason }),
    'withdrawPriority: own, named': async (scene, who) => ({ priorityId: await named(scene, who), reason }),
    'restorePriority: own': async (scene, who) => ({ priorityId: await withdrawn(scene, who) }),
    "restorePriority: another's": async (scene) => ({ priorityId: await withdrawn(scene) }),
    'mergePriorities: own': async (scene, who) => ({
      intoId: scene.priority.id,
      fromIds: [await proposal(scene, who), await proposal(scene, who)],
    }),
    "mergePriorities: another's": async (scene) => ({ intoId: scene.priority.id, fromIds: [await proposal(scene)] }),
    setPriorityReviewDate: async (scene) => ({
      priorityId: await proposal(scene),
      expectedVersion: 1,
      reviewOn: soon(),
    }),
    discussPriority: async ({ priority }) => ({ priorityId: priority.id, text: 'Whose flat first?' }),
    'withdrawRemark: own': async (scene, who) => ({ remarkId: await said(scene, author(scene, who)) }),
    "withdrawRemark: another's": async (scene) => ({ remarkId: await said(scene, scene.others.affected) }),
    removeRemark: async (scene) => ({ remarkId: await said(scene, scene.others.affected), reason }),
    translatePriority: async (scene) => ({
      priorityId: await proposal(scene),
      language: 'es',
      statement: 'Calor en invierno',
    }),
    'withdrawTranslation: own': async (scene, who) => ({
      translationId: await translated(scene, author(scene, who), await proposal(scene)),
    }),
    "withdrawTranslation: another's": async (scene) => ({
      translationId: await translated(scene, scene.others.affected, await proposal(scene)),
    }),
  },
  sights: async (scene) => {
    const { world, home } = scene;
    const talkedAbout = await named(scene);
    await said(scene, home.steward, talkedAbout);
    await translated(scene, home.steward, talkedAbout);
    const once = await named(scene);
    await world.done(home.steward, 'withdrawPriority', { priorityId: once, reason });
    const never = await withdrawn(scene);
    const merged = await proposal(scene);
    await world.done(home.steward, 'mergePriorities', { intoId: scene.priority.id, fromIds: [merged] });
    const of = (id: string, selection: string, shows: (node: any) => boolean) => () => ({
      query: `query ($id: ID!) { node(id: $id) { ... on Priority { id ${selection} } } }`,
      variables: { id },
      shows: (data: any) => data?.node != null && shows(data.node),
    });
    return {
      'node: a priority once named, withdrawn': of(once, 'state', ({ state }) => state === 'WITHDRAWN'),
      'node: a withdrawn proposal': of(never, 'state', ({ state }) => state === 'WITHDRAWN'),
      'node: a merged proposal': of(merged, 'state', ({ state }) => state === 'MERGED'),
      'Priority.discussion': of(
        talkedAbout,
        'discussion { nodes { text } }',
        ({ discussion }) => discussion.nodes[0]?.text === 'Whose flat first?',
      ),
      'Priority.withdrawnBecause: once named': of(
        once,
        'withdrawnBecause',
        ({ withdrawnBecause }) => withdrawnBecause === reason,
      ),
      'Priority.translations': of(
        talkedAbout,
        'translations { statement }',
        ({ translations }) => translations.length === 1,
      ),
      'PriorityRemark.author': of(
        talkedAbout,
        'discussion { nodes { author { id } } }',
        ({ discussion }) => discussion.nodes[0]?.author != null,
      ),
      'PriorityTranslation.translatedBy': of(
        talkedAbout,
        'translations { translatedBy { id } }',
        ({ translations }) => translations[0]?.translatedBy != null,
      ),
    };
  },
};
