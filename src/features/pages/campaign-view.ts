import { type CampaignFigures, type FigureShown, PROGRESS_SHOWN, type ProgressShown } from './campaign-figures.js';

/** All that the page of a campaign shows besides its asks. */
export const CAMPAIGN_VIEW = `query CampaignView($handle: String!, $language: String!) {
  campaign(handle: $handle) {
    id handle name summary language timeZone state visibility startsOn endsOn stoppedAt concludedAt conclusion
    leads { id name }
    progress { ...ProgressShown }
    priorities(first: 100) {
      totalCount
      nodes { id rank language statement statementIn(language: $language) progress { ...ProgressShown } asks(first: 1) { totalCount } }
    }
    demands(first: 100) {
      totalCount
      nodes { id title details decisionMaker state madeOn responses { id answeredOn state text } }
    }
  }
}
${PROGRESS_SHOWN}`;

/** A part of the asks, in the order of the priorities. */
export const ASKS_SHOWN = `query AsksShown($handle: String!, $language: String!, $filter: AskFilterInput, $first: Int!, $after: String) {
  campaign(handle: $handle) {
    asks(first: $first, after: $after, orderBy: PRIORITY, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id kind state area isOnline startsAt endsAt timeZone isFull takesPledges
        inLanguage(language: $language) { title unit language }
        priority { id }
        progress { ...ProgressShown }
      }
    }
  }
}
${PROGRESS_SHOWN}`;

/** The comparison of record and tables is work, so it is asked for less often than figures. */
export const SOVEREIGNTY_SHOWN = `query SovereigntyShown($handle: String!) {
  campaign(handle: $handle) { sovereigntyReport { status faultCount madeAt } }
}`;

export interface AskShown {
  id: string;
  kind: string;
  state: 'DRAFT' | 'OPEN' | 'PAUSED' | 'CLOSED' | 'CANCELLED';
  area: string;
  isOnline: boolean;
  startsAt: string | null;
  endsAt: string | null;
  timeZone: string | null;
  isFull: boolean;
  takesPledges: boolean;
  inLanguage: { title: string; unit: string; language: string };
  priority: { id: string } | null;
  progress: ProgressShown;
}

export interface AsksPage {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: AskShown[];
}

export interface PriorityShown {
  id: string;
  rank: number | null;
  language: string;
  statement: string;
  statementIn: string;
  progress: ProgressShown;
  asks: { totalCount: number };
}

export type DemandStateShown = 'MADE' | 'ANSWERED' | 'PARTLY_WON' | 'WON' | 'REFUSED' | 'DROPPED';

export interface DemandShown {
  id: string;
  title: string;
  details: string;
  decisionMaker: string;
  state: DemandStateShown;
  madeOn: string | null;
  responses: { id: string; answeredOn: string; state: DemandStateShown; text: string }[];
}

/** How far it had come at the close of a week. */
export interface SeriesPoint {
  /** Its first day. */
  from: string;
  isOver: boolean;
  wanted: number;
  pledged: FigureShown;
  attested: FigureShown;
}

export interface SovereigntyShown {
  status: 'HOLDS' | 'BROKEN';
  faultCount: number;
  madeAt: string;
}

interface CampaignShown extends CampaignFigures {
  visibility: 'PUBLIC' | 'UNLISTED';
  startsOn: string | null;
  endsOn: string | null;
  stoppedAt: string | null;
  concludedAt: string | null;
  conclusion: string | null;
  leads: { id: string; name: string }[];
  priorities: { totalCount: number; nodes: PriorityShown[] };
  demands: { totalCount: number; nodes: DemandShown[] };
}

/** What the page shows, as it was read at one time in one language. */
export interface CampaignView {
  campaign: CampaignShown;
  asks: AskShown[];
  /** How many there are, of which `asks` may be a part. */
  askCount: number;
  /** Null where its community does not publish it. */
  sovereignty: SovereigntyShown | null;
}
