import { scaleLinear } from 'd3-scale';
import { Chart, type ChartProps, places, Stripes, WIDTH } from './chart.js';

interface Parts {
  /** Of what is wanted, from 0 to 1, by the figures as they are shown. */
  attested: number;
  pledged: number;
}

const HEIGHT = 24;

/** What is done of what is wanted, filled, before what is taken on, hatched. */
export function ShareBar({ attested, pledged, ...chart }: ChartProps & Parts) {
  const place = places(chart.direction);
  const x = scaleLinear([0, 1], [0, WIDTH - 2]).clamp(true);
  const bar = { y: 1, height: HEIGHT - 2 };
  return (
    <Chart {...chart} height={HEIGHT}>
      <Stripes id={`${chart.id}-stripes`} />
      <rect class="track" x="1" width={WIDTH - 2} rx="3" {...bar} />
      {pledged > 0 ? (
        <rect
          class="hatched"
          fill={`url(#${chart.id}-stripes)`}
          x={place.from(1, x(pledged))}
          width={x(pledged)}
          {...bar}
        />
      ) : null}
      {attested > 0 ? <rect class="solid" x={place.from(1, x(attested))} width={x(attested)} {...bar} /> : null}
    </Chart>
  );
}
