import { type Message, say, type Words } from '../../platform/words/words.js';
import type { AskCautionCode, AskReasonCode } from './ask-suggestion.graphql.js';
import type { MatchingProfile } from './matching-profile.rules.js';

/** What is known of an ask when it is suggested. */
export interface AskFacts {
  joinFirst: boolean;
  agreementChanged: boolean;
  capacities: readonly string[];
  helpfulBuffers: readonly string[];
  riskTier: number;
  /** The rank of its priority; null where there is none, or none that the viewer may see. */
  rank: number | null;
  /** False to whoever may not know how many there are. */
  fewPledged: boolean;
  /** Null where nothing can be said of how far it is. */
  kilometres: number | null;
  isFar: boolean;
  isOnline: boolean;
  language: string;
  accessFeatures: readonly string[];
  effortMinutes: number | null;
  startsAt: Date | null;
  timeZone: string;
  readAt: Date;
}

type Said<Code extends string> = { code: `${Code}`; text: Words };
type Reason = Said<AskReasonCode>;
type Caution = Said<AskCautionCode>;
type Look<Found> = (ask: AskFacts, profile: MatchingProfile) => readonly Found[] | Found | null | false;

const bufferTexts: Readonly<Record<string, Words>> = {
  CITIZENSHIP: 'For whoever carries less risk: you said that your papers are safe, and people here would risk theirs.',
  JOB: 'For whoever carries less risk: you said that your job is secure, and people here could lose theirs.',
  HOUSING: 'For whoever carries less risk: you said that your home is secure, and people here could lose theirs.',
  INCOME: 'For whoever carries less risk: you said that you can do without some income, and people here need theirs.',
  LEGAL_SUPPORT:
    'For whoever carries less risk: you said that you have a lawyer to turn to, and people here may have none.',
  HEALTH:
    'For whoever carries less risk: you said that your health can take strain, and people here would risk theirs.',
  APPEARANCE:
    'For whoever carries less risk: you said that you are seldom stopped for how you look, and people here often are.',
};

const capacityTexts: Readonly<Record<string, { named: Words; missing: Words }>> = {
  SKILL: {
    named: 'It takes a skill, and you said that you have one. See whether it is the right one.',
    missing: 'It takes a skill, and you named none. See in the ask which one.',
  },
  LANGUAGE: {
    named: 'It takes languages, and you said that you can translate. See whether yours are the right ones.',
    missing: 'It takes languages, and you did not say that you can translate.',
  },
  SPACE: { named: 'Room is wanted, and you said that you have some.', missing: 'Room is wanted, and you named none.' },
  TRANSPORT: {
    named: 'Transport is wanted, and you said that you have a vehicle.',
    missing: 'Transport is wanted, and you named no vehicle.',
  },
  AUDIENCE: {
    named: 'It takes people who listen, and you said that you reach some.',
    missing: 'It takes people who listen, and you did not say that you reach any.',
  },
  FUNDS: {
    named: 'Money is wanted, and you said that you can give some.',
    missing: 'Money is wanted, and you did not say that you can give any.',
  },
  DECISION_MAKER: {
    named: 'It takes a way to a decision-maker, and you said that you have one.',
    missing: 'It takes a way to a decision-maker, and you named none.',
  },
  TIME: {
    named: 'It takes time above all, and you said that you have it.',
    missing: 'It takes time above all, and you did not say that you have it.',
  },
};

const needTexts: Readonly<Record<string, Words>> = {
  STEP_FREE: 'It does not say that there is a way without steps. Ask before you pledge.',
  INTERPRETING: 'It does not say that somebody interprets. Ask before you pledge.',
  CHILDCARE: 'It does not say that somebody looks after children. Ask before you pledge.',
  EASY_LANGUAGE: 'It does not say that it is told in easy words. Ask before you pledge.',
};

/** In the order of their weight. */
const reasons: readonly Look<Reason>[] = [
  ({ helpfulBuffers }, { buffers }) =>
    told(
      'LESS_RISK',
      common(buffers, helpfulBuffers).map((one) => bufferTexts[one]),
    ),
  ({ capacities }, profile) =>
    told(
      'CAPACITY',
      common(named(profile), capacities).map((one) => capacityTexts[one]?.named),
    ),
  ({ rank }) => rank === 1 && { code: 'PRIORITY', text: 'It serves what the community put first.' },
  ({ rank }) =>
    (rank === 2 || rank === 3) && {
      code: 'PRIORITY',
      text: 'It serves one of the three things that the community put first.',
    },
  ({ fewPledged, ...ask }) => {
    const when = startOf(ask);
    if (!fewPledged) return when && { code: 'STARTS_SOON', text: say`It starts ${when}.` };
    return {
      code: 'FEW_PLEDGED',
      text: when ? say`Few have pledged, and it starts ${when}.` : 'Few have pledged so far.',
    };
  },
  (ask) => {
    const within = BANDS_KM.find((band) => ask.kilometres !== null && ask.kilometres <= band);
    return !ask.isFar && within !== undefined && { code: 'NEAR', text: say`It is near: within about ${within} km.` };
  },
  ({ isOnline }) => isOnline && { code: 'ONLINE', text: 'It is done online, from wherever you are.' },
  ({ language }, { languages }) =>
    speaks(languages, language) && { code: 'LANGUAGE', text: 'It is in a language that you speak.' },
  ({ effortMinutes }, { hoursPerWeek }) =>
    effortMinutes !== null &&
    hoursPerWeek !== null &&
    effortMinutes <= hoursPerWeek * 60 && { code: 'TIME', text: say`It fits your time: ${lasting(effortMinutes)}.` },
];

