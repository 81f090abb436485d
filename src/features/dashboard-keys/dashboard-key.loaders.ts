import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { DashboardKeyType } from './dashboard-key.graphql.js';

export const dashboardKeyColumns = `k.id, k.community_id AS "communityId", k.name, k.covers_all_campaigns AS "coversAllCampaigns", k.created_at AS "createdAt",
  k.expires_at AS "expiresAt", k.last_used_on::text AS "lastUsedOn", k.revoked_at AS "revokedAt", k.revoked_because AS "revokedBecause"`;

export const dashboardKeyById = batch<string, DashboardKeyType>('dashboardKeyById', (reader, ids) =>
  reader.rows(`SELECT ${dashboardKeyColumns} FROM dashboard_key k WHERE k.id = ANY ($1)`, [ids]),
);

export const campaignIdsOfKey = batchOfMany<string, { keyId: string; campaignId: string }>(
  'campaignIdsOfKey',
  (reader, keyIds) =>
    reader.rows(
      `SELECT c.key_id AS "keyId", c.campaign_id AS "campaignId" FROM dashboard_key_campaign c
        WHERE (c.community_id, c.key_id) IN (SELECT k.community_id, k.id FROM dashboard_key k WHERE k.id = ANY ($1)) ORDER BY c.key_id, c.campaign_id`,
      [keyIds],
    ),
  (row) => row.keyId,
);
