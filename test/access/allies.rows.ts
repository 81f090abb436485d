import type { Person } from '../support/client.js';
import { pledgeTo } from '../support/world.js';
import { people, type Scene, type Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                      nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
changeAllyAdmission                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
joinAsAlly: where each is looked at   ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
joinAsAlly: for an organization       ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
withdrawAllyRequest: own              ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
withdrawAllyRequest: another's        ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
admitAlly                             ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
declineAllies                         ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
pauseAlly                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
resumeAlly                            ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
renewAlly                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
endAlly                               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
blockAlly                             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
unblockAlly                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
createOrganization                    ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
reviseOrganization                    ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
inviteRepresentative                  ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
acceptRepresentation                  ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
leaveOrganization                     ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
removeRepresentative                  ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
closeOrganization                     ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
makePledge: for an organization       ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

const queries = `
                                nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
organization                    ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
node: an organization           ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
node: a request to be an ally   ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
pledge: an organization's       ·       ·          ·     ✓          ✓             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                               nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.allyAdmission        ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.alliesWaiting        ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
Community.blockedAllies        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
Organization.representatives   ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
Organization.memberships       ·       ·          ·     ·          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
`;

/** Whoever has an account that is no account of the host, and can so do what is open to all of them. */
const ACCOUNTS: readonly Who[] = people.filter((who) => !['nobody', 'key', 'operator'].includes(who));

const answers = [{ questionId: 'position', text: 'I rent.' }];

/** Another community, which looks at each who would be an ally. */
async function reviewing({ world }: Scene) {
  const community = await world.community();
  await world.campaign(community);
  await world.done(community.steward, 'changeAllyAdmission', { communityId: community.id, admission: 'REVIEWED' });
  return community;
}

/** A request to be an ally at home, which looks at each only as long as it takes to ask. */
async function waiting({ world, home }: Scene): Promise<string> {
  const set = (admission: string) =>
    world.done(home.steward, 'changeAllyAdmission', { communityId: home.id, admission });
  await set('REVIEWED');
  const { request } = await world.done(
    await world.person(),
    'joinAsAlly',
    { communityHandle: home.handle, agreementVersion: 1, answers },
    'request { id }',
  );
  await set('AUTOMATIC');
  return request.id;
}

/** By that person, where they have an account; else by a stranger. */
async function asked(scene: Scene, who: Who | null): Promise<string> {
  const community = await reviewing(scene);
  const by = who !== null && ACCOUNTS.includes(who) ? (scene.as[who] as Person) : await scene.world.person();
  const input = { communityHandle: community.handle, agreementVersion: 1, answers };
  return (await scene.world.done(by, 'joinAsAlly', input, 'request { id }')).request.id;
}

const anAlly = async ({ world, home }: Scene) => (await world.ally(home)).membershipId;

/** One more organization of whoever represents one, with a second representative. */
async function organization(scene: Scene): Promise<{ id: string; other: string }> {
  const first = scene.as.organization as Person;
  const { world } = scene;
  const { organization: made } = await world.done(
    first,
    'createOrganization',
    { name: 'Bakers' },
    'organization { id }',
  );
  const of = { organizationId: made.id };
  const { code } = await world.done(first, 'inviteRepresentative', of, 'code');
  const fields = 'organization { representatives { id isYou } }';
  const seen = (await world.done(await world.person(), 'acceptRepresentation', { link: code }, fields)).organization;
  return { id: made.id, other: seen.representatives.find((one: { isYou: boolean }) => one.isYou).id };
}

const deeds: Readonly<Record<string, Deed>> = {
  changeAllyAdmission: async ({ home }) => ({ communityId: home.id, admission: 'AUTOMATIC' }),
  'joinAsAlly: where each is looked at': async (scene) => ({
    communityHandle: (await reviewing(scene)).handle,
    agreementVersion: 1,
    answers,
  }),
  'joinAsAlly: for an organization': async (scene) => ({
    communityHandle: (await reviewing(scene)).handle,
    agreementVersion: 1,
    answers,
    organizationId: scene.organizationId,
  }),
  'withdrawAllyRequest: own': async (scene, who) => ({ requestId: await asked(scene, who) }),
  "withdrawAllyRequest: another's": async (scene) => ({ requestId: await asked(scene, null) }),
  admitAlly: async (scene) => ({ requestId: await waiting(scene) }),
  declineAllies: async (scene) => ({ communityId: scene.home.id, requestIds: [await waiting(scene)] }),
  pauseAlly: async (scene) => ({ membershipId: await anAlly(scene), reason: 'We need to talk.' }),
  resumeAlly: async (scene) => {
    const membershipId = await anAlly(scene);
    await scene.world.done(scene.home.steward, 'pauseAlly', { membershipId, reason: 'We need to talk.' });
    return { membershipId };
  },
  renewAlly: async (scene) => ({ membershipId: await anAlly(scene) }),
  endAlly: async (scene) => ({ membershipId: await anAlly(scene), reason: 'It is over.' }),
  blockAlly: async (scene) => ({ membershipId: await anAlly(scene), reason: 'They followed someone home.' }),
  unblockAlly: async (scene) => ({ blockId: await blocked(scene) }),
  createOrganization: async () => ({ name: 'Bakers for bread' }),
  reviseOrganization: async (scene) => ({ organizationId: scene.organizationId, about: 'We load ships.' }),
  inviteRepresentative: async (scene) => ({ organizationId: scene.organizationId }),
  acceptRepresentation: async ({ world }) => {
    const founder = await world.person();
    const { organization: made } = await world.done(
      founder,
      'createOrganization',
      { name: 'Miners' },
      'organization { id }',
    );
    return { link: (await world.done(founder, 'inviteRepresentative', { organizationId: made.id }, 'code')).code };
  },
  leaveOrganization: async (scene) => ({ organizationId: (await organization(scene)).id }),
  removeRepresentative: async (scene) => ({ representativeId: (await organization(scene)).other }),
  closeOrganization: async (scene) => ({ organizationId: (await organization(scene)).id }),
  'makePledge: for an organization': async (scene) =>
    pledgeTo(await scene.ask(), { organizationId: scene.organizationId }),
};

async function blocked(scene: Scene): Promise<string> {
  const input = { membershipId: await anAlly(scene), reason: 'They followed someone home.' };
  return (await scene.world.done(scene.home.steward, 'blockAlly', input, 'block { id }')).block.id;
}

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { home, organizationId } = scene;
  const requestId = await waiting(scene);
  await blocked(scene);
  const { id: pledgeId } = await scene.pledge('organization');
  const by = (type: string, id: string, selection: string, shows: (node: any) => boolean) => (): Sight => ({
    query: `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
    variables: { id },
    shows: (data) => data?.node != null && shows(data.node),
  });
  const field = (name: 'organization' | 'pledge', id: string) => (): Sight => ({
    query: `query ($id: ID!) { ${name}(id: $id) { id } }`,
    variables: { id },
    shows: (data) => data?.[name]?.id === id,
  });
  const some = (selection: string) => (node: any) => node[selection]?.nodes.length > 0;
  return {
    organization: field('organization', organizationId),
    'node: an organization': by('Organization', organizationId, 'id', ({ id }) => id === organizationId),
    'node: a request to be an ally': by('AllyRequest', requestId, 'pseudonym', ({ pseudonym }) => pseudonym != null),
    "pledge: an organization's": field('pledge', pledgeId),
    'Community.allyAdmission': by('Community', home.id, 'allyAdmission', (node) => node.allyAdmission != null),
    'Community.alliesWaiting': by('Community', home.id, 'alliesWaiting { nodes { id } }', some('alliesWaiting')),
    'Community.blockedAllies': by('Community', home.id, 'blockedAllies { nodes { id } }', some('blockedAllies')),
    'Organization.representatives': by(
      'Organization',
      organizationId,
      'representatives { id }',
      (node) => node.representatives?.length > 0,
    ),
    'Organization.memberships': by(
      'Organization',
      organizationId,
      'memberships { id }',
      (node) => node.memberships?.length > 0,
    ),
  };
}

/** How allies come and go, and organizations that ally themselves. */
export const allies: Rows = { mutations, queries, fields, deeds, sights };
