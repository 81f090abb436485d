import type { AskFacts, AskWords, ShiftShown } from '../ask-pages/index.js';

const WORDS = 'language title description unit riskNotes mitigations dos donts prerequisites suits access';

/** Asked of the public API, like what follows: the form is a way to it, with the same validation, limits and answers. */
export const ASK_BY_LINK = `query PledgeForm($link: String!) {
  askByLink(link: $link) {
    termsVersion riskTier
    brief { version text }
    agreement { version text questions { id text required } }
    community { name }
    campaign { name language timeZone }
    shifts { id label startsAt endsAt isOpen }
    translations { isCurrent ${WORDS} }
    ask {
      id ${WORDS} takesPledges isFull quantityWanted startsAt endsAt timeZone place area isOnline riskTier effortMinutes
      noticeHours accessFeatures
    }
  }
}`;

export const JOIN_AND_PLEDGE = `mutation PledgeByForm($input: JoinAndPledgeInput!) {
  joinAndPledge(input: $input) {
    pledge { state quantity plan { when where firstStep } }
    request { id }
    membership { pseudonym }
    signInName recoveryCodes
    userErrors { code message path }
  }
}`;

export interface Question {
  id: string;
  text: string;
  required: boolean;
}

export interface Invitation {
  termsVersion: number;
  riskTier: number;
  brief: { version: number; text: string };
  agreement: { version: number; text: string; questions: Question[] };
  community: { name: string };
  campaign: { name: string; language: string; timeZone: string };
  shifts: ShiftShown[];
  translations: (AskWords & { isCurrent: boolean })[];
  ask: AskFacts & AskWords & { takesPledges: boolean; isFull: boolean };
}

export interface UserErrorShown {
  code: string;
  message: string;
  path: string[];
}

export interface Joined {
  pledge: {
    state: string;
    quantity: number;
    plan: { when: string; where: string; firstStep: string };
  } | null;
  request: { id: string } | null;
  membership: { pseudonym: string } | null;
  signInName: string | null;
  recoveryCodes: string[] | null;
  userErrors: UserErrorShown[];
}

/** The words of the ask for who reads this language: a translation of what it says now, else as they were written. */
export function wordsIn({ ask, translations }: Invitation, language: string): AskWords {
  const baseOf = (tag: string) => tag.toLowerCase().split('-')[0];
  if (baseOf(ask.language) === language) return ask;
  return translations.find((one) => one.isCurrent && baseOf(one.language) === language) ?? ask;
}

export function zoneOf({ ask, campaign }: Invitation): string {
  return ask.timeZone ?? campaign.timeZone;
}
