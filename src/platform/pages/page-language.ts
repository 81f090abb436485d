/** What pages are written in; Arabic for those who read from right to left. */
export const pageLanguages = ['en', 'es', 'ar'] as const;

export type PageLanguage = (typeof pageLanguages)[number];

export type Direction = 'ltr' | 'rtl';

const LONGEST_HEADER = 500;

/** The language that was chosen on the page, else the first that the browser asks for, else that of what is shown, else English. */
export function pageLanguageOf(
  chosen: unknown,
  acceptLanguage: string | undefined,
  shown?: string | null,
): PageLanguage {
  const asked = (acceptLanguage ?? '').length > LONGEST_HEADER ? '' : (acceptLanguage ?? '');
  const byPreference = asked
    .split(',')
    .map((range) => {
      const [tag = '', quality] = range.trim().split(/\s*;\s*q=/i);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
  const wanted = [typeof chosen === 'string' ? chosen : '', ...byPreference, shown ?? ''];
  return wanted.map(spoken).find((language) => language !== undefined) ?? 'en';
}

/** In which direction a text in this language, given as a BCP 47 tag, is read. */
export function directionOf(tag: string): Direction {
  try {
    const { script } = new Intl.Locale(tag).maximize();
    return script !== undefined && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Samr']);

function spoken(tag: string): PageLanguage | undefined {
  const [language] = tag.toLowerCase().split('-');
  return pageLanguages.find((one) => one === language);
}
