import { differences } from './ask-content.rules.js';

type Said = Readonly<Record<string, unknown>>;

export interface TermsChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** Terms, and what of them is compared exactly although it may not be shown: that it changed is told, what it says is not. */
export interface ComparedTerms {
  exactly: { place: string; position: string };
}

const NO_TERMS = ['askId', 'version', 'changedAt', 'exactly'];

/** What one version of the terms says otherwise than another one, as it is shown to who asks. */
export function termsChanges(from: ComparedTerms, to: ComparedTerms): TermsChange[] {
  const [before, after] = [texts(from as unknown as Said), texts(to as unknown as Said)];
  const fields = differences({ ...before, ...from.exactly }, { ...after, ...to.exactly });
  return fields.map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}

function texts(terms: Said): Record<string, string | null> {
  const said = Object.entries(terms).filter(([field]) => !NO_TERMS.includes(field));
  return Object.fromEntries(said.map(([field, value]) => [field, text(value)]));
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return pointOf(value).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function pointOf(position: object): number[] {
  const { latitude, longitude } = position as { latitude: number; longitude: number };
  return [latitude, longitude];
}
