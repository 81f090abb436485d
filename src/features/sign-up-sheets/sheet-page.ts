import { createHash } from 'node:crypto';
import { escapeHtml } from '../../platform/html.js';
import { qrCode } from '../../platform/pictures/qr-code.js';
import { type Language, languageOf, say, translate, type Words } from '../../platform/words/index.js';
import { SHEET_STYLE } from './sheet-style.js';

/** What stands on a sheet. */
export interface Sheet {
  id: string;
  rows: number;
  paper: 'A4' | 'LETTER';
  /** Of the words around what the community wrote. */
  sheetLanguage: string;
  briefVersion: number;
  termsVersion: number;
  agreementVersion: number;
  askId: string;
  linkVersion: number;
  title: string;
  description: string;
  /** Of what the community wrote. */
  language: string;
  unit: string;
  quantityWanted: number;
  startsAt: Date | null;
  endsAt: Date | null;
  place: string;
  riskTier: number;
  riskNotes: string;
  dos: string;
  donts: string;
  access: string;
  campaignName: string;
  timeZone: string;
  communityName: string;
  brief: string;
  agreement: string;
  questions: readonly { text: string }[];
}

/** Characters of brief, agreement and questions that a side of paper takes. */
const BACK_TAKES = 5_500;

/** A page that runs nothing and loads nothing, made to be printed. */
export async function sheetPage(sheet: Sheet, link: string): Promise<{ html: string; policy: string }> {
  const language = languageOf(sheet.sheetLanguage);
  const style = `@page{size:${sheet.paper === 'A4' ? 'A4' : 'letter'};margin:12mm}${SHEET_STYLE}`;
  const html = [
    `<!doctype html>\n<html lang="${language}" dir="ltr">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">`,
    `<title>${escapeHtml(translate(say`Sign-up sheet: ${sheet.title}`, language))}</title>\n<style>${style}</style>\n</head>\n<body>\n<main>`,
    await head(sheet, link, language),
    asked(sheet, language),
    consent(sheet, language),
    table(sheet, language),
    back(sheet, language),
    '</main>\n</body>\n</html>\n',
  ].join('\n');
  return { html, policy: policyFor(style) };
}

