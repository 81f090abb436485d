import type { ComponentChildren } from 'preact';
import type { Direction } from '../../../platform/pages/page-language.js';

export interface ChartProps {
  /** Different for each chart of a page. */
  id: string;
  title: string;
  /** What it shows, in a sentence, for whoever cannot see it. */
  says: string;
  direction: Direction;
}

/** All charts are drawn this wide, so that their letters are as large as the page's on a telephone. */
export const WIDTH = 360;

export interface Places {
  at: (x: number) => number;
  /** Of something this wide. */
  from: (x: number, width: number) => number;
}

/** Turns places around where people read from right to left: whatever begins at the start begins at the right. */
export function places(direction: Direction): Places {
  const turned = direction === 'rtl';
  return {
    at: (x) => rounded(turned ? WIDTH - x : x),
    from: (x, width) => rounded(turned ? WIDTH - x - width : x),
  };
}

/** A tenth of a unit is finer than a screen, and shorter to send. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

export function Chart({
  id,
  title,
  says,
  direction,
  height,
  children,
}: ChartProps & { height: number; children: ComponentChildren }) {
  return (
    <svg
      class="chart"
      role="img"
      aria-labelledby={`${id}-title ${id}-says`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      direction={direction}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-says`}>{says}</desc>
      {children}
    </svg>
  );
}

/** Stripes, for what is taken on and not done: told apart from what is done without colour. */
export function Stripes({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line class="stripe" x1="0" y1="0" x2="0" y2="6" />
    </pattern>
  );
}
