import { codeFor, joined } from '../features/coalitions/coalition.js';
import type { Campaign } from '../support/world.js';
import type { Scene } from './cast.js';
import type { Rows } from './rows.js';

/** The neighbour is the steward of the other community: in these rows it leads with the one at home. */
const mutations = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
inviteToCoalition                       ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
joinCoalition                           ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
leaveCoalition                          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ·          ·       ·    ·
stopCampaign: led with another          ·       ·          ·     ·          ·             ·       ·         ·         ·          ✓        ✓      ✓          ·       ·    ·
cosignMandate: of another lead          ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·
openAsk: of another lead                ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·
pauseAsk: of another lead               ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·
attestFulfilment: for another lead      ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·
`;

const queries = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
campaign: unlisted, led with another    ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ✓    ·
`;

const fields = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.brief: led with another        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ·       ·    ·
Mandate.signatures: of another lead     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ✓          ·       ·    ·
`;

interface Led {
  campaign: Campaign;
  priorityId: string;
  mandate: { id: string };
  ask(open?: boolean): Promise<{ id: string }>;
}

/** A campaign of home's that the other community leads with it, under a mandate of that one. */
async function led({ world, home, elsewhere }: Scene, input: Record<string, unknown> = {}): Promise<Led> {
  const campaign = await world.campaign(home, input);
  await joined(world, campaign, elsewhere);
  const { steward } = elsewhere;
  const priority = await world.priority({ ...campaign, steward });
  const mandate = await world.mandate(priority, { steward, cosigner: await world.affected(elsewhere) });
  const work = { steward, campaignId: campaign.id, priorityId: priority.id };
  return { campaign, priorityId: priority.id, mandate, ask: (open = true) => world.ask(work, {}, open) };
}

const once = new WeakMap<Scene, Promise<Led>>();
function ledOnce(scene: Scene): Promise<Led> {
  const before = once.get(scene) ?? led(scene);
  once.set(scene, before);
  return before;
}

async function pending(scene: Scene): Promise<string> {
  const { world, home, elsewhere } = scene;
  const campaign = await world.campaign(home);
  await joined(world, campaign, elsewhere);
  const steward = await world.affected(elsewhere);
  const priority = await world.priority({ ...campaign, steward });
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const input = { priorityId: priority.id, kind: 'EMERGENCY', until, reason: 'Cold.' };
  return (await world.done(steward, 'proposeMandate', input, 'mandate { id }')).mandate.id;
}

export const coalitions: Rows = {
  mutations,
  queries,
  fields,
  deeds: {
    inviteToCoalition: async ({ campaign }) => ({ campaignId: campaign.id }),
    joinCoalition: async ({ world, home, elsewhere }) => ({
      link: await codeFor(world, await world.campaign(elsewhere)),
      communityId: home.id,
    }),
    leaveCoalition: async ({ world, home, elsewhere }) => {
      const campaign = await world.campaign(elsewhere);
      await joined(world, campaign, home);
      return { campaignId: campaign.id, communityId: home.id };
    },
    'stopCampaign: led with another': async ({ world, home, elsewhere }) => {
      const campaign = await world.campaign(home);
      await joined(world, campaign, elsewhere);
      return { campaignId: campaign.id, reason: 'Police are at the gate.' };
    },
    'cosignMandate: of another lead': async (scene) => ({ mandateId: await pending(scene) }),
    'openAsk: of another lead': async (scene) => ({ askId: (await (await ledOnce(scene)).ask(false)).id }),
    'pauseAsk: of another lead': async (scene) => ({ askId: (await (await ledOnce(scene)).ask()).id }),
    'attestFulfilment: for another lead': async (scene) => {
      const ask = await (await ledOnce(scene)).ask();
      const pledge = await scene.world.pledge({ ask, by: scene.others.affected });
      const { occurrenceId } = await scene.world.reported({ pledge });
      return { items: [{ occurrenceId }] };
    },
  },
  sights: async (scene) => {
    const unlisted = await led(scene, { visibility: 'UNLISTED' });
    const handle = unlisted.campaign.handle;
    return {
      'campaign: unlisted, led with another': () => ({
        query: 'query ($handle: String!) { campaign(handle: $handle) { id } }',
        variables: { handle },
        shows: (data) => data.campaign !== null,
      }),
      'Campaign.brief: led with another': () => ({
        query: 'query ($handle: String!) { campaign(handle: $handle) { brief { text } } }',
        variables: { handle },
        shows: (data) => data.campaign?.brief != null,
      }),
      'Mandate.signatures: of another lead': () => ({
        query: 'query ($id: ID!) { node(id: $id) { ... on Mandate { signatures { signedAt } } } }',
        variables: { id: unlisted.mandate.id },
        shows: (data) => data.node?.signatures?.length === 2,
      }),
    };
  },
};
