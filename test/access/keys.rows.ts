import { randomUUID } from 'node:crypto';
import type { As, Person } from '../support/client.js';
import { sql } from '../support/database.js';
import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
createDashboardKey                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
revokeDashboardKey                  ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
createAppToken                      ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ·
revokeAppToken: own                 ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
revokeAppToken: another's           ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

/** What a key may see that strangers may not; what it may not is a cell of every other row. */
const queries = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
ask: public, of an unlisted campaign  ·     ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·
ask: for allies, of the same        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
ask: draft, of the same             ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: a dashboard key               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.dashboardKeys             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
Ask.progress: of an unlisted campaign  ·    ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·
Campaign.priorities: of an unlisted one  ·  ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·
Campaign.pledges: of an unlisted one  ·     ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const inAYear = () => new Date(Date.now() + 300 * 86_400_000).toISOString();

const newKey = async ({ world, home }: Scene): Promise<{ id: string }> => {
  const input = { communityId: home.id, name: 'A wall', expiresAt: inAYear() };
  return (await world.done(home.steward, 'createDashboardKey', input, 'dashboardKey { id }')).dashboardKey;
};

/** Written down without being asked for, because some may not ask now; of somebody else for who has no account. */
async function newToken({ on, others }: Scene, of: As): Promise<string> {
  const { accessToken } = of && 'accessToken' in of ? of : others.ally;
  const id = randomUUID();
  await sql(on.urls.owner)(
    `INSERT INTO vault.app_token (id, person_id, name, scopes, token_hash, expires_at)
     SELECT $1, person_id, 'An app', '{READ}', uuid_send($1), now() + interval '1 day' FROM vault.session WHERE access_hash = sha256($2)`,
    [id, Buffer.from(accessToken)],
  );
  return id;
}

const deeds: Readonly<Record<string, Deed>> = {
  createDashboardKey: async ({ home }) => ({ communityId: home.id, name: 'The hall', expiresAt: inAYear() }),
  revokeDashboardKey: async (scene) => ({ dashboardKeyId: (await newKey(scene)).id }),
  createAppToken: async () => ({ name: 'My calendar', scopes: ['READ'], expiresAt: inAYear() }),
  'revokeAppToken: own': async (scene, who) => ({ appTokenId: await newToken(scene, scene.as[who]) }),
  "revokeAppToken: another's": async (scene) => ({ appTokenId: await newToken(scene, scene.others.ally) }),
};

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { world, home, others } = scene;
  const campaign = await world.campaign(home, { visibility: 'UNLISTED' });
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: home.steward, cosigner: scene.as.affected as Person });
  const of = { steward: home.steward, campaignId: campaign.id, priorityId: priority.id };
  const [open, forAllies, draft] = [
    await world.ask(of),
    await world.ask(of, { visibility: 'ALLIES' }),
    await world.ask(of, {}, false),
  ];
  await world.pledge({ ask: open, by: others.ally });
  const key = await newKey(scene);
  const see = (field: string, id: string, selection: string, shows: (found: any) => boolean) => (): Sight => ({
    query: `query ($id: ID!) { ${field}(id: $id) { ${selection} } }`,
    variables: { id },
    shows: (data) => data?.[field] != null && shows(data[field]),
  });
  const found = () => true;
  return {
    'ask: public, of an unlisted campaign': see('ask', open.id, 'id', found),
    'ask: for allies, of the same': see('ask', forAllies.id, 'id', found),
    'ask: draft, of the same': see('ask', draft.id, 'id', found),
    'node: a dashboard key': see('node', key.id, 'id', found),
    'Community.dashboardKeys': see(
      'node',
      home.id,
      '... on Community { dashboardKeys { nodes { id } } }',
      (node) => node.dashboardKeys?.nodes.length > 0,
    ),
    'Ask.progress: of an unlisted campaign': see(
      'ask',
      open.id,
      'progress { pledged { count { value } } }',
      (ask) => ask.progress.pledged.count.value === 1,
    ),
    'Campaign.priorities: of an unlisted one': see(
      'node',
      campaign.id,
      '... on Campaign { priorities { nodes { id } } }',
      (node) => node.priorities.nodes.length === 1,
    ),
    'Campaign.pledges: of an unlisted one': see(
      'node',
      campaign.id,
      '... on Campaign { pledges { nodes { id } } }',
      (node) => node.pledges.nodes.length === 1,
    ),
  };
}

/** Dashboard keys, and what they may read. */
export const keys: Rows = { mutations, queries, fields, deeds, sights };
