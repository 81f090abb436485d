import { escapeHtml } from '../../platform/html.js';
import { type Language, languageOf } from '../../platform/words/index.js';

/** A paragraph, an address to follow, said to what it leads where there are several, or a code to copy. */
export type Part = string | { link: string; label?: string } | { code: string };

export interface MailText {
  /** `Accompany: …`, in words that tell whoever glances at a screen nothing of a cause, a community or a role. */
  subject: string;
  /** The first is what happened, in words alone: by itself it is what the notification says. */
  parts: Part[];
}

/** What a mail says in each language, from what it needs to say it. */
export type MailTemplate<Needs> = Record<Language, (needs: Needs) => MailText>;

export interface WrittenMail {
  subject: string;
  text: string;
  html: string;
  /** For a telephone: the subject, and what there is to follow or to copy. */
  short: string;
}

const SIGNATURES: Record<Language, string> = {
  en: 'Accompany sent this because this address was given there.',
  es: 'Accompany envió este mensaje porque allí se indicó esta dirección.',
};

const ENDINGS: Record<Language, string> = {
  en: 'To get no more mails of this kind',
  es: 'Para no recibir más correos de este tipo',
};

/** In the reader's language as far as the mail has it, from a tag such as `es-MX`; otherwise in English. */
export function write<Needs>(
  template: MailTemplate<Needs>,
  languageTag: string,
  needs: Needs,
  unsubscribe?: string,
): WrittenMail {
  const language = languageOf(languageTag);
  const { subject, parts } = template[language](needs);
  const all: Part[] = [...parts, SIGNATURES[language]];
  if (unsubscribe !== undefined) all.push({ link: unsubscribe, label: ENDINGS[language] });
  const short = [subject, ...parts.filter((part) => typeof part !== 'string').map(asText)].join('\n');
  return { subject, text: `${all.map(asText).join('\n\n')}\n`, html: page(language, subject, all), short };
}

/** What happened, as the reader's list of notifications says it. */
export function newsOf<Needs>(template: MailTemplate<Needs>, language: Language, needs: Needs): string {
  const [news] = template[language](needs).parts;
  return typeof news === 'string' ? news : '';
}

function asText(part: Part): string {
  if (typeof part === 'string') return part;
  if ('code' in part) return part.code;
  return part.label === undefined ? part.link : `${part.label}: ${part.link}`;
}

function asHtml(part: Part): string {
  if (typeof part === 'string') return `<p>${escapeHtml(part)}</p>`;
  if ('code' in part) return `<p><code>${escapeHtml(part.code)}</code></p>`;
  const label = part.label === undefined ? '' : `${escapeHtml(part.label)}: `;
  return `<p>${label}<a href="${escapeHtml(part.link)}">${escapeHtml(part.link)}</a></p>`;
}

/** Nothing is loaded from anywhere: a picture fetched on opening would tell who reads, when and where. */
function page(language: Language, subject: string, parts: readonly Part[]): string {
  return [
    `<!doctype html>`,
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body>`,
    ...parts.map(asHtml),
    `</body>`,
    `</html>`,
    ``,
  ].join('\n');
}

/** `28 November 2026 at 18:00 CET`, in the words of the reader; empty where the event tells no time. */
export function timeOf(until: unknown, languageTag: string): string {
  const { at, zone } = (until ?? {}) as { at?: string; zone?: string };
  if (at === undefined || zone === undefined) return '';
  const form = { dateStyle: 'long', timeStyle: 'long', timeZone: zone, hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(languageOf(languageTag), form).format(new Date(at));
}
