/** What the service speaks. English stands in the source; every other has a catalogue here and its part in each mail. */
export const languages = ['en', 'es'] as const;

export type Language = (typeof languages)[number];

const SOURCE: Language = 'en';
/** A browser's header has a few languages; what is longer is no browser's. */
const LONGEST_HEADER = 500;
const MOST_RANGES = 20;
const RANGE = /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:;q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/** The language that comes first for a person: the one they chose, else the first that their browser asks for, else English. */
export function spokenTo(chosen: string | null | undefined, acceptLanguage: string | undefined): Language {
  return spoken(chosen) ?? asked(acceptLanguage).map(spoken).find(Boolean) ?? SOURCE;
}

/** What a tag such as `es-MX` is answered in; English where it is not spoken here. */
export function languageOf(tag: string): Language {
  return spoken(tag) ?? SOURCE;
}

/** The longest beginning of the tag that is spoken here (RFC 4647, lookup). */
function spoken(tag: string | null | undefined): Language | undefined {
  const parts = tag?.toLowerCase().split('-') ?? [];
  for (let length = parts.length; length > 0; length -= 1) {
    const start = parts.slice(0, length).join('-');
    const found = languages.find((language) => language.toLowerCase() === start);
    if (found) return found;
  }
  return undefined;
}

/** The tags of an Accept-Language header, the best first; what is malformed is left out. */
function asked(header: string | undefined): string[] {
  if (header === undefined || header.length > LONGEST_HEADER) return [];
  return header
    .split(',', MOST_RANGES)
    .map((range) => RANGE.exec(range.replaceAll(' ', '')))
    .filter((range) => range !== null)
    .map(([, tag = '', quality = '1']) => ({ tag, quality: Number(quality) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
