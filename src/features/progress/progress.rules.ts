/** What is counted, as its columns are called; of some the quantity is added up as well. */
export const columnOf = {
  pledged: 'pledged',
  conditional: 'conditional',
  waitlisted: 'waitlisted',
  reported: 'reported',
  attested: 'attested',
  sentBack: 'sent_back',
  noShow: 'no_show',
  unconfirmed: 'unconfirmed',
  steppedBack: 'stepped_back',
  handedOver: 'handed_over',
  lapsed: 'lapsed',
  cancelled: 'cancelled',
  neverStarted: 'never_started',
} as const;

export type MeasureName = keyof typeof columnOf;

export const measures = Object.keys(columnOf) as readonly MeasureName[];

/** Of these it is told how much; of the others only how many. */
export const quantified = ['pledged', 'conditional', 'waitlisted', 'reported', 'attested'] as const;

export type QuantifiedName = (typeof quantified)[number];

const withQuantity: ReadonlySet<string> = new Set(quantified);

export function hasQuantity(name: MeasureName): name is QuantifiedName {
  return withQuantity.has(name);
}

export type ByMeasure<Quantified, Counted> = Record<QuantifiedName, Quantified> &
  Record<Exclude<MeasureName, QuantifiedName>, Counted>;

/** What is told of each measure. */
export function ofEach<Quantified, Counted>(
  quantifiedOf: (name: QuantifiedName) => Quantified,
  countedOf: (name: MeasureName) => Counted,
): ByMeasure<Quantified, Counted> {
  const each = measures.map((name) => [name, hasQuantity(name) ? quantifiedOf(name) : countedOf(name)]);
  return Object.fromEntries(each) as ByMeasure<Quantified, Counted>;
}

/** A measure added up over the asks of a thing. */
export interface Sum {
  count: number;
  /** In the units of the asks; 0 for what is only counted. */
  quantity: number;
  /** Parts of which fewer than k people, or organizations, stand behind it: nothing of them is in the sum. */
  hidden: number;
  /** Parts that are rounded down. */
  rounded: number;
}

/** By what figures are told. */
export interface Scale {
  /** The people, or organizations, it takes for a figure to be told. */
  k: number;
  /** Of one ask alone: then two parts are its people and its organizations. */
  ofOneAsk?: boolean;
}

export interface Totals extends Record<MeasureName, Sum>, Scale {
  wanted: number;
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

export const nothing: Sum = { count: 0, quantity: 0, hidden: 0, rounded: 0 };

/** Of something without asks. */
export const noProgress: Totals = { wanted: 0, k: 5, ...byMeasure(() => nothing) };

export function byMeasure<T>(of: (name: MeasureName) => T): Record<MeasureName, T> {
  return Object.fromEntries(measures.map((name) => [name, of(name)])) as Record<MeasureName, T>;
}

export function isExact(sum: Sum): boolean {
  return sum.hidden === 0 && sum.rounded === 0;
}

export function countOf(sum: Sum, scale: Scale): Figure {
  return figureOf(sum.count, sum, fewOf(sum, scale));
}

/** k is a number of people, so that of hours or meals it says whose they are. */
export function quantityOf(sum: Sum, scale: Scale): Figure {
  const few = fewOf(sum, scale);
  const people = few.includes('organizations') ? few : few.replace(String(scale.k), `${scale.k} people`);
  return figureOf(sum.quantity, sum, `by ${people}`);
}

export function measureOf(sum: Sum, scale: Scale): Measure {
  return { count: countOf(sum, scale), quantity: quantityOf(sum, scale) };
}

function figureOf(value: number, sum: Sum, few: string): Figure {
  if (isExact(sum)) return { value, text: String(value), isExact: true };
  if (value > 0 || sum.hidden === 0) return { value, text: `${value} or more`, isExact: false };
  return { value: null, text: few, isExact: false };
}

function fewOf({ hidden }: Sum, { k, ofOneAsk }: Scale): string {
  if (hidden <= 1) return `fewer than ${k}`;
  return ofOneAsk ? `fewer than ${k} people and fewer than ${k} organizations` : `fewer than ${k} in each ask`;
}

/** The headline: how much of what is wanted was done, and is confirmed. */
export function shareAttested({ attested, wanted, ...scale }: Totals): Share {
  return shareOf(attested, { quantity: wanted, exact: true }, scale);
}

export function followThrough({ attested, pledged, ...scale }: Totals): Share {
  return shareOf(attested, { quantity: pledged.quantity, exact: isExact(pledged) }, scale);
}

/**
 * Worked out from figures as they are shown, and from nothing else, so that a share can tell no more than they do.
 * More than was wanted counts as all of it.
 */
export function shareOf(part: Sum, whole: { quantity: number; exact: boolean }, scale: Scale): Share {
  const { quantity } = part;
  if (whole.exact && whole.quantity === 0) return { value: null, band: null, text: 'nothing to share' };
  const exact = isExact(part) && whole.exact;
  const share = whole.quantity === 0 ? 0 : Math.min(1, quantity / whole.quantity);
  if (exact) return { value: share, band: bandOf(share), text: `${Math.floor(share * 100)} %` };
  if (quantity === 0 && part.hidden > 0) return { value: null, band: null, text: quantityOf(part, scale).text };
  if (quantity > 0 && whole.quantity === 0) return { value: null, band: null, text: `of fewer than ${scale.k} people` };
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
