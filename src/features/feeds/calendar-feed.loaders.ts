import { batchOfMany } from '../../platform/graphql/loader.js';
import type { CalendarFeedType } from './calendar-feed.graphql.js';

const columns = `f.id, f.campaign_id AS "campaignId", f.detail, f.includes_rounds AS "includesRounds", f.created_at AS "createdAt",
  f.rotated_at AS "rotatedAt", f.revoked_at AS "revokedAt"`;

/** The viewer's own, latest first. */
export const viewerCalendarFeeds = batchOfMany<'viewer', CalendarFeedType>(
  'viewerCalendarFeeds',
  (reader) => reader.rows(`SELECT ${columns}, NULL AS "keeperId" FROM vault.own_calendar_feeds() f`),
  () => 'viewer',
);

/** Of campaigns whose asks the viewer runs, latest first; of others none. */
export const calendarFeedsOf = batchOfMany<string, CalendarFeedType & { campaignId: string }>(
  'calendarFeedsOf',
  (reader, campaignIds) =>
    reader.rows(`SELECT ${columns}, f.keeper_id AS "keeperId" FROM vault.campaign_calendar_feeds($1) f`, [campaignIds]),
  (feed) => feed.campaignId,
);
