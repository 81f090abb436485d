import { scaleLinear } from 'd3-scale';
import { Chart, type ChartProps, places, rounded, WIDTH } from './chart.js';

export interface FunnelStep {
  label: string;
  /** As it is shown; null where it may not be told. */
  value: number | null;
  text: string;
}

const LINE = 18;
const BAR = 18;
const GAP = 10;
/** So many letters of this size surely fit beside each other. */
const FITS = 42;

/** From what is wanted to what is done, a bar below each other, all to one scale. */
export function Funnel({ steps, ...chart }: ChartProps & { steps: readonly FunnelStep[] }) {
  const place = places(chart.direction);
  const most = Math.max(1, ...steps.map(({ value }) => value ?? 0));
  const x = scaleLinear([0, most], [0, WIDTH - 2]);
  const lines = steps.every(({ label, text }) => label.length + text.length <= FITS) ? 1 : 2;
  const row = lines * LINE + BAR + GAP;
  return (
    <Chart {...chart} height={steps.length * row}>
      {steps.map(({ label, value, text }, index) => {
        const top = index * row;
        const bar = { y: top + lines * LINE + 2, height: BAR, rx: 2 };
        const width = value === null || value === 0 ? 0 : Math.max(2, rounded(x(value)));
        return (
          <g key={label}>
            <text x={place.at(0)} y={top + 14}>
              {label}
            </text>
            <text
              x={place.at(lines === 1 ? WIDTH : 0)}
              y={top + lines * LINE - 4}
              text-anchor={lines === 1 ? 'end' : 'start'}
              font-weight="bold"
            >
              {text}
            </text>
            <rect class="track" x="1" width={WIDTH - 2} {...bar} />
            {width > 0 ? <rect class="solid" x={place.from(1, width)} width={width} {...bar} /> : null}
          </g>
        );
      })}
    </Chart>
  );
}
