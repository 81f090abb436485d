import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { RecordHeadClock } from '../../src/features/record-reading/record-head-clock.js';
import { type As, type Person, startTestApp, type TestApp } from '../support/client.js';
import { IMPATIENCE } from '../features/progress/stored-deeds.js';
import { freshDatabase, sql } from '../support/database.js';
import { dashboardKey } from '../support/keys.js';
import { type Campaign, type Founded, pledgeTo, World } from '../support/world.js';

/**
 * Two worlds that differ in nothing but secrets: the same one, before and after they come to be in it. What an outsider
 * is answered in one must be what they are answered in the other, to the byte.
 */
let on: TestApp;
let world: World;
let home: Home;

interface Home {
  community: Founded;
  cosigner: Person;
  campaign: Campaign;
  priority: { id: string };
  risky: { id: string };
  plain: { id: string };
  allies: (Person & { membershipId: string })[];
}

const RISK = { riskTier: 2, riskNotes: 'Police have been at the door.', place: 'The back door' };

beforeAll(async () => {
  // Whoever stands in front says from where a request came: so one may come from elsewhere.
  on = await startTestApp({ urls: await freshDatabase('two_worlds'), config: { trustProxy: true } });
  world = new World(on);
  await sql(on.urls.owner)(IMPATIENCE);
  home = await lived();
}, 60_000);
afterAll(() => on.close());

/** A community in the middle of its work: seven have pledged to the ask with risk, so that a number is told. */
async function lived(): Promise<Home> {
  const community = await world.community();
  const cosigner = await world.affected(community);
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  await world.mandate(priority, { steward: community.steward, cosigner });
  const of = { steward: community.steward, campaignId: campaign.id, priorityId: priority.id };
  const risky = await world.ask(of, { ...RISK, quantityWanted: 20 });
  const plain = await world.ask(of, { quantityWanted: 20 });
  const allies = [];
  for (let n = 0; n < 9; n += 1) allies.push(await world.ally(community));
  for (const by of allies.slice(0, 7)) await world.pledge({ ask: risky, by, acceptedRiskTier: 2 });
  const waiting = await world.done(
    allies[7] as Person,
    'makePledge',
    { ...pledgeTo(risky), quantity: 19, acceptedRiskTier: 2 },
    'pledge { id state }',
  );
  if (waiting.pledge.state !== 'WAITLISTED') throw new Error('One was to wait.');
  await world.pledge({ ask: plain, by: allies[0] as Person });
  await sql(on.urls.owner)(`UPDATE record_entry SET recorded_at = recorded_at - interval '3 days'`);
  return { community, cosigner, campaign, priority, risky, plain, allies };
}

const ASK = `id title description kind state place riskTier riskNotes quantityWanted placesLeft quantityLeft isFull takesPledges pausedBecause externalId
  viewerCanOpen viewerCanPledge version mandate { id state signedBy reason } priority { id statement }
  progress { isExact wanted pledged { count { value text } quantity { value text } } waitlisted { count { text } quantity { text } }
    reported { count { text } } attested { count { text } quantity { text } } sentBack { text } steppedBack { text } shareAttested { text band } followThrough { text } }
  pledges { totalCount nodes { id } }`;
const LIST = 'totalCount pageInfo { hasNextPage endCursor }';

