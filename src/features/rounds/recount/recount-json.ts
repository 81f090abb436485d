import { FORMAT, type RecountBallot, type RecountHead, type RecountPages, VERSION } from './recount.document.js';

const ABOUT =
  'All that it takes to count this round again: docs/recount.md says how. Ballots name items by their number in the list, 1 first, level by level; without levels they say none of these.';

/** Marks that turn the direction of writing or show nothing: written by their codes, nobody is deceived by them. */
const DECEIVING = /[\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** The file as JSON, piece by piece, a ballot a line. */
export async function* asRecountJson(head: RecountHead, pages: RecountPages): AsyncGenerator<string> {
  yield `{"format":${json(FORMAT)},"version":${VERSION},\n"about":${json(ABOUT)},\n"round":${json(head.round)},\n`;
  yield `"parts":[\n${head.parts.map(json).join(',\n')}\n],\n"items":[\n${head.items.map(json).join(',\n')}\n],\n"ballots":[`;
  let separator = '\n';
  for await (const page of pages) {
    yield page.map((ballot) => lineAfter(ballot)).join('');
  }
  yield '\n]}\n';

  function lineAfter({ receipt, part, levels }: RecountBallot): string {
    const line = `${separator}{"receipt":"${receipt}","part":${part},"levels":${JSON.stringify(levels)}}`;
    separator = ',\n';
    return line;
  }
}

function json(value: unknown): string {
  return JSON.stringify(value).replace(
    DECEIVING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
