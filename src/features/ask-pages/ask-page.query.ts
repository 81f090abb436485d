/** Asked of the public API, so that the page knows no more than anyone could ask for. */
export const ASK_PAGE = `query AskPage($id: ID!, $language: String!) {
  ask(id: $id) {
    id shortUrl pageUrl state takesPledges isFull
    inLanguage(language: $language) {
      language title description unit riskNotes mitigations dos donts prerequisites suits access
    }
    quantityWanted startsAt endsAt timeZone place area isOnline riskTier effortMinutes noticeHours accessFeatures threshold thresholdAt
    shifts(first: 100, isOpen: true) { nodes { id label startsAt endsAt isOpen } }
    lead { name }
    priority { language rank statementIn(language: $language) }
    campaign {
      handle name language timeZone state
      community { name }
      demands(first: 20) { nodes { id title decisionMaker state } }
    }
    progress {
      pledged { quantity { value text isExact } }
      waitlisted { count { value text isExact } }
      attested { quantity { value text isExact } }
      shareAttested { text }
    }
  }
}`;

/** What an ask says, in one language. */
export interface AskWords {
  language: string;
  title: string;
  description: string;
  unit: string;
  riskNotes: string;
  mitigations: string;
  dos: string;
  donts: string;
  prerequisites: string;
  suits: string;
  access: string;
}

export interface ShiftShown {
  id: string;
  label: string;
  startsAt: string;
  endsAt: string;
  isOpen: boolean;
}

/** What an ask is, in whatever language. */
export interface AskFacts {
  id: string;
  quantityWanted: number;
  startsAt: string | null;
  endsAt: string | null;
  timeZone: string | null;
  place: string | null;
  area: string;
  isOnline: boolean;
  riskTier: number;
  effortMinutes: number | null;
  noticeHours: number;
  accessFeatures: AccessFeature[];
}

export type AccessFeature = 'CHILDCARE' | 'EASY_LANGUAGE' | 'INTERPRETING' | 'STEP_FREE';

export interface Figure {
  value: number | null;
  text: string;
  isExact: boolean;
}

export interface AskShown extends AskFacts {
  shortUrl: string | null;
  pageUrl: string | null;
  state: string;
  takesPledges: boolean;
  isFull: boolean;
  threshold: number | null;
  thresholdAt: string | null;
  inLanguage: AskWords;
  shifts: { nodes: ShiftShown[] };
  lead: { name: string } | null;
  priority: { language: string; rank: number | null; statementIn: string } | null;
  campaign: {
    handle: string;
    name: string;
    language: string;
    timeZone: string;
    state: string;
    community: { name: string } | null;
    demands: { nodes: { id: string; title: string; decisionMaker: string; state: string }[] };
  } | null;
  progress: {
    pledged: { quantity: Figure };
    waitlisted: { count: Figure };
    attested: { quantity: Figure };
    shareAttested: { text: string };
  };
}
