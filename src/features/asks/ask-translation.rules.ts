const TEXTS = [
  'title',
  'description',
  'unit',
  'riskNotes',
  'mitigations',
  'dos',
  'donts',
  'prerequisites',
  'suits',
  'access',
] as const;

type Field = (typeof TEXTS)[number];

export type Written = Record<Field | 'language', string>;

export interface InLanguage extends Written {
  isOriginal: boolean;
  isCurrent: boolean;
  untranslated: string[];
}

/**
 * The words for who reads this language, a BCP 47 tag: those in exactly it, else in its base language, else in another
 * form of that, else as they were written. What a translation leaves out stays as written, so that nobody misses a risk.
 */
export function askIn(
  language: string,
  original: Written,
  translations: readonly (Written & { isCurrent: boolean })[],
): InLanguage {
  const all = [{ ...wordsOf(original), isOriginal: true, isCurrent: true }, ...translations.map(asTranslation)];
  const wanted = language.toLowerCase();
  const base = baseOf(wanted);
  const found =
    all.find((one) => one.language.toLowerCase() === wanted) ??
    all.find((one) => one.language.toLowerCase() === base) ??
    all.find((one) => baseOf(one.language.toLowerCase()) === base) ??
    all[0];
  const chosen = found as (typeof all)[number];
  const untranslated = TEXTS.filter((field) => chosen[field] === '' && original[field] !== '');
  return { ...chosen, ...Object.fromEntries(untranslated.map((field) => [field, original[field]])), untranslated };
}

function asTranslation(translation: Written & { isCurrent: boolean }) {
  return { ...wordsOf(translation), isOriginal: false, isCurrent: translation.isCurrent };
}

function wordsOf(written: Written): Written {
  return Object.fromEntries([...TEXTS, 'language' as const].map((field) => [field, written[field]])) as Written;
}

function baseOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
