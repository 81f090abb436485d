import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type Person, startTestApp, type TestApp } from '../../support/client.js';
import { sql } from '../../support/database.js';
import { unchanged } from '../../support/unchanged.js';
import { World } from '../../support/world.js';
import { type Coalition, coalition } from './coalition.js';

/**
 * What the people of a community that leads with the host may do in the host's campaign: by hand, from the table of
 * roles in the design, where the affected people of a lead act for it and its allies have no part.
 */
const table = `
                     ally  organizer  newcomer  affected  aff. org.  steward  former
proposePriority      ·     ·          ✓         ✓         ✓          ✓        ·
proposeMandate       ·     ·          ·         ✓         ✓          ✓        ·
cosignMandate        ·     ·          ·         ✓         ✓          ✓        ·
draftAsk             ·     ·          ✓         ✓         ✓          ✓        ·
importAsks           ·     ·          ✓         ✓         ✓          ✓        ·
reviseAsk: draft     ·     ·          ✓         ✓         ✓          ✓        ·
reviseAsk: open      ·     ·          ·         ·         ✓          ✓        ·
openAsk              ·     ·          ·         ·         ✓          ✓        ·
pauseAsk             ·     ·          ·         ·         ✓          ✓        ·
closeAsk             ·     ·          ·         ·         ✓          ✓        ·
cancelAsk            ·     ·          ·         ·         ✓          ✓        ·
rotateAskLink        ·     ·          ·         ·         ✓          ✓        ·
attestFulfilment     ·     ·          ·         ✓         ✓          ✓        ·
sendBackFulfilment   ·     ·          ·         ✓         ✓          ✓        ·
makePledge           ·     ·          ·         ·         ·          ·        ·
stopCampaign         ·     ·          ·         ·         ·          ✓        ·
resumeCampaign       ·     ·          ·         ·         ·          ✓        ·
leaveCoalition       ·     ·          ·         ·         ·          ✓        ·
`;

const [heading = '', ...lines] = table.trim().split('\n');
const roles = heading.trim().split(/\s{2,}/);
const rows = lines.map((line) => {
  const [name = '', ...cells] = line.trim().split(/\s{2,}/);
  return [name, Object.fromEntries(roles.map((role, index) => [role, cells[index] ?? '']))] as const;
});

let on: TestApp;
let world: World;
let scene: Coalition;
let people: Record<string, As>;
let allyOfHost: Person;
let work: { steward: Person; campaignId: string; priorityId: string };

beforeAll(async () => {
  on = await startTestApp();
  world = new World(on);
  scene = await coalition(world);
  const { host, lead, campaign } = scene;
  await world.campaign(lead);
  const query = sql(on.urls.owner);
  const [newcomer, affected, organizer, former] = [
    await world.affected(lead),
    await world.affected(lead),
    await world.affected(lead),
    await world.affected(lead),
  ];
  const idOf = async (person: Person) => {
    const { viewer } = await on.query(person, '{ viewer { memberships { id } } }');
    return viewer.memberships[0].id;
  };
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
  await world.done(lead.steward, 'delegateOrganizer', { membershipId: await idOf(organizer), until });
  await query("UPDATE membership SET probation_until = now() + interval '9 days' WHERE id = $1", [
    await idOf(newcomer),
  ]);
  await query('UPDATE membership SET ended_at = now() WHERE id = $1', [await idOf(former)]);
  people = {
    ally: await world.ally(lead),
    organizer: await world.allyOrganizer(lead),
    newcomer,
    affected,
    'aff. org.': organizer,
    steward: lead.steward,
    former,
  };
  const priority = await world.priority({ ...campaign, steward: lead.steward });
  await world.mandate(priority, { steward: lead.steward, cosigner: lead.second });
  work = { steward: lead.steward, campaignId: campaign.id, priorityId: priority.id };
  allyOfHost = await world.ally(host);
}, 60_000);
afterAll(() => on.close());

const soon = () => new Date(Date.now() + 86_400_000).toISOString();
const draft = async () => (await world.ask(work, {}, false)).id;
const open = async () => (await world.ask(work)).id;

/** A priority of its own in a campaign of its own: a campaign has three emergency mandates at most. */
async function unmandated(): Promise<string> {
  const { campaign, lead } = await again();
  return (await world.priority({ ...campaign, steward: lead.steward })).id;
}

