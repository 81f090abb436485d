import { randomUUID } from 'node:crypto';
import type { As, TestApp } from '../support/client.js';
import { sql } from '../support/database.js';
import type { Scene, Who } from './cast.js';
import type { Deed, Sight } from './deeds.js';
import type { Rows } from './rows.js';

const mutations = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
createCalendarFeed                  ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ·
createCampaignCalendarFeed          ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ·      ·          ·       ·    ·
rotateCalendarFeed: own             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ·      ✓          ✓       ·    ·
rotateCalendarFeed: another's       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
rotateCalendarFeed: of a campaign   ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ·      ·          ·       ·    ·
revokeCalendarFeed: own             ·       ✓          ✓     ✓          ✓             ✓       ✓         ✓         ✓          ✓        ✓      ✓          ✓       ·    ·
revokeCalendarFeed: another's       ·       ·          ·     ·          ·             ·       ·         ·         ·          ·        ·      ·          ·       ·    ·
revokeCalendarFeed: of a campaign   ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
printSignUpSheet                    ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
`;

const fields = `
                                    nobody  signed in  ally  organizer  organization  paused  newcomer  affected  aff. org.  steward  stale  neighbour  former  key  operator
Campaign.calendarFeeds              ·       ·          ·     ✓          ·             ·       ·         ·         ✓          ✓        ✓      ·          ·       ·    ·
`;

/** Ten work at a time at most: what earlier cells made must not stand in the way. */
const withdrawAll = ({ urls }: TestApp) =>
  sql(urls.owner)('UPDATE vault.calendar_feed SET revoked_at = now() WHERE revoked_at IS NULL');

/** Written down without being asked for, because some may not ask now; of somebody else for who has no account. */
async function newFeed({ on, others }: Scene, of: As, campaignId: string | null = null): Promise<string> {
  const { accessToken } = of && 'accessToken' in of ? of : others.ally;
  const id = randomUUID();
  await withdrawAll(on);
  await sql(on.urls.owner)(
    `INSERT INTO vault.calendar_feed (id, person_id, community_id, campaign_id, detail, language, token_hash)
     SELECT $1, s.person_id, g.community_id, g.id, 'BY_RISK', 'en', uuid_send($1) FROM vault.session s LEFT JOIN campaign g ON g.id = $3 WHERE s.access_hash = sha256($2)`,
    [id, Buffer.from(accessToken), campaignId],
  );
  return id;
}

const ofHome = (scene: Scene) => newFeed(scene, scene.home.steward, scene.campaign.id);

const deeds: Readonly<Record<string, Deed>> = {
  createCalendarFeed: async ({ on }) => {
    await withdrawAll(on);
    return {};
  },
  createCampaignCalendarFeed: async ({ on, campaign }) => {
    await withdrawAll(on);
    return { campaignId: campaign.id };
  },
  'rotateCalendarFeed: own': async (scene, who) => ({ calendarFeedId: await newFeed(scene, scene.as[who]) }),
  "rotateCalendarFeed: another's": async (scene) => ({ calendarFeedId: await newFeed(scene, scene.others.ally) }),
  'rotateCalendarFeed: of a campaign': async (scene) => ({ calendarFeedId: await ofHome(scene) }),
  'revokeCalendarFeed: own': async (scene, who) => ({ calendarFeedId: await newFeed(scene, scene.as[who]) }),
  "revokeCalendarFeed: another's": async (scene) => ({ calendarFeedId: await newFeed(scene, scene.others.ally) }),
  'revokeCalendarFeed: of a campaign': async (scene) => ({ calendarFeedId: await ofHome(scene) }),
  printSignUpSheet: async (scene) => ({ askId: (await scene.ask()).id }),
};

async function sights(scene: Scene): Promise<Record<string, (who: Who) => Sight>> {
  await ofHome(scene);
  return {
    'Campaign.calendarFeeds': () => ({
      query: 'query ($id: ID!) { node(id: $id) { ... on Campaign { calendarFeeds { id } } } }',
      variables: { id: scene.campaign.id },
      shows: (data) => (data?.node?.calendarFeeds?.length ?? 0) > 0,
    }),
  };
}

/** Calendars, and sheets to sign up on. */
export const feeds: Rows = { mutations, fields, deeds, sights };
