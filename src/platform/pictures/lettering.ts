import { widthOf } from './fonts.js';

/** More marks than any language stacks on a letter are there to grow out of their line. */
const MOST_MARKS = 3;
/** No name is as long; what nobody sees is not measured. */
const LONGEST = 1_000;
const ELLIPSIS = '…';
/** Halves of characters, which XML does not take. */
const TORN = /\p{Cs}/gu;

/**
 * What people wrote, as it can stand in one line of a picture: without controls, those of direction among them, which would
 * turn what stands beside it, joiners kept, which spell words, and with no more marks on a letter than languages have.
 */
export function legible(text: string): string {
  return text
    .slice(0, 4 * LONGEST)
    .replaceAll(TORN, '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/(?![\u200C\u200D])[\p{Cf}\p{Co}\p{Cn}\uFFFC\uFFFD]/gu, '')
    .replaceAll(new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu'), '$1')
    .trim()
    .slice(0, LONGEST)
    .replaceAll(TORN, '');
}

export type Direction = 'ltr' | 'rtl';

/** That of its first letter; `otherwise` where it has none. */
export function directionOfText(text: string, otherwise: Direction): Direction {
  const [letter] = /\p{L}/u.exec(text) ?? [];
  if (letter === undefined) return otherwise;
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(
    letter,
  )
    ? 'rtl'
    : 'ltr';
}

/** Set off by marks rather than by an attribute, which not everything that draws SVG knows. */
export function isolated(text: string, direction: Direction): string {
  return `${direction === 'rtl' ? '\u2067' : '\u2066'}${text}\u2069`;
}

/** In at most so many lines of this width, broken between words where there are any; what is left out ends in `…`. */
export function wrapped(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < most) {
    const isLast = lines.length === most - 1;
    const line = isLast ? cut(rest, size, width) : firstLine(rest, size, width);
    lines.push(line.trim());
    rest = rest.slice(line.length).trimStart();
    if (isLast) break;
  }
  return lines;
}

/** What of it fits in this width, ended by `…` where that is not all. */
export function cut(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  return `${fitting(text, size, width - widthOf(ELLIPSIS, size)).trimEnd()}${ELLIPSIS}`;
}

/** The size at which it fits in this width, no larger than `size` and no smaller than `least`. */
export function fittingSize(text: string, size: number, width: number, least: number): number {
  const wide = widthOf(text, size);
  return wide <= width ? size : Math.max(least, Math.floor((size * width) / wide));
}

function firstLine(text: string, size: number, width: number): string {
  const most = fitting(text, size, width);
  if (most.length === text.length) return text;
  const space = text.charAt(most.length) === ' ' ? most.length : most.lastIndexOf(' ');
  return space > 0 ? text.slice(0, space) : most;
}

/** By letters as people see them, so that none is torn from its marks; never less than one. */
function fitting(text: string, size: number, width: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += widthOf(segment, size);
    if (used > width && taken !== '') break;
    taken += segment;
  }
  return taken;
}
