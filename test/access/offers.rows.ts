import { sql } from '../support/database.js';
import type { Person } from '../support/client.js';
import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                             nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
offerHelp                    ·       ·          ✓     ✓          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
reviseOffer: own             ·       ·          ✓     ✓          ✓             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
reviseOffer: another's       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
withdrawOffer: own           ·       ·          ✓     ✓          ✓             ✓       ·         ·         ·          ·        ·      ·          ·       ·    ·
withdrawOffer: another's     ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
adoptOffer                   ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
adoptOffer: one’s own        ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
declineOffer                 ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
reopenOffer                  ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const queries = `
                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
node: an offer      ·       ·          ·     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
node: one’s own     ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Community.offers    ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Campaign.offers     ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Ask.offer           ·       ·          ✓     ✓          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const ALLIES: readonly Who[] = ['ally', 'organizer', 'organization', 'paused'];

const help = ({ campaign }: Scene, input: Record<string, unknown> = {}) => ({
  campaignId: campaign.id,
  kind: 'TRANSPORT',
  text: 'I can drive.',
  unit: 'seats',
  ...input,
});

/** By the person of that column where they are an ally; else by one who stands for nothing else. */
async function offered(scene: Scene, who: Who | null): Promise<string> {
  const by = who !== null && ALLIES.includes(who) ? (scene.as[who] as Person) : await scene.world.ally(scene.home);
  const pausing = async (to: string) => {
    if (who !== 'paused') return;
    const id = await scene.membershipOf(by);
    await sql(scene.on.urls.owner)(`UPDATE membership SET paused_at = ${to} WHERE id = $1`, [id]);
  };
  await pausing('NULL');
  const { offer } = await scene.world.done(by, 'offerHelp', help(scene, scene.namedBy(who)), 'offer { id }');
  await pausing('now()');
  return offer.id;
}

const adopting =
  (own: boolean): Deed =>
  async (scene, who) => ({
    offerId: await offered(scene, own ? who : null),
    priorityId: scene.priority.id,
  });

const deeds: Readonly<Record<string, Deed>> = {
  offerHelp: async (scene, who) => help(scene, scene.namedBy(who)),
  'reviseOffer: own': async (scene, who) => ({
    offerId: await offered(scene, who),
    expectedVersion: 1,
    text: 'On Mondays.',
  }),
  "reviseOffer: another's": async (scene) => ({
    offerId: await offered(scene, null),
    expectedVersion: 1,
    text: 'On Mondays.',
  }),
  'withdrawOffer: own': async (scene, who) => ({ offerId: await offered(scene, who) }),
  "withdrawOffer: another's": async (scene) => ({ offerId: await offered(scene, null) }),
  adoptOffer: adopting(false),
  'adoptOffer: one’s own': adopting(true),
  declineOffer: async (scene) => ({ offerId: await offered(scene, null) }),
  reopenOffer: async (scene) => {
    const offerId = await offered(scene, null);
    await scene.world.done(scene.home.steward, 'declineOffer', { offerId });
    return { offerId };
  },
};

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  const { world, home, campaign, priority } = scene;
  const [another, own, adopted] = [
    await offered(scene, null),
    await offered(scene, 'ally'),
    await offered(scene, 'ally'),
  ];
  const input = { offerId: adopted, priorityId: priority.id };
  const { ask } = await world.done(home.steward, 'adoptOffer', input, 'ask { id }');
  await world.done(home.steward, 'openAsk', { askId: ask.id });
  const node = (type: string, id: string, selection: string, shows: (found: any) => boolean) => (): Sight => ({
    query: `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
    variables: { id },
    shows: (data) => data?.node != null && shows(data.node),
  });
  const some = ({ offers }: any) => offers.nodes.some(({ id }: { id: string }) => id === own);
  return {
    'node: an offer': node('Offer', another, 'text', ({ text }) => text != null),
    'node: one’s own': node('Offer', own, 'text', ({ text }) => text != null),
    'Community.offers': node('Community', home.id, 'offers(first: 100) { nodes { id } }', some),
    'Campaign.offers': node('Campaign', campaign.id, 'offers(first: 100) { nodes { id } }', some),
    'Ask.offer': node('Ask', ask.id, 'offer { id }', ({ offer }) => offer?.id === adopted),
  };
}

/** What allies suggest, and who answers. */
export const offers: Rows = { mutations, queries, fields, deeds, sights };