/** Everything that an outsider can think of asking. */
function questions(): [name: string, query: string, variables: Record<string, unknown>][] {
  const { community, campaign, risky, plain } = home;
  return [
    [
      'the communities page',
      `query ($h: String!) { community(handle: $h) { id name about recordHead { seq hash } recordHeads { ${LIST} nodes { endedOn seq hash } } viewerMembership { id } agreement { version text }
       campaigns { ${LIST} nodes { handle } } } }`,
      { h: community.handle },
    ],
    [
      'who is in it',
      'query ($h: String!) { community(handle: $h) { members { totalCount nodes { pseudonym isOnProbation } } } }',
      { h: community.handle },
    ],
    [
      'its record',
      'query ($h: String!) { community(handle: $h) { record { totalCount nodes { text } } } }',
      { h: community.handle },
    ],
    [
      'the campaign',
      `query ($h: String!) { campaign(handle: $h) { id name state version stopReason
       demands { ${LIST} nodes { title } } priorities { ${LIST} nodes { statement details isNamed asks { totalCount } progress { wanted pledged { count { text } } } } }
       mandates { ${LIST} nodes { id kind state } } pledges { totalCount } progress { isExact wanted pledged { count { text } } waitlisted { count { text } } } } }`,
      { h: campaign.handle },
    ],
    [
      'its asks',
      `query ($h: String!) { campaign(handle: $h) { asks { ${LIST} nodes { ${ASK} } } } }`,
      { h: campaign.handle },
    ],
    [
      'whose its priorities are',
      'query ($h: String!) { campaign(handle: $h) { sovereigntyReport { status faultCount writes { count } text } } }',
      { h: campaign.handle },
    ],
    [
      'its progress over time, side by side and by its parts',
      `query ($h: String!) { campaign(handle: $h) { alignment { value band text } demandOutcomes { total unanswered } progress { ...P
       series(by: DAY, from: "2026-06-01", until: "2026-06-30") { startsOn isOver ...P change { pledged { count { text } } waitlisted { count { text } } lapsed { text } } }
       recent: series(by: WEEK) { startsOn isOver ...P change { wanted pledged { count { text } quantity { text } } steppedBack { text } noShow { text } } }
       byKind { kind ...P } byArea { area isRest ...P } byPledger { pledgers pledged { text } waitlisted { text } reported { text } attested { text } } } } }
       fragment P on ProgressFigures { isExact wanted pledged { count { text } quantity { text } } conditional { count { text } } waitlisted { count { text } }
       reported { count { text } } attested { count { text } } sentBack { text } noShow { text } unconfirmed { text } steppedBack { text } handedOver { text } lapsed { text } }`,
      { h: campaign.handle },
    ],
    ['its brief', 'query ($h: String!) { campaign(handle: $h) { brief { text version } } }', { h: campaign.handle }],
    [
      'what awaits an answer',
      'query ($h: String!) { campaign(handle: $h) { reportsAwaiting { nodes { id } } } }',
      { h: campaign.handle },
    ],
    ['all campaigns', `{ campaigns { ${LIST} nodes { handle name progress { wanted } } } }`, {}],
    ['campaigns by a secret word', `{ campaigns(search: "hushed") { ${LIST} nodes { handle } } }`, {}],
    ['all asks', `{ asks { ${LIST} nodes { ${ASK} } } }`, {}],
    ['asks by a secret word', `{ asks(filter: { text: "hushed" }) { ${LIST} nodes { id } } }`, {}],
    ['asks with places', `{ asks(filter: { hasOpenPlaces: true }) { ${LIST} nodes { id } } }`, {}],
    ['the ask with risk', `query ($id: ID!) { ask(id: $id) { ${ASK} } }`, { id: risky.id }],
    ['the plain ask', `query ($id: ID!) { node(id: $id) { ... on Ask { ${ASK} } } }`, { id: plain.id }],
  ];
}

interface Outsider {
  as: As;
  address?: string;
}

async function answers({ as, address = '198.51.100.1' }: Outsider): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, query, variables] of questions()) {
    const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
    call.set('x-forwarded-for', address);
    if (as) call.set('authorization', 'accessToken' in as ? `Bearer ${as.accessToken}` : as.authorization);
    const { status, text } = await call.send({ query, variables });
    found[name] = `${status} ${text}`;
  }
  return found;
}

const mutate = (as: Person, field: string, input: Record<string, unknown>, fields = '') =>
  world.done(as, field, input, fields);

