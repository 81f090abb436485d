import type { Person } from '../support/client.js';
import { sql } from '../support/database.js';
import { pledgeTo } from '../support/world.js';
import type { Scene, Who } from './cast.js';

type Input = Record<string, unknown>;

/** Lays out what a mutation needs to succeed for whoever may do it, and says what to send. */
export type Deed = (scene: Scene, who: Who) => Promise<Input>;

const soon = () => new Date(Date.now() + 86_400_000).toISOString();
const risky = { riskTier: 2, riskNotes: 'Police have been at the door.' };

async function draftBy(scene: Scene, who: Who): Promise<string> {
  const mayDraft = ['affected', 'aff. org.', 'steward', 'stale'].includes(who);
  const steward = (mayDraft ? scene.as[who] : scene.home.steward) as Person;
  const { campaign } = await scene.world.done(
    steward,
    'createCampaign',
    { communityId: scene.home.id, handle: scene.world.unique('campaign'), name: 'A draft' },
    'campaign { id }',
  );
  return campaign.id;
}

const launched = async (scene: Scene) => (await scene.world.campaign(scene.home)).id;

async function stopped(scene: Scene): Promise<string> {
  const campaignId = await launched(scene);
  await scene.world.done(scene.home.steward, 'stopCampaign', { campaignId, reason: 'Too dangerous today.' });
  return campaignId;
}

async function proposedBy(scene: Scene, who: Who): Promise<string> {
  const mayPropose = ['newcomer', 'affected', 'aff. org.', 'steward', 'stale'].includes(who);
  const steward = (mayPropose ? scene.as[who] : scene.home.steward) as Person;
  return (await scene.world.priority({ ...scene.campaign, steward })).id;
}

/** One that waits for a second signature, in a campaign of its own: three may be live in one. */
async function proposedMandate(scene: Scene): Promise<string> {
  const campaign = await scene.world.campaign(scene.home);
  const priority = await scene.world.priority({ ...campaign, steward: scene.others.affected });
  const { mandate } = await scene.world.done(
    scene.others.affected,
    'proposeMandate',
    { priorityId: priority.id, kind: 'EMERGENCY', until: soon(), reason: 'Winter comes.' },
    'mandate { id }',
  );
  return mandate.id;
}

const draft = async (scene: Scene) => (await scene.ask({}, false)).id;
const open = async (scene: Scene) => (await scene.ask()).id;

/** Of an ask of a community where none of them has a standing yet. */
async function linkOfStrangers({ world }: Scene): Promise<string> {
  const community = await world.community();
  const campaign = await world.campaign(community);
  const priority = await world.priority(campaign);
  await world.mandate(priority, community);
  const ask = await world.ask({ steward: community.steward, campaignId: campaign.id, priorityId: priority.id });
  const data = await world.on.query(community.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: ask.id });
  return data.ask.link;
}

