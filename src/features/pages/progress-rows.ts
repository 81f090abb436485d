import { Injectable } from '@nestjs/common';
import { PublicQueries } from '../../platform/graphql/public-queries.js';
import { type Kept, LastGood } from '../../platform/pages/last-good.js';
import { isHandle } from '../../platform/validation/formats.js';
import { PROGRESS_IN_FULL, type ProgressInFull } from './campaign-figures.js';

export interface ProgressRow {
  scope: 'campaign' | 'priority' | 'ask';
  id: string;
  title: string;
  /** In the language of the campaign, the priority or the ask, as a BCP 47 tag. */
  language: string;
  /** Of a priority, as the community ranked it. */
  rank: number | null;
  /** Of an ask: the priority that it serves. */
  priorityId: string | null;
  kind: string | null;
  state: string;
  unit: string | null;
  progress: ProgressInFull;
}

export interface ProgressFile {
  handle: string;
  timeZone: string;
  rows: ProgressRow[];
}

const CAMPAIGN = `query ProgressOfCampaign($handle: String!) {
  campaign(handle: $handle) { id handle name language timeZone state progress { ...ProgressInFull } }
}
${PROGRESS_IN_FULL}`;

const PRIORITIES = `query ProgressOfPriorities($handle: String!, $after: String) {
  campaign(handle: $handle) {
    list: priorities(first: 100, after: $after) {
      nodes { id title: statement language rank state progress { ...ProgressInFull } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
${PROGRESS_IN_FULL}`;

const ASKS = `query ProgressOfAsks($handle: String!, $after: String) {
  campaign(handle: $handle) {
    list: asks(first: 100, after: $after, orderBy: PRIORITY) {
      nodes { id title language kind state unit priority { id } progress { ...ProgressInFull } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
${PROGRESS_IN_FULL}`;

interface Campaign {
  id: string;
  handle: string;
  name: string;
  language: string;
  timeZone: string;
  state: string;
  progress: ProgressInFull;
}

type Node = Pick<ProgressRow, 'id' | 'title' | 'language' | 'state' | 'progress'> & Partial<ProgressRow>;
type AskNode = Node & { priority: { id: string } | null };

interface Listed<T> {
  campaign: { list: { nodes: T[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } | null;
}

/** The progress of a campaign, its priorities and asks as anyone may know it, row by row. */
@Injectable()
export class ProgressRows {
  // Longer than a single figure: a file of thousands of rows is read for programs, which come by the minute.
  private readonly kept = new LastGood<ProgressFile>(50, 10_000);

  constructor(private readonly queries: PublicQueries) {}

  /** Null where there is no such campaign that anyone may see. While the database is away, what was read last. */
  async of(handle: string): Promise<Kept<ProgressFile> | null> {
    if (!isHandle(handle)) return null;
    return this.kept.get(handle, () => this.read(handle));
  }

  private async read(handle: string): Promise<ProgressFile | null> {
    const { campaign } = await this.queries.ask<{ campaign: Campaign | null }>(CAMPAIGN, { handle });
    if (!campaign) return null;
    const priorities = await this.all<Node>(PRIORITIES, handle);
    const asks = await this.all<AskNode>(ASKS, handle);
    const { name, timeZone, ...rest } = campaign;
    return {
      handle: campaign.handle,
      timeZone,
      rows: [
        row('campaign', { ...rest, title: name }),
        ...priorities.map((one) => row('priority', one)),
        ...asks.map(({ priority, ...one }) => row('ask', { ...one, priorityId: priority?.id ?? null })),
      ],
    };
  }

  /** Page by page, each in its own short reading: what moves meanwhile may be in one and not in the other. */
  private async all<T>(query: string, handle: string): Promise<T[]> {
    const nodes: T[] = [];
    let after: string | null = null;
    do {
      const { campaign }: Listed<T> = await this.queries.ask(query, { handle, after });
      nodes.push(...(campaign?.list.nodes ?? []));
      after = campaign?.list.pageInfo.hasNextPage ? campaign.list.pageInfo.endCursor : null;
    } while (after !== null);
    return nodes;
  }
}

function row(scope: ProgressRow['scope'], node: Node): ProgressRow {
  const { id, title, language, state, progress } = node;
  const { rank = null, priorityId = null, kind = null, unit = null } = node;
  return { scope, id, title, language, rank, priorityId, kind, state, unit, progress };
}
