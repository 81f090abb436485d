import { randomUUID } from 'node:crypto';
import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import type { Scene, Who } from './cast.js';
import type { Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
exportMyData                        ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
eraseMe                             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ✓
requestPeopleExport                 ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
approvePeopleExport: another's      ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ·      ·          ·       ·    ·
approvePeopleExport: own            ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
downloadPeopleExport: own           ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
downloadPeopleExport: another's     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
suspendAccount                      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ✓
reinstateAccount                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ✓
takeDownPage                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ✓
restorePage                         ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ✓
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.peopleExports             ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const AT_HOME: readonly Who[] = [
  'ally',
  'organizer',
  'paused',
  'newcomer',
  'affected',
  'aff. org.',
  'steward',
  'stale',
];

/** Asked for by someone of home, and approved by yet another if it is to be taken. */
async function peopleExport(scene: Scene, by: Who, approved: boolean): Promise<{ peopleExportId: string }> {
  const id = randomUUID();
  const who = AT_HOME.includes(by) ? by : 'steward';
  await sql(scene.on.urls.owner)(
    `INSERT INTO people_export (community_id, id, requested_by, reason, approved_by, approved_at) VALUES ($1, $2, $3, 'For the lawyer.', $4::uuid, CASE WHEN $4::uuid IS NOT NULL THEN now() END)`,
    [
      scene.home.id,
      id,
      await scene.membershipOf(scene.as[who] as Person),
      approved ? await scene.membershipOf(scene.others.affected) : null,
    ],
  );
  return { peopleExportId: id };
}

async function suspended(scene: Scene, already: boolean): Promise<Record<string, unknown>> {
  const membershipId = await scene.membershipOf(await scene.world.affected(scene.home));
  if (already) {
    await sql(scene.on.urls.owner)(
      'UPDATE person SET suspended_at = now() WHERE id = (SELECT person_id FROM membership WHERE id = $1)',
      [membershipId],
    );
  }
  return { membershipId, reason: 'SPAM' };
}

/** Who asks of whom: not the steward, whose own it would be. */
const other = (who: Who): Who => (who === 'steward' ? 'stale' : 'steward');

export const ownData: Rows = {
  mutations,
  fields,
  deeds: {
    exportMyData: async () => ({}),
    // Without the phrase: whoever may is asked for it.
    eraseMe: async () => ({}),
    requestPeopleExport: async ({ home }) => ({ communityId: home.id, reason: 'For the lawyer.' }),
    "approvePeopleExport: another's": (scene, who) => peopleExport(scene, other(who), false),
    'approvePeopleExport: own': (scene, who) => peopleExport(scene, who, false),
    'downloadPeopleExport: own': (scene, who) => peopleExport(scene, who, true),
    "downloadPeopleExport: another's": (scene, who) => peopleExport(scene, other(who), true),
    suspendAccount: (scene) => suspended(scene, false),
    reinstateAccount: (scene) => suspended(scene, true),
    takeDownPage: async (scene) => ({ askId: (await scene.ask()).id, reason: 'SPAM' }),
    restorePage: async (scene) => {
      const { id } = await scene.ask();
      await sql(scene.on.urls.owner)('UPDATE ask SET taken_down_at = now() WHERE id = $1', [id]);
      return { askId: id, reason: 'MISTAKE' };
    },
  },
  sights: async (scene) => {
    const { peopleExportId } = await peopleExport(scene, 'steward', false);
    const look: Sight = {
      query: 'query ($id: ID!) { node(id: $id) { ... on Community { peopleExports(first: 100) { nodes { id } } } } }',
      variables: { id: scene.home.id },
      shows: (data) =>
        data?.node?.peopleExports?.nodes.some(({ id }: { id: string }) => id === peopleExportId) ?? false,
    };
    return { 'Community.peopleExports': () => look };
  },
};
