import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { Chart, type ChartProps, places, rounded, WIDTH } from './chart.js';

export interface SeriesLine {
  label: string;
  /** One for each step of time, as it is shown; null where it may not be told, which leaves a gap. */
  values: readonly (number | null)[];
}

interface Props extends ChartProps {
  /** The second line is dashed, with rings for dots. */
  lines: readonly [SeriesLine, SeriesLine];
  /** How each step of time is called, and which number is written how. */
  steps: readonly string[];
  number: (value: number) => string;
}

const HEIGHT = 210;
const TOP = 34;
const BOTTOM = HEIGHT - 24;
/** For the numbers at the side. */
const START = 56;
const END = WIDTH - 14;

/** How two measures moved, over steps of equal length. */
export function SeriesChart({ lines, steps, number, ...chart }: Props) {
  const place = places(chart.direction);
  const most = Math.max(1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const y = scaleLinear([0, most], [BOTTOM, TOP]).nice(4);
  const x = scaleLinear([0, Math.max(1, steps.length - 1)], [START, END]);
  const at = (step: number): number => place.at(x(step));
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, step) => at(step))
    .y((value) => rounded(y(value ?? 0)));
  const ticks = y.ticks(4).filter(Number.isInteger);
  return (
    <Chart {...chart} height={HEIGHT}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={place.at(START)} x2={place.at(END)} y1={rounded(y(tick))} y2={rounded(y(tick))} />
          <text class="quiet" x={place.at(START - 6)} y={rounded(y(tick)) + 4} text-anchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      {labelledSteps(steps.length).map((step) => (
        <text key={step} class="quiet" x={at(step)} y={HEIGHT - 6} text-anchor={anchorOf(step, steps.length)}>
          {steps[step]}
        </text>
      ))}
      {lines.map(({ label, values }, index) => (
        <g key={label}>
          <path class={index === 1 ? 'line dashed' : 'line'} d={path([...values]) ?? ''} />
          {values.map((value, step) =>
            value === null ? null : (
              <circle key={step} class={index === 1 ? 'ring' : 'dot'} cx={at(step)} cy={rounded(y(value))} r="3" />
            ),
          )}
          <Key label={label} index={index} at={place.at} />
        </g>
      ))}
    </Chart>
  );
}

function Key({ label, index, at }: { label: string; index: number; at: (x: number) => number }) {
  const start = START + index * ((END - START) / 2);
  return (
    <g>
      <line class={index === 1 ? 'line dashed' : 'line'} x1={at(start)} x2={at(start + 28)} y1="10" y2="10" />
      <circle class={index === 1 ? 'ring' : 'dot'} cx={at(start + 14)} cy="10" r="3" />
      <text x={at(start + 34)} y="14">
        {label}
      </text>
    </g>
  );
}

/** The first, the last and the one between: more would touch each other on a telephone. */
function labelledSteps(count: number): number[] {
  return [...new Set([0, Math.floor((count - 1) / 2), count - 1])].filter((step) => step >= 0);
}

function anchorOf(step: number, count: number): 'start' | 'middle' | 'end' {
  if (step === 0) return 'start';
  return step === count - 1 ? 'end' : 'middle';
}
