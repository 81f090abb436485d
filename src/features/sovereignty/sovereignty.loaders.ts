import type { ChildList } from '../../platform/graphql/list.js';
import type { Batch } from '../../platform/graphql/loader.js';
import type { Reader } from '../../platform/graphql/reader.js';
import { askColumns } from '../asks/index.js';
import {
  type OpenAsksByMandateType,
  type SovereigntyFaultType,
  type SovereigntyReportType,
  SovereigntyStatus,
  type SovereigntyWritesType,
} from './sovereignty.graphql.js';

export interface OfCampaign {
  communityId: string;
  campaignId: string;
}

const MOST_FAULTS = 100;

interface Found {
  isWhole: boolean;
  faultCount: number;
  faults: SovereigntyFaultType[];
  writes: SovereigntyWritesType[];
}

const identify = ({ campaignId }: OfCampaign): string => campaignId;

/** One after another: what each of them costs is counted where the field is declared. */
export const sovereigntyOf: Batch<OfCampaign, SovereigntyReportType | null> = {
  name: 'sovereigntyOf',
  identify,
  answers: async (reader, campaigns) => {
    const answers: (SovereigntyReportType | null)[] = [];
    for (const campaign of campaigns) answers.push(await report(reader, campaign));
    return answers;
  },
};

/** In one statement, so that record and tables are those of one moment. */
async function report(reader: Reader, campaign: OfCampaign): Promise<SovereigntyReportType | null> {
  const [row] = await reader.rows<{ found: Found | null; madeAt: Date }>(
    'SELECT app.sovereignty($1, $2, $3) AS found, now() AS "madeAt"',
    [campaign.communityId, campaign.campaignId, MOST_FAULTS],
  );
  if (!row?.found) return null;
  const status = row.found.faultCount === 0 ? SovereigntyStatus.HOLDS : SovereigntyStatus.BROKEN;
  return { ...campaign, ...row.found, status, madeAt: row.madeAt };
}

/** Of the asks and mandates that the viewer may see. */
export const openAsksByMandateOf: Batch<OfCampaign, OpenAsksByMandateType[]> = {
  name: 'openAsksByMandateOf',
  identify,
  answers: async (reader, campaigns) => {
    const rows = await reader.rows<OpenAsksByMandateType & { campaignId: string }>(
      `SELECT a.campaign_id AS "campaignId", m.kind, count(*)::int AS count
         FROM ask a LEFT JOIN mandate m ON m.community_id = a.community_id AND m.id = a.mandate_id
        WHERE a.community_id = ANY ($1) AND a.campaign_id = ANY ($2) AND a.state = 'OPEN' GROUP BY a.campaign_id, m.kind ORDER BY m.kind`,
      [campaigns.map(({ communityId }) => communityId), campaigns.map(({ campaignId }) => campaignId)],
    );
    return campaigns.map(({ campaignId }) => rows.filter((row) => row.campaignId === campaignId));
  },
};

export function openAsksList({ communityId, campaignId }: OfCampaign): ChildList {
  return {
    scope: 'SovereigntyReport.openAsks',
    select: askColumns,
    from: 'ask a',
    where: ["a.state = 'OPEN'"],
    params: [],
    parent: { 'a.community_id': communityId, 'a.campaign_id': campaignId },
    order: [
      { sql: 'a.opened_at', type: 'timestamptz', direction: 'DESC', nullable: true },
      { sql: 'a.id', type: 'uuid', direction: 'DESC' },
    ],
  };
}
