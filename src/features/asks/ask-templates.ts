import { AskKind } from './ask-enums.graphql.js';
import type { AskTemplateType } from './ask-template.graphql.js';
import { english } from './ask-templates.en.js';
import { spanish } from './ask-templates.es.js';
import type { TemplateKey } from './ask-template-words.js';
import { Capacity } from './suiting.graphql.js';

interface Template {
  kind: AskKind;
  quantityWanted: number;
  noticeHours: number;
  effortMinutes: number;
  capacities: Capacity[];
}

/** What communities ask for most, one or more of every kind, worded so that an ally need not guess. */
const TEMPLATES = {
  'show-up': of(AskKind.SHOW_UP, 20, 24, 120, Capacity.TIME),
  'speak-up': of(AskKind.SPEAK, 3, 48, 60),
  amplify: of(AskKind.AMPLIFY, 30, 0, 30, Capacity.AUDIENCE),
  skill: of(AskKind.SKILL, 10, 48, 120, Capacity.SKILL),
  translate: of(AskKind.TRANSLATE, 10, 24, 60, Capacity.LANGUAGE),
  'lend-a-room': of(AskKind.SPACE, 4, 72, 120, Capacity.SPACE),
  transport: of(AskKind.TRANSPORT, 8, 48, 180, Capacity.TRANSPORT),
  money: of(AskKind.MONEY, 500, 0, 15, Capacity.FUNDS),
  supply: of(AskKind.SUPPLY, 20, 24, 60),
  'change-practice': of(AskKind.CHANGE_PRACTICE, 5, 72, 240, Capacity.DECISION_MAKER),
  'contact-decision-maker': of(AskKind.CONTACT_DECISION_MAKER, 50, 0, 30),
  'challenge-own-circle': of(AskKind.CHALLENGE_OWN_CIRCLE, 20, 0, 30),
  host: of(AskKind.HOST, 4, 72, 720, Capacity.SPACE),
  'listen-and-learn': of(AskKind.LISTEN_AND_LEARN, 15, 24, 90, Capacity.TIME),
  'lend-a-hand': of(AskKind.OTHER, 10, 24, 120, Capacity.TIME),
} satisfies Record<TemplateKey, Template>;

/** In the language asked for where there is one, else in English. All are of the lowest risk tier. */
export function askTemplates(language: string): AskTemplateType[] {
  const isSpanish = language.toLowerCase().split('-')[0] === 'es';
  const words = isSpanish ? spanish : english;
  const entries = Object.entries(TEMPLATES) as [TemplateKey, Template][];
  return entries.map(([key, template]) => ({ key, ...template, ...words[key], language: isSpanish ? 'es' : 'en' }));
}

/** Null for a key that no template has. */
export function askTemplate(key: string, language: string): AskTemplateType | null {
  return askTemplates(language).find((template) => template.key === key) ?? null;
}

/** What a draft takes over from its template. */
export function draftFrom({ key: _key, ...said }: AskTemplateType): Omit<AskTemplateType, 'key'> {
  return said;
}

function of(
  kind: AskKind,
  quantityWanted: number,
  noticeHours: number,
  effortMinutes: number,
  ...capacities: Capacity[]
): Template {
  return { kind, quantityWanted, noticeHours, effortMinutes, capacities };
}
