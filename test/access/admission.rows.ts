import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

/** From the table of roles: settings are the stewards'; one vouches past probation; removing a steward takes two. */
const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
changeCommunitySettings             ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
revokeInvitation                    ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
requestMembership: elsewhere        ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
withdrawMembershipRequest: own      ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
withdrawMembershipRequest: other's  ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
vouchFor                            ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawVouch: own                  ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
declineMembership                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
removeMember                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
proposeStewardRemoval               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
confirmStewardRemoval               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
objectToStewardRemoval              ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
withdrawStewardRemoval: own         ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
changeDuties                        ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
confirmSteward                      ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ·      ·          ·       ·    ·
acceptDuty: offered                 ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ?        ?      ·          ·       ·    ·
declineDuty: offered                ·       ·          ·     ·          ·             ·       ?         ✓         ✓          ?        ?      ·          ·       ·    ·
resignStewardship                   ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ·      ·          ·       ·    ·
changeMyMembership                  ·       ·          ✓     ✓          ·             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
leaveCommunity                      ·       ·          ✓     ✓          ·             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
disappear                           ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.settings                  ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.invitations               ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
Community.membershipRequests        ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.isShortOfStewards         ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.dutyOffers                ·       ·          ·     ·          ·             ·       ·         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Community.pendingRemovals           ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

/** Where one can ask to be admitted. */
async function admitting({ world, on }: Scene): Promise<{ id: string; handle: string }> {
  const community = await world.community();
  await sql(on.urls.owner)(`UPDATE community SET published = true, admission_rule = 'BOTH' WHERE id = $1`, [
    community.id,
  ]);
  return community;
}

async function askedBy({ world }: Scene, who: Person, communityHandle: string): Promise<string> {
  return (await world.done(who, 'requestMembership', { communityHandle }, 'request { id }')).request.id;
}

async function waiting(scene: Scene): Promise<{ requestId: string }> {
  await sql(scene.on.urls.owner)(`UPDATE community SET admission_rule = 'BOTH' WHERE id = $1`, [scene.home.id]);
  return { requestId: await askedBy(scene, await scene.world.person(), scene.home.handle) };
}

async function affected({ world, home }: Scene): Promise<{ person: Person; membershipId: string }> {
  const person = await world.affected(home);
  const { viewer } = await world.on.query(person, '{ viewer { memberships { id } } }');
  return { person, membershipId: viewer.memberships[0].id };
}

async function anotherSteward(scene: Scene) {
  const made = await affected(scene);
  await sql(scene.on.urls.owner)('UPDATE membership SET is_steward = true WHERE id = $1', [made.membershipId]);
  return made;
}

/** Proposed by a steward who is in no column. */
async function proposed(scene: Scene): Promise<string> {
  const [by, accused] = [await anotherSteward(scene), await anotherSteward(scene)];
  const input = { membershipId: accused.membershipId, reason: 'Harm.' };
  return (await scene.world.done(by.person, 'proposeStewardRemoval', input, 'removal { id }')).removal.id;
}

/** A community in which everyone stands as at home, but that one steward is too few for it. */
async function shortTwin({ world, home, on, as }: Scene): Promise<{ membershipId: string }> {
  const twin = await world.community();
  const query = sql(on.urls.owner);
  await query(
    `INSERT INTO membership (community_id, id, person_id, organization_id, pseudonym, standing, is_steward, organizer_until, probation_until, agreement_version, until, paused_at, ended_at)
     SELECT $1, gen_random_uuid(), person_id, organization_id, gen_random_uuid()::text, standing,
            is_steward AND person_id = (SELECT person_id FROM vault.session WHERE access_hash = sha256($3::text::bytea)),
            organizer_until, probation_until, CASE WHEN standing = 'ALLY' THEN 1 END, until, paused_at, ended_at
       FROM membership WHERE community_id = $2`,
    [twin.id, home.id, (as.steward as Person).accessToken],
  );
  const [founder] = await query(
    `UPDATE membership SET is_steward = false WHERE community_id = $1 AND admitted_by IS NULL
        AND person_id = (SELECT person_id FROM vault.session WHERE access_hash = sha256($2::text::bytea)) RETURNING id`,
    [twin.id, twin.steward.accessToken],
  );
  return { membershipId: founder?.['id'] };
}

