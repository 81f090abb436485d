import { type Direction, directionOf, type PageLanguage } from '../../platform/pages/page-language.js';
import { ar } from './campaign-page.texts.ar.js';
import { en } from './campaign-page.texts.en.js';
import { es } from './campaign-page.texts.es.js';
import type { CampaignTexts } from './campaign-page.texts.js';
import { FigureWords } from './figure-words.js';

export const texts: Record<PageLanguage, CampaignTexts> = { en, es, ar };

/** Everything that a page says in its language: its texts, figures, and times by the clock of the campaign. */
export class PageWords {
  readonly texts: CampaignTexts;
  readonly figures: FigureWords;
  readonly direction: Direction;
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(
    readonly language: PageLanguage,
    readonly timeZone: string,
    /** Whether the language was chosen on the page, so that links keep it. */
    private readonly isChosen = false,
  ) {
    this.texts = texts[language];
    this.figures = new FigureWords(language);
    this.direction = directionOf(language);
  }

  /** An address of ours, in the language that was chosen. */
  to(path: string, query: Readonly<Record<string, string>> = {}): string {
    const search = new URLSearchParams({ ...query, ...(this.isChosen && { lang: this.language }) }).toString();
    return search === '' ? path : `${path}?${search}`;
  }

  /** Short, for the side of a chart. */
  compact(value: number): string {
    return new Intl.NumberFormat(this.language, { notation: 'compact' }).format(value);
  }

  /** Of a day without a time, such as `2026-11-26`. */
  day(date: string): string {
    return this.format('UTC', { dateStyle: 'long' }).format(new Date(`${date}T00:00:00Z`));
  }

  shortDay(date: string): string {
    return this.format('UTC', { day: 'numeric', month: 'short' }).format(new Date(`${date}T00:00:00Z`));
  }

  /** Of an instant; with the name of the zone, as who reads it may live in another. */
  time(instant: string | Date, timeZone: string | null = null): string {
    const options = { day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
    return this.format(timeZone ?? this.timeZone, { ...options, timeZoneName: 'short' }).format(new Date(instant));
  }

  span(from: string | null, until: string | null, say: (instant: string) => string): string | null {
    if (from !== null && until !== null) return this.texts.fromUntil(say(from), say(until));
    if (from !== null) return this.texts.from(say(from));
    return until === null ? null : this.texts.until(say(until));
  }

  private format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = `${timeZone} ${Object.keys(options).length} ${options.dateStyle ?? ''}`;
    const known = this.formats.get(key);
    if (known) return known;
    const made = new Intl.DateTimeFormat(this.language, { timeZone, ...options });
    this.formats.set(key, made);
    return made;
  }
}

// Whatever turns the direction of a text must not reach past it, and must not end what keeps it apart.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** What someone wrote, to stand in a sentence of ours whichever way it is read. */
export function isolated(text: string): string {
  return `\u2068${text.replaceAll(TURNING, '')}\u2069`;
}
