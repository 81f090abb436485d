import { createHash } from 'node:crypto';
import { escapeHtml } from '../../platform/html.js';
import type { Language } from '../../platform/words/index.js';
import { type PageTexts, texts } from './reminder-page.texts.js';
import type { Shown, StepView } from './reminder-steps.js';

/** A page that runs nothing and loads nothing: one time, one question, one button. It names no person, community or ask. */
export function reminderPage(language: Language, shown: Shown): string {
  const say = texts[language];
  const when = whenOf(language, shown.view);
  switch (shown.outcome) {
    case 'ASK':
      return page(language, `<p>${escapeHtml(say.ask[shown.step](when))}</p>${faultOf(say, shown)}${form(say, shown)}`);
    case 'DONE':
      return page(language, `<p role="status">${escapeHtml(say.done[shown.step](when))}</p>`);
    case 'SIGN_IN':
      return page(language, `<p>${escapeHtml(say.signIn)}</p>`);
  }
}

/** For a link that is forged, over or dead: the same whichever it is. */
export function deadPage(language: Language): string {
  return page(language, `<p>${escapeHtml(texts[language].dead)}</p>`);
}

function page(language: Language, inside: string): string {
  const { title } = texts[language];
  return [
    `<!doctype html>`,
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1>${inside}</main></body>`,
    `</html>`,
    ``,
  ].join('\n');
}

function faultOf(say: PageTexts, { fault }: Shown): string {
  return fault === undefined ? '' : `<p role="alert" class="fault">${escapeHtml(say.faults[fault])}</p>`;
}

function form(say: PageTexts, shown: Shown): string {
  return `<form method="post">${fieldOf(say, shown)}<button>${escapeHtml(say.button[shown.step])}</button></form>`;
}

function fieldOf(say: PageTexts, { step, view, now }: Shown): string {
  if (step === 'RESCHEDULE') {
    const earliest = view.earliest !== null && view.earliest > now ? view.earliest : now;
    const value = view.aboutAt > now ? ` value="${localTime(view.aboutAt, view.zone)}"` : '';
    const latest = view.latest === null ? '' : ` max="${localTime(view.latest, view.zone)}"`;
    const bounds = `min="${localTime(earliest, view.zone)}"${latest}`;
    return `<p><label for="when">${escapeHtml(say.when)}</label><input id="when" name="when" type="datetime-local" required ${bounds}${value}></p>`;
  }
  if (step !== 'STEP_BACK' || !view.isLate) return '';
  return `<p><label for="reason">${escapeHtml(say.reason)}</label><textarea id="reason" name="reason" rows="3" maxlength="2000" required></textarea></p>`;
}

/** `Friday 28 November at 18:00`, by the clock of the person. */
function whenOf(language: Language, { aboutAt, zone }: StepView): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(aboutAt);
}

/** As such a field takes it: `2026-11-28T18:00`. */
function localTime(at: Date, zone: string): string {
  const form = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone });
  return form.format(at).replace(' ', 'T');
}

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{margin:0;font:1.125rem/1.5 system-ui,sans-serif}',
  'main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem}',
  'h1{font-size:1.125rem;margin:0 0 1rem}',
  'label{display:block;margin-bottom:.25rem}',
  'input,textarea,button{font:inherit;box-sizing:border-box;padding:.5rem}',
  'input,textarea{width:100%}',
  'button{min-height:3rem;padding:.5rem 1.5rem}',
  '.fault{border-left:.25rem solid;padding-left:.75rem;font-weight:bold}',
].join('');

/** The style that stands in the page, its own form, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