/** The one style that stands in the page, and nothing else at all. */
function policyFor(style: string): string {
  const digest = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`;
}

async function head(sheet: Sheet, link: string, language: Language): Promise<string> {
  const code = await qrCode(link);
  const facts: [Words, string][] = [
    ['When', escapeHtml(when(sheet, language))],
    ['Where', sheet.place === '' ? word('Ask whoever holds this sheet.', language) : own(sheet.place)],
    ['Wanted', `<bdi>${sheet.quantityWanted} ${escapeHtml(sheet.unit)}</bdi>`],
    ...(sheet.access === '' ? [] : [['Access', own(sheet.access)] as [Words, string]]),
  ];
  return `<header>
<div>
<p>${own(sheet.communityName)} · ${own(sheet.campaignName)}</p>
<h1 lang="${escapeHtml(sheet.language)}" dir="auto">${escapeHtml(sheet.title)}</h1>
<dl>
${facts.map(([name, value]) => `<dt>${word(name, language)}</dt><dd>${value}</dd>`).join('\n')}
</dl>
</div>
<figure>
${code.trim().replace('<svg ', `<svg role="img" aria-label="${word('The link of this ask as a picture to scan', language)}" `)}
<figcaption>${word('Or sign up without paper:', language)} <span class="link" dir="ltr">${escapeHtml(link)}</span></figcaption>
</figure>
</header>`;
}

function asked(sheet: Sheet, language: Language): string {
  const parts: [Words, string][] = [
    ['What is asked', sheet.description],
    ['Please do', sheet.dos],
    ['Please do not', sheet.donts],
    [say`Risk: tier ${sheet.riskTier} of 3`, sheet.riskNotes],
  ];
  const sections = parts
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `<section>\n<h2>${word(name, language)}</h2>\n${written(text, sheet.language)}\n</section>`);
  return sections.length === 0 ? '' : `<div class="asked">\n${sections.join('\n')}\n</div>`;
}

function consent(sheet: Sheet, language: Language): string {
  const points: Words[] = [
    say`By ticking and signing I consent that ${sheet.communityName} keeps what I write in my row, to plan this with me. That I take part can show what I think politically; I consent to that being stored as well (Article 9 of the GDPR, where it holds).`,
    'I may take this back at any time, by telling whoever handed me this sheet or by the link above: then what I wrote is erased.',
    say`I have read or been told the brief (version ${sheet.briefVersion}), this ask (version ${sheet.termsVersion}) with its risk, and the agreement with allies (version ${sheet.agreementVersion}), and I accept them.`,
    'Whoever signs after me can read my row. Any name by which I can be reached will do; who wants to be seen by nobody uses the link.',
    'Once the rows are entered, at the latest after seven days, this paper is destroyed. It is neither photographed nor copied.',
  ];
  return `<section class="consent">
<h2>${word('Before you sign', language)}</h2>
<ol>
${points.map((point) => `<li>${word(point, language)}</li>`).join('\n')}
</ol>
</section>`;
}

function table(sheet: Sheet, language: Language): string {
  const columns: Words[] = [
    'No.',
    'Name, or one that you choose',
    'How to reach you',
    say`How many (${sheet.unit})`,
    'When you come',
    'I consent: tick and sign',
  ];
  const row = (number: number) =>
    `<tr><th scope="row">${number}</th><td></td><td></td><td></td><td></td><td><span class="tick"></span></td></tr>`;
  return `<table>
<caption>${word('Who signs up', language)}</caption>
<thead><tr>${columns.map((name) => `<th scope="col">${word(name, language)}</th>`).join('')}</tr></thead>
<tfoot><tr><td colspan="${columns.length}">${foot(sheet, language)}</td></tr></tfoot>
<tbody>
${Array.from({ length: sheet.rows }, (_, index) => row(index + 1)).join('\n')}
</tbody>
</table>`;
}

/** What does not fit is read where it always stands: a sheet must not grow into a book that nobody reads. */
function back(sheet: Sheet, language: Language): string {
  const questions = sheet.questions.map(({ text }) => text);
  const length = [sheet.brief, sheet.agreement, ...questions].join('').length;
  const heading = (text: Words) => `<h2>${word(text, language)}</h2>`;
  if (length > BACK_TAKES) {
    return `<section>\n${heading('Brief and agreement')}\n<p>${word('They are too long for this sheet. Read them at the link above, or ask whoever holds this sheet to show them to you before you sign.', language)}</p>\n</section>`;
  }
  const asking = `${heading('Questions of the agreement')}\n<p>${word('Whoever holds this sheet asks you these; nothing of it is written here.', language)}</p>\n<ol>\n${questions.map((text) => `<li dir="auto">${escapeHtml(text)}</li>`).join('\n')}\n</ol>`;
  return `<section class="back">
${heading(say`The brief, version ${sheet.briefVersion}`)}
${written(sheet.brief, sheet.language)}
${heading(say`The agreement with allies, version ${sheet.agreementVersion}`)}
${written(sheet.agreement)}
${questions.length === 0 ? '' : asking}
<p class="foot">${foot(sheet, language)}</p>
</section>`;
}

function foot({ id, briefVersion, termsVersion, agreementVersion }: Sheet, language: Language): string {
  const versions = say`Sheet ${id} · brief ${briefVersion} · terms ${termsVersion} · agreement ${agreementVersion}`;
  return `<bdi>${word(versions, language)}</bdi>`;
}

function when({ startsAt, endsAt, timeZone }: Sheet, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone });
  const place = timeZone.replaceAll('_', ' ');
  if (startsAt && endsAt) return `${format.formatRange(startsAt, endsAt)} (${place})`;
  if (startsAt) return `${format.format(startsAt)} (${place})`;
  if (endsAt) return `${translate(say`Until ${format.format(endsAt)}`, language)} (${place})`;
  return translate('At a time that suits you', language);
}

/** Words of ours. */
function word(words: Words, language: Language): string {
  return escapeHtml(translate(words, language));
}

/** Words of the community, in whichever direction they are written, inside a line of ours. */
function own(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

function written(text: string, language?: string): string {
  const tag = language === undefined ? '' : ` lang="${escapeHtml(language)}"`;
  return text
    .split(/\n+/)
    .map((line) => `<p${tag} dir="auto">${escapeHtml(line)}</p>`)
    .join('\n');
}
