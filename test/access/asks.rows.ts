import type { Scene } from './cast.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
postAsk                             ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
duplicateAsk: a draft               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
duplicateAsk: an open one           ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
translateAsk: a draft               ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
translateAsk: an open one           ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawAskTranslation              ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const queries = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
node: translated, of a public ask   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
node: translated, for allies        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: translated, of a draft        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Ask.inLanguage                      ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
Ask.termsChanges                    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.position: exact if risky        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const spanish = { language: 'es', title: 'Lleva cajas' };

async function translated(scene: Scene, askId: string): Promise<string> {
  const { home, world } = scene;
  return (await world.done(home.steward, 'translateAsk', { askId, ...spanish }, 'translation { id }')).translation.id;
}

/** Asks beyond their making: posted at once, copied, and in further languages. */
export const asks: Rows = {
  mutations,
  queries,
  fields,
  deeds: {
    postAsk: async ({ priority }) => ({ priorityId: priority.id, template: 'show-up' }),
    'duplicateAsk: a draft': async (scene) => ({ askId: (await scene.ask({}, false)).id }),
    'duplicateAsk: an open one': async (scene) => ({ askId: (await scene.ask()).id }),
    'translateAsk: a draft': async (scene) => ({ askId: (await scene.ask({}, false)).id, ...spanish }),
    'translateAsk: an open one': async (scene) => ({ askId: (await scene.ask()).id, ...spanish }),
    withdrawAskTranslation: async (scene) => ({ translationId: await translated(scene, (await scene.ask()).id) }),
  },
  sights: async (scene) => {
    const { world, home } = scene;
    const [open, allies, draft] = [
      await scene.ask(),
      await scene.ask({ visibility: 'ALLIES' }),
      await scene.ask({}, false),
    ];
    const [ofOpen, ofAllies, ofDraft] = [
      await translated(scene, open.id),
      await translated(scene, allies.id),
      await translated(scene, draft.id),
    ];
    await world.done(home.steward, 'reviseAsk', { askId: open.id, expectedVersion: 2, dos: 'Bring gloves.' });
    const risky = await scene.ask({
      riskTier: 2,
      riskNotes: 'Police have been at the door.',
      position: { latitude: 52.48121, longitude: 13.43594 },
    });
    const of = (type: string, id: string, selection: string, shows: (node: any) => boolean) => () => ({
      query: `query ($id: ID!) { node(id: $id) { ... on ${type} { id ${selection} } } }`,
      variables: { id },
      shows: (data: any) => data?.node != null && shows(data.node),
    });
    const isSpanish = ({ title }: { title: string }) => title === spanish.title;
    return {
      'node: translated, of a public ask': of('AskTranslation', ofOpen, 'title', isSpanish),
      'node: translated, for allies': of('AskTranslation', ofAllies, 'title', isSpanish),
      'node: translated, of a draft': of('AskTranslation', ofDraft, 'title', isSpanish),
      'Ask.inLanguage': of('Ask', open.id, 'inLanguage(language: "es") { title }', (node) =>
        isSpanish(node.inLanguage),
      ),
      'Ask.termsChanges': of(
        'Ask',
        open.id,
        'termsChanges(from: 1) { field }',
        ({ termsChanges }) => termsChanges?.[0]?.field === 'dos',
      ),
      'Ask.position: exact if risky': of('Ask', risky.id, 'position { isExact }', ({ position }) => position.isExact),
    };
  },
};
