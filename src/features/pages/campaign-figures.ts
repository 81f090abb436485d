/** Asked of the public API, so that no page knows more than anyone could ask for. */
export const CAMPAIGN_FIGURES = `query CampaignFigures($handle: String!) {
  campaign(handle: $handle) {
    id handle name summary language timeZone state
    progress {
      isExact wanted
      pledged { count { value text isExact } quantity { value text isExact } }
      waitlisted { count { value text isExact } }
      reported { count { value text isExact } quantity { value text isExact } }
      attested { count { value text isExact } quantity { value text isExact } }
      shareAttested { value band text }
      followThrough { value band text }
    }
  }
}`;

export interface FigureShown {
  value: number | null;
  text: string;
  isExact: boolean;
}

export interface ShareShown {
  value: number | null;
  band: string | null;
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
