/** What is counted, in the order of the columns. */
export const measures = [
  'pledged',
  'waitlisted',
  'reported',
  'attested',
  'sentBack',
  'steppedBack',
  'cancelled',
  'neverStarted',
] as const;

export type MeasureName = (typeof measures)[number];

/** A measure added up over the asks of a thing. */
export interface Sum {
  count: number;
  /** In the units of the asks; null for what is only counted. */
  quantity: number | null;
  /** Asks in which fewer than k people stand behind it: nothing of them is in the sum. */
  hidden: number;
  /** Asks whose part in the sum is rounded down. */
  rounded: number;
}

export interface Totals extends Record<MeasureName, Sum> {
  wanted: number;
  /** The people it takes for a figure to be told. */
  k: number;
}

export interface Figure {
  value: number | null;
  text: string;
  isExact: boolean;
}

export interface Measure {
  count: Figure;
  quantity: Figure;
}

export enum ShareBand {
  NONE = 'NONE',
  UNDER_A_QUARTER = 'UNDER_A_QUARTER',
  A_QUARTER_OR_MORE = 'A_QUARTER_OR_MORE',
  HALF_OR_MORE = 'HALF_OR_MORE',
  THREE_QUARTERS_OR_MORE = 'THREE_QUARTERS_OR_MORE',
  ALL = 'ALL',
}

export interface Share {
  value: number | null;
  band: ShareBand | null;
  text: string;
}

const nothing: Sum = { count: 0, quantity: 0, hidden: 0, rounded: 0 };

/** Of something without asks. */
export const noProgress: Totals = {
  wanted: 0,
  k: 5,
  ...(Object.fromEntries(measures.map((name) => [name, nothing])) as Record<MeasureName, Sum>),
};

export function isExact(sum: Sum): boolean {
  return sum.hidden === 0 && sum.rounded === 0;
}

export function figureOf(value: number, sum: Sum, k: number): Figure {
  if (isExact(sum)) return { value, text: String(value), isExact: true };
  if (value > 0 || sum.hidden === 0) return { value, text: `${value} or more`, isExact: false };
  const text = sum.hidden === 1 ? `fewer than ${k}` : `fewer than ${k} in each ask`;
  return { value: null, text, isExact: false };
}

/** k is a number of people, so that of hours or meals it says whose they are. */
export function quantityOf(sum: Sum, k: number): Figure {
  const figure = figureOf(sum.quantity ?? 0, sum, k);
  if (figure.value !== null) return figure;
  return { ...figure, text: sum.hidden === 1 ? `by fewer than ${k} people` : `by fewer than ${k} people in each ask` };
}

export function measureOf(sum: Sum, k: number): Measure {
  return { count: figureOf(sum.count, sum, k), quantity: quantityOf(sum, k) };
}

/** The headline: how much of what is wanted was done, and is confirmed. */
export function shareAttested({ attested, wanted, k }: Totals): Share {
  return shareOf(attested, { quantity: wanted, exact: true }, k);
}

export function followThrough({ attested, pledged, k }: Totals): Share {
  return shareOf(attested, { quantity: pledged.quantity ?? 0, exact: isExact(pledged) }, k);
}

/**
 * Worked out from figures as they are shown, and from nothing else, so that a share can tell no more than they do.
 * More than was wanted counts as all of it.
 */
function shareOf(part: Sum, whole: { quantity: number; exact: boolean }, k: number): Share {
  const quantity = part.quantity ?? 0;
  if (whole.exact && whole.quantity === 0) return { value: null, band: null, text: 'nothing to share' };
  const exact = isExact(part) && whole.exact;
  const share = whole.quantity === 0 ? 0 : Math.min(1, quantity / whole.quantity);
  if (exact) return { value: share, band: bandOf(share), text: `${Math.floor(share * 100)} %` };
  if (quantity === 0 && part.hidden > 0) return { value: null, band: null, text: quantityOf(part, k).text };
  if (quantity > 0 && whole.quantity === 0) return { value: null, band: null, text: `of fewer than ${k} people` };
  const band = bandOf(share);
  // A whole that is rounded down may be larger than what stands against it.
  const safe = band === ShareBand.ALL && !whole.exact ? ShareBand.THREE_QUARTERS_OR_MORE : band;
  return { value: null, band: safe, text: bandTexts[safe] };
}

function bandOf(share: number): ShareBand {
  if (share >= 1) return ShareBand.ALL;
  if (share >= 0.75) return ShareBand.THREE_QUARTERS_OR_MORE;
  if (share >= 0.5) return ShareBand.HALF_OR_MORE;
  if (share >= 0.25) return ShareBand.A_QUARTER_OR_MORE;
  return share > 0 ? ShareBand.UNDER_A_QUARTER : ShareBand.NONE;
}

const bandTexts: Record<ShareBand, string> = {
  NONE: '0 %',
  UNDER_A_QUARTER: 'under 25 %',
  A_QUARTER_OR_MORE: '25 % or more',
  HALF_OR_MORE: '50 % or more',
  THREE_QUARTERS_OR_MORE: '75 % or more',
  ALL: 'all',
};
