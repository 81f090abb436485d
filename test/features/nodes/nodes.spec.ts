import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { dashboardKey } from '../../support/keys.js';
import { counting } from '../../support/queries.js';
import { type Founded, World } from '../../support/world.js';
import { STANDING, standingIds } from './standing-ids.js';

let on: TestApp;
let world: World;
let home: Full;
/** Of a community that shows nothing to anybody else. */
let hidden: Full;
/** What is hidden there besides, and is no Node. */
let besides: Record<string, string>;

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  home = await full(true);
  hidden = await full(false);
  besides = await standingIds(on, hidden.community.id);
});
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
  const ask = await world.ask(
    { steward: community.steward, ...of, priorityId: priority.id },
    { visibility: isPublic ? 'PUBLIC' : 'ALLIES' },
  );
  const pledge = await world.pledge({ ask, by: cosigner, agreementVersion: null });
  await world.reported({ pledge });
  await world.done(community.steward, 'attestFulfilment', { items: [{ occurrenceId: pledge.occurrenceId }] });
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
  await sql(on.urls.owner)("UPDATE community SET ally_admission = 'REVIEWED' WHERE id = $1", [community.id]);
  const request = await waiting(community.id);
  const key = await dashboardKey(world, community);
  return {
    community,
    cosigner,
    ids: {
      Community: community.id,
      Campaign: campaign.id,
      Demand: demand.id,
      Priority: priority.id,
      Mandate: mandate.id,
      Ask: ask.id,
      Pledge: pledge.id,
      Occurrence: pledge.occurrenceId,
      Membership: member?.['id'],
      RecordEntry: entry?.['id'],
      DashboardKey: key.id,
      AllyRequest: request.id,
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
    for (const type of ['Membership', 'Pledge', 'Occurrence', 'RecordEntry', 'DashboardKey']) {
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

/** Every id that a mutation takes, with the rest of its input; the id under test goes in at `at`. */
const soon = () => new Date(Date.now() + 86_400_000).toISOString();
const plan = () => ({ when: soon(), firstStep: 'Call ahead.' });
const MUTATIONS: [field: string, at: string, type: string, rest: () => Record<string, unknown>][] = [
  ['publishAgreement', 'communityId', 'Community', () => ({ replacesVersion: 1, text: 'Listen.', questions: [] })],
  ['inviteToCommunity', 'communityId', 'Community', () => ({})],
  ['requestPeopleExport', 'communityId', 'Community', () => ({ reason: 'For the lawyer.' })],
  ['delegateOrganizer', 'membershipId', 'Membership', () => ({ until: soon() })],
  ['endDelegation', 'membershipId', 'Membership', () => ({})],
  ['changeAllyAdmission', 'communityId', 'Community', () => ({ admission: 'CLOSED' })],
  ['declineAllies', 'communityId', 'Community', () => ({ requestIds: [] })],
  ['admitAlly', 'requestId', 'AllyRequest', () => ({})],
  ['withdrawAllyRequest', 'requestId', 'AllyRequest', () => ({})],
  ['pauseAlly', 'membershipId', 'Membership', () => ({ reason: 'Wait.' })],
  ['resumeAlly', 'membershipId', 'Membership', () => ({})],
  ['renewAlly', 'membershipId', 'Membership', () => ({})],
  ['endAlly', 'membershipId', 'Membership', () => ({ reason: 'Over.' })],
  ['blockAlly', 'membershipId', 'Membership', () => ({ reason: 'Spam.' })],
  ['blockAlly', 'requestId', 'AllyRequest', () => ({ reason: 'Spam.' })],
  ['unblockAlly', 'blockId', 'AllyBlock', () => ({})],
  ['reviseOrganization', 'organizationId', 'Organization', () => ({ name: 'Ours' })],
  ['inviteRepresentative', 'organizationId', 'Organization', () => ({})],
  ['leaveOrganization', 'organizationId', 'Organization', () => ({})],
  ['closeOrganization', 'organizationId', 'Organization', () => ({})],
  ['removeRepresentative', 'representativeId', 'Representative', () => ({})],
  [
    'joinAsAlly',
    'organizationId',
    'Organization',
    () => ({ communityHandle: home.community.handle, agreementVersion: 1 }),
  ],
  [
    'makePledge',
    'organizationId',
    'Organization',
    () => ({ askId: home.ids['Ask'], plan: plan(), briefVersion: 1, termsVersion: 1, acceptedRiskTier: 0 }),
  ],
  ['createCampaign', 'communityId', 'Community', () => ({ handle: world.unique(), name: 'A campaign' })],
  ['reviseCampaign', 'campaignId', 'Campaign', () => ({ expectedVersion: 1, name: 'Another' })],
  ['publishBrief', 'campaignId', 'Campaign', () => ({ replacesVersion: 1, text: 'What we live with.' })],
  ['launchCampaign', 'campaignId', 'Campaign', () => ({})],
  ['stopCampaign', 'campaignId', 'Campaign', () => ({ reason: 'Too dangerous.' })],
  ['resumeCampaign', 'campaignId', 'Campaign', () => ({})],
  ['concludeCampaign', 'campaignId', 'Campaign', () => ({ conclusion: 'We won.' })],
  ['inviteToCoalition', 'campaignId', 'Campaign', () => ({})],
  ['joinCoalition', 'communityId', 'Community', () => ({ link: `c_${'x'.repeat(22)}` })],
  ['leaveCoalition', 'campaignId', 'Campaign', () => ({ communityId: home.ids['Community'] })],
  ['leaveCoalition', 'communityId', 'Community', () => ({ campaignId: home.ids['Campaign'] })],
  ['makeDemand', 'campaignId', 'Campaign', () => ({ title: 'Heat', decisionMaker: 'The landlord' })],
  ['reviseDemand', 'demandId', 'Demand', () => ({ expectedVersion: 1, title: 'More heat' })],
  ['answerDemand', 'demandId', 'Demand', () => ({ answeredOn: '2026-01-01', text: 'No.', state: 'REFUSED' })],
  ['proposePriority', 'campaignId', 'Campaign', () => ({ statement: 'Light' })],
  ['proposePriority', 'leadId', 'Community', () => ({ campaignId: home.ids['Campaign'], statement: 'Light' })],
  ['revisePriority', 'priorityId', 'Priority', () => ({ expectedVersion: 1, statement: 'More light' })],
  ['proposeMandate', 'priorityId', 'Priority', () => ({ kind: 'EMERGENCY', until: soon(), reason: 'Winter.' })],
  [
    'proposeMandate',
    'leadId',
    'Community',
    () => ({ priorityId: home.ids['Priority'], kind: 'EMERGENCY', until: soon(), reason: 'Winter.' }),
  ],
  ['cosignMandate', 'mandateId', 'Mandate', () => ({})],
  [
    'draftAsk',
    'priorityId',
    'Priority',
    () => ({ campaignId: home.ids['Campaign'], title: 'Come', kind: 'SHOW_UP', unit: 'people', quantityWanted: 1 }),
  ],
  ['reviseAsk', 'askId', 'Ask', () => ({ expectedVersion: 1, title: 'Come all' })],
  ['openAsk', 'askId', 'Ask', () => ({})],
  ['pauseAsk', 'askId', 'Ask', () => ({})],
  ['closeAsk', 'askId', 'Ask', () => ({})],
  ['cancelAsk', 'askId', 'Ask', () => ({ reason: 'Not needed.' })],
  ['rotateAskLink', 'askId', 'Ask', () => ({})],
  ['importAsks', 'campaignId', 'Campaign', () => ({ csv: 'external_id\n' })],
  ['importAsks', 'leadId', 'Community', () => ({ campaignId: home.ids['Campaign'], csv: 'external_id\n' })],
  [
    'makePledge',
    'askId',
    'Ask',
    () => ({ plan: plan(), briefVersion: 1, termsVersion: 1, agreementVersion: 1, acceptedRiskTier: 0 }),
  ],
  ['stepBack', 'pledgeId', 'Pledge', () => ({ reason: 'Ill.' })],
  ['reportFulfilment', 'pledgeId', 'Pledge', () => ({ quantity: 1 })],
  ['createDashboardKey', 'communityId', 'Community', () => ({ name: 'A wall', expiresAt: soon() })],
  ['revokeDashboardKey', 'dashboardKeyId', 'DashboardKey', () => ({})],
  // Of tokens that others gave, see test/features/app-tokens.
  ['revokeAppToken', 'appTokenId', 'DashboardKey', () => ({})],
  ['sendBackFulfilment', 'occurrenceId', 'Occurrence', () => ({ feedback: 'Which door?' })],
];

/** Ids that stand deeper, or beside another id. */
const DEEPER: [field: string, coordinate: string, type: string, input: (id: string) => Record<string, unknown>][] = [
  [
    'declineAllies',
    'DeclineAlliesInput.requestIds',
    'AllyRequest',
    (id) => ({ communityId: home.community.id, requestIds: [id] }),
  ],
  ['openAsk', 'OpenAskInput.mandateId', 'Mandate', (id) => ({ askId: home.ids['Ask'], mandateId: id })],
  [
    'createDashboardKey',
    'CreateDashboardKeyInput.campaignIds',
    'Campaign',
    (id) => ({ communityId: home.community.id, name: 'A wall', expiresAt: soon(), campaignIds: [id] }),
  ],
  ['openAsks', 'OpenAsksInput.askIds', 'Ask', (id) => ({ askIds: [id], mandateId: home.ids['Mandate'] })],
  ['openAsks', 'OpenAsksInput.mandateId', 'Mandate', (id) => ({ askIds: [home.ids['Ask']], mandateId: id })],
  [
    'draftAsk',
    'DraftAskInput.campaignId',
    'Campaign',
    (id) => ({
      campaignId: id,
      priorityId: home.ids['Priority'],
      title: 'Come',
      kind: 'SHOW_UP',
      unit: 'people',
      quantityWanted: 1,
    }),
  ],
  [
    'draftAsk',
    'DraftAskInput.leadId',
    'Community',
    (id) => ({
      campaignId: home.ids['Campaign'],
      leadId: id,
      priorityId: home.ids['Priority'],
      title: 'Come',
      kind: 'SHOW_UP',
      unit: 'people',
      quantityWanted: 1,
    }),
  ],
  [
    'reviseAsk',
    'ReviseAskInput.priorityId',
    'Priority',
    (id) => ({ askId: home.ids['Ask'], expectedVersion: 1, priorityId: id }),
  ],
  ['reportFulfilment', 'ReportFulfilmentInput.occurrenceId', 'Occurrence', (id) => ({ occurrenceId: id, quantity: 1 })],
  ['attestFulfilment', 'AttestationItemInput.occurrenceId', 'Occurrence', (id) => ({ items: [{ occurrenceId: id }] })],
  [
    'correctAttestation',
    'CorrectAttestationInput.attestationId',
    'Attestation',
    (id) => ({ attestationId: id, quantity: 1, reason: 'Counted again.' }),
  ],
  ['approvePeopleExport', 'ApprovePeopleExportInput.peopleExportId', 'PeopleExport', (id) => ({ peopleExportId: id })],
  [
    'downloadPeopleExport',
    'DownloadPeopleExportInput.peopleExportId',
    'PeopleExport',
    (id) => ({ peopleExportId: id }),
  ],
  ...operatorsIds(),
];

/** What only operators may: everyone else is turned away before any id is looked at. */
function operatorsIds(): typeof DEEPER {
  const [accounts, pages] = [
    { personId: 'Membership', membershipId: 'Membership' },
    { communityId: 'Community', campaignId: 'Campaign', askId: 'Ask' },
  ];
  const of = (field: string, ids: Record<string, string>) =>
    Object.entries(ids).map(([at, type]): (typeof DEEPER)[number] => [
      field,
      `${field[0]?.toUpperCase()}${field.slice(1)}Input.${at}`,
      type,
      (id) => ({ [at]: id, reason: 'SPAM' }),
    ]);
  return [
    ...of('suspendAccount', accounts),
    ...of('reinstateAccount', accounts),
    ...of('takeDownPage', pages),
    ...of('restorePage', pages),
  ];
}

describe('ids in what is sent', () => {
  const answers = (field: string, input: (id: string) => Record<string, unknown>) => {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const results = {
      openAsks: 'results { askId userErrors { code path } }',
      attestFulfilment: 'results { userErrors { code path } }',
      declineAllies: 'results { userErrors { code path } }',
    };
    const more = results[field as keyof typeof results] ?? '';
    const query = `mutation ($input: ${name}!) { ${field}(input: $input) { ${more} userErrors { code path } } }`;
    return async (id: string) => {
      const { status, data, errors } = await on.send(home.community.steward, query, { input: input(id) });
      return JSON.stringify({ status, data, errors }).replaceAll(id, 'the id');
    };
  };

  it.each([...MUTATIONS, ...STANDING])(
    '%s answers a foreign %s as one of nothing, in equal bytes',
    async (field, at, type, rest) => {
      const input = rest();
      const send = answers(field, (id) => ({ ...input, [at]: id }));
      const unknown = await send(randomUUID());
      expect(unknown).toContain('"NOT_FOUND"');
      expect(await send(besides[type] ?? foreign(type))).toBe(unknown);
      expect(await send('no id at all')).toBe(unknown);
    },
  );

  it.each(DEEPER)('%s answers a foreign %s as one of nothing, in equal bytes', async (field, _at, type, input) => {
    const send = answers(field, input);
    const unknown = await send(randomUUID());
    expect(await send(foreign(type))).toBe(unknown);
  });

  it('are all tried here', async () => {
    const { __schema } = await on.query(
      null,
      '{ __schema { types { name inputFields { name type { name ofType { name ofType { name ofType { name } } } } } } } }',
    );
    const kinds = (type: { name: string; ofType: never } | null): string[] =>
      type ? [type.name, ...kinds(type.ofType)] : [];
    const ids = __schema.types.flatMap((input: { name: string; inputFields: { name: string; type: never }[] | null }) =>
      (input.inputFields ?? [])
        .filter((one) => kinds(one.type).includes('ID'))
        .map((one) => `${input.name}.${one.name}`),
    );
    const tried = [
      ...[...MUTATIONS, ...STANDING].map(([field, at]) => `${field[0]?.toUpperCase()}${field.slice(1)}Input.${at}`),
      ...DEEPER.map(([, coordinate]) => coordinate),
    ];
    expect(ids.toSorted()).toEqual([...new Set(tried)].toSorted());
  });
});
