import { batch, batchOfMany } from '../../platform/graphql/loader.js';
import type { BriefType, CampaignType } from './campaign.graphql.js';
import type { DemandOutcomesType, DemandResponseType, DemandType } from './demand.graphql.js';

export const campaignColumns = `g.id, g.community_id AS "communityId", g.handle, g.name, g.summary, g.language, g.time_zone AS "timeZone", g.visibility, g.state,
  g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn", g.launched_at AS "launchedAt", g.stopped_at AS "stoppedAt", g.concluded_at AS "concludedAt",
  g.conclusion, g.version, g.brief_version AS "briefVersion", g.created_by AS "createdById",
  ARRAY(SELECT l.lead_id FROM coalition_lead l WHERE l.community_id = g.community_id AND l.campaign_id = g.id AND l.left_at IS NULL ORDER BY l.joined_at) AS "leadIds"`;

export const demandColumns = `d.id, d.community_id AS "communityId", d.campaign_id AS "campaignId", d.title, d.details, d.decision_maker AS "decisionMaker",
  d.state, d.made_on::text AS "madeOn", d.version`;

export const campaignById = batch<string, CampaignType>('campaignById', (reader, ids) =>
  reader.rows(`SELECT ${campaignColumns} FROM campaign g WHERE g.id = ANY ($1)`, [ids]),
);

export const campaignByHandle = batch<string, CampaignType>(
  'campaignByHandle',
  (reader, handles) => reader.rows(`SELECT ${campaignColumns} FROM campaign g WHERE g.handle = ANY ($1)`, [handles]),
  (row) => row.handle,
);

export const demandById = batch<string, DemandType>('demandById', (reader, ids) =>
  reader.rows(`SELECT ${demandColumns} FROM demand d WHERE d.id = ANY ($1)`, [ids]),
);

/** The current brief of a campaign; null before the first, and for who has no part in it. */
export const currentBriefOf = batch<string, BriefType>(
  'currentBriefOf',
  (reader, campaignIds) =>
    reader.rows(
      `SELECT b.community_id AS "communityId", b.campaign_id AS "campaignId", b.version, b.text, b.published_at AS "publishedAt"
         FROM campaign g JOIN brief b ON b.community_id = g.community_id AND b.campaign_id = g.id AND b.version = g.brief_version
        WHERE g.id = ANY ($1)`,
      [campaignIds],
    ),
  (row) => row.campaignId,
);

/** Why a campaign is stopped now. */
export const openStopOf = batch<string, { campaignId: string; reason: string; leadId: string | null }>(
  'openStopOf',
  (reader, campaignIds) =>
    reader.rows(
      'SELECT s.campaign_id AS "campaignId", s.reason, s.lead_id AS "leadId" FROM campaign_stop s WHERE s.campaign_id = ANY ($1) AND s.resumed_at IS NULL',
      [campaignIds],
    ),
  (row) => row.campaignId,
);

export const demandOutcomesOf = batch<string, DemandOutcomesType & { id: string }>(
  'demandOutcomesOf',
  (reader, campaignIds) =>
    reader.rows(
      `SELECT d.campaign_id AS id, count(*)::int AS total, count(*) FILTER (WHERE d.state = 'MADE')::int AS unanswered,
              count(*) FILTER (WHERE d.state = 'ANSWERED')::int AS answered, count(*) FILTER (WHERE d.state = 'WON')::int AS won,
              count(*) FILTER (WHERE d.state = 'PARTLY_WON')::int AS "partlyWon", count(*) FILTER (WHERE d.state = 'REFUSED')::int AS refused,
              count(*) FILTER (WHERE d.state = 'DROPPED')::int AS dropped
         FROM demand d WHERE d.campaign_id = ANY ($1) GROUP BY d.campaign_id`,
      [campaignIds],
    ),
);

/** Oldest first. */
export const responsesOf = batchOfMany<string, DemandResponseType>(
  'responsesOf',
  (reader, demandIds) =>
    reader.rows(
      `SELECT r.id, r.community_id AS "communityId", r.demand_id AS "demandId", r.answered_on::text AS "answeredOn", r.text, r.state
         FROM demand_response r WHERE r.demand_id = ANY ($1) ORDER BY r.answered_on, r.noted_at, r.id`,
      [demandIds],
    ),
  (row) => row.demandId,
);
