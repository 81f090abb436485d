/** What every surface shows of a thing's progress. */
export const PROGRESS_SHOWN = `fragment ProgressShown on Progress {
  isExact wanted
  pledged { count { value text isExact } quantity { value text isExact } }
  waitlisted { count { value text isExact } }
  reported { count { value text isExact } quantity { value text isExact } }
  attested { count { value text isExact } quantity { value text isExact } }
  shareAttested { value band text }
  followThrough { value band text }
}`;

/** Asked of the public API, so that no page knows more than anyone could ask for. */
export const CAMPAIGN_FIGURES = `query CampaignFigures($handle: String!) {
  campaign(handle: $handle) { id handle name summary language timeZone state progress { ...ProgressShown } }
}
${PROGRESS_SHOWN}`;

export type BandShown =
  | 'NONE'
  | 'UNDER_A_QUARTER'
  | 'A_QUARTER_OR_MORE'
  | 'HALF_OR_MORE'
  | 'THREE_QUARTERS_OR_MORE'
  | 'ALL';

export interface FigureShown {
  value: number | null;
  text: string;
  isExact: boolean;
}

export interface ShareShown {
  value: number | null;
  band: BandShown | null;
  text: string;
}

export interface ProgressShown {
  isExact: boolean;
  wanted: number;
  pledged: { count: FigureShown; quantity: FigureShown };
  waitlisted: { count: FigureShown };
  reported: { count: FigureShown; quantity: FigureShown };
  attested: { count: FigureShown; quantity: FigureShown };
  shareAttested: ShareShown;
  followThrough: ShareShown;
}

export interface CampaignFigures {
  id: string;
  handle: string;
  name: string;
  summary: string;
  language: string;
  timeZone: string;
  state: 'DRAFT' | 'LAUNCHED' | 'STOPPED' | 'CONCLUDED';
  progress: ProgressShown;
}
