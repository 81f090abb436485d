import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { inHours } from '../../support/rounds.js';
import { type Founded, pledgeTo, World } from '../../support/world.js';

let on: TestApp;
let world: World;
let home: Full;
/** Of a community that shows nothing to anybody else. */
let hidden: Full;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  home = await full(true);
  hidden = await full(false);
}, 60_000);
afterAll(() => on.close());

interface Full {
  community: Founded;
  cosigner: Person;
  ids: Record<string, string>;
  /** Ids of what is no Node, or in nobody's way: an organization is public. */
  others: Record<string, string>;
}

/** One of everything that has an id. */
async function full(isPublic: boolean): Promise<Full> {
  const community = await world.community();
  const cosigner = await world.affected(community);
  const campaign = await world.campaign(community, { visibility: isPublic ? 'PUBLIC' : 'UNLISTED' });
  const of = { campaignId: campaign.id };
  const { demand } = await world.done(
    community.steward,
    'makeDemand',
    { ...of, title: 'Mend the boilers', decisionMaker: 'The landlord' },
    'demand { id }',
  );
  const priority = await world.priority(campaign);
  const mandate = await world.mandate(priority, { steward: community.steward, cosigner });
  const { round } = await world.done(
    community.steward,
    'schedulePriorityRound',
    { ...of, closesAt: inHours(48) },
    'round { id }',
  );
  const ask = await world.ask(
    { steward: community.steward, ...of, priorityId: priority.id },
    { visibility: isPublic ? 'PUBLIC' : 'ALLIES' },
  );
  const { translation } = await world.done(
    community.steward,
    'translateAsk',
    { askId: ask.id, language: 'es', title: 'Lleva cajas' },
    'translation { id }',
  );
  const pledge = await world.pledge({ ask, by: cosigner, agreementVersion: null });
  await world.reported({ pledge });
  await world.done(community.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
  const another = await world.affected(community);
  const waits = await world.reported({ pledge: await world.pledge({ ask, by: another, agreementVersion: null }) });
  const { entry: takenDown } = await world.done(
    community.steward,
    'enterPledge',
    {
      ...pledgeTo(ask),
      taken: 'PHONE',
      name: world.unique('Rosa'),
      answers: [{ questionId: 'position', text: 'A neighbour.' }],
    },
    'entry { id }',
  );
  const { shift } = await world.done(
    community.steward,
    'addAskShift',
    { askId: ask.id, startsAt: inHours(24), endsAt: inHours(26) },
    'shift { id }',
  );
  const there = { pledgeId: pledge.id };
  const { question } = await world.done(
    community.steward,
    'askQuestion',
    { ...there, text: 'How was it?' },
    'question { id }',
  );
  const { message } = await world.done(cosigner, 'sendMessage', { ...there, text: 'As you know.' }, 'message { id }');
  await world.done(community.steward, 'reportMessage', { messageId: message.id, reason: 'Rude.' });
  const [reported] = await sql(on.urls.owner)('SELECT id FROM message_report WHERE message_id = $1', [message.id]);
  const [attested] = await sql(on.urls.owner)('SELECT id FROM attestation WHERE community_id = $1', [community.id]);
  const [entry] = await sql(on.urls.owner)('SELECT id FROM record_entry WHERE community_id = $1 LIMIT 1', [
    community.id,
  ]);
  const [member] = await sql(on.urls.owner)('SELECT id FROM membership WHERE community_id = $1 AND NOT is_steward', [
    community.id,
  ]);
  const [exported] = await sql(on.urls.owner)(
    `INSERT INTO people_export (community_id, id, requested_by, reason)
     SELECT community_id, gen_random_uuid(), id, 'For the lawyer.' FROM membership WHERE id = $1 RETURNING id`,
    [member?.['id']],
  );
  const founder = await world.person();
  const { organization } = await world.done(
    founder,
    'createOrganization',
    { name: 'Dockers' },
    'organization { id representatives { id } }',
  );
  const { batch } = await world.done(
    community.steward,
    'proposeAttestations',
    { items: [{ occurrenceId: waits.occurrenceId }] },
    'batch { id }',
  );
  await sql(on.urls.owner)("UPDATE community SET ally_admission = 'REVIEWED' WHERE id = $1", [community.id]);
  const request = await waiting(community.id);
  const key = await dashboardKey(world, community);
  return {
    community,
    cosigner,
    ids: {
      AttestationBatch: batch.id,
      AssistedEntry: takenDown.id,
      Community: community.id,
      Campaign: campaign.id,
      Demand: demand.id,
      Priority: priority.id,
      Mandate: mandate.id,
      PriorityRound: round.id,
      Ask: ask.id,
      AskTranslation: translation.id,
      Pledge: pledge.id,
      Occurrence: pledge.occurrenceId,
      AskShift: shift.id,
      Membership: member?.['id'],
      RecordEntry: entry?.['id'],
      DashboardKey: key.id,
      AllyRequest: request.id,
      Notification: await notified(community.id),
      Offer: await offered(community),
      PledgeQuestion: question.id,
      ThreadMessage: message.id,
      MessageReport: reported?.['id'],
      ...(isPublic && { Organization: organization.id }),
    },
    others: {
      Attestation: attested?.['id'],
      Organization: organization.id,
      Representative: organization.representatives[0].id,
      AllyBlock: await blocked(community),
      PeopleExport: exported?.['id'],
    },
  };
}

/** Of someone who asked to be an ally, put there by the owner: nobody can find the hidden community to ask. */
async function waiting(communityId: string): Promise<{ id: string }> {
  const id = randomUUID();
  await sql(on.urls.owner)(
    `WITH person AS (INSERT INTO person (id) VALUES ($2) RETURNING id)
     INSERT INTO ally_request (community_id, id, membership_id, person_id, pseudonym, agreement_version)
     SELECT $1, $3, gen_random_uuid(), person.id, 'Marta', 1 FROM person`,
    [communityId, randomUUID(), id],
  );
  return { id };
}

/** What its steward was told. */
async function notified(communityId: string): Promise<string> {
  const id = randomUUID();
  await sql(on.urls.owner)(
    `INSERT INTO notification (id, person_id, notice, topic, community_id)
     SELECT $2, person_id, 'report-waits', 'COMMUNITY_WORK', $1 FROM membership WHERE community_id = $1 AND is_steward`,
    [communityId, id],
  );
  return id;
}

/** An offer of an ally, put there like the request. */
async function offered({ id }: Founded): Promise<string> {
  const [membershipId, offerId] = [randomUUID(), randomUUID()];
  const owner = sql(on.urls.owner);
  await owner(
    `WITH person AS (INSERT INTO person (id) VALUES ($2) RETURNING id)
     INSERT INTO membership (community_id, id, person_id, standing, pseudonym, agreement_version, until)
     SELECT $1, $3, person.id, 'ALLY', 'Ines', 1, now() + interval '9 days' FROM person`,
    [id, randomUUID(), membershipId],
  );
  await owner(
    `INSERT INTO offer (community_id, id, offered_by, kind, text, quantity, unit, language) VALUES ($1, $2, $3, 'HOST', 'A room', 1, 'rooms', 'en')`,
    [id, offerId, membershipId],
  );
  return offerId;
}

/** A block in its place, as the steward reads of it. */
async function blocked({ id }: Founded): Promise<string> {
  const blockId = randomUUID();
  await sql(on.urls.owner)(
    `WITH person AS (INSERT INTO person (id) VALUES ($2) RETURNING id)
     INSERT INTO ally_block (community_id, id, person_id, pseudonym, reason, blocked_by)
     SELECT $1, $3, person.id, 'Otto', 'Spam', m.id FROM person, membership m WHERE m.community_id = $1 AND m.is_steward`,
    [id, randomUUID(), blockId],
  );
  return blockId;
}

/** Something of the community that shows nothing to anybody else. */
const foreign = (type: string): string => (hidden.ids[type] ?? hidden.others[type]) as string;

const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';

/** The answer as it comes over the wire. */
async function bytes(who: As, query: string, id: string): Promise<string> {
  const call = request(on.app.getHttpServer()).post('/graphql').set('content-type', 'application/json');
  if (who && 'accessToken' in who) call.set('authorization', `Bearer ${who.accessToken}`);
  const answer = await call.send({ query, variables: { id } });
  return `${answer.status} ${answer.text}`;
}

const MALFORMED = [
  '',
  'x',
  "' OR 1=1 --",
  '../etc/passwd',
  'a'.repeat(10_000),
  '\u0001',
  '00000000-0000-0000-0000-00000000000g',
];

describe('node', () => {
  it('finds everything that implements Node, for those who may see it', async () => {
    const { __type } = await on.query(null, '{ __type(name: "Node") { possibleTypes { name } } }');
    expect(__type.possibleTypes.map((one: { name: string }) => one.name).toSorted()).toEqual(
      Object.keys(home.ids).toSorted(),
    );
    for (const [type, id] of Object.entries(home.ids)) {
      expect(await on.query(home.community.steward, NODE, { id })).toEqual({ node: { __typename: type, id } });
      expect(await on.query(home.community.steward, NODE, { id: id.toUpperCase() })).toEqual({
        node: { __typename: type, id },
      });
    }
  });

  it('finds for anyone what is public, and its fields in their own type', async () => {
    for (const type of ['Community', 'Campaign', 'Demand', 'Priority', 'Mandate', 'Ask']) {
      expect([type, await on.query(null, NODE, { id: home.ids[type] })]).toEqual([
        type,
        { node: { __typename: type, id: home.ids[type] } },
      ]);
    }
    const { node } = await on.query(
      null,
      `query ($id: ID!) { node(id: $id) { ... on Ask { title progress { wanted } campaign { handle } } } }`,
      {
        id: home.ids['Ask'],
      },
    );
    expect(node).toMatchObject({
      title: 'Carry boxes',
      progress: { wanted: 10 },
      campaign: { handle: expect.any(String) },
    });
  });

  it('answers what is foreign, unknown or no id at all as NOT_FOUND in equal bytes', async () => {
    const outsiders = { nobody: null, stranger: await world.person(), neighbour: home.community.steward };
    for (const [who, as] of Object.entries(outsiders)) {
      const unknown = await bytes(as, NODE, randomUUID());
      expect(unknown).toContain('"NOT_FOUND"');
      for (const [type, id] of Object.entries(hidden.ids)) {
        expect([who, type, await bytes(as, NODE, id)]).toEqual([who, type, unknown]);
      }
      for (const id of MALFORMED) expect([who, id, await bytes(as, NODE, id)]).toEqual([who, id, unknown]);
    }
    const unknown = await bytes(null, NODE, randomUUID());
    for (const type of [
      'PriorityRound',
      'Membership',
      'Pledge',
      'Occurrence',
      'RecordEntry',
      'DashboardKey',
      'AssistedEntry',
      'Notification',
      'PledgeQuestion',
      'ThreadMessage',
      'MessageReport',
    ]) {
      expect([type, await bytes(null, NODE, home.ids[type] as string)]).toEqual([type, unknown]);
    }
  });

  it('takes one statement to find the type and one to load the object, without a transaction for nobody', async () => {
    const { statements } = await counting(() => on.query(null, NODE, { id: home.ids['Ask'] }));
    expect(statements).toHaveLength(2);
  });
});

describe('queries by id', () => {
  it.each(['ask', 'pledge'])('%s answers what is foreign, unknown or no id in equal bytes', async (field) => {
    const query = `query ($id: ID!) { ${field}(id: $id) { id } }`;
    const known = foreign(field === 'ask' ? 'Ask' : 'Pledge');
    for (const as of [await world.person(), home.community.steward]) {
      const unknown = await bytes(as, query, randomUUID());
      for (const id of [known, ...Object.values(hidden.ids), ...MALFORMED])
        expect([id, await bytes(as, query, id)]).toEqual([id, unknown]);
    }
  });
});