export const deeds: Readonly<Record<string, Deed>> = {
  inviteToCommunity: async ({ home }) => ({ communityId: home.id }),
  delegateOrganizer: async ({ world, home }) => ({
    membershipId: (await world.ally(home)).membershipId,
    until: soon(),
  }),
  endDelegation: async ({ world, home }) => ({ membershipId: (await world.allyOrganizer(home)).membershipId }),
  createCampaign: async ({ world, home }) => ({
    communityId: home.id,
    handle: world.unique('campaign'),
    name: 'A campaign',
  }),
  'reviseCampaign: own draft': async (scene, who) => ({
    campaignId: await draftBy(scene, who),
    expectedVersion: 1,
    name: 'Another name',
  }),
  "reviseCampaign: another's": async (scene) => ({
    campaignId: await draftBy(scene, 'steward'),
    expectedVersion: 1,
    name: 'Another name',
  }),
  'publishBrief: own draft': async (scene, who) => ({
    campaignId: await draftBy(scene, who),
    replacesVersion: 0,
    text: 'So we live.',
  }),
  "publishBrief: another's": async (scene) => ({
    campaignId: await draftBy(scene, 'steward'),
    replacesVersion: 0,
    text: 'So we live.',
  }),
  launchCampaign: async ({ world, home }) => ({ campaignId: (await world.campaign(home, {}, false)).id }),
  stopCampaign: async (scene) => ({ campaignId: await launched(scene), reason: 'Too dangerous today.' }),
  resumeCampaign: async (scene) => ({ campaignId: await stopped(scene) }),
  concludeCampaign: async (scene) => ({ campaignId: await launched(scene), conclusion: 'We won.' }),
  makeDemand: async ({ campaign }) => ({ campaignId: campaign.id, title: 'Heat', decisionMaker: 'The landlord' }),
  reviseDemand: async (scene) => ({ demandId: (await scene.demand()).id, expectedVersion: 1, title: 'More heat' }),
  answerDemand: async (scene) => ({
    demandId: (await scene.demand()).id,
    answeredOn: '2026-01-01',
    text: 'No.',
    state: 'REFUSED',
  }),
  proposePriority: async ({ world, campaign }) => ({ campaignId: campaign.id, statement: world.unique('Light') }),
  'revisePriority: own': async (scene, who) => ({
    priorityId: await proposedBy(scene, who),
    expectedVersion: 1,
    details: 'In every room.',
  }),
  "revisePriority: another's": async (scene) => ({
    priorityId: (await scene.world.priority({ ...scene.campaign, steward: scene.others.affected })).id,
    expectedVersion: 1,
    details: 'In every room.',
  }),
  proposeMandate: async (scene) => ({
    priorityId: await proposedBy(scene, 'steward'),
    kind: 'EMERGENCY',
    until: soon(),
    reason: 'Winter comes.',
  }),
  'cosignMandate: emergency': async (scene) => ({ mandateId: await proposedMandate(scene) }),
  draftAsk: async ({ campaign, priority }) => ({
    campaignId: campaign.id,
    priorityId: priority.id,
    title: 'Come',
    kind: 'SHOW_UP',
    unit: 'people',
    quantityWanted: 1,
  }),
  importAsks: async ({ campaign, priority, world }) => ({
    campaignId: campaign.id,
    csv: `external_id,priority,title,kind,unit,quantity\n${world.unique()},${priority.id},Come,SHOW_UP,people,1\n`,
  }),
  'reviseAsk: a draft': async (scene) => ({ askId: await draft(scene), expectedVersion: 1, title: 'Come all' }),
  'reviseAsk: an open one': async (scene) => {
    const askId = await open(scene);
    const [row] = await sql(scene.on.urls.owner)('SELECT version FROM ask WHERE id = $1', [askId]);
    return { askId, expectedVersion: row?.['version'], title: 'Come all' };
  },
  openAsk: async (scene) => ({ askId: await draft(scene) }),
  openAsks: async (scene) => ({ askIds: [await draft(scene)], mandateId: scene.mandate.id }),
  pauseAsk: async (scene) => ({ askId: await open(scene) }),
  closeAsk: async (scene) => ({ askId: await open(scene) }),
  cancelAsk: async (scene) => ({ askId: await open(scene), reason: 'Not needed any more.' }),
  rotateAskLink: async (scene) => ({ askId: await open(scene) }),
  makePledge: async (scene, who) => pledgeTo(await scene.ask(), scene.namedBy(who)),
  'makePledge: to speak': async (scene, who) => pledgeTo(await scene.ask({ kind: 'SPEAK' }), scene.namedBy(who)),
  'stepBack: own': async (scene, who) => ({ pledgeId: (await scene.pledge(who)).id, reason: 'Ill.' }),
  "stepBack: another's": async (scene) => ({ pledgeId: (await scene.pledge(null)).id, reason: 'Ill.' }),
  'reportFulfilment: own': async (scene, who) => ({ pledgeId: (await scene.pledge(who)).id, quantity: 1 }),
  "reportFulfilment: another's": async (scene) => ({ pledgeId: (await scene.pledge(null)).id, quantity: 1 }),
  attestFulfilment: async (scene) => ({ items: [{ occurrenceId: (await scene.reported(null)).occurrenceId }] }),
  'attestFulfilment: own': async (scene, who) => ({
    items: [{ occurrenceId: (await scene.reported(who)).occurrenceId }],
  }),
  sendBackFulfilment: async (scene) => ({
    occurrenceId: (await scene.reported(null)).occurrenceId,
    feedback: 'Which door?',
  }),
  'sendBackFulfilment: own': async (scene, who) => ({
    occurrenceId: (await scene.reported(who)).occurrenceId,
    feedback: 'Which door?',
  }),
  correctAttestation: async (scene) => ({
    attestationId: (await scene.attested(null)).attestationId,
    quantity: 0,
    reason: 'Nobody came.',
  }),
  'correctAttestation: own': async (scene, who) => ({
    attestationId: (await scene.attested(who)).attestationId,
    quantity: 0,
    reason: 'Nobody came.',
  }),
  signUp: async ({ world }) => ({
    email: `${world.unique()}@people.example`,
    password: world.unique('a long password'),
  }),
  confirmEmail: async ({ world }) => ({ code: world.unique('no code') }),
  signIn: async ({ world }) => {
    const { signInName, recoveryCodes } = await world.person();
    return { signIn: signInName, recoveryCode: recoveryCodes[0] };
  },
  refreshSession: async ({ world }) => ({ refreshToken: (await world.person()).refreshToken }),
  signOut: async () => ({}),
  createCommunity: async ({ world }) => ({ handle: world.unique('community'), name: 'Our street' }),
  startCampaign: async ({ world }) => ({
    communityHandle: world.unique('community'),
    communityName: 'Our street',
    campaignName: 'Warm homes',
    demand: { title: 'Mend the boilers', decisionMaker: 'The landlord' },
    priority: 'Heat in winter',
    ask: { template: await template(world.on) },
  }),
  'acceptInvitation: elsewhere': async ({ world }) => {
    const community = await world.community();
    const { code } = await world.done(community.steward, 'inviteToCommunity', { communityId: community.id }, 'code');
    return { link: code };
  },
  'joinAsAlly: elsewhere': async ({ world }) => {
    const community = await world.community();
    await world.campaign(community);
    return {
      communityHandle: community.handle,
      agreementVersion: 1,
      answers: [{ questionId: 'position', text: 'I rent.' }],
    };
  },
  'joinAndPledge: elsewhere': async (scene) => ({
    link: await linkOfStrangers(scene),
    answers: [{ questionId: 'position', text: 'I rent.' }],
    briefVersion: 1,
    termsVersion: 1,
    agreementVersion: 1,
    acceptedRiskTier: 0,
  }),
  publishAgreement: async ({ home, on }) => ({
    communityId: home.id,
    replacesVersion: await currentAgreement(on, home.id),
    text: 'Listen first.',
    questions: [],
  }),
};

