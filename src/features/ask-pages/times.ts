import type { PageLanguage } from '../../platform/pages/page-language.js';

const LOCALES: Record<PageLanguage, string> = { en: 'en-GB', es: 'es', ar: 'ar' };

/** `Saturday 5 December 2026 at 09:00 CET`: of which clock it is has to be said, as the reader may live anywhere. */
export function timeText(language: PageLanguage, instant: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(instant));
}

/** A name in the midst of a sentence, whichever way either is read: none of them turns the other round. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
