import type { Batch } from '../../platform/graphql/loader.js';
import { grouped } from '../../platform/graphql/loader.js';
import type { Sum } from './progress.rules.js';
import { type Source, type SourceName, sources, sumOf, withAsk } from './progress.sources.js';

export interface AlignmentAsked {
  source: SourceName;
  campaignId: string;
  top: number;
}

export interface AlignmentSums {
  id: string;
  k: number;
  /** Whether the community has ranked anything yet. */
  isRanked: boolean;
  attested: Sum;
  ofTop: Sum;
}

export const alignmentOf: Batch<AlignmentAsked, AlignmentSums | null> = {
  name: 'alignmentOf',
  identify: ({ source, campaignId, top }) => `${source} ${campaignId} ${top}`,
  answers: async (reader, asked) => {
    const answers = new Map<AlignmentAsked, AlignmentSums>();
    for (const alike of grouped(asked, ({ source, top }) => `${source} ${top}`).values()) {
      const [first] = alike as [AlignmentAsked];
      const ids = alike.map(({ campaignId }) => campaignId);
      const rows = await reader.rows<AlignmentSums>(statements[first.source], [ids, first.top]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const one of alike) {
        const sums = byId.get(one.campaignId);
        if (sums) answers.set(one, sums);
      }
    }
    return asked.map((one) => answers.get(one) ?? null);
  },
};

const statement = (source: Source): string => `SELECT x.campaign_id AS id, ${source.k} AS k,
    EXISTS (SELECT FROM priority r WHERE r.campaign_id = x.campaign_id AND r.rank IS NOT NULL) AS "isRanked",
    ${sumOf(source, 'attested')} AS attested, ${sumOf(source, 'attested', 'p.rank BETWEEN 1 AND $2')} AS "ofTop"
  FROM ${withAsk(source.now)} LEFT JOIN priority p ON p.community_id = x.community_id AND p.id = a.priority_id
 WHERE x.campaign_id = ANY ($1) GROUP BY x.campaign_id`;

const statements = { exact: statement(sources.exact), published: statement(sources.published) };
