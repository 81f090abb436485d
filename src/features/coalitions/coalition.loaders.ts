import { batchOfMany } from '../../platform/graphql/loader.js';
import { communityColumns, type CommunityType } from '../communities/index.js';

/** The host first, then those that lead with it, longest first. */
export const leadsOf = batchOfMany<string, CommunityType & { campaignId: string }>(
  'leadsOf',
  (reader, campaignIds) =>
    reader.rows(
      `SELECT g.id AS "campaignId", ${communityColumns}
         FROM campaign g
        CROSS JOIN LATERAL (
          SELECT g.community_id AS lead_id, '-infinity'::timestamptz AS since
           UNION ALL
          SELECT l.lead_id, l.joined_at FROM coalition_lead l
           WHERE l.community_id = g.community_id AND l.campaign_id = g.id AND l.left_at IS NULL) w
         JOIN community c ON c.id = w.lead_id
        WHERE g.id = ANY ($1) ORDER BY g.id, w.since, c.id`,
      [campaignIds],
    ),
  (row) => row.campaignId,
);
