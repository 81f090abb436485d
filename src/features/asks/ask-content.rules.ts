import { cadenceOf } from './ask-cadence.rules.js';

/** What an ask says, apart from who it belongs to and where it stands. */
export interface AskContent {
  priorityId: string;
  externalId: string | null;
  title: string;
  description: string;
  kind: string;
  language: string;
  unit: string;
  quantityWanted: number;
  slots: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  timeZone: string | null;
  cadence: string | null;
  missedLimit: number;
  noticeHours: number;
  graceHours: number;
  threshold: number | null;
  thresholdAt: Date | null;
  effortMinutes: number | null;
  place: string;
  area: string;
  latitude: number | null;
  longitude: number | null;
  isOnline: boolean;
  riskTier: number;
  riskNotes: string;
  mitigations: string;
  dos: string;
  donts: string;
  prerequisites: string;
  suits: string;
  capacities: string[];
  helpfulBuffers: string[];
  access: string;
  accessFeatures: string[];
  visibility: string;
}

/** An ask as sent: what is undefined stays as it is, or takes the default of a new ask. */
export type AskChanges = { [Field in keyof AskContent]?: AskContent[Field] | null | undefined };

/** As it comes in: the point on the map in one piece. */
export type SentAsk = Omit<AskChanges, 'latitude' | 'longitude'> & {
  position?: { latitude: number; longitude: number } | null | undefined;
};

/**
 * What of an ask a pledge accepts: whatever changes what a pledger takes on. How many are wanted, from how many on it starts,
 * by when it ends, who may find it and whom it is suggested to change nothing for those who pledged.
 */
export const TERMS = [
  'title',
  'description',
  'kind',
  'language',
  'unit',
  'startsAt',
  'timeZone',
  'cadence',
  'missedLimit',
  'noticeHours',
  'graceHours',
  'effortMinutes',
  'place',
  'area',
  'latitude',
  'longitude',
  'isOnline',
  'riskTier',
  'riskNotes',
  'mitigations',
  'dos',
  'donts',
  'prerequisites',
  'suits',
  'access',
  'accessFeatures',
] as const satisfies readonly (keyof AskContent)[];

export type Terms = Pick<AskContent, (typeof TERMS)[number]>;

const TEXTS = [
  'description',
  'place',
  'area',
  'riskNotes',
  'mitigations',
  'dos',
  'donts',
  'prerequisites',
  'suits',
  'access',
] as const;
const LISTS = ['capacities', 'helpfulBuffers', 'accessFeatures'] as const;
const CLEARABLE = [
  'slots',
  'startsAt',
  'endsAt',
  'timeZone',
  'cadence',
  'threshold',
  'thresholdAt',
  'effortMinutes',
  'latitude',
  'longitude',
] as const;

export const NEW_ASK: Omit<AskContent, 'priorityId' | 'title' | 'kind' | 'unit' | 'quantityWanted' | 'language'> = {
  externalId: null,
  description: '',
  slots: null,
  startsAt: null,
  endsAt: null,
  timeZone: null,
  cadence: null,
  missedLimit: 2,
  noticeHours: 24,
  graceHours: 72,
  threshold: null,
  thresholdAt: null,
  effortMinutes: null,
  place: '',
  area: '',
  latitude: null,
  longitude: null,
  isOnline: false,
  riskTier: 0,
  riskNotes: '',
  mitigations: '',
  dos: '',
  donts: '',
  prerequisites: '',
  suits: '',
  capacities: [],
  helpfulBuffers: [],
  access: '',
  accessFeatures: [],
  visibility: 'PUBLIC',
};

/** The changes that were sent, in the spelling in which they are kept. */
export function changesOf({ position, ...sent }: SentAsk): AskChanges {
  const changes: AskChanges = { ...sent };
  if (position !== undefined) {
    changes.latitude = position?.latitude ?? null;
    changes.longitude = position?.longitude ?? null;
  }
  if (sent.cadence != null) changes.cadence = cadenceOf(sent.cadence) ?? sent.cadence;
  for (const field of LISTS) if (sent[field] != null) changes[field] = [...new Set(sent[field])].toSorted();
  return changes;
}

/** `before` with the changes: null takes a text, a time or a limit away, and leaves what has to be there. */
export function revised(before: AskContent, changes: AskChanges): AskContent {
  const after: AskContent = { ...before };
  const fields = Object.keys(before) as (keyof AskContent)[];
  for (const field of fields) {
    const value = changes[field];
    if (value !== undefined && value !== null) Object.assign(after, { [field]: value });
  }
  for (const field of TEXTS) if (changes[field] === null) after[field] = '';
  for (const field of LISTS) if (changes[field] === null) after[field] = [];
  for (const field of CLEARABLE) if (changes[field] === null) after[field] = null;
  return after;
}

/** The fields of `after` that say something else than `before`. */
export function differences<Said extends object>(before: Said, after: Said): (keyof Said)[] {
  return (Object.keys(after) as (keyof Said)[]).filter((field) => !same(before[field], after[field]));
}

export function raisesTerms(changed: readonly (keyof AskContent)[]): boolean {
  return changed.some((field) => (TERMS as readonly string[]).includes(field));
}

export function termsOf(ask: AskContent): Terms {
  return Object.fromEntries(TERMS.map((field) => [field, ask[field]])) as unknown as Terms;
}

function same(before: unknown, after: unknown): boolean {
  if (before instanceof Date && after instanceof Date) return before.getTime() === after.getTime();
  return Array.isArray(before) && Array.isArray(after) ? String(before) === String(after) : before === after;
}
