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

/** The same with everything that came of pledges, for files. */
export const PROGRESS_IN_FULL = `fragment ProgressInFull on Progress {
  ...ProgressShown
  conditional { count { value text isExact } quantity { value text isExact } }
  sentBack { value text isExact }
  noShow { value text isExact }
  unconfirmed { value text isExact }
  steppedBack { value text isExact }
  handedOver { value text isExact }
  lapsed { value text isExact }
  cancelled { value text isExact }
  neverStarted { value text isExact }
}
${PROGRESS_SHOWN}`;

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

/** Counted by these names alone, without a quantity. */
export type CountShown =
  | 'sentBack'
  | 'noShow'
  | 'unconfirmed'
  | 'steppedBack'
  | 'handedOver'
  | 'lapsed'
  | 'cancelled'
  | 'neverStarted';

export interface ProgressInFull extends ProgressShown, Record<CountShown, FigureShown> {
  conditional: { count: FigureShown; quantity: FigureShown };
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
