import type { Campaign, Founded, World } from '../support/world.js';
import type { Rows } from './rows.js';

const fields = `
                                        nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.sovereigntyReport              ·       ·          ·     ·          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
Campaign.sovereigntyReport: published   ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
`;

/** Of a community of its own: at home it stays unpublished. */
async function published(world: World): Promise<Campaign> {
  const community: Founded = await world.community();
  const campaign = await world.campaign(community);
  await world.priority(campaign);
  const input = { communityId: community.id, expectedVersion: 1, publishesSovereigntyReport: true };
  await world.done(community.steward, 'changeCommunitySettings', input);
  return campaign;
}

/** Who reads whose the priorities of a campaign are. */
export const sovereignty: Rows = {
  fields,
  sights: async ({ world, home }) => {
    const own = await world.campaign(home);
    await world.priority(own);
    const open = await published(world);
    const read = (campaign: Campaign) => () => ({
      query: 'query ($handle: String!) { campaign(handle: $handle) { sovereigntyReport { status isWhole } } }',
      variables: { handle: campaign.handle },
      // biome-ignore lint/suspicious/noExplicitAny: answers are as loose as their documents
      shows: (data: any) => data.campaign?.sovereigntyReport != null,
    });
    return { 'Campaign.sovereigntyReport': read(own), 'Campaign.sovereigntyReport: published': read(open) };
  },
};
