import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import { directionOf, type PageLanguage } from '../../platform/pages/page-language.js';
import { type Direction, fittingSize, isolated, wrapped } from '../../platform/pictures/lettering.js';
import { embedTexts } from './embed.texts.js';
import { type Theme, themed } from './palettes.js';
import type { ToldProgress, ToldRow } from './told-progress.js';

const WIDTH = 480;
const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;
/** The fonts of whoever looks may be a fifth wider than those by which widths are known here. */
const SURE = 0.8 * INNER;
const NAME = { size: 17, line: 22, most: 2 };
const ROWS_AT = 172;
const ROW = 36;
const HEIGHT = 336;

export interface Drawn {
  svg: string;
  policy: string;
}

/** Shown by other sites as an image: whole in itself, with nothing that runs and nothing to fetch. */
export function progressPicture(progress: ToldProgress, theme: Theme): Drawn {
  const { direction, name, nameDirection, language, rows, share, shareLabel, shareLength, notes } = progress;
  return drawn(theme, language, {
    title: isolated(embedTexts[language].describing(isolated(name, nameDirection)), direction),
    description: isolated(
      [`${shareLabel}: ${share}`, ...rows.map(({ label, value }) => `${label}: ${value}`), ...notes].join('. '),
      direction,
    ),
    body: (
      <>
        {wrapped(name, NAME.size, SURE, NAME.most).map((line, index) => (
          <Line
            key={line}
            at={38 + index * NAME.line}
            size={NAME.size}
            text={line}
            own={nameDirection}
            side={direction}
            bold
          />
        ))}
        <Line at={88} size={14} text={shareLabel} own={direction} side={direction} faint />
        <Line at={122} size={30} text={share} own={direction} side={direction} bold shrinks />
        <Bar at={134} height={10} length={shareLength} direction={direction} />
        {rows.map((row, index) => (
          <Row key={row.label} at={ROWS_AT + index * ROW} row={row} direction={direction} />
        ))}
        {notes.map((note, index) => (
          <Line
            key={note}
            at={HEIGHT - 10 - (notes.length - 1 - index) * 14}
            size={11}
            text={note}
            own={direction}
            side={direction}
            faint
            shrinks
          />
        ))}
      </>
    ),
  });
}

/** Where there are no figures to show: never a broken image. */
export function pictureWithout(language: PageLanguage, theme: Theme): Drawn {
  const { away } = embedTexts[language];
  const direction = directionOf(language);
  const body = <Line at={HEIGHT / 2} size={14} text={away} own={direction} side={direction} shrinks />;
  return drawn(theme, language, { title: isolated(away, direction), description: '', body });
}

interface Parts {
  title: string;
  description: string;
  body: preact.ComponentChildren;
}

function drawn(theme: Theme, language: PageLanguage, { title, description, body }: Parts): Drawn {
  const style = themed(
    theme,
    ({ ground, ink, faint, track, accent }) =>
      `.ground{fill:${ground}}.ink{fill:${ink}}.faint{fill:${faint}}.track{fill:${track}}.accent{fill:${accent}}`,
  );
  const svg = renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-labelledby="title description"
      lang={language}
      font-family='system-ui, "Noto Sans", "Segoe UI", "Noto Sans Arabic", sans-serif'
    >
      <title id="title">{title}</title>
      <desc id="description">{description}</desc>
      <style dangerouslySetInnerHTML={{ __html: style }} />
      <rect class="ground" width={WIDTH} height={HEIGHT} rx="8" />
      {body}
    </svg>,
  );
  const digest = createHash('sha256').update(style).digest('base64');
  return { svg: `${svg}\n`, policy: `default-src 'none'; style-src 'sha256-${digest}'; frame-ancestors *; sandbox` };
}

interface LineProps {
  at: number;
  size: number;
  text: string;
  /** In which direction it is read. */
  own: Direction;
  /** From which side the picture is read. */
  side: Direction;
  bold?: boolean;
  faint?: boolean;
  /** Made smaller where it would not fit: what is told of a figure is told whole. */
  shrinks?: boolean;
}

function Line({ at, size, text, own, side, bold, faint, shrinks }: LineProps) {
  const fitted = shrinks ? fittingSize(text, size, SURE, 8) : size;
  return (
    <text
      class={faint ? 'faint' : 'ink'}
      x={side === 'rtl' ? WIDTH - MARGIN : MARGIN}
      y={at}
      text-anchor={side === 'rtl' ? 'end' : 'start'}
      font-size={fitted}
      font-weight={bold ? 700 : 400}
    >
      {isolated(text, own)}
    </text>
  );
}

function Row({ at, row, direction }: { at: number; row: ToldRow; direction: Direction }) {
  const isFromRight = direction === 'rtl';
  return (
    <g>
      <Line at={at} size={13} text={row.label} own={direction} side={direction} faint />
      <text
        class="ink"
        x={isFromRight ? MARGIN : WIDTH - MARGIN}
        y={at}
        text-anchor={isFromRight ? 'start' : 'end'}
        font-size={fittingSize(row.value, 13, SURE / 2, 8)}
        font-weight={700}
      >
        {isolated(row.value, direction)}
      </text>
      <Bar at={at + 7} height={6} length={row.length} direction={direction} />
    </g>
  );
}

function Bar(props: { at: number; height: number; length: number | null; direction: Direction }) {
  const { at, height, length, direction } = props;
  const width = Math.round(INNER * (length ?? 0) * 10) / 10;
  const radius = height / 2;
  return (
    <>
      <rect class="track" x={MARGIN} y={at} width={INNER} height={height} rx={radius} />
      {width > 0 ? (
        <rect
          class="accent"
          x={direction === 'rtl' ? WIDTH - MARGIN - width : MARGIN}
          y={at}
          width={width}
          height={height}
          rx={Math.min(radius, width / 2)}
        />
      ) : null}
    </>
  );
}
