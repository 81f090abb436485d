import { createHash } from 'node:crypto';
import { escapeHtml } from '../../platform/html.js';
import type { OwnCommunity, OwnRow, OwnSection } from './own-data.queries.js';

/** Everything about a person, as it is read out. */
export interface OwnData {
  madeAt: Date;
  communities: readonly OwnCommunity[];
  sections: readonly OwnSection[];
}

const ABOUT =
  'Everything that this server stores about you. In each table: what its columns hold, and your part of its rows. Other people are left out. What proves something, such as a password, is kept as a digest and not shown.';

/** Marks that turn the direction of writing or show nothing: in a page they could make a text read as another. */
const DECEIVING = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

const codeOf = (character: string) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** JSON, piece by piece. */
export async function* asJson({ madeAt, communities, sections }: OwnData): AsyncGenerator<string> {
  yield `{"about":${json(ABOUT)},"madeAt":${json(madeAt.toISOString())},"communities":${json(communities)},"tables":{`;
  let first = true;
  for (const { name, columns, rows } of sections) {
    yield `${first ? '' : ','}\n${json(name)}:{"columns":${json(columns)},"rows":[`;
    first = false;
    let separator = '';
    for await (const row of rows) {
      yield `${separator}\n${json(row)}`;
      separator = ',';
    }
    yield ']}';
  }
  yield '\n}}\n';
}

/** A page that runs nothing, loads nothing and leads nowhere, piece by piece. */
export async function* asPage({ madeAt, communities, sections }: OwnData): AsyncGenerator<string> {
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>Your data</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Your data</h1>\n<p>${shown(ABOUT)}</p>\n<p>Made at ${shown(madeAt.toISOString())}.</p>\n`;
  if (communities.length > 0) {
    yield `<h2>Communities</h2>\n<ul>\n${communities.map(({ id, name, handle }) => `<li>${shown(name)} (${shown(handle)}), below as ${shown(id)}</li>`).join('\n')}\n</ul>\n`;
  }
  for (const section of sections) yield* sectionOf(section);
  yield '</main>\n</body>\n</html>\n';
}

async function* sectionOf({ name, columns, rows }: OwnSection): AsyncGenerator<string> {
  yield `<section>\n<h2>${shown(name)}</h2>\n<dl class="columns">\n${Object.entries(columns)
    .map(([column, says]) => `<dt>${shown(column)}</dt><dd>${shown(says)}</dd>`)
    .join('\n')}\n</dl>\n`;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    yield `<dl class="row">\n${entriesOf(row)}\n</dl>\n`;
  }
  yield `${count === 0 ? '<p>Nothing of yours.</p>\n' : ''}</section>\n`;
}

function entriesOf(row: OwnRow): string {
  return Object.entries(row)
    .map(([name, value]) => `<dt>${shown(name)}</dt><dd>${shown(textOf(value))}</dd>`)
    .join('\n');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shown(text: string): string {
  return escapeHtml(
    text.replace(DECEIVING, (character) =>
      character === '\n' || character === '\t' ? character : `‹U+${codeOf(character)}›`,
    ),
  );
}

/** Escaped beyond what JSON asks, so that an editor shows a text in the order in which it is written. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(DECEIVING, (character) => `\\u${codeOf(character)}`);
}

const STYLE =
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif}main{max-width:50rem;margin:0 auto;padding:1rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}.row{border-top:1px solid;padding-top:.5rem}.columns{font-size:.85rem}';

/** For the page: the one style that stands in it, and nothing else at all, not even its own origin. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`;
