import type { AskShown, CampaignView, DemandStateShown } from './campaign-view.js';

export type AskKindShown =
  | 'AMPLIFY'
  | 'CHALLENGE_OWN_CIRCLE'
  | 'CHANGE_PRACTICE'
  | 'CONTACT_DECISION_MAKER'
  | 'HOST'
  | 'LISTEN_AND_LEARN'
  | 'MONEY'
  | 'OTHER'
  | 'SHOW_UP'
  | 'SKILL'
  | 'SPACE'
  | 'SPEAK'
  | 'SUPPLY'
  | 'TRANSLATE'
  | 'TRANSPORT';

type Measure = 'wanted' | 'pledged' | 'reported' | 'attested';

export interface CampaignTexts {
  skip: string;
  languages: string;
  campaignOf: (communities: string) => string;
  states: Record<CampaignView['campaign']['state'], string>;
  stopped: string;
  concluded: string;
  notLaunched: string;
  from: (day: string) => string;
  until: (day: string) => string;
  fromUntil: (first: string, last: string) => string;
  /** The headline, of a share such as `62 %`. */
  headline: (share: string) => string;
  /** Where too few people stand behind it for a share: of a text such as `by fewer than 5 people`. */
  headlineHidden: (text: string) => string;
  headlineFigures: (attested: string, wanted: string) => string;
  nothingWanted: string;
  asOf: (time: string) => string;
  rounded: string;
  howFar: string;
  measures: Record<Measure, string>;
  measureMeanings: Record<Measure, string>;
  measure: string;
  amount: string;
  asTable: string;
  unitsDiffer: string;
  overTime: string;
  overTimeSays: (from: string, to: string, pledged: string, attested: string) => string;
  noTimeYet: string;
  week: string;
  running: string;
  neededMost: string;
  neededMostSays: string;
  nothingNeeded: string;
  priorities: string;
  prioritiesSay: string;
  noPriorities: string;
  noAsks: string;
  otherAsks: string;
  rank: (rank: string) => string;
  unranked: string;
  allAsks: (count: string) => string;
  morePriorities: (count: string) => string;
  askKinds: Record<AskKindShown, string>;
  askStates: Record<AskShown['state'], string>;
  full: string;
  needed: string;
  anyTime: string;
  online: string;
  /** Of figures in the unit of an ask. */
  askProgress: (attested: string, pledged: string, wanted: string, unit: string) => string;
  demands: string;
  noDemands: string;
  to: (decisionMaker: string) => string;
  madeOn: (day: string) => string;
  demandStates: Record<DemandStateShown, string>;
  answers: string;
  outcomes: (won: string, all: string) => string;
  moreDemands: (count: string) => string;
  whoDecides: string;
  sovereignty: { HOLDS: string; BROKEN: string; checked: (time: string) => string; unpublished: string };
  alignment: (share: string) => string;
  howToPledge: string;
  howToPledgeSteps: readonly string[];
  aboutFigures: string;
  old: (time: string) => string;
  live: string;
  listTitle: (campaign: string) => string;
  listCount: (count: string) => string;
  nextPage: string;
  firstPage: string;
  backTo: string;
  notFound: { title: string; says: string };
  away: { title: string; says: string };
}
