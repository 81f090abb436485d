import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import { scene as launched } from '../support/pledging.js';
import type { World } from '../support/world.js';
import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
enterPledge                     ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
enterSignUps                    ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
enterReport                     ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
withdrawEntry: another's word   ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
withdrawEntry: own word         ·       ·          ✓     ✓          ·             ✓       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
noteCallBack                    ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
confirmEntry: by its code       ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
confirmEntry: own word          ·       ·          ✓     ✓          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

const queries = `
                 nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
node: an entry   ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                          nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.entries          ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
AssistedEntry.reach       ·       ·          ·     ✓          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Viewer.entriesToConfirm   ·       ·          ✓     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

const when = () => new Date(Date.now() + 3 * 86_400_000).toISOString();
const read = { briefVersion: 1, termsVersion: 1, agreementVersion: 1, acceptedRiskTier: 0 };
const answers = [{ questionId: 'position', text: 'I rent.' }];
const plan = () => ({ when: when(), firstStep: 'Take the bus' });

async function said(scene: Scene, input: Record<string, unknown> = {}) {
  const name = scene.world.unique('Rosa');
  return {
    askId: (await scene.ask()).id,
    taken: 'PHONE',
    name,
    reach: 'by day',
    plan: plan(),
    answers,
    ...read,
    ...input,
  };
}

/** Taken down by a steward, or for the stewards by an organizer: so that whoever the column is, they are a second person. */
async function entered(scene: Scene, who: Who | null, input: Record<string, unknown> = {}) {
  const by = (who === 'steward' ? scene.as['aff. org.'] : scene.home.steward) as Person;
  return scene.world.done(by, 'enterPledge', await said(scene, input), 'entry { id } link');
}

/** In a community of its own: whoever confirms it is an ally there, and not at home, where the other rows need them as they are. */
async function writtenDown(world: World): Promise<string> {
  const { steward, ask } = await launched(world);
  const said = { askId: ask.id, taken: 'PHONE', name: world.unique('Rosa'), plan: plan(), answers, ...read };
  return (await world.done(steward, 'enterPledge', said, 'link')).link;
}

/** Of that ally, where the column is one; else of another. */
async function ownWord(scene: Scene, who: Who) {
  const isAlly = ['ally', 'organizer', 'paused'].includes(who);
  const ally = (isAlly ? scene.as[who] : scene.others.ally) as Person;
  return (await entered(scene, who, { membershipId: await scene.membershipOf(ally) })).entry.id as string;
}

async function printed(scene: Scene): Promise<string> {
  const { id } = await scene.ask();
  await scene.world.done(scene.home.steward, 'printSignUpSheet', { askId: id });
  const [sheet] = await sql(scene.on.urls.owner)('SELECT id FROM sign_up_sheet WHERE ask_id = $1', [id]);
  return sheet?.['id'] as string;
}

const deeds: Readonly<Record<string, Deed>> = {
  enterPledge: (scene) => said(scene),
  enterSignUps: async (scene) => ({
    sheetId: await printed(scene),
    rows: [{ row: 1, name: scene.world.unique('Rosa'), plan: plan(), answers }],
  }),
  enterReport: async (scene) => ({ pledgeId: (await scene.pledge('nobody')).id, taken: 'PHONE', quantity: 1 }),
  "withdrawEntry: another's word": async (scene, who) => ({ entryId: (await entered(scene, who)).entry.id }),
  'withdrawEntry: own word': async (scene, who) => ({ entryId: await ownWord(scene, who) }),
  noteCallBack: async (scene, who) => ({ entryId: (await entered(scene, who)).entry.id }),
  'confirmEntry: by its code': async ({ world }) => ({ link: await writtenDown(world) }),
  'confirmEntry: own word': async (scene, who) => ({ entryId: await ownWord(scene, who) }),
};

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { entry } = await entered(scene, null);
  await ownWord(scene, 'ally');
  const node = (type: string, id: string, selection: string, shows: (seen: any) => boolean) => (): Sight => ({
    query: `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
    variables: { id },
    shows: (data) => data?.node != null && shows(data.node),
  });
  return {
    'node: an entry': node('AssistedEntry', entry.id, 'id', ({ id }) => id === entry.id),
    'Campaign.entries': node(
      'Campaign',
      scene.campaign.id,
      'entries { nodes { id } }',
      (seen) => seen.entries?.nodes.length > 0,
    ),
    'AssistedEntry.reach': node('AssistedEntry', entry.id, 'reach', ({ reach }) => reach === 'by day'),
    'Viewer.entriesToConfirm': () => ({
      query: '{ viewer { entriesToConfirm { nodes { id } } } }',
      variables: {},
      shows: (data) => data?.viewer?.entriesToConfirm?.nodes.length > 0,
    }),
  };
}

/** What is taken down by phone or from paper. */
export const entries: Rows = { mutations, queries, fields, deeds, sights };