const cautions: readonly Look<Caution>[] = [
  ({ joinFirst }) =>
    joinFirst && {
      code: 'JOIN_FIRST',
      text: 'You are not in this community yet. Join it with joinAsAlly, then pledge.',
    },
  ({ agreementChanged }) =>
    agreementChanged && {
      code: 'AGREEMENT_CHANGED',
      text: 'The community has a new agreement. Read it and accept it with joinAsAlly, then pledge.',
    },
  ({ riskTier, helpfulBuffers }, { buffers }) => riskCaution(riskTier, helpfulBuffers, buffers),
  ({ capacities }, profile) =>
    profile.capacities.length > 0 &&
    common(named(profile), capacities).length === 0 &&
    told(
      'CAPACITY',
      capacities.map((one) => capacityTexts[one]?.missing),
    ),
  ({ isFar }, { distanceKm }) =>
    isFar &&
    distanceKm !== null && { code: 'FAR', text: say`It is further away than the ${distanceKm} km that you go.` },
  ({ language }, { languages }) =>
    languages.length > 0 &&
    !speaks(languages, language) && { code: 'LANGUAGE', text: 'It is in a language that you did not name.' },
  ({ accessFeatures, isOnline }, { accessNeeds }) => {
    const offered = [...accessFeatures, ...(isOnline ? AT_HOME : [])];
    return told(
      'ACCESS',
      accessNeeds.filter((need) => !offered.includes(need)).map((need) => needTexts[need]),
    );
  },
  ({ effortMinutes }, { hoursPerWeek }) =>
    effortMinutes !== null &&
    hoursPerWeek !== null &&
    effortMinutes > hoursPerWeek * 60 && {
      code: 'TIME',
      text: say`It takes ${lasting(effortMinutes)}, more than you have in a week.`,
    },
];

/** No nearer than a position is known, and nothing that nobody would call near. */
const BANDS_KM = [10, 25, 50, 100];

/** What nobody needs from others who takes part from where they are. */
const AT_HOME = ['STEP_FREE', 'CHILDCARE'];

/** Why an ask is suggested, the weightiest first; there is always something to say. */
export function reasonsFor(ask: AskFacts, profile: MatchingProfile): Reason[] {
  const found = looked(reasons, ask, profile);
  return found.length > 0 ? found : [{ code: 'OPEN', text: 'It is open, and there is room.' }];
}

/** What to think of before pledging. */
export function cautionsFor(ask: AskFacts, profile: MatchingProfile): Caution[] {
  return looked(cautions, ask, profile);
}

function riskCaution(tier: number, helpful: readonly string[], buffers: readonly string[]): Caution | null {
  if (tier === 0 || common(buffers, helpful).length > 0) return null;
  if (helpful.length > 0) {
    return {
      code: 'RISK',
      text: say`Risk tier ${tier}, and you named no buffer that helps with it. Read the risk notes.`,
    };
  }
  return tier < 2 ? null : { code: 'RISK', text: say`Risk tier ${tier}. Read the risk notes before you pledge.` };
}

function looked<Found>(looks: readonly Look<Found>[], ask: AskFacts, profile: MatchingProfile): Found[] {
  return looks.flatMap((look) => {
    const found = look(ask, profile);
    return found === null || found === false ? [] : found;
  });
}

function told<Code extends string>(code: Code, texts: readonly (Words | undefined)[]): { code: Code; text: Words }[] {
  return texts.flatMap((text) => (text === undefined ? [] : [{ code, text }]));
}

function named({ capacities }: MatchingProfile): string[] {
  return capacities.map(({ capacity }) => capacity);
}

/** In the order of the ask, which says what it wants first. */
function common(mine: readonly string[], wanted: readonly string[]): string[] {
  return wanted.filter((one) => mine.includes(one));
}

function speaks(languages: readonly string[], language: string): boolean {
  const primary = (tag: string): string | undefined => tag.split('-')[0];
  return languages.some((one) => primary(one) === primary(language));
}

function lasting(minutes: number): Message {
  if (minutes === 1) return say`about a minute`;
  return minutes < 120 ? say`about ${minutes} minutes` : say`about ${Math.round(minutes / 60)} hours`;
}

/** On which day of the week to come, by the clock of the ask; null where it is none of these. */
function startOf({ startsAt, readAt, timeZone }: Pick<AskFacts, 'startsAt' | 'readAt' | 'timeZone'>): Message | null {
  if (startsAt === null || startsAt <= readAt) return null;
  const days = dayNumber(startsAt, timeZone) - dayNumber(readAt, timeZone);
  if (days > 6) return null;
  if (days < 2) return days === 0 ? say`today` : say`tomorrow`;
  return weekday((dayNumber(startsAt, timeZone) + 3) % 7);
}

function weekday(sinceMonday: number): Message {
  const days = [
    say`on Monday`,
    say`on Tuesday`,
    say`on Wednesday`,
    say`on Thursday`,
    say`on Friday`,
    say`on Saturday`,
    say`on Sunday`,
  ];
  return days[sinceMonday] as Message;
}

/** Days since 1970-01-01, which was a Thursday, of the day that it is there. */
function dayNumber(instant: Date, timeZone: string): number {
  // Sweden writes its days as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}