/** Offered to the person of the column where one can be offered it; else to somebody else. */
const offered: Deed = async (scene, who) => {
  const own = ['affected', 'aff. org.'].includes(who);
  const membershipId = own ? await scene.membershipOf(scene.as[who] as Person) : (await affected(scene)).membershipId;
  const input = { membershipId, isSteward: true };
  const { offer } = await scene.world.done(scene.home.steward, 'changeDuties', input, 'offer { id }');
  return { offerId: offer.id };
};

const atHome: Deed = async ({ home }) => ({ communityId: home.id });

const deeds: Readonly<Record<string, Deed>> = {
  changeCommunitySettings: async ({ home, on }) => {
    const [row] = await sql(on.urls.owner)('SELECT version FROM community WHERE id = $1', [home.id]);
    return { communityId: home.id, expectedVersion: row?.['version'], about: 'We live here.' };
  },
  revokeInvitation: async ({ world, home }) => {
    const made = await world.done(home.steward, 'inviteToCommunity', { communityId: home.id }, 'invitation { id }');
    return { invitationId: made.invitation.id };
  },
  'requestMembership: elsewhere': async (scene) => ({ communityHandle: (await admitting(scene)).handle }),
  'withdrawMembershipRequest: own': async (scene, who) => {
    const person = ['nobody', 'key', 'operator'].includes(who) ? await scene.world.person() : (scene.as[who] as Person);
    return { requestId: await askedBy(scene, person, (await admitting(scene)).handle) };
  },
  "withdrawMembershipRequest: other's": waiting,
  vouchFor: waiting,
  'withdrawVouch: own': async (scene, who) => {
    const request = await waiting(scene);
    if (['affected', 'aff. org.', 'steward', 'stale'].includes(who))
      await scene.world.done(scene.as[who] as Person, 'vouchFor', request);
    return request;
  },
  declineMembership: waiting,
  removeMember: async (scene) => ({ membershipId: (await affected(scene)).membershipId, reason: 'Harm.' }),
  proposeStewardRemoval: async (scene) => ({
    membershipId: (await anotherSteward(scene)).membershipId,
    reason: 'Harm.',
  }),
  confirmStewardRemoval: async (scene) => ({ removalId: await proposed(scene) }),
  objectToStewardRemoval: async (scene) => ({ removalId: await proposed(scene) }),
  'withdrawStewardRemoval: own': async (scene, who) => {
    const removalId = await proposed(scene);
    if (['steward', 'stale'].includes(who))
      await sql(scene.on.urls.owner)('UPDATE removal SET proposed_by = $2 WHERE id = $1', [
        removalId,
        await scene.membershipOf(scene.as[who] as Person),
      ]);
    return { removalId };
  },
  changeDuties: async (scene) => ({ membershipId: (await affected(scene)).membershipId, isSteward: true }),
  confirmSteward: shortTwin,
  'acceptDuty: offered': offered,
  'declineDuty: offered': offered,
  resignStewardship: atHome,
  changeMyMembership: async ({ home }) => ({ communityId: home.id, isListed: false }),
  leaveCommunity: atHome,
  disappear: async () => ({}),
};

/** What everyone is asked to look at of the community at home. */
async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { home, world } = scene;
  await world.done(home.steward, 'inviteToCommunity', { communityId: home.id });
  await waiting(scene);
  await proposed(scene);
  await offered(scene, 'nobody');
  const field = (selection: string, shows: (community: any) => boolean) => () => ({
    query: `query ($id: ID!) { node(id: $id) { ... on Community { ${selection} } } }`,
    variables: { id: home.id },
    shows: (data: any) => data?.node != null && shows(data.node),
  });
  return {
    'Community.settings': field('settings { version }', (one) => one.settings != null),
    'Community.invitations': field('invitations { nodes { id } }', (one) => one.invitations?.nodes.length > 0),
    'Community.membershipRequests': field(
      'membershipRequests { nodes { id } }',
      (one) => one.membershipRequests?.nodes.length > 0,
    ),
    'Community.isShortOfStewards': field('isShortOfStewards', (one) => one.isShortOfStewards === false),
    'Community.dutyOffers': field('dutyOffers { id }', (one) => one.dutyOffers?.length > 0),
    'Community.pendingRemovals': field('pendingRemovals { id }', (one) => one.pendingRemovals?.length > 0),
  };
}

export const admission: Rows = { mutations, fields, deeds, sights };
