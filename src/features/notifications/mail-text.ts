import { escapeHtml } from '../../platform/html.js';
import { type Language, languageOf } from '../../platform/words/index.js';

/** A paragraph, an address to follow, or a code to copy. */
export type Part = string | { link: string } | { code: string };

export interface MailText {
  /** `Accompany: …`, in words that tell whoever glances at a screen nothing of a cause, a community or a role. */
  subject: string;
  parts: Part[];
}

/** What a mail says in each language, from what it needs to say it. */
export type MailTemplate<Needs> = Record<Language, (needs: Needs) => MailText>;

export interface WrittenMail {
  subject: string;
  text: string;
  html: string;
}

const SIGNATURES: Record<Language, string> = {
  en: 'Accompany sent this because this address was given there.',
  es: 'Accompany envió este mensaje porque allí se indicó esta dirección.',
};

/** In the reader's language as far as the mail has it, from a tag such as `es-MX`; otherwise in English. */
export function write<Needs>(template: MailTemplate<Needs>, languageTag: string, needs: Needs): WrittenMail {
  const language = languageOf(languageTag);
  const { subject, parts } = template[language](needs);
  const all: Part[] = [...parts, SIGNATURES[language]];
  return { subject, text: `${all.map(asText).join('\n\n')}\n`, html: page(language, subject, all) };
}

function asText(part: Part): string {
  if (typeof part === 'string') return part;
  return 'link' in part ? part.link : part.code;
}

function asHtml(part: Part): string {
  if (typeof part === 'string') return `<p>${escapeHtml(part)}</p>`;
  if ('code' in part) return `<p><code>${escapeHtml(part.code)}</code></p>`;
  return `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.link)}</a></p>`;
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
