import type { Direction } from '../../../platform/pages/page-language.js';
import { places, rounded, WIDTH } from './chart.js';

interface Props {
  attested: number;
  pledged: number;
  direction: Direction;
}

/** A thin bar beside figures in words, which say the same: filled for what is done, outlined for what is taken on. */
export function PartBar({ attested, pledged, direction }: Props) {
  const place = places(direction);
  const inside = WIDTH - 2;
  const taken = rounded(pledged * inside);
  const done = rounded(attested * inside);
  return (
    <svg class="chart" aria-hidden="true" viewBox={`0 0 ${WIDTH} 8`}>
      <rect class="track" x="1" y="1" width={inside} height="6" rx="3" />
      {taken > 0 ? <rect class="ring" x={place.from(1, taken)} y="1.5" width={taken} height="5" rx="2.5" /> : null}
      {done > 0 ? <rect class="solid" x={place.from(1, done)} y="1" width={done} height="6" rx="3" /> : null}
    </svg>
  );
}
