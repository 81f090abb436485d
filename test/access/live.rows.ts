import type { Sight } from './deeds.js';
import type { Rows } from './rows.js';

const queries = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
viewerNotified                      ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ✓
campaignProgressed: launched        ✓       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ✓    ✓
campaignProgressed: unlisted        ·       ·          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ·          ·       ✓    ·
campaignProgressed: draft           ·       ·          ·     ?          ·             ·       ✓         ✓         ✓          ✓        ✓      ·          ·       ·    ·
`;

const FOLLOW = 'subscription ($handle: String!) { campaignProgressed(handle: $handle) { campaign { id } } }';

/** What is followed as it happens. Whoever may read it may follow it, and nobody else. */
export const live: Rows = {
  queries,
  sights: async ({ campaign, home, world }) => {
    const unlisted = await world.campaign(home, { visibility: 'UNLISTED' });
    const draft = await world.campaign(home, {}, false);
    const followed =
      ({ handle }: { handle: string }) =>
      (): Sight => ({
        query: FOLLOW,
        variables: { handle },
        shows: (data) => data?.campaignProgressed != null,
      });
    return {
      viewerNotified: () => ({
        query: 'subscription { viewerNotified { unreadNotificationCount } }',
        shows: (data) => data?.viewerNotified != null,
      }),
      'campaignProgressed: launched': followed(campaign),
      'campaignProgressed: unlisted': followed(unlisted),
      'campaignProgressed: draft': followed(draft),
    };
  },
};