async function again(): Promise<Coalition> {
  const { host, lead } = scene;
  const campaign = await world.campaign(host);
  const { code } = await world.done(host.steward, 'inviteToCoalition', { campaignId: campaign.id }, 'code');
  await world.done(lead.steward, 'joinCoalition', { link: code, communityId: lead.id });
  return { host, lead, campaign };
}

async function reported(): Promise<string> {
  const pledge = await world.pledge({ ask: { id: await open() }, by: allyOfHost });
  return (await world.reported({ pledge })).occurrenceId;
}

const deeds: Record<string, () => Promise<Record<string, unknown>>> = {
  proposePriority: async () => ({ campaignId: scene.campaign.id, statement: world.unique('Light') }),
  proposeMandate: async () => ({ priorityId: await unmandated(), kind: 'EMERGENCY', until: soon(), reason: 'Cold.' }),
  cosignMandate: async () => {
    const input = { priorityId: await unmandated(), kind: 'EMERGENCY', until: soon(), reason: 'Cold.' };
    return { mandateId: (await world.done(scene.lead.second, 'proposeMandate', input, 'mandate { id }')).mandate.id };
  },
  draftAsk: async () => ({
    campaignId: work.campaignId,
    priorityId: work.priorityId,
    title: 'Carry',
    kind: 'OTHER',
    unit: 'boxes',
    quantityWanted: 1,
  }),
  importAsks: async () => ({
    campaignId: work.campaignId,
    csv: `external_id,priority,title,kind,unit,quantity\n${world.unique('row')},${work.priorityId},Carry,OTHER,boxes,3\n`,
  }),
  'reviseAsk: draft': async () => ({ askId: await draft(), expectedVersion: 1, title: 'Lift' }),
  'reviseAsk: open': async () => ({ askId: await open(), expectedVersion: 2, title: 'Lift' }),
  openAsk: async () => ({ askId: await draft() }),
  pauseAsk: async () => ({ askId: await open() }),
  closeAsk: async () => ({ askId: await open() }),
  cancelAsk: async () => ({ askId: await open(), reason: 'Rain.' }),
  rotateAskLink: async () => ({ askId: await open() }),
  attestFulfilment: async () => ({ items: [{ occurrenceId: await reported() }] }),
  sendBackFulfilment: async () => ({ occurrenceId: await reported(), feedback: 'Two were wanted.' }),
  makePledge: async () => ({
    askId: await open(),
    plan: { when: soon(), firstStep: 'Call.' },
    briefVersion: 1,
    termsVersion: 1,
    agreementVersion: 1,
    acceptedRiskTier: 0,
  }),
  stopCampaign: async () => ({ campaignId: (await again()).campaign.id, reason: 'Police.' }),
  resumeCampaign: async () => {
    const campaignId = (await again()).campaign.id;
    await world.done(scene.lead.steward, 'stopCampaign', { campaignId, reason: 'Police.' });
    return { campaignId };
  },
  leaveCoalition: async () => ({ campaignId: (await again()).campaign.id, communityId: scene.lead.id }),
};

async function attempt(field: string, as: As, input: Record<string, unknown>): Promise<string> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const more = field === 'attestFulfilment' ? 'results { userErrors { code } }' : '';
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${more} userErrors { code } } }`;
  const { data, errors } = await on.send(as, query, { input });
  if (errors.length > 0) {
    const code = errors[0]?.extensions.code ?? '';
    return ['FORBIDDEN', 'NOT_FOUND'].includes(code) ? '·' : code;
  }
  const payload = data[field];
  const results = (payload.results ?? []) as { userErrors: { code: string }[] }[];
  return [...payload.userErrors, ...results.flatMap((one) => one.userErrors)].map(({ code }) => code).join() || '✓';
}

describe('the people of a community that leads with the host', () => {
  it.each(rows)('%s', async (name, expected) => {
    const field = name.split(':')[0] as string;
    const outcomes: Record<string, string> = {};
    for (const role of roles) {
      const input = await (deeds[name] as () => Promise<Record<string, unknown>>)();
      const tried = () => attempt(field, people[role] as As, input);
      outcomes[role] = expected[role] === '·' ? await unchanged(on, tried) : await tried();
    }
    expect(outcomes).toEqual(expected);
  });
});