/** Each makes the world differ by something that is no outsider's business, and says the ids that came of it. */
const secrets: Record<string, () => Promise<(string | undefined)[]>> = {
  'a draft campaign, its handle apart': async () => [
    (await world.campaign(home.community, { name: 'hushed' }, false)).id,
  ],
  'an unlisted campaign': async () => [
    (await world.campaign(home.community, { name: 'hushed', visibility: 'UNLISTED' })).id,
  ],
  'another community, without anything public': async () => [(await world.community({ name: 'hushed' })).id],
  'a draft of an ask': async () => [(await draft({ title: 'A hushed plan', externalId: 'hushed' })).id],
  'an ask for allies only': async () => [(await draft({ title: 'A hushed plan', visibility: 'ALLIES' }, true)).id],
  'a proposed priority': async () => [(await world.priority(home.campaign, { statement: 'hushed' })).id],
  'a proposed mandate': async () => [
    (
      await mutate(
        home.cosigner,
        'proposeMandate',
        {
          priorityId: (await world.priority(home.campaign)).id,
          kind: 'EMERGENCY',
          until: new Date(Date.now() + 86_400_000).toISOString(),
          reason: 'hushed',
        },
        'mandate { id }',
      )
    ).mandate.id,
  ],
  'a new brief': async () => {
    await mutate(home.community.steward, 'publishBrief', {
      campaignId: home.campaign.id,
      replacesVersion: 1,
      text: 'hushed',
    });
    return [];
  },
  'more people, some on probation, one of them an organizer, one paused': async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await world.affected(home.community, { pseudonym: 'hushed' });
    const ally = await world.ally(home.community);
    await mutate(home.community.steward, 'delegateOrganizer', { membershipId: ally.membershipId, until });
    const query = sql(on.urls.owner);
    await query(`UPDATE membership SET probation_until = now() + interval '9 days' WHERE pseudonym = 'hushed'`);
    await query('UPDATE membership SET paused_at = now(), is_listed = true WHERE id = $1', [
      home.allies[8]?.membershipId,
    ]);
    return [ally.membershipId];
  },
  'other pseudonyms and answers': async () => {
    await sql(on.urls.owner)(
      `UPDATE membership SET pseudonym = 'hushed ' || left(id::text, 30), answers = '{"position": "hushed"}'`,
    );
    return [];
  },
  'one more who waits, and one who does not any more, for the ask with risk': async () => {
    const by = await world.ally(home.community);
    const { pledge } = await mutate(
      by,
      'makePledge',
      { ...pledgeTo(home.risky), briefVersion: 2, quantity: 18, acceptedRiskTier: 2 },
      'pledge { id }',
    );
    return [pledge.id];
  },
  'a pledge to the ask with risk given back, another made': async () => {
    const [row] = await sql(on.urls.owner)(`SELECT id FROM pledge WHERE pledger_id = $1 AND ask_id = $2`, [
      home.allies[0]?.membershipId,
      home.risky.id,
    ]);
    const by = await world.ally(home.community);
    const { pledge } = await mutate(
      by,
      'makePledge',
      { ...pledgeTo(home.risky), briefVersion: 2, acceptedRiskTier: 2 },
      'pledge { id }',
    );
    return [row?.['id'], pledge.id];
  },
  'someone who waits to be an ally, someone who is blocked, another way of admission': async () => {
    const { id: communityId, handle, steward } = home.community;
    const set = (admission: string) => mutate(steward, 'changeAllyAdmission', { communityId, admission });
    await set('REVIEWED');
    const join = {
      communityHandle: handle,
      agreementVersion: 1,
      pseudonym: world.unique('hushed'),
      answers: [{ questionId: 'position', text: 'hushed' }],
    };
    const { request } = await mutate(await world.person(), 'joinAsAlly', join, 'request { id }');
    const spam = { ...join, pseudonym: world.unique('hushed') };
    const asked = (await mutate(await world.person(), 'joinAsAlly', spam, 'request { id }')).request;
    const { block } = await mutate(steward, 'blockAlly', { requestId: asked.id, reason: 'hushed' }, 'block { id }');
    await set('AUTOMATIC');
    return [request.id, asked.id, block.id];
  },
  'an organization that is an ally, and pledges where there is risk': async () => {
    const founder = await world.person();
    const { organization } = await mutate(founder, 'createOrganization', { name: 'hushed' }, 'organization { id }');
    const organizationId = organization.id;
    const { membership } = await mutate(
      founder,
      'joinAsAlly',
      {
        communityHandle: home.community.handle,
        organizationId,
        agreementVersion: 1,
        answers: [{ questionId: 'position', text: 'hushed' }],
      },
      'membership { id }',
    );
    const { pledge } = await mutate(
      founder,
      'makePledge',
      { ...pledgeTo(home.risky), briefVersion: 2, organizationId, acceptedRiskTier: 2 },
      'pledge { id }',
    );
    return [membership.id, pledge.id];
  },
  'a plan, a report with a note, feedback on it': async () => {
    const query = sql(on.urls.owner);
    const [due] = await query(
      'SELECT o.id FROM occurrence o JOIN pledge p ON p.id = o.pledge_id WHERE p.pledger_id = $1 AND p.ask_id = $2',
      [home.allies[0]?.membershipId, home.plain.id],
    );
    await query(`UPDATE pledge SET plan_first_step = 'hushed', plan_where = 'hushed'`);
    return [due?.['id']];
  },
  'entries of the record, sealed today': async () => {
    await sql(on.urls.owner)(
      `WITH clock AS MATERIALIZED (SELECT set_config('accompany.kind', 'system', false)) SELECT app.seal_record(100000) FROM clock`,
    );
    await mutate(home.community.steward, 'inviteToCommunity', { communityId: home.community.id });
    await sql(on.urls.owner)(
      `WITH clock AS MATERIALIZED (SELECT set_config('accompany.kind', 'system', false)) SELECT app.seal_record(100000) FROM clock`,
    );
    const [entry] = await sql(on.urls.owner)(
      'SELECT id FROM record_entry WHERE community_id = $1 ORDER BY recorded_at DESC LIMIT 1',
      [home.community.id],
    );
    return [entry?.['id']];
  },
};

