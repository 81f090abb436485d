import { es } from './es/index.js';
import type { Language } from './languages.js';
import { put, type Words } from './words.js';

/** English templates to those of one language, with the same placeholders. */
export type Catalogue = Readonly<Record<string, string>>;

const catalogues: Record<Exclude<Language, 'en'>, Catalogue> = { es };

const byTemplate = Object.fromEntries(
  Object.entries(catalogues).map(([language, catalogue]) => [language, new Map(Object.entries(catalogue))]),
);

/** In the language as far as its catalogue goes: a text that it lacks is better read in English than not at all. */
export function translate(words: Words, language: Language): string {
  const catalogue = byTemplate[language];
  return put(words, (template) => catalogue?.get(template) ?? template);
}