async function currentAgreement(on: Scene['on'], communityId: string): Promise<number> {
  const [row] = await sql(on.urls.owner)('SELECT agreement_version AS version FROM community WHERE id = $1', [
    communityId,
  ]);
  return row?.['version'];
}

async function template(on: Scene['on']): Promise<string> {
  return (await on.query(null, '{ askTemplates { key } }')).askTemplates[0].key;
}

/** What is shown: a query, its variables, and whether its answer shows the thing. */
export interface Sight {
  query: string;
  variables?: Input;
  shows: (data: any) => boolean;
}

const byId = (field: string, id: string): Sight => ({
  query: `query ($id: ID!) { ${field}(id: $id) { id } }`,
  variables: { id },
  shows: (data) => data?.[field]?.id === id,
});

/** What can be looked at, laid out once for everybody; a list of pledges by whose they are. */
export async function sights(scene: Scene): Promise<Record<string, (who: Who) => Promise<Sight> | Sight>> {
  const { world, home, campaign, on } = scene;
  const query = sql(on.urls.owner);
  const quiet = { ...(await world.community()), steward: home.steward };
  await query(
    `INSERT INTO membership (community_id, id, person_id, standing, pseudonym, is_steward)
     SELECT $1, gen_random_uuid(), person_id, 'AFFECTED', 'Quiet one', true FROM membership WHERE id = $2`,
    [quiet.id, await scene.membershipOf(home.steward)],
  );
  await query(`UPDATE membership SET is_listed = true WHERE id = $1`, [
    await scene.membershipOf(scene.others.affected),
  ]);
  const unlisted = await world.campaign(home, { visibility: 'UNLISTED' });
  const draftCampaign = await world.campaign(home, {}, false);
  const halted = await world.campaign(home);
  await world.done(home.steward, 'stopCampaign', { campaignId: halted.id, reason: 'Too dangerous today.' });
  const [publicAsk, alliesAsk, draftAsk] = [
    await scene.ask(),
    await scene.ask({ visibility: 'ALLIES' }),
    await scene.ask({}, false),
  ];
  const riskyAsk = await scene.ask({ ...risky, place: 'The back door' });
  await world.pledge({ ask: riskyAsk, by: scene.others.ally, acceptedRiskTier: 2 });
  const [theirs, ours] = [await scene.pledge(null), await world.pledge({ ask: publicAsk, by: scene.others.affected })];
  const attested = await scene.attested(null);
  const priority = await world.priority(campaign);
  const proposed = await proposedMandate(scene);
  await query(
    `INSERT INTO record_daily_head (community_id, day, seq, hash, was_public) VALUES ($1, '2026-01-01', 1, sha256('x'), true)
     ON CONFLICT DO NOTHING`,
    [home.id],
  );
  const [entry] = await query('SELECT id FROM record_entry WHERE community_id = $1 LIMIT 1', [home.id]);
  const link = (await on.query(home.steward, 'query ($id: ID!) { ask(id: $id) { link } }', { id: publicAsk.id })).ask
    .link;

  const by = (type: string, id: string, selection: string, shows: (node: any) => boolean): Sight => ({
    query: `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
    variables: { id },
    shows: (data) => data?.node != null && shows(data.node),
  });
  const handle = (field: string, value: string): Sight => ({
    query: `query ($handle: String!) { ${field}(handle: $handle) { id } }`,
    variables: { handle: value },
    shows: (data) => data?.[field] != null,
  });
  const fixed = (sight: Sight) => () => sight;
  return {
    viewer: fixed({ query: '{ viewer { signInName } }', shows: (data) => data?.viewer != null }),
    'community: public': fixed(handle('community', home.handle)),
    'community: with nothing public': fixed(handle('community', quiet.handle)),
    'campaign: launched': fixed(handle('campaign', campaign.handle)),
    'campaign: unlisted': fixed(handle('campaign', unlisted.handle)),
    'campaign: draft': fixed(handle('campaign', draftCampaign.handle)),
    campaigns: fixed({ query: '{ campaigns { nodes { id } } }', shows: (data) => data?.campaigns.nodes.length > 0 }),
    asks: fixed({ query: '{ asks { nodes { id } } }', shows: (data) => data?.asks.nodes.length > 0 }),
    'ask: public': fixed(byId('ask', publicAsk.id)),
    'ask: for allies': fixed(byId('ask', alliesAsk.id)),
    'ask: draft': fixed(byId('ask', draftAsk.id)),
    askByLink: fixed({
      query: 'query ($link: String!) { askByLink(link: $link) { ask { id } } }',
      variables: { link },
      shows: (data) => data?.askByLink?.ask.id === publicAsk.id,
    }),
    askTemplates: fixed({ query: '{ askTemplates { key } }', shows: (data) => data?.askTemplates.length > 0 }),
    'pledge: own': async (who) => byId('pledge', (await scene.pledge(who)).id),
    "pledge: another ally's": fixed(byId('pledge', theirs.id)),
    "pledge: an affected person's": fixed(byId('pledge', ours.id)),
    'node: an entry of the record': fixed(byId('node', entry?.['id'])),
    'node: a public ask': fixed(byId('node', publicAsk.id)),
    'node: a priority not yet named': fixed(byId('node', priority.id)),
    'node: a mandate not yet signed': fixed(byId('node', proposed)),
    'Community.members: of affected': fixed(
      by(
        'Community',
        home.id,
        'members(standing: AFFECTED) { nodes { id } }',
        (node) => node.members?.nodes.length > 0,
      ),
    ),
    'Community.members: of allies': fixed(
      by('Community', home.id, 'members(standing: ALLY) { nodes { id } }', (node) => node.members?.nodes.length > 1),
    ),
    'Community.record': fixed(
      by('Community', home.id, 'record { nodes { text } }', (node) => node.record?.nodes.length > 0),
    ),
    'Community.recordCheck': fixed(
      by('Community', home.id, 'recordCheck { upTo }', (node) => node.recordCheck != null),
    ),
    'Community.recordHeads': fixed(
      by('Community', home.id, 'recordHeads { nodes { hash } }', (node) => node.recordHeads.nodes.length > 0),
    ),
    'Campaign.brief': fixed(by('Campaign', campaign.id, 'brief { text }', (node) => node.brief != null)),
    'Campaign.stopReason': fixed(by('Campaign', halted.id, 'stopReason', (node) => node.stopReason != null)),
    'Campaign.reportsAwaiting': async (_who) => {
      await scene.reported(null);
      return by(
        'Campaign',
        campaign.id,
        'reportsAwaiting { nodes { id } }',
        (node) => node.reportsAwaiting?.nodes.length > 0,
      );
    },
    'Campaign.progress: exact if risky': fixed(
      by('Campaign', campaign.id, 'progress { isExact }', (node) => node.progress.isExact),
    ),
    'Ask.placesLeft': async (_who) =>
      by('Ask', (await scene.ask({ slots: 3 })).id, 'placesLeft', (node) => node.placesLeft === 3),
    'Ask.place: of a risky ask': fixed(by('Ask', riskyAsk.id, 'place', (node) => node.place != null)),
    'Ask.link': fixed(by('Ask', publicAsk.id, 'link', (node) => node.link != null)),
    'Ask.pledges: of allies': fixed(
      by('Ask', riskyAsk.id, 'pledges { nodes { id } }', (node) => node.pledges.nodes.length > 0),
    ),
    'Mandate.signatures': fixed(
      by('Mandate', scene.mandate.id, 'signatures { __typename }', (node) => node.signatures?.length === 2),
    ),
    'Mandate.signatureCount': fixed(
      by('Mandate', scene.mandate.id, 'signatureCount', (node) => node.signatureCount === 2),
    ),
    'Priority.proposedBy': fixed(
      by('Priority', scene.priority.id, 'proposedBy { pseudonym }', (node) => node.proposedBy != null),
    ),
    'Attestation.attestedBy': fixed(
      by(
        'Pledge',
        attested.id,
        'occurrences { attestations { attestedBy { pseudonym } } }',
        (node) => node.occurrences[0]?.attestations[0]?.attestedBy != null,
      ),
    ),
  };
}