function draft(input: Record<string, unknown>, open = false): Promise<{ id: string }> {
  const { community, campaign, priority } = home;
  return world.ask({ steward: community.steward, campaignId: campaign.id, priorityId: priority.id }, input, open);
}

describe('an outsider is answered in the same bytes, whether or not there is', () => {
  let outsiders: Record<string, Outsider>;
  let before: Record<string, Record<string, string>>;

  beforeAll(async () => {
    const neighbours = await world.community();
    await world.campaign(neighbours, { visibility: 'UNLISTED' });
    const here = { campaignIds: [home.campaign.id] };
    outsiders = {
      nobody: { as: null },
      'nobody, from elsewhere': { as: null, address: '203.0.113.9' },
      'a stranger': { as: await world.person() },
      'a neighbour': { as: neighbours.steward },
      'a dashboard of the neighbours': { as: (await dashboardKey(world, neighbours)).as },
      'a dashboard of one public campaign': { as: (await dashboardKey(world, home.community, here)).as },
    };
    await sql(on.urls.owner)(
      `WITH clock AS MATERIALIZED (SELECT set_config('accompany.kind', 'system', false)) SELECT app.seal_record(100000) FROM clock`,
    );
    await on.app.get(RecordHeadClock, { strict: false }).publish();
    before = await asked();
  });

  const asked = async () =>
    Object.fromEntries(
      await Promise.all(Object.entries(outsiders).map(async ([who, one]) => [who, await answers(one)] as const)),
    );

  it('is asked what does show something', () => {
    const told = before['nobody'] ?? {};
    expect(told['the ask with risk']).toContain('"5 or more"');
    expect(told['the plain ask']).toContain('"text":"1"');
    expect(told['the communities page']).toMatch(/"hash":"[0-9a-f]{64}"/);
    expect(told['all asks']).toContain('"totalCount":2');
  });

  it('tells nobody more for where they ask from, and a dashboard of a public campaign no more than anyone', () => {
    expect(before['nobody, from elsewhere']).toEqual(before['nobody']);
    for (const name of ['its asks', 'all asks', 'all campaigns', 'the ask with risk', 'the plain ask']) {
      expect(before['a dashboard of one public campaign']?.[name]).toBe(before['nobody']?.[name]);
    }
  });

  it.each(Object.keys(secrets))('%s', async (name) => {
    const ids = await secrets[name]?.();
    const after = await asked();
    expect(after).toEqual(before);
    for (const [who, { as }] of Object.entries(outsiders)) {
      for (const id of ids ?? []) {
        const { data, errors } = await on.send(as, 'query ($id: ID!) { node(id: $id) { id } }', { id });
        expect([who, data, errors.map((error) => error.extensions.code)]).toEqual([who, { node: null }, ['NOT_FOUND']]);
      }
    }
    expect(JSON.stringify(after)).not.toContain('A hushed');
  });
});
