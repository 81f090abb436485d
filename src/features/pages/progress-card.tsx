import { renderToString } from 'preact-render-to-string';
import type { ComponentChildren } from 'preact';
import { directionOf, type PageLanguage } from '../../platform/pages/page-language.js';
import { hasGlyph } from '../../platform/pictures/fonts.js';
import { type Direction, directionOfText, fittingSize, isolated, wrapped } from '../../platform/pictures/lettering.js';
import { embedTexts } from './embed.texts.js';
import { palettes } from './palettes.js';
import type { ToldProgress, ToldRow } from './told-progress.js';

export const CARD = { width: 1200, height: 630 } as const;

const MARGIN = 72;
const INNER = CARD.width - 2 * MARGIN;
const GAP = 28;
const COLUMN = (INNER - 3 * GAP) / 4;
const NAME = { size: 60, line: 74, most: 3 };
const { ground, ink, faint, track, accent } = palettes.light;

/** What stands where a link to the campaign is shared, as SVG that `Painter` makes a PNG of. Every figure is told whole. */
export function progressCard(progress: ToldProgress, address: string): string {
  const { direction, rows, share, shareLabel, shareLength, notes } = progress;
  const { lines, nameDirection } = nameOn(progress);
  return card(
    <>
      {lines.map((line, index) => (
        <Text
          key={line}
          x={0}
          y={110 + index * NAME.line}
          size={NAME.size}
          text={line}
          own={nameDirection}
          side={direction}
          bold
        />
      ))}
      <Text x={0} y={372} size={26} text={shareLabel} own={direction} side={direction} colour={faint} />
      <Text x={0} y={426} size={fittingSize(share, 50, INNER, 20)} text={share} own={direction} side={direction} bold />
      <Bar y={446} height={16} length={shareLength} direction={direction} />
      {rows.map((row, index) => (
        <Column key={row.label} x={index * (COLUMN + GAP)} row={row} direction={direction} />
      ))}
      <Text
        x={0}
        y={610}
        size={18}
        text={notes.length > 0 ? notes.join(' ') : address}
        own={notes.length > 0 ? direction : 'ltr'}
        side={direction}
        colour={faint}
      />
    </>,
  );
}

/** Where there are no figures to show. */
export function cardWithout(language: PageLanguage): string {
  const direction = directionOf(language);
  const lines = wrapped(embedTexts[language].away, 44, INNER, 3);
  return card(
    <>
      {lines.map((line, index) => (
        <Text key={line} x={0} y={290 + index * 60} size={44} text={line} own={direction} side={direction} bold />
      ))}
    </>,
  );
}

/** A name that cannot be written with the letters here is better told by its handle than by empty boxes. */
function nameOn({ name, handle, nameDirection }: ToldProgress): { lines: string[]; nameDirection: Direction } {
  const unwritten = [...name].filter((character) => !hasGlyph(character));
  const isReadable = unwritten.every((character) => !/[\p{L}\p{N}]/u.test(character));
  const written = [...name]
    .filter((character) => hasGlyph(character))
    .join('')
    .trim();
  if (isReadable && /[\p{L}\p{N}]/u.test(written))
    return { lines: wrapped(written, NAME.size, INNER, NAME.most), nameDirection };
  return { lines: wrapped(handle, NAME.size, INNER, NAME.most), nameDirection: 'ltr' };
}

function card(body: ComponentChildren): string {
  return renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${CARD.width} ${CARD.height}`}
      width={CARD.width}
      height={CARD.height}
    >
      <rect width={CARD.width} height={CARD.height} fill={ground} />
      <rect width={CARD.width} height={14} fill={accent} />
      {body}
    </svg>,
  );
}

interface TextProps {
  /** From the side from which the card is read. */
  x: number;
  y: number;
  size: number;
  text: string;
  own: Direction;
  side: Direction;
  bold?: boolean;
  colour?: string;
}

function Text({ x, y, size, text, own, side, bold, colour = ink }: TextProps) {
  return (
    <text
      x={side === 'rtl' ? CARD.width - MARGIN - x : MARGIN + x}
      y={y}
      text-anchor={side === 'rtl' ? 'end' : 'start'}
      // The family of its letters first: from a second one only the plain weight is taken.
      font-family={
        directionOfText(text, 'ltr') === 'rtl' ? 'Noto Sans Arabic, Noto Sans' : 'Noto Sans, Noto Sans Arabic'
      }
      font-size={size}
      font-weight={bold ? 700 : 400}
      fill={colour}
    >
      {isolated(text, own)}
    </text>
  );
}

function Column({ x, row, direction }: { x: number; row: ToldRow; direction: Direction }) {
  const lines = row.length === null ? wrapped(row.value, 22, COLUMN, 3) : [row.value];
  const size = row.length === null ? 22 : fittingSize(row.value, 38, COLUMN, 14);
  const labels = wrapped(row.label, 20, COLUMN, 2);
  return (
    <g>
      {labels.map((label, index) => (
        <Text
          key={label}
          x={x}
          y={500 + index * 24}
          size={20}
          text={label}
          own={direction}
          side={direction}
          colour={faint}
        />
      ))}
      {lines.map((line, index) => (
        <Text
          key={line}
          x={x}
          y={(row.length === null ? 552 : 566) + index * 26}
          size={size}
          text={line}
          own={direction}
          side={direction}
          bold
        />
      ))}
    </g>
  );
}

function Bar({
  y,
  height,
  length,
  direction,
}: {
  y: number;
  height: number;
  length: number | null;
  direction: Direction;
}) {
  const width = INNER * (length ?? 0);
  return (
    <>
      <rect x={MARGIN} y={y} width={INNER} height={height} rx={height / 2} fill={track} />
      {width > 0 ? (
        <rect
          x={direction === 'rtl' ? CARD.width - MARGIN - width : MARGIN}
          y={y}
          width={width}
          height={height}
          rx={Math.min(height, width) / 2}
          fill={accent}
        />
      ) : null}
    </>
  );
}
