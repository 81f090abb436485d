/** What the form of a pledge says, and the page after it. */
export interface PledgeTexts {
  title: string;
  by: (community: string, campaign: string) => string;
  full: string;
  notNow: string;
  faultsTitle: string;
  /** Before the title of a page on which something is wrong. */
  faultMark: string;
  /** For what the service refuses, by its code; of the rest it says what it says. */
  refused: Readonly<Record<string, string>>;
  faults: {
    agreement: string;
    brief: string;
    terms: string;
    agreementChanged: string;
    briefChanged: string;
    termsChanged: string;
    answer: string;
    quantity: string;
    when: string;
    shift: string;
    tooMany: string;
    busy: string;
    linkOver: string;
  };
  hasAccount: string;
  read: string;
  briefTitle: string;
  agreementTitle: (community: string) => string;
  acceptBrief: string;
  acceptAgreement: string;
  acceptTerms: (risk: string) => string;
  askTitle: string;
  questionsTitle: string;
  questionsHint: string;
  optional: string;
  planTitle: string;
  quantity: (unit: string) => string;
  when: string;
  whenHint: (zone: string) => string;
  shift: string;
  where: string;
  whereHint: string;
  firstStep: string;
  firstStepHint: string;
  youTitle: string;
  pseudonym: string;
  pseudonymHint: string;
  email: string;
  emailHint: string;
  password: string;
  passwordHint: string;
  send: string;
  /** Of the page after it. */
  doneTitle: string;
  waitlistedTitle: string;
  requestTitle: string;
  done: Record<'ACTIVE' | 'WAITLISTED' | 'CONDITIONAL' | 'REQUEST', string>;
  what: string;
  planned: (time: string) => string;
  calledHere: (pseudonym: string) => string;
  keepTitle: string;
  keep: string;
  signInName: string;
  codes: string;
  calendar: string;
  stepBackTitle: string;
  stepBack: (hours: number) => string;
  attested: (community: string) => string;
  beforeTitle: string;
  before: string;
}
